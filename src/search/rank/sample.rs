//! An index and queries made of the sample collection, for tests over many queries.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::index::{UpdateOptions, update};
use crate::measure::queries::{TimedQuery, draw_queries};
use crate::query::parse;
use crate::retrieval::Pruning;
use crate::search::Searcher;

/// An index that is built once for all tests.
pub(in crate::search) static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    // The files are mapped, so they stay readable once the folder is deleted.
    index(dir.path())
});

/// Number of queries that [`queries`] returns, at least.
pub(super) const MIN_QUERIES: usize = 1000;

/// Articles made of sentences of the sample collection, with one to nine paragraphs, in two segments. Some are deleted.
pub(super) fn index(dir: &Path) -> Searcher {
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut sentences = BTreeSet::new();
    for file in walkdir::WalkDir::new(sample).into_iter().flatten().filter(|file| file.file_type().is_file()) {
        let text = String::from_utf8_lossy(&fs::read(file.path()).unwrap()).into_owned();
        let parts = text.split(". ").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
        sentences.extend(parts.filter(|part| (20..200).contains(&part.len())));
    }
    let sentences: Vec<String> = sentences.into_iter().collect();
    let mut state = 7_u64;
    let mut below = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % end
    };
    let mut record = |id: usize| {
        let mut paragraphs = Vec::new();
        for _ in 0..1 + below(9) {
            let text: Vec<&str> = (0..4 + below(8)).map(|_| sentences[below(sentences.len())].as_str()).collect();
            paragraphs.push(text.join(". ") + ".");
        }
        let (title, month) = (&sentences[below(sentences.len())], 1 + below(12));
        let day = format!("2018-{month:02}-{:02}", 1 + below(28));
        serde_json::json!({"id": id.to_string(), "title": title, "date": day, "text": paragraphs.join("\n\n")})
            .to_string()
    };
    let records: Vec<String> = (0..400).map(&mut record).collect();
    let (source, index) = (dir.join("articles.jsonl"), dir.join("index"));
    let options = UpdateOptions { threads: 1, ..UpdateOptions::default() };
    for records in [&records[..300], &records[40..]] {
        fs::write(&source, records.join("\n")).unwrap();
        update(&index, std::slice::from_ref(&source), &options).unwrap();
    }
    // Small ranges for a small index, and bounds in every query.
    let pruning = Pruning { range_shift: 5, exhaustive_factor: 1, frequent_factor: 1 };
    let mut searcher = Searcher::open(&index).unwrap();
    searcher.pruning = pruning;
    searcher
}

/// Queries drawn from the texts of the index, variants of each with every operator, and compounds.
pub(super) fn queries(searcher: &Searcher) -> BTreeSet<String> {
    let mut queries = varied(&draw_queries(searcher).unwrap());
    let compounds = ["Werbebudget", "Werbung Budget", "Bahnstreik", "Hochwasserschutz", "Klinikleitung UND Personal"];
    queries.extend(compounds.map(str::to_owned));
    queries
}

/// Each query and variants of it, without duplicates.
fn varied(queries: &[TimedQuery]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (at, query) in queries.iter().enumerate() {
        all.insert(query.text.clone());
        let words: Vec<&str> = query.text.split([' ', '"']).filter(|word| !matches!(*word, "" | "UND")).collect();
        let (first, last) = (words[0], words[words.len() - 1]);
        let letters: String = first.chars().take_while(|c| c.is_alphanumeric()).take(4).collect();
        all.extend((letters.chars().count() > 3).then(|| format!("{letters}* {last}")));
        all.insert(match at % 11 {
            0 => format!("+{first} {last}"),
            1 => format!("{first} NICHT {last}"),
            2 => format!("{first} {last} date:2018-03..2018-09"),
            3 => format!("title:{first}"),
            4 => format!("({first} ODER {last}) UND {}", words[words.len() / 2]),
            5 => format!("\"{first} {last}\" {first}"),
            6 => format!("{first} NAHE/9 {last}"),
            7 => format!("({first} ODER {last}) VOR/20 {}", words[words.len() / 2]),
            8 => format!("zitat:{first} {last}"),
            9 => format!("{first}~1 {last}^3"),
            _ => format!("={first} {last}"),
        });
    }
    all.retain(|query| parse(query).is_ok());
    all
}
