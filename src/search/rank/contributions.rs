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

/// Statistics of the article of a candidate.
struct ArticleStats {
    /// Passages of the article, which are adjacent in the segment.
    passages: Range<u32>,
    /// Length in tokens.
    length: u32,
    /// Frequency of the current term.
    freq: u32,
    /// False if the current term does not count in the article.
    counts: bool,
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

    /// Fills the rows of `passages`, which are of one segment.
    fn fill_rows(
        &self,
        passages: &[RankedPassage],
        cursors: &mut SegmentCursors<'_>,
        passage: &mut [f32],
        article: &mut [f32],
    ) {
        let clauses = self.plan.clauses.len();
        let mut articles = self.article_stats(passages, cursors.segment);
        let mut fields: Vec<(Field, Bm25<'_>)> = Vec::new();
        for (column, clause) in self.plan.clauses.iter().enumerate() {
            let docs = passages.iter().map(|passage| passage.candidate.doc).enumerate();
            match &clause.scoring {
                Scoring::Term(term) => {
                    let beside = self.words_beside(clause);
                    let bm25 = self.bm25(&mut fields, cursors.segment, *term);
                    let weight = clause.idf * (1.0 + K1) * clause.weight;
                    let cursor = &mut cursors.cursors[*term];
                    for (row, doc) in docs {
                        let cells = row * clauses..(row + 1) * clauses;
                        let is_beside = |row: &[f32]| beside.iter().any(|word| row[*word] > 0.0);
                        articles[row].counts = !is_beside(&article[cells.clone()]);
                        let may_occur = !is_beside(&passage[cells]);
                        articles[row].freq = if may_occur && cursor.seek(doc) == doc { cursor.freq() } else { 0 };
                        if articles[row].freq > 0 {
                            passage[row * clauses + column] = weight * bm25.tf_component(doc, articles[row].freq);
                        }
                    }
                    if clause.in_article {
                        count_in_articles(&mut articles, cursor);
                        let counted = articles.iter().enumerate().filter(|(_, article)| article.counts);
                        for (row, ArticleStats { length, freq, .. }) in counted {
                            let tf = saturation(*freq as f32, *length as f32 / self.average_article_length);
                            article[row * clauses + column] = self.article_weight * clause.weight * clause.idf * tf;
                        }
                    }
                }
                Scoring::Constant(term) => {
                    for (row, doc) in docs {
                        // The form as typed counts where the likeliest term of its word is.
                        let may_occur = clause.parent.is_none_or(|word| passage[row * clauses + word] > 0.0);
                        if may_occur && cursors.cursors[*term].seek(doc) == doc {
                            passage[row * clauses + column] = clause.idf * clause.weight;
                        }
                    }
                }
                Scoring::Phrase(phrase) => {
                    let Some((first, _)) = phrase.words.first() else { continue };
                    let bm25 = self.bm25(&mut fields, cursors.segment, *first);
                    let weight = clause.idf * (1.0 + K1) * clause.weight;
                    for (row, doc) in docs {
                        let freq = cursors.phrase_freq(phrase, doc);
                        if freq > 0 {
                            passage[row * clauses + column] = weight * bm25.tf_component(doc, freq);
                        }
                    }
                }
                Scoring::None => {}
                Scoring::Window(terms, width) => {
                    for (row, doc) in docs {
                        if let Some(window) = cursors.min_window(terms, doc).filter(|window| window <= width) {
                            let closeness = 1.0 - window as f32 / (2 * (*width).max(1)) as f32;
                            passage[row * clauses + column] = clause.idf * clause.weight * closeness;
                        }
                    }
                }
            }
        }
    }

    /// The words beside which a clause counts nothing: of a relative, its own.
    fn words_beside(&self, clause: &ScoredClause) -> Vec<usize> {
        match clause.role {
            Role::Related => words_of_relative(&self.plan.clauses, clause).collect(),
            _ => Vec::new(),
        }
    }

    /// BM25 in the field of a term, computed once a field.
    fn bm25<'s, 'f>(&self, fields: &'f mut Vec<(Field, Bm25<'s>)>, segment: &'s Segment, term: usize) -> &'f Bm25<'s> {
        let field = self.plan.terms[term].field;
        let at = fields.iter().position(|(known, _)| *known == field).unwrap_or_else(|| {
            fields.push((field, Bm25::new(self.segments, segment, field)));
            fields.len() - 1
        });
        &fields[at].1
    }

    /// Statistics of the article of each passage. Adjacent passages of one article share the work.
    fn article_stats(&self, ranked: &[RankedPassage], segment: &Segment) -> Vec<ArticleStats> {
        // A segment without terms has no norms.
        let norms = segment.norms(self.terms);
        let mut articles: Vec<ArticleStats> = Vec::with_capacity(ranked.len());
        for passage in ranked {
            let doc = passage.candidate.doc;
            let first = doc.saturating_sub(ordinal(passage.order));
            let passages = first..first.saturating_add(segment.passages_in_article.get_val(doc) as u32);
            let length = match articles.last() {
                Some(last) if last.passages == passages => last.length,
                _ => {
                    let norms = norms.get(passages.start as usize..passages.end as usize).unwrap_or_default();
                    norms.iter().map(|norm| Segment::norm_to_length(*norm)).fold(0, u32::saturating_add)
                }
            };
            articles.push(ArticleStats { passages, length, freq: 0, counts: true });
        }
        articles
    }
}

/// Sets the frequency of the term of `cursor` in each of `articles`, in which adjacent entries may be the same article. On
/// entry it is the frequency in the passage alone.
fn count_in_articles(articles: &mut [ArticleStats], cursor: &mut PostingCursor<'_>) {
    for at in 0..articles.len() {
        let passages = articles[at].passages.clone();
        if passages.len() > 1 && articles[at].counts {
            articles[at].freq = match at.checked_sub(1).map(|last| &articles[last]) {
                Some(last) if last.passages == passages => last.freq,
                _ => cursor.freq_in_range(passages.start, passages.end),
            };
        }
    }
}
