//! Reads CSV and TSV: one article a row, streamed. Delimiter, quotes and header are detected from the beginning of the file.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::fields::{self, HeadlineOnly};
use super::lines::{LineReader, StreamLine};
use super::records::Records;
use super::table_columns::TableLayout;
use super::table_dialect::Dialect;
use crate::corpus::article::{Article, LineMap};
use crate::corpus::encoding::decode;
use crate::corpus::field_map::FieldMap;
use crate::corpus::reason::SkipReason;

/// Reads every row; a bad row is skipped with a reason. `head` is the beginning of the file, `delimiter` the one that its
/// extension suggests.
///
/// A quote that is never closed would take the rest of the file into one row. Only the row in which it is opened is bad then,
/// and the lines after it are read again, each as a row of its own.
pub(super) fn read(
    lines: &mut LineReader<impl BufRead>,
    head: &[u8],
    delimiter: u8,
    map: &FieldMap,
    records: &mut dyn Records,
) -> io::Result<()> {
    let sample = decode(head.to_vec()).map(|decoded| decoded.text).unwrap_or_default();
    let table = TableLayout::detect(&sample, delimiter, map);
    let mut rows = RowReader::new(table.dialect);
    let mut left = table.skipped_rows;
    if table.header.is_empty() {
        records.columns(table.taken(0, map));
    }
    while let Some((line, row)) = rows.next(lines)? {
        if left > 0 && row.is_ok() {
            left -= 1;
            if left == 0 && !table.header.is_empty() {
                records.columns(table.taken(line, map));
            }
            continue;
        }
        // where files were joined, the header comes again; spreadsheets write blank rows as delimiters alone
        let says_nothing = |cells: &Vec<String>| {
            !table.header.is_empty() && *cells == table.header || cells.iter().all(String::is_empty)
        };
        if row.as_ref().is_ok_and(says_nothing) {
            continue;
        }
        let article = row.and_then(|cells| article(&table, &cells, line, map));
        if records.record(line, article).is_break() {
            break;
        }
    }
    Ok(())
}

fn article(table: &TableLayout, cells: &[String], line: u32, map: &FieldMap) -> Result<Article, SkipReason> {
    let fields = table.fields(cells).map_err(SkipReason::BadRecord)?;
    let headline_only = if table.has_titles() { HeadlineOnly::Always } else { HeadlineOnly::WithContext };
    let mut article = fields::article(&fields, map, headline_only)?;
    article.lines = LineMap::Record(line);
    Ok(article)
}

/// Cells of a row, or the reason why they cannot be read.
type RowResult = Result<Vec<String>, SkipReason>;

/// Joins lines to rows.
struct RowReader {
    reader: Reader,
    dialect: Dialect,
    /// Lines to be read again, each as a row of its own, with their numbers.
    again: VecDeque<(u32, String)>,
}

impl RowReader {
    fn new(dialect: Dialect) -> Self {
        RowReader { reader: dialect.reader(), dialect, again: VecDeque::new() }
    }

    /// Reads the next row; returns it with the line on which it begins.
    fn next(&mut self, lines: &mut LineReader<impl BufRead>) -> io::Result<Option<(u32, RowResult)>> {
        while let Some((line, text)) = self.again.pop_front() {
            if !text.trim().is_empty() {
                return Ok(Some((line, self.single(&text))));
            }
        }
        let mut pending: Vec<(u32, String)> = Vec::new();
        let mut size = 0;
        let mut cells = Cells::default();
        self.reader.reset();
        loop {
            let text = match lines.next()? {
                Some(StreamLine::Text(text)) if pending.is_empty() && text.trim().is_empty() => continue,
                Some(StreamLine::Text(text)) => text,
                Some(StreamLine::TooLong(bytes)) => {
                    let reason = SkipReason::TooLarge { bytes, limit: lines.limit };
                    return Ok(Some(self.give_up(pending, lines.line, reason)));
                }
                None if pending.is_empty() => return Ok(None),
                None => return Ok(Some(self.give_up(pending, lines.line, unclosed()))),
            };
            size += text.len() as u64;
            let line = if text.ends_with('\n') { text.clone() } else { format!("{text}\n") };
            pending.push((lines.line, text));
            if cells.feed(&mut self.reader, line.as_bytes()) {
                if pending.len() > 1 && !self.dialect.is_well_quoted(pending.iter().map(|(_, text)| text.as_str())) {
                    return Ok(Some(self.give_up(pending, lines.line, unclosed())));
                }
                return Ok(Some((pending[0].0, Ok(cells.cells()))));
            }
            if size > lines.limit {
                let reason = SkipReason::TooLarge { bytes: size, limit: lines.limit };
                return Ok(Some(self.give_up(pending, lines.line, reason)));
            }
        }
    }

