//! The last search of this terminal: its hits are known by their numbers, as in `show 3`.
//!
//! A terminal is the shell that started the program, or what `FUNDSTELLE_SESSION` names. The ids of the hits, nothing of the query,
//! are kept in a file of the user's own. Where nobody looks, nothing is kept: neither standard output nor standard error is a terminal.

use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use fundstelle::search::Hit;
use serde::{Deserialize, Serialize};

use super::args::Common;

/// Name of the terminal, for scripts and editors.
const SESSION_VARIABLE: &str = "FUNDSTELLE_SESSION";
/// Longest number of a hit, in digits.
const MAX_DIGITS: usize = 6;

/// Hits of a search.
#[derive(Debug, Serialize, Deserialize)]
struct LastSearch {
    /// Folder of the index.
    index: PathBuf,
    /// Hits that were skipped.
    offset: usize,
    /// Ids of the passages.
    ids: Vec<String>,
}

/// Keeps the ids of hits, of which `offset` were skipped. What cannot be kept is no error: ids can always be typed.
pub(super) fn remember(common: &Common, hits: &[Hit], offset: usize) {
    let is_seen = io::stdout().is_terminal() || io::stderr().is_terminal() || session_name().is_some();
    let (Some(path), Ok(index)) = (kept_at().filter(|_| is_seen), fs::canonicalize(&common.index)) else { return };
    let search = LastSearch { index, offset, ids: hits.iter().map(|hit| hit.id.clone()).collect() };
    let written = serde_json::to_vec(&search).map_err(io::Error::from).and_then(|bytes| write(&path, &bytes));
    drop(written);
}

/// Returns the folder of the index and the id that `typed` stands for: that of a hit of the last search, if it is the number of one,
/// otherwise itself. A search in another index than the one that was named does not count.
pub(super) fn named(typed: &str, common: &Common) -> (PathBuf, String) {
    let found = || {
        let is_number = typed.len() <= MAX_DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit());
        let number: usize = typed.parse().ok().filter(|_| is_number)?;
        let search: LastSearch = serde_json::from_slice(&fs::read(kept_at()?).ok()?).ok()?;
        let is_other = common.is_index_named && fs::canonicalize(&common.index).ok()? != search.index;
        let id = search.ids.get(number.checked_sub(search.offset + 1)?).filter(|_| !is_other)?;
        Some((search.index.clone(), id.clone()))
    };
    found().unwrap_or_else(|| (common.index.clone(), typed.to_owned()))
}

/// File in which the last search of this terminal is kept; `None` if the user has no folder for such files.
fn kept_at() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = folder("XDG_RUNTIME_DIR")
        .or_else(|| folder("XDG_STATE_HOME"))
        .or_else(|| Some(folder("HOME")?.join(".local/state")))?;
    #[cfg(unix)]
    let shell = || Some(std::os::unix::process::parent_id().to_string());
    #[cfg(not(unix))]
    let shell = || None;
    let name: String = session_name().or_else(shell)?;
    Some(state.join("fundstelle").join(format!("last-{name}.json")))
}

/// The letters and digits of the name that the environment gives the terminal.
fn session_name() -> Option<String> {
    let name = std::env::var(SESSION_VARIABLE).ok()?;
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(64).collect();
    Some(name).filter(|name| !name.is_empty())
}

/// Writes a file that nobody else reads.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}
