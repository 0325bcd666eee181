//! What the index keeps of a passage to show it.

use serde::{Deserialize, Serialize};

use crate::corpus::{Article, Lines, SourceFile};
use crate::passage::Passage;

/// One passage as a hit shows it, stored as JSON. Offsets are in characters (Unicode scalar values).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Id of the article.
    pub article: String,
    /// Absolute path of the source file.
    pub path: String,
    /// Headline of the article.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Day of publication, `YYYY-MM-DD`, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Paper, agency or site, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Section, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// Where the passage begins in the article's body.
    pub start: u32,
    /// Where it ends (exclusive).
    pub end: u32,
    /// Paragraph of the body in which it begins, from 1.
    pub paragraph: u32,
    /// Places in the text where a new source line begins, with that line; the first at 0. Empty for a record
    /// of a file of many: its line is looked up, because it moves when records before it go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<(u32, u32)>,
    /// Headings in the text, as ranges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<(u32, u32)>,
    /// The text.
    pub text: String,
}

/// The stored form of all passages of an article whose index id is `id`.
pub(super) fn stored(file: &SourceFile, id: &str, article: &Article, passages: &[Passage]) -> Vec<Stored> {
    // Characters and paragraphs are counted on from passage to passage: once over the body in all.
    let (mut at, mut chars, mut paragraph) = (0, 0, 1);
    let mut all = Vec::with_capacity(passages.len());
    for Passage { range } in passages {
        let before = &article.body[at..range.start];
        chars += count(before);
        paragraph += before.matches('\n').count() as u32;
        let text = &article.body[range.clone()];
        let end = chars + count(text);
        all.push(Stored {
            article: id.to_owned(),
            path: file.key.clone(),
            title: article.title.clone(),
            date: article.date.map(|date| date.to_string()).unwrap_or_default(),
            source: article.source.clone(),
            section: article.section.clone(),
            start: chars,
            end,
            paragraph,
            lines: lines(article, range),
            headings: headings(article, range),
            text: text.to_owned(),
        });
        (at, chars) = (range.end, end);
        paragraph += text.matches('\n').count() as u32;
    }
    all
}

fn lines(article: &Article, range: &std::ops::Range<usize>) -> Vec<(u32, u32)> {
    let Lines::Starts(starts) = &article.lines else { return Vec::new() };
    let inside = starts.iter().filter(|(start, _)| range.start < *start && *start < range.end);
    let first = (0, article.lines.at(range.start));
    std::iter::once(first)
        .chain(inside.map(|&(start, line)| (count(&article.body[range.start..start]), line)))
        .collect()
}

fn headings(article: &Article, range: &std::ops::Range<usize>) -> Vec<(u32, u32)> {
    let inside = article.headings.iter().filter(|heading| range.start <= heading.start && heading.end <= range.end);
    inside
        .map(|heading| {
            let start = count(&article.body[range.start..heading.start]);
            (start, start + count(&article.body[heading.clone()]))
        })
        .collect()
}

fn count(text: &str) -> u32 {
    text.chars().count() as u32
}
