//! What can be said of kept searches.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, Subcommand};

use super::seconds;

/// What can be done with kept searches.
#[derive(Debug, Subcommand)]
pub(crate) enum WatchCommand {
    /// Keep a search; what it finds now is not told later
    Add(WatchAddArgs),
    /// Show the searches that are kept
    List(WatchListArgs),
    /// Forget searches
    Remove(WatchRemoveArgs),
    /// Show what is new for each since it was run last
    Run(WatchRunArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct WatchAddArgs {
    /// A name for it
    pub(crate) name: String,
    /// The query, as of search
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// The most time the query may take
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct WatchListArgs {
    /// Print one JSON object a search
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct WatchRemoveArgs {
    /// Their names
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct WatchRunArgs {
    /// Names of searches [default: all]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Add what is new to this RSS feed, too; it is made when it is not there
    #[arg(long, value_name = "FILE")]
    pub(crate) rss: Option<PathBuf>,
    /// The most time each query may take
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
    /// Print one JSON object an article
    #[arg(long)]
    pub(crate) json: bool,
}
