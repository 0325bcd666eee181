//! Runs queries against an open index.

use std::collections::HashSet;
use std::path::Path;

use tantivy::schema::Value as _;
use tantivy::{DocAddress, TantivyDocument};

use super::collect::{Best, Candidate, column};
use super::highlight::{highlights, in_chars};
use super::hit::{Hit, Results, Share};
use super::rank::{ARTICLE_WEIGHT, PASSAGE_ARTICLE_WEIGHT, Ranked, Ranker};
use super::ways::receipt;
use crate::Error;
use crate::german::Remembered;
use crate::index::{Index, Stored, article_number, ordinal};
use crate::query::{self, Matcher, Node, Plan, Statistics};

/// Candidates that are ranked with their article's help. Those after them keep the order of their own words.
const CANDIDATES: usize = 200;
/// The same for a list of articles, which may have several passages each.
const ARTICLE_CANDIDATES: usize = 1000;

/// What the results are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// Passages.
    #[default]
    Passage,
    /// Articles, each once, with its best passage.
    Article,
}

impl Grouping {
    /// How many are ranked with all that is known of them.
    fn candidates(self) -> usize {
        match self {
            Grouping::Passage => CANDIDATES,
            Grouping::Article => ARTICLE_CANDIDATES,
        }
    }
}

/// Which of the results are wanted.
#[derive(Debug, Clone)]
pub struct SearchOptions {
    /// How many.
    pub limit: usize,
    /// How many of the best to leave out before.
    pub offset: usize,
    /// Passages or articles.
    pub by: Grouping,
    /// Say what each word gave.
    pub explain: bool,
    /// Find the letters that matched.
    pub highlight: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions { limit: 10, offset: 0, by: Grouping::Passage, explain: false, highlight: true }
    }
}

/// An index ready for queries. Shows the state of the moment it was opened; may be used by several threads.
pub struct Searcher {
    index: Index,
    tantivy: tantivy::Searcher,
}

impl Searcher {
    /// Opens the index in `dir`; errors as [`Index::open`].
    pub fn open(dir: &Path) -> Result<Searcher, Error> {
        let index = Index::open(dir)?;
        Ok(Searcher { tantivy: index.searcher(), index })
    }

