//! `fundstelle man`.

use std::fs;
use std::io::{self, Write as _};

use anyhow::{Context as _, Result, bail};
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use super::Exit;
use super::args::{Args, ManArgs};
use super::output::visible;
use crate::messages::{language, sentences};

pub(super) fn run(args: &ManArgs) -> Result<Exit> {
    // A page about `help` says nothing.
    let without_help = |command: Command| command.disable_help_subcommand(true);
    let program = Args::complete(without_help(Args::command()).mut_subcommands(without_help));
    if let Some(folder) = &args.out {
        let named = || visible(&folder.to_string_lossy()).into_owned();
        fs::create_dir_all(folder).with_context(named)?;
        for (name, page) in pages(&program)? {
            fs::write(folder.join(&name), page).with_context(|| format!("{}/{name}", named()))?;
        }
        return Ok(Exit::Done);
    }
    // The page of `watch run` is called fundstelle-watch-run(1).
    let typed = args.command.join("-");
    let name = typed.strip_prefix("fundstelle").map_or(typed.as_str(), |rest| rest.trim_start_matches('-'));
    let mut command = &program;
    for name in name.split('-').filter(|name| !name.is_empty()) {
        let Some(found) = command.find_subcommand(name) else {
            bail!(sentences::no_such_command(language(), &visible(&args.command.join(" "))));
        };
        command = found;
    }
    io::stdout().write_all(&page(command)?)?;
    Ok(Exit::Done)
}

/// Returns the pages of a command and of all commands below it, each with the name of its file.
fn pages(command: &Command) -> Result<Vec<(String, Vec<u8>)>> {
    let mut all = vec![(Man::new(command.clone()).get_filename(), page(command)?)];
    for below in command.get_subcommands() {
        all.extend(pages(below)?);
    }
    Ok(all)
}

fn page(command: &Command) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone())
        .source(concat!("fundstelle ", env!("CARGO_PKG_VERSION")))
        .manual("Fundstelle")
        .render(&mut page)?;
    Ok(page)
}
