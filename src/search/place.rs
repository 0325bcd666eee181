//! Which article is it, and where do its passages lie?

use std::ops::Range;

use tantivy::collector::TopDocs;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::searcher::Searcher;
use crate::Error;
use crate::index::{article_number, ordinal};

/// Articles with more passages are not read as a whole to be compared: their sketches tell enough.
const LONG: usize = 250;

/// An article by where its passages lie, side by side in one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) segment: u32,
    pub(super) docs: Range<u32>,
    /// The article's number.
    pub(super) number: u64,
}

impl Place {
    /// The article of a passage.
    pub(super) fn of(searcher: &Searcher, at: DocAddress) -> Place {
        let segment = searcher.segment(at.segment_ord);
        let order = segment.order.get(at.doc_id);
        let first = at.doc_id.saturating_sub(ordinal(order));
        // In a damaged index these numbers may be any.
        let passages = u32::try_from(segment.passages_in_article.get_val(first)).unwrap_or(u32::MAX).max(1);
        let docs = first..first.saturating_add(passages).min(segment.passages());
        Place { segment: at.segment_ord, docs, number: article_number(order) }
    }

    /// By when it was printed, then by when it was read; those without a date last.
    pub(super) fn age(&self, searcher: &Searcher) -> (i64, u64) {
        let date = searcher.segment(self.segment).date.first(self.docs.start);
        (date.unwrap_or(i64::MAX), self.number)
    }

    /// Whether it is too long to be read as a whole.
    pub(super) fn is_long(&self) -> bool {
        self.docs.len() > LONG
    }

    /// Its first passage.
    pub(super) fn first(&self) -> DocAddress {
        DocAddress::new(self.segment, self.docs.start)
    }
}

impl Searcher {
    /// The article that an id names, and the passage if it names one.
    pub(super) fn named(&self, id: &str) -> Result<(Place, Option<DocAddress>), Error> {
        // An article's own id may hold a `#`, so the whole is tried first.
        if let Some(at) = self.address_of(id)? {
            return Ok((Place::of(self, at), None));
        }
        let passage = || {
            let (article, ordinal) = id.rsplit_once('#')?;
            Some((article, ordinal.parse::<u32>().ok()?.checked_sub(1)?))
        };
        let no_such_id = || Error::NoSuchId(id.to_owned());
        let (article, ordinal) = passage().ok_or_else(no_such_id)?;
        let place = Place::of(self, self.address_of(article)?.ok_or_else(no_such_id)?);
        let doc = place.docs.start.saturating_add(ordinal);
        let doc = Some(doc).filter(|doc| place.docs.contains(doc)).ok_or_else(no_such_id)?;
        let at = DocAddress::new(place.segment, doc);
        Ok((place, Some(at)))
    }

    /// One of the passages of the article with this id.
    pub(super) fn address_of(&self, id: &str) -> Result<Option<DocAddress>, Error> {
        let term = Term::from_field_text(self.index().fields().article, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = self.tantivy().search(&query, &TopDocs::with_limit(1).order_by_score())?;
        Ok(found.first().map(|(_, address)| *address))
    }
}
