//! Have the source files changed since they were indexed? A quick check that may miss changes, in place of a walk.
//!
//! `stamps.txt` has the modification times of folders and files as the last run found them: the roots, and the folders and files
//! that were changed most recently, where the next change is most likely. A file that is added, removed or renamed changes its
//! folder.

use std::cmp::Reverse;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::commit_metadata::is_below;
use super::sealed::{self, STAMPS_FILE};
use crate::corpus::{Discovered, FileStamp, path_of};

/// Maximum number of folders, and of files, with a stamp. Checking one takes about 2 µs if the system has it cached.
const MAX_STAMPS: usize = 128;

/// Modification time of a folder or file, as the last run found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    /// Path, written as in [`crate::corpus::SourceFile::key`].
    key: String,
    /// Nanoseconds since 1970.
    modified_ns: i64,
    /// Size of a file in bytes; `None` for a folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
}

/// Returns true if a source file or folder of the index in `dir` has changed since the last run. Checks the most recently changed
/// ones first and stops after `time_limit`; the rest counts as unchanged, and so does everything if `stamps.txt` cannot be read.
#[must_use]
pub fn sources_changed(dir: &Path, time_limit: Duration) -> bool {
    let started = Instant::now();
    let stamps = sealed::read::<Stamp>(dir, STAMPS_FILE).ok().flatten().unwrap_or_default();
    stamps.iter().take_while(|_| started.elapsed() < time_limit).any(|stamp| !is_unchanged(stamp))
}

fn is_unchanged(expected: &Stamp) -> bool {
    let actual = fs::metadata(path_of(&expected.key)).and_then(|data| Ok((data.is_dir(), FileStamp::of(&data)?)));
    actual.is_ok_and(|(is_dir, FileStamp { size, modified_ns })| {
        is_dir == expected.size.is_none()
            && expected.size.is_none_or(|expected| expected == size)
            && clamped(modified_ns) == expected.modified_ns
    })
}

/// Saves the stamps of what a run has found. Stamps below other `roots` of the index stay, but for those of `forgotten`. A failure is not an error of the run:
/// without the file no change is noticed, as before the first run.
pub(super) fn save(dir: &Path, found: &Discovered, roots: &[String], forgotten: &[String]) {
    let before = sealed::read::<Stamp>(dir, STAMPS_FILE).ok().flatten();
    let mut stamps: Vec<Stamp> = before.iter().flatten().cloned().collect();
    let is_in = |stamp: &Stamp, roots: &[String]| roots.iter().any(|root| is_below(&stamp.key, root));
    stamps.retain(|stamp| is_in(stamp, roots) && !is_in(stamp, &found.roots) && !is_in(stamp, forgotten));
    // Writing the index has changed the folder in which it lies.
    let parent = fs::canonicalize(dir).ok().and_then(|dir| dir.parent().map(Path::to_owned));
    // Roots are kept in addition to the latest folders.
    let is_root = |key: &String| found.roots.contains(key);
    let (roots, others): (Vec<_>, Vec<_>) = found.folders.iter().partition(|(key, _)| is_root(key));
    let folders =
        roots.into_iter().chain(most_recent(others, |(_, modified_ns)| *modified_ns)).map(|(key, modified_ns)| {
            let now = parent
                .as_ref()
                .filter(|parent| path_of(key) == **parent)
                .and_then(|parent| FileStamp::of(&fs::metadata(parent).ok()?).ok());
            let modified_ns = now.map_or(*modified_ns, |now| now.modified_ns);
            Stamp { key: key.clone(), modified_ns: clamped(modified_ns), size: None }
        });
    let files = most_recent(found.files.iter().collect(), |file| file.modified_ns).into_iter().map(|file| Stamp {
        key: file.key.clone(),
        modified_ns: clamped(file.modified_ns),
        size: Some(file.size),
    });
    stamps.extend(folders.chain(files));
    let selected = select(stamps, &found.roots);
    if before.as_ref() != Some(&selected) {
        let _ = sealed::write(dir, STAMPS_FILE, &selected);
    }
}

/// Returns the [`MAX_STAMPS`] items that were changed most recently, in any order.
fn most_recent<T>(mut items: Vec<&T>, modified_ns: impl Fn(&T) -> i128) -> Vec<&T> {
    if items.len() > MAX_STAMPS {
        items.select_nth_unstable_by_key(MAX_STAMPS, |item| Reverse(modified_ns(item)));
        items.truncate(MAX_STAMPS);
    }
    items
}

/// Selects the stamps to keep and sorts them: roots, then folders, then files, the most recently changed first.
fn select(mut stamps: Vec<Stamp>, roots: &[String]) -> Vec<Stamp> {
    let rank = |stamp: &Stamp| (stamp.size.is_some(), !roots.contains(&stamp.key), Reverse(stamp.modified_ns));
    stamps.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.key.cmp(&b.key)));
    stamps.dedup_by(|a, b| a.key == b.key);
    let (files, mut folders): (Vec<Stamp>, Vec<Stamp>) = stamps.into_iter().partition(|stamp| stamp.size.is_some());
    folders.truncate(MAX_STAMPS);
    folders.extend(files.into_iter().take(MAX_STAMPS));
    folders
}

fn clamped(modified_ns: i128) -> i64 {
    i64::try_from(modified_ns).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::corpus::{WalkOptions, discover};

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn changes_are_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, index) = (dir.path().join("a\nb"), dir.path().join("a\nb/index"));
        fs::create_dir_all(folder.join("unter")).unwrap();
        fs::create_dir(&index).unwrap();
        let file = folder.join("unter/a.txt");
        fs::write(&file, "eins").unwrap();
        let walk = WalkOptions { leave_out: vec![fs::canonicalize(&index).unwrap()], ..WalkOptions::default() };
        // Two changes in the same tick of the clock have equal times.
        let age = |path: &Path| fs::File::open(path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        let saved = || {
            [&folder, &folder.join("unter"), &file].into_iter().for_each(|path| age(path));
            save(&index, &discover(std::slice::from_ref(&folder), &walk).unwrap(), &[], &[]);
        };
        assert!(!sources_changed(&index, LONG), "nothing is known");
        saved();
        assert!(!sources_changed(&index, LONG));
        let changes: [&dyn Fn(); 4] = [
            &|| fs::write(&file, "zwei und drei").unwrap(),
            &|| fs::write(folder.join("unter/b.txt"), "vier").unwrap(),
            &|| fs::remove_file(folder.join("unter/b.txt")).unwrap(),
            &|| fs::create_dir(folder.join("neu")).unwrap(),
        ];
        for (at, change) in changes.iter().enumerate() {
            change();
            assert!(sources_changed(&index, LONG), "change {at}");
            assert!(!sources_changed(&index, Duration::ZERO), "no time, no answer");
            saved();
            assert!(!sources_changed(&index, LONG), "change {at}");
        }
        fs::remove_dir_all(folder.join("unter")).unwrap();
        assert!(sources_changed(&index, LONG));
    }

    #[test]
    fn roots_and_the_latest_are_kept() {
        let stamp = |n: usize, size| Stamp { key: format!("/{n}"), modified_ns: n as i64, size };
        let all = (0..500).map(|n| stamp(n, (n % 2 == 0).then_some(1))).collect();
        let selected = select(all, &["/1".to_owned()]);
        assert_eq!(selected.len(), 2 * MAX_STAMPS);
        assert_eq!(
            (&selected[0], &selected[1], &selected[MAX_STAMPS]),
            (&stamp(1, None), &stamp(499, None), &stamp(498, Some(1)))
        );
    }
}
