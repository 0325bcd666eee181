//! The segments of an index, opened for reading lists.

use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::directory::{CompositeFile, OwnedBytes};
use tantivy::error::DataCorruption;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentComponent};
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionary;
use tantivy::{DocSet as _, SegmentReader, TERMINATED, Term};

use super::list::{END, List};
use super::order::Order;

/// Bytes before the lists of a field: the number of its places.
const HEAD: usize = 8;

/// All segments of an index, as they were at one moment.
pub(crate) struct Segments {
    segments: Vec<Segment>,
    /// Passages, removed ones included.
    passages: u64,
    /// By field: words of a passage, on average.
    averages: Vec<f32>,
}

/// A segment.
pub(crate) struct Segment {
    reader: SegmentReader,
    /// The value of the field `order` of each passage.
    pub(crate) order: Order,
    /// How many passages its article has.
    pub(crate) siblings: Arc<dyn ColumnValues<u64>>,
    /// The day of its article, where it is known.
    pub(crate) date: Column<i64>,
    /// The sketch of each passage.
    sketch: Column<u64>,
    /// By a hash, the passages that have it in their sketch.
    sketches: Arc<InvertedIndexReader>,
    sketch_field: Field,
    /// By field.
    fields: Vec<Option<FieldLists>>,
}

/// All lists of a field.
struct FieldLists {
    dictionary: Arc<InvertedIndexReader>,
    postings: OwnedBytes,
    places: OwnedBytes,
    /// The length of each passage, as tantivy's code for it.
    norms: OwnedBytes,
}

/// What is known of a term before any of its lists is read.
pub(crate) struct Known {
    pub(crate) field: Field,
    /// The term; of a list that was put together, each of its terms.
    #[cfg(test)]
    pub(crate) texts: Vec<String>,
    /// Passages that have it, removed ones included.
    pub(crate) passages: u64,
    source: Source,
}

/// Where the lists are, segment by segment.
enum Source {
    Terms(Vec<Option<TermInfo>>),
    /// Put together for a query.
    Made(Vec<Made>),
}

/// A list that was put together from others.
#[derive(Default)]
pub(crate) struct Made {
    /// Its passages, in order.
    pub(super) docs: Vec<u32>,
    /// Of each, where its places end among all of them; nothing when places were not asked for.
    pub(super) ends: Vec<u32>,
    pub(super) places: Vec<u32>,
}

impl Segments {
    /// Opens the lists of `fields`, which are text with positions.
    /// `sketch` is the field of that name.
    pub(crate) fn open(searcher: &tantivy::Searcher, fields: &[Field], sketch: Field) -> tantivy::Result<Segments> {
        let segments = searcher.segment_readers().iter().map(|reader| Segment::open(reader, fields, sketch));
        let segments = segments.collect::<tantivy::Result<Vec<Segment>>>()?;
        let passages: u64 = segments.iter().map(|segment| u64::from(segment.passages())).sum();
        let words = |field: usize| segments.iter().map(|segment| segment.words(field)).sum::<u64>();
        let most = fields.iter().map(|field| field.field_id() as usize + 1).max().unwrap_or(0);
        let averages = (0..most).map(|field| words(field) as f32 / passages.max(1) as f32).collect();
        Ok(Segments { segments, passages, averages })
    }

    /// The segments, in the order of tantivy's searcher.
    pub(crate) fn all(&self) -> &[Segment] {
        &self.segments
    }

    /// Passages, removed ones included.
    pub(crate) fn passages(&self) -> u64 {
        self.passages
    }

    /// Words of a passage in this field, on average.
    pub(crate) fn average(&self, field: Field) -> f32 {
        self.averages.get(field.field_id() as usize).copied().unwrap_or(0.0)
    }

    /// Looks a term up.
    pub(crate) fn term(&self, field: Field, text: &str) -> tantivy::Result<Known> {
        let term = Term::from_field_text(field, text);
        let found = self.segments.iter().map(|segment| match segment.lists(field) {
            Some(lists) => lists.dictionary.get_term_info(&term),
            None => Ok(None),
        });
        let found = found.collect::<std::io::Result<Vec<Option<TermInfo>>>>()?;
        let passages = found.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        Ok(Known {
            field,
            #[cfg(test)]
            texts: vec![text.to_owned()],
            passages,
            source: Source::Terms(found),
        })
    }

