//! Nothing is lost: killed runs, damaged files, readers beside a writer.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use fundstelle::index::{Progress, UpdateOptions, update, verify};
use fundstelle::search::{SearchOptions, Searcher};

use crate::support::{Random, Sandbox, article, program, rounds};

/// Articles of a batch.
const BATCH: usize = 5;

/// Adds a batch of articles that share a word.
fn add_batch(sandbox: &Sandbox, batch: usize) {
    for n in 0..BATCH {
        let sentence = format!("Der Zug Nummer stapel{batch}x fuhr um {n} Uhr durch den Bahnhof.");
        sandbox.write(&format!("{batch}-{n}.txt"), article(&format!("Zug {batch}-{n}"), &sentence));
    }
}

/// Ids of all articles about a word, each as often as it is found.
fn found(sandbox: &Sandbox, query: &str) -> Vec<String> {
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
        .filter(|name| !name.ends_with(".lock") && name != "checksums.txt" && !listed.contains(&format!(" {name}\n")))
        .collect();
    assert_eq!(strange, Vec::<String>::new());
}

/// An index of a few articles in two segments, with removed passages.
fn small_index() -> Sandbox {
    let sandbox = Sandbox::new();
    add_batch(&sandbox, 0);
    sandbox.index();
    sandbox.write("0-0.txt", article("Neu gefasst", "Der Zug hielt doch im Bahnhof."));
    sandbox.index();
    sandbox
}

#[test]
fn every_flipped_bit_is_named() {
    let sandbox = small_index();
    let files: Vec<_> = fs::read_dir(sandbox.index_dir()).unwrap().map(|file| file.unwrap().path()).collect();
    let files: Vec<_> = files.into_iter().filter(|path| path.metadata().unwrap().len() > 0).collect();
    assert!(files.len() > 10 && files.iter().any(|path| path.extension().is_some_and(|end| end == "del")));
    let mut random = Random(2);
    let flips = rounds(2000);
    for flip in 0..flips {
        let path = &files[flip % files.len()];
        let whole = fs::read(path).unwrap();
        let mut bytes = whole.clone();
        let place = random.below(bytes.len() as u64) as usize;
        bytes[place] ^= 1 << random.below(8);
        fs::write(path, bytes).unwrap();
        let found = verify(&sandbox.index_dir(), false, &Progress::default()).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(found.damaged.iter().any(|(file, _)| file == name), "byte {place} of {name}: {found:?}");
        fs::write(path, whole).unwrap();
    }
    assert!(verify(&sandbox.index_dir(), false, &Progress::default()).unwrap().is_whole());
    println!("{flips} flips in {} files", files.len());
}

#[test]
fn a_damaged_index_never_crashes_a_search() {
    let sandbox = small_index();
    let mut random = Random(3);
    let files: Vec<_> = fs::read_dir(sandbox.index_dir()).unwrap().map(|file| file.unwrap().path()).collect();
    let files: Vec<_> = files.into_iter().filter(|path| path.metadata().unwrap().len() > 0).collect();
    for flip in 0..rounds(120) {
        let path = &files[flip % files.len()];
        let whole = fs::read(path).unwrap();
        let mut bytes = whole.clone();
        for _ in 0..1 + flip % 4 {
            let place = random.below(bytes.len() as u64) as usize;
            bytes[place] = random.below(256) as u8;
        }
        fs::write(path, bytes).unwrap();
        let ran = sandbox.run(&["search", "Zug \"im Bahnhof\" Bahn*"]);
        assert!(ran.code <= 2 && !ran.err.contains("stack backtrace"), "{path:?}: {}", ran.err);
        assert!(ran.code < 2 || ran.err.contains("verify") || ran.err.contains("damaged"), "{path:?}: {}", ran.err);
        fs::write(path, whole).unwrap();
    }
}

