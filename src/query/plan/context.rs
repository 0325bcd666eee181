//! The surroundings of a node in the query tree.

use crate::query::syntax::Boost;

/// The surroundings of a node in the query tree. Planning methods take a context by value and hand a changed copy to
/// the nodes below, so nothing has to be restored.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub(super) struct Context {
    /// True inside an odd number of negations.
    pub(super) negated: bool,
    /// True where words score and are highlighted: outside negations and filters.
    pub(super) scoring: bool,
    /// True below `NAHE`, `VOR` and `zitat:`, where words are highlighted as part of a span only.
    pub(super) in_span: bool,
    /// Product of all boosts above the node.
    pub(super) boost: f32,
    /// Number of the scored clause of the compound whose parts are planned.
    pub(super) parent: Option<usize>,
}

impl Context {
    /// The context of a whole query.
    pub(super) const ROOT: Context =
        Context { negated: false, scoring: true, in_span: false, boost: 1.0, parent: None };

    /// The context below a negation. Nothing scores there, not even below a second one.
    pub(super) fn negate(self) -> Context {
        Context { negated: !self.negated, scoring: false, ..self }
    }

    /// The context below a filter: names of sources and sections match, but never score.
    pub(super) fn filter(self) -> Context {
        Context { scoring: false, ..self }
    }

    /// The context below `NAHE`, `VOR` or `zitat:`.
    pub(super) fn within_span(self) -> Context {
        Context { in_span: true, ..self }
    }

    /// The context below `^`.
    pub(super) fn boosted(self, boost: Boost) -> Context {
        Context { boost: self.boost * boost.factor(), ..self }
    }

    /// The context of a word that counts less than others.
    pub(super) fn weighted(self, weight: f32) -> Context {
        Context { boost: self.boost * weight, ..self }
    }

    /// The context of the parts of the compound whose scored clause is `parent`.
    pub(super) fn part_of(self, parent: Option<usize>) -> Context {
        Context { parent, ..self }
    }
}
