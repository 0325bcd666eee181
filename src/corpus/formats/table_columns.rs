//! Detects how a table is written: its delimiter, its quotes and the content of its columns.

use serde_json::Value;

use super::fields::{RecordFields, kind_of};
use crate::corpus::date::parse_date;

/// Number of rows by which a table is judged.
const SAMPLE_ROWS: usize = 50;

/// How cells are separated and quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    pub(super) quote: u8,
}

/// How a table is written.
#[derive(Debug)]
pub(super) struct TableLayout {
    pub(super) dialect: Dialect,
    pub(super) has_header: bool,
    /// Field name of each column; empty for columns that are left out.
    columns: Vec<String>,
}

impl TableLayout {
    /// Detects the layout from the beginning of a file, whose extension suggests `delimiter`.
    pub(super) fn detect(sample: &str, delimiter: u8) -> TableLayout {
        // the whole file may be shorter than the sample and lack the last line end
        let sample = if sample.ends_with('\n') { sample.to_owned() } else { format!("{sample}\n") };
        let dialect = dialect(&sample, delimiter);
        let rows = dialect.rows(&sample, SAMPLE_ROWS);
        let first = rows.first().map_or(&[][..], Vec::as_slice);
        let has_header = is_header(first);
        let columns = if has_header { header(first, &rows[1..]) } else { guess_columns(&rows) };
        TableLayout { dialect, has_header, columns }
    }

    /// Returns the fields of a row, or what is wrong with it.
    pub(super) fn fields(&self, cells: &[String]) -> Result<RecordFields, String> {
        let surplus = cells.iter().skip(self.columns.len());
        // empty cells at the end come from delimiters at the end of the row
        if cells.len() < self.columns.len() || surplus.clone().any(|cell| !cell.is_empty()) {
            return Err(format!("{} cells, expected {}", cells.len(), self.columns.len()));
        }
        let named = self.columns.iter().zip(cells).filter(|(name, _)| !name.is_empty());
        Ok(named.map(|(name, cell)| (name.clone(), Value::String(cell.clone()))).collect())
    }
}

/// Returns the delimiter that gives most rows the same number of cells and most lines a quoted cell, and the quote with which
/// cells begin more often. The comma loses a tie, as it occurs in sentences; if no delimiter fits, it is `default`.
fn dialect(sample: &str, default: u8) -> Dialect {
    let mut best = (0, Dialect { delimiter: default, quote: b'"' });
    for delimiter in *b"\t;|," {
        let candidate = Dialect { delimiter, quote: quote(sample, delimiter) };
        let widths: Vec<usize> = candidate.rows(sample, SAMPLE_ROWS).iter().map(Vec::len).collect();
        let usual = most_frequent(&widths);
        let even = widths.iter().filter(|&&width| width == usual).count();
        // two percentages
        let score = if usual < 2 { 0 } else { even * 100 / widths.len() + candidate.quoted_percent(sample) };
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

impl Dialect {
    /// Percentage of lines with a quoted cell after a delimiter.
    fn quoted_percent(self, sample: &str) -> usize {
        let lines: Vec<&str> = sample.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE_ROWS).collect();
        let quoted = lines.iter().filter(|line| self.has_quoted_cell(line)).count();
        quoted * 100 / lines.len().max(1)
    }

    /// Returns true if a quote right after a delimiter is closed at the end of its cell or of the line.
    fn has_quoted_cell(self, line: &str) -> bool {
        let line = line.trim_end().as_bytes();
        let opens = |&at: &usize| line[at - 1] == self.delimiter && line[at] == self.quote;
        (1..line.len()).filter(opens).any(|at| self.closes(&line[at + 1..]))
    }

    /// Returns true if the first quote that is not doubled ends the cell.
    fn closes(self, cell: &[u8]) -> bool {
        let mut bytes = cell.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            if byte == self.quote && bytes.next_if_eq(&self.quote).is_none() {
                return bytes.next().is_none_or(|next| next == self.delimiter);
            }
        }
        false
    }
}

/// Returns the quote with which more cells begin.
fn quote(sample: &str, delimiter: u8) -> u8 {
    let count = |quote: u8| {
        sample
            .as_bytes()
            .windows(2)
            .filter(|pair| pair[1] == quote && (pair[0] == delimiter || pair[0] == b'\n'))
            .count()
            + usize::from(sample.as_bytes().first() == Some(&quote))
    };
    if count(b'\'') > count(b'"') { b'\'' } else { b'"' }
}

