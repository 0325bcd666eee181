//! Tests of what happens when the disk fails.

mod power;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::disk::Operation;

/// Is told of every operation on the disk before it is done; an error is what the operation gives then.
pub(super) type Watcher = Arc<dyn Fn(Operation<'_>) -> io::Result<()> + Send + Sync>;

/// By folder.
static WATCHERS: Mutex<Vec<(PathBuf, Watcher)>> = Mutex::new(Vec::new());

/// Called by [`super::disk`].
pub(super) fn tell(dir: &Path, operation: Operation<'_>) -> io::Result<()> {
    let watcher = {
        let watchers = WATCHERS.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.iter().find(|(of, _)| of == dir).map(|(_, watcher)| Arc::clone(watcher))
    };
    watcher.map_or(Ok(()), |watcher| watcher(operation))
}

/// Watches the operations on `dir` while `work` is done.
pub(super) fn watched<T>(dir: &Path, watcher: Watcher, work: impl FnOnce() -> T) -> T {
    let all = || WATCHERS.lock().unwrap_or_else(PoisonError::into_inner);
    all().push((dir.to_owned(), watcher));
    let result = work();
    all().retain(|(of, _)| of != dir);
    result
}

mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::io::ErrorKind;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::{Duration, Instant};

    use tempfile::TempDir;

    use super::super::{Index, Progress, UpdateOptions, optimize, update, verify};
    use super::power::{Entry, Log, Model};
    use super::*;
    use crate::Error;
    use crate::search::{SearchOptions, Searcher};

    /// In memory, where there is such a place: these tests write much and what they ask is not whether this disk is good.
    fn folder() -> TempDir {
        tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
    }

    /// So many rounds, unless the environment asks for more.
    fn rounds(short: u64) -> u64 {
        std::env::var("FUNDSTELLE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(short)
    }

    /// A folder of articles that changes from step to step.
    struct Folder {
        dir: TempDir,
    }

    impl Folder {
        fn new() -> Folder {
            let folder = Folder { dir: folder() };
            fs::create_dir(folder.articles()).unwrap();
            folder
        }

        fn articles(&self) -> PathBuf {
            self.dir.path().join("artikel")
        }

        fn index(&self) -> PathBuf {
            self.dir.path().join("index")
        }

        /// Adds three articles and four records, changes two of those before and removes one.
        fn step(&self, step: u64) {
            let write = |name: String, what: &str| {
                let text = format!(
                    "Titel {name}\nDie Bahn hielt im Bahnhof {what}{step}. Es war der {step}. Halt des Tages.\n"
                );
                fs::write(self.articles().join(name), text).unwrap();
            };
            for n in 0..3 {
                write(format!("{step}-{n}.txt"), "Neustadt");
            }
            if let Some(before) = step.checked_sub(1) {
                write(format!("{before}-0.txt"), "Altstadt");
                let _ = fs::remove_file(self.articles().join(format!("{before}-1.txt")));
            }
            let record = |n: u64| {
                format!("{{\"id\":\"r{n}\",\"text\":\"Der Bahnhof Seeheim {} ist offen.\"}}\n", n.max(step) - n)
            };
            let records: String = (step..step + 4).map(record).collect();
            fs::write(self.articles().join("records.jsonl"), records).unwrap();
        }

        fn update(&self) -> Result<(), Error> {
            let options = UpdateOptions { threads: 2, memory: 32 << 20, compounds: false, ..UpdateOptions::default() };
            update(&self.index(), &[self.articles()], &options, &Progress::default()).map(drop)
        }
    }

    /// Everything in an index: of each article its id and what it is, and what a search shows of it. None: no index.
    type Contents = BTreeSet<String>;

    fn contents(dir: &Path) -> Contents {
        let index = match Index::open(dir) {
            Err(Error::NoIndex(_)) => return Contents::new(),
            index => index.unwrap(),
        };
        let manifest = index.manifest().unwrap();
        let articles = manifest.sources.values().flat_map(|source| manifest.articles(source));
        let listed: BTreeSet<String> = articles.map(|article| article.unwrap().id).collect();
        let searcher = Searcher::open(dir).unwrap();
        let options = SearchOptions { limit: 1000, ..SearchOptions::default() };
        let hits = searcher.search("Bahnhof", &options).unwrap().hits;
        let found: BTreeSet<String> = hits.iter().map(|hit| hit.article.clone()).collect();
        assert_eq!(listed, found, "what is listed is what is found");
        assert_eq!(found.len(), hits.len(), "each once");
        hits.into_iter().map(|hit| format!("{} {}", hit.article, hit.text)).collect()
    }

    fn is_whole(dir: &Path) -> bool {
        match verify(dir, false, &Progress::default()) {
            Ok(found) => found.is_whole(),
            Err(Error::NoIndex(_)) => true,
            Err(err) => panic!("{err}"),
        }
    }

    fn copy(from: &Path, to: &Path) {
        let _ = fs::remove_dir_all(to);
        fs::create_dir_all(to).unwrap();
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }

    /// An operation fails, once or from then on: an error that names it, the old state or the new one, and the next run goes on.
    #[test]
    fn a_failing_disk_leaves_a_whole_index() {
        let folder = Folder::new();
        folder.step(0);
        folder.update().unwrap();
        let (old, saved) = (contents(&folder.index()), folder.dir.path().join("saved"));
        copy(&folder.index(), &saved);
        folder.step(1);
        let count = Arc::new(AtomicU64::new(0));
        let counting = Arc::clone(&count);
        let counts: Watcher = Arc::new(move |_| {
            counting.fetch_add(1, Ordering::Relaxed);
            Ok(())
        });
        watched(&folder.index(), counts, || folder.update()).unwrap();
        let new = contents(&folder.index());
        assert_ne!(old, new);
        let (operations, injections) = (count.load(Ordering::Relaxed), rounds(100));
        let kinds = [ErrorKind::StorageFull, ErrorKind::Other, ErrorKind::PermissionDenied];
        for round in 0..injections {
            let (at, for_ever) = (round * operations / injections, round % 2 == 0);
            let kind = kinds[round as usize % kinds.len()];
            copy(&saved, &folder.index());
            let done = AtomicU64::new(0);
            let fails: Watcher = Arc::new(move |_| {
                let now = done.fetch_add(1, Ordering::Relaxed);
                let fails = now == at || (for_ever && now > at);
                if fails { Err(io::Error::new(kind, "injected")) } else { Ok(()) }
            });
            let started = Instant::now();
            let result = watched(&folder.index(), fails, || folder.update());
            assert!(started.elapsed() < Duration::from_secs(5), "operation {at}");
            let is = contents(&folder.index());
            match result {
                Ok(()) => assert_eq!(is, new, "operation {at}"),
                Err(err) => {
                    assert!(err.to_string().contains("injected"), "operation {at}: {err}");
                    assert!(is == old || is == new, "operation {at}: {err}");
                }
            }
            assert!(is_whole(&folder.index()), "operation {at}");
            folder.update().unwrap();
            assert_eq!(contents(&folder.index()), new, "operation {at}");
            assert!(is_whole(&folder.index()), "operation {at}");
        }
        println!("{injections} injections in {operations} operations");
    }

    /// The power fails at every operation of several runs, on five kinds of disk; more rounds are more folders.
    #[test]
    fn nothing_acknowledged_is_lost_when_the_power_fails() {
        let (next, points, rounds) = (AtomicU64::new(0), AtomicU64::new(0), rounds(1));
        std::thread::scope(|scope| {
            for _ in 0..rounds.min(2) {
                scope.spawn(|| {
                    let round = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|round| *round < rounds);
                    while let Some(round) = round() {
                        points.fetch_add(power_fails(round), Ordering::Relaxed);
                    }
                });
            }
        });
        println!("{} crash points", points.into_inner());
    }

    /// At how many points of five runs over a folder.
    fn power_fails(round: u64) -> u64 {
        let folder = Folder::new();
        let log = Arc::new(Mutex::new(Log::default()));
        let recording = Arc::clone(&log);
        let record: Watcher = Arc::new(move |operation| {
            recording.lock().unwrap().push(operation);
            Ok(())
        });
        let mut states = vec![Contents::new()];
        watched(&folder.index(), record, || {
            for step in 5 * round..5 * (round + 1) {
                folder.step(step);
                folder.update().unwrap();
                if step % 4 == 3 {
                    optimize(&folder.index(), &Progress::default()).unwrap();
                }
                states.push(contents(&folder.index()));
                log.lock().unwrap().acknowledge();
            }
        });
        let log = std::mem::take(&mut *log.lock().unwrap());
        let mut seen: BTreeMap<[u8; 32], usize> = BTreeMap::new();
        let (mut points, crashed) = (0, folder.dir.path().join("crashed"));
        for model in Model::ALL {
            let mut disk = model.disk(round);
            let mut acknowledged = 0;
            for entry in log.entries() {
                points += 1;
                if let Entry::Acknowledged = entry {
                    acknowledged += 1;
                }
                disk.apply(entry);
                let after = disk.after_power_loss();
                let next = states.get(acknowledged + 1);
                // The same disk after the same acknowledgement gives the same answer.
                if seen.insert(after.hash(), acknowledged) == Some(acknowledged) {
                    continue;
                }
                after.write(&crashed);
                let is = contents(&crashed);
                assert!(
                    is == states[acknowledged] || Some(&is) == next,
                    "round {round}, {model:?}, operation {points}, {acknowledged} acknowledged: {is:?}"
                );
                assert!(is_whole(&crashed), "round {round}, {model:?}, operation {points}");
            }
        }
        points
    }
}
