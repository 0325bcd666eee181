//! Numbers for strings.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Gives each different string a number, from 0 in the order they come. The strings lie in one piece of memory.
#[derive(Default)]
pub(super) struct Interner {
    text: String,
    ends: Vec<u32>,
    table: HashTable<Entry>,
    hasher: DefaultHashBuilder,
}

/// Where the string lies stands beside its number, so that a look-up touches two places of memory and not four.
#[derive(Clone, Copy)]
struct Entry {
    number: u32,
    start: u32,
    length: u32,
}

impl Entry {
    fn of(self, text: &str) -> &[u8] {
        &text.as_bytes()[self.start as usize..(self.start + self.length) as usize]
    }
}

impl Interner {
    /// The number of `text`, and whether it is new.
    pub(super) fn number(&mut self, text: &str) -> (u32, bool) {
        let hash = self.hasher.hash_one(text.as_bytes());
        let Interner { text: all, ends, table, hasher } = self;
        if let Some(entry) = table.find(hash, |entry| entry.of(all) == text.as_bytes()) {
            return (entry.number, false);
        }
        let entry = Entry { number: ends.len() as u32, start: all.len() as u32, length: text.len() as u32 };
        all.push_str(text);
        ends.push(all.len() as u32);
        table.insert_unique(hash, entry, |entry| hasher.hash_one(entry.of(all)));
        (entry.number, true)
    }

    /// The number of `text`, if it has one.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text.as_bytes());
        self.table.find(hash, |entry| entry.of(&self.text) == text.as_bytes()).map(|entry| entry.number)
    }

    /// The string of a number that was given.
    pub(super) fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[start..self.ends[at] as usize]
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of memory, about.
    pub(super) fn memory(&self) -> usize {
        self.text.capacity() + 4 * self.ends.capacity() + 13 * self.table.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
