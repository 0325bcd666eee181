//! Faults in a file of defaults or of synonyms.

use fundstelle::query::SynonymsProblem;

use super::{Language, Message, foreign, message};

/// A value that must be a path.
pub(crate) const A_PATH: Message =
    message("ein Pfad in Anführungszeichen wird erwartet", "expected a path in quotation marks");
/// A value that must be a language.
pub(crate) const A_LANGUAGE: Message = message("\"de\" oder \"en\" wird erwartet", "expected \"de\" or \"en\"");
/// A value that must say when to use colours.
pub(crate) const A_COLOR: Message =
    message("\"auto\", \"always\" oder \"never\" wird erwartet", "expected \"auto\", \"always\" or \"never\"");

/// A value that must be a number of hits.
pub(crate) fn a_limit(language: Language, most: usize) -> String {
    let most = language.count(most as u64);
    sentence!(language, "eine Zahl von 1 bis {most} wird erwartet", "expected a number from 1 to {most}")
}

/// A key that does not exist. `keys` do.
pub(crate) fn unknown_key(language: Language, keys: &str) -> String {
    sentence!(
        language,
        "diesen Schlüssel gibt es nicht; möglich sind {keys}",
        "there is no such key; the keys are {keys}"
    )
}

/// A file that is no TOML; `why` is in English.
pub(crate) fn not_toml(language: Language, why: &str) -> String {
    let why = foreign(language, why);
    sentence!(
        language,
        "kein TOML ({why}): `limit = 20` oder `index = \"archiv/index\"` schreiben",
        "not TOML ({why}): write `limit = 20` or `index = \"archive/index\"`"
    )
}

/// Returns what is wrong with a line of a list of synonyms, with what to write instead.
pub(crate) fn synonyms_problem(language: Language, problem: &SynonymsProblem) -> String {
    if language == Language::English {
        return problem.to_string();
    }
    match problem {
        SynonymsProblem::Alone => {
            "ein Wort allein: `a, b`, `a => b` oder für ein Wort, das ganz bleibt, `= a` schreiben".to_owned()
        }
        SynonymsProblem::NoEntry => "hier fehlt ein Wort: `a, b` oder `a => b, c` schreiben".to_owned(),
        SynonymsProblem::NoTarget => "nach dem Pfeil fehlt ein Wort: `a => b, c` schreiben".to_owned(),
        SynonymsProblem::Arrows => "ein Pfeil je Zeile: `a => b, c` schreiben".to_owned(),
        SynonymsProblem::Sign(entry) => format!("`{entry}`: nur Wörter und die Zeichen in ihnen"),
        SynonymsProblem::NotOneWord(entry) => format!("`{entry}`: je Zeile bleibt ein Wort ganz"),
        SynonymsProblem::TooMany(most) => format!("höchstens {most} Einträge je Zeile: auf mehrere verteilen"),
        SynonymsProblem::TooWide(entry, most) => format!("`{entry}` steht für mehr als {most} andere"),
        SynonymsProblem::TooLong(most) => format!("höchstens {most} Wörter in einem Eintrag"),
    }
}
