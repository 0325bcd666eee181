//! Articles in, a segment out.
//!
//! tantivy's own writer hashes every term of every text. Texts repeat their words, so here a word as written is looked up once
//! and is an id from then on; what an id stands for (exact form, term, parts of a compound) is worked out when any builder first
//! meets the word.

use std::ops::Range;

use tantivy::directory::TerminatingWrite as _;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Segment, SegmentComponent, SegmentMeta};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::Field;
use tantivy::store::StoreWriter;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{DocId, Index, TantivyDocument, i64_to_u64};

use super::form_cache::FormCache;
use super::forward_index::{ForwardIndex, GAP_WORD};
use super::interner::Interner;
use super::pairs::PairRule;
use super::pairs_writer::Pairs;
use super::postings_writer::{KeyPosting, SketchPosting, write_key_field, write_sketch_field, write_text_field};
use super::schema::{Fields, days_since_epoch, order};
use super::stored_passage::{StoredPassage, StoredPassageIter};
use super::vocabulary::Vocabulary;
use crate::copies::sketch;
use crate::corpus::Article;
use crate::german::{Analyzer, plain_words};
use crate::passage::Passage;

/// Maximum number of words of a segment, so that occurrences can be counted in 32 bits.
const MAX_SEGMENT_WORDS: usize = 1 << 30;
/// Approximate memory of the keys of an article (id, version, date) and their allocations, in bytes.
const ARTICLE_KEYS_BYTES: usize = 160;

/// An article with its number in the index and its passages, which become one document each.
pub(super) struct NumberedArticle {
    pub(super) number: u64,
    /// Key by which the article is removed again.
    pub(super) version: u64,
    /// Absolute path of the source file.
    pub(super) path: String,
    /// The article; its id is the one in the index.
    pub(super) article: Box<Article>,
    pub(super) passages: Vec<Passage>,
}

/// A segment under construction.
pub(super) struct SegmentBuilder<'a> {
    segment: Segment,
    fields: Fields,
    vocabulary: Vocabulary<'a>,
    pairs: &'a PairRule,
    texts: ForwardIndex,
    titles: ForwardIndex,
    /// Words of sources and sections.
    names: Interner,
    sources: ForwardIndex,
    sections: ForwardIndex,
    articles: Vec<KeyPosting>,
    versions: Vec<KeyPosting>,
    dates: Vec<KeyPosting>,
    sketches: Vec<SketchPosting>,
    /// Sketch of the current passage.
    sketch: Vec<u32>,
    /// Shingle hashes of the words of the current passage, without its title.
    shingle_words: Vec<u32>,
    norms: FieldNormsWriter,
    columns: FastFieldsWriter,
    store: StoreWriter,
    documents: DocId,
}

