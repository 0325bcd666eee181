//! How is an error told, in which language, and where in the query is it?

use fundstelle::Error;
use fundstelle::corpus::{DiscoverError, SkipReason as Reason};
use fundstelle::query::{MAX_WIDTH, Problem, QueryError};

use super::Language;
use crate::cli::output::visible;

/// An error for people, safe to print. An error in a query shows its place.
pub(in crate::cli) fn error(language: Language, err: &anyhow::Error) -> String {
    match err.downcast_ref::<QueryInContext>() {
        Some(QueryInContext { query, error }) => {
            let text = problem(language, &error.problem);
            if query.trim().is_empty() || error.span.is_empty() && error.span.end == 0 {
                text
            } else {
                format!("{text}\n{}", pointed(query, error))
            }
        }
        None => {
            let german_text = || {
                let known = err.downcast_ref::<Error>().map(german);
                known.or_else(|| err.downcast_ref::<Failed>().map(Failed::german))
            };
            let text = (language == Language::German).then(german_text).flatten();
            visible(&text.unwrap_or_else(|| with_causes(err))).into_owned()
        }
    }
}

/// An error and its causes, none twice: many say theirs themselves.
fn with_causes(err: &anyhow::Error) -> String {
    err.chain().map(ToString::to_string).fold(String::new(), |text, cause| match text {
        text if text.is_empty() => cause,
        text if text.ends_with(&cause) => text,
        text => format!("{text}: {cause}"),
    })
}

/// What was told of a failure inside.
#[derive(Debug, thiserror::Error)]
#[error(
    "failed inside ({0}): `fundstelle verify` says whether the index is damaged; if it is whole, this is an error in fundstelle"
)]
pub(in crate::cli) struct Failed(pub(in crate::cli) String);

