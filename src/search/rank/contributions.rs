//! What does each clause contribute to the score of each passage?

use std::ops::Range;

use tantivy::schema::Field;

use super::{RankedPassage, Rescorer};
use crate::index::ordinal;
use crate::postings::{PostingCursor, Segment};
use crate::query::{Role, ScoredClause, Scoring, words_of_relative};
use crate::retrieval::{Bm25, K1, SegmentCursors, saturation};

/// Contributions to the scores of some passages: one row a passage, one column a clause of the plan.
pub(in crate::search) struct ContributionMatrix {
    clauses: usize,
    /// By the passage's own words, row after row.
    pub(super) passage: Vec<f32>,
    /// By the words of its article, weighted, row after row.
    pub(super) article: Vec<f32>,
}

impl ContributionMatrix {
    pub(super) fn zeros(passages: usize, clauses: usize) -> ContributionMatrix {
        let zeros = vec![0.0; passages * clauses];
        ContributionMatrix { clauses, passage: zeros.clone(), article: zeros }
    }

    /// Contributions of the words of passage number `row`, clause by clause.
    pub(in crate::search) fn passage(&self, row: usize) -> &[f32] {
        &self.passage[row * self.clauses..(row + 1) * self.clauses]
    }

    /// Contributions of the words of its article.
    pub(in crate::search) fn article(&self, row: usize) -> &[f32] {
        &self.article[row * self.clauses..(row + 1) * self.clauses]
    }

    /// Rows of both kinds of contributions, to be changed.
    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = (&mut [f32], &mut [f32])> {
        let clauses = self.clauses.max(1);
        self.passage.chunks_mut(clauses).zip(self.article.chunks_mut(clauses))
    }
}

/// The article of a candidate.
#[derive(Clone, PartialEq)]
struct ArticleStats {
    /// Passages of the article, which are adjacent in the segment.
    passages: Range<u32>,
    /// Length in tokens.
    length: u32,
}

/// A clause on its way through the passages of a segment.
struct ClauseColumn<'a> {
    clause: &'a ScoredClause,
    /// Number of its field in the list of `Bm25`; 0 if it has none.
    field: usize,
    /// Columns of the words beside which it counts nothing: of a relative, its own.
    beside: Vec<usize>,
    /// Frequency of its term in the passage, 0 if it was not asked for.
    passage_freq: u32,
    /// Frequency in the article of the passage before, if it was counted there.
    article_freq: Option<u32>,
}

