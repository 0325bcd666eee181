//! The segments of an index, opened for reading postings and columns.

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::directory::{CompositeFile, OwnedBytes};
use tantivy::error::DataCorruption;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentComponent};
use tantivy::postings::TermInfo as SegmentTermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionary;
use tantivy::{DocSet as _, SegmentReader, TERMINATED, TantivyError, Term};

use super::cursor::PostingCursor;
use super::materialized::MaterializedPostings;
use super::order::PassageOrder;
use crate::Error;

/// Bytes before the postings of a field: its number of tokens.
const FIELD_HEADER_BYTES: usize = 8;

/// All segments of an index, as of one commit.
pub(crate) struct Segments {
    segments: Vec<Segment>,
    /// Passages, deleted ones included.
    passages: u64,
    /// Average passage length in tokens, by field.
    average_lengths: Vec<f32>,
}

/// A segment: its columns, norms and postings.
pub(crate) struct Segment {
    reader: SegmentReader,
    /// Sort key of each passage: the column `order`.
    pub(crate) order: PassageOrder,
    /// Number of passages in the article of each passage.
    pub(crate) passages_in_article: Arc<dyn ColumnValues<u64>>,
    /// Day of the article of each passage, in days since 1970-01-01, where known.
    pub(crate) date: Column<i64>,
    /// Hashes in the sketch of each passage.
    sketch: Column<u64>,
    /// Passages by a hash in their sketch.
    sketches: Arc<InvertedIndexReader>,
    sketch_field: Field,
    /// Postings by field id.
    fields: Vec<Option<FieldPostings>>,
}

/// The postings, positions and norms of a field.
struct FieldPostings {
    dictionary: Arc<InvertedIndexReader>,
    postings: OwnedBytes,
    /// True if postings have positions.
    has_positions: bool,
    /// Positions; empty if postings have none.
    positions: OwnedBytes,
    /// Length of each passage as a field norm, tantivy's one-byte code.
    norms: OwnedBytes,
}

/// Statistics of a term, and where its postings are.
pub(crate) struct TermInfo {
    /// Field of the text in which the term stands, whose lengths count in BM25.
    pub(crate) field: Field,
    /// The term, or all terms of materialized postings.
    #[cfg(test)]
    pub(crate) texts: Vec<String>,
    /// Passages that have the term, deleted ones included.
    pub(crate) doc_freq: u64,
    postings: TermPostings,
}

/// The postings of a term, segment by segment.
enum TermPostings {
    /// In the field given.
    OnDisk(Field, Vec<Option<SegmentTermInfo>>),
    Materialized(Vec<MaterializedPostings>),
}

impl Segments {
    /// Opens the postings of the text fields `fields`, and the columns. `sketch` is the field of that name.
    pub(crate) fn open(searcher: &tantivy::Searcher, fields: &[Field], sketch: Field) -> tantivy::Result<Segments> {
        let segments = searcher.segment_readers().iter().map(|reader| Segment::open(reader, fields, sketch));
        let segments = segments.collect::<tantivy::Result<Vec<Segment>>>()?;
        let passages: u64 = segments.iter().map(|segment| u64::from(segment.passages())).sum();
        let tokens = |field: usize| segments.iter().map(|segment| segment.total_tokens(field)).sum::<u64>();
        let count = fields.iter().map(|field| field.field_id() as usize + 1).max().unwrap_or(0);
        let average_lengths = (0..count).map(|field| tokens(field) as f32 / passages.max(1) as f32).collect();
        Ok(Segments { segments, passages, average_lengths })
    }

    /// Segments in the order of tantivy's searcher.
    pub(crate) fn all(&self) -> &[Segment] {
        &self.segments
    }

    /// Number of passages, deleted ones included.
    pub(crate) fn passages(&self) -> u64 {
        self.passages
    }

    /// Average passage length of `field` in tokens.
    pub(crate) fn average_length(&self, field: Field) -> f32 {
        self.average_lengths.get(field.field_id() as usize).copied().unwrap_or(0.0)
    }

    /// Looks up the term `text` of `field`.
    pub(crate) fn term_info(&self, field: Field, text: &str) -> tantivy::Result<TermInfo> {
        let term = Term::from_field_text(field, text);
        let found = self.segments.iter().map(|segment| match segment.postings(field) {
            Some(postings) => postings.dictionary.get_term_info(&term),
            None => Ok(None),
        });
        let found = found.collect::<std::io::Result<Vec<Option<SegmentTermInfo>>>>()?;
        let doc_freq = found.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        Ok(TermInfo {
            field,
            #[cfg(test)]
            texts: vec![text.to_owned()],
            doc_freq,
            postings: TermPostings::OnDisk(field, found),
        })
    }

    /// Looks up a pair of neighbouring words of the field `words`: the term `key` of the field `pairs`. It has no positions.
    pub(crate) fn pair_info(&self, words: Field, pairs: Field, key: &str) -> tantivy::Result<TermInfo> {
        Ok(TermInfo { field: words, ..self.term_info(pairs, key)? })
    }

