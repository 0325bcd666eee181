//! Closed lists of words: the short ones that may be parts, and the adjectives that may be heads.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use hashbrown::HashMap;

use super::affixes::is_in;
use super::tail::LOWER_ENDINGS;

/// Returns true if a word of two or three letters can be the head of a noun. Others of this length (`tag`, `ion`, `all`) end
/// words by chance far more often than they are meant.
pub(super) fn is_short_head(head: &str) -> bool {
    #[rustfmt::skip]
    const HEADS: &[&str] = &[
        "abo", "akt", "akw", "alm", "amt", "app", "art", "ast", "axt", "bad", "bau", "bit", "box", "boy", "bub",
        "bus", "cup", "dom", "ehe", "eid", "eis", "erz", "fan", "fee", "gag", "gas", "gau", "gut", "hai", "heu",
        "hit", "hof", "hub", "hut", "jet", "job", "kai", "kuh", "kur", "lkw", "lob", "lok", "mob", "mut", "not",
        "ohr", "oma", "opa", "ort", "pkw", "pub", "rad", "rap", "rat", "reh", "ruf", "sau", "see", "set", "ski",
        "sog", "sud", "tal", "tat", "tau", "tee", "tod", "ton", "tor", "typ", "tür", "uhr", "wal", "web", "weg",
        "wut", "zar", "zeh", "zoo", "zug", "öl",
    ];
    SHORT_BYTES.contains(&head.len()) && is_in(HEADS, head)
}

/// Bytes of a short word: three letters, or two with an umlaut.
const SHORT_BYTES: RangeInclusive<usize> = 3..=4;

/// Returns true if a word of two or three letters can be the left part of a noun.
pub(super) fn is_short_left(left: &str) -> bool {
    #[rustfmt::skip]
    const LEFTS: &[&str] = &[
        "abc", "abi", "alt", "arm", "bio", "dax", "elf", "gen", "iod", "jod", "kfz", "mai", "neu", "ost", "pop",
        "rot", "rum", "sex", "süd", "tot", "uni", "öko",
    ];
    SHORT_BYTES.contains(&left.len()) && (is_in(LEFTS, left) || is_short_head(left))
}

/// Returns true for names that are the head of the name of a part of them: `Ost|deutschland`. Other names are no heads.
pub(super) fn is_region(head: &str) -> bool {
    #[rustfmt::skip]
    const REGIONS: &[&str] = &[
        "afrika", "amerika", "asien", "bayern", "belgien", "berlin", "brasilien", "china", "deutschland", "england",
        "europa", "finnland", "frankreich", "hessen", "indien", "irak", "iran", "irland", "israel", "italien", "korea",
        "libanon", "libyen", "mexiko", "norwegen", "polen", "russland", "sachsen", "schweden", "spanien", "sudan",
        "syrien", "thailand", "türkei", "ukraine", "ungarn", "vietnam",
    ];
    is_in(REGIONS, head)
}

/// Returns true for what says which part of a region is meant.
pub(super) fn is_direction(left: &str) -> bool {
    #[rustfmt::skip]
    const DIRECTIONS: &[&str] = &[
        "gesamt", "inner", "mittel", "nord", "nordost", "nordwest", "ost", "süd", "südost", "südwest", "west",
        "zentral",
    ];
    is_in(DIRECTIONS, left)
}

/// Returns true if `head`, in any inflection, can be the head of an adjective with a noun before it: `klimaneutral`,
/// `umweltfreundlich`.
pub(super) fn is_adjective(head: &str) -> bool {
    let bases = LOWER_ENDINGS.iter().filter_map(|ending| head.strip_suffix(ending));
    std::iter::once(head).chain(bases).any(|base| is_in(ADJECTIVES, base))
}

/// Returns true if a word in lower case ends in such an adjective and is not its opposite (`ungerecht`).
pub(super) fn ends_in_adjective(word: &str) -> bool {
    if word.strip_prefix("un").is_some_and(is_adjective) {
        return false;
    }
    let bases = LOWER_ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    let ends = |base: &str| with_last_bytes(base).iter().any(|adjective| base.ends_with(adjective));
    std::iter::once(word).chain(bases).any(ends)
}

/// Returns the adjectives that end in the last two bytes of `base`.
fn with_last_bytes(base: &str) -> &'static [&'static str] {
    static BY_LAST_BYTES: LazyLock<HashMap<[u8; 2], Vec<&str>>> = LazyLock::new(|| {
        let mut groups: HashMap<[u8; 2], Vec<&str>> = HashMap::new();
        for adjective in ADJECTIVES {
            groups.entry(last_bytes(adjective)).or_default().push(adjective);
        }
        groups
    });
    BY_LAST_BYTES.get(&last_bytes(base)).map_or(&[], Vec::as_slice)
}

fn last_bytes(word: &str) -> [u8; 2] {
    word.as_bytes().last_chunk().copied().unwrap_or_default()
}

