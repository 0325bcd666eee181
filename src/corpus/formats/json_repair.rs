//! Mends what programs write as JSON although it is none, without changing the length of the text.

use std::borrow::Cow;

/// Words of other languages for a missing value. Each becomes an empty text, as long as the word.
const FOREIGN_WORDS: [&str; 6] = ["-Infinity", "Infinity", "undefined", "NaN", "nan", "None"];

/// Returns `json` with empty texts for `NaN` and its like and for numbers that no program can hold, blanks for control characters inside texts and for commas before a
/// closing bracket, and U+FFFD for half of a pair of surrogates. Offsets stay what they are.
pub(super) fn mended(json: &str) -> Cow<'_, str> {
    let mut bytes = Cow::Borrowed(json.as_bytes());
    let mut at = 0;
    let mut comma = None;
    while at < json.len() {
        let byte = json.as_bytes()[at];
        match byte {
            b'"' => {
                at = mend_text(json.as_bytes(), at + 1, &mut bytes);
                comma = None;
                continue;
            }
            b',' => comma = Some(at),
            b']' | b'}' => {
                if let Some(comma) = comma.take() {
                    bytes.to_mut()[comma] = b' ';
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => {
                comma = None;
                let (length, is_value) = bare_word(&json.as_bytes()[at..]);
                if !is_value {
                    let place = &mut bytes.to_mut()[at..at + length];
                    place.fill(b' ');
                    place[..2].copy_from_slice(b"\"\"");
                }
                at += length;
                continue;
            }
        }
        at += 1;
    }
    match bytes {
        Cow::Borrowed(_) => Cow::Borrowed(json),
        // only ASCII was replaced, by ASCII
        Cow::Owned(bytes) => String::from_utf8(bytes).map_or(Cow::Borrowed(json), Cow::Owned),
    }
}

/// Returns the length of the number or other mark at the beginning of `json`, and whether it may stay as it is.
fn bare_word(json: &[u8]) -> (usize, bool) {
    if let Some(word) = FOREIGN_WORDS.iter().find(|word| json.starts_with(word.as_bytes())) {
        return (word.len(), false);
    }
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    let end = json.iter().position(|byte| !is_digit(byte)).unwrap_or(json.len());
    let number = std::str::from_utf8(&json[..end]).ok().and_then(|number| number.parse::<f64>().ok());
    (end.max(1), number.is_none_or(f64::is_finite))
}

/// Mends the text that begins at `at`, after its quotation mark; returns the offset behind it.
fn mend_text(json: &[u8], mut at: usize, bytes: &mut Cow<'_, [u8]>) -> usize {
    while at < json.len() {
        match json[at] {
            b'"' => return at + 1,
            b'\\' if json.get(at + 1) == Some(&b'u') => match surrogate(json, at) {
                Some(0xD800..=0xDBFF) if matches!(surrogate(json, at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
                Some(_) => {
                    bytes.to_mut()[at + 2..at + 6].copy_from_slice(b"fffd");
                    at += 6;
                }
                None => at += 2,
            },
            b'\\' => at += 2,
            byte if byte < b' ' => {
                bytes.to_mut()[at] = b' ';
                at += 1;
            }
            _ => at += 1,
        }
    }
    at
}

/// Returns the surrogate that is written at `at` as `\uD83D`.
fn surrogate(json: &[u8], at: usize) -> Option<u16> {
    let written = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let code = u16::from_str_radix(std::str::from_utf8(written).ok()?, 16).ok()?;
    (0xD800..=0xDFFF).contains(&code).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_write() {
        for (json, wanted) in [
            (r#"{"a": NaN, "b": -Infinity, "c": "NaN"}"#, r#"{"a": "" , "b": ""       , "c": "NaN"}"#),
            (r#"{"a": 1e400, "b": -2.5E+999, "c": 1e30}"#, r#"{"a": ""   , "b": ""       , "c": 1e30}"#),
            ("{\"a\": \"x\ty\nz\"}", "{\"a\": \"x y z\"}"),
            ("[1, 2,\n ]", "[1, 2 \n ]"),
            (r#"{"a": "x",}"#, r#"{"a": "x" }"#),
            (r#""\ud83d\ude80 \ud83d \ude80""#, r#""\ud83d\ude80 \ufffd \ufffd""#),
            (r#""\\ud83d \"NaN\"""#, r#""\\ud83d \"NaN\"""#),
            (r#"{"a": [1, {"b": null}]}"#, r#"{"a": [1, {"b": null}]}"#),
        ] {
            assert_eq!(mended(json), wanted, "{json}");
        }
        for broken in ["\"", "\"\\", "\"\\u", "\"\\ud83d", "\"\\ud83d\\u", "{\"ä\\", ",", "N", "\"ä\u{1}"] {
            assert_eq!(mended(broken).len(), broken.len(), "{broken}");
        }
    }
}
