//! Citations for people.

use fundstelle::cite::Citation;

use super::shown_path;
use crate::messages::{self, Language};

/// Returns a citation on one line: source, title, date, place, file, hash, id.
pub(in crate::cli) fn plain(language: Language, citation: &Citation) -> String {
    messages::citation::plain(language, citation, &shown_path(&citation.path))
}
