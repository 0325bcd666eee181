//! Evaluates the ranking on three topics of the sample collection: nDCG@10 with and without compound splitting.
//!
//! ```sh
//! cargo run --release --no-default-features --example tiny_eval
//! ```
//!
//! Three topics say nothing about quality. `fundstelle eval` reads any number of them from files in the formats of TREC.

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use fundstelle::measure::relevance::{Evaluation, evaluate};
use fundstelle::measure::trec::{Qrels, TrecRun};
use fundstelle::query::keywords;
use fundstelle::{Grouping, SearchOptions, Searcher, UpdateOptions, index};

/// A query, and the relevant articles with their grades.
type Topic = (&'static str, &'static [(&'static str, i32)]);

const TOPICS: [Topic; 3] = [
    ("Werbebudget gespendet", &[("wb-7", 3), ("kaspersky/2018-04-21-twitter-verbietet-kaspersky-anzeigen.txt", 3)]),
    (
        "Gesetz zum Schutz des Klimas",
        &[
            ("windpark/kolumne-der-milan-und-das-gesetz.md", 3),
            ("windpark/urteil-sechs-statt-neun.md", 2),
            ("windpark/stromleitung-nach-niederborn.md", 1),
            ("windpark/windraeder-auf-der-hohen-rieth.md", 1),
        ],
    ),
    ("Budget der Schulen gekürzt", &[("sch-3", 3), ("sch-6", 2)]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let dir = std::env::temp_dir().join(format!("tiny_eval-{}", std::process::id()));
    let result = tiny_eval(&corpus, &dir, &mut io::stdout().lock());
    std::fs::remove_dir_all(&dir)?;
    result
}

/// Makes two indexes of the corpus in `dir` and writes a line of measures for each.
pub(crate) fn tiny_eval(corpus: &Path, dir: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for (name, compounds) in [("with-compounds", true), ("without-compounds", false)] {
        let index_dir = dir.join(name);
        let options = UpdateOptions::default().with_compounds(compounds);
        let corpora: [PathBuf; 1] = [corpus.to_owned()];
        index::update(&index_dir, &corpora, &options)?;

        let evaluation = evaluate_topics(&Searcher::open(&index_dir)?)?;
        writeln!(out, "{name:<18} nDCG@10 {:.4}", evaluation.mean.ndcg_10)?;
        for (topic, measures) in &evaluation.topics {
            writeln!(out, "  {topic:<30} {:.4}", measures.ndcg_10)?;
        }
    }
    Ok(())
}

/// Runs the topics as plain words and evaluates the ten best articles of each.
fn evaluate_topics(searcher: &Searcher) -> Result<Evaluation, Box<dyn Error>> {
    let options = SearchOptions::default().with_grouping(Grouping::Article).with_highlight(false);
    let (mut run, mut qrels) = (TrecRun::new(), Qrels::new());
    for (query, grades) in TOPICS {
        let hits = searcher.search_node(&keywords(query)?, &options)?.hits;
        // The rank as score: equal scores keep the order in which they were returned.
        let ranked = hits.into_iter().map(|hit| (hit.article, -(hit.rank as f64)));
        run.insert(query.to_owned(), ranked.collect());
        let grades = grades.iter().map(|(article, grade)| ((*article).to_owned(), *grade));
        qrels.insert(query.to_owned(), grades.collect());
    }
    Ok(evaluate(&run, &qrels))
}
