//! Nouns of strong verbs, and of others whose stem changes: `Verbot`, `Angriff`, `Rücktritt`.

use super::rules::MemberKind;
use super::without_suffix;

/// A noun and its verb, by their ends.
struct StrongNoun {
    noun: &'static str,
    verb: &'static str,
    /// True if the two are related without a prefix, too.
    is_whole: bool,
}

const fn strong_noun(noun: &'static str, verb: &'static str, is_whole: bool) -> StrongNoun {
    StrongNoun { noun, verb, is_whole }
}

#[rustfmt::skip]
const STRONG_NOUNS: &[StrongNoun] = &[
    strong_noun("band", "binden", false), strong_noun("biss", "beissen", true), strong_noun("bot", "bieten", false),
    strong_noun("bruch", "brechen", true), strong_noun("bund", "binden", false), strong_noun("fahrt", "fahren", true),
    strong_noun("flug", "fliegen", true), strong_noun("flucht", "fliehen", true), strong_noun("fluss", "fliessen", false),
    strong_noun("frost", "frieren", true), strong_noun("fund", "finden", true), strong_noun("gabe", "geben", false),
    strong_noun("gang", "gehen", false), strong_noun("gebot", "bieten", false), strong_noun("griff", "greifen", false),
    strong_noun("guss", "giessen", true), strong_noun("hilfe", "helfen", true), strong_noun("kunft", "kommen", false),
    strong_noun("lust", "lieren", false), strong_noun("nahme", "nehmen", false), strong_noun("riss", "reissen", true),
    strong_noun("ritt", "reiten", true), strong_noun("satz", "setzen", false), strong_noun("schluss", "schliessen", false),
    strong_noun("schnitt", "schneiden", true), strong_noun("schrift", "schreiben", true), strong_noun("schub", "schieben", true),
    strong_noun("schuss", "schiessen", true), strong_noun("schwund", "schwinden", true), strong_noun("schwur", "schwören", true),
    strong_noun("sprache", "sprechen", true), strong_noun("spruch", "sprechen", false), strong_noun("sprung", "springen", true),
    strong_noun("stand", "stehen", false), strong_noun("stieg", "steigen", false), strong_noun("stoss", "stossen", true),
    strong_noun("strich", "streichen", true), strong_noun("tat", "tun", true), strong_noun("trieb", "treiben", false),
    strong_noun("tritt", "treten", true), strong_noun("wuchs", "wachsen", false), strong_noun("wachstum", "wachsen", true),
    strong_noun("wurf", "werfen", true), strong_noun("zug", "ziehen", false), strong_noun("zwang", "zwingen", true),
    strong_noun("helfer", "helfen", true), strong_noun("nehmer", "nehmen", false), strong_noun("geber", "geben", false),
    strong_noun("sprecher", "sprechen", true), strong_noun("brecher", "brechen", false), strong_noun("dieb", "stehlen", false),
    strong_noun("klang", "klingen", true), strong_noun("trank", "trinken", true), strong_noun("trunk", "trinken", false),
    strong_noun("gesang", "singen", true), strong_noun("gewinn", "gewinnen", true), strong_noun("verlust", "verlieren", true),
    strong_noun("brand", "brennen", true), strong_noun("kenntnis", "kennen", true), strong_noun("dank", "danken", true),
    strong_noun("gedanke", "denken", true), strong_noun("macht", "mögen", false), strong_noun("geschehnis", "geschehen", true),
    strong_noun("geburt", "gebären", true), strong_noun("mord", "morden", true), strong_noun("kur", "küren", false),
    strong_noun("verdacht", "verdächtigen", true), strong_noun("wissenschaft", "wissen", false), strong_noun("fang", "fangen", true),
    strong_noun("empfang", "empfangen", true), strong_noun("last", "laden", false), strong_noun("ladung", "laden", true),
    strong_noun("haft", "haften", false), strong_noun("erlaubnis", "erlauben", true), strong_noun("zeugnis", "zeugen", true),
    strong_noun("ergebnis", "ergeben", true), strong_noun("ereignis", "ereignen", true), strong_noun("verhältnis", "verhalten", false),
    strong_noun("geständnis", "gestehen", true), strong_noun("verständnis", "verstehen", true), strong_noun("hindernis", "hindern", true),
    strong_noun("begräbnis", "begraben", true), strong_noun("gefängnis", "fangen", false), strong_noun("spionage", "spionieren", true),
    strong_noun("sabotage", "sabotieren", true), strong_noun("blockade", "blockieren", true), strong_noun("reportage", "reportieren", false),
    strong_noun("korrektur", "korrigieren", true), strong_noun("antrag", "beantragen", true), strong_noun("auftrag", "beauftragen", true),
    strong_noun("einfluss", "beeinflussen", true), strong_noun("urteil", "beurteilen", true), strong_noun("vorzug", "bevorzugen", true),
    strong_noun("nachteil", "benachteiligen", true), strong_noun("aufsicht", "beaufsichtigen", true),
    strong_noun("absicht", "beabsichtigen", true), strong_noun("anspruch", "beanspruchen", true),
    strong_noun("eindruck", "beeindrucken", true), strong_noun("auskunft", "beauskunften", true),
];

/// Prefixes of nouns that differ from those of the verb.
const PREFIXES: [(&str, &str); 2] = [("rück", "zurück"), ("wieder", "wieder")];

/// Returns the verbs of a noun and the nouns of a verb. `is` says whether a word is known to be of a kind.
pub(super) fn relatives(word: &str, is: &dyn Fn(MemberKind, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for StrongNoun { noun, verb, is_whole } in STRONG_NOUNS {
        for (own, own_kind, other, other_kind) in
            [(noun, MemberKind::Noun, verb, MemberKind::Verb), (verb, MemberKind::Verb, noun, MemberKind::Noun)]
        {
            let Some(prefix) = without_suffix(word, own).filter(|prefix| *is_whole || !prefix.is_empty()) else {
                continue;
            };
            let same = format!("{}{other}", of_other(prefix, own_kind));
            if is(own_kind, word) && is(other_kind, &same) {
                found.push(same);
            }
        }
    }
    // `Rückkehr`, of *zurückkehren*.
    if let Some(stem) = word.strip_prefix("rück").filter(|_| is(MemberKind::Noun, word)) {
        found.extend(
            ["en", "n"].iter().map(|ending| format!("zurück{stem}{ending}")).filter(|verb| is(MemberKind::Verb, verb)),
        );
    }
    if let Some(stem) = word.strip_prefix("zurück").and_then(|rest| rest.strip_suffix("en")) {
        found.extend(
            ["", "e", "ung"].iter().map(|end| format!("rück{stem}{end}")).filter(|noun| is(MemberKind::Noun, noun)),
        );
    }
    found
}

/// Returns the prefix that a word of the other kind has.
fn of_other(prefix: &str, own: MemberKind) -> &str {
    let find = |noun: &'static str, verb: &'static str| match own {
        MemberKind::Noun => (prefix == noun).then_some(verb),
        _ => (prefix == verb).then_some(noun),
    };
    PREFIXES.iter().find_map(|(noun, verb)| find(noun, verb)).unwrap_or(prefix)
}
