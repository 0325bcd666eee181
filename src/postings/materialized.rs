//! Postings collected for one query: the union of the postings of several terms.

/// Passages in order, and the positions in each.
#[derive(Default)]
pub(crate) struct MaterializedPostings {
    /// Passages in order, each once.
    pub(super) docs: Vec<u32>,
    /// End of each passage's positions in `positions`; empty if positions were not requested.
    position_ends: Vec<u32>,
    positions: Vec<u32>,
}

impl MaterializedPostings {
    /// Postings without positions, from passages in any order.
    pub(super) fn from_docs(mut docs: Vec<u32>) -> MaterializedPostings {
        docs.sort_unstable();
        docs.dedup();
        MaterializedPostings { docs, ..MaterializedPostings::default() }
    }

    /// Postings with positions, from pairs of a passage and a position in any order.
    pub(super) fn from_positions(mut all: Vec<(u32, u32)>) -> MaterializedPostings {
        all.sort_unstable();
        all.dedup();
        let mut postings = MaterializedPostings::default();
        for of_doc in all.chunk_by(|a, b| a.0 == b.0) {
            postings.positions.extend(of_doc.iter().map(|(_, position)| position));
            postings.docs.push(of_doc[0].0);
            postings.position_ends.push(postings.positions.len() as u32);
        }
        postings
    }

    /// Positions in passage number `at` of the postings; empty if they were not requested.
    pub(super) fn positions_of(&self, at: usize) -> &[u32] {
        let begin = at.checked_sub(1).and_then(|before| self.position_ends.get(before)).map_or(0, |end| *end as usize);
        let end = self.position_ends.get(at).map_or(begin, |end| *end as usize);
        &self.positions[begin..end]
    }
}
