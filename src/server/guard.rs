//! Who may ask at all?
//!
//! A browser reaches a server on its own machine for any page it shows: a foreign name may lead to 127.0.0.1 (DNS rebinding), and a
//! form of a foreign page may post here. So the name in `Host` must be one of ours, and `Origin`, if there is one, must be ours too.

use std::net::{IpAddr, SocketAddr};

use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN, WWW_AUTHENTICATE};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use fundstelle::blake3;

use super::problem::HttpProblem;

/// Shortest token, in bytes.
const MIN_TOKEN_BYTES: usize = 16;

/// Secret that a request must show. Only its hash is kept, and hashes are compared in constant time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccessToken(blake3::Hash);

impl AccessToken {
    /// Reads a token from the text of its file; `None` if it is shorter than 16 bytes or has white space inside.
    pub(crate) fn new(text: &str) -> Option<AccessToken> {
        let token = text.trim();
        let fits = token.len() >= MIN_TOKEN_BYTES && !token.contains(char::is_whitespace);
        fits.then(|| AccessToken(blake3::hash(token.as_bytes())))
    }

    fn is(&self, shown: &[u8]) -> bool {
        self.0 == blake3::hash(shown)
    }
}

/// Access to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Access {
    /// Granted to everybody who reaches the address.
    Open,
    /// Granted to requests that show the token.
    Token(AccessToken),
}

/// Decides about a request by its head.
pub(super) struct RequestGuard {
    access: Access,
    /// Whether the server is reached from this machine only.
    loopback: bool,
    /// Names in lower case, without a port.
    hosts: Vec<String>,
}

impl RequestGuard {
    /// Creates the guard of a server that listens on `address` and is known by the names `hosts`.
    pub(super) fn new(address: SocketAddr, access: Access, hosts: &[String]) -> RequestGuard {
        let hosts = hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
        RequestGuard { access, loopback: address.ip().is_loopback(), hosts }
    }

    /// Refuses a request from elsewhere. `is_public` is true for routes that need no token.
    pub(super) fn check(&self, request: &Request, is_public: bool) -> Result<(), HttpProblem> {
        let headers = request.headers();
        let host = self.host(request).ok_or_else(|| {
            HttpProblem::new(StatusCode::FORBIDDEN, "foreign-host", "the Host header names another server")
                .in_german("der Host-Header nennt einen anderen Server")
        })?;
        if let Some(origin) = headers.get(ORIGIN)
            && !is_same_origin(origin, &host)
        {
            return Err(HttpProblem::new(
                StatusCode::FORBIDDEN,
                "foreign-origin",
                "the request comes from another site",
            )
            .in_german("die Anfrage kommt von einer fremden Seite"));
        }
        match &self.access {
            Access::Token(token) if !is_public && !shows(headers, token) => Err(HttpProblem::new(
                StatusCode::UNAUTHORIZED,
                "no-token",
                "a token is needed: Authorization: Bearer TOKEN",
            )
            .in_german("ein Token ist nötig: Authorization: Bearer TOKEN")
            .with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer, Basic realm=\"Fundstelle\""))),
            _ => Ok(()),
        }
    }

    /// Returns the authority that the request is meant for, if it is this server.
    fn host(&self, request: &Request) -> Option<Authority> {
        let headers = request.headers();
        let mut named = headers.get_all(HOST).iter();
        let authority: Authority = named.next()?.to_str().ok()?.parse().ok()?;
        let absolute = request.uri().authority();
        let is_ours = named.next().is_none()
            && absolute.is_none_or(|absolute| absolute == &authority)
            && !authority.as_str().contains('@')
            && self.knows(authority.host());
        is_ours.then_some(authority)
    }

    /// Returns true for a name of this server. An address cannot be rebound, so a server for others answers to any.
    fn knows(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match address {
            Ok(address) => address.is_loopback() || !self.loopback || self.hosts.contains(&host),
            Err(_) => host == "localhost" || self.hosts.contains(&host),
        }
    }
}

