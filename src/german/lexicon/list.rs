//! Lists of words, and states on the way along the letters of one.
//!
//! A list is a finite state map of the crate `fst`, in version 3 of its format. Analysing a text takes many steps in it, one
//! a letter, and nearly all that the crate decodes of a state at each of them is not asked for. So a step reads the bytes
//! of the map here: only the one transition that the letter takes.

use fst::raw::Fst;
use tantivy::directory::OwnedBytes;

/// Letters that a state with one transition has in its first byte, by their number there less 1.
const COMMON_LETTERS: &[u8; 63] = b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG";

/// Address of the state that ends a word, has no output and leads nowhere. It has no bytes.
const END_ADDRESS: usize = 0;
/// Transitions above which a state has an index of them by their letters, and its size in bytes.
const MAX_UNINDEXED: usize = 32;
const INDEX_BYTES: usize = 256;
/// The lowest and the highest bit of each of eight bytes.
const LOWEST_BITS: u64 = u64::from_le_bytes([1; 8]);
const HIGHEST_BITS: u64 = u64::from_le_bytes([0x80; 8]);

/// Flag of the first byte of a state with one transition.
const IS_SINGLE: u8 = 0b1000_0000;
/// Flag of such a state whose transition leads to the state before it and has no output.
const LEADS_TO_NEXT: u8 = 0b0100_0000;
/// Flag of a state with several transitions, or none, at which a word ends.
const IS_FINAL: u8 = 0b0100_0000;
/// Bits of a small number in the first byte.
const SMALL: u8 = 0b0011_1111;

/// A list of words with a value each.
pub(super) struct List {
    map: Fst<OwnedBytes>,
    root: usize,
}

impl List {
    /// Returns `None` if these bytes are not a list.
    pub(super) fn new(bytes: OwnedBytes) -> Option<List> {
        let map = Fst::new(bytes).ok()?;
        let root = map.root().addr();
        Some(List { map, root })
    }

    pub(super) fn map(&self) -> &Fst<OwnedBytes> {
        &self.map
    }

    /// Returns the state before the first letter.
    pub(super) fn root(&self) -> State<'_> {
        State { bytes: self.map.as_bytes(), address: self.root, output: 0 }
    }
}

/// State of a list that some letters lead to.
#[derive(Clone, Copy)]
pub(super) struct State<'a> {
    /// Bytes of the list.
    bytes: &'a [u8],
    /// Place of the first byte of the state; the others lie before it.
    address: usize,
    /// Sum of the outputs on the way.
    output: u64,
}

impl<'a> State<'a> {
    /// Returns the state that these letters lead to.
    pub(super) fn behind(self, letters: &[u8]) -> Option<State<'a>> {
        letters.iter().try_fold(self, |state, letter| state.step(*letter))
    }

    /// Returns the value of the word that ends here; `None` if none does.
    pub(super) fn value(&self) -> Option<u64> {
        if self.address == END_ADDRESS {
            return Some(self.output);
        }
        let first = self.bytes[self.address];
        if first & (IS_SINGLE | IS_FINAL) != IS_FINAL {
            return None;
        }
        let many = Transitions::read(self.bytes, self.address, first);
        Some(self.output + uint(self.bytes, many.end(), many.output_bytes))
    }

    /// Returns the state that this letter leads to.
    pub(super) fn step(self, letter: u8) -> Option<State<'a>> {
        if self.address == END_ADDRESS {
            return None;
        }
        let first = self.bytes[self.address];
        if first & IS_SINGLE != 0 { self.step_single(first, letter) } else { self.step_of_many(first, letter) }
    }

    fn step_single(self, first: u8, letter: u8) -> Option<State<'a>> {
        let State { bytes, address, output } = self;
        let (own, start) = match first & SMALL {
            0 => (bytes[address - 1], address - 1),
            number => (COMMON_LETTERS[usize::from(number) - 1], address),
        };
        if own != letter {
            return None;
        }
        if first & LEADS_TO_NEXT != 0 {
            return Some(State { address: start - 1, ..self });
        }
        let (target_bytes, output_bytes) = sizes(bytes[start - 1]);
        let target = start - 1 - target_bytes;
        let end = target - output_bytes;
        let address = address_before(end, uint(bytes, target, target_bytes));
        Some(State { bytes, address, output: output + uint(bytes, end, output_bytes) })
    }

    fn step_of_many(self, first: u8, letter: u8) -> Option<State<'a>> {
        let State { bytes, address, output } = self;
        let many = Transitions::read(bytes, address, first);
        let number = many.find(bytes, letter)?;
        let target = many.letters - (number + 1) * many.target_bytes;
        let outputs = many.outputs_end() - (number + 1) * many.output_bytes;
        let address = address_before(many.end(), uint(bytes, target, many.target_bytes));
        Some(State { bytes, address, output: output + uint(bytes, outputs, many.output_bytes) })
    }
}

