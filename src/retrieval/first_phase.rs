//! The first phase: the k best passages by their own words.

use std::ops::Range;

use tantivy::schema::Field;

use super::bm25::{Bm25, in_points, weight};
use super::bounds::{Bounds, Scorer};
use super::matching::{Matching, Opened};
use super::top::{Candidate, Top};
use super::union::{Ground, Union};
use crate::lists::{END, Segments};
use crate::query::{Leaf, Plan, Role, Scoring};

/// Passages for each one wanted that are gone through one by one rather than by what their ranges promise.
const FEW: usize = if cfg!(test) { 1 } else { 64 };

/// The `k` best passages of which `what` is true, best first, by the words of `plan`. `open` has its lists, by segment.
pub(crate) fn best(
    what: &Matching,
    plan: &Plan,
    segments: &Segments,
    open: &mut [Opened<'_>],
    k: usize,
) -> tantivy::Result<Vec<Candidate>> {
    let (scorers, fields) = scorers(plan);
    let is_union = is_union(what, &scorers);
    let mut top = Top::new(k, segments);
    if k == 0 {
        return Ok(Vec::new());
    }
    for (at, open) in open.iter_mut().enumerate() {
        let bm25: Vec<Bm25> = fields.iter().map(|field| Bm25::new(segments, open.segment, *field)).collect();
        let ground = Ground { scorers: &scorers, fields: &bm25, at };
        if !is_union && (open.most(what) as usize) < k.saturating_mul(FEW) {
            walk(&ground, what, open, &mut top, 0..END)?;
            continue;
        }
        let bounds = Bounds::new(&scorers, &bm25, open);
        let mut union = Union::new(&bounds);
        if is_union && scorers.len() == 1 {
            union.alone(&ground, open, &mut top);
            continue;
        }
        let mut ranges: Vec<usize> =
            (0..bounds.total.len()).filter(|range| is_possible(*range, what, &scorers, &bounds)).collect();
        // The most promising first: then few of the others can still get in.
        ranges.sort_unstable_by_key(|range| (std::cmp::Reverse(bounds.total[*range]), *range));
        for range in ranges {
            if bounds.total[range] < top.bar() {
                break;
            }
            if is_union {
                union.range(&ground, open, &mut top, range);
            } else {
                walk(&ground, what, open, &mut top, bounds.passages(range))?;
            }
        }
    }
    Ok(top.best())
}

/// Whether any passage of a range can be one that is looked for.
fn is_possible(range: usize, what: &Matching, scorers: &[Scorer], bounds: &Bounds) -> bool {
    // A list that gives no points may stand anywhere.
    let stands = |list: usize| {
        let scored = scorers.iter().position(|scorer| scorer.list() == Some(list));
        scored.is_none_or(|scorer| bounds.ranges[scorer][range] > 0)
    };
    Opened::is_possible(what, &stands)
}

/// Whether every passage with points matches, and only those: then nothing but points need be looked at.
fn is_union(what: &Matching, scorers: &[Scorer]) -> bool {
    let parts = match what {
        Matching::Any(parts) => parts.as_slice(),
        what => std::slice::from_ref(what),
    };
    let scores = |list: usize| scorers.iter().any(|scorer| scorer.list() == Some(list));
    parts.len() == scorers.len() && parts.iter().all(|part| matches!(part, Matching::On(list) if scores(*list)))
}

/// What gives points in the first phase, and the fields it stands in.
pub(crate) fn scorers(plan: &Plan) -> (Vec<Scorer>, Vec<Field>) {
    let mut fields = Vec::new();
    (plan.leaves.iter().filter_map(|leaf| scorer(leaf, plan, &mut fields)).collect(), fields)
}

/// What a leaf gives in the first phase. The form as typed and the closeness of parts only decide among the best.
fn scorer(leaf: &Leaf, plan: &Plan, fields: &mut Vec<Field>) -> Option<Scorer> {
    let mut number = |list: usize| {
        let field = plan.lists[list].field;
        fields.iter().position(|known| *known == field).unwrap_or_else(|| {
            fields.push(field);
            fields.len() - 1
        })
    };
    let rarity = leaf.rarity * leaf.weight;
    match (&leaf.scoring, leaf.role) {
        (_, Role::Typed | Role::Together) => None,
        (Scoring::Word(list), _) => Some(Scorer::Word { list: *list, field: number(*list), weight: weight(rarity) }),
        (Scoring::Presence(list), _) => Some(Scorer::Presence { list: *list, points: in_points(rarity) }),
        (Scoring::Phrase(words), _) => {
            let field = number(words.first()?.0);
            Some(Scorer::Phrase { words: words.clone(), field, weight: weight(rarity) })
        }
        (Scoring::Near(..), _) => None,
    }
}

/// Offers the passages of a range of which `what` is true, one by one.
fn walk(
    ground: &Ground<'_>,
    what: &Matching,
    open: &mut Opened<'_>,
    top: &mut Top<'_>,
    range: Range<u32>,
) -> tantivy::Result<()> {
    // Each way to be true is gone through by itself: that is faster than all side by side.
    let ways = match what {
        Matching::Any(ways) => ways.as_slice(),
        what => std::slice::from_ref(what),
    };
    for (at, way) in ways.iter().enumerate() {
        let mut doc = open.next(way, range.start);
        while doc < range.end {
            // What it gets at most, before any place of a word is read.
            let most = points(ground, open, doc, false)?;
            if most >= top.bar() && open.is_true(way, doc)? && !open.has_any(&ways[..at], doc)? {
                let points = if ground.has_phrases() { points(ground, open, doc, true)? } else { most };
                top.offer(points, ground.at, doc);
            }
            doc = open.next(way, doc + 1);
        }
    }
    Ok(())
}

/// The points of a passage. Not `exact`: phrases count as often as the rarest of their words.
fn points(ground: &Ground<'_>, open: &mut Opened<'_>, doc: u32, exact: bool) -> tantivy::Result<u32> {
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
                    true => open.phrase_freq(words, doc)?,
                    false => open.least_freq(words, doc),
                };
                if freq > 0 { ground.fields[*field].points(*weight, doc, freq) } else { 0 }
            }
        };
        sum = sum.saturating_add(points);
    }
    Ok(sum)
}
