//! Which of many articles are copies of each other?
//!
//! For counting articles by the thousand: sketches alone are compared, all at once, and no text is read.

use tantivy::DocAddress;

use super::same::Place;
use super::searcher::Searcher;

/// The share of the smaller of two sketches that copies share. Of 1,030 copies of 103 articles that have 206 others beside them
/// (`same/measured.rs`) 11, 25 and 47 are counted for themselves with .5, .55 and .6, and of the others 30, 5 and 1 are not.
const SHARED: f32 = 0.55;

/// Articles that are compared for each hash: the oldest that have it.
const OLDEST: usize = 3;

impl Searcher {
    /// Of the articles of these passages, each named once: which are to be counted when copies count once. `true` for all but
    /// those that are copies of an older one among them; undated ones are the youngest. It is an estimate by sketches of about
    /// one shingle in sixteen. The time is that of sorting some 20 numbers an article.
    pub fn first_of_copies(&self, passages: &[DocAddress]) -> Vec<bool> {
        let places: Vec<Place> = passages.iter().map(|at| Place::of(self, *at)).collect();
        let mut by_age: Vec<usize> = (0..places.len()).collect();
        by_age.sort_by_cached_key(|at| places[*at].age(self));
        // Each hash with the articles that have it, the oldest first.
        let mut having: Vec<(u32, u32)> = Vec::new();
        let mut lengths = Vec::with_capacity(places.len());
        for (age, at) in (0..).zip(&by_age) {
            let sketch = self.sketch(places[*at].segment, places[*at].docs.clone());
            lengths.push(sketch.len());
            having.extend(sketch.into_iter().map(|hash| (hash, age)));
        }
        having.sort_unstable();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for same in having.chunk_by(|a, b| a.0 == b.0) {
            for (at, (_, younger)) in same.iter().enumerate() {
                pairs.extend(same[..at.min(OLDEST)].iter().map(|(_, older)| (*younger, *older)));
            }
        }
        pairs.sort_unstable();
        let mut is_first = vec![true; places.len()];
        for same in pairs.chunk_by(|a, b| a == b) {
            let (younger, older) = (same[0].0 as usize, same[0].1 as usize);
            let smaller = lengths[younger].min(lengths[older]);
            if same.len() as f32 >= SHARED * smaller as f32 {
                is_first[by_age[younger]] = false;
            }
        }
        is_first
    }
}
