//! How does the id of an article stand in a path?

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Characters that are encoded. Slashes stay, so that addresses are readable.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Returns an id as part of a path.
pub(super) fn encoded(id: &str) -> String {
    let encoded = utf8_percent_encode(id, ENCODED).to_string();
    // Browsers resolve dots between slashes before they ask.
    let part = |part: &str| if matches!(part, "." | "..") { part.replace('.', "%2E") } else { part.to_owned() };
    encoded.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Returns what `{id}` of `pattern` stands for in `path`, decoded; nothing if the pattern has no id.
pub(super) fn decoded(pattern: &str, path: &str) -> String {
    let id = pattern.strip_suffix("{id}").and_then(|prefix| path.strip_prefix(prefix)).unwrap_or_default();
    percent_decode_str(id).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back() {
        for id in ["dl-1", "a b", "a+b", "100%", "a/ü b#2", "../x", "a?b&c", "%2B", "😀", "."] {
            let path = format!("/a/{}", encoded(id));
            assert!(path.bytes().all(|byte| byte.is_ascii_graphic()), "{path}");
            assert_eq!(decoded("/a/{id}", &path), id, "{path}");
        }
        assert_eq!(encoded("a/ü b#2"), "a/%C3%BC%20b%232");
        assert_eq!(encoded("../x"), "%2E%2E/x");
    }

    #[test]
    fn what_a_client_sends_is_decoded() {
        for (path, id) in [
            ("/api/articles/a%2Fb%20c.txt%233", "a/b c.txt#3"),
            ("/api/articles/a/b+c", "a/b+c"),
            ("/api/articles/100%", "100%"),
            ("/api/articles/%zz%+F%C3%BC", "%zz%+Fü"),
            ("/api/articles/%FF", "\u{fffd}"),
        ] {
            assert_eq!(decoded("/api/articles/{id}", path), id, "{path}");
        }
        assert_eq!(decoded("/api/search", "/api/search"), "");
    }
}
