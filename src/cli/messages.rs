//! What is said to people, in German where the locale is German, else in English. JSON and `--help` are English.

use std::env;

use fundstelle::Error;
use fundstelle::corpus::{DiscoverError, Reason};
use fundstelle::query::{MAX_WIDTH, Problem, QueryError};
use fundstelle::search::MOST_COPIES;

use super::output::visible;

/// A language messages are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    German,
    English,
}

/// The language of the locale: `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set.
pub(super) fn language() -> Language {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| env::var(name).ok()).find(|value| !value.is_empty());
    if locale.is_some_and(|locale| locale.starts_with("de")) { Language::German } else { Language::English }
}

/// A noun in the singular and the plural.
pub(super) struct Noun(&'static str, &'static str);

impl Noun {
    /// `1 passage`, `2 passages`.
    pub(super) fn counted(&self, count: u64) -> String {
        format!("{count} {}", if count == 1 { self.0 } else { self.1 })
    }

    /// `passages`.
    pub(super) fn many(&self) -> &'static str {
        self.1
    }
}

/// Short texts.
pub(super) struct Texts {
    pub(super) untitled: &'static str,
    pub(super) paragraph: &'static str,
    pub(super) passage: &'static str,
    pub(super) article: &'static str,
    pub(super) articles: Noun,
    pub(super) passages: Noun,
    pub(super) files: Noun,
    pub(super) segments: Noun,
    pub(super) finishing: &'static str,
    pub(super) searched: &'static str,
    pub(super) of_forms: &'static str,
    pub(super) left_out: &'static str,
    pub(super) nothing: &'static str,
    pub(super) did_you_mean: &'static str,
    pub(super) heuristic: &'static str,
    pub(super) near_identical: &'static str,
    pub(super) or_more: &'static str,
    pub(super) asked: &'static str,
    pub(super) same: &'static str,
    pub(super) unchanged_text: &'static str,
    pub(super) more_changes: Noun,
    pub(super) no_copies: &'static str,
    pub(super) copies_left_out: &'static str,
    pub(super) not_indexed: &'static str,
    pub(super) skipped: &'static str,
    pub(super) indexed: &'static str,
    pub(super) unchanged: &'static str,
    pub(super) removed: &'static str,
    pub(super) added: &'static str,
    pub(super) replaced: &'static str,
    pub(super) recoded: &'static str,
    pub(super) dates_refused: &'static str,
    pub(super) ignored: &'static str,
    pub(super) no_articles: &'static str,
    pub(super) source: &'static str,
    pub(super) section: &'static str,
    pub(super) year: &'static str,
    pub(super) month: &'static str,
    pub(super) without: &'static str,
    pub(super) more: &'static str,
    pub(super) only_parts: &'static str,
    pub(super) per_thousand: &'static str,
    pub(super) by_step: [&'static str; 4],
    pub(super) of_all: &'static str,
    pub(super) gap: &'static str,
    pub(super) undated: &'static str,
    pub(super) language: &'static str,
}

/// The short texts of a language.
pub(super) fn texts(language: Language) -> &'static Texts {
    match language {
        Language::German => &GERMAN,
        Language::English => &ENGLISH,
    }
}

const GERMAN: Texts = Texts {
    untitled: "(ohne Titel)",
    paragraph: "Absatz",
    passage: "Passage",
    article: "Artikel",
    articles: Noun("Artikel", "Artikel"),
    passages: Noun("Passage", "Passagen"),
    files: Noun("Datei", "Dateien"),
    segments: Noun("Segment", "Segmente"),
    finishing: "Index wird geschrieben",
    searched: "Gesucht",
    of_forms: "Wortformen von",
    left_out: "weggelassen, weil zu häufig",
    nothing: "Nichts gefunden.",
    did_you_mean: "Meinten Sie",
    heuristic: "Heuristik: Anführungszeichen",
    near_identical: "fast gleiche",
    or_more: "oder mehr",
    asked: "gefragt",
    same: "gleich",
    unchanged_text: "kein Satz geändert",
    more_changes: Noun("weitere Änderung (--json zeigt alle)", "weitere Änderungen (--json zeigt alle)"),
    no_copies: "Kein anderer Artikel im Index hat diesen Text.",
    copies_left_out: "nicht gezählt, weil Kopien von gezählten",
    not_indexed: "nicht im Index wegen eines Fehlers",
    skipped: "ausgelassen",
    indexed: "indexiert",
    unchanged: "unverändert",
    removed: "entfernt",
    added: "neu",
    replaced: "ersetzt",
    recoded: "umkodiert, weil nicht UTF-8",
    dates_refused: "ohne Datum, weil es keines ist",
    ignored: "übergangen (versteckt oder .fundstelleignore)",
    no_articles: "keine Artikel gefunden in",
    source: "Quelle",
    section: "Ressort",
    year: "Jahr",
    month: "Monat",
    without: "(ohne Angabe)",
    more: "weitere",
    only_parts: "Nicht gezählt: keine Fundstelle hat mehr als einen Teil eines zusammengesetzten Wortes.",
    per_thousand: "Artikel je 1000 erschienene",
    by_step: ["nach Tagen", "nach Wochen", "nach Monaten", "nach Jahren"],
    of_all: "von",
    gap: "keine Artikel",
    undated: "ohne Datum",
    language: "de",
};

