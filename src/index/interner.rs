//! Numbers for strings.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Gives each different string a number, from 0 in the order they come. The strings lie in one piece of memory.
#[derive(Default)]
pub(super) struct Interner {
    text: String,
    ends: Vec<u32>,
    table: HashTable<Entry>,
    /// Short strings that were asked for last, by their hash: the few that most of a text is made of lie close together here.
    last: Vec<Entry>,
    hasher: DefaultHashBuilder,
}

/// Strings that are held as asked for last: what fits a processor's own cache.
const LAST: usize = 1 << 12;

/// A string in the table: the first and the last bytes of it, which may overlap, and its length. That is all of a short one, so
/// that a look-up touches one place of memory.
#[derive(Clone, Copy)]
struct Entry {
    first: u64,
    last: u64,
    length: u32,
    number: u32,
}

impl Entry {
    /// Bytes of the longest string that it has all of.
    const ALL: u32 = 16;

    fn new(text: &str, number: u32) -> Entry {
        let wide = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
        let half = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
        let bytes = text.as_bytes();
        let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => (wide(first), wide(last)),
            _ => match (bytes.first_chunk(), bytes.last_chunk()) {
                (Some(first), Some(last)) => (half(first), half(last)),
                _ => (bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0),
            },
        };
        Entry { first, last, length: bytes.len() as u32, number }
    }

    fn is_all(&self) -> bool {
        self.length <= Entry::ALL
    }

    /// Whether the two have the same bytes; strings that are longer may still differ.
    fn meets(&self, other: &Entry) -> bool {
        (self.first, self.last, self.length) == (other.first, other.last, other.length)
    }

    /// `text`: the string.
    fn hash<'a>(&self, hasher: &DefaultHashBuilder, text: impl Fn() -> &'a str) -> u64 {
        if self.is_all() {
            hasher.hash_one((self.first, self.last, self.length))
        } else {
            hasher.hash_one(text().as_bytes())
        }
    }
}

impl Interner {
    /// The number of `text`, and whether it is new.
    pub(super) fn number(&mut self, text: &str) -> (u32, bool) {
        let entry = Entry::new(text, self.ends.len() as u32);
        let hash = entry.hash(&self.hasher, || text);
        let at = hash as usize % LAST;
        if let Some(last) = self.last.get(at).filter(|last| last.meets(&entry)) {
            return (last.number, false);
        }
        if let Some(number) = self.look_up(hash, &entry, text) {
            if entry.is_all() {
                if self.last.is_empty() {
                    // No string is as long.
                    self.last = vec![Entry { length: u32::MAX, ..entry }; LAST];
                }
                self.last[at] = Entry { number, ..entry };
            }
            return (number, false);
        }
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        let Interner { text: all, ends, table, hasher, .. } = self;
        table.insert_unique(hash, entry, |entry| entry.hash(hasher, || string(all, ends, entry.number)));
        (entry.number, true)
    }

    /// The number of `text`, if it has one.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let entry = Entry::new(text, 0);
        self.look_up(entry.hash(&self.hasher, || text), &entry, text)
    }

    fn look_up(&self, hash: u64, like: &Entry, text: &str) -> Option<u32> {
        let is_same = |entry: &Entry| entry.meets(like) && (like.is_all() || self.get(entry.number) == text);
        self.table.find(hash, is_same).map(|entry| entry.number)
    }

    /// The string of a number that was given.
    pub(super) fn get(&self, number: u32) -> &str {
        string(&self.text, &self.ends, number)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Frees what only looking up needs: the strings of the numbers stay.
    pub(super) fn close(&mut self) {
        self.table = HashTable::new();
        self.last = Vec::new();
    }

    /// Bytes of memory, about.
    pub(super) fn memory(&self) -> usize {
        self.text.capacity() + 4 * self.ends.capacity() + 25 * self.table.capacity()
    }
}

fn string<'a>(all: &'a str, ends: &[u32], number: u32) -> &'a str {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    &all[start..ends[at] as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_every_length_differ() {
        let mut interner = Interner::default();
        let long = "Donaudampfschifffahrtsgesellschaft";
        let texts: Vec<&str> = (0..=long.len()).map(|end| &long[..end]).collect();
        // The same first and last bytes, and others between.
        let more = ["abcdefgh1ijklmnop", "abcdefgh2ijklmnop", "\0", "\0\0", "a\0", "aaaa", "aaaaa"];
        let all = texts.into_iter().chain(more);
        for (number, text) in all.clone().enumerate() {
            assert_eq!(interner.number(text), (number as u32, true), "{text}");
        }
        for (number, text) in all.enumerate() {
            assert_eq!((interner.find(text), interner.get(number as u32)), (Some(number as u32), text));
        }
    }

    #[test]
    fn each_string_once() {
        let mut interner = Interner::default();
        for round in 0..2 {
            for (number, text) in ["Haus", "", "Häuser", "haus"].into_iter().enumerate() {
                assert_eq!(interner.number(text), (number as u32, round == 0));
                assert_eq!(interner.get(number as u32), text);
            }
        }
        assert_eq!(interner.len(), 4);
        assert_eq!((interner.find("Häuser"), interner.find("Maus")), (Some(2), None));
    }
}
