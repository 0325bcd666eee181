//! Where in the corpus does a quotation stand?

use std::ops::Range;
use std::time::Duration;

use super::align::Piece;
use super::compare::{Nearest, in_article};
use super::words::{Item, items};
use super::{FEWEST_WORDS, MOST_WORDS};
use crate::Error;
use crate::cite::Citation;
use crate::german::quotations;
use crate::query::{Node, keywords};
use crate::search::{Grouping, SearchOptions, Searcher};

/// Words of a quotation that are looked for as a phrase; the rest is compared where they stand.
const PHRASE_WORDS: usize = 32;
/// Articles in which a quotation's words stand as a phrase, and passages like it, that are compared.
const PHRASE_ARTICLES: usize = 10;
const LIKE_PASSAGES: usize = 20;
/// A passage of which less agrees is another one: so many words of an invented quotation stand somewhere in this order by chance.
const NEAR: f32 = 0.6;
/// The most time each search may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A quotation and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Bytes of the text, without the marks.
    pub range: Range<usize>,
    /// Whether it stands in the corpus.
    pub verdict: Verdict,
}

/// Whether a quotation stands in the corpus.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Word for word, but for what an ellipsis or square brackets allow.
    Stands(Found),
    /// Something like it stands there.
    Differs(Found),
    /// Nothing like it was found.
    Missing,
    /// It has fewer than [`FEWEST_WORDS`] words.
    Short,
    /// It has more than [`MOST_WORDS`] words.
    Long,
    /// Its end is not marked.
    Unclosed,
}

/// The place in the corpus that is most like a quotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The passage in which it begins; `start`, `end`, `line` and `paragraph` are the quotation's own.
    pub citation: Citation,
    /// It stands in the headline; `start` and `end` are 0.
    pub in_title: bool,
    /// The quotation and the source, piece by piece.
    pub pieces: Vec<Piece>,
    /// The share of the quotation's words that stand as they are quoted, less those it leaves out: 1 when it stands.
    pub similarity: f32,
    /// Words of the source that ellipses stand for.
    pub left_out: usize,
    /// Ids of other passages in which it stands as well.
    pub also: Vec<String>,
}

impl Searcher {
    /// Looks up every quotation of `text` that has a word in it, whose paragraphs are parted by line ends. Errors: as a search.
    pub fn check(&self, text: &str) -> Result<Vec<Checked>, Error> {
        let corpus = Corpus(self);
        let check = |quotation: super::Quotation| {
            let verdict = match quotation.closed {
                true => corpus.look_up(&text[quotation.range.clone()])?,
                false => Verdict::Unclosed,
            };
            Ok(Checked { range: quotation.range, verdict })
        };
        let has_words = |quotation: &super::Quotation| text[quotation.range.clone()].contains(char::is_alphanumeric);
        quotations(text).into_iter().filter(has_words).map(check).collect()
    }
}

/// What is searched.
struct Corpus<'a>(&'a Searcher);

impl Corpus<'_> {
    fn look_up(&self, quotation: &str) -> Result<Verdict, Error> {
        let items = items(quotation);
        let words = items.iter().filter(|item| matches!(item, Item::Word(..))).count();
        if words < FEWEST_WORDS {
            return Ok(Verdict::Short);
        }
        let keywords = keywords(quotation);
        let (Ok(keywords), ..=MOST_WORDS) = (keywords, items.len()) else { return Ok(Verdict::Long) };
        let mut candidates = self.with_phrase(quotation, &items)?;
        let mut best = self.nearest(quotation, &items, &candidates)?;
        if !best.as_ref().is_some_and(Nearest::is_exact) {
            candidates = self.candidates(&keywords, Grouping::Passage, LIKE_PASSAGES)?;
            let other = self.nearest(quotation, &items, &candidates)?;
            best = best.into_iter().chain(other).min_by_key(|found| found.alignment.cost);
        }
        let Some(Nearest { alignment, mut found }) = best else { return Ok(Verdict::Missing) };
        found.similarity = 1.0 - alignment.edits() / words as f32;
        Ok(match alignment.is_exact() {
            true => Verdict::Stands(found),
            false if found.similarity >= NEAR => Verdict::Differs(found),
            false => Verdict::Missing,
        })
    }

    /// Articles in which the first words of a quotation, up to an ellipsis or bracket, follow one another in a passage or the
    /// headline, each with the number of the passage.
    fn with_phrase(&self, quotation: &str, items: &[Item]) -> Result<Vec<Candidate>, Error> {
        let is_plain = |item: &&Item| matches!(item, Item::Word(_, forms) if forms.len() == 1);
        let lead: Vec<&Item> = items.iter().take_while(is_plain).take(PHRASE_WORDS).collect();
        if lead.len() < FEWEST_WORDS {
            return Ok(Vec::new());
        }
        let end = lead.last().and_then(|item| item.range()).map_or(0, |range| range.end);
        let phrase = Node::Phrase(quotation[..end].to_owned());
        self.candidates(&phrase, Grouping::Article, PHRASE_ARTICLES)
    }

    fn candidates(&self, node: &Node, by: Grouping, limit: usize) -> Result<Vec<Candidate>, Error> {
        let options = SearchOptions { limit, by, highlight: false, timeout: Some(TIMEOUT), ..SearchOptions::default() };
        let mut found: Vec<Candidate> = Vec::new();
        for hit in self.0.search_node(node, &options)?.hits {
            if !found.iter().any(|candidate| candidate.article == hit.article) {
                found.push(Candidate { article: hit.article, start: hit.start });
            }
        }
        Ok(found)
    }

    /// The nearest place in these articles, of equal ones the first.
    fn nearest(&self, quotation: &str, items: &[Item], candidates: &[Candidate]) -> Result<Option<Nearest>, Error> {
        let mut best: Option<Nearest> = None;
        for candidate in candidates {
            let view = self.0.article(&candidate.article)?;
            let Some(next) = in_article(quotation, items, &view, candidate.start) else { continue };
            match &mut best {
                Some(best) if best.is_exact() && next.is_exact() => best.found.also.push(next.found.citation.id),
                Some(best) if best.alignment.cost <= next.alignment.cost => {}
                _ => best = Some(next),
            }
        }
        Ok(best)
    }
}

/// An article that may have a quotation, at the passage that begins at the character `start` or elsewhere.
struct Candidate {
    article: String,
    start: u32,
}