impl Rescorer<'_> {
    /// Contributions of each clause to each of `passages`. It is fastest if passages of one segment are adjacent and in order.
    pub(in crate::search) fn contributions(
        &self,
        passages: &[RankedPassage],
        cursors: &mut [SegmentCursors<'_>],
    ) -> ContributionMatrix {
        let clauses = self.plan.clauses.len();
        let mut matrix = ContributionMatrix::zeros(passages.len(), clauses);
        if clauses == 0 {
            return matrix;
        }
        let mut begin = 0;
        for passages in passages.chunk_by(|a, b| a.candidate.segment == b.candidate.segment) {
            let end = begin + passages.len() * clauses;
            let (passage, article) = (&mut matrix.passage[begin..end], &mut matrix.article[begin..end]);
            self.fill_rows(passages, &mut cursors[passages[0].candidate.segment as usize], passage, article);
            begin = end;
        }
        matrix.count_words_once(&self.plan.clauses);
        matrix
    }

    /// Fills the rows of `passages`, which are of one segment. Passage by passage, so that a term that several clauses ask for is
    /// sought once.
    fn fill_rows(
        &self,
        passages: &[RankedPassage],
        cursors: &mut SegmentCursors<'_>,
        passage: &mut [f32],
        article: &mut [f32],
    ) {
        let (mut columns, bm25) = self.columns(cursors.segment);
        let rows = passage.chunks_mut(columns.len()).zip(article.chunks_mut(columns.len()));
        let mut before: Option<ArticleStats> = None;
        for (ranked, (passage, article)) in passages.iter().zip(rows) {
            let stats = self.article_stats(ranked, cursors.segment, before.as_ref());
            if before.as_ref() != Some(&stats) {
                columns.iter_mut().for_each(|column| column.article_freq = None);
            }
            for (at, column) in columns.iter_mut().enumerate() {
                let bm25 = bm25.get(column.field);
                let doc = ranked.candidate.doc;
                passage[at] = self.in_passage(column, doc, bm25, cursors, passage);
                if let (Scoring::Term(term), true) = (&column.clause.scoring, column.clause.in_article) {
                    article[at] = self.in_article(column, &stats, &mut cursors.cursors[*term], article);
                }
            }
            before = Some(stats);
        }
    }

    /// The clauses of the plan, and BM25 in each of their fields.
    fn columns<'s>(&self, segment: &'s Segment) -> (Vec<ClauseColumn<'_>>, Vec<Bm25<'s>>) {
        let (mut fields, mut bm25): (Vec<Field>, Vec<Bm25<'s>>) = (Vec::new(), Vec::new());
        let mut number_of = |term: usize| {
            let field = self.plan.terms[term].field;
            fields.iter().position(|known| *known == field).unwrap_or_else(|| {
                fields.push(field);
                bm25.push(Bm25::new(self.segments, segment, field));
                fields.len() - 1
            })
        };
        let clauses = &self.plan.clauses;
        let column = |clause| ClauseColumn {
            clause,
            field: match &clause.scoring {
                Scoring::Term(term) => number_of(*term),
                Scoring::Phrase(phrase) => phrase.words.first().map_or(0, |(first, _)| number_of(*first)),
                Scoring::Constant(_) | Scoring::Window(..) | Scoring::None => 0,
            },
            beside: match clause.role {
                Role::Related => words_of_relative(clauses, clause).collect(),
                _ => Vec::new(),
            },
            passage_freq: 0,
            article_freq: None,
        };
        (clauses.iter().map(column).collect(), bm25)
    }

    /// Contribution of a clause to a passage by its own words. `row` has those of the clauses before. Sets the frequency of its term.
    fn in_passage(
        &self,
        column: &mut ClauseColumn<'_>,
        doc: u32,
        bm25: Option<&Bm25<'_>>,
        cursors: &mut SegmentCursors<'_>,
        row: &[f32],
    ) -> f32 {
        let ScoredClause { idf, weight, scoring, parent, .. } = column.clause;
        let occurs = |word: &usize| row[*word] > 0.0;
        let of_freq = |freq: u32| match bm25 {
            Some(bm25) if freq > 0 => idf * (1.0 + K1) * weight * bm25.tf_component(doc, freq),
            _ => 0.0,
        };
        match scoring {
            Scoring::Term(term) if !column.beside.iter().any(occurs) => {
                column.passage_freq = freq(&mut cursors.cursors[*term], doc);
                of_freq(column.passage_freq)
            }
            // The form as typed counts where the likeliest term of its word is.
            Scoring::Constant(term) if parent.as_ref().is_none_or(occurs) => {
                if cursors.cursors[*term].seek(doc) == doc { idf * weight } else { 0.0 }
            }
            Scoring::Phrase(phrase) => of_freq(cursors.phrase_freq(phrase, doc)),
            Scoring::Window(terms, width) => {
                let window = cursors.min_window(terms, doc).filter(|window| window <= width);
                window.map_or(0.0, |window| {
                    let closeness = 1.0 - window as f32 / (2 * (*width).max(1)) as f32;
                    idf * weight * closeness
                })
            }
            Scoring::Term(_) | Scoring::Constant(_) | Scoring::None => 0.0,
        }
    }

    /// Contribution of the term of `cursor` to a passage by the words of its article. `row` has those of the clauses before.
    fn in_article(
        &self,
        column: &mut ClauseColumn<'_>,
        article: &ArticleStats,
        cursor: &mut PostingCursor<'_>,
        row: &[f32],
    ) -> f32 {
        if column.beside.iter().any(|word| row[*word] > 0.0) {
            return 0.0;
        }
        let passages = &article.passages;
        let freq = match column.article_freq {
            Some(freq) => freq,
            None if passages.len() > 1 => cursor.freq_in_range(passages.start, passages.end),
            // In its only passage the words beside it are missing as well.
            None => column.passage_freq,
        };
        column.article_freq = Some(freq);
        let tf = saturation(freq as f32, article.length as f32 / self.average_article_length);
        self.article_weight * column.clause.weight * column.clause.idf * tf
    }

    /// The article of a passage. `before`: that of another, which may be the same.
    fn article_stats(&self, ranked: &RankedPassage, segment: &Segment, before: Option<&ArticleStats>) -> ArticleStats {
        let doc = ranked.candidate.doc;
        let first = doc.saturating_sub(ordinal(ranked.order));
        let passages = first..first.saturating_add(segment.passages_in_article.get_val(doc) as u32);
        match before {
            Some(before) if before.passages == passages => before.clone(),
            _ => {
                // A segment without terms has no norms.
                let norms = segment.norms(self.terms).get(passages.start as usize..passages.end as usize);
                let lengths = norms.unwrap_or_default().iter().map(|norm| Segment::norm_to_length(*norm));
                ArticleStats { length: lengths.fold(0, u32::saturating_add), passages }
            }
        }
    }
}

/// Frequency of the term of `cursor` in `doc`.
fn freq(cursor: &mut PostingCursor<'_>, doc: u32) -> u32 {
    if cursor.seek(doc) == doc { cursor.freq() } else { 0 }
}
