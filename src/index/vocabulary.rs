//! Words as written, each with an id, and the forms that each is indexed under.

use super::form_cache::{FormCache, IndexedForms};
use super::forward_index::ForwardIndex;
use super::interner::Interner;
use crate::copies;
use crate::german::{Analyzer, Occurrence, QUOTE, TokenCache, UNQUOTE, quoted};

/// Id of the word beside the first word of a quotation; id 0 is [`super::forward_index::GAP_WORD`].
const OPENING_QUOTE_WORD: u32 = 1;
/// Id of the word beside the last word of a quotation.
const CLOSING_QUOTE_WORD: u32 = 2;
/// Begins the key of a word that is not written as such in a text: gap, quotation marks, distant compounds, names.
const INTERNAL_PREFIX: char = '\0';
/// Begins the key of a stop word that stands like a name, after [`INTERNAL_PREFIX`].
const NAME_PREFIX: char = '\u{1}';

/// Vocabulary of a segment: word ids, and for each word the ids of its exact form and its terms.
pub(super) struct Vocabulary<'a> {
    analyzer: &'a Analyzer,
    form_cache: &'a FormCache,
    forms: IndexedForms,
    remembered: TokenCache,
    /// Words as written, and keys that begin with [`INTERNAL_PREFIX`].
    words: Interner,
    /// An entry for each word, and one for the next word to come.
    entries: Vec<WordEntry>,
    /// String ids of the words: the exact form of a word, if it has one, then its terms.
    form_ids: Vec<u32>,
    /// Exact forms and terms.
    strings: Interner,
    /// Buffer for the key of a distant compound or a name.
    key: String,
}

/// Data of a word.
#[derive(Debug, Clone, Copy, Default)]
struct WordEntry {
    /// Start of the word's forms in `form_ids`; they end where those of the next word start.
    start: u32,
    /// The first form is the exact form.
    has_exact: bool,
    /// Hash of the word in shingles, see [`copies::word`].
    shingle_hash: u32,
}

impl<'a> Vocabulary<'a> {
    pub(super) fn new(analyzer: &'a Analyzer, form_cache: &'a FormCache) -> Vocabulary<'a> {
        let mut words = Interner::default();
        words.intern(&INTERNAL_PREFIX.to_string());
        let mut vocabulary = Vocabulary {
            analyzer,
            form_cache,
            forms: IndexedForms::default(),
            remembered: TokenCache::default(),
            words,
            // The gap, which has no forms, and the next word.
            entries: vec![WordEntry::default(); 2],
            form_ids: Vec::new(),
            strings: Interner::default(),
            key: String::new(),
        };
        for mark in [QUOTE, UNQUOTE] {
            vocabulary.words.intern(&format!("{INTERNAL_PREFIX}{mark}"));
            vocabulary.form_ids.push(vocabulary.strings.intern(mark).0);
            vocabulary.end_word(true, 0);
        }
        vocabulary
    }

    /// Analyses `text` and appends its words to the open text of `texts`.
    pub(super) fn read(&mut self, text: &str, texts: &mut ForwardIndex) {
        let mut remembered = std::mem::take(&mut self.remembered);
        let mut tokens = self.analyzer.tokens_with(text, &mut remembered);
        let mut quotations = quoted(text).into_iter().peekable();
        let mut is_quoted = false;
        while let Some(occurrence) = tokens.next_occurrence() {
            match occurrence {
                Occurrence::Word(at) => {
                    let begin = tokens.start(at);
                    while quotations.next_if(|quotation| quotation.end <= begin).is_some() {
                        if std::mem::take(&mut is_quoted) {
                            texts.push_beside_last(CLOSING_QUOTE_WORD);
                        }
                    }
                    if !is_quoted && quotations.peek().is_some_and(|quotation| quotation.start <= begin) {
                        texts.push_before_next(OPENING_QUOTE_WORD);
                        is_quoted = true;
                    }
                    let (written, span) = tokens.written(at);
                    let key = if tokens.is_name(at) {
                        self.key.clear();
                        self.key.extend([INTERNAL_PREFIX, NAME_PREFIX]);
                        self.key.push_str(written);
                        &self.key
                    } else {
                        written
                    };
                    let (word, is_new) = self.words.intern(key);
                    if is_new {
                        self.form_cache.get(key, &mut self.forms, || tokens.new_form(at));
                        self.form_ids.extend(self.forms.iter().map(|form| self.strings.intern(form).0));
                        let shingle_hash = self.forms.iter().next().map_or(0, copies::word_hash);
                        self.end_word(true, shingle_hash);
                    }
                    if span > 1 { texts.push_before_next(word) } else { texts.push(word) }
                }
                Occurrence::Apart(token) => {
                    self.key.clear();
                    self.key.push(INTERNAL_PREFIX);
                    self.key.push_str(&token.word.exact);
                    let (word, is_new) = self.words.intern(&self.key);
                    if is_new {
                        self.form_ids.push(self.strings.intern(&token.word.term).0);
                        self.end_word(false, 0);
                    }
                    texts.push_beside_last(word);
                }
            }
        }
        if is_quoted {
            texts.push_beside_last(CLOSING_QUOTE_WORD);
        }
        drop(tokens);
        self.remembered = remembered;
    }

    /// Completes the entry of the newest word, whose forms are in `form_ids`, and begins the next.
    fn end_word(&mut self, has_exact: bool, shingle_hash: u32) {
        let newest = self.entries.len() - 1;
        (self.entries[newest].has_exact, self.entries[newest].shingle_hash) = (has_exact, shingle_hash);
        self.entries.push(WordEntry { start: self.form_ids.len() as u32, ..WordEntry::default() });
    }

    /// Number of words, whose ids are counted from 0.
    pub(super) fn len(&self) -> u32 {
        self.entries.len() as u32 - 1
    }

    /// Returns the string ids of a word's terms; none for a stop word.
    pub(super) fn terms(&self, word: u32) -> &[u32] {
        let entry = self.entries[word as usize];
        let end = self.entries[word as usize + 1].start as usize;
        &self.form_ids[entry.start as usize + usize::from(entry.has_exact)..end]
    }

    /// Returns the string id of a word's exact form; none for a word that is not written as such in the text.
    pub(super) fn exact(&self, word: u32) -> &[u32] {
        let entry = self.entries[word as usize];
        let start = entry.start as usize;
        &self.form_ids[start..start + usize::from(entry.has_exact)]
    }

    /// Returns the hash of a word in shingles.
    pub(super) fn shingle_hash(&self, word: u32) -> u32 {
        self.entries[word as usize].shingle_hash
    }

    /// Returns the strings behind the ids of [`Vocabulary::terms`] and [`Vocabulary::exact`].
    pub(super) fn strings(&self) -> &Interner {
        &self.strings
    }

    /// Frees the memory that only [`Vocabulary::read`] needs.
    pub(super) fn finish_reading(&mut self) {
        self.words = Interner::default();
        self.strings.drop_look_up();
    }

    /// Approximate memory use in bytes.
    pub(super) fn memory(&self) -> usize {
        self.words.memory()
            + self.strings.memory()
            + size_of::<u32>() * self.form_ids.capacity()
            + size_of::<WordEntry>() * self.entries.capacity()
    }
}
