//! An index follows what happens to its folders: moved, gone, emptied, forgotten.

use std::fs;
use std::path::Path;

use crate::support::{Ran, Sandbox, article};

/// Numbers of files in the two folders of [`sandbox`].
const FILES: [usize; 2] = [7, 3];

/// A sandbox with an index of the folders `neu` and `alt`.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for (folder, files) in [("neu", FILES[0]), ("alt", FILES[1])] {
        for number in 0..files {
            let text = article(&format!("Meldung {number} aus {folder}"), "Der Papst reist nach Köln.");
            let path = sandbox.path().join(folder).join(format!("{number}.txt"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let ran = sandbox.run(&["index", "--index", "index", "neu", "alt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    sandbox
}

fn rename(sandbox: &Sandbox, from: &str, to: &str) {
    fs::rename(sandbox.path().join(from), sandbox.path().join(to)).unwrap();
}

fn index(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.run(&[&["index", "--index", "index"], args].concat())
}

fn articles(sandbox: &Sandbox) -> u64 {
    sandbox.run(&["stats", "--index", "index", "--json"]).json()[0]["articles"].as_u64().unwrap()
}

/// The command after the last colon of a note, without its program.
fn hinted(ran: &Ran) -> Vec<String> {
    let command = ran.err.lines().find_map(|line| line.split_once("fundstelle index")).unwrap().1;
    std::iter::once("index").chain(command.split_whitespace()).map(str::to_owned).collect()
}

#[test]
fn a_folder_that_was_renamed_leaves_by_the_command_that_is_told() {
    let sandbox = sandbox();
    rename(&sandbox, "neu", "anders");
    assert_eq!(index(&sandbox, &["anders"]).code, 0);
    assert_eq!(articles(&sandbox), 17);
    for wrong in [&["neu"][..], &["neu/1.txt"], &["anders", "neu"]] {
        let ran = index(&sandbox, wrong);
        assert!(ran.code == 2 && ran.err.contains("is gone") && ran.err.contains("--forget"), "{wrong:?}: {}", ran.err);
    }
    let command = hinted(&sandbox.run(&["search", "--index", "index", "Papst"]));
    let told = sandbox.run(&["search", "--index", "index", "Papst"]).err;
    assert!(told.contains("/neu is gone: is its disk mounted?"), "{told}");
    assert!(command.windows(2).any(|pair| pair[0] == "--forget" && pair[1].ends_with("/neu")), "{command:?}");
    let ran = sandbox.run(&command.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(ran.code == 0 && ran.out.contains("7 removed"), "{}\n{}", ran.out, ran.err);
    assert_eq!(articles(&sandbox), 10);
    let after = sandbox.run(&["search", "--index", "index", "Papst"]);
    assert!(!after.err.contains("fundstelle index"), "{}", after.err);
}

#[test]
fn what_is_to_be_forgotten_leaves() {
    let sandbox = sandbox();
    let ran = index(&sandbox, &["--forget", "alt"]);
    assert!(ran.code == 0 && ran.out.contains("3 removed"), "{}\n{}", ran.out, ran.err);
    assert_eq!(articles(&sandbox), 7);
    // A file of a folder, with another folder in the same run.
    assert_eq!(index(&sandbox, &["alt", "--forget", "neu/0.txt"]).code, 0);
    assert_eq!(articles(&sandbox), 9);
    let unknown = index(&sandbox, &["--forget", "gibt/es/nicht"]);
    assert!(unknown.code == 2 && unknown.err.contains("nothing in the index lies at"), "{}", unknown.err);
    assert_eq!(sandbox.run(&["index", "--index", "keiner", "--forget", "alt"]).code, 2);
    assert_eq!(index(&sandbox, &[]).code, 2);
    // The index of nothing can be filled again.
    assert_eq!(index(&sandbox, &["--forget", "neu", "--forget", "alt"]).code, 0);
    assert_eq!(articles(&sandbox), 0);
    assert_eq!(index(&sandbox, &["neu"]).code, 0);
    assert_eq!(articles(&sandbox), 7);
}

#[test]
fn a_folder_that_lost_most_of_its_files_is_refused() {
    let sandbox = sandbox();
    let folder = sandbox.path().join("neu");
    // A disk that is not mounted leaves an empty folder.
    rename(&sandbox, "neu", "platte");
    fs::create_dir(&folder).unwrap();
    for args in [&["neu"][..], &["neu", "alt"], &["--rebuild", "neu", "alt"]] {
        let ran = index(&sandbox, args);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(
            ran.err.contains("has 0 files now, and 7 of its files are in the index") && ran.err.contains("--yes"),
            "{}",
            ran.err
        );
        assert_eq!(articles(&sandbox), 10);
    }
    let german = sandbox.run_german(&["index", "--index", "index", "neu"]);
    assert!(german.err.contains("hat jetzt 0 Dateien, im Index: 7 Dateien"), "{}", german.err);
    // Mounted again, nothing is new.
    fs::remove_dir(&folder).unwrap();
    rename(&sandbox, "platte", "neu");
    let ran = index(&sandbox, &["neu", "alt"]);
    assert!(ran.code == 0 && articles(&sandbox) == 10, "{}", ran.err);
    let lose = |numbers: std::ops::Range<usize>| {
        numbers.for_each(|number| fs::remove_file(folder.join(format!("{number}.txt"))).unwrap());
    };
    // Up to the half is what happens.
    lose(0..3);
    assert_eq!((index(&sandbox, &["neu"]).code, articles(&sandbox)), (0, 7));
    lose(3..6);
    assert_eq!((index(&sandbox, &["neu"]).code, articles(&sandbox)), (2, 7));
    // Files that were moved are no loss.
    for number in 0..3 {
        fs::write(folder.join(format!("anders-{number}.txt")), article("Anders", "Der Papst bleibt in Rom.")).unwrap();
    }
    assert_eq!((index(&sandbox, &["neu"]).code, articles(&sandbox)), (0, 7));
    (0..3).for_each(|number| fs::remove_file(folder.join(format!("anders-{number}.txt"))).unwrap());
    assert_eq!((index(&sandbox, &["neu", "--yes"]).code, articles(&sandbox)), (0, 4));
}

#[test]
fn an_index_inside_a_folder_is_passed_over_whatever_its_name() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path().join("ordner");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("a.txt"), article("Eins", "Der Papst reist nach Köln.")).unwrap();
    for name in ["index", "zweiter", ".versteckt"] {
        let ran = sandbox.run(&["index", "--index", &format!("ordner/{name}"), "ordner"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let ran = sandbox.run(&["index", "--index", "daneben", "--json", "ordner"]);
    let summary = &ran.json()[0];
    assert_eq!((&summary["found"], &summary["articles"]), (&1.into(), &1.into()), "{summary}");
    assert!(Path::new(&folder).join("zweiter/meta.json").is_file());
}
