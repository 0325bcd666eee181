//! Step of the chain: the terms of a form, which are its lemmas, or its stem if it is a form of no known word.

use rust_stemmers::Stemmer;

use super::lemma::{Case, CompoundHead, Lemmas, lemmas};
use super::lexicon::LexiconNear;
use super::stem::stem;

/// Endings of unknown names that have an s of their own: `Matthias`, `Elvis`, `Brutus`.
const NAME_ENDINGS: [&str; 8] = ["as", "es", "is", "os", "us", "ss", "xs", "zs"];

/// Returns the terms of the exact form that `lexicon` is seen from, in its one spelling. It ends with `head` if it is a
/// compound.
pub(super) fn terms(lexicon: &LexiconNear<'_>, stemmer: &Stemmer, case: Case, head: &mut CompoundHead<'_>) -> Lemmas {
    let form = lexicon.word();
    let Lemmas { first, second } = known_or_stem(lexicon, stemmer, case, head);
    let second = second.or_else(|| if case == Case::Lower { None } else { with_umlaut(lexicon, form) });
    Lemmas { second: second.filter(|second| *second != first), first }
}

/// Returns true for a form of no known word, whose term is a stem if it is not the form itself.
pub(super) fn is_unknown(lexicon: &LexiconNear<'_>, case: Case, head: &mut CompoundHead<'_>) -> bool {
    lemmas(lexicon, case, head).is_none()
}

fn known_or_stem(lexicon: &LexiconNear<'_>, stemmer: &Stemmer, case: Case, head: &mut CompoundHead<'_>) -> Lemmas {
    let form = lexicon.word();
    lemmas(lexicon, case, head).unwrap_or_else(|| match case {
        Case::Lower => Lemmas { first: stem_of_unknown(lexicon, stemmer, form), second: None },
        Case::Capital | Case::TypedCapital => {
            Lemmas { first: form.to_owned(), second: without_genitive_s(lexicon, form) }
        }
        Case::TypedLower => {
            let stem = stem_of_unknown(lexicon, stemmer, form);
            Lemmas { second: Some(stem).filter(|stem| stem != form), first: form.to_owned() }
        }
    })
}

/// Returns the stem of a word in lower case that is no form of a known word. A word of the lists keeps its letters, and so
/// does one whose stem is another word that is known.
fn stem_of_unknown(lexicon: &LexiconNear<'_>, stemmer: &Stemmer, form: &str) -> String {
    if lexicon.counts(form).kinds.form {
        return form.to_owned();
    }
    let stem = stem(stemmer, form);
    if lexicon.counts(&stem).all() > 0.0 { form.to_owned() } else { stem }
}

/// Returns an unknown name without an s that may be that of the genitive. Nobody knows whether it is, so the name is found
/// with and without it.
fn without_genitive_s(lexicon: &LexiconNear<'_>, form: &str) -> Option<String> {
    let may_be_genitive = !NAME_ENDINGS.iter().any(|ending| form.ends_with(ending)) && form.chars().count() > 4;
    let base = form.strip_suffix('s').filter(|_| may_be_genitive)?;
    (lexicon.counts(form).all() == 0.0).then(|| base.to_owned())
}

/// Letters of the shortest word that may lack its umlaut.
const MIN_UMLAUT_LETTERS: usize = 4;
/// Occurrences, at least, of a word with an umlaut for which one without it is taken.
const MIN_UMLAUT_COUNT: f32 = 2.0;
/// How many times more common than without the umlaut it is, at least.
const MIN_UMLAUT_RATIO: f32 = 5.0;

/// Endings of surnames that are in use with the umlaut and without: `Kohler`, `Kuhnert`, `Lutke`.
const SURNAME_ENDINGS: [&str; 5] = ["er", "ert", "el", "ke", "mann"];
/// Occurrences from which on a capitalised word of no list is a name.
const MIN_NAMES: f32 = 12.0;

