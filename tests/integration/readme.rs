//! The README and the pages in `docs/` tell the truth: each of their examples is run.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::http::Server;
use crate::support::{Ran, Sandbox, corpus, program};

const FIRST_COMMAND: &str = "cargo run --release -- ";

/// What makes an example last, and a shorter form that shows as well that it works.
const SHORTER: [(&str, &str); 2] = [("--rounds 3", "--rounds 1 --warm-up 0"), ("-n 100", "-n 5")];

/// Example of the library in `docs/programs.md`, compiled from the file that the page must repeat.
mod library {
    include!("readme/library.rs");

    #[test]
    fn the_example_runs_and_stands_in_the_docs() {
        let index = tempfile::tempdir().unwrap();
        print_hits(index.path(), &crate::support::corpus(), "Werbung Kaspersky verboten").unwrap();
        let page = super::page("docs/programs.md");
        let shown = super::blocks(&page).into_iter().find(|block| block.language == "rust").expect("a Rust block");
        assert_eq!(shown.text, include_str!("readme/library.rs"));
    }
}

/// Fenced block of a page.
struct Block {
    language: String,
    text: String,
}

/// Line of a page that a shell can run.
#[derive(Debug)]
struct Example {
    command: String,
    /// Standard output as the page shows it.
    output: Option<String>,
    /// What the comment calls `exit status N`; 0 if it does not.
    status: i32,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|err| panic!("{name}: {err}"))
}

/// All pages with examples.
fn pages() -> Vec<String> {
    let docs = fs::read_dir(root().join("docs")).unwrap();
    let docs = docs.map(|entry| format!("docs/{}", entry.unwrap().file_name().to_str().unwrap()));
    let mut pages: Vec<String> = docs.filter(|name| name.ends_with(".md")).collect();
    pages.sort();
    pages.extend(["README.md", "README.de.md", "CONTRIBUTING.md", "corpus/README.md"].map(str::to_owned));
    pages
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => blocks.push(block),
            (Some(language), None) => open = Some(Block { language: language.to_owned(), text: String::new() }),
            (None, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block without an end");
    blocks
}

/// The commands of a page, in order: lines of `sh` blocks, and of `console` blocks those after `$`, with their output.
/// Left out are those of cargo, but for the first one, which the program is to answer.
fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for block in blocks(page).into_iter().filter(|block| matches!(&*block.language, "sh" | "console")) {
        let is_console = block.language == "console";
        for line in block.text.lines() {
            let command = if is_console { line.strip_prefix("$ ") } else { Some(line) };
            let Some(command) = command else {
                let output = examples.last_mut().and_then(|example| example.output.as_mut());
                *output.expect("a command before its output") += &format!("{line}\n");
                continue;
            };
            let (command, comment) = command.split_once(" # ").unwrap_or((command, ""));
            let command = command.trim().replace(FIRST_COMMAND, "fundstelle ");
            if !command.starts_with("cargo ") {
                let status = comment.split_once("exit status ").map_or(0, |(_, rest)| rest[..1].parse().unwrap());
                examples.push(Example { command, output: is_console.then(String::new), status });
            }
        }
    }
    examples
}

/// A folder like the root of the project to a reader: with the sample collection in it, and room for what commands write.
fn folder_of_a_reader() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in WalkDir::new(corpus()) {
        let entry = entry.unwrap();
        let to = folder.path().join("corpus").join(entry.path().strip_prefix(corpus()).unwrap());
        match entry.file_type().is_dir() {
            true => fs::create_dir(to).unwrap(),
            false => fs::copy(entry.path(), to).map(drop).unwrap(),
        }
    }
    folder
}

/// Runs a line as a shell does.
fn run(line: &str, folder: &Path, locale: &str) -> Ran {
    let program = PathBuf::from(program().get_program());
    let others = env::var_os("PATH").unwrap();
    let path = [program.parent().unwrap().to_owned()].into_iter().chain(env::split_paths(&others));
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(folder).stdin(Stdio::null());
    shell.env("PATH", env::join_paths(path).unwrap()).env("LC_ALL", locale).env("NO_COLOR", "1");
    shell.env_remove("FUNDSTELLE_INDEX").output().unwrap().into()
}

/// Address at which the pages find a server.
const ADDRESS: &str = "127.0.0.1:7878";

/// Runs a line that starts a server, on a free port.
fn serve(line: &str, folder: &Path) -> Server {
    let words = line.split_whitespace().skip(1).filter(|word| *word != "--bind" && *word != "0.0.0.0");
    let mut command = program();
    command.current_dir(folder).args(words).args(["--bind", "127.0.0.1:0"]);
    Server::run(command)
}

