//! Paths that a terminal can open.

use std::path::Path;

use url::Url;

/// `text` as a link to the file at `path`, by the escape sequence OSC 8. As it is when the path is not absolute.
pub(super) fn linked(path: &str, text: &str) -> String {
    match Url::from_file_path(Path::new(path)) {
        // The address is in percent encoding: nothing in it can end the sequence.
        Ok(url) => format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"),
        Err(()) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn addresses_hold_no_codes() {
        assert_eq!(linked("relativ.txt", "a"), "a");
        let link = linked("/tmp/Häuser\x1b[31m und;mehr\u{7}.txt", "x");
        assert_eq!(link, "\x1b]8;;file:///tmp/H%C3%A4user%1B[31m%20und;mehr%07.txt\x1b\\x\x1b]8;;\x1b\\");
    }
}
