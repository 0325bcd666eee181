//! What is said to people, in German where the locale is German, else in English. JSON and `--help` are English.

use std::env;

use fundstelle::search::MOST_COPIES;

pub(super) use errors::{Failed, error, in_query, problem, reason};

mod errors;

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
