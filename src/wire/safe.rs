//! Nothing from an article or a file name reaches a terminal unescaped.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Makes every character of `text` visible that could control a terminal: control codes become their pictures (␛); codes without a
/// picture and the marks that change the direction of writing become `<U+202E>`. Line ends become pictures as well: split lines before.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
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

/// Returns `value` as one line of JSON. Characters that could control a terminal are escaped (`\u202e`), which is the same value to
/// every reader of JSON.
pub(crate) fn json_line(value: &impl serde::Serialize) -> serde_json::Result<String> {
    let line = serde_json::to_string(value)?;
    if !line.chars().any(steers) {
        return Ok(line);
    }
    // serde_json escapes C0; other such characters stand for themselves, and only inside strings.
    let mut out = String::with_capacity(line.len() + 16);
    for c in line.chars() {
        match c {
            c if steers(c) => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    Ok(out)
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{json_line, visible};

    #[test]
    fn json_keeps_the_value() {
        let text = "a\u{1b}\u{9b}\u{202e}ü\"\n";
        let line = json_line(&text).unwrap();
        assert_eq!(line, r#""a\u001b\u009b\u202eü\"\n""#);
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }

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
