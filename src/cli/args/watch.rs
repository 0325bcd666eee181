//! Commands and options of saved searches.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, Subcommand};

use super::FilterArgs;
use super::choices::DigestForm;
use super::values::{mail_address, seconds};
use crate::wire::choices::By;

/// Commands of saved searches.
#[derive(Debug, Subcommand)]
pub(crate) enum WatchCommand {
    /// Save a search; what it finds now will not be reported
    Add(WatchAddArgs),
    /// List the saved searches
    List(WatchListArgs),
    /// Delete saved searches
    Remove(WatchRemoveArgs),
    /// Forget the articles found so far that are no longer in the index
    Prune,
    /// Show what is new for each search since its last run
    Run(WatchRunArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct WatchAddArgs {
    /// Name of the search
    pub(crate) name: String,
    /// The query, as in search
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
    /// Unit in which UND, NICHT, + and - hold
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = By::Article)]
    pub(crate) within: By,
    /// Time limit of the query
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct WatchListArgs {
    /// Print one JSON object per search
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct WatchRemoveArgs {
    /// Names of searches
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct WatchRunArgs {
    /// Names of searches [default: all]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Show one digest over all searches: each story once, with the searches that found it and its copies. The digest is a text or
    /// a whole mail (--digest=mail), for sendmail -t
    #[arg(long, value_enum, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    pub(crate) digest: Option<DigestForm>,
    /// Sender of the mail [default: fundstelle@localhost]
    #[arg(long, value_name = "ADDRESS", value_parser = mail_address, requires = "digest")]
    pub(crate) mail_from: Option<String>,
    /// Recipient of the mail (may be repeated)
    #[arg(long, value_name = "ADDRESS", value_parser = mail_address, requires = "digest")]
    pub(crate) mail_to: Vec<String>,
    /// Also add what is new to this RSS feed, which is created if necessary
    #[arg(long, value_name = "FILE")]
    pub(crate) rss: Option<PathBuf>,
    /// Time limit of each query
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
    /// Print one JSON object per article
    #[arg(long)]
    pub(crate) json: bool,
}
