//! Which hits repeat a better one?
//!
//! A passage is folded if it is contained in what is already shown: in the article of a better hit while nothing of its own
//! article is shown, otherwise in a passage that is shown. So all copies of a shown article are folded, complete or
//! shortened, whichever passage of theirs is the hit, while a paragraph that only one paper added stays. Of two articles that
//! are both shown, each text is shown exactly once. Passages of a copy may be cut elsewhere: if an article is a copy as a
//! whole, its passages are folded even if they are contained only in part. Articles are folded if they are copies of a better
//! one.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use super::copy_search::{CopySuspect, MAX_SUSPECT_PASSAGES, MIN_COPY_SIMILARITY, TextUnit, WordCache};
use super::options::Grouping;
use super::passage_range::PassageRange;
use super::rank::RankedPassage;
use super::searcher::Searcher;
use crate::Error;
use crate::index::article_number;

/// Hits below this rank are not folded. This bounds the work, and because it does not depend on how many hits are wanted,
/// pages fit together.
const MAX_FOLDED_RANK: usize = 5000;

/// Share of a passage that a shown article contains if the passage's article is a copy of it.
const MIN_PART_SIMILARITY: f32 = 0.33;

/// An article with a passage that is shown.
struct ShownArticle {
    range: PassageRange,
    /// Sum of the sketch lengths of its passages.
    sketch_hashes: usize,
    /// Passages that are shown.
    docs: HashSet<u32>,
}

/// Folds hits in their order, best first.
pub(super) struct HitFold<'a> {
    searcher: &'a Searcher,
    by: Grouping,
    deadline: Option<Instant>,
    cache: WordCache<'a>,
    shown: Vec<ShownArticle>,
    /// Index in `shown` by article number.
    shown_by_number: HashMap<u64, usize>,
    /// By sketch hash: passages of shown articles, each with the index in `shown`.
    sketches: HashMap<u32, Vec<(usize, u32)>>,
    /// Number of hits that were examined.
    examined: usize,
    /// Hits that were not folded.
    kept: Vec<RankedPassage>,
}

impl<'a> HitFold<'a> {
    pub(super) fn new(searcher: &'a Searcher, by: Grouping, deadline: Option<Instant>) -> HitFold<'a> {
        HitFold {
            searcher,
            by,
            deadline,
            cache: WordCache::new(searcher),
            shown: Vec::new(),
            shown_by_number: HashMap::new(),
            sketches: HashMap::new(),
            examined: 0,
            kept: Vec::new(),
        }
    }

    /// The first `wanted` hits of `ranked` that are not folded, and not of an article that is among them where each is once. `ranked` must begin with the list of the previous call.
    pub(super) fn fold(&mut self, ranked: &[RankedPassage], wanted: usize) -> Result<Vec<RankedPassage>, Error> {
        while let Some(hit) = ranked.get(self.examined).filter(|_| self.kept.len() < wanted) {
            let is_further =
                self.by.takes_articles_once() && self.shown_by_number.contains_key(&article_number(hit.order));
            if !is_further && (self.examined >= MAX_FOLDED_RANK || !self.repeats_shown(hit)?) {
                self.keep(hit);
            }
            self.examined += 1;
        }
        Ok(self.kept.clone())
    }

    fn repeats_shown(&mut self, hit: &RankedPassage) -> Result<bool, Error> {
        Error::if_past(self.deadline)?;
        let address = hit.address();
        let (unit, segment, docs) = match self.by {
            Grouping::Passage | Grouping::BestPassage => {
                (TextUnit::Passage(address), address.segment_ord, address.doc_id..address.doc_id + 1)
            }
            Grouping::Article => {
                let range = PassageRange::containing(self.searcher, address);
                (TextUnit::Article(range.clone()), range.segment, range.docs)
            }
        };
        let sketch = self.searcher.sketch(segment, docs);
        let own = self.shown_by_number.get(&article_number(hit.order)).copied();
        for (number, suspect) in self.suspects(&sketch, own) {
            let smaller = match self.by {
                Grouping::Passage | Grouping::BestPassage => sketch.len(),
                Grouping::Article => sketch.len().min(self.shown[number].sketch_hashes),
            };
            if !suspect.is_close(smaller) {
                continue;
            }
            let is_contained = match own {
                Some(_) => {
                    self.cache.containment(address, suspect.article.segment, suspect.docs)? >= MIN_COPY_SIMILARITY
                }
                None => self.is_contained(&unit, &suspect)?,
            };
            if is_contained {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_contained(&mut self, unit: &TextUnit, suspect: &CopySuspect) -> Result<bool, Error> {
        let similarity = self.cache.similarity(unit, suspect)?;
        match unit {
            TextUnit::Passage(address) if (MIN_PART_SIMILARITY..MIN_COPY_SIMILARITY).contains(&similarity) => {
                let article = TextUnit::Article(PassageRange::containing(self.searcher, *address));
                Ok(self.cache.similarity(&article, suspect)? >= MIN_COPY_SIMILARITY)
            }
            _ => Ok(similarity >= MIN_COPY_SIMILARITY),
        }
    }

    /// The shown articles that share hashes with a sketch, each with its index in `shown`, best first. If the article of the
    /// hit is shown itself (`own`), only passages that are shown count.
    fn suspects(&self, sketch: &[u32], own: Option<usize>) -> Vec<(usize, CopySuspect)> {
        let mut suspects: Vec<(usize, CopySuspect)> = Vec::new();
        for hash in sketch {
            let mut last = None;
            for (number, doc) in self.sketches.get(hash).into_iter().flatten() {
                let shown = &self.shown[*number];
                if own == Some(*number) || (own.is_some() && !shown.docs.contains(doc)) {
                    continue;
                }
                let at = suspects.iter().position(|(known, _)| known == number).unwrap_or_else(|| {
                    let article = shown.range.clone();
                    suspects.push((*number, CopySuspect { article, shared_hashes: 0, docs: Vec::new() }));
                    suspects.len() - 1
                });
                suspects[at].1.shared_hashes += usize::from(last != Some(*number));
                suspects[at].1.docs.push(*doc);
                last = Some(*number);
            }
        }
        suspects.sort_by_key(|(number, _)| *number);
        suspects
    }

    fn keep(&mut self, hit: &RankedPassage) {
        self.kept.push(*hit);
        let number = match self.shown_by_number.get(&article_number(hit.order)) {
            Some(number) => *number,
            None => self.add_shown(PassageRange::containing(self.searcher, hit.address())),
        };
        self.shown[number].docs.insert(hit.candidate.doc);
    }

    /// Adds an article to `shown` and returns its index there.
    fn add_shown(&mut self, range: PassageRange) -> usize {
        let number = self.shown.len();
        let mut sketch_hashes = 0;
        for doc in range.docs.clone() {
            let hashes = self.searcher.sketch(range.segment, doc..doc + 1);
            sketch_hashes += hashes.len();
            for hash in hashes {
                let passages = self.sketches.entry(hash).or_default();
                // An article may repeat itself endlessly.
                if passages.iter().rev().take_while(|(known, _)| *known == number).count() < MAX_SUSPECT_PASSAGES {
                    passages.push((number, doc));
                }
            }
        }
        self.shown_by_number.insert(range.article, number);
        self.shown.push(ShownArticle { range, sketch_hashes, docs: HashSet::new() });
        number
    }
}