impl Failed {
    fn german(&self) -> String {
        format!(
            "innerer Fehler ({}): `fundstelle verify` sagt, ob der Index beschädigt ist; ist er heil, so ist es ein Fehler in fundstelle",
            self.0
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

/// Puts the query beside an error in it.
pub(in crate::cli) fn in_query(query: &str) -> impl FnOnce(Error) -> anyhow::Error + '_ {
    move |err| match err {
        Error::Query(error) => QueryInContext { query: query.to_owned(), error }.into(),
        err => err.into(),
    }
}

/// Columns shown around the place of an error in a long query.
const AROUND: usize = 30;

/// The query, and under it a caret at the place.
fn pointed(query: &str, error: &QueryError) -> String {
    let start = query.get(..error.span.start).map_or(0, |before| before.chars().count());
    let length = query.get(error.span.clone()).map_or(0, |part| part.chars().count()).clamp(1, AROUND);
    let from = start.saturating_sub(AROUND);
    let shown: String = query.chars().skip(from).take(start - from + length + AROUND).collect();
    // Wide characters in front would push the caret off its place; what is visible of them is what counts.
    let width =
        textwrap::core::display_width(&visible(&query.chars().skip(from).take(start - from).collect::<String>()));
    format!("  {}\n  {}{}", visible(&shown), " ".repeat(width), "^".repeat(length))
}

fn german(err: &Error) -> String {
    let rebuild = "Neu aufbauen mit: fundstelle index --rebuild ORDNER";
    match err {
        Error::Discover(DiscoverError::Missing { path }) => {
            format!("{}: weder Datei noch Ordner dieses Namens", path.display())
        }
        Error::NoIndex(dir) => format!("kein Index in {}: erst `fundstelle index ORDNER` aufrufen", dir.display()),
        Error::NotAnIndex(dir) => {
            format!(
                "in {} liegen andere Dateien und kein Index: mit --index einen leeren oder neuen Ordner wählen",
                dir.display()
            )
        }
        Error::Format { dir, found, expected } => {
            format!(
                "der Index in {} hat Format {found}, dieses Programm liest Format {expected}. {rebuild}",
                dir.display()
            )
        }
        Error::Analyzer { dir, found, expected } => {
            format!(
                "der Index in {} entstand mit dem Analysator `{found}`, dieses Programm hat `{expected}`. {rebuild}",
                dir.display()
            )
        }
        Error::Locked(dir) => {
            format!("ein anderer Prozess schreibt gerade in den Index in {}: warten, bis er fertig ist", dir.display())
        }
        Error::Overtaken(dir) => {
            format!(
                "ein anderer Prozess hat inzwischen in den Index in {} geschrieben: noch einmal starten",
                dir.display()
            )
        }
        Error::Damaged { dir, what } => format!("der Index in {} ist beschädigt ({what}). {rebuild}", dir.display()),
        Error::Unwritten(source) => {
            format!(
                "{source}. Der Index ist, wie er beim letzten Commit war; ist die Ursache behoben, den Befehl wiederholen"
            )
        }
        Error::Tantivy(source) => {
            format!("der Index hat versagt: {source}. `fundstelle verify` sagt, ob er beschädigt ist")
        }
        Error::Query(error) => problem(Language::German, &error.problem),
        Error::TooSlow => {
            "die Anfrage wurde nicht rechtzeitig fertig: enger fassen, oder mehr Zeit geben mit --timeout SEKUNDEN"
                .to_owned()
        }
        Error::NoSuchWatch(name) => {
            format!("unter dem Namen `{name}` ist keine Suche gemerkt: `fundstelle watch list` zeigt, welche es gibt")
        }
        Error::WatchTaken(name) => format!(
            "unter dem Namen `{name}` ist schon eine Suche gemerkt: anders nennen, oder sie mit `fundstelle watch remove` entfernen"
        ),
        Error::WatchName(name) => format!(
            "`{name}` ist kein Name für eine Suche: bis zu 100 Zeichen, nicht nur Leerzeichen, keine Steuerzeichen"
        ),
        Error::DamagedWatches(path) => format!(
            "{} ist nicht, wie sie geschrieben wurde: die Datei löschen und die Suchen neu anlegen",
            path.display()
        ),
        Error::NoSuchId(id) => format!("nichts im Index hat die Kennung `{id}`"),
        Error::Line { path, line, what } => format!("{}:{line}: {what}", path.display()),
        Error::Io { path, source } => format!("{}: {source}", path.display()),
        other => other.to_string(),
    }
}

/// What is wrong with a query.
pub(in crate::cli) fn problem(language: Language, problem: &Problem) -> String {
    if language == Language::English {
        return problem.to_string();
    }
    match problem {
        Problem::Empty => "die Anfrage ist leer: mindestens ein Wort angeben".to_owned(),
        Problem::OnlyNegative => {
            "die Anfrage sagt nur, was nicht vorkommen soll: ein Wort ergänzen, das gesucht wird".to_owned()
        }
        Problem::NoWord => "kein Wort zum Suchen: Buchstaben oder Ziffern werden gebraucht".to_owned(),
        Problem::OpenBracket => {
            "diese Klammer ist nicht geschlossen: `)` ergänzen oder in Anführungszeichen setzen".to_owned()
        }
        Problem::CloseBracket => "diese Klammer wurde nicht geöffnet: entfernen oder `(` davor ergänzen".to_owned(),
        Problem::EmptyBrackets => "nichts zwischen den Klammern: entfernen oder füllen".to_owned(),
        Problem::OpenQuote => {
            "diese Anführungszeichen sind nicht geschlossen: `\"` am Ende der Wortfolge ergänzen".to_owned()
        }
        Problem::Operand(operator) => {
            format!("{operator} braucht auf jeder Seite ein Wort; in Anführungszeichen ist es selbst eines")
        }
        Problem::FieldValue(field) => format!("nach `{field}:` fehlt der Wert, ohne Leerzeichen anzuschließen"),
        Problem::UnknownField(field) => {
            format!(
                "das Feld `{field}` gibt es nicht, nur title, source, section, date und zitat; einen Doppelpunkt sucht man in Anführungszeichen"
            )
        }
        Problem::Date(text) => {
            format!(
                "`{text}` ist kein Datum: 2018, 2018-04, 2018-04-21, Januar 2018, 21.4.2018 oder ein Bereich wie 2018-01..2018-04, das Frühere zuerst"
            )
        }
        Problem::Wildcard => {
            "neben `*` stehen nur Buchstaben und Ziffern, wie in `Spion*`, `*schutz*`, `Bundes*minister`".to_owned()
        }
        Problem::ShortPattern => {
            "neben `*` stehen mindestens drei Buchstaben hintereinander, wie in `Spi*` oder `*schutz*`".to_owned()
        }
        Problem::Fuzzy => {
            "`~1` oder `~2` steht hinter einem einzelnen Wort, wie in `Kasperski~1`: so viele Buchstaben dürfen abweichen"
                .to_owned()
        }
        Problem::ShortFuzzy => "vor `~` stehen mindestens drei Buchstaben, wie in `Kasperski~1`".to_owned(),
        Problem::Slop => {
            "`~` steht hinter einem einzelnen Wort; Wörter nah beieinander: `offener NAHE/5 Brief`".to_owned()
        }
        Problem::Width => {
            format!("höchstens so viele Wörter auseinander, von 1 bis {MAX_WIDTH}: `Bahn NAHE/5 Streik`, in dieser Folge `VOR/5`")
        }
        Problem::NoPlaces => {
            "neben NAHE und VOR stehen Wörter, Wortfolgen, Muster und Alternativen davon, kein UND, NICHT oder Feld".to_owned()
        }
        Problem::Weightless => {
            "`^` sagt, wie viel Wörter zählen; Quelle, Ressort, Datum und was fehlen muss zählen nichts".to_owned()
        }
        Problem::Capitals(operator) => format!("Operatoren sind Großbuchstaben: `{operator}`"),
        Problem::Glued(sign) => {
            format!("`{sign}` braucht auf jeder Seite ein Leerzeichen; in Anführungszeichen ist es ein gewöhnliches Zeichen")
        }
        Problem::Boost => {
            "hinter `^` steht eine Zahl bis 100, wie in `Streik^2` oder `Streik^0,5`".to_owned()
        }
        Problem::NotInOr => "NICHT neben ODER träfe fast alles: `a NICHT b` schreiben oder Klammern setzen".to_owned(),
        Problem::InField(field) => format!("nach `{field}:` kann ein Wort, eine Wortfolge oder ein Muster stehen"),
        Problem::TooDeep(limit) => format!("Klammern tiefer als {limit} verschachtelt: die Anfrage vereinfachen"),
        Problem::TooMany(limit) => format!("mehr als {limit} Wörter und Operatoren: die Anfrage kürzen"),
        Problem::TooLong(limit) => format!("länger als {limit} Bytes: die Anfrage kürzen"),
    }
}

/// Why a file was left out.
pub(in crate::cli) fn reason(language: Language, reason: &Reason) -> String {
    if language == Language::English {
        return reason.to_string();
    }
    match reason {
        Reason::Empty => "leer".to_owned(),
        Reason::Binary => "binär, kein Text".to_owned(),
        Reason::Unsupported(what) => format!("Format nicht unterstützt: {what}"),
        Reason::Unreadable(why) => format!("nicht lesbar: {why}"),
        Reason::Vanished => "verschwunden, bevor gelesen wurde".to_owned(),
        Reason::ChangedWhileRead => "beim Lesen geändert; index noch einmal aufrufen".to_owned(),
        Reason::TooLarge { bytes, limit } => format!("zu groß: {bytes} Bytes, Grenze {limit} (--max-file-size)"),
        Reason::Special(kind) => format!("{kind}, wird nicht geöffnet"),
        Reason::SymbolicLink => "symbolischer Link (--follow liest ihn)".to_owned(),
        Reason::LinkLoop => "symbolischer Link im Kreis".to_owned(),
        Reason::OutsideRoot => "symbolischer Link aus dem Ordner hinaus".to_owned(),
        Reason::Damaged(why) => format!("beschädigt: {why}"),
        Reason::NeedsProgram(name) => {
            format!(
                "braucht das Programm {name}: installieren (Poppler; Paket poppler-utils) und index noch einmal aufrufen"
            )
        }
        Reason::BadRecord(why) => format!("kein Artikel: {why}"),
        Reason::Bug(what) => format!("innerer Fehler: {what}"),
    }
}
