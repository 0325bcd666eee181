//! Has the folder changed since it was indexed? A quick look that may miss something, in place of a walk.
//!
//! `stamps.txt` keeps when folders and files were last changed as the last run found them: the roots, and of the rest those that
//! were changed last, because there the next change is most likely. A file that is added, removed or renamed changes its
//! folder.

use std::cmp::Reverse;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::payload::is_below;
use super::sealed::{self, STAMPS};
use crate::corpus::{Discovered, FileStamp, path_of};

/// Folders, and as many files, that are kept. To look at one takes about 2 µs where the system has it in memory.
const KEPT: usize = 128;

/// A folder or file as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    /// As [`crate::corpus::SourceFile::key`].
    key: String,
    /// Time of the last change, in nanoseconds since 1970.
    modified_ns: i64,
    /// Bytes of a file; none of a folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
}

/// Whether something below the folders of the index in `dir` has changed since the last run. Looks at what was changed last for
/// the time `most` at most; what it does not get to, it takes for unchanged. Where the file cannot be read: no.
pub fn has_changed(dir: &Path, most: Duration) -> bool {
    let started = Instant::now();
    let stamps = sealed::read::<Stamp>(dir, STAMPS).ok().flatten().unwrap_or_default();
    stamps.iter().take_while(|_| started.elapsed() < most).any(|stamp| !is_so(stamp))
}

fn is_so(kept: &Stamp) -> bool {
    let found = fs::metadata(path_of(&kept.key)).and_then(|data| Ok((data.is_dir(), FileStamp::of(&data)?)));
    found.is_ok_and(|(is_dir, now)| {
        is_dir == kept.size.is_none()
            && kept.size.is_none_or(|kept| kept == now.size)
            && clamped(now.modified_ns) == kept.modified_ns
    })
}

/// Notes what a run has found; what it did not look at stays as it was noted, but when the index is made anew. That it cannot be
/// noted is no fault of the run.
pub(super) fn note(dir: &Path, found: &Discovered, rebuild: bool) {
    let before = sealed::read::<Stamp>(dir, STAMPS).ok().flatten();
    let mut stamps: Vec<Stamp> = before.iter().flatten().cloned().collect();
    stamps.retain(|stamp| !rebuild && !found.roots.iter().any(|root| is_below(&stamp.key, root)));
    // An index that lies in a folder has changed that folder itself.
    let own = fs::canonicalize(dir).ok().and_then(|dir| dir.parent().map(Path::to_owned));
    // The roots come beside the latest: a folder may have a hundred thousand files, of which few are to be kept.
    let is_root = |key: &String| found.roots.contains(key);
    let (roots, others): (Vec<_>, Vec<_>) = found.folders.iter().partition(|(key, _)| is_root(key));
    let folders = roots.into_iter().chain(latest(others, |(_, modified_ns)| *modified_ns)).map(|(key, modified_ns)| {
        let now = own
            .as_ref()
            .filter(|own| path_of(key) == **own)
            .and_then(|own| FileStamp::of(&fs::metadata(own).ok()?).ok());
        let modified_ns = now.map_or(*modified_ns, |now| now.modified_ns);
        Stamp { key: key.clone(), modified_ns: clamped(modified_ns), size: None }
    });
    let files = latest(found.files.iter().collect(), |file| file.modified_ns).into_iter().map(|file| Stamp {
        key: file.key.clone(),
        modified_ns: clamped(file.modified_ns),
        size: Some(file.size),
    });
    stamps.extend(folders.chain(files));
    let chosen = chosen(stamps, &found.roots);
    if before.as_ref() != Some(&chosen) {
        let _ = sealed::write(dir, STAMPS, &chosen);
    }
}

/// Those that were changed last, in any order.
fn latest<T>(mut all: Vec<&T>, modified_ns: impl Fn(&T) -> i128) -> Vec<&T> {
    if all.len() > KEPT {
        all.select_nth_unstable_by_key(KEPT, |one| Reverse(modified_ns(one)));
        all.truncate(KEPT);
    }
    all
}

/// The roots, then the latest folders, then the latest files.
fn chosen(mut stamps: Vec<Stamp>, roots: &[String]) -> Vec<Stamp> {
    let rank = |stamp: &Stamp| (stamp.size.is_some(), !roots.contains(&stamp.key), Reverse(stamp.modified_ns));
    stamps.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.key.cmp(&b.key)));
    stamps.dedup_by(|a, b| a.key == b.key);
    let (files, mut folders): (Vec<Stamp>, Vec<Stamp>) = stamps.into_iter().partition(|stamp| stamp.size.is_some());
    folders.truncate(KEPT);
    folders.extend(files.into_iter().take(KEPT));
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
    fn what_changes_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, index) = (dir.path().join("a\nb"), dir.path().join("a\nb/index"));
        fs::create_dir_all(folder.join("unter")).unwrap();
        fs::create_dir(&index).unwrap();
        let file = folder.join("unter/a.txt");
        fs::write(&file, "eins").unwrap();
        let walk = WalkOptions { leave_out: vec![fs::canonicalize(&index).unwrap()], ..WalkOptions::default() };
        // Two changes in the same tick of the clock would look like one.
        let age = |path: &Path| fs::File::open(path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        let noted = || {
            [&folder, &folder.join("unter"), &file].into_iter().for_each(|path| age(path));
            note(&index, &discover(std::slice::from_ref(&folder), &walk).unwrap(), false);
        };
        assert!(!has_changed(&index, LONG), "nothing is known");
        noted();
        assert!(!has_changed(&index, LONG));
        let changes: [&dyn Fn(); 4] = [
            &|| fs::write(&file, "zwei und drei").unwrap(),
            &|| fs::write(folder.join("unter/b.txt"), "vier").unwrap(),
            &|| fs::remove_file(folder.join("unter/b.txt")).unwrap(),
            &|| fs::create_dir(folder.join("neu")).unwrap(),
        ];
        for (at, change) in changes.iter().enumerate() {
            change();
            assert!(has_changed(&index, LONG), "change {at}");
            assert!(!has_changed(&index, Duration::ZERO), "no time, no answer");
            noted();
            assert!(!has_changed(&index, LONG), "change {at}");
        }
        fs::remove_dir_all(folder.join("unter")).unwrap();
        assert!(has_changed(&index, LONG));
    }

    #[test]
    fn roots_and_the_latest_are_kept() {
        let stamp = |n: usize, size| Stamp { key: format!("/{n}"), modified_ns: n as i64, size };
        let all = (0..500).map(|n| stamp(n, (n % 2 == 0).then_some(1))).collect();
        let chosen = chosen(all, &["/1".to_owned()]);
        assert_eq!(chosen.len(), 2 * KEPT);
        assert_eq!((&chosen[0], &chosen[1], &chosen[KEPT]), (&stamp(1, None), &stamp(499, None), &stamp(498, Some(1))));
    }
}
