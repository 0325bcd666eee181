//! Reads the members of an archive, each as a file of its own.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;

use super::{FileReading, NOTHING_READ, Place, Record, damaged};
use crate::corpus::archive::{self, ArchiveMember, Budget};
use crate::corpus::formats::Container;
use crate::corpus::input::{Compression, read_whole, unpack};
use crate::corpus::reason::SkipReason;

/// Numbers of the members of an archive: all, those passed over, those at fault, and those of a format without a reader.
#[derive(Debug, Default)]
struct MemberTally {
    found: u64,
    passed: u64,
    faults: u64,
    unsupported: u64,
}

impl FileReading<'_> {
    /// Reads the members of an archive. One inside another is held in memory, up to `limit` bytes, if it has its directory at
    /// its end.
    pub(super) fn container(
        &mut self,
        container: Container,
        place: Place<'_>,
        mut stream: impl Read,
        file: Option<File>,
        limit: u64,
    ) -> Result<(), SkipReason> {
        if place.depth >= archive::MAX_DEPTH {
            return Err(SkipReason::Damaged(format!("more than {} archives in one another", archive::MAX_DEPTH)));
        }
        let mut tally = MemberTally::default();
        let budget = self.budget;
        let mut visit = |member: ArchiveMember<'_>| {
            tally.found += 1;
            let flow = self.member(place, member, &mut tally);
            if budget.is_spent() { ControlFlow::Break(()) } else { flow }
        };
        match (container, file) {
            (Container::Tar, _) => archive::read_tar(budget.limit(stream), &mut visit)?,
            (Container::Zip, Some(mut file)) => {
                // the bytes go through the hash first, and are then read in the order of the directory
                io::copy(&mut stream, &mut io::sink()).map_err(damaged)?;
                file.seek(SeekFrom::Start(0)).map_err(damaged)?;
                archive::read_zip(BufReader::new(file), &mut visit)?;
            }
            (Container::Zip, None) => {
                let bytes = read_whole(&mut stream, 0, limit).map_err(damaged)?;
                if bytes.len() as u64 > limit {
                    return Err(SkipReason::TooLarge { bytes: bytes.len() as u64, limit });
                }
                archive::read_zip(Cursor::new(bytes), &mut visit)?;
            }
        }
        if budget.is_spent() {
            return Err(Budget::reason());
        }
        let nothing = || NOTHING_READ.to_owned();
        match tally {
            MemberTally { found: 0, .. } => Err(SkipReason::Empty),
            MemberTally { faults: 1.., .. } => Ok(()),
            MemberTally { found, passed, .. } if passed < found || self.stopped => Ok(()),
            MemberTally { unsupported: 0, .. } => Err(SkipReason::Unsupported(nothing())),
            // what has no reader here may hold articles; pictures do not
            MemberTally { .. } => Err(SkipReason::NotRead(nothing())),
        }
    }

    fn pass_over(&mut self, tally: &mut MemberTally) {
        self.passed_over += 1;
        tally.passed += 1;
    }

    /// Reads a member of the archive at `place`.
    fn member(&mut self, place: Place<'_>, member: ArchiveMember<'_>, tally: &mut MemberTally) -> ControlFlow<()> {
        let Place { label, depth, .. } = place;
        let (path, content) = match (member.name, member.content) {
            (Ok(path), _) if archive::is_hidden(&path) => {
                self.pass_over(tally);
                return ControlFlow::Continue(());
            }
            (Ok(path), content) => (path, content),
            (Err(reason), _) => (String::new(), Err(reason)),
        };
        let label = format!("{label}{}{path}", archive::SEPARATOR);
        let around = if place.member.is_empty() { String::new() } else { place.member.to_owned() + archive::SEPARATOR };
        let member = around + &path;
        let result = content.and_then(|content| {
            let path = Path::new(&path);
            let limited = self.budget.limit(content);
            let stream = unpack(limited, Compression::of_path(path)).map_err(damaged)?;
            let place = Place { path, label: &label, member: &member, depth: depth + 1 };
            self.records(place, stream, 0, None)
        });
        match result {
            Ok(()) => {}
            Err(reason) if reason.is_fault() => {
                tally.faults += 1;
                self.stopped |= (self.sink)(Record::Skipped { member, line: 1, reason }).is_break();
            }
            Err(reason) => {
                self.pass_over(tally);
                tally.unsupported += u64::from(matches!(reason, SkipReason::Unsupported(_)));
            }
        }
        if self.stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