const ENGLISH: Texts = Texts {
    untitled: "(untitled)",
    paragraph: "paragraph",
    passage: "passage",
    article: "article",
    articles: Noun("article", "articles"),
    passages: Noun("passage", "passages"),
    files: Noun("file", "files"),
    segments: Noun("segment", "segments"),
    finishing: "writing the index",
    searched: "Searched",
    of_forms: "forms of",
    left_out: "left out, too common",
    nothing: "Nothing found.",
    did_you_mean: "Did you mean",
    heuristic: "heuristic: quotation marks",
    near_identical: "near-identical",
    or_more: "or more",
    asked: "asked",
    same: "the same",
    unchanged_text: "no sentence changed",
    more_changes: Noun("more change (--json shows all)", "more changes (--json shows all)"),
    no_copies: "No other article of the index has this text.",
    copies_left_out: "not counted, because copies of what is",
    not_indexed: "not in the index for a fault",
    skipped: "skipped",
    indexed: "indexed",
    unchanged: "unchanged",
    removed: "removed",
    added: "new",
    replaced: "replaced",
    recoded: "re-coded, not UTF-8",
    dates_refused: "without a date, because it is none",
    ignored: "passed over (hidden or .fundstelleignore)",
    no_articles: "no articles found in",
    source: "source",
    section: "section",
    year: "year",
    month: "month",
    without: "(none)",
    more: "more",
    only_parts: "Not counted: no hit has more than one part of a compound.",
    per_thousand: "articles per 1,000 published",
    by_step: ["by day", "by week", "by month", "by year"],
    of_all: "of",
    gap: "no articles",
    undated: "undated",
    language: "en",
};

/// `+ 4 near-identical`.
pub(super) fn near_identical(texts: &Texts, count: usize) -> String {
    let more = if count >= MOST_COPIES { format!(" {}", texts.or_more) } else { String::new() };
    format!("+ {count}{more} {}", texts.near_identical)
}

/// An error for people, safe to print. An error in a query shows its place.
pub(super) fn error(language: Language, err: &anyhow::Error) -> String {
    match err.downcast_ref::<QueryInContext>() {
        Some(QueryInContext { query, error }) => {
            let text = problem(language, &error.problem);
            if error.span.is_empty() && error.span.end == 0 {
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
pub(super) struct Failed(pub(super) String);

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
pub(super) struct QueryInContext {
    pub(super) query: String,
    pub(super) error: QueryError,
}

/// Puts the query beside an error in it.
pub(super) fn in_query(query: &str) -> impl FnOnce(Error) -> anyhow::Error + '_ {
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
pub(super) fn problem(language: Language, problem: &Problem) -> String {
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
                "`{text}` ist kein Datum: 2018, 2018-04, 2018-04-21, Januar 2018, 21.4.2018 oder ein Bereich wie 2018-01..2018-04"
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
            "`^` sagt, wie viel Wörter zählen; Quelle, Ressort und Datum schränken ein und zählen nichts".to_owned()
        }
        Problem::Capitals(operator) => format!("Operatoren sind Großbuchstaben: `{operator}`"),
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
pub(super) fn reason(language: Language, reason: &Reason) -> String {
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
    }
}
