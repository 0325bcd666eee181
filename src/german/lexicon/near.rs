//! Looking up words that begin as one word does, in one walk along its letters.

use super::{Lexicon, LexiconWalk, WordCounts};

/// Stops kept, at most: few words of the lists are longer, and their ends are walked to again.
const MAX_STOPS: usize = 20;

/// The lexicon as seen from one word: whatever shares its first letters is looked up from where the two part. Of most words
/// no list knows more than the first letters, and then nothing is looked up at all.
pub(in crate::german) struct LexiconNear<'a> {
    lexicon: &'a Lexicon,
    word: &'a str,
    /// The walk after each number of bytes of the word.
    stops: Vec<LexiconWalk<'a>>,
    /// True if no word begins with more of the word than the stops cover.
    ends: bool,
}

impl<'a> LexiconNear<'a> {
    pub(in crate::german) fn new(lexicon: &'a Lexicon, word: &'a str) -> LexiconNear<'a> {
        let mut stops = Vec::with_capacity(word.len().min(MAX_STOPS) + 1);
        let mut walk = LexiconWalk::new(lexicon);
        let mut ends = false;
        stops.push(walk);
        for letter in word.as_bytes().iter().take(MAX_STOPS) {
            if !walk.step(&[*letter]) {
                ends = true;
                break;
            }
            stops.push(walk);
        }
        LexiconNear { lexicon, word, stops, ends }
    }

    /// Returns the whole lexicon.
    pub(in crate::german) fn all(&self) -> &'a Lexicon {
        self.lexicon
    }

    /// Returns the lexicon as seen from another word.
    pub(in crate::german) fn at<'w>(&self, word: &'w str) -> LexiconNear<'w>
    where
        'a: 'w,
    {
        LexiconNear::new(self.lexicon, word)
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
        if self.ends && shared >= self.stops.len() {
            return WordCounts::default();
        }
        let from = shared.min(self.stops.len() - 1);
        let mut walk = self.stops[from];
        let rest = [stem.get(from..).unwrap_or_default(), &ending[from.saturating_sub(stem.len())..]];
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
                for (at, _) in other.char_indices() {
                    let (stem, ending) = other.split_at(at);
                    assert_eq!(near.counts_of(stem, ending), lexicon.counts(other), "{stem} {ending} near {word}");
                }
            }
        }
        assert_eq!(LexiconNear::new(&Lexicon::empty(), "haus").counts("haus"), WordCounts::default());
    }
}
