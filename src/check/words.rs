//! What must the source of a quotation contain, word by word?

use std::ops::Range;

use crate::german::ranged_words;

/// A word of a quotation, or a mark that stands for words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum QuotationItem {
    /// A word, with the exact forms it may have in the source: at least one, two if brackets stand inside the word (`[d]er`).
    Word(Range<usize>, Vec<String>),
    /// A word in square brackets: the quoting author's own, which replaces words of the source or adds to them.
    Editorial(Range<usize>),
    /// An ellipsis.
    Gap,
}

impl QuotationItem {
    /// Bytes of the quotation; `None` for an ellipsis.
    pub(super) fn range(&self) -> Option<&Range<usize>> {
        match self {
            QuotationItem::Word(range, _) | QuotationItem::Editorial(range) => Some(range),
            QuotationItem::Gap => None,
        }
    }
}

/// Items of a quotation in order. An ellipsis at either end of it leaves nothing out.
pub(super) fn quotation_items(text: &str) -> Vec<QuotationItem> {
    let mut items: Vec<QuotationItem> = Vec::new();
    let mut bracketed = false;
    let mut end = 0;
    // The part of the previous word that is not in brackets.
    let mut outside = String::new();
    for (range, form) in ranged_words(text) {
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
            items.push(QuotationItem::Gap);
        }
        outside = if bracketed { String::new() } else { form.clone() };
        items.push(match bracketed {
            true => QuotationItem::Editorial(range),
            false => QuotationItem::Word(range, vec![form]),
        });
    }
    items
}

/// Returns true if a word stands in square brackets: `between` is what lies between it and the word before, `before` is whether
/// that one stood in brackets. A bracket that is never closed does not count.
fn in_brackets(text: &str, between: Range<usize>, before: bool) -> bool {
    let end = between.end;
    text[between].chars().fold(before, |inside, c| match c {
        '[' => text[end..].find([']', '[']).is_some_and(|at| text[end + at..].starts_with(']')),
        ']' => false,
        _ => inside,
    })
}

/// Joins a word that has brackets in its middle: its forms are the whole word, and the word without what is in the brackets.
fn joined(
    text: &str,
    last: &QuotationItem,
    was_bracketed: bool,
    next: (Range<usize>, &str, bool),
    outside: &mut String,
) -> QuotationItem {
    let (range, form, bracketed) = next;
    let (start, before) = match last {
        QuotationItem::Word(last, forms) => (last.start, forms[0].clone()),
        QuotationItem::Editorial(last) => {
            (last.start, ranged_words(&text[last.clone()]).map(|(_, form)| form).collect())
        }
        QuotationItem::Gap => {
            debug_assert!(false, "an ellipsis is followed by a word");
            (range.start, String::new())
        }
    };
    if was_bracketed && outside.is_empty() && bracketed {
        // Two words, each in brackets of its own.
        return QuotationItem::Editorial(start..range.end);
    }
    if !bracketed {
        outside.push_str(form);
    }
    QuotationItem::Word(start..range.end, vec![before + form, outside.clone()])
}

/// Returns true if something was left out between two words: `…`, `...` or `. . .`, in brackets or not.
fn has_ellipsis(between: &str) -> bool {
    between.contains('…') || between.contains("...") || between.contains(". . .")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words as `form` or `form/form`, editorial ones in brackets.
    fn shown(text: &str) -> String {
        let shown = |item: &QuotationItem| match item {
            QuotationItem::Word(_, forms) => forms.join("/"),
            QuotationItem::Editorial(range) => format!("[{}]", &text[range.clone()]),
            QuotationItem::Gap => "…".to_owned(),
        };
        quotation_items(text).iter().map(shown).collect::<Vec<_>>().join(" ")
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
