//! Runs queries against an open index.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;

use tantivy::schema::Value as _;
use tantivy::{DocAddress, TantivyDocument};

use super::filters::filters_of;
use super::highlight::{TextMatches, char_ranges, find_matches};
use super::hit::{Hit, Results};
use super::options::{SearchOptions, Sort};
use super::rank::RankedPassage;
use super::snippet::snippet;
use crate::Error;
use crate::german::{TokenCache, TokenCachePool};
use crate::index::{Index, StoredPassage, article_number, ordinal};
use crate::postings::{Segment, Segments};
use crate::query::{self, CompiledSynonyms, Matcher, Node, Plan, ScoredClause, Synonyms};
use crate::retrieval::Pruning;

/// An index ready for queries, as of the commit it was opened at. Can be shared between threads.
///
/// ```no_run
/// use fundstelle::query::{Within, parse};
/// use fundstelle::search::{Facet, SearchOptions, Searcher, snippet};
///
/// let searcher = Searcher::open("index".as_ref())?;
/// let results = searcher.search("Werbung NICHT Twitter", &SearchOptions::default())?;
/// for hit in &results.hits {
///     println!("{:.2} {}:{} {}", hit.score, hit.path, hit.line, snippet(hit).text);
/// }
/// let facets = searcher.facets(&parse("Werbung")?, Within::Article, &[Facet::Year], None)?;
/// for year in &facets.by[&Facet::Year] {
///     println!("{}: {} articles", year.value, year.articles);
/// }
/// # Ok::<(), fundstelle::Error>(())
/// ```
pub struct Searcher {
    index: Index,
    tantivy: tantivy::Searcher,
    segments: Segments,
    /// Words of the texts that were shown, analysed: most texts have the same ones.
    pub(super) caches: TokenCachePool,
    /// Synonyms of the user, which widen every query that is searched, counted or marked.
    synonyms: CompiledSynonyms,
    /// Decides on the speed of the first phase only.
    pub(super) pruning: Pruning,
}

impl Searcher {
    /// Opens the index in `dir`. Errors are those of [`Index::open`].
    pub fn open(dir: &Path) -> Result<Searcher, Error> {
        let index = Index::open(dir)?;
        let tantivy = index.searcher();
        let segments = Segments::open(&tantivy, &index.fields().posting_fields(), index.fields().sketch)?;
        let caches = TokenCachePool::default();
        let synonyms = CompiledSynonyms::default();
        Ok(Searcher { index, tantivy, segments, caches, synonyms, pruning: Pruning::default() })
    }

    /// Widens all queries by these synonyms from now on. Each word that this adds to a query is in its receipt
    /// ([`WordReceipt::synonym_of`](crate::query::WordReceipt)).
    #[must_use]
    pub fn with_synonyms(self, synonyms: &Synonyms) -> Searcher {
        Searcher { synonyms: synonyms.compiled(self.index.analyzer()), ..self }
    }

