//! It can be proved that an article was removed.

use std::fs;

use serde_json::Value;

use crate::support::{Ran, Sandbox, article};

/// A word that one article has, often enough to be learnt.
const WORD: &str = "Quastenwolpertinger";

/// A sandbox with an index of six files; one of them is to be removed.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..5 {
        sandbox.write(&format!("{number}.txt"), article(&format!("Meldung {number}"), "Der Papst reist nach Köln."));
    }
    let secret = format!("Ein {WORD} sah den {WORD}, und der {WORD} floh vor dem {WORD} nach Köln.");
    sandbox.write("geheim/akte.txt", article("Vertraulich", &secret));
    sandbox.index();
    let added = sandbox.run(&["watch", "add", "Köln", "Köln"]);
    assert_eq!(added.code, 0, "{}", added.err);
    sandbox
}

fn absent(sandbox: &Sandbox, name: &str) -> (i32, Value) {
    let ran = sandbox.run(&["verify", "--absent", name, "--json"]);
    (ran.code, ran.json().remove(0))
}

/// Runs the command that a line of `told` names.
fn run_named(sandbox: &Sandbox, told: &Ran, line: &str) {
    let line = told.out.lines().find(|found| found.contains(line)).unwrap_or_else(|| panic!("{line}: {}", told.out));
    let (_, command) = line.rsplit_once("fundstelle ").unwrap();
    let ran = sandbox.run(&command.split(' ').collect::<Vec<_>>());
    assert_eq!(ran.code, 0, "{command}: {}", ran.err);
}

/// Files of the index that hold the word, in lower case or as written.
fn files_with_the_word(sandbox: &Sandbox) -> Vec<String> {
    let holds = |bytes: &[u8]| {
        let lower = WORD.to_lowercase();
        [WORD, &lower].iter().any(|word| bytes.windows(word.len()).any(|window| window == word.as_bytes()))
    };
    let files = fs::read_dir(sandbox.index_dir()).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| holds(&fs::read(path).unwrap())).map(|path| path.display().to_string()).collect()
}

#[test]
fn what_is_left_is_told_with_the_command_that_cleans_it() {
    let sandbox = sandbox();
    let (id, path) = ("geheim/akte.txt", sandbox.input().join("geheim/akte.txt"));
    let (code, found) = absent(&sandbox, id);
    assert_eq!((code, &found["found"], &found["unmerged"]), (1, &1.into(), &0.into()), "{found}");
    assert!(sandbox.run(&["verify", "--absent", id]).out.contains("is in the index"));
    // Hits show the ids of passages.
    let (code, found) = absent(&sandbox, &format!("{id}#1"));
    assert_eq!((code, &found["found"]), (1, &1.into()), "{found}");

    fs::remove_file(&path).unwrap();
    let ran = sandbox.run(&["index", "--yes", "in"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for name in [id, path.to_str().unwrap(), path.parent().unwrap().to_str().unwrap()] {
        let (code, left) = absent(&sandbox, name);
        assert_eq!((code, &left["found"], &left["unmerged"]), (1, &0.into(), &1.into()), "{name}: {left}");
        assert!(left["words"].as_array().unwrap().contains(&WORD.to_lowercase().into()), "{left}");
        assert_eq!(left["watches"], serde_json::json!([{"name": "Köln", "articles": 1}]));
    }
    let told = sandbox.run(&["verify", "--absent", id]);
    assert_eq!(told.out.lines().count(), 3, "{}", told.out);

    run_named(&sandbox, &told, "words, text and sketches");
    let (code, left) = absent(&sandbox, id);
    assert_eq!((code, &left["unmerged"], &left["files"]), (1, &0.into(), &serde_json::json!([])), "{left}");
    run_named(&sandbox, &told, "saved search");
    assert_eq!(absent(&sandbox, id).1["watches"], serde_json::json!([]));
    run_named(&sandbox, &told, "word list");
    let (code, left) = absent(&sandbox, id);
    assert_eq!((code, &left["absent"]), (0, &true.into()), "{left}");
    assert_eq!(files_with_the_word(&sandbox), Vec::<String>::new());
    let told = sandbox.run_german(&["verify", "--absent", id]);
    assert_eq!((told.code, told.out.trim()), (0, "Von geheim/akte.txt ist nichts im Index."));
    // The search goes on: a new article is told, what it knew is not.
    sandbox.write("neu.txt", article("Neu", "Der Zug hält in Köln."));
    sandbox.index();
    let news = sandbox.run(&["watch", "run", "--json"]);
    assert_eq!(news.out.lines().count(), 1, "{}", news.out);
}

#[test]
fn a_file_that_names_it_is_found() {
    let sandbox = sandbox();
    fs::remove_dir_all(sandbox.input().join("geheim")).unwrap();
    assert_eq!(sandbox.run(&["index", "in"]).code, 0);
    for command in [&["optimize"][..], &["watch", "prune"], &["index", "--rebuild", "in"]] {
        assert_eq!(sandbox.run(command).code, 0, "{command:?}");
    }
    assert_eq!(absent(&sandbox, "geheim/akte.txt").0, 0);
    fs::write(sandbox.index_dir().join("notizen.txt"), "siehe geheim/akte.txt\n").unwrap();
    let (code, left) = absent(&sandbox, "geheim/akte.txt");
    assert_eq!((code, &left["files"]), (1, &serde_json::json!(["notizen.txt"])));
}

#[test]
fn without_an_index_nothing_is_proved() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["verify", "--absent", "x"]);
    assert!(ran.code == 2 && ran.err.contains("no index in"), "{}", ran.err);
    assert_eq!(sandbox.run(&["verify", "--absent", "x", "--sources"]).code, 2);
}
