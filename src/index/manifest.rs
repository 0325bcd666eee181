//! What the index was made of: every source file and its articles. Read only to bring the index up to date.
//!
//! `manifest-N.bin` belongs to commit N, whose [`super::Payload`] is in the commit itself, so both change in the same
//! instant. It begins with *blocks*, the articles of one source each, so that a run reads those of the files that
//! changed and no others, and writes each as the file is read. A block is a row of chunks of up to [`CHUNK`] articles:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | length of the articles in postcard's format, little endian |
//! | 4 | length as they lie here: the same, or less when zstd has compressed them |
//! | 8 | the first of the BLAKE3 hash of the lengths and of what lies here |
//! | … | the articles |
//!
//! After the blocks comes the map of sources in postcard's format, then its length (8 bytes) and its BLAKE3 hash (32).

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{Disk, NewFile};
use super::places::Lines;
use crate::Error;
use crate::corpus::{self, Article};

/// Articles that are written and read together.
const CHUNK: usize = 512;
/// Bytes before the articles of a chunk.
const CHUNK_HEAD: usize = 16;
/// Chunks smaller than this are not worth compressing.
const LEAST_COMPRESSED: usize = 512;
/// No chunk is larger: 512 articles with ids of 64 KiB.
const LARGEST_CHUNK: usize = 32 << 20;
/// Bytes at the end of the file: length and hash of the map of sources.
const FOOT: usize = 40;

/// Every source file of the index, by its key (absolute path).
#[derive(Debug, Default)]
pub struct Manifest {
    /// The files.
    pub sources: BTreeMap<String, SourceEntry>,
    /// Where their articles are listed; `None` when nothing was committed yet.
    file: Option<File>,
    path: PathBuf,
}

/// A source file as it was when it was indexed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceEntry {
    /// Bytes.
    pub size: u64,
    /// Time of its last change, in nanoseconds since 1970.
    pub modified_ns: i128,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
    /// How many articles it has.
    pub articles: u64,
    /// How many passages they have.
    pub passages: u64,
    /// Records that are no articles: line and reason.
    pub skipped: Vec<(u32, String)>,
    /// On which lines its records stand; none when its passages keep their own lines.
    pub(super) lines: Lines,
    /// Where its articles are listed.
    pub(super) block: Block,
}

/// An article of a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleEntry {
    /// Id in the index.
    pub id: String,
    /// Its number: the order of hits with the same score, and the key of its place.
    pub number: u64,
    /// Which writing of an article this is, counted over all: what replaces it has another.
    pub version: u64,
    /// The first bytes of the BLAKE3 hash of what is indexed of it.
    pub hash: [u8; 8],
    /// Passages.
    pub passages: u32,
}

/// A range of bytes of a manifest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Block {
    start: u64,
    len: u64,
    /// In the manifest of the next commit, which is being written.
    #[serde(skip)]
    is_new: bool,
}

impl ArticleEntry {
    /// The hash that tells whether an article is as before, in all that is indexed or shown of it. The line of a record is
    /// left out: it lives beside the passages.
    pub(super) fn content_hash(article: &Article) -> [u8; 8] {
        let mut hasher = blake3::Hasher::new();
        let date = article.date.map(|date| date.to_string()).unwrap_or_default();
        for part in [&article.title, &date, &article.source, &article.section, &article.body] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        for heading in &article.headings {
            hasher.update(&(heading.start as u64).to_le_bytes());
            hasher.update(&(heading.end as u64).to_le_bytes());
        }
        if let corpus::LineMap::Starts(starts) = &article.lines {
            for (offset, line) in starts {
                hasher.update(&u64::from(*offset).to_le_bytes());
                hasher.update(&line.to_le_bytes());
            }
        }
        *first_bytes(hasher.finalize().as_bytes())
    }
}

impl Manifest {
    pub(super) fn file_name(generation: u64) -> String {
        format!("manifest-{generation}.bin")
    }

    pub(super) fn load(dir: &Path, generation: u64) -> Result<Manifest, Error> {
        let path = dir.join(Manifest::file_name(generation));
        let read = || {
            let mut file = File::open(&path)?;
            let mut foot = [0; FOOT];
            let len = file.seek(SeekFrom::End(0))?.checked_sub(FOOT as u64).ok_or_else(|| invalid("is cut off"))?;
            file.seek(SeekFrom::Start(len))?;
            file.read_exact(&mut foot)?;
            let (sources_len, hash) = foot.split_at(8);
            let start = len.checked_sub(u64::from_le_bytes(*first_bytes(sources_len)));
            file.seek(SeekFrom::Start(start.ok_or_else(|| invalid("ends with a wrong length"))?))?;
            let mut bytes = Vec::new();
            (&file).take(len.saturating_sub(start.unwrap_or(0))).read_to_end(&mut bytes)?;
            if blake3::hash(&bytes).as_bytes() != hash {
                return Err(invalid("its list of files has another hash"));
            }
            Ok((postcard::from_bytes(&bytes).map_err(io::Error::other)?, file))
        };
        let (sources, file) = read().map_err(|err| damaged(&path, &err))?;
        Ok(Manifest { sources, file: Some(file), path })
    }

