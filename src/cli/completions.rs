//! `fundstelle completions` and `fundstelle man`.

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

pub(super) fn man() -> Result<Exit> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Args::command()).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(Exit::Done)
}