#[test]
fn verify_says_what_is_damaged_and_what_helps() {
    let sandbox = small_index();
    let whole = sandbox.run(&["verify", "--sources"]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert!(whole.out.contains("as written · 5 of 5 files as indexed"), "{}", whole.out);
    let store = fs::read_dir(sandbox.index_dir()).unwrap().map(|file| file.unwrap().path());
    let store = store.into_iter().find(|path| path.extension().is_some_and(|end| end == "store")).unwrap();
    let bytes = fs::read(&store).unwrap();
    fs::write(&store, &bytes[..bytes.len() - 1]).unwrap();
    let ran = sandbox.run(&["verify"]);
    assert_eq!(ran.code, 2);
    let name = store.file_name().unwrap().to_str().unwrap();
    assert!(
        ran.out.contains(&format!("{name}: has {} bytes, not {}: texts", bytes.len() - 1, bytes.len())),
        "{}",
        ran.out
    );
    let cure = ran.out.lines().last().unwrap().strip_prefix("Rebuild it with: fundstelle ").unwrap().to_owned();
    let search = sandbox.run(&["search", "Bahnhof"]);
    assert_eq!(search.code, 2, "a file that is too short is not mapped");
    assert!(search.err.contains("is damaged") && search.err.contains(name), "{}", search.err);
    let german = sandbox.run_german(&["verify"]);
    assert!(german.out.contains("Texte und Fundorte") && german.out.contains("Neu aufbauen mit: "), "{}", german.out);
    let json = sandbox.run(&["verify", "--json"]).json().remove(0);
    assert_eq!(json["damaged"][0]["file"], name);
    // The command it names is the cure.
    let args: Vec<&str> = cure.split(' ').collect();
    assert_eq!(sandbox.run(&args).code, 0);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(found(&sandbox, "Bahnhof").len(), BATCH);
    fs::remove_file(sandbox.input().join("0-1.txt")).unwrap();
    sandbox.write("0-2.txt", "Anderes");
    let changed = sandbox.run(&["verify", "--sources"]);
    assert_eq!(changed.code, 1);
    assert!(changed.out.contains("0-1.txt: gone") && changed.out.contains("0-2.txt: not as it was"), "{}", changed.out);
    for file in ["meta.json", "checksums.txt"] {
        let path = sandbox.index_dir().join(file);
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let ran = sandbox.run(&["verify"]);
        assert_eq!(ran.code, 2);
        assert!(ran.out.contains(&format!("{file}: ")) && ran.out.contains("--rebuild"), "{file}: {}", ran.out);
        fs::write(&path, bytes).unwrap();
    }
    let none = Sandbox::new().run(&["verify"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("no index"), "{}", none.err);
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
fn damage_is_not_merged_away() {
    let sandbox = Sandbox::new();
    for batch in 0..3 {
        add_batch(&sandbox, batch);
        sandbox.index();
    }
    let stores = || fs::read_dir(sandbox.index_dir()).unwrap().map(|file| file.unwrap().path());
    let store = stores().find(|path| path.extension().is_some_and(|end| end == "store")).unwrap();
    let mut bytes = fs::read(&store).unwrap();
    bytes[100] ^= 4;
    fs::write(&store, bytes).unwrap();
    let name = store.file_name().unwrap().to_str().unwrap();
    let optimized = sandbox.run(&["optimize"]);
    assert!(optimized.code == 2 && optimized.err.contains(name), "{}", optimized.err);
    // enough small segments for a merge after a commit
    let runs = (3..14).map(|batch| {
        add_batch(&sandbox, batch);
        sandbox.run(&["index", "in"])
    });
    let told = runs.filter(|ran| ran.code == 2 && ran.err.contains(name) && ran.err.contains("is damaged")).count();
    assert!(told > 0, "nobody said that the index is damaged");
    let verified = sandbox.run(&["verify"]);
    assert!(verified.code == 2 && verified.out.contains(name), "{}", verified.out);
}

#[test]
fn the_cure_makes_the_same_index_again() {
    let sandbox = Sandbox::new();
    add_batch(&sandbox, 0);
    sandbox.write("it's new/a b.txt", article("Zug", "Der Zug fuhr durch den Bahnhof."));
    sandbox.write("privat/tagebuch.txt", article("Wiedehopf", "Am Bahnhof saß ein Wiedehopf."));
    sandbox.write("lang/lang.txt", "Der Zug fuhr durch den Bahnhof.\n".repeat(40_000));
    sandbox.write("ausnahmen.txt", "Bahn|Hof\n");
    let roots = ["in/0-1.txt", "in/0-2.txt", "in/it's new", "in/lang"];
    let options = ["--max-file-size", "100k", "--exceptions", "in/ausnahmen.txt", "--no-compounds", "--threads", "1"];
    assert_eq!(sandbox.run(&[&["index"], &roots[..2], &options].concat()).code, 0);
    let again = sandbox.run(&[&["index", "--max-file-size", "40M", "--no-compounds"], &roots[2..]].concat());
    assert_eq!(again.code, 0, "{}", again.err);
    let ids = || found(&sandbox, "Bahnhof").into_iter().collect::<BTreeSet<String>>();
    let before = ids();
    let file = fs::read_dir(sandbox.index_dir()).unwrap().map(|file| file.unwrap().path());
    let file = file.into_iter().find(|path| path.extension().is_some_and(|end| end == "idx")).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    bytes[3] ^= 1;
    fs::write(&file, bytes).unwrap();
    let verified = sandbox.run(&["verify"]).out;
    let cure = verified.lines().last().unwrap().strip_prefix("Rebuild it with: fundstelle ").unwrap();
    assert!(cure.contains(" --no-compounds --exceptions ") && cure.contains(" --max-file-size 41943040 "), "{cure}");
    let script = format!("\"{}\" {cure}", program().get_program().display());
    let ran = Command::new("bash").args(["-c", &script]).current_dir(sandbox.path()).output().unwrap();
    assert!(ran.status.success(), "{cure}: {}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(sandbox.run(&["verify", "--quiet"]).code, 0);
    assert_eq!(ids(), before);
    assert!(found(&sandbox, "Wiedehopf").is_empty(), "what was never asked for is not let in");
}

#[test]
fn a_lost_list_of_segments_is_no_empty_index() {
    let sandbox = small_index();
    fs::remove_file(sandbox.index_dir().join("meta.json")).unwrap();
    for command in [&["index", "in"][..], &["search", "Bahnhof"], &["optimize"], &["stats"]] {
        let ran = sandbox.run(command);
        assert!(ran.code == 2 && ran.err.contains("meta.json is missing"), "{command:?}: {}", ran.err);
    }
    assert_eq!(sandbox.run(&["verify"]).code, 2);
    assert_eq!(sandbox.run(&["index", "in", "--rebuild"]).code, 0);
    assert_eq!(found(&sandbox, "Bahnhof").len(), BATCH);
}

#[test]
fn readers_see_whole_batches_and_never_go_back() {
    let sandbox = Sandbox::new();
    add_batch(&sandbox, 0);
    let index = sandbox.index_dir();
    let options = UpdateOptions { threads: 1, memory: 16 << 20, compounds: false, ..UpdateOptions::default() };
    let write = || update(&index, &[sandbox.input()], &options, &Progress::default()).unwrap();
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
    let options = SearchOptions { limit: 100_000, ..SearchOptions::default() };
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