    /// Term dictionaries of `field`, segment by segment.
    pub(crate) fn dictionaries(&self, field: Field) -> impl Iterator<Item = &TermDictionary> {
        self.segments
            .iter()
            .filter_map(move |segment| segment.postings(field))
            .map(|postings| postings.dictionary.terms())
    }

    /// Materializes the union of the postings of `terms`, with positions if `with_positions`. Fails if that is not done by `deadline`.
    pub(crate) fn materialized_union(
        &self,
        field: Field,
        terms: &[TermInfo],
        with_positions: bool,
        deadline: Option<Instant>,
    ) -> Result<TermInfo, Error> {
        let mut all = Vec::with_capacity(self.segments.len());
        for at in 0..self.segments.len() {
            let cursors = terms.iter().map(|term| self.cursor(at, term));
            let cursors = cursors.collect::<tantivy::Result<Vec<PostingCursor<'_>>>>()?;
            all.push(union(cursors, with_positions, deadline)?);
        }
        Ok(TermInfo {
            field,
            #[cfg(test)]
            texts: terms.iter().flat_map(|term| term.texts.clone()).collect(),
            doc_freq: all.iter().map(|postings| postings.docs.len() as u64).sum(),
            postings: TermPostings::Materialized(all),
        })
    }

    /// A cursor over the postings of `term` in segment number `at`.
    pub(crate) fn cursor<'a>(&'a self, at: usize, term: &'a TermInfo) -> tantivy::Result<PostingCursor<'a>> {
        match &term.postings {
            TermPostings::Materialized(all) => Ok(all.get(at).map_or_else(PostingCursor::empty, PostingCursor::over)),
            TermPostings::OnDisk(field, infos) => {
                let field = self.segments.get(at).and_then(|segment| segment.postings(*field));
                let Some((info, field)) = infos.get(at).and_then(Option::as_ref).zip(field) else {
                    return Ok(PostingCursor::empty());
                };
                field.cursor(info).ok_or_else(|| DataCorruption::comment_only("a posting list is cut off").into())
            }
        }
    }
}

/// Merges postings. An error if they are damaged, or `deadline` passes.
fn union(
    mut cursors: Vec<PostingCursor<'_>>,
    with_positions: bool,
    deadline: Option<Instant>,
) -> Result<MaterializedPostings, Error> {
    let union = match with_positions {
        true => MaterializedPostings::from_positions(all_positions(&mut cursors, deadline)?),
        false => MaterializedPostings::from_docs(all_docs(&mut cursors, deadline)?),
    };
    match cursors.iter().any(PostingCursor::is_damaged) {
        true => Err(TantivyError::from(DataCorruption::comment_only("a posting list is damaged")).into()),
        false => Ok(union),
    }
}

