//! Opens a file, hashes its bytes and unpacks them.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::encoding::decode;
use super::reason::SkipReason;
use super::source::{FileStamp, special_kind};

/// Largest zstd window that is unpacked, as a power of two: 128 MiB, as `zstd --long` writes.
const ZSTD_WINDOW_LOG_MAX: u32 = 27;

/// Hashes and counts the bytes of a file on their way to the decoder.
pub(super) struct HashingReader {
    pub(super) file: File,
    hasher: blake3::Hasher,
    /// Number of bytes read so far.
    pub(super) bytes: u64,
    /// Error of the disk, to distinguish it from data that a decoder rejects.
    pub(super) failed: Option<String>,
    /// Bytes still to come by the size at opening: a file that grows as fast as it is read would never end.
    left: u64,
    progress: Option<Arc<AtomicU64>>,
}

impl HashingReader {
    /// Reads at most `left` bytes of `file`, and adds what it reads to `progress`.
    pub(super) fn new(file: File, left: u64, progress: Option<Arc<AtomicU64>>) -> HashingReader {
        HashingReader { file, hasher: blake3::Hasher::new(), bytes: 0, failed: None, left, progress }
    }

    /// BLAKE3 hash of the bytes read so far.
    pub(super) fn hash(&self) -> [u8; 32] {
        *self.hasher.finalize().as_bytes()
    }
}

impl Read for HashingReader {
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

/// Compression of a file, by the extension of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
}

impl Compression {
    pub(super) fn of_path(path: &Path) -> Self {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("gz" | "tgz") => Compression::Gzip,
            Some("zst") => Compression::Zstd,
            _ => Compression::None,
        }
    }

    /// Returns the file's name without the extension of the compression.
    pub(super) fn inner_name(self, path: &Path) -> &Path {
        let name = match self {
            Compression::None => path.file_name(),
            Compression::Gzip | Compression::Zstd => path.file_stem(),
        };
        Path::new(name.unwrap_or_default())
    }
}

/// Unpacks a file while it is read.
pub(super) fn unpack<'a>(raw: impl Read + 'a, compression: Compression) -> io::Result<Box<dyn BufRead + 'a>> {
    let raw = BufReader::with_capacity(64 * 1024, raw);
    Ok(match compression {
        Compression::None => Box::new(raw),
        Compression::Gzip => Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(raw))),
        Compression::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(raw)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
            Box::new(BufReader::new(decoder))
        }
    })
}

/// Returns the current size and time of an open file.
pub(super) fn stamp_of(handle: &File) -> Result<FileStamp, SkipReason> {
    handle.metadata().and_then(|data| FileStamp::of(&data)).map_err(|error| SkipReason::from_io(&error))
}

/// Opens a path if it is still a regular file. Opening never waits, even if a FIFO has taken the place of the file.
pub(super) fn open_regular(path: &Path) -> Result<File, SkipReason> {
    let mut how = fs::OpenOptions::new();
    how.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut how, libc::O_NONBLOCK);
    let handle = how.open(path).map_err(|error| match fs::symlink_metadata(path) {
        // a socket cannot be opened at all
        Ok(data) if !data.is_file() && !data.is_dir() && !data.is_symlink() => {
            SkipReason::Special(special_kind(data.file_type()))
        }
        _ => SkipReason::from_io(&error),
    })?;
    let kind = handle.metadata().map_err(|error| SkipReason::from_io(&error))?.file_type();
    if kind.is_dir() {
        return Err(SkipReason::Unreadable("a folder".to_owned()));
    }
    if !kind.is_file() {
        return Err(SkipReason::Special(special_kind(kind)));
    }
    Ok(handle)
}

/// Reads at most one byte more than `limit`, which shows that there is more. `size` is the expected length.
pub(super) fn read_whole(stream: &mut dyn Read, size: u64, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size.min(limit) as usize + 1);
    stream.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a small text file of at most 1 MiB.
pub(super) fn read_small(path: &Path) -> Result<String, SkipReason> {
    let limit = 1 << 20;
    let bytes = read_whole(&mut open_regular(path)?, 0, limit).map_err(|error| SkipReason::from_io(&error))?;
    if bytes.len() as u64 > limit {
        return Err(SkipReason::TooLarge { bytes: bytes.len() as u64, limit });
    }
    decode(bytes).map(|decoded| decoded.text)
}
