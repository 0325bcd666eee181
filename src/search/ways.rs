//! In how many passages was a compound found, and how?

use crate::Error;
use crate::lists::{END, Segments};
use crate::query::{Compound, Plan, Way, WordReceipt};
use crate::retrieval::{Matching, Opened};

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
    parts.sort_by_key(|part| plan.lists[*part].passages);
    let near = Matching::Near(parts, compound.width);
    for at in 0..segments.all().len() {
        let open = &mut Opened::new(plan, segments, at)?;
        let mut doc = open.next(&near, 0, END);
        while doc < END {
            if open.clock.is_late_now_and_then() {
                return Err(Error::TooSlow);
            }
            let has_whole = compound.whole.is_some_and(|whole| open.lists[whole].seek(doc) == doc);
            if !has_whole && open.segment.is_alive(doc) {
                match open.window(&compound.parts, doc) {
                    Some(0) => inside += 1,
                    Some(window) if window <= compound.width => apart += 1,
                    _ => {}
                }
            }
            doc = open.next(&near, doc + 1, END);
        }
    }
    let way = |form: String, passages: u64| Way { form, passages };
    let mut ways = vec![way(compound.labels.join("+"), inside), way(compound.labels.join(" … "), apart)];
    ways.retain(|way| way.passages > 0);
    if wholes == 0 && ways.is_empty() {
        for (label, part) in compound.labels.iter().zip(&compound.parts) {
            ways.push(way(label.clone(), plan.lists[*part].passages));
        }
    }
    Ok(ways)
}
