//! Reasons why a file or a record was left out, and damage to the index.

use fundstelle::corpus::SkipReason as Reason;

use super::system::printed_io_error;
use super::{Language, foreign, reader_texts};

/// Returns why a file or a record was left out.
pub(crate) fn reason(language: Language, reason: &Reason) -> String {
    match language {
        Language::German => german(reason),
        Language::English => format!("{reason}{}", way_out(reason)),
    }
}

/// Returns what the user can do, to be put behind the English reason.
fn way_out(reason: &Reason) -> &'static str {
    match reason {
        Reason::ChangedWhileRead => "; run index again",
        Reason::TooLarge { .. } => " (--max-file-size)",
        Reason::SymbolicLink => " (--follow reads it)",
        Reason::NeedsProgram(_) => ": install it (package poppler-utils) and run index again",
        _ => "",
    }
}

fn german(reason: &Reason) -> String {
    match reason {
        Reason::Bug(what) => format!("interner Fehler: {}", foreign(Language::German, what)),
        Reason::Empty => "leer".into(),
        Reason::Binary => "Binärdatei, kein Text".into(),
        Reason::Unsupported(what) => format!("Format nicht unterstützt: {}", detail(what)),
        Reason::NotRead(what) => format!("nicht gelesen: {}", detail(what)),
        Reason::Unreadable(why) => format!("nicht lesbar: {}", printed_io_error(Language::German, why)),
        Reason::Vanished => "vor dem Lesen verschwunden".into(),
        Reason::ChangedWhileRead => "während des Lesens geändert; index noch einmal aufrufen".into(),
        Reason::TooLarge { bytes, limit } => {
            let [bytes, limit] = [bytes, limit].map(|bytes| Language::German.count(*bytes));
            format!("zu groß: {bytes} Bytes, Grenze {limit} (--max-file-size)")
        }
        Reason::Special(kind) => format!("{}, wird nicht geöffnet", special(kind)),
        Reason::SymbolicLink => "symbolischer Link (wird mit --follow gelesen)".into(),
        Reason::LinkLoop => "symbolischer Link führt im Kreis".into(),
        Reason::OutsideRoot => "symbolischer Link führt aus dem Ordner hinaus".into(),
        Reason::Damaged(why) => format!("beschädigt: {}", detail(why)),
        Reason::NeedsProgram(name) => {
            format!("braucht das Programm {name}: installieren (Paket poppler-utils) und index noch einmal aufrufen")
        }
        Reason::BadRecord(why) => format!("kein Artikel: {}", detail(why)),
    }
}

fn special(kind: &str) -> &str {
    match kind {
        "socket" => "Socket",
        "device" => "Gerät",
        kind => kind,
    }
}

/// Returns what a reader says in German, with its place: `Zeile 3: kein XML: endet in <item>`.
fn detail(why: &str) -> String {
    let place = why.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
    match place.filter(|(line, _)| line.parse::<u64>().is_ok()) {
        Some((line, rest)) => format!("Zeile {line}: {}", detail(rest)),
        None if why.starts_with('.') && !why.contains(' ') => why.to_owned(),
        None => reader_texts::german(why),
    }
}

/// Returns why a record was left out, as an index has it: in English words.
pub(crate) fn recorded_reason(language: Language, recorded: &str) -> String {
    match language {
        Language::German => parsed(recorded).map_or_else(|| detail(recorded), |reason| german(&reason)),
        Language::English => recorded.to_owned(),
    }
}

/// Reads a reason from its English words.
fn parsed(words: &str) -> Option<Reason> {
    let named =
        |kind: fn(String) -> Reason| words.strip_prefix(&kind(String::new()).to_string()).map(str::to_owned).map(kind);
    let mut numbers = words.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok());
    let too_large = numbers.next().zip(numbers.next()).map(|(bytes, limit)| Reason::TooLarge { bytes, limit });
    named(Reason::BadRecord)
        .or_else(|| named(Reason::Damaged))
        .or_else(|| named(Reason::NotRead))
        .or(too_large)
        .or(Some(Reason::Empty))
        .filter(|reason| reason.to_string() == words)
}

