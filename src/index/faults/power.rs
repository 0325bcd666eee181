//! Simulation of a disk: what is left on it when the power fails.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::DiskOperation;
use crate::random::SplitMix;

/// Operations in their order.
#[derive(Debug, Default)]
pub(super) struct OperationLog {
    entries: Vec<LogEntry>,
}

#[derive(Debug, Clone)]
pub(super) enum LogEntry {
    Create(String),
    Write(String, Vec<u8>),
    Sync(String),
    Rename(String, String),
    Remove(String),
    SyncDir,
    /// The run has reported success.
    Acknowledged,
}

impl OperationLog {
    pub(super) fn push(&mut self, operation: DiskOperation<'_>) {
        self.entries.push(match operation {
            DiskOperation::Create(name) => LogEntry::Create(name.to_owned()),
            DiskOperation::Write(name, bytes) => LogEntry::Write(name.to_owned(), bytes.to_vec()),
            DiskOperation::Sync(name) => LogEntry::Sync(name.to_owned()),
            DiskOperation::Rename(from, to) => LogEntry::Rename(from.to_owned(), to.to_owned()),
            DiskOperation::Remove(name) => LogEntry::Remove(name.to_owned()),
            DiskOperation::SyncDir => LogEntry::SyncDir,
        });
    }

    pub(super) fn acknowledge(&mut self) {
        self.entries.push(LogEntry::Acknowledged);
    }

    pub(super) fn entries(&self) -> &[LogEntry] {
        &self.entries
    }
}

/// How a disk treats changes that were not synced. Synced changes are always kept.
#[derive(Debug, Clone, Copy)]
pub(super) enum DiskModel {
    /// Everything: only the process dies.
    Process,
    /// All names, but only synced data: the disk has a journal of names and writes data late.
    Journal,
    /// The first half of the name changes, and synced data.
    LateJournal,
    /// Nothing.
    Strict,
    /// Any of the name changes, and any part of the data, with holes.
    Reordering,
}

impl DiskModel {
    pub(super) const ALL: [DiskModel; 5] =
        [DiskModel::Process, DiskModel::Journal, DiskModel::LateJournal, DiskModel::Strict, DiskModel::Reordering];

    pub(super) fn disk(self, seed: u64) -> SimulatedDisk {
        SimulatedDisk {
            model: self,
            files: Vec::new(),
            names: BTreeMap::new(),
            synced_names: BTreeMap::new(),
            pending: Vec::new(),
            random: SplitMix(seed),
        }
    }
}

#[derive(Debug)]
pub(super) struct SimulatedDisk {
    model: DiskModel,
    files: Vec<SimulatedFile>,
    names: BTreeMap<String, usize>,
    synced_names: BTreeMap<String, usize>,
    /// Name changes since the folder was synced.
    pending: Vec<NameChange>,
    random: SplitMix,
}

#[derive(Debug, Default)]
struct SimulatedFile {
    data: Vec<u8>,
    synced: Vec<u8>,
}

#[derive(Debug, Clone)]
enum NameChange {
    Link(String, usize),
    Rename(String, String),
    Unlink(String),
}

impl NameChange {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            NameChange::Link(name, file) => drop(names.insert(name.clone(), *file)),
            NameChange::Rename(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
            NameChange::Unlink(name) => drop(names.remove(name)),
        }
    }
}

impl SimulatedDisk {
    pub(super) fn apply(&mut self, entry: &LogEntry) {
        let change = match entry {
            LogEntry::Create(name) => {
                self.files.push(SimulatedFile::default());
                NameChange::Link(name.clone(), self.files.len() - 1)
            }
            LogEntry::Rename(from, to) => NameChange::Rename(from.clone(), to.clone()),
            LogEntry::Remove(name) => NameChange::Unlink(name.clone()),
            LogEntry::Write(name, bytes) => return self.file(name).data.extend(bytes),
            LogEntry::Sync(name) => {
                let file = self.file(name);
                file.synced.clone_from(&file.data);
                return;
            }
            LogEntry::SyncDir => {
                self.synced_names.clone_from(&self.names);
                self.pending.clear();
                return;
            }
            LogEntry::Acknowledged => return,
        };
        change.apply(&mut self.names);
        self.pending.push(change);
    }

    fn file(&mut self, name: &str) -> &mut SimulatedFile {
        &mut self.files[self.names[name]]
    }

    /// Returns the files that exist when the power is back.
    pub(super) fn after_power_loss(&mut self) -> Remains {
        let mut names = self.synced_names.clone();
        let half = self.pending.len() / 2;
        match self.model {
            DiskModel::Process | DiskModel::Journal => names.clone_from(&self.names),
            DiskModel::LateJournal => self.pending[..half].iter().for_each(|change| change.apply(&mut names)),
            DiskModel::Strict => {}
            DiskModel::Reordering => {
                for change in &self.pending {
                    if self.random.below(2) == 0 {
                        change.apply(&mut names);
                    }
                }
            }
        }
        let mut data = |file: &SimulatedFile| match self.model {
            DiskModel::Process => file.data.clone(),
            DiskModel::Reordering if file.data != file.synced => {
                let mut part = file.data.clone();
                let hole = self.random.below(part.len() + 1);
                part[hole..].fill(0);
                part.truncate(part.len() - self.random.below(part.len() + 1 - hole));
                if part.len() < file.synced.len() { file.synced.clone() } else { part }
            }
            _ => file.synced.clone(),
        };
        Remains(names.into_iter().map(|(name, file)| (name, data(&self.files[file]))).collect())
    }
}

/// Files and their content, by name.
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
