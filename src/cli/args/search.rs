//! Options of the commands that search, and of those that show what was found.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args as ClapArgs;

use super::values::{half_life, seconds};
use super::{KwicOrder, OutputFormat, ReadingArgs};
use crate::wire::choices::{By, FacetBy, SortBy, StepBy};
use crate::wire::request::{Filters, ResultRequest};

/// Which results are shown, and how.
#[derive(Debug, ClapArgs)]
pub(crate) struct ResultArgs {
    /// Number of hits
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Skip the first N hits
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offset: usize,
    /// Time limit of the query
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
    /// Unit that is ranked: passages, of which an article shows its best one, or articles as a whole [default: passage]
    #[arg(long, value_enum, value_name = "UNIT")]
    pub(crate) by: Option<By>,
    /// Let each passage be a hit of its own, also several of one article (a TREC run and kwic always do)
    #[arg(long, conflicts_with = "passages")]
    pub(crate) each: bool,
    /// Show articles with up to N passages each, the best first; implies --by article
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) passages: Option<u16>,
    /// Output format [default: text on a terminal, else line]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<OutputFormat>,
    /// Shorthand for --format json
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Shorthand for --format kwic: one line per match, between the words around it; --kwic=left and --kwic=right order the lines by
    /// the words before or after the match
    #[arg(long, value_enum, value_name = "ORDER", num_args = 0..=1, require_equals = true, default_missing_value = "hits",
        conflicts_with_all = ["format", "json", "explain"])]
    pub(crate) kwic: Option<KwicOrder>,
    /// Show all matching sentences of a passage, each with N sentences around it
    #[arg(short = 'C', long, value_name = "N")]
    pub(crate) context: Option<usize>,
    /// Explain the score word by word
    #[arg(long)]
    pub(crate) explain: bool,
    /// Show copies of better hits as well (a TREC run always has them)
    #[arg(long)]
    pub(crate) all: bool,
    /// Write a workbook or notes to this file; notes also to this folder, a file each [default: standard output]
    #[arg(short = 'o', long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long)]
    pub(crate) force: bool,
    /// Begin CSV with a byte order mark, as some spreadsheets need it to see UTF-8
    #[arg(long)]
    pub(crate) bom: bool,
}

impl ResultArgs {
    fn is_trec(&self) -> bool {
        !self.json && self.format == Some(OutputFormat::Trec)
    }

