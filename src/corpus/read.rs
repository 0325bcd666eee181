//! From one file to its articles: open, hash, unpack, find out the format, hand over to its reader.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::article::Article;
use super::encoding::decode;
use super::formats::{self, Format, Records};
use super::reason::Reason;
use super::source::{FileStamp, SourceFile, special_kind};

/// How much of a file is looked at to find out what it is.
const HEAD: u64 = 64 * 1024;

/// The largest zstd window that is unpacked, as a power of two: 128 MiB, what `zstd --long` writes.
const ZSTD_WINDOW: u32 = 27;

/// Bounds of reading.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The largest file that is read, after unpacking, in bytes. JSON lines, tables, mailboxes and WARC are streamed;
    /// there it bounds one record instead, and memory depends on it alone.
    pub max_file_size: u64,
    /// Counts the bytes read, as they lie on the disk, for whoever wants to know how far a long file is.
    pub progress: Arc<AtomicU64>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions { max_file_size: 32 << 20, progress: Arc::default() }
    }
}

/// What a file yields, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// An article, its id set.
    Article(Box<Article>),
    /// A record that was left out.
    Skipped {
        /// The line of the unpacked file on which the record begins.
        line: u32,
        /// Why.
        reason: Reason,
    },
}

/// What was learnt about a file by reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Hash of the bytes on disk, before unpacking.
    pub hash: blake3::Hash,
    /// Size on disk as read.
    pub bytes: u64,
    /// Whether the text, or a record of it, was in an encoding other than Unicode.
    pub recoded: bool,
    /// Whether the file was read to its end. When the sink broke off it was not, and `hash` and `bytes` speak
    /// of the part that was read.
    pub complete: bool,
}

/// Reads one file and hands each record to `sink` until the file ends or the sink breaks off.
///
/// `Err`: the file could not be read, or not to its end; the records handed over before it are good. A bad record is no error but a [`Record::Skipped`].
pub fn read(
    file: &SourceFile,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> Result<Source, Reason> {
    let handle = open_regular(&file.path)?;
    let before = stamp_of(&handle)?;
    let packing = Packing::of(&file.path);
    if before.size == 0 {
        return Err(Reason::Empty);
    }
    let mut raw = Raw::new(handle, before.size, Some(Arc::clone(&options.progress)));
    let outcome = unpack(&mut raw, packing)
        .map_err(|error| Reason::Damaged(error.to_string()))
        .and_then(|stream| records(file, stream, packing, before.size, options, sink));
    if let Some(error) = raw.failed.take() {
        return Err(Reason::Unreadable(error));
    }
    let Outcome { recoded, complete } = outcome?;
    if complete {
        // what a decoder left over at the end belongs to the file and its hash
        io::copy(&mut raw, &mut io::sink()).map_err(|error| Reason::from_io(&error))?;
    }
    if stamp_of(&raw.file)? != before {
        return Err(Reason::ChangedWhileRead);
    }
    Ok(Source { hash: raw.hasher.finalize(), bytes: raw.bytes, recoded, complete })
}

/// The articles in a file of this name that holds `bytes`.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_bytes(name: &str, bytes: &[u8]) -> Vec<Article> {
    let (path, key, relative) = (name.into(), name.to_owned(), name.to_owned());
    let file = SourceFile { path, key, relative, size: bytes.len() as u64, modified_ns: 0 };
    let packing = Packing::of(&file.path);
    let mut articles = Vec::new();
    let mut sink = |record| {
        if let Record::Article(article) = record {
            articles.push(*article);
        }
        ControlFlow::Continue(())
    };
    if let Ok(stream) = unpack(bytes, packing) {
        let _ = records(&file, stream, packing, bytes.len() as u64, &ReadOptions::default(), &mut sink);
    }
    articles
}

