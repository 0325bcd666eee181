//! The sources of an index: every source file and its articles.
//!
//! `manifest-N.bin` belongs to commit N, whose [`super::CommitMetadata`] is in the commit itself, so both change atomically.
//! Searches never read it. The file begins with *blocks*, one for the articles of each source file: a run reads only the blocks of
//! the files that changed, and writes each block as its file is read. A block is a sequence of chunks of up to [`CHUNK_ARTICLES`]
//! articles:
//!
//! | bytes | content |
//! |---|---|
//! | 4 | length of the articles in postcard's format, little endian |
//! | 4 | length of the data: the same, or less if it is compressed with zstd |
//! | 8 | first bytes of the BLAKE3 hash of both lengths and the data |
//! | … | data: the articles |
//!
//! After the blocks comes the map of sources in postcard's format, then its length (8 bytes) and its BLAKE3 hash (32 bytes).

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::directory::{IndexDirectory, NewFile};
use super::record_lines::RecordLines;
use crate::Error;
use crate::corpus::{self, Article};

/// Maximum number of articles in a chunk.
const CHUNK_ARTICLES: usize = 512;
/// Bytes before the articles of a chunk: two lengths and a hash.
const CHUNK_HEADER_BYTES: usize = 16;
/// Smaller chunks are not worth compressing.
const MIN_COMPRESSED_BYTES: usize = 512;
/// zstd level of chunks: the fastest.
const COMPRESSION_LEVEL: i32 = 1;
/// Maximum size of a chunk: 512 articles with ids of 64 KiB.
const MAX_CHUNK_BYTES: usize = 32 << 20;
/// Bytes at the end of the file: length and hash of the map of sources.
const FOOTER_BYTES: u64 = 40;

/// The source files of an index and their articles.
#[derive(Debug, Default)]
pub struct Manifest {
    /// The files by key (absolute path).
    pub sources: BTreeMap<String, SourceEntry>,
    /// File with the blocks; `None` if nothing was committed yet.
    file: Option<File>,
    dir: PathBuf,
    name: String,
}

/// A source file at the time it was indexed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SourceEntry {
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change, in nanoseconds since 1970.
    pub modified_ns: i128,
    /// BLAKE3 hash of the bytes.
    pub hash: [u8; 32],
    /// Number of articles.
    pub articles: u64,
    /// Number of passages.
    pub passages: u64,
    /// Records that were skipped: line and reason.
    pub skipped: Vec<(u32, String)>,
    /// Lines of the records; empty if the passages keep their own lines.
    pub(super) lines: RecordLines,
    /// Location of the articles.
    pub(super) block: ArticleBlock,
}

/// An article of a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ArticleEntry {
    /// Id in the index.
    pub(super) id: String,
    /// Number in the index: decides the order of hits with equal scores, and is the key of the article's line.
    pub(super) number: u64,
    /// Number of this version of the article, unique in the index: a replacement has another.
    pub(super) version: u64,
    /// First bytes of the BLAKE3 hash of the indexed content.
    pub(super) hash: [u8; 8],
    /// Number of passages.
    pub(super) passages: u32,
}

/// Location of the articles of a source file: a range of bytes of a manifest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ArticleBlock {
    start: u64,
    len: u64,
    /// The block lies in the manifest of the next commit, which is being written.
    #[serde(skip)]
    is_new: bool,
}

impl ArticleEntry {
    /// Returns the hash of everything that is indexed or shown of an article. It tells whether the article has changed. The line
    /// of a record is not part of it, because it lies beside the passages.
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
        if !article.member.is_empty() {
            hasher.update(article.member.as_bytes());
        }
        for (offset, place) in &article.places {
            hasher.update(&offset.to_le_bytes());
            hasher.update(place.as_bytes());
        }
        if let corpus::LineMap::Starts(starts) = &article.lines {
            for (offset, line) in starts {
                hasher.update(&u64::from(*offset).to_le_bytes());
                hasher.update(&line.to_le_bytes());
            }
        }
        hash_prefix(&hasher.finalize())
    }
}

impl Manifest {
    /// Returns the name of the file of commit `generation`.
    pub(super) fn file_name(generation: u64) -> String {
        format!("manifest-{generation}.bin")
    }

