#![allow(clippy::unwrap_used)]
use super::*;

#[test]
fn reads_the_language() {
    for (query, tree) in [
        ("Werbung Budget", "(Werbung Budget)"),
        ("Kaspersky?", "Kaspersky"),
        ("a UND b ODER c", "((a UND b) ODER c)"),
        ("a && b || c", "((a UND b) ODER c)"),
        ("a AND (b OR c)", "(a UND (b ODER c))"),
        ("a NICHT b", "(a -b)"),
        ("a UND NOT b", "(a UND NICHT b)"),
        ("a NICHT NICHT b", "(a b)"),
        ("+a -b c", "(+a -b c)"),
        ("a UND -b", "(a UND NICHT b)"),
        ("„Model C“-Schulen", "(\"Model C\" Schulen)"),
        ("(a ODER b)-c (-d e)", "((a ODER b) c (-d e))"),
        ("a -«Twitter» –b", "(a -Twitter -b)"),
        ("Kaspersky – Verbot & § 218", "(Kaspersky Verbot 218)"),
        ("„offener Brief“ =Werbung", "(\"offener Brief\" =Werbung)"),
        ("Spion* title:Twitter", "(Spion* title:Twitter)"),
        ("titel:\"Der Brief\" quelle:heise ressort:Web", "(title:\"Der Brief\" source:heise section:Web)"),
        ("date:2018-02", "date:2018-02-01..2018-02-28"),
        ("datum:2018..", "date:2018-01-01.."),
        ("date:..2018-04-21", "date:..2018-04-21"),
        ("date:2018-04-21", "date:2018-04-21"),
        ("*schutz* Bundes*minister *Wahl", "(*schutz* Bundes*minister *Wahl)"),
        ("Spion*+ UND~1+ a~x", "(Spion* UND~1 a~x)"),
        ("Kasperski~ Kasperski~2, ~50", "(Kasperski~1 Kasperski~2 50)"),
        ("(Bahn* ODER Zug) NAHE/5 Streik", "((Bahn* ODER Zug) NAHE/5 Streik)"),
        ("a NEAR/2 b BEFORE/3 \"c d\"", "((a NAHE/2 b) VOR/3 \"c d\")"),
        ("a NAHE/2 b UND c", "((a NAHE/2 b) UND c)"),
        ("nahe vor NAHEN", "(nahe vor NAHEN)"),
        ("zitat:\"kein Wort\" quote:Spion*", "(zitat:\"kein Wort\" zitat:Spion*)"),
        ("zitat:(a ODER b)", "zitat:(a ODER b)"),
        ("Streik^2 \"a b\"^0,5 (a b)^1.25", "(Streik^2 \"a b\"^0.5 (a b)^1.25)"),
        ("a ODER b^3", "(a ODER b^3)"),
        ("title:a^3 Rat/Nahe", "(title:a^3 Rat/Nahe)"),
        ("date:Januar 2018 Streik", "(date:2018-01-01..2018-01-31 Streik)"),
        ("(a datum:21.4.2018)", "(a date:2018-04-21)"),
        ("datum:21. April 2018..3. Mai 2018 a", "(date:2018-04-21..2018-05-03 a)"),
        ("date:\"März 2018\" b", "(date:2018-03-01..2018-03-31 b)"),
        ("date:2018-04 - 2018-06 a", "(date:2018-04-01..2018-06-30 a)"),
        ("datum:Januar 2018 bis 3. März 2018 a", "(date:2018-01-01..2018-03-03 a)"),
        ("date:2017–2018, a", "(date:2017-01-01..2018-12-31 a)"),
        ("date:2018 bis a", "(date:2018-01-01..2018-12-31 bis a)"),
        ("date:2018 -a", "(date:2018-01-01..2018-12-31 -a)"),
        ("date:2018-04-21.. a", "(date:2018-04-21.. a)"),
        ("date:2018 2019", "(date:2018-01-01..2018-12-31 2019)"),
        ("Politiker*innen Politiker:innen", "(Politiker*innen Politiker:innen)"),
        ("Klima-Schutz-Gesetz E-Mail", "(Klima-Schutz-Gesetz E-Mail)"),
        ("https://heise.de 18:30 Achtung:", "(https://heise.de 18:30 Achtung)"),
        ("und oder nicht «UND»", "(und oder nicht und)"),
        ("C++ «Werbung» (EFF)", "(C Werbung EFF)"),
    ] {
        assert_eq!(parse(query).unwrap().to_string(), tree, "{query}");
    }
}

