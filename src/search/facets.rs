//! How are the matches distributed over sources, sections and time?

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use serde::Serialize;
use tantivy::columnar::StrColumn;
use tantivy::error::DataCorruption;

use super::matching_articles::MatchingArticle;
use super::searcher::Searcher;
use crate::Error;
use crate::index::date_of_day;
use crate::postings::Segment;
use crate::query::{self, Node, Within};

/// Property by which matches are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// Paper, agency or site.
    Source,
    /// Section or category.
    Section,
    /// Year of publication, `2018`.
    Year,
    /// Month of publication, `2018-04`.
    Month,
}

/// Counts over all matches of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// Articles with a matching passage.
    pub articles: u64,
    /// Matching passages.
    pub passages: u64,
    /// Values of each requested facet: names by descending number of articles, years and months in order. Matches without a
    /// value are counted under the empty value, which comes last.
    #[serde(flatten)]
    pub by: BTreeMap<Facet, Vec<FacetCount>>,
}

/// Number of matches with a value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// Name, year or month; empty for articles without one.
    pub value: String,
    /// Articles with a matching passage.
    pub articles: u64,
    /// Matching passages.
    pub passages: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct MatchCount {
    articles: u64,
    passages: u64,
}

impl MatchCount {
    fn add(&mut self, other: MatchCount) {
        self.articles += other.articles;
        self.passages += other.passages;
    }
}

/// Matches by name. A name is known by its segment and its ordinal in the column there; `None` stands for no name.
struct NameCounts {
    columns: Vec<Option<StrColumn>>,
    counts: HashMap<(u32, Option<u64>), MatchCount>,
}

impl Searcher {
    /// Counts all matches of `node`, a query as [`query::parse`](crate::query::parse) returns it, by each of `facets`. A
    /// passage with nothing but one part of a compound is not counted: in a list of hits it comes last, but here it would weigh
    /// as much as any other. Conditions hold within `within`. Fails like [`Searcher::search`], and if it takes longer than `timeout`.
    pub fn facets(
        &self,
        node: &Node,
        within: Within,
        facets: &[Facet],
        timeout: Option<Duration>,
    ) -> Result<Facets, Error> {
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        let plan = query::plan_to_count(&self.widened(node), within, deadline, self.index(), self.postings())?;
        let mut names = BTreeMap::new();
        for facet in facets {
            if let Some(column) = name_column(*facet) {
                names.insert(*facet, NameCounts::open(self.postings().all(), column)?);
            }
        }
        let mut all = MatchCount::default();
        let mut days: HashMap<Option<i64>, MatchCount> = HashMap::new();
        self.for_each_matching_article(&plan, &mut |article| {
            let count = MatchCount { articles: 1, passages: article.passages.len() as u64 };
            all.add(count);
            names.values_mut().for_each(|names| names.add(article, count));
            let date = &self.segment(article.segment).date;
            days.entry(date.first(article.first)).or_default().add(count);
        })?;
        let mut by = BTreeMap::new();
        for (facet, names) in names {
            by.insert(facet, names.into_sorted()?);
        }
        for facet in facets.iter().filter(|facet| name_column(**facet).is_none()) {
            by.insert(*facet, count_periods(&days, *facet));
        }
        Ok(Facets { articles: all.articles, passages: all.passages, by })
    }
}

/// The column of names of a facet; `None` for one of time.
fn name_column(facet: Facet) -> Option<&'static str> {
    match facet {
        Facet::Source => Some("source"),
        Facet::Section => Some("section"),
        Facet::Year | Facet::Month => None,
    }
}

impl NameCounts {
    fn open(segments: &[Segment], column: &str) -> tantivy::Result<NameCounts> {
        let columns = segments.iter().map(|segment| segment.names(column)).collect::<tantivy::Result<_>>()?;
        Ok(NameCounts { columns, counts: HashMap::new() })
    }

    fn add(&mut self, article: &MatchingArticle<'_>, count: MatchCount) {
        let column = self.columns[article.segment as usize].as_ref();
        let ordinal = column.and_then(|column| column.ords().first(article.first));
        self.counts.entry((article.segment, ordinal)).or_default().add(count);
    }

    /// The names with their counts, most frequent first, no name last.
    fn into_sorted(self) -> Result<Vec<FacetCount>, Error> {
        let mut counts: Vec<((u32, Option<u64>), MatchCount)> = self.counts.into_iter().collect();
        // By segment; no name comes first.
        counts.sort_unstable_by_key(|(name, _)| *name);
        let mut by_name: HashMap<String, MatchCount> = HashMap::new();
        for counts in counts.chunk_by(|((a, _), _), ((b, _), _)| a == b) {
            let ((segment, _), _) = counts[0];
            let (unnamed, named) = counts.split_at(counts.partition_point(|((_, ordinal), _)| ordinal.is_none()));
            for (_, count) in unnamed {
                by_name.entry(String::new()).or_default().add(*count);
            }
            let ordinals: Vec<u64> = named.iter().filter_map(|((_, ordinal), _)| *ordinal).collect();
            let names = read_names(self.columns[segment as usize].as_ref(), &ordinals)?;
            for (name, (_, count)) in names.into_iter().zip(named) {
                by_name.entry(name).or_default().add(*count);
            }
        }
        let mut values = facet_counts(by_name);
        values.sort_unstable_by(|a, b| {
            let (most, name) = ((b.articles, b.passages).cmp(&(a.articles, a.passages)), a.value.cmp(&b.value));
            a.value.is_empty().cmp(&b.value.is_empty()).then(most).then(name)
        });
        Ok(values)
    }
}

/// The names with these ascending ordinals.
fn read_names(column: Option<&StrColumn>, ordinals: &[u64]) -> Result<Vec<String>, Error> {
    let mut names = Vec::with_capacity(ordinals.len());
    if let Some(column) = column {
        let push = |name: &[u8]| names.push(String::from_utf8_lossy(name).into_owned());
        column.dictionary().sorted_ords_to_term_cb(ordinals, push).map_err(tantivy::TantivyError::from)?;
    }
    if names.len() < ordinals.len() {
        return Err(tantivy::TantivyError::from(DataCorruption::comment_only("a name is missing")).into());
    }
    Ok(names)
}

/// Counts by year or month, in order; undated matches last.
fn count_periods(days: &HashMap<Option<i64>, MatchCount>, facet: Facet) -> Vec<FacetCount> {
    let mut by_period: HashMap<String, MatchCount> = HashMap::new();
    for (number, count) in days {
        let period = number.and_then(date_of_day).map_or(String::new(), |day| match facet {
            Facet::Month => format!("{:04}-{:02}", day.year(), day.month()),
            _ => format!("{:04}", day.year()),
        });
        by_period.entry(period).or_default().add(*count);
    }
    let mut values = facet_counts(by_period);
    values.sort_unstable_by(|a, b| a.value.is_empty().cmp(&b.value.is_empty()).then_with(|| a.value.cmp(&b.value)));
    values
}

fn facet_counts(counts: HashMap<String, MatchCount>) -> Vec<FacetCount> {
    let facet_count = |(value, MatchCount { articles, passages })| FacetCount { value, articles, passages };
    counts.into_iter().map(facet_count).collect()
}
