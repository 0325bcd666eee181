//! Articles in, a segment out.
//!
//! tantivy's own writer takes up each term of each text by its letters. Texts repeat their words, so here a word as
//! written is looked up once and is a number from then on; all that a number means (exact form, term, parts of a compound)
//! is worked out when the word is first met by any builder.

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

use super::document::{Batch, days};
use super::interner::Interner;
use super::meanings::Meanings;
use super::postings::{write_keys, write_numbers, write_texts};
use super::schema::{Fields, order};
use super::stored::{Stored, StoredPassages};
use super::texts::{GAP, Texts};
use super::vocabulary::Vocabulary;
use crate::copies::sketch;
use crate::corpus::Article;
use crate::german::{Analyzer, plain_words};

/// Words of one segment at most, so that their places can be counted in 32 bits.
const MOST_WORDS: usize = 1 << 30;

/// A segment in the making.
pub(super) struct SegmentBuilder<'a> {
    segment: Segment,
    fields: Fields,
    vocabulary: Vocabulary<'a>,
    texts: Texts,
    titles: Texts,
    /// Words of sources and sections.
    names: Interner,
    sources: Texts,
    sections: Texts,
    articles: Vec<(Vec<u8>, Range<DocId>)>,
    versions: Vec<(Vec<u8>, Range<DocId>)>,
    dates: Vec<(Vec<u8>, Range<DocId>)>,
    /// Of all passages, and of the one at hand.
    sketches: Vec<(u32, DocId)>,
    sketch: Vec<u32>,
    /// The words of the passage at hand as numbers that are compared.
    row: Vec<u32>,
    norms: FieldNormsWriter,
    columns: FastFieldsWriter,
    store: StoreWriter,
    documents: DocId,
}

