//! The server answers what the terminal does, and says what is wrong.

use std::io::Read as _;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::http::{Server, encoded, of_corpus};
use crate::support::Sandbox;

#[test]
fn the_lines_are_those_of_the_command_line() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    for (args, query) in [
        (&["Werbung Kaspersky verboten"][..], "q=Werbung+Kaspersky+verboten".to_owned()),
        (&["-n", "3", "--offset", "2", "--by", "article", "Streik"], "q=Streik&limit=3&offset=2&by=article".to_owned()),
        (&["--all", "--sort", "date", "Streik"], "q=Streik&all=true&sort=date".to_owned()),
        (&["--explain", "--passages", "2", "Bahn"], "q=Bahn&explain=true&passages=2".to_owned()),
        (&["--since", "2018-04", "--until", "2018-06", "Twitter"], "q=Twitter&since=2018-04&until=2018-06".to_owned()),
        (&["--recent=30", "Streik"], "q=Streik&recent=30".to_owned()),
        (&["-n", "0", "--facets", "source,year", "Streik"], "q=Streik&limit=0&facets=source,year".to_owned()),
        (&["Häuser ODER \"offener Brief\""], format!("q={}", encoded("Häuser ODER \"offener Brief\""))),
        (&["Quastenflosser"], "q=Quastenflosser".to_owned()),
    ] {
        let terminal = sandbox.run(&[&["search", "--json"], args].concat());
        let reply = server.send("GET", &format!("/api/search?{query}"), &[("Accept", "application/x-ndjson")], "");
        assert_eq!(reply.status, 200, "{query}: {}", reply.text());
        assert_eq!(reply.text(), terminal.out, "{query}");
        assert_eq!(reply.header("content-type"), Some("application/x-ndjson"));
    }
    let found = server.get("/api/search?q=Streik&limit=2&facets=year").json();
    let receipt: Value = serde_json::from_str(sandbox.run(&["search", "--json", "Streik"]).err.trim()).unwrap();
    assert_eq!(found["receipt"], receipt["receipt"]);
    assert_eq!(found["hits"].as_array().unwrap().len(), 2);
    assert!(found["facets"]["year"].is_array() && found["next"].is_string(), "{found}");
    let posted = server.post("/api/search", &serde_json::json!({"q": "Streik", "limit": 2, "facets": ["year"]}));
    assert_eq!(posted.json()["hits"], found["hits"]);
    let csv = server.get("/api/search?q=Streik&format=csv").text();
    assert!(csv.starts_with("topic,rank,score,id,") && csv.lines().count() > 3, "{csv}");
    let rss = server.get("/api/search?q=Streik&format=rss");
    assert_eq!(rss.header("content-type"), Some("application/rss+xml; charset=utf-8"));
    assert!(rss.text().contains(&format!("<link>http://{}/a/", server.address)), "{}", rss.text());
}

#[test]
fn work_outside_a_query_ends_in_time() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &["--timeout", "0.2"]);
    let text = "Der Bundesinnenminister warnt vor Terror. ".repeat(10_000);
    let begun = Instant::now();
    let reply = server.send("POST", "/api/analyze", &[("Content-Type", "text/plain")], &text);
    assert_eq!((reply.status, reply.json()["type"].as_str()), (503, Some("urn:fundstelle:problem:too-slow")));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert_eq!(server.get("/api/analyze?text=Terror").status, 200);
}

#[test]
fn feeds_lead_to_their_articles() {
    let ids = ["a b", "a+b", "100%", "%2B", "ü/ö?", "x#y", "../z"];
    let lines = ids.map(|id| serde_json::json!({"id": id, "title": id, "text": "Der Rat tagte."}).to_string());
    let sandbox = Sandbox::with(&[("a.jsonl", &lines.join("\n"))]);
    sandbox.index();
    let server = Server::start(&sandbox, &[]);
    let feed = server.get("/api/search?q=Rat&all=true&format=rss").text();
    let base = format!("<link>http://{}", server.address);
    let links: Vec<&str> = feed.split(&base).skip(1).map(|rest| rest.split("</link>").next().unwrap()).collect();
    let mut titles: Vec<String> = Vec::new();
    for link in links.iter().filter(|link| link.starts_with("/a/")) {
        let page = server.get(&link.replace("&amp;", "&")).text();
        titles.push(page.split("<title>").nth(1).unwrap().split(" · ").next().unwrap().to_owned());
    }
    titles.sort_unstable();
    let mut expected = ids;
    expected.sort_unstable();
    assert_eq!(titles, expected, "{feed}");
}

