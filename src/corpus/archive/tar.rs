//! Reads a TAR from its beginning to its end.

use std::io::{self, Read};
use std::ops::ControlFlow;

use ::tar::{Archive, EntryType, PaxExtensions};

use super::{ArchiveMember, member_path};
use crate::corpus::reason::SkipReason;

/// Place of the magic letters in a head.
const MAGIC_AT: usize = 257;

/// Longest record that only says what the next one is called.
const MAX_NAME_RECORD: u64 = 64 * 1024;

/// Returns true if a file that begins with `head` is a TAR.
pub(in crate::corpus) fn looks_like_tar(head: &[u8]) -> bool {
    head.get(MAGIC_AT..MAGIC_AT + 5) == Some(b"ustar")
}

/// Hands each file to `visit`, in the order of the archive, until it breaks. Fails where the archive is cut off or damaged; the
/// files before have been handed over.
pub(in crate::corpus) fn read(
    input: impl Read,
    visit: &mut dyn FnMut(ArchiveMember<'_>) -> ControlFlow<()>,
) -> Result<(), SkipReason> {
    let damaged = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => SkipReason::Damaged("the archive is cut off".to_owned()),
        _ => SkipReason::Damaged(error.to_string()),
    };
    let mut archive = Archive::new(input);
    // the crate itself would read a long name of any length into memory
    let entries = archive.entries().map_err(damaged)?.raw(true);
    let mut long_name = None;
    for entry in entries {
        let mut entry = entry.map_err(damaged)?;
        let kind = entry.header().entry_type();
        match kind {
            EntryType::GNULongName | EntryType::XHeader => {
                let mut record = Vec::new();
                entry.by_ref().take(MAX_NAME_RECORD).read_to_end(&mut record).map_err(damaged)?;
                let name = if kind == EntryType::XHeader { pax_path(&record) } else { Some(until_nul(&record)) };
                long_name = name.or(long_name);
                continue;
            }
            EntryType::GNULongLink | EntryType::XGlobalHeader => continue,
            _ => {}
        }
        let raw = long_name.take().unwrap_or_else(|| entry.path_bytes().into_owned());
        if !matches!(kind, EntryType::Regular | EntryType::Continuous) || raw.ends_with(b"/") {
            continue;
        }
        let left = entry.size();
        let mut content = WholeMember { inner: &mut entry, left };
        let member = ArchiveMember { name: member_path(&String::from_utf8_lossy(&raw)), content: Ok(&mut content) };
        if visit(member).is_break() {
            break;
        }
    }
    Ok(())
}

/// Returns the path in a record of pax.
fn pax_path(record: &[u8]) -> Option<Vec<u8>> {
    let extensions = PaxExtensions::new(record).filter_map(Result::ok);
    extensions.filter(|extension| extension.key_bytes() == b"path").last().map(|path| path.value_bytes().to_vec())
}

fn until_nul(record: &[u8]) -> Vec<u8> {
    record.split(|byte| *byte == 0).next().unwrap_or_default().to_vec()
}

/// A member that fails where the archive ends inside it.
struct WholeMember<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for WholeMember<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(length as u64);
        if length == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends inside this file"));
        }
        Ok(length)
    }
}
