//! Errors with their way out, and their place in the query.

use std::error::Error as StdError;
use std::io;

use fundstelle::corpus::DiscoverError;
use fundstelle::query::QueryError;
use fundstelle::{AnalysisConflict, Error};

use super::reasons::damage;
use super::system::io_error;
use super::{Language, Message, foreign, message, problem, texts};
use crate::wire::visible;

/// Returns an error for people, with the way out, safe to print. An error in a query shows its place.
pub(crate) fn error(language: Language, err: &anyhow::Error) -> String {
    let Some(QueryInContext { query, error }) = err.downcast_ref::<QueryInContext>() else {
        return visible(&with_causes(language, err)).into_owned();
    };
    let text = problem(language, &error.problem);
    if query.trim().is_empty() || error.span.is_empty() && error.span.end == 0 {
        text
    } else {
        format!("{text}\n{}", pointed(query, error))
    }
}

/// Joins an error and its causes, none twice: many say theirs themselves.
fn with_causes(language: Language, err: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in err.chain() {
        let text = cause_text(language, cause);
        if told.is_empty() {
            told = text;
        } else if !told.ends_with(&text) {
            told = format!("{told}: {text}");
        }
        // An error of the library says its causes itself, before the way out.
        if cause.is::<Error>() {
            break;
        }
    }
    told
}

fn cause_text(language: Language, cause: &(dyn StdError + 'static)) -> String {
    if let Some(err) = cause.downcast_ref::<Error>() {
        let condition = condition(language, err);
        way_out(err).map_or_else(|| condition.clone(), |way| format!("{condition}: {}", way.to(language)))
    } else if let Some(failed) = cause.downcast_ref::<Failed>() {
        failed.told(language)
    } else if let Some(err) = cause.downcast_ref::<io::Error>() {
        io_error(language, err)
    } else if cause.is::<csv::Error>() || cause.is::<serde_json::Error>() {
        foreign(language, &cause.to_string()).into_owned()
    } else {
        // One of our own, which is in the language already.
        cause.to_string()
    }
}

/// A panic, as it was reported.
#[derive(Debug, thiserror::Error)]
#[error("panic: {0}")]
pub(crate) struct Failed(pub(crate) String);

impl Failed {
    fn told(&self, language: Language) -> String {
        let panic = foreign(language, &self.0);
        sentence!(
            language,
            "interner Fehler ({panic}): `fundstelle verify` aufrufen; ist der Index unversehrt, liegt der Fehler in Fundstelle",
            "internal error ({panic}): run `fundstelle verify`; if the index is intact, please report this as a bug"
        )
    }
}

/// An error in a query, with the query.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
struct QueryInContext {
    query: String,
    error: QueryError,
}

/// Puts the query beside an error in it; for `map_err`.
pub(crate) fn in_query(query: &str) -> impl FnOnce(Error) -> anyhow::Error + '_ {
    move |err| match err {
        Error::Query(error) => QueryInContext { query: query.to_owned(), error }.into(),
        err => err.into(),
    }
}

/// Columns shown on each side of an error in a long query.
const CONTEXT_COLUMNS: usize = 30;

/// Shows the query, and under it carets at the error.
fn pointed(query: &str, error: &QueryError) -> String {
    let start = query.get(..error.span.start).map_or(0, |before| before.chars().count());
    let length = query.get(error.span.clone()).map_or(0, |part| part.chars().count()).clamp(1, CONTEXT_COLUMNS);
    let from = start.saturating_sub(CONTEXT_COLUMNS);
    let shown: String = query.chars().skip(from).take(start - from + length + CONTEXT_COLUMNS).collect();
    // Wide characters in front would push the caret off its place; what is visible of them is what counts.
    let width =
        textwrap::core::display_width(&visible(&query.chars().skip(from).take(start - from).collect::<String>()));
    format!("  {}\n  {}{}", visible(&shown), " ".repeat(width), "^".repeat(length))
}

/// Returns the condition alone.
fn condition(language: Language, err: &Error) -> String {
    match language {
        Language::German => german(err),
        Language::English => err.to_string(),
    }
}

