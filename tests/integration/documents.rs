//! Documents stay short and true, and names and comments in `src` stay readable.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Documents that point into the code. What they put in back-ticks must exist.
const POINTING: [&str; 4] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "RELIABILITY.md", "docs/measuring.md"];

/// Longest documents, in lines.
const MAX_LINES: [(&str, usize); 3] = [("README.md", 90), ("README.de.md", 100), ("ARCHITECTURE.md", 80)];

/// Words that refer to something outside the comment they begin. Each comment stands alone in an editor's hover.
const DANGLING: [&str; 32] = [
    "he",
    "her",
    "here",
    "his",
    "it",
    "its",
    "likewise",
    "of",
    "other",
    "others",
    "otherwise",
    "same",
    "she",
    "such",
    "that",
    "their",
    "theirs",
    "them",
    "there",
    "these",
    "they",
    "this",
    "those",
    "what",
    "who",
    "whom",
    "whose",
    "the same",
    "the other",
    "the others",
    "the rest",
    "the former",
];

/// Types that may be defined twice: private ones that mean nothing outside the few lines around them.
const LOCAL_TYPES: [&str; 8] = ["Count", "Counts", "Entry", "Inner", "Line", "Part", "Report", "Row"];

/// Constants of one name in all of `src`, at most.
const MAX_CONSTANTS: [(&str, usize); 1] = [("LONGEST", 2)];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|err| panic!("{}: {err}", path.display()))
}

/// Files below `folder` with this extension, as paths relative to the root, in order.
fn files(folder: &str, extension: &str) -> Vec<String> {
    let walk = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name();
    let files = walk.into_iter().map(|entry| entry.unwrap().into_path());
    let wanted = files.filter(|path| path.extension().is_some_and(|found| found == extension));
    wanted.map(|path| path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned()).collect()
}

/// Every document of the project.
fn documents() -> Vec<String> {
    let top = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut all: Vec<String> = top.filter(|name| name.ends_with(".md")).collect();
    all.extend(["docs", "corpus", "benches", "src", "index"].iter().flat_map(|folder| files(folder, "md")));
    all.sort();
    all
}

/// Words of a name or of code: letters, digits, `_`.
fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// A source file without its comments.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code)).collect::<Vec<_>>().join("\n")
}

/// A source file up to its tests.
fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod tests {").map_or(text, |start| &text[..start])
}

/// The code spans of a document outside its fenced blocks, with their lines.
fn spans(document: &str) -> Vec<(usize, String)> {
    let mut spans = Vec::new();
    let mut fenced = false;
    for (line, text) in (1..).zip(document.lines()) {
        let is_fence = text.starts_with("```");
        fenced ^= is_fence;
        if !fenced && !is_fence {
            spans.extend(text.split('`').skip(1).step_by(2).map(|span| (line, span.to_owned())));
        }
    }
    spans
}

#[test]
fn documents_are_short() {
    for (name, limit) in MAX_LINES {
        let lines = read(&root().join(name)).lines().count();
        assert!(lines <= limit, "{name}: {lines} lines, at most {limit}");
    }
}

#[test]
fn the_changelog_begins_with_this_version() {
    let changelog = read(&root().join("CHANGELOG.md"));
    let first = changelog.lines().find_map(|line| line.strip_prefix("## ")).unwrap();
    assert_eq!(first.split(' ').next(), Some(env!("CARGO_PKG_VERSION")));
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for name in documents() {
        let document = read(&root().join(&name));
        let folder = root().join(&name).parent().unwrap().to_owned();
        for target in document.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, section) = target.split_once('#').unwrap_or((target, ""));
            if target.contains("://") {
                continue;
            }
            let path = if file.is_empty() { root().join(&name) } else { folder.join(file) };
            let has_section = || section.is_empty() || read(&path).lines().any(|line| anchor(line) == section);
            if !path.exists() || !has_section() {
                broken.push(format!("{name}: {target}"));
            }
        }
    }
    assert_eq!(broken, [""; 0]);
}

/// The anchor of a heading, as GitHub forms it.
fn anchor(line: &str) -> String {
    let heading = line.trim_start_matches('#');
    if heading.len() == line.len() {
        return String::new();
    }
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).flat_map(char::to_lowercase).collect()
}

/// What stands between double quotes on lines of `text` that contain `mark`.
fn quoted<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = text.lines().filter(move |line| line.contains(mark));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2))
}

