//! Which of many articles are copies of each other?
//!
//! For counting articles by the thousand: their sketches are compared all at once, and a text is read only where they leave it
//! open.

use std::time::Instant;

use tantivy::DocAddress;

use super::place::Place;
use super::same::{SAME, Suspect, Texts, Unit};
use super::searcher::Searcher;
use crate::Error;

/// Articles that share this share of the smaller sketch are copies without a look at their texts. Of a text that has .4 of
/// another, one sketch of six hashes in twenty-five shares so many.
const SURE: f32 = 0.75;

/// Articles that are compared for each hash: the oldest that have it.
const OLDEST: usize = 3;

impl Searcher {
    /// Of the articles of these passages, each named once: which are to be counted when copies count once. `true` for all but
    /// those that are copies of an older one among them; undated ones are the youngest. The time is that of sorting some
    /// twenty numbers an article, and of reading a few of the copies; an error when it is not done by `until`.
    pub(super) fn first_of_copies(&self, passages: &[DocAddress], until: Option<Instant>) -> Result<Vec<bool>, Error> {
        let mut places: Vec<(usize, Place)> = passages.iter().map(|at| Place::of(self, *at)).enumerate().collect();
        places.sort_by_cached_key(|(_, place)| place.age(self));
        // Each hash with the articles that have it, the oldest first. One number of both is sorted in half the time of a pair.
        let mut having: Vec<u64> = Vec::new();
        let mut lengths = Vec::with_capacity(places.len());
        for (age, (_, place)) in (0_u64..).zip(&places) {
            let sketch = self.sketch(place.segment, place.docs.clone());
            lengths.push(sketch.len());
            having.extend(sketch.into_iter().map(|hash| u64::from(hash) << 32 | age));
        }
        having.sort_unstable();
        let (mut is_first, texts) = (vec![true; places.len()], &mut Texts::new(self));
        for same in pairs(&having).chunk_by(|a, b| a == b) {
            let (younger, older) = (same[0].0 as usize, same[0].1 as usize);
            let ((at, young), (_, old)) = (&places[younger], &places[older]);
            let smaller = lengths[younger].min(lengths[older]);
            let suspect = Suspect { place: old.clone(), shared: same.len(), docs: Vec::new() };
            if !is_first[*at] || !suspect.is_close(smaller) {
                continue;
            }
            if until.is_some_and(|until| Instant::now() > until) {
                return Err(Error::TooSlow);
            }
            let is_sure = same.len() as f32 >= SURE * smaller as f32;
            is_first[*at] = !is_sure && texts.likeness(&Unit::Article(young.clone()), &suspect)? < SAME;
        }
        Ok(is_first)
    }
}

/// Each pair of a younger and an older article as often as they share a hash, sorted.
fn pairs(having: &[u64]) -> Vec<(u32, u32)> {
    let age = |one: &u64| *one as u32;
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for same in having.chunk_by(|a, b| a >> 32 == b >> 32) {
        for (at, younger) in same.iter().enumerate() {
            pairs.extend(same[..at.min(OLDEST)].iter().map(|older| (age(younger), age(older))));
        }
    }
    pairs.sort_unstable();
    pairs
}
