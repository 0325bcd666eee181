//! Which words of the index begin so?

use std::collections::HashMap;

use tantivy::schema::Field;

use crate::lists::Segments;

/// Word forms looked at for one prefix; one with more is cut off here, in the order of the alphabet.
const MOST_LOOKED_AT: usize = 1 << 16;

/// The word forms of a prefix.
pub(super) struct Expansion {
    /// The most frequent, at most as many as were asked for.
    pub(super) terms: Vec<String>,
    /// How many there are.
    pub(super) known: usize,
}

/// The word forms of `field` that begin with `prefix`, the most frequent first, at most `most`.
pub(super) fn expand(segments: &Segments, field: Field, prefix: &str, most: usize) -> tantivy::Result<Expansion> {
    let mut forms: HashMap<Vec<u8>, u64> = HashMap::new();
    for dictionary in segments.dictionaries(field) {
        let mut stream = dictionary.range().ge(prefix.as_bytes()).into_stream()?;
        let mut looked_at = 0;
        while looked_at < MOST_LOOKED_AT && stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
            *forms.entry(stream.key().to_vec()).or_default() += u64::from(stream.value().doc_freq);
            looked_at += 1;
        }
    }
    let known = forms.len();
    let mut forms: Vec<(Vec<u8>, u64)> = forms.into_iter().collect();
    forms.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    forms.truncate(most);
    let terms = forms.into_iter().filter_map(|(form, _)| String::from_utf8(form).ok());
    Ok(Expansion { terms: terms.collect(), known })
}