    /// The terms of a field, segment by segment.
    pub(crate) fn dictionaries(&self, field: Field) -> impl Iterator<Item = &TermDictionary> {
        self.segments.iter().filter_map(move |segment| segment.lists(field)).map(|lists| lists.dictionary.terms())
    }

    /// The passages that have one of `terms`, as one list; `with_places`: one that knows where in them.
    pub(crate) fn any_of(&self, field: Field, terms: &[Known], with_places: bool) -> tantivy::Result<Known> {
        let mut all = Vec::with_capacity(self.segments.len());
        for at in 0..self.segments.len() {
            let lists = terms.iter().map(|term| self.list(at, term)).collect::<tantivy::Result<Vec<List<'_>>>>()?;
            all.push(if with_places { Made::with_places(lists) } else { Made::without_places(lists) });
        }
        Ok(Known {
            field,
            #[cfg(test)]
            texts: terms.iter().flat_map(|term| term.texts.clone()).collect(),
            passages: all.iter().map(|made| made.docs.len() as u64).sum(),
            source: Source::Made(all),
        })
    }

    /// The list of a term in segment number `at`.
    pub(crate) fn list<'a>(&'a self, at: usize, term: &'a Known) -> tantivy::Result<List<'a>> {
        match &term.source {
            Source::Made(all) => Ok(all.get(at).map_or_else(List::empty, List::of)),
            Source::Terms(found) => {
                let lists = self.segments.get(at).and_then(|segment| segment.lists(term.field));
                let Some((info, lists)) = found.get(at).and_then(Option::as_ref).zip(lists) else {
                    return Ok(List::empty());
                };
                lists.list(info).ok_or_else(|| DataCorruption::comment_only("a posting list is cut off").into())
            }
        }
    }
}

impl Made {
    fn without_places(lists: Vec<List<'_>>) -> Made {
        let mut docs = Vec::new();
        for mut list in lists {
            (0..list.blocks().len()).for_each(|block| docs.extend_from_slice(list.load(block)));
        }
        docs.sort_unstable();
        docs.dedup();
        Made { docs, ..Made::default() }
    }

    fn with_places(lists: Vec<List<'_>>) -> Made {
        let (mut all, mut places) = (Vec::new(), Vec::new());
        for mut list in lists {
            let mut doc = list.seek(0);
            while doc < END {
                list.places(&mut places);
                all.extend(places.iter().map(|place| (doc, *place)));
                doc = list.seek(doc + 1);
            }
        }
        all.sort_unstable();
        all.dedup();
        let mut made = Made::default();
        for of_doc in all.chunk_by(|a, b| a.0 == b.0) {
            made.places.extend(of_doc.iter().map(|(_, place)| place));
            made.docs.push(of_doc[0].0);
            made.ends.push(made.places.len() as u32);
        }
        made
    }
}

impl Segment {
    fn open(reader: &SegmentReader, fields: &[Field], sketch: Field) -> tantivy::Result<Segment> {
        let columns = reader.fast_fields();
        let postings = CompositeFile::open(&reader.open_read(SegmentComponent::Postings)?)?;
        let places = CompositeFile::open(&reader.open_read(SegmentComponent::Positions)?)?;
        let norms = reader.fieldnorms_readers().get_inner_file();
        let mut all = Vec::new();
        for field in fields {
            let read = |file: &CompositeFile| file.open_read(*field).map(|slice| slice.read_bytes()).transpose();
            let lists = match (read(&postings)?, read(&places)?, read(&norms)?) {
                (Some(postings), Some(places), Some(norms)) if postings.len() >= HEAD => {
                    let (_, postings) = postings.split(HEAD);
                    Some(FieldLists { dictionary: reader.inverted_index(*field)?, postings, places, norms })
                }
                _ => None,
            };
            let at = field.field_id() as usize;
            all.resize_with(all.len().max(at + 1), || None);
            all[at] = lists;
        }
        Ok(Segment {
            order: Order::new(columns.u64("order")?.first_or_default_col(0)),
            siblings: columns.u64("passages")?.first_or_default_col(1),
            date: columns.i64("date")?,
            sketch: columns.u64("sketch")?,
            sketches: reader.inverted_index(sketch)?,
            sketch_field: sketch,
            reader: reader.clone(),
            fields: all,
        })
    }

