//! Packs sentences into passages.

use std::ops::Range;

use super::sentences::{cut_point, sentences, trimmed};
use crate::corpus::Article;

/// Words at which a passage is complete. About 100 words is the unit on which the ranking was measured.
const FULL_WORDS: usize = 85;
/// Most words of a passage: a sentence that would exceed them begins the next one.
const MAX_WORDS: usize = 125;
/// Words below which a remainder joins the passage before it, if no heading stands between them.
const MIN_WORDS: usize = 25;
/// Words above which a sentence (a table, a list without punctuation) is cut between words.
const MAX_SENTENCE_WORDS: usize = 2 * MAX_WORDS;
/// Bytes above which a run without white space counts as several words, separated by other marks.
const MAX_WORD_BYTES: usize = 1000;

/// Unit of retrieval: about 100 words of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passage {
    /// Byte range in the article's body, from the beginning of one word to the end of another.
    pub range: Range<usize>,
}

/// Cuts an article's body into passages at sentence, paragraph and heading borders.
///
/// The passages are in order, do not overlap and leave out only white space. A heading begins a passage and stays with the text
/// below it. An empty body has no passages.
///
/// ```
/// use fundstelle::corpus::Article;
///
/// let article = Article { body: "Die Fähre ruht.\nMorgen fährt sie.".to_owned(), ..Article::default() };
/// let passages = fundstelle::passage::passages(&article);
/// assert_eq!(passages.len(), 1);
/// assert_eq!(&article.body[passages[0].range.clone()], article.body);
/// ```
#[must_use]
pub fn passages(article: &Article) -> Vec<Passage> {
    let mut packer = Packer::default();
    let mut headings = article.headings.iter().peekable();
    let mut start = 0;
    for line in article.body.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let is_heading = headings.next_if(|heading| heading.end <= range.end).is_some();
        let Some(paragraph) = trimmed(&article.body, range) else { continue };
        if is_heading {
            packer.heading(&article.body, paragraph);
        } else {
            packer.paragraph(&article.body, paragraph);
        }
    }
    packer.finish()
}

/// Fills one passage after the other.
#[derive(Default)]
struct Packer {
    done: Vec<Passage>,
    /// Range of the open passage.
    open: Option<Range<usize>>,
    /// Words of the open passage, headings included.
    words: usize,
    /// Words of its headings.
    heading_words: usize,
    /// True if the open passage begins with a heading.
    headed: bool,
    /// Words of the last complete passage.
    last_words: usize,
}

impl Packer {
    fn heading(&mut self, body: &str, range: Range<usize>) {
        if self.words > self.heading_words {
            self.close();
        }
        let words = count_words(&body[range.clone()]);
        self.headed = true;
        self.heading_words += words;
        self.extend(range, words);
    }

    fn paragraph(&mut self, body: &str, paragraph: Range<usize>) {
        let words = count_words(&body[paragraph.clone()]);
        if self.words + words <= MAX_WORDS {
            // it fits whole, so that its sentences, which are slow to find, make no difference
            self.extend(paragraph, words);
        } else {
            self.sentences(body, paragraph);
        }
        if self.words >= FULL_WORDS {
            self.close();
        }
    }

    fn sentences(&mut self, body: &str, paragraph: Range<usize>) {
        for sentence in sentences(&body[paragraph.clone()]) {
            let sentence = paragraph.start + sentence.start..paragraph.start + sentence.end;
            for piece in pieces(body, sentence) {
                let words = count_words(&body[piece.clone()]);
                let has_text = self.words > self.heading_words;
                if has_text && self.words + words > MAX_WORDS {
                    self.close();
                }
                self.extend(piece, words);
            }
        }
    }

    fn extend(&mut self, range: Range<usize>, words: usize) {
        self.words += words;
        match &mut self.open {
            Some(open) => open.end = range.end,
            None => self.open = Some(range),
        }
    }

    fn close(&mut self) {
        let Some(range) = self.open.take() else { return };
        let short = self.words < MIN_WORDS && !self.headed && self.last_words + self.words <= MAX_WORDS + MIN_WORDS;
        match self.done.last_mut() {
            Some(last) if short => {
                last.range.end = range.end;
                self.last_words += self.words;
            }
            _ => {
                self.done.push(Passage { range });
                self.last_words = self.words;
            }
        }
        (self.words, self.heading_words, self.headed) = (0, 0, false);
    }

