//! How do hits look in a spreadsheet?
//!
//! Texts are written as texts, so that none of them is a formula, a link or a number, whatever it begins with.

use anyhow::Result;
use fundstelle::search::{Hit, Searcher};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::super::output::visible;
use super::{ExportedAnswer, now, receipt};
use crate::messages::{exports, language, texts};
use crate::wire::marks::pieces;
use crate::wire::table::HIT_HEADER;

/// Maximum length of a cell in units of UTF-16.
const MAX_CELL_UNITS: usize = 32_767;
/// Widths of the columns in characters: those of the text and the headline are wide.
const WIDTHS: [f64; HIT_HEADER.len()] =
    [8.0, 6.0, 9.0, 18.0, 18.0, 24.0, 7.0, 7.0, 7.0, 11.0, 16.0, 14.0, 40.0, 80.0, 8.0, 18.0, 18.0];

/// Writes the sheet of the hits and that of the queries.
struct SheetWriter {
    head: Format,
    date: Format,
    text: Format,
    mark: Format,
    plain: Format,
    /// Number of cells that were cut.
    cut: u64,
}

/// Returns a workbook and the number of cells in it that had to be cut.
pub(super) fn bytes(answers: &[ExportedAnswer], searcher: &Searcher) -> Result<(Vec<u8>, u64)> {
    let mut writer = SheetWriter {
        head: Format::new().set_bold(),
        date: Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top),
        text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        mark: Format::new().set_bold(),
        plain: Format::new(),
        cut: 0,
    };
    let mut workbook = Workbook::new();
    writer.hits(workbook.add_worksheet(), answers)?;
    writer.searches(workbook.add_worksheet(), answers, searcher)?;
    Ok((workbook.save_to_buffer()?, writer.cut))
}

