//! A word as it is written in a text, before the first step of the chain.

use std::borrow::Cow;
use std::ops::Range;

use super::gendered::{neutral_compound, neutral_form, split_gendered, without_marker};
use super::lemma::Case;
use super::lexicon::Lexicon;
use super::normalize::{exact_form, joint_form, origin};
use super::spelling::Spelled;
use super::stop_words::is_in_capitals;
use super::tokenizer::Word;
use crate::characters::is_invisible;

/// Where a word stands, as far as that tells what its capital says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordPlace {
    /// In an article.
    Article,
    /// In what somebody typed: without capitals nobody can know what is a noun.
    Query,
    /// In what somebody typed, where every word has a capital.
    QueryHead,
}

/// One word of a text, or several with what joins them.
pub(super) struct Written<'a> {
    /// The word, without its marker if it goes on after a gendered ending: `Schüler:innenvertretung` is
    /// `Schülerinnenvertretung` with something in it.
    letters: Cow<'a, str>,
    /// Bytes of the marker that was taken out.
    marker: Option<Range<usize>>,
    /// Byte at which the base of a gendered form ends.
    base_end: Option<usize>,
    /// True for several words with what joins them.
    pub(super) is_joint: bool,
    place: WordPlace,
}

/// Returns true for years that are counted by tens: `90er`.
fn is_decade(form: &str) -> bool {
    form.strip_suffix("0er").is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

impl<'a> Written<'a> {
    /// Takes `word` out of its `text`.
    pub(super) fn new(text: &'a str, word: &Word, place: WordPlace) -> Written<'a> {
        let letters = &text[word.range.clone()];
        let base_end = word.base_end.map(|end| end - word.range.start);
        match base_end.and_then(|end| without_marker(letters, end)) {
            Some((plain, marker)) => {
                Written { letters: Cow::Owned(plain), marker: Some(marker), base_end: None, is_joint: false, place }
            }
            None => Written { letters: Cow::Borrowed(letters), marker: None, base_end, is_joint: word.span > 1, place },
        }
    }

    /// Returns true if a marker was taken out of a gendered form.
    pub(super) fn had_marker(&self) -> bool {
        self.marker.is_some()
    }

    /// Returns the exact form.
    pub(super) fn exact_form(&self) -> String {
        if self.is_joint { joint_form(&self.letters) } else { exact_form(&self.letters) }
    }

    /// Returns the exact form of the base of a gendered form; `exact` for any other word.
    pub(super) fn neutral_form<'e>(&self, lexicon: &Lexicon, exact: &'e str) -> Cow<'e, str> {
        match self.is_joint {
            true => Cow::Borrowed(exact),
            false => neutral_form(lexicon, &self.letters, self.base_end.map(|end| &self.letters[..end]), exact),
        }
    }

    /// Returns true if the word begins in lower case, behind its number if it has one (`30jährige`), and is no brand with an
    /// inner capital (`iPhone`).
    pub(super) fn is_lower(&self) -> bool {
        let letters = self.letters.trim_start_matches(|c: char| c.is_ascii_digit());
        letters.starts_with(char::is_lowercase) && (self.is_joint || !letters.contains(char::is_uppercase))
    }

    /// Returns the byte of `form`, its one spelling, at which the word behind a number begins: `30jährige`, `90er`.
    pub(super) fn head_after_number(&self, form: &str) -> Option<usize> {
        let letters = form.trim_start_matches(|c: char| c.is_ascii_digit());
        (letters.len() < form.len() && letters.chars().all(char::is_alphabetic)).then_some(form.len() - letters.len())
    }

    /// Returns `form`, its one spelling, without the s of the genitive or plural of a brand with an inner capital:
    /// `iPhones`.
    pub(super) fn without_s_of_brand(&self, form: &str) -> Option<String> {
        let base = form.strip_suffix('s').filter(|base| !base.ends_with(['s', 'x', 'z']))?;
        let mut pairs = self.letters.chars().zip(self.letters.chars().skip(1));
        let mut is_brand = || !self.is_joint && pairs.any(|(a, b)| a.is_lowercase() && b.is_uppercase());
        (self.letters.ends_with('s') && is_brand()).then(|| base.to_owned())
    }

    /// Returns the exact form of a compound that begins with a gendered form, with the plural of the masculine instead,
    /// and the byte at which its second part begins: `leserbriefe` for `Leser:innenbriefe`.
    pub(super) fn neutral_compound(&self, lexicon: &Lexicon) -> Option<(String, usize)> {
        let (base, rest) = match &self.marker {
            Some(marker) => (&self.letters[..marker.start], self.letters[marker.start..].strip_prefix("innen")?),
            None if self.is_joint => split_gendered(&self.letters)?,
            None => return None,
        };
        // An s is the linking element of another compound: no word for a person ends so.
        (!rest.is_empty() && !base.ends_with('s'))
            .then(|| neutral_compound(lexicon, &exact_form(base), &joint_form(rest)))
    }

    /// Returns true for a noun that ends in -ße or -ßen, which the exact form does not tell from -sse and -ssen.
    pub(super) fn ends_in_sharp_s_e(&self) -> bool {
        self.may_be_noun() && ["ße", "ßen"].iter().any(|ending| self.letters.ends_with(ending))
    }

    /// Returns true for what somebody typed.
    pub(super) fn is_typed(&self) -> bool {
        self.place != WordPlace::Article
    }

    /// Returns true if the word may be a noun.
    pub(super) fn may_be_noun(&self) -> bool {
        !self.is_lower() || self.is_typed()
    }

    /// Returns what the way it is written tells of its kind.
    pub(super) fn case(&self) -> Case {
        match (self.is_lower(), self.place) {
            (true, WordPlace::Article) => Case::Lower,
            (true, _) => Case::TypedLower,
            (false, WordPlace::QueryHead) => Case::TypedCapital,
            (false, WordPlace::Query) if is_in_capitals(&self.letters) => Case::TypedCapital,
            (false, _) => Case::Capital,
        }
    }

    /// Returns the byte of `form`, its one spelling, at which the last of several words begins.
    pub(super) fn head_of_joint(&self, form: &str) -> Option<usize> {
        if !self.is_joint {
            return None;
        }
        let (_, last) = self.letters.rsplit_once(|c: char| !c.is_alphanumeric())?;
        form.len().checked_sub(exact_form(last).len()).filter(|head| *head > 0)
    }

    /// Returns `form`, its one spelling, without the s of the plural of an acronym (`AKWs`, `GmbHs`) or the n of that of
    /// a decade.
    pub(super) fn without_plural_of_acronym<'f>(&self, form: &'f str) -> &'f str {
        let capitals = self.letters.chars().rev().skip(1).filter(|c| c.is_uppercase());
        // `90ern`
        if let Some(decade) = form.strip_suffix('n').filter(|decade| is_decade(decade)) {
            return decade;
        }
        let is_plural = self.letters.strip_suffix('s').is_some_and(|base| base.ends_with(char::is_uppercase))
            && capitals.count() > 1;
        if is_plural { form.strip_suffix('s').unwrap_or(form) } else { form }
    }

    /// Returns the bytes of the word that `part`, bytes of its one spelling, comes from. They never end with invisible
    /// characters, unless the word does.
    pub(super) fn range_of(&self, part: &Range<usize>, spelled: &Spelled) -> Range<usize> {
        let (start, end) = (self.border(part.start, spelled), self.border(part.end, spelled));
        // A border inside a ligature (`ﬀ`) lies before it, but no part is without a character.
        let first = self.letters[start..].chars().next().map_or(0, char::len_utf8);
        let seen =
            if end == self.letters.len() { end } else { self.letters[..end].trim_end_matches(is_invisible).len() };
        self.with_marker(start)..self.with_marker(seen.max(start + first))
    }

    /// Returns the byte of the letters that byte `at` of the one spelling comes from.
    fn border(&self, at: usize, spelled: &Spelled) -> usize {
        if at == spelled.form.len() { self.letters.len() } else { origin(&self.letters, spelled.origin(at)) }
    }

    /// Returns the byte of the word as written that byte `at` of the letters comes from.
    fn with_marker(&self, at: usize) -> usize {
        match &self.marker {
            Some(marker) if at > marker.start => at + marker.len(),
            _ => at,
        }
    }
}
