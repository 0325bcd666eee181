//! Reads the articles of one file: opens, hashes and unpacks it, detects its format and calls the reader of that format.

mod members;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::archive::Budget;
use super::article::Article;
use super::date::{DateFound, date_of_path};
use super::field_map::FieldMap;
use super::formats::{self, Format, Records, SeenIssues, Surroundings, TakenColumns};
use super::input::{Compression, HashingReader, open_regular, read_whole, stamp_of, unpack};
use super::reason::SkipReason;
use super::source::SourceFile;

/// Length of the beginning of a file by which its format is detected.
const HEAD_BYTES: u64 = 64 * 1024;

/// Reason for an archive in which nothing is read.
const NOTHING_READ: &str = "archive without a file of a format that is read";

/// How files are read: the size limit, and a counter for progress.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Largest file that is read, after unpacking, in bytes. JSON lines, tables, mailboxes and WARC are streamed:
    /// there it is the limit of one record, and memory depends on it alone. In an archive it is the limit of one member, and of
    /// an archive inside another. Default: 32 MiB.
    pub max_file_size: u64,
    /// Fields of JSON and columns of tables that a user has named. Default: none, only the known names count.
    pub map: FieldMap,
    /// Number of bytes read so far, before unpacking, for a progress display.
    pub progress: Arc<AtomicU64>,
    /// METS files that were looked at for the pages beside them. Default: none.
    pub seen: Arc<SeenIssues>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions {
            max_file_size: 32 << 20,
            map: FieldMap::default(),
            progress: Arc::default(),
            seen: Arc::default(),
        }
    }
}

/// An article that [`read`] hands to its sink, or a record that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// An article with its id.
    Article(Box<Article>),
    /// A record that was left out, or a member of an archive.
    Skipped {
        /// Path in the archive, as in [`Article::member`]; empty if the file is none.
        member: String,
        /// Line of the unpacked file on which the record begins; 1 for a whole member.
        line: u32,
        /// Why it was left out.
        reason: SkipReason,
    },
}

/// Facts about a file as a whole, as [`read`] found them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadSummary {
    /// BLAKE3 hash of the bytes on disk, before unpacking.
    pub hash: [u8; 32],
    /// Number of bytes on disk.
    pub bytes: u64,
    /// True if the text, or a record of it, was in an encoding other than Unicode.
    pub recoded: bool,
    /// Number of files and records in an archive that are hidden, empty or nothing that is read, such as pictures.
    pub passed_over: u64,
    /// True if the file was read to its end. False if the sink stopped before; `hash` and `bytes` are then those of the part
    /// that was read.
    pub complete: bool,
    /// Name of the format, such as `csv` or `html`.
    pub format: &'static str,
    /// Which columns of a table, or of the tables in an archive, were taken for what; each with its path in the archive, as in
    /// [`Article::member`]. Empty for other formats.
    pub tables: Vec<(String, TakenColumns)>,
}

