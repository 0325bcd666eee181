//! Numbers for strings.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Gives each different string a number, from 0 in the order they come. The strings lie in one piece of memory.
#[derive(Default)]
pub(super) struct Interner {
    text: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Interner {
    /// The number of `text`, and whether it is new.
    pub(super) fn number(&mut self, text: &str) -> (u32, bool) {
        let hash = self.hasher.hash_one(text);
        let Interner { text: all, ends, table, hasher } = self;
        if let Some(number) = table.find(hash, |number| slice(all, ends, *number) == text) {
            return (*number, false);
        }
        let number = ends.len() as u32;
        all.push_str(text);
        ends.push(all.len() as u32);
        table.insert_unique(hash, number, |number| hasher.hash_one(slice(all, ends, *number)));
        (number, true)
    }

    /// The string of a number that was given.
    pub(super) fn get(&self, number: u32) -> &str {
        slice(&self.text, &self.ends, number)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of memory, about.
    pub(super) fn memory(&self) -> usize {
        self.text.capacity() + 4 * self.ends.capacity() + 5 * self.table.capacity()
    }
}

fn slice<'a>(text: &'a str, ends: &[u32], number: u32) -> &'a str {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    &text[start..ends[at] as usize]
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
    }
}
