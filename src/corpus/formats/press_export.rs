//! Cuts exports of press databases into their articles: Factiva, Nexis, LexisNexis and WISO (Genios), as text, web page, RTF or
//! DOCX. They are told by lines that only they have, at the beginning or the end of each article.

mod factiva;
mod factiva_fields;
mod nexis;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Title, source, day, section and text of each article.
    fn found(text: &str) -> Vec<[String; 5]> {
        let lines: Vec<&str> = text.lines().collect();
        let articles = articles(&lines).unwrap_or_default().into_iter().map(|exported| article(exported).unwrap());
        let day = |article: &Article| article.date.map(|day| day.to_string()).unwrap_or_default();
        articles.map(|a| [a.title.clone(), a.source.clone(), day(&a), a.section.clone(), a.body]).collect()
    }

    fn row(title: &str, source: &str, day: &str, section: &str, text: &str) -> [String; 5] {
        [title, source, day, section, text].map(str::to_owned)
    }

    #[test]
    fn factiva_in_both_languages() {
        let text = "Factiva\n\nLokales\nWehr wird erneuert\nVon Anna Berg\n1.254 Wörter\n4 März 2021\n08:15\nTalbote\nTALB\nDeutsch\nCopyright 2021. Talbote\n\n\
                    Das Wehr am Mühlbach wird erneuert.\n\nDie Arbeiten dauern ein Jahr.\n\nDokument TALB000020210304eh340000a\n\n\
                    Ferry stops\n93 words\n5 March 2021\nTalbote Online\nTALBON\nGerman\n(c) 2021 Talbote\nDie Fähre ruht.\nDocument TALBON0020210305eh350000b\n";
        assert_eq!(
            found(text),
            [
                row(
                    "Wehr wird erneuert",
                    "Talbote",
                    "2021-03-04",
                    "Lokales",
                    "Das Wehr am Mühlbach wird erneuert.\nDie Arbeiten dauern ein Jahr."
                ),
                row("Ferry stops", "Talbote Online", "2021-03-05", "", "Die Fähre ruht.")
            ]
        );
        // the last article is cut off
        let cut = &text[..text.len() - 30];
        assert_eq!(found(cut).len(), 2);
    }

    #[test]
    fn headlines_of_two_lines_and_sections_above_them() {
        let count = "254 Wörter\n4 März 2021\nTalbote\nTALB\nDeutsch\nCopyright 2021. Talbote\nDas Wehr steht.\nDokument TALB000020210304eh340000a\n";
        let two = "Ein langes Wehr wird nach Jahren\nendlich wieder erneuert";
        let joined = "Ein langes Wehr wird nach Jahren endlich wieder erneuert";
        for (head, title, section) in [
            (format!("{two}\n"), joined, ""),
            (format!("Factiva\nLokales\n{two}\nVon Ida Berg\n"), joined, "Lokales"),
            (format!("SPORT; S. 12\n{two}\n"), joined, "SPORT; S. 12"),
            ("Wirtschaft\nWehr Neubau\n".to_owned(), "Wehr Neubau", "Wirtschaft"),
            ("Wirtschaft\n".to_owned(), "Wirtschaft", ""),
            (format!("Elbe und Flut\nEins\n{count}Elbe und Flut\nEins\n"), "Eins", "Elbe und Flut"),
        ] {
            assert_eq!(
                found(&format!("{head}{count}"))[0],
                row(title, "Talbote", "2021-03-04", section, "Das Wehr steht.")
            );
        }
        let nexis = format!(
            "{two}\nTalbote\n4. März 2021 Donnerstag\nLength: 9 words\nBody\nDas Wehr steht.\nEnd of Document\n"
        );
        let old = format!(
            "1 of 1 DOCUMENTS\n\nTalbote\n\n4. März 2021 Donnerstag\n  Hauptausgabe\n\n{two}\n\nLÄNGE: 9 Wörter\n\nDas Wehr steht.\n"
        );
        let wiso = format!("{two}\nTalbote vom 04.03.2021, Seite 12\n\nDas Wehr steht.\n\nDokumentnummer: TALB-4711\n");
        for text in [nexis, old, wiso] {
            assert_eq!(found(&text), [row(joined, "Talbote", "2021-03-04", "", "Das Wehr steht.")], "{text}");
        }
        let apart = "Wehr\n\nNach Jahren\n\nTalbote vom 04.03.2021\n\nEs steht.\n\nDokumentnummer: TALB-4711\n";
        assert_eq!(found(apart), [row("Wehr", "Talbote", "2021-03-04", "", "Nach Jahren\nEs steht.")]);
    }

    #[test]
    fn factiva_with_its_fields() {
        let text = "SE\tLokales\nHD\tWehr wird\n\terneuert\nBY\tVon Ida Berg\nWC\t254 Wörter\nPD\t4 März 2021\nSN\tTalbote\nSC\tTALB\nLA\tDeutsch\nCY\t(c) 2021\nLP\t\nDas Wehr steht.\n\nTD\t\nEs hält.\n\nAN\tDokument TALB000020210304eh340000a\n\n\
                    HD   Ferry stops\nPD   5 March 2021\nSN   Talbote Online\nLA   German\nLP   Die Fähre ruht.\nNS   gcat : Politik\nAN\n\nDocument TALBON0020210305eh350000b\n";
        assert_eq!(
            found(text),
            [
                row("Wehr wird erneuert", "Talbote", "2021-03-04", "Lokales", "Das Wehr steht.\nEs hält."),
                row("Ferry stops", "Talbote Online", "2021-03-05", "", "Die Fähre ruht.")
            ]
        );
    }

    #[test]
    fn nexis_new_and_old() {
        let new = "Wehr wird erneuert\nTalbote\n4. März 2021 Donnerstag\nAusgabe Süd\n\nCopyright 2021 Talbote Alle Rechte vorbehalten\nSection: LOKALES; S. 12\nLength: 254 words\nByline: Anna Berg\nBody\n\n\
                   Das Wehr wird erneuert.\n\nEs kostet: viel.\nLoad-Date: March 4, 2021\n\nEnd of Document\n\
                   Fähre ruht\nTalbote\nMarch 5, 2021 Friday\nLänge: 20 Wörter\nBody\nDie Fähre ruht.\nEnd of Document\n";
        assert_eq!(
            found(new),
            [
                row(
                    "Wehr wird erneuert",
                    "Talbote",
                    "2021-03-04",
                    "LOKALES",
                    "Das Wehr wird erneuert.\nEs kostet: viel."
                ),
                row("Fähre ruht", "Talbote", "2021-03-05", "", "Die Fähre ruht.")
            ]
        );
        let old = "                 1 of 2 DOCUMENTS\n\n        Talbote\n\n    4. März 2021 Donnerstag\n\nWehr wird erneuert\n\nRUBRIK: LOKALES; S. 12\n\nLÄNGE: 254 Wörter\n\n\
                   Das Wehr am Mühlbach wird nach vielen Jahren endlich\nerneuert und verbreitert, sagte die\nStadt.\n\nUPDATE: 5. März 2021\n\nSPRACHE: GERMAN; DEUTSCH\n\n       Copyright 2021 Talbote\n\n\
                   2 of 2 DOCUMENTS\n\nTalbote\n\n5. März 2021 Freitag\n\nFähre ruht\n\nLÄNGE: 3 Wörter\n\nDie Fähre ruht.\n";
        assert_eq!(
            found(old),
            [
                row(
                    "Wehr wird erneuert",
                    "Talbote",
                    "2021-03-04",
                    "LOKALES",
                    "Das Wehr am Mühlbach wird nach vielen Jahren endlich erneuert und verbreitert, sagte die Stadt."
                ),
                row("Fähre ruht", "Talbote", "2021-03-05", "", "Die Fähre ruht.")
            ]
        );
    }

    #[test]
    fn labels_of_nexis_end_only_the_article() {
        let head = "Weg\nBote\n4. März 2021 Donnerstag\nLength: 9 words\nBody\n";
        for (text, expected) in [
            ("Eins.\n\nUpdate: Zwei.\n\nDrei.\nLoad-Date: March 4, 2021\n", "Eins.\nUpdate: Zwei.\nDrei."),
            (
                "Eins.\nLanguage: ein Wort\nDrei.\nGraphic\nBild\nLoad-Date: March 4, 2021\n",
                "Eins.\nLanguage: ein Wort\nDrei.\nGraphic\nBild",
            ),
            ("Eins.\nUpdate: Zwei ist gelöscht.\nLoad-Date: March 4, 2021\n", "Eins.\nUpdate: Zwei ist gelöscht."),
            ("Eins.\nUpdate: Zwei.\n", "Eins.\nUpdate: Zwei."),
            (
                "Eins.\nClassification\nLanguage: GERMAN\nSubject: x (90%)\nLoad-Date: March 4, 2021\nCopyright 2021\n",
                "Eins.",
            ),
        ] {
            let whole = format!("{head}{text}End of Document\n");
            assert_eq!(found(&whole)[0][4], expected, "{text}");
        }
    }

    #[test]
    fn wiso_with_its_lines_above_or_below() {
        let text = "Wehr wird erneuert\nTalbote vom 04.03.2021, Seite 12\n\nDas Wehr wird erneuert.\nEs folgt die Brücke.\n\nRessort: Lokales\nDokumentnummer: TALB-4711\nDauerhafte Adresse des Dokuments: https://x.example/1\nAlle Rechte vorbehalten: (c) Talbote\n\n\
                    Fähre ruht\n\nDie Fähre ruht.\n\nQuelle: Talbote vom 05.03.2021 Nr. 54, Seite 3\nRessort: Region\nDokumentnummer: TALB-4712\n";
        assert_eq!(
            found(text),
            [
                row(
                    "Wehr wird erneuert",
                    "Talbote",
                    "2021-03-04",
                    "Lokales",
                    "Das Wehr wird erneuert.\nEs folgt die Brücke."
                ),
                row("Fähre ruht", "Talbote", "2021-03-05", "Region", "Die Fähre ruht.")
            ]
        );
    }

    #[test]
    fn what_is_no_export() {
        for text in [
            "",
            "Der Rat tagt\n254 Wörter\nEr tagte lange.",
            "Die Kanzlei legte vor:\nDokument AB12345678901x\nDas war alles.",
            "Der Rat tagt\nEr sah die Akte.\nDokumentnummer: 4711\nDann ging er.",
            "Protokoll\nSitzung vom 04.03.2021\nDokumentnummer: 4711\n\nDer Rat beschloss den Radweg.",
            "Beschluss\n\nQuelle: Archiv vom 04.03.2021\nDokumentnummer: 12\n\nDer Rat beschloss den Radweg.",
            "Beschluss\nArchiv vom 04.03.2021\nDer Rat tagte.\nDokumentnummer: 12\nDer Rat beschloss den Radweg.",
            "Bericht\nDer Rat hat getagt.\n4. März 2021\n\nDer Weg kommt.\n\nEnde des Dokuments\n\nAnhang: Es brannte.",
            "Bericht\nDer Rat hat getagt.\n4. März 2021\n\nDer Weg kommt.\n\nEnde des Dokuments",
            "Radweg\nBote\n4. März 2021\nBody\nDer Weg kommt.\nEnd of Document\nOhne Tag\nEs brannte am Kanal.",
            "Radweg\n9 Wörter\n4 März 2021\nDer Weg kommt.\nDokument TALB000020210304eh34\nEs brannte am Kanal.",
            "Es begann so.\n1 of 2 DOCUMENTS\nBote\n4. März 2021\nDer Weg kommt.\nEr ist lang.",
            "Der Film\nEr endet so:\nEnd of Document\nUnd alle gingen heim.",
            "Am Ende\nEr las 1 of 2 books.\nDokumentation 4711",
        ] {
            assert_eq!(found(text), [] as [[String; 5]; 0], "{text}");
        }
    }
}