    /// The index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn tantivy(&self) -> &tantivy::Searcher {
        &self.tantivy
    }

    /// Segments the index is in.
    pub fn segments(&self) -> usize {
        self.tantivy.segment_readers().len()
    }

    /// The best passages for `text`, a query in the language of [`crate::query`].
    pub fn search(&self, text: &str, options: &SearchOptions) -> Result<Results, Error> {
        let plan = self.plan(text)?;
        self.run(&plan, options, None)
    }

    /// The best passages for a query that is a tree already.
    pub fn search_node(&self, node: &Node, options: &SearchOptions) -> Result<Results, Error> {
        self.run(&query::plan(node, &self.index, &self.tantivy)?, options, None)
    }

    fn plan(&self, text: &str) -> Result<Plan, Error> {
        query::plan(&query::parse(text)?, &self.index, &self.tantivy)
    }

    /// The texts of up to `count` passages, drawn by `below`, which gives a number below the one it gets.
    pub fn sample(&self, count: usize, below: &mut dyn FnMut(usize) -> usize) -> Result<Vec<String>, Error> {
        let segments = self.tantivy.segment_readers();
        let mut texts = Vec::new();
        let total: usize = segments.iter().map(|segment| segment.max_doc() as usize).sum();
        for _ in 0..count.min(total) {
            let mut at = below(total);
            for (ord, segment) in segments.iter().enumerate() {
                if at < segment.max_doc() as usize {
                    let address = DocAddress::new(ord as u32, at as u32);
                    if !segment.is_deleted(address.doc_id) {
                        texts.push(self.stored(address)?.text);
                    }
                    break;
                }
                at -= segment.max_doc() as usize;
            }
        }
        Ok(texts)
    }

    /// The ids of the best passages, or articles: what a search costs without showing anything.
    pub fn ids(&self, text: &str, options: &SearchOptions) -> Result<Vec<u64>, Error> {
        let plan = self.plan(text)?;
        let ranked = self.ranked(&plan, options, None)?;
        Ok(ranked.iter().map(|hit| hit.candidate.order).collect())
    }

    pub(super) fn run(&self, plan: &Plan, options: &SearchOptions, except: Option<&str>) -> Result<Results, Error> {
        let mut ranked = self.ranked(plan, options, except)?;
        if options.explain {
            self.explain(plan, &mut ranked)?;
        }
        let words = &mut Remembered::default();
        let hits = ranked.iter().enumerate();
        let hits = hits.map(|(at, hit)| self.hit(plan, options, options.offset + at + 1, hit, words));
        let hits: Result<Vec<Hit>, Error> = hits.collect();
        Ok(Results { hits: hits?, words: receipt(plan, &self.tantivy)?, left_out: plan.left_out.clone() })
    }

    fn ranked(&self, plan: &Plan, options: &SearchOptions, except: Option<&str>) -> Result<Vec<Ranked>, Error> {
        let wanted = options.offset.saturating_add(options.limit);
        let except = except.map(|id| self.number_of(id)).transpose()?.flatten();
        let mut depth = match options.by {
            Grouping::Passage => CANDIDATES.max(wanted.saturating_add(CANDIDATES.min(wanted))),
            Grouping::Article => ARTICLE_CANDIDATES.max(wanted.saturating_mul(4)),
        };
        loop {
            let mut ranked = self.candidates(plan, depth, options.by)?;
            let exhausted = ranked.len() < depth.min(self.tantivy.num_docs() as usize);
            ranked.retain(|hit| Some(article_number(hit.candidate.order)) != except);
            if options.by == Grouping::Article {
                keep_best_of_each_article(&mut ranked);
            }
            if ranked.len() >= wanted || exhausted || depth >= self.tantivy.num_docs() as usize {
                ranked.truncate(wanted);
                ranked.drain(..options.offset.min(ranked.len()));
                return Ok(ranked);
            }
            depth = depth.saturating_mul(4);
        }
    }

    /// The best `depth` by their own words; the first of them, or all for a list of articles, in final order.
    fn candidates(&self, plan: &Plan, depth: usize, by: Grouping) -> Result<Vec<Ranked>, Error> {
        let depth = depth.min(self.tantivy.num_docs() as usize);
        let statistics = Statistics::new(&self.tantivy);
        let best = Best { k: depth };
        let mut found: Vec<Candidate> =
            self.tantivy.search_with_statistics_provider(&*plan.query, &best, &statistics)?;
        if let Some(sure) = &plan.sure
            && found.len() > by.candidates()
        {
            // They come first, so that they are ranked whatever their score.
            let best = Best { k: by.candidates() };
            let mut first: Vec<Candidate> =
                self.tantivy.search_with_statistics_provider(&**sure, &best, &statistics)?;
            let known: HashSet<u64> = first.iter().map(|candidate| candidate.order).collect();
            first.extend(found.into_iter().filter(|candidate| !known.contains(&candidate.order)));
            first.truncate(depth);
            found = first;
        }
        // How many are ranked anew does not depend on how many are wanted, so that pages fit together.
        let article_weight = match by {
            Grouping::Passage => PASSAGE_ARTICLE_WEIGHT,
            Grouping::Article => ARTICLE_WEIGHT,
        };
        let (first, rest) = found.split_at(by.candidates().min(found.len()));
        let mut ranked = self.ranker(&statistics, article_weight).rank(first, &plan.leaves)?;
        let none =
            |candidate: &Candidate| Ranked { candidate: *candidate, shares: Vec::new(), article_shares: Vec::new() };
        ranked.extend(rest.iter().map(none));
        Ok(ranked)
    }

    fn ranker<'a>(&'a self, statistics: &'a Statistics<'a>, article_weight: f32) -> Ranker<'a> {
        Ranker {
            searcher: &self.tantivy,
            statistics,
            terms: self.index.fields().terms,
            articles: self.index.payload().articles,
            article_weight,
        }
    }

    /// The shares of hits that were found too far down to be ranked anew.
    fn explain(&self, plan: &Plan, hits: &mut [Ranked]) -> Result<(), Error> {
        let statistics = Statistics::new(&self.tantivy);
        for hit in hits.iter_mut().filter(|hit| hit.shares.is_empty()) {
            let explained = self.ranker(&statistics, 0.0).rank(&[hit.candidate], &plan.leaves)?;
            hit.shares = explained.into_iter().flat_map(|hit| hit.shares).collect();
        }
        Ok(())
    }

    fn hit(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        rank: usize,
        ranked: &Ranked,
        words: &mut Remembered,
    ) -> Result<Hit, Error> {
        let Candidate { score, order, address } = ranked.candidate;
        let stored = self.stored(address)?;
        let line = self.index.line(&stored, article_number(order));
        let (in_title, in_text): (Vec<_>, Vec<_>) = plan.leaves.iter().partition(|leaf| leaf.in_title);
        let text_matchers: Vec<&Matcher> = in_text.iter().map(|leaf| &leaf.matcher).collect();
        let all_matchers: Vec<&Matcher> = in_title.iter().chain(&in_text).map(|leaf| &leaf.matcher).collect();
        let mut marks = |text: &str, matchers: &[&Matcher]| match options.highlight {
            true => in_chars(text, &highlights(self.index.analyzer(), text, matchers, words)),
            false => Vec::new(),
        };
        let shares = || {
            plan.leaves.iter().enumerate().map(|(at, leaf)| Share {
                word: leaf.label.clone(),
                searched: leaf.searched(),
                passage: ranked.shares.get(at).copied().unwrap_or(0.0),
                article: ranked.article_shares.get(at).copied().unwrap_or(0.0),
            })
        };
        Ok(Hit {
            rank,
            score,
            id: format!("{}#{}", stored.article, ordinal(order) + 1),
            line,
            highlights: marks(&stored.text, &text_matchers),
            title_highlights: marks(&stored.title, &all_matchers),
            topic: None,
            explanation: options
                .explain
                .then(|| shares().filter(|share| share.passage + share.article > 0.0).collect()),
            article: stored.article,
            path: stored.path,
            title: stored.title,
            date: stored.date,
            source: stored.source,
            section: stored.section,
            start: stored.start,
            end: stored.end,
            paragraph: stored.paragraph,
            text: stored.text,
            lines: stored.lines,
            headings: stored.headings,
        })
    }

    /// What the index keeps of a passage.
    pub(super) fn stored(&self, address: DocAddress) -> Result<Stored, Error> {
        let document: TantivyDocument = self.tantivy.doc(address)?;
        let bytes = document.get_first(self.index.fields().stored).and_then(|value| value.as_bytes());
        let stored = bytes.and_then(|bytes| serde_json::from_slice(bytes).ok());
        stored.ok_or_else(|| Error::Damaged { dir: self.index.dir().to_owned(), what: "a stored passage".to_owned() })
    }

    /// The number of the article a passage belongs to.
    pub(super) fn article_number(&self, address: DocAddress) -> Result<u64, Error> {
        let order = column(self.tantivy.segment_reader(address.segment_ord), "order")?;
        Ok(article_number(order.first(address.doc_id).unwrap_or(0)))
    }

    fn number_of(&self, id: &str) -> Result<Option<u64>, Error> {
        use tantivy::collector::TopDocs;
        use tantivy::query::TermQuery;
        let term = tantivy::Term::from_field_text(self.index.fields().article, id);
        let query = TermQuery::new(term, tantivy::schema::IndexRecordOption::Basic);
        let found = self.tantivy.search(&query, &TopDocs::with_limit(1).order_by_score())?;
        found.first().map(|(_, address)| self.article_number(*address)).transpose()
    }
}

/// Leaves the best passage of each article, in the order they were.
fn keep_best_of_each_article(ranked: &mut Vec<Ranked>) {
    let mut seen = std::collections::HashSet::new();
    ranked.retain(|hit| seen.insert(article_number(hit.candidate.order)));
}
