//! The one spelling of a word that may be written in several: umlauts typed as two letters, forms before the reform.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::compounds::{Suffixes, split};
use super::lexicon::{Lexicon, inflections};

const LIST: &str = include_str!("spelling.txt");

/// Digraphs of a word that are tried one by one; more are joined or left together.
const MOST_DIGRAPHS: usize = 3;
/// How much more common, in units of ln(frequency), a word with an umlaut must be than the same with two letters.
const UMLAUT_MARGIN: f32 = 1.0;
/// What a word loses in this comparison for being known by its parts only.
const PARTS_ONLY: f32 = 3.0;

/// An exact form in its one spelling, and what was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelled {
    pub(super) form: String,
    /// Bytes of the exact form that were replaced, with the length of what replaced them; in order.
    edits: Vec<(Range<usize>, usize)>,
}

impl Spelled {
    /// The byte of the exact form that `at`, a byte of the one spelling, comes from. Inside something replaced it is
    /// its beginning.
    pub(super) fn origin(&self, at: usize) -> usize {
        let (mut before, mut after) = (0, 0);
        for (range, length) in &self.edits {
            let start = after + (range.start - before);
            if at <= start {
                break;
            }
            if at < start + length {
                return range.start;
            }
            (before, after) = (range.end, start + length);
        }
        before + (at - after)
    }

    fn replace(&mut self, range: Range<usize>, to: &str) {
        self.form.replace_range(range, to);
    }
}

/// Brings an exact form to its one spelling.
pub(super) fn respell(lexicon: &Lexicon, exact: &str) -> Spelled {
    let mut spelled = Spelled { form: exact.to_owned(), edits: Vec::new() };
    let mut edits = reformed(exact);
    edits.extend(umlauts(lexicon, exact));
    edits.sort_by_key(|edit| edit.0.start);
    let mut end = 0;
    edits.retain(|(range, _)| {
        let free = range.start >= end;
        end = if free { range.end } else { end };
        free
    });
    for (range, to) in edits.iter().rev() {
        spelled.replace(range.clone(), to);
    }
    spelled.edits = edits.into_iter().map(|(range, to)| (range, to.len())).collect();
    spelled
}

