//! Which analyser does an index have?
//!
//! The words an index knows decide where its compounds are split, so they must be the same for every passage in it.
//! They are learnt once, from the articles of the run that makes the index, and stay as they are until `--rebuild`:
//! articles that come later are split by the same words, and so are queries.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory as _, MmapDirectory, OwnedBytes};

use super::disk::Disk;
use super::open::damaged;
use crate::Error;
use crate::corpus::{ReadOptions, Record, SourceFile, read};
use crate::german::Analyzer;
use crate::german::compounds::Exceptions;
use crate::german::lexicon::{Learner, Lexicon};

/// Bytes of text words are learnt from, spread over all files: more adds time and hardly a word.
const LEARN_BYTES: usize = 8 << 20;
/// Bytes that are read at one place.
const SAMPLE_BYTES: usize = 64 << 10;
/// A word must be met this often to be learnt.
const LEAST_COUNT: u32 = 3;

/// What the analyser of an index was made with; part of the commit's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    /// Compounds are split.
    pub compounds: bool,
    /// The file of the words learnt from the articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lexicon: Option<String>,
    /// The file of the user's own exceptions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exceptions: Option<String>,
}

/// An analyser for a new index, and the files that must lie beside the index for it.
pub(super) struct Made {
    pub(super) analysis: Analysis,
    pub(super) analyzer: Analyzer,
    files: Vec<(String, Vec<u8>)>,
}

impl Analysis {
    /// The analyser as it was when the index in `dir` was made.
    pub(super) fn open(&self, dir: &Path) -> Result<Analyzer, Error> {
        let lost = |name: &str| damaged(dir, &format!("{name} is missing or not what was written"));
        let mut lexicon = Lexicon::builtin();
        if let Some(name) = &self.lexicon {
            let bytes = mapped(dir, name).filter(|bytes| *name == lexicon_name(bytes));
            lexicon = bytes.and_then(|bytes| lexicon.with_learnt(bytes)).ok_or_else(|| lost(name))?;
        }
        let mut exceptions = Exceptions::builtin();
        if let Some(name) = &self.exceptions {
            let text = fs::read_to_string(dir.join(name)).ok().filter(|text| *name == exceptions_name(text));
            let own = text.and_then(|text| Exceptions::parse(&text).ok());
            exceptions = exceptions.and(own.ok_or_else(|| lost(name))?);
        }
        Ok(Analyzer::new(lexicon, exceptions, self.compounds))
    }

    /// Names of the files it needs.
    pub(super) fn files(&self) -> impl Iterator<Item = &String> {
        self.lexicon.iter().chain(&self.exceptions)
    }

    /// Whether an index with this analyser is what these settings ask for; else the option that differs.
    pub(super) fn differs(&self, compounds: bool, exceptions: Option<&str>) -> Option<&'static str> {
        match exceptions {
            _ if self.compounds && !compounds => Some("--no-compounds"),
            Some(text) if self.exceptions != Some(exceptions_name(text)) => Some("--exceptions"),
            _ => None,
        }
    }
}

impl Made {
    /// One for an index of `files`. `exceptions`: the text of the user's list.
    pub(super) fn learn(
        files: &[SourceFile],
        compounds: bool,
        exceptions: Option<&str>,
        threads: usize,
        options: &ReadOptions,
    ) -> Result<Made, Error> {
        let mut made = Made {
            analysis: Analysis { compounds, lexicon: None, exceptions: None },
            analyzer: Analyzer::default(),
            files: Vec::new(),
        };
        let mut list = Exceptions::builtin();
        if let Some(text) = exceptions {
            let own = Exceptions::parse(text).map_err(|(line, what)| Error::Exceptions { line, what })?;
            list = list.and(own);
            let name = exceptions_name(text);
            made.files.push((name.clone(), text.as_bytes().to_vec()));
            made.analysis.exceptions = Some(name);
        }
        let mut lexicon = Lexicon::builtin();
        // Without compounds there is nothing to learn: spelling is served by the built-in list.
        if compounds {
            let learner = learnt(files, threads, options);
            let bytes = Learner::finish(&learner.counts(LEAST_COUNT));
            let name = lexicon_name(&bytes);
            if let Some(joined) = lexicon.clone().with_learnt(OwnedBytes::new(bytes.clone())) {
                lexicon = joined;
                made.files.push((name.clone(), bytes));
                made.analysis.lexicon = Some(name);
            }
        }
        made.analyzer = Analyzer::new(lexicon, list, compounds);
        Ok(made)
    }

    /// Writes the files, before the first commit that names them.
    pub(super) fn save(&self, disk: &Disk) -> Result<(), Error> {
        for (name, bytes) in &self.files {
            disk.write(name, bytes).map_err(Error::io(&disk.path(name)))?;
        }
        Ok(())
    }
}

/// The words of a sample of all files. Counts are sums, so it does not matter which thread read what.
fn learnt(files: &[SourceFile], threads: usize, options: &ReadOptions) -> Learner {
    let budgets = budgets(files);
    let options = ReadOptions { progress: Default::default(), ..options.clone() };
    let (next, all) = (AtomicUsize::new(0), Mutex::new(Learner::default()));
    thread::scope(|scope| {
        for _ in 0..threads.clamp(1, files.len().max(1)) {
            scope.spawn(|| {
                let mut learner = Learner::default();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(file), Some(budget)) = (files.get(at), budgets.get(at)) else { break };
                    learn_file(&mut learner, file, *budget, &options);
                }
                if let Ok(mut all) = all.lock() {
                    all.merge(learner);
                }
            });
        }
    });
    all.into_inner().unwrap_or_default()
}

/// Bytes of text to learn from each file: samples lie evenly along all their bytes.
fn budgets(files: &[SourceFile]) -> Vec<usize> {
    let total: u64 = files.iter().map(|file| file.size).sum();
    let samples = (LEARN_BYTES / SAMPLE_BYTES) as u64;
    let mut before = 0_u64;
    let budget = |file: &SourceFile| {
        let sample_at = |byte: u64| (u128::from(byte) * u128::from(samples) / u128::from(total.max(1))) as usize;
        let first = sample_at(before);
        before += file.size;
        (sample_at(before) - first) * SAMPLE_BYTES
    };
    files.iter().map(budget).collect()
}

/// What cannot be read is told when it is indexed.
fn learn_file(learner: &mut Learner, file: &SourceFile, budget: usize, options: &ReadOptions) {
    let mut left = budget;
    if left == 0 {
        return;
    }
    let _ = read(file, options, &mut |record| {
        if let Record::Article(article) = record {
            let end = article.body.floor_char_boundary(left);
            learner.text(&article.body[..end]);
            left -= end;
        }
        if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
}

fn mapped(dir: &Path, name: &str) -> Option<OwnedBytes> {
    MmapDirectory::open(dir).ok()?.open_read(Path::new(name)).ok()?.read_bytes().ok()
}

fn lexicon_name(bytes: &[u8]) -> String {
    format!("lexicon-{}.fst", &blake3::hash(bytes).to_hex()[..16])
}

fn exceptions_name(text: &str) -> String {
    format!("exceptions-{}.txt", &blake3::hash(text.as_bytes()).to_hex()[..16])
}
