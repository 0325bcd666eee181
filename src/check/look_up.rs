//! Where in the corpus does a quotation stand?

use std::ops::Range;
use std::time::{Duration, Instant};

use super::compare::{Nearest, nearest_in_article};
use super::words::{QuotationItem, quotation_items};
use super::{CheckedQuotation, MAX_QUOTATION_WORDS, MIN_QUOTATION_WORDS, Quotation, QuotationVerdict};
use crate::Error;
use crate::german::quotations;
use crate::query::{Node, keywords};
use crate::search::{Grouping, SearchOptions, Searcher};

/// Longest phrase that is searched for, in words; the rest of a quotation is compared in the articles found.
const MAX_PHRASE_WORDS: usize = 32;
/// Number of articles with the quotation's first words as a phrase that are compared.
const PHRASE_ARTICLES: usize = 10;
/// Number of passages with some of the quotation's words that are compared.
const SIMILAR_PASSAGES: usize = 20;
/// Lowest similarity of a match. Below it the words of an invented quotation occur somewhere in this order by chance.
const MIN_SIMILARITY: f32 = 0.6;
/// Time limit of each search.
const TIMEOUT: Duration = Duration::from_secs(30);

impl Searcher {
    /// Looks up every quotation of `text` that has a word in it. Paragraphs end at line ends. Errors: those of a search.
    ///
    /// ```no_run
    /// use fundstelle::Searcher;
    /// use fundstelle::check::QuotationVerdict;
    ///
    /// let text = "Im Zettel hieß es: „Computer aus. Wir nehmen nur Papier.“";
    /// for quotation in Searcher::open("index".as_ref())?.check(text)? {
    ///     let quoted = &text[quotation.range.clone()];
    ///     match quotation.verdict {
    ///         QuotationVerdict::Stands(found) => println!("{quoted}: {}", found.citation.id),
    ///         QuotationVerdict::Differs(found) => println!("{quoted}: differs from {}", found.citation.id),
    ///         _ => println!("{quoted}: not found, or not checked"),
    ///     }
    /// }
    /// # Ok::<(), fundstelle::Error>(())
    /// ```
    pub fn check(&self, text: &str) -> Result<Vec<CheckedQuotation>, Error> {
        self.check_until(text, None)
    }

    /// Looks up every quotation of `text`, as [`Searcher::check`] does. Fails with [`Error::TooSlow`] if quotations are left after
    /// `timeout`.
    pub fn check_within(&self, text: &str, timeout: Duration) -> Result<Vec<CheckedQuotation>, Error> {
        self.check_until(text, Some(Instant::now() + timeout))
    }

    fn check_until(&self, text: &str, deadline: Option<Instant>) -> Result<Vec<CheckedQuotation>, Error> {
        let look_up = QuotationSearch(self);
        let check = |quotation: Quotation| {
            Error::if_past(deadline)?;
            let verdict = match quotation.closed {
                true => look_up.verdict(&text[quotation.range.clone()])?,
                false => QuotationVerdict::Unclosed,
            };
            Ok(CheckedQuotation { range: quotation.range, verdict })
        };
        let has_words = |quotation: &Quotation| text[quotation.range.clone()].contains(char::is_alphanumeric);
        quotations(text).into_iter().filter(has_words).map(check).collect()
    }
}

/// Looks up quotations in an index.
struct QuotationSearch<'a>(&'a Searcher);

impl QuotationSearch<'_> {
    fn verdict(&self, quotation: &str) -> Result<QuotationVerdict, Error> {
        let items = quotation_items(quotation);
        let words = items.iter().filter(|item| matches!(item, QuotationItem::Word(..))).count();
        if words < MIN_QUOTATION_WORDS {
            return Ok(QuotationVerdict::Short);
        }
        // The query of all words has limits of its own.
        let (Ok(keywords), ..=MAX_QUOTATION_WORDS) = (keywords(quotation), items.len()) else {
            return Ok(QuotationVerdict::Long);
        };
        let mut candidates = self.with_phrase(quotation, &items)?;
        let mut best = self.nearest(quotation, &items, &candidates)?;
        if !best.as_ref().is_some_and(Nearest::is_exact) {
            candidates = self.candidates(&keywords, Grouping::Passage, SIMILAR_PASSAGES)?;
            let other = self.nearest(quotation, &items, &candidates)?;
            best = best.into_iter().chain(other).min_by_key(|nearest| nearest.alignment.cost);
        }
        let Some(Nearest { alignment, mut matched }) = best else { return Ok(QuotationVerdict::Missing) };
        matched.similarity = 1.0 - alignment.edits() / words as f32;
        Ok(match alignment.is_exact() {
            true => QuotationVerdict::Stands(matched),
            false if matched.similarity >= MIN_SIMILARITY => QuotationVerdict::Differs(matched),
            false => QuotationVerdict::Missing,
        })
    }

    /// Articles in which the first words of a quotation, up to an ellipsis or bracket, stand as a phrase in a passage or the
    /// headline.
    fn with_phrase(&self, quotation: &str, items: &[QuotationItem]) -> Result<Vec<CandidateArticle>, Error> {
        let lead: Vec<&Range<usize>> = items.iter().map_while(plain_word).take(MAX_PHRASE_WORDS).collect();
        let [.., last] = lead.as_slice() else { return Ok(Vec::new()) };
        if lead.len() < MIN_QUOTATION_WORDS {
            return Ok(Vec::new());
        }
        let phrase = Node::Phrase(quotation[..last.end].to_owned());
        self.candidates(&phrase, Grouping::Article, PHRASE_ARTICLES)
    }

    /// Articles of the first `limit` hits, each once, in the order of the hits.
    fn candidates(&self, node: &Node, by: Grouping, limit: usize) -> Result<Vec<CandidateArticle>, Error> {
        let options = SearchOptions { limit, by, highlight: false, timeout: Some(TIMEOUT), ..SearchOptions::default() };
        let mut candidates: Vec<CandidateArticle> = Vec::new();
        for hit in self.0.search_node(node, &options)?.hits {
            if !candidates.iter().any(|candidate| candidate.article == hit.article) {
                candidates.push(CandidateArticle { article: hit.article, start: hit.start });
            }
        }
        Ok(candidates)
    }

    /// The part of these articles with the lowest cost, the first of equal ones.
    fn nearest(
        &self,
        quotation: &str,
        items: &[QuotationItem],
        candidates: &[CandidateArticle],
    ) -> Result<Option<Nearest>, Error> {
        let mut best: Option<Nearest> = None;
        for candidate in candidates {
            let view = self.0.article(&candidate.article)?;
            let next = nearest_in_article(quotation, items, &view, candidate.start)?;
            match &mut best {
                Some(best) if best.is_exact() && next.is_exact() => best.matched.also.push(next.matched.citation.id),
                Some(best) if best.alignment.cost <= next.alignment.cost => {}
                _ => best = Some(next),
            }
        }
        Ok(best)
    }
}

/// Bytes of a word without brackets in it.
fn plain_word(item: &QuotationItem) -> Option<&Range<usize>> {
    match item {
        QuotationItem::Word(range, forms) if forms.len() == 1 => Some(range),
        _ => None,
    }
}

/// An article that may contain a quotation.
struct CandidateArticle {
    article: String,
    /// First character of the passage that was found; the quotation may begin elsewhere.
    start: u32,
}
