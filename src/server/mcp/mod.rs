//! What does a language model get?
//!
//! ```text
//! client ─stdio, or POST /mcp─▶ protocol ─tools─▶ ToolCall ─▶ library ─▶ ToolAnswer: JSON and Markdown, both bounded
//! ```
//!
//! Five tools that only read. `tools` is the table of them, `protocol` the only file that knows the protocol, `http` the route of the
//! server. A tool is a function from a [`ToolCall`](tools::ToolCall) to a [`ToolAnswer`](answer::ToolAnswer): the same as JSON, by the
//! schema of a struct, and as Markdown. `answer` keeps both below a size that clients can take, and says what did not fit. In
//! Markdown texts and facts of articles stand between the markers of `quoted`, so that no text can pose as an instruction.

mod answer;
mod cite;
mod fetch;
mod http;
mod overview;
mod protocol;
mod quotations;
mod quoted;
mod search;
mod tools;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::runtime::Builder;

pub(super) use http::route;

use fundstelle::query::Synonyms;

use super::gate::Gate;
use super::queries::Queries;
use super::snapshot::Snapshots;

/// Tools that run at once over standard input and output; further ones wait.
const MAX_TOOLS_AT_ONCE: usize = 4;

/// Serves the index in `dir`, whose queries are widened by `synonyms`, over standard input and output until the input ends. Error: the
/// index cannot be opened.
pub(crate) fn run_stdio(dir: &Path, synonyms: Synonyms, timeout: Duration) -> Result<()> {
    let queries = Queries::new(Snapshots::open(dir, synonyms)?, Gate::patient(MAX_TOOLS_AT_ONCE), timeout);
    queries.follow_commits();
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().context("tokio")?;
    let served = runtime.block_on(protocol::serve_stdio(queries));
    // A query that still runs must not hold up the end.
    runtime.shutdown_background();
    served
}
