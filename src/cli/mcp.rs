//! `fundstelle mcp`.

use anyhow::Result;

use super::Exit;
use super::args::{Common, McpArgs};
use crate::server;

pub(super) fn run(args: &McpArgs, common: &Common) -> Result<Exit> {
    server::run_mcp(&common.index, args.timeout)?;
    Ok(Exit::Done)
}
