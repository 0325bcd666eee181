//! Which terms does a word of a text stand for?

use super::interner::Interner;
use super::meanings::{Meaning, Meanings};
use super::texts::Texts;
use crate::copies;
use crate::german::{Analyzer, Place, QUOTE, Remembered, UNQUOTE, quoted};

/// The numbers of the words that stand beside the first and the last word of a quotation; that of the gap is before them.
const QUOTES: u32 = 1;
const UNQUOTES: u32 = 2;

/// Words as written, each with its number, and what they stand for: numbers of strings.
pub(super) struct Vocabulary<'a> {
    analyzer: &'a Analyzer,
    meanings: &'a Meanings,
    meaning: Meaning,
    remembered: Remembered,
    /// Words as written.
    words: Interner,
    /// Of each word: where its strings begin in `strings`, the exact form (or none) first, and the number by which texts are
    /// compared.
    starts: Vec<(u32, bool, u32)>,
    strings: Vec<u32>,
    /// Exact forms and terms.
    names: Interner,
    /// The key of a word whose halves stand apart.
    key: String,
}

impl<'a> Vocabulary<'a> {
    pub(super) fn new(analyzer: &'a Analyzer, meanings: &'a Meanings) -> Vocabulary<'a> {
        let mut words = Interner::default();
        words.number("\0");
        let mut vocabulary = Vocabulary {
            analyzer,
            meanings,
            meaning: Meaning::default(),
            remembered: Remembered::default(),
            words,
            starts: vec![(0, false, 0), (0, false, 0)],
            strings: Vec::new(),
            names: Interner::default(),
            key: String::new(),
        };
        for mark in [QUOTE, UNQUOTE] {
            vocabulary.words.number(&format!("\0{mark}"));
            vocabulary.strings.push(vocabulary.names.number(mark).0);
            vocabulary.end_word(true, 0);
        }
        vocabulary
    }

    /// Adds the words of `text` to the open one of `texts`.
    pub(super) fn read(&mut self, text: &str, texts: &mut Texts) {
        let mut remembered = std::mem::take(&mut self.remembered);
        let mut places = self.analyzer.tokens_with(text, &mut remembered);
        let mut quotations = quoted(text).into_iter().peekable();
        let mut is_quoted = false;
        while let Some(place) = places.place() {
            match place {
                Place::Word(at) => {
                    let begin = places.begin(at);
                    while quotations.next_if(|quotation| quotation.end <= begin).is_some() {
                        if std::mem::take(&mut is_quoted) {
                            texts.push_beside_last(UNQUOTES);
                        }
                    }
                    if !is_quoted && quotations.peek().is_some_and(|quotation| quotation.start <= begin) {
                        texts.push_before_next(QUOTES);
                        is_quoted = true;
                    }
                    let (written, span) = places.written(at);
                    let (number, is_new) = self.words.number(written);
                    if is_new {
                        self.meanings.get(written, &mut self.meaning, || places.new_form(at));
                        self.strings.extend(self.meaning.forms().map(|form| self.names.number(form).0));
                        let compared = self.meaning.forms().next().map_or(0, copies::word_hash);
                        self.end_word(true, compared);
                    }
                    if span > 1 { texts.push_before_next(number) } else { texts.push(number) }
                }
                Place::Apart(token) => {
                    self.key.clear();
                    self.key.push('\0');
                    self.key.push_str(&token.word.exact);
                    let (number, is_new) = self.words.number(&self.key);
                    if is_new {
                        self.strings.push(self.names.number(&token.word.term).0);
                        self.end_word(false, 0);
                    }
                    texts.push_beside_last(number);
                }
            }
        }
        if is_quoted {
            texts.push_beside_last(UNQUOTES);
        }
        drop(places);
        self.remembered = remembered;
    }

    /// Ends the strings of the newest word. `is_exact`: the first of them is its exact form, which is compared as `compared`.
    fn end_word(&mut self, is_exact: bool, compared: u32) {
        if let Some(last) = self.starts.last_mut() {
            (last.1, last.2) = (is_exact, compared);
        }
        self.starts.push((self.strings.len() as u32, false, 0));
    }

    /// The terms of a word, none for a stop word.
    pub(super) fn terms(&self, word: u32) -> &[u32] {
        let (start, end, is_exact) = self.range(word);
        &self.strings[start + usize::from(is_exact)..end]
    }

    /// The exact form of a word, none for one that does not stand in the text as it is.
    pub(super) fn exact(&self, word: u32) -> &[u32] {
        let (start, _, is_exact) = self.range(word);
        &self.strings[start..start + usize::from(is_exact)]
    }

    fn range(&self, word: u32) -> (usize, usize, bool) {
        let (start, is_exact, _) = self.starts[word as usize];
        (start as usize, self.starts[word as usize + 1].0 as usize, is_exact)
    }

    /// The number by which a word is compared with those of other texts.
    pub(super) fn compared(&self, word: u32) -> u32 {
        self.starts[word as usize].2
    }

    /// The strings that the numbers of [`Vocabulary::terms`] and [`Vocabulary::exact`] stand for.
    pub(super) fn names(&self) -> &Interner {
        &self.names
    }

    /// Frees what only reading needs: no text comes any more.
    pub(super) fn close(&mut self) {
        self.words = Interner::default();
        self.names.close();
    }

    /// Bytes of memory, about.
    pub(super) fn memory(&self) -> usize {
        self.words.memory() + self.names.memory() + 4 * self.strings.capacity() + 12 * self.starts.capacity()
    }
}