impl<'a> SegmentBuilder<'a> {
    /// Creates a builder for a new segment of `index`.
    pub(super) fn new(
        index: &Index,
        fields: Fields,
        analyzer: &'a Analyzer,
        form_cache: &'a FormCache,
        pairs: &'a PairRule,
    ) -> tantivy::Result<SegmentBuilder<'a>> {
        let segment = index.new_segment();
        let settings = index.settings();
        let mut names = Interner::default();
        // Reserves the id of the gap.
        names.intern("\0");
        let out = segment.open_write(SegmentComponent::Store)?;
        Ok(SegmentBuilder {
            fields,
            vocabulary: Vocabulary::new(analyzer, form_cache),
            pairs,
            texts: ForwardIndex::default(),
            titles: ForwardIndex::default(),
            names,
            sources: ForwardIndex::default(),
            sections: ForwardIndex::default(),
            articles: Vec::new(),
            versions: Vec::new(),
            dates: Vec::new(),
            sketches: Vec::new(),
            sketch: Vec::new(),
            shingle_words: Vec::new(),
            norms: FieldNormsWriter::for_schema(&index.schema()),
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(&index.schema(), TokenizerManager::new())?,
            store: StoreWriter::new(out, settings.docstore_compression, settings.docstore_blocksize, false)?,
            documents: 0,
            segment,
        })
    }

    /// Adds an article: its passages become consecutive documents.
    pub(super) fn add(&mut self, article: NumberedArticle) -> tantivy::Result<()> {
        let NumberedArticle { number, version, path, mut article, passages } = article;
        let body = std::mem::take(&mut article.body);
        let date = article.date.map(days_since_epoch);
        let start = self.documents;
        for (ordinal, passage) in StoredPassageIter::new(&path, &article, body, &passages)?.enumerate() {
            let passage = passage?;
            self.add_text(&passage, ordinal);
            let mut columns = TantivyDocument::default();
            columns.add_u64(self.fields.order, order(number, ordinal));
            columns.add_u64(self.fields.passages, passages.len() as u64);
            self.sketch.iter().for_each(|hash| columns.add_u64(self.fields.sketch, u64::from(*hash)));
            if let Some(date) = date {
                columns.add_i64(self.fields.date, date);
            }
            self.store(&passage, columns)?;
            self.documents += 1;
        }
        self.add_article_fields(&article, version, start..self.documents);
        Ok(())
    }

    /// Adds the words of a passage. In the first passage the title's words come before, then a gap that no phrase crosses.
    fn add_text(&mut self, passage: &StoredPassage, ordinal: usize) {
        if ordinal == 0 && !passage.title.is_empty() {
            self.vocabulary.read(&passage.title, &mut self.texts);
            self.texts.push(GAP_WORD);
        }
        self.vocabulary.read(&passage.text, &mut self.texts);
        let (mut terms, mut exact) = (0, 0);
        self.shingle_words.clear();
        for word in self.texts.end_text(1) {
            terms += self.vocabulary.terms(word.id).len();
            exact += self.vocabulary.exact(word.id).len();
            if word.id == GAP_WORD {
                // The title does not count: a copy may have another.
                self.shingle_words.clear();
            } else if word.has_position {
                self.shingle_words.push(self.vocabulary.shingle_hash(word.id));
            }
        }
        sketch(&self.shingle_words, &mut self.sketch);
        let doc = self.documents;
        self.sketches.extend(self.sketch.iter().map(|hash| SketchPosting { hash: *hash, doc }));
        self.set_length(&(doc..doc + 1), self.fields.terms, terms);
        self.set_length(&(doc..doc + 1), self.fields.exact, exact);
        // A pair scores by the length of the text that it stands in.
        self.set_length(&(doc..doc + 1), self.fields.pairs, exact);
    }

    /// Writes the columns of a passage and its stored form.
    fn store(&mut self, passage: &StoredPassage, mut document: TantivyDocument) -> tantivy::Result<()> {
        for (field, name) in [(self.fields.source, &passage.source), (self.fields.section, &passage.section)] {
            if !name.is_empty() {
                document.add_text(field, name);
            }
        }
        document.add_bytes(self.fields.stored, &serde_json::to_vec(passage).map_err(std::io::Error::other)?);
        self.columns.add_document(&document)?;
        self.store.store(&document, &self.segment.schema())?;
        Ok(())
    }

    /// Adds the fields that all passages of an article share.
    fn add_article_fields(&mut self, article: &Article, version: u64, documents: Range<DocId>) {
        if documents.is_empty() {
            return;
        }
        self.vocabulary.read(&article.title, &mut self.titles);
        let title: Vec<u32> = self.titles.end_text(documents.len()).map(|word| word.id).collect();
        let terms = title.iter().map(|word| self.vocabulary.terms(*word).len()).sum();
        let exact = title.iter().map(|word| self.vocabulary.exact(*word).len()).sum();
        self.set_length(&documents, self.fields.title, terms);
        self.set_length(&documents, self.fields.title_exact, exact);
        plain_words(&article.source).for_each(|word| self.sources.push(self.names.intern(&word).0));
        let length = self.sources.end_text(documents.len()).count();
        self.set_length(&documents, self.fields.source, length);
        plain_words(&article.section).for_each(|word| self.sections.push(self.names.intern(&word).0));
        let length = self.sections.end_text(documents.len()).count();
        self.set_length(&documents, self.fields.section, length);
        let posting = |key: Vec<u8>| KeyPosting { key, documents: documents.clone() };
        self.articles.push(posting(article.id.clone().into_bytes()));
        self.set_length(&documents, self.fields.article, 1);
        self.versions.push(posting(version.to_be_bytes().to_vec()));
        self.set_length(&documents, self.fields.version, 1);
        if let Some(date) = article.date.map(days_since_epoch) {
            self.dates.push(posting(i64_to_u64(date).to_be_bytes().to_vec()));
            self.set_length(&documents, self.fields.date, 1);
        }
    }

    /// Sets the length of a field, in terms, for some documents.
    fn set_length(&mut self, documents: &Range<DocId>, field: Field, length: usize) {
        documents.clone().for_each(|doc| self.norms.record(doc, field, length as u32));
    }

    /// Returns true if the segment should be written before more is added: it uses more than `max_memory` bytes or has too many
    /// words.
    pub(super) fn is_full(&self, max_memory: usize) -> bool {
        let texts = [&self.texts, &self.titles, &self.sources, &self.sections];
        let used = self.vocabulary.memory()
            + self.names.memory()
            + texts.map(ForwardIndex::memory).iter().sum::<usize>()
            + self.columns.mem_usage()
            + self.norms.mem_usage()
            + self.articles.len() * ARTICLE_KEYS_BYTES
            + self.sketches.capacity() * size_of::<SketchPosting>();
        used > max_memory || self.texts.len() > MAX_SEGMENT_WORDS
    }

    /// Writes all files of the segment and returns its metadata for a commit.
    pub(super) fn finish(mut self) -> tantivy::Result<SegmentMeta> {
        let documents = self.documents;
        self.store.close()?;
        let mut columns = self.segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut columns, None)?;
        columns.terminate()?;
        // Frees memory for the postings.
        drop(self.columns);
        self.vocabulary.finish_reading();
        self.norms.fill_up_to_max_doc(documents);
        let norms = FieldNormsSerializer::from_write(self.segment.open_write(SegmentComponent::FieldNorms)?)?;
        self.norms.serialize(norms, None)?;
        let norms = FieldNormReaders::open(self.segment.open_read(SegmentComponent::FieldNorms)?)?;
        let norms_of = |field| norms.get_field(field);
        let Fields { terms, exact, pairs, title, title_exact, article, version, source, section, date, sketch, .. } =
            self.fields;
        let (vocabulary, strings, names) = (&self.vocabulary, self.vocabulary.strings(), &self.names);
        let (terms_of, exact_of) = (|word| vocabulary.terms(word), |word| vocabulary.exact(word));
        // Words of names are their own terms.
        let ids: Vec<u32> = (0..names.len() as u32).collect();
        let itself = |word: u32| &ids[word as usize..=word as usize];
        let mut inverted = InvertedIndexSerializer::open(&self.segment)?;
        let out = &mut inverted;
        write_text_field(out, terms, norms_of(terms)?, strings, &self.texts, terms_of)?;
        let tokens = write_text_field(out, exact, norms_of(exact)?, strings, &self.texts, exact_of)?;
        Pairs::new(self.pairs, vocabulary, &self.texts).write(out, pairs, tokens, norms_of(pairs)?)?;
        write_text_field(out, title, norms_of(title)?, strings, &self.titles, terms_of)?;
        write_text_field(out, title_exact, norms_of(title_exact)?, strings, &self.titles, exact_of)?;
        write_key_field(out, article, norms_of(article)?, &mut self.articles)?;
        write_key_field(out, version, norms_of(version)?, &mut self.versions)?;
        write_text_field(out, source, norms_of(source)?, names, &self.sources, itself)?;
        write_text_field(out, section, norms_of(section)?, names, &self.sections, itself)?;
        write_key_field(out, date, norms_of(date)?, &mut self.dates)?;
        write_sketch_field(out, sketch, &mut self.sketches)?;
        inverted.close()?;
        Ok(self.segment.with_max_doc(documents).meta().clone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::{Date, date};
    use tantivy::collector::DocSetCollector;
    use tantivy::query::{PhraseQuery, Query, TermQuery};
    use tantivy::schema::IndexRecordOption;
    use tantivy::{IndexWriter, Term};

    use super::*;
    use crate::index::schema::schema;

    /// Builds an article with one passage per paragraph.
    fn article(number: u64, title: &str, date: Option<Date>, paragraphs: &[&str]) -> NumberedArticle {
        let (id, source) = (number.to_string(), "Waldbrücker Bote".to_owned());
        let mut article = Article { id, source, date, title: title.to_owned(), ..Article::default() };
        let mut passages = Vec::new();
        for paragraph in paragraphs {
            let start = article.body.len();
            article.body += paragraph;
            passages.push(Passage { range: start..article.body.len() });
            article.body.push('\n');
        }
        NumberedArticle { number, version: number + 2, path: String::new(), article: Box::new(article), passages }
    }

    #[test]
    fn a_segment_has_every_field_of_its_passages() {
        let (schema, fields) = schema();
        let index = Index::create_in_ram(schema);
        let analyzer = Analyzer::default();
        let form_cache = FormCache::default();
        let pairs = PairRule::new(&["an".to_owned(), "das".to_owned()]);
        let mut builder = SegmentBuilder::new(&index, fields, &analyzer, &form_cache, &pairs).unwrap();
        let texts = ["Das Werbebudget wächst.", "Hieb- und Stichwaffen, E-Mail an alle."];
        builder.add(article(3, "Ein offener Brief", Some(date(2016, 7, 18)), &texts)).unwrap();
        builder.add(article(4, "", None, &["Budget für Werbung."])).unwrap();
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 16 << 20).unwrap();
        writer.add_segment(builder.finish().unwrap()).unwrap();
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let matches = |query: &dyn Query| {
            let mut docs: Vec<DocId> =
                searcher.search(query, &DocSetCollector).unwrap().iter().map(|at| at.doc_id).collect();
            docs.sort_unstable();
            docs
        };
        let has = |term: Term| matches(&TermQuery::new(term, IndexRecordOption::Basic));
        let word = |field, text: &str| has(Term::from_field_text(field, text));
        assert_eq!(word(fields.terms, "budget"), [0, 2]);
        assert_eq!(word(fields.exact, "budget"), [2]);
        assert_eq!(word(fields.terms, "hiebwaffe"), [1]);
        assert_eq!(word(fields.exact, "hiebwaffen"), Vec::<DocId>::new());
        assert_eq!((word(fields.exact, "email"), word(fields.exact, "e")), (vec![1], vec![1]));
        assert_eq!(word(fields.terms, "das"), Vec::<DocId>::new());
        assert_eq!((word(fields.terms, "brief"), word(fields.title, "brief")), (vec![0], vec![0, 1]));
        assert_eq!(word(fields.source, "bote"), [0, 1, 2]);
        assert_eq!((word(fields.article, "3"), word(fields.article, "4")), (vec![0, 1], vec![2]));
        assert_eq!(has(Term::from_field_u64(fields.version, 6)), [2]);
        assert_eq!(has(Term::from_field_i64(fields.date, 17_000)), [0, 1]);
        let phrase = |words: &[&str]| {
            matches(&PhraseQuery::new(words.iter().map(|word| Term::from_field_text(fields.exact, word)).collect()))
        };
        assert_eq!(phrase(&["das", "werbebudget", "wächst"]), [0]);
        assert_eq!(phrase(&["mail", "an", "alle"]), [1]);
        // No phrase crosses from the title into the text.
        assert_eq!(phrase(&["brief", "das"]), Vec::<DocId>::new());
        let lengths = searcher.segment_reader(0).get_fieldnorms_reader(fields.exact).unwrap();
        assert_eq!([0, 1, 2].map(|doc| lengths.fieldnorm(doc)), [6, 8, 3]);
    }
}
