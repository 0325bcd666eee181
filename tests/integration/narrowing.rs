//! What a facet counts is what its link finds.

use serde_json::{Value, json};

use crate::http::{Server, encoded};
use crate::support::{Random, Sandbox};

/// Names of sources and sections, of which some are words, beginnings or other spellings of others.
const NAMES: [&str; 18] = [
    "",
    "Zeit",
    "Die Zeit",
    "die zeit",
    "DIE ZEIT",
    "Die Zeit Online",
    "Zeit-Online",
    "Zeit!",
    "—",
    "=Zeit",
    "24",
    "Größe",
    "Grösse",
    "Der \"Spiegel\"",
    "dpa/AFP",
    "A & B",
    "<b>Bild</b>",
    "100 %",
];

/// Indexes random articles with these names, in two segments.
fn random_articles(random: &mut Random) -> Sandbox {
    let sandbox = Sandbox::new();
    let words = ["Bahn", "Streik", "Hafen", "Kasse"];
    let word = |random: &mut Random| words[random.below(4) as usize];
    let name = |random: &mut Random| NAMES[random.below(NAMES.len() as u64) as usize];
    for file in ["a.jsonl", "b.jsonl"] {
        let mut lines = String::new();
        for number in 0..60 {
            let article = json!({
                "id": format!("{file}{number}"), "title": format!("Bericht {number}"), "source": name(random), "section": name(random),
                "date": format!("20{}-0{}-11", 17 + random.below(3), 1 + random.below(9)),
                "text": format!("Nachricht {number}: {} und {} in der Stadt, sagt der {number}. Bericht.", word(random), word(random)),
            });
            lines += &format!("{article}\n");
        }
        sandbox.write(file, lines);
        sandbox.index();
    }
    sandbox
}

fn count(server: &Server, path: &str) -> u64 {
    let reply = server.get(path);
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    reply.json()["facets"]["articles"].as_u64().unwrap_or_else(|| panic!("{path}: {}", reply.text()))
}

fn values<'a>(facets: &'a Value, name: &str) -> impl Iterator<Item = (&'a str, u64)> {
    let values = facets[name].as_array().unwrap().iter();
    values.map(|value| (value["value"].as_str().unwrap(), value["articles"].as_u64().unwrap()))
}

#[test]
fn a_facet_leads_to_the_articles_it_counts() {
    let random = &mut Random(77);
    let sandbox = random_articles(random);
    let server = Server::start(&sandbox, &[]);
    let mut compared = 0;
    for query in ["Bahn", "Streik UND Hafen", "Bericht -Kasse", "date:2018"] {
        let facets = server.get(&format!("/api/facets?q={}", encoded(query))).json();
        let facets = &facets["facets"];
        for name in ["source", "section"] {
            for (value, articles) in values(facets, name) {
                let filter = format!("{name}={}", encoded(&format!("={value}")));
                let found = count(&server, &format!("/api/facets?q={}&{filter}", encoded(query)));
                assert_eq!(found, articles, "{query} {filter}");
                if !value.contains('"') {
                    let longer = format!("({query}) {name}:=\"{value}\"");
                    assert_eq!(count(&server, &format!("/api/facets?q={}", encoded(&longer))), articles, "{longer}");
                }
                compared += 1;
            }
        }
        for name in ["year", "month"] {
            for (period, articles) in values(facets, name) {
                let path = format!("/api/facets?q={}&since={period}&until={period}", encoded(query));
                assert_eq!(count(&server, &path), articles, "{path}");
            }
        }
    }
    assert!(compared > 100, "{compared}");
    // The links of the page are these.
    let page = server.get("/?q=Bahn&lang=de").text();
    let links: Vec<&str> =
        page.split("<a href=\"/?q=Bahn&amp;s").skip(1).map(|rest| rest.split("</li>").next().unwrap()).collect();
    let mut followed = 0;
    for link in links.iter().filter(|link| link.contains("class=\"count\"") && !link.starts_with("ince")) {
        let (address, rest) = link.split_once('"').unwrap();
        let shown = rest.split("class=\"count\">").nth(1).unwrap().split('<').next().unwrap();
        let narrowed = server.get(&format!("/?q=Bahn&s{}", address.replace("&amp;", "&"))).text();
        let status = narrowed.split("role=\"status\">").nth(1).unwrap();
        assert!(status.contains(&format!(" von {shown} Artikel")), "{link}: {status:.80}");
        followed += 1;
    }
    assert!(followed > 20, "{followed}");
}

#[test]
fn a_whole_name_is_no_word_of_a_name() {
    let article =
        |source: &str| json!({"id": source, "source": source, "text": "Die Bahn fährt heute nicht nach Plauen."});
    let lines: String =
        ["Zeit", "Die Zeit", "Die Zeit Online"].iter().map(|source| format!("{}\n", article(source))).collect();
    let sandbox = Sandbox::with(&[("a.jsonl", &lines)]);
    sandbox.index();
    for (source, found) in [("Zeit", 3), ("Die Zeit", 2), ("=Die Zeit", 1), ("=Zeit", 1), ("=die Zeit", 0), ("=", 0)] {
        let ran = sandbox.run(&["search", "--json", "--all", "--source", source, "Bahn"]);
        assert_eq!(ran.json().len(), found, "{source}");
    }
}
