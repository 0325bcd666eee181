//! `fundstelle index --watch`.

use std::time::Duration;

use anyhow::{Context as _, Result};
use fundstelle::Error;
use fundstelle::corpus::Changes;
use fundstelle::index::IndexSummary;

use super::Exit;
use super::output::note;
use super::signals;
use crate::messages::{self, language, sentences, texts};

/// Longest wait for a change that the system reports: it may report nothing of a folder on another machine.
const NOTIFIED_INTERVAL: Duration = Duration::from_secs(10 * 60);
/// Longest wait where the system reports no changes, and after an error that may pass.
const POLLING_INTERVAL: Duration = Duration::from_secs(10);
/// Updates the index after every change until Ctrl-C, and prints a line for each update that changed something. Calls `tell` with the
/// summary of each such update.
pub(super) fn run(
    changes: &Changes,
    quiet: bool,
    mut update: impl FnMut() -> Result<IndexSummary>,
    mut tell: impl FnMut(&IndexSummary) -> Result<()>,
) -> Result<Exit> {
    // Installed only now: the first run may take long, and Ctrl-C ends it as it ends every other command.
    // A second Ctrl-C does not wait for the end of an update. The last commit stays whole.
    signals::stop_gracefully(changes.stopper()).context(texts::NO_SIGNAL_HANDLER.to(language()))?;
    if let (Some(why), false) = (changes.notification_error(), quiet) {
        note(&sentences::polling(language(), &why, POLLING_INTERVAL.as_secs()));
    }
    if !quiet {
        note(texts::FOLLOWING.to(language()));
    }
    let usual = interval(changes);
    let (mut interval, mut last_error) = (usual, None);
    while changes.wait(interval) {
        match update() {
            Ok(summary) => {
                (interval, last_error) = (usual, None);
                if has_changed(&summary) {
                    if !quiet {
                        note(&line(&summary));
                    }
                    tell(&summary)?;
                }
            }
            Err(err) if may_pass(&err) => {
                let message = messages::error(language(), &err);
                if last_error.as_ref() != Some(&message) {
                    note(&format!("fundstelle: {message}"));
                }
                (interval, last_error) = (POLLING_INTERVAL, Some(message));
            }
            Err(err) => return Err(err),
        }
    }
    Ok(Exit::Done)
}

/// Returns the longest wait for a change.
pub(super) fn interval(changes: &Changes) -> Duration {
    if changes.notification_error().is_some() { POLLING_INTERVAL } else { NOTIFIED_INTERVAL }
}

/// Returns true if an update has read or removed something.
pub(super) fn has_changed(summary: &IndexSummary) -> bool {
    summary.indexed + summary.removed > 0
        || summary.articles_added + summary.articles_replaced + summary.articles_removed > 0
}

/// Returns true if an error may be gone at the next attempt.
fn may_pass(err: &anyhow::Error) -> bool {
    matches!(
        err.downcast_ref(),
        Some(
            Error::Gone(_)
                | Error::Shrunk { .. }
                | Error::Locked(_)
                | Error::Overtaken(_)
                | Error::Discover(_)
                | Error::Unwritten(_)
        )
    )
}

/// Summarises an update on one line.
fn line(summary: &IndexSummary) -> String {
    let language = language();
    let faults = summary.skipped.iter().filter(|(_, why)| why.is_fault()).count() as u64;
    let counts = [
        (summary.articles_added, texts::NEW),
        (summary.articles_replaced, texts::REPLACED),
        (summary.articles_removed, texts::REMOVED),
        (faults, texts::SKIPPED),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, what)| format!("{} {}", language.count(*count), what.to(language)));
    let (articles, seconds) =
        (texts::ARTICLES.counted(language, summary.articles), language.decimal(summary.seconds, 2));
    let parts: Vec<String> = counts.chain([articles, format!("{seconds} s")]).collect();
    parts.join(" · ")
}
