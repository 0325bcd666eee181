//! Which hits say what a better one has said?
//!
//! A passage is folded when it stands in what is shown already: in the article of a better hit, as long as nothing of its own
//! article is shown, else in a passage that is shown. So the copies of a shown article fold, whole or shortened, whatever
//! passage of it they bring, while a paragraph that only one paper added stays; and of two articles that both are shown
//! each text is shown once, and once for sure. Passages of a copy may begin and end elsewhere: of an article that is a copy as a
//! whole, those fold, too, of which a part stands there. Articles are folded when they are copies of a better one.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use tantivy::DocAddress;

use super::place::Place;
use super::rank::Ranked;
use super::same::{MOST_READ, SAME, Suspect, Texts, Unit};
use super::searcher::{Grouping, Searcher};
use crate::Error;
use crate::index::article_number;

/// Hits that are looked at; what ranks below is not folded. It bounds the work, and because it does not depend on how many are
/// wanted, pages fit together.
const MOST_FOLDED: usize = 5000;

/// The share of a passage that stands in a shown article of which its own is a copy.
const PART: f32 = 0.33;

/// An article of which something is shown.
struct Shown {
    place: Place,
    /// Hashes of its sketch.
    sketch: usize,
    /// Its passages that are shown.
    docs: HashSet<u32>,
}

/// Folds hits as they come, best first.
pub(super) struct Folder<'a> {
    searcher: &'a Searcher,
    by: Grouping,
    deadline: Option<Instant>,
    texts: Texts<'a>,
    shown: Vec<Shown>,
    /// Articles that are shown, by their numbers.
    numbers: HashMap<u64, usize>,
    /// The passages of shown articles that have a hash in their sketch, each with its article.
    sketches: HashMap<u32, Vec<(usize, u32)>>,
    /// How many hits were looked at, and those that stay.
    seen: usize,
    kept: Vec<Ranked>,
}

impl<'a> Folder<'a> {
    /// `until`: when it must be done.
    pub(super) fn new(searcher: &'a Searcher, by: Grouping, deadline: Option<Instant>) -> Folder<'a> {
        let (shown, numbers, sketches) = (Vec::new(), HashMap::new(), HashMap::new());
        let texts = Texts::new(searcher);
        Folder { searcher, by, deadline, texts, shown, numbers, sketches, seen: 0, kept: Vec::new() }
    }

    /// The hits that stay, `wanted` at most. `ranked` begins with what it began with the last time.
    pub(super) fn fold(&mut self, ranked: &[Ranked], wanted: usize) -> Result<Vec<Ranked>, Error> {
        while let Some(hit) = ranked.get(self.seen).filter(|_| self.kept.len() < wanted) {
            if self.seen >= MOST_FOLDED || !self.stands_above(hit)? {
                self.keep(hit);
            }
            self.seen += 1;
        }
        Ok(self.kept.clone())
    }

    fn stands_above(&mut self, hit: &Ranked) -> Result<bool, Error> {
        if self.deadline.is_some_and(|deadline| Instant::now() > deadline) {
            return Err(Error::TooSlow);
        }
        let at = DocAddress::new(hit.candidate.segment, hit.candidate.doc);
        let (unit, segment, docs) = match self.by {
            Grouping::Passage => (Unit::Passage(at), at.segment_ord, at.doc_id..at.doc_id + 1),
            Grouping::Article => {
                let place = Place::of(self.searcher, at);
                (Unit::Article(place.clone()), place.segment, place.docs)
            }
        };
        let sketch = self.searcher.sketch(segment, docs);
        let own = self.numbers.get(&article_number(hit.order)).copied();
        for (article, suspect) in self.suspects(&sketch, own) {
            let shown = &self.shown[article];
            let smaller = if self.by == Grouping::Article { sketch.len().min(shown.sketch) } else { sketch.len() };
            if !suspect.is_close(smaller) {
                continue;
            }
            let is_same = match own {
                Some(_) => self.texts.within(at, suspect.place.segment, suspect.docs)? >= SAME,
                None => self.is_same(&unit, &suspect)?,
            };
            if is_same {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_same(&mut self, unit: &Unit, suspect: &Suspect) -> Result<bool, Error> {
        let likeness = self.texts.likeness(unit, suspect)?;
        match unit {
            Unit::Passage(at) if (PART..SAME).contains(&likeness) => {
                let article = Unit::Article(Place::of(self.searcher, *at));
                Ok(self.texts.likeness(&article, suspect)? >= SAME)
            }
            _ => Ok(likeness >= SAME),
        }
    }

    /// The shown articles that share something of a sketch, the best first. For a hit whose `own` article is shown, only the
    /// passages that are shown.
    fn suspects(&self, sketch: &[u32], own: Option<usize>) -> Vec<(usize, Suspect)> {
        let mut found: Vec<(usize, Suspect)> = Vec::new();
        for hash in sketch {
            let sharing = self.sketches.get(hash).into_iter().flatten();
            let mut last = None;
            for (article, doc) in sharing {
                let shown = &self.shown[*article];
                if own == Some(*article) || (own.is_some() && !shown.docs.contains(doc)) {
                    continue;
                }
                let at = found.iter().position(|(known, _)| known == article).unwrap_or_else(|| {
                    found.push((*article, Suspect { place: shown.place.clone(), shared: 0, docs: Vec::new() }));
                    found.len() - 1
                });
                found[at].1.shared += usize::from(last != Some(*article));
                found[at].1.docs.push(*doc);
                last = Some(*article);
            }
        }
        found.sort_by_key(|(article, _)| *article);
        found
    }

    fn keep(&mut self, hit: &Ranked) {
        self.kept.push(*hit);
        let at = DocAddress::new(hit.candidate.segment, hit.candidate.doc);
        let article = match self.numbers.get(&article_number(hit.order)) {
            Some(article) => *article,
            None => self.show(Place::of(self.searcher, at)),
        };
        self.shown[article].docs.insert(at.doc_id);
    }

    /// Takes up an article; its number among them.
    fn show(&mut self, place: Place) -> usize {
        let article = self.shown.len();
        let mut sketch = 0;
        for doc in place.docs.clone() {
            let hashes = self.searcher.sketch(place.segment, doc..doc + 1);
            sketch += hashes.len();
            for hash in hashes {
                let having = self.sketches.entry(hash).or_default();
                // An article may repeat itself without end.
                if having.iter().rev().take_while(|(known, _)| *known == article).count() < MOST_READ {
                    having.push((article, doc));
                }
            }
        }
        self.numbers.insert(place.number, article);
        self.shown.push(Shown { place, sketch, docs: HashSet::new() });
        article
    }
}
