//! Which passages are of articles with one certain name, of a source or a section?

use std::fmt;

use tantivy::columnar::{Column, StrColumn};

use super::segment::{Segment, Segments};

/// A whole name in a column of names, looked up once in each segment.
pub(crate) struct NameFilter {
    field: &'static str,
    name: String,
    segments: Vec<SegmentName>,
}

/// A name in one segment.
enum SegmentName {
    /// No passage has it.
    Nowhere,
    /// All passages have it: the empty name, where no article of the segment has another.
    Everywhere,
    /// Passages with this ordinal in the column have it; with none, if that is `None`.
    Ordinal(Column<u64>, Option<u64>),
}

impl Segments {
    /// Looks up the whole name `name` in the string column `field`. The empty name is that of articles without one.
    pub(crate) fn name_filter(&self, field: &'static str, name: &str) -> tantivy::Result<NameFilter> {
        let segments = self.all().iter().map(|segment| segment.name(field, name)).collect::<tantivy::Result<_>>()?;
        Ok(NameFilter { field, name: name.to_owned(), segments })
    }
}

impl Segment {
    fn name(&self, field: &str, name: &str) -> tantivy::Result<SegmentName> {
        let ordinal = |column: &StrColumn| column.dictionary().term_ord(name);
        Ok(match self.names(field)? {
            None if name.is_empty() => SegmentName::Everywhere,
            None => SegmentName::Nowhere,
            Some(column) if name.is_empty() => SegmentName::Ordinal(column.ords().clone(), None),
            Some(column) => match ordinal(&column)? {
                Some(ordinal) => SegmentName::Ordinal(column.ords().clone(), Some(ordinal)),
                None => SegmentName::Nowhere,
            },
        })
    }
}

impl NameFilter {
    /// Returns true if the article of passage `doc` in segment number `segment` has the name.
    pub(crate) fn matches(&self, segment: usize, doc: u32) -> bool {
        match self.segments.get(segment) {
            None | Some(SegmentName::Nowhere) => false,
            Some(SegmentName::Everywhere) => true,
            Some(SegmentName::Ordinal(column, ordinal)) => column.first(doc) == *ordinal,
        }
    }
}

impl PartialEq for NameFilter {
    fn eq(&self, other: &NameFilter) -> bool {
        (self.field, &self.name) == (other.field, &other.name)
    }
}

impl Eq for NameFilter {}

impl fmt::Debug for NameFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {:?}", self.field, self.name)
    }
}
