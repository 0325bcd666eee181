//! The first phase: the k best passages by their own words.

use tantivy::schema::Field;

use super::bm25::{Bm25, in_points, weight};
use super::bounds::{Bounds, Scorer};
use super::matching::{Matching, Opened};
use super::top::{Candidate, Top};
use super::union::{Ground, Union};
use super::walk::walk;
use crate::lists::{END, Segments};
use crate::query::{Leaf, Plan, Role, Scoring};

/// Passages for each one wanted that are gone through one by one rather than by what their ranges promise.
const FEW: usize = if cfg!(test) { 1 } else { 64 };

/// Passages for each one wanted that are many.
const MANY: usize = if cfg!(test) { 1 } else { 8 };

/// The `k` best passages of which `what` is true, best first, by the words of `plan`. `open` has its lists, by segment. When
/// a clock of theirs was late, it is some passages and not the best.
pub(crate) fn best(
    what: &Matching,
    plan: &Plan,
    segments: &Segments,
    open: &mut [Opened<'_>],
    k: usize,
) -> Vec<Candidate> {
    let (scorers, fields) = scorers(plan);
    let is_union = is_union(what, &scorers);
    let mut top = Top::new(k, segments);
    if k == 0 {
        return Vec::new();
    }
    for (at, open) in open.iter_mut().enumerate() {
        if open.clock.is_late() {
            break;
        }
        let bm25: Vec<Bm25> = fields.iter().map(|field| Bm25::new(segments, open.segment, *field)).collect();
        let ground = Ground { scorers: &scorers, fields: &bm25, at };
        let by_points = is_union || (is_scored(what, &scorers) && has_many(what, open, k));
        if !by_points && open.most(what) < k.saturating_mul(FEW) as u64 {
            walk(&ground, what, open, &mut top, None, 0..END);
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
            if bounds.total[range] < top.bar() || open.clock.is_late() {
                break;
            }
            if by_points {
                let what = if is_union { &Matching::Everything } else { what };
                union.range(&ground, what, open, &mut top, range);
            } else {
                walk(&ground, what, open, &mut top, Some(&bounds), bounds.passages(range));
            }
        }
    }
    top.best()
}

/// Whether any passage of a range can be one that is looked for.
fn is_possible(range: usize, what: &Matching, scorers: &[Scorer], bounds: &Bounds) -> bool {
    // A list that gives no points may stand anywhere.
    let on = |list: usize| {
        let scored = scorers.iter().position(|scorer| scorer.list() == Some(list));
        scored.map_or(1, |scorer| bounds.ranges[scorer][range].into())
    };
    what.most(1, &on) > 0
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

/// Whether a passage of which `what` is true has points for it, and nothing but points and lists need be looked at.
fn is_scored(what: &Matching, scorers: &[Scorer]) -> bool {
    match what {
        Matching::On(list) => scorers.iter().any(|scorer| scorer.list() == Some(*list)),
        Matching::Any(parts) | Matching::All(parts) => parts.iter().all(|part| is_scored(part, scorers)),
        _ => false,
    }
}

/// Whether one way for `what` to be true has so many passages that the best of them are found soon, and few of the others can
/// still get in.
fn has_many(what: &Matching, open: &Opened<'_>, k: usize) -> bool {
    let Matching::Any(ways) = what else { return false };
    ways.iter().any(|way| matches!(way, Matching::On(_)) && open.most(way) >= k.saturating_mul(MANY) as u64)
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
        (Scoring::Near(..) | Scoring::None, _) => None,
    }
}
