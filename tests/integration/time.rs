//! Facets, hits by date, and curves over time, beside counts made without an index.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

use fundstelle::corpus::{Article, ReadOptions, Record, WalkOptions, discover, read};
use fundstelle::german::Analyzer;
use fundstelle::passage::passages;
use fundstelle::query::{Within, parse};
use fundstelle::search::{Facet, Facets, Grouping, Hit, SearchOptions, Searcher, Sort, TrendOptions, TrendStep};
use serde_json::{Value, json};

use crate::support::{Sandbox, corpus};

/// A passage as its words: terms and exact forms in order, of the first passage the title's before them.
struct Plain {
    id: String,
    article: String,
    date: String,
    source: String,
    section: String,
    terms: HashSet<String>,
    exact: Vec<String>,
}

/// All passages of the sample collection, read and analysed by themselves.
fn plain(analyzer: &Analyzer) -> Vec<Plain> {
    let mut all = Vec::new();
    for file in discover(&[corpus()], &WalkOptions::default()).unwrap().files {
        let mut sink = |record: Record| {
            if let Record::Article(article) = record {
                all.extend(plain_passages(&article, analyzer));
            }
            ControlFlow::Continue(())
        };
        read(&file, &ReadOptions::default(), &mut sink).unwrap();
    }
    all
}

fn plain_passages(article: &Article, analyzer: &Analyzer) -> Vec<Plain> {
    let cut = |(at, passage): (usize, fundstelle::passage::Passage)| {
        let mut plain = Plain {
            id: format!("{}#{}", article.id, at + 1),
            article: article.id.clone(),
            date: article.date.map_or(String::new(), |date| date.to_string()),
            source: article.source.clone(),
            section: article.section.clone(),
            terms: HashSet::new(),
            exact: Vec::new(),
        };
        let title = if at == 0 { article.title.as_str() } else { "" };
        for text in [title, &article.body[passage.range]] {
            for token in analyzer.tokens(text) {
                if token.apart.is_none() && token.span == 1 {
                    plain.exact.push(token.word.exact.clone());
                }
                if !token.word.stop_word {
                    plain.terms.extend(
                        token.word.parts.iter().chain(&token.word.inner).flat_map(|part| part.terms().cloned()),
                    );
                    plain.terms.extend(token.word.second.clone());
                    plain.terms.insert(token.word.term.clone());
                }
            }
            // No phrase goes from the title into the text.
            plain.exact.push(String::new());
        }
        plain
    };
    passages(article).into_iter().enumerate().map(cut).collect()
}

