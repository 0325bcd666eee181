//! Fields of a document, which is one passage, and how their values are encoded. `index/README.md` describes them in words.

use jiff::Span;
use jiff::civil::Date;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Version of the format on disk: fields, manifest, commit metadata. Raise it with every change that older programs cannot read.
pub(super) const FORMAT: u32 = 9;

/// Low bits of `order` that hold the passage's number in its article.
const ORDINAL_BITS: u32 = 24;
/// Day 0 of the field `date`.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// The fields. All passages of an article are consecutive documents of one segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Terms of the passage's text without stop words, with positions; parts of a compound share its position. In the first
    /// passage the title's terms come first.
    pub(crate) terms: Field,
    /// Exact forms of every word of the same text, with positions, and `„` and `“` at the positions of the first and the last
    /// word between quotation marks.
    pub(crate) exact: Field,
    /// Pairs of neighbouring exact forms, with frequencies but no positions, as far as [`super::PairRule`] keeps them.
    pub(crate) pairs: Field,
    /// Terms of the article's title, on each of its passages.
    pub(crate) title: Field,
    /// Exact forms of the article's title, on each of its passages.
    pub(crate) title_exact: Field,
    /// The article's id as one term.
    pub(crate) article: Field,
    /// Version of the article, unique to each time it was written: the key by which its passages are removed.
    pub(crate) version: Field,
    /// Words of the source's name; a column has the name.
    pub(crate) source: Field,
    /// Words of the section's name; a column has the name.
    pub(crate) section: Field,
    /// Day of publication in days since 1970-01-01, indexed and as a column; absent if unknown.
    pub(crate) date: Field,
    /// Column: number of the article shifted by 24 bits, plus the number of the passage in it. It is the order in which
    /// passages were read, and the order of hits with equal scores.
    pub(crate) order: Field,
    /// Column: number of passages of the article.
    pub(crate) passages: Field,
    /// Hashes of some of the passage's shingles, by which copies are found, indexed and as a column; none for a short passage.
    pub(crate) sketch: Field,
    /// Data that a hit shows: a [`super::StoredPassage`] as JSON.
    pub(crate) stored: Field,
}

impl Fields {
    /// Returns the fields whose postings are searched by words.
    pub(crate) fn posting_fields(&self) -> [Field; 7] {
        [self.terms, self.exact, self.pairs, self.title, self.title_exact, self.source, self.section]
    }
}

/// Builds the schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    // tantivy's tokenizers see no text: segments are built from the analyser's forms.
    let indexed_with = |option| {
        let indexing = TextFieldIndexing::default().set_tokenizer("raw");
        TextOptions::default().set_indexing_options(indexing.set_index_option(option))
    };
    let text = || indexed_with(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    let fields = Fields {
        terms: schema.add_text_field("terms", text()),
        exact: schema.add_text_field("exact", text()),
        pairs: schema.add_text_field("pairs", indexed_with(IndexRecordOption::WithFreqs)),
        title: schema.add_text_field("title", text()),
        title_exact: schema.add_text_field("title_exact", text()),
        article: schema.add_text_field("article", STRING),
        version: schema.add_u64_field("version", INDEXED),
        source: schema.add_text_field("source", text().set_fast("raw")),
        section: schema.add_text_field("section", text().set_fast("raw")),
        date: schema.add_i64_field("date", INDEXED | FAST),
        order: schema.add_u64_field("order", FAST),
        passages: schema.add_u64_field("passages", FAST),
        sketch: schema.add_u64_field("sketch", NumericOptions::default().set_indexed().set_fast()),
        stored: schema.add_bytes_field("stored", STORED),
    };
    (schema.build(), fields)
}

/// Encodes the value of `order`.
pub(crate) fn order(article: u64, ordinal: usize) -> u64 {
    debug_assert!(ordinal < 1 << ORDINAL_BITS && article < 1 << (u64::BITS - ORDINAL_BITS));
    (article << ORDINAL_BITS) | ordinal as u64
}

/// Returns the passage's number in its article, counted from 0.
pub(crate) fn ordinal(order: u64) -> u32 {
    (order & ((1 << ORDINAL_BITS) - 1)) as u32
}

/// Returns the number of the article.
pub(crate) fn article_number(order: u64) -> u64 {
    order >> ORDINAL_BITS
}

/// Encodes a day as the value of `date`: days since 1970-01-01.
pub(crate) fn days_since_epoch(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

/// Decodes a value of `date`. Returns `None` if the day is outside the calendar (years -9999 to 9999).
pub(crate) fn date_of_day(days: i64) -> Option<Date> {
    EPOCH.checked_add(Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates() {
        for (date, days) in [
            (Date::constant(1970, 1, 1), 0),
            (Date::constant(1969, 12, 31), -1),
            (Date::constant(2016, 7, 18), 17_000),
            (Date::MIN, -4_371_587),
            (Date::MAX, 2_932_896),
        ] {
            assert_eq!((days_since_epoch(date), date_of_day(days)), (days, Some(date)));
        }
        assert_eq!([i64::MIN, -4_371_588, 2_932_897, i64::MAX].map(date_of_day), [None; 4]);
    }
}
