//! Which of many articles are copies of each other?
//!
//! For counting articles by the thousand: all sketches are compared at once, and a text is read only if its sketch does not
//! decide.

use std::time::Instant;

use super::copy_search::{CopySuspect, MIN_COPY_SIMILARITY, TextUnit, WordCache};
use super::passage_range::PassageRange;
use super::searcher::Searcher;
use crate::Error;

/// Articles with this share of the smaller sketch in common are copies without a look at their texts. For a text that contains
/// .4 of another, one sketch of six hashes in twenty-five has that many in common.
const SURE_SKETCH_OVERLAP: f32 = 0.75;

/// Number of articles that each younger one is compared with for a common hash: the oldest that have it.
const COMPARED_ARTICLES_PER_HASH: usize = 3;

impl Searcher {
    /// For each of `articles`, which are distinct: false if it is a copy of an older one among them, otherwise true. So the
    /// true ones are to be counted if copies count once. Undated articles count as youngest. Sorts about twenty numbers an
    /// article and reads a few of the copies; fails if that is not done by `deadline`.
    pub(super) fn first_of_copies(
        &self,
        articles: &[PassageRange],
        deadline: Option<Instant>,
    ) -> Result<Vec<bool>, Error> {
        let mut by_age: Vec<(usize, &PassageRange)> = articles.iter().enumerate().collect();
        by_age.sort_by_cached_key(|(_, article)| article.age_key(self));
        // Each hash with the articles that have it, oldest first. Packed into one number both sort in half the time of a pair.
        let mut postings: Vec<u64> = Vec::new();
        let mut sketch_lengths = Vec::with_capacity(articles.len());
        for (age, (_, article)) in (0_u64..).zip(&by_age) {
            let sketch = self.sketch(article.segment, article.docs.clone());
            sketch_lengths.push(sketch.len());
            postings.extend(sketch.into_iter().map(|hash| u64::from(hash) << 32 | age));
        }
        postings.sort_unstable();
        let (mut is_first, cache) = (vec![true; articles.len()], &mut WordCache::new(self));
        for shared in sharing_pairs(&postings).chunk_by(|a, b| a == b) {
            let (younger, older) = (shared[0].0 as usize, shared[0].1 as usize);
            let ((number, young), (_, old)) = (by_age[younger], by_age[older]);
            let smaller = sketch_lengths[younger].min(sketch_lengths[older]);
            let suspect = CopySuspect { article: old.clone(), shared_hashes: shared.len(), docs: Vec::new() };
            if !is_first[number] || !suspect.is_close(smaller) {
                continue;
            }
            Error::if_past(deadline)?;
            let is_copy = shared.len() as f32 >= SURE_SKETCH_OVERLAP * smaller as f32
                || cache.similarity(&TextUnit::Article(young.clone()), &suspect)? >= MIN_COPY_SIMILARITY;
            is_first[number] = !is_copy;
        }
        Ok(is_first)
    }
}

/// Each pair of a younger and an older article, once for each hash they share, sorted. `postings` are sorted: a hash, then
/// the age of an article that has it.
fn sharing_pairs(postings: &[u64]) -> Vec<(u32, u32)> {
    let age = |posting: &u64| *posting as u32;
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for of_hash in postings.chunk_by(|a, b| a >> 32 == b >> 32) {
        for (at, younger) in of_hash.iter().enumerate() {
            let compared = &of_hash[..at.min(COMPARED_ARTICLES_PER_HASH)];
            pairs.extend(compared.iter().map(|older| (age(younger), age(older))));
        }
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_of_a_younger_and_one_of_the_oldest() {
        let posting = |hash: u64, age: u64| hash << 32 | age;
        let postings = [posting(1, 0), posting(1, 2), posting(7, 0), posting(7, 1), posting(7, 2), posting(8, 5)];
        assert_eq!(sharing_pairs(&postings), [(1, 0), (2, 0), (2, 0), (2, 1)]);
        let common: Vec<u64> = (0..5).map(|age| posting(1, age)).collect();
        assert_eq!(sharing_pairs(&common).iter().filter(|(younger, _)| *younger == 4).count(), 3);
    }
}
