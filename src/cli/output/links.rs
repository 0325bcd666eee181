//! Links to files that a terminal can open.

use std::path::Path;

use fundstelle::cite::file_url;

/// Returns `text` as a link to the file at `path`, with the escape sequence OSC 8; for a member of an archive, to the archive.
/// Without change if the path is not absolute.
pub(super) fn linked(path: &str, text: &str) -> String {
    // The address is percent-encoded: nothing in it can end the sequence.
    let archive = path.split_once("!/").map(|(archive, _)| archive).filter(|archive| Path::new(archive).is_file());
    match file_url(Path::new(archive.unwrap_or(path))) {
        url if url.is_empty() => text.to_owned(),
        url => format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"),
    }
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn addresses_hold_no_codes() {
        assert_eq!(linked("relativ.txt", "a"), "a");
        let link = linked("/tmp/Häuser\x1b[31m und;mehr\u{7}.txt", "x");
        let address = link
            .strip_prefix("\x1b]8;;file:///tmp/H%C3%A4user")
            .and_then(|rest| rest.strip_suffix("\x1b\\x\x1b]8;;\x1b\\"));
        assert!(address.is_some_and(|address| !address.contains(char::is_control) && address.is_ascii()), "{link:?}");
    }
}
