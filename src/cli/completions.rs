//! `fundstelle completions`.

use std::io::{self, Write as _};

use anyhow::Result;
use clap::CommandFactory as _;

use super::Exit;
use super::args::{Args, CompletionsArgs};

pub(super) fn completions(args: &CompletionsArgs) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "fundstelle", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Exit::Done)
}
