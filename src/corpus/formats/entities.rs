//! Resolves character references of HTML (`&ouml;`, `&#8211;`) in a text.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use quick_xml::escape::resolve_html5_entity;

/// Longest name of a reference.
const MAX_NAME_BYTES: usize = 32;

/// Returns a text with its references resolved. What is none, as in `AT&T`, stays as it is written.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((characters, length)) => {
                out.push_str(&characters);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Returns what the reference with which `text` begins stands for, and its length in bytes.
fn reference(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let end = text.bytes().take(MAX_NAME_BYTES).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let found = match name.strip_prefix('#') {
        Some(number) => Cow::Owned(numbered(number)?.to_string()),
        None => Cow::Borrowed(resolve_html5_entity(name)?),
    };
    Some((found, end + 1))
}

/// Returns the character of a number, as browsers read it: 128 to 159 are those of Windows-1252.
fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        0 => None,
        128..=159 => WINDOWS_1252.decode_without_bom_handling(&[code as u8]).0.chars().next(),
        code => char::from_u32(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_every_kind() {
        for (text, wanted) in [
            ("Gr&ouml;&szlig;e", "Größe"),
            ("M&uuml;ller &amp; S&#246;hne", "Müller & Söhne"),
            ("Kanal &#8211; &#x201e;Ja&#150;", "Kanal – „Ja–"),
            ("a &lt;b&gt; c", "a <b> c"),
            ("AT&T; R&D & Co., x&y=1&copy", "AT&T; R&D & Co., x&y=1&copy"),
            ("&;&#;&#x;&#0;&#99999999;&#xD800;", "&;&#;&#x;&#0;&#99999999;&#xD800;"),
            ("&äöü;&", "&äöü;&"),
            ("", ""),
        ] {
            assert_eq!(resolved(text), wanted, "{text}");
        }
    }
}