fn german(err: &Error) -> String {
    let german = Language::German;
    match err {
        Error::Discover(DiscoverError::Missing { path }) => {
            format!("{}: weder Datei noch Ordner dieses Namens", path.display())
        }
        Error::Discover(DiscoverError::Root { path, source }) | Error::Io { path, source } => {
            format!("{}: {}", path.display(), io_error(german, source))
        }
        Error::Shrunk { folder, before, now } => format!(
            "{} hat jetzt {}, im Index: {}",
            folder.display(),
            texts::FILES.counted(german, *now),
            texts::FILES.counted(german, *before)
        ),
        Error::Gone(path) => format!("{} gibt es nicht mehr, im Index sind noch Dateien davon", path.display()),
        Error::NotIndexed(path) => format!("im Index liegt nichts unter {}", path.display()),
        Error::NoIndex(dir) => format!("kein Index in {}", dir.display()),
        Error::NotAnIndex(dir) => format!("in {} liegen andere Dateien, aber kein Index", dir.display()),
        Error::Format { dir, found, expected } => {
            format!(
                "der Index in {} hat Format {}, dieses Programm liest Format {expected}",
                dir.display(),
                format(found)
            )
        }
        Error::Analyzer { dir, found, expected } => format!(
            "der Index in {} wurde mit dem Analysator „{found}“ erstellt, dieses Programm hat „{expected}“",
            dir.display()
        ),
        Error::OtherAnalysis { dir, conflict } => match conflict {
            AnalysisConflict::Compounds => format!("der Index in {} zerlegt zusammengesetzte Wörter", dir.display()),
            AnalysisConflict::Exceptions => {
                format!("der Index in {} wurde mit einer anderen Ausnahmeliste erstellt", dir.display())
            }
        },
        Error::Exceptions { line, what } => format!("Zeile {line} der Ausnahmeliste: {}", exception(what)),
        Error::Locked(dir) => format!("ein anderer Prozess schreibt gerade in den Index in {}", dir.display()),
        Error::Overtaken(dir) => {
            format!("ein anderer Prozess hat inzwischen in den Index in {} geschrieben", dir.display())
        }
        Error::Damaged { dir, what } => {
            format!("der Index in {} ist beschädigt ({})", dir.display(), damage(german, what))
        }
        Error::Query(error) => problem(german, &error.problem),
        Error::NoSuchId(id) => format!("eine Kennung „{id}“ gibt es im Index nicht"),
        Error::NoSuchWatch(name) => format!("eine gespeicherte Suche „{name}“ gibt es nicht"),
        Error::WatchTaken(name) => format!("eine gespeicherte Suche „{name}“ gibt es schon"),
        Error::WatchName(name) => {
            format!("„{name}“ taugt nicht als Name einer Suche: 1 bis 100 druckbare Zeichen, nicht nur Leerzeichen")
        }
        Error::DamagedWatches(path) => format!("{} passt nicht zur Prüfsumme", path.display()),
        Error::TooSlow => "die Anfrage hat zu lange gedauert".into(),
        Error::Line { path, line, what } => format!("{}:{line}: ungültig, {}", path.display(), foreign(german, what)),
        Error::Unwritten(source) => {
            format!("{}; der Index ist auf dem Stand des letzten Commits", io_error(german, source))
        }
        Error::Backend(source) => {
            format!("Fehler beim Zugriff auf den Index ({})", foreign(german, &source.to_string()))
        }
        Error::Bug { what } => format!("interner Fehler ({})", foreign(german, what)),
    }
}

/// Returns a format's name in German: `7`, `7 with other fields`, `of another program`.
fn format(found: &str) -> String {
    found.replace("with other fields", "mit anderen Feldern").replace("of another program", "eines anderen Programms")
}

/// Returns what is wrong with a line of the list of exceptions.
fn exception(what: &str) -> String {
    let faults = [
        ("write one word a line, with | where it is cut", "ein Wort je Zeile schreiben, mit | an der Trennstelle"),
        ("an earlier line cuts it otherwise; leave one of them", "eine frühere Zeile trennt es anders; eine streichen"),
    ];
    let known = faults.iter().find_map(|(english, german)| Some(format!("{}{german}", what.strip_suffix(english)?)));
    known.unwrap_or_else(|| foreign(Language::German, what).into_owned())
}

