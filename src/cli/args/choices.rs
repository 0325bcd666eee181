//! Which orders, facets and periods are there to choose from?

use clap::ValueEnum;
use fundstelle::search::{Facet, Sort, Step};

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
