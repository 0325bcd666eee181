//! Faults in a file of defaults.

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
