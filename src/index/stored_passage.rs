//! The stored form of a passage: what the index keeps to show it.

use std::io;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::corpus::{Article, LineMap};
use crate::passage::Passage;

/// Stored form of a passage, as JSON. Offsets are in characters (Unicode scalar values).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPassage {
    /// Id of the article.
    pub article: String,
    /// Absolute path of the source file.
    pub path: String,
    /// Headline of the article.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Day of publication as `YYYY-MM-DD`; empty if unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Newspaper, agency or site; empty if unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Section; empty if unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// Start of the passage in the article's body.
    pub start: u32,
    /// End of the passage (exclusive).
    pub end: u32,
    /// Paragraph of the body in which the passage begins, counted from 1.
    pub paragraph: u32,
    /// Offsets in the text at which a source line begins, each with its line number; the first is 0. Empty for a record of a
    /// file of records: its line changes with the records before it, so it is looked up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<(u32, u32)>,
    /// Offsets in the text at which a new place begins, each with its name, as in [`Article::places`]; the first is 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<(u32, String)>,
    /// Ranges of the headings in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<(u32, u32)>,
    /// Text of the passage.
    pub text: String,
}

/// Minimum size of a chunk of an article's body, in bytes. The body of a long article is compressed by chunks, because the documents
/// made from it need as much memory as its text.
const CHUNK_BYTES: usize = 1 << 20;
/// zstd level of chunks: the fastest.
const CHUNK_LEVEL: i32 = 1;

/// Iterator over the stored passages of an article.
pub(super) struct StoredPassageIter<'a> {
    path: &'a str,
    article: &'a Article,
    passages: std::slice::Iter<'a, Passage>,
    /// The current chunk of the body, decompressed.
    chunk: String,
    /// Offset of the chunk in the body, in bytes.
    chunk_start: usize,
    /// The chunks after the current one; the next is the last. Each begins with a passage.
    rest: Vec<CompressedChunk>,
    /// Bytes of the body whose characters and paragraphs are counted in `chars` and `paragraph`.
    counted: usize,
    chars: u32,
    paragraph: u32,
}

impl<'a> StoredPassageIter<'a> {
    /// Iterates over the passages of an article of the file `path`. `body` was taken out of `article`.
    pub(super) fn new(
        path: &'a str,
        article: &'a Article,
        body: String,
        passages: &'a [Passage],
    ) -> io::Result<StoredPassageIter<'a>> {
        let (chunk, rest) = chunks(body, passages)?;
        let passages = passages.iter();
        Ok(StoredPassageIter {
            path,
            article,
            passages,
            chunk,
            chunk_start: 0,
            rest,
            counted: 0,
            chars: 0,
            paragraph: 1,
        })
    }

    fn stored(&mut self, Passage { range }: &Passage) -> io::Result<StoredPassage> {
        while range.start >= self.chunk_start + self.chunk.len()
            && let Some(next) = self.rest.pop()
        {
            self.count_to(self.chunk_start + self.chunk.len());
            self.chunk_start = self.counted;
            self.chunk = next.decompress()?;
        }
        self.count_to(range.start);
        let (start, paragraph) = (self.chars, self.paragraph);
        let text = self.chunk[range.start - self.chunk_start..range.end - self.chunk_start].to_owned();
        self.count_to(range.end);
        let article = self.article;
        Ok(StoredPassage {
            article: article.id.clone(),
            path: self.path.to_owned(),
            title: article.title.clone(),
            date: article.date.map(|date| date.to_string()).unwrap_or_default(),
            source: article.source.clone(),
            section: article.section.clone(),
            start,
            end: self.chars,
            paragraph,
            lines: lines_in(&article.lines, &text, range),
            places: places_in(&article.places, &text, range),
            headings: headings_in(&article.headings, &text, range),
            text,
        })
    }

    /// Counts characters and paragraphs up to byte `end` of the body, which lies in the current chunk or at its end.
    fn count_to(&mut self, end: usize) {
        let text = &self.chunk[self.counted - self.chunk_start..end - self.chunk_start];
        self.chars += count_chars(text);
        self.paragraph += text.matches('\n').count() as u32;
        self.counted = end;
    }
}

impl Iterator for StoredPassageIter<'_> {
    type Item = io::Result<StoredPassage>;

    fn next(&mut self) -> Option<io::Result<StoredPassage>> {
        let passage = self.passages.next()?;
        Some(self.stored(passage))
    }
}

