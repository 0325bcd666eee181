//! Where in the index are the passages of an article?

use std::ops::Range;

use tantivy::collector::TopDocs;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::searcher::Searcher;
use crate::Error;
use crate::index::{article_number, ordinal};

/// Articles with more passages are not read as a whole to be compared: their sketches suffice.
const MAX_COMPARED_PASSAGES: usize = 250;

/// The passages of an article, which are adjacent in one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PassageRange {
    /// Number of the segment.
    pub(super) segment: u32,
    /// Numbers of the passages in the segment; not empty.
    pub(super) docs: Range<u32>,
    /// Number of the article.
    pub(super) article: u64,
}

impl PassageRange {
    /// The article of the passage at `address`.
    pub(super) fn containing(searcher: &Searcher, address: DocAddress) -> PassageRange {
        let segment = searcher.segment(address.segment_ord);
        let order = segment.order.get(address.doc_id);
        // In a damaged index both numbers may be anything.
        let first = address.doc_id.saturating_sub(ordinal(order));
        let passages = u32::try_from(segment.passages_in_article.get_val(first)).unwrap_or(u32::MAX).max(1);
        let docs = first..first.saturating_add(passages).min(segment.passages());
        PassageRange { segment: address.segment_ord, docs, article: article_number(order) }
    }

    /// Sort key by age, oldest first: day of publication, then order of indexing. Undated articles come last.
    pub(super) fn age_key(&self, searcher: &Searcher) -> (i64, u64) {
        let day = searcher.segment(self.segment).date.first(self.docs.start);
        (day.unwrap_or(i64::MAX), self.article)
    }

    /// Returns true if the article is too long to be read as a whole for a comparison.
    pub(super) fn is_long(&self) -> bool {
        self.docs.len() > MAX_COMPARED_PASSAGES
    }

    /// Address of the first passage.
    pub(super) fn first(&self) -> DocAddress {
        DocAddress::new(self.segment, self.docs.start)
    }
}

impl Searcher {
    /// The article with this id, or the article of the passage with this id and the address of the passage.
    pub(super) fn resolve_id(&self, id: &str) -> Result<(PassageRange, Option<DocAddress>), Error> {
        // The id of an article may contain a `#`, so the whole id is tried first.
        if let Some(address) = self.find_article(id)? {
            return Ok((PassageRange::containing(self, address), None));
        }
        let split = || {
            let (article, number) = id.rsplit_once('#')?;
            Some((article, number.parse::<u32>().ok()?.checked_sub(1)?))
        };
        let no_such_id = || Error::NoSuchId(id.to_owned());
        let (article, ordinal) = split().ok_or_else(no_such_id)?;
        let range = PassageRange::containing(self, self.find_article(article)?.ok_or_else(no_such_id)?);
        let doc = range.docs.start.saturating_add(ordinal);
        let doc = Some(doc).filter(|doc| range.docs.contains(doc)).ok_or_else(no_such_id)?;
        let address = DocAddress::new(range.segment, doc);
        Ok((range, Some(address)))
    }

    /// Address of a passage of the article with this id.
    pub(super) fn find_article(&self, id: &str) -> Result<Option<DocAddress>, Error> {
        let term = Term::from_field_text(self.index().fields().article, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = self.tantivy().search(&query, &TopDocs::with_limit(1).order_by_score())?;
        Ok(found.first().map(|(_, address)| *address))
    }
}
