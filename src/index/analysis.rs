//! Which analyser does an index have?
//!
//! The lexicon decides where compounds are split, so it must be the same for every passage of an index. Words are learnt once, from
//! the articles of the run that creates the index, and stay the same until a rebuild: articles added later are split by the same
//! lexicon, and so are queries.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{fs, thread};

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory as _, MmapDirectory, OwnedBytes};

use super::directory::IndexDirectory;
use super::pairs::COMMON_WORDS;
use crate::corpus::{ReadOptions, Record, SourceFile, read};
use crate::german::compounds::Exceptions;
use crate::german::lexicon::Lexicon;
use crate::german::{Analyzer, Learner, most_frequent_words};
use crate::{AnalysisConflict, Error};

/// Bytes of text from which words are learnt, spread over all files. More text takes time and adds hardly any word.
const LEARNING_BYTES: usize = 8 << 20;
/// Bytes of one sample.
const SAMPLE_BYTES: usize = 64 << 10;
/// Occurrences in the samples from which a word is learnt.
const MIN_WORD_COUNT: u32 = 3;

/// Settings of an index's analyser; part of the commit metadata.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Analysis {
    /// True if compounds are split.
    pub compounds: bool,
    /// Name of the file of the words learnt from the articles; `None` if nothing was learnt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lexicon: Option<String>,
    /// File of the user's own compound exceptions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exceptions: Option<String>,
}

/// Analyser of a new index, and the files it needs beside the index.
pub(super) struct NewAnalysis {
    pub(super) analysis: Analysis,
    pub(super) analyzer: Analyzer,
    /// The most frequent words of the articles, as exact forms, the most frequent first.
    pub(super) common_words: Vec<String>,
    files: Vec<(String, Vec<u8>)>,
}

impl Analysis {
    /// Opens the analyser with which the index in `dir` was made.
    pub(super) fn open(&self, dir: &Path) -> Result<Analyzer, Error> {
        let lost = |name: &str| Error::damaged(dir, format_args!("{name} is missing or does not match its hash"));
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

    /// Returns the names of the analyser's files.
    pub(super) fn files(&self) -> impl Iterator<Item = &String> {
        self.lexicon.iter().chain(&self.exceptions)
    }

    /// Returns the setting in which an index with this analyser differs from what is asked for, if there is one.
    pub(super) fn conflict(&self, compounds: bool, exceptions: Option<&str>) -> Option<AnalysisConflict> {
        match exceptions {
            _ if self.compounds && !compounds => Some(AnalysisConflict::Compounds),
            Some(text) if self.exceptions != Some(exceptions_name(text)) => Some(AnalysisConflict::Exceptions),
            _ => None,
        }
    }
}

impl NewAnalysis {
    /// Makes the analyser for an index of `files`; learns words from them if compounds are split. `exceptions` is the text of the
    /// user's list.
    pub(super) fn learn(
        files: &[SourceFile],
        compounds: bool,
        exceptions: Option<&str>,
        threads: usize,
        options: &ReadOptions,
    ) -> Result<NewAnalysis, Error> {
        let mut new = NewAnalysis {
            analysis: Analysis { compounds, lexicon: None, exceptions: None },
            analyzer: Analyzer::default(),
            common_words: Vec::new(),
            files: Vec::new(),
        };
        let mut all_exceptions = Exceptions::builtin();
        if let Some(text) = exceptions {
            let own = Exceptions::parse(text).map_err(|(line, what)| Error::Exceptions { line, what })?;
            all_exceptions = all_exceptions.and(own);
            let name = exceptions_name(text);
            new.files.push((name.clone(), text.as_bytes().to_vec()));
            new.analysis.exceptions = Some(name);
        }
        let mut lexicon = Lexicon::builtin();
        // Without compounds nothing needs to be learnt: the built-in lexicon serves for spelling.
        let learner = if compounds { learn_words(files, threads, options) } else { Learner::default() };
        new.common_words = most_frequent_words(&learner, COMMON_WORDS as usize);
        if compounds {
            let bytes = learner.list(MIN_WORD_COUNT);
            let name = lexicon_name(&bytes);
            lexicon = lexicon
                .with_learnt(OwnedBytes::new(bytes.clone()))
                .ok_or_else(|| Error::Bug { what: "the learnt lexicon cannot be read back".to_owned() })?;
            new.files.push((name.clone(), bytes));
            new.analysis.lexicon = Some(name);
        }
        new.analyzer = Analyzer::new(lexicon, all_exceptions, compounds);
        Ok(new)
    }

    /// Writes the files; must happen before the first commit that refers to them.
    pub(super) fn save(&self, directory: &IndexDirectory) -> Result<(), Error> {
        for (name, bytes) in &self.files {
            directory.write(name, bytes).map_err(Error::io(&directory.path(name)))?;
        }
        Ok(())
    }
}

/// Counts the words of samples from all files. Counts are sums, so the result does not depend on the threads.
fn learn_words(files: &[SourceFile], threads: usize, options: &ReadOptions) -> Learner {
    let budgets = sample_budgets(files);
    let options = ReadOptions { progress: Default::default(), ..options.clone() };
    let (next, merged) = (AtomicUsize::new(0), Mutex::new(Learner::default()));
    thread::scope(|scope| {
        for _ in 0..threads.clamp(1, files.len().max(1)) {
            scope.spawn(|| {
                let mut learner = Learner::default();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(file), Some(budget)) = (files.get(index), budgets.get(index)) else { break };
                    learn_file(&mut learner, file, *budget, &options);
                }
                merged.lock().unwrap_or_else(PoisonError::into_inner).merge(learner);
            });
        }
    });
    merged.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the bytes of text to learn from each file. The samples are evenly spaced over the bytes of all files.
fn sample_budgets(files: &[SourceFile]) -> Vec<usize> {
    let total: u64 = files.iter().map(|file| file.size).sum();
    let samples = (LEARNING_BYTES / SAMPLE_BYTES) as u64;
    let mut offset = 0_u64;
    let budget = |file: &SourceFile| {
        let samples_before = |byte: u64| (u128::from(byte) * u128::from(samples) / u128::from(total.max(1))) as usize;
        let first = samples_before(offset);
        offset += file.size;
        (samples_before(offset) - first) * SAMPLE_BYTES
    };
    files.iter().map(budget).collect()
}

/// Learns from the first `budget` bytes of text of a file. Errors are ignored here: indexing reports them.
fn learn_file(learner: &mut Learner, file: &SourceFile, budget: usize, options: &ReadOptions) {
    let mut left = budget;
    if left == 0 {
        return;
    }
    let _ = read(file, options, &mut |record| {
        if let Record::Article(article) = record {
            let end = article.body.floor_char_boundary(left);
            learner.count_text(&article.body[..end]);
            left -= end;
        }
        if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
}

/// Maps a file into memory; `None` if it cannot be read.
fn mapped(dir: &Path, name: &str) -> Option<OwnedBytes> {
    MmapDirectory::open(dir).ok()?.open_read(Path::new(name)).ok()?.read_bytes().ok()
}

fn lexicon_name(bytes: &[u8]) -> String {
    format!("lexicon-{}.fst", &blake3::hash(bytes).to_hex()[..16])
}

fn exceptions_name(text: &str) -> String {
    format!("exceptions-{}.txt", &blake3::hash(text.as_bytes()).to_hex()[..16])
}
