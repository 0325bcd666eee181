//! Words that are split by hand, or never.

use hashbrown::HashMap;

use crate::german::normalize;

const BUILTIN: &str = include_str!("exceptions.txt");

/// Endings with which an exception holds, too.
const ENDINGS: [&str; 8] = ["", "s", "es", "n", "en", "e", "er", "ern"];

/// A list of words with their cuts, one a line: `Kindergarten` stays whole, `Stau|becken` is cut there. `#` begins a
/// comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exceptions {
    /// Exact forms with the bytes at which they are cut; none for a word that stays whole.
    words: HashMap<String, Vec<usize>>,
}

impl Exceptions {
    /// Returns the list built into the program.
    #[expect(
        clippy::expect_used,
        reason = "the list is compiled in, and the test `the_builtin_list_is_well_formed` parses it"
    )]
    pub fn builtin() -> Exceptions {
        Exceptions::parse(BUILTIN).expect("exceptions.txt is well-formed: a test parses it")
    }

    /// Parses a list. The error is the number of the bad line, from 1, and what is wrong with it.
    ///
    /// ```
    /// use fundstelle::german::Analyzer;
    /// use fundstelle::german::compounds::Exceptions;
    /// use fundstelle::german::lexicon::Lexicon;
    ///
    /// let exceptions = Exceptions::parse("Flussbett   # stays whole").unwrap();
    /// let analyzer = Analyzer::new(Lexicon::builtin(), exceptions, true);
    /// assert!(analyzer.tokens("Flussbett").next().unwrap().word.parts.is_empty());
    /// ```
    pub fn parse(text: &str) -> Result<Exceptions, (usize, String)> {
        let mut words = HashMap::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.split_once('#').map_or(line, |(line, _)| line).trim_matches([' ', '\t', '\u{feff}', '\r']);
            if line.is_empty() {
                continue;
            }
            let bad = |what: &str| (number + 1, format!("`{line}`: {what}"));
            let (mut word, mut borders) = (String::new(), Vec::new());
            for part in line.split('|') {
                if !word.is_empty() {
                    borders.push(word.len());
                }
                let start = word.len();
                normalize(part, &mut word);
                if word.len() == start || !word[start..].chars().all(char::is_alphabetic) {
                    return Err(bad("write one word a line, with | where it is cut"));
                }
            }
            if words.get(&word).is_some_and(|before| *before != borders) {
                return Err(bad("an earlier line cuts it otherwise; leave one of them"));
            }
            words.insert(word, borders);
        }
        Ok(Exceptions { words })
    }

    /// Joins this list and `other`, which decides where both have a word.
    #[must_use]
    pub fn and(mut self, other: Exceptions) -> Exceptions {
        self.words.extend(other.words);
        self
    }

    /// Makes a list of exact forms with the bytes at which they are cut. The last of several equal forms decides.
    pub(in crate::german) fn from_borders(words: impl Iterator<Item = (String, Vec<usize>)>) -> Exceptions {
        Exceptions { words: words.collect() }
    }

    /// Returns the exact forms with the bytes at which they are cut, in no order.
    pub(in crate::german) fn into_borders(self) -> impl Iterator<Item = (String, Vec<usize>)> {
        self.words.into_iter()
    }

    /// Returns a short name for the content of the list.
    pub(in crate::german) fn fingerprint(&self) -> String {
        let mut words: Vec<_> = self.words.iter().collect();
        words.sort_unstable();
        blake3::hash(format!("{words:?}").as_bytes()).to_hex()[..8].to_owned()
    }

    /// Returns the bytes at which the list cuts `word`, an exact form, in any inflection; `None` if it does not have the
    /// word.
    pub(super) fn get(&self, word: &str) -> Option<&[usize]> {
        let bases = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
        bases.filter_map(|base| self.words.get(base)).next().map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_builtin_list_is_well_formed() {
        assert!(Exceptions::parse(BUILTIN).unwrap().words.len() > 5);
    }

    #[test]
    fn holds_for_inflections_and_names_bad_lines() {
        let list = Exceptions::parse("# hand\nKindergarten\nStau|becken # water\n\n").unwrap();
        assert_eq!(list.get("kindergartens"), Some(&[][..]));
        assert_eq!(list.get("staubecken"), Some(&[4][..]));
        assert_eq!(list.get("garten"), None);
        assert_eq!(Exceptions::parse("gut\nStau||becken").unwrap_err().0, 2);
        assert_eq!(Exceptions::parse("zwei Wörter").unwrap_err().0, 1);
        assert_eq!(Exceptions::parse("Staub|ecken\nStau|becken").unwrap_err().0, 2);
        assert_eq!(Exceptions::parse("Ha\u{308}user|preis").unwrap().get("häuserpreis"), Some(&["häuser".len()][..]));
    }
}
