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
    /// The article of the passage with this id and the address of the passage, or the article with this id. An id of an article may
    /// look like that of a passage of another one: lists show ids of passages, so the passage is meant, and `ID#` is the article.
    pub(super) fn resolve_id(&self, id: &str) -> Result<(PassageRange, Option<DocAddress>), Error> {
        let no_such_id = || Error::NoSuchId(id.to_owned());
        if let Some((article, number)) = id.rsplit_once('#')
            && let Some(ordinal) = number.parse::<u32>().ok().and_then(|number| number.checked_sub(1))
            && let Some(address) = self.find_article(article)?
        {
            let range = PassageRange::containing(self, address);
            let doc = Some(range.docs.start.saturating_add(ordinal)).filter(|doc| range.docs.contains(doc));
            if let Some(doc) = doc {
                let address = DocAddress::new(range.segment, doc);
                return Ok((range, Some(address)));
            }
        }
        let found = match (self.find_article(id)?, id.strip_suffix('#')) {
            (None, Some(article)) => self.find_article(article)?,
            (found, _) => found,
        };
        let address = found.ok_or_else(no_such_id)?;
        Ok((PassageRange::containing(self, address), None))
    }

    /// Address of a passage of the article with this id.
    pub(super) fn find_article(&self, id: &str) -> Result<Option<DocAddress>, Error> {
        let term = Term::from_field_text(self.index().fields().article, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = self.tantivy().search(&query, &TopDocs::with_limit(1).order_by_score())?;
        Ok(found.first().map(|(_, address)| *address))
    }
}
