//! Affixes: what is never a part of a compound, though a word list may know it, and prefixes, which are.

use super::cut::letter_count;
use super::heads::is_short_head;

/// Returns true for particles, prefixes, function words, and short words that fit by chance far more often than they are
/// meant (`ente`, `tag`). They are never the first or a middle part, with or without linking element.
pub(super) fn is_particle(base: &str) -> bool {
    #[rustfmt::skip]
    const PARTICLES: &[&str] = &[
        "ab", "aber", "ach", "all", "als", "am", "an", "anti", "auf", "aufs", "aus", "außen", "bei", "beim",
        "bis", "bot", "che", "chen", "da", "dar", "daran", "darauf", "das", "dass", "davon", "dazu", "de", "den",
        "der", "des", "die", "dies", "dis", "doch", "durch", "ebe", "ein", "eine", "einem", "einen", "einer",
        "eines", "empor", "ent", "ente", "entgegen", "er", "ern", "erst", "es", "fort", "frei", "fur",
        "für", "ganz", "ge", "gegen", "gegenüber", "gen", "ges", "hat", "her", "heran", "heraus", "herbei",
        "herein", "herum", "herunter", "hervor", "hier", "hin", "hinaus", "hinein", "hinter", "hinzu", "ich",
        "ihr", "im", "in", "innen", "ins", "inter", "ist", "je", "kein", "keit", "lich", "ling", "los", "man", "manch",
        "mein", "miss", "mit", "nach", "nah", "neben", "nicht", "nieder", "noch", "nun", "ob", "ober", "oder",
        "ohne", "per", "pro", "re", "ren", "rück", "sam", "schaft", "sehr", "sein", "seit", "selbst", "sich",
        "sie", "sind", "so", "sollen", "sub", "tag", "ten", "tion", "trans", "tum", "um", "umher", "un", "und",
        "ung", "unser", "unten", "unter", "ur", "ver", "voll", "vom", "von", "vor", "voran", "voraus", "vorbei",
        "vorüber", "war", "was", "weg", "weiter", "wem", "wen", "wer", "wider", "wie", "wieder", "will", "wir", "wird",
        "wo", "zer", "zu", "zum", "zur", "zurück", "zusammen", "zwar", "zwischen", "über",
    ];
    is_in(PARTICLES, base)
}

/// A prefix that makes compounds as a noun does, though it is none or is too common.
pub(super) struct Prefix {
    pub(super) letters: &'static str,
    /// Letters that it lacks of the word it stands for.
    pub(super) ending: &'static str,
    /// Letters of the shortest word behind it. Where that is a common length, short heads stand behind it, too (`Frei|bad`).
    min_rest: usize,
}

#[rustfmt::skip]
const PREFIXES: [Prefix; 15] = [
    Prefix { letters: "bar", ending: "", min_rest: 6 },
    Prefix { letters: "edel", ending: "", min_rest: 5 },
    Prefix { letters: "erd", ending: "e", min_rest: 2 },
    Prefix { letters: "erst", ending: "", min_rest: 5 },
    Prefix { letters: "frei", ending: "", min_rest: 5 },
    Prefix { letters: "gegen", ending: "", min_rest: 5 },
    Prefix { letters: "gen", ending: "", min_rest: 6 },
    Prefix { letters: "nah", ending: "", min_rest: 6 },
    Prefix { letters: "neben", ending: "", min_rest: 5 },
    Prefix { letters: "ober", ending: "", min_rest: 8 },
    Prefix { letters: "oster", ending: "n", min_rest: 4 },
    Prefix { letters: "selbst", ending: "", min_rest: 5 },
    Prefix { letters: "sonder", ending: "", min_rest: 4 },
    Prefix { letters: "voll", ending: "", min_rest: 7 },
    Prefix { letters: "weiter", ending: "", min_rest: 6 },
];

/// Returns true for a prefix that stands for no noun: the `ober` of `Oberarzt` is no waiter.
pub(in crate::german) fn is_plain_prefix(base: &str) -> bool {
    #[rustfmt::skip]
    const PLAIN: &[&str] = &[
        "edel", "erst", "frei", "gegen", "nah", "neben", "ober", "selbst", "sonder", "voll", "weiter",
    ];
    is_in(PLAIN, base)
}

