//! How are matches marked in a text?

use maud::{Markup, html};

use crate::wire::visible;

/// Part of a text, marked or not.
pub(crate) type Piece = (bool, String);

/// Cuts the characters from `start` to `end` of `text` at the marks, which are ascending ranges of characters.
pub(crate) fn pieces(text: &str, marks: &[(u32, u32)], start: u32, end: u32) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = None;
    let mut next = 0;
    for (at, c) in (0..).zip(text.chars()).skip(start as usize).take(end.saturating_sub(start) as usize) {
        while marks.get(next).is_some_and(|(_, end)| *end <= at) {
            next += 1;
        }
        let inside = marks.get(next).filter(|(from, _)| *from <= at).map(|_| next);
        if pieces.is_empty() || inside != open {
            pieces.push((inside.is_some(), String::new()));
            open = inside;
        }
        if let Some((_, piece)) = pieces.last_mut() {
            piece.push(if matches!(c, '\n' | '\t') { ' ' } else { c });
        }
    }
    pieces
}

/// Returns the characters from `start` to `end` of `text` with one `<mark>` for each mark.
pub(crate) fn marked(text: &str, marks: &[(u32, u32)], start: u32, end: u32) -> Markup {
    html! {
        @for (is_marked, text) in pieces(text, marks, start, end) {
            @if is_marked { mark { (visible(&text)) } } @else { (visible(&text)) }
        }
    }
}

#[cfg(feature = "server")]
/// Returns a text with its marks numbered from `*number` on: `m1`, `m2`. Each is a place to go to.
pub(crate) fn numbered(text: &str, marks: &[(u32, u32)], start: u32, end: u32, number: &mut usize) -> Markup {
    html! {
        @for (is_marked, text) in pieces(text, marks, start, end) {
            @if is_marked {
                @let id = { *number += 1; format!("m{number}") };
                mark id=(id) { (visible(&text)) }
            } @else {
                (visible(&text))
            }
        }
    }
}

/// Returns a whole headline with its marks.
pub(crate) fn headline(title: &str, marks: &[(u32, u32)]) -> Markup {
    marked(title, marks, 0, u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_lie_on_their_characters() {
        for (text, marks, start, end, html) in [
            ("Das Werbeverbot", &[(4, 9), (9, 15)][..], 0, 99, "Das <mark>Werbe</mark><mark>verbot</mark>"),
            ("Größe <b>", &[(0, 5)], 0, 99, "<mark>Größe</mark> &lt;b&gt;"),
            ("a b c", &[(0, 1), (4, 5)], 2, 5, "b <mark>c</mark>"),
            ("a\nb", &[], 0, 3, "a b"),
            ("a\u{202e}b", &[(1, 2)], 0, 3, "a<mark>&lt;U+202E&gt;</mark>b"),
            ("", &[], 0, 0, ""),
        ] {
            assert_eq!(marked(text, marks, start, end).into_string(), html);
        }
        let mut number = 2;
        let html = numbered("a b", &[(0, 1), (2, 3)], 0, 3, &mut number).into_string();
        assert_eq!((html.as_str(), number), ("<mark id=\"m3\">a</mark> <mark id=\"m4\">b</mark>", 4));
    }
}
