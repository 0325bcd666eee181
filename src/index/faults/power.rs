//! What is left on a disk when the power fails.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::super::disk::Operation;
use crate::measure::random::SplitMix;

/// What was done, in order.
#[derive(Debug, Default)]
pub(super) struct Log {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
pub(super) enum Entry {
    Create(String),
    Write(String, Vec<u8>),
    Sync(String),
    Rename(String, String),
    Remove(String),
    SyncDir,
    /// The run has told its user that it is done.
    Acknowledged,
}

impl Log {
    pub(super) fn push(&mut self, operation: Operation<'_>) {
        self.entries.push(match operation {
            Operation::Create(name) => Entry::Create(name.to_owned()),
            Operation::Write(name, bytes) => Entry::Write(name.to_owned(), bytes.to_vec()),
            Operation::Sync(name) => Entry::Sync(name.to_owned()),
            Operation::Rename(from, to) => Entry::Rename(from.to_owned(), to.to_owned()),
            Operation::Remove(name) => Entry::Remove(name.to_owned()),
            Operation::SyncDir => Entry::SyncDir,
        });
    }

    pub(super) fn acknowledge(&mut self) {
        self.entries.push(Entry::Acknowledged);
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// How a disk keeps what was not yet made safe. What was, every disk keeps.
#[derive(Debug, Clone, Copy)]
pub(super) enum Model {
    /// Only the process dies: all that was done is there.
    Process,
    /// All names, but of files only what was made safe: a journal of names, data written late.
    Journal,
    /// The first part of the changes of names, and of files what was made safe.
    LateJournal,
    /// Neither names nor data that were not made safe.
    Strict,
    /// Any of the changes of names, and any part of the data, with holes.
    Reordering,
}

impl Model {
    pub(super) const ALL: [Model; 5] =
        [Model::Process, Model::Journal, Model::LateJournal, Model::Strict, Model::Reordering];

    pub(super) fn disk(self, seed: u64) -> SimulatedDisk {
        SimulatedDisk {
            model: self,
            files: Vec::new(),
            names: BTreeMap::new(),
            safe_names: BTreeMap::new(),
            pending: Vec::new(),
            random: SplitMix(seed),
        }
    }
}

#[derive(Debug)]
pub(super) struct SimulatedDisk {
    model: Model,
    files: Vec<File>,
    names: BTreeMap<String, usize>,
    safe_names: BTreeMap<String, usize>,
    /// Changes of names since the folder was made safe.
    pending: Vec<Change>,
    random: SplitMix,
}

#[derive(Debug, Default)]
struct File {
    data: Vec<u8>,
    safe: Vec<u8>,
}

#[derive(Debug, Clone)]
enum Change {
    Link(String, usize),
    Rename(String, String),
    Unlink(String),
}

impl Change {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Change::Link(name, file) => drop(names.insert(name.clone(), *file)),
            Change::Rename(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
            Change::Unlink(name) => drop(names.remove(name)),
        }
    }
}

impl SimulatedDisk {
    pub(super) fn apply(&mut self, entry: &Entry) {
        let change = match entry {
            Entry::Create(name) => {
                self.files.push(File::default());
                Change::Link(name.clone(), self.files.len() - 1)
            }
            Entry::Rename(from, to) => Change::Rename(from.clone(), to.clone()),
            Entry::Remove(name) => Change::Unlink(name.clone()),
            Entry::Write(name, bytes) => return self.file(name).data.extend(bytes),
            Entry::Sync(name) => {
                let file = self.file(name);
                file.safe.clone_from(&file.data);
                return;
            }
            Entry::SyncDir => {
                self.safe_names.clone_from(&self.names);
                self.pending.clear();
                return;
            }
            Entry::Acknowledged => return,
        };
        change.apply(&mut self.names);
        self.pending.push(change);
    }

    fn file(&mut self, name: &str) -> &mut File {
        &mut self.files[self.names[name]]
    }

    /// What is there when the power comes back.
    pub(super) fn after_power_loss(&mut self) -> Remains {
        let mut names = self.safe_names.clone();
        let half = self.pending.len() / 2;
        match self.model {
            Model::Process | Model::Journal => names.clone_from(&self.names),
            Model::LateJournal => self.pending[..half].iter().for_each(|change| change.apply(&mut names)),
            Model::Strict => {}
            Model::Reordering => {
                for change in &self.pending {
                    if self.random.below(2) == 0 {
                        change.apply(&mut names);
                    }
                }
            }
        }
        let mut data = |file: &File| match self.model {
            Model::Process => file.data.clone(),
            Model::Reordering if file.data != file.safe => {
                let mut part = file.data.clone();
                let hole = self.random.below(part.len() + 1);
                part[hole..].fill(0);
                part.truncate(part.len() - self.random.below(part.len() + 1 - hole));
                if part.len() < file.safe.len() { file.safe.clone() } else { part }
            }
            _ => file.safe.clone(),
        };
        Remains(names.into_iter().map(|(name, file)| (name, data(&self.files[file]))).collect())
    }
}

/// Files and what they hold.
#[derive(Debug)]
pub(super) struct Remains(BTreeMap<String, Vec<u8>>);

impl Remains {
    pub(super) fn hash(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        for (name, data) in &self.0 {
            hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
            hasher.update(&(data.len() as u64).to_le_bytes()).update(data);
        }
        *hasher.finalize().as_bytes()
    }

    pub(super) fn write(&self, to: &Path) {
        let _ = fs::remove_dir_all(to);
        fs::create_dir_all(to).unwrap();
        for (name, data) in &self.0 {
            fs::write(to.join(name), data).unwrap();
        }
    }
}