#[test]
fn the_page_of_formats_is_complete() {
    let page = read(&root().join("docs/formats.md"));
    let formats = read(&root().join("src/corpus/formats/mod.rs"));
    let tables = &formats[formats.find("const EXTENSIONS").unwrap()..formats.find("const XML_ROOTS").unwrap()];
    let extensions = quoted(tables, "\"").map(|name| format!("`.{name}`"));
    let fields = read(&root().join("src/corpus/formats/field_names.rs"));
    let lists = &fields[fields.find("const NAMES").unwrap()..fields.find("const PREFIXES").unwrap()];
    let lists = lists.split('"').skip(1).step_by(2).flat_map(str::split_whitespace);
    let names = lists.filter(|name| *name != "\\").map(|name| format!("`{name}`"));
    let missing: Vec<String> = extensions.chain(names).filter(|name| !page.contains(name)).collect();
    assert_eq!(missing, [""; 0], "not in docs/formats.md");
}

/// What the code knows by name.
struct Names {
    /// Every word of the code, the manifests and the names of files.
    words: HashSet<String>,
    /// Tests and other functions as `module::function`.
    functions: Vec<String>,
}

impl Names {
    fn of_project() -> Names {
        // The keyword is written nowhere: a lint forbids it.
        let mut names = Names { words: HashSet::from(["unsafe".to_owned()]), functions: Vec::new() };
        let sources = ["src", "tests", "benches", "fuzz"].iter().flat_map(|folder| files(folder, "rs"));
        for path in sources.chain(["Cargo.toml", "fuzz/Cargo.toml", "deny.toml"].map(str::to_owned)) {
            let code = code(&read(&root().join(&path)));
            names.words.extend(identifiers(&code).chain(identifiers(&path)).map(str::to_owned));
            let module = Path::new(&path).file_stem().unwrap().to_str().unwrap();
            let functions = code.split("fn ").skip(1).filter_map(|rest| identifiers(rest).next());
            names.functions.extend(functions.map(|function| format!("{module}::{function}")));
        }
        // The targets of fuzzing are tests of these names, made by a macro.
        names.functions.extend(files("fuzz/fuzz_targets", "rs").iter().map(|path| format!("fuzzing::{path}")));
        names
    }

    /// Whether something in the project goes by what stands in back-ticks; true for what is no name at all.
    fn know(&self, span: &str) -> bool {
        let is_variable = |word: &str| word.starts_with("FUNDSTELLE_") && word.contains('=');
        let words: Vec<&str> = span.split(' ').filter(|word| !is_variable(word)).collect();
        match words[..] {
            ["cargo", "test", ref args @ ..] => {
                let mut tests = args.iter().filter(|arg| !arg.starts_with('-') && **arg != "integration");
                tests.all(|test| self.words.contains(*test) || self.functions.iter().any(|found| found.contains(test)))
            }
            // `T killed_at_any_moment`: what `cargo test` is asked to run.
            ["T" | "L", ref tests @ ..] if !tests.is_empty() => {
                let mut tests = tests.iter().filter(|test| **test != "--");
                tests.all(|test| self.words.contains(*test) || self.functions.iter().any(|found| found.contains(test)))
            }
            [name] if is_path(name) => is_there(name),
            [name] if is_identifier(name) => {
                let is_test = name.matches('_').count() >= 3;
                let last = name.trim_end_matches("()").rsplit("::").next().unwrap();
                let ends = |function: &String| function.rsplit("::").next() == Some(last);
                identifiers(name).all(|word| self.words.contains(word))
                    && (!is_test || self.functions.iter().any(ends) || name.chars().all(|c| !c.is_lowercase()))
            }
            _ => true,
        }
    }
}