fn most_frequent(widths: &[usize]) -> usize {
    let count = |width: &usize| widths.iter().filter(|other| *other == width).count();
    widths.iter().copied().max_by_key(|width| (count(width), *width)).unwrap_or(0)
}

/// Returns true if a first row is a header: its cells are short, and one names the text or half are known names.
fn is_header(cells: &[String]) -> bool {
    let known: Vec<_> = cells.iter().filter_map(|cell| kind_of(cell)).collect();
    let short = cells.iter().all(|cell| cell.chars().nth(40).is_none());
    short && (known.contains(&"text") || (!known.is_empty() && known.len() * 2 >= cells.len()))
}

/// Returns the columns by their names; if none is known to hold the text, the longest unknown one does.
fn header(names: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let mut columns = names.to_vec();
    if !names.iter().any(|name| kind_of(name) == Some("text")) {
        let unknown = (0..names.len()).filter(|&at| kind_of(&names[at]).is_none());
        if let Some(at) = unknown.max_by_key(|&at| column_length(rows, at)) {
            columns[at] = "text".to_owned();
        }
    }
    columns
}

/// Guesses the columns of a table without a header by their content: the longest is the text, others before it are date, id,
/// section or title if they look like it. A short cell that stands alone beside the text is its section.
fn guess_columns(rows: &[Vec<String>]) -> Vec<String> {
    let widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    let width = most_frequent(&widths);
    let even: Vec<Vec<String>> = rows.iter().filter(|row| row.len() == width).cloned().collect();
    let mut columns = vec![String::new(); width];
    let Some(text) = (0..width).max_by_key(|&at| column_length(&even, at)) else { return columns };
    for at in 0..text {
        let name = guess_column(&even, at);
        if !columns.iter().any(|taken| taken == name) {
            columns[at] = name.to_owned();
        }
    }
    columns[text] = "text".to_owned();
    columns
}

/// Guesses the field of a column.
fn guess_column(rows: &[Vec<String>], at: usize) -> &'static str {
    let cells: Vec<&str> = rows.iter().map(|row| row[at].as_str()).filter(|cell| !cell.is_empty()).collect();
    let all = |test: fn(&str) -> bool| !cells.is_empty() && cells.iter().all(|cell| test(cell));
    let longest = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
    if all(|cell| matches!(parse_date(cell), Some(Ok(_)))) {
        "date"
    } else if all(|cell| cell.contains(|c: char| c.is_ascii_digit()) && !cell.contains(char::is_whitespace)) {
        "id"
    } else if longest <= 40 && (rows[0].len() == 2 || cells.len() < 3 || repeats(&cells)) {
        "section"
    } else if longest <= 200 {
        "title"
    } else {
        ""
    }
}

fn repeats(cells: &[&str]) -> bool {
    let mut distinct = cells.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() < cells.len()
}

/// Total length of a column.
fn column_length(rows: &[Vec<String>], at: usize) -> usize {
    rows.iter().filter_map(|row| row.get(at)).map(String::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters() {
        for (sample, delimiter, quote) in [
            // one comma in each text
            ("Web;'Das Wort ist hier, und noch Text'\nSport;'Tor, Sieg'", b';', b'\''),
            ("Web|\"Das Wort ist hier, und; noch Text\"\nSport|\"Tor, Sieg; aus\"", b'|', b'"'),
            ("Web;'Sie rief: ''Tor'', und ging'\nSport;'Tor, ''Sieg'''", b';', b'\''),
            ("Web;Das Wort ist hier, und noch Text\nSport;Tor, Sieg", b';', b'"'),
            ("Web\tDas Wort ist hier, und; noch\nSport\tTor, Sieg; aus", b'\t', b'"'),
            // one semicolon in each text
            ("Web,\"Das Wort ist hier; und noch Text\"\nSport,\"Tor; Sieg\"", b',', b'"'),
            ("\"Das Wort ist hier\",\"und; noch Text\",1\n\"Tor\",\"Sieg; aus\",2", b',', b'"'),
            ("id,text\n1,Das Wort; hier\n2,Tor; Sieg", b',', b'"'),
            ("Nur Text", b',', b'"'),
        ] {
            assert_eq!(TableLayout::detect(sample, b',').dialect, Dialect { delimiter, quote }, "{sample}");
        }
    }
}
