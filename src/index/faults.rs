//! Fault injection: what happens when the disk or the power fails.

mod power;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::directory::DiskOperation;

/// Called with every operation on disk before it is performed. An error becomes the result of the operation.
pub(super) type DiskHook = Arc<dyn Fn(DiskOperation<'_>) -> io::Result<()> + Send + Sync>;

/// Hooks by folder.
static HOOKS: Mutex<Vec<(PathBuf, DiskHook)>> = Mutex::new(Vec::new());

/// Calls the hook of the folder, if there is one. Called by [`super::directory`].
pub(super) fn intercept(dir: &Path, operation: DiskOperation<'_>) -> io::Result<()> {
    let hook = {
        let hooks = HOOKS.lock().unwrap_or_else(PoisonError::into_inner);
        hooks.iter().find(|(folder, _)| folder == dir).map(|(_, hook)| Arc::clone(hook))
    };
    hook.map_or(Ok(()), |hook| hook(operation))
}

/// Calls `hook` with every operation on `dir` while `work` runs.
pub(super) fn with_hook<T>(dir: &Path, hook: DiskHook, work: impl FnOnce() -> T) -> T {
    let hooks = || HOOKS.lock().unwrap_or_else(PoisonError::into_inner);
    hooks().push((dir.to_owned(), hook));
    let result = work();
    hooks().retain(|(folder, _)| folder != dir);
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

    use super::super::{Index, UpdateOptions, optimize, update, verify};
    use super::power::{DiskModel, LogEntry, OperationLog};
    use super::*;
    use crate::Error;
    use crate::search::{SearchOptions, Searcher};

    /// Creates a folder in memory if possible: these tests write much and do not test the disk of this machine.
    fn temporary_folder() -> TempDir {
        tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
    }

    /// Number of rounds: `default` unless the environment asks for more.
    fn rounds(default: u64) -> u64 {
        std::env::var("FUNDSTELLE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(default)
    }

    /// A folder of articles that changes from step to step.
    struct ArticleFolder {
        dir: TempDir,
    }

    impl ArticleFolder {
        fn new() -> ArticleFolder {
            let folder = ArticleFolder { dir: temporary_folder() };
            fs::create_dir(folder.articles()).unwrap();
            folder
        }

        fn articles(&self) -> PathBuf {
            self.dir.path().join("artikel")
        }

        fn index(&self) -> PathBuf {
            self.dir.path().join("index")
        }

        /// Adds three articles and four records; changes two earlier articles and removes one.
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
            update(&self.index(), &[self.articles()], &options).map(drop)
        }
    }

    /// Everything in an index: id and text of each article. Empty if there is no index.
    type ArticleTexts = BTreeSet<String>;

    fn article_texts(dir: &Path) -> ArticleTexts {
        let index = match Index::open(dir) {
            Err(Error::NoIndex(_)) => return ArticleTexts::new(),
            index => index.unwrap(),
        };
        let manifest = index.manifest().unwrap();
        let articles = manifest.sources.values().flat_map(|source| manifest.articles(source));
        let listed: BTreeSet<String> = articles.map(|article| article.unwrap().id).collect();
        let searcher = Searcher::open(dir).unwrap();
        let options = SearchOptions { limit: 1000, ..SearchOptions::default() };
        let hits = searcher.search("Bahnhof", &options).unwrap().hits;
        let found: BTreeSet<String> = hits.iter().map(|hit| hit.article.clone()).collect();
        assert_eq!(listed, found, "all listed articles are found");
        assert_eq!(found.len(), hits.len(), "no article is found twice");
        hits.into_iter().map(|hit| format!("{} {}", hit.article, hit.text)).collect()
    }

    fn is_whole(dir: &Path) -> bool {
        match verify(dir, false) {
            Ok(verified) => verified.is_whole(),
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

    /// When an operation fails, once or from then on, the error names it, the index has the old state or the new one, and the next run
    /// completes.
    #[test]
    fn a_failing_disk_leaves_a_whole_index() {
        let folder = ArticleFolder::new();
        folder.step(0);
        folder.update().unwrap();
        let (old, saved) = (article_texts(&folder.index()), folder.dir.path().join("saved"));
        copy(&folder.index(), &saved);
        folder.step(1);
        let count = Arc::new(AtomicU64::new(0));
        let counting = Arc::clone(&count);
        let counts: DiskHook = Arc::new(move |_| {
            counting.fetch_add(1, Ordering::Relaxed);
            Ok(())
        });
        with_hook(&folder.index(), counts, || folder.update()).unwrap();
        let new = article_texts(&folder.index());
        assert_ne!(old, new);
        let (operations, injections) = (count.load(Ordering::Relaxed), rounds(100));
        let kinds = [ErrorKind::StorageFull, ErrorKind::Other, ErrorKind::PermissionDenied];
        for round in 0..injections {
            let (at, forever) = (round * operations / injections, round % 2 == 0);
            let kind = kinds[round as usize % kinds.len()];
            copy(&saved, &folder.index());
            let done = AtomicU64::new(0);
            let fails: DiskHook = Arc::new(move |_| {
                let now = done.fetch_add(1, Ordering::Relaxed);
                let fails = now == at || (forever && now > at);
                if fails { Err(io::Error::new(kind, "injected")) } else { Ok(()) }
            });
            let started = Instant::now();
            let result = with_hook(&folder.index(), fails, || folder.update());
            assert!(started.elapsed() < Duration::from_secs(5), "operation {at}");
            let actual = article_texts(&folder.index());
            match result {
                Ok(()) => assert_eq!(actual, new, "operation {at}"),
                Err(err) => {
                    assert!(err.to_string().contains("injected"), "operation {at}: {err}");
                    assert!(actual == old || actual == new, "operation {at}: {err}");
                }
            }
            assert!(is_whole(&folder.index()), "operation {at}");
            folder.update().unwrap();
            assert_eq!(article_texts(&folder.index()), new, "operation {at}");
            assert!(is_whole(&folder.index()), "operation {at}");
        }
        println!("{injections} injections in {operations} operations");
    }

    /// The power fails at every operation of several runs, on five kinds of disk. Every round has a folder of its own.
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

    /// Lets the power fail at every operation of five runs over a folder. Returns the number of crash points.
    fn power_fails(round: u64) -> u64 {
        let folder = ArticleFolder::new();
        let log = Arc::new(Mutex::new(OperationLog::default()));
        let recording = Arc::clone(&log);
        let record: DiskHook = Arc::new(move |operation| {
            recording.lock().unwrap().push(operation);
            Ok(())
        });
        let mut states = vec![ArticleTexts::new()];
        with_hook(&folder.index(), record, || {
            for step in 5 * round..5 * (round + 1) {
                folder.step(step);
                folder.update().unwrap();
                if step % 4 == 3 {
                    optimize(&folder.index()).unwrap();
                }
                states.push(article_texts(&folder.index()));
                log.lock().unwrap().acknowledge();
            }
        });
        let log = std::mem::take(&mut *log.lock().unwrap());
        let mut seen: BTreeMap<[u8; 32], usize> = BTreeMap::new();
        let (mut points, crashed) = (0, folder.dir.path().join("crashed"));
        for model in DiskModel::ALL {
            let mut disk = model.disk(round);
            let mut acknowledged = 0;
            for entry in log.entries() {
                points += 1;
                if let LogEntry::Acknowledged = entry {
                    acknowledged += 1;
                }
                disk.apply(entry);
                let after = disk.after_power_loss();
                let next = states.get(acknowledged + 1);
                // An equal disk after the same acknowledgement was checked already.
                if seen.insert(after.hash(), acknowledged) == Some(acknowledged) {
                    continue;
                }
                after.write(&crashed);
                let actual = article_texts(&crashed);
                assert!(
                    actual == states[acknowledged] || Some(&actual) == next,
                    "round {round}, {model:?}, operation {points}, {acknowledged} acknowledged: {actual:?}"
                );
                assert!(is_whole(&crashed), "round {round}, {model:?}, operation {points}");
            }
        }
        points
    }
}
