//! In how many passages was a compound found, and how?

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, Searcher, TERMINATED};

use crate::query::{Compound, Plan, Way, WordReceipt};

/// The receipt of `plan`, with the ways in which its compounds were found.
pub(super) fn receipt(plan: &Plan, searcher: &Searcher) -> tantivy::Result<Vec<WordReceipt>> {
    let mut words = plan.receipt.clone();
    for compound in &plan.compounds {
        if let Some(word) = words.iter_mut().find(|word| word.typed == compound.word) {
            word.ways = ways(compound, searcher, word.passages.unwrap_or(0))?;
        }
    }
    Ok(words)
}

/// Beside the `wholes`: all parts in one word, all parts close together, and when there is none of these, parts alone.
fn ways(compound: &Compound, searcher: &Searcher, wholes: u64) -> tantivy::Result<Vec<Way>> {
    let (mut inside, mut apart) = (0, 0);
    for reader in searcher.segment_readers() {
        let Some(mut near) = compound.near.matches(reader, 1.0)? else { continue };
        let mut whole: Option<SegmentPostings> = match &compound.whole {
            Some(term) => reader.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)?,
            None => None,
        };
        while near.doc() != TERMINATED {
            let doc = near.doc();
            let has_whole = whole.as_mut().is_some_and(|whole| {
                if whole.doc() < doc {
                    whole.seek(doc);
                }
                whole.doc() == doc
            });
            match near.window() {
                _ if has_whole || reader.alive_bitset().is_some_and(|alive| !alive.is_alive(doc)) => {}
                0 => inside += 1,
                _ => apart += 1,
            }
            near.advance();
        }
    }
    let way = |form: String, passages: u64| Way { form, passages };
    let mut ways = vec![way(compound.labels.join("+"), inside), way(compound.labels.join(" … "), apart)];
    ways.retain(|way| way.passages > 0);
    if wholes == 0 && ways.is_empty() {
        for (label, part) in compound.labels.iter().zip(&compound.parts) {
            ways.push(way(label.clone(), searcher.doc_freq(part)?));
        }
    }
    Ok(ways)
}
