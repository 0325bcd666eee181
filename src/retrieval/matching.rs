//! Which passages a query is true of.

use std::ops::{Range, RangeInclusive};

use super::clock::Clock;
use super::spans::Places;
use crate::lists::{END, List, Segment, Segments};
use crate::query::Plan;

/// What must be true of a passage. Numbers are those of the plan's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Matching {
    /// Nothing is.
    Nothing,
    /// Every passage.
    Everything,
    /// It stands on a list.
    On(usize),
    /// It stands on all of these, and the words stand at these distances from one another.
    Phrase(Vec<(usize, u32)>),
    /// It stands on all of these, and the words stand no further apart than this.
    Near(Vec<usize>, u32),
    /// These have places in it; the second says as much as can be said without looking at places.
    Placed(Places, Box<Matching>),
    /// Its article is of one of these days.
    Dated(RangeInclusive<i64>),
    /// One of them is true.
    Any(Vec<Matching>),
    /// All of them are.
    All(Vec<Matching>),
    /// The first is true, and none of the others.
    Except(Box<Matching>, Vec<Matching>),
}

impl Matching {
    /// Of how many of `all` passages it is true at most; `on` says how many stand on a list.
    pub(crate) fn most(&self, all: u64, on: &dyn Fn(usize) -> u64) -> u64 {
        match self {
            Matching::Nothing => 0,
            Matching::Everything | Matching::Dated(_) => all,
            Matching::On(list) => on(*list),
            Matching::Phrase(words) => words.iter().map(|(list, _)| on(*list)).min().unwrap_or(0),
            Matching::Near(words, _) => words.iter().map(|list| on(*list)).min().unwrap_or(0),
            Matching::Placed(_, without) => without.most(all, on),
            Matching::Any(parts) => parts.iter().map(|part| part.most(all, on)).sum(),
            Matching::All(parts) => parts.iter().map(|part| part.most(all, on)).min().unwrap_or(0),
            Matching::Except(what, _) => what.most(all, on),
        }
    }

    /// When it can only be true of a passage that stands on all of some lists, and no other way: these.
    pub(super) fn lists_in_common(&self) -> Option<Vec<usize>> {
        match self {
            Matching::Phrase(words) => Some(words.iter().map(|(list, _)| *list).collect()),
            Matching::Near(words, _) => Some(words.clone()),
            Matching::Placed(_, without) => without.lists_in_common(),
            Matching::All(parts) => {
                parts.iter().map(|part| if let Matching::On(list) = part { Some(*list) } else { None }).collect()
            }
            _ => None,
        }
    }
}

/// The lists of a plan, open in one segment.
pub(crate) struct Opened<'a> {
    pub(crate) segment: &'a Segment,
    pub(crate) lists: Vec<List<'a>>,
    /// Places of words, for phrases and words close together.
    places: Vec<Vec<u32>>,
    /// Where the phrase at hand begins.
    begins: Vec<u32>,
    /// The phrase that was counted last, where, and how often it stands there.
    counted: (Vec<(usize, u32)>, u32, u32),
    pub(crate) clock: Clock,
}

