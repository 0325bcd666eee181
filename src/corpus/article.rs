//! The unit of the corpus.

use std::ops::Range;

use jiff::civil::Date;

/// One article as it was read. All ranges are byte ranges into `body`, on character boundaries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// The record's own id; without one, the path relative to the folder that was given, and for
    /// files of many records `path:line`.
    pub id: String,
    /// Headline; empty when the source has none.
    pub title: String,
    /// Day of publication, when the source names a real one.
    pub date: Option<Date>,
    /// A date was given that is no day of the calendar (31 February, year 99999); it was left out.
    pub date_refused: bool,
    /// Paper, agency or site.
    pub source: String,
    /// Section or category.
    pub section: String,
    /// Language as the source names it (`de`, `de-CH`).
    pub language: String,
    /// The text, headings included, title not. Paragraphs are parted by line ends.
    pub body: String,
    /// Where the headings stand in `body`, in order, without their line ends.
    pub headings: Vec<Range<usize>>,
    /// Where the lines of the source file fall in `body`.
    pub lines: Lines,
}

/// Maps a byte offset of the body to the line of the source file (first line = 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    /// The whole article stands at this line, as a record of a JSONL or CSV file does.
    Record(u32),
    /// Body offsets where a new source line begins, with that line; in order, the first at offset 0.
    Starts(Vec<(u32, u32)>),
}

impl Default for Lines {
    fn default() -> Self {
        Lines::Record(1)
    }
}

impl Lines {
    /// The line of the source file on which the body's byte `offset` stands.
    pub fn at(&self, offset: usize) -> u32 {
        match self {
            Lines::Record(line) => *line,
            Lines::Starts(starts) => match starts.partition_point(|&(start, _)| start as usize <= offset) {
                0 => 1,
                after => starts[after - 1].1,
            },
        }
    }
}
