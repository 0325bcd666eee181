//! Which words are of one family? `Warnung` of *warnen*, `politisch` and `Politiker` of *Politik*, `Berliner` of *Berlin*.
//!
//! Inflection is undone in `lemma`: forms of one word have one term. Words of a family are different words with terms of
//! their own, and a query plan scores them below the word that was typed.
//!
//! A word is taken apart by the suffixes of `rules`, and what another suffix of the same group makes of its stem is a relative
//! if the [`Lexicon`] has it as a word of the right kind. The nouns of strong verbs (`Verbot`, of *verbieten*: `strong`) and the
//! names of countries and peoples (`peoples`) are closed tables, and so are the words that only look like relatives
//! (`look_alikes`). From a verb the way goes on: `Warner` is related to *Warnung* because both are to *warnen*.

mod look_alikes;
mod peoples;
mod rules;
mod strong;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use super::Analyzer;
use super::lemma::letters::{umlaut, without_umlaut};
use super::lemma::{Case, CompoundHead, is_namesake, lemmas, noun_term, without_capital};
use super::lexicon::{Lexicon, LexiconNear, LexiconWalk, WordCounts};
use rules::{GROUPS, Group, Guard, Member, MemberKind, Topology};

/// Letters of the shortest stem.
const MIN_STEM_LETTERS: usize = 3;
/// Most relatives of a word.
const MAX_RELATIVES: usize = 12;
/// Occurrences of a relative, at least. Of the words that lists have but no text, too many are none.
const MIN_COUNT: f32 = 1.0;
/// Occurrences of a noun in -ung, at least, which can be made of any verb: `Fahrung`.
const MIN_UNG_COUNT: f32 = 10.0;
/// How many times more common than the verb in -en a noun is, at least, for that verb to be read as its plural: `Mauern`.
const MIN_PLURAL_RATIO: f32 = 15.0;
/// Occurrences of a name, at least, for words to be made of it.
const MIN_NAMES: f32 = 3.0;

impl Analyzer {
    /// Returns the terms of the words of the family of `term`, a lemma, without itself; the closest come first.
    pub(crate) fn relatives(&self, term: &str) -> Vec<String> {
        relatives(self.lexicon(), term)
    }

    /// Calls `visit` with the relatives of `term`, the closest first, until it returns false. Those after that are not looked for.
    pub(crate) fn visit_relatives(&self, term: &str, visit: &mut dyn FnMut(&str) -> bool) {
        visit_relatives(self.lexicon(), term, visit);
    }
}

/// Returns the relatives of `word`, a lemma.
fn relatives(lexicon: &Lexicon, word: &str) -> Vec<String> {
    let mut all = Vec::new();
    visit_relatives(lexicon, word, &mut |relative| {
        all.push(relative.to_owned());
        true
    });
    all
}

fn visit_relatives(lexicon: &Lexicon, word: &str, visit: &mut dyn FnMut(&str) -> bool) {
    let spelt_as = without_capital(word);
    let lemma = spelt_as.as_deref().unwrap_or(word);
    let noun = noun_term(lexicon, lemma.to_owned());
    let is_noun = (noun != lemma || spelt_as.is_some()).then_some(spelt_as.is_some());
    let mut family = Family { lexicon, word: lemma, is_noun, members: Vec::new(), visit, is_done: false };
    // The noun and the adjective of one spelling, `Deutsch` and *deutsch*, are of one family unless they look alike by chance.
    if noun != lemma && !is_namesake(lemma) && !look_alikes::are(lemma, lemma) {
        family.is_done = !(family.visit)(if is_noun == Some(true) { lemma } else { &noun });
    }
    family.add_of(lemma);
    if family.is_done {
        return;
    }
    let verbs = family.members.iter().filter(|member| lexicon.counts(member).kinds.verb);
    for verb in verbs.cloned().collect::<Vec<_>>() {
        family.add_of(&verb);
    }
}

/// The family of a word under construction.
struct Family<'a> {
    lexicon: &'a Lexicon,
    /// The lemma, without the capital of its term if that has one.
    word: &'a str,
    /// True for a noun that is spelt as an adjective, false for that adjective.
    is_noun: Option<bool>,
    members: Vec<String>,
    /// Is called with each member; returns false if no more are wanted.
    visit: &'a mut dyn FnMut(&str) -> bool,
    is_done: bool,
}

/// The stems of a word, each looked up once.
struct Stems<'a> {
    near: LexiconNear<'a>,
    /// Stems that the word does not begin with.
    changed: Vec<(String, Option<LexiconWalk<'a>>)>,
}