    /// Rejects the row that begins with the first pending line; the other pending lines will be read again.
    fn give_up(&mut self, pending: Vec<(u32, String)>, line: u32, reason: SkipReason) -> (u32, RowResult) {
        let mut pending = pending.into_iter();
        let line = pending.next().map_or(line, |(first, _)| first);
        self.again = pending.collect();
        (line, Err(reason))
    }

    /// Reads one line as a row.
    fn single(&mut self, text: &str) -> RowResult {
        let mut reader = self.dialect.reader();
        let mut cells = Cells::default();
        if cells.feed(&mut reader, format!("{}\n", text.trim_end_matches('\n')).as_bytes()) {
            Ok(cells.cells())
        } else {
            Err(unclosed())
        }
    }
}

fn unclosed() -> SkipReason {
    SkipReason::BadRecord("a quote is opened and not closed".to_owned())
}

/// The cells of a row while its lines are read.
#[derive(Default)]
pub(super) struct Cells {
    bytes: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    count: usize,
}

impl Cells {
    /// Adds a line with its line end; returns true if the row is complete.
    pub(super) fn feed(&mut self, reader: &mut Reader, mut line: &[u8]) -> bool {
        loop {
            // never empty, and large enough for the line
            self.bytes.resize(self.bytes.len().max(self.written + line.len() + 1), 0);
            self.ends.resize(self.ends.len().max(self.count + 16), 0);
            let (result, read, written, ended) =
                reader.read_record(line, &mut self.bytes[self.written..], &mut self.ends[self.count..]);
            line = &line[read..];
            self.written += written;
            self.count += ended;
            match result {
                ReadRecordResult::Record => return true,
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return false,
                ReadRecordResult::OutputFull => self.bytes.resize(2 * self.bytes.len(), 0),
                ReadRecordResult::OutputEndsFull => {}
            }
        }
    }

    /// Returns the cells, without white space around them.
    pub(super) fn cells(&self) -> Vec<String> {
        let ends = &self.ends[..self.count];
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts
            .zip(ends)
            .map(|(start, &end)| String::from_utf8_lossy(&self.bytes[start..end]).trim().to_owned())
            .collect()
    }
}

impl Dialect {
    fn reader(self) -> Reader {
        ReaderBuilder::new().delimiter(self.delimiter).quote(self.quote).build()
    }

