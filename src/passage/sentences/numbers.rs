//! Numbers before a full stop: an ordinal inside a sentence, or a number at its end?

use super::next_word::NextWord;
use super::starters::is_starter;

/// Words before an ordinal (`am 3. Tag`), besides the forms of possessive pronouns.
const BEFORE_ORDINAL: [&str; 47] = [
    "der", "die", "das", "dem", "den", "des", "am", "im", "zum", "zur", "vom", "beim", "ins", "ans", "aufs", "ein",
    "eine", "einem", "einen", "einer", "eines", "kein", "keine", "keinen", "dieser", "diese", "dieses", "diesem",
    "diesen", "jener", "jede", "jeder", "jedes", "jedem", "jeden", "welche", "welcher", "ihr", "sein", "mein", "dein",
    "unser", "euer", "fürs", "übers", "dessen", "deren",
];

/// Beginnings of possessive pronouns, which follow with an ending before an ordinal (`ihrem 3. Buch`).
const POSSESSIVES: [&str; 6] = ["ihr", "sein", "mein", "dein", "unser", "eur"];

/// Months and days of the week.
const CALENDAR: [&str; 22] = [
    "Januar",
    "Jänner",
    "Februar",
    "Feber",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonnabend",
    "Sonntag",
];

/// Short forms of months, and of sports clubs after `1.`
const SHORT_NAMES: [&str; 26] = [
    "Jan", "Feb", "Febr", "Mrz", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Okt", "Nov", "Dez", "FC", "SC", "SV",
    "FSV", "FFC", "BC", "HC", "TSV", "VfL", "FCK", "EC", "ERC", "BFC",
];

/// Nouns that stand after an ordinal without an article (`in 2. Lesung`, `aus 1. Hand`), in lower case. Those of five
/// letters and more are known in compounds too.
const ORDINAL_NOUNS: [&str; 45] = [
    "advent",
    "akt",
    "auflage",
    "bezirk",
    "etage",
    "etappe",
    "geburtstag",
    "generation",
    "grad",
    "grades",
    "halbjahr",
    "halbzeit",
    "hand",
    "instanz",
    "jahrestag",
    "jahrgang",
    "jahrhundert",
    "jahrhunderts",
    "jahrtausend",
    "kammer",
    "kapitel",
    "klasse",
    "lesung",
    "liga",
    "mannschaft",
    "minute",
    "ordnung",
    "platz",
    "quartal",
    "rang",
    "runde",
    "satz",
    "semester",
    "senat",
    "spieltag",
    "sitzung",
    "staffel",
    "stock",
    "strophe",
    "stufe",
    "tag",
    "vorsitzende",
    "vorsitzender",
    "wahlgang",
    "wahlperiode",
];

/// Returns true if a sentence ends with the full stop behind `before`, whose last word is a number; `None` if that is
/// none.
pub(super) fn ends_after_number(before: &str, next: &NextWord<'_>) -> Option<bool> {
    let mut words = before.rsplit(char::is_whitespace).filter(|word| !word.is_empty());
    let last = words.next()?;
    if is_roman(last) {
        // a bracket explains the ruler (`Otto II. (955–983)`)
        let ordinal = words.next().is_none_or(is_before_ordinal) && !is_starter(next.word);
        return Some(!ordinal && !next.bracket);
    }
    let number = number_of(last)?;
    let (previous, earlier) = (words.next(), words.next());
    let Some(previous) = previous else { return Some(false) };
    if next.is_number() {
        return Some(!continues_date(number, previous, next.word, next.follows));
    }
    if CALENDAR.contains(&next.word) || SHORT_NAMES.contains(&next.word) {
        return Some(false);
    }
    if is_starter(next.word) {
        // the first point of a list, or a full sentence
        return Some(!(previous.ends_with(':') && number == "1"));
    }
    let is_date = number.contains('.');
    if is_date {
        // a heading (`Am 3. 5. Treffen der Gilde`), or a full sentence
        return Some(earlier.is_some());
    }
    let listed = previous.ends_with([',', ';', ':']) || matches!(previous, "–" | "-" | "•");
    let among_numbers = previous.trim_end_matches([',', ';']).ends_with(|c: char| c.is_ascii_digit());
    let joins = matches!(previous, "und" | "oder" | "bis" | "sowie" | "bzw." | "–" | "/")
        && earlier.is_some_and(|word| word.ends_with('.') && number_of(&word[..word.len() - 1]).is_some());
    // `als 2. Vorsitzender`, but `älter als 16.`
    let as_rank = previous == "als" && !earlier.is_some_and(|word| word.ends_with("er") || word == "mehr");
    // `die erst 3. Frau`
    let qualified = is_qualifier(previous) && earlier.is_some_and(is_before_ordinal);
    let ordinal = as_rank || qualified || is_before_ordinal(previous) || is_ordinal_noun(next.word);
    Some(!(listed && !among_numbers || joins || ordinal))
}

