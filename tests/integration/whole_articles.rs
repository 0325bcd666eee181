//! Conditions that hold for an article as a whole.

use std::collections::{BTreeMap, BTreeSet};

use fundstelle::Searcher;
use fundstelle::query::{Within, parse};
use fundstelle::search::{Grouping, SearchOptions, TrendOptions};
use serde_json::json;

use crate::http::Server;
use crate::mcp::McpClient;
use crate::naive::Naive;
use crate::naive_words::Passage;
use crate::support::{Ran, Random, Sandbox, article, rounds};

const QUERIES: usize = 150;

/// A long text between two sentences, so that they are in different passages.
fn far_apart(title: &str, first: &str, last: &str) -> String {
    let between =
        "Im Rathaus tagte der Ausschuss bis in den späten Abend und vertagte sich danach ohne jedes Ergebnis.\n\n";
    format!(
        "{title}\n{first} Mehr ist dazu vorerst nicht zu erfahren.\n\n{}{last} Das steht seit gestern fest.\n",
        between.repeat(20)
    )
}

fn sample() -> Sandbox {
    let sandbox = Sandbox::with(&[
        ("beide.txt", &far_apart("Ein Tag", "Die Polizei sperrte den Platz.", "Die Demonstration war friedlich.")),
        ("nah.txt", &article("Noch ein Tag", "Die Polizei begleitete die Demonstration.")),
        ("eins.txt", &far_apart("Kein Tag", "Die Polizei sperrte den Platz.", "Der Umzug war friedlich.")),
        ("anders.txt", &article("Umzug", "Die Demonstration zog durch die Stadt.")),
    ]);
    sandbox.index();
    sandbox
}

/// The ids of the articles of hits, sorted, each once.
fn articles(ran: &Ran) -> Vec<String> {
    let ids: BTreeSet<String> = ran.json().iter().map(|hit| hit["article"].as_str().unwrap().to_owned()).collect();
    ids.into_iter().collect()
}

#[test]
fn conditions_hold_for_the_unit_that_is_asked_for() {
    let sandbox = sample();
    let both = ["beide.txt", "nah.txt"];
    for (options, query, expected) in [
        ("--by=passage", "Polizei UND Demonstration", &["nah.txt"][..]),
        ("--by=article", "Polizei UND Demonstration", &both),
        ("--by=article", "+Polizei +Demonstration", &both),
        ("--by=article --within=passage", "Polizei UND Demonstration", &["nah.txt"]),
        ("--by=passage --within=article", "Polizei UND Demonstration", &both),
        ("--by=passage", "Polizei NAHE/ARTIKEL Demonstration", &both),
        ("--by=passage", "Polizei NEAR/ARTICLE Demonstration NAHE/ARTIKEL Platz", &["beide.txt"]),
        ("--by=passage", "Polizei NICHT Demonstration", &["beide.txt", "eins.txt"]),
        ("--by=article", "Polizei NICHT Demonstration", &["eins.txt"]),
        ("--by=article", "Polizei -Demonstration", &["eins.txt"]),
        ("--by=article", "Demonstration NICHT (Polizei UND Platz)", &["anders.txt", "nah.txt"]),
        ("--by=article", "(Polizei UND Demonstration) ODER Umzug", &["anders.txt", "beide.txt", "eins.txt", "nah.txt"]),
        ("--by=article", "\"die Polizei\" UND \"war friedlich\"", &["beide.txt", "eins.txt"]),
        ("--by=article", "+Polizei Demonstration NICHT title:Noch", &["beide.txt", "eins.txt"]),
        ("--by=article", "Platz UND friedlich UND title:Tag", &["beide.txt", "eins.txt"]),
        ("--by=article --sort=date", "Polizei UND Demonstration", &both),
    ] {
        let options: Vec<&str> = options.split(' ').collect();
        let ran = sandbox.run(&[&["search", "--json", "--all"], &options[..], &[query]].concat());
        assert_eq!(articles(&ran), expected, "{options:?} {query}: {}", ran.err);
    }
    // Each passage that has anything asked for is a hit, marked as ever.
    let ran = sandbox.run(&["search", "--json", "--within", "article", "--passages", "9", "Polizei UND Demonstration"]);
    let hits = ran.json();
    let far = hits.iter().find(|hit| hit["article"] == "beide.txt").unwrap();
    let marks = |hit: &serde_json::Value| crate::support::marked(hit);
    assert_eq!(marks(far).len() + marks(&far["more"][0]).len(), 2, "{far}");
    let found = ran.err.contains("Polizei");
    assert!(found, "{}", ran.err);
}

#[test]
fn counts_curves_and_watches_ask_the_article() {
    let sandbox = sample();
    let count = |options: &[&str]| {
        let args = [&["search", "--json", "-n", "0", "--facets", "year"], options, &["Polizei UND Demonstration"]];
        sandbox.run(&args.concat()).json()[0]["facets"]["articles"].clone()
    };
    assert_eq!((count(&[]), count(&["--within", "passage"])), (json!(2), json!(1)));
    let curve = |options: &[&str]| {
        let ran = sandbox.run(&[&["trend", "--json"], options, &["Polizei UND Demonstration"]].concat());
        ran.json()[0]["articles"].clone()
    };
    assert_eq!((curve(&[]), curve(&["--within", "passage"])), (json!(2), json!(1)));
    for (name, options, found) in
        [("artikel", &[][..], "2 articles"), ("passage", &["--within", "passage"], "1 article")]
    {
        let ran = sandbox.run(&[&["watch", "add"], options, &[name, "Polizei UND Demonstration"]].concat());
        assert!(ran.err.contains(found), "{}", ran.err);
    }
    sandbox.write("neu.txt", far_apart("Neu", "Die Polizei kam.", "Die Demonstration ging."));
    sandbox.index();
    let told = sandbox.run(&["watch", "run", "--json"]).json();
    assert_eq!(told.iter().map(|hit| hit["watch"].as_str().unwrap()).collect::<Vec<_>>(), ["artikel"]);
    assert_eq!(sandbox.run(&["watch", "list", "--json"]).json()[1]["within"], "passage");
}

