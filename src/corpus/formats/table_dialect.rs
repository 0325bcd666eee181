//! Detects how the cells of a table are separated and quoted.

use super::field_names::meaning_of;

/// Number of rows by which a table is judged.
pub(super) const SAMPLE_ROWS: usize = 50;

/// Number of rows among which a header may stand.
pub(super) const HEADER_ROWS: usize = 12;

/// Known names of a header that speak for a delimiter, at most.
const COUNTED_NAMES: usize = 4;

/// How cells are separated and quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    pub(super) quote: u8,
}

/// Returns the delimiter that the first line of a file names for Excel: `sep=;`.
pub(super) fn named_delimiter(sample: &str) -> Option<u8> {
    let line = sample.trim_start_matches('\u{feff}').lines().next()?.trim_matches('"');
    match line.get(..4)?.eq_ignore_ascii_case("sep=").then(|| &line.as_bytes()[4..])? {
        // behind the delimiter may follow as many as the table has
        [delimiter, rest @ ..]
            if delimiter.is_ascii() && rest.iter().all(|byte| byte == delimiter || *byte == b' ') =>
        {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// Returns the delimiter that gives most rows the same number of cells and most lines a quoted cell, and the quote with which
/// cells begin more often. The comma loses a tie, as it occurs in sentences; if no delimiter fits, it is `default`.
/// A row of known names speaks for the delimiter that separates them.
pub(super) fn detect(sample: &str, default: u8) -> Dialect {
    if let Some(delimiter) = named_delimiter(sample) {
        return Dialect { delimiter, quote: quote(sample, delimiter) };
    }
    let mut best = (0, Dialect { delimiter: default, quote: b'"' });
    for delimiter in *b"\t;|," {
        let candidate = Dialect { delimiter, quote: quote(sample, delimiter) };
        let rows = candidate.rows(sample, SAMPLE_ROWS);
        let widths: Vec<usize> = rows.iter().map(Vec::len).collect();
        let usual = most_frequent(&widths);
        let even = widths.iter().filter(|&&width| width == usual).count();
        let names =
            rows.iter().take(HEADER_ROWS).map(|row| row.iter().filter(|cell| meaning_of(cell).is_some()).count());
        let names = names.max().filter(|names| *names > 1).unwrap_or(0).min(COUNTED_NAMES);
        // two percentages, and as much for a whole header
        let own = |percent: usize| percent + candidate.quoted_percent(sample) + names * 100 / COUNTED_NAMES;
        let score = if usual < 2 { 0 } else { own(even * 100 / widths.len()) };
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

pub(super) fn most_frequent(widths: &[usize]) -> usize {
    let count = |width: &usize| widths.iter().filter(|other| *other == width).count();
    widths.iter().copied().max_by_key(|width| (count(width), *width)).unwrap_or(0)
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
            // decimal commas of a German Excel
            ("Datum;Titel;Text;Wert\n1.2.21;A;Eins, zwei;0,5\n2.2.21;B;Drei, vier;0,7", b';', b'"'),
            ("Wert;Titel;Text\n0,5;A, B;C, D\n0,7;E, F;G, H\n1,5;I, J;K, L", b';', b'"'),
            ("sep=|\na,b;c|d", b'|', b'"'),
            ("\"sep=;\"\na,b,c\nd,e,f", b';', b'"'),
        ] {
            assert_eq!(detect(&format!("{sample}\n"), b','), Dialect { delimiter, quote }, "{sample}");
        }
    }
}
