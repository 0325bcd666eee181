//! Reads a ZIP by the directory at its end.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::{ArchiveMember, member_path};
use crate::corpus::reason::SkipReason;

/// Most members: the directory is held in memory, with some 500 bytes for each.
const MAX_MEMBERS: u64 = 500_000;

/// Longest end of a ZIP: the last record of its directory, with a comment, and the records of large archives before it.
const MAX_END_BYTES: u64 = 22 + 0xFFFF + 20;

/// Returns true if a file that begins with `head` is a ZIP.
pub(in crate::corpus) fn begins(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Hands each file to `visit`, in the order of the directory, until it breaks. A web archive in a ZIP (WACZ) holds its pages in
/// the folder `archive`; what else is there only describes them and is passed over.
pub(in crate::corpus) fn read<R: Read + Seek>(
    input: R,
    visit: &mut dyn FnMut(ArchiveMember<'_>) -> ControlFlow<()>,
) -> Result<(), SkipReason> {
    let (mut archive, declared) = open(input)?;
    if declared > archive.len() as u64 {
        let lost = declared - archive.len() as u64;
        let why = SkipReason::Damaged(format!("{lost} files in it have the name of another"));
        if visit(ArchiveMember { name: Err(why), content: Err(SkipReason::Empty) }).is_break() {
            return Ok(());
        }
    }
    let is_wacz = is_web_archive(&archive);
    for index in 0..archive.len() {
        let shown = archive.name_for_index(index).and_then(Result::ok).unwrap_or_default().into_owned();
        let flow = match archive.by_index(index) {
            Ok(file) if !file.is_file() => continue,
            Ok(mut file) => {
                let name = name_of(file.name_raw(), file.name().ok().as_deref());
                if is_wacz && !name.as_deref().is_ok_and(|name| name.starts_with("archive/")) {
                    continue;
                }
                visit(ArchiveMember { name, content: Ok(&mut file) })
            }
            Err(_) if shown.ends_with('/') => continue,
            Err(error) => visit(ArchiveMember { name: member_path(&shown), content: Err(reason(&error)) }),
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// Reads the directory, if it is not so long that it would fill the memory; and the number of files that it declares.
pub(super) fn open<R: Read + Seek>(mut input: R) -> Result<(ZipArchive<R>, u64), SkipReason> {
    let count = declared_members(&mut input).map_err(|error| SkipReason::Damaged(error.to_string()))?;
    if count.is_some_and(|count| count > MAX_MEMBERS) {
        return Err(SkipReason::Damaged(format!("more than {MAX_MEMBERS} files in it")));
    }
    let archive = ZipArchive::new(input).map_err(|error| reason(&error))?;
    Ok((archive, count.unwrap_or(0)))
}

/// Returns true for a WACZ: it has a description beside a folder of web archives.
fn is_web_archive<R: Read + Seek>(archive: &ZipArchive<R>) -> bool {
    let is_page = |name: &[u8]| name.starts_with(b"archive/") && name.windows(5).any(|part| part == b".warc");
    archive.index_for_name_raw(b"datapackage.json").is_some() && archive.file_names_raw().any(is_page)
}

/// Returns the path of a member. Many programs write UTF-8 and do not say so; `declared` is the name in the encoding that the
/// archive tells.
fn name_of(raw: &[u8], declared: Option<&str>) -> Result<String, SkipReason> {
    match std::str::from_utf8(raw) {
        Ok(name) => member_path(name),
        Err(_) => member_path(declared.unwrap_or(&String::from_utf8_lossy(raw))),
    }
}

/// Returns why a ZIP, or a file in it, cannot be read.
pub(super) fn reason(error: &ZipError) -> SkipReason {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            SkipReason::Damaged("it has a password: unpack it first".to_owned())
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            SkipReason::Damaged("compressed in a way that is not read: unpack it first".to_owned())
        }
        ZipError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            SkipReason::Damaged("the archive is cut off".to_owned())
        }
        _ => SkipReason::Damaged(format!("no ZIP, or cut off: {error}")),
    }
}

/// Returns the number of members that the end of a ZIP declares (APPNOTE 4.3.14 and 4.3.16), before a directory of this length
/// is read into memory; `None` if there is no end.
fn declared_members<R: Read + Seek>(input: &mut R) -> io::Result<Option<u64>> {
    let size = input.seek(SeekFrom::End(0))?;
    input.seek(SeekFrom::Start(size.saturating_sub(MAX_END_BYTES)))?;
    let mut end = Vec::new();
    input.take(MAX_END_BYTES).read_to_end(&mut end)?;
    input.seek(SeekFrom::Start(0))?;
    let Some(at) = end.windows(4).rposition(|mark| mark == b"PK\x05\x06") else { return Ok(None) };
    let count = end.get(at + 10..at + 12).map(|bytes| u16::from_le_bytes([bytes[0], bytes[1]]));
    if count != Some(u16::MAX) {
        return Ok(count.map(u64::from));
    }
    let position = at.checked_sub(12).and_then(|from| end.get(from..from + 8)?.try_into().ok()).map(u64::from_le_bytes);
    let Some(position) = position.filter(|position| *position < size) else { return Ok(count.map(u64::from)) };
    let mut record = Vec::new();
    input.seek(SeekFrom::Start(position))?;
    input.take(40).read_to_end(&mut record)?;
    input.seek(SeekFrom::Start(0))?;
    Ok(record.get(32..40).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes))
}