/// Where the bytes of a state with several transitions, or none, lie. From the last to the first they are: its number of
/// transitions, the sizes, the index of letters if there is one, the letters, the targets, the outputs, that of its end.
struct Transitions {
    count: usize,
    target_bytes: usize,
    output_bytes: usize,
    /// Where the letters begin, the last one first, and the targets end.
    letters: usize,
    is_final: bool,
}

impl Transitions {
    fn read(bytes: &[u8], address: usize, first: u8) -> Transitions {
        let (count, start) = match (first & SMALL, bytes[address - 1]) {
            (0, 1) => (256, address - 1),
            (0, count) => (usize::from(count), address - 1),
            (count, _) => (usize::from(count), address),
        };
        let (target_bytes, output_bytes) = sizes(bytes[start - 1]);
        let index_bytes = if count > MAX_UNINDEXED { INDEX_BYTES } else { 0 };
        let letters = start - 1 - index_bytes - count;
        Transitions { count, target_bytes, output_bytes, letters, is_final: first & IS_FINAL != 0 }
    }

    /// Returns the number of the transition for `letter`.
    fn find(&self, bytes: &[u8], letter: u8) -> Option<usize> {
        let end = self.letters + self.count;
        if self.count > MAX_UNINDEXED {
            return Some(usize::from(bytes[end + usize::from(letter)])).filter(|number| *number < self.count);
        }
        // Eight letters at once: of the bytes of `differences` that which is the letter itself is 0, and the lowest bit of
        // `zeros` is in the first of these.
        let mut at = self.letters;
        while at < end {
            let differences = uint(bytes, at, 8) ^ (LOWEST_BITS * u64::from(letter));
            let zeros = differences.wrapping_sub(LOWEST_BITS) & !differences & HIGHEST_BITS;
            if zeros != 0 {
                return (end - 1).checked_sub(at + zeros.trailing_zeros() as usize / 8);
            }
            at += 8;
        }
        None
    }

    fn outputs_end(&self) -> usize {
        self.letters - self.count * self.target_bytes
    }

    /// Returns the byte with which the state ends; targets are counted from it.
    fn end(&self) -> usize {
        let outputs = self.count + usize::from(self.is_final);
        self.outputs_end() - outputs * self.output_bytes
    }
}

/// Returns the sizes in bytes of the targets and outputs of a state.
fn sizes(byte: u8) -> (usize, usize) {
    (usize::from(byte >> 4), usize::from(byte & 0b1111))
}

/// Returns the address that lies `distance` before the end of a state.
fn address_before(end: usize, distance: u64) -> usize {
    if distance == 0 { END_ADDRESS } else { end - distance as usize }
}

/// Returns the number of `size` bytes, up to 8, at byte `at`. A map ends with 20 bytes behind its states, so 8 are there.
fn uint(bytes: &[u8], at: usize, size: usize) -> u64 {
    let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) else { return 0 };
    let all = u64::from_le_bytes(*eight);
    if size == 8 { all } else { all & ((1 << (8 * size)) - 1) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use fst::Streamer as _;

    use super::super::BUILTIN;
    use super::*;

    fn check(list: &List, key: &[u8]) {
        let found = list.root().behind(key).and_then(|state| state.value());
        assert_eq!(found, list.map().get(key).map(|output| output.value()), "{key:?}");
    }

    #[test]
    fn finds_what_the_crate_finds() {
        let list = List::new(OwnedBytes::new(BUILTIN)).unwrap();
        let mut stream = list.map().stream();
        while let Some((key, value)) = stream.next() {
            assert_eq!(list.root().behind(key).unwrap().value(), Some(value.value()), "{key:?}");
            check(&list, &key[..key.len() / 2]);
            check(&list, &[key, b"x"].concat());
        }
    }

    #[test]
    fn states_of_all_kinds() {
        // All letters and all sizes of values; few and many transitions, with words that end there and without.
        let letters = || (0..=u8::MAX).map(|letter| vec![letter]);
        let sizes = (0..8).map(|size| vec![b'a', b'0' + size]);
        for count in [0, 1, 2, 31, 32, 33, 63, 64, 255, 256] {
            let mut keys: Vec<Vec<u8>> = letters().take(count).chain(sizes.clone()).collect();
            keys.extend(letters().map(|letter| [&letter[..], b"tail"].concat()));
            keys.extend([Vec::new(), b"end".to_vec()]);
            keys.sort();
            keys.dedup();
            let value = |at: usize| if at.is_multiple_of(3) { 0 } else { 1 << (at * 7 % 64) };
            for has_values in [true, false] {
                let pairs = keys.iter().enumerate().map(|(at, key)| (key, if has_values { value(at) } else { 0 }));
                let map = Fst::from_iter_map(pairs).unwrap().into_inner();
                let list = List::new(OwnedBytes::new(map)).unwrap();
                keys.iter().for_each(|key| check(&list, key));
                for key in keys.iter().step_by(16) {
                    letters().for_each(|letter| check(&list, &[key.as_slice(), &letter].concat()));
                }
            }
        }
    }
}
