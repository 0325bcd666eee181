//! Where in a passage do these words stand together?

use super::matching::{Matching, Opened, smallest_windows};

/// What has places in a passage. Numbers are those of the plan's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Places {
    /// Nowhere.
    None,
    /// Where the word stands.
    Word(usize),
    /// Where the words stand at these distances from one another.
    Phrase(Vec<(usize, u32)>),
    /// Where the words stand no further apart than this.
    Close(Vec<usize>, u32),
    /// Where one of these stands.
    Any(Vec<Places>),
    /// Where both stand no further apart than this.
    Near(Box<Near>),
    /// Where it stands between a place of the one list and the next of the other.
    Between(Box<Places>, usize, usize),
}

/// Two things that stand close together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Near {
    pub(crate) left: Places,
    pub(crate) right: Places,
    pub(crate) closeness: Closeness,
}

/// How close together two things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closeness {
    /// Words from the end of one to the beginning of the other, at most: 1 is side by side.
    pub(crate) width: u32,
    /// The left one comes first.
    pub(crate) ordered: bool,
    /// They may stand at the same place: two words of one compound, but not one word twice.
    pub(crate) may_overlap: bool,
}

/// The first and the last place of something.
pub(crate) type Span = (u32, u32);

impl Closeness {
    /// The span of both, when they stand close enough.
    pub(crate) fn joined(self, left: Span, right: Span) -> Option<Span> {
        let follows = |first: Span, second: Span| second.0 > first.1 && second.0 - first.1 <= self.width;
        let overlap = left.0 <= right.1 && right.0 <= left.1;
        let close = follows(left, right) || !self.ordered && (follows(right, left) || self.may_overlap && overlap);
        close.then(|| (left.0.min(right.0), left.1.max(right.1)))
    }
}

impl Places {
    /// What must be true of a passage where it stands, without looking at places.
    pub(crate) fn matching(&self) -> Matching {
        let all = |lists: &mut dyn Iterator<Item = usize>| Matching::All(lists.map(Matching::On).collect());
        match self {
            Places::None => Matching::Nothing,
            Places::Word(list) => Matching::On(*list),
            Places::Phrase(words) => all(&mut words.iter().map(|(list, _)| *list)),
            Places::Close(lists, _) => all(&mut lists.iter().copied()),
            Places::Any(parts) => Matching::Any(parts.iter().map(Places::matching).collect()),
            Places::Near(near) => Matching::All(vec![near.left.matching(), near.right.matching()]),
            Places::Between(what, begin, _) => Matching::All(vec![what.matching(), Matching::On(*begin)]),
        }
    }

    /// Whether it has a list in common with another.
    pub(crate) fn shares_a_list(&self, other: &Places) -> bool {
        let (mut own, mut others) = (Vec::new(), Vec::new());
        self.add_lists(&mut own);
        other.add_lists(&mut others);
        own.iter().any(|list| others.contains(list))
    }

    fn add_lists(&self, all: &mut Vec<usize>) {
        match self {
            Places::None => {}
            Places::Word(list) => all.push(*list),
            Places::Phrase(words) => all.extend(words.iter().map(|(list, _)| *list)),
            Places::Close(lists, _) => all.extend(lists),
            Places::Any(parts) => parts.iter().for_each(|part| part.add_lists(all)),
            Places::Near(near) => [&near.left, &near.right].into_iter().for_each(|part| part.add_lists(all)),
            Places::Between(what, ..) => what.add_lists(all),
        }
    }
}

impl Opened<'_> {
    /// Where in `doc` it stands, in order, each span once.
    pub(super) fn spans(&mut self, what: &Places, doc: u32) -> Vec<Span> {
        let mut spans = match what {
            Places::None => Vec::new(),
            Places::Word(list) => self.places_of(*list, doc).into_iter().map(|place| (place, place)).collect(),
            Places::Phrase(words) => self.phrases(words, doc),
            Places::Close(lists, width) => {
                let places: Vec<Vec<u32>> = lists.iter().map(|list| self.places_of(*list, doc)).collect();
                smallest_windows(&places).filter(|(first, last)| last - first <= *width).collect()
            }
            Places::Any(parts) => parts.iter().flat_map(|part| self.spans(part, doc)).collect(),
            Places::Near(near) => {
                let left = self.spans(&near.left, doc);
                let right = if left.is_empty() { Vec::new() } else { self.spans(&near.right, doc) };
                let with = |left: Span| right.iter().filter_map(move |right| near.closeness.joined(left, *right));
                left.iter().flat_map(|left| with(*left)).collect()
            }
            Places::Between(what, begin, end) => {
                let mut spans = self.spans(what, doc);
                if !spans.is_empty() {
                    let between: Vec<Span> =
                        self.places_of(*begin, doc).into_iter().zip(self.places_of(*end, doc)).collect();
                    spans.retain(|span| between.iter().any(|between| between.0 <= span.0 && span.1 <= between.1));
                }
                spans
            }
        };
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    fn places_of(&mut self, list: usize, doc: u32) -> Vec<u32> {
        let mut places = Vec::new();
        if self.lists[list].seek(doc) == doc {
            self.lists[list].places(&mut places);
        }
        places
    }

    fn phrases(&mut self, words: &[(usize, u32)], doc: u32) -> Vec<Span> {
        let (Some(first), Some(last)) = (words.iter().map(|w| w.1).min(), words.iter().map(|w| w.1).max()) else {
            return Vec::new();
        };
        self.begins(words, doc).iter().map(|begin| (begin + first, begin + last)).collect()
    }
}
