//! The unit of the corpus.

use std::ops::Range;

use jiff::civil::Date;

use super::date::DateFound;

/// One article as it was read. All ranges are byte ranges into `body`, on character boundaries. A text that the source does not
/// give is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// The record's own id; without one, the path relative to the folder that was given, and for
    /// files of many records `path:line`.
    pub id: String,
    /// Path in the archive from which it was read, with `!/` between an archive and what is in it
    /// (`2019/mai.zip!/a.html`); empty for a file that is no archive.
    pub member: String,
    /// Headline; empty when the source has none.
    pub title: String,
    /// Day of publication; `None` when the source names no valid one.
    pub date: Option<Date>,
    /// True if a date was given that is not a day of the calendar (31 February, year 99999) and was left out.
    pub date_refused: bool,
    /// True if the source names only a month or a year, whose first day is the date.
    pub date_vague: bool,
    /// True if the source itself says that the text is cut off (`[+1234 chars]`, `truncated`).
    pub shortened: bool,
    /// Newspaper, agency or site.
    pub source: String,
    /// Section or category.
    pub section: String,
    /// Language as the source names it (`de`, `de-CH`).
    pub language: String,
    /// The text with its headings and without the title. A line is a paragraph.
    pub body: String,
    /// Ranges of the headings in `body`, in order, without their line ends.
    pub headings: Vec<Range<usize>>,
    /// Lines of the source file from which the body was read.
    pub lines: LineMap,
    /// Places in what the file shows, such as a page of a newspaper or the time and the speaker of a transcript: offsets in the
    /// body, in bytes, at which a new place begins, each with its name; in order. Empty where lines say all.
    pub places: Vec<(u32, String)>,
}

impl Article {
    /// Sets the date to what was found.
    pub(super) fn set_date(&mut self, found: DateFound) {
        (self.date, self.date_refused, self.date_vague) = match found {
            DateFound::None => (None, false, false),
            DateFound::Refused => (None, true, false),
            DateFound::Day(day) => (Some(day), false, false),
            DateFound::Vague(day) => (Some(day), false, true),
        };
    }
}

/// Maps a byte offset of the body to a line of the source file (first line = 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineMap {
    /// The article is one of many in its file, such as a row of a table or a mail of a mailbox: the line on which its record
    /// begins, for all of the body.
    Record(u32),
    /// Offsets in the body, in bytes, at which a new source line begins, each with the number of that line; in order, the first
    /// at offset 0.
    Starts(Vec<(u32, u32)>),
}

impl Default for LineMap {
    fn default() -> Self {
        LineMap::Record(1)
    }
}

impl LineMap {
    /// Returns the line of the source file from which the byte at `offset` of the body was read; beyond the end, the last one.
    pub fn line_at(&self, offset: usize) -> u32 {
        match self {
            LineMap::Record(line) => *line,
            LineMap::Starts(starts) => match starts.partition_point(|&(start, _)| start as usize <= offset) {
                0 => 1,
                after => starts[after - 1].1,
            },
        }
    }
}
