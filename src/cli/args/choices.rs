//! Which units, forms, orders, facets and periods are there to choose from?

use clap::ValueEnum;
use fundstelle::search::{Facet, Grouping, Sort, Step};

/// In which order hits come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortBy {
    /// The best first
    Relevance,
    /// The newest first
    Date,
    /// The oldest first
    DateAsc,
}

impl From<SortBy> for Sort {
    fn from(sort: SortBy) -> Sort {
        match sort {
            SortBy::Relevance => Sort::Relevance,
            SortBy::Date => Sort::Newest,
            SortBy::DateAsc => Sort::Oldest,
        }
    }
}

/// What matches are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FacetBy {
    /// Paper, agency or site
    Source,
    /// Section or category
    Section,
    /// Year of publication
    Year,
    /// Month of publication
    Month,
}

impl From<FacetBy> for Facet {
    fn from(facet: FacetBy) -> Facet {
        match facet {
            FacetBy::Source => Facet::Source,
            FacetBy::Section => Facet::Section,
            FacetBy::Year => Facet::Year,
            FacetBy::Month => Facet::Month,
        }
    }
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StepBy {
    /// Days
    Day,
    /// Weeks from Monday on, as in ISO 8601
    Week,
    /// Months
    Month,
    /// Years
    Year,
}

impl From<StepBy> for Step {
    fn from(step: StepBy) -> Step {
        match step {
            StepBy::Day => Step::Day,
            StepBy::Week => Step::Week,
            StepBy::Month => Step::Month,
            StepBy::Year => Step::Year,
        }
    }
}

/// What results are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Passages
    Passage,
    /// Articles
    Article,
}

impl From<By> for Grouping {
    fn from(by: By) -> Grouping {
        match by {
            By::Passage => Grouping::Passage,
            By::Article => Grouping::Article,
        }
    }
}

/// How hits look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading: a few lines a hit
    Text,
    /// For pipes: one line a hit, path:line: first
    Line,
    /// One line a match, in the middle of the words around it
    Kwic,
    /// One JSON object a line
    Json,
    /// Comma-separated, with a header
    Csv,
    /// A TREC run
    Trec,
}

/// How citations look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CitationFormat {
    /// One line each
    Plain,
    /// Entries for BibTeX and biblatex
    Bibtex,
    /// Records for programs that manage references
    Ris,
    /// An array of items as Zotero and Pandoc read it
    CslJson,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ColorChoice {
    /// Makes it the choice of the whole program.
    pub(crate) fn apply(self) {
        let choice = match self {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::AlwaysAnsi,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}
