//! Detects what the columns of a table hold: by a header, wherever it stands, and by the content of the columns.

use serde_json::Value;

use super::field_names::{FieldMeaning, meaning_of};
use super::fields::RecordFields;
use super::records::TakenColumns;
use super::table_content::{ColumnContent, is_data};
use super::table_dialect::{self, Dialect, HEADER_ROWS, SAMPLE_ROWS, most_frequent, named_delimiter};
use crate::corpus::field_map::{FieldKind, FieldMap};

/// Longest name of a column, in characters.
const MAX_NAME_CHARS: usize = 60;

/// Most words of the name of a column.
const MAX_NAME_WORDS: usize = 6;

/// How a table is written.
#[derive(Debug)]
pub(super) struct TableLayout {
    pub(super) dialect: Dialect,
    /// Number of rows before the first article: a line for Excel, notes, the header.
    pub(super) skipped_rows: usize,
    /// Cells of the header, which may be repeated where files were joined; empty without one.
    pub(super) header: Vec<String>,
    columns: Vec<Column>,
    width: usize,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Column {
    /// Name of its field in a record; empty if it is left out.
    field: String,
    /// Name in the header, or its number.
    shown: String,
    meaning: Option<FieldMeaning>,
}

impl TableLayout {
    /// Detects the layout from the beginning of a file, whose extension suggests `delimiter`; `map` says which columns a user
    /// has named.
    pub(super) fn detect(sample: &str, delimiter: u8, map: &FieldMap) -> TableLayout {
        // the whole file may be shorter than the sample and lack the last line end
        let sample = if sample.ends_with('\n') { sample.to_owned() } else { format!("{sample}\n") };
        let dialect = table_dialect::detect(&sample, delimiter);
        let rows = dialect.rows(&sample, SAMPLE_ROWS);
        let notes = usize::from(named_delimiter(&sample).is_some());
        let (skipped_rows, header) = match header_at(&rows, notes, map) {
            Some(at) => (at + 1, rows[at].clone()),
            None => (notes, Vec::new()),
        };
        let body = &rows[skipped_rows.min(rows.len())..];
        let width = if header.is_empty() { usual_width(body) } else { header.len() };
        let columns = columns(&header, width, body, map);
        TableLayout { dialect, skipped_rows, header, columns, width }
    }

    /// Returns the fields of a row, or what is wrong with it.
    pub(super) fn fields(&self, cells: &[String]) -> Result<RecordFields, String> {
        // empty cells at the end come from delimiters at the end of the row; those that are missing are empty
        if cells.iter().skip(self.width).any(|cell| !cell.is_empty()) {
            return Err(format!("{} cells, expected {}", cells.len(), self.width));
        }
        let mut fields = RecordFields::new();
        for (column, cell) in self.columns.iter().zip(cells) {
            if !column.field.is_empty() && !cell.is_empty() && !fields.contains_key(&column.field) {
                fields.insert(column.field.clone(), Value::String(cell.clone()));
            }
        }
        Ok(fields)
    }

    /// Returns true if some column is known to hold the headlines.
    pub(super) fn has_titles(&self) -> bool {
        self.columns.iter().any(|column| column.meaning.is_some_and(|meaning| meaning.kind == FieldKind::Title))
    }