    /// The articles of a source, in their order, read as they are asked for.
    pub fn articles(&self, source: &SourceEntry) -> impl Iterator<Item = Result<ArticleEntry, Error>> {
        let Block { start, len, is_new } = source.block;
        debug_assert!(!is_new, "read before the commit it belongs to");
        let mut at = start;
        let chunks = std::iter::from_fn(move || {
            let file = self.file.as_ref().filter(|_| at < start + len)?;
            let chunk = read_chunk(file, &mut at).map_err(|err| damaged(&self.path, &err));
            if chunk.is_err() {
                at = start + len;
            }
            Some(chunk)
        });
        chunks.flat_map(|chunk| {
            let (articles, err) = match chunk {
                Ok(articles) => (articles, None),
                Err(err) => (Vec::new(), Some(err)),
            };
            articles.into_iter().map(Ok).chain(err.map(Err))
        })
    }

    /// Files, articles and passages in all.
    pub(super) fn counts(&self) -> (u64, u64, u64) {
        let sources = self.sources.values();
        sources.fold((0, 0, 0), |(n, articles, passages), source| {
            (n + 1, articles + source.articles, passages + source.passages)
        })
    }
}

/// The manifest of the next commit, while the articles of its sources come in.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    file: BufWriter<NewFile>,
    /// Where the file ends, and where its open block begins.
    at: u64,
    start: u64,
    chunk: Vec<ArticleEntry>,
}

impl Draft {
    /// That of commit `generation`; what an interrupted run has left of it is overwritten.
    pub(super) fn create(disk: &Disk, generation: u64) -> Result<Draft, Error> {
        let name = Manifest::file_name(generation);
        let path = disk.path(&name);
        let file = BufWriter::new(disk.create(&name).map_err(Error::io(&path))?);
        Ok(Draft { path, file, at: 0, start: 0, chunk: Vec::new() })
    }

    /// Lists the next article of the open source.
    pub(super) fn add(&mut self, article: ArticleEntry) -> Result<(), Error> {
        self.chunk.push(article);
        if self.chunk.len() == CHUNK { self.write_chunk() } else { Ok(()) }
    }

    /// The open source has ended: where its articles are listed.
    pub(super) fn end_block(&mut self) -> Result<Block, Error> {
        self.write_chunk()?;
        let start = std::mem::replace(&mut self.start, self.at);
        Ok(Block { start, len: self.at - start, is_new: true })
    }

    fn write_chunk(&mut self) -> Result<(), Error> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let result = postcard::to_stdvec(&self.chunk).map_err(io::Error::other).and_then(|raw| {
            let packed = if raw.len() < LEAST_COMPRESSED { None } else { Some(zstd::bulk::compress(&raw, 1)?) };
            let bytes = packed.as_ref().filter(|packed| packed.len() < raw.len()).unwrap_or(&raw);
            let lengths = [(raw.len() as u32).to_le_bytes(), (bytes.len() as u32).to_le_bytes()].concat();
            self.file.write_all(&lengths)?;
            self.file.write_all(&chunk_hash(&lengths, bytes))?;
            self.file.write_all(bytes)?;
            self.at += (CHUNK_HEAD + bytes.len()) as u64;
            Ok(())
        });
        self.chunk.clear();
        result.map_err(Error::io(&self.path))
    }

    /// Makes it whole, with the blocks of the sources that `manifest` has from before, and safe on the disk. From then on
    /// `manifest` reads from it.
    pub(super) fn finish(mut self, manifest: &mut Manifest) -> Result<(), Error> {
        let Manifest { sources, file, path } = manifest;
        for source in sources.values_mut() {
            if let (false, Some(old)) = (source.block.is_new, &file) {
                let copied = copy(old, source.block, &mut self.file).map_err(|err| damaged(path, &err))?;
                source.block.start = self.at;
                self.at += copied;
            }
            source.block.is_new = false;
        }
        let write = || {
            let bytes = postcard::to_stdvec(sources).map_err(io::Error::other)?;
            self.file.write_all(&bytes)?;
            self.file.write_all(&(bytes.len() as u64).to_le_bytes())?;
            self.file.write_all(blake3::hash(&bytes).as_bytes())?;
            self.file.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
        };
        let written = write().map_err(Error::io(&self.path))?;
        (*file, *path) = (Some(written), self.path);
        Ok(())
    }
}

