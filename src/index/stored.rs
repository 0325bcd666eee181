//! What the index keeps of a passage to show it.

use std::io;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::corpus::{Article, LineMap};
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

/// Bytes of a long article that wait together, packed: what becomes of an article needs as much memory as its text.
const PIECE: usize = 1 << 20;
/// The level of zstd for them, its fastest.
const LEVEL: i32 = 1;

/// The stored form of the passages of an article, one after the other.
pub(super) struct StoredPassages<'a> {
    path: &'a str,
    article: &'a Article,
    passages: std::slice::Iter<'a, Passage>,
    /// A piece of the body, from the byte `begin` on.
    piece: String,
    begin: usize,
    /// The pieces after it, packed, the next one last. Each begins with a passage.
    rest: Vec<Packed>,
    /// Up to this byte of the body characters and paragraphs are counted: once over it in all.
    at: usize,
    chars: u32,
    paragraph: u32,
}

impl<'a> StoredPassages<'a> {
    /// Of an article of the file `path`, whose `body` stands apart.
    pub(super) fn new(
        path: &'a str,
        article: &'a Article,
        body: String,
        passages: &'a [Passage],
    ) -> io::Result<StoredPassages<'a>> {
        let (piece, rest) = pieces(body, passages)?;
        let passages = passages.iter();
        Ok(StoredPassages { path, article, passages, piece, begin: 0, rest, at: 0, chars: 0, paragraph: 1 })
    }

    fn stored(&mut self, Passage { range }: &Passage) -> io::Result<Stored> {
        while range.start >= self.begin + self.piece.len()
            && let Some(next) = self.rest.pop()
        {
            self.count_to(self.begin + self.piece.len());
            self.begin = self.at;
            self.piece = next.text()?;
        }
        self.count_to(range.start);
        let (start, paragraph) = (self.chars, self.paragraph);
        let text = self.piece[range.start - self.begin..range.end - self.begin].to_owned();
        self.count_to(range.end);
        let article = self.article;
        Ok(Stored {
            article: article.id.clone(),
            path: self.path.to_owned(),
            title: article.title.clone(),
            date: article.date.map(|date| date.to_string()).unwrap_or_default(),
            source: article.source.clone(),
            section: article.section.clone(),
            start,
            end: self.chars,
            paragraph,
            lines: lines(&article.lines, &text, range),
            headings: headings(&article.headings, &text, range),
            text,
        })
    }

    /// Counts up to the byte `end` of the body, which lies in the piece at hand or at its end.
    fn count_to(&mut self, end: usize) {
        let text = &self.piece[self.at - self.begin..end - self.begin];
        self.chars += count(text);
        self.paragraph += text.matches('\n').count() as u32;
        self.at = end;
    }
}

impl Iterator for StoredPassages<'_> {
    type Item = io::Result<Stored>;

    fn next(&mut self) -> Option<io::Result<Stored>> {
        let passage = self.passages.next()?;
        Some(self.stored(passage))
    }
}

/// A piece of a text, compressed.
struct Packed {
    bytes: Vec<u8>,
    /// Bytes of the text.
    length: usize,
}

impl Packed {
    fn new(text: &str) -> io::Result<Packed> {
        Ok(Packed { bytes: zstd::bulk::compress(text.as_bytes(), LEVEL)?, length: text.len() })
    }

    fn text(&self) -> io::Result<String> {
        String::from_utf8(zstd::bulk::decompress(&self.bytes, self.length)?).map_err(io::Error::other)
    }
}

/// `body` in pieces: the first one, and the others from the last to the second. These begin where a passage does.
fn pieces(mut body: String, passages: &[Passage]) -> io::Result<(String, Vec<Packed>)> {
    let mut rest = Vec::new();
    for Passage { range } in passages.iter().rev() {
        if range.start > 0 && body.len() - range.start >= PIECE {
            rest.push(Packed::new(&body[range.start..])?);
            body.truncate(range.start);
            // the allocator takes back the end where it is; one that copies would take long with a body of gigabytes
            body.shrink_to_fit();
        }
    }
    Ok((body, rest))
}

/// Where source lines begin in `text`, which stands at `range` of the body, with their numbers.
fn lines(lines: &LineMap, text: &str, range: &Range<usize>) -> Vec<(u32, u32)> {
    let LineMap::Starts(starts) = lines else { return Vec::new() };
    let inside = &starts[starts.partition_point(|(start, _)| *start as usize <= range.start)..];
    let inside = inside.iter().take_while(|(start, _)| (*start as usize) < range.end);
    let places = inside.map(|&(start, line)| (count(&text[..start as usize - range.start]), line));
    std::iter::once((0, lines.line_at(range.start))).chain(places).collect()
}

/// The headings in `text`, which stands at `range` of the body.
fn headings(headings: &[Range<usize>], text: &str, range: &Range<usize>) -> Vec<(u32, u32)> {
    let inside = &headings[headings.partition_point(|heading| heading.start < range.start)..];
    let inside = inside.iter().take_while(|heading| heading.end <= range.end);
    let places = inside.map(|heading| {
        let start = count(&text[..heading.start - range.start]);
        (start, start + count(&text[heading.start - range.start..heading.end - range.start]))
    });
    places.collect()
}

fn count(text: &str) -> u32 {
    text.chars().count() as u32
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::passage::passages;

    #[test]
    fn a_long_article_is_stored_as_a_short_one() {
        let mut article = Article::default();
        let mut starts = Vec::new();
        for line in 1..=40_000 {
            starts.push((article.body.len() as u32, line));
            if line % 7 == 0 {
                article.headings.push(article.body.len()..article.body.len() + "Zwölfte Änderung".len());
            }
            article.body += if line % 7 == 0 {
                "Zwölfte Änderung\n"
            } else {
                "Über den Bädern „weht“ ein Fähnchen. 🚆\n"
            };
        }
        article.lines = LineMap::Starts(starts.clone());
        assert!(article.body.len() > PIECE);
        let cut = passages(&article);
        let stored = StoredPassages::new("p", &article, article.body.clone(), &cut).unwrap();
        let stored: Vec<Stored> = stored.map(Result::unwrap).collect();
        assert_eq!(stored.len(), cut.len());
        // some in the middle, where pieces end, and the last
        for (passage, Passage { range }) in
            stored.iter().zip(&cut).step_by(97).chain(stored.iter().zip(&cut).rev().take(1))
        {
            let before = &article.body[..range.start];
            assert_eq!(passage.text, article.body[range.clone()]);
            assert_eq!((passage.start, passage.end), (count(before), count(&article.body[..range.end])));
            assert_eq!(passage.paragraph, before.matches('\n').count() as u32 + 1);
            let places = starts.iter().map(|(start, line)| (*start as usize, *line));
            let inside = places.filter(|(start, _)| range.contains(start));
            let lines: Vec<(u32, u32)> =
                inside.map(|(start, line)| (count(&article.body[range.start..start]), line)).collect();
            assert_eq!(passage.lines, lines);
            let headings = article.headings.iter().filter(|heading| range.contains(&heading.start));
            let headings: Vec<&str> = headings.map(|heading| &article.body[heading.clone()]).collect();
            let text: Vec<char> = passage.text.chars().collect();
            let found =
                passage.headings.iter().map(|(from, to)| text[*from as usize..*to as usize].iter().collect::<String>());
            assert_eq!(found.collect::<Vec<String>>(), headings);
        }
    }
}
