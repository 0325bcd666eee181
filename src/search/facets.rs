//! How are the matches spread over sources, sections and time?

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use serde::Serialize;
use tantivy::columnar::StrColumn;
use tantivy::error::DataCorruption;

use super::matched::Matched;
use super::searcher::Searcher;
use crate::Error;
use crate::index::date_of_day;
use crate::postings::Segment;
use crate::query::{self, Node};

/// What matches are counted by.
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
    /// Articles with a passage that matches.
    pub articles: u64,
    /// Passages that match.
    pub passages: u64,
    /// For each facet that was asked for its values: names by their articles, the most first; years and months in their order. What
    /// has none is counted under the empty value, which comes last.
    #[serde(flatten)]
    pub by: BTreeMap<Facet, Vec<FacetCount>>,
}

/// How often a value stands among the matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// The name, year or month; empty for articles without one.
    pub value: String,
    /// Articles with a passage that matches.
    pub articles: u64,
    /// Passages that match.
    pub passages: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    articles: u64,
    passages: u64,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.articles += other.articles;
        self.passages += other.passages;
    }
}

/// Matches by name, each known by its number in the column of its segment.
struct Names {
    columns: Vec<Option<StrColumn>>,
    counts: HashMap<(u32, Option<u64>), Count>,
}

impl Searcher {
    /// Counts all matches of `node` by each of `facets`; [`crate::query::parse`] makes one of a text. A passage that has nothing but
    /// one part of a compound is not counted: among hits it comes last, here it would weigh as much as any. Errors as
    /// [`Searcher::search`], and when it takes longer than `timeout`.
    pub fn facets(&self, node: &Node, facets: &[Facet], timeout: Option<Duration>) -> Result<Facets, Error> {
        let mut plan = query::plan_to_count(node, self.index(), self.postings())?;
        plan.deadline = timeout.map(|timeout| Instant::now() + timeout);
        let mut names = BTreeMap::new();
        for facet in facets {
            if let Some(column) = column(*facet) {
                names.insert(*facet, Names::open(self.postings().all(), column)?);
            }
        }
        let mut all = Count::default();
        let mut days: HashMap<Option<i64>, Count> = HashMap::new();
        self.each_article(&plan, &mut |article| {
            let one = Count { articles: 1, passages: article.passages.len() as u64 };
            all.add(one);
            names.values_mut().for_each(|names| names.add(article, one));
            let date = &self.postings().all()[article.segment as usize].date;
            days.entry(date.first(article.first())).or_default().add(one);
        })?;
        let mut by = BTreeMap::new();
        for (facet, names) in names {
            by.insert(facet, names.most_first()?);
        }
        for facet in facets.iter().filter(|facet| column(**facet).is_none()) {
            by.insert(*facet, times(&days, *facet));
        }
        Ok(Facets { articles: all.articles, passages: all.passages, by })
    }
}

/// The column of names of a facet that has one.
fn column(facet: Facet) -> Option<&'static str> {
    match facet {
        Facet::Source => Some("source"),
        Facet::Section => Some("section"),
        Facet::Year | Facet::Month => None,
    }
}

impl Names {
    fn open(segments: &[Segment], column: &str) -> tantivy::Result<Names> {
        let columns = segments.iter().map(|segment| segment.names(column)).collect::<tantivy::Result<_>>()?;
        Ok(Names { columns, counts: HashMap::new() })
    }

    fn add(&mut self, article: &Matched<'_>, one: Count) {
        let column = self.columns[article.segment as usize].as_ref();
        let name = column.and_then(|column| column.ords().first(article.first()));
        self.counts.entry((article.segment, name)).or_default().add(one);
    }

    fn most_first(self) -> Result<Vec<FacetCount>, Error> {
        let mut counts: Vec<((u32, Option<u64>), Count)> = self.counts.into_iter().collect();
        counts.sort_unstable_by_key(|(place, _)| *place);
        let mut all: HashMap<String, Count> = HashMap::new();
        for counts in counts.chunk_by(|((a, _), _), ((b, _), _)| a == b) {
            let ((segment, _), _) = counts[0];
            let mut names = names(self.columns[segment as usize].as_ref(), counts)?.into_iter();
            for ((_, number), count) in counts {
                let name = number.and_then(|_| names.next()).unwrap_or_default();
                all.entry(name).or_default().add(*count);
            }
        }
        let mut values = values(all);
        values.sort_unstable_by(|a, b| {
            let (most, name) = ((b.articles, b.passages).cmp(&(a.articles, a.passages)), a.value.cmp(&b.value));
            a.value.is_empty().cmp(&b.value.is_empty()).then(most).then(name)
        });
        Ok(values)
    }
}

/// The names that have a number among `counts` of one segment, which are in order.
fn names(column: Option<&StrColumn>, counts: &[((u32, Option<u64>), Count)]) -> Result<Vec<String>, Error> {
    let numbers: Vec<u64> = counts.iter().filter_map(|((_, number), _)| *number).collect();
    let mut names = Vec::with_capacity(numbers.len());
    if let Some(column) = column {
        let push = |name: &[u8]| names.push(String::from_utf8_lossy(name).into_owned());
        column.dictionary().sorted_ords_to_term_cb(&numbers, push).map_err(tantivy::TantivyError::from)?;
    }
    if names.len() < numbers.len() {
        return Err(tantivy::TantivyError::from(DataCorruption::comment_only("a name is missing")).into());
    }
    Ok(names)
}

/// Days as years or months, in order.
fn times(days: &HashMap<Option<i64>, Count>, facet: Facet) -> Vec<FacetCount> {
    let mut all: HashMap<String, Count> = HashMap::new();
    for (number, count) in days {
        let day = number.and_then(date_of_day).map_or(String::new(), |day| match facet {
            Facet::Month => format!("{:04}-{:02}", day.year(), day.month()),
            _ => format!("{:04}", day.year()),
        });
        all.entry(day).or_default().add(*count);
    }
    let mut values = values(all);
    values.sort_unstable_by(|a, b| a.value.is_empty().cmp(&b.value.is_empty()).then_with(|| a.value.cmp(&b.value)));
    values
}

fn values(counts: HashMap<String, Count>) -> Vec<FacetCount> {
    let value = |(value, Count { articles, passages })| FacetCount { value, articles, passages };
    counts.into_iter().map(value).collect()
}
