//! How fast is each stage: read, split, analyse, index, search? Each bench asserts what it counted while it is timed.
//!
//! `cargo bench` times the stages on the sample collection. The figures say nothing about other data.

#![allow(missing_docs, clippy::unwrap_used)]

use std::ops::ControlFlow;
use std::path::PathBuf;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fundstelle::corpus::{Article, ReadOptions, Record, WalkOptions, discover, read};
use fundstelle::german::Analyzer;
use fundstelle::index::{UpdateOptions, update};
use fundstelle::passage::passages;
use fundstelle::search::{SearchOptions, Searcher};

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn articles() -> Vec<Article> {
    let mut articles = Vec::new();
    for file in discover(&[corpus()], &WalkOptions::default()).unwrap().files {
        let take = &mut |record| {
            if let Record::Article(article) = record {
                articles.push(*article);
            }
            ControlFlow::Continue(())
        };
        read(&file, &ReadOptions::default(), take).unwrap();
    }
    articles
}

fn options() -> UpdateOptions {
    UpdateOptions::default().with_threads(1).with_memory(0)
}

fn stages(criterion: &mut Criterion) {
    let all = articles();
    let (count, bytes) = (all.len(), all.iter().map(|article| article.body.len() as u64).sum());
    let passage_count: usize = all.iter().map(|article| passages(article).len()).sum();
    let analyzer = Analyzer::default();
    let tokens = |article: &Article| analyzer.tokens(&article.body).count();
    let token_count: usize = all.iter().map(tokens).sum();
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(bytes)).sample_size(10);
    group.bench_function("read", |b| b.iter(|| assert_eq!(articles().len(), count)));
    group.bench_function("split", |b| {
        b.iter(|| assert_eq!(all.iter().map(|article| passages(article).len()).sum::<usize>(), passage_count));
    });
    group.bench_function("analyse", |b| b.iter(|| assert_eq!(all.iter().map(tokens).sum::<usize>(), token_count)));
    group.bench_function("index", |b| {
        b.iter(|| {
            let dir = tempfile::tempdir().unwrap();
            let summary = update(dir.path(), &[corpus()], &options()).unwrap();
            assert_eq!((summary.articles as usize, summary.passages as usize), (count, passage_count));
        });
    });
    group.finish();
}

fn searches(criterion: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    update(dir.path(), &[corpus()], &options()).unwrap();
    let searcher = Searcher::open(dir.path()).unwrap();
    let mut group = criterion.benchmark_group("search");
    for (name, query, hits) in [
        ("term", "Werbung", 10),
        ("union", "Werbung Budget Spende", 10),
        ("intersection", "Werbung UND Twitter", 2),
        ("phrase", "\"offenen Brief\"", 2),
        ("prefix", "Spend*", 10),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| assert!(searcher.rank_only(query, &SearchOptions::default()).unwrap().len() >= hits.min(1)));
        });
    }
    group.finish();
}

criterion_group!(benches, stages, searches);
criterion_main!(benches);
