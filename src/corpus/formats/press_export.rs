//! Cuts exports of press databases into their articles: Factiva, Nexis, LexisNexis and WISO (Genios), as text, web page, RTF or
//! DOCX. They are told by lines that only they have, at the beginning or the end of each article.

mod factiva;
mod factiva_fields;
mod nexis;
#[cfg(test)]
mod tests;
mod wiso;

use super::fields;
use super::html_text;
use super::layout::lay_out_text;
use super::records::Records;
use super::whitespace::one_line;
use crate::corpus::article::{Article, LineMap};
use crate::corpus::date::{first_date_in, parse_date};
use crate::corpus::reason::SkipReason;

/// Texts of which one stands in every export: a quick look before a file is taken apart.
const TRACES: [&str; 6] =
    ["End of Document", "Ende des Dokument", "Dokumentende", " DOCUMENTS", "Dokumentnummer", "Dokument 1 von "];

/// Lines at the head of an article in which its date is searched.
const HEAD_LINES: usize = 8;

/// Longest line that is a date, with the day of the week and the time.
const MAX_DATE_BYTES: usize = 60;

/// Longest source, such as `Süddeutsche Zeitung (Landkreisausgabe)`.
const MAX_SOURCE_BYTES: usize = 120;

/// An article of an export.
#[derive(Debug, Default)]
pub(super) struct Exported {
    /// Number of the line on which it begins, from 0.
    at: usize,
    id: String,
    title: String,
    source: String,
    date: String,
    section: String,
    language: String,
    text: String,
}

/// Returns true if `text` may be an export.
fn may_be(text: &str) -> bool {
    let has = |traces: &[&str]| traces.iter().any(|trace| text.contains(trace));
    has(&["Dokument ", "Document "]) && has(&["Wörter", "Worte", " words"]) || has(&TRACES)
}

/// Returns the articles of an export, whose lines are given with the blank ones; `None` if it is none: then no article would have
/// text, or half of what was cut no day.
fn articles(lines: &[&str]) -> Option<Vec<Exported>> {
    let is_dated = |all: &Vec<Exported>| all.iter().filter(|one| !one.date.is_empty()).count() * 2 >= all.len();
    let databases = [factiva_fields::cut, factiva::cut, nexis::cut, nexis::cut_of_before, wiso::cut];
    let has_text = |all: &Vec<Exported>| all.iter().any(|one| !one.text.trim().is_empty());
    databases.into_iter().find_map(|cut| cut(lines).filter(is_dated).filter(has_text))
}

/// Returns the articles of an export of which each line is a paragraph, as in a document.
pub(super) fn of_paragraphs<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Option<Vec<Exported>> {
    let lines: Vec<&str> = paragraphs.flat_map(|paragraph| [paragraph, ""]).collect();
    articles(&lines)
}

/// Hands over the articles if a plain text is an export; returns true if it is.
pub(super) fn read_text(text: &str, records: &mut dyn Records) -> bool {
    let exported = if may_be(text) { articles(&text.lines().collect::<Vec<_>>()) } else { None };
    let is_export = exported.is_some();
    hand_over(exported.unwrap_or_default(), |at| u32::try_from(at + 1).unwrap_or(u32::MAX), records);
    is_export
}

/// Hands over the articles if a web page is an export; returns true if it is.
pub(super) fn read_page(page: &str, records: &mut dyn Records) -> bool {
    let blocks = if may_be(page) { html_text::page_blocks(page).unwrap_or_default() } else { Vec::new() };
    let exported = of_paragraphs(blocks.iter().map(|block| block.text.as_str()));
    let is_export = exported.is_some();
    hand_over(exported.unwrap_or_default(), |_| 1, records);
    is_export
}

/// Hands over the articles. `line_of` tells the line of the file by the number of a line, from 0.
pub(super) fn hand_over(exported: Vec<Exported>, line_of: impl Fn(usize) -> u32, records: &mut dyn Records) {
    for exported in exported {
        let line = line_of(exported.at);
        let record = article(exported).map(|article| Article { lines: LineMap::Record(line), ..article });
        if records.record(line, record).is_break() {
            break;
        }
    }
}

fn article(exported: Exported) -> Result<Article, SkipReason> {
    let about = fields::from_pairs([
        ("id", exported.id),
        ("title", exported.title),
        ("date", exported.date),
        ("source", exported.source),
        ("section", exported.section),
        ("language", exported.language),
    ]);
    let mut article = fields::without_text(&about);
    let body = lay_out_text(&exported.text)?;
    if body.text.is_empty() {
        return Err(SkipReason::BadRecord("no text in this article of an export".to_owned()));
    }
    article.body = body.text;
    article.headings = body.headings;
    Ok(article)
}

/// The lines of one article.
struct Part<'a> {
    /// Number of its first line in the file.
    at: usize,
    lines: &'a [&'a str],
    /// Numbers of its lines that are not blank.
    solid: Vec<usize>,
}

