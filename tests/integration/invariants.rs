//! What holds for every input.

use std::collections::HashSet;
use std::ops::Range;
use std::time::Duration;

use fundstelle::corpus::Article;
use fundstelle::german::Analyzer;
use fundstelle::index::{UpdateOptions, update};
use fundstelle::passage::{passages, sentences};
use fundstelle::query::{Within, parse};
use fundstelle::search::{Facet, SearchOptions, Searcher, Sort, TrendOptions};
use proptest::prelude::*;

use crate::support::{Random, corpus, program, rounds};

/// Text as it comes: German words, every joiner and mark, line ends, characters from everywhere.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "Straße", "Häuser", "Ha\u{308}user", "Lehrer*innen", "PolitikerInnen", "Klima-Schutz-Gesetz", "z. B.", "15. Mai",
            "1,5", "Wer\u{ad}bung", "„Ja.“", "Merkel’s", "\u{200b}", "😀", "İ", "ﬁ", "Ǆ", "und/oder", "3.374", "Dr. No",
        ]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![" ", "\n", "\n\n", ". ", "-", "/", "’", "*", ":", "_", "! ", "\u{a0}", "\t"]).prop_map(str::to_owned),
        2 => "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// A query, mostly of the language's own pieces.
fn query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => prop::sample::select(vec![
            "a", "Bahn", "+", "-", "=", "(", ")", "\"", "„", "“", "UND", "ODER", "NICHT", "AND", "OR", "NOT", "title:", "date:2018",
            "date:", "2018-01..", "Spion*", "*", "source:x", "«", "»", ":", "foo:", "E-Mail", "Politiker:innen", "?", "&&", "||",
            "NAHE/3", "VOR/9", "BEFORE", "~", "~1", "^", "^2", "zitat:", "*schutz*", "Januar 2018", "(a ODER Bahn)", "Streik",
            "nahe/3", "NAHE/", "/3", "und", "in", "/", "'", "–", "^0,5", "..", "bis", "1.", "titel:", "«a»", "nicht-nur",
        ]).prop_map(str::to_owned),
        3 => Just(" ".to_owned()),
        1 => "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn on_borders(text: &str, range: &Range<usize>) -> bool {
    range.start < range.end && text.get(range.clone()).is_some()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(rounds(400) as u32))]

    /// Invariant 3: tokens lie on character boundaries, in order; pieces do not overlap.
    #[test]
    fn tokens_lie_in_the_text(text in text()) {
        let analyzer = Analyzer::default();
        let mut end = 0;
        let mut position = 0;
        for token in analyzer.tokens(&text) {
            prop_assert!(on_borders(&text, &token.range), "{token:?}");
            prop_assert!(!token.word.exact.is_empty() && token.word.exact.len() <= 255 && token.word.term.len() <= 255);
            prop_assert!(token.position >= position);
            position = token.position;
            for part in &token.word.parts {
                prop_assert!(on_borders(&text, &token.part_range(part)), "{token:?}");
            }
            if let Some(other) = &token.apart {
                prop_assert!(on_borders(&text, other), "{token:?}");
            } else if token.span == 1 {
                prop_assert!(token.range.start >= end);
                end = token.range.end;
            }
        }
    }

    /// The same word gives the same term in capitals and decomposed.
    #[test]
    fn spelling_does_not_matter(word in "[a-zäöüß]{1,12}") {
        use unicode_normalization::UnicodeNormalization as _;
        let analyzer = Analyzer::default();
        let term = |text: &str| analyzer.tokens(text).next().map(|token| token.word.term.clone());
        let decomposed: String = word.nfd().collect();
        prop_assert_eq!(term(&word), term(&decomposed));
        prop_assert_eq!(term(&word), term(&word.replace('ß', "ss")));
    }

    /// Invariant 4: passages cover the body in order, and never begin or end inside a word.
    #[test]
    fn passages_cover_the_body(body in text(), heading in any::<bool>()) {
        let mut article = Article { body, ..Article::default() };
        if heading && let Some(end) = article.body.find('\n').filter(|end| *end > 0) {
            article.headings.push(0..end);
        }
        let body = &article.body;
        let mut at = 0;
        for passage in passages(&article) {
            let Range { start, end } = passage.range.clone();
            prop_assert!(on_borders(body, &passage.range) && start >= at);
            prop_assert!(body[at..start].trim().is_empty(), "left out: {:?}", &body[at..start]);
            let inside_word = |place: usize| {
                let before = body[..place].chars().next_back().is_some_and(char::is_alphanumeric);
                before && body[place..].starts_with(char::is_alphanumeric)
            };
            prop_assert!(!inside_word(start) && !inside_word(end));
            at = end;
        }
        prop_assert!(body[at..].trim().is_empty());
        let all: String = sentences(body).into_iter().map(|range| body[range].to_owned()).collect();
        let blank = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(blank(&all), blank(body));
    }

    /// A query that is understood, written out and read again is the same; one that is not names a place in itself.
    #[test]
    fn queries_survive_the_round_trip(query in query()) {
        match parse(&query) {
            Ok(node) => {
                let written = node.to_string();
                prop_assert_eq!(parse(&written), Ok(node), "{}", written);
            }
            Err(err) => prop_assert!(query.get(err.span.clone()).is_some(), "{err:?}"),
        }
    }
}