/// Returns the word that is meant by one from a keyboard without umlauts: *münchen* for `Munchen`. Surnames stay apart, and so
/// does a name (`Lucke`) from a common noun.
fn with_umlaut(lexicon: &LexiconNear<'_>, form: &str) -> Option<String> {
    let is_surname = SURNAME_ENDINGS.iter().any(|ending| form.ends_with(ending));
    if is_surname || form.chars().count() < MIN_UMLAUT_LETTERS {
        return None;
    }
    let counts = lexicon.counts(form);
    if counts.kinds.form {
        return None;
    }
    let is_name = counts.noun >= MIN_NAMES;
    let mut least = MIN_UMLAUT_COUNT.max(counts.all() * MIN_UMLAUT_RATIO);
    let mut commonest = None;
    for (at, letter) in form.bytes().enumerate() {
        // No word begins with more letters of the form.
        let Some(walk) = lexicon.behind(at) else { break };
        let umlaut = match letter {
            b'a' => "ä",
            b'o' => "ö",
            b'u' => "ü",
            _ => "",
        };
        if !umlaut.is_empty()
            && let Some(changed) = walk.behind(umlaut.as_bytes())
        {
            let changed = changed.counts_behind(&form.as_bytes()[at + 1..]);
            if changed.noun >= least && !(is_name && changed.kinds.noun) {
                (least, commonest) = (changed.noun, Some(format!("{}{umlaut}{}", &form[..at], &form[at + 1..])));
            }
        }
    }
    commonest
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
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
            &["Maurer", "Maurern"],
            &["Papagei", "Papageien"],
            &["Kodex", "Kodizes"],
            &["Neutron", "Neutronen"],
            &["Tribun", "Tribunen"],
            &["Korpus", "Korpora"],
            &["Embryo", "Embryonen"],
            &["Index", "Indices"],
            &["Sternbild", "Sternbilder"],
            &["Verb", "Verben"],
            &["Sieg", "Siegen"],
            &["Siegen", "Siegens"],
            &["Bündnis", "Bündnisse", "Bündnissen"],
            &["Ulme", "Ulmen"],
            &["Saal", "Säle", "Sälen"],
            // Compared participles, and adjectives that lists have without their forms.
            &["umkämpft", "umkämpfteste", "umkämpfteren"],
            &["ersehnt", "ersehntesten"],
            &["packend", "packendste", "packenderes"],
            &["gelungen", "gelungenste"],
            &["wächsern", "wächserne", "wächsernen"],
            &["ehern", "ehernes"],
            &["hager", "hagere", "hagerer"],
            &["trocken", "trocknere", "trockensten"],
            &["stark", "stärksten", "Stärksten"],
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
            &["leer", "leere", "leerer"],
            &["müde", "müden", "müdes"],
            // Adjectives that lists have without their forms.
            &["spröde", "spröden", "sprödes"],
            &["keck", "kecke", "keckes"],
            &["schroff", "schroffe", "schroffem"],
            &["cholerisch", "cholerische", "cholerischen"],
            &["impulsiv", "impulsiven"],
            &["ordinär", "ordinärer"],
            &["bereit", "bereite", "bereites"],
            // Verbs beside an adjective, or of which lists have few forms.
            &["breiten", "breitet", "breitete"],
            &["taumeln", "taumelt", "taumelte"],
            &["genehmigen", "genehmigt", "genehmigte"],
            &["innehalten", "innehielt", "innezuhalten"],
            &["gegensteuern", "gegenzusteuern"],
            // Verbs with ge-, and participles of two verbs.
            &["gestehen", "gesteht", "gestand", "gestanden"],
            &["gebieten", "gebietet", "gebot"],
            &["gereichen", "gereicht", "gereichte"],
            &["gedenken", "gedenkt", "gedachte"],
            &["reichen", "gereicht"],
            &["hineingeraten", "hineingeriet"],
            // Verbs that lists have with few forms, and strong ones that are rare or regular as well.
            &["krabbeln", "krabbelt", "gekrabbelt"],
            &["seufzen", "seufzte", "geseufzt"],
            &["frühstücken", "frühstückt", "gefrühstückt"],
            &["malen", "malte", "gemalt"],
            &["schinden", "schindet", "geschunden"],
            &["küren", "kürte", "gekoren"],
            &["spalten", "spaltete", "gespalten"],
            &["verschleißen", "verschliss", "verschlissen"],
            &["erschrecken", "erschrak", "erschreckt", "erschrocken"],
            &["notlanden", "notgelandet", "notzulanden"],
            &["wiedergutmachen", "wiedergutgemacht"],
            &["wiederherstellen", "wiederhergestellt"],
            &["infragestellen", "infragegestellt"],
            &["reinfallen", "reingefallen"],
            &["hängenbleiben", "hängengeblieben"],
            // Nouns that are spelt as others, or as an adjective.
            &["Bus", "Busse", "Bussen"],
            &["Maß", "Maße", "Maßes"],
            &["Schütze", "Schützin"],
            &["Recht", "Rechts", "Rechte", "Rechten"],
            &["Fest", "Festes"],
            &["Arm", "Arms"],
            &["recht", "Rechte"],
            &["Buße", "Bußen"],
            &["arm", "arme", "ärmsten"],
            // Plurals that no rule makes.
            &["Grab", "Gräber", "Gräbern"],
            &["Pfand", "Pfänder"],
            &["Strahl", "Strahlen"],
            &["Ritus", "Riten"],
            &["Aula", "Aulen"],
            &["Schütze", "Schützen"],
            &["Torschütze", "Torschützen"],
            &["Baden", "Badens"],
            &["Robert", "Roberts"],
            &["Lang", "Langs"],
            // Verbs at the beginning of a sentence.
            &["Sinken", "sinken", "sank"],
            &["Warten", "warten", "wartete"],
            &["Typ", "Typen"],
            &["Schwede", "Schweden"],
            // A plural in the dative, and an infinitive that stands like a noun.
            &["Sturm", "Stürme", "Stürmen"],
            &["stürmen", "Stürmen", "stürmte"],
            &["Profi", "Profis"],
            &["Mythos", "Mythen"],
            &["Privileg", "Privilegien"],
            &["Insekt", "Insekten"],
            &["Bäuerin", "Bauer"],
            &["Landrätin", "Landrat"],
            &["Steuerzahlerinnen", "Steuerzahler"],
            &["heimkehren", "heimgekehrt", "heimkehrte"],
            &["Tisch", "Tischchen"],
            &["iPad", "iPads"],
            &["17-jähriger", "17jährige"],
            &["70er", "70ern"],
            &["Düsseldorf", "Dusseldorf"],
            &["Patient:innenakte", "Patientenakte"],
            // Infinitives with zu of verbs that no list has.
            &["totschweigen", "totzuschweigen", "totgeschwiegen"],
            &["guttun", "gutzutun", "gutgetan"],
            &["freikämpfen", "freizukämpfen"],
            &["festzurren", "festzuzurren"],
            &["stillhalten", "stillzuhalten"],
            &["krankmelden", "krankzumelden", "krankgemeldet"],
            // ß in the plural.
            &["Längenmaß", "Längenmaße", "Längenmaßen"],
            &["Geldbuße", "Geldbußen"],
            &["Blumenstrauß", "Blumensträuße"],
            &["Nebenstraße", "Nebenstraßen"],
            // An infinitive that is the head of a noun.
            &["Augenleiden", "Augenleidens"],
            &["Ärzt:innenkammer", "Ärztekammer"],
            &["Verbraucher:innen-Verband", "Verbraucherverband"],
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
            ("Maier", "Mai"),
            ("Haller", "Hall"),
            ("Thaler", "Tal"),
            ("Waldner", "Wald"),
            ("Baden", "Bad"),
            ("Emden", "Emd"),
            ("Düren", "Dur"),
            ("Kamin", "Kame"),
            ("Wilders", "wilder"),
            ("Dichter", "Dichte"),
            ("Gassen", "Gas"),
            ("Kuhnert", "Kühnert"),
            ("Lucke", "Lücke"),
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
            ("Klein", "Klee"),
            ("Putin", "Pute"),
            ("Schutz", "Schützen"),
            ("leider", "Leid"),
            ("Nicolas", "Nicola"),
            ("Kohler", "Köhler"),
            ("warten", "waren"),
            ("Zeichen", "Zeh"),
            ("gerechte", "rechen"),
            ("rechtes", "rechen"),
            ("schlichtes", "schleichen"),
            ("Reißen", "Reis"),
            ("Bremen", "Breme"),
            ("stärker", "Stärke"),
            ("Waren", "waren"),
            ("Taube", "taub"),
            ("heute", "heuen"),
            ("einst", "einen"),
            ("trotz", "trotzen"),
            ("gesteht", "stehen"),
            ("verschieden", "verscheiden"),
            ("gesamt", "samen"),
            ("beliebt", "belieben"),
            ("aufgefallen", "gefallen"),
            ("Maß", "Masse"),
            ("Straße", "Strass"),
            ("Maße", "Massen"),
            ("Grün", "Grüne"),
            ("Arm", "arme"),
            ("Reich", "reiche"),
            ("Klein", "kleine"),
            ("Klein", "Kleine"),
            ("Lang", "lange"),
            ("Kurz", "kurze"),
            ("Gießen", "gießt"),
            ("Schütze", "Schutz"),
            ("Buße", "Bus"),
            ("Geldbußen", "Geldbus"),
            ("Raummaßen", "Raummasse"),
            ("Augenleiden", "Augenleid"),
            ("totzuschweigen", "zuschweigen"),
            ("Bedarf", "bedarf"),
            ("Gen", "Ge"),
            ("Badens", "Bad"),
        ] {
            assert!(!meet(&analyzer, a, b), "{a} {b}");
        }
    }

    #[test]
    fn names_by_their_place() {
        let analyzer = Analyzer::default();
        for (text, word, terms) in [
            ("Der Kanzler Kurz kam.", "Kurz", "Kurz"),
            ("Kurz vor Mitternacht.", "Kurz", "Kurz kurz"),
            ("Er kam kurz.", "kurz", "kurz"),
            ("Die Rote Karte, rechte Gewalt", "rechte", "recht"),
            ("Die Vereinigten Arabischen Emirate", "Arabischen", "Arabisch arabisch"),
        ] {
            let tokens: Vec<_> = analyzer.tokens(text).filter(|token| &text[token.range.clone()] == word).collect();
            let found: Vec<&String> = tokens.iter().flat_map(|token| token.word.terms()).collect();
            assert_eq!(found.iter().map(|term| term.as_str()).collect::<Vec<_>>().join(" "), terms, "{text}");
        }
    }

    #[test]
    fn what_is_not_known() {
        let (lexicon, stemmer) = (Lexicon::builtin(), snowball());
        let terms = |form: &str, case: Case| {
            let near = LexiconNear::new(&lexicon, form);
            let Lemmas { first, second } = terms(&near, &stemmer, case, &mut CompoundHead::none());
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
