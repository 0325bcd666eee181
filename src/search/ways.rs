//! In how many passages was a compound found, and in which way?

use super::candidates::segment_cursors;
use super::counted::SegmentFilters;
use super::searcher::Searcher;
use crate::Error;
use crate::postings::TERMINATED;
use crate::query::{Compound, Plan, Way, WordReceipt, related_words};

/// Passages of each segment that are read to see how a relative is written.
const MAX_SPELLINGS_READ: usize = 3;

impl Searcher {
    /// The receipt of `plan`, with the ways in which its compounds were found, the relatives of its words, and suggestions. What
    /// was removed or does not pass the filters is not counted.
    pub(super) fn receipt(&self, plan: &Plan) -> Result<Vec<WordReceipt>, Error> {
        let mut words = plan.receipt.clone();
        // A word that only the filters make rare needs no other.
        self.suggest(&mut words, plan.deadline)?;
        self.count_words(plan, &mut words)?;
        for compound in &plan.compounds {
            if let Some(word) = words.iter_mut().find(|word| word.typed == compound.word) {
                word.ways = self.ways(compound, plan, word.passages.unwrap_or(0))?;
            }
        }
        let (index, fields) = (self.index(), self.index().fields());
        for related_to in &plan.related_to {
            if let Some(number) = words.iter().position(|word| word.typed == related_to.word) {
                let mut related = related_words(related_to, index.analyzer(), self.postings(), fields.terms)?;
                related.retain(|related| words.iter().all(|word| word.searched != related.word));
                for relative in &mut related {
                    let term = std::mem::take(&mut relative.word);
                    let info = self.postings().term_info(fields.terms, &term)?;
                    relative.passages = self.count_passages(&info, plan)?;
                    relative.word = match index.analyzer().written_lemma(&term) {
                        Some(written) => written,
                        None => self.spelling(fields.exact, term, MAX_SPELLINGS_READ)?,
                    };
                }
                words[number].related = related;
            }
        }
        Ok(words)
    }

    /// The ways beside the compound itself, which has `whole_passages` passages: all parts in one word, and all parts close
    /// together. If neither occurs nor the compound itself, each part alone.
    fn ways(&self, compound: &Compound, plan: &Plan, whole_passages: u64) -> Result<Vec<Way>, Error> {
        let (mut in_one_word, mut close) = (0, 0);
        let together = &compound.together;
        for segment in 0..self.segment_count() {
            let cursors = &mut segment_cursors(plan, self.postings(), segment)?;
            let mut filters = SegmentFilters::open(self, plan, segment)?;
            let mut doc = cursors.next_candidate(together, 0, TERMINATED);
            while doc < TERMINATED {
                if cursors.deadline.is_over_sampled() {
                    return Err(Error::TooSlow);
                }
                let has_whole = compound.whole.is_some_and(|whole| cursors.cursors[whole].seek(doc) == doc);
                if !has_whole && cursors.segment.is_alive(doc) && filters.pass(doc) {
                    match cursors.min_window(&compound.parts, doc) {
                        Some(0) => in_one_word += 1,
                        Some(_) if cursors.matches(together, doc) => close += 1,
                        _ => {}
                    }
                }
                doc = cursors.next_candidate(together, doc + 1, TERMINATED);
            }
            self.check_undamaged(std::slice::from_ref(cursors))?;
        }
        let way = |form: String, passages: u64| Way { form, passages };
        let mut ways = vec![way(compound.labels.join("+"), in_one_word), way(compound.labels.join(" … "), close)];
        ways.retain(|way| way.passages > 0);
        if whole_passages == 0 && ways.is_empty() {
            for (label, part) in compound.labels.iter().zip(&compound.parts) {
                ways.push(way(label.clone(), self.count_passages(&plan.terms[*part], plan)?));
            }
        }
        Ok(ways)
    }
}