/// Reads one file and hands each record to `sink` until the file ends or the sink stops.
///
/// Fails if the file cannot be read to its end; the records handed over before are good. A bad record is no error but a
/// [`Record::Skipped`].
///
/// ```no_run
/// use std::ops::ControlFlow;
///
/// use fundstelle::corpus::{ReadOptions, Record, WalkOptions, discover, read};
///
/// for file in discover(&["articles".into()], &WalkOptions::default())?.files {
///     let result = read(&file, &ReadOptions::default(), &mut |record| {
///         match record {
///             Record::Article(article) => println!("{}: {}", article.id, article.title),
///             Record::Skipped { line, reason, .. } => eprintln!("line {line}: {reason}"),
///         }
///         ControlFlow::Continue(())
///     });
///     if let Err(reason) = result {
///         eprintln!("{}: {reason}", file.relative);
///     }
/// }
/// # Ok::<(), fundstelle::corpus::DiscoverError>(())
/// ```
pub fn read(
    file: &SourceFile,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> Result<ReadSummary, SkipReason> {
    let handle = open_regular(&file.path)?;
    let before = stamp_of(&handle)?;
    let compression = Compression::of_path(&file.path);
    if before.size == 0 {
        return Err(SkipReason::Empty);
    }
    let seekable = handle.try_clone().map_err(|error| SkipReason::from_io(&error))?;
    let mut raw = HashingReader::new(handle, before.size, Some(Arc::clone(&options.progress)));
    let budget = Budget::of(before.size);
    let place = Place { path: &file.path, label: &file.relative, member: "", depth: 0 };
    let mut reading = FileReading::new(options, &budget, sink);
    let outcome = unpack(&mut raw, compression)
        .map_err(|error| SkipReason::Damaged(error.to_string()))
        .and_then(|stream| reading.records(place, stream, before.size, Some(seekable)));
    let FileReading { passed_over, recoded, stopped, format, tables, .. } = reading;
    if let Some(error) = raw.failed.take() {
        return Err(SkipReason::Unreadable(error));
    }
    outcome?;
    if !stopped {
        // bytes that a decoder leaves over at the end belong to the file and its hash
        io::copy(&mut raw, &mut io::sink()).map_err(|error| SkipReason::from_io(&error))?;
    }
    if stamp_of(&raw.file)? != before {
        return Err(SkipReason::ChangedWhileRead);
    }
    Ok(ReadSummary { hash: raw.hash(), bytes: raw.bytes, recoded, passed_over, complete: !stopped, format, tables })
}

/// Returns the articles in a file of this name that holds `bytes`.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_bytes(name: &str, bytes: &[u8]) -> Vec<Article> {
    let path = Path::new(name);
    let mut articles = Vec::new();
    let mut sink = |record| {
        if let Record::Article(article) = record {
            articles.push(*article);
        }
        ControlFlow::Continue(())
    };
    let (options, size) = (ReadOptions::default(), bytes.len() as u64);
    let budget = Budget::of(size);
    let mut reading = FileReading::new(&options, &budget, &mut sink);
    if let Ok(stream) = unpack(bytes, Compression::of_path(path)) {
        // a reason to read no further is as good a result as articles
        let _ = reading.records(Place { path, label: name, member: "", depth: 0 }, stream, size, None);
    }
    articles
}

/// Returns the hash that [`read`] gives, without reading articles: it shows whether a file whose time has changed is new.
pub(crate) fn hash_of(file: &SourceFile) -> Result<[u8; 32], SkipReason> {
    let handle = open_regular(&file.path)?;
    let left = stamp_of(&handle)?.size;
    let mut raw = HashingReader::new(handle, left, None);
    io::copy(&mut raw, &mut io::sink()).map_err(|error| SkipReason::from_io(&error))?;
    Ok(raw.hash())
}

/// Where a file or a member of an archive lies.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// Path whose last part is the name.
    path: &'a Path,
    /// Path below the root, for ids: `presse.zip!/a.html`.
    label: &'a str,
    /// Path in the archive; empty for a file.
    member: &'a str,
    /// Number of archives around it.
    depth: usize,
}

/// A file while it is read, with the members of its archives.
struct FileReading<'a> {
    options: &'a ReadOptions,
    budget: &'a Budget,
    sink: &'a mut dyn FnMut(Record) -> ControlFlow<()>,
    passed_over: u64,
    recoded: bool,
    /// True once the sink has asked to stop.
    stopped: bool,
    /// Name of the format of the file itself.
    format: &'static str,
    /// Columns of each table, with its path in the archive.
    tables: Vec<(String, TakenColumns)>,
}

impl<'a> FileReading<'a> {
    fn new(options: &'a ReadOptions, budget: &'a Budget, sink: &'a mut dyn FnMut(Record) -> ControlFlow<()>) -> Self {
        FileReading {
            options,
            budget,
            sink,
            passed_over: 0,
            recoded: false,
            stopped: false,
            format: "",
            tables: Vec::new(),
        }
    }

