//! What can be said of searches and of what they show.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args as ClapArgs;

use super::{By, FacetBy, Format, ReadingArgs, SortBy, StepBy, seconds};

/// Which results, and how they look.
#[derive(Debug, ClapArgs)]
pub(crate) struct ResultArgs {
    /// How many
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// How many of the best to leave out
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offset: usize,
    /// The most time a query may take
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
    /// Passages, or articles each with its best passage
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = By::Passage)]
    pub(crate) by: By,
    /// Articles with so many passages each, the best first; as --by article
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) passages: Option<u16>,
    /// How hits look [default: text on a terminal, else line]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// Same as --format json
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Same as --format kwic: a line for each match, in the middle of the words around it
    #[arg(long, conflicts_with_all = ["format", "json", "explain"])]
    pub(crate) kwic: bool,
    /// Show all sentences of the passage that matched, each with N more around it
    #[arg(short = 'C', long, value_name = "N")]
    pub(crate) context: Option<usize>,
    /// Say what each word gave to the score
    #[arg(long)]
    pub(crate) explain: bool,
    /// Show copies of better hits, too (a TREC run always has them)
    #[arg(long)]
    pub(crate) all: bool,
}

impl ResultArgs {
    /// What the results are.
    pub(crate) fn by(&self) -> By {
        if self.passages.is_some() { By::Article } else { self.by }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SearchArgs {
    /// The query: words, "phrases", =exact, Spion*, *schutz*, Kasperski~1, UND/AND/+, ODER/OR, NICHT/NOT/-, NAHE/5, VOR/5,
    /// brackets, title: source: section: date:2018-01..2018-04 zitat:, Streik^2; `fundstelle help query` explains it;
    /// after -- it may begin with a hyphen
    #[arg(value_name = "QUERY", required_unless_present = "topics")]
    pub(crate) query: Vec<String>,
    /// Bring the index of this file or folder up to date first (may be repeated)
    #[arg(long = "in", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) results: ResultArgs,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
    /// The order of hits; by date a part of a compound alone is no hit
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = SortBy::Relevance)]
    pub(crate) sort: SortBy,
    /// Let newer articles gain: beside the newest of the index one of this age keeps three quarters of its score, one however
    /// old half [default when given: 365]
    #[arg(long, value_name = "DAYS", num_args = 0..=1, default_missing_value = "365", value_parser = half_life)]
    pub(crate) recent: Option<NonZeroU32>,
    /// Count all matches by source, section, year or month, after the hits; -n 0 shows the counts alone. A part of a compound
    /// alone is not counted
    #[arg(long, value_enum, value_name = "FACET,…", value_delimiter = ',', conflicts_with = "topics")]
    pub(crate) facets: Vec<FacetBy>,
    /// Run many queries, plain words each: a file of lines `id TAB text`
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub(crate) topics: Option<PathBuf>,
}

/// Which articles a query is asked of.
#[derive(Debug, ClapArgs)]
pub(crate) struct FilterArgs {
    /// Only articles of this day or later: 2018, 2018-04, 2018-04-21
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// Only articles of this day or earlier
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// Only articles of this source
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Only articles of this section
    #[arg(long, value_name = "NAME")]
    pub(crate) section: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct TrendArgs {
    /// The query, as for search; a part of a compound alone is not counted
    #[arg(value_name = "QUERY", required = true)]
    pub(crate) query: Vec<String>,
    /// The length of a period [default: the shortest with which the curve fits on a screen]
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub(crate) step: Option<StepBy>,
    /// Draw the number of articles, not their share of a thousand of that time, among which copies are counted, too
    #[arg(long)]
    pub(crate) absolute: bool,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
    /// The most time it may take
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
    /// Print one JSON object
    #[arg(long, group = "form")]
    pub(crate) json: bool,
    /// Print a table, comma-separated
    #[arg(long, group = "form")]
    pub(crate) csv: bool,
    /// Write a picture (SVG) to this file; - is standard output
    #[arg(long, group = "form", value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SimilarArgs {
    /// Id of an article or passage, or a file, or - for standard input
    #[arg(value_name = "ID|FILE")]
    pub(crate) what: String,
    #[command(flatten)]
    pub(crate) results: ResultArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ShowArgs {
    /// Id of a passage or article, as a search shows it
    pub(crate) id: String,
    /// A query, whose matches are marked
    pub(crate) query: Vec<String>,
    /// Print the article as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CopiesArgs {
    /// Id of an article or passage, as a search shows it
    pub(crate) id: String,
    /// Do not show what differs
    #[arg(long)]
    pub(crate) no_diff: bool,
    /// Print one JSON object an article
    #[arg(long)]
    pub(crate) json: bool,
}

fn half_life(text: &str) -> Result<NonZeroU32, String> {
    text.parse().map_err(|_| {
        "a number of days expected, as in --recent=30; without one, put --recent behind the query".to_owned()
    })
}