type Edit = (Range<usize>, &'static str);

struct Rule {
    old: &'static str,
    new: &'static str,
    first: bool,
    last: bool,
}

/// What the list says.
fn reformed(exact: &str) -> Vec<Edit> {
    static RULES: OnceLock<(Vec<Rule>, Option<AhoCorasick>)> = OnceLock::new();
    let (rules, finder) = RULES.get_or_init(|| {
        let rules: Vec<Rule> = LIST.lines().filter_map(rule).collect();
        // Not the fastest kind, but the one that a program that answers one query does not wait for.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let finder = AhoCorasick::builder().kind(kind).build(rules.iter().map(|rule| rule.old)).ok();
        (rules, finder)
    });
    let mut edits: Vec<Edit> = Vec::new();
    for found in finder.iter().flat_map(|finder| finder.find_overlapping_iter(exact)) {
        let rule = &rules[found.pattern().as_usize()];
        if (!rule.first || found.start() == 0) && (!rule.last || found.end() == exact.len()) {
            edits.push((found.range(), rule.new));
        }
    }
    edits
}

fn rule(line: &'static str) -> Option<Rule> {
    let (old, new) = line.split_once(' ').filter(|_| !line.starts_with('#'))?;
    let (first, last) = (old.starts_with('^'), old.ends_with('$'));
    Some(Rule { old: old.trim_start_matches('^').trim_end_matches('$'), new, first, last })
}

/// The digraphs that stand for umlauts: where the lexicon knows the word with them better than without, and for
/// words it does not know, where no German word is known to mean two letters by them.
fn umlauts(lexicon: &Lexicon, exact: &str) -> Vec<Edit> {
    let all: Vec<Edit> = digraphs(exact).collect();
    if all.is_empty() {
        return all;
    }
    let as_typed = evidence(lexicon, exact);
    let mut best: (f32, Vec<Edit>) = (as_typed + if as_typed > 0.0 { UMLAUT_MARGIN } else { 0.0 }, Vec::new());
    // Of a few digraphs each choice, of many all together.
    let each: Vec<usize> = if all.len() <= MOST_DIGRAPHS { (1..1 << all.len()).collect() } else { vec![usize::MAX] };
    for choice in each {
        let is_chosen = |at: usize| choice.checked_shr(at as u32).unwrap_or(1) & 1 == 1;
        let chosen = all.iter().enumerate().filter(|(at, _)| is_chosen(*at)).map(|(_, edit)| edit.clone());
        let chosen: Vec<Edit> = chosen.collect();
        let evidence = evidence(lexicon, &joined(exact, &chosen));
        if evidence > best.0 {
            best = (evidence, chosen);
        }
    }
    if best.0 > 0.0 {
        return best.1;
    }
    all.into_iter()
        .filter(|(range, _)| is_safe(&exact[..range.start], &exact[range.clone()], &exact[range.end..]))
        .collect()
}

fn joined(exact: &str, edits: &[Edit]) -> String {
    let mut form = exact.to_owned();
    for (range, to) in edits.iter().rev() {
        form.replace_range(range.clone(), to);
    }
    form
}

fn digraphs(exact: &str) -> impl Iterator<Item = Edit> {
    exact.as_bytes().windows(2).enumerate().filter_map(|(at, pair)| {
        // After a vowel or q they are two letters: `neue`, `Quelle`.
        if exact.get(..at)?.ends_with(follows_no_umlaut) {
            return None;
        }
        let umlaut = match pair {
            b"ae" => "ä",
            b"oe" => "ö",
            b"ue" => "ü",
            _ => return None,
        };
        Some((at..at + 2, umlaut))
    })
}

/// How well a form is known, in units of ln(frequency): itself, in another inflection, or by its parts.
fn evidence(lexicon: &Lexicon, form: &str) -> f32 {
    let counts = inflections(lexicon, form, &["s", "es", "n", "en", "e", "er", "em"]).map(|(_, counts)| counts.all());
    let whole = counts.fold(0.0, f32::max).ln_1p();
    let parts =
        split(lexicon, form, true, &mut Suffixes::default()).map_or(0.0, |cut| (cut.score - PARTS_ONLY).max(0.0));
    whole.max(parts)
}

const VOWELS: &str = "aeiouyäöü";

fn follows_no_umlaut(c: char) -> bool {
    VOWELS.contains(c) || c == 'q'
}

/// Whether a digraph is an umlaut, as far as its neighbours tell.
///
/// Left alone: one not followed by a consonant (but `aeu`)
/// (`Statue`, `Poesie`, `zweie`), `ael` at the end and before i (`Israel`, `israelisch`, `Michaels`), `-uell`
/// (`aktuell`, `Duell`; but `Mueller`), `Influenza`, and the joint in `zuerst`, `soeben`.
fn is_safe(before: &str, digraph: &str, after: &str) -> bool {
    // `aeu` is äu: Haeuser, Gebaeude.
    let before_consonant = (digraph == "ae" && after.starts_with('u'))
        || after.starts_with(|c: char| c.is_alphabetic() && !VOWELS.contains(c));
    let known_pair = match digraph {
        "ae" => {
            matches!(after, "l" | "ls") || after.starts_with("li") || (before.is_empty() && after.starts_with("ro"))
        }
        "oe" => {
            (before.ends_with('s') && after.starts_with('b'))
                || (before.ends_with('p') && after.starts_with(['s', 't']))
        }
        _ => {
            (before == "z" && after.starts_with('r'))
                || (after.starts_with("ll") && before.ends_with(['t', 'n', 's', 'x', 'd']))
                || (after.starts_with("nz") && before.ends_with("fl"))
        }
    };
    before_consonant && !known_pair
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lexicon: &Lexicon, pairs: &[(&str, &str)]) {
        for (word, one) in pairs {
            assert_eq!(respell(lexicon, word).form, *one, "{word}");
        }
    }

    #[test]
    fn umlauts_typed_as_two_letters() {
        let pairs = [
            ("mueller", "müller"),
            ("muenchen", "münchen"),
            ("gruesse", "grüsse"),
            ("oesterreich", "österreich"),
            ("aerzte", "ärzte"),
            ("haeuser", "häuser"),
            ("gebaeude", "gebäude"),
            ("zurueck", "zurück"),
            ("israel", "israel"),
            ("israelisch", "israelisch"),
            ("michael", "michael"),
            ("aktuelle", "aktuelle"),
            ("duell", "duell"),
            ("neuen", "neuen"),
            ("feuer", "feuer"),
            ("quelle", "quelle"),
            ("statue", "statue"),
            ("zuerst", "zuerst"),
            ("soeben", "soeben"),
            ("influenza", "influenza"),
            ("abenteuer", "abenteuer"),
            ("europa", "europa"),
        ];
        check(&Lexicon::builtin(), &pairs);
        // Even without a lexicon.
        check(&Lexicon::empty(), &pairs);
        let by_lexicon = [
            ("goethe", "goethe"),
            ("zuerkennung", "zuerkennung"),
            ("koexistenz", "koexistenz"),
            ("oeltanker", "öltanker"),
            ("koelner", "kölner"),
            ("tuer", "tür"),
            ("voegel", "vögel"),
            ("ueberfaelle", "überfälle"),
        ];
        check(&Lexicon::builtin(), &by_lexicon);
    }

    #[test]
    fn any_number_of_digraphs() {
        let many = "baeb".repeat(40);
        assert_eq!(respell(&Lexicon::builtin(), &many).form, "bäb".repeat(40));
    }

    #[test]
    fn before_the_reform() {
        let pairs = [
            ("schiffahrtsgesellschaft", "schifffahrtsgesellschaft"),
            ("numerierung", "nummerierung"),
            ("potential", "potenzial"),
            ("photographie", "fotografie"),
            ("paragraphen", "paragrafen"),
            ("stengel", "stängel"),
            ("tip", "tipp"),
            ("typ", "typ"),
            ("stopp", "stopp"),
        ];
        check(&Lexicon::builtin(), &pairs);
    }

    #[test]
    fn each_byte_has_its_origin() {
        let spelled = respell(&Lexicon::builtin(), "schiffahrtsbehoerde");
        assert_eq!(spelled.form, "schifffahrtsbehörde");
        assert_eq!(spelled.origin(0), 0);
        assert_eq!(spelled.origin(13), 12);
        assert_eq!(spelled.origin(spelled.form.len()), "schiffahrtsbehoerde".len());
    }
}