#[test]
fn programs_and_models_ask_likewise() {
    let sandbox = sample();
    let server = Server::start(&sandbox, &[]);
    let articles = |path: &str| {
        let reply = server.get(path).json();
        reply["hits"].as_array().map_or(reply["articles"].clone(), |hits| json!(hits.len()))
    };
    let query = "q=Polizei+UND+Demonstration";
    assert_eq!(articles(&format!("/api/search?{query}&by=article")), 2);
    assert_eq!(articles(&format!("/api/search?{query}&by=article&within=passage")), 1);
    assert_eq!(articles(&format!("/api/trend?{query}")), 2);
    assert_eq!(articles(&format!("/api/trend?{query}&within=passage")), 1);
    let mut client = McpClient::start(&sandbox, true);
    let mut call = |tool: &str, within: Option<&str>| {
        let mut arguments = json!({"query": "Polizei UND Demonstration"});
        if let Some(within) = within {
            arguments["within"] = within.into();
        }
        let reply = client.request("tools/call", json!({"name": tool, "arguments": arguments}));
        reply["result"]["structuredContent"]["articles"].clone()
    };
    assert_eq!(call("search", None), 1);
    assert_eq!(call("search", Some("article")), 2);
    assert_eq!(call("overview", None), 2);
    assert_eq!(call("overview", Some("passage")), 1);
}

#[test]
fn the_same_articles_as_a_naive_matcher() {
    let sandbox = Sandbox::of_corpus();
    let searcher = Searcher::open(&sandbox.index_dir()).unwrap();
    let analyzer = searcher.index().analyzer();
    let all = SearchOptions::default().with_limit(10_000).with_highlight(false);
    let hits = searcher.search("date:1400..", &all).unwrap().hits;
    let passages: Vec<Passage> = hits.iter().map(|hit| Passage::new(analyzer, hit)).collect();
    let mut by_article: BTreeMap<&str, Vec<&Passage>> = BTreeMap::new();
    for (hit, passage) in hits.iter().zip(&passages) {
        by_article.entry(&hit.article).or_default().push(passage);
    }
    assert!(by_article.values().any(|passages| passages.len() > 1));
    let words: Vec<&str> = hits
        .iter()
        .flat_map(|hit| hit.text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() > 4 && word.chars().all(char::is_alphabetic))
        .collect();
    let naive = Naive::new(analyzer, &passages);
    let mut random = Random(23);
    let options = all.with_grouping(Grouping::Article);
    let (mut with_hits, mut more) = (0, 0);
    for round in 0..rounds(QUERIES) {
        let mut word = || words[random.below(words.len() as u64) as usize];
        let (a, b, c) = (word(), word(), word());
        let query = match round % 8 {
            0 | 1 => format!("{a} UND {b}"),
            2 => format!("{a} NICHT {b}"),
            3 => format!("+{a} {b} -{c}"),
            4 => format!("({a} ODER {b}) UND {c}"),
            5 => format!("{a} UND NICHT ({b} UND {c})"),
            6 => format!("({a} NAHE/9 {b}) NAHE/ARTIKEL ({b} ODER {c})"),
            _ => format!("({a} {b}) UND ({b} UND {c} ODER =\"{a}\") date:1400..").replace('"', ""),
        };
        let Ok(node) = parse(&query) else { continue };
        naive.turn_to(&node);
        let results = searcher.search_node(&node, &options).unwrap();
        let found: BTreeSet<&str> = results.hits.iter().map(|hit| hit.article.as_str()).collect();
        // Of the undated ones nothing is known here.
        let known: BTreeSet<&str> = found.iter().copied().filter(|id| by_article.contains_key(id)).collect();
        let is_hit = |article: &Vec<&Passage>| naive.is_article_hit(&node, article);
        let expected: BTreeSet<&str> =
            by_article.iter().filter(|(_, passages)| is_hit(passages)).map(|(id, _)| *id).collect();
        assert_eq!(known, expected, "{query}");
        let within = |within: Within| {
            let counted = searcher.facets(&node, within, &[], None).unwrap();
            let options = TrendOptions::default().with_within(within);
            let trend = searcher.trend(&node, &options).unwrap();
            assert_eq!(trend.articles + trend.copies, counted.articles, "{query}");
            counted.articles as usize
        };
        // What is counted has no passage with one part of a compound only.
        assert!(within(Within::Article) <= found.len(), "{query}");
        with_hits += usize::from(!found.is_empty());
        more += usize::from(within(Within::Article) != within(Within::Passage));
    }
    println!("{with_hits} queries with hits, {more} with others than by passages");
    assert!(with_hits > 30 && more > 5, "{with_hits} {more}");
}
