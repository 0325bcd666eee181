//! How German and foreign nouns are inflected: endings, umlauts, and the plurals that no rule makes.

use Vowel::{Changes, MayChange, Stays};

use super::letters::ends_alike;

/// How the stem changes before an ending.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Vowel {
    Stays,
    /// May be an umlaut in the form: `Bäume`.
    MayChange,
    /// Is an umlaut in the form: `Väter`.
    Changes,
}

/// A way in which a form is made: its ending, that of the singular, and what it costs as a reading.
pub(super) struct Inflection {
    pub(super) ending: &'static str,
    pub(super) singular: &'static str,
    pub(super) vowel: Vowel,
    pub(super) cost: f32,
    /// Ends of the singulars to which the rule applies; all if it is empty.
    after: &'static [&'static str],
}

const fn rule(
    ending: &'static str,
    singular: &'static str,
    vowel: Vowel,
    cost: f32,
    after: &'static [&'static str],
) -> Inflection {
    Inflection { ending, singular, vowel, cost, after }
}

impl Inflection {
    /// Returns true if `stem` can be a singular of this rule. After a sibilant an s is no ending.
    pub(super) fn fits(&self, stem: &str) -> bool {
        let is_fit = self.after.is_empty() || self.after.iter().any(|end| ends_alike(stem, end) && stem.ends_with(end));
        is_fit && !(self.ending == "s" && stem.ends_with(['s', 'x', 'z']))
    }

    /// Returns true for an ending that makes a plural without any other change.
    pub(super) fn is_plain_plural(&self) -> bool {
        self.vowel == Stays && self.singular.is_empty() && matches!(self.ending, "e" | "en")
    }

    /// Returns true for the plurals of foreign nouns and of those in -s, which infinitives look like.
    pub(super) fn is_uncommon(&self) -> bool {
        !self.singular.is_empty() || self.ending.starts_with("se")
    }

    /// Returns true for the plural in -n of a noun in -e.
    pub(super) fn is_weak(&self) -> bool {
        self.ending == "n" && self.after == ["e"]
    }

    /// Returns true for the plural in -en of a noun that does not end in e.
    pub(super) fn takes_en(&self) -> bool {
        self.ending == "en" && self.singular.is_empty()
    }
}

#[rustfmt::skip]
pub(super) const RULES: &[Inflection] = &[
    rule("s", "", Stays, 0.0, &[]),
    rule("es", "", Stays, 0.0, &[]),
    rule("n", "", Stays, -0.5, &["e"]),
    rule("n", "", Stays, 0.0, &["el", "er", "ar", "ir", "herr"]),
    rule("n", "", Changes, 0.5, &["el", "er"]),
    rule("en", "", Stays, -1.0, &["ung", "heit", "keit", "schaft", "ion", "tät", "ent", "ant", "ist", "or", "ik", "ur"]),
    rule("en", "", Stays, 0.5, &[]),
    rule("en", "", Changes, 0.5, &[]),
    rule("e", "", Stays, 0.0, &[]),
    rule("e", "", Changes, 0.0, &[]),
    rule("er", "", MayChange, 0.5, &[]),
    rule("ern", "", MayChange, 0.5, &[]),
    rule("", "", Changes, 0.5, &["er", "el", "en"]),
    rule("se", "", Stays, 0.0, &["s"]),
    rule("sen", "", Stays, 0.0, &["s"]),
    rule("ses", "", Stays, 0.0, &["s"]),
    rule("nen", "", Stays, -1.0, &["in"]),
    rule("ns", "", Stays, 0.0, &["e"]),
    rule("ens", "", Stays, 2.0, &[]),
    rule("ten", "", Stays, 1.0, &["bau", "au"]),
    rule("ien", "", Stays, 0.0, &["al", "eg", "erb", "il", "ip", "iz"]),
    rule("ien", "ium", Stays, 0.0, &[]),
    rule("ien", "ion", Stays, 0.5, &[]),
    rule("en", "um", Stays, 0.5, &[]),
    rule("een", "eum", Stays, 0.5, &[]),
    rule("een", "us", Stays, 1.0, &[]),
    rule("en", "us", Stays, 0.5, &[]),
    rule("en", "os", Stays, 1.0, &[]),
    rule("en", "a", Stays, 1.5, &[]),
    rule("en", "o", Stays, 1.5, &[]),
    rule("en", "is", Stays, 1.5, &[]),
    rule("en", "on", Stays, 1.5, &[]),
    rule("a", "um", Stays, 1.0, &[]),
    rule("a", "on", Stays, 1.0, &[]),
    rule("i", "us", Stays, 1.0, &[]),
    rule("i", "o", Stays, 1.0, &[]),
    rule("anten", "as", Stays, 1.0, &[]),
    rule("ata", "a", Stays, 1.0, &[]),
    rule("ora", "us", Stays, 1.0, &[]),
    rule("era", "us", Stays, 1.0, &[]),
    rule("izes", "ex", Stays, 1.0, &[]),
    rule("ices", "ex", Stays, 1.0, &[]),
    rule("ices", "ix", Stays, 1.0, &[]),
    rule("izen", "ix", Stays, 1.0, &[]),
    rule("izes", "ix", Stays, 1.0, &[]),
    rule("ina", "en", Stays, 1.0, &[]),
    rule("onen", "o", Stays, 1.0, &[]),
    rule("ngen", "nx", Stays, 1.0, &[]),
    rule("im", "", Stays, 1.0, &["rub", "raph"]),
];

/// Plurals that no rule makes, or that a noun of its own is like; and a singular that lists have as a plural only. In byte order.
#[rustfmt::skip]
pub(super) const IRREGULAR: [(&str, &str); 33] = [
    ("aromen", "aroma"), ("aulen", "aula"), ("bande", "bande"), ("bussen", "bus"), ("chöre", "chor"),
    ("corpora", "corpus"), ("daten", "datum"), ("dörfer", "dorf"), ("fakten", "faktum"), ("genera", "genus"),
    ("gräber", "grab"), ("götze", "götze"), ("kakteen", "kaktus"), ("korpora", "korpus"), ("körner", "korn"),
    ("larven", "larve"), ("matrizen", "matrix"), ("medien", "medium"), ("neutra", "neutrum"), ("pfänder", "pfand"),
    ("pläne", "plan"), ("quanten", "quant"), ("rande", "rand"), ("riten", "ritus"), ("schütze", "schütze"),
    ("spatzen", "spatz"), ("strahlen", "strahl"), ("säle", "saal"), ("tempora", "tempus"), ("tenöre", "tenor"),
    ("ulmen", "ulme"), ("wunde", "wunde"), ("zwecke", "zweck"),
];

/// Returns true if the plural of `noun` is in the table above.
pub(super) fn is_irregular_singular(noun: &str) -> bool {
    IRREGULAR.iter().any(|(_, singular)| *singular == noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_irregular_plurals_are_in_order() {
        assert!(IRREGULAR.is_sorted());
    }
}
