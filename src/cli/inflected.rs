//! What would the phrases of a query find in other forms of their words?

use anyhow::Result;
use fundstelle::query::{Clause, parse};
use fundstelle::search::{MatchTotal, SearchOptions, Searcher};

use crate::wire::request::filtered;

/// Returns the query with its phrases in any inflection, and how much it finds. `None` if it has no phrases, or finds nothing either.
pub(super) fn inflected(
    searcher: &Searcher,
    query: &str,
    filters: &[Clause],
    options: &SearchOptions,
) -> Result<Option<(String, MatchTotal)>> {
    let Some(other) = with_inflection(query) else { return Ok(None) };
    let Ok(node) = parse(&other) else { return Ok(None) };
    let results = searcher.search_node(&filtered(node, filters), &options.clone().with_limit(0).with_count(true))?;
    let found = results.total.filter(|total| total.articles > 0);
    Ok(found.map(|total| (other, total)))
}

/// Puts a `~` behind each phrase of several words. A phrase behind a colon is a name or a date, but for a quotation.
fn with_inflection(query: &str) -> Option<String> {
    let (mut out, mut opened, mut is_changed) = (String::new(), None, false);
    for (at, c) in query.char_indices() {
        out.push(c);
        match opened {
            None if matches!(c, '"' | '„' | '“' | '”') => opened = Some(at),
            Some(start) if matches!(c, '"' | '“' | '”') => {
                let before = &query[..start];
                let is_text = !before.ends_with([':', '=']) || before.ends_with("zitat:") || before.ends_with("quote:");
                let has_words = query[start..at].split_whitespace().count() > 1;
                if is_text && has_words && !query[at + c.len_utf8()..].starts_with('~') {
                    out.push('~');
                    is_changed = true;
                }
                opened = None;
            }
            _ => {}
        }
    }
    is_changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_of_several_words() {
        for (query, expected) in [
            ("\"offener Brief\"", Some("\"offener Brief\"~")),
            ("„offener Brief“ Bahn -\"neue Wege\"", Some("„offener Brief“~ Bahn -\"neue Wege\"~")),
            ("zitat:\"kein Kommentar\" source:\"Die Zeit\"", Some("zitat:\"kein Kommentar\"~ source:\"Die Zeit\"")),
            ("source:=\"Die Zeit\" date:\"März 2018\"", None),
            ("\"Brief\" \"offener Brief\"~", None),
            ("\"offener Brief", None),
        ] {
            assert_eq!(with_inflection(query).as_deref(), expected, "{query}");
        }
    }
}
