//! Plans of phrases, patterns, fields, dates and spans.

use super::{plans, shown};
use crate::query::plan::plan;
use crate::query::{Clause, Near, Node, Occur, Within};

#[test]
fn phrases() {
    insta::assert_snapshot!(plans(&[
        "\"der Bahn\"",
        "„Kein Kommentar“ Bahn",
        "\"Bahn\"",
        "\"Klima-Schutz-Gesetz im Rat\"",
        "\"Streik in der Bahn\"",
    ]), @r#"
    "der Bahn"
      match "0:=der 1:=bahn"
      0 Whole `"der Bahn"`: bm25 "0:=der 1:=bahn", 1.00 × idf 10.62, marks "0:=der 1:=bahn"
      read `"der Bahn"` as `der bahn`
    „Kein Kommentar“ Bahn
      match ("1:=kommentar 0:=kein" | bahn)
      0 Whole `"Kein Kommentar"`: bm25 "1:=kommentar 0:=kein", 1.00 × idf 10.11, marks "0:=kein 1:=kommentar"
      1 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      2 Typed `=Bahn`: constant =bahn, 0.50 × idf 5.31, of 1
      read `"Kein Kommentar"` as `kein kommentar`
      read `Bahn` as `bahn`, passages 1
    "Bahn"
      match =bahn
      0 Whole `"Bahn"`: bm25 =bahn, 1.00 × idf 5.31, marks =bahn
      read `"Bahn"` as `=bahn`, passages 1
    "Klima-Schutz-Gesetz im Rat"
      match "0:=klima 1:=schutz 2:=gesetz 3:=im 4:=rat"
      0 Whole `"Klima-Schutz-Gesetz im Rat"`: bm25 "0:=klima 1:=schutz 2:=gesetz 3:=im 4:=rat", 1.00 × idf 26.56, marks "0:=klima 1:=schutz 2:=gesetz 3:=im 4:=rat"
      read `"Klima-Schutz-Gesetz im Rat"` as `klima schutz gesetz im rat`
    "Streik in der Bahn"
      match "1:=in 2:=der 3:=bahn 0:=streik"+=in der
      0 Whole `"Streik in der Bahn"`: bm25 "1:=in 2:=der 3:=bahn 0:=streik"+=in der, 1.00 × idf 21.83, marks "0:=streik 1:=in 2:=der 3:=bahn"
      read `"Streik in der Bahn"` as `streik in der bahn`
    "#);
}

#[test]
fn patterns() {
    insta::assert_snapshot!(plans(&["Spion*", "*schutz*", "Spoin~", "Budge~2", "Xyz*", "Spion -Spionage*"]), @r"
    Spion*
      match ={spion, spionage, spione}
      0 Whole `Spion*`: constant ={spion, spionage, spione}, 1.00 × idf 5.31, marks ={spion, spionage, spione}
      read `Spion*` as `spion*`, passages 1, forms 3 of 3
    *schutz*
      match ={klimaschutz, klimaschutzgesetz, schutz}
      0 Whole `*schutz*`: constant ={klimaschutz, klimaschutzgesetz, schutz}, 1.00 × idf 5.31, marks ={klimaschutz, klimaschutzgesetz, schutz}
      read `*schutz*` as `*schutz*`, passages 1, forms 3 of 3
    Spoin~
      match =spion
      0 Whole `Spoin~1`: constant =spion, 1.00 × idf 5.31, marks ={spion}
      read `Spoin~1` as `spoin~1`, passages 1, forms 1 of 1
    Budge~2
      match ={budget, budgets}
      0 Whole `Budge~2`: constant ={budget, budgets}, 1.00 × idf 5.31, marks ={budget, budgets}
      read `Budge~2` as `budge~2`, passages 1, forms 2 of 2
    Xyz*
      match ={}
      0 Whole `Xyz*`: constant ={}, 1.00 × idf 6.41, marks ={}
      read `Xyz*` as `xyz*`, passages 0, forms 0 of 0
    Spion -Spionage*
      match (spion - =spionage)
      0 Whole `Spion`: bm25 spion, 1.00 × idf 5.31, in article, marks spion
      1 Typed `=Spion`: constant =spion, 0.50 × idf 5.31, of 0
      read `Spion` as `spion`, passages 1
      read `-Spionage*` as `spionage*`, passages 1, forms 1 of 1
    ");
}

#[test]
fn titles() {
    insta::assert_snapshot!(plans(&[
        "title:Streik",
        "title:Streik Streik",
        "title:der",
        "title:\"bei der\"",
        "title:=Streik",
        "title:Werbe*",
        "title:Klima-Schutz-Gesetz",
        "title:Streik^2",
    ]), @r#"
    title:Streik
      match title:streik
      0 Whole `Streik`: bm25 title:streik, 1.00 × idf 5.31, in title, marks streik
      read `title:Streik` as `streik`, passages 1
    title:Streik Streik
      match (title:streik & streik)
      0 Whole `Streik`: bm25 title:streik, 1.00 × idf 5.31, in title, marks streik
      1 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      2 Typed `=Streik`: constant =streik, 0.50 × idf 4.80, of 1
      read `title:Streik` as `streik`, passages 1
      read `Streik` as `streik`, passages 2
    title:der
      match title:=der
      0 Whole `title:"der"`: bm25 title:=der, 1.00 × idf 5.31, in title, marks =der
      read `title:"der"` as `=der`, passages 1
    title:"bei der"
      match "0:title:=bei 1:title:=der"
      0 Whole `title:"bei der"`: bm25 "0:title:=bei 1:title:=der", 1.00 × idf 10.62, in title, marks "0:=bei 1:=der"
      read `title:"bei der"` as `bei der`
    title:=Streik
      match title:=streik
      0 Whole `title:=Streik`: bm25 title:=streik, 1.00 × idf 5.31, in title, marks =streik
      read `title:=Streik` as `=streik`, passages 1
    title:Werbe*
      match title:=werbebudget
      0 Whole `title:Werbe*`: constant title:=werbebudget, 1.00 × idf 5.31, in title, marks ={werbebudget}
      read `title:Werbe*` as `werbe*`, passages 1, forms 1 of 1
    title:Klima-Schutz-Gesetz
      match "0:title:=klima 1:title:=schutz 2:title:=gesetz"
      0 Whole `title:"Klima-Schutz-Gesetz"`: bm25 "0:title:=klima 1:title:=schutz 2:title:=gesetz", 1.00 × idf 15.93, in title, marks "0:=klima 1:=schutz 2:=gesetz"
      read `title:"Klima-Schutz-Gesetz"` as `klima schutz gesetz`
    title:Streik^2
      match title:streik
      0 Whole `Streik`: bm25 title:streik, 2.00 × idf 5.31, in title, marks streik
      read `title:Streik` as `streik`, passages 1
    "#);
}

#[test]
fn names_and_dates() {
    insta::assert_snapshot!(plans(&[
        "source:Kurier Bahn",
        "source:\"Neuer Anzeiger\"",
        "section:=Kultur Streik",
        "section:Kult*",
        "Bahn -source:Kurier",
        "date:2018-02",
        "Bahn date:2018-02..",
        "Bahn -date:..2018-02-03",
        "(source:Kurier ODER date:2018-02) Bahn Museum",
        "Bahn +Museum date:2018",
        "(Bahn section:Kultur) Museum",
    ]), @r#"
    source:Kurier Bahn
      match (source:=kurier & bahn)
      0 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      1 Typed `=Bahn`: constant =bahn, 0.50 × idf 5.31, of 0
      read `source:Kurier` as `source:kurier`
      read `Bahn` as `bahn`, passages 1
    source:"Neuer Anzeiger"
      match "0:source:=neuer 1:source:=anzeiger"
      read `source:"Neuer Anzeiger"` as `source:"neuer anzeiger"`
    section:=Kultur Streik
      match (streik & section is "Kultur")
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.50 × idf 4.80, of 0
      read `section:="Kultur"` as `section:="Kultur"`
      read `Streik` as `streik`, passages 2
    section:Kult*
      match section:=kultur
      read `section:Kult*` as `section:kult*`
    Bahn -source:Kurier
      match (bahn - source:=kurier)
      0 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      1 Typed `=Bahn`: constant =bahn, 0.50 × idf 5.31, of 0
      read `Bahn` as `bahn`, passages 1
      read `-source:Kurier` as `source:kurier`
    date:2018-02
      match 2018-02-01..2018-02-28
      read `date:2018-02-01..2018-02-28` as `date:2018-02-01..2018-02-28`
    Bahn date:2018-02..
      match (bahn & 2018-02-01..)
      0 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      1 Typed `=Bahn`: constant =bahn, 0.50 × idf 5.31, of 0
      read `Bahn` as `bahn`, passages 1
      read `date:2018-02-01..` as `date:2018-02-01..`
    Bahn -date:..2018-02-03
      match (bahn - ..2018-02-03)
      0 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      1 Typed `=Bahn`: constant =bahn, 0.50 × idf 5.31, of 0
      read `Bahn` as `bahn`, passages 1
      read `-date:..2018-02-03` as `date:..2018-02-03`
    (source:Kurier ODER date:2018-02) Bahn Museum
      match ((bahn | museum) & (source:=kurier | 2018-02-01..2018-02-28))
      0 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      1 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 0
      2 Whole `Museum`: bm25 museum, 1.00 × idf 5.31, in article, marks museum
      3 Typed `=Museum`: constant =museum, 0.10 × idf 5.31, of 2
      4 Neighbours `"bahn museum"`: bm25 "0:bahn 1:museum", 0.80 × idf 10.62
      read `source:Kurier` as `source:kurier`
      read `date:2018-02-01..2018-02-28` as `date:2018-02-01..2018-02-28`
      read `Bahn` as `bahn`, passages 1
      read `Museum` as `museum`, passages 1
    Bahn +Museum date:2018
      match (museum & 2018-01-01..2018-12-31)
      0 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      1 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 0
      2 Whole `Museum`: bm25 museum, 1.00 × idf 5.31, in article, marks museum
      3 Typed `=Museum`: constant =museum, 0.10 × idf 5.31, of 2
      4 Neighbours `"bahn museum"`: bm25 "0:bahn 1:museum", 0.80 × idf 10.62
      read `Bahn` as `bahn`, passages 1
      read `Museum` as `museum`, passages 1
      read `date:2018-01-01..2018-12-31` as `date:2018-01-01..2018-12-31`
    (Bahn section:Kultur) Museum
      match ((section:=kultur & bahn) | museum)
      0 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      1 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 0
      2 Whole `Museum`: bm25 museum, 1.00 × idf 5.31, in article, marks museum
      3 Typed `=Museum`: constant =museum, 0.10 × idf 5.31, of 2
      read `Bahn` as `bahn`, passages 1
      read `section:Kultur` as `section:kultur`
      read `Museum` as `museum`, passages 1
    "#);
}

#[test]
fn spans() {
    insta::assert_snapshot!(plans(&[
        "Streik NAHE/3 Bahn",
        "Budget VOR/5 Museum",
        "Werbung NAHE/4 Werbebudget",
        "Werbebudget NAHE/4 Museum",
        "(Bahn* ODER Zug) NAHE/5 \"der Bahn\"",
        "Streik (Streik NAHE/3 Bahn)",
        "(Streik NAHE/3 Bahn) Streik",
        "(Bahn^2 NAHE/3 Streik) -(Bahn VOR/9 Museum)",
        "zitat:Kommentar",
        "zitat:(\"kein Kommentar\" ODER Spion*)",
    ]), @r#"
    Streik NAHE/3 Bahn
      match ⟨(streik ~3 bahn)⟩ if (streik & bahn)
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Together `(Streik NAHE/3 Bahn)`: unscored, 0.00 × idf 0.00, marks (streik ~3 bahn)
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
      read `(Streik NAHE/3 Bahn)` as `(Streik NAHE/3 Bahn)`
    Budget VOR/5 Museum
      match ⟨(budget >5 museum)⟩ if (budget & museum)
      0 Whole `Budget`: bm25 budget, 1.00 × idf 5.31, in article
      1 Typed `=Budget`: constant =budget, 0.10 × idf 5.31, of 0
      2 Whole `Museum`: bm25 museum, 1.00 × idf 5.31, in article
      3 Typed `=Museum`: constant =museum, 0.10 × idf 5.31, of 2
      4 Together `(Budget VOR/5 Museum)`: unscored, 0.00 × idf 0.00, marks (budget >5 museum)
      read `Budget` as `budget`, passages 1
      read `Museum` as `museum`, passages 1
      read `(Budget VOR/5 Museum)` as `(Budget VOR/5 Museum)`
    Werbung NAHE/4 Werbebudget
      match ⟨(werbung ~4 apart (werbebudget | ([werbung budget]/1 | (budget >3 apart werbung))))⟩ if (werbung & (werbebudget | ((werbung & budget) | (budget & werbung))))
      0 Whole `Werbung`: bm25 werbung, 1.00 × idf 5.31, in article
      1 Typed `=Werbung`: constant =werbung, 0.10 × idf 5.31, of 0
      2 Whole `Werbebudget`: bm25 werbebudget, 1.00 × idf 5.31, in article
      3 Typed `=Werbebudget`: constant =werbebudget, 0.10 × idf 5.31, of 2
      4 Part `budget`: bm25 budget, 0.50 × idf 5.31, of 2, in article
      5 Together `Werbebudget`: closeness [werbung budget]/6, 0.50 × idf 5.31
      6 Together `(Werbung NAHE/4 Werbebudget)`: unscored, 0.00 × idf 0.00, marks (werbung ~4 (werbebudget | ([werbung budget]/1 | (budget >3 werbung))))
      read `Werbung` as `werbung`, passages 1
      read `Werbebudget` as `werbebudget`, passages 1
      read `(Werbung NAHE/4 Werbebudget)` as `(Werbung NAHE/4 Werbebudget)`
    Werbebudget NAHE/4 Museum
      match ⟨((werbebudget | ([werbung budget]/1 | (budget >3 apart werbung))) ~4 museum)⟩ if ((werbebudget | ((werbung & budget) | (budget & werbung))) & museum)
      0 Whole `Werbebudget`: bm25 werbebudget, 1.00 × idf 5.31, in article
      1 Typed `=Werbebudget`: constant =werbebudget, 0.10 × idf 5.31, of 0
      2 Part `werbung`: bm25 werbung, 0.50 × idf 5.31, of 0, in article
      3 Part `budget`: bm25 budget, 0.50 × idf 5.31, of 0, in article
      4 Together `Werbebudget`: closeness [werbung budget]/6, 0.50 × idf 5.31
      5 Whole `Museum`: bm25 museum, 1.00 × idf 5.31, in article
      6 Typed `=Museum`: constant =museum, 0.10 × idf 5.31, of 5
      7 Together `(Werbebudget NAHE/4 Museum)`: unscored, 0.00 × idf 0.00, marks ((werbebudget | ([werbung budget]/1 | (budget >3 werbung))) ~4 museum)
      read `Werbebudget` as `werbebudget`, passages 1
      read `Museum` as `museum`, passages 1
      read `(Werbebudget NAHE/4 Museum)` as `(Werbebudget NAHE/4 Museum)`
    (Bahn* ODER Zug) NAHE/5 "der Bahn"
      match ⟨((={bahn, bahnstreik} | zug) ~5 "0:=der 1:=bahn")⟩ if ((={bahn, bahnstreik} | zug) & (=der & =bahn))
      0 Whole `Bahn*`: constant ={bahn, bahnstreik}, 1.00 × idf 5.31
      1 Whole `Zug`: bm25 zug, 1.00 × idf 6.41, in article
      2 Typed `=Zug`: constant =zug, 0.50 × idf 6.41, of 1
      3 Whole `"der Bahn"`: bm25 "0:=der 1:=bahn", 1.00 × idf 10.62
      4 Together `((Bahn* ODER Zug) NAHE/5 "der Bahn")`: unscored, 0.00 × idf 0.00, marks ((={bahn, bahnstreik} | zug) ~5 "0:=der 1:=bahn")
      read `Bahn*` as `bahn*`, passages 1, forms 2 of 2
      read `Zug` as `zug`, passages 0
      read `"der Bahn"` as `der bahn`
      read `((Bahn* ODER Zug) NAHE/5 "der Bahn")` as `((Bahn* ODER Zug) NAHE/5 "der Bahn")`
    Streik (Streik NAHE/3 Bahn)
      match (streik | ⟨(streik ~3 bahn)⟩ if (streik & bahn))
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Together `(Streik NAHE/3 Bahn)`: unscored, 0.00 × idf 0.00, marks (streik ~3 bahn)
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
      read `(Streik NAHE/3 Bahn)` as `(Streik NAHE/3 Bahn)`
    (Streik NAHE/3 Bahn) Streik
      match (⟨(streik ~3 bahn)⟩ if (streik & bahn) | streik)
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Together `(Streik NAHE/3 Bahn)`: unscored, 0.00 × idf 0.00, marks (streik ~3 bahn)
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
      read `(Streik NAHE/3 Bahn)` as `(Streik NAHE/3 Bahn)`
    (Bahn^2 NAHE/3 Streik) -(Bahn VOR/9 Museum)
      match (⟨(bahn ~3 streik)⟩ if (bahn & streik) - ⟨(bahn >9 museum)⟩ if (bahn & museum))
      0 Whole `Bahn`: bm25 bahn, 2.00 × idf 5.31, in article
      1 Typed `=Bahn`: constant =bahn, 0.20 × idf 5.31, of 0
      2 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article
      3 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 2
      4 Together `(Bahn^2 NAHE/3 Streik)`: unscored, 0.00 × idf 0.00, marks (bahn ~3 streik)
      read `Bahn` as `bahn`, passages 1
      read `Streik` as `streik`, passages 2
      read `(Bahn^2 NAHE/3 Streik)` as `(Bahn^2 NAHE/3 Streik)`
      read `-Bahn` as `bahn`, passages 1
      read `-Museum` as `museum`, passages 1
      read `-(Bahn VOR/9 Museum)` as `(Bahn VOR/9 Museum)`
    zitat:Kommentar
      match ⟨=„..=“:kommentar⟩ if (kommentar & =„)
      0 Whole `Kommentar`: bm25 kommentar, 1.00 × idf 5.31, in article
      1 Typed `=Kommentar`: constant =kommentar, 0.50 × idf 5.31, of 0
      2 Together `zitat:Kommentar`: unscored, 0.00 × idf 0.00, marks „kommentar“
      read `Kommentar` as `kommentar`, passages 1
      read `zitat:Kommentar` as `zitat:Kommentar`, heuristic
    zitat:("kein Kommentar" ODER Spion*)
      match ⟨=„..=“:("1:=kommentar 0:=kein" | ={spion, spionage, spione})⟩ if (((=kommentar & =kein) | ={spion, spionage, spione}) & =„)
      0 Whole `"kein Kommentar"`: bm25 "1:=kommentar 0:=kein", 1.00 × idf 10.11
      1 Whole `Spion*`: constant ={spion, spionage, spione}, 1.00 × idf 5.31
      2 Together `zitat:("kein Kommentar" ODER Spion*)`: unscored, 0.00 × idf 0.00, marks „("0:=kein 1:=kommentar" | ={spion, spionage, spione})“
      read `"kein Kommentar"` as `kein kommentar`
      read `Spion*` as `spion*`, passages 1, forms 3 of 3
      read `zitat:("kein Kommentar" ODER Spion*)` as `zitat:("kein Kommentar" ODER Spion*)`, heuristic
    "#);
}

#[test]
fn trees_that_the_parser_refuses_are_errors() {
    let word = |word: &str| Node::Word(word.to_owned());
    let near = |left: Node| Node::Near(Box::new(Near { left, right: word("Bahn"), width: 3, ordered: false }));
    let list = |occur| Node::List(vec![Clause { occur, node: word("Streik") }]);
    for left in [Node::And(vec![word("Streik")]), Node::Not(Box::new(word("Streik"))), list(Occur::Must)] {
        assert_eq!(
            shown(|index, segments| plan(&near(left.clone()), Within::Passage, None, index, segments)),
            "  error NoSpans\n"
        );
    }
    let plan = shown(|index, segments| plan(&near(list(Occur::May)), Within::Passage, None, index, segments));
    assert!(plan.starts_with("  match ⟨((streik) ~3 bahn)⟩ if ((streik) & bahn)"), "{plan}");
}
