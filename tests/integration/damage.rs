//! Damage is noticed, stays noticed, and the command that is named helps.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use fundstelle::index::verify;

use crate::reliability::{BATCH, add_batch, found, small_index};
use crate::support::{Random, Sandbox, article, program, rounds};

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
        let found = verify(&sandbox.index_dir(), false).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(found.damaged.iter().any(|(file, _)| file == name), "byte {place} of {name}: {found:?}");
        fs::write(path, whole).unwrap();
    }
    assert!(verify(&sandbox.index_dir(), false).unwrap().is_whole());
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
    assert!(whole.out.contains("intact · 5 of 5 files unchanged"), "{}", whole.out);
    let store = fs::read_dir(sandbox.index_dir()).unwrap().map(|file| file.unwrap().path());
    let store = store.into_iter().find(|path| path.extension().is_some_and(|end| end == "store")).unwrap();
    let bytes = fs::read(&store).unwrap();
    fs::write(&store, &bytes[..bytes.len() - 1]).unwrap();
    let ran = sandbox.run(&["verify"]);
    assert_eq!(ran.code, 2);
    let name = store.file_name().unwrap().to_str().unwrap();
    assert!(
        ran.out.contains(&format!("{name}: has {} bytes, not {}; affected: texts", bytes.len() - 1, bytes.len())),
        "{}",
        ran.out
    );
    let cure = ran.out.lines().last().unwrap().strip_prefix("Rebuild it with: fundstelle ").unwrap().to_owned();
    let search = sandbox.run(&["search", "Bahnhof"]);
    assert_eq!(search.code, 2, "a file that is too short is not mapped");
    assert!(search.err.contains("is damaged") && search.err.contains(name), "{}", search.err);
    let german = sandbox.run_german(&["verify"]);
    assert!(german.out.contains("Bytes statt") && german.out.contains("Neu aufbauen mit: "), "{}", german.out);
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
    assert!(
        changed.out.contains("0-1.txt: missing") && changed.out.contains("0-2.txt: changed since"),
        "{}",
        changed.out
    );
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