/// Returns what to do about an error, where there is something.
fn way_out(err: &Error) -> Option<Message> {
    let rebuild = message(
        "neu aufbauen mit `fundstelle index --rebuild ORDNER`",
        "rebuild it with `fundstelle index --rebuild FOLDER`",
    );
    Some(match err {
        Error::NoIndex(_) => {
            message("zuerst `fundstelle index ORDNER` aufrufen", "run `fundstelle index FOLDER` first")
        }
        Error::NotAnIndex(_) => {
            message("mit --index einen leeren oder neuen Ordner wählen", "choose an empty or new folder with --index")
        }
        Error::Format { .. } | Error::Analyzer { .. } | Error::Damaged { .. } => rebuild,
        Error::OtherAnalysis { conflict: AnalysisConflict::Compounds, .. } => message(
            "um ihn mit --no-compounds neu aufzubauen, zusätzlich --rebuild angeben",
            "add --rebuild to build it with --no-compounds",
        ),
        Error::OtherAnalysis { conflict: AnalysisConflict::Exceptions, .. } => message(
            "um ihn mit dieser Liste neu aufzubauen, zusätzlich --rebuild angeben",
            "add --rebuild to build it with these --exceptions",
        ),
        Error::Shrunk { .. } => message(
            "ist der Datenträger eingehängt? Sind die Dateien wirklich fort: `fundstelle index --yes ORDNER`",
            "is its disk mounted? If the files are really gone: `fundstelle index --yes FOLDER`",
        ),
        Error::Gone(_) => message(
            "ist der Datenträger eingehängt? `fundstelle index --forget PFAD` nimmt sie aus dem Index",
            "is its disk mounted? `fundstelle index --forget PATH` removes them from the index",
        ),
        Error::NotIndexed(_) => {
            message("`fundstelle stats` zeigt, was indexiert ist", "`fundstelle stats` shows what is indexed")
        }
        Error::Locked(_) => message("warten, bis er fertig ist", "wait until it ends"),
        Error::Overtaken(_) => message("den Befehl wiederholen", "run the command again"),
        Error::NoSuchWatch(_) => message("`fundstelle watch list` zeigt alle", "`fundstelle watch list` shows all"),
        Error::WatchTaken(_) => message(
            "anders nennen oder zuerst mit `fundstelle watch remove` entfernen",
            "choose another name, or remove it with `fundstelle watch remove` first",
        ),
        Error::DamagedWatches(_) => {
            message("die Datei löschen und die Suchen neu anlegen", "delete it and add the searches again")
        }
        Error::TooSlow => message(
            "enger fassen oder mit --timeout SEKUNDEN mehr Zeit geben",
            "narrow the query, or allow more time with --timeout SECONDS",
        ),
        Error::Unwritten(_) => {
            message("die Ursache beheben und den Befehl wiederholen", "remove the cause and run the command again")
        }
        Error::Backend(_) => message(
            "`fundstelle verify` zeigt, ob er beschädigt ist",
            "`fundstelle verify` tells whether it is damaged",
        ),
        Error::Bug { .. } => message("bitte als Fehler in Fundstelle melden", "please report this as a bug"),
        Error::Discover(_)
        | Error::Exceptions { .. }
        | Error::Query(_)
        | Error::NoSuchId(_)
        | Error::WatchName(_)
        | Error::Line { .. }
        | Error::Io { .. } => return None,
    })
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use fundstelle::german::compounds::Exceptions;
    use fundstelle::query::parse;

    use super::*;

    /// English words that no German text has outside of quotation marks and of what is typed.
    const ENGLISH_WORDS: [&str; 29] = [
        "the", "is", "not", "of", "with", "has", "had", "no", "and", "to", "it", "its", "another", "this", "be",
        "cannot", "missing", "run", "add", "file", "line", "query", "failed", "for", "or", "that", "which", "read",
        "too",
    ];

    /// Returns the words of a text outside `typed` and „quoted“ parts, without paths.
    fn own_words(text: &str) -> Vec<String> {
        let mut kept = String::new();
        let mut closing = None;
        for c in text.chars() {
            match (closing, c) {
                (None, '`') => closing = Some('`'),
                (None, '„') => closing = Some('“'),
                (None, c) => kept.push(c),
                (Some(end), c) if c == end => closing = None,
                (Some(_), _) => {}
            }
        }
        let words = kept.split_whitespace().filter(|word| !word.contains('/') && !word.starts_with('-'));
        words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()).collect()
    }

    pub(in crate::messages) fn assert_german(text: &str) {
        let left: Vec<String> =
            own_words(text).into_iter().filter(|word| ENGLISH_WORDS.contains(&word.as_str())).collect();
        assert!(left.is_empty(), "{left:?} in: {text}");
        assert!(!text.is_empty());
    }

    /// One of each error.
    fn errors() -> Vec<Error> {
        let (dir, io) = (|| "/index".into(), || io::Error::from(io::ErrorKind::PermissionDenied));
        vec![
            Error::Discover(DiscoverError::Missing { path: dir() }),
            Error::Discover(DiscoverError::Root { path: dir(), source: io() }),
            Error::NoIndex(dir()),
            Error::NotAnIndex(dir()),
            Error::Format { dir: dir(), found: "7 with other fields".into(), expected: 8 },
            Error::Format { dir: dir(), found: "of another program".into(), expected: 8 },
            Error::Analyzer { dir: dir(), found: "german 0".into(), expected: "german 1".into() },
            Error::OtherAnalysis { dir: dir(), conflict: AnalysisConflict::Compounds },
            Error::OtherAnalysis { dir: dir(), conflict: AnalysisConflict::Exceptions },
            Error::Exceptions { line: 2, what: "`a b`: something new".into() },
            Error::Locked(dir()),
            Error::Overtaken(dir()),
            Error::Damaged { dir: dir(), what: "meta.json is missing".into() },
            Error::Query(parse("").unwrap_err()),
            Error::NoSuchId("a#1".into()),
            Error::NoSuchWatch("Bahn".into()),
            Error::WatchTaken("Bahn".into()),
            Error::WatchName(" ".into()),
            Error::DamagedWatches(dir()),
            Error::TooSlow,
            Error::Line { path: dir(), line: 3, what: "the grade is no number".into() },
            Error::Io { path: dir(), source: io() },
            Error::Unwritten(Arc::new(io::ErrorKind::StorageFull.into())),
            Error::Backend("the lock is gone".into()),
            Error::Bug { what: "a list is not sorted".into() },
        ]
    }

    #[test]
    fn every_error_is_told_in_both_languages() {
        for err in errors() {
            let err = anyhow::Error::from(err);
            let (german, english) = (error(Language::German, &err), error(Language::English, &err));
            assert_ne!(german, english);
            assert_german(&german);
            assert!(!english.contains(['„', 'ü', 'ä', 'ö', 'ß']), "{english}");
        }
        let failed = anyhow::Error::from(Failed("panicked at the disk".into()));
        assert_german(&error(Language::German, &failed));
        assert!(error(Language::English, &failed).starts_with("internal error (panicked at the disk): run"));
    }

    #[test]
    fn bad_exceptions_are_told_in_german() {
        for list in ["zwei Wörter", "Staub|ecken\nStau|becken"] {
            let (line, what) = Exceptions::parse(list).unwrap_err();
            let german = german(&Error::Exceptions { line, what });
            assert!(german.contains('`') && !german.contains('„'), "{german}");
        }
    }

    #[test]
    fn causes_are_told_once_and_in_the_language() {
        let io = || io::Error::from_raw_os_error(2);
        let err = anyhow::Error::from(io()).context("a.txt");
        assert_eq!(error(Language::German, &err), "a.txt: Datei oder Ordner nicht gefunden");
        assert_eq!(error(Language::English, &err), format!("a.txt: {}", io()));
        let err = anyhow::Error::from(Error::Io { path: "a.txt".into(), source: io() });
        assert_eq!(error(Language::German, &err), "a.txt: Datei oder Ordner nicht gefunden");
        assert_eq!(error(Language::English, &err), format!("a.txt: {}", io()));
        let err = anyhow::Error::from(Error::Backend("no lock".into()));
        assert_eq!(
            error(Language::English, &err),
            "the index backend failed: no lock: `fundstelle verify` tells whether it is damaged"
        );
    }
}
