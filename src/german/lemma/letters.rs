//! Endings and vowels that change in inflection.

/// Endings of adjectives, and of participles that stand like one.
pub(super) const ADJECTIVE_ENDINGS: [&str; 5] = ["e", "en", "er", "es", "em"];

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