impl<'a> Stems<'a> {
    /// Returns the walk along a stem; `None` if no word begins so.
    fn walk(&mut self, stem: &str) -> Option<&LexiconWalk<'a>> {
        if self.near.word().starts_with(stem) {
            return self.near.behind(stem.len());
        }
        let at = self.changed.iter().position(|(known, _)| known == stem).unwrap_or_else(|| {
            self.changed.push((stem.to_owned(), self.near.walk_along(stem)));
            self.changed.len() - 1
        });
        self.changed[at].1.as_ref()
    }
}

impl<'a> Family<'a> {
    /// Adds the words that are one step away from `word`.
    fn add_of(&mut self, word: &str) {
        for people in peoples::of(word) {
            self.add(word, people.to_owned());
        }
        let near = LexiconNear::new(self.lexicon, word);
        let counts = near.counts(word);
        let mut stems = Stems { near, changed: Vec::new() };
        for (group, number) in members_that_may_end(word) {
            if self.is_done {
                return;
            }
            if let Some(stem) = self.stem(word, &counts, &group.members[*number], group) {
                self.add_derived(word, stem, group, *number, &mut stems);
            }
        }
        if self.is_done {
            return;
        }
        let lexicon = self.lexicon;
        for relative in strong::relatives(word, &|kind, word| is_of_kind(&lexicon.counts(word), kind)) {
            self.add(word, relative);
        }
        for verb in self.verbs_of_participle(word, &counts) {
            self.add(word, verb);
        }
    }

    /// Returns the stem of a word that can be this member of a group.
    fn stem<'w>(&self, word: &'w str, counts: &WordCounts, member: &Member, group: &Group) -> Option<&'w str> {
        let stem = without_suffix(word, member.suffix)?;
        let is_read_so = word != self.word || self.is_noun.is_none_or(|is_noun| is_noun == member.kind.is_noun());
        let fits = is_of_kind(counts, member.kind)
            && is_read_so
            && stem.chars().count() >= group.min_letters.max(MIN_STEM_LETTERS)
            && self.meets(word, member.guard);
        fits.then_some(stem)
    }

    /// Adds what the other members of a group are for this stem, which is that of member `number`.
    fn add_derived(&mut self, word: &str, stem: &str, group: &Group, number: usize, stems: &mut Stems<'_>) {
        let own = &group.members[number];
        let changed = match own.has_umlaut {
            _ if group.members.iter().all(|other| other.has_umlaut == own.has_umlaut) => None,
            true => without_umlaut(stem),
            false => Some(umlaut(stem)).filter(|changed| changed != stem),
        };
        for stem in [Some((stem, false)), changed.as_deref().map(|stem| (stem, true))].into_iter().flatten() {
            let (stem, is_changed) = stem;
            let Some(walk) = stems.walk(stem) else { continue };
            for (at, other) in group.members.iter().enumerate() {
                let is_linked = group.topology == Topology::Ring || at == 0 || number == 0;
                if at == number || !is_linked || (is_changed && own.has_umlaut == other.has_umlaut) {
                    continue;
                }
                let counts =
                    if other.suffix.is_empty() { walk.counts() } else { walk.counts_behind(other.suffix.as_bytes()) };
                let derived = || format!("{stem}{}", other.suffix);
                let least = if other.suffix.ends_with("ung") { MIN_UNG_COUNT } else { MIN_COUNT };
                let is_met = occurrences(&counts, other.kind) > least;
                if is_met && is_of_kind(&counts, other.kind) && self.meets(&derived(), other.guard) {
                    let derived = derived();
                    let kinds = (own.kind, other.kind);
                    if !self.are_inflections(word, &derived, kinds) {
                        self.add_as(word, derived, other.kind);
                    }
                }
            }
        }
    }

    /// Returns true for a noun and a verb that is spelt as its plural and is far rarer: who sees *Mauern* beside *Mauer* takes it
    /// for the same word.
    fn are_inflections(&self, word: &str, other: &str, kinds: (MemberKind, MemberKind)) -> bool {
        let (noun, verb) = match kinds {
            (MemberKind::Noun, MemberKind::Verb) => (word, other),
            (MemberKind::Verb, MemberKind::Noun) => (other, word),
            _ => return false,
        };
        let is_plural = match verb.strip_prefix(noun) {
            Some("n") => noun.ends_with('e') || noun.ends_with("er"),
            ending => ending == Some("en"),
        };
        if !is_plural {
            return false;
        }
        let [of_noun, of_verb] = [noun, verb].map(|word| self.lexicon.counts(word));
        of_noun.noun_lemma > MIN_PLURAL_RATIO * of_verb.lower_lemma
    }

    /// Returns the verbs of an adjective that is a participle, or of a noun that is one: `Verletzte`.
    fn verbs_of_participle(&self, word: &str, counts: &WordCounts) -> Vec<String> {
        let participle = match word.strip_suffix('e') {
            Some(stem) if counts.kinds.noun && self.has(&format!("{word}r")) && self.has(&format!("{word}m")) => stem,
            _ if counts.kinds.adjective => word,
            _ => return Vec::new(),
        };
        if !participle.ends_with(['t', 'n', 'd']) {
            return Vec::new();
        }
        let Some(found) = lemmas(&LexiconNear::new(self.lexicon, participle), Case::Lower, &mut CompoundHead::none())
        else {
            return Vec::new();
        };
        let verbs = [Some(found.first), found.second].into_iter().flatten();
        verbs.filter(|verb| verb != word && self.lexicon.counts(verb).kinds.verb).collect()
    }

    /// Returns true if the lexicon has a form.
    fn has(&self, form: &str) -> bool {
        let counts = self.lexicon.counts(form);
        counts.kinds.form || counts.all() > 0.0
    }

    fn meets(&self, word: &str, guard: Guard) -> bool {
        match guard {
            Guard::None => true,
            Guard::Person => self.has(&format!("{word}in")),
            Guard::Thing => !word.strip_suffix('e').is_some_and(|stem| self.has(&format!("{stem}in"))),
        }
    }

    fn add(&mut self, from: &str, word: String) {
        self.add_as(from, word, MemberKind::Verb);
    }

    /// Adds a word of this kind: a noun may be spelt as an adjective.
    fn add_as(&mut self, from: &str, word: String, kind: MemberKind) {
        let is_known = self.is_done || word == self.word || self.members.contains(&word);
        if !is_known && !look_alikes::are(from, &word) && !look_alikes::are(self.word, &word) {
            let is_wanted = match kind.is_noun() {
                true => (self.visit)(&noun_term(self.lexicon, word.clone())),
                false => (self.visit)(&word),
            };
            self.is_done = !is_wanted || self.members.len() + 1 == MAX_RELATIVES;
            self.members.push(word);
        }
    }
}