impl<'a> SegmentBuilder<'a> {
    /// An empty one of `index`.
    pub(super) fn new(
        index: &Index,
        fields: Fields,
        analyzer: &'a Analyzer,
        meanings: &'a Meanings,
    ) -> tantivy::Result<SegmentBuilder<'a>> {
        let segment = index.new_segment();
        let settings = index.settings();
        let mut names = Interner::default();
        // The first number is that of the gap.
        names.number("\0");
        let out = segment.open_write(SegmentComponent::Store)?;
        Ok(SegmentBuilder {
            fields,
            vocabulary: Vocabulary::new(analyzer, meanings),
            texts: Texts::default(),
            titles: Texts::default(),
            names,
            sources: Texts::default(),
            sections: Texts::default(),
            articles: Vec::new(),
            versions: Vec::new(),
            dates: Vec::new(),
            sketches: Vec::new(),
            sketch: Vec::new(),
            row: Vec::new(),
            norms: FieldNormsWriter::for_schema(&index.schema()),
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(&index.schema(), TokenizerManager::new())?,
            store: StoreWriter::new(out, settings.docstore_compression, settings.docstore_blocksize, false)?,
            documents: 0,
            segment,
        })
    }

    /// Adds the passages of an article, side by side.
    pub(super) fn add(&mut self, batch: Batch) -> tantivy::Result<()> {
        let Batch { number, version, path, mut article, passages } = batch;
        let body = std::mem::take(&mut article.body);
        let date = article.date.map(days);
        let begin = self.documents;
        for (ordinal, passage) in StoredPassages::new(&path, &article, body, &passages)?.enumerate() {
            let passage = passage?;
            self.text(&passage, ordinal);
            let mut columns = TantivyDocument::default();
            columns.add_u64(self.fields.order, order(number, ordinal));
            columns.add_u64(self.fields.passages, passages.len() as u64);
            self.sketch.iter().for_each(|hash| columns.add_u64(self.fields.sketch, u64::from(*hash)));
            if let Some(date) = date {
                columns.add_i64(self.fields.date, date);
            }
            self.stored(&passage, columns)?;
            self.documents += 1;
        }
        self.shared(&article, version, begin..self.documents);
        Ok(())
    }

    /// Adds the words of a passage. The first one has the title's before its own, with a gap: no phrase goes across.
    fn text(&mut self, passage: &Stored, ordinal: usize) {
        if ordinal == 0 && !passage.title.is_empty() {
            self.vocabulary.read(&passage.title, &mut self.texts);
            self.texts.push(GAP);
        }
        self.vocabulary.read(&passage.text, &mut self.texts);
        let (mut terms, mut exact) = (0, 0);
        self.row.clear();
        for (word, is_placed) in self.texts.end(1) {
            terms += self.vocabulary.terms(word).len();
            exact += self.vocabulary.exact(word).len();
            match word {
                // A copy may have another title.
                GAP => self.row.clear(),
                word if is_placed => self.row.push(self.vocabulary.compared(word)),
                _ => {}
            }
        }
        sketch(&self.row, &mut self.sketch);
        self.sketches.extend(self.sketch.iter().map(|hash| (*hash, self.documents)));
        let document = self.documents..self.documents + 1;
        self.record(&document, self.fields.terms, terms);
        self.record(&document, self.fields.exact, exact);
    }

    /// Adds the columns of a passage, and what a hit shows of it.
    fn stored(&mut self, passage: &Stored, mut document: TantivyDocument) -> tantivy::Result<()> {
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

    /// Adds what all passages of an article have in common.
    fn shared(&mut self, article: &Article, version: u64, documents: Range<DocId>) {
        if documents.is_empty() {
            return;
        }
        self.vocabulary.read(&article.title, &mut self.titles);
        let title: Vec<u32> = self.titles.end(documents.len()).map(|(word, _)| word).collect();
        let terms = title.iter().map(|word| self.vocabulary.terms(*word).len()).sum();
        let exact = title.iter().map(|word| self.vocabulary.exact(*word).len()).sum();
        self.record(&documents, self.fields.title, terms);
        self.record(&documents, self.fields.title_exact, exact);
        plain_words(&article.source).for_each(|word| self.sources.push(self.names.number(&word).0));
        let length = self.sources.end(documents.len()).count();
        self.record(&documents, self.fields.source, length);
        plain_words(&article.section).for_each(|word| self.sections.push(self.names.number(&word).0));
        let length = self.sections.end(documents.len()).count();
        self.record(&documents, self.fields.section, length);
        self.articles.push((article.id.clone().into_bytes(), documents.clone()));
        self.record(&documents, self.fields.article, 1);
        self.versions.push((version.to_be_bytes().to_vec(), documents.clone()));
        self.record(&documents, self.fields.version, 1);
        if let Some(date) = article.date.map(days) {
            self.dates.push((i64_to_u64(date).to_be_bytes().to_vec(), documents.clone()));
            self.record(&documents, self.fields.date, 1);
        }
    }

    /// Notes the length of a field of some documents.
    fn record(&mut self, documents: &Range<DocId>, field: Field, length: usize) {
        documents.clone().for_each(|doc| self.norms.record(doc, field, length as u32));
    }

    /// Whether it should be written before more is added; `memory`: bytes it may use.
    pub(super) fn is_full(&self, memory: usize) -> bool {
        let texts = [&self.texts, &self.titles, &self.sources, &self.sections];
        let used = self.vocabulary.memory()
            + self.names.memory()
            + texts.map(Texts::memory).iter().sum::<usize>()
            + self.columns.mem_usage()
            + self.norms.mem_usage()
            + self.articles.len() * 160
            + self.sketches.capacity() * 8;
        used > memory || self.texts.len() > MOST_WORDS
    }

    /// Writes all files; the segment's record for a commit.
    pub(super) fn finish(mut self) -> tantivy::Result<SegmentMeta> {
        let documents = self.documents;
        self.store.close()?;
        let mut columns = self.segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut columns, None)?;
        columns.terminate()?;
        // Memory for the postings.
        drop(self.columns);
        self.vocabulary.close();
        self.norms.fill_up_to_max_doc(documents);
        let norms = FieldNormsSerializer::from_write(self.segment.open_write(SegmentComponent::FieldNorms)?)?;
        self.norms.serialize(norms, None)?;
        let norms = FieldNormReaders::open(self.segment.open_read(SegmentComponent::FieldNorms)?)?;
        let of = |field| norms.get_field(field);
        let Fields { terms, exact, title, title_exact, article, version, source, section, date, sketch, .. } =
            self.fields;
        let (vocabulary, words, names) = (&self.vocabulary, self.vocabulary.names(), &self.names);
        let (terms_of, exact_of) = (|word| vocabulary.terms(word), |word| vocabulary.exact(word));
        let numbers: Vec<u32> = (0..names.len() as u32).collect();
        let itself = |word: u32| &numbers[word as usize..=word as usize];
        let mut inverted = InvertedIndexSerializer::open(&self.segment)?;
        let out = &mut inverted;
        write_texts(out, terms, of(terms)?, words, &self.texts, terms_of)?;
        write_texts(out, exact, of(exact)?, words, &self.texts, exact_of)?;
        write_texts(out, title, of(title)?, words, &self.titles, terms_of)?;
        write_texts(out, title_exact, of(title_exact)?, words, &self.titles, exact_of)?;
        write_keys(out, article, of(article)?, &mut self.articles)?;
        write_keys(out, version, of(version)?, &mut self.versions)?;
        write_texts(out, source, of(source)?, names, &self.sources, itself)?;
        write_texts(out, section, of(section)?, names, &self.sections, itself)?;
        write_keys(out, date, of(date)?, &mut self.dates)?;
        write_numbers(out, sketch, &mut self.sketches)?;
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
    use crate::passage::Passage;

    /// An article whose paragraphs are its passages.
    fn batch(number: u64, title: &str, date: Option<Date>, paragraphs: &[&str]) -> Batch {
        let (id, source) = (number.to_string(), "Waldbrücker Bote".to_owned());
        let mut article = Article { id, source, date, title: title.to_owned(), ..Article::default() };
        let mut passages = Vec::new();
        for paragraph in paragraphs {
            let start = article.body.len();
            article.body += paragraph;
            passages.push(Passage { range: start..article.body.len() });
            article.body.push('\n');
        }
        Batch { number, version: number + 2, path: String::new(), article: Box::new(article), passages }
    }

    #[test]
    fn a_segment_has_every_field_of_its_passages() {
        let (schema, fields) = schema();
        let index = Index::create_in_ram(schema);
        let analyzer = Analyzer::default();
        let meanings = Meanings::default();
        let mut builder = SegmentBuilder::new(&index, fields, &analyzer, &meanings).unwrap();
        let texts = ["Das Werbebudget wächst.", "Hieb- und Stichwaffen, E-Mail an alle."];
        builder.add(batch(3, "Ein offener Brief", Some(date(2016, 7, 18)), &texts)).unwrap();
        builder.add(batch(4, "", None, &["Budget für Werbung."])).unwrap();
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 16 << 20).unwrap();
        writer.add_segment(builder.finish().unwrap()).unwrap();
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let found = |query: &dyn Query| {
            let mut found: Vec<DocId> =
                searcher.search(query, &DocSetCollector).unwrap().iter().map(|at| at.doc_id).collect();
            found.sort_unstable();
            found
        };
        let has = |term: Term| found(&TermQuery::new(term, IndexRecordOption::Basic));
        let word = |field, text: &str| has(Term::from_field_text(field, text));
        assert_eq!(word(fields.terms, "budget"), [0, 2]);
        assert_eq!(word(fields.exact, "budget"), [2]);
        assert_eq!(word(fields.terms, "hiebwaff"), [1]);
        assert_eq!(word(fields.exact, "hiebwaffen"), Vec::<DocId>::new());
        assert_eq!((word(fields.exact, "email"), word(fields.exact, "e")), (vec![1], vec![1]));
        assert_eq!(word(fields.terms, "das"), Vec::<DocId>::new());
        assert_eq!((word(fields.terms, "brief"), word(fields.title, "brief")), (vec![0], vec![0, 1]));
        assert_eq!(word(fields.source, "bote"), [0, 1, 2]);
        assert_eq!((word(fields.article, "3"), word(fields.article, "4")), (vec![0, 1], vec![2]));
        assert_eq!(has(Term::from_field_u64(fields.version, 6)), [2]);
        assert_eq!(has(Term::from_field_i64(fields.date, 17_000)), [0, 1]);
        let phrase = |words: &[&str]| {
            found(&PhraseQuery::new(words.iter().map(|word| Term::from_field_text(fields.exact, word)).collect()))
        };
        assert_eq!(phrase(&["das", "werbebudget", "wächst"]), [0]);
        assert_eq!(phrase(&["mail", "an", "alle"]), [1]);
        // The title's last word and the text's first do not meet.
        assert_eq!(phrase(&["brief", "das"]), Vec::<DocId>::new());
        let lengths = searcher.segment_reader(0).get_fieldnorms_reader(fields.exact).unwrap();
        assert_eq!([0, 1, 2].map(|doc| lengths.fieldnorm(doc)), [6, 8, 3]);
    }
}