/// Returns true for adjectives that are nearly suffixes: what they make is often a word of its own (`erfolgreich`).
pub(super) fn is_suffix_like(adjective: &str) -> bool {
    const SUFFIX_LIKE: &[&str] = &["arm", "fest", "fähig", "haltig", "kräftig", "mächtig", "reich", "willig", "würdig"];
    let bases = LOWER_ENDINGS.iter().filter_map(|ending| adjective.strip_suffix(ending));
    std::iter::once(adjective).chain(bases).any(|base| is_in(SUFFIX_LIKE, base))
}

#[rustfmt::skip]
const ADJECTIVES: &[&str] = &[
    "abhängig", "afrikanisch", "aktiv", "amerikanisch", "anfällig", "arm", "asiatisch", "auffällig", "aufwendig",
    "aufwändig", "automatisch", "bedenklich", "bedingt", "bedrohend", "bedrohlich", "bedürftig", "befugt", "begabt",
    "begeistert", "begierig", "behaftet", "bekannt", "belastet", "beliebt", "berechtigt", "bereit", "beschränkt",
    "besessen", "besetzt", "beständig", "betont", "betrieben", "betroffen", "bewaffnet", "bewehrt", "bewusst",
    "bezogen", "blau", "blind", "blond", "braun", "breit", "bringend", "chinesisch", "deckend", "demokratisch",
    "dicht", "dick", "dienlich", "dienstlich", "dominiert", "durchlässig", "echt", "effizient", "eigen", "einfach",
    "einheitlich", "elastisch", "empfindlich", "englisch", "entscheidend", "erfahren", "erfüllt", "erprobt",
    "europäisch", "extern", "extrem", "extremistisch", "farben", "farbig", "faschistisch", "feind", "feindlich",
    "fern", "fertig", "fest", "feucht", "finanziert", "französisch", "frei", "fremd", "freundlich", "froh", "fähig",
    "fördernd", "förmig", "führend", "füllend", "gebunden", "geeignet", "gefährdend", "gefährdet", "gefährlich",
    "geführt", "gelb", "geleitet", "gemacht", "genau", "geplagt", "geprüft", "gerecht", "geschädigt", "geschützt",
    "gesellschaftlich", "gesichert", "gesteuert", "gestützt", "gesund", "getragen", "getrieben", "gewandt",
    "gewerblich", "gewohnt", "giftig", "glatt", "gleich", "grün", "gültig", "günstig", "haltig", "hart", "heiss",
    "hell", "hemmend", "historisch", "hungrig", "identisch", "industriell", "intensiv", "interessiert", "intern",
    "israelisch", "italienisch", "japanisch", "kalt", "kirchlich", "klar", "kommunistisch", "kompatibel",
    "kompatibl", "konform", "konservativ", "koreanisch", "krank", "kritisch", "kräftig", "kulturell", "kundig",
    "lastig", "leitend", "libanesisch", "liberal", "medizinisch", "militärisch", "mindernd", "moralisch",
    "motiviert", "mächtig", "müde", "nah", "national", "nationalistisch", "neutral", "nötig", "offen", "optimiert",
    "orientiert", "pflichtig", "politisch", "polnisch", "populistisch", "problematisch", "produzierend",
    "psychologisch", "pädagogisch", "radikal", "raubend", "rechtlich", "reduziert", "reich", "reif", "rein",
    "relevant", "religiös", "resistent", "rot", "russisch", "sauer", "scharf", "scheu", "schnell", "schonend",
    "schwach", "schwanger", "schwarz", "schwer", "schädigend", "schädlich", "schützend", "senkend", "sensibel",
    "sensibl", "sicher", "sozialistisch", "spanisch", "sparend", "spezifisch", "staatlich", "stabil", "stark",
    "statistisch", "steif", "steigernd", "stiftend", "strategisch", "stämmig", "süchtig", "süss", "taktisch",
    "taub", "tauglich", "technisch", "terroristisch", "teuer", "theoretisch", "tief", "tragend", "treibend", "treu",
    "trocken", "trächtig", "typisch", "tätig", "tüchtig", "ukrainisch", "umfassend", "unabhängig", "unfähig",
    "untauglich", "unterstützt", "untypisch", "unwürdig", "verachtend", "verantwortlich", "verarbeitend",
    "verbindlich", "verbunden", "verdächtig", "verletzt", "vernichtend", "verpflichtet", "verschuldet", "versessen",
    "versichert", "vertraglich", "vertraut", "verträglich", "verursacht", "verwandt", "warm", "weich", "weiss",
    "wichtig", "widrig", "wild", "willig", "wirksam", "wirtschaftlich", "wissenschaftlich", "würdig", "zentriert",
    "zerstörend", "zugewandt", "zuständig", "ähnlich", "ökologisch", "übergreifend", "überschreitend", "üblich",
];