/// `corpus/formats/`, `src/lib.rs`, `Cargo.toml`; not `../shared/data`, `places-N.bin`, `and/or`.
fn is_path(name: &str) -> bool {
    let extensions = [".rs", ".md", ".toml", ".tsv", ".jsonl", ".fst"];
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./*".contains(&byte));
    let is_file = extensions.iter().any(|extension| name.ends_with(extension) && name.len() > extension.len());
    plain && !name.starts_with("..") && !name.contains("-N.") && (name.contains('/') || is_file)
}

/// Whether a path is one of the project, written in full, from `src`, or without `.rs`.
fn is_there(name: &str) -> bool {
    let name = name.trim_end_matches('*').trim_end_matches('/');
    let found = |path: PathBuf| path.exists() || path.with_extension("rs").exists();
    ["", "src", "tests/integration", "benches", "corpus"].iter().any(|folder| found(root().join(folder).join(name)))
}

fn is_identifier(name: &str) -> bool {
    let plain = name.trim_end_matches("()");
    plain.split("::").all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

#[test]
fn what_documents_name_exists() {
    let names = Names::of_project();
    let mut unknown = Vec::new();
    for name in POINTING {
        let document = read(&root().join(name));
        let spans = spans(&document).into_iter().filter(|(_, span)| !names.know(span));
        unknown.extend(spans.map(|(line, span)| format!("{name}:{line}: `{span}`")));
    }
    assert!(unknown.is_empty(), "not in the project:\n{}", unknown.join("\n"));
}

/// The first words of a comment, as far as they are looked at.
fn is_dangling(comment: &str) -> bool {
    let words: Vec<String> = comment
        .split(' ')
        .take(2)
        .map(|word| word.trim_end_matches([',', '.', ':', ';', '?']).to_lowercase())
        .collect();
    DANGLING.contains(&words[0].as_str()) || DANGLING.contains(&words.join(" ").as_str())
}

/// Doc comments of a source file: the line each begins on, whether it is a module's, and its first paragraph.
fn doc_comments(text: &str) -> Vec<(usize, bool, String)> {
    let mut comments: Vec<(usize, bool, String)> = Vec::new();
    let mut last = None;
    for (line, text) in (1..).zip(text.lines()) {
        let text = text.trim_start();
        let is_module = text.starts_with("//!");
        let Some(text) = text.strip_prefix("//!").or_else(|| text.strip_prefix("///")).map(str::trim) else {
            last = None;
            continue;
        };
        if last.is_none() {
            comments.push((line, is_module, String::new()));
        }
        // A blank line ends the first paragraph, not the comment.
        let open = last.unwrap_or(true) && !text.is_empty();
        if let Some((_, _, paragraph)) = comments.last_mut().filter(|_| open) {
            paragraph.push_str(if paragraph.is_empty() { "" } else { " " });
            paragraph.push_str(text);
        }
        last = Some(open);
    }
    comments
}

#[test]
fn doc_comments_stand_alone() {
    let mut offenders = Vec::new();
    for path in files("src", "rs") {
        for (line, is_module, paragraph) in doc_comments(&read(&root().join(&path))) {
            // The question that a module answers is its heading.
            let is_question = is_module && paragraph.ends_with('?');
            if is_dangling(&paragraph) && !is_question {
                offenders.push(format!("{path}:{line}: {}", paragraph.chars().take(70).collect::<String>()));
            }
        }
    }
    assert!(
        offenders.is_empty(),
        "{} doc comments begin with a word that points outside them (DANGLING): begin with the subject or a verb\n{}",
        offenders.len(),
        offenders.join("\n")
    );
}

/// The names that `src` defines behind one of these keywords, with the files that do.
fn definitions(keywords: &[&str]) -> BTreeMap<String, Vec<String>> {
    let mut defined: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files("src", "rs").into_iter().filter(|path| !path.ends_with("tests.rs")) {
        let text = read(&root().join(&path));
        for line in without_tests(&text).lines() {
            let plain = line.trim_start();
            let public = plain.strip_prefix("pub").map(|rest| match rest.split_once(") ") {
                Some((scope, rest)) if scope.starts_with('(') => rest,
                _ => rest.trim_start(),
            });
            let mut words = public.unwrap_or(plain).split(' ');
            let Some(keyword) = words.next().filter(|word| keywords.contains(word)) else { continue };
            // A type inside an `impl` belongs to a trait, whose name for it is everywhere the same.
            if keyword != "type" || plain.len() == line.len() {
                let name = words.next().and_then(|word| identifiers(word).next()).unwrap_or_default();
                defined.entry(name.to_owned()).or_default().push(path.clone());
            }
        }
    }
    defined
}

#[test]
fn a_type_has_a_name_of_its_own() {
    let types = definitions(&["struct", "enum", "trait", "type", "union"]);
    let allowed: BTreeSet<&str> = LOCAL_TYPES.into();
    let twice = types.iter().filter(|(name, paths)| paths.len() > 1 && !allowed.contains(name.as_str()));
    let twice: Vec<String> = twice.map(|(name, paths)| format!("{name}: {}", paths.join(", "))).collect();
    assert!(twice.is_empty(), "{} types are defined more than once:\n{}", twice.len(), twice.join("\n"));
}

#[test]
fn constants_say_what_they_bound() {
    let constants = definitions(&["const", "static"]);
    for (name, most) in MAX_CONSTANTS {
        let paths = constants.get(name).map_or(&[][..], Vec::as_slice);
        assert!(paths.len() <= most, "{name} is defined {} times, at most {most}: {}", paths.len(), paths.join(", "));
    }
}