/// Returns the prefixes that `tail` begins with, if what follows may be a noun.
pub(super) fn prefixes(tail: &str) -> impl Iterator<Item = &'static Prefix> {
    let fits = move |prefix: &&Prefix| {
        let rest = tail.strip_prefix(prefix.letters);
        rest.is_some_and(|rest| letter_count(rest) >= prefix.min_rest || (prefix.min_rest <= 5 && is_short_head(rest)))
    };
    let first = tail.as_bytes().first();
    PREFIXES.iter().filter(move |prefix| prefix.letters.as_bytes().first() == first).filter(fits)
}

/// Returns the byte of `word` at which the suffix of a foreign word begins; no part begins behind it: `Histor·ikern`,
/// `Medi·atoren`, `Kapit·alist`.
pub(super) fn foreign_suffix_start(word: &str) -> usize {
    const FOREIGN: [&str; 20] = [
        "alist",
        "alisten",
        "alistin",
        "ische",
        "ischem",
        "ischen",
        "ischer",
        "isches",
        "ator",
        "atore",
        "atoren",
        "ators",
        "iker",
        "ikern",
        "ikers",
        "ikerin",
        "ikerinnen",
        "orat",
        "orate",
        "orats",
    ];
    let suffixes = FOREIGN.iter().filter(|suffix| word.ends_with(*suffix));
    word.len() - suffixes.map(|suffix| suffix.len()).max().unwrap_or(0)
}

/// Returns true for the stem of a verb of which no compounds are made: `Heißluft`, `Wollsocke`.
pub(super) fn makes_no_compounds(stem: &str) -> bool {
    is_in(&["dürf", "heiss", "könn", "müss", "werd", "woll"], stem)
}

/// Returns true if a verb begins with an inseparable prefix: few of them make nouns in -er by themselves.
pub(super) fn has_verbal_prefix(verb: &str) -> bool {
    ["be", "ent", "er", "ge", "miss", "ver", "zer"].iter().any(|prefix| verb.starts_with(prefix))
}

/// Returns true for nouns with a suffix after which compounds have a linking s: `Verfassungs|recht`, `Freiheits|kampf`.
pub(super) fn takes_linking_s(noun: &str) -> bool {
    let suffixes = ["ung", "heit", "keit", "schaft", "tion", "sion", "tät", "tum", "ling"];
    noun.len() >= MIN_SUFFIXED_BYTES && suffixes.iter().any(|suffix| noun.ends_with(suffix))
}

/// Returns true for a noun without the e that it loses before a linking s: `Geschichts|buch`.
pub(super) fn loses_e_before_s(stem: &str) -> bool {
    ["geschicht", "hilf", "miet"].iter().any(|end| stem.ends_with(end))
}

/// Bytes of the shortest such noun: `Sprung|brett` has no suffix.
const MIN_SUFFIXED_BYTES: usize = 7;

/// Bytes of the longest suffix below.
const MAX_SUFFIX_BYTES: usize = 14;

/// Returns true for derivational suffixes and whatever else ends words without being their head.
pub(super) fn is_suffix(head: &str) -> bool {
    #[rustfmt::skip]
    const SUFFIXES: &[&str] = &[
        "anten", "arier", "arierin", "arierinnen", "ariern", "ation", "ationen", "ator", "atoren", "atur", "bar",
        "bare", "baren", "barer", "bares", "barkeit", "chen", "chens", "dung", "dungen", "elle", "ellen", "enden",
        "ender", "enten", "erei", "ereien", "erin", "erinnen", "erweise", "ester", "esters", "hafte", "haften",
        "hafter", "haftes", "haftigkeit", "heit", "heiten", "ieren", "ierend", "ierende", "ierenden", "iert",
        "ierte", "ierten", "ierung", "ierungen", "igkeit", "igkeiten", "iker", "ikerin", "ikerinnen", "ikern",
        "innen", "ionen", "isch", "ische", "ischen", "ischer", "isches", "ision", "ismus", "isten", "ität",
        "itäten", "keit", "keiten", "lein", "lich", "liche", "lichen", "licher", "liches", "lichkeit", "lichkeiten",
        "ling", "linge", "lingen", "lings", "loge", "logen", "logie", "logien", "los", "lose", "losen", "loser",
        "loses", "losigkeit", "lung", "lungen", "mal", "male", "nahme", "nahmen", "nehmer", "nehmerin",
        "nehmerinnen", "nehmern", "nehmers", "nisse", "nissen", "nisses", "rung", "rungen", "sam", "same", "samen",
        "samer", "sames", "samkeit", "schaft", "schaften", "soren", "stel", "sten", "ster", "tens", "thek",
        "theken", "ther", "tion", "tionen", "tions", "tum", "tums", "tümer", "tümern", "ung", "ungen", "ungs",
        "weise", "weisen", "wärts",
    ];
    head.len() <= MAX_SUFFIX_BYTES && is_in(SUFFIXES, head)
}

