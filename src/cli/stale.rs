//! A note that the index lags behind its folder.

use std::time::Duration;

use fundstelle::index::{Index, sources_changed};

use super::args::Common;
use super::messages::{Language, language};
use super::output::note;
use super::verify::update_command;

/// The most time a search waits for it.
const MOST: Duration = Duration::from_millis(1);

/// Says so on standard error when the folder has changed since the last `index`, with the command that helps.
pub(super) fn tell(index: &Index, common: &Common) {
    if common.quiet || !sources_changed(index.dir(), MOST) {
        return;
    }
    let command = update_command(index.metadata(), index.dir());
    note(&match language() {
        Language::German => format!("Seit dem letzten Indexieren hat sich etwas geändert: {command}"),
        Language::English => format!("Something has changed since the last index run: {command}"),
    });
}