/// The hash [`read`] would give, without reading articles: tells whether a touched file is really new.
pub fn hash_of(file: &SourceFile) -> Result<blake3::Hash, Reason> {
    let handle = open_regular(&file.path)?;
    let left = stamp_of(&handle)?.size;
    let mut raw = Raw::new(handle, left, None);
    io::copy(&mut raw, &mut io::sink()).map_err(|error| Reason::from_io(&error))?;
    Ok(raw.hasher.finalize())
}

/// A small text file read whole, safely; at most 1 MiB.
pub(super) fn read_small(path: &Path) -> Result<String, Reason> {
    let limit = 1 << 20;
    let bytes = read_whole(&mut open_regular(path)?, 0, limit).map_err(|error| Reason::from_io(&error))?;
    if bytes.len() as u64 > limit {
        return Err(Reason::TooLarge { bytes: bytes.len() as u64, limit });
    }
    decode(bytes).map(|decoded| decoded.text)
}

/// What came of reading the records of a file.
struct Outcome {
    recoded: bool,
    complete: bool,
}

/// Finds out the format and reads the records.
fn records(
    file: &SourceFile,
    mut stream: Box<dyn BufRead + '_>,
    packing: Packing,
    raw_size: u64,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> Result<Outcome, Reason> {
    let damaged = |error: io::Error| Reason::Damaged(error.to_string());
    let mut head = Vec::new();
    if let Err(error) = stream.by_ref().take(HEAD).read_to_end(&mut head) {
        if head.is_empty() {
            return Err(damaged(error));
        }
        // What was read until then may hold records.
        stream = Box::new(BufReader::new(Broken(Some(error))));
    }
    if head.is_empty() {
        return Err(Reason::Empty);
    }
    let name = packing.inner_name(&file.path);
    let format = formats::detect(name, &head)?;
    let mut emit = Emitter { relative: &file.relative, sink, count: 0, last_line: 0, on_last_line: 0, broken: false };
    // Places in a body are counted in 32 bits.
    let limit = options.max_file_size.min(u32::MAX.into());
    let format = match format {
        Format::Whole(format) => format,
        Format::Streamed(format) => {
            let joined = Cursor::new(head.clone()).chain(stream);
            let recoded = format.read(joined, &head, limit, &mut emit).map_err(damaged)?;
            return emit.finish(recoded);
        }
    };
    let too_large = |bytes| Err(Reason::TooLarge { bytes, limit });
    if packing == Packing::None && raw_size > limit {
        return too_large(raw_size);
    }
    // The size is known unless it is packed: memory that grows is held twice for a moment.
    let size = if packing == Packing::None { raw_size } else { 0 };
    let bytes = read_whole(&mut Cursor::new(head).chain(stream), size, limit).map_err(damaged)?;
    if bytes.len() as u64 > limit {
        return too_large(bytes.len() as u64);
    }
    let recoded = format.read(bytes, name, limit, &mut emit)?;
    emit.finish(recoded)
}

/// What comes after the place where reading failed: the error.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into()))
    }
}

/// At most one byte more than `limit`, which tells that there is more; `size` is what is expected.
fn read_whole(stream: &mut dyn Read, size: u64, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size.min(limit) as usize + 1);
    stream.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Gives the articles their ids and hands them on.
struct Emitter<'a> {
    relative: &'a str,
    sink: &'a mut dyn FnMut(Record) -> ControlFlow<()>,
    count: u64,
    /// Line of the last article without an id of its own.
    last_line: u32,
    /// Number of such articles that began on it.
    on_last_line: u32,
    broken: bool,
}

impl Emitter<'_> {
    fn finish(self, recoded: bool) -> Result<Outcome, Reason> {
        if self.count == 0 { Err(Reason::Empty) } else { Ok(Outcome { recoded, complete: !self.broken }) }
    }

    /// `path:line`, and for further records that begin on the same line `path:line.2` and so on.
    fn id(&mut self, line: u32) -> String {
        self.on_last_line = if self.last_line == line { self.on_last_line + 1 } else { 1 };
        self.last_line = line;
        match self.on_last_line {
            1 => format!("{}:{line}", self.relative),
            nth => format!("{}:{line}.{nth}", self.relative),
        }
    }
}

