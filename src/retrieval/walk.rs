//! The best passages of which something is true, whatever it is.

use std::ops::Range;

use super::bounds::{Bounds, Scorer};
use super::matching::{Matching, Opened};
use super::top::Top;
use super::union::Ground;
use crate::lists::{END, within};

/// Passages that are marked at once, where lists are laid over one another.
const WIDTH: u32 = 1024;
/// Lists are laid over one another when they have at most so many postings for each passage of the shortest: to look one
/// passage up costs about as much as to mark so many.
const DENSE: u64 = 6;

/// Offers the passages of a range of which `what` is true, one by one, but for those that cannot be among the best by their
/// `bounds`.
pub(super) fn walk(
    ground: &Ground<'_>,
    what: &Matching,
    open: &mut Opened<'_>,
    top: &mut Top<'_>,
    bounds: Option<&Bounds>,
    range: Range<u32>,
) {
    // Each way to be true is gone through by itself: that is faster than all side by side.
    let ways = match what {
        Matching::Any(ways) => ways.as_slice(),
        what => std::slice::from_ref(what),
    };
    for (at, way) in ways.iter().enumerate() {
        let one = |open: &mut Opened<'_>, top: &mut Top<'_>, doc: u32| {
            // What it gets at most, before any place of a word is read.
            let most = points(ground, open, doc, false);
            if most >= top.bar() && open.is_true(way, doc) && !open.has_any(&ways[..at], doc) {
                let points = if ground.has_phrases() { points(ground, open, doc, true) } else { most };
                top.offer(points, ground.at, doc);
            }
        };
        let mut promise = bounds.map(Bounds::promise);
        let mut promised =
            |open: &Opened<'_>, doc: u32| promise.as_mut().map_or((u32::MAX, END), |it| it.at(doc, open));
        let lists = way.lists_in_common().filter(|lists| is_dense(open, lists));
        let last = open.segment.passages().min(range.end);
        let mut doc = range.start;
        while doc < last && !open.clock.is_late_now_and_then() {
            let (most, end) = promised(open, doc);
            if most < top.bar() {
                doc = end;
            } else if let Some(lists) = &lists {
                let end = last.min(doc + WIDTH);
                let mut marks = in_common(open, lists, doc..end);
                while let Some(mark) = next_mark(&mut marks) {
                    one(open, top, doc + mark);
                }
                doc = end;
            } else {
                let next = open.next(way, doc, last);
                if next < end.min(last) {
                    one(open, top, next);
                    doc = next + 1;
                } else {
                    // There it may promise less.
                    doc = next;
                }
            }
        }
    }
}

/// A bit for each passage of a range.
type Marks = [u64; WIDTH as usize / 64];

fn is_dense(open: &Opened<'_>, lists: &[usize]) -> bool {
    let passages = || lists.iter().map(|list| u64::from(open.lists[*list].passages()));
    lists.len() > 1 && passages().sum::<u64>() <= DENSE * passages().min().unwrap_or(0)
}

/// The passages of a range that stand on all of `lists`.
fn in_common(open: &mut Opened<'_>, lists: &[usize], range: Range<u32>) -> Marks {
    let mut common = [u64::MAX; WIDTH as usize / 64];
    for list in lists {
        let list = &mut open.lists[*list];
        let mut marks = [0; WIDTH as usize / 64];
        for block in list.blocks_of(&range) {
            let docs = list.load(block);
            let (first, last) = within(docs, &range);
            for doc in &docs[first..last] {
                let at = (doc - range.start) as usize;
                marks[at / 64] |= 1 << (at % 64);
            }
        }
        common.iter_mut().zip(marks).for_each(|(common, marks)| *common &= marks);
    }
    common
}

/// Takes the first mark away.
fn next_mark(marks: &mut Marks) -> Option<u32> {
    let (at, word) = marks.iter_mut().enumerate().find(|(_, word)| **word != 0)?;
    let bit = word.trailing_zeros();
    *word &= *word - 1;
    Some(at as u32 * 64 + bit)
}

/// The points of a passage. Not `exact`: phrases count as often as the rarest of their words.
fn points(ground: &Ground<'_>, open: &mut Opened<'_>, doc: u32, exact: bool) -> u32 {
    let mut sum = 0_u32;
    for scorer in ground.scorers {
        let points = match scorer {
            Scorer::Word { list, field, weight } => match open.lists[*list].seek(doc) == doc {
                true => ground.fields[*field].points(*weight, doc, open.lists[*list].freq()),
                false => 0,
            },
            Scorer::Presence { list, points } => match open.lists[*list].seek(doc) == doc {
                true => *points,
                false => 0,
            },
            Scorer::Phrase { words, field, weight } => {
                let freq = match exact {
                    true => open.phrase_freq(words, doc),
                    false => open.least_freq(words, doc),
                };
                if freq > 0 { ground.fields[*field].points(*weight, doc, freq) } else { 0 }
            }
        };
        sum = sum.saturating_add(points);
    }
    sum
}