    /// Passages, removed ones included.
    pub(crate) fn passages(&self) -> u32 {
        self.reader.max_doc()
    }

    /// Whether a passage was not removed.
    pub(crate) fn is_alive(&self, doc: u32) -> bool {
        !self.reader.is_deleted(doc)
    }

    /// The names that articles have in the column `field`, as numbers in the order of their letters; `None`: no article has one.
    pub(crate) fn names(&self, field: &str) -> tantivy::Result<Option<StrColumn>> {
        self.reader.fast_fields().str(field)
    }

    /// The latest day an article of the segment has, in days since 1970-01-01; removed ones do not count.
    pub(crate) fn newest_day(&self) -> Option<i64> {
        if self.reader.has_deletes() {
            return self.reader.doc_ids_alive().filter_map(|doc| self.date.first(doc)).max();
        }
        // Of a column without values the bounds say nothing.
        (self.date.values.num_vals() > 0).then(|| self.date.max_value())
    }

    /// The hashes in the sketches of some passages, passage by passage.
    pub(crate) fn sketch(&self, docs: Range<u32>) -> impl Iterator<Item = u32> + '_ {
        let docs = docs.start.min(self.passages())..docs.end.min(self.passages());
        self.sketch.index.docid_range_to_rowids(docs).map(|row| self.sketch.values.get_val(row) as u32)
    }

    /// How many passages have `hash` in their sketch, removed ones included.
    pub(crate) fn sharers(&self, hash: u32) -> tantivy::Result<u32> {
        Ok(self.sketches.get_term_info(&self.hash(hash))?.map_or(0, |info| info.doc_freq))
    }

    /// Hands `take` the first `most` passages that have `hash` in their sketch.
    pub(crate) fn sharing(&self, hash: u32, most: usize, take: &mut dyn FnMut(u32)) -> tantivy::Result<()> {
        let found = self.sketches.read_postings(&self.hash(hash), IndexRecordOption::Basic)?;
        let Some(mut docs) = found else { return Ok(()) };
        for _ in 0..most {
            match docs.doc() {
                TERMINATED => break,
                doc if self.is_alive(doc) => take(doc),
                _ => {}
            }
            docs.advance();
        }
        Ok(())
    }

    fn hash(&self, hash: u32) -> Term {
        Term::from_field_u64(self.sketch_field, u64::from(hash))
    }

    /// The length of each passage in `field`, as tantivy's code for it.
    pub(crate) fn norms(&self, field: Field) -> &[u8] {
        self.lists(field).map_or(&[], |lists| lists.norms.as_slice())
    }

    /// The number of words that a code stands for.
    pub(crate) fn length(norm: u8) -> u32 {
        FieldNormReader::id_to_fieldnorm(norm)
    }

    /// Words of a passage in `field`, on average: what the bounds of blocks were chosen by.
    pub(crate) fn average(&self, field: Field) -> f32 {
        self.words(field.field_id() as usize) as f32 / self.passages().max(1) as f32
    }

    fn words(&self, field: usize) -> u64 {
        self.fields.get(field).and_then(Option::as_ref).map_or(0, |lists| lists.dictionary.total_num_tokens())
    }

    fn lists(&self, field: Field) -> Option<&FieldLists> {
        self.fields.get(field.field_id() as usize).and_then(Option::as_ref)
    }
}

impl FieldLists {
    /// `None`: the bytes are not those of a list.
    fn list(&self, info: &TermInfo) -> Option<List<'_>> {
        let postings = self.postings.as_slice().get(info.postings_range.clone())?;
        let places = &info.positions_range;
        if places.start > places.end || places.end > self.places.len() {
            return None;
        }
        List::open(postings, info.doc_freq, self.places.slice(places.clone()))
    }
}