fn locale(page: &str) -> &'static str {
    if page.ends_with(".de.md") { "de_DE.UTF-8" } else { "C.UTF-8" }
}

/// Text with every run of white space as one blank: the pages wrap what the program prints on one line.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_command_needs_nothing_before_it() {
    let folder = folder_of_a_reader();
    let readme = page("README.md");
    let command = readme.lines().find_map(|line| line.strip_prefix(FIRST_COMMAND)).expect("the first command");
    let ran = run(&format!("fundstelle {command}"), folder.path(), "C.UTF-8");
    assert!(ran.code == 0 && !ran.out.is_empty(), "{}", ran.err);
}

#[test]
fn every_example_runs_and_prints_what_is_shown() {
    let folder = folder_of_a_reader();
    assert_eq!(run("fundstelle index corpus", folder.path(), "C.UTF-8").code, 0);
    for name in pages() {
        let examples = examples(&page(&name));
        assert!(!name.starts_with("README") || examples.len() >= 8, "{name}: {examples:?}");
        let mut served = None;
        for Example { command, output, status } in examples {
            // A server stays until the next one, or the end of the page.
            if command.starts_with("fundstelle serve") && status == 0 {
                served = Some(serve(&command, folder.path()));
                continue;
            }
            let command =
                served.iter().fold(command, |line, server| line.replace(ADDRESS, &server.address.to_string()));
            // The page shows what a terminal gets; the test reads from a pipe.
            let is_text = output.is_some() && command.starts_with("fundstelle search") && !command.contains(" --");
            let line = if is_text {
                format!("{command} --format text")
            } else {
                SHORTER.iter().fold(command.clone(), |line, (long, short)| line.replace(long, short))
            };
            let ran = run(&line, folder.path(), locale(&name));
            assert_eq!(ran.code, status, "{name}: {command}: {}{}", ran.out, ran.err);
            if let Some(output) = output {
                assert_eq!(squeezed(&ran.out), squeezed(&output), "{name}: {command}");
            }
        }
    }
}

#[test]
fn both_readmes_have_the_same_commands() {
    let commands = |name: &str| -> Vec<String> {
        let page = page(name);
        let of_block = |block: Block| {
            let is_console = block.language == "console";
            let lines = block.text.lines().filter(move |line| !is_console || line.starts_with("$ "));
            let commands = lines.map(|line| line.split(" # ").next().unwrap().trim().to_owned());
            commands.chain(["```".to_owned()]).collect::<Vec<_>>()
        };
        blocks(&page).into_iter().flat_map(of_block).collect()
    };
    assert_eq!(commands("README.md"), commands("README.de.md"));
    let headings = |name: &str| page(name).lines().filter(|line| line.starts_with('#')).count();
    assert_eq!(headings("README.md"), headings("README.de.md"), "sections");
}

/// The first cells of the table whose first column is headed `heading`, each as the code spans in it.
fn first_column(page: &str, heading: &str) -> Vec<Vec<String>> {
    let start = format!("| {heading} |");
    let rows = page.lines().skip_while(|line| !line.starts_with(&start)).skip(2);
    let cells = rows.map_while(|line| line.strip_prefix("| ")).map(|row| row.split(" | ").next().unwrap());
    cells.map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()).collect()
}

#[test]
fn every_query_of_the_table_finds_something() {
    let sandbox = Sandbox::of_corpus();
    let rows = first_column(&page("docs/query.md"), "you write");
    assert!(rows.len() >= 12 && rows.iter().all(|queries| !queries.is_empty()), "{rows:?}");
    for query in rows.concat() {
        let ran = sandbox.run(&["search", "--json", "-n", "1", "--", &query]);
        assert_eq!(ran.code, 0, "{query}: {}", ran.err);
    }
}

#[test]
fn the_fields_of_a_hit_are_those_described() {
    let sandbox = Sandbox::of_corpus();
    sandbox.write("topics.tsv", "1\tKaspersky\n");
    let mut found: BTreeSet<String> = BTreeSet::new();
    for args in [
        &["search", "--json", "--explain", "--passages", "2", "Kaspersky"][..],
        &["search", "--json", "--topics", "in/topics.tsv"],
    ] {
        let hits = sandbox.run(args).json();
        found.extend(hits.iter().filter_map(Value::as_object).flat_map(|hit| hit.keys().cloned()));
    }
    // The sample has no copies, so no hit belongs to a cluster, and no transcripts or scans, whose hits have a place.
    found.extend(["cluster", "place"].map(str::to_owned));
    let described = first_column(&page("docs/programs.md"), "field").concat();
    assert_eq!(found, described.into_iter().collect());
}