    fn finish(mut self) -> Vec<Passage> {
        self.close();
        self.done
    }
}

/// Counts the words between white space; a run longer than any word counts as several.
fn count_words(text: &str) -> usize {
    let words = text.split_whitespace();
    // a short text has no such run
    if text.len() < MAX_WORD_BYTES { words.count() } else { words.map(|word| 1 + word.len() / MAX_WORD_BYTES).sum() }
}

/// Returns the words of `text`; a run longer than any word comes in pieces.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().flat_map(|mut rest| {
        std::iter::from_fn(move || {
            let (word, later) = rest.split_at(cut_point(rest, MAX_WORD_BYTES));
            rest = later;
            (!word.is_empty()).then_some(word)
        })
    })
}

/// Returns a sentence whole, or in pieces of at most [`MAX_WORDS`] words if it has more than [`MAX_SENTENCE_WORDS`].
fn pieces(body: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let text = &body[sentence.clone()];
    if count_words(text) <= MAX_SENTENCE_WORDS {
        return vec![sentence];
    }
    let words: Vec<&str> = words(text).collect();
    let at = |word: &str| word.as_ptr() as usize - body.as_ptr() as usize;
    words
        .chunks(MAX_WORDS)
        .map(|chunk| at(chunk[0])..at(chunk[chunk.len() - 1]) + chunk[chunk.len() - 1].len())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Makes an article of paragraphs; those that begin with # are headings.
    fn article(paragraphs: &[String]) -> Article {
        let mut article = Article::default();
        for paragraph in paragraphs {
            let start = article.body.len();
            let text = paragraph.trim_start_matches('#');
            article.body.push_str(text);
            if text.len() < paragraph.len() {
                article.headings.push(start..article.body.len());
            }
            article.body.push('\n');
        }
        article
    }

    fn text(words: usize) -> String {
        let mut text = String::new();
        for sentence in 0..words / 10 {
            text += &format!("Im Satz Nummer {sentence} stehen zehn Wörter und ein Punkt. ");
        }
        text
    }

    fn cut(paragraphs: &[String]) -> Vec<(String, usize)> {
        let article = article(paragraphs);
        passages(&article)
            .into_iter()
            .map(|p| article.body[p.range].to_owned())
            .map(|p| (p.split_whitespace().next().unwrap().to_owned(), count_words(&p)))
            .collect()
    }

    #[test]
    fn packs_paragraphs() {
        assert_eq!(cut(&[text(30), text(30), text(30)]), [("Im".into(), 90)]);
        assert_eq!(cut(&[text(90), text(90)]), [("Im".into(), 90), ("Im".into(), 90)]);
        assert_eq!(cut(&[text(300)]), [("Im".into(), 120), ("Im".into(), 120), ("Im".into(), 60)]);
        assert_eq!(cut(&[text(100), text(20)]), [("Im".into(), 120)]);
        assert!(cut(&[]).is_empty());
    }

    #[test]
    fn headings_begin_passages() {
        let parts = cut(&[text(20), "#Eins".into(), text(20), "#Zwei".into(), "#Drei".into(), text(150)]);
        let begins: Vec<&str> = parts.iter().map(|(word, _)| word.as_str()).collect();
        assert_eq!(begins, ["Im", "Eins", "Zwei", "Im"]);
    }

    #[test]
    fn a_sentence_without_end_is_cut_between_words() {
        let parts = cut(&["Wort ".repeat(1000)]);
        assert_eq!(parts.len(), 8);
        assert!(parts.iter().all(|(_, words)| *words == 125));
    }

    #[test]
    fn a_text_without_blanks_is_cut_between_words() {
        let article = article(&["Er.ging–weg!".repeat(100_000)]);
        let parts = passages(&article);
        assert!(parts.len() > 5);
        for Passage { range } in parts {
            let text = &article.body[range];
            assert!(text.len() <= MAX_WORDS * MAX_WORD_BYTES);
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            assert!(words.clone().count() > 100 && words.clone().all(|word| ["Er", "ging", "weg"].contains(&word)));
        }
        assert_eq!(cut(&["ä\u{308}".repeat(100_000)]).len(), 1);
    }
}
