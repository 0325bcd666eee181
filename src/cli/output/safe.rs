//! Nothing from an article or a file name reaches a terminal unescaped.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with every character that could steer a terminal made visible: control codes as their pictures (␛),
/// those without one and the marks that turn the direction of writing as `<U+202E>`. Line ends become pictures
/// too: whoever wants lines splits them before.
pub(in crate::cli) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\u{7f}' => out.push('␡'),
            c if (c as u32) < 0x20 => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('␦')),
            c if steers(c) => {
                let _ = write!(out, "<U+{:04X}>", c as u32);
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn shows_what_would_steer() {
        for (text, shown) in [
            ("Grüße, „Welt“", "Grüße, „Welt“"),
            ("\u{1b}[31mrot\u{1b}]0;t\u{7}", "␛[31mrot␛]0;t␇"),
            ("a\u{9b}31m", "a<U+009B>31m"),
            ("\u{202e}txt.exe", "<U+202E>txt.exe"),
            ("a\nb\r\u{7f}", "a␊b␍␡"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }
}