#[test]
fn other_routes_are_those_of_the_command_line() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let lines = |path: &str| server.send("GET", path, &[("Accept", "application/x-ndjson")], "").text();
    let ran = |args: &[&str]| sandbox.run(args).out;
    assert_eq!(lines("/api/similar?id=dl-1"), ran(&["similar", "--json", "dl-1"]));
    assert_eq!(lines("/api/copies?id=dl-1"), ran(&["copies", "--json", "dl-1"]));
    assert_eq!(lines("/api/analyze?text=H%C3%A4user"), ran(&["analyze", "--json", "Häuser"]));
    assert_eq!(
        server.get("/api/trend?q=Streik&step=year").text(),
        ran(&["trend", "--json", "--step", "year", "Streik"])
    );
    assert_eq!(
        server.get("/api/facets?q=Streik&facets=source").text(),
        ran(&["search", "--json", "-n", "0", "--facets", "source", "Streik"])
    );
    assert_eq!(server.get("/api/articles/dl-1%232?q=Kasse").text(), ran(&["show", "--json", "dl-1#2", "Kasse"]));
    let passage = server.get("/api/passages/dl-1%232?q=Kasse").json();
    assert_eq!(passage["id"], "dl-1#2");
    assert_eq!(server.get("/api/passages/dl-1").status, 404);
    for (style, format) in [("plain", "plain"), ("bibtex", "bibtex"), ("ris", "ris"), ("csl-json", "csl-json")] {
        let reply = server.get(&format!("/api/cite?id=dl-1%232&id=dl-1&style={style}"));
        let terminal = ran(&["cite", "dl-1#2", "dl-1", "--format", format]);
        assert_eq!(reply.text(), terminal, "{style}");
    }
    let text =
        "Im Zettel hieß es:\n„Computer aus. Wir nehmen nur Papier.“\n\nUnd: „Das steht nirgends so im Archiv.“\n";
    sandbox.write("../zettel.txt", text);
    let reply = server.send("POST", "/api/check", &[("Content-Type", "text/plain")], text).json();
    let verdicts: Vec<&str> =
        reply["quotations"].as_array().unwrap().iter().map(|one| one["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["stands", "missing"]);
    assert_eq!(reply["quotations"][1]["line"], 4);
    let kwic = server.get("/api/kwic?q=Werbung&width=10").json();
    let first = &kwic["lines"][0];
    assert!(
        first["left"].as_str().unwrap().chars().count() <= 10 && !first["match"].as_str().unwrap().is_empty(),
        "{kwic}"
    );
    let stats = server.get("/api/stats").json();
    assert_eq!(stats["articles"], sandbox.run(&["stats", "--json"]).json()[0]["articles"]);
    assert_eq!((server.get("/livez").status, server.get("/readyz").status), (200, 200));
    let metrics = server.get("/metrics").text();
    assert!(metrics.contains("fundstelle_http_requests_total{route=\"/api/similar\",status=\"200\"} 1"), "{metrics}");
}

#[test]
fn every_described_route_answers() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let document = server.get("/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() > 15, "{paths:?}");
    for (path, item) in paths {
        let mut query = Vec::new();
        for parameter in item["get"]["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            if parameter["in"] == "query" && (parameter["required"] == true || name == "id") {
                query.push(format!("{name}={}", if name == "id" { "dl-1" } else { "Streik" }));
            }
        }
        let address = format!("{}?{}", path.replace("{id}", "dl-1%231"), query.join("&"));
        let reply = server.get(address.trim_end_matches('?'));
        assert_eq!(reply.status, 200, "{address}: {}", reply.text());
        let media = reply.header("content-type").unwrap().split(';').next().unwrap().to_owned();
        assert!(item["get"]["responses"]["200"]["content"].get(&media).is_some(), "{path}: {media}");
        assert_eq!(server.send("DELETE", path, &[], "").status, 405, "{path}");
    }
}

