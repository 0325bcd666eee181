//! Query texts and their plans, over three tiny articles.

#![allow(clippy::unwrap_used)]

mod notation;
mod relatives;
mod restrictions;
mod weights;

use std::fs;

use super::{Within, any_of, plan, plan_to_count};
use crate::Error;
use crate::index::{Index, UpdateOptions, update};
use crate::postings::Segments;
use crate::query::{Plan, parse};
use notation::Notation;

/// Title, date, source, section, text.
const ARTICLES: [[&str; 5]; 3] = [
    [
        "Streik bei der Bahn",
        "2018-01-21",
        "Kurier",
        "Wirtschaft",
        "Der Bahnstreik dauert bis Freitag. „Kein Kommentar“, sagte die Sprecherin der Bahn.",
    ],
    [
        "Werbebudget steigt",
        "2018-02-03",
        "Neuer Anzeiger",
        "Kultur",
        "Ein Budget für Werbung hat das Museum. Das Werbebudget stieg trotz Streik, die Budgets stiegen.",
    ],
    [
        "Klima-Schutz-Gesetz im Rat",
        "2018-03-05",
        "Anzeiger",
        "Politik",
        "Spione und Spionage sind kein Thema; ein Spion schweigt zum Klimaschutz.",
    ],
];

/// The plan that `make` returns for an index of [`ARTICLES`], in the notation.
fn shown(make: impl Fn(&Index, &Segments) -> Result<Plan, Error>) -> String {
    let dir = tempfile::tempdir().unwrap();
    let record = |[title, date, source, section, text]: [&str; 5]| {
        serde_json::json!({"title": title, "date": date, "source": source, "section": section, "text": text})
            .to_string()
    };
    let (articles, index) = (dir.path().join("articles.jsonl"), dir.path().join("index"));
    fs::write(&articles, ARTICLES.map(record).join("\n")).unwrap();
    update(&index, &[articles], &UpdateOptions::default()).unwrap();
    let index = Index::open(&index).unwrap();
    let segments = Segments::open(&index.searcher(), &index.fields().posting_fields(), index.fields().sketch).unwrap();
    match make(&index, &segments) {
        Ok(plan) => Notation { fields: *index.fields() }.plan(&plan),
        Err(Error::Query(err)) => format!("  error {:?}\n", err.problem),
        Err(err) => panic!("{err}"),
    }
}

/// The plans of `queries`, each below its query.
fn plans(queries: &[&str]) -> String {
    let shown = |query: &&str| {
        let node = parse(query).unwrap();
        format!("{query}\n{}", shown(|index, segments| plan(&node, Within::Passage, None, index, segments)))
    };
    queries.iter().map(shown).collect()
}