/// A query, and how to see without an index whether a passage has it.
type Asked = (&'static str, fn(&Plain, &Analyzer) -> bool);

fn has(plain: &Plain, analyzer: &Analyzer, word: &str) -> bool {
    plain.terms.contains(&analyzer.tokens(word).next().unwrap().word.term)
}

fn has_row(plain: &Plain, words: &[&str]) -> bool {
    plain.exact.windows(words.len()).any(|row| row == words)
}

/// Words that are no compounds, so that no part of them plays a part.
const ASKED: [Asked; 9] = [
    ("Stadt", |p, a| has(p, a, "Stadt")),
    ("Menschen ODER Wasser", |p, a| has(p, a, "Menschen") || has(p, a, "Wasser")),
    ("Menschen Wasser Kasse", |p, a| ["Menschen", "Wasser", "Kasse"].iter().any(|word| has(p, a, word))),
    ("Stadt UND Haus", |p, a| has(p, a, "Stadt") && has(p, a, "Haus")),
    ("Stadt NICHT Haus", |p, a| has(p, a, "Stadt") && !has(p, a, "Haus")),
    ("\"am Montag\"", |p, _| has_row(p, &["am", "montag"])),
    ("Stadt date:2018-03..2022", |p, a| {
        has(p, a, "Stadt") && (p.date.as_str() >= "2018-03-01" && p.date.as_str() <= "2022-12-31")
    }),
    ("date:2000..", |p, _| !p.date.is_empty()),
    ("=Stadt section:Lokales", |p, _| has_row(p, &["stadt"]) && p.section == "Lokales"),
];

/// The values of a facet as the program must give them.
fn counted(matching: &[&Plain], value: impl Fn(&Plain) -> String, by_name: bool) -> Value {
    let mut counts: BTreeMap<String, (HashSet<&str>, u64)> = BTreeMap::new();
    for plain in matching {
        let (articles, passages) = counts.entry(value(plain)).or_default();
        articles.insert(&plain.article);
        *passages += 1;
    }
    let mut counts: Vec<(String, usize, u64)> =
        counts.into_iter().map(|(value, (articles, passages))| (value, articles.len(), passages)).collect();
    if by_name {
        counts.sort_by_key(|count| (std::cmp::Reverse((count.1, count.2)), count.0.clone()));
    }
    counts.sort_by_key(|count| count.0.is_empty());
    counts
        .iter()
        .map(|(value, articles, passages)| json!({"value": value, "articles": articles, "passages": passages}))
        .collect()
}

#[test]
fn facets_and_dates_are_those_of_a_count_over_all_articles() {
    let sandbox = Sandbox::of_corpus();
    let searcher = Searcher::open(&sandbox.index_dir()).unwrap();
    let analyzer = searcher.index().analyzer();
    let all = plain(analyzer);
    assert_eq!(all.len() as u64, searcher.index().metadata().passages);
    for (query, is_match) in ASKED {
        let matching: Vec<&Plain> = all.iter().filter(|plain| is_match(plain, analyzer)).collect();
        assert!(matching.len() > 1, "{query}");
        let facets = facets(&searcher, query, &matching);
        dates(&searcher, query, &matching);
        let options = TrendOptions::default().with_within(Within::Passage).with_step(TrendStep::Month);
        let trend = searcher.trend(&parse(query).unwrap(), &options).unwrap();
        let months = trend.periods.into_iter().map(|period| (period.period, period.articles));
        let months = months.filter(|(_, articles)| *articles > 0).chain([(String::new(), trend.undated)]);
        let counted = facets.by[&Facet::Month].iter().map(|count| (count.value.clone(), count.articles));
        let (mut months, mut counted): (BTreeMap<_, _>, BTreeMap<_, _>) = (months.collect(), counted.collect());
        months.entry(String::new()).or_default();
        counted.entry(String::new()).or_default();
        assert_eq!(months, counted, "{query}");
        assert_eq!(trend.articles, facets.articles, "{query}");
    }
}

/// Compares the facets of a query.
fn facets(searcher: &Searcher, query: &str, matching: &[&Plain]) -> Facets {
    let asked = [Facet::Source, Facet::Section, Facet::Year, Facet::Month];
    let facets = searcher.facets(&parse(query).unwrap(), Within::Passage, &asked, None).unwrap();
    let articles = matching.iter().map(|plain| &plain.article).collect::<HashSet<_>>().len();
    assert_eq!((facets.articles, facets.passages), (articles as u64, matching.len() as u64), "{query}");
    let json = serde_json::to_value(&facets).unwrap();
    assert_eq!(json["source"], counted(matching, |plain| plain.source.clone(), true), "{query}");
    assert_eq!(json["section"], counted(matching, |plain| plain.section.clone(), true), "{query}");
    for (facet, letters) in [("year", 4), ("month", 7)] {
        let value = |plain: &Plain| plain.date.chars().take(letters).collect();
        assert_eq!(json[facet], counted(matching, value, false), "{query}");
    }
    facets
}

/// Compares the hits of a query by their days: all of them, in order, with the scores they have by relevance, in pages too.
fn dates(searcher: &Searcher, query: &str, matching: &[&Plain]) {
    let search = |options: SearchOptions| searcher.search(query, &options).unwrap().hits;
    let all = SearchOptions::default().with_limit(10_000).with_highlight(false);
    let scores: BTreeMap<String, f32> = search(all.clone()).into_iter().map(|hit| (hit.id, hit.score)).collect();
    for sort in [Sort::Newest, Sort::Oldest] {
        let all = all.clone().with_sort(sort);
        let hits = search(all.clone());
        let ids: HashSet<&String> = hits.iter().map(|hit| &hit.id).collect();
        assert_eq!(ids, matching.iter().map(|plain| &plain.id).collect(), "{query}");
        assert_eq!(hits.len(), matching.len(), "{query}");
        assert!(hits.is_sorted_by(|a, b| in_order(a, b, sort)), "{query}");
        assert!(hits.iter().all(|hit| scores[&hit.id] == hit.score), "{query}");
        for offset in [0, 1, 4, hits.len() - 1, hits.len()] {
            let page = search(all.clone().with_offset(offset).with_limit(3));
            let expected: Vec<Hit> = hits.iter().skip(offset).take(3).cloned().collect();
            assert_eq!(page, expected, "{query}: {offset}");
        }
        // Of each article the best of its passages.
        let articles = search(all.clone().with_grouping(Grouping::Article).with_within(Within::Passage));
        let ids: HashSet<&String> = articles.iter().map(|hit| &hit.article).collect();
        assert_eq!(ids, matching.iter().map(|plain| &plain.article).collect(), "{query}");
        assert_eq!(articles.len(), ids.len(), "{query}");
        assert!(articles.is_sorted_by(|a, b| in_order(a, b, sort)), "{query}");
        let page = search(
            all.clone().with_grouping(Grouping::Article).with_within(Within::Passage).with_offset(1).with_limit(2),
        );
        let expected: Vec<Hit> = articles.into_iter().skip(1).take(2).collect();
        assert_eq!(page, expected, "{query}");
    }
}

/// Days in order, what has none last; within a day the better first.
fn in_order(a: &Hit, b: &Hit, sort: Sort) -> bool {
    if a.date == b.date {
        return a.score >= b.score;
    }
    b.date.is_empty() || (!a.date.is_empty() && (a.date > b.date) == (sort == Sort::Newest))
}

#[test]
fn a_trend_says_how_many_articles_there_were_at_all() {
    let sandbox = Sandbox::of_corpus();
    let searcher = Searcher::open(&sandbox.index_dir()).unwrap();
    let all = plain(searcher.index().analyzer());
    for (query, keeps) in [
        ("Stadt", (|_| true) as fn(&Plain) -> bool),
        ("Stadt section:Lokales", |plain| plain.section == "Lokales"),
        ("Stadt UND date:2019..", |plain| plain.date.as_str() >= "2019"),
    ] {
        let options = TrendOptions::default().with_within(Within::Passage).with_step(TrendStep::Year);
        let trend = searcher.trend(&parse(query).unwrap(), &options).unwrap();
        let mut years: BTreeMap<String, HashSet<&str>> = BTreeMap::new();
        for plain in all.iter().filter(|plain| keeps(plain)) {
            years.entry(plain.date.chars().take(4).collect()).or_default().insert(&plain.article);
        }
        let undated = years.remove("").map_or(0, |articles| articles.len() as u64);
        assert_eq!(trend.all_undated, undated, "{query}");
        assert!(trend.periods.len() > 1, "{query}");
        for period in trend.periods {
            let articles = years.remove(&period.period).map_or(0, |articles| articles.len() as u64);
            assert_eq!(period.all, articles, "{query}");
            let share = (articles > 0).then(|| period.articles as f64 * 1000.0 / articles as f64);
            assert_eq!(period.per_1000, share, "{query}");
        }
        assert!(years.is_empty(), "{query}: {years:?}");
    }
}