    /// Returns the request of a search in the default order.
    pub(crate) fn request(&self) -> ResultRequest {
        ResultRequest {
            offset: self.offset,
            by: self.by.unwrap_or(By::Passage),
            // In a TREC run each document counts for itself, and a concordance has each match.
            each: self.each || self.is_trec() || self.kwic.is_some() || self.format == Some(OutputFormat::Kwic),
            passages: self.passages,
            explain: self.explain,
            all: self.all || self.is_trec(),
            ..ResultRequest::passages(self.limit, self.timeout)
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SearchArgs {
    /// The query: words, "phrases", =exact, Spion*, *schutz*, Kasperski~1, UND/AND/+, ODER/OR, NICHT/NOT/-, NAHE/5, VOR/5,
    /// brackets, title: source: section: date:2018-01..2018-04 zitat:, Streik^2. `fundstelle help query` explains it. Write --
    /// before a query that begins with a hyphen
    #[arg(value_name = "QUERY", required_unless_present_any = ["topics", "queries"])]
    pub(crate) query: Vec<String>,
    /// Index this file or folder first, or bring its index up to date (may be repeated)
    #[arg(long = "in", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) results: ResultArgs,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
    /// Order of the hits; by date, a part of a compound alone is no hit
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = SortBy::Relevance)]
    pub(crate) sort: SortBy,
    /// Boost recent articles: one DAYS older than the newest keeps ¾ of its score, very old ones ½ [default when given: 365]
    #[arg(long, value_name = "DAYS", num_args = 0..=1, require_equals = true, default_missing_value = "365", value_parser = half_life)]
    pub(crate) recent: Option<NonZeroU32>,
    /// Unit in which UND, NICHT, + and - hold [default: that of --by; without it article where only counts are shown]
    #[arg(long, value_enum, value_name = "UNIT")]
    pub(crate) within: Option<By>,
    /// Count the articles of all matches by source, section, year or month, or with --by passage the passages, after the hits;
    /// -n 0 shows only the counts. A part of a compound alone is not counted
    #[arg(long, value_enum, value_name = "FACET,…", value_delimiter = ',', conflicts_with_all = ["topics", "queries"])]
    pub(crate) facets: Vec<FacetBy>,
    /// File of queries to run: lines `id TAB text`, plain words
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub(crate) topics: Option<PathBuf>,
    /// File of queries to run, one per line, in the query language; an id and a tab may stand before each [default: its line].
    /// - is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "topics"])]
    pub(crate) queries: Option<PathBuf>,
    /// Write a page to print instead of the list: hits with citations, receipt, curve over time; - is standard output
    #[arg(long, value_name = "FILE", conflicts_with_all = ["topics", "queries", "facets", "format", "json", "kwic", "explain", "output"])]
    pub(crate) dossier: Option<PathBuf>,
    /// Add a line of JSON about each search to this file: when, what, its filters, its receipt
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
}

impl SearchArgs {
    /// Returns the request. Where only counts are shown and no unit was named, conditions hold within the article.
    pub(crate) fn request(&self) -> ResultRequest {
        let is_count = self.results.limit == 0 && self.results.by.is_none();
        let within = self.within.or(is_count.then_some(By::Article));
        ResultRequest { sort: self.sort, recent: self.recent, within, ..self.results.request() }
    }
}

/// Which articles are searched.
#[derive(Debug, ClapArgs)]
pub(crate) struct FilterArgs {
    /// Only articles of this day or later: 2018, 2018-04, 2018-04-21, März 2018, 21.4.2018, gestern, 7d, letzte Woche
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// Only articles of this day or earlier
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// Only articles of this source: words of its name, Wiki*, or =NAME for the whole name
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Only articles of this section: words of its name, Wiki*, or =NAME for the whole name
    #[arg(long, value_name = "NAME")]
    pub(crate) section: Option<String>,
}

impl FilterArgs {
    /// Returns the filters as typed.
    pub(crate) fn filters(&self) -> Filters<'_> {
        Filters {
            since: self.since.as_deref(),
            until: self.until.as_deref(),
            source: self.source.as_deref(),
            section: self.section.as_deref(),
        }
    }

    /// Returns the filters as they are typed in a shell; empty if there are none.
    pub(crate) fn shown(&self) -> String {
        self.filters().shown()
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct TrendArgs {
    /// The query, as in search; a part of a compound alone is not counted
    #[arg(value_name = "QUERY", required = true)]
    pub(crate) query: Vec<String>,
    /// Another query to draw on the same scale (up to three)
    #[arg(long = "with", value_name = "QUERY")]
    pub(crate) others: Vec<String>,
    /// Length of a period [default: the shortest with which the curve fits on a screen]
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub(crate) step: Option<StepBy>,
    /// Unit in which UND, NICHT, + and - hold
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = By::Article)]
    pub(crate) within: By,
    /// Plot counts instead of articles per 1,000
    #[arg(long)]
    pub(crate) absolute: bool,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
    /// Time limit of the query
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
    /// Print one JSON object
    #[arg(long, group = "form")]
    pub(crate) json: bool,
    /// Print the periods as CSV
    #[arg(long, group = "form")]
    pub(crate) csv: bool,
    /// Write the curve as SVG to this file; - is standard output
    #[arg(long, group = "form", value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SimilarArgs {
    /// Id of an article or passage, number of a hit of the last search of this terminal, a file, or - for standard input
    #[arg(value_name = "ID|FILE")]
    pub(crate) what: String,
    #[command(flatten)]
    pub(crate) results: ResultArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ShowArgs {
    /// Id of a passage or article, as shown by search, or number of a hit of the last search of this terminal
    pub(crate) id: String,
    /// Query whose matches are marked
    pub(crate) query: Vec<String>,
    /// Print the article as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CopiesArgs {
    /// Id of an article or passage, as shown by search, or number of a hit of the last search of this terminal
    pub(crate) id: String,
    /// Do not show the differences
    #[arg(long)]
    pub(crate) no_diff: bool,
    /// Print one JSON object per article
    #[arg(long)]
    pub(crate) json: bool,
}
