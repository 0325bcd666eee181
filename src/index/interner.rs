//! Ids for strings.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Assigns each distinct string an id, counted from 0 in order of arrival. All strings lie in one buffer.
#[derive(Default)]
pub(super) struct Interner {
    text: String,
    ends: Vec<u32>,
    table: HashTable<Entry>,
    /// Direct-mapped cache of short strings, indexed by hash: the few words that make up most of a text stay close together.
    cache: Vec<Entry>,
    hasher: DefaultHashBuilder,
}

/// Slots of the direct-mapped cache; sized to fit a CPU cache.
const CACHE_SLOTS: usize = 1 << 12;
/// Bytes of a slot of the hash table: an entry and its control byte.
const TABLE_SLOT_BYTES: usize = size_of::<Entry>() + 1;

/// Hash table entry: the first and last bytes of a string, which may overlap, and its length. These determine a short string
/// fully, so its look-up touches no other memory.
#[derive(Clone, Copy)]
struct Entry {
    first: u64,
    last: u64,
    length: u32,
    id: u32,
}

impl Entry {
    /// Length in bytes of the longest string that an entry determines fully.
    const MAX_INLINE_BYTES: u32 = 16;

    fn new(text: &str, id: u32) -> Entry {
        let wide = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
        let half = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
        let bytes = text.as_bytes();
        let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => (wide(first), wide(last)),
            _ => match (bytes.first_chunk(), bytes.last_chunk()) {
                (Some(first), Some(last)) => (half(first), half(last)),
                _ => (bytes.iter().fold(0, |packed, byte| packed << 8 | u64::from(*byte)), 0),
            },
        };
        Entry { first, last, length: bytes.len() as u32, id }
    }

    fn is_inline(&self) -> bool {
        self.length <= Entry::MAX_INLINE_BYTES
    }

    /// Returns true if the kept bytes are equal; long strings may still differ in the middle.
    fn may_equal(&self, other: &Entry) -> bool {
        (self.first, self.last, self.length) == (other.first, other.last, other.length)
    }

    /// Returns the hash of the entry's string. `text` returns that string and is called for long strings only.
    fn hash<'a>(&self, hasher: &DefaultHashBuilder, text: impl Fn() -> &'a str) -> u64 {
        if self.is_inline() {
            hasher.hash_one((self.first, self.last, self.length))
        } else {
            hasher.hash_one(text().as_bytes())
        }
    }
}

impl Interner {
    /// Returns the id of `text`, and true if the string is new.
    pub(super) fn intern(&mut self, text: &str) -> (u32, bool) {
        let entry = Entry::new(text, self.ends.len() as u32);
        let hash = entry.hash(&self.hasher, || text);
        let slot = hash as usize % CACHE_SLOTS;
        if let Some(cached) = self.cache.get(slot).filter(|cached| cached.may_equal(&entry)) {
            return (cached.id, false);
        }
        if let Some(id) = self.look_up(hash, &entry, text) {
            if entry.is_inline() {
                if self.cache.is_empty() {
                    // Empty slots: no string has this length.
                    self.cache = vec![Entry { length: u32::MAX, ..entry }; CACHE_SLOTS];
                }
                self.cache[slot] = Entry { id, ..entry };
            }
            return (id, false);
        }
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        let Interner { text: buffer, ends, table, hasher, .. } = self;
        table.insert_unique(hash, entry, |entry| entry.hash(hasher, || string(buffer, ends, entry.id)));
        (entry.id, true)
    }

    /// Returns the id of `text` if it was interned.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let entry = Entry::new(text, 0);
        self.look_up(entry.hash(&self.hasher, || text), &entry, text)
    }

    fn look_up(&self, hash: u64, wanted: &Entry, text: &str) -> Option<u32> {
        let is_equal = |entry: &Entry| entry.may_equal(wanted) && (wanted.is_inline() || self.get(entry.id) == text);
        self.table.find(hash, is_equal).map(|entry| entry.id)
    }

    /// Returns the string of an id.
    pub(super) fn get(&self, id: u32) -> &str {
        string(&self.text, &self.ends, id)
    }

    /// Number of strings.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Frees the memory that only look-ups need; [`Interner::get`] still works.
    pub(super) fn drop_look_up(&mut self) {
        self.table = HashTable::new();
        self.cache = Vec::new();
    }

    /// Approximate memory use in bytes.
    pub(super) fn memory(&self) -> usize {
        self.text.capacity() + size_of::<u32>() * self.ends.capacity() + TABLE_SLOT_BYTES * self.table.capacity()
    }
}

fn string<'a>(buffer: &'a str, ends: &[u32], id: u32) -> &'a str {
    let index = id as usize;
    let start = if index == 0 { 0 } else { ends[index - 1] as usize };
    &buffer[start..ends[index] as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_every_length_differ() {
        let mut interner = Interner::default();
        let long = "Donaudampfschifffahrtsgesellschaft";
        let texts: Vec<&str> = (0..=long.len()).map(|end| &long[..end]).collect();
        // Strings that differ only in the middle.
        let more = ["abcdefgh1ijklmnop", "abcdefgh2ijklmnop", "\0", "\0\0", "a\0", "aaaa", "aaaaa"];
        let strings = texts.into_iter().chain(more);
        for (id, text) in strings.clone().enumerate() {
            assert_eq!(interner.intern(text), (id as u32, true), "{text}");
        }
        for (id, text) in strings.enumerate() {
            assert_eq!((interner.find(text), interner.get(id as u32)), (Some(id as u32), text));
        }
    }

    #[test]
    fn each_string_once() {
        let mut interner = Interner::default();
        for round in 0..2 {
            for (id, text) in ["Haus", "", "Häuser", "haus"].into_iter().enumerate() {
                assert_eq!(interner.intern(text), (id as u32, round == 0));
                assert_eq!(interner.get(id as u32), text);
            }
        }
        assert_eq!(interner.len(), 4);
        assert_eq!((interner.find("Häuser"), interner.find("Maus")), (Some(2), None));
    }
}
