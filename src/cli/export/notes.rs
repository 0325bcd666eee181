//! How does a hit look as a note in Markdown?
//!
//! Front matter in YAML, the passage as a quotation with its matches between `==`, and the citation: what Obsidian, Zettlr and Logseq
//! read. Fields are quoted, and what Markdown would read in a text is escaped.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use fundstelle::cite::Citation;
use fundstelle::search::{Hit, Searcher};

use super::super::output::{json_line, visible};
use super::{ExportedAnswer, cited, shown};
use crate::messages::{exports, language, texts};
use crate::wire::marks::pieces;

/// Characters of a headline in the name of a file.
const MAX_NAME_CHARS: usize = 80;
/// Hexadecimal digits of the hash of the id that make the name of a file unique.
const NAME_DIGITS: usize = 8;
/// Characters that Markdown, its usual extensions or HTML read anywhere in a line.
const SPECIAL: &str = "\\`*_[]<>#|~=$&%{}^";

/// Returns the notes of all passages.
pub(super) fn all(answers: &[ExportedAnswer], searcher: &Searcher) -> Result<Vec<String>> {
    let of = |answer| move |hit| (answer, hit);
    let passages = answers.iter().flat_map(|answer| answer.passages().map(of(answer)));
    passages.map(|(answer, hit)| note(answer, hit, searcher)).collect()
}

/// Writes each note into a file of its own, and returns what to tell about it. A note that exists is left alone: it may have been
/// written in.
pub(super) fn write_folder(answers: &[ExportedAnswer], searcher: &Searcher, folder: &Path) -> Result<String> {
    let (mut written, mut kept) = (0, 0);
    for answer in answers {
        for hit in answer.passages() {
            let path = folder.join(file_name(hit));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    file.write_all(note(answer, hit, searcher)?.as_bytes()).with_context(|| shown(&path))?;
                    written += 1;
                }
                Err(err) if err.kind() == ErrorKind::AlreadyExists => kept += 1,
                Err(err) => return Err(err).with_context(|| shown(&path)),
            }
        }
    }
    let told = exports::written(&exports::NOTES.counted(language(), written), &shown(folder));
    Ok(match kept {
        0 => told,
        _ => format!("{told}\n{}", exports::NOTES_KEPT.counted(language(), kept)),
    })
}

/// Returns the name of the file of a hit: `2018-04-21 Bahn streikt 3fa9c0d1.md`. Only letters, digits, blanks and hyphens.
fn file_name(hit: &Hit) -> String {
    let words = hit.title.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    let title: String = words.collect::<Vec<_>>().join(" ").chars().take(MAX_NAME_CHARS).collect();
    let hash = &blake3::hash(hit.id.as_bytes()).to_hex()[..NAME_DIGITS];
    let parts = [hit.date.as_str(), title.trim_matches(['-', ' ']), hash];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.md", parts.join(" "))
}

fn note(answer: &ExportedAnswer, hit: &Hit, searcher: &Searcher) -> Result<String> {
    let language = language();
    let (citation, line) = cited(language, searcher, hit)?;
    let title = if hit.title.is_empty() { texts::UNTITLED.to(language) } else { &hit.title };
    let mut note = front_matter(answer, hit, &citation)?;
    let _ = writeln!(note, "# {}\n", marked(title, &hit.title_highlights));
    for (at, paragraph) in paragraphs(hit).iter().enumerate() {
        let between = if at > 0 { ">\n" } else { "" };
        let _ = writeln!(note, "{between}> {paragraph}");
    }
    let _ = writeln!(note, "\n{}\n", escaped(&line));
    Ok(note)
}

/// Returns the fields of a hit. Empty ones are left out.
fn front_matter(answer: &ExportedAnswer, hit: &Hit, citation: &Citation) -> Result<String> {
    let mut out = String::from("---\n");
    let topic = answer.topic.as_deref().unwrap_or_default();
    for (name, value) in [
        ("title", hit.title.as_str()),
        ("date", &hit.date),
        ("source", &hit.source),
        ("section", &hit.section),
        ("id", &hit.id),
        ("article", &hit.article),
        ("path", &hit.path),
        ("url", &citation.url()),
        ("place", &hit.place),
        ("blake3", &citation.hash),
        ("topic", topic),
        ("query", &answer.query),
    ] {
        if !value.is_empty() {
            let _ = writeln!(out, "{name}: {}", yaml(value)?);
        }
    }
    for (name, value) in [("paragraph", hit.paragraph), ("line", hit.line), ("start", hit.start), ("end", hit.end)] {
        let _ = writeln!(out, "{name}: {value}");
    }
    let _ = writeln!(out, "rank: {}", hit.rank);
    if let Some(copies) = hit.copies {
        let _ = writeln!(out, "copies: {copies}");
    }
    out.push_str("tags: [fundstelle]\n---\n\n");
    Ok(out)
}

