//! Step of the chain: the terms of a form, which are its lemmas, or its stem if it is a form of no known word.

use rust_stemmers::Stemmer;

use super::lemma::{Case, Lemmas, lemmas};
use super::lexicon::Lexicon;
use super::stem::stem;

/// Endings of unknown names that have an s of their own: `Matthias`, `Elvis`, `Brutus`.
const NAME_ENDINGS: [&str; 8] = ["as", "es", "is", "os", "us", "ss", "xs", "zs"];

/// Returns the terms of `form`, an exact form in its one spelling. `head` is the byte at which the last part of a compound
/// begins.
pub(super) fn terms(lexicon: &Lexicon, stemmer: &Stemmer, form: &str, case: Case, head: Option<usize>) -> Lemmas {
    lemmas(lexicon, form, case, head).unwrap_or_else(|| match case {
        Case::Lower => Lemmas { first: stem_of_unknown(lexicon, stemmer, form), second: None },
        Case::Capital => Lemmas { first: form.to_owned(), second: without_s(lexicon, form) },
        Case::TypedLower => {
            let stem = stem_of_unknown(lexicon, stemmer, form);
            Lemmas { second: Some(stem).filter(|stem| stem != form), first: form.to_owned() }
        }
    })
}

/// Returns the stem of a word in lower case that is no form of a known word. A word of the lists keeps its letters, and so
/// does one whose stem is another word that is known.
fn stem_of_unknown(lexicon: &Lexicon, stemmer: &Stemmer, form: &str) -> String {
    if lexicon.counts(form).kinds.form {
        return form.to_owned();
    }
    let stem = stem(stemmer, form);
    if lexicon.counts(&stem).all() > 0.0 { form.to_owned() } else { stem }
}

/// Returns an unknown name without an s that may be that of the genitive. Nobody knows whether it is, so the name is found
/// with and without it.
fn without_s(lexicon: &Lexicon, form: &str) -> Option<String> {
    let may_be_genitive = !NAME_ENDINGS.iter().any(|ending| form.ends_with(ending)) && form.chars().count() > 4;
    let base = form.strip_suffix('s').filter(|_| may_be_genitive)?;
    (lexicon.counts(form).all() == 0.0).then(|| base.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::stem::snowball;
    use super::super::{Analyzer, Form};
    use super::*;

    /// Returns true if two words, written so, meet.
    fn meet(analyzer: &Analyzer, a: &str, b: &str) -> bool {
        let form = |word: &str| analyzer.tokens(word).next().map(|token| Form::clone(&token.word)).unwrap_or_default();
        let (a, b) = (form(a), form(b));
        a.terms().any(|term| b.terms().any(|other| other == term))
    }

    #[test]
    fn words_that_meet() {
        let analyzer = Analyzer::default();
        for group in [
            &["Haus", "Häuser", "Hauses", "Häusern"][..],
            &["Behörde", "Behörden"],
            &["Verbot", "Verbote", "Verboten"],
            &["System", "Systeme", "Systems", "Systemen"],
            &["Rentensystem", "Rentensysteme"],
            &["Thema", "Themen", "Themas"],
            &["Gremium", "Gremien"],
            &["Nachbar", "Nachbarn", "Nachbarin", "Nachbarinnen"],
            &["Zeuge", "Zeugen", "Zeugin"],
            &["Arzt", "Ärzte", "Ärztin", "Ärztinnen"],
            &["Politiker", "Politikern", "Politikerinnen"],
            &["Lehrer", "Lehrerin"],
            &["Gesandter", "Gesandte", "Gesandten"],
            &["Obama", "Obamas"],
            &["Merkel", "Merkels"],
            &["Auto", "Autos"],
            &["LKW", "LKWs"],
            &["Bundesstraße", "Bundesstraßen"],
            &["fordern", "fordert", "forderte", "gefordert", "geforderten", "fordernde"],
            &["leihen", "leiht", "lieh", "liehen", "geliehen", "geliehene"],
            &["aufgeben", "aufgab", "aufgegeben", "aufzugeben", "aufgibt"],
            &["verstehen", "versteht", "verstand", "verstanden", "verstünde"],
            &["schwach", "schwache", "schwächer", "schwächsten"],
            &["edel", "edle", "edler", "edelsten"],
            &["hoch", "hohe", "höher", "höchste"],
            &["gut", "besser", "beste", "guten"],
        ] {
            for word in group {
                assert!(meet(&analyzer, group[0], word), "{} {word}", group[0]);
            }
        }
    }

    #[test]
    fn words_that_stay_apart() {
        let analyzer = Analyzer::default();
        for (a, b) in [
            ("Kohl", "Kohle"),
            ("Köhler", "Kohle"),
            ("Burg", "Bürger"),
            ("Förderung", "Forderung"),
            ("Wunde", "Wunder"),
            ("Messe", "Messer"),
            ("Bayer", "Bayern"),
            ("Müller", "Müll"),
            ("Spiel", "Spieler"),
            ("Zahn", "zahm"),
            ("schon", "schön"),
            ("neun", "neuen"),
            ("Schwerin", "schwer"),
            ("Basis", "Basi"),
            ("Andreas", "Andrea"),
            ("gewinnen", "Gewehr"),
        ] {
            assert!(!meet(&analyzer, a, b), "{a} {b}");
        }
    }

    #[test]
    fn what_is_not_known() {
        let (lexicon, stemmer) = (Lexicon::builtin(), snowball());
        let terms = |form: &str, case: Case| {
            let Lemmas { first, second } = terms(&lexicon, &stemmer, form, case, None);
            [Some(first), second].into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        for (form, case, found) in [
            // A name keeps its letters, and may be in the genitive.
            ("xyläner", Case::Capital, "xyläner"),
            ("xylanders", Case::Capital, "xylanders xylander"),
            ("xylas", Case::Capital, "xylas"),
            ("xylanderten", Case::Lower, "xylandert"),
            ("xylanders", Case::TypedLower, "xylanders xyland"),
        ] {
            assert_eq!(terms(form, case), found, "{form}");
        }
    }
}
