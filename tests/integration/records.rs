//! Tables and JSON as programs and services write them: every article has its title, day, source and text, the account says how
//! they were read, and what could not be read is told.

use serde_json::{Value, json};

use crate::record_shapes::shapes;
use crate::support::Sandbox;

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
        ("a.csv", "title,text,date\nAnker,Der Anker fiel.,2021-03-04\n,Der Kai ist leer.,\n,,2021-03-04\n"),
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

#[test]
fn captions_are_articles_on_request() {
    let sandbox = Sandbox::new();
    let picture = json!({"uri": "urn:1", "standard": {"name": "ninjs"}, "type": "picture", "versioncreated": "2021-03-04T10:15:00Z",
        "headline": "Anker am Haken", "description_text": "Ein Kran hebt den Anker aus der Ems."});
    sandbox.write("bild.json", picture.to_string());
    sandbox.write("bild.xml", "<newsItem guid='b'><itemMeta><itemClass qcode='ninat:picture'/><versionCreated>2021-03-05</versionCreated></itemMeta><contentMeta><headline>Anker an Land</headline><description role='drol:caption'>Der Anker liegt am Kai.</description></contentMeta></newsItem>");
    sandbox.write("boje.txt", "Boje\nEine Boje treibt in der Ems.\n");
    let titles = |options: &[&str]| {
        sandbox.run(&[&["index", "in", "-q"], options].concat());
        let mut titles: Vec<String> =
            sandbox.search("Anker").iter().map(|hit| hit["title"].as_str().unwrap().to_owned()).collect();
        titles.sort();
        titles
    };
    assert_eq!(titles(&[]), [""; 0]);
    assert_eq!(titles(&["--captions"]), ["Anker am Haken", "Anker an Land"]);
    // the index keeps it
    assert_eq!(titles(&[]), ["Anker am Haken", "Anker an Land"]);
}

#[test]
fn tables_in_archives_and_rows_that_are_blank() {
    let table = "Datum;Titel;Quelle;Text\n;;;\n04.03.2021;Anker gehoben;Emsblatt;Der Anker ist an Land.\n;;;\n";
    let sandbox = Sandbox::new();
    sandbox.write("blatt.csv", table);
    sandbox.write("blatt.zip", crate::packed::zipped(&[("2021/blatt.csv", table)]));
    let ran = sandbox.run(&["index", "in", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let account = &ran.json()[0];
    assert_eq!(account["skipped_records"], json!([]), "{account}");
    let mut paths: Vec<&str> =
        account["tables"].as_array().unwrap().iter().map(|table| table["path"].as_str().unwrap()).collect();
    paths.sort_unstable();
    assert!(paths[0].ends_with("/blatt.csv") && paths[1].ends_with("/blatt.zip!/2021/blatt.csv"), "{paths:?}");
}