impl Records for Emitter<'_> {
    fn record(&mut self, line: u32, record: Result<Article, Reason>) -> ControlFlow<()> {
        self.count += 1;
        let record = match record {
            Ok(mut article) => {
                if article.id.is_empty() {
                    article.id = self.id(line);
                }
                Record::Article(Box::new(article))
            }
            Err(reason) => Record::Skipped { line, reason },
        };
        let flow = (self.sink)(record);
        self.broken |= flow.is_break();
        flow
    }

    fn only(&mut self, mut article: Article) {
        if article.id.is_empty() {
            article.id = self.relative.to_owned();
        }
        self.count += 1;
        self.broken |= (self.sink)(Record::Article(Box::new(article))).is_break();
    }
}

/// The bytes on disk on their way to the decoder, hashed and counted.
struct Raw {
    file: File,
    hasher: blake3::Hasher,
    bytes: u64,
    /// A read error of the disk, to tell it from what a decoder finds wrong with the bytes.
    failed: Option<String>,
    /// Bytes to come by the size at opening. A file that grows as fast as it is read would never end.
    left: u64,
    progress: Option<Arc<AtomicU64>>,
}

impl Raw {
    fn new(file: File, left: u64, progress: Option<Arc<AtomicU64>>) -> Raw {
        Raw { file, hasher: blake3::Hasher::new(), bytes: 0, failed: None, left, progress }
    }
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left;
        let length = Read::by_ref(&mut self.file).take(left).read(buffer).inspect_err(|error| {
            if error.kind() != io::ErrorKind::Interrupted {
                self.failed = Some(error.to_string());
            }
        })?;
        self.hasher.update(&buffer[..length]);
        self.bytes += length as u64;
        self.left = left.saturating_sub(length as u64);
        if let Some(progress) = &self.progress {
            progress.fetch_add(length as u64, Ordering::Relaxed);
        }
        Ok(length)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

impl Packing {
    fn of(path: &Path) -> Self {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("gz") => Packing::Gzip,
            Some("zst") => Packing::Zstd,
            _ => Packing::None,
        }
    }

    /// The file's name without the extension of the packing.
    fn inner_name(self, path: &Path) -> &Path {
        let name = match self {
            Packing::None => path.file_name(),
            Packing::Gzip | Packing::Zstd => path.file_stem(),
        };
        Path::new(name.unwrap_or_default())
    }
}

fn unpack<'a>(raw: impl Read + 'a, packing: Packing) -> io::Result<Box<dyn BufRead + 'a>> {
    let raw = BufReader::with_capacity(64 * 1024, raw);
    Ok(match packing {
        Packing::None => Box::new(raw),
        Packing::Gzip => Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(raw))),
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(raw)?;
            decoder.window_log_max(ZSTD_WINDOW)?;
            Box::new(BufReader::new(decoder))
        }
    })
}

fn stamp_of(handle: &File) -> Result<FileStamp, Reason> {
    handle.metadata().and_then(|data| FileStamp::of(&data)).map_err(|error| Reason::from_io(&error))
}

/// Opens what is a regular file by now. Opening never waits, even if a FIFO has taken the file's place.
fn open_regular(path: &Path) -> Result<File, Reason> {
    let mut how = fs::OpenOptions::new();
    how.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut how, libc::O_NONBLOCK);
    let handle = how.open(path).map_err(|error| match fs::symlink_metadata(path) {
        // a socket cannot be opened at all
        Ok(data) if !data.is_file() && !data.is_dir() && !data.is_symlink() => {
            Reason::Special(special_kind(data.file_type()))
        }
        _ => Reason::from_io(&error),
    })?;
    let kind = handle.metadata().map_err(|error| Reason::from_io(&error))?.file_type();
    if kind.is_dir() {
        return Err(Reason::Unreadable("a folder".to_owned()));
    }
    if !kind.is_file() {
        return Err(Reason::Special(special_kind(kind)));
    }
    Ok(handle)
}
