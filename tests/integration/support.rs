//! What every test needs: a folder, an index, and runs of the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A temporary folder with articles (`in/`) and an index (`index/`).
pub(crate) struct Sandbox {
    dir: TempDir,
}

/// Exit status and output of a run of the program.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// JSON objects on standard output, one per line.
    pub(crate) fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|err| panic!("{err}: {line}"))).collect()
    }

    /// Ids of the JSON hits on standard output.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.json().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Ran { code: output.status.code().expect("not killed"), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The program, with an environment that does not depend on the machine.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fundstelle"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "FUNDSTELLE_INDEX", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    // What the machine's user has set does not count here.
    command.env("XDG_CONFIG_HOME", "/nonexistent");
    command.stdin(Stdio::null());
    command
}

impl Sandbox {
    pub(crate) fn new() -> Sandbox {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("in")).unwrap();
        Sandbox { dir }
    }

    /// Makes a sandbox with these files in `in/`.
    pub(crate) fn with(files: &[(&str, &str)]) -> Sandbox {
        let sandbox = Sandbox::new();
        for (name, text) in files {
            sandbox.write(name, text);
        }
        sandbox
    }

    /// Makes a sandbox with an index of the sample collection.
    pub(crate) fn of_corpus() -> Sandbox {
        let sandbox = Sandbox::new();
        let ran = sandbox.run(&["index", corpus().to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        sandbox
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn input(&self) -> PathBuf {
        self.dir.path().join("in")
    }

    pub(crate) fn index_dir(&self) -> PathBuf {
        self.dir.path().join("index")
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.input().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Runs the program in the sandbox.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        program().current_dir(self.path()).args(args).output().unwrap().into()
    }

    /// Runs the program in the sandbox, in a German locale.
    pub(crate) fn run_german(&self, args: &[&str]) -> Ran {
        program().current_dir(self.path()).env("LANG", "de_DE.UTF-8").args(args).output().unwrap().into()
    }

    /// Indexes `in/`; returns the summary as JSON.
    pub(crate) fn index(&self) -> Value {
        let ran = self.run(&["index", "in", "--json"]);
        ran.json().into_iter().next().unwrap_or_else(|| panic!("{}", ran.err))
    }

    /// Evaluates the index by `topics.tsv` and `qrels.txt` of `folder`, by article: one object per topic, then the means.
    pub(crate) fn eval(&self, folder: &Path) -> Vec<Value> {
        let (topics, qrels) = (folder.join("topics.tsv"), folder.join("qrels.txt"));
        let files = ["--topics", topics.to_str().unwrap(), "--qrels", qrels.to_str().unwrap()];
        self.run(&[&["eval", "--by", "article", "--per-topic", "--json"], &files[..]].concat()).json()
    }

    /// Searches; returns the hits as JSON.
    pub(crate) fn search(&self, query: &str) -> Vec<Value> {
        let ran = self.run(&["search", "--json", query]);
        assert!(ran.code < 2, "{query}: {}", ran.err);
        ran.json()
    }
}

/// Folder of the sample collection.
pub(crate) fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Highlighted parts of a hit's text.
pub(crate) fn marked(hit: &Value) -> Vec<String> {
    let text: Vec<char> = hit["text"].as_str().unwrap().chars().collect();
    let ranges = hit["highlights"].as_array().unwrap();
    let range = |range: &Value| range[0].as_u64().unwrap() as usize..range[1].as_u64().unwrap() as usize;
    ranges.iter().map(|mark| text[range(mark)].iter().collect()).collect()
}

/// An article that is long enough for a passage of its own.
pub(crate) fn article(title: &str, sentence: &str) -> String {
    format!("{title}\n{sentence} Mehr wurde am Abend in der Stadthalle nicht bekannt gegeben.\n")
}

/// Number of rounds of a randomised test: `short`, unless `FUNDSTELLE_ROUNDS` asks for another one.
pub(crate) fn rounds(short: usize) -> usize {
    std::env::var("FUNDSTELLE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(short)
}

/// Pseudo-random numbers that are the same every time: Marsaglia's xorshift64 (2003). The field is the seed, not 0.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// Returns a number below `end`, which must not be 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}
