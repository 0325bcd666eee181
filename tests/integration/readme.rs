//! The README tells the truth: its examples are run.

use std::fs;
use std::path::Path;

use crate::support::program;

const FIRST_COMMAND: &str = "cargo run --release -- ";

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// The words of a shell command in which only single quotes quote.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn run(command: &str, index: &Path) -> (String, i32) {
    let mut program = program();
    let output = program
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("FUNDSTELLE_INDEX", index)
        .args(words(command))
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

#[test]
fn the_first_command_answers_as_pictured() {
    let readme = readme();
    let index = tempfile::tempdir().unwrap();
    let command = readme.lines().find_map(|line| line.strip_prefix(FIRST_COMMAND)).expect("the first command");
    let (_, code) = run(command, index.path());
    assert_eq!(code, 0);
    // The picture: `$ fundstelle …` and what it prints, as on a terminal without colours.
    let picture = readme.split("```console\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a picture");
    let (shown, expected) = picture.split_once('\n').unwrap();
    let shown = shown.strip_prefix("$ fundstelle ").expect("a command");
    let (out, _) = run(&format!("{shown} --format text"), index.path());
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(plain(&out), plain(expected), "\n{out}");
}

#[test]
fn every_other_example_runs() {
    let readme = readme();
    let index = tempfile::tempdir().unwrap();
    assert_eq!(run("index corpus", index.path()).1, 0);
    let examples: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix("fundstelle ")).collect();
    assert!(examples.len() >= 8, "{examples:?}");
    for example in examples {
        let command = example.split(" # ").next().unwrap().trim();
        let (out, code) = run(command, index.path());
        assert!(code == 0 && (!out.is_empty() || command.starts_with("index")), "{command}: {code}\n{out}");
    }
}