#[test]
fn what_is_wrong_is_a_problem() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &["--client-timeout", "2"]);
    let json = ("Content-Type", "application/json");
    let (many, large) = ("x".repeat(20_000), "x".repeat(1_100_000));
    let long = format!("/api/search?q={}", "x".repeat(60_000));
    for (method, path, headers, body, status) in [
        ("GET", "/api/search?q=Werbung+UND", &[][..], "", 400),
        ("GET", "/api/search?q=a&frage=b", &[], "", 400),
        ("GET", "/api/search", &[], "", 400),
        ("GET", "/api/search?q=a&since=nie", &[], "", 400),
        ("GET", "/api/search?q=a&cursor=x", &[], "", 400),
        ("POST", "/api/search", &[json], "{", 400),
        ("GET", "/api/search?q=a", &[("Host", "evil.example")], "", 403),
        ("GET", "/", &[("Origin", "http://evil.example")], "", 403),
        ("GET", "/api/articles/gibt-es-nicht", &[], "", 404),
        ("GET", "/api/nichts", &[], "", 404),
        ("PUT", "/api/search", &[], "", 405),
        ("POST", "/api/stats", &[json], "{}", 405),
        ("GET", "/api/search?q=a", &[("Accept", "image/png")], "", 406),
        ("POST", "/api/check", &[json], &large, 413),
        ("GET", &long, &[], "", 414),
        ("POST", "/api/search", &[("Content-Type", "application/xml")], "<q/>", 415),
        ("GET", "/api/search?q=a", &[("X-Much", &many)], "", 431),
    ] {
        let reply = server.send(method, path, headers, body);
        assert_eq!(reply.status, status, "{method} {:.80}: {}", path, reply.text());
        assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{method} {path:.80}");
        let problem = reply.json();
        assert_eq!(problem["status"], status);
        assert!(problem["type"].as_str().unwrap().starts_with("urn:fundstelle:problem:"));
        if status == 405 {
            assert!(reply.header("allow").unwrap().starts_with("GET, HEAD"));
        }
    }
    let head = format!("GET / HTTP/1.1\r\nHost: {}\r\nX-Much: {}\r\n\r\n", server.address, "x".repeat(70_000));
    for (bytes, status) in [("GARBAGE\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost\r\n\r\n", 400), (&head, 431)] {
        let reply = server.raw(bytes.as_bytes());
        assert_eq!((reply.status, reply.json()["status"].as_u64()), (status, Some(status.into())), "{bytes:.40}");
    }
    let german = ("Accept-Language", "de");
    let problem = server.send("GET", "/api/search?q=a&limit=x", &[german], "").json();
    assert_eq!(problem["detail"], "`limit` muss eine ganze Zahl sein, nicht `x`");
    let page = server.send("GET", "/?q=Bahn&offset=x&lang=DE", &[("Accept", "text/html")], "");
    assert!(page.status == 400 && page.text().contains("`offset` muss eine ganze Zahl sein"), "{}", page.text());
    assert!(server.get("/?q=Bahn&lang=DE&sort=DATE&utm_source=x&q=Bus").text().contains("Treffer 1–10"));
    let problem = server.get("/api/search?q=Gr%C3%BC%C3%9Fe+UND+(Bahn").json();
    assert_eq!(problem["position"], serde_json::json!({"start": 10, "end": 11}));
    assert!(problem["hint"].as_str().unwrap().contains('`'), "{problem}");
    let german = server.send("GET", "/api/search?q=(a", &[("Accept-Language", "de-DE,de;q=0.9")], "").json();
    assert!(german["detail"].as_str().unwrap().contains("Klammer"), "{german}");
    let known = server.get("/api/search?q=a&frage=b").json();
    assert!(known["known"].as_array().unwrap().contains(&"limit".into()), "{known}");
}

