//! Endings and vowels that change in inflection.

use crate::german::lexicon::LexiconNear;

/// Bytes that a form has more than the beginning it shares with its lemma, at most: `dunkl|esten`, with the letter that moves.
const MAX_ENDING_BYTES: usize = 6;
/// Bytes of the longest form that may be irregular.
const MAX_IRREGULAR_BYTES: usize = 12;

/// Returns false for a form of no word that a list has: with all that an ending or an umlaut may change taken off, no word
/// begins so. That is said of most compounds, and spares most of what would be tried for each of them. `lexicon` is seen
/// from the form.
pub(super) fn may_be_form(lexicon: &LexiconNear<'_>) -> bool {
    let form = lexicon.word();
    let end = form.floor_char_boundary(form.len().saturating_sub(MAX_ENDING_BYTES));
    let umlaut = form.rfind(['ä', 'ö', 'ü']).unwrap_or(end);
    form.len() <= MAX_IRREGULAR_BYTES || lexicon.may_begin(&form[..end.min(umlaut)])
}

/// Endings of adjectives, and of participles that stand like one.
pub(super) const ADJECTIVE_ENDINGS: [&str; 5] = ["e", "en", "er", "es", "em"];

/// Returns true if `word` may end in `ending`: their last letters are the same. That tells most endings apart.
pub(super) fn ends_alike(word: &str, ending: &str) -> bool {
    ending.as_bytes().last().is_none_or(|last| word.as_bytes().last() == Some(last))
}

/// Returns `word` without each of `endings` that it has, with that ending.
pub(super) fn stems<'a>(
    word: &'a str,
    endings: &'static [&'static str],
) -> impl Iterator<Item = (&'a str, &'static str)> {
    let alike = endings.iter().filter(|ending| ends_alike(word, ending));
    alike.filter_map(|ending| Some((word.strip_suffix(ending)?, *ending)))
}

/// Returns `word` with an umlaut in its last stem vowel: `brach` becomes `bräch`.
pub(in crate::german) fn umlaut(word: &str) -> String {
    let Some(at) = word.rfind(['a', 'o', 'u']) else { return word.to_owned() };
    // Of au it is the a.
    let at = if word[..at].ends_with('a') && word[at..].starts_with('u') { at - 1 } else { at };
    let with = match &word[at..=at] {
        "a" => "ä",
        "o" => "ö",
        _ => "ü",
    };
    format!("{}{with}{}", &word[..at], &word[at + 1..])
}

/// Returns `word` without the umlaut of its last stem vowel; `None` if it has none.
pub(in crate::german) fn without_umlaut(word: &str) -> Option<String> {
    let (at, vowel) = word.char_indices().rfind(|(_, letter)| "aeiouyäöü".contains(*letter))?;
    // In äu the second vowel follows the umlaut, in a last syllable -er, -el, -en the umlaut is before it.
    let (at, vowel) = match vowel {
        'ä' | 'ö' | 'ü' => (at, vowel),
        'u' | 'e' => word[..at].char_indices().rfind(|(_, letter)| "aeiouyäöü".contains(*letter))?,
        _ => return None,
    };
    // `Bäuer-`
    let (at, vowel) = match (vowel, word[..at].chars().next_back()) {
        ('u', Some('ä')) => (at - 'ä'.len_utf8(), 'ä'),
        _ => (at, vowel),
    };
    let plain = match vowel {
        'ä' => 'a',
        'ö' => 'o',
        'ü' => 'u',
        _ => return None,
    };
    Some(format!("{}{plain}{}", &word[..at], &word[at + vowel.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::german::lexicon::Lexicon;

    #[test]
    fn forms_that_may_have_a_lemma() {
        let lexicon = Lexicon::builtin();
        let may_be_form = |form: &str| may_be_form(&LexiconNear::new(&lexicon, form));
        for form in [
            // short, with its umlaut, comparison, ge- and -zu-, endings of a participle and of a compound that is listed
            "ging",
            "häusern",
            "dunkelsten",
            "zurückgetretenen",
            "auseinanderzusetzen",
            "zusammengebrochenes",
            "krankenhäusern",
            "bundesverfassungsgerichts",
        ] {
            assert!(may_be_form(form), "{form}");
        }
        for form in ["quarkplattenhändlern", "xylophonlagerkeller", "zwiebelturmspitzen"] {
            assert!(!may_be_form(form), "{form}");
        }
    }
}
