//! Writes the posting lists of pairs of neighbouring words, see [`super::pairs`].

use std::io;

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;

use super::forward_index::ForwardIndex;
use super::pairs::{COMMON_WORDS, PairRule, has_list};
use super::postings_writer::{Occurrences, for_each_term};
use super::vocabulary::Vocabulary;

/// The pairs of all texts. The number of a pair is the rank of its first word times the number of common words, plus the rank of its
/// second.
pub(super) struct Pairs<'a> {
    rule: &'a PairRule,
    /// By word of the texts: the rank of its exact form.
    ranks: Vec<Option<u16>>,
    texts: &'a ForwardIndex,
}

impl Occurrences<DocId> for Pairs<'_> {
    fn for_each(&self, mut visit: impl FnMut(u32, DocId)) {
        let rank = |word: u32| self.ranks[word as usize];
        self.texts.for_each_neighbours(rank, |first, second, doc| {
            if has_list(first, second) {
                visit(u32::from(first) * COMMON_WORDS + u32::from(second), doc);
            }
        });
    }
}

impl<'a> Pairs<'a> {
    /// The neighbours in `texts` that `rule` lists.
    pub(super) fn new(rule: &'a PairRule, vocabulary: &Vocabulary<'_>, texts: &'a ForwardIndex) -> Pairs<'a> {
        // A word has one exact form or none.
        let exact = |word| vocabulary.exact(word).first().map(|form| vocabulary.strings().get(*form));
        let ranks = (0..vocabulary.len()).map(|word| rule.rank(exact(word)?)).collect();
        Pairs { rule, ranks, texts }
    }

    /// Writes the pairs with their documents and frequencies. `norms` are the lengths of the documents and `tokens` their sum, both
    /// in exact forms.
    pub(super) fn write(
        &self,
        inverted: &mut InvertedIndexSerializer,
        field: Field,
        tokens: u64,
        norms: Option<FieldNormReader>,
    ) -> io::Result<()> {
        let mut counts = vec![0_u32; (COMMON_WORDS * COMMON_WORDS) as usize];
        self.for_each(|pair, _| counts[pair as usize] += 1);
        let key = |pair: u32| self.rule.key_of_ranks((pair / COMMON_WORDS) as u16, (pair % COMMON_WORDS) as u16);
        let mut sorted: Vec<u32> = (0..counts.len() as u32).filter(|pair| counts[*pair as usize] > 0).collect();
        sorted.sort_by_cached_key(|pair| key(*pair));
        // A segment without pairs has the field, too: its number of tokens counts.
        let mut out = inverted.new_field(field, tokens, norms)?;
        for_each_term(&counts, &sorted, self, |pair, documents| write_pair(&mut out, &key(pair), documents))?;
        out.close()
    }
}

/// Writes a pair and the documents of its occurrences, in order.
fn write_pair(out: &mut FieldSerializer<'_>, key: &str, occurrences: &[DocId]) -> io::Result<()> {
    let documents = occurrences.chunk_by(|a, b| a == b);
    out.new_term(key.as_bytes(), documents.clone().count() as u32, true)?;
    documents.for_each(|document| out.write_doc(document[0], document.len() as u32, &[]));
    out.close_term()
}

#[cfg(test)]
mod tests;