impl SheetWriter {
    fn hits(&mut self, sheet: &mut Worksheet, answers: &[ExportedAnswer]) -> Result<()> {
        sheet.set_name(exports::HITS_SHEET.to(language()))?;
        for ((column, name), width) in (0..).zip(HIT_HEADER).zip(WIDTHS) {
            sheet.write_string_with_format(0, column, name, &self.head)?;
            sheet.set_column_width(column, width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let mut row = 0;
        for answer in answers {
            for hit in answer.passages() {
                row += 1;
                self.hit(sheet, row, answer, hit)?;
            }
        }
        sheet.autofilter(0, 0, row, HIT_HEADER.len() as u16 - 1)?;
        Ok(())
    }

    fn hit(&mut self, sheet: &mut Worksheet, row: u32, answer: &ExportedAnswer, hit: &Hit) -> Result<()> {
        let topic = answer.topic.as_deref().unwrap_or_default();
        let cluster = hit.cluster.as_deref().unwrap_or_default();
        for (column, text) in [
            (0, topic),
            (3, &hit.id),
            (4, &hit.article),
            (5, &hit.path),
            (10, &hit.source),
            (11, &hit.section),
            (15, cluster),
            (16, &hit.place),
        ] {
            self.text(sheet, row, column, text)?;
        }
        let copies = hit.copies.map(|copies| (14, copies as f64));
        let numbers = [
            (1, hit.rank as f64),
            (2, f64::from(hit.score)),
            (6, f64::from(hit.line)),
            (7, f64::from(hit.start)),
            (8, f64::from(hit.end)),
        ];
        for (column, number) in numbers.into_iter().chain(copies) {
            sheet.write_number_with_format(row, column, number, &self.text)?;
        }
        // Spreadsheets know no day before 1900.
        match ExcelDateTime::parse_from_str(&hit.date) {
            Ok(date) if hit.date.len() == 10 => drop(sheet.write_datetime_with_format(row, 9, &date, &self.date)?),
            _ => self.text(sheet, row, 9, &hit.date)?,
        }
        self.marked(sheet, row, 12, &hit.title, &hit.title_highlights)?;
        self.marked(sheet, row, 13, &hit.text, &hit.highlights)
    }

    /// Writes a text whose matches are bold.
    fn marked(&mut self, sheet: &mut Worksheet, row: u32, column: u16, text: &str, marks: &[(u32, u32)]) -> Result<()> {
        let pieces = pieces(text, marks, 0, u32::MAX);
        let pieces = pieces.into_iter().map(|(is_marked, text)| (is_marked, visible(&text).into_owned()));
        let pieces: Vec<(bool, String)> = pieces.collect();
        let units: usize = pieces.iter().map(|(_, text)| text.encode_utf16().count()).sum();
        if pieces.len() < 2 || units > MAX_CELL_UNITS {
            return self.text(sheet, row, column, text);
        }
        let format = |is_marked: bool| if is_marked { &self.mark } else { &self.plain };
        let pieces: Vec<(&Format, &str)> =
            pieces.iter().map(|(is_marked, text)| (format(*is_marked), text.as_str())).collect();
        match sheet.write_rich_string_with_format(row, column, &pieces, &self.text) {
            // The marks count, too: a text with very many of them goes without.
            Err(XlsxError::MaxStringLengthExceeded) => self.text(sheet, row, column, text),
            result => Ok(result.map(drop)?),
        }
    }

    /// Writes a text, cut where a cell ends.
    fn text(&mut self, sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<()> {
        let lines: Vec<_> = text.split('\n').map(visible).collect();
        let (cell, is_cut) = fitted(&lines.join("\n"));
        self.cut += u64::from(is_cut);
        if !cell.is_empty() {
            sheet.write_string_with_format(row, column, cell, &self.text)?;
        }
        Ok(())
    }

    /// Writes what was searched, when and where.
    fn searches(&mut self, sheet: &mut Worksheet, answers: &[ExportedAnswer], searcher: &Searcher) -> Result<()> {
        let language = language();
        sheet.set_name(exports::SEARCH_SHEET.to(language))?;
        for (column, width) in [(0, 12.0), (1, 50.0), (2, 100.0)] {
            sheet.set_column_width(column, width)?;
        }
        let index = searcher.index().dir().to_string_lossy().into_owned();
        for (row, (name, value)) in (0..).zip([(exports::SEARCHED_AT, now()), (exports::INDEX, index)]) {
            sheet.write_string_with_format(row, 0, name.to(language), &self.head)?;
            self.text(sheet, row, 1, &value)?;
        }
        for (column, name) in [(0, texts::TOPIC), (1, exports::QUERY), (2, exports::RECEIPT)] {
            sheet.write_string_with_format(3, column, name.to(language), &self.head)?;
        }
        for (row, answer) in (4..).zip(answers) {
            self.text(sheet, row, 0, answer.topic.as_deref().unwrap_or_default())?;
            self.text(sheet, row, 1, &answer.query)?;
            self.text(sheet, row, 2, &receipt(language, searcher, &answer.results))?;
        }
        Ok(())
    }
}

/// Returns the text of a cell, and true if it had to be cut.
fn fitted(text: &str) -> (String, bool) {
    if text.encode_utf16().count() <= MAX_CELL_UNITS {
        return (text.to_owned(), false);
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < MAX_CELL_UNITS
    };
    (text.chars().take_while(fits).chain(['…']).collect(), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_cut_between_characters() {
        assert_eq!(fitted("=1+1"), ("=1+1".to_owned(), false));
        for c in ["a", "ß", "😀"] {
            let (cell, is_cut) = fitted(&c.repeat(MAX_CELL_UNITS + 1));
            let units = cell.encode_utf16().count();
            assert!(is_cut && cell.ends_with('…') && (MAX_CELL_UNITS - 2..=MAX_CELL_UNITS).contains(&units), "{units}");
        }
        assert!(!fitted(&"a".repeat(MAX_CELL_UNITS)).1);
    }
}
