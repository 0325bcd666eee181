//! Walks the members of an archive, which are read like the files of a folder.
//!
//! An archive is one file of the corpus: it is read again only when it has changed. A member goes by the path of the archive,
//! `!/`, and its own name (`presse.zip!/2019/a.html`). Nothing is written to disk, so that a name is only ever a label; one that
//! leads out of the archive is refused all the same, because it shows that the archive is not what it seems.

mod parts;
mod tar;
mod zip;

use std::cell::Cell;
use std::io::{self, Read};

use super::reason::SkipReason;
pub(super) use parts::Parts;
pub(super) use tar::{looks_like_tar, read as read_tar};
pub(super) use zip::{begins as zip_begins, read as read_zip};

/// Mark between the path of an archive and the name of a member.
pub(super) const SEPARATOR: &str = "!/";

/// Most bytes to which an archive may be unpacked, as a multiple of its size. Texts shrink to a tenth, tables and logs to a
/// hundredth; Deflate can reach a thousandth with zeros only.
const MAX_RATIO: u64 = 200;

/// Bytes to which any archive may be unpacked, be it ever so small.
const MIN_BUDGET: u64 = 256 << 20;

/// Deepest nesting of archives in archives.
pub(super) const MAX_DEPTH: usize = 4;

/// Longest name of a member, in bytes.
const MAX_NAME_BYTES: usize = 4096;

/// A file in an archive.
pub(super) struct ArchiveMember<'a> {
    /// Path in the archive with `/` between the names, or why it is none.
    pub(super) name: Result<String, SkipReason>,
    /// Unpacked bytes; a reason where they cannot be had.
    pub(super) content: Result<&'a mut dyn Read, SkipReason>,
}

/// Number of bytes that may still be unpacked from an archive and the archives in it.
pub(super) struct Budget(Cell<u64>);

impl Budget {
    /// Allows what an archive of `size` bytes may hold.
    pub(super) fn of(size: u64) -> Budget {
        Budget(Cell::new(size.saturating_mul(MAX_RATIO).max(MIN_BUDGET)))
    }

    /// Returns true once more was unpacked than is allowed.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// Limits a stream of unpacked bytes.
    pub(super) fn limit<R>(&self, inner: R) -> Limited<'_, R> {
        Limited { inner, budget: self }
    }

    /// Returns why nothing more is unpacked.
    pub(super) fn reason() -> SkipReason {
        SkipReason::Damaged(format!("it unpacks to more than {MAX_RATIO} times its size: no archive of texts does"))
    }
}

/// A stream that fails when the budget is spent.
pub(super) struct Limited<'a, R> {
    inner: R,
    budget: &'a Budget,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        let left = &self.budget.0;
        left.set(left.get().saturating_sub(length as u64));
        if self.budget.is_spent() { Err(io::Error::other(Budget::reason().to_string())) } else { Ok(length) }
    }
}

/// Returns the path of a member of the name `raw`: with `/` between its parts, without empty ones and without control characters.
fn member_path(raw: &str) -> Result<String, SkipReason> {
    if raw.len() > MAX_NAME_BYTES {
        return Err(SkipReason::Damaged(format!("the name of a file in it is longer than {MAX_NAME_BYTES} bytes")));
    }
    let shown: String = raw.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let parts: Vec<&str> = shown.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.contains(&"..") {
        return Err(SkipReason::Damaged(format!("the name of a file in it leads out of the archive: {shown}")));
    }
    Ok(parts.join("/"))
}

/// Returns true if a part of the path is hidden, as in a folder, or is what macOS puts beside the files.
pub(super) fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_stay_in_the_archive() {
        for (raw, path) in [
            ("a.txt", "a.txt"),
            ("./a//b.txt", "a/b.txt"),
            ("/etc/a.txt", "etc/a.txt"),
            (r"a\b.txt", "a/b.txt"),
            ("a\0\u{1b}[31m.txt", "a\u{fffd}\u{fffd}[31m.txt"),
            ("a..b/..c.txt", "a..b/..c.txt"),
        ] {
            assert_eq!(member_path(raw).unwrap(), path);
        }
        for raw in ["../a.txt", "a/../../b.txt", r"a\..\..\b.txt", "/..", &"a/".repeat(5000)] {
            assert!(matches!(member_path(raw), Err(SkipReason::Damaged(_))), "{raw}");
        }
        assert!(["__MACOSX/a/._b.txt", "a/.git/x", ".DS_Store"].into_iter().all(is_hidden));
        assert!(!is_hidden("a/b.c.txt"));
    }

    #[test]
    fn a_budget_is_shared() {
        let budget = Budget(Cell::new(10));
        let mut bytes = [0; 6];
        assert_eq!(budget.limit(&[1u8; 100][..]).read(&mut bytes).unwrap(), 6);
        assert!(budget.limit(&[1u8; 100][..]).read(&mut bytes).is_err());
        assert!(budget.is_spent());
        assert_eq!(Budget::of(10 << 20).0.get(), 2000 << 20);
        assert_eq!(Budget::of(0).0.get(), MIN_BUDGET);
    }
}