    /// Returns which columns were taken for what, those of a kind in the order in which they are asked. `header_line` is the
    /// line of the header.
    pub(super) fn taken(&self, header_line: u32, map: &FieldMap) -> TakenColumns {
        let known = self.columns.iter().filter_map(|column| Some((column.meaning?, column.shown.clone())));
        let mut known: Vec<(FieldMeaning, String)> = known.collect();
        known.sort_by_key(|(meaning, _)| (meaning.kind, meaning.rank));
        let is_missing = |name: &&str| !self.columns.iter().any(|column| column.field.eq_ignore_ascii_case(name));
        let missing = map.pairs().map(|(_, name)| name).filter(is_missing).map(str::to_owned).collect();
        let columns = known.into_iter().map(|(meaning, shown)| (meaning.kind, shown)).collect();
        TakenColumns { header_line, columns, missing }
    }
}

/// Returns the row of the header. Rows before it are notes: they have fewer cells that are filled.
fn header_at(rows: &[Vec<String>], from: usize, map: &FieldMap) -> Option<usize> {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let usual = most_frequent(&rows.iter().map(|row| filled(row)).collect::<Vec<_>>());
    let mut most = 0;
    for at in from..rows.len().min(from + HEADER_ROWS) {
        let is_first = filled(&rows[at]) * 2 > usual;
        if filled(&rows[at]) > most && is_header(&rows[at], &rows[at + 1..], is_first, map) {
            return Some(at);
        }
        if is_first {
            return None;
        }
        most = most.max(filled(&rows[at]));
    }
    None
}

/// Returns true if a row is a header: its cells are short, different, and no data, and either their names are known, or the
/// columns below hold something of another kind.
fn is_header(cells: &[String], below: &[Vec<String>], may_be_unknown: bool, map: &FieldMap) -> bool {
    let names: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    let mut distinct: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if names.is_empty() || distinct.len() < names.len() || !names.iter().all(|name| is_name(name)) {
        return false;
    }
    if map.pairs().any(|(_, mapped)| names.iter().any(|name| name.eq_ignore_ascii_case(mapped))) {
        return true;
    }
    let others = || below.iter().filter(|row| row.as_slice() != cells);
    let repeats = |(at, cell): (usize, &String)| !cell.is_empty() && others().any(|row| row.get(at) == Some(cell));
    if cells.iter().enumerate().any(repeats) {
        return false;
    }
    let known: Vec<FieldKind> = names.iter().filter_map(|name| meaning_of(name)).map(|meaning| meaning.kind).collect();
    known.contains(&FieldKind::Text)
        || known.len() > 1
        || known.len() * 2 >= names.len() && !known.is_empty()
        || may_be_unknown && names.len() > 1 && below.len() > 1 && differs(cells, below)
}

/// Returns true if a cell may be the name of a column.
fn is_name(cell: &str) -> bool {
    let is_sentence = cell.ends_with(['!', '…']) || cell.ends_with('.') && cell.split_whitespace().nth(2).is_some();
    let is_short = cell.chars().count() <= MAX_NAME_CHARS && cell.split_whitespace().count() <= MAX_NAME_WORDS;
    is_short && !is_sentence && !is_data(cell) && cell.contains(char::is_alphabetic)
}

/// Returns true if some column holds dates, numbers, addresses or long texts below a cell that is none.
fn differs(cells: &[String], below: &[Vec<String>]) -> bool {
    cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).any(|(at, cell)| {
        let content = ColumnContent::of(below, at);
        content.is_data() || content.is_long() && cell.split_whitespace().count() <= 3 && !cell.ends_with('.')
    })
}

fn usual_width(rows: &[Vec<String>]) -> usize {
    most_frequent(&rows.iter().map(Vec::len).collect::<Vec<_>>())
}

/// Returns the columns: as a user has named them, as they are called, and as their content shows.
fn columns(header: &[String], width: usize, rows: &[Vec<String>], map: &FieldMap) -> Vec<Column> {
    let content: Vec<ColumnContent> = (0..width).map(|at| ColumnContent::of(rows, at)).collect();
    let mut columns: Vec<Column> = (0..width).map(|at| named(header.get(at), at, &content[at], map)).collect();
    if header.is_empty() && map.pairs().next().is_none() {
        guess_all(&mut columns, &content);
    } else {
        guess_missing(&mut columns, &content);
    }
    columns
}

