//! Line numbers of the records of a file, as runs.
//!
//! Articles with consecutive numbers often stand at evenly spaced lines, so a run takes the place of many of them.

use serde::{Deserialize, Serialize};

/// Bytes of an encoded [`LineRun`].
pub(super) const RUN_BYTES: usize = 20;

/// The lines of a file's records, in the order in which they are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RecordLines(Vec<LineRun>);

/// Articles with consecutive numbers at evenly spaced lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LineRun {
    /// Number of the first article.
    pub(super) number: u64,
    /// Number of articles.
    count: u32,
    /// Line of the first article, counted from 1.
    line: u32,
    /// Lines from one article to the next.
    step: u32,
}

impl RecordLines {
    /// Adds article `number`, which stands on `line`.
    pub(super) fn push(&mut self, number: u64, line: u32) {
        if let Some(run) = self.0.last_mut()
            && number == run.number + u64::from(run.count)
            && let Some(step) = line.checked_sub(run.last_line())
            && (run.count == 1 || step == run.step)
        {
            (run.step, run.count) = (step, run.count + 1);
        } else {
            self.0.push(LineRun { number, count: 1, line, step: 0 });
        }
    }

    /// Returns the line of article `number`.
    pub(super) fn line(&self, number: u64) -> Option<u32> {
        self.0.iter().find_map(|run| run.line(number))
    }

    pub(super) fn runs(&self) -> &[LineRun] {
        &self.0
    }
}

impl LineRun {
    fn last_line(&self) -> u32 {
        self.line + (self.count - 1) * self.step
    }

    /// Returns the line of article `number` if it belongs to the run.
    pub(super) fn line(&self, number: u64) -> Option<u32> {
        let index = number.checked_sub(self.number).filter(|index| *index < u64::from(self.count))?;
        Some(self.line.wrapping_add((index as u32).wrapping_mul(self.step)))
    }

    /// Encodes the run: number (u64), count, line, step (u32 each), little endian.
    pub(super) fn to_bytes(self) -> [u8; RUN_BYTES] {
        let mut bytes = [0; RUN_BYTES];
        bytes[..8].copy_from_slice(&self.number.to_le_bytes());
        for (to, value) in bytes[8..].chunks_exact_mut(4).zip([self.count, self.line, self.step]) {
            to.copy_from_slice(&value.to_le_bytes());
        }
        bytes
    }

    /// Decodes a run.
    pub(super) fn from_bytes(bytes: &[u8; RUN_BYTES]) -> LineRun {
        let word = |index: usize| u32::from_le_bytes(std::array::from_fn(|byte| bytes[4 * index + byte]));
        let number = u64::from(word(1)) << 32 | u64::from(word(0));
        LineRun { number, count: word(2), line: word(3), step: word(4) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pairs: impl IntoIterator<Item = (u64, u32)>) -> RecordLines {
        let mut lines = RecordLines::default();
        pairs.into_iter().for_each(|(number, line)| lines.push(number, line));
        lines
    }

    #[test]
    fn consecutive_records_are_one_run() {
        let lines = lines((0..1000).map(|n| (n, 3 * n as u32 + 1)));
        assert_eq!(lines.runs(), [LineRun { number: 0, count: 1000, line: 1, step: 3 }]);
        assert_eq!([0, 999, 1000].map(|number| lines.line(number)), [Some(1), Some(2998), None]);
    }

    #[test]
    fn runs_keep_their_bytes() {
        let run = LineRun { number: 0x0102_0304_0506_0708, count: 9, line: u32::MAX, step: 0x0a0b_0c0d };
        let bytes = run.to_bytes();
        assert_eq!(bytes, [8, 7, 6, 5, 4, 3, 2, 1, 9, 0, 0, 0, 255, 255, 255, 255, 13, 12, 11, 10]);
        assert_eq!(LineRun::from_bytes(&bytes), run);
    }
}
