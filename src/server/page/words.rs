//! Texts of the page in both languages. German first.

use crate::messages::{Message, message};

macro_rules! words {
    ($($name:ident: $german:literal | $english:literal;)*) => {
        $(pub(super) const $name: Message = message($german, $english);)*
        #[cfg(test)]
        const WORDS: &[Message] = &[$($name),*];
    };
}

words! {
    TAGLINE: "Volltextsuche in deutschen Nachrichten" | "Full-text search in German news";
    SEARCH: "Suchen" | "Search";
    QUERY: "Suchanfrage" | "Query";
    ORDER: "Reihenfolge" | "Order";
    BY_RELEVANCE: "beste zuerst" | "best first";
    NEWEST: "neueste zuerst" | "newest first";
    OLDEST: "älteste zuerst" | "oldest first";
    TO_RESULTS: "Zu den Treffern" | "Skip to results";
    NO_HITS: "Nichts gefunden." | "Nothing found.";
    HITS: "Treffer" | "Hits";
    FILTERS: "Eingeschränkt auf" | "Restricted to";
    REMOVE: "entfernen" | "remove";
    SINCE: "ab" | "since";
    UNTIL: "bis" | "until";
    NARROW: "Eingrenzen" | "Narrow down";
    OVER_TIME: "Artikel im Lauf der Zeit" | "Articles over time";
    AS_LIST: "Zeitraum eingeben oder wählen" | "Type or choose a period";
    NEXT_PAGE: "Weitere Treffer" | "More hits";
    PREVIOUS_PAGE: "Vorige Treffer" | "Previous hits";
    PAGES: "Seiten der Trefferliste" | "Pages of hits";
    WITH_COPIES: "Kopien einzeln zeigen" | "show copies one by one";
    WITHOUT_COPIES: "Kopien zusammenfassen" | "fold copies";
    EXACTLY: "nur" | "only";
    WIDER: "alle Formen von" | "all forms of";
    TAKE_AS: "Diese Liste als" | "This list as";
    SWITCH: "English" | "Deutsch";
    COLORS: "Farben" | "Colours";
    AUTO: "System" | "system";
    LIGHT: "hell" | "light";
    DARK: "dunkel" | "dark";
    VIEWS: "Ansichten" | "Views";
    IN_CONTEXT: "Im Kontext" | "In context";
    BEFORE: "davor" | "before";
    AFTER: "danach" | "after";
    TREND: "Verlauf" | "Over time";
    COMPARE_WITH: "Vergleichen mit" | "Compare with";
    AND_WITH: "und mit" | "and with";
    COMPARE: "Vergleichen" | "Compare";
    PER_1000: "von 1000 Artikeln" | "of 1,000 articles";
    TREND_COUNTS: "Jede Geschichte zählt einmal, gemessen an allen Artikeln des Zeitraums. Ein Punkt führt zu seinen Artikeln."
        | "Each story counts once, measured against all articles of the period. A point leads to its articles.";
    AS_TABLE: "als Tabelle: Artikel mit Treffern / alle Artikel" | "as a table: matching articles / all articles";
    PERIOD: "Zeitraum" | "Period";
    NO_DATES: "In dieser Auswahl hat kein Artikel ein Datum." | "No article of this selection has a date.";
    ASK_ABOVE: "Oben eine Suchanfrage eingeben." | "Type a query above.";
    CHECK: "Zitate prüfen" | "Check quotations";
    CHECK_HELP: "Einen Text einfügen: Für jedes Zitat in Anführungszeichen steht danach da, ob es so in den Artikeln steht."
        | "Paste a text: each quotation in quotation marks is looked up in the articles, word for word.";
    TEXT: "Text" | "Text";
    CHECK_NOW: "Prüfen" | "Check";
    NO_QUOTATIONS: "Der Text enthält kein Zitat in Anführungszeichen." | "The text has no quotation in quotation marks.";
    ALSO_IN: "auch in" | "also in";
    CITE: "Zitieren" | "Cite";
    SIMILAR: "Ähnliche Artikel" | "Similar articles";
    COPIES: "Wer diesen Text gedruckt hat" | "Who printed this text";
    BACK_TO_LIST: "Zur Trefferliste" | "Back to the list";
    MATCHES: "Fundstellen" | "Matches";
    PERMALINK: "Verweis auf diesen Absatz" | "Link to this paragraph";
    DIFFERENCES: "Unterschiede" | "Differences";
    REMOVED_TEXT: "Fehlt:" | "Missing:";
    ADDED_TEXT: "Neu:" | "New:";
    NEXT_MATCH: "Nächste Fundstelle" | "Next match";
    PREVIOUS_MATCH: "Vorige Fundstelle" | "Previous match";
    NEXT_HIT: "Nächster Treffer" | "Next hit";
    PREVIOUS_HIT: "Voriger Treffer" | "Previous hit";
    COPY: "Kopieren" | "Copy";
    COPIED: "Kopiert" | "Copied";
    KEYS: "Tasten" | "Keys";
    ON: "an" | "on";
    OFF: "aus" | "off";
    DISPLAY: "Darstellung" | "Display";
    FROM_DAY: "von" | "from";
    TO_DAY: "bis" | "to";
    RESTRICT: "Eingrenzen" | "Restrict";
    DATE_EXAMPLE: "2018, 4.2018" | "2018, 2018-04";
    PROBLEM: "Das geht so nicht" | "That does not work";
    NO_PAGE: "Diese Seite gibt es nicht." | "There is no such page.";
    LATER: "Im Augenblick laufen zu viele Anfragen. Bitte gleich noch einmal versuchen."
        | "Too many queries at the moment. Please try again soon.";
    EXAMPLES: "Zum Beispiel" | "For example";
    SAVED_SEARCHES: "Gespeicherte Suchen" | "Saved searches";
}

/// Ways to write a query, with what they find.
pub(super) const QUERY_EXAMPLES: [(&str, Message); 6] = [
    (
        "Werbung Kaspersky verboten",
        message("Wörter in jeder Form, auch in Zusammensetzungen", "words in any form, in compounds too"),
    ),
    ("\"offener Brief\"", message("eine Wortfolge", "a phrase")),
    ("Streik UND Bahn NICHT Flug", message("mit UND, ODER, NICHT", "with AND, OR, NOT")),
    ("Bahn NAHE/5 Streik", message("nah beieinander", "close together")),
    ("Spion*", message("ein Wortanfang", "the beginning of a word")),
    ("=Kasse", message("nur genau diese Form", "only exactly this form")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language::{English, German};

    #[test]
    fn every_text_is_in_both_languages() {
        for text in WORDS.iter().chain(QUERY_EXAMPLES.iter().map(|(_, text)| text)) {
            assert!(!text.to(German).is_empty() && !text.to(English).is_empty());
        }
    }
}
