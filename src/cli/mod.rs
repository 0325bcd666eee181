//! The program: commands and options, messages, output. Nothing else prints.

mod absent;
mod analyze;
mod args;
mod asked;
mod batch;
mod bench;
mod check;
mod cite;
mod completions;
mod config;
mod copies;
mod digest;
mod eval;
mod exit;
mod export;
mod follow;
mod given;
mod index;
mod inflected;
#[cfg(feature = "tui")]
mod interactive;
mod last_search;
mod lexicon;
mod man;
#[cfg(feature = "server")]
mod mcp;
mod opened;
mod optimize;
mod output;
mod query;
mod search;
mod search_log;
#[cfg(feature = "server")]
mod serve;
mod show;
mod signals;
mod similar;
mod stale;
mod stats;
mod trend;
mod verify;
mod watch;

use std::io;
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use crate::messages;
use args::{Args, Command, LexiconCommand};
use config::Config;
use exit::Exit;

/// Stands for the interactive mode in a program that is built without it.
#[cfg(not(feature = "tui"))]
mod interactive {
    use super::args::Common;
    use super::{Exit, Result};

    pub(super) fn is_possible() -> bool {
        false
    }

    pub(super) fn run(_: &Common) -> Result<Exit> {
        anyhow::bail!(crate::messages::texts::NOT_INTERACTIVE.to(crate::messages::language()))
    }
}

/// Runs the command that was typed. A panic, as tantivy may have on a damaged index, becomes an error.
pub(crate) fn run() -> Result<Exit> {
    let first_panic = Arc::new(Mutex::new(None));
    let hook = Arc::clone(&first_panic);
    panic::set_hook(Box::new(move |info| {
        hook.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| info.to_string());
    }));
    let result = panic::catch_unwind(run_command);
    let first_panic = first_panic.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (result, first_panic) {
        (Ok(result), None) => result,
        // A thread that panicked has left something undone, whatever the others returned.
        (_, Some(panic)) => Err(messages::Failed(panic).into()),
        (Err(_), None) => Err(messages::Failed("the panic was not recorded".to_owned()).into()),
    }
}

fn run_command() -> Result<Exit> {
    let config = Config::read()?;
    config.language.into_iter().for_each(messages::choose);
    let Args { command, mut common } = Args::typed(interactive::is_possible(), &config);
    common.color.apply();
    common.synonyms = common.synonyms.take().or_else(|| config.synonyms.clone());
    common.find_index(command.as_ref().is_some_and(Command::makes_an_index), &config);
    let Some(command) = command else { return interactive::run(&common) };
    match command {
        Command::Index(args) => index::run(&args, &common),
        Command::Search(args) => search::run(&args, &common),
        #[cfg(feature = "server")]
        Command::Serve(args) => serve::run(&args, &common),
        #[cfg(feature = "server")]
        Command::Mcp(args) => mcp::run(&args, &common),
        Command::Trend(args) => trend::run(&args, &common),
        Command::Similar(args) => similar::run(&args, &common),
        Command::Show(args) => show::run(&args, &common),
        Command::Copies(args) => copies::run(&args, &common),
        Command::Cite(args) => cite::run(&args, &common),
        Command::Check(args) => check::run(&args, &common),
        Command::Watch(command) => watch::run(&command, &common),
        Command::Analyze(args) => analyze::run(&args, &common),
        Command::Bench(args) => bench::run(&args, &common),
        Command::Eval(args) => eval::run(&args, &common),
        Command::Stats(args) => stats::run(&args, &common),
        Command::Verify(args) => verify::run(&args, &common),
        Command::Optimize(args) => optimize::run(&args, &common),
        Command::Lexicon(LexiconCommand::Build(args)) => lexicon::build(&args, &common),
        Command::Query => query::run(),
        Command::Completions(args) => completions::completions(&args),
        Command::Man(args) => man::run(&args),
    }
}

/// Returns true if the reader of the output is gone, which is no error: `fundstelle search … | head`.
pub(crate) fn is_closed_pipe(err: &anyhow::Error) -> bool {
    err.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
            || matches!(cause.downcast_ref::<csv::Error>().map(csv::Error::kind),
                Some(csv::ErrorKind::Io(io)) if io.kind() == io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|json| json.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}

/// Prints what went wrong to standard error.
pub(crate) fn report(err: &anyhow::Error) {
    let message = messages::error(messages::language(), err);
    output::note(&format!("fundstelle: {message}"));
}
