//! A note that the folder is newer than its index.

use std::time::Duration;

use fundstelle::corpus::path_of;
use fundstelle::index::{Index, sources_changed};

use super::args::Common;
use super::output::{note, visible};
use super::verify::update_command;
use crate::messages::{language, sentences};

/// Longest time that a search spends on looking for changes.
const MAX_CHECK_TIME: Duration = Duration::from_millis(1);

/// Notes on standard error that the folder has changed since the last `index`, with the command that updates the index.
pub(super) fn tell(index: &Index, common: &Common) {
    if common.quiet || !sources_changed(index.dir(), MAX_CHECK_TIME) {
        return;
    }
    for root in index.metadata().roots.iter().filter(|root| matches!(path_of(root).try_exists(), Ok(false))) {
        note(&sentences::gone(language(), &visible(&path_of(root).to_string_lossy())));
    }
    let command = update_command(index.metadata(), index.dir());
    note(&sentences::stale(language(), &command));
}
