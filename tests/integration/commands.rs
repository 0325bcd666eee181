//! The commands beside index and search.

use crate::support::{Sandbox, article};

#[test]
fn show_gives_the_article_and_a_citation() {
    let sandbox = Sandbox::of_corpus();
    let hit = &sandbox.run(&["search", "--json", "-n", "1", "Spende EFF Kaspersky"]).json()[0];
    let id = hit["id"].as_str().unwrap();
    let ran = sandbox.run(&["show", id]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with(hit["title"].as_str().unwrap()), "{}", ran.out);
    assert!(ran.out.trim_end().ends_with(&format!("[{id}]")), "{}", ran.out);
    assert!(ran.out.contains('«'), "the passage is marked");
    let json = &sandbox.run(&["show", "--json", id]).json()[0];
    let passages = json["passages"].as_array().unwrap();
    let asked = json["asked"].as_u64().unwrap() as usize - 1;
    assert_eq!(passages[asked]["text"], hit["text"]);
    assert!(passages.windows(2).all(|pair| pair[0]["end"].as_u64() <= pair[1]["start"].as_u64()));
    let whole = sandbox.run(&["show", hit["article"].as_str().unwrap()]);
    assert!(whole.code == 0 && !whole.out.contains('«'));
    let missing = sandbox.run(&["show", "gibt-es-nicht#3"]);
    assert_eq!(
        (missing.code, missing.err.as_str()),
        (2, "fundstelle: no passage or article has the id `gibt-es-nicht#3`\n")
    );
}

#[test]
fn similar_finds_the_same_story_and_not_itself() {
    let sandbox = Sandbox::of_corpus();
    let story = "kaspersky/2018-04-21-twitter-verbietet-kaspersky-anzeigen.txt";
    let ran = sandbox.run(&["similar", story, "--by", "article", "--json", "-n", "4"]);
    let articles: Vec<String> = ran.json().iter().map(|hit| hit["article"].as_str().unwrap().to_owned()).collect();
    assert!(articles.iter().all(|id| id.starts_with("kaspersky/") && id != story), "{articles:?}");
    sandbox.write(
        "frage.txt",
        article("Elstertalbahn", "Die Lokführer der Elstertalbahn streiken wieder, alle Nachtzüge fallen aus."),
    );
    let ran = sandbox.run(&["similar", "in/frage.txt", "--json", "-n", "1"]);
    assert!(ran.ids()[0].starts_with("bahnstreik/"), "{:?}", ran.ids());
    assert_eq!(sandbox.run(&["similar", "gibt-es-nicht"]).code, 2);
}

#[test]
fn analyze_shows_each_step() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["analyze", "Die Häuser der Lehrer:innen in Muenchen, E-Mail daß"]);
    insta::assert_snapshot!(ran.out, @r"
    no.  word          exact form    term
    1    Die           die           –        stop word: searched in its exact form only
    2    Häuser        häuser        haus
    3    der           der           –        stop word: searched in its exact form only
    4    Lehrer:innen  lehrer:innen  lehrer
    5    in            in            –        stop word: searched in its exact form only
    6    Muenchen      muenchen      münchen
    7    E-Mail        email         email    joint spelling of the words that follow
    7    E             e             e
    8    Mail          mail          mail
    9    daß           dass          –        stop word: searched in its exact form only

    Häuser: häuser → haus (lemma)

    Lehrer:innen: lehrer:innen → lehrer (one form for all genders)

    Muenchen: muenchen → münchen (current, more common spelling)

    E-Mail: as one word email; each piece is found as well
    ");
    let explained = |text: &str| sandbox.run(&["analyze", text]).out;
    for (text, why) in [
        ("Donaudampfschifffahrtsgesellschaft", "donau|dampf|schiff|fahrt|gesellschaft"),
        ("Verbrauch", "whole: by the list of exceptions"),
        ("Staubecken", "split: by the list of exceptions"),
        ("Hieb- und Stichwaffe", "Hieb … waffe: together hiebwaffe"),
        ("Politiker:innen", "politiker (one form for all genders)"),
        ("Mueller", "müller (current, more common spelling)"),
        ("E-Mail-Adresse", "as one word emailadresse"),
        ("ging", "gehen (lemma)"),
    ] {
        assert!(explained(text).contains(why), "{text}: {}", explained(text));
    }
    let json = sandbox.run(&["analyze", "--json", "Häuser"]).json();
    assert_eq!((json[0]["term"].as_str(), json[0]["end"].as_u64()), (Some("haus"), Some(6)));
}

#[test]
fn stats_count_what_is_there() {
    let sandbox = Sandbox::of_corpus();
    let stats = &sandbox.run(&["stats", "--json"]).json()[0];
    assert!(stats["articles"].as_u64() >= Some(80) && stats["passages"].as_u64() > stats["articles"].as_u64());
    assert!(stats["segments"].as_u64() >= Some(1) && stats["bytes"].as_u64() > Some(10_000));
    assert!(sandbox.run_german(&["stats"]).out.contains("Passagen"));
}

