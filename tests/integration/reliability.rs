//! Nothing is lost: killed runs, full and read-only disks, readers beside a writer.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use fundstelle::index::{UpdateOptions, update};
use fundstelle::search::{SearchOptions, Searcher};

use crate::support::{Random, Sandbox, article, program, rounds};

/// Articles of a batch.
pub(crate) const BATCH: usize = 5;

/// Adds a batch of articles that share a word.
pub(crate) fn add_batch(sandbox: &Sandbox, batch: usize) {
    for n in 0..BATCH {
        let sentence = format!("Der Zug Nummer stapel{batch}x fuhr um {n} Uhr durch den Bahnhof.");
        sandbox.write(&format!("{batch}-{n}.txt"), article(&format!("Zug {batch}-{n}"), &sentence));
    }
}

/// Ids of all articles about a word, each as often as it is found.
pub(crate) fn found(sandbox: &Sandbox, query: &str) -> Vec<String> {
    let ran = sandbox.run(&["search", "--json", "-n", "100000", query]);
    if ran.err.contains("no index") { Vec::new() } else { ran.ids() }
}

fn is_whole(sandbox: &Sandbox) -> bool {
    let ran = sandbox.run(&["verify", "--quiet"]);
    ran.code == 0 || ran.err.contains("no index")
}

#[test]
fn killed_at_any_moment() {
    let sandbox = Sandbox::new();
    let mut random = Random(1);
    let kills = rounds(40);
    let mut acknowledged = 0;
    for batch in 0..kills {
        add_batch(&sandbox, batch);
        if batch > 0 {
            // An update removes and adds.
            sandbox.write(&format!("{}-0.txt", batch - 1), article("Neu gefasst", "Der Zug hielt doch im Bahnhof."));
        }
        let command: &[&str] = if batch % 5 == 4 { &["optimize"] } else { &["index", "in", "--no-compounds"] };
        let mut child = program().current_dir(sandbox.path()).args(command).arg("--quiet").spawn().unwrap();
        sleep(Duration::from_micros(random.below(60_000)));
        let killed = child.try_wait().unwrap().is_none();
        let _ = child.kill();
        let ended = child.wait().unwrap();
        if !killed && ended.success() && command[0] == "index" {
            acknowledged = batch + 1;
        }
        assert!(is_whole(&sandbox), "after kill {batch}");
        let all = found(&sandbox, "Bahnhof");
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "doubled after kill {batch}");
        assert!(all.len().is_multiple_of(BATCH), "half a batch after kill {batch}");
        assert!(all.len() >= acknowledged * BATCH, "lost after kill {batch}");
        if batch % 4 == 3 {
            // Every restart can write.
            assert_eq!(sandbox.run(&["index", "in", "--no-compounds", "--quiet"]).code, 0);
            acknowledged = batch + 1;
            assert_eq!(found(&sandbox, "Bahnhof").len(), acknowledged * BATCH);
        }
    }
    let last = sandbox.run(&["index", "in", "--no-compounds"]);
    assert_eq!(last.code, 0, "{}", last.err);
    assert_eq!(sandbox.run(&["optimize", "--quiet"]).code, 0);
    assert_eq!(found(&sandbox, "Bahnhof").len(), kills * BATCH);
    let stats = sandbox.run(&["stats", "--json"]).json().remove(0);
    assert!(stats["segments"].as_u64().unwrap() <= 12, "{stats}");
    let listed = fs::read_to_string(sandbox.index_dir().join("checksums.txt")).unwrap();
    let strange =
        fs::read_dir(sandbox.index_dir()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let strange: Vec<String> = strange
        .filter(|name| {
            !name.ends_with(".lock")
                && name != "checksums.txt"
                && name != "stamps.txt"
                && !listed.contains(&format!(" {name}\n"))
        })
        .collect();
    assert_eq!(strange, Vec::<String>::new());
}

/// An index of a few articles in two segments, with removed passages.
pub(crate) fn small_index() -> Sandbox {
    let sandbox = Sandbox::new();
    add_batch(&sandbox, 0);
    sandbox.index();
    sandbox.write("0-0.txt", article("Neu gefasst", "Der Zug hielt doch im Bahnhof."));
    sandbox.index();
    sandbox
}

#[test]
fn the_second_writer_leaves() {
    let sandbox = small_index();
    let lock = File::options().write(true).open(sandbox.index_dir().join(".fundstelle.lock")).unwrap();
    lock.lock().unwrap();
    sandbox.write("neu.txt", article("Neu", "Noch ein Zug im Bahnhof."));
    for command in [&["index", "in"][..], &["optimize"], &["verify"], &["index", "in", "--rebuild"]] {
        let ran = sandbox.run(command);
        assert_eq!(ran.code, 2, "{command:?}");
        assert!(ran.err.contains("another process is writing"), "{command:?}: {}", ran.err);
    }
    assert_eq!(found(&sandbox, "Bahnhof").len(), BATCH, "readers go on");
    drop(lock);
    assert_eq!(sandbox.run(&["index", "in"]).code, 0);
    assert_eq!(found(&sandbox, "Bahnhof").len(), BATCH + 1);
}

