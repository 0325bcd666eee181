//! The list of hits: an article once, how many there are, and what a receipt counts.

use std::collections::{BTreeMap, HashSet};
use std::fs;

use fundstelle::Searcher;
use fundstelle::query::{WordReceipt, parse};
use fundstelle::search::{Grouping, Hit, Results, SearchOptions, snippet};

use crate::http::{Server, encoded};
use crate::naive::Naive;
use crate::naive_words::Passage;
use crate::support::{Random, Sandbox, article, corpus, rounds};

/// An article with a sentence in each of several passages.
fn long(title: &str, sentence: &str, times: usize) -> String {
    let between =
        "Im Rathaus tagte der Ausschuss bis in den späten Abend und vertagte sich danach ohne jedes Ergebnis.\n\n";
    format!("{title}\n{}", format!("{sentence} Das steht seit gestern fest.\n\n{}", between.repeat(12)).repeat(times))
}

fn sample() -> Sandbox {
    let sandbox = Sandbox::with(&[
        ("lang.txt", &long("Ein Fluss", "Das Hochwasser steigt am Hochwasser.", 4)),
        ("kurz.txt", &article("Ein Bach", "Das Hochwasser sinkt.")),
    ]);
    sandbox.index();
    sandbox
}

#[test]
fn an_article_is_a_hit_once() {
    let sandbox = sample();
    let text = |args: &[&str]| {
        let ran = sandbox.run(&[&["search", "--format", "text"], args, &["Hochwasser"]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let grouped = text(&[]);
    assert!(grouped.starts_with("Hits 1–2 of 2 articles (5 passages)\n\n1. "), "{grouped}");
    assert!(grouped.contains("   + 3 more passages\n") && grouped.matches("Ein Fluss").count() == 1, "{grouped}");
    let each = text(&["--each", "-n", "3"]);
    assert!(each.starts_with("Hits 1–3 of 5 passages (2 articles)\n") && !each.contains("more passage"), "{each}");
    let second = text(&["--offset", "1"]);
    assert!(second.starts_with("Hit 2 of 2 articles (5 passages)\n"), "{second}");
    let two = text(&["--passages", "2"]);
    assert!(two.contains("   + 2 more passages\n"), "{two}");
    let german = sandbox.run_german(&["search", "--format", "text", "Hochwasser"]).out;
    assert!(german.starts_with("Treffer 1–2 von 2 Artikeln (5 Stellen)\n"), "{german}");
    assert!(german.contains("   + 3 weitere Stellen\n"), "{german}");
    // What programs read says it, too; a run and a concordance have every passage.
    let hits = sandbox.search("Hochwasser");
    assert_eq!(hits.iter().map(|hit| hit["further"].as_u64().unwrap()).sum::<u64>(), 3);
    assert_eq!(sandbox.run(&["search", "--format", "trec", "Hochwasser"]).out.lines().count(), 5);
    assert_eq!(sandbox.run(&["search", "--kwic", "Hochwasser"]).out.lines().count(), 9);
    let ran = sandbox.run(&["search", "--json", "--sort", "date", "Hochwasser"]);
    assert_eq!(
        (ran.json().len(), ran.err.contains("\"total\":{\"articles\":2,\"passages\":5}")),
        (2, true),
        "{}",
        ran.err
    );
}

#[test]
fn the_page_has_the_hits_of_the_terminal() {
    let sandbox = Sandbox::of_corpus();
    let server = Server::start(&sandbox, &[]);
    for query in
        ["Streik", "Werbung Kaspersky verboten", "Bahn UND Streik", "Hochwasser source:Elster*", "Twitter -Werbung"]
    {
        let ids: Vec<String> = sandbox.run(&["search", "--json", query]).ids();
        let page = server.get(&format!("/?q={}", encoded(query))).text();
        let shown = page.split("<span class=\"id\">").skip(1).filter_map(|rest| rest.split('<').next());
        assert_eq!(shown.collect::<Vec<_>>(), ids, "{query}");
    }
}

/// The sample collection with copies of some articles, after others were removed.
fn with_copies_and_removed() -> Sandbox {
    let sandbox = Sandbox::new();
    let mut number = 0;
    for entry in fs::read_dir(corpus()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(entry.path()).unwrap().map(Result::unwrap).filter(|file| file.path().is_file()) {
            let bytes = fs::read(file.path()).unwrap();
            let name = file.file_name().into_string().unwrap();
            sandbox.write(&format!("{number}-{name}"), &bytes);
            if number % 4 == 0 {
                sandbox.write(&format!("kopie/{number}-{name}"), &bytes);
            }
            number += 1;
        }
    }
    sandbox.index();
    for (at, file) in fs::read_dir(sandbox.input()).unwrap().map(Result::unwrap).enumerate() {
        if at % 5 == 1 && file.path().is_file() {
            fs::remove_file(file.path()).unwrap();
        }
    }
    assert!(sandbox.index()["removed"].as_u64().unwrap_or_default() > 3);
    sandbox
}

/// The receipts of a word as typed.
fn words_of<'a>(results: &'a Results, typed: &str) -> Vec<&'a WordReceipt> {
    results.words.iter().filter(|word| word.typed == typed).collect()
}

#[test]
fn totals_and_counts_are_those_of_a_naive_matcher() {
    let sandbox = with_copies_and_removed();
    let searcher = Searcher::open(&sandbox.index_dir()).unwrap();
    let analyzer = searcher.index().analyzer();
    let every = SearchOptions::default().with_limit(10_000).with_highlight(false);
    let hits = searcher.search("date:1400..", &every).unwrap().hits;
    let passages: Vec<Passage> = hits.iter().map(|hit| Passage::new(analyzer, hit)).collect();
    let of_hit: BTreeMap<&str, &Hit> = hits.iter().map(|hit| (hit.id.as_str(), hit)).collect();
    let words: Vec<&str> = hits
        .iter()
        .flat_map(|hit| hit.text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() > 4 && word.chars().all(char::is_alphabetic))
        .collect();
    let naive = Naive::new(analyzer, &passages);
    let mut random = Random(31);
    let (mut with_hits, mut filtered) = (0, 0);
    for round in 0..rounds(200) {
        let mut word = || words[random.below(words.len() as u64) as usize];
        let (a, b) = (word(), word());
        let query = match round % 6 {
            0 => a.to_owned(),
            1 => format!("{a} {b}"),
            2 => format!("{a} UND {b}"),
            3 => format!("{a} date:2018..2019"),
            4 => format!("{a} {b} source:Kreisblatt"),
            _ => format!("{a} -{b} date:..2020"),
        };
        // The filters of the page are clauses, as those of the terminal.
        let Ok(node) = parse(&format!("{query} date:1400..")) else { continue };
        naive.turn_to(&node);
        let found: Vec<&Hit> = passages
            .iter()
            .filter(|passage| naive.is_hit(&node, passage))
            .map(|passage| of_hit[passage.id.as_str()])
            .collect();
        let articles: HashSet<&str> = found.iter().map(|hit| hit.article.as_str()).collect();
        // Whatever is shown of it, the total is of all.
        for options in [
            every.clone().with_limit(3).with_fold(true).with_grouping(Grouping::BestPassage),
            SearchOptions::default().with_limit(0),
        ] {
            let results = searcher.search_node(&node, &options.with_count(true)).unwrap();
            let total = results.total.unwrap();
            assert_eq!((total.passages, total.articles), (found.len() as u64, articles.len() as u64), "{query}");
            let first = &results.words[0];
            // A word by itself: without passages that have only a part of it.
            if let (0 | 3, [_], Ok(alone)) =
                (round % 6, &words_of(&results, a)[..], parse(&format!("+{query} date:1400..")))
            {
                naive.turn_to(&alone);
                let count = passages.iter().filter(|passage| naive.is_hit(&alone, passage)).count() as u64;
                let ways: u64 =
                    first.ways.iter().filter(|way| way.form.contains(['+', '…'])).map(|way| way.passages).sum();
                assert_eq!(first.passages.unwrap_or(0) + ways, count, "{query}");
            }
            filtered += usize::from(first.filtered_out.is_some());
        }
        with_hits += usize::from(!found.is_empty());
    }
    println!("{with_hits} queries with hits, {filtered} receipts with a filter that took something");
    assert!(with_hits > 40 && filtered > 10, "{with_hits} {filtered}");
}

#[test]
fn a_receipt_says_what_filters_took_in_plain_words() {
    let sandbox = Sandbox::with(&[(
        "a.jsonl",
        "{\"id\": \"1\", \"title\": \"Eins\", \"text\": \"Das Werbebudget sinkt.\", \"source\": \"Bote\"}\n\
                     {\"id\": \"2\", \"title\": \"Zwei\", \"text\": \"Das Budget für Werbung sinkt.\", \"source\": \"Kurier\"}\n\
                     {\"id\": \"3\", \"title\": \"Drei\", \"text\": \"Das Werbebudget steigt.\", \"source\": \"Kurier\"}\n",
    )]);
    sandbox.index();
    let receipt = |args: &[&str]| sandbox.run_german(&[&["search"], args].concat()).err;
    let all = receipt(&["Werbebudget"]);
    assert!(all.contains("Werbebudget 2, 1 mit werbung und budget nah beieinander"), "{all}");
    let filtered = receipt(&["Werbebudget", "--source", "Bote"]);
    assert!(
        filtered.contains("Werbebudget 1 (2 ohne die Filter)") && !filtered.contains("nah beieinander"),
        "{filtered}"
    );
    let nothing = receipt(&["Werbebudget", "--source", "Anzeiger"]);
    assert!(nothing.contains("Werbebudget 0 (2 ohne die Filter)"), "{nothing}");
    // What was removed is not counted.
    sandbox.write(
        "a.jsonl",
        "{\"id\": \"1\", \"title\": \"Eins\", \"text\": \"Das Werbebudget sinkt.\", \"source\": \"Bote\"}\n",
    );
    sandbox.index();
    let left = receipt(&["Werbebudget"]);
    assert!(
        left.contains("Werbebudget 1 |") || left.contains("Werbebudget 1\n") || left.contains("Werbebudget 1 ("),
        "{left}"
    );
    assert!(!left.contains("ohne die Filter"), "{left}");
}

#[test]
fn an_excerpt_hides_no_word_that_the_passage_has() {
    let sandbox = Sandbox::of_corpus();
    let searcher = Searcher::open(&sandbox.index_dir()).unwrap();
    let hits = searcher.search("date:1400..", &SearchOptions::default().with_limit(10_000)).unwrap().hits;
    let (mut random, mut with_both, mut joined) = (Random(41), 0, 0);
    for _ in 0..rounds(150) {
        // Two words of one passage, so that many hits have both.
        let text = &hits[random.below(hits.len() as u64) as usize].text;
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 5).collect();
        if words.len() < 2 {
            continue;
        }
        let mut word = || words[random.below(words.len() as u64) as usize];
        let query = format!("{} {}", word(), word());
        let Ok(results) = searcher.search(&query, &SearchOptions::default()) else { continue };
        for hit in &results.hits {
            let matched: Vec<&Vec<(u32, u32)>> = hit.word_highlights.iter().filter(|word| !word.is_empty()).collect();
            if matched.len() < 2 {
                continue;
            }
            let part = |text: &str, (start, end): (u32, u32)| -> String {
                text.chars().skip(start as usize).take((end - start) as usize).collect()
            };
            let shown = snippet(hit);
            let marks: HashSet<String> = shown.highlights.iter().map(|mark| part(&shown.text, *mark)).collect();
            for word in matched {
                let forms: Vec<String> = word.iter().map(|place| part(&hit.text, *place)).collect();
                let is_shown = forms.iter().any(|form| marks.iter().any(|mark| mark.contains(form.as_str())));
                assert!(is_shown, "{query}: {forms:?} not in {shown:?}");
            }
            with_both += 1;
            joined += usize::from(shown.text.trim_matches(['…', ' ']).contains(" … "));
        }
    }
    println!("{with_both} hits with both words, {joined} of two parts");
    assert!(with_both > 50 && joined > 3, "{with_both} {joined}");
}