/// Returns the digits of a number, with the full stops between them (`24.12`, `15./16`); `None` for what is no ordinal
/// or date.
fn number_of(word: &str) -> Option<&str> {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let number = word.rsplit_once("./").map_or(word, |(_, last)| last);
    let digits = |piece: &str| !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_digit());
    number.split('.').all(digits).then_some(number)
}

/// Returns true for a Roman number of several letters.
fn is_roman(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'))
}

/// Returns true if `next` continues a date (`9. 11. 1989`) or a row of ordinals (`15. 16. und 17. Mai`).
fn continues_date(number: &str, previous: &str, next: &str, follows: Option<char>) -> bool {
    let day = |digits: &str| digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let is_year = next.len() == 4 && follows != Some(':');
    let after_day = previous.strip_suffix('.').is_some_and(|word| number_of(word).is_some());
    match number.rsplit_once('.') {
        Some((_, month)) => day(month) && is_year,
        None => day(number) && (day(next) && follows == Some('.') || after_day && is_year),
    }
}

/// Returns true for a word that stands before an ordinal.
pub(super) fn is_before_ordinal(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() || word.len() > 10 {
        return false;
    }
    let lower = word.to_lowercase();
    let possessive =
        |stem: &str| lower.strip_prefix(stem).is_some_and(|ending| matches!(ending, "e" | "em" | "en" | "er" | "es"));
    BEFORE_ORDINAL.contains(&lower.as_str()) || POSSESSIVES.iter().any(|stem| possessive(stem))
}

/// Returns true for a word between an article and an ordinal: an adjective, or one of a few adverbs.
fn is_qualifier(word: &str) -> bool {
    let adjective = word.starts_with(char::is_lowercase)
        && word.len() > 4
        && ["e", "en", "er", "em", "es"].iter().any(|ending| word.ends_with(ending));
    adjective || matches!(word, "bereits" | "erst" | "insgesamt" | "inzwischen" | "mittlerweile" | "schon")
}

/// Returns true for a noun that often follows an ordinal, or a compound of one.
fn is_ordinal_noun(word: &str) -> bool {
    let lower = word.to_lowercase();
    ORDINAL_NOUNS.iter().any(|noun| if noun.len() < 5 { lower == *noun } else { lower.ends_with(noun) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_dates_and_ends() {
        for (before, rest, expected) in [
            ("Sie kam am 7", " Juli wieder", Some(false)),
            ("Treffen: 7", " Juli", Some(false)),
            ("in ihrem 4", " Roman", Some(false)),
            ("der erst 4", " Roman", Some(false)),
            ("als 2", " Sieger", Some(false)),
            ("älter als 20", " Bewerber", Some(true)),
            ("in 3", " Instanz", Some(false)),
            ("der 2. und 3", " Rang", Some(false)),
            ("Aufgaben: 1", " Kochen", Some(false)),
            ("Aufgaben: 1", " Die Küche", Some(false)),
            ("Kochen, 2", " Backen", Some(false)),
            ("Zahlen 4, 6, 9", " Gewinner", Some(true)),
            ("vom 24", " 12. 2011", Some(false)),
            ("vom 24. 12", " 2011", Some(false)),
            ("vom 24.12", " 2011", Some(false)),
            ("vom 24", " 2011 Leute", Some(true)),
            ("Es war am 6.6", " Schüler", Some(true)),
            ("Am 6.6", " Treffen", Some(false)),
            ("auf Rang 6", " Es", Some(true)),
            ("auf Rang 6", " Trainer", Some(true)),
            ("die 6", " Sie", Some(true)),
            ("6", " Sie", Some(false)),
            ("Kaiser Otto III", " Kaufleute", Some(true)),
            ("Kaiser Otto III", " (980–1002)", Some(false)),
            ("des III", " Korps", Some(false)),
            ("mit 2,5", " Sie", None),
            ("um 3:1", " Sie", None),
            ("mit U2", " Sie", None),
        ] {
            let next = NextWord::find(rest).map(|next| ends_after_number(before, &next));
            assert_eq!(next, Some(expected), "{before}.{rest}");
        }
    }
}