    /// The query with the synonyms of its words.
    pub(super) fn widened<'n>(&self, node: &'n Node) -> Cow<'n, Node> {
        self.synonyms.widened(node, self.index.analyzer())
    }

    /// Returns the index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Finds phrases by positions alone from now on.
    #[cfg(test)]
    pub(super) fn forget_pairs(&mut self) {
        self.index.forget_pairs();
    }

    pub(crate) fn tantivy(&self) -> &tantivy::Searcher {
        &self.tantivy
    }

    pub(super) fn postings(&self) -> &Segments {
        &self.segments
    }

    /// The segment with this number.
    pub(super) fn segment(&self, number: u32) -> &Segment {
        &self.segments.all()[number as usize]
    }

    /// Number of segments of the index.
    pub fn segment_count(&self) -> usize {
        self.segments.all().len()
    }

    /// Returns the best passages or articles for `query`, in the language of [`query`](crate::query).
    ///
    /// # Errors
    ///
    /// [`Error::Query`] if the query cannot be parsed or costs too much, [`Error::TooSlow`] if it exceeds the time limit of
    /// `options`, [`Error::Damaged`] or [`Error::Backend`] if the index cannot be read.
    pub fn search(&self, query: &str, options: &SearchOptions) -> Result<Results, Error> {
        self.search_node(&query::parse(query)?, options)
    }

    /// The best passages or articles for a parsed query. Errors: as of [`Searcher::search`].
    pub fn search_node(&self, node: &Node, options: &SearchOptions) -> Result<Results, Error> {
        self.execute(&self.plan(node, options)?, options, &HashSet::new())
    }

    /// Runs `query` without reading any text, which is what a benchmark of ranking measures. Returns a number for each
    /// result, best first: the same number for the same passage of the same index.
    pub fn rank_only(&self, query: &str, options: &SearchOptions) -> Result<Vec<u64>, Error> {
        let plan = self.plan(&query::parse(query)?, options)?;
        let ranked = self.top_ranked(&plan, options, &HashSet::new())?;
        Ok(ranked.iter().map(|passage| passage.order).collect())
    }

    /// The plan for `node`. The time limit of `options` starts now.
    pub(super) fn plan(&self, node: &Node, options: &SearchOptions) -> Result<Plan, Error> {
        let (within, deadline) = (options.conditions_hold_within(), options.deadline());
        let node = &*self.widened(node);
        let plan = match options.sort {
            Sort::Relevance => query::plan(node, within, deadline, &self.index, &self.segments)?,
            Sort::Newest | Sort::Oldest => query::plan_to_count(node, within, deadline, &self.index, &self.segments)?,
        };
        let filters = filters_of(node)
            .map(|filters| query::plan_to_count(&filters, within, deadline, &self.index, &self.segments));
        Ok(Plan { filters: filters.transpose()?.map(Box::new), ..plan })
    }

    /// Texts of up to `count` live passages, each drawn by `draw`, which returns a number below its argument.
    pub(crate) fn sample_texts(
        &self,
        count: usize,
        draw: &mut dyn FnMut(usize) -> usize,
    ) -> Result<Vec<String>, Error> {
        let segments = self.tantivy.segment_readers();
        let mut texts = Vec::new();
        let total: usize = segments.iter().map(|segment| segment.max_doc() as usize).sum();
        for _ in 0..count.min(total) {
            let mut drawn = draw(total);
            for (number, segment) in segments.iter().enumerate() {
                if drawn < segment.max_doc() as usize {
                    let address = DocAddress::new(number as u32, drawn as u32);
                    if !segment.is_deleted(address.doc_id) {
                        texts.push(self.stored_passage(address)?.text);
                    }
                    break;
                }
                drawn -= segment.max_doc() as usize;
            }
        }
        Ok(texts)
    }

    /// The hits of `plan`, without passages of the articles whose numbers are in `excluded`.
    pub(super) fn execute(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        excluded: &HashSet<u64>,
    ) -> Result<Results, Error> {
        let ranked = self.top_ranked(plan, options, excluded)?;
        let others = self.other_passages(plan, options, &ranked)?;
        let ranks = options.offset.saturating_add(1)..;
        let mut hits = self.caches.with(|cache| {
            let hits = ranked.iter().zip(&others).zip(ranks).map(|((passage, (others, left)), rank)| {
                let mut hit = |passage| self.hit(plan, options, rank, passage, cache);
                let best = hit(passage)?;
                let more = others.iter().map(hit).collect::<Result<_, Error>>()?;
                Ok(Hit { more, further: options.by.takes_articles_once().then_some(*left), ..best })
            });
            hits.collect::<Result<Vec<Hit>, Error>>()
        })?;
        if options.explain {
            self.explain(plan, options, &ranked, hits.iter_mut())?;
            let others: Vec<RankedPassage> = others.iter().flat_map(|(others, _)| others).copied().collect();
            self.explain(plan, options, &others, hits.iter_mut().flat_map(|hit| &mut hit.more))?;
        }
        if options.fold {
            self.count_copies(&ranked, options.by, &mut hits)?;
        }
        let total = options.count.then(|| self.total(plan)).transpose()?;
        let words = self.receipt(plan)?;
        Ok(Results { hits, words, left_out: plan.left_out.clone(), total })
    }

    /// The hit for `ranked`, with its text and highlights.
    pub(super) fn hit(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        rank: usize,
        ranked: &RankedPassage,
        cache: &mut TokenCache,
    ) -> Result<Hit, Error> {
        Error::if_past(plan.deadline)?;
        let stored = self.stored_passage(ranked.address())?;
        let line = self.index.line(&stored, article_number(ranked.order));
        let (in_text, in_title) = match options.highlight {
            true => (self.text_matches(plan, &stored.text, cache), self.title_matches(plan, &stored.title, cache)),
            false => Default::default(),
        };
        let mut hit = Hit {
            rank,
            score: ranked.score,
            id: format!("{}#{}", stored.article, ordinal(ranked.order) + 1),
            line,
            highlights: char_ranges(&stored.text, &in_text.highlights),
            matches: char_ranges(&stored.text, &in_text.matches),
            word_highlights: in_text.words.iter().map(|word| char_ranges(&stored.text, word)).collect(),
            title_highlights: char_ranges(&stored.title, &in_title.highlights),
            topic: None,
            explanation: None,
            factors: None,
            more: Vec::new(),
            further: None,
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
            place: String::new(),
            places: stored.places,
            text: stored.text,
            lines: stored.lines,
            headings: stored.headings,
        };
        if !hit.places.is_empty() {
            let shown = snippet(&hit);
            hit.place = hit.place_of_match(shown.start, shown.end).to_owned();
        }
        Ok(hit)
    }

    /// Matches of `plan` in the text of a passage.
    pub(super) fn text_matches(&self, plan: &Plan, text: &str, cache: &mut TokenCache) -> TextMatches {
        self.matches_of(plan, |clause| !clause.in_title, text, cache)
    }

    /// Matches of `plan` in a title. Words without a field match there, too.
    pub(super) fn title_matches(&self, plan: &Plan, title: &str, cache: &mut TokenCache) -> TextMatches {
        self.matches_of(plan, |_| true, title, cache)
    }

    fn matches_of(
        &self,
        plan: &Plan,
        is_sought: fn(&ScoredClause) -> bool,
        text: &str,
        cache: &mut TokenCache,
    ) -> TextMatches {
        // A part, a second lemma or the form as typed stands for the word of its whole.
        let word_of = |number: usize| {
            let parent = |number: &usize| plan.clauses[*number].parent.filter(|parent| parent < number);
            std::iter::successors(Some(number), parent).last().unwrap_or(number)
        };
        let clauses = plan.clauses.iter().enumerate();
        let marking = clauses.filter(|(_, clause)| clause.highlights && is_sought(clause));
        let matchers: Vec<(usize, &Matcher)> =
            marking.map(|(number, clause)| (word_of(number), &clause.matcher)).collect();
        find_matches(self.index.analyzer(), text, &matchers, cache)
    }

    /// The stored fields of a passage.
    pub(super) fn stored_passage(&self, address: DocAddress) -> Result<StoredPassage, Error> {
        let document: TantivyDocument = self.tantivy.doc(address)?;
        let bytes = document.get_first(self.index.fields().stored).and_then(|value| value.as_bytes());
        let stored = bytes.and_then(|bytes| serde_json::from_slice(bytes).ok());
        stored.ok_or_else(|| Error::Damaged { dir: self.index.dir().to_owned(), what: "a stored passage".to_owned() })
    }

    /// Number of the article of a passage.
    pub(super) fn article_number(&self, address: DocAddress) -> u64 {
        article_number(self.segment(address.segment_ord).order.get(address.doc_id))
    }
}