    /// Returns true if every closing quote in a row of several lines ends its cell. A quote that does not is more likely the
    /// opening quote of a later row, and the quote before it was never closed.
    fn is_well_quoted<'a>(self, lines: impl Iterator<Item = &'a str>) -> bool {
        let (mut inside, mut before) = (false, self.delimiter);
        let mut bytes = lines.flat_map(str::bytes).peekable();
        while let Some(byte) = bytes.next() {
            if byte == self.quote && inside {
                let next = bytes.peek().copied().unwrap_or(b'\n');
                if next == self.quote {
                    bytes.next();
                } else if next == self.delimiter || matches!(next, b'\r' | b'\n') {
                    inside = false;
                } else {
                    return false;
                }
            } else if byte == self.quote && before == self.delimiter {
                inside = true;
            }
            before = byte;
        }
        true
    }

    /// Returns the complete rows of a text up to an unclosed quote, at most `most`.
    pub(super) fn rows(self, text: &str, most: usize) -> Vec<Vec<String>> {
        let mut reader = self.reader();
        let mut rows = Vec::new();
        let mut cells = Cells::default();
        for line in text.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
            if cells.count == 0 && cells.written == 0 && line.trim().is_empty() {
                continue;
            }
            if cells.feed(&mut reader, line.as_bytes()) {
                rows.push(std::mem::take(&mut cells).cells());
                if rows.len() == most {
                    break;
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::testing::{Collected, bodies, collect};
    use super::*;

    fn found(text: &str, extension: u8, limit: u64) -> Collected {
        collect(|records| {
            read(
                &mut LineReader::new(text.as_bytes(), limit),
                text.as_bytes(),
                extension,
                &FieldMap::default(),
                records,
            )
            .unwrap();
            Ok(())
        })
        .unwrap()
    }

    fn all(text: &str) -> Vec<(u32, Result<String, SkipReason>)> {
        bodies(found(text, b',', 10_000))
    }

    #[test]
    fn a_header_names_the_columns() {
        for (delimiter, extension) in [(',', b','), (';', b','), ('|', b','), ('\t', b','), ('\t', b'\t')] {
            let text = "id,Titel,Datum,Ressort,Inhalt\na1,Kopf,21.04.2018,Sport,\"Eins, zwei\nDrei \"\"vier\"\".\"\n\na2,Kopf,,,Fünf.\n"
                .replace(',', &delimiter.to_string());
            let found = found(&text, extension, 10_000);
            let article = found[0].1.clone().unwrap();
            assert_eq!((found[0].0, article.id.as_str(), article.section.as_str()), (2, "a1", "Sport"));
            assert_eq!(article.body, "Eins, zwei\nDrei \"vier\".".replace(',', &delimiter.to_string()));
            assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
            assert_eq!((found[1].0, found[1].1.clone().unwrap().body.as_str()), (5, "Fünf."));
        }
    }

    #[test]
    fn label_and_text_without_a_header() {
        let found = found(
            "Sport;'Der Klub, der ''alte'' Meister; gewann gestern wieder.'\nWeb;Ein kurzer Text über Netze.\nKultur;Tor.\n",
            b',',
            10_000,
        );
        let articles: Vec<_> = found.into_iter().map(|(_, record)| record.unwrap()).collect();
        assert_eq!(articles[0].section, "Sport");
        assert_eq!(articles[0].body, "Der Klub, der 'alte' Meister; gewann gestern wieder.");
        assert_eq!((articles[1].section.as_str(), articles[1].title.as_str()), ("Web", ""));
        assert_eq!(articles.len(), 3);
    }

    #[test]
    fn bad_rows_among_good_ones() {
        let found = all("id,text\n1,Eins.\n2,Zwei.,zu viel\n3\n4,\n5,Fünf.,,\n6,\"offen\n7,Sieben.\n8,\"Acht.\"\n");
        assert_eq!(found[0], (2, Ok("Eins.".to_owned())));
        for (at, line) in [(1, 3), (2, 4), (3, 5), (5, 7)] {
            assert!(matches!(&found[at], (l, Err(SkipReason::BadRecord(_))) if *l == line), "{:?}", found[at]);
        }
        assert_eq!(found[4], (6, Ok("Fünf.".to_owned())));
        assert_eq!(found[6], (8, Ok("Sieben.".to_owned())));
        assert_eq!(found[7], (9, Ok("Acht.".to_owned())));
    }

    #[test]
    fn a_row_is_bounded() {
        let text = format!("id,text\n1,\"{}\n2,Zwei.\n", "lange Zeile\n".repeat(2000));
        let found = bodies(found(&text, b',', 1000));
        assert!(matches!(found[0], (2, Err(SkipReason::TooLarge { .. }))), "{:?}", found[0]);
        assert_eq!(found.last(), Some(&(2003, Ok("Zwei.".to_owned()))));
    }

    #[test]
    fn odd_files() {
        assert_eq!(all(""), vec![]);
        assert_eq!(all("text\nNur eine Spalte.\n"), vec![(2, Ok("Nur eine Spalte.".to_owned()))]);
        assert_eq!(all("text\r\n\"Mit CRLF.\"\r\n"), vec![(2, Ok("Mit CRLF.".to_owned()))]);
    }
}
