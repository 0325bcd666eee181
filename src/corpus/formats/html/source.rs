//! Names of the site on which a page stands.

use super::linked::Linked;
use super::page::WebPage;
use crate::corpus::formats::html_text::decoded;
use crate::corpus::formats::whitespace::one_line;

/// Longest name of a site.
const MAX_NAME_CHARS: usize = 80;

/// Meta tags that name the site.
const META: [&str; 6] = [
    "og:site_name",
    "application-name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "apple-mobile-web-app-title",
];

/// Returns the names of a site, the best first: of its publisher, of its meta tags, and its host.
pub(super) fn names(page: &WebPage<'_>, linked: &Linked, address: Option<&str>) -> Vec<String> {
    let meta = META.iter().filter_map(|name| page.meta(&[name])).map(|name| one_line(&decoded(name)));
    let mut names: Vec<String> = linked.sites.iter().cloned().chain(meta).collect();
    names.extend([page.address, page.meta(&["og:url"]), address].into_iter().flatten().find_map(host));
    names.retain(|name| !name.is_empty() && name.chars().count() <= MAX_NAME_CHARS && !name.contains("://"));
    names
}

/// Returns the host of an address without `www.`.
pub(in crate::corpus::formats) fn host(address: &str) -> Option<String> {
    let (scheme, rest) = address.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '>']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_host = host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    is_host.then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (address, found) in [
            ("https://www.bote.example/a?b", Some("bote.example")),
            ("HTTP://u@Bote.example:80", Some("bote.example")),
            ("<https://bote.example>", None),
            ("St. Petersburg: Streit", None),
            ("https://St. Petersburg/", None),
            ("file:///tmp/seite.html", None),
            ("/relativ.html", None),
        ] {
            assert_eq!(host(address).as_deref(), found, "{address}");
        }
    }
}
