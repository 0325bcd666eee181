//! Runs queries against an open index.

use std::collections::HashSet;
use std::num::NonZeroU32;
use std::path::Path;
use std::time::{Duration, Instant};

use tantivy::schema::Value as _;
use tantivy::{DocAddress, TantivyDocument};

use super::highlight::{Marked, in_chars, marked};
use super::hit::{Hit, Results};
use super::rank::Ranked;
use super::suggest::FEW;
use super::ways::receipt;
use crate::Error;
use crate::german::TokenCache;
use crate::index::{Index, StoredPassage, article_number, ordinal};
use crate::postings::Segments;
use crate::query::{self, Matcher, Node, Plan, ScoredClause};
use crate::retrieval::Pruning;

/// What the results are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// Passages.
    #[default]
    Passage,
    /// Articles, each once, with its best passage.
    Article,
}

/// In which order hits come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first: by the day of the article, those of one day by their scores. What has no day comes last.
    Newest,
    /// The oldest first; what has no day comes last, too.
    Oldest,
}

/// Which of the results are wanted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SearchOptions {
    /// How many.
    pub limit: usize,
    /// How many of the best to leave out before.
    pub offset: usize,
    /// Passages or articles.
    pub by: Grouping,
    /// How many passages of each article come with it, the best of them the hit itself.
    pub passages: usize,
    /// In which order. By date a passage that has nothing but one part of a compound is no hit, as nothing would put it last;
    /// scores still say how well a hit fits, as they do by relevance.
    pub sort: Sort,
    /// By relevance, newer articles gain: what an article counts falls from the newest of the index on, down to half, by half in
    /// so many days. `None`: their days do not matter.
    pub recent: Option<NonZeroU32>,
    /// Explain scores: what each word gave, and what the sum was multiplied by.
    pub explain: bool,
    /// Find the letters that matched.
    pub highlight: bool,
    /// Leave out hits that say what a better one has said, and say of each in how many other articles it stands.
    pub fold: bool,
    /// The most time a query may take, from when it is understood to when its hits are chosen; a longer one is an error.
    pub timeout: Option<Duration>,
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions {
            limit: 10,
            offset: 0,
            by: Grouping::Passage,
            passages: 1,
            sort: Sort::Relevance,
            recent: None,
            explain: false,
            highlight: true,
            fold: false,
            timeout: None,
        }
    }
}

impl SearchOptions {
    /// Sets `limit`, the maximum number of results.
    #[must_use]
    pub fn with_limit(self, limit: usize) -> Self {
        SearchOptions { limit, ..self }
    }

    /// Sets `offset`, the number of results to skip.
    #[must_use]
    pub fn with_offset(self, offset: usize) -> Self {
        SearchOptions { offset, ..self }
    }

    /// Sets `by`: passages or articles.
    #[must_use]
    pub fn with_grouping(self, by: Grouping) -> Self {
        SearchOptions { by, ..self }
    }

    /// Sets `passages`, the maximum number of passages of each article.
    #[must_use]
    pub fn with_passages(self, passages: usize) -> Self {
        SearchOptions { passages, ..self }
    }

    /// Sets `sort`, the order of the results.
    #[must_use]
    pub fn with_sort(self, sort: Sort) -> Self {
        SearchOptions { sort, ..self }
    }

    /// Sets `recent`, the half-life of the recency weight in days.
    #[must_use]
    pub fn with_recent(self, half_life: impl Into<Option<NonZeroU32>>) -> Self {
        SearchOptions { recent: half_life.into(), ..self }
    }

    /// Sets `explain`: true to explain scores.
    #[must_use]
    pub fn with_explain(self, explain: bool) -> Self {
        SearchOptions { explain, ..self }
    }

    /// Sets `highlight`: false to skip finding the characters that matched.
    #[must_use]
    pub fn with_highlight(self, highlight: bool) -> Self {
        SearchOptions { highlight, ..self }
    }

    /// Sets `fold`: true to fold hits that repeat a better one.
    #[must_use]
    pub fn with_fold(self, fold: bool) -> Self {
        SearchOptions { fold, ..self }
    }

    /// Sets `timeout`, the time limit.
    #[must_use]
    pub fn with_timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        SearchOptions { timeout: timeout.into(), ..self }
    }
}

/// An index ready for queries. Shows the state of the moment it was opened; may be used by several threads.
pub struct Searcher {
    index: Index,
    tantivy: tantivy::Searcher,
    segments: Segments,
    /// A parameter of the first phase that changes speed only.
    pub(super) pruning: Pruning,
}

impl Searcher {
    /// Opens the index in `dir`; errors as [`Index::open`].
    pub fn open(dir: &Path) -> Result<Searcher, Error> {
        let index = Index::open(dir)?;
        let tantivy = index.searcher();
        let segments = Segments::open(&tantivy, &index.fields().text_fields(), index.fields().sketch)?;
        Ok(Searcher { index, tantivy, segments, pruning: Pruning::default() })
    }