#[test]
fn words() {
    insta::assert_snapshot!(plans(&["Streik", "Streik Bahn Streik", "der Bahn", "der die", "=Streik", "Twitter"]), @r#"
    Streik
      match streik
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.50 × idf 4.80, of 0
      read `Streik` as `streik`, passages 2
    Streik Bahn Streik
      match (streik | bahn)
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Neighbours `"streik bahn"`: bm25 "1:bahn 0:streik", 0.80 × idf 10.11
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
    der Bahn
      match bahn
      0 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      1 Typed `=Bahn`: constant =bahn, 0.50 × idf 5.31, of 0
      read `Bahn` as `bahn`, passages 1
      left out der
    der die
      match (=der | =die)
      0 Whole `der`: bm25 =der, 1.00 × idf 5.31, marks =der
      1 Whole `die`: bm25 =die, 1.00 × idf 4.80, marks =die
      read `der` as `=der`, passages 1
      read `die` as `=die`, passages 2
    =Streik
      match =streik
      0 Whole `=Streik`: bm25 =streik, 1.00 × idf 4.80, marks =streik
      read `=Streik` as `=streik`, passages 2
    Twitter
      match twitter
      0 Whole `Twitter`: bm25 twitter, 1.00 × idf 6.41, in article, marks twitter
      1 Typed `=Twitter`: constant =twitter, 0.50 × idf 6.41, of 0
      read `Twitter` as `twitter`, passages 0
    "#);
}

#[test]
fn compounds_and_hyphens() {
    insta::assert_snapshot!(plans(&[
        "Werbebudget",
        "Werbebudget Werbung",
        "+Werbebudget",
        "Klima-Schutz-Gesetz",
        "Als-ob",
        "=Klima-Schutz-Gesetz",
        "+example/Bahn-Streik",
    ]), @r#"
    Werbebudget
      match (werbebudget | werbung | budget)
      must include (werbebudget | (werbung & budget))
      0 Whole `Werbebudget`: bm25 werbebudget, 1.00 × idf 5.31, in article, marks werbebudget
      1 Typed `=Werbebudget`: constant =werbebudget, 0.50 × idf 5.31, of 0
      2 Part `werbung`: bm25 werbung, 0.50 × idf 5.31, of 0, in article
      3 Part `budget`: bm25 budget, 0.50 × idf 5.31, of 0, in article
      4 Together `Werbebudget`: closeness [werbung budget]/6, 0.50 × idf 5.31, marks ((werbebudget) else ([werbung budget]/1 | (budget >3 werbung)) else (budget + werbung))
      read `Werbebudget` as `werbebudget`, passages 1
    Werbebudget Werbung
      match (werbebudget | budget | werbung)
      0 Whole `Werbebudget`: bm25 werbebudget, 1.00 × idf 5.31, in article, marks werbebudget
      1 Typed `=Werbebudget`: constant =werbebudget, 0.10 × idf 5.31, of 0
      2 Part `budget`: bm25 budget, 0.50 × idf 5.31, of 0, in article
      3 Together `Werbebudget`: closeness [werbung budget]/6, 0.50 × idf 5.31, marks ((werbebudget) else ([werbung budget]/1 | (budget >3 werbung)) else (budget + werbung))
      4 Whole `Werbung`: bm25 werbung, 1.00 × idf 5.31, in article, marks werbung
      5 Typed `=Werbung`: constant =werbung, 0.10 × idf 5.31, of 4
      6 Related `~werben`: bm25 werben, 0.70 × idf 5.31, of 4, in article
      7 Neighbours `"werbebudget werbung"`: bm25 "0:werbebudget 1:werbung", 0.80 × idf 10.62
      read `Werbebudget` as `werbebudget`, passages 1
      read `Werbung` as `werbung`, passages 1
    +Werbebudget
      match (werbebudget | ⟨([werbung budget]/1 | (budget >3 apart werbung))⟩ if (werbung & budget))
      must include ((werbebudget | (werbung & budget)) & (werbebudget | ⟨([werbung budget]/1 | (budget >3 apart werbung))⟩ if (werbung & budget)))
      0 Whole `Werbebudget`: bm25 werbebudget, 1.00 × idf 5.31, in article, marks werbebudget
      1 Typed `=Werbebudget`: constant =werbebudget, 0.50 × idf 5.31, of 0
      2 Part `werbung`: bm25 werbung, 0.50 × idf 5.31, of 0, in article
      3 Part `budget`: bm25 budget, 0.50 × idf 5.31, of 0, in article
      4 Together `Werbebudget`: closeness [werbung budget]/6, 0.50 × idf 5.31, marks ((werbebudget) else ([werbung budget]/1 | (budget >3 werbung)))
      read `Werbebudget` as `werbebudget`, passages 1
    Klima-Schutz-Gesetz
      match (klimaschutzgesetz | klima | schutz | gesetz)
      must include (klimaschutzgesetz | (klima & schutz & gesetz))
      0 Whole `Klima-Schutz-Gesetz`: bm25 klimaschutzgesetz, 1.00 × idf 5.31, in article, marks klimaschutzgesetz
      1 Typed `=Klima-Schutz-Gesetz`: constant =klimaschutzgesetz, 0.50 × idf 5.31, of 0
      2 Part `klima`: bm25 klima, 0.70 × idf 5.31, of 0, in article
      3 Part `schutz`: bm25 schutz, 0.70 × idf 5.31, of 0, in article
      4 Part `gesetz`: bm25 gesetz, 0.70 × idf 5.31, of 0, in article
      5 Together `Klima-Schutz-Gesetz`: closeness [klima schutz gesetz]/6, 0.50 × idf 11.15, marks ((klimaschutzgesetz) else ([klima schutz gesetz]/2 | (gesetz >3 [klima schutz]/3)) else (gesetz + klima + schutz))
      read `Klima-Schutz-Gesetz` as `klimaschutzgesetz`, passages 1
    Als-ob
      match (alsob | =als ob)
      0 Whole `Als-ob`: bm25 alsob, 1.00 × idf 6.41, in article, marks alsob
      1 Typed `=Als-ob`: constant =alsob, 0.50 × idf 6.41, of 0
      2 Whole `Als-ob`: bm25 =als ob, 1.00 × idf 12.82, marks "0:=als 1:=ob"
      read `Als-ob` as `alsob`, passages 0
      read `Als-ob` as `als ob`
    =Klima-Schutz-Gesetz
      match =klimaschutzgesetz
      0 Whole `=Klima-Schutz-Gesetz`: bm25 =klimaschutzgesetz, 1.00 × idf 5.31, marks =klimaschutzgesetz
      read `=Klima-Schutz-Gesetz` as `=klimaschutzgesetz`, passages 1
    +example/Bahn-Streik
      match (examplebahnstreik | "0:example 1:bahn 2:streik" | ⟨([example bahn streik]/2 | (streik >3 apart [example bahn]/3))⟩ if (example & bahn & streik))
      0 Whole `example/Bahn-Streik`: bm25 examplebahnstreik, 1.00 × idf 6.41, in article, marks examplebahnstreik
      1 Typed `=example/Bahn-Streik`: constant =examplebahnstreik, 0.50 × idf 6.41, of 0
      2 Whole `example/Bahn-Streik`: bm25 "0:example 1:bahn 2:streik", 1.00 × idf 16.52, marks "0:example 1:bahn 2:streik"
      3 Part `example`: bm25 example, 0.70 × idf 6.41, of 0, in article
      4 Part `bahn`: bm25 bahn, 0.70 × idf 5.31, of 0, in article
      5 Part `streik`: bm25 streik, 0.70 × idf 4.80, of 0, in article
      6 Together `example/Bahn-Streik`: closeness [example bahn streik]/6, 0.50 × idf 11.57, marks ((examplebahnstreik) else ([example bahn streik]/2 | (streik >3 [example bahn]/3)))
      read `example/Bahn-Streik` as `examplebahnstreik`, passages 0
      read `example/Bahn-Streik` as `example bahn streik`
    "#);
}

#[test]
fn lists() {
    insta::assert_snapshot!(plans(&[
        "+Streik Bahn",
        "Streik UND Bahn",
        "Streik ODER Bahn",
        "(Streik Bahn) Museum",
        "(+Streik Bahn) Museum",
        "(Streik ODER Werbebudget) UND Museum",
    ]), @r#"
    +Streik Bahn
      match streik
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Neighbours `"streik bahn"`: bm25 "1:bahn 0:streik", 0.80 × idf 10.11
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
    Streik UND Bahn
      match (bahn & streik)
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
    Streik ODER Bahn
      match (streik | bahn)
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
    (Streik Bahn) Museum
      match (streik | bahn | museum)
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Whole `Museum`: bm25 museum, 1.00 × idf 5.31, in article, marks museum
      5 Typed `=Museum`: constant =museum, 0.10 × idf 5.31, of 4
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
      read `Museum` as `museum`, passages 1
    (+Streik Bahn) Museum
      match (streik | museum)
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Whole `Museum`: bm25 museum, 1.00 × idf 5.31, in article, marks museum
      5 Typed `=Museum`: constant =museum, 0.10 × idf 5.31, of 4
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
      read `Museum` as `museum`, passages 1
    (Streik ODER Werbebudget) UND Museum
      match (museum & (streik | (werbebudget | ⟨([werbung budget]/1 | (budget >3 apart werbung))⟩ if (werbung & budget))))
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      2 Whole `Werbebudget`: bm25 werbebudget, 1.00 × idf 5.31, in article, marks werbebudget
      3 Typed `=Werbebudget`: constant =werbebudget, 0.10 × idf 5.31, of 2
      4 Part `werbung`: bm25 werbung, 0.50 × idf 5.31, of 2, in article
      5 Part `budget`: bm25 budget, 0.50 × idf 5.31, of 2, in article
      6 Together `Werbebudget`: closeness [werbung budget]/6, 0.50 × idf 5.31, marks ((werbebudget) else ([werbung budget]/1 | (budget >3 werbung)))
      7 Whole `Museum`: bm25 museum, 1.00 × idf 5.31, in article, marks museum
      8 Typed `=Museum`: constant =museum, 0.10 × idf 5.31, of 7
      read `Streik` as `streik`, passages 2
      read `Werbebudget` as `werbebudget`, passages 1
      read `Museum` as `museum`, passages 1
    "#);
}

#[test]
fn negations() {
    insta::assert_snapshot!(plans(&[
        "Streik -Bahn",
        "Streik UND NICHT Werbebudget",
        "Streik -(Museum -Bahn)",
        "Streik -Streik",
        "NICHT Streik",
        "-Streik -Bahn",
    ]), @r"
    Streik -Bahn
      match (streik - bahn)
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      read `Streik` as `streik`, passages 2
      read `-Bahn` as `bahn`, passages 1
    Streik UND NICHT Werbebudget
      match (streik - (werbebudget | ⟨([werbung budget]/1 | (budget >3 apart werbung))⟩ if (werbung & budget)))
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.50 × idf 4.80, of 0
      read `Streik` as `streik`, passages 2
      read `-Werbebudget` as `werbebudget`, passages 1
    Streik -(Museum -Bahn)
      match (streik - (museum - bahn))
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 0
      read `Streik` as `streik`, passages 2
      read `-Museum` as `museum`, passages 1
      read `Bahn` as `bahn`, passages 1
    Streik -Streik
      match (streik - streik)
      0 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.50 × idf 4.80, of 0
      read `Streik` as `streik`, passages 2
      read `-Streik` as `streik`, passages 2
    NICHT Streik
      error OnlyNegative
    -Streik -Bahn
      error OnlyNegative
    ");
}

#[test]
fn boosts() {
    insta::assert_snapshot!(plans(&[
        "Streik^2 Bahn",
        "Streik Streik^3",
        "Streik^3 Streik",
        "Werbebudget Werbebudget^2",
        "(Streik Bahn^2)^3",
    ]), @r#"
    Streik^2 Bahn
      match (streik | bahn)
      0 Whole `Streik`: bm25 streik, 2.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.20 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Neighbours `"streik bahn"`: bm25 "1:bahn 0:streik", 0.80 × idf 10.11
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
    Streik Streik^3
      match streik
      0 Whole `Streik`: bm25 streik, 3.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 1.50 × idf 4.80, of 0
      read `Streik` as `streik`, passages 2
    Streik^3 Streik
      match streik
      0 Whole `Streik`: bm25 streik, 3.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 1.50 × idf 4.80, of 0
      read `Streik` as `streik`, passages 2
    Werbebudget Werbebudget^2
      match (werbebudget | werbung | budget)
      must include (werbebudget | (werbung & budget))
      0 Whole `Werbebudget`: bm25 werbebudget, 2.00 × idf 5.31, in article, marks werbebudget
      1 Typed `=Werbebudget`: constant =werbebudget, 1.00 × idf 5.31, of 0
      2 Part `werbung`: bm25 werbung, 1.00 × idf 5.31, of 0, in article
      3 Part `budget`: bm25 budget, 1.00 × idf 5.31, of 0, in article
      4 Together `Werbebudget`: closeness [werbung budget]/6, 1.00 × idf 5.31, marks ((werbebudget) else ([werbung budget]/1 | (budget >3 werbung)) else (budget + werbung))
      read `Werbebudget` as `werbebudget`, passages 1
    (Streik Bahn^2)^3
      match (streik | bahn)
      0 Whole `Streik`: bm25 streik, 3.00 × idf 4.80, in article, marks streik
      1 Typed `=Streik`: constant =streik, 0.30 × idf 4.80, of 0
      2 Whole `Bahn`: bm25 bahn, 6.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.60 × idf 5.31, of 2
      read `Streik` as `streik`, passages 2
      read `Bahn` as `bahn`, passages 1
    "#);
}

#[test]
fn plans_without_relevance() {
    let node = parse("Werbebudget Streik").unwrap();
    insta::assert_snapshot!(shown(|index, segments| plan_to_count(&node, Within::Passage, None, index, segments)), @r#"
    match ((werbebudget | ⟨([werbung budget]/1 | (budget >3 apart werbung))⟩ if (werbung & budget)) | streik)
    0 Whole `Werbebudget`: bm25 werbebudget, 1.00 × idf 5.31, in article, marks werbebudget
    1 Typed `=Werbebudget`: constant =werbebudget, 0.10 × idf 5.31, of 0
    2 Part `werbung`: bm25 werbung, 0.50 × idf 5.31, of 0, in article
    3 Part `budget`: bm25 budget, 0.50 × idf 5.31, of 0, in article
    4 Together `Werbebudget`: closeness [werbung budget]/6, 0.50 × idf 5.31, marks ((werbebudget) else ([werbung budget]/1 | (budget >3 werbung)))
    5 Whole `Streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
    6 Typed `=Streik`: constant =streik, 0.10 × idf 4.80, of 5
    7 Neighbours `"werbebudget streik"`: bm25 "0:werbebudget 1:streik", 0.80 × idf 10.11
    read `Werbebudget` as `werbebudget`, passages 1
    read `Streik` as `streik`, passages 2
    "#);
    let terms = ["bahn".to_owned(), "streik".to_owned()];
    insta::assert_snapshot!(shown(|index, segments| any_of(&terms, None, index, segments)), @r#"
    match (bahn | streik)
    0 Whole `bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
    1 Whole `streik`: bm25 streik, 1.00 × idf 4.80, in article, marks streik
    read `bahn` as `bahn`, passages 1
    read `streik` as `streik`, passages 2
    "#);
}