    /// Opens the manifest of commit `generation` and reads the source files.
    pub(super) fn load(dir: &Path, generation: u64) -> Result<Manifest, Error> {
        let name = Manifest::file_name(generation);
        let read = || {
            let mut file = File::open(dir.join(&name))?;
            let end =
                file.seek(SeekFrom::End(0))?.checked_sub(FOOTER_BYTES).ok_or_else(|| invalid("the file is cut off"))?;
            file.seek(SeekFrom::Start(end))?;
            let (mut length, mut hash) = ([0; 8], [0; 32]);
            file.read_exact(&mut length)?;
            file.read_exact(&mut hash)?;
            let length = u64::from_le_bytes(length);
            let start = end.checked_sub(length).ok_or_else(|| invalid("the length of the list of files is wrong"))?;
            file.seek(SeekFrom::Start(start))?;
            let mut bytes = Vec::new();
            (&file).take(length).read_to_end(&mut bytes)?;
            if *blake3::hash(&bytes).as_bytes() != hash {
                return Err(invalid("the list of files does not match its hash"));
            }
            Ok((postcard::from_bytes(&bytes).map_err(io::Error::other)?, file))
        };
        let (sources, file) = read().map_err(|err| Error::damaged(dir, format_args!("{name}: {err}")))?;
        Ok(Manifest { sources, file: Some(file), dir: dir.to_owned(), name })
    }

