//! Closed tables of words that no list of words tells apart.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::german::normalize::exact_form;

/// Words of a table, which has blanks between them and comments after #.
pub(super) fn words_of(table: &'static str) -> impl Iterator<Item = String> {
    table.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).map(exact_form)
}

/// A table and the bytes of its longest word: longer words, which most are, need no look-up.
struct Table {
    words: HashSet<String>,
    max_bytes: usize,
}

impl Table {
    fn new(table: &'static str) -> Table {
        let words: HashSet<String> = words_of(table).collect();
        Table { max_bytes: words.iter().map(String::len).max().unwrap_or(0), words }
    }

    fn has(&self, word: &str) -> bool {
        word.len() <= self.max_bytes && self.words.contains(word)
    }
}

static INVARIABLES: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("invariables.txt")));
static OLD_PARTICIPLES: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("old_participles.txt")));
static NAMESAKES: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("namesakes.txt")));
static UNLISTED_VERBS: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("unlisted_verbs.txt")));

/// Returns true for a word that is never inflected, and no form of another: `heute`, `trotz`.
pub(in crate::german) fn is_invariable(word: &str) -> bool {
    INVARIABLES.has(word)
}

/// Returns true for an adjective that once was a participle: `bekannt`.
pub(in crate::german) fn is_old_participle(word: &str) -> bool {
    word.ends_with(['t', 'n', 'd']) && OLD_PARTICIPLES.has(word)
}

/// Returns the adjectives that once were participles.
pub(in crate::german) fn old_participles() -> impl Iterator<Item = &'static str> {
    OLD_PARTICIPLES.words.iter().map(String::as_str)
}

/// Returns true for a name that is spelt as an adjective or an infinitive: `Klein`, `Gießen`.
pub(in crate::german) fn is_namesake(word: &str) -> bool {
    NAMESAKES.has(word)
}

/// Returns true for such a name as it is written, with a capital.
pub(in crate::german) fn is_capital_namesake(word: &str) -> bool {
    static CAPITALS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let lines = include_str!("namesakes.txt").lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).collect()
    });
    word.len() <= NAMESAKES.max_bytes
        && word.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
        && CAPITALS.contains(word)
}

/// Returns true for a verb that lists of words do not show to be one.
pub(in crate::german) fn is_unlisted_verb(word: &str) -> bool {
    word.ends_with('n') && UNLISTED_VERBS.has(word)
}

/// Returns the verbs that lists of words do not show to be such.
pub(in crate::german) fn unlisted_verbs() -> impl Iterator<Item = &'static str> {
    UNLISTED_VERBS.words.iter().map(String::as_str)
}
