//! What does the interactive mode say, in either language?

use super::super::messages::Language;

/// Its texts.
pub(super) struct Words {
    /// Where no query stands.
    pub(super) invitation: &'static str,
    /// The orders of hits: by relevance, newest first, oldest first.
    pub(super) orders: [&'static str; 3],
    /// Behind the words that may be meant.
    pub(super) take: &'static str,
    /// Before a citation that was given to the terminal.
    pub(super) copied: &'static str,
    pub(super) too_slow: &'static str,
    pub(super) list_keys: &'static str,
    pub(super) article_keys: &'static str,
}

/// The texts of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::German => &GERMAN,
        Language::English => &ENGLISH,
    }
}

const GERMAN: Words = Words {
    invitation: "Wörter, „Wortfolgen“, Spion*, UND, ODER, NICHT, NAHE/5, title: date:2018; mehr sagt `fundstelle help query`.",
    orders: ["nach Güte", "neueste zuerst", "älteste zuerst"],
    take: "Tab übernimmt",
    copied: "In die Zwischenablage",
    too_slow: "Die Anfrage wurde nicht rechtzeitig fertig: enger fassen, oder `fundstelle search --timeout SEKUNDEN`.",
    list_keys: "↑↓ wählen · Enter öffnen · ^Y zitieren · ^S Reihenfolge · ^G Passagen/Artikel · Esc leeren · ^Q Ende",
    article_keys: "↑↓ blättern · n/N Fundstelle · y zitieren · Esc zurück · ^Q Ende",
};

const ENGLISH: Words = Words {
    invitation: "Words, \"phrases\", Spion*, AND, OR, NOT, NEAR/5, title: date:2018; `fundstelle help query` says more.",
    orders: ["by relevance", "newest first", "oldest first"],
    take: "Tab takes it",
    copied: "To the clipboard",
    too_slow: "The query was not done in time: make it narrower, or use `fundstelle search --timeout SECONDS`.",
    list_keys: "↑↓ choose · Enter open · ^Y cite · ^S order · ^G passages/articles · Esc clear · ^Q quit",
    article_keys: "↑↓ scroll · n/N match · y cite · Esc back · ^Q quit",
};
