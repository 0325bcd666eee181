//! Words that are split by hand, or never.

use std::collections::HashMap;

use crate::german::lexicon::Lexicon;
use crate::german::normalize;
use crate::german::spelling::{Spelled, respell};

const BUILTIN: &str = include_str!("exceptions.txt");

/// Endings under which an exception holds too.
const ENDINGS: [&str; 8] = ["", "s", "es", "n", "en", "e", "er", "ern"];

/// A list of words with their cuts, one a line: `Kindergarten` stays whole, `Stau|becken` is cut there. `#` begins a
/// remark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exceptions {
    /// Bytes of the exact form where it is cut; none: it stays whole.
    words: HashMap<String, Vec<usize>>,
}

impl Exceptions {
    /// The list built into the program.
    pub fn builtin() -> Exceptions {
        // A test holds that it has no bad line.
        Exceptions::parse(BUILTIN).unwrap_or_default()
    }

    /// Reads a list. The error is the number of the bad line, from 1, and what is wrong with it.
    pub fn parse(text: &str) -> Result<Exceptions, (usize, String)> {
        let mut words = HashMap::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim_matches([' ', '\t', '\u{feff}', '\r']);
            if line.is_empty() {
                continue;
            }
            let bad = |what: &str| (number + 1, format!("`{line}`: {what}"));
            let (mut word, mut cuts) = (String::new(), Vec::new());
            for part in line.split('|') {
                if !word.is_empty() {
                    cuts.push(word.len());
                }
                let start = word.len();
                normalize(part, &mut word);
                if word.len() == start || !word[start..].chars().all(char::is_alphabetic) {
                    return Err(bad("write one word a line, with | where it is cut"));
                }
            }
            if words.get(&word).is_some_and(|before| *before != cuts) {
                return Err(bad("an earlier line cuts it otherwise; leave one of them"));
            }
            words.insert(word, cuts);
        }
        Ok(Exceptions { words })
    }

    /// This list, and another that decides where both have a word.
    pub fn and(mut self, other: Exceptions) -> Exceptions {
        self.words.extend(other.words);
        self
    }

    /// The same list with its words in the one spelling that is looked up: `Mueller|haus` is `müller|haus`.
    pub(in crate::german) fn respelled(self, lexicon: &Lexicon) -> Exceptions {
        let mut words: Vec<_> =
            self.words.into_iter().map(|(word, cuts)| (respell(lexicon, &word), word, cuts)).collect();
        // A word that is written so already decides.
        words.sort_unstable_by(|a, b| (a.0.form == a.1, &a.1).cmp(&(b.0.form == b.1, &b.1)));
        let moved =
            |spelled: &Spelled, cut: usize| (cut.min(1)..spelled.form.len()).find(|at| spelled.origin(*at) >= cut);
        let words = words.into_iter().map(|(spelled, _, cuts)| {
            let cuts = cuts.into_iter().filter_map(|cut| moved(&spelled, cut)).collect();
            (spelled.form, cuts)
        });
        Exceptions { words: words.collect() }
    }

    /// A short name of what is in it.
    pub(in crate::german) fn fingerprint(&self) -> String {
        let mut words: Vec<_> = self.words.iter().collect();
        words.sort_unstable();
        blake3::hash(format!("{words:?}").as_bytes()).to_hex()[..8].to_owned()
    }

    /// Where the list cuts `word`, an exact form, in any inflection; `None`: it says nothing of it.
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
        let list = Exceptions::parse("Ueber|see|container\nDelphin|becken").unwrap().respelled(&Lexicon::builtin());
        assert_eq!(list.get("überseecontainer"), Some(&["über".len(), "übersee".len()][..]));
        assert_eq!(list.get("delfinbecken"), Some(&["delfin".len()][..]));
        assert_eq!(Exceptions::parse("gut\nStau||becken").unwrap_err().0, 2);
        assert_eq!(Exceptions::parse("zwei Wörter").unwrap_err().0, 1);
        assert_eq!(Exceptions::parse("Staub|ecken\nStau|becken").unwrap_err().0, 2);
        assert_eq!(Exceptions::parse("Ha\u{308}user|preis").unwrap().get("häuserpreis"), Some(&["häuser".len()][..]));
    }
}