/// Returns true for the ends of names of towns and families. A word with such a head that no list of nouns has is taken
/// for a name.
pub(super) fn is_name_head(head: &str) -> bool {
    #[rustfmt::skip]
    const HEADS: &[&str] = &[
        "acher", "auer", "bach", "bacher", "bauer", "berg", "berger", "bichler", "bronn", "brunn", "brunner", "burg",
        "burger", "büttel", "dorf", "egger", "felde", "furt", "gruber", "hausen", "heim", "hofen",
        "hofer", "huber", "inger", "kirchen", "leben", "lechner", "länder", "maier", "mann", "mayer", "meier",
        "meyer", "moser", "müller", "münde", "reuth", "rieder", "rode", "schmidt", "schmied", "steiger",
        "stein", "steiner", "stetten", "städt", "stätter", "thal", "thaler", "wagner", "walde", "weiler",
        "wieser", "zell",
    ];
    is_in(HEADS, head)
}

/// Returns true for those who live in a home, and for its purpose: `Kinder|heim`, `Vereins|heim`. Other words in -heim are towns.
pub(super) fn is_home_of(left: &str) -> bool {
    #[rustfmt::skip]
    const LEFTS: &[&str] = &[
        "alt", "alte", "alten", "alter", "arbeiter", "asyl", "auffang", "ausländer", "bauarbeiter", "behinderte",
        "behinderten", "blinde", "blinden", "club", "eltern", "erholung", "erziehung", "familie", "familien",
        "ferien", "flüchtling", "frau", "frauen", "freizeit", "gemeinde", "genesung", "gesellen", "hund", "hunde",
        "internat", "jugend", "katzen", "kinder", "klub", "kolping", "kranken", "kur", "land", "ledigen", "lehrling",
        "lehrlings", "mutter", "mädchen", "männer", "mütter", "nacht", "obdachlose", "pfarr", "pfarrei", "pflege",
        "rentner", "schul", "schule", "schutz", "schwester", "schwestern", "schüler", "schützen", "senior",
        "senioren", "ski", "soldaten", "sport", "student", "studenten", "studierende", "säugling", "tier", "tiere",
        "verein", "veteranen", "waise", "waisen", "wohn", "wohnen", "zieh", "übergang",
    ];
    is_in(LEFTS, left)
}

/// Returns the side, `rechts` or `links`, that `tail` begins with if a side is meant, and not the law: `Rechts|extremismus`, but
/// `Rechts|anwalt`.
pub(super) fn side(tail: &str) -> Option<&'static str> {
    #[rustfmt::skip]
    const BEHIND_RECHTS: &[&str] = &[
        "abbieg", "allianz", "alternativ", "auslage", "ausleger", "aussen", "block", "bündnis", "drall", "drehung", "extrem", "gerichtet",
        "händ", "ideolog", "identitär", "intellektuell", "koalition", "konservativ", "kurve", "lager", "lastig", "liberal", "national",
        "partei", "populis", "radikal", "regierung", "rock", "ruck", "rutsch", "schwenk", "steuer", "terror", "wähler", "äusser",
    ];
    let is_right = |rest: &str| BEHIND_RECHTS.iter().any(|head| rest.starts_with(head));
    match (tail.strip_prefix("rechts"), tail.strip_prefix("links")) {
        (Some(rest), _) if is_right(rest) => Some("rechts"),
        (_, Some(rest)) if !rest.is_empty() => Some("links"),
        _ => None,
    }
}

/// Returns true if `list`, which is in byte order, has `word`.
pub(super) fn is_in(list: &[&str], word: &str) -> bool {
    debug_assert!(list.is_sorted(), "{list:?}");
    list.binary_search(&word).is_ok()
}
