//! `fundstelle index --watch`.

use std::time::Duration;

use anyhow::{Context as _, Result};
use fundstelle::Error;
use fundstelle::corpus::Changes;
use fundstelle::index::IndexSummary;

use super::Exit;
use super::messages::{self, Language, language, texts};
use super::output::note;
use super::signals;

/// Even where the system tells of changes, one looks so often: of a folder on another machine it may tell nothing.
const SELDOM: Duration = Duration::from_secs(10 * 60);
/// Where it does not, and after an error that may pass.
const OFTEN: Duration = Duration::from_secs(10);

/// Updates after every change, with a line for each in which something came of it, until Ctrl-C. `tell` hears of each such run.
pub(super) fn run(
    changes: &Changes,
    quiet: bool,
    mut update: impl FnMut() -> Result<IndexSummary>,
    mut tell: impl FnMut(&IndexSummary) -> Result<()>,
) -> Result<Exit> {
    // Not before: the first run may take long, and ends at Ctrl-C as every other command does.
    // A second Ctrl-C does not wait for the end of an update. The last commit is whole whatever happens.
    signals::stop_gracefully(changes.stopper()).context("Ctrl-C")?;
    if let (Some(why), false) = (changes.untold(), quiet) {
        let every = OFTEN.as_secs();
        note(&match language() {
            Language::German => {
                format!("das System meldet Änderungen hier nicht ({why}): alle {every} s wird nachgesehen")
            }
            Language::English => format!("the system tells of no changes here ({why}): looking every {every} s"),
        });
    }
    if !quiet {
        note(match language() {
            Language::German => "Änderungen werden nachgeführt; Ctrl-C beendet.",
            Language::English => "Following changes; Ctrl-C ends.",
        });
    }
    let (mut most, mut last_error) = (if changes.notification_error().is_some() { OFTEN } else { SELDOM }, None);
    let pace = most;
    while changes.wait(most) {
        match update() {
            Ok(summary) => {
                (most, last_error) = (pace, None);
                if has_changed(&summary) {
                    if !quiet {
                        note(&line(&summary));
                    }
                    tell(&summary)?;
                }
            }
            Err(err) if passes(&err) => {
                let message = messages::error(language(), &err);
                if last_error.as_ref() != Some(&message) {
                    note(&format!("fundstelle: {message}"));
                }
                (most, last_error) = (OFTEN, Some(message));
            }
            Err(err) => return Err(err),
        }
    }
    Ok(Exit::Done)
}

fn has_changed(summary: &IndexSummary) -> bool {
    summary.indexed + summary.removed > 0
        || summary.articles_added + summary.articles_replaced + summary.articles_removed > 0
}

/// Whether an error may be gone when one tries again.
fn passes(err: &anyhow::Error) -> bool {
    matches!(
        err.downcast_ref(),
        Some(Error::Locked(_) | Error::Overtaken(_) | Error::Discover(_) | Error::Unwritten(_))
    )
}

/// The run on one line.
fn line(summary: &IndexSummary) -> String {
    let t = texts(language());
    let parts = [
        (summary.articles_added, t.added),
        (summary.articles_replaced, t.replaced),
        (summary.articles_removed, t.removed),
        (summary.skipped.iter().filter(|(_, why)| why.is_fault()).count() as u64, t.skipped),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let parts: Vec<String> =
        parts.chain([t.articles.counted(summary.articles), format!("{:.2} s", summary.seconds)]).collect();
    parts.join(" · ")
}