/// Endings of what the index says about a file of its own, and their German words. What is between them stays.
const DAMAGES: [(&str, &str); 6] = [
    ("is missing", "fehlt"),
    ("is not as it was written", "passt nicht zur Prüfsumme"),
    ("does not match its checksum", "passt nicht zur Prüfsumme"),
    ("has no checksum", "hat keine Prüfsumme"),
    ("is missing or not what was written", "fehlt oder passt nicht zur Prüfsumme"),
    ("is missing or does not match its checksum", "fehlt oder passt nicht zur Prüfsumme"),
];

/// Returns what is damaged: `meta.json is missing`, `has 5 bytes, not 6`.
pub(crate) fn damage(language: Language, what: &str) -> String {
    if language == Language::English {
        return what.to_owned();
    }
    let ending = DAMAGES.iter().filter_map(|(ending, german)| Some((what.strip_suffix(ending)?, *german)));
    let ending = ending.min_by_key(|(before, _)| before.len());
    let length = || {
        let (file, lengths) = what.split_once("has ")?;
        let (is, was) = lengths.split_once(" bytes, not ")?;
        let [is, was] = [is, was].map(|length| length.parse().ok().map(|length| language.count(length)));
        Some(format!("{file}hat {} Bytes statt {}", is?, was?))
    };
    match ending {
        Some((file, german)) => format!("{file}{german}"),
        None => length().unwrap_or_else(|| match what.strip_prefix("cannot be read: ") {
            Some(why) => format!("nicht lesbar: {}", printed_io_error(language, why)),
            None => foreign(language, what).into_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons() -> Vec<Reason> {
        vec![
            Reason::Empty,
            Reason::Binary,
            Reason::Unsupported(".xyz".into()),
            Reason::NotRead("archive (7z): unpack it first".into()),
            Reason::Unreadable("Permission denied (os error 13)".into()),
            Reason::Vanished,
            Reason::ChangedWhileRead,
            Reason::TooLarge { bytes: 33_554_433, limit: 33_554_432 },
            Reason::Special("device"),
            Reason::SymbolicLink,
            Reason::LinkLoop,
            Reason::OutsideRoot,
            Reason::Damaged("line 3: not XML: it ends inside <item>".into()),
            Reason::NeedsProgram("pdftotext"),
            Reason::BadRecord("no text".into()),
        ]
    }

    #[test]
    fn every_reason_is_german() {
        for why in reasons() {
            let (german, english) = (reason(Language::German, &why), reason(Language::English, &why));
            assert_ne!(german, english);
            super::super::errors::tests::assert_german(&german);
        }
        let front_matter = Reason::Damaged("front matter, line 1: repetition limit exceeded".into());
        assert_eq!(
            reason(Language::German, &front_matter),
            "beschädigt: Kopfdaten, Zeile 1: „repetition limit exceeded“"
        );
    }

    #[test]
    fn recorded_reasons_are_read_again() {
        let recorded = |reason: &Reason| {
            matches!(reason, Reason::Empty | Reason::TooLarge { .. } | Reason::Damaged(_) | Reason::BadRecord(_))
        };
        for why in reasons().into_iter().filter(recorded) {
            assert_eq!(recorded_reason(Language::German, &why.to_string()), german(&why));
            assert_eq!(recorded_reason(Language::English, &why.to_string()), why.to_string());
        }
        assert_eq!(
            recorded_reason(Language::German, "in words of 3 years and 4 days"),
            "„in words of 3 years and 4 days“"
        );
    }

    #[test]
    fn damages_are_german() {
        for (what, german) in [
            ("meta.json is missing", "meta.json fehlt"),
            ("is not as it was written", "passt nicht zur Prüfsumme"),
            ("a.fst is missing or not what was written", "a.fst fehlt oder passt nicht zur Prüfsumme"),
            ("a.idx has 1000 bytes, not 1001", "a.idx hat 1.000 Bytes statt 1.001"),
            ("has 1 bytes, not 2", "hat 1 Bytes statt 2"),
            ("cannot be read: x", "nicht lesbar: „x“"),
            ("EOF while parsing", "„EOF while parsing“"),
        ] {
            assert_eq!(damage(Language::German, what), german);
            assert_eq!(damage(Language::English, what), what);
        }
    }
}