#[test]
fn readers_see_whole_batches_and_never_go_back() {
    let sandbox = Sandbox::new();
    add_batch(&sandbox, 0);
    let index = sandbox.index_dir();
    let options = UpdateOptions::default().with_threads(1).with_memory(16 << 20).with_compounds(false);
    let write = || update(&index, &[sandbox.input()], &options).unwrap();
    write();
    let ended = AtomicBool::new(false);
    let until = Instant::now() + Duration::from_secs(rounds(2) as u64);
    let (looks, commits) = thread::scope(|scope| {
        let readers: Vec<_> = (0..8).map(|_| scope.spawn(|| watch(&index, &ended))).collect();
        let mut batch = 1;
        while Instant::now() < until {
            add_batch(&sandbox, batch);
            write();
            batch += 1;
        }
        ended.store(true, Ordering::Relaxed);
        (readers.into_iter().map(|reader| reader.join().unwrap()).sum::<usize>(), batch)
    });
    println!("{looks} looks during {commits} commits");
}

/// Opens the index again and again; how often.
fn watch(index: &Path, ended: &AtomicBool) -> usize {
    let options = SearchOptions::default().with_limit(100_000);
    let (mut before, mut looks) = (0, 0);
    while !ended.load(Ordering::Relaxed) {
        let hits = Searcher::open(index).unwrap().search("Bahnhof", &options).unwrap().hits.len();
        assert!(hits.is_multiple_of(BATCH) && hits >= before, "{before} → {hits}");
        (before, looks) = (hits, looks + 1);
    }
    looks
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let sandbox = small_index();
    let disk = sandbox.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(&disk).output();
    if !mount.is_ok_and(|mount| mount.status.success()) {
        println!("skipped: this user cannot mount a small disk");
        return;
    }
    let index = disk.join("index");
    let index = index.to_str().unwrap();
    assert_eq!(sandbox.run(&["index", "in", "--index", index]).code, 0);
    let words = |n: usize| format!("Am {n}. Tag fuhr der Sonderzug Nummer {} durch den Bahnhof.\n", n * 7919 % 100_003);
    sandbox.write("viel.txt", (0..20_000).map(words).collect::<String>());
    let full = sandbox.run(&["index", "in", "--index", index]);
    let hits = sandbox.run(&["search", "Bahnhof", "--json", "--index", index]).ids().len();
    let verified = sandbox.run(&["verify", "--index", index]);
    fs::remove_file(sandbox.input().join("viel.txt")).unwrap();
    sandbox.write("neu.txt", article("Neu", "Noch ein Zug im Bahnhof."));
    let again = sandbox.run(&["index", "in", "--index", index]);
    let after = sandbox.run(&["search", "Bahnhof", "--json", "--index", index]).ids().len();
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
    assert_eq!(full.code, 2, "{}", full.err);
    assert!(full.err.contains("No space left on device") && full.err.contains("last commit"), "{}", full.err);
    assert_eq!((hits, verified.code), (BATCH, 0), "{}", verified.out);
    assert_eq!((again.code, after), (0, BATCH + 1), "{}", again.err);
}

/// A folder that cannot be written to while it lives; `None` when this user can make none.
#[cfg(target_os = "linux")]
struct ReadOnly<'a>(&'a Path, bool);

#[cfg(target_os = "linux")]
impl ReadOnly<'_> {
    fn new(dir: &Path) -> Option<ReadOnly<'_>> {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o555)).unwrap();
        if File::create(dir.join(".versuch")).is_err() {
            return Some(ReadOnly(dir, false));
        }
        // This user may write everywhere, and so needs a disk that takes nothing.
        fs::remove_file(dir.join(".versuch")).unwrap();
        let run =
            |args: &[&str]| Command::new("mount").args(args).arg(dir).status().is_ok_and(|status| status.success());
        let mounted = run(&["--bind", dir.to_str().unwrap()]) && run(&["-o", "remount,ro,bind"]);
        mounted.then_some(ReadOnly(dir, true))
    }
}

#[cfg(target_os = "linux")]
impl Drop for ReadOnly<'_> {
    fn drop(&mut self) {
        use std::os::unix::fs::PermissionsExt as _;
        if self.1 {
            let _ = Command::new("umount").arg(self.0).status();
        }
        let _ = fs::set_permissions(self.0, fs::Permissions::from_mode(0o755));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_index_can_be_searched() {
    use std::os::unix::fs::PermissionsExt as _;
    for with_locks in [true, false] {
        let sandbox = small_index();
        let dir = sandbox.index_dir();
        if !with_locks {
            for name in [".tantivy-meta.lock", ".tantivy-writer.lock", ".fundstelle.lock"] {
                fs::remove_file(dir.join(name)).unwrap();
            }
        }
        let mode = fs::metadata(dir.join("meta.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o044, 0o044, "others may read it");
        let Some(read_only) = ReadOnly::new(&dir) else {
            println!("skipped: this user can write everywhere and cannot mount");
            return;
        };
        assert_eq!(found(&sandbox, "Bahnhof").len(), BATCH);
        assert_eq!(sandbox.run(&["verify", "--sources"]).code, 0);
        sandbox.write("neu.txt", article("Neu", "Noch ein Zug im Bahnhof."));
        for command in [&["index", "in"][..], &["optimize"]] {
            let ran = sandbox.run(command);
            assert_eq!(ran.code, 2, "{command:?}");
            assert!(ran.err.contains("ermission denied") || ran.err.contains("ead-only"), "{}", ran.err);
        }
        drop(read_only);
        assert_eq!(sandbox.run(&["index", "in"]).code, 0);
        assert_eq!(found(&sandbox, "Bahnhof").len(), BATCH + 1);
    }
}