/// Returns a column as it is called.
fn named(name: Option<&String>, at: usize, content: &ColumnContent, map: &FieldMap) -> Column {
    let number = (at + 1).to_string();
    let name = name.map(String::as_str).unwrap_or_default();
    let shown = if name.is_empty() { number.clone() } else { name.to_owned() };
    let is_named = |mapped: &str| mapped.eq_ignore_ascii_case(name) || mapped == number;
    if let Some((kind, mapped)) = map.pairs().find(|(_, mapped)| is_named(mapped)) {
        return Column { field: mapped.to_owned(), shown, meaning: Some(FieldMeaning { kind, rank: 0 }) };
    }
    let meaning = meaning_of(name).filter(|meaning| content.fits(meaning.kind));
    let field = if meaning.is_some() { name.to_owned() } else { String::new() };
    Column { field, shown, meaning }
}

/// Finds by their content the columns of a table with a header that no name tells.
fn guess_missing(columns: &mut [Column], content: &[ColumnContent]) {
    let has = |columns: &[Column], kind| columns.iter().any(|column| column.meaning.is_some_and(|m| m.kind == kind));
    let free = |columns: &[Column], fits: &dyn Fn(&ColumnContent) -> bool| -> Vec<usize> {
        (0..columns.len()).filter(|&at| columns[at].meaning.is_none() && fits(&content[at])).collect()
    };
    if !has(columns, FieldKind::Text) {
        // where there are headlines, only prose is text: a column of addresses is none
        let prose = free(columns, &|content| content.is_prose());
        let any = || free(columns, &|content| !content.is_data());
        let choice = if prose.is_empty() && !has(columns, FieldKind::Title) { any() } else { prose };
        let choice =
            if choice.is_empty() && !has(columns, FieldKind::Title) { free(columns, &|_| true) } else { choice };
        if let Some(at) = choice.into_iter().max_by_key(|&at| content[at].length) {
            columns[at].take(FieldKind::Text);
        }
    }
    if !has(columns, FieldKind::Title)
        && let Some(at) = free(columns, &|content| content.is_prose() && !content.is_long()).first()
    {
        columns[*at].take(FieldKind::Title);
    }
    if !has(columns, FieldKind::Date)
        && let Some(at) = free(columns, &|content| content.is_dates()).first()
    {
        columns[*at].take(FieldKind::Date);
    }
}

/// Guesses the columns of a table without a header by their content: the longest is the text, others before it are date, id,
/// section or title if they look like it. A short cell that stands alone beside the text is its section.
fn guess_all(columns: &mut [Column], content: &[ColumnContent]) {
    let text = (0..columns.len()).filter(|&at| !content[at].is_data()).max_by_key(|&at| content[at].length);
    let Some(text) = text.or_else(|| (0..columns.len()).max_by_key(|&at| content[at].length)) else { return };
    for at in 0..text {
        let kind = content[at].guess(columns.len());
        let is_taken = |kind| columns.iter().any(|column| column.meaning.is_some_and(|m| m.kind == kind));
        if let Some(kind) = kind.filter(|kind| !is_taken(*kind)) {
            columns[at].take(kind);
        }
    }
    columns[text].take(FieldKind::Text);
}

