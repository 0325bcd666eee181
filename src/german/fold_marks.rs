//! Foreign letters as the letters of a German keyboard: `Erdoğan` as `Erdogan`, `Łódź` as `Lodz`.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::spelling::Edit;

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// Returns the edits that fold the foreign marks of an exact form. The letters of German keep theirs.
pub(super) fn mark_edits(exact: &str) -> Vec<Edit> {
    if exact.is_ascii() {
        return Vec::new();
    }
    let letters = exact.char_indices().filter(|(_, c)| !c.is_ascii());
    letters.filter_map(|(at, c)| Some((at..at + c.len_utf8(), folded(c)?))).collect()
}

/// Folds the foreign marks of an exact form. The word lists have their words so.
pub(super) fn fold_marks(form: &mut String) {
    for (range, letters) in mark_edits(form).into_iter().rev() {
        form.replace_range(range, letters);
    }
}

/// Returns the letters for a letter in lower case that is none of German; `None` if it stays. Letters of other scripts
/// stay, as their marks make another letter: `й`.
fn folded(c: char) -> Option<&'static str> {
    match c {
        'ä' | 'ö' | 'ü' => None,
        'ø' => Some("o"),
        'ł' => Some("l"),
        'đ' | 'ð' => Some("d"),
        'ı' => Some("i"),
        'æ' => Some("ae"),
        'œ' => Some("oe"),
        'þ' => Some("th"),
        'ħ' => Some("h"),
        'ŧ' => Some("t"),
        'ŋ' => Some("ng"),
        c if is_combining_mark(c) => Some(""),
        c => {
            let mut base = c;
            let mut is_first = true;
            decompose_canonical(c, |part| {
                base = if is_first { part } else { base };
                is_first = false;
            });
            match base {
                'a'..='z' => {
                    let at = base as usize - 'a' as usize;
                    Some(&LETTERS[at..=at])
                }
                _ if base == c => None,
                base if base.is_alphabetic() && (base as u32) < 0x250 => folded(base),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_letters() {
        for (c, letters) in [
            ('ř', Some("r")),
            ('ñ', Some("n")),
            ('ç', Some("c")),
            ('ǿ', Some("o")),
            ('ệ', Some("e")),
            ('\u{301}', Some("")),
            ('ü', None),
            ('й', None),
            ('ж', None),
            ('京', None),
        ] {
            assert_eq!(folded(c), letters, "{c}");
        }
        assert_eq!(mark_edits("nemčić"), [(3..5, "c"), (6..8, "c")]);
        let mut form = "größenfaçade".to_owned();
        fold_marks(&mut form);
        assert_eq!(form, "größenfacade");
    }
}