#[test]
fn errors_have_their_place() {
    for (query, problem, place) in [
        ("", Problem::Empty, ""),
        ("  ", Problem::Empty, "  "),
        ("((", Problem::OpenBracket, "("),
        ("a )", Problem::CloseBracket, ")"),
        ("a ()", Problem::EmptyBrackets, "()"),
        ("ab \"offen", Problem::OpenQuote, "\""),
        ("title:", Problem::FieldValue("title".into()), "title:"),
        ("title: a", Problem::FieldValue("title".into()), "title:"),
        ("date:", Problem::FieldValue("date".into()), "date:"),
        ("author:Goethe", Problem::UnknownField("author".into()), "author:"),
        ("date:2018-13", Problem::Date("2018-13".into()), "2018-13"),
        ("date:2018-02-30", Problem::Date("2018-02-30".into()), "2018-02-30"),
        ("date:2019..2018", Problem::Date("2019..2018".into()), "2019..2018"),
        ("date:99999", Problem::Date("99999".into()), "99999"),
        ("*", Problem::ShortPattern, "*"),
        ("Sp*", Problem::ShortPattern, "Sp*"),
        ("Sp*on", Problem::ShortPattern, "Sp*on"),
        ("a =Spi*", Problem::Wildcard, "=Spi*"),
        ("E-Mail* a", Problem::Wildcard, "E-Mail*"),
        ("ab~ c", Problem::ShortFuzzy, "ab~"),
        ("a Kasperski~3", Problem::Fuzzy, "Kasperski~3"),
        ("=Kasperski~1", Problem::Fuzzy, "=Kasperski~1"),
        ("\"a b\"~3", Problem::Slop, "~"),
        ("Bahn NAHE Streik", Problem::Width, "NAHE"),
        ("Bahn NEAR/0 Streik", Problem::Width, "NEAR/0"),
        ("Bahn VOR/51 Streik", Problem::Width, "VOR/51"),
        ("NAHE/5 Streik", Problem::Operand("NAHE/5".into()), "NAHE/5"),
        ("Bahn NAHE/5", Problem::Operand("NAHE/5".into()), "NAHE/5"),
        ("(a UND b) NAHE/5 c", Problem::NoPlaces, "(a UND b)"),
        ("c NAHE/5  title:a", Problem::NoPlaces, "title:a"),
        ("c NAHE/5 (a -b)", Problem::NoPlaces, "(a -b)"),
        ("zitat:", Problem::FieldValue("zitat".into()), "zitat:"),
        ("zitat:(a UND b)", Problem::InField("zitat".into()), "(a UND b)"),
        ("Streik^", Problem::Boost, "^"),
        ("Streik^0", Problem::Boost, "^0"),
        ("a (b c)^101 d", Problem::Boost, "^101"),
        ("Streik^2^3", Problem::Boost, "^2^3"),
        ("a source:Kurier^2", Problem::Weightless, "^2"),
        ("Bahn nahe/5 Streik", Problem::Capitals("NAHE/5".into()), "nahe/5"),
        ("date:Januar", Problem::Date("Januar".into()), "Januar"),
        ("date:\"bald mal\"", Problem::Date("bald mal".into()), "\"bald mal\""),
        ("a UND", Problem::Operand("UND".into()), "UND"),
        ("ODER a", Problem::Operand("ODER".into()), "ODER"),
        ("a UND ODER b", Problem::Operand("ODER".into()), "ODER"),
        ("NICHT", Problem::Operand("NICHT".into()), "NICHT"),
        ("a ODER NICHT b", Problem::NotInOr, "ODER"),
        ("„ “", Problem::NoWord, "„ “"),
        ("– §", Problem::NoWord, "– §"),
        ("a UND –", Problem::NoWord, "–"),
        ("a ODER -b", Problem::NotInOr, "ODER"),
        ("title:(a b)", Problem::InField("title".into()), "(a b)"),
    ] {
        let err = parse(query).unwrap_err();
        assert_eq!((&err.problem, &query[err.span.clone()]), (&problem, place), "{query}");
    }
}

#[test]
fn keywords_have_no_operators() {
    let words = keywords("Irland: „Kredite“ (IWF) UND \"offen -a +b *").unwrap();
    assert_eq!(words.to_string(), "(Irland Kredite IWF und offen a b)");
    assert_eq!(keywords(" – ").unwrap_err().problem, Problem::Empty);
}
