//! Which units, orders, facets, periods and styles are there to choose from? The enums mirror those of the library, which knows
//! neither `clap` nor schemas.

use clap::ValueEnum;
use fundstelle::query::Within;
use fundstelle::search::{Facet, Grouping, Sort, TrendStep};

/// Order of the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[cfg_attr(feature = "server", derive(serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "server", serde(rename_all = "kebab-case"))]
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

/// Facet by which matches are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[cfg_attr(feature = "server", derive(serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "server", serde(rename_all = "kebab-case"))]
pub(crate) enum FacetBy {
    /// Newspaper, agency or website
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

/// All facets.
#[cfg(feature = "server")]
pub(crate) const ALL_FACETS: [Facet; 4] = [Facet::Source, Facet::Section, Facet::Year, Facet::Month];

/// Length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[cfg_attr(feature = "server", derive(serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "server", serde(rename_all = "kebab-case"))]
pub(crate) enum StepBy {
    /// Days
    Day,
    /// Weeks that begin on Monday (ISO 8601)
    Week,
    /// Months
    Month,
    /// Years
    Year,
}

impl From<StepBy> for TrendStep {
    fn from(step: StepBy) -> TrendStep {
        match step {
            StepBy::Day => TrendStep::Day,
            StepBy::Week => TrendStep::Week,
            StepBy::Month => TrendStep::Month,
            StepBy::Year => TrendStep::Year,
        }
    }
}

/// Unit of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[cfg_attr(feature = "server", derive(serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "server", serde(rename_all = "kebab-case"))]
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

impl From<By> for Within {
    fn from(by: By) -> Within {
        match by {
            By::Passage => Within::Passage,
            By::Article => Within::Article,
        }
    }
}

/// Format of citations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[cfg_attr(feature = "server", derive(serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "server", serde(rename_all = "kebab-case"))]
pub(crate) enum CitationFormat {
    /// One line per citation
    Plain,
    /// Entries for BibTeX and biblatex
    Bibtex,
    /// RIS records for reference managers
    Ris,
    /// CSL-JSON for Zotero and Pandoc
    CslJson,
}