/// `str::strip_suffix` for tables of suffixes: hardly any is that of the word, which its last letter and the second before that
/// show.
fn without_suffix<'w>(word: &'w str, suffix: &str) -> Option<&'w str> {
    let may_end_so = match (suffix.as_bytes(), word.as_bytes()) {
        ([], _) => true,
        ([.., a, _, b], word) => matches!(word, [.., c, _, d] if (a, b) == (c, d)),
        ([.., a], word) => word.last() == Some(a),
    };
    may_end_so.then(|| word.strip_suffix(suffix)).flatten()
}

/// A group, and the number of one of its members.
type GroupMember = (&'static Group, usize);

/// Returns the members of all groups, in order, but for those whose last letter is not that of `word`.
fn members_that_may_end(word: &str) -> &'static [GroupMember] {
    static BY_LAST_BYTE: LazyLock<Vec<Vec<GroupMember>>> = LazyLock::new(|| {
        let mut by_last_byte: Vec<Vec<GroupMember>> = vec![Vec::new(); 256];
        for group in GROUPS {
            for (number, member) in group.members.iter().enumerate() {
                match member.suffix.as_bytes().last() {
                    Some(last) => by_last_byte[usize::from(*last)].push((group, number)),
                    None => by_last_byte.iter_mut().for_each(|members| members.push((group, number))),
                }
            }
        }
        by_last_byte
    });
    word.as_bytes().last().map_or(&[], |last| &BY_LAST_BYTE[usize::from(*last)])
}

/// Number of occurrences of a word as one of this kind, in all forms of it.
fn occurrences(counts: &WordCounts, kind: MemberKind) -> f32 {
    match kind {
        MemberKind::Verb | MemberKind::Adjective => counts.lower.max(counts.lower_lemma),
        _ => counts.noun.max(counts.noun_lemma),
    }
}

fn is_of_kind(counts: &WordCounts, kind: MemberKind) -> bool {
    match kind {
        MemberKind::Noun => counts.kinds.noun && !counts.name,
        MemberKind::Verb => counts.kinds.verb,
        MemberKind::Adjective => counts.kinds.adjective,
        MemberKind::Inhabitant => !counts.name && counts.noun > MIN_NAMES && !counts.is_lower(),
        MemberKind::Name => counts.name && counts.noun > MIN_NAMES && !counts.is_lower(),
    }
}