#[test]
fn a_new_commit_is_served_and_old_cursors_and_tags_end() {
    let sandbox = Sandbox::with(&[
        ("a.txt", "Bahn\nDie Bahn streikt heute in Bremen.\n"),
        ("b.txt", "Bus\nDie Bahn fährt, der Bus nicht.\n"),
    ]);
    sandbox.index();
    let server = Server::start(&sandbox, &[]);
    let first = server.get("/api/search?q=Bahn&limit=1");
    let cursor = first.json()["next"].as_str().unwrap().to_owned();
    let tag = first.header("etag").unwrap().to_owned();
    assert!(tag.starts_with("W/\""));
    assert!(first.header("link").unwrap().contains("rel=\"next\""));
    let again = |tag: &str| server.send("GET", "/api/search?q=Bahn&limit=1", &[("If-None-Match", tag)], "");
    let same = again(&tag);
    assert_eq!((same.status, same.body.len(), same.header("etag")), (304, 0, Some(tag.as_str())));
    assert_eq!(again("*").status, 304);
    // There is no answer to know.
    assert_eq!(server.send("GET", "/api/articles/nirgends", &[("If-None-Match", "*")], "").status, 404);
    let page = |cursor: &str| server.get(&format!("/api/search?q=Bahn&limit=1&cursor={cursor}"));
    assert_eq!(page(&cursor).json()["hits"][0]["rank"], 2);
    sandbox.write("c.txt", "Schiff\nDie Bahn kommt nicht, das Schiff schon.\n");
    sandbox.index();
    let begun = Instant::now();
    while server.get("/api/stats").json()["articles"] != 3 {
        assert!(begun.elapsed() < Duration::from_secs(1), "not served within a second");
        thread::sleep(Duration::from_millis(20));
    }
    let old = page(&cursor);
    assert_eq!((old.status, old.json()["type"].as_str()), (409, Some("urn:fundstelle:problem:index-changed")));
    assert_eq!(again(&tag).status, 200);
}

#[test]
fn pages_by_cursor_fit_together() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let ids = |reply: &Value| -> Vec<String> {
        reply["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
    };
    let whole = ids(&server.get("/api/search?q=Bahn+Streik+Stadt&limit=60").json());
    let mut pages = Vec::new();
    let mut address = "/api/search?q=Bahn+Streik+Stadt&limit=10".to_owned();
    while pages.len() < whole.len() {
        let reply = server.get(&address);
        pages.extend(ids(&reply.json()));
        let Some(link) = reply.header("link") else { break };
        address = link[1..link.find('>').unwrap()].to_owned();
    }
    assert_eq!(pages, whole);
}

#[test]
fn answers_are_compressed_and_say_what_browsers_may_do() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let plain = server.get("/api/search?q=Streik");
    for encoding in ["gzip", "zstd"] {
        let reply = server.send("GET", "/api/search?q=Streik", &[("Accept-Encoding", encoding)], "");
        assert_eq!(reply.header("content-encoding"), Some(encoding));
        let text = match encoding {
            "gzip" => {
                let mut text = Vec::new();
                flate2::read::GzDecoder::new(&*reply.body).read_to_end(&mut text).unwrap();
                text
            }
            _ => zstd::decode_all(&*reply.body).unwrap(),
        };
        assert_eq!(text, plain.body);
        assert!(reply.body.len() < plain.body.len() / 2);
    }
    assert_eq!(server.send("GET", "/livez", &[("Accept-Encoding", "gzip")], "").header("content-encoding"), None);
    let policy = plain.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(plain.header("x-robots-tag"), Some("noindex, nofollow"));
    assert_eq!((plain.header("set-cookie"), plain.header("x-content-type-options")), (None, Some("nosniff")));
    let head = server.send("HEAD", "/api/search?q=Streik", &[], "");
    assert_eq!((head.status, head.body.len()), (200, 0));
}
