//! Facets, hits by date, and curves over time, beside counts made without an index.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

use fundstelle::corpus::{Article, ReadOptions, Record, WalkOptions, discover, read};
use fundstelle::german::Analyzer;
use fundstelle::passage::passages;
use fundstelle::query::parse;
use fundstelle::search::{Facet, Facets, Grouping, Hit, SearchOptions, Searcher, Sort, TrendOptions, TrendStep};
use serde_json::{Value, json};

use crate::support::{Sandbox, article, corpus};

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
        let options = TrendOptions::default().with_step(TrendStep::Month);
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
    let facets = searcher.facets(&parse(query).unwrap(), &asked, None).unwrap();
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
        let articles = search(all.clone().with_grouping(Grouping::Article));
        let ids: HashSet<&String> = articles.iter().map(|hit| &hit.article).collect();
        assert_eq!(ids, matching.iter().map(|plain| &plain.article).collect(), "{query}");
        assert_eq!(articles.len(), ids.len(), "{query}");
        assert!(articles.is_sorted_by(|a, b| in_order(a, b, sort)), "{query}");
        let page = search(all.clone().with_grouping(Grouping::Article).with_offset(1).with_limit(2));
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
        let options = TrendOptions::default().with_step(TrendStep::Year);
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

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap().to_owned()
}

/// Six articles of three sources between 2018 and 2021, one without a date.
fn small() -> Sandbox {
    let records = [
        ("a", "2018-04-21", "dpa", "Im Depot streiken die Fahrer."),
        ("b", "2018-04-23", "dpa", "Wieder streiken die Fahrer."),
        ("c", "2018-04-23", "Bote", "Der Markt war gut besucht."),
        ("d", "2021-01-03", "Bote", "Am Hafen streiken die Fahrer, die Fahrer streiken."),
        ("e", "", "", "Irgendwann streiken die Fahrer."),
        ("f", "2018-05-02", "dpa", "Der Preis für Brot steigt."),
    ];
    let records = records.map(|(id, date, source, text)| {
        json!({"id": id, "title": id, "date": date, "source": source, "text": text}).to_string()
    });
    let sandbox = Sandbox::with(&[("articles.jsonl", &records.join("\n"))]);
    assert_eq!(sandbox.index()["articles"], 6);
    sandbox
}