    /// Detects the format and reads the records. `size` is that of the file before unpacking; `file` is the file itself, where
    /// there is one.
    fn records(
        &mut self,
        place: Place<'_>,
        mut stream: Box<dyn BufRead + '_>,
        size: u64,
        file: Option<File>,
    ) -> Result<(), SkipReason> {
        let compression = Compression::of_path(place.path);
        let mut head = Vec::new();
        if let Err(error) = stream.by_ref().take(HEAD_BYTES).read_to_end(&mut head) {
            if head.is_empty() {
                return Err(damaged(error));
            }
            // the bytes before the error may hold records
            stream = Box::new(BufReader::new(FailedReader(Some(error))));
        }
        if head.is_empty() {
            return Err(SkipReason::Empty);
        }
        let name = compression.inner_name(place.path);
        // offsets in a body have 32 bits
        let limit = self.options.max_file_size.min(u32::MAX.into());
        let format = formats::detect(name, &head)?;
        if place.depth == 0 {
            self.format = format.name();
        }
        let options = self.options;
        let format = match format {
            Format::Container(container) => {
                let file = file.filter(|_| compression == Compression::None);
                let whole = Cursor::new(head).chain(stream);
                return self.container(container, place, whole, file, limit);
            }
            Format::Streamed(format) => {
                let mut emit = Emitter::new(place, self);
                let joined = Cursor::new(head.clone()).chain(stream);
                let recoded = format.read(joined, &head, limit, &options.map, &mut emit).map_err(damaged)?;
                return emit.finish(recoded);
            }
            Format::Whole(format) => format,
        };
        let too_large = |bytes| Err(SkipReason::TooLarge { bytes, limit });
        if compression == Compression::None && size > limit {
            return too_large(size);
        }
        // allocate once where the size is known: a buffer that grows is held twice for a moment
        let size = if compression == Compression::None { size } else { 0 };
        let bytes = read_whole(&mut Cursor::new(head).chain(stream), size, limit).map_err(damaged)?;
        if bytes.len() as u64 > limit {
            return too_large(bytes.len() as u64);
        }
        let folder = file.as_ref().and_then(|_| place.path.parent());
        let around = folder.map(|folder| Surroundings { folder, seen: &self.options.seen });
        let mut emit = Emitter::new(place, self);
        let recoded = format.read(bytes, name, around, limit, &options.map, &mut emit)?;
        emit.finish(recoded)
    }
}

fn damaged(error: io::Error) -> SkipReason {
    SkipReason::Damaged(error.to_string())
}

/// Fails with the error at which a file could not be read further.
struct FailedReader(Option<io::Error>);

impl Read for FailedReader {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into()))
    }
}

/// Gives the articles their ids and hands them to the sink.
struct Emitter<'a, 'b> {
    place: Place<'a>,
    reading: &'a mut FileReading<'b>,
    count: u64,
    /// Line of the last article without an id of its own.
    last_line: u32,
    /// Number of such articles that began on it.
    on_last_line: u32,
    /// True once a record was passed over.
    passed: bool,
}

impl<'a, 'b> Emitter<'a, 'b> {
    fn new(place: Place<'a>, reading: &'a mut FileReading<'b>) -> Self {
        Emitter { place, reading, count: 0, last_line: 0, on_last_line: 0, passed: false }
    }

    fn finish(self, recoded: bool) -> Result<(), SkipReason> {
        self.reading.recoded |= recoded;
        match self.count {
            0 if self.passed => Err(SkipReason::Unsupported(NOTHING_READ.to_owned())),
            0 => Err(SkipReason::Empty),
            _ => Ok(()),
        }
    }

    /// Makes an id: `path:line`, and for further records that begin on the same line `path:line.2` and so on.
    fn id(&mut self, line: u32) -> String {
        self.on_last_line = if self.last_line == line { self.on_last_line + 1 } else { 1 };
        self.last_line = line;
        match self.on_last_line {
            1 => format!("{}:{line}", self.place.label),
            nth => format!("{}:{line}.{nth}", self.place.label),
        }
    }

    fn hand_over(&mut self, record: Record) -> ControlFlow<()> {
        self.count += 1;
        let flow = (self.reading.sink)(record);
        self.reading.stopped |= flow.is_break();
        flow
    }
}

impl Records for Emitter<'_, '_> {
    fn record(&mut self, line: u32, record: Result<Article, SkipReason>) -> ControlFlow<()> {
        let member = self.place.member.to_owned();
        let record = match record {
            Ok(mut article) => {
                if article.id.is_empty() {
                    article.id = self.id(line);
                }
                Record::Article(Box::new(Article { member, ..article }))
            }
            Err(reason) => Record::Skipped { member, line, reason },
        };
        self.hand_over(record)
    }

    fn only(&mut self, mut article: Article) {
        if article.id.is_empty() {
            article.id = self.place.label.to_owned();
        }
        if article.date.is_none() && !article.date_refused {
            let found = date_of_path(self.place.label);
            // a folder that has the form of a date and is none was not meant as one
            article.set_date(if found == DateFound::Refused { DateFound::None } else { found });
        }
        article.member = self.place.member.to_owned();
        let _ = self.hand_over(Record::Article(Box::new(article)));
    }

    fn passed_over(&mut self) {
        self.reading.passed_over += 1;
        self.passed = true;
    }

    fn columns(&mut self, taken: TakenColumns) {
        self.reading.tables.push((self.place.member.to_owned(), taken));
    }
}
