//! What a quotation demands of the text it comes from, word by word.

use std::ops::Range;

use crate::german::placed_words;

/// A word of a quotation, or what stands for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// A word, with the exact forms it may have in the source: more than one where brackets stand inside it (`[d]er`).
    Word(Range<usize>, Vec<String>),
    /// A word in square brackets: the quoting author's, in the place of others or added.
    Editorial(Range<usize>),
    /// An ellipsis.
    Gap,
}

impl Item {
    /// Bytes of the quotation; none for an ellipsis.
    pub(super) fn range(&self) -> Option<&Range<usize>> {
        match self {
            Item::Word(range, _) | Item::Editorial(range) => Some(range),
            Item::Gap => None,
        }
    }
}

/// The words of a quotation in order. An ellipsis at its ends leaves nothing out.
pub(super) fn items(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut bracketed = false;
    let mut end = 0;
    // Of the word before: what of it stands in no brackets.
    let mut outside = String::new();
    for (range, form) in placed_words(text) {
        let between = &text[end..range.start];
        let glued = !between.is_empty() && between.chars().all(|c| matches!(c, '[' | ']'));
        let was_bracketed = bracketed;
        bracketed = in_brackets(text, end..range.start, bracketed);
        end = range.end;
        if glued && let Some(last) = items.pop() {
            items.push(joined(text, &last, was_bracketed, (range, &form, bracketed), &mut outside));
            continue;
        }
        if !items.is_empty() && has_ellipsis(between) {
            items.push(Item::Gap);
        }
        outside = if bracketed { String::new() } else { form.clone() };
        items.push(if bracketed { Item::Editorial(range) } else { Item::Word(range, vec![form]) });
    }
    items
}

/// Whether a word stands in brackets, after what is `between` it and the word before, which stood in them or not. A bracket that
/// is never closed is none.
fn in_brackets(text: &str, between: Range<usize>, before: bool) -> bool {
    let end = between.end;
    text[between].chars().fold(before, |inside, c| match c {
        '[' => text[end..].find([']', '[']).is_some_and(|at| text[end + at..].starts_with(']')),
        ']' => false,
        _ => inside,
    })
}

/// A word in whose middle brackets stand: as a whole, and without what is in them.
fn joined(
    text: &str,
    last: &Item,
    was_bracketed: bool,
    next: (Range<usize>, &str, bool),
    outside: &mut String,
) -> Item {
    let (range, form, bracketed) = next;
    let before = match last {
        Item::Word(_, forms) => forms.first().cloned().unwrap_or_default(),
        Item::Editorial(range) => placed_words(&text[range.clone()]).map(|(_, form)| form).collect(),
        Item::Gap => String::new(),
    };
    if was_bracketed && outside.is_empty() && bracketed {
        // Two words in brackets of their own.
        return Item::Editorial(last.range().map_or(range.start, |last| last.start)..range.end);
    }
    if !bracketed {
        outside.push_str(form);
    }
    let start = last.range().map_or(range.start, |last| last.start);
    Item::Word(start..range.end, vec![before + form, outside.clone()])
}

/// Whether something was left out between two words: `…`, `...`, in brackets or not.
fn has_ellipsis(between: &str) -> bool {
    between.contains('…') || between.contains("...") || between.contains(". . .")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words as `form` or `form/form`, editorial ones in brackets.
    fn shown(text: &str) -> String {
        let shown = |item: &Item| match item {
            Item::Word(_, forms) => forms.join("/"),
            Item::Editorial(range) => format!("[{}]", &text[range.clone()]),
            Item::Gap => "…".to_owned(),
        };
        items(text).iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ellipses_and_brackets() {
        for (text, expected) in [
            ("Die Straße, sagte er.", "die strasse sagte er"),
            ("Wir … gehen [...] heim (…) jetzt . . . doch", "wir … gehen … heim … jetzt … doch"),
            ("… am Anfang und am Ende …", "am anfang und am ende"),
            ("[…] auch so [...]", "auch so"),
            ("dass [die Ministerin] geht", "dass [die] [Ministerin] geht"),
            ("[D]ie Regierung", "die/ie regierung"),
            ("die Minister[in] geht", "die ministerin/minister geht"),
            ("ein Fehler [sic] bleibt", "ein fehler [sic] bleibt"),
            ("offen [bis zum Ende", "offen bis zum ende"),
            ("1,5 Mio. Euro", "1,5 mio euro"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