    /// The index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn tantivy(&self) -> &tantivy::Searcher {
        &self.tantivy
    }

    pub(super) fn postings(&self) -> &Segments {
        &self.segments
    }

    /// Segments the index is in.
    pub fn segments(&self) -> usize {
        self.segments.all().len()
    }

    /// The best passages for `text`, a query in the language of [`crate::query`].
    pub fn search(&self, text: &str, options: &SearchOptions) -> Result<Results, Error> {
        self.search_node(&query::parse(text)?, options)
    }

    /// The best passages for a query that is a tree already.
    pub fn search_node(&self, node: &Node, options: &SearchOptions) -> Result<Results, Error> {
        self.run(self.plan(node, options)?, options, &HashSet::new())
    }

    fn plan(&self, node: &Node, options: &SearchOptions) -> Result<Plan, Error> {
        match options.sort {
            Sort::Relevance => query::plan(node, &self.index, &self.segments),
            Sort::Newest | Sort::Oldest => query::plan_to_count(node, &self.index, &self.segments),
        }
    }

    /// The texts of up to `count` passages, drawn by `below`, which gives a number below the one it gets.
    pub(crate) fn sample(&self, count: usize, below: &mut dyn FnMut(usize) -> usize) -> Result<Vec<String>, Error> {
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
        let plan = self.plan(&query::parse(text)?, options)?;
        let ranked = self.ranked(&plan, options, &HashSet::new())?;
        Ok(ranked.iter().map(|hit| hit.order).collect())
    }

    /// The plan for `text`, with the end of its time.
    pub(super) fn timed_plan(&self, text: &str, options: &SearchOptions) -> Result<Plan, Error> {
        let deadline = options.timeout.map(|timeout| Instant::now() + timeout);
        Ok(Plan { deadline, ..self.plan(&query::parse(text)?, options)? })
    }

    /// The hits of a plan; none of the articles `except`, by their numbers.
    pub(super) fn run(&self, mut plan: Plan, options: &SearchOptions, except: &HashSet<u64>) -> Result<Results, Error> {
        plan.deadline = options.timeout.map(|timeout| Instant::now() + timeout);
        let plan = &plan;
        let ranked = self.ranked(plan, options, except)?;
        let words = &mut TokenCache::default();
        let more = self.more(plan, options, &ranked)?;
        let mut hits = Vec::with_capacity(ranked.len());
        for ((hit, others), rank) in ranked.iter().zip(&more).zip(options.offset.saturating_add(1)..) {
            let mut hit = self.hit(plan, options, rank, hit, words)?;
            for other in others {
                hit.more.push(self.hit(plan, options, rank, other, words)?);
            }
            hits.push(hit);
        }
        if options.explain {
            self.explain(plan, options, &ranked, hits.iter_mut())?;
            self.explain(plan, options, &more.concat(), hits.iter_mut().flat_map(|hit| &mut hit.more))?;
        }
        if options.fold {
            self.count_copies(&ranked, options.by, &mut hits)?;
        }
        let mut words = receipt(plan, &self.segments)?;
        if options.offset.saturating_add(hits.len()) <= FEW && hits.len() < options.limit {
            self.suggest(&mut words)?;
        }
        Ok(Results { hits, words, left_out: plan.left_out.clone() })
    }

    pub(super) fn hit(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        rank: usize,
        ranked: &Ranked,
        words: &mut TokenCache,
    ) -> Result<Hit, Error> {
        let Ranked { candidate, order, score, .. } = *ranked;
        let address = DocAddress::new(candidate.segment, candidate.doc);
        let stored = self.stored(address)?;
        let line = self.index.line(&stored, article_number(order));
        let (in_text, in_title) = match options.highlight {
            true => (self.in_text(plan, &stored.text, words), self.in_title(plan, &stored.title, words)),
            false => Default::default(),
        };
        Ok(Hit {
            rank,
            score,
            id: format!("{}#{}", stored.article, ordinal(order) + 1),
            line,
            highlights: in_chars(&stored.text, &in_text.letters),
            matches: in_chars(&stored.text, &in_text.matches),
            title_highlights: in_chars(&stored.title, &in_title.letters),
            topic: None,
            explanation: None,
            factors: None,
            more: Vec::new(),
            copies: None,
            cluster: None,
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

    /// What matched in the text of a passage.
    pub(super) fn in_text(&self, plan: &Plan, text: &str, words: &mut TokenCache) -> Marked {
        self.marked(text, plan.clauses.iter().filter(|clause| !clause.in_title), words)
    }

    /// What matched in a title, where words without a field stand as well.
    pub(super) fn in_title(&self, plan: &Plan, title: &str, words: &mut TokenCache) -> Marked {
        self.marked(title, plan.clauses.iter(), words)
    }

    fn marked<'a>(
        &self,
        text: &str,
        clauses: impl Iterator<Item = &'a ScoredClause>,
        words: &mut TokenCache,
    ) -> Marked {
        let matchers: Vec<&Matcher> = clauses.map(|clause| &clause.matcher).collect();
        marked(self.index.analyzer(), text, &matchers, words)
    }

    /// What the index keeps of a passage.
    pub(super) fn stored(&self, address: DocAddress) -> Result<StoredPassage, Error> {
        let document: TantivyDocument = self.tantivy.doc(address)?;
        let bytes = document.get_first(self.index.fields().stored).and_then(|value| value.as_bytes());
        let stored = bytes.and_then(|bytes| serde_json::from_slice(bytes).ok());
        stored.ok_or_else(|| Error::Damaged { dir: self.index.dir().to_owned(), what: "a stored passage".to_owned() })
    }

    /// The number of the article a passage belongs to.
    pub(super) fn article_number(&self, address: DocAddress) -> Result<u64, Error> {
        let segment = &self.segments.all()[address.segment_ord as usize];
        Ok(article_number(segment.order.get(address.doc_id)))
    }
}