/// Returns a double-quoted scalar of YAML 1.2. JSON has the same escapes; parsers refuse a few characters that JSON allows.
fn yaml(text: &str) -> Result<String> {
    let quoted = json_line(&text)?;
    Ok(quoted.replace('\u{feff}', "\\ufeff").replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff"))
}

/// Returns the paragraphs of a passage with its matches marked.
fn paragraphs(hit: &Hit) -> Vec<String> {
    let (mut paragraphs, mut start) = (Vec::new(), 0);
    for line in hit.text.split('\n') {
        let length = line.chars().count() as u32;
        let inside = |mark: &(u32, u32)| {
            let (from, to) = (mark.0.max(start), mark.1.min(start + length));
            (from < to).then(|| (from - start, to - start))
        };
        let marks: Vec<(u32, u32)> = hit.highlights.iter().filter_map(inside).collect();
        if !line.trim().is_empty() {
            paragraphs.push(marked(line, &marks));
        }
        start += length + 1;
    }
    paragraphs
}

/// Returns a line in which matches stand between `==`, and nothing else is markup.
fn marked(text: &str, marks: &[(u32, u32)]) -> String {
    let mut out = String::new();
    for (is_marked, piece) in pieces(text, marks, 0, u32::MAX) {
        let is_begin = out.is_empty();
        let piece = if is_begin { escaped(piece.trim_start()) } else { escaped_inside(&piece) };
        match is_marked {
            true => out.extend(["==", &piece, "=="]),
            false => out.push_str(&piece),
        }
    }
    out
}

/// Escapes a line that begins here: also what makes a list or a line of it.
fn escaped(line: &str) -> String {
    let text = escaped_inside(line);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some(b'-' | b'+') if digits == 0 => format!("\\{text}"),
        _ => text,
    }
}

/// Escapes a text inside a line.
fn escaped_inside(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if SPECIAL.contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_field_is_the_same_to_a_parser() {
        for text in [
            "Bahn: \"streikt\" 'wieder'",
            "--- ",
            "---\nid: x",
            "# kein Kommentar",
            "=HYPERLINK(\"x\")",
            "!!python/object",
            "*a &b {c} [d]",
            "no",
            "2018-04-21",
            "\u{1b}[31m\u{9b}\u{0}\u{7f}\u{85}",
            "\u{202e}\u{2028}\u{feff}\u{fffe}\u{ffff}\u{d7ff}\u{e000}",
            "😀 C:\\pfad\\",
            "\t\r\n",
        ] {
            let line = yaml(text).unwrap();
            assert!(!line.contains(char::is_control), "{line}");
            assert_eq!(serde_norway::from_str::<String>(&line).unwrap(), text, "{line}");
        }
    }

    #[test]
    fn nothing_in_a_text_is_markup() {
        use pulldown_cmark::{Event, Options, Parser};
        for text in [
            "# Titel",
            "- Punkt",
            "+ Punkt",
            "* Punkt",
            "1. Punkt",
            "12) Punkt",
            "> Zitat",
            "<script>alert(1)</script>",
            "![x](http://example.org/x.png) [[Seite]]",
            "`code` **fett** _kursiv_ ~~weg~~ ==markiert==",
            "a | b | c",
            "&copy; &#35; $x$ %%weg%%",
            "---",
            "===",
            "    eingerückt",
        ] {
            let line = marked(text, &[]);
            let mut seen = String::new();
            // All extensions, but for the one that changes quotation marks and dashes.
            for event in Parser::new_ext(&line, Options::all().difference(Options::ENABLE_SMART_PUNCTUATION)) {
                match event {
                    Event::Text(text) => seen.push_str(&text),
                    Event::Start(pulldown_cmark::Tag::Paragraph) | Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
                    other => panic!("{text}: {other:?}"),
                }
            }
            assert_eq!(seen, text.trim(), "{line}");
        }
    }

    #[test]
    fn marks_and_names() {
        assert_eq!(marked("Die Bahn streikt", &[(4, 8)]), "Die ==Bahn== streikt");
        assert_eq!(marked("- Bahn", &[(2, 6)]), "\\- ==Bahn==");
        let hit = |title: &str, date: &str| Hit {
            title: title.to_owned(),
            date: date.to_owned(),
            id: "a#1".to_owned(),
            ..Hit::default()
        };
        for (title, date, begin) in [
            ("Bahn: „streikt“ / wieder?", "2018-04-21", "2018-04-21 Bahn streikt wieder "),
            ("../../etc/passwd", "", "etc passwd "),
            ("", "", ""),
            ("-rf *", "", "rf "),
            ("\u{202e}CON\u{0}.", "", "CON "),
        ] {
            let name = file_name(&hit(title, date));
            assert!(name.starts_with(begin) && name.ends_with(".md") && name.len() == begin.len() + 11, "{name}");
        }
        assert!(file_name(&hit(&"ß".repeat(10_000), "")).len() < 255);
    }
}
