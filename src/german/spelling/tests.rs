//! Words in several spellings, and where each letter comes from.

#![allow(clippy::unwrap_used)]
use super::super::normalize::{exact_form, is_sign};
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
fn variants_of_one_word() {
    let lexicon = Lexicon::builtin();
    for words in [
        &["fotograf", "photograph", "photograf"][..],
        &["kartografie", "kartographie"],
        &["tendenziell", "tendentiell"],
        &["handballclub", "handballklub"],
        &["senfsauce", "senfsosse"],
        &["segelyacht", "segeljacht"],
        &["kammersinfonie", "kammersymphonie"],
        &["varieté", "varietee"],
        &["stofffolie", "stoffolie"],
        &["urteile", "urtheile"],
        &["thüringen"],
        &["mangan", "mangán"],
        &["zwölf", "12"],
        &["§", "paragraf", "paragraph"],
        &["30er", "dreissiger"],
    ] {
        let one = respell(&lexicon, words[0]).form;
        for word in words {
            assert_eq!(respell(&lexicon, word).form, one, "{word}");
        }
    }
}

#[test]
fn marks_fold_before_other_rules() {
    let lexicon = Lexicon::builtin();
    for (word, one) in [
        ("walesa", "walesa"),
        ("wałęsa", "walesa"),
        ("ångström", "angström"),
        ("æsthetik", "ästhetik"),
        ("aesthetik", "ästhetik"),
        ("phönix", "phönix"),
        ("naïve", "naive"),
        ("i\u{307}zmir", "izmir"),
        ("јован", "јован"),
    ] {
        assert_eq!(respell(&lexicon, word).form, one, "{word}");
    }
    let spelled = respell(&lexicon, "đæsgraphik");
    assert_eq!(spelled.form, "däsgrafik");
    assert_eq!([0, 1, 3, 4, 10].map(|at| spelled.origin(at)), [0, 2, 4, 5, 12]);
}

#[test]
fn every_rule_is_a_piece_of_a_word() {
    for Rule { old, new, .. } in &RULES.0 {
        assert!(
            [old, new]
                .iter()
                .all(|piece| !piece.is_empty() && piece.chars().all(|c| c.is_alphanumeric() || is_sign(c))),
            "{old}"
        );
        assert_eq!(exact_form(old), *old);
        assert_eq!(exact_form(new), *new);
    }
}

#[test]
fn exceptions_get_the_spelling_that_is_looked_up() {
    let lexicon = Lexicon::builtin();
    let list = |text: &str| Exceptions::parse(text).unwrap();
    for (given, respelled) in [
        ("Ueber|see|container\nDelphin|becken", "über|see|container\ndelfin|becken"),
        // The word that is already written so decides.
        ("Mül|lerhaus\nMuel|ler|haus", "mül|lerhaus"),
        ("Kinder|garten", "kinder|garten"),
    ] {
        assert_eq!(respell_exceptions(&lexicon, list(given)), list(respelled), "{given}");
    }
}

#[test]
fn each_byte_has_its_origin() {
    let spelled = respell(&Lexicon::builtin(), "schiffahrtsbehoerde");
    assert_eq!(spelled.form, "schifffahrtsbehörde");
    assert_eq!(spelled.origin(0), 0);
    assert_eq!(spelled.origin(13), 12);
    assert_eq!(spelled.origin(spelled.form.len()), "schiffahrtsbehoerde".len());
}
