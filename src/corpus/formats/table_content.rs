//! Judges a column of a table by its cells.

use crate::corpus::date::{DateFound, date_found};
use crate::corpus::field_map::FieldKind;

/// Mean length from which on a column holds long texts, in characters.
const LONG_CHARS: usize = 80;

/// Most characters of a label.
const LABEL_CHARS: usize = 40;

/// Most characters of a title.
const TITLE_CHARS: usize = 200;

/// The cells of a column, judged together.
#[derive(Debug, Default)]
pub(super) struct ColumnContent {
    /// Total length in bytes.
    pub(super) length: usize,
    filled: usize,
    dates: usize,
    /// Cells that are numbers, dates, addresses or data of programs.
    data: usize,
    /// Cells of three words or more.
    prose: usize,
    /// Cells with a digit and without a blank.
    codes: usize,
    characters: usize,
    longest: usize,
    distinct: usize,
}

impl ColumnContent {
    /// Judges the column `at` of these rows.
    pub(super) fn of(rows: &[Vec<String>], at: usize) -> ColumnContent {
        let mut cells: Vec<&str> = rows.iter().filter_map(|row| row.get(at)).map(String::as_str).collect();
        cells.retain(|cell| !cell.is_empty());
        let mut content = ColumnContent { filled: cells.len(), ..ColumnContent::default() };
        for cell in &cells {
            let characters = cell.chars().count();
            let has_digit = cell.contains(|c: char| c.is_ascii_digit());
            content.length += cell.len();
            content.characters += characters;
            content.longest = content.longest.max(characters);
            content.dates += usize::from(has_digit && is_day(cell));
            content.data += usize::from(is_data(cell));
            content.prose += usize::from(!is_data(cell) && cell.split_whitespace().nth(2).is_some());
            content.codes += usize::from(has_digit && !cell.contains(char::is_whitespace));
        }
        cells.sort_unstable();
        cells.dedup();
        content.distinct = cells.len();
        content
    }

    /// Returns true if every cell is a number, a date, an address or data of a program.
    pub(super) fn is_data(&self) -> bool {
        self.filled > 0 && self.data == self.filled
    }

    /// Returns true if every cell is a day.
    pub(super) fn is_dates(&self) -> bool {
        self.filled > 0 && self.dates == self.filled
    }

    /// Returns true if most cells are of several words.
    pub(super) fn is_prose(&self) -> bool {
        self.filled > 0 && self.prose * 2 > self.filled
    }

    /// Returns true if the cells are long texts.
    pub(super) fn is_long(&self) -> bool {
        self.is_prose() && self.characters >= self.filled * LONG_CHARS
    }

    /// Returns true if the column may hold what its name says. A column `Artikel` may hold numbers of articles.
    pub(super) fn fits(&self, kind: FieldKind) -> bool {
        match kind {
            FieldKind::Text | FieldKind::Title | FieldKind::Lead => !self.is_data(),
            _ => true,
        }
    }

    /// Guesses what a column of a table with `width` columns and no header holds, if it stands before the text.
    pub(super) fn guess(&self, width: usize) -> Option<FieldKind> {
        if self.is_dates() {
            Some(FieldKind::Date)
        } else if self.filled > 0 && self.codes == self.filled {
            Some(FieldKind::Id)
        } else if self.longest <= LABEL_CHARS && (width == 2 || self.filled < 3 || self.distinct < self.filled) {
            Some(FieldKind::Section)
        } else {
            (self.longest <= TITLE_CHARS).then_some(FieldKind::Title)
        }
    }
}

fn is_day(cell: &str) -> bool {
    matches!(date_found(cell), DateFound::Day(_))
}

/// Returns true for a number, a date, an address, and data of a program.
pub(super) fn is_data(cell: &str) -> bool {
    let is_number = cell.contains(|c: char| c.is_ascii_digit())
        && cell
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '%' | ':' | ' ' | '/' | 'e' | 'E'));
    let is_address = ["http://", "https://", "www.", "urn:"].iter().any(|start| cell.starts_with(start))
        && !cell.contains(char::is_whitespace);
    let is_code = cell.starts_with("[{") || cell.starts_with("{\"") || cell.starts_with("{'") || cell.starts_with("['");
    let is_word = matches!(cell, "True" | "False" | "true" | "false" | "nan" | "NaN" | "None" | "null" | "[]");
    is_number || is_address || is_code || is_word || date_found(cell) != DateFound::None
}
