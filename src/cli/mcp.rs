//! `fundstelle mcp`.

use anyhow::Result;

use super::args::{Common, McpArgs};
use super::{Exit, opened};
use crate::server;

pub(super) fn run(args: &McpArgs, common: &Common) -> Result<Exit> {
    server::run_mcp(&common.index, opened::synonyms(common)?, args.timeout)?;
    Ok(Exit::Done)
}