    /// Iterates over the articles of a source file in their order, reading them lazily.
    pub(super) fn articles(&self, source: &SourceEntry) -> impl Iterator<Item = Result<ArticleEntry, Error>> {
        let ArticleBlock { start, len, is_new } = source.block;
        debug_assert!(!is_new, "a block is read after its commit");
        let mut position = start;
        let chunks = std::iter::from_fn(move || {
            let file = self.file.as_ref().filter(|_| position < start + len)?;
            let chunk = read_chunk(file, &mut position)
                .map_err(|err| Error::damaged(&self.dir, format_args!("{}: {err}", self.name)));
            if chunk.is_err() {
                position = start + len;
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

    /// Returns the total numbers of files, articles and passages.
    pub(super) fn counts(&self) -> (u64, u64, u64) {
        let sources = self.sources.values();
        sources.fold((0, 0, 0), |(files, articles, passages), source| {
            (files + 1, articles + source.articles, passages + source.passages)
        })
    }
}

/// Writes the manifest of the next commit while its articles come in.
#[derive(Debug)]
pub(super) struct ManifestWriter {
    dir: PathBuf,
    name: String,
    file: BufWriter<NewFile>,
    /// Number of bytes written.
    position: u64,
    /// Start of the open block.
    block_start: u64,
    chunk: Vec<ArticleEntry>,
}

impl ManifestWriter {
    /// Creates the file of commit `generation`. The remains of an interrupted run are overwritten.
    pub(super) fn create(directory: &IndexDirectory, generation: u64) -> Result<ManifestWriter, Error> {
        let name = Manifest::file_name(generation);
        let file = directory.create(&name).map_err(Error::io(&directory.path(&name)))?;
        let (dir, file) = (directory.dir().to_owned(), BufWriter::new(file));
        Ok(ManifestWriter { dir, name, file, position: 0, block_start: 0, chunk: Vec::new() })
    }

    /// Adds an article to the open block.
    pub(super) fn add(&mut self, article: ArticleEntry) -> Result<(), Error> {
        self.chunk.push(article);
        if self.chunk.len() == CHUNK_ARTICLES { self.write_chunk() } else { Ok(()) }
    }

    /// Ends the open block and returns its location.
    pub(super) fn end_block(&mut self) -> Result<ArticleBlock, Error> {
        self.write_chunk()?;
        let start = std::mem::replace(&mut self.block_start, self.position);
        Ok(ArticleBlock { start, len: self.position - start, is_new: true })
    }

    fn write_chunk(&mut self) -> Result<(), Error> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let result = postcard::to_stdvec(&self.chunk).map_err(io::Error::other).and_then(|raw| {
            let is_small = raw.len() < MIN_COMPRESSED_BYTES;
            let compressed = if is_small { None } else { Some(zstd::bulk::compress(&raw, COMPRESSION_LEVEL)?) };
            let bytes = compressed.as_ref().filter(|compressed| compressed.len() < raw.len()).unwrap_or(&raw);
            let lengths = [(raw.len() as u32).to_le_bytes(), (bytes.len() as u32).to_le_bytes()].concat();
            self.file.write_all(&lengths)?;
            self.file.write_all(&chunk_hash(&lengths, bytes))?;
            self.file.write_all(bytes)?;
            self.position += (CHUNK_HEADER_BYTES + bytes.len()) as u64;
            Ok(())
        });
        self.chunk.clear();
        result.map_err(Error::io(&self.dir.join(&self.name)))
    }

    /// Completes and syncs the file: copies the blocks of the sources that did not change and writes the map of sources.
    /// From then on `manifest` reads from the new file.
    pub(super) fn finish(mut self, manifest: &mut Manifest) -> Result<(), Error> {
        let Manifest { sources, file, dir, name } = manifest;
        for source in sources.values_mut() {
            if let (false, Some(old)) = (source.block.is_new, &file) {
                let copied = copy_block(old, source.block, &mut self.file)
                    .map_err(|err| Error::damaged(dir, format_args!("{name}: {err}")))?;
                source.block.start = self.position;
                self.position += copied;
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
        let written = write().map_err(Error::io(&self.dir.join(&self.name)))?;
        (*file, *dir, *name) = (Some(written), self.dir, self.name);
        Ok(())
    }
}

/// Reads the chunk at `position` and moves `position` behind it.
fn read_chunk(mut file: &File, position: &mut u64) -> io::Result<Vec<ArticleEntry>> {
    let mut header = [0; CHUNK_HEADER_BYTES];
    file.seek(SeekFrom::Start(*position))?;
    file.read_exact(&mut header)?;
    let [r0, r1, r2, r3, d0, d1, d2, d3, hash @ ..] = header;
    let raw_len = u32::from_le_bytes([r0, r1, r2, r3]) as usize;
    let len = u32::from_le_bytes([d0, d1, d2, d3]) as usize;
    if raw_len > MAX_CHUNK_BYTES || len > raw_len {
        return Err(invalid("a chunk has an impossible length"));
    }
    let mut bytes = vec![0; len];
    file.read_exact(&mut bytes)?;
    if chunk_hash(&header[..8], &bytes) != hash {
        return Err(invalid("a chunk does not match its hash"));
    }
    if len < raw_len {
        bytes = zstd::bulk::decompress(&bytes, raw_len)?;
    }
    *position += (CHUNK_HEADER_BYTES + len) as u64;
    postcard::from_bytes(&bytes).map_err(io::Error::other)
}

fn chunk_hash(lengths: &[u8], bytes: &[u8]) -> [u8; 8] {
    hash_prefix(&blake3::Hasher::new().update(lengths).update(bytes).finalize())
}

fn copy_block(mut file: &File, block: ArticleBlock, to: &mut BufWriter<NewFile>) -> io::Result<u64> {
    file.seek(SeekFrom::Start(block.start))?;
    let copied = io::copy(&mut file.take(block.len), to)?;
    if copied == block.len { Ok(copied) } else { Err(invalid("a block is cut off")) }
}

/// Returns the first `N` bytes of a hash.
pub(super) fn hash_prefix<const N: usize>(hash: &blake3::Hash) -> [u8; N] {
    const { assert!(N <= blake3::OUT_LEN) }
    std::array::from_fn(|index| hash.as_bytes()[index])
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    fn article(number: u64) -> ArticleEntry {
        let hash = hash_prefix(&blake3::hash(&number.to_le_bytes()));
        ArticleEntry { id: format!("artikel-{number}"), number, version: number + 7, hash, passages: 3 }
    }

    /// Commits `sources` with articles of these numbers, after what `manifest` has.
    fn commit(manifest: &mut Manifest, dir: &Path, generation: u64, sources: &[(&str, std::ops::Range<u64>)]) {
        let directory = IndexDirectory::open(dir, Default::default()).unwrap();
        let mut writer = ManifestWriter::create(&directory, generation).unwrap();
        for (key, numbers) in sources {
            numbers.clone().for_each(|number| writer.add(article(number)).unwrap());
            let block = writer.end_block().unwrap();
            let entry = SourceEntry { articles: numbers.end - numbers.start, block, ..SourceEntry::default() };
            manifest.sources.insert((*key).to_owned(), entry);
        }
        writer.finish(manifest).unwrap();
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
        for position in (0..whole.len()).step_by(whole.len() / 150) {
            let mut bytes = whole.clone();
            bytes[position] ^= 4;
            fs::write(&path, &bytes).unwrap();
            assert!(matches!(read(), Err(Error::Damaged { .. })), "byte {position} of {}", whole.len());
            fs::write(&path, &whole[..position]).unwrap();
            assert!(matches!(read(), Err(Error::Damaged { .. })), "cut at {position} of {}", whole.len());
        }
    }
}
