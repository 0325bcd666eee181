//! Nouns of strong verbs, and of others whose stem changes: `Verbot`, `Angriff`, `Rücktritt`.

use super::rules::Kind;

/// A noun and its verb, by their ends.
struct Pair {
    noun: &'static str,
    verb: &'static str,
    /// True if the two are related without a prefix, too.
    is_whole: bool,
}

const fn pair(noun: &'static str, verb: &'static str, is_whole: bool) -> Pair {
    Pair { noun, verb, is_whole }
}

#[rustfmt::skip]
const PAIRS: &[Pair] = &[
    pair("band", "binden", false), pair("biss", "beissen", true), pair("bot", "bieten", false),
    pair("bruch", "brechen", true), pair("bund", "binden", false), pair("fahrt", "fahren", true),
    pair("flug", "fliegen", true), pair("flucht", "fliehen", true), pair("fluss", "fliessen", false),
    pair("frost", "frieren", true), pair("fund", "finden", true), pair("gabe", "geben", false),
    pair("gang", "gehen", false), pair("gebot", "bieten", false), pair("griff", "greifen", false),
    pair("guss", "giessen", true), pair("hilfe", "helfen", true), pair("kunft", "kommen", false),
    pair("lust", "lieren", false), pair("nahme", "nehmen", false), pair("riss", "reissen", true),
    pair("ritt", "reiten", true), pair("satz", "setzen", false), pair("schluss", "schliessen", false),
    pair("schnitt", "schneiden", true), pair("schrift", "schreiben", true), pair("schub", "schieben", true),
    pair("schuss", "schiessen", true), pair("schwund", "schwinden", true), pair("schwur", "schwören", true),
    pair("sprache", "sprechen", true), pair("spruch", "sprechen", false), pair("sprung", "springen", true),
    pair("stand", "stehen", false), pair("stieg", "steigen", false), pair("stoss", "stossen", true),
    pair("strich", "streichen", true), pair("tat", "tun", true), pair("trieb", "treiben", false),
    pair("tritt", "treten", true), pair("wuchs", "wachsen", false), pair("wachstum", "wachsen", true),
    pair("wurf", "werfen", true), pair("zug", "ziehen", false), pair("zwang", "zwingen", true),
    pair("helfer", "helfen", true), pair("nehmer", "nehmen", false), pair("geber", "geben", false),
    pair("sprecher", "sprechen", true), pair("brecher", "brechen", false), pair("dieb", "stehlen", false),
    pair("klang", "klingen", true), pair("trank", "trinken", true), pair("trunk", "trinken", false),
    pair("gesang", "singen", true), pair("gewinn", "gewinnen", true), pair("verlust", "verlieren", true),
    pair("brand", "brennen", true), pair("kenntnis", "kennen", true), pair("dank", "danken", true),
    pair("gedanke", "denken", true), pair("macht", "mögen", false), pair("geschehnis", "geschehen", true),
    pair("geburt", "gebären", true), pair("mord", "morden", true), pair("kur", "küren", false),
    pair("verdacht", "verdächtigen", true), pair("wissenschaft", "wissen", false), pair("fang", "fangen", true),
    pair("empfang", "empfangen", true), pair("last", "laden", false), pair("ladung", "laden", true),
    pair("haft", "haften", false), pair("erlaubnis", "erlauben", true), pair("zeugnis", "zeugen", true),
    pair("ergebnis", "ergeben", true), pair("ereignis", "ereignen", true), pair("verhältnis", "verhalten", false),
    pair("geständnis", "gestehen", true), pair("verständnis", "verstehen", true), pair("hindernis", "hindern", true),
    pair("begräbnis", "begraben", true), pair("gefängnis", "fangen", false), pair("spionage", "spionieren", true),
    pair("sabotage", "sabotieren", true), pair("blockade", "blockieren", true), pair("reportage", "reportieren", false),
    pair("korrektur", "korrigieren", true), pair("antrag", "beantragen", true), pair("auftrag", "beauftragen", true),
    pair("einfluss", "beeinflussen", true), pair("urteil", "beurteilen", true), pair("vorzug", "bevorzugen", true),
    pair("nachteil", "benachteiligen", true), pair("aufsicht", "beaufsichtigen", true),
    pair("absicht", "beabsichtigen", true), pair("anspruch", "beanspruchen", true),
    pair("eindruck", "beeindrucken", true), pair("auskunft", "beauskunften", true),
];

/// Prefixes of nouns that differ from those of the verb.
const PREFIXES: [(&str, &str); 2] = [("rück", "zurück"), ("wieder", "wieder")];

/// Returns the verbs of a noun and the nouns of a verb. `is` says whether a word is known to be of a kind.
pub(super) fn relatives(word: &str, is: &dyn Fn(Kind, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for Pair { noun, verb, is_whole } in PAIRS {
        for (own, own_kind, other, other_kind) in
            [(noun, Kind::Noun, verb, Kind::Verb), (verb, Kind::Verb, noun, Kind::Noun)]
        {
            let Some(prefix) = word.strip_suffix(own).filter(|prefix| *is_whole || !prefix.is_empty()) else {
                continue;
            };
            let same = format!("{}{other}", of_other(prefix, own_kind));
            if is(own_kind, word) && is(other_kind, &same) {
                found.push(same);
            }
        }
    }
    // `Rückkehr`, of *zurückkehren*.
    if let Some(stem) = word.strip_prefix("rück").filter(|_| is(Kind::Noun, word)) {
        found.extend(
            ["en", "n"].iter().map(|ending| format!("zurück{stem}{ending}")).filter(|verb| is(Kind::Verb, verb)),
        );
    }
    if let Some(stem) = word.strip_prefix("zurück").and_then(|rest| rest.strip_suffix("en")) {
        found.extend(["", "e", "ung"].iter().map(|end| format!("rück{stem}{end}")).filter(|noun| is(Kind::Noun, noun)));
    }
    found
}

/// Returns the prefix that a word of the other kind has.
fn of_other(prefix: &str, own: Kind) -> &str {
    let find = |noun: &'static str, verb: &'static str| match own {
        Kind::Noun => (prefix == noun).then_some(verb),
        _ => (prefix == verb).then_some(noun),
    };
    PREFIXES.iter().find_map(|(noun, verb)| find(noun, verb)).unwrap_or(prefix)
}