#[test]
fn bench_reports_every_class_with_its_conditions() {
    let sandbox = Sandbox::of_corpus();
    sandbox.write("../q.tsv", "term\tor\tt0\tWerbung\nterm\tor\tt1\tQuastenflosser\nboth\tand\tb0\tWerbung Budget\nrow\tphrase\tp0\toffener Brief\nnur ein Text\n");
    let report = &sandbox.run(&["bench", "--queries", "q.tsv", "--json", "--rounds", "3"]).json()[0];
    let classes: Vec<&String> = report["classes"].as_object().unwrap().keys().collect();
    assert_eq!(classes, ["all", "both", "query", "row", "term"]);
    assert_eq!(report["classes"]["term"]["queries"], 2);
    for name in ["hits", "min_ms", "p50_ms", "p90_ms", "p99_ms", "max_ms", "mean_ms"] {
        assert!(report["classes"]["term"][name].is_number(), "{name}");
    }
    let per_query = report["per_query"].as_array().unwrap();
    assert_eq!((per_query.len(), per_query[0]["ns"].as_array().unwrap().len()), (5, 3));
    assert!(report["conditions"]["passages"].as_u64() > Some(0));
    let table = sandbox.run(&["bench", "--rounds", "1", "--threads", "2"]);
    assert!(table.out.contains("sentence") && table.out.contains("queries a second with 2 threads"), "{}", table.out);
    let table = sandbox.run_german(&["bench", "--rounds", "1"]);
    assert!(table.out.contains("Satz") && !table.out.contains("sentence"), "{}", table.out);
    sandbox.write("../bad.tsv", "a\tnear\tid\ttext\n");
    assert!(sandbox.run(&["bench", "--queries", "bad.tsv"]).err.contains("bad.tsv:1: mode `near`"));
}

#[test]
fn eval_judges_topics_and_runs() {
    let sandbox = Sandbox::of_corpus();
    let corpus = crate::support::corpus();
    let (topics, qrels) = (corpus.join("topics.tsv"), corpus.join("qrels.txt"));
    let (topics, qrels) = (topics.to_str().unwrap(), qrels.to_str().unwrap());
    let own = &sandbox.run(&["eval", "--topics", topics, "--qrels", qrels, "--by", "article", "--json"]).json()[0];
    let run = sandbox.run(&["search", "--topics", topics, "--by", "article", "--format", "trec", "-n", "100"]);
    sandbox.write("../run.txt", &run.out);
    let args = ["eval", "--run", "run.txt", "--qrels", qrels, "--json", "--against", "run.txt"];
    let judged = &sandbox.run(&args).json()[0];
    for name in ["topics", "ndcg@10", "mrr@10", "map", "p@10", "recall@100"] {
        assert_eq!(own[name], judged[name], "{name}");
    }
    assert_eq!(judged["against"]["p"], 1.0);
    let table = sandbox.run(&["eval", "--topics", topics, "--qrels", qrels, "--by", "article", "--per-topic"]);
    assert_eq!(table.out.lines().count() as u64, own["topics"].as_u64().unwrap() + 2);
    sandbox.write("../bad.txt", "t 0 d\n");
    let bad = sandbox.run(&["eval", "--run", "run.txt", "--qrels", "bad.txt"]);
    assert_eq!((bad.code, bad.err.as_str()), (2, "fundstelle: bad.txt:1: `topic 0 document grade` expected\n"));
}

#[test]
fn help_completions_and_man() {
    let sandbox = Sandbox::new();
    let bare = sandbox.run(&[]);
    assert!(bare.code == 2 && bare.err.contains("Examples:"), "{}", bare.err);
    assert!(sandbox.run(&["completions", "bash"]).out.contains("fundstelle"));
    assert!(sandbox.run(&["man"]).out.contains(".TH fundstelle 1"));
    let search = sandbox.run(&["man", "search"]).out;
    assert!(search.contains(".TH fundstelle-search 1") && search.contains("\\-\\-facets"), "{search}");
    assert!(sandbox.run(&["man", "watch", "add"]).out.contains(".TH fundstelle-watch-add 1"));
    for named in [&["watch-run"][..], &["fundstelle-watch-run"], &["watch", "run"]] {
        let page = sandbox.run(&[&["man"], named].concat());
        assert!(page.out.contains(".TH fundstelle-watch-run 1"), "{named:?}: {}", page.err);
        // The foot has the version, the head the name of the manual.
        let version = format!("\"fundstelle {}\" Fundstelle", env!("CARGO_PKG_VERSION"));
        assert!(page.out.lines().any(|line| line.starts_with(".TH") && line.contains(&version)), "{}", page.out);
    }
    assert_eq!(sandbox.run(&["man", "watch", "serach"]).code, 2);
    assert_eq!(sandbox.run(&["man", "--out", "man1"]).code, 0);
    let pages: Vec<String> = std::fs::read_dir(sandbox.path().join("man1"))
        .unwrap()
        .map(|page| page.unwrap().file_name().into_string().unwrap())
        .collect();
    // Every page that a page refers to is there.
    for page in &pages {
        let text = std::fs::read_to_string(sandbox.path().join("man1").join(page)).unwrap();
        for name in text.lines().filter_map(|line| line.strip_suffix("(1)")) {
            let named = format!("{}.1", name.replace("\\-", "-"));
            assert!(pages.contains(&named), "{page}: {named}");
        }
    }
    assert!(pages.len() > 20, "{pages:?}");
    // Options of an index mean nothing where there is none.
    for (command, has) in [("query", false), ("man", false), ("completions", false), ("search", true), ("stats", true)]
    {
        let help = sandbox.run(&[command, "--help"]).out;
        assert_eq!(help.contains("--index <DIR>"), has, "{command}: {help}");
    }
    let typo = sandbox.run(&["serach", "x"]);
    assert!(typo.code == 2 && typo.err.contains("search"), "{}", typo.err);
}