fn all_docs(cursors: &mut [PostingCursor<'_>], deadline: Option<Instant>) -> Result<Vec<u32>, Error> {
    let mut docs = Vec::new();
    for cursor in cursors {
        Error::if_past(deadline)?;
        (0..cursor.blocks().len()).for_each(|block| docs.extend_from_slice(cursor.load_docs(block)));
    }
    Ok(docs)
}

/// Pairs of a passage and a position in it.
fn all_positions(cursors: &mut [PostingCursor<'_>], deadline: Option<Instant>) -> Result<Vec<(u32, u32)>, Error> {
    let (mut all, mut positions) = (Vec::new(), Vec::new());
    for cursor in cursors {
        Error::if_past(deadline)?;
        let mut doc = cursor.seek(0);
        while doc < TERMINATED {
            cursor.positions(&mut positions);
            all.extend(positions.iter().map(|position| (doc, *position)));
            doc = cursor.seek(doc + 1);
        }
    }
    Ok(all)
}

impl Segment {
    fn open(reader: &SegmentReader, fields: &[Field], sketch: Field) -> tantivy::Result<Segment> {
        let columns = reader.fast_fields();
        let postings = CompositeFile::open(&reader.open_read(SegmentComponent::Postings)?)?;
        let positions = CompositeFile::open(&reader.open_read(SegmentComponent::Positions)?)?;
        let norms = reader.fieldnorms_readers().get_inner_file();
        let mut all = Vec::new();
        for field in fields {
            let option = reader.schema().get_field_entry(*field).field_type().get_index_record_option();
            let has_positions = option.is_some_and(IndexRecordOption::has_positions);
            let read = |file: &CompositeFile| file.open_read(*field).map(|slice| slice.read_bytes()).transpose();
            let field_postings = match (read(&postings)?, read(&positions)?, read(&norms)?) {
                (Some(postings), Some(positions), Some(norms)) if postings.len() >= FIELD_HEADER_BYTES => {
                    let (_, postings) = postings.split(FIELD_HEADER_BYTES);
                    let dictionary = reader.inverted_index(*field)?;
                    Some(FieldPostings { dictionary, postings, has_positions, positions, norms })
                }
                _ => None,
            };
            let at = field.field_id() as usize;
            all.resize_with(all.len().max(at + 1), || None);
            all[at] = field_postings;
        }
        Ok(Segment {
            order: PassageOrder::new(columns.u64("order")?.first_or_default_col(0)),
            passages_in_article: columns.u64("passages")?.first_or_default_col(1),
            date: columns.i64("date")?,
            sketch: columns.u64("sketch")?,
            sketches: reader.inverted_index(sketch)?,
            sketch_field: sketch,
            reader: reader.clone(),
            fields: all,
        })
    }

    /// Number of passages, deleted ones included.
    pub(crate) fn passages(&self) -> u32 {
        self.reader.max_doc()
    }

    /// Returns true if some passages were removed.
    pub(crate) fn has_removed(&self) -> bool {
        self.reader.num_deleted_docs() > 0
    }

    /// Returns true if passage `doc` is not deleted.
    pub(crate) fn is_alive(&self, doc: u32) -> bool {
        !self.reader.is_deleted(doc)
    }

    /// The string column `field`, whose ordinals are in alphabetical order. Returns `None` if no article has a value.
    pub(crate) fn names(&self, field: &str) -> tantivy::Result<Option<StrColumn>> {
        self.reader.fast_fields().str(field)
    }

    /// Latest day up to `limit` of an article that is not deleted, in days since 1970-01-01.
    pub(crate) fn newest_day(&self, limit: i64) -> Option<i64> {
        if self.reader.has_deletes() || self.date.values.num_vals() > 0 && self.date.max_value() > limit {
            let days = self.reader.doc_ids_alive().filter_map(|doc| self.date.first(doc));
            return days.filter(|day| *day <= limit).max();
        }
        // The bounds of a column without values mean nothing.
        (self.date.values.num_vals() > 0).then(|| self.date.max_value())
    }

    /// Sketch hashes of the passages `docs`, passage by passage.
    pub(crate) fn sketch(&self, docs: Range<u32>) -> impl Iterator<Item = u32> + '_ {
        let docs = docs.start.min(self.passages())..docs.end.min(self.passages());
        self.sketch.index.docid_range_to_rowids(docs).map(|row| self.sketch.values.get_val(row) as u32)
    }

    /// Number of passages with `hash` in their sketch, deleted ones included.
    pub(crate) fn sketch_doc_freq(&self, hash: u32) -> tantivy::Result<u32> {
        Ok(self.sketches.get_term_info(&self.hash_term(hash))?.map_or(0, |info| info.doc_freq))
    }

    /// Calls `visit` with the live passages among the first `limit` postings of the sketch hash `hash`.
    pub(crate) fn for_each_with_sketch_hash(
        &self,
        hash: u32,
        limit: usize,
        visit: &mut dyn FnMut(u32),
    ) -> tantivy::Result<()> {
        let found = self.sketches.read_postings(&self.hash_term(hash), IndexRecordOption::Basic)?;
        let Some(mut docs) = found else { return Ok(()) };
        for _ in 0..limit {
            match docs.doc() {
                TERMINATED => break,
                doc if self.is_alive(doc) => visit(doc),
                _ => {}
            }
            docs.advance();
        }
        Ok(())
    }

    fn hash_term(&self, hash: u32) -> Term {
        Term::from_field_u64(self.sketch_field, u64::from(hash))
    }

    /// Field norm of each passage: its length in `field` as tantivy's one-byte code.
    pub(crate) fn norms(&self, field: Field) -> &[u8] {
        self.postings(field).map_or(&[], |postings| postings.norms.as_slice())
    }

    /// Length in tokens that a field norm stands for.
    pub(crate) fn norm_to_length(norm: u8) -> u32 {
        FieldNormReader::id_to_fieldnorm(norm)
    }

    /// Average passage length of `field` in tokens in this segment, by which the block-max values were chosen.
    pub(crate) fn average_length(&self, field: Field) -> f32 {
        self.total_tokens(field.field_id() as usize) as f32 / self.passages().max(1) as f32
    }

    fn total_tokens(&self, field: usize) -> u64 {
        self.fields.get(field).and_then(Option::as_ref).map_or(0, |postings| postings.dictionary.total_num_tokens())
    }

    fn postings(&self, field: Field) -> Option<&FieldPostings> {
        self.fields.get(field.field_id() as usize).and_then(Option::as_ref)
    }
}

impl FieldPostings {
    /// Returns `None` if the bytes are not those of a posting list.
    fn cursor(&self, info: &SegmentTermInfo) -> Option<PostingCursor<'_>> {
        let postings = self.postings.as_slice().get(info.postings_range.clone())?;
        let positions = &info.positions_range;
        if positions.start > positions.end || positions.end > self.positions.len() {
            return None;
        }
        let positions = self.has_positions.then(|| self.positions.slice(positions.clone()));
        PostingCursor::open(postings, info.doc_freq, positions)
    }
}