impl Column {
    /// Takes a column for a kind because of its content.
    fn take(&mut self, kind: FieldKind) {
        self.field = kind.name().to_owned();
        self.meaning = meaning_of(kind.name());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn layout(text: &str, map: &str) -> (usize, String) {
        let map: FieldMap = map.parse().unwrap();
        let layout = TableLayout::detect(text, b',', &map);
        let taken = layout.taken(1, &map);
        let columns: Vec<String> = taken.columns.iter().map(|(kind, name)| format!("{}={name}", kind.name())).collect();
        (layout.skipped_rows, columns.join(" "))
    }

    const TEXT: &str = "Der Rat von Quellenau hat am Abend den Bau der Brücke beschlossen und die Arbeiten vergeben";

    #[test]
    fn headers_by_their_shape() {
        for (head, row, skipped, columns) in [
            // an index of pandas, twice; the longest column is JSON
            (
                ",Unnamed: 0,article,date,header,label,url,hist",
                format!(
                    "7,7,{TEXT}.,2021-03-04,Brücke kommt,real,https://a.example/7,\"[{{\"\"text\"\": \"\"{TEXT} {TEXT}\"\"}}]\""
                ),
                1,
                "text=article title=header date=date section=label",
            ),
            (
                "Nr.;Erscheinungsdatum;Medium;Ressort;Überschrift;Unterzeile;Autor;Artikeltext;Seite",
                format!("0;04.03.2021;Bote;Lokales;Brücke kommt;Wie es weitergeht;N. N.;\"{TEXT}.\";3"),
                1,
                "text=Artikeltext title=Überschrift lead=Unterzeile date=Erscheinungsdatum source=Medium section=Ressort",
            ),
            ("sep=;\nDatum;Titel;Text", format!("04.03.2021;Brücke;{TEXT}."), 2, "text=Text title=Titel date=Datum"),
            (
                "Export der Mediendatenbank;;\nSuche: Brücke;;\n\nDatum;Quelle;Volltext",
                format!("04.03.2021;Bote;{TEXT}."),
                3,
                "text=Volltext date=Datum source=Quelle",
            ),
            (
                "Export vom 5.3.2021\nDatum,Zeitung,Inhalt",
                format!("04.03.2021,Bote,{TEXT}."),
                2,
                "text=Inhalt date=Datum source=Zeitung",
            ),
            (
                "stories_id,publish_date,title,url,language,media_name",
                "12,2021-03-04,Brücke kommt nach Jahren,https://a.example/7,de,Bote".to_owned(),
                1,
                "title=title date=publish_date source=media_name id=stories_id language=language",
            ),
            (
                "id,conversation_id,created_at,date,time,username,name,tweet,language",
                format!("1,1,2021-03-04 10:15:00 CET,2021-03-04,10:15:00,bote,Der Bote,{TEXT},de"),
                1,
                "text=tweet title=name date=date date=created_at date=time source=username id=id language=language",
            ),
            // no name is known: the columns differ from their first cell
            (
                "Kennung;Erfasst;Kopf;Beschrieb",
                format!("A7;04.03.2021;Brücke kommt nach Jahren;{TEXT}."),
                1,
                "text=Beschrieb title=Kopf date=Erfasst",
            ),
            ("Wert;Klasse;Absatz", format!("0,57;Lokales;{TEXT}."), 1, "text=Absatz"),
            // none
            ("", format!("Lokales;{TEXT}."), 0, "text=2 section=1"),
            ("", format!("2021-03-04;Brücke kommt nach Jahren;{TEXT}."), 0, "text=3 title=2 date=1"),
        ] {
            let other = |row: &str, n: usize| {
                row.replace("Brücke", &format!("Brücke {n}")).replace(TEXT, &format!("{TEXT} ({n})"))
            };
            let mut text = if head.is_empty() { String::new() } else { format!("{head}\n") };
            (0..4).for_each(|n| text += &format!("{}\n", other(&row, n)));
            assert_eq!(layout(&text, ""), (skipped, columns.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_a_user_names_comes_first() {
        let text = format!("a,b,text\n{TEXT},2021-03-04,x y\n{TEXT},2021-03-05,z\n");
        assert_eq!(layout(&text, "text=a,date=b"), (1, "text=a text=text date=b".to_owned()));
        let text = format!("{TEXT};Brücke;x\n{TEXT} 2;Fähre;y\n");
        assert_eq!(layout(&text, "text=1,title=2"), (0, "text=1 title=2".to_owned()));
        let map: FieldMap = "date=hist".parse().unwrap();
        let taken = TableLayout::detect("title,text\na,b\n", b',', &map).taken(1, &map);
        assert_eq!(taken.missing, ["hist"]);
    }
}
