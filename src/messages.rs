//! Messages to people: German in a German locale, else English. JSON, `--help` and the errors of `clap` are English. What the
//! library says in English only (the readers of formats, a damaged index) is looked up in a table.
//!
//! A [`Message`] has both languages side by side, and so have a [`Noun`] and the sentences of `sentence!`, into
//! which values are put. What depends on an enum of the library is an exhaustive `match`: a new variant does not compile before
//! it has its German text.

use std::borrow::Cow;
use std::env;
use std::sync::OnceLock;

/// A sentence with values in it: `sentence!(language, "{name} fehlt", "{name} is missing")`. German first.
macro_rules! sentence {
    ($language:expr, $german:literal, $english:literal) => {
        match $language {
            $crate::messages::Language::German => format!($german),
            $crate::messages::Language::English => format!($english),
        }
    };
}

mod analysis;
pub(crate) mod citation;
pub(crate) mod config;
mod errors;
pub(crate) mod exports;
pub(crate) mod found;
mod numbers;
mod problems;
mod reader_texts;
mod reasons;
pub(crate) mod removal;
pub(crate) mod sentences;
mod system;
pub(crate) mod texts;

pub(crate) use analysis::{decision, step};
pub(crate) use errors::{Failed, error, in_query};
pub(crate) use problems::problem;
pub(crate) use reasons::{damage, reason, recorded_reason};

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    German,
    English,
}

/// Language that the user has chosen. Set once, before anything is said: every message asks for it.
static CHOSEN: OnceLock<Language> = OnceLock::new();

/// Chooses the language of all messages, whatever the locale. A second choice changes nothing.
pub(crate) fn choose(language: Language) {
    let _ = CHOSEN.set(language);
}

/// Returns the language that was chosen, or else that of the locale: `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set.
pub(crate) fn language() -> Language {
    if let Some(chosen) = CHOSEN.get() {
        return *chosen;
    }
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| env::var(name).ok()).find(|value| !value.is_empty());
    if locale.is_some_and(|locale| locale.starts_with("de")) { Language::German } else { Language::English }
}

impl Language {
    /// Returns the code of ISO 639-1.
    pub(crate) fn code(self) -> &'static str {
        message("de", "en").to(self)
    }

    /// Puts `text` in quotation marks. Double marks inside become single ones.
    pub(crate) fn quoted(self, text: &str) -> String {
        let inner: String = text
            .chars()
            .map(|c| match c {
                '„' => '‚',
                '“' => '‘',
                '”' => '’',
                '"' => '\'',
                c => c,
            })
            .collect();
        sentence!(self, "„{inner}“", "“{inner}”")
    }
}

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Message {
    german: &'static str,
    english: &'static str,
}

/// Makes a text. German first.
pub(crate) const fn message(german: &'static str, english: &'static str) -> Message {
    Message { german, english }
}

impl Message {
    /// Returns the text in `language`.
    pub(crate) fn to(self, language: Language) -> &'static str {
        match language {
            Language::German => self.german,
            Language::English => self.english,
        }
    }
}

/// A noun in the singular and the plural.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noun {
    one: Message,
    many: Message,
}

impl Noun {
    /// Returns `1 passage`, `2 passages`.
    pub(crate) fn counted(self, language: Language, count: u64) -> String {
        format!("{} {}", language.count(count), self.of(language, count))
    }

    /// Returns the noun alone, as it stands behind `count`.
    pub(crate) fn of(self, language: Language, count: u64) -> &'static str {
        if count == 1 { self.one.to(language) } else { self.many.to(language) }
    }

    /// Returns the plural.
    pub(crate) fn many(self, language: Language) -> &'static str {
        self.many.to(language)
    }
}

/// Returns a text of a library that knows English only, so that it is told from our own words: in quotation marks in German.
fn foreign(language: Language, text: &str) -> Cow<'_, str> {
    match language {
        Language::German => language.quoted(text).into(),
        Language::English => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn marks_inside_quotation_marks_are_single() {
        for (text, german, english) in [
            ("Bahn", "„Bahn“", "“Bahn”"),
            ("Die „Süd“ schließt", "„Die ‚Süd‘ schließt“", "“Die ‚Süd‘ schließt”"),
            ("a “b” \"c\"", "„a ‘b’ 'c'“", "“a ‘b’ 'c'”"),
        ] {
            assert_eq!(Language::German.quoted(text), german);
            assert_eq!(Language::English.quoted(text), english);
        }
    }
}