fn is_same_origin(origin: &HeaderValue, host: &Authority) -> bool {
    let origin = origin.to_str().unwrap_or_default();
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host.as_str()))
}

/// Returns true if the request shows the token, as a bearer or as the password of a browser's dialogue.
fn shows(headers: &HeaderMap, token: &AccessToken) -> bool {
    let shown = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
    let Some(at) = shown.iter().position(|byte| *byte == b' ') else { return false };
    let (scheme, rest) = (&shown[..at], shown[at..].trim_ascii());
    if scheme.eq_ignore_ascii_case(b"bearer") {
        return token.is(rest);
    }
    let credentials = if scheme.eq_ignore_ascii_case(b"basic") { BASE64_STANDARD.decode(rest).ok() } else { None };
    let password = credentials.and_then(|all| {
        let at = all.iter().position(|byte| *byte == b':')?;
        Some(all[at + 1..].to_vec())
    });
    password.is_some_and(|password| token.is(&password))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::body::Body;

    use super::*;

    fn guard(address: &str, access: Access) -> RequestGuard {
        RequestGuard::new(address.parse().unwrap(), access, &["Archiv.example".to_owned()])
    }

    fn status(guard: &RequestGuard, headers: &[(&str, &str)]) -> u16 {
        let mut request = Request::builder().uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        guard
            .check(&request.body(Body::empty()).unwrap(), false)
            .map_or_else(|problem| problem.status().as_u16(), |()| 200)
    }

    #[test]
    fn only_our_names_are_answered() {
        let (here, everywhere) = (guard("127.0.0.1:80", Access::Open), guard("0.0.0.0:80", Access::Open));
        for (host, local, open) in [
            ("127.0.0.1:8080", 200, 200),
            ("localhost", 200, 200),
            ("LOCALHOST:1", 200, 200),
            ("[::1]:8080", 200, 200),
            ("archiv.example", 200, 200),
            ("192.168.1.7:8080", 403, 200),
            ("evil.example", 403, 403),
            ("evil.example:8080", 403, 403),
            ("localhost.evil.example", 403, 403),
            ("evil@localhost", 403, 403),
            ("127.0.0.1.nip.io", 403, 403),
            ("", 403, 403),
        ] {
            assert_eq!(status(&here, &[("host", host)]), local, "{host}");
            assert_eq!(status(&everywhere, &[("host", host)]), open, "{host}");
        }
        assert_eq!(status(&here, &[]), 403);
        assert_eq!(status(&here, &[("host", "localhost"), ("host", "evil.example")]), 403);
    }

    #[test]
    fn only_our_own_pages_may_ask() {
        let guard = guard("127.0.0.1:80", Access::Open);
        for (origin, expected) in [
            ("http://localhost:8080", 200),
            ("https://localhost:8080", 200),
            ("http://localhost:9", 403),
            ("http://evil.example", 403),
            ("null", 403),
            ("", 403),
        ] {
            assert_eq!(status(&guard, &[("host", "localhost:8080"), ("origin", origin)]), expected, "{origin}");
        }
    }

    #[test]
    fn a_token_is_shown_as_bearer_or_password() {
        let guard = guard("127.0.0.1:80", Access::Token(AccessToken::new("0123456789abcdef\n").unwrap()));
        for (shown, expected) in [
            ("Bearer 0123456789abcdef", 200),
            ("bearer  0123456789abcdef", 200),
            ("Basic OjAxMjM0NTY3ODlhYmNkZWY=", 200),
            ("Basic dXNlcjowMTIzNDU2Nzg5YWJjZGVm", 200),
            ("Basic dXNlcg==", 401),
            ("Bearer 0123456789abcdeg", 401),
            ("Bearer", 401),
            ("Digest 0123456789abcdef", 401),
        ] {
            assert_eq!(status(&guard, &[("host", "localhost"), ("authorization", shown)]), expected, "{shown}");
        }
        assert_eq!(status(&guard, &[("host", "localhost")]), 401);
        assert_eq!(AccessToken::new("kurz"), None);
        assert_eq!(AccessToken::new("zwei Wörter sind kein Geheimnis"), None);
    }
}