fn index_corpus(dir: &std::path::Path, threads: usize, memory: usize) -> Searcher {
    let options = UpdateOptions::default().with_threads(threads).with_memory(memory);
    update(dir, &[corpus()], &options).unwrap();
    Searcher::open(dir).unwrap()
}

/// Invariant 6: the same results with one thread, two and four, and when the run was killed in between.
#[test]
fn the_same_input_gives_the_same_answers() {
    let dirs: Vec<_> = (0..4).map(|_| tempfile::tempdir().unwrap()).collect();
    let killed = dirs[3].path().join("index");
    for delay in [20, 60, 120] {
        let mut run = program().arg("index").arg(corpus()).arg("--index").arg(&killed).arg("--quiet").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        let _ = run.kill();
        run.wait().unwrap();
    }
    let searchers: Vec<Searcher> = [1, 2, 4, 2]
        .into_iter()
        .zip(dirs.iter().map(|dir| dir.path().join("index")))
        .map(|(threads, dir)| index_corpus(&dir, threads, 0))
        .collect();
    let options = SearchOptions::default().with_limit(50);
    let texts: Vec<String> =
        searchers[0].search("date:2018", &options).unwrap().hits.into_iter().map(|hit| hit.text).collect();
    let words: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.len() > 2)
        .collect();
    let mut random = Random(6);
    let (mut hits, queries) = (0, rounds(50));
    for _ in 0..queries {
        let mut word = || words[random.below(words.len() as u64) as usize];
        let (a, b, c) = (word(), word(), word());
        let query = match random.below(6) {
            0 => a.to_owned(),
            1 => format!("{a} UND {b}"),
            2 => format!("\"{a} {b}\" ODER {c}"),
            3 => format!("{a} {b} NICHT {c}"),
            4 => format!("{}* {b}", a.chars().take(3).collect::<String>()),
            _ => format!("{a} {b} {c}"),
        };
        let expected = searchers[0].search(&query, &options);
        for searcher in &searchers[1..] {
            match (&expected, searcher.search(&query, &options)) {
                (Ok(expected), found) => assert_eq!(*expected, found.unwrap(), "{query}"),
                (Err(expected), found) => assert_eq!(expected.to_string(), found.unwrap_err().to_string(), "{query}"),
            }
        }
        hits += expected.map_or(0, |results| results.hits.len());
    }
    assert!(hits > queries, "{hits} hits");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1))]

    /// No query makes the engine panic, and every mark lies in its text. One index, many queries.
    #[test]
    fn no_query_breaks_the_engine(queries in prop::collection::vec(query(), rounds(600))) {
        let dir = tempfile::tempdir().unwrap();
        let searcher = index_corpus(dir.path(), 2, 0);
        for query in queries {
            let Ok(results) = searcher.search(&query, &SearchOptions::default()) else { continue };
            // What is marked in an article is what is marked in its hits.
            let marks = results.hits.first().map(|hit| {
                let view = searcher.article(&hit.id).unwrap();
                (hit, view.asked.unwrap(), searcher.article_highlights(&parse(&query).unwrap(), &view).unwrap())
            });
            if let Some((hit, at, marks)) = marks {
                prop_assert_eq!((&hit.highlights, &hit.title_highlights), (&marks.passages[at], &marks.title), "{}", query);
            }
            for hit in results.hits {
                let length = hit.text.chars().count() as u32;
                prop_assert!(hit.highlights.iter().all(|mark| mark.0 < mark.1 && mark.1 <= length));
                prop_assert!(hit.highlights.windows(2).all(|pair| pair[0].1 <= pair[1].0));
            }
            // What is counted is what comes by date, and all of that is found by relevance, too.
            let node = parse(&query).unwrap();
            let all = SearchOptions::default().with_limit(10_000).with_highlight(false);
            let ids = |sort| searcher.search(&query, &all.clone().with_sort(sort)).unwrap().hits.into_iter().map(|hit| hit.id);
            let by_date: HashSet<String> = ids(Sort::Newest).collect();
            prop_assert!(by_date.is_subset(&ids(Sort::Relevance).collect()), "{query}");
            let facets = searcher.facets(&node, Within::Passage, &[Facet::Source, Facet::Year], None).unwrap();
            prop_assert_eq!(facets.passages, by_date.len() as u64, "{}", query);
            let trend = searcher.trend(&node, &TrendOptions::default().with_within(Within::Passage)).unwrap();
            prop_assert_eq!(facets.articles, trend.articles, "{}", query);
            prop_assert_eq!(trend.articles - trend.undated, trend.periods.iter().map(|period| period.articles).sum::<u64>(), "{}", query);
            prop_assert!(trend.periods.iter().all(|period| period.articles <= period.all), "{query}");
        }
    }
}
