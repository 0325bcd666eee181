//! In how many passages was a compound found, and how?

use super::candidates::segment_cursors;
use crate::Error;
use crate::postings::{Segments, TERMINATED};
use crate::query::{Compound, Plan, Way, WordReceipt};
use crate::retrieval::Predicate;

/// The receipt of `plan`, with the ways in which its compounds were found.
pub(super) fn receipt(plan: &Plan, segments: &Segments) -> Result<Vec<WordReceipt>, Error> {
    let mut words = plan.receipt.clone();
    for compound in &plan.compounds {
        if let Some(word) = words.iter_mut().find(|word| word.typed == compound.word) {
            word.ways = ways(compound, plan, segments, word.passages.unwrap_or(0))?;
        }
    }
    Ok(words)
}

/// Beside the `wholes`: all parts in one word, all parts close together, and when there is none of these, parts alone.
fn ways(compound: &Compound, plan: &Plan, segments: &Segments, wholes: u64) -> Result<Vec<Way>, Error> {
    let (mut inside, mut apart) = (0, 0);
    let mut parts = compound.parts.clone();
    parts.sort_by_key(|part| plan.terms[*part].doc_freq);
    let near = Predicate::Window(parts, compound.width);
    for at in 0..segments.all().len() {
        let open = &mut segment_cursors(plan, segments, at)?;
        let mut doc = open.next_candidate(&near, 0, TERMINATED);
        while doc < TERMINATED {
            if open.deadline.is_over_sampled() {
                return Err(Error::TooSlow);
            }
            let has_whole = compound.whole.is_some_and(|whole| open.cursors[whole].seek(doc) == doc);
            if !has_whole && open.segment.is_alive(doc) {
                match open.min_window(&compound.parts, doc) {
                    Some(0) => inside += 1,
                    Some(window) if window <= compound.width => apart += 1,
                    _ => {}
                }
            }
            doc = open.next_candidate(&near, doc + 1, TERMINATED);
        }
    }
    let way = |form: String, passages: u64| Way { form, passages };
    let mut ways = vec![way(compound.labels.join("+"), inside), way(compound.labels.join(" … "), apart)];
    ways.retain(|way| way.passages > 0);
    if wholes == 0 && ways.is_empty() {
        for (label, part) in compound.labels.iter().zip(&compound.parts) {
            ways.push(way(label.clone(), plan.terms[*part].doc_freq));
        }
    }
    Ok(ways)
}