impl<'a> Part<'a> {
    fn of(lines: &'a [&'a str], from: usize, to: usize) -> Part<'a> {
        let (from, to) = (from.min(to), to.min(lines.len()));
        let lines = &lines[from..to];
        let solid: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].trim().is_empty()).collect();
        Part { at: from + solid.first().copied().unwrap_or(0), lines, solid }
    }

    /// Returns the nth line that is not blank.
    fn line(&self, nth: usize) -> Option<&'a str> {
        self.solid.get(nth).map(|at| self.lines[*at].trim())
    }

    fn position(&self, from: usize, is_it: impl Fn(&str) -> bool) -> Option<usize> {
        (from..self.solid.len()).find(|nth| self.line(*nth).is_some_and(&is_it))
    }

    /// Returns the number of the first line behind the one before `to` that goes on without a blank line from the `from`th.
    fn end_of_run(&self, from: usize, to: usize) -> usize {
        let is_next = |nth: &usize| self.solid.get(*nth).zip(self.solid.get(nth - 1)).is_some_and(|(a, b)| *a == b + 1);
        (from + 1..to.min(self.solid.len())).take_while(is_next).last().unwrap_or(from) + 1
    }

    /// Returns the lines from the `from`th to before the `to`th that are not blank, joined to one.
    fn joined(&self, from: usize, to: usize) -> String {
        one_line(&(from..to).filter_map(|nth| self.line(nth)).collect::<Vec<_>>().join(" "))
    }

    /// Returns the lines from the `from`th to before the `to`th, with the blank ones between them.
    fn text(&self, from: usize, to: usize) -> String {
        let start = self.solid.get(from).copied().unwrap_or(self.lines.len());
        let end = self.solid.get(to).copied().unwrap_or(self.lines.len());
        self.lines.get(start..end.max(start)).unwrap_or_default().join("\n")
    }

    /// Returns the number of a line near the head that is a date, and the date.
    fn date(&self, from: usize) -> Option<(usize, String)> {
        (from..from + HEAD_LINES).find_map(|nth| Some((nth, date_in(self.line(nth)?)?)))
    }
}

/// Returns the day in a line that says nothing else.
fn date_in(line: &str) -> Option<String> {
    if line.len() > MAX_DATE_BYTES || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let bare = line.rsplit_once(' ').filter(|(_, last)| is_weekday(last)).map_or(line, |(before, _)| before);
    let whole = parse_date(line).or_else(|| parse_date(bare)).and_then(Result::ok);
    let starts = || line.starts_with(|c: char| c.is_ascii_digit()) || first_word_is_of_dates(line);
    whole.or_else(|| first_date_in(line).filter(|_| starts())).map(|date| date.to_string())
}

/// Returns true for `Donnerstag, 4. März 2021` and `March 4, 2021 Thursday`.
fn first_word_is_of_dates(line: &str) -> bool {
    let word = line.split([' ', ',', '.']).next().unwrap_or_default();
    parse_date(&format!("1. {word} 2000")).is_some() || is_weekday(word)
}

fn is_weekday(word: &str) -> bool {
    word.ends_with("tag") || word.ends_with("day") || word == "Mittwoch"
}

/// Returns the rest of a line behind one of these labels.
fn after_label<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let (label, rest) = line.split_once(':')?;
    labels.iter().any(|wanted| wanted.eq_ignore_ascii_case(label.trim())).then(|| rest.trim())
}

/// Returns true for a line of one label and a value, as stand above and below a text.
fn is_labelled(line: &str) -> bool {
    line.split_once(':').is_some_and(|(label, _)| {
        !label.is_empty() && label.len() <= 30 && label.split(' ').count() <= 3 && label.starts_with(char::is_uppercase)
    })
}

/// Splits at the lines behind which an article ends; an article that is cut off may follow the last one. Returns `None` unless
/// `is_article` is true for every part: text would be left outside of the articles.
fn parts<'a>(lines: &'a [&'a str], ends: &[usize], is_article: impl Fn(&Part<'a>) -> bool) -> Option<Vec<Part<'a>>> {
    let mut from = 0;
    let mut parts = Vec::new();
    for end in ends {
        parts.push(Part::of(lines, from, end + 1));
        from = end + 1;
    }
    parts.extend(Some(Part::of(lines, from, lines.len())).filter(|rest| !is_close_of_file(rest)));
    parts.iter().all(is_article).then_some(parts)
}

/// Returns true if nothing follows the last article but lines that a database writes at the end of a file.
fn is_close_of_file(rest: &Part<'_>) -> bool {
    let is_summary = rest.line(0).is_some_and(|line| matches!(line, "Search Summary" | "Suchzusammenfassung"));
    is_summary || rest.position(0, |line| !is_of_rights(line)).is_none()
}

/// Returns true for a line on the rights in an article or a file.
fn is_of_rights(line: &str) -> bool {
    let starts = ["Copyright", "©", "(c)", "(C)", "Alle Rechte", "All Rights", "All rights"];
    line.len() <= MAX_SOURCE_BYTES && starts.iter().any(|start| line.starts_with(start))
}

fn numbers(lines: &[&str], is_it: impl Fn(&str) -> bool) -> Vec<usize> {
    (0..lines.len()).filter(|at| is_it(lines[*at].trim())).collect()
}