fn read_chunk(mut file: &File, at: &mut u64) -> io::Result<Vec<ArticleEntry>> {
    let mut head = [0; CHUNK_HEAD];
    file.seek(SeekFrom::Start(*at))?;
    file.read_exact(&mut head)?;
    let number = |bytes: &[u8]| u32::from_le_bytes(*first_bytes(bytes)) as usize;
    let (raw_len, len) = (number(&head), number(&head[4..]));
    if raw_len > LARGEST_CHUNK || len > raw_len {
        return Err(invalid("a chunk has an impossible length"));
    }
    let mut bytes = vec![0; len];
    file.read_exact(&mut bytes)?;
    if chunk_hash(&head[..8], &bytes) != head[8..] {
        return Err(invalid("a chunk has another hash"));
    }
    if len < raw_len {
        bytes = zstd::bulk::decompress(&bytes, raw_len)?;
    }
    *at += (CHUNK_HEAD + len) as u64;
    postcard::from_bytes(&bytes).map_err(io::Error::other)
}

fn chunk_hash(lengths: &[u8], bytes: &[u8]) -> [u8; 8] {
    *first_bytes(blake3::Hasher::new().update(lengths).update(bytes).finalize().as_bytes())
}

fn copy(mut file: &File, block: Block, to: &mut BufWriter<NewFile>) -> io::Result<u64> {
    file.seek(SeekFrom::Start(block.start))?;
    let copied = io::copy(&mut file.take(block.len), to)?;
    if copied == block.len { Ok(copied) } else { Err(invalid("is cut off")) }
}

/// The first `N` of at least as many bytes.
fn first_bytes<const N: usize>(bytes: &[u8]) -> &[u8; N] {
    bytes.first_chunk().unwrap_or(&[0; N])
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn damaged(path: &Path, err: &dyn std::fmt::Display) -> Error {
    let dir = path.parent().unwrap_or(Path::new("")).to_owned();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Error::Damaged { dir, what: format!("{name}: {err}") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    fn article(number: u64) -> ArticleEntry {
        let hash = *first_bytes(blake3::hash(&number.to_le_bytes()).as_bytes());
        ArticleEntry { id: format!("artikel-{number}"), number, version: number + 7, hash, passages: 3 }
    }

    /// Commits `sources` with so many articles each, after what `manifest` has.
    fn commit(manifest: &mut Manifest, dir: &Path, generation: u64, sources: &[(&str, std::ops::Range<u64>)]) {
        let disk = Disk::open(dir, Default::default()).unwrap();
        let mut draft = Draft::create(&disk, generation).unwrap();
        for (key, numbers) in sources {
            numbers.clone().for_each(|number| draft.add(article(number)).unwrap());
            let block = draft.end_block().unwrap();
            let entry = SourceEntry { articles: numbers.end - numbers.start, block, ..SourceEntry::default() };
            manifest.sources.insert((*key).to_owned(), entry);
        }
        draft.finish(manifest).unwrap();
    }

    fn numbers(manifest: &Manifest, key: &str) -> Vec<u64> {
        manifest.articles(&manifest.sources[key]).map(|article| article.unwrap().number).collect()
    }

    #[test]
    fn blocks_stay_whole_from_commit_to_commit() {
        let dir = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::default();
        commit(&mut manifest, dir.path(), 1, &[("b", 0..3), ("a", 3..1500), ("leer", 0..0)]);
        commit(&mut manifest, dir.path(), 2, &[("b", 2000..2513), ("c", 3000..3001)]);
        let loaded = Manifest::load(dir.path(), 2).unwrap();
        assert_eq!(loaded.sources, manifest.sources);
        assert_eq!(loaded.counts(), (4, 1497 + 513 + 1, 0));
        for manifest in [&manifest, &loaded] {
            assert_eq!(numbers(manifest, "a"), (3..1500).collect::<Vec<_>>());
            assert_eq!(numbers(manifest, "b"), (2000..2513).collect::<Vec<_>>());
            assert!(numbers(manifest, "leer").is_empty());
            assert_eq!(manifest.articles(&manifest.sources["c"]).next().unwrap().unwrap(), article(3000));
        }
    }

    #[test]
    fn any_damaged_byte_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        commit(&mut Manifest::default(), dir.path(), 1, &[("a", 0..600), ("b", 600..602)]);
        let path = dir.path().join(Manifest::file_name(1));
        let whole = fs::read(&path).unwrap();
        let read = || {
            let manifest = Manifest::load(dir.path(), 1)?;
            manifest.sources.values().flat_map(|source| manifest.articles(source)).collect::<Result<Vec<_>, _>>()
        };
        assert_eq!(read().unwrap().len(), 602);
        for place in (0..whole.len()).step_by(whole.len() / 150) {
            let mut bytes = whole.clone();
            bytes[place] ^= 4;
            fs::write(&path, &bytes).unwrap();
            assert!(matches!(read(), Err(Error::Damaged { .. })), "byte {place} of {}", whole.len());
            fs::write(&path, &whole[..place]).unwrap();
            assert!(matches!(read(), Err(Error::Damaged { .. })), "cut at {place} of {}", whole.len());
        }
    }
}