/// A compressed part of a text.
struct CompressedChunk {
    bytes: Vec<u8>,
    /// Length of the text in bytes.
    text_len: usize,
}

impl CompressedChunk {
    fn compress(text: &str) -> io::Result<CompressedChunk> {
        Ok(CompressedChunk { bytes: zstd::bulk::compress(text.as_bytes(), CHUNK_LEVEL)?, text_len: text.len() })
    }

    fn decompress(&self) -> io::Result<String> {
        String::from_utf8(zstd::bulk::decompress(&self.bytes, self.text_len)?).map_err(io::Error::other)
    }
}

/// Splits `body` into chunks: returns the first, and the others compressed, from the last to the second. All others begin with a
/// passage.
fn chunks(mut body: String, passages: &[Passage]) -> io::Result<(String, Vec<CompressedChunk>)> {
    let mut rest = Vec::new();
    for Passage { range } in passages.iter().rev() {
        if range.start > 0 && body.len() - range.start >= CHUNK_BYTES {
            rest.push(CompressedChunk::compress(&body[range.start..])?);
            body.truncate(range.start);
            // The allocator shrinks in place; one that copied would take long with a body of gigabytes.
            body.shrink_to_fit();
        }
    }
    Ok((body, rest))
}

/// Returns the offsets at which source lines begin in `text`, which is `range` of the body, with the line numbers.
fn lines_in(lines: &LineMap, text: &str, range: &Range<usize>) -> Vec<(u32, u32)> {
    let LineMap::Starts(starts) = lines else { return Vec::new() };
    let inside = &starts[starts.partition_point(|(start, _)| *start as usize <= range.start)..];
    let inside = inside.iter().take_while(|(start, _)| (*start as usize) < range.end);
    let offsets = inside.map(|&(start, line)| (count_chars(&text[..start as usize - range.start]), line));
    std::iter::once((0, lines.line_at(range.start))).chain(offsets).collect()
}

/// Returns the places of `text`, which is `range` of the body, with offsets in its characters.
fn places_in(places: &[(u32, String)], text: &str, range: &Range<usize>) -> Vec<(u32, String)> {
    let after = places.partition_point(|(start, _)| *start as usize <= range.start);
    let first = after.checked_sub(1).map(|at| (0, places[at].1.clone()));
    let inside = places[after..].iter().take_while(|(start, _)| (*start as usize) < range.end);
    let offsets = inside.map(|(start, place)| (count_chars(&text[..*start as usize - range.start]), place.clone()));
    first.into_iter().chain(offsets).collect()
}

/// Returns the ranges of the headings in `text`, which is `range` of the body.
fn headings_in(headings: &[Range<usize>], text: &str, range: &Range<usize>) -> Vec<(u32, u32)> {
    let inside = &headings[headings.partition_point(|heading| heading.start < range.start)..];
    let inside = inside.iter().take_while(|heading| heading.end <= range.end);
    let ranges = inside.map(|heading| {
        let start = count_chars(&text[..heading.start - range.start]);
        (start, start + count_chars(&text[heading.start - range.start..heading.end - range.start]))
    });
    ranges.collect()
}

fn count_chars(text: &str) -> u32 {
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
        assert!(article.body.len() > CHUNK_BYTES);
        let cut = passages(&article);
        let stored = StoredPassageIter::new("p", &article, article.body.clone(), &cut).unwrap();
        let stored: Vec<StoredPassage> = stored.map(Result::unwrap).collect();
        assert_eq!(stored.len(), cut.len());
        // A sample from the middle, where chunks end, and the last passage.
        for (passage, Passage { range }) in
            stored.iter().zip(&cut).step_by(97).chain(stored.iter().zip(&cut).rev().take(1))
        {
            let before = &article.body[..range.start];
            assert_eq!(passage.text, article.body[range.clone()]);
            assert_eq!((passage.start, passage.end), (count_chars(before), count_chars(&article.body[..range.end])));
            assert_eq!(passage.paragraph, before.matches('\n').count() as u32 + 1);
            let offsets = starts.iter().map(|(start, line)| (*start as usize, *line));
            let inside = offsets.filter(|(start, _)| range.contains(start));
            let lines: Vec<(u32, u32)> =
                inside.map(|(start, line)| (count_chars(&article.body[range.start..start]), line)).collect();
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
