//! `fundstelle serve`.

use std::fs;
use std::io::Write as _;
use std::thread;

use anyhow::{Context as _, Result, bail};
use fundstelle::corpus::Changes;

use super::args::{Common, LogFormat, ServeArgs};
use super::output::{account, note, stdout, visible};
use super::{Exit, follow, index, opened, signals};
use crate::messages::{self, language, sentences, texts};
use crate::server::{self, Access, AccessToken, ServeOptions, Stopper};

/// Queries at once on a machine with few processors: a long one must not hold up the others.
const MIN_QUERIES: usize = 4;

pub(super) fn run(args: &ServeArgs, common: &Common) -> Result<Exit> {
    let access = access(args)?;
    // Created before the first run, so that no change during it is missed.
    let changes = args.watch.then(|| Changes::watch(&args.paths, &common.index));
    if !args.paths.is_empty() {
        let summary = index::bring_up_to_date(&args.paths, &args.reading, index::IndexRun::default(), common)?;
        account::note_skipped(language(), &summary, common.verbose);
    }
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let options = ServeOptions {
        index: common.index.clone(),
        synonyms: opened::synonyms(common)?,
        bind: args.bind,
        access,
        hosts: args.hosts.clone(),
        client_timeout: args.client_timeout,
        query_timeout: args.timeout,
        max_connections: args.max_connections.into(),
        max_queries: args.max_queries.map_or(processors.max(MIN_QUERIES), usize::from),
        log: args.log.map(|LogFormat::Json| note as fn(&str)),
    };
    let stopper = Stopper::new();
    let (ends, stops) = (stopper.clone(), changes.as_ref().map(Changes::stopper));
    let stop = move || {
        stops.iter().for_each(|stop| stop());
        ends.stop();
    };
    signals::stop_gracefully(stop).context(texts::NO_SIGNAL_HANDLER.to(language()))?;
    let stop_updates = changes.as_ref().map(Changes::stopper);
    thread::scope(|scope| {
        if let Some(changes) = changes {
            scope.spawn(move || keep_in_step(&changes, args, common));
        }
        let served = server::run(&options, &stopper, |address| {
            let mut out = stdout();
            writeln!(out, "http://{address}/")?;
            Ok(out.flush()?)
        });
        // An error of the server ends the updates as well.
        stop_updates.iter().for_each(|stop| stop());
        served
    })?;
    Ok(Exit::Done)
}

/// Decides who may ask. Error: others than this machine could, and neither a token nor `--no-auth` says that they may.
fn access(args: &ServeArgs) -> Result<Access> {
    if let Some(path) = &args.token_file {
        let named = visible(&path.to_string_lossy()).into_owned();
        let text = fs::read_to_string(path).with_context(|| named.clone())?;
        let Some(token) = AccessToken::new(&text) else { bail!(sentences::short_token(language(), &named)) };
        return Ok(Access::Token(token));
    }
    if !args.bind.ip().is_loopback() && !args.no_auth {
        bail!(sentences::open_to_others(language(), &args.bind.to_string()));
    }
    Ok(Access::Open)
}

/// Updates the index after every change until the server ends.
fn keep_in_step(changes: &Changes, args: &ServeArgs, common: &Common) {
    let common = Common { quiet: true, ..common.clone() };
    let interval = follow::interval(changes);
    let mut last_error = None;
    while changes.wait(interval) {
        let result = index::bring_up_to_date(&args.paths, &args.reading, index::IndexRun::default(), &common);
        if let Some(summary) = result.as_ref().ok().filter(|summary| follow::has_changed(summary)) {
            account::note_skipped(language(), summary, false);
        }
        let message = result.err().map(|err| messages::error(language(), &err));
        if let Some(message) = message.as_ref().filter(|message| last_error.as_ref() != Some(*message)) {
            note(&format!("fundstelle: {message}"));
        }
        last_error = message;
    }
}
