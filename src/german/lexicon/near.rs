//! Looking up words that begin as one word does, in one walk along its letters.

use super::{Lexicon, LexiconWalk, WordCounts};

/// Stops for which room is made at once. Few words have more letters in common with a word of the lists.
const USUAL_STOPS: usize = 16;

/// The lexicon as seen from one word: whatever shares its first letters is looked up from where the two part. Of most words
/// no list knows more than the first letters, and then nothing is looked up at all.
pub(in crate::german) struct LexiconNear<'a> {
    lexicon: &'a Lexicon,
    word: &'a str,
    /// The walk after each number of bytes of the word, up to the last with which any word begins.
    stops: Vec<LexiconWalk<'a>>,
}

impl<'a> LexiconNear<'a> {
    pub(in crate::german) fn new(lexicon: &'a Lexicon, word: &'a str) -> LexiconNear<'a> {
        let mut stops = Vec::with_capacity(USUAL_STOPS.min(word.len() + 1));
        let mut walk = LexiconWalk::new(lexicon);
        stops.push(walk);
        for letter in word.as_bytes() {
            if !walk.step_letter(*letter) {
                break;
            }
            stops.push(walk);
        }
        LexiconNear { lexicon, word, stops }
    }

    /// Returns the lexicon as seen from the first `len` bytes of the word.
    pub(in crate::german) fn shortened(mut self, len: usize) -> LexiconNear<'a> {
        self.word = &self.word[..len];
        self.stops.truncate(len + 1);
        self
    }

    /// Returns the whole lexicon.
    pub(in crate::german) fn all(&self) -> &'a Lexicon {
        self.lexicon
    }

    /// Returns the word it is seen from.
    pub(in crate::german) fn word(&self) -> &'a str {
        self.word
    }

    /// Returns the lexicon as seen from another word.
    pub(in crate::german) fn at<'w>(&self, word: &'w str) -> LexiconNear<'w>
    where
        'a: 'w,
    {
        LexiconNear::new(self.lexicon, word)
    }

    /// Returns the walk behind the first `len` bytes of the word it is seen from; `None` if no word begins so.
    pub(in crate::german) fn behind(&self, len: usize) -> Option<&LexiconWalk<'a>> {
        self.stops.get(len)
    }

    /// Returns the walk along `beginning`, from where it parts from the word this is seen from; `None` if no word begins so.
    pub(in crate::german) fn walk_along(&self, beginning: &str) -> Option<LexiconWalk<'a>> {
        let shared = shared_len(self.word.as_bytes(), beginning.as_bytes());
        self.stops.get(shared)?.behind(&beginning.as_bytes()[shared..])
    }

    /// Returns false if no word begins with `beginning`. It is not looked up: where it parts from the word this is seen from,
    /// the answer is true.
    pub(in crate::german) fn may_begin(&self, beginning: &str) -> bool {
        shared_len(self.word.as_bytes(), beginning.as_bytes()) < self.stops.len()
    }

    /// Returns what is known of `word`, any exact form.
    pub(in crate::german) fn counts(&self, word: &str) -> WordCounts {
        self.counts_of(word, "")
    }

    /// Returns what is known of the word that is `stem` and `ending` together.
    pub(in crate::german) fn counts_of(&self, stem: &str, ending: &str) -> WordCounts {
        let (own, stem, ending) = (self.word.as_bytes(), stem.as_bytes(), ending.as_bytes());
        let in_stem = shared_len(own, stem);
        let in_ending = if in_stem == stem.len() { shared_len(&own[in_stem..], ending) } else { 0 };
        let shared = in_stem + in_ending;
        let Some(mut walk) = self.stops.get(shared).copied() else { return WordCounts::default() };
        let rest = [stem.get(shared..).unwrap_or_default(), &ending[in_ending..]];
        let goes_on = rest.iter().all(|letters| walk.step(letters));
        if goes_on { walk.counts() } else { WordCounts::default() }
    }
}

/// Number of bytes that two words share at their beginning.
fn shared_len(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_the_lexicon_finds() {
        let lexicon = Lexicon::builtin();
        for word in ["", "h", "häuser", "haus", "xyz", "verwaltungsakte", "bundesverfassungsgerichts"] {
            let near = LexiconNear::new(&lexicon, word);
            for other in
                ["", "h", "haus", "häuser", "hausen", "xyzz", "verwaltungsakt", "gehen", "bundesverfassungsgericht"]
            {
                assert_eq!(near.counts(other), lexicon.counts(other), "{other} near {word}");
                let walk = near.walk_along(other).map(|walk| walk.counts()).unwrap_or_default();
                assert_eq!(walk, lexicon.counts(other), "along {other} near {word}");
                for (at, _) in other.char_indices() {
                    let (stem, ending) = other.split_at(at);
                    assert_eq!(near.counts_of(stem, ending), lexicon.counts(other), "{stem} {ending} near {word}");
                }
            }
        }
        assert_eq!(LexiconNear::new(&Lexicon::empty(), "haus").counts("haus"), WordCounts::default());
    }

    #[test]
    fn is_seen_from_a_shorter_word() {
        let lexicon = Lexicon::builtin();
        for word in ["häuser", "bundesverfassungsgerichts", "xyzxyz"] {
            for (at, _) in word.char_indices() {
                let (shortened, other) =
                    (LexiconNear::new(&lexicon, word).shortened(at), LexiconNear::new(&lexicon, &word[..at]));
                assert_eq!((shortened.word(), shortened.stops.len()), (other.word(), other.stops.len()), "{word} {at}");
                assert_eq!(shortened.counts(word), lexicon.counts(word), "{word} {at}");
            }
        }
    }

    #[test]
    fn only_what_no_word_begins_with_is_refused() {
        let lexicon = Lexicon::builtin();
        let begins = |beginning: &str| LexiconNear::new(&lexicon, beginning).behind(beginning.len()).is_some();
        let mut refused = 0;
        for word in ["haus", "hausxyzw", "bundesverfassungsxyzw", "xqz"] {
            let near = LexiconNear::new(&lexicon, word);
            for beginning in (0..=word.len()).map(|at| &word[..at]).chain(["h", "hausm", "hauszy", "bundes", "xq"]) {
                assert!(near.may_begin(beginning) || !begins(beginning), "{beginning} near {word}");
                refused += usize::from(!near.may_begin(beginning));
            }
            assert_eq!(near.may_begin(word), begins(word), "{word}");
        }
        assert!(refused > 5, "{refused}");
    }
}
