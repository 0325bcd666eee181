//! Sentences packed into passages.

use std::ops::Range;

use super::sentences::{cut_at, sentences, trimmed};
use crate::corpus::Article;

/// Words at which a passage is full; one more sentence may not take it beyond `MOST_WORDS`.
/// About 100 words is the unit on which the ranking was measured.
const ENOUGH_WORDS: usize = 85;
const MOST_WORDS: usize = 125;
/// A remainder shorter than this joins the passage before it, if no heading stands between.
const FEWEST_WORDS: usize = 25;
/// A sentence longer than this (a table, a list without marks) is cut between words.
const LONGEST_SENTENCE: usize = 2 * MOST_WORDS;
/// What has more bytes without a blank is not one word but many, parted by other marks.
const LONGEST_WORD: usize = 1000;

/// The unit of retrieval: about 100 words of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Bytes of the article's body, on word and sentence borders.
    pub range: Range<usize>,
}

/// Cuts an article's body into passages at sentence, paragraph and heading borders.
///
/// The passages are in order, do not overlap and leave out only white space. A heading begins a passage and
/// stays with the text below it. An empty body has none.
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

#[derive(Default)]
struct Packer {
    done: Vec<Passage>,
    /// The passage being filled, its words, and how many of them belong to headings.
    open: Option<Range<usize>>,
    words: usize,
    heading_words: usize,
    /// Whether the open passage begins with a heading.
    headed: bool,
    /// Words of the last finished passage.
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
        if self.words + words <= MOST_WORDS {
            // It fits whole: where its sentences end, which takes long to find out, makes no difference.
            self.extend(paragraph, words);
        } else {
            self.sentences(body, paragraph);
        }
        if self.words >= ENOUGH_WORDS {
            self.close();
        }
    }

    fn sentences(&mut self, body: &str, paragraph: Range<usize>) {
        for sentence in sentences(&body[paragraph.clone()]) {
            let sentence = paragraph.start + sentence.start..paragraph.start + sentence.end;
            for piece in pieces(body, sentence) {
                let words = count_words(&body[piece.clone()]);
                let has_text = self.words > self.heading_words;
                if has_text && self.words + words > MOST_WORDS {
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
        let short =
            self.words < FEWEST_WORDS && !self.headed && self.last_words + self.words <= MOST_WORDS + FEWEST_WORDS;
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

/// Words between blanks; what is longer than any word counts as several.
fn count_words(text: &str) -> usize {
    let words = text.split_whitespace();
    // a short text has none that is longer
    if text.len() < LONGEST_WORD { words.count() } else { words.map(|word| 1 + word.len() / LONGEST_WORD).sum() }
}

/// The words of `text`, and what is longer than any word in pieces.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().flat_map(|mut rest| {
        std::iter::from_fn(move || {
            let (word, later) = rest.split_at(cut_at(rest, LONGEST_WORD));
            rest = later;
            (!word.is_empty()).then_some(word)
        })
    })
}

/// A sentence whole, or in pieces of at most [`MOST_WORDS`] words when it is longer than any sentence is.
fn pieces(body: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let text = &body[sentence.clone()];
    if count_words(text) <= LONGEST_SENTENCE {
        return vec![sentence];
    }
    let words: Vec<&str> = words(text).collect();
    let at = |word: &str| word.as_ptr() as usize - body.as_ptr() as usize;
    words
        .chunks(MOST_WORDS)
        .map(|chunk| at(chunk[0])..at(chunk[chunk.len() - 1]) + chunk[chunk.len() - 1].len())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A body of paragraphs; those that begin with # are headings.
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
            assert!(text.len() <= MOST_WORDS * LONGEST_WORD);
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            assert!(words.clone().count() > 100 && words.clone().all(|word| ["Er", "ging", "weg"].contains(&word)));
        }
        assert_eq!(cut(&["ä\u{308}".repeat(100_000)]).len(), 1);
    }
}
