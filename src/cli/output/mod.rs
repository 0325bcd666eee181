//! Formats of hits, progress, and text made safe for a terminal.

pub(super) mod account;
mod bars;
pub(super) mod citation;
pub(super) mod curve;
pub(super) mod facets;
pub(super) mod feed;
pub(super) mod hits;
mod kwic;
mod links;
pub(super) mod pager;
pub(super) mod picture;
pub(super) mod progress;
pub(super) mod report;
mod text;

use std::io::{self, Write as _};
use std::path::Path;

pub(super) use text::Painter;
#[cfg(feature = "tui")]
pub(super) use text::{are_colored, place};
use textwrap::{WordSeparator, WordSplitter};

pub(super) use crate::wire::{json_line, visible};

/// Fewest columns to which notes are wrapped.
const MIN_NOTE_COLUMNS: usize = 20;

/// Prints a line to standard error. A failure is ignored: there is nowhere to report it.
pub(super) fn note(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Prints a long line to standard error, wrapped at blanks to the columns of a terminal.
pub(super) fn note_wrapped(line: &str) {
    let columns = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
    match columns.filter(|columns| *columns >= MIN_NOTE_COLUMNS) {
        Some(columns) => {
            let options = textwrap::Options::new(columns).subsequent_indent("  ").break_words(false);
            let options = options.word_separator(WordSeparator::AsciiSpace);
            textwrap::wrap(line, options.word_splitter(WordSplitter::NoHyphenation)).iter().for_each(|line| note(line));
        }
        None => note(line),
    }
}

/// Returns a path for people: relative if it is below the current folder, and safe to print.
pub(super) fn shown_path(path: &str) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.as_deref().and_then(|here| Path::new(path).strip_prefix(here).ok());
    visible(&relative.map_or_else(|| path.to_owned(), |relative| relative.display().to_string())).into_owned()
}

/// Returns standard output, buffered. Flush it at the end, or a failed write goes unnoticed.
pub(super) fn stdout() -> io::BufWriter<io::StdoutLock<'static>> {
    io::BufWriter::new(io::stdout().lock())
}
