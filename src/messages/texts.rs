//! Table of the fixed texts: `NAME: "German" | "English"`.

use super::{Message, Noun, message};

macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident: $german:literal | $english:literal;)*) => {
        $($(#[$meta])* pub(crate) const $name: Message = message($german, $english);)*
        #[cfg(test)]
        const TEXTS: &[Message] = &[$($(#[$meta])* $name),*];
    };
}

macro_rules! nouns {
    ($($name:ident: $ein:literal, $viele:literal | $one:literal, $many:literal;)*) => {
        $(pub(crate) const $name: Noun = Noun { one: message($ein, $one), many: message($viele, $many) };)*
        #[cfg(test)]
        const NOUNS: &[Noun] = &[$($name),*];
    };
}

nouns! {
    ARTICLES: "Artikel", "Artikel" | "article", "articles";
    PASSAGES: "Passage", "Passagen" | "passage", "passages";
    MATCHES: "Stelle", "Stellen" | "passage", "passages";
    FURTHER: "weitere Stelle", "weitere Stellen" | "more passage", "more passages";
    FILES: "Datei", "Dateien" | "file", "files";
    SEGMENTS: "Segment", "Segmente" | "segment", "segments";
    NEAR_IDENTICAL: "nahezu gleiche Fassung", "nahezu gleiche Fassungen" | "near-identical", "near-identical";
    MORE_CHANGES: "weitere Änderung (alle mit --json)", "weitere Änderungen (alle mit --json)"
        | "more change (--json shows all)", "more changes (--json shows all)";
    COPIES_NOT_COUNTED: "Kopie nicht mitgezählt", "Kopien nicht mitgezählt" | "copy not counted", "copies not counted";
    COPIES_NOT_SHOWN: "Kopie nicht einzeln gezeigt", "Kopien nicht einzeln gezeigt" | "copy not shown", "copies not shown";
    NOT_INDEXED: "Datei oder Eintrag fehlt im Index (Lesefehler)", "Dateien oder Einträge fehlen im Index (Lesefehler)"
        | "file or record could not be indexed", "files or records could not be indexed";
    CONVERTED: "Datei nach UTF-8 umgewandelt", "Dateien nach UTF-8 umgewandelt" | "file converted to UTF-8", "files converted to UTF-8";
    PASSED_OVER: "Datei oder Seite in Archiven übergangen (versteckt, leer oder kein Text)",
        "Dateien und Seiten in Archiven übergangen (versteckt, leer oder kein Text)"
        | "file or page in archives passed over (hidden, empty or no text)",
        "files and pages in archives passed over (hidden, empty or no text)";
    IGNORED: "Datei oder Ordner übergangen (versteckt oder .fundstelleignore)",
        "Dateien und Ordner übergangen (versteckt oder .fundstelleignore)"
        | "file or folder ignored (hidden or .fundstelleignore)", "files and folders ignored (hidden or .fundstelleignore)";
    ROUNDS: "Durchgang", "Durchgänge" | "round", "rounds";
    WORDS_LEFT_OUT: "Wort durch Auslassungszeichen ersetzt", "Wörter durch Auslassungszeichen ersetzt"
        | "word replaced by an ellipsis", "words replaced by an ellipsis";
}

texts! {
    // An article, a passage, and where they are from.
    UNTITLED: "(ohne Titel)" | "(untitled)";
    UNDATED: "ohne Datum" | "undated";
    PARAGRAPH: "Absatz" | "paragraph";
    LINE: "Zeile" | "line";
    AND: "und" | "and";
    PASSAGE: "Passage" | "passage";
    ARTICLE: "Artikel" | "article";
    LEAD_FACTOR: "Artikelanfang" | "start of the article";
    COVERAGE_FACTOR: "Abdeckung der Anfrage" | "coverage of the query";
    RECENCY_FACTOR: "Alter" | "age";
    LONE_PART_FACTOR: "nur ein Wortteil" | "part of a compound only";
    SOURCE: "Quelle" | "source";
    SECTION: "Ressort" | "section";
    YEAR: "Jahr" | "year";
    MONTH: "Monat" | "month";
    NO_VALUE: "(ohne Angabe)" | "(none)";
    MORE: "weitere" | "more";

    // A search and its receipt.
    NOTHING_FOUND: "Nichts gefunden." | "Nothing found.";
    SEARCHED: "Gesucht" | "Searched";
    COPIES_INCLUDED: "Kopien mitgezählt" | "copies included";
    EACH_NEEDS_PASSAGES: "--each und --by article schließen einander aus" | "--each cannot be combined with --by article";
    TOO_COMMON: "weggelassen, weil zu häufig" | "left out, too common";
    RELATED: "verwandt" | "related";
    HEURISTIC: "Heuristik: Anführungszeichen" | "heuristic: quotation marks";
    DID_YOU_MEAN: "Meinten Sie" | "Did you mean";
    OR_MORE: " oder mehr" | " or more";
    ONLY_PARTS: "Nicht gezählt: kein Treffer enthält mehr als einen Teil eines zusammengesetzten Wortes."
        | "Not counted: no hit has more than one part of a compound.";
    NO_FACETS_HERE: "--facets gibt es nur mit --format text, line, kwic und json"
        | "--facets needs --format text, line, kwic or json";
    NO_CONTEXT_HERE: "--context gibt es nur mit --format text und line" | "--context needs --format text or line";
    RECENT_NEEDS_RELEVANCE: "--recent und --sort date schließen einander aus" | "--recent cannot be combined with --sort date";
    SINCE_AFTER_UNTIL: "--since liegt nach --until" | "--since is later than --until";

    #[cfg(feature = "server")]
    ONLY_BY_RELEVANCE: "`recent` gilt nur, wenn nach Relevanz geordnet wird" | "`recent` goes with the order by relevance only";
    #[cfg(feature = "server")]
    FIRST_AFTER_LAST: "der erste Tag liegt nach dem letzten" | "the first day is later than the last";

    // A curve over time.
    PER_THOUSAND: "Anteil je 1.000 Artikel" | "articles per 1,000 published";
    BY_DAY: "nach Tagen" | "by day";
    BY_WEEK: "nach Wochen" | "by week";
    BY_MONTH: "nach Monaten" | "by month";
    BY_YEAR: "nach Jahren" | "by year";
    OF: "von" | "of";
    NO_ARTICLES: "keine Artikel" | "no articles";

    // Copies.
    THIS_ARTICLE: "dieser Artikel" | "this article";
    IDENTICAL: "gleich" | "identical";
    NO_SENTENCE_CHANGED: "kein Satz geändert" | "no sentence changed";
    NO_COPIES: "Kein anderer Artikel im Index hat diesen Text." | "No other article in the index has this text.";

    // An index run.
    WRITING_INDEX: "Index wird geschrieben" | "writing the index";
    WITHOUT_TITLE: "ohne Titel" | "without title";
    WITHOUT_DATE: "ohne Datum" | "without date";
    RECODED: "umgewandelt" | "converted";
    SHORTENED: "gekürzt" | "shortened";
    INDEXED: "indexiert" | "indexed";
    UNCHANGED: "unverändert" | "unchanged";
    REMOVED: "entfernt" | "removed";
    SKIPPED: "ausgelassen" | "skipped";
    NEW: "neu" | "new";
    REPLACED: "ersetzt" | "replaced";
    NO_ARTICLES_IN: "keine Artikel gefunden in" | "no articles found in";
    FOLDER: "ORDNER" | "FOLDER";
    FOLLOWING: "Ordner wird überwacht; Beenden mit Strg+C." | "Watching for changes; press Ctrl-C to stop.";
    NO_SIGNAL_HANDLER: "Strg+C lässt sich nicht abfangen" | "Ctrl-C cannot be caught";

    // The contents of the index.
    INDEX: "Index" | "index";
    ARTICLES_ROW: "Artikel" | "articles";
    PASSAGES_ROW: "Passagen" | "passages";
    FILES_ROW: "Dateien" | "files";
    SEGMENTS_ROW: "Segmente" | "segments";
    SIZE: "Größe" | "size";
    FORMAT: "Format" | "format";
    ANALYZER: "Analysator" | "analyser";

    // A check of the index.
    INTACT: "unversehrt" | "intact";
    SOURCE_MISSING: "gelöscht oder nicht lesbar" | "missing or unreadable";
    SOURCE_CHANGED: "seit dem Indexieren geändert" | "changed since it was indexed";
    AFFECTS_TEXTS: "Texte und Fundorte der Treffer" | "texts and locations of hits";
    AFFECTS_FOUND: "welche Passagen gefunden werden" | "which passages are found";
    AFFECTS_PHRASES: "Wortfolgen und Zusammensetzungen" | "phrases and compounds";
    AFFECTS_ORDER: "welche Passagen gefunden werden und in welcher Reihenfolge" | "which passages are found, and their order";
    AFFECTS_REMOVED: "entfernte Artikel" | "removed articles";
    AFFECTS_LEXICON: "das gelernte Lexikon, ohne das keine Suche möglich ist"
        | "the learnt lexicon, without which no search is possible";
    AFFECTS_LINES: "Zeilennummern der Treffer" | "line numbers of hits";
    AFFECTS_MANIFEST: "das Verzeichnis des Indexierten, ohne das nichts hinzukommen kann"
        | "the manifest, without which nothing can be added";
    AFFECTS_WATCHES: "die gespeicherten Suchen" | "the saved searches";
    AFFECTS_STAMPS: "der Hinweis, dass sich der Ordner geändert hat" | "the hint that the folder has changed";
    AFFECTS_ALL: "der ganze Index" | "the whole index";
    AFFECTS_CHECKSUMS: "der Nachweis, dass nichts beschädigt ist" | "the proof that nothing is damaged";

    // How a text is analysed.
    NUMBER: "Nr." | "no.";
    WORD: "Wort" | "word";
    EXACT_FORM: "genaue Form" | "exact form";
    TERM: "Grundform" | "term";
    OF_TWO_HALVES: "aus zwei getrennten Hälften" | "from two separate halves";
    STOP_WORD: "Stoppwort: nur in der genauen Form gesucht" | "stop word: searched in its exact form only";
    JOINT_SPELLING: "gemeinsame Schreibung der folgenden Wörter" | "joint spelling of the words that follow";

    // Quotations that are looked up.
    IN_HEADLINE: "im Titel" | "in the headline";
    ALSO: "auch" | "also";
    NO_QUOTATIONS: "Keine Zitate gefunden. Erkannt werden „…“, »…«, «…», “…” und \"…\"."
        | "No quotations found. These marks are recognised: „…“, »…«, «…», “…” and \"…\".";

    // Saved searches.
    NO_WATCHES: "Keine Suche gespeichert. Anlegen mit: fundstelle watch add NAME ANFRAGE"
        | "No search is saved. Add one with: fundstelle watch add NAME QUERY";
    GO_ON: "Trotzdem weiter? [j/N]" | "Go on all the same? [y/N]";
    NOTHING_CHANGED: "Nichts geändert." | "Nothing was changed.";
    NOTHING_NEW: "Nichts Neues." | "Nothing new.";
    UPDATED: "(geändert)" | "(updated)";

    // The input of a command.
    STANDARD_INPUT: "Standardeingabe" | "standard input";
    NOT_UTF_8: "Standardeingabe: kein UTF-8; bei einer Datei wird die Kodierung erkannt, also den Text als Datei angeben"
        | "standard input: not UTF-8; give a file, whose encoding is detected";
    NO_WORDS: "die Listen und Texte enthalten kein Wort: nichts geschrieben"
        | "the lists and texts contain no word: nothing is written";
    NO_QUERIES: "keine Anfragen zu messen: der Index oder die Datei der Anfragen ist leer"
        | "no queries to time: the index or the file of queries is empty";

    // Tables of the measuring commands.
    TOPIC: "Thema" | "topic";
    BASELINE: "Vergleich" | "against";
    TWO_SIDED: "zweiseitiger gepaarter Randomisierungstest" | "two-sided paired randomisation test";
    CLASS: "Klasse" | "class";
    TERM_CLASS: "Wort" | "term";
    OR_CLASS: "ODER 2-3" | "or2-3";
    AND_CLASS: "UND 2-3" | "and2-3";
    PHRASE_CLASS: "Folge 2-3" | "phrase2-3";
    SENTENCE_CLASS: "Satz" | "sentence";
    QUERY_CLASS: "Anfrage" | "query";
    ALL_CLASSES: "alle" | "all";
    HITS: "Treffer" | "hits";
    MEAN: "Mittel" | "mean";
    WARM: "warm" | "warmed up";
    AS_FOUND: "wie vorgefunden" | "as found";

    // Search as you type.
    #[cfg(feature = "tui")]
    INVITATION: "Wörter, „Wortfolgen“, Spion*, UND, ODER, NICHT, NAHE/5, title:, date:2018; `fundstelle query` erklärt die Anfragesprache."
        | "Words, \"phrases\", Spion*, AND, OR, NOT, NEAR/5, title:, date:2018; `fundstelle help query` explains the language.";
    #[cfg(feature = "tui")]
    BY_RELEVANCE: "nach Relevanz" | "by relevance";
    #[cfg(feature = "tui")]
    NEWEST_FIRST: "neueste zuerst" | "newest first";
    #[cfg(feature = "tui")]
    OLDEST_FIRST: "älteste zuerst" | "oldest first";
    #[cfg(feature = "tui")]
    TAB_ACCEPTS: "Tab übernimmt" | "Tab accepts";
    #[cfg(feature = "tui")]
    COPIED: "In die Zwischenablage" | "To the clipboard";
    #[cfg(feature = "tui")]
    TOO_SLOW_HERE: "Die Anfrage hat zu lange gedauert: enger fassen oder `fundstelle search --timeout SEKUNDEN` verwenden."
        | "The query took too long: narrow it, or use `fundstelle search --timeout SECONDS`.";
    #[cfg(feature = "tui")]
    LIST_KEYS: "^Q Ende · ↑↓ Wahl · Enter öffnen · ^Y Zitat · ^S Folge · ^G Einheit · Esc leer"
        | "^Q quit · ↑↓ choose · Enter open · ^Y cite · ^S order · ^G unit · Esc clear";
    #[cfg(feature = "tui")]
    ARTICLE_KEYS: "^Q Ende · Esc zurück · ↑↓ blättern · n/N Fundstelle · y zitieren"
        | "^Q quit · Esc back · ↑↓ scroll · n/N match · y cite";
    #[cfg(feature = "tui")]
    SEARCH_ENDED: "die Suche wurde beendet" | "the search has ended";
    #[cfg(not(feature = "tui"))]
    NOT_INTERACTIVE: "ohne den interaktiven Modus gebaut: einen Befehl angeben, siehe `fundstelle --help`"
        | "built without the interactive mode: give a command, see `fundstelle --help`";
}

#[cfg(test)]
mod tests {
    use super::super::Language::{English, German};
    use super::{NOUNS, TEXTS};

    #[test]
    #[cfg(feature = "tui")]
    fn keys_fit_on_a_screen_of_80_columns() {
        for keys in [super::LIST_KEYS, super::ARTICLE_KEYS] {
            for language in [German, English] {
                let columns = keys.to(language).chars().count();
                assert!(columns <= 80 && keys.to(language).starts_with("^Q"), "{columns}: {}", keys.to(language));
            }
        }
    }

    #[test]
    fn no_text_is_the_same_in_both_languages() {
        let nouns = NOUNS.iter().flat_map(|noun| [noun.one, noun.many]);
        for text in TEXTS.iter().copied().chain(nouns) {
            let (german, english) = (text.to(German), text.to(English));
            assert_ne!(german, english);
        }
    }
}
