//! A passage as a tantivy document, and how many of them may wait for the writer.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::TantivyDocument;
use tantivy::schema::Document;

use super::schema::{Fields, order};
use super::stored::Stored;
use crate::corpus::Article;

/// The documents of an article, one a passage, in order.
pub(super) fn documents(
    fields: &Fields,
    number: u64,
    article: &Article,
    stored: &[Stored],
) -> serde_json::Result<Vec<TantivyDocument>> {
    let date = article.date.map(days);
    let total = stored.len() as u64;
    let document = |(ordinal, passage): (usize, &Stored)| {
        let mut doc = TantivyDocument::default();
        if ordinal == 0 && !article.title.is_empty() {
            doc.add_text(fields.terms, &article.title);
            doc.add_text(fields.exact, &article.title);
        }
        doc.add_text(fields.terms, &passage.text);
        doc.add_text(fields.exact, &passage.text);
        for (field, text) in [
            (fields.title, &article.title),
            (fields.title_exact, &article.title),
            (fields.source, &article.source),
            (fields.section, &article.section),
        ] {
            if !text.is_empty() {
                doc.add_text(field, text);
            }
        }
        doc.add_text(fields.article, &passage.article);
        if let Some(date) = date {
            doc.add_i64(fields.date, date);
        }
        doc.add_u64(fields.order, order(number, ordinal));
        doc.add_u64(fields.passages, total);
        doc.add_bytes(fields.stored, &serde_json::to_vec(passage)?);
        Ok(doc)
    };
    stored.iter().enumerate().map(document).collect()
}

/// A day as days since 1970-01-01, the value of the field `date`.
pub(crate) fn days(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    epoch.until(date).map_or(0, |span| i64::from(span.get_days()))
}

/// Lets at most so many bytes of text wait for the writer, whose own queue counts documents only.
#[derive(Debug)]
pub(super) struct Gate {
    waiting: Mutex<usize>,
    freed: Condvar,
    most: usize,
}

impl Gate {
    pub(super) fn new(most: usize) -> Arc<Gate> {
        Arc::new(Gate { waiting: Mutex::new(0), freed: Condvar::new(), most })
    }

    /// Waits until `bytes` fit; one that is larger than all fits when nothing else waits.
    pub(super) fn admit(self: &Arc<Gate>, bytes: usize) -> Permit {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        while *waiting > 0 && *waiting + bytes > self.most {
            waiting = self.freed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        *waiting += bytes;
        Permit { gate: Arc::clone(self), bytes }
    }
}

/// Held by a document that waits; gives its bytes back when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    gate: Arc<Gate>,
    bytes: usize,
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.gate.waiting.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.gate.freed.notify_all();
    }
}

/// A document in the writer's queue; the permit ends when the writer takes it up.
pub(super) struct Queued {
    pub(super) document: TantivyDocument,
    /// Held only to be dropped.
    pub(super) _permit: Option<Permit>,
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}
