//! Reads single parts of a document that is a ZIP, such as DOCX, ODT and EPUB.

use std::io::{Cursor, Read};

use ::zip::ZipArchive;

use super::zip;
use crate::corpus::encoding::decode;
use crate::corpus::reason::SkipReason;

/// A document in memory, whose parts are unpacked one by one.
pub(in crate::corpus) struct Parts {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Bytes that may still be unpacked.
    left: u64,
    limit: u64,
}

impl Parts {
    /// Opens a document; all its parts together may be unpacked to `limit` bytes.
    pub(in crate::corpus) fn open(bytes: Vec<u8>, limit: u64) -> Result<Parts, SkipReason> {
        Ok(Parts { archive: zip::open(Cursor::new(bytes))?.0, left: limit, limit })
    }

    /// Returns the names of the parts in the order of the directory.
    pub(in crate::corpus) fn names(&self) -> Vec<String> {
        self.archive.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()).collect()
    }

    /// Returns the text of a part; `None` if there is none of this name.
    pub(in crate::corpus) fn text(&mut self, name: &str) -> Result<Option<String>, SkipReason> {
        let Some(index) = self.archive.index_for_name_raw(name.as_bytes()) else { return Ok(None) };
        let part = self.archive.by_index(index).map_err(|error| zip::reason(&error))?;
        let mut bytes = Vec::new();
        let read = part.take(self.left.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| SkipReason::Damaged(error.to_string()))?;
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            return Err(SkipReason::TooLarge { bytes: self.limit.saturating_add(1), limit: self.limit });
        };
        self.left = left;
        Ok(Some(decode(bytes)?.text))
    }
}