#[test]
fn facets_are_shown_after_the_hits() {
    let sandbox = small();
    let ran = sandbox.run(&["search", "streiken", "-n", "0", "--facets", "source,year"]);
    insta::assert_snapshot!(ran.out, @"
    4 articles, 4 passages

    source
      dpa     2 ████████████████████████
      Bote    1 ████████████
      (none)  1 ████████████

    year
      2018    2 ████████████████████████
      2021    1 ████████████
      (none)  1 ████████████
    ");
    let ran = sandbox.run_german(&["search", "streiken", "-n", "0", "--facets", "year,year"]);
    insta::assert_snapshot!(ran.out, @"
    4 Artikel, 4 Passagen

    Jahr
      2018           2 ████████████████████████
      2021           1 ████████████
      (ohne Angabe)  1 ████████████
    ");
    let ran = sandbox.run(&["search", "streiken", "-n", "1", "--facets", "year"]);
    assert!(
        ran.out.lines().next().unwrap().contains("[d#1]") && ran.out.ends_with("(none)  1 ████████████\n"),
        "{}",
        ran.out
    );
    // Standard output has one kind of object: hits, or when there are to be none, counts.
    let ran = sandbox.run(&["search", "streiken", "-n", "1", "--facets", "year", "--json"]);
    assert!(ran.json().iter().all(|hit| hit["id"].is_string()) && ran.json().len() == 1, "{}", ran.out);
    let beside: Vec<Value> = ran.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(beside[0]["facets"]["articles"], 4);
    assert!(beside[1]["receipt"].is_object());
    let ran = sandbox.run(&["search", "streiken", "-n", "0", "--facets", "year", "--json"]);
    assert_eq!((ran.code, ran.json()[0]["facets"]["passages"].as_u64()), (0, Some(4)));
    let none = sandbox.run(&["search", "Quastenflosser", "-n", "0", "--facets", "year"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.starts_with("Nothing found."), "{}", none.err);
}

#[test]
fn a_curve_has_zeros_and_gaps() {
    let sandbox = small();
    let ran = sandbox.run(&["trend", "streiken"]);
    insta::assert_snapshot!(ran.out, @"
    streiken: articles per 1,000 published, by month
    2018-04             666.7 ████████████████████████████               2 of 3
    2018-05               0.0                                            0 of 1
    2018-06 … 2020-12       –                                            no articles
    2021-01            1000.0 ██████████████████████████████████████████ 1 of 1
    undated                                                              1 of 1
    ");
    assert!(ran.err.starts_with("Searched: streiken"), "{}", ran.err);
    let ran = sandbox.run_german(&["trend", "streiken", "--until", "2018", "--absolute"]);
    insta::assert_snapshot!(ran.out, @"
    streiken: Artikel, nach Tagen
    2018-04-21               1 ███████████████████████████████████████ 1 von 1
    2018-04-22               –                                         keine Artikel
    2018-04-23               1 ███████████████████████████████████████ 1 von 2
    2018-04-24 … 2018-05-01  –                                         keine Artikel
    2018-05-02               0                                         0 von 1
    ");
    let ran = sandbox.run(&["trend", "streiken", "--csv", "--until", "2018", "--step", "month"]);
    insta::assert_snapshot!(ran.out, @"
    period,from,to,articles,all,per_1000
    2018-04,2018-04-01,2018-04-30,2,3,666.6666666666666
    2018-05,2018-05-01,2018-05-31,0,1,0
    ");
    let ran = sandbox.run(&["trend", "streiken", "--json", "--step", "week", "--source", "dpa"]);
    let trend = &ran.json()[0];
    assert_eq!((text(trend, "query"), text(trend, "step")), ("streiken".to_owned(), "week".to_owned()));
    let week = |name: &str, from: &str, to: &str, articles: u64, all: u64, share: Value| json!({"period": name, "from": from, "to": to, "articles": articles, "all": all, "per_1000": share});
    let weeks = [
        week("2018-W16", "2018-04-16", "2018-04-22", 1, 1, json!(1000.0)),
        week("2018-W17", "2018-04-23", "2018-04-29", 1, 1, json!(1000.0)),
        week("2018-W18", "2018-04-30", "2018-05-06", 0, 1, json!(0.0)),
    ];
    assert_eq!(trend["periods"], json!(weeks));
    let none = sandbox.run(&["trend", "Quastenflosser"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
}

#[test]
fn a_picture_is_whole_and_takes_nothing_for_mark_up() {
    let sandbox = small();
    let ran = sandbox.run(&["trend", "\"streiken die\" -\"</text><script>&\u{1b}\"", "--svg", "-", "--step", "year"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && ran.out.ends_with("</svg>\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("&lt;/text&gt;&lt;script&gt;&amp;␛&quot;") && !ran.out.contains("<script"), "{}", ran.out);
    assert!(ran.out.contains("<title>2018: 500.0 (2 of 4)</title>"), "{}", ran.out);
    assert!(ran.out.contains("<title>2019: no articles</title>"), "{}", ran.out);
    assert!(ran.out.contains("undated: 1 of 1"), "{}", ran.out);
    let file = sandbox.run(&["trend", "streiken", "--svg", "kurve.svg"]);
    assert_eq!((file.code, file.out.as_str()), (0, ""));
    assert!(std::fs::read_to_string(sandbox.path().join("kurve.svg")).unwrap().ends_with("</svg>\n"));
}

#[test]
fn a_part_of_a_compound_alone_is_neither_counted_nor_put_first() {
    let sandbox = Sandbox::with(&[
        ("2018-01-01-ganz.txt", &article("Eins", "Das Werbebudget wurde gekürzt.")),
        ("2019-01-01-nah.txt", &article("Zwei", "Ein Budget für Werbung gibt es nicht.")),
        ("2020-01-01-teil.txt", &article("Drei", "Das Budget der Stadt ist beschlossen.")),
        ("2021-01-01-teil.txt", &article("Vier", "Die Werbung war gut.")),
    ]);
    sandbox.index();
    let ids = |args: &[&str]| sandbox.run(&[&["search", "--json"], args].concat()).ids();
    assert_eq!(ids(&["Werbebudget"]).len(), 4);
    let dated = ["2019-01-01-nah.txt#1", "2018-01-01-ganz.txt#1"];
    assert_eq!(ids(&["Werbebudget", "--sort", "date"]), dated);
    let facets = sandbox.run(&["search", "--json", "-n", "0", "--facets", "year", "Werbebudget"]).json();
    assert_eq!(facets[0]["facets"]["articles"], 2);
    let trend = sandbox.run(&["trend", "--json", "Werbebudget"]).json();
    assert_eq!((&trend[0]["articles"], &trend[0]["all"]), (&json!(2), &json!(4)));
    // What is not counted is told.
    let ran = sandbox.run(&["search", "Werbepreis", "--facets", "year"]);
    assert!(ran.code == 0 && ran.err.contains("Not counted: no hit has more than one part"), "{} {}", ran.out, ran.err);
}

#[test]
fn what_was_removed_is_not_counted() {
    let sandbox = small();
    let path = sandbox.input().join("articles.jsonl");
    let records = std::fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> = records.lines().filter(|line| !line.contains("\"id\":\"d\"")).collect();
    std::fs::write(&path, kept.join("\n")).unwrap();
    assert_eq!(sandbox.index()["articles_removed"], 1);
    let ran = sandbox.run(&["search", "streiken", "-n", "0", "--facets", "year", "--json"]);
    let years = ran.json()[0]["facets"]["year"].clone();
    assert_eq!(years.as_array().unwrap().iter().map(|year| text(year, "value")).collect::<Vec<_>>(), ["2018", ""]);
    let trend = &sandbox.run(&["trend", "streiken", "--json"]).json()[0];
    assert_eq!((trend["all"].as_u64(), trend["articles"].as_u64()), (Some(5), Some(3)));
    assert_eq!(sandbox.run(&["search", "streiken", "--json", "--sort", "date"]).ids(), ["b#1", "a#1", "e#1"]);
    // The newest article is now one of 2018: no other is young.
    let recent = sandbox.run(&["search", "streiken", "--json", "--recent=1"]).ids();
    assert_eq!(recent[2], "e#1");
}

#[test]
fn newer_articles_gain_where_that_is_asked_for() {
    let day = |day: &str, id: &str| {
        json!({"id": id, "date": day, "title": "Bahn", "text": "Der Zug hält in Waldbrück."}).to_string()
    };
    let records = [day("2018-01-01", "old"), day("", "undated"), day("2020-01-01", "new"), day("2019-12-31", "almost")];
    let sandbox = Sandbox::with(&[("articles.jsonl", &records.join("\n"))]);
    sandbox.index();
    let search = |more: &[&str]| sandbox.run(&[&["search", "--json", "Zug"], more].concat());
    assert_eq!(search(&[]).ids(), ["old#1", "undated#1", "new#1", "almost#1"]);
    let recent = search(&["--recent", "1"]);
    assert_eq!(recent.ids(), ["new#1", "almost#1", "old#1", "undated#1"]);
    let score = |at: usize| recent.json()[at]["score"].as_f64().unwrap();
    let plain = search(&[]).json()[0]["score"].as_f64().unwrap();
    for (at, weight) in [(0, 1.0), (1, 0.75), (2, 0.5), (3, 0.5)] {
        assert!((score(at) / plain - weight).abs() < 1e-6, "{at}");
    }
    assert_eq!(search(&["--recent"]).ids(), recent.ids());
    assert_eq!(search(&["--recent", "--by", "article"]).json()[0]["article"], "new");
}

#[test]
fn hostile_names_are_counted_and_shown_harmless() {
    let record = json!({"id": "x", "title": "Bahn", "date": "2018-01-01", "source": "\u{1b}]0;x\u{7}<b>\u{202e}", "text": "Der Zug hält."});
    let sandbox = Sandbox::with(&[("articles.jsonl", &record.to_string())]);
    sandbox.index();
    let ran = sandbox.run(&["search", "Zug", "-n", "0", "--facets", "source"]);
    assert!(ran.out.contains("␛]0;x␇<b><U+202E>"), "{:?}", ran.out);
    let ran = sandbox.run(&["search", "Zug", "-n", "0", "--facets", "source", "--json"]);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.out);
    let ran = sandbox.run(&["trend", "Zug ODER \"\u{1b}[31m\u{202e}x\""]);
    assert!(ran.code == 0 && !ran.out.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.out);
}

#[test]
fn bad_input_is_told() {
    let sandbox = small();
    for (args, why) in [
        (&["search", "x", "--facets", "colour"][..], "possible values: source, section, year, month"),
        (&["search", "x", "--facets", "year", "--format", "csv"], "--facets needs --format text, line, kwic or json"),
        (&["search", "x", "--sort", "date", "--recent"], "--recent cannot be combined with --sort date"),
        (&["search", "--recent", "Streik"], "expected a number of days, as in --recent=30"),
        (&["search", "x", "--recent=0"], "expected a number of days"),
        (&["search", "x", "--sort", "newest"], "possible values: relevance, date, date-asc"),
        (&["search", "streiken", "--sort", "date", "--timeout", "0"], "exceeded its time limit"),
        (&["search", "streiken", "-n", "0", "--facets", "year", "--timeout", "0"], "exceeded its time limit"),
        (&["trend", "streiken", "--timeout", "0"], "exceeded its time limit"),
        (&["trend"], "<QUERY>"),
        (&["trend", "(offen"], "^"),
        (&["trend", "x", "--step", "hour"], "possible values: day, week, month, year"),
        (&["trend", "x", "--json", "--csv"], "cannot be used with"),
        (&["trend", "streiken", "--svg", "gibt/es/nicht.svg"], "gibt/es/nicht.svg: "),
        (&["trend", "streiken", "--since", "2019", "--until", "2018"], "--since is later than --until"),
        (&["trend", "streiken", "--index", "gibt-es-nicht"], "no index in gibt-es-nicht"),
        (&["trend", "--", "-streiken"], "the query only excludes"),
    ] {
        let ran = sandbox.run(args);
        assert!(ran.code == 2 && ran.err.contains(why), "{args:?}: {} {}", ran.code, ran.err);
    }
}
