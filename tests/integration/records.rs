//! Tables and JSON as programs and services write them: every article has its title, day, source and text, the account says how
//! they were read, and what could not be read is told.

use serde_json::{Value, json};

use crate::support::Sandbox;

/// File, content, and the title of each article in it. Each has the day, the source and the text of [`is_right`].
type Shape = (&'static str, String, usize);

const BODY: &str = "Der Kranführer im Hafen von Quellenau hat am Abend einen Anker aus der Ems gehoben, die Bergung dauerte drei Stunden.";

fn rows(head: &str, row: &str) -> String {
    (1..=3).fold(head.to_owned(), |text, n| text + &row.replace("{n}", &n.to_string()).replace("{b}", BODY) + "\n")
}

/// A list of records, each made by `record` of its number.
fn list(record: impl Fn(usize) -> Value) -> Value {
    (1..=3).map(record).collect()
}

fn plain(n: usize) -> Value {
    json!({"id": n, "title": format!("Anker {n} gehoben"), "date": "2021-03-04", "source": "Emsblatt", "text": BODY})
}

fn shapes() -> Vec<Shape> {
    let html = format!("<p>{BODY}</p>\n");
    let part = |at: usize| BODY.split(", ").nth(at).unwrap().to_owned();
    let title = |n: usize| format!("Anker {n} gehoben");
    let mut shapes: Vec<Shape> = vec![
        (
            "pandas.csv",
            rows(
                ",Unnamed: 0,article,date,header,label,source,hist\n",
                "{n},{n},\"{b}\",2021-03-04,Anker {n} gehoben,real,Emsblatt,\"[{\"\"id\"\": {n}, \"\"text\"\": \"\"{b} {b} {b}\"\"}]\"",
            ),
            3,
        ),
        (
            "datenbank.csv",
            rows(
                "Lfd. Nr.;Erscheinungstag;Zeitung;Rubrik;Schlagzeile;Volltext;Zeichen\n",
                "{n};04.03.2021;Emsblatt;Lokales;Anker {n} gehoben;\"{b}\";0,12",
            ),
            3,
        ),
        (
            "notizen.csv",
            rows(
                "Trefferliste der Mediendatenbank\nSuchbegriff: Anker\n\nNr;Quelle;Datum;Titel;Text\n",
                "{n};Emsblatt;04.03.2021;Anker {n} gehoben;\"{b}\"",
            ),
            3,
        ),
        ("excel.csv", rows("sep=;\r\nDatum;Titel;Quelle;Text\r\n", "04.03.2021;Anker {n} gehoben;Emsblatt;\"{b}\""), 3),
        (
            "wordpress.tsv",
            rows(
                "post_id\tpost_title\tpost_date\tpost_content\tpublisher\n",
                "{n}\tAnker {n} gehoben\t2021-03-04 10:15:00\t<p>{b}</p>\tEmsblatt",
            ),
            3,
        ),
        (
            "verbunden.csv",
            rows("date,title,source,text\n", "2021-03-04,Anker {n} gehoben,Emsblatt,\"{b}\"\ndate,title,source,text"),
            3,
        ),
        (
            "newsapi.csv",
            rows(
                "source_id,source_name,author,title,description,url,publishedAt,content\n",
                "x,Emsblatt,N. N.,Anker {n} gehoben,Kurz.,https://e.example/{n},2021-03-04T10:15:00Z,\"{b}\"",
            ),
            3,
        ),
        (
            "geplaettet.csv",
            rows(
                "id,title.rendered,date,content.rendered,source.name\n",
                "{n},Anker {n} gehoben,2021-03-04,\"<p>{b}</p>\",Emsblatt",
            ),
            3,
        ),
        (
            "unbekannt.csv",
            rows("Kennung;Erfasst;Blattname;Quelle;Betrifft\n", "A{n};04.03.2021;Anker {n} gehoben;Emsblatt;{b}"),
            3,
        ),
    ];
    let mut json =
        |name: &'static str, value: Value| shapes.push((name, serde_json::to_string_pretty(&value).unwrap(), 3));
    json("liste.json", list(plain));
    json(
        "dpa.json",
        list(|n| {
            json!({
        "format": "digitalwires@1.0", "urn": format!("urn:newsml:wire.example:{n}"), "version_created": "2021-03-04T10:15:00+01:00",
        "pubstatus": "usable", "headline": title(n), "teaser": "Kurz gesagt.", "kicker": "Bergung", "creditline": "Emsblatt",
        "article_html": format!("<section class=\"main\">{html}</section>")})
        }),
    );
    json(
        "newsapi.json",
        json!({"status": "ok", "totalResults": 3, "articles": list(|n| json!({
        "source": {"id": null, "name": "Emsblatt"}, "title": title(n), "publishedAt": "2021-03-04T10:15:00Z", "content": BODY}))}),
    );
    json(
        "fundus.json",
        list(|n| {
            json!({
        "title": title(n), "publishing_date": "2021-03-04 10:15:00+01:00", "publisher": "Emsblatt", "authors": ["N. N."],
        "body": {"summary": [part(0)], "sections": [{"headline": [], "paragraphs": [part(1)]}]}})
        }),
    );
    json(
        "mastodon.json",
        json!({"orderedItems": list(|n| json!({
        "type": "Create", "id": format!("https://m.example/{n}/activity"), "published": "2021-03-04T10:15:00Z",
        "object": {"id": format!("https://m.example/{n}"), "type": "Note", "name": title(n), "published": "2021-03-04T10:15:00Z",
            "attributedTo": "x", "source": "Emsblatt", "content": html, "tag": [{"type": "Hashtag", "name": "#ems"}]}}))}),
    );
    json(
        "wordpress.json",
        list(|n| {
            json!({
        "id": n, "date": "2021-03-04T10:15:00", "guid": {"rendered": "https://e.example"}, "title": {"rendered": title(n).replace('e', "&#101;")},
        "content": {"rendered": html, "protected": false}, "excerpt": {"rendered": "<p>Kurz&nbsp;gesagt [&hellip;]</p>"}, "site": "Emsblatt"})
        }),
    );
    json(
        "elastic.json",
        json!({"took": 3, "hits": {"total": {"value": 3}, "hits": list(|n| json!({
        "_index": "news", "_id": format!("e{n}"), "_score": 1.0, "_source": {"title": title(n), "date": "2021-03-04", "source": "Emsblatt", "text": BODY}}))}}),
    );
    json(
        "strapi.json",
        json!({"data": list(|n| json!({
        "id": n, "attributes": {"title": title(n), "publishedAt": "2021-03-04T10:15:00.000Z", "source": "Emsblatt",
            "content": [{"type": "paragraph", "children": [{"type": "text", "text": BODY}]}]}})), "meta": {"pagination": {"page": 1}}}),
    );
    json(
        "guardian.json",
        json!({"response": {"status": "ok", "results": list(|n| json!({
        "id": format!("ems/{n}"), "type": "article", "sectionName": "Ems", "webPublicationDate": "2021-03-04T10:15:00Z", "webTitle": title(n),
        "fields": {"publication": "Emsblatt"}, "blocks": {"body": [{"id": "b", "bodyHtml": html, "createdDate": "2021-03-05"}]}}))}}),
    );
    json(
        "tagesschau.json",
        json!({"news": list(|n| json!({
        "sophoraId": format!("ems-{n}"), "title": title(n), "date": "2021-03-04T10:15:00+01:00", "source": "Emsblatt", "tags": [{"tag": "Ems"}],
        "content": [{"value": html, "type": "text"}, {"type": "box", "box": {"title": "Mehr", "text": "Nebelhorn"}}]})), "regional": []}),
    );
    json(
        "solr.json",
        json!({"response": {"numFound": 3, "docs": list(|n| json!({
        "id": [n.to_string()], "title": [title(n)], "date": ["2021-03-04T00:00:00Z"], "source": ["Emsblatt"], "text": [BODY]}))}}),
    );
    json(
        "mongo.json",
        list(|n| {
            json!({
        "_id": {"$oid": format!("605c{n}")}, "title": title(n), "date": {"$date": {"$numberLong": "1614849300000"}}, "source": "Emsblatt", "text": BODY})
        }),
    );
    json("graphql.json", json!({"data": {"articles": {"edges": list(|n| json!({"cursor": "x", "node": plain(n)}))}}}));
    json(
        "couch.json",
        json!({"total_rows": 3, "rows": list(|n| json!({"id": "x", "key": "x", "value": {"rev": "1"}, "doc": plain(n)}))}),
    );
    json("nach-id.json", json!({"a": plain(1), "b": plain(2), "c": plain(3)}));
    json("eigener-name.json", json!({"export": {"version": 2, "beitraege": list(plain)}}));
    let column = |values: &dyn Fn(usize) -> String| {
        (1..=3).map(|n| (n.to_string(), json!(values(n)))).collect::<serde_json::Map<_, _>>()
    };
    json(
        "spalten.json",
        json!({"title": column(&title), "text": column(&|_| BODY.to_owned()), "date": column(&|_| "2021-03-04".to_owned()), "source": column(&|_| "Emsblatt".to_owned())}),
    );
    json(
        "gesplittet.json",
        json!({"columns": ["title", "text", "date", "source"], "index": [1, 2, 3], "data": list(|n| json!([title(n), BODY, "2021-03-04", "Emsblatt"]))}),
    );
    let lines = |record: &dyn Fn(usize) -> String| (1..=3).map(|n| record(n) + "\n").collect::<String>();
    shapes.push(("bulk.jsonl", lines(&|n| format!("{{\"index\":{{\"_id\":\"{n}\"}}}}\n{}", plain(n))), 3));
    shapes.push(("nacheinander.json", lines(&|n| serde_json::to_string_pretty(&plain(n)).unwrap()), 3));
    shapes.push(("liste.jsonl", serde_json::to_string_pretty(&list(plain)).unwrap(), 3));
    shapes.push(("nan.jsonl", lines(&|n| plain(n).to_string().replace("\"id\"", "\"score\": NaN, \"id\"")), 3));
    shapes.push((
        "nan.json",
        list(plain).to_string().replace("\"id\"", "\"score\": NaN, \"author\": Infinity, \"id\""),
        3,
    ));
    shapes.push(("surrogate.jsonl", lines(&|n| plain(n).to_string().replace("Stunden.", "Stunden. \\ud83d")), 3));
    shapes.push((
        "entitaeten.jsonl",
        lines(&|n| {
            plain(n).to_string().replace('ü', "&uuml;").replace("Emsblatt", "Ems&shy;blatt").replace("&shy;", "")
        }),
        3,
    ));
    let tweets = list(|n| {
        json!({"tweet": {
        "id_str": n.to_string(), "title": title(n), "created_at": "Thu Mar 04 09:15:00 +0000 2021", "full_text": BODY, "source": "Emsblatt"}})
    });
    shapes.push(("tweets.js", format!("window.YTD.tweets.part0 = {tweets:#}"), 3));
    shapes
}

#[test]
fn every_shape_gives_title_day_source_and_text() {
    let sandbox = Sandbox::new();
    let shapes = shapes();
    for (name, content, _) in &shapes {
        sandbox.write(name, content);
    }
    let account = sandbox.index();
    assert_eq!(account["skipped_records"], json!([]), "{account}");
    assert_eq!(account["skipped"], json!([]), "{account}");
    let hits = sandbox.run(&["search", "--json", "--all", "-n", "1000", "Kranführer Bergung date:2021-03-04"]).json();
    for (name, ..) in &shapes {
        let hits = hits.iter().filter(|hit| hit["path"].as_str().is_some_and(|path| path.ends_with(name)));
        let hits: Vec<&Value> = hits.collect();
        let mut titles: Vec<&str> = hits.iter().map(|hit| hit["title"].as_str().unwrap()).collect();
        titles.sort_unstable();
        assert_eq!(titles, ["Anker 1 gehoben", "Anker 2 gehoben", "Anker 3 gehoben"], "{name}: {hits:?}");
        assert!(hits.iter().all(|hit| hit["source"] == "Emsblatt"), "{name}: {hits:?}");
        assert!(hits.iter().all(|hit| !hit["text"].as_str().unwrap().contains(['<', '&', '{'])), "{name}: {hits:?}");
    }
    let articles: usize = shapes.iter().map(|(.., articles)| articles).sum();
    assert_eq!(account["articles"].as_u64(), Some(articles as u64), "{account}");
    assert_eq!(sandbox.search("Nebelhorn"), [] as [Value; 0]);
}

#[test]
fn posts_without_titles() {
    let telegram = json!({"name": "Emsblatt", "type": "public_channel", "id": 7, "messages": [
        {"id": 1, "type": "service", "action": "create_channel", "date": "2021-03-03T10:15:00", "text": ""},
        {"id": 2, "type": "message", "date": "2021-03-04T10:15:00", "from": "Emsblatt",
         "text": ["Der ", {"type": "bold", "text": "Anker"}, " ist gehoben."], "text_entities": [{"type": "plain", "text": "Der "}]}]});
    let status = json!([{"id": "1", "created_at": "2021-03-04T10:15:00.000Z", "account": {"username": "emsblatt", "display_name": "Emsblatt"},
        "content": "<p>Der <span>Anker</span> ist gehoben.</p>", "media_attachments": [{"type": "image", "description": "Nebelhorn"}]}]);
    for (name, content) in [
        ("telegram.json", telegram.to_string()),
        ("alle.json", json!({"chats": {"list": [telegram]}}).to_string()),
        ("status.json", status.to_string()),
        (
            "twitter.csv",
            "id,created_at,username,name,tweet\n1,2021-03-04 10:15:00,Emsblatt,Das Blatt,Der Anker ist gehoben.\n"
                .to_owned(),
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(name, content);
        let account = sandbox.index();
        assert_eq!(
            (account["articles"].as_u64(), &account["skipped_records"]),
            (Some(1), &json!([])),
            "{name}: {account}"
        );
        let hits = sandbox.search("\"Der Anker ist gehoben\" date:2021-03-04");
        assert_eq!((hits.len(), &hits[0]["title"], &hits[0]["source"]), (1, &json!(""), &json!("Emsblatt")), "{name}");
    }
}

#[test]
fn headlines_are_articles() {
    let sandbox = Sandbox::with(&[
        (
            "ticker.rss",
            "<rss><channel><title>Emsticker</title><item><title>Anker gehoben</title><guid>t1</guid></item></channel></rss>",
        ),
        (
            "cloud.csv",
            "stories_id,publish_date,title,url,language,media_name\n7,2021-03-04,Anker verkauft,https://e.example/7,de,Emsblatt\n",
        ),
        ("kopf.jsonl", "{\"headline\": \"Anker versenkt\", \"date\": \"2021-03-04\", \"text\": null}\n"),
    ]);
    let account = sandbox.index();
    assert_eq!((account["articles"].as_u64(), &account["skipped_records"]), (Some(3), &json!([])), "{account}");
    for word in ["gehoben", "verkauft", "versenkt"] {
        assert_eq!(sandbox.search(&format!("Anker +{word}"))[0]["title"], format!("Anker {word}"));
    }
}

#[test]
fn what_is_no_article_is_named_with_its_fields() {
    let sandbox = Sandbox::with(&[
        ("paket.json", "{\"name\": \"suche\", \"version\": \"1.0\", \"description\": \"Ein Paket.\"}"),
        ("karte.json", "{\"features\": [{\"geometry\": {\"x\": 1}, \"properties\": {\"name\": \"Ort\"}}]}"),
        ("gut.txt", "Anker\nDer Anker ist gehoben.\n"),
    ]);
    let account = sandbox.index();
    assert_eq!(account["articles"].as_u64(), Some(1), "{account}");
    let reasons: Vec<&str> =
        account["skipped_records"].as_array().unwrap().iter().map(|r| r["reason"].as_str().unwrap()).collect();
    assert!(reasons.iter().any(|reason| reason.ends_with("its fields: description, name, version")), "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.ends_with("its fields: features")), "{reasons:?}");
    let german = sandbox.run_german(&["index", "in", "--rebuild"]);
    assert!(
        german.err.contains("kein Feld mit dem Text (text, body, content …); seine Felder: features"),
        "{}",
        german.err
    );
}

#[test]
fn a_user_names_the_columns() {
    let table = "kopf,text,langtext,tag\nAnker gehoben,falsch,Der Kranführer hob den Anker.,2021-03-04\n";
    let json = "{\"kopf\": \"Anker verkauft\", \"text\": \"falsch\", \"beigabe\": {\"lang\": \"Der Kranführer sah zu.\"}, \"tag\": \"2021-03-04\"}\n";
    let sandbox = Sandbox::with(&[("a.csv", table), ("b.jsonl", json)]);
    sandbox.index();
    assert_eq!(sandbox.search("Kranführer").len(), 0);
    // files that have not changed are read again
    let map = "title=kopf,text=langtext,text=beigabe.lang,date=tag,source=blatt";
    let account = sandbox.run(&["index", "in", "--json", "--map", map]).json().remove(0);
    assert_eq!((account["articles"].as_u64(), account["indexed"].as_u64()), (Some(2), Some(2)), "{account}");
    let columns = json!([{"kind": "text", "column": "langtext"}, {"kind": "text", "column": "text"},
        {"kind": "title", "column": "kopf"}, {"kind": "date", "column": "tag"}]);
    let table = &account["tables"][0];
    assert_eq!((&table["columns"], &table["header_line"]), (&columns, &json!(1)), "{account}");
    assert_eq!(table["missing"], json!(["beigabe.lang", "blatt"]), "{account}");
    let is_right = |sandbox: &Sandbox| {
        let hits = sandbox.search("Kranführer date:2021-03-04");
        assert_eq!(hits.len(), 2, "{hits:?}");
        assert!(hits.iter().all(|hit| hit["title"].as_str().unwrap().starts_with("Anker ")), "{hits:?}");
    };
    is_right(&sandbox);
    // the index keeps the names
    sandbox.write(
        "a.csv",
        "kopf,text,langtext,tag\nAnker gehoben,falsch,Der Kranführer hob den Anker wieder.,2021-03-04\n",
    );
    assert_eq!(sandbox.index()["unchanged"], 1);
    is_right(&sandbox);
    let wrong = sandbox.run(&["index", "in", "--map", "autor=x"]);
    assert!(wrong.code == 2 && wrong.err.contains("kinds are text, title"), "{}", wrong.err);
}

#[test]
fn dates_of_months_years_folders_and_the_future() {
    let sandbox = Sandbox::with(&[
        (
            "a.jsonl",
            "{\"title\": \"A\", \"text\": \"Der Anker fiel.\", \"date\": \"2018\"}\n{\"title\": \"B\", \"text\": \"Der Anker stieg.\", \"published\": \"April 2018\"}\n",
        ),
        ("2019/05/06/fund.txt", "Fund\nDer Anker lag am Kai.\n"),
        ("zukunft.jsonl", "{\"title\": \"Z\", \"text\": \"Der Anker rostet.\", \"date\": \"2199-01-01\"}\n"),
        (
            "jung.jsonl",
            "{\"title\": \"J\", \"text\": \"Der Anker rostet.\", \"date\": \"2021-03-04\"}\n{\"title\": \"K\", \"text\": \"Der Anker rostet.\", \"date\": \"1990-03-04\"}\n",
        ),
    ]);
    let ran = sandbox.run(&["index", "in"]);
    assert!(ran.out.contains("only month or year given in 2 articles"), "{}", ran.out);
    assert!(ran.out.contains("date in the future in 1 article"), "{}", ran.out);
    assert_eq!(sandbox.search("Anker date:2018-01-01").len(), 1);
    assert_eq!(sandbox.search("Anker date:2018-04-01").len(), 1);
    assert_eq!(sandbox.search("Anker date:2019-05-06").len(), 1);
    // the article of 2199 does not make all others old
    let hits = sandbox.run(&["search", "--json", "--explain", "--recent=365", "rostet"]).json();
    let factor = |title: &str| {
        let hit = hits.iter().find(|hit| hit["title"] == title).unwrap();
        hit["factors"]["recency"].as_f64().unwrap()
    };
    assert!(factor("J") > 0.99 && factor("K") < 0.6, "{hits:?}");
}

#[test]
fn the_account_adds_up() {
    let sandbox = Sandbox::with(&[
        ("a.csv", "title,text,date\nAnker,Der Anker fiel.,2021-03-04\n,Der Kai ist leer.,\n,,\n"),
        ("b.jsonl", "{\"text\": \"Der Anker … [+1200 chars]\"}\n"),
        ("c.txt", "GrÃ¶ÃŸe\nDer Kai ist grÃ¶ÃŸer.\n"),
        ("d.xyz", "nichts"),
        ("e.txt", ""),
    ]);
    let account = sandbox.run(&["index", "in", "--json", "--report", "in/bericht.csv"]).json().remove(0);
    let formats = json!({
        "csv": {"articles": 2, "without_title": 1, "without_date": 1, "recoded": 0, "shortened": 0},
        "jsonl": {"articles": 1, "without_title": 1, "without_date": 1, "recoded": 0, "shortened": 1},
        "text": {"articles": 1, "without_title": 0, "without_date": 1, "recoded": 1, "shortened": 0},
    });
    assert_eq!(account["formats"], formats, "{account}");
    // again, with one file changed; the report itself is no article
    sandbox.write("b.jsonl", "{\"title\": \"x\", \"text\": \"Der Anker liegt.\"}\n");
    let account = sandbox.run(&["index", "in", "--json", "--report", "in/bericht.csv"]).json().remove(0);
    let mut report = csv::Reader::from_path(sandbox.input().join("bericht.csv")).unwrap();
    let rows: Vec<Vec<String>> = report.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let files = |outcome: &str| rows.iter().filter(|row| row[0] == "file" && row[4] == outcome).count() as u64;
    let count = |name: &str| account[name].as_u64().unwrap();
    assert_eq!([files("indexed"), files("unchanged")], [count("indexed"), count("unchanged")], "{rows:?}");
    assert_eq!(files("skipped"), account["skipped"].as_array().unwrap().len() as u64, "{rows:?}");
    assert_eq!(rows.iter().filter(|row| row[0] == "file").count() as u64, count("found"), "{rows:?}");
    assert_eq!(count("found"), 5, "{account}");
    let articles: u64 = rows.iter().filter(|row| row[0] == "file").map(|row| row[5].parse::<u64>().unwrap()).sum();
    assert_eq!(articles, count("articles"), "{rows:?}");
    let records: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == "record").collect();
    assert_eq!((records.len(), records[0][2].as_str()), (1, "4"), "{rows:?}");
    std::fs::remove_file(sandbox.input().join("bericht.csv")).unwrap();
    let words = sandbox.run(&["index", "in", "--rebuild"]).out;
    assert!(words.contains("csv: 2 articles (1 without title, 1 without date)"), "{words}");
    assert!(words.contains("a.csv: header on line 1: text = text, title = title, date = date"), "{words}");
}

#[test]
fn another_index_inside_the_folder_is_no_text() {
    let sandbox = Sandbox::with(&[("fund.txt", "Fund\nDer Anker lag am Kai.\n")]);
    assert_eq!(sandbox.run(&["index", "in", "--index", "in/alt"]).code, 0);
    let account = sandbox.index();
    let count = |name: &str| account[name].as_u64().unwrap();
    assert_eq!([count("found"), count("articles"), count("ignored")], [1, 1, 1], "{account}");
    assert_eq!(account["skipped"], json!([]), "{account}");
}