impl<'a> Opened<'a> {
    /// Opens the lists of `plan` in segment number `at`.
    pub(crate) fn new(plan: &'a Plan, segments: &'a Segments, at: usize) -> tantivy::Result<Opened<'a>> {
        let lists = plan.lists.iter().map(|known| segments.list(at, known)).collect::<tantivy::Result<_>>()?;
        let counted = (Vec::new(), END, 0);
        Ok(Opened {
            segment: &segments.all()[at],
            lists,
            places: Vec::new(),
            begins: Vec::new(),
            counted,
            clock: Clock::new(plan.until),
        })
    }

    /// The first of the passages from `doc` to before `end` of which `what` may be true: all that can be said without looking at
    /// places. When there is none, something not below `end`.
    pub(crate) fn next(&mut self, what: &Matching, doc: u32, end: u32) -> u32 {
        match what {
            Matching::Nothing => END,
            Matching::Everything | Matching::Dated(_) => {
                if doc < self.segment.passages() {
                    doc
                } else {
                    END
                }
            }
            Matching::On(list) => self.lists[*list].seek(doc),
            Matching::Phrase(words) => {
                self.next_of_all(words.len(), doc..end, |open, at, doc| open.lists[words[at].0].seek(doc))
            }
            Matching::Near(words, _) => {
                self.next_of_all(words.len(), doc..end, |open, at, doc| open.lists[words[at]].seek(doc))
            }
            Matching::Placed(_, without) => self.next(without, doc, end),
            Matching::All(parts) => {
                self.next_of_all(parts.len(), doc..end, |open, at, doc| open.next(&parts[at], doc, end))
            }
            Matching::Any(parts) => parts.iter().map(|part| self.next(part, doc, end)).min().unwrap_or(END),
            Matching::Except(what, _) => self.next(what, doc, end),
        }
    }

    /// Whether `what` may be true of `doc`, without looking at places.
    pub(super) fn may_be(&mut self, what: &Matching, doc: u32) -> bool {
        self.next(what, doc, doc + 1) == doc
    }

    /// The first passage of a range on which all of `count` agree.
    fn next_of_all(
        &mut self,
        count: usize,
        range: Range<u32>,
        mut next: impl FnMut(&mut Self, usize, u32) -> u32,
    ) -> u32 {
        let mut doc = range.start;
        'doc: while doc < range.end {
            for at in 0..count {
                let found = next(self, at, doc);
                if found > doc {
                    doc = found;
                    // Where the first says so it holds for the first; any other sends back to it.
                    if at > 0 || doc >= range.end {
                        continue 'doc;
                    }
                }
            }
            return doc;
        }
        END
    }

    /// Passages of the segment that `next` goes through at most, about.
    pub(super) fn most(&self, what: &Matching) -> u64 {
        what.most(self.segment.passages().into(), &|list| self.lists[list].passages().into())
    }

    /// Whether `what`, of which `next` has said that it may be true of `doc`, is true of it.
    pub(crate) fn is_true(&mut self, what: &Matching, doc: u32) -> bool {
        match what {
            Matching::Nothing => false,
            Matching::Everything | Matching::On(_) => true,
            Matching::Phrase(words) => self.phrase_freq(words, doc) > 0,
            Matching::Near(words, width) => self.window(words, doc).is_some_and(|window| window <= *width),
            Matching::Placed(what, _) => !self.spans(what, doc).is_empty(),
            Matching::Dated(days) => self.segment.date.first(doc).is_some_and(|day| days.contains(&day)),
            Matching::All(parts) => parts.iter().all(|part| self.is_true(part, doc)),
            Matching::Any(parts) => self.has_any(parts, doc),
            Matching::Except(what, parts) => self.is_true(what, doc) && !self.has_any(parts, doc),
        }
    }

    /// Whether any of `parts` is true of `doc`.
    pub(super) fn has_any(&mut self, parts: &[Matching], doc: u32) -> bool {
        parts.iter().any(|part| self.may_be(part, doc) && self.is_true(part, doc))
    }

    /// How often the words stand in `doc` at these distances from one another.
    pub(crate) fn phrase_freq(&mut self, words: &[(usize, u32)], doc: u32) -> u32 {
        // Whoever asks whether it stands there asks next how often.
        if self.counted.1 == doc && self.counted.0 == words {
            return self.counted.2;
        }
        let freq = self.begins(words, doc).len() as u32;
        self.counted.0.clear();
        self.counted.0.extend_from_slice(words);
        (self.counted.1, self.counted.2) = (doc, freq);
        freq
    }

    /// The places in `doc` from which the words stand at these distances. Places of a word are read only where the words
    /// before it, which are rarer, leave one.
    pub(super) fn begins(&mut self, words: &[(usize, u32)], doc: u32) -> &[u32] {
        self.begins.clear();
        if !self.are_at(words.iter().map(|(list, _)| *list), doc) {
            return &self.begins;
        }
        let mut places = self.places.pop().unwrap_or_default();
        for (number, (list, at)) in words.iter().enumerate() {
            self.lists[*list].places(&mut places);
            if number == 0 {
                self.begins.extend(places.iter().filter_map(|place| place.checked_sub(*at)));
            } else {
                self.begins.retain(|begin| places.binary_search(&(begin + at)).is_ok());
            }
            if self.begins.is_empty() {
                break;
            }
        }
        self.places.push(places);
        &self.begins
    }

    /// How often the rarest of the words stands in `doc`.
    pub(crate) fn least_freq(&mut self, words: &[(usize, u32)], doc: u32) -> u32 {
        let mut least = u32::MAX;
        for (list, _) in words {
            if self.lists[*list].seek(doc) != doc {
                return 0;
            }
            least = least.min(self.lists[*list].freq());
        }
        least
    }

    /// How far the first of the words stands from the last in `doc`, where they stand closest. `None`: one is missing.
    pub(crate) fn window(&mut self, words: &[usize], doc: u32) -> Option<u32> {
        if !self.are_at(words.iter().copied(), doc) {
            return None;
        }
        self.places.resize_with(words.len().max(self.places.len()), Vec::new);
        for (list, places) in words.iter().zip(&mut self.places) {
            self.lists[*list].places(places);
        }
        smallest_window(&self.places[..words.len()])
    }

    /// Moves lists to `doc`. `false`: it does not stand on all of them.
    fn are_at(&mut self, mut lists: impl Iterator<Item = usize>, doc: u32) -> bool {
        lists.all(|list| self.lists[list].seek(doc) == doc)
    }
}

/// The smallest window with one place of each word.
fn smallest_window(places: &[Vec<u32>]) -> Option<u32> {
    smallest_windows(places).map(|(first, last)| last - first).min()
}

/// The windows with one place of each word that have no smaller one inside with the same beginning: the word that is last
/// behind moves on.
pub(crate) fn smallest_windows(places: &[Vec<u32>]) -> impl Iterator<Item = (u32, u32)> {
    let mut at = vec![0; places.len()];
    std::iter::from_fn(move || {
        let (mut first, mut last, mut behind) = (u32::MAX, 0, None);
        for (word, places) in places.iter().enumerate() {
            let place = *places.get(at[word])?;
            if place < first {
                (first, behind) = (place, Some(word));
            }
            last = last.max(place);
        }
        at[behind?] += 1;
        Some((first, last))
    })
}
