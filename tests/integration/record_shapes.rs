//! Files of records as programs and services write them, for the tests of tables and JSON.

use serde_json::{Value, json};

/// File, content, and the title of each article in it. Each has the day, the source and the text of [`is_right`].
pub(crate) type Shape = (&'static str, String, usize);

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

/// Returns files of every shape.
pub(crate) fn shapes() -> Vec<Shape> {
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
    json(
        "contentful.json",
        json!({"items": list(|n| json!({"sys": {"id": format!("c{n}"), "type": "Entry", "createdAt": "2021-03-04T10:15:00Z"},
            "fields": {"title": {"en-US": "Anchor", "de-DE": title(n)}, "body": {"de-DE": BODY}, "source": {"de-DE": "Emsblatt"}}}))}),
    );
    json(
        "bing.json",
        json!({"_type": "News", "value": list(|n| json!({"name": title(n), "url": format!("https://e.example/{n}"), "description": BODY,
            "provider": [{"_type": "Organization", "name": "Emsblatt"}], "datePublished": "2021-03-04T10:15:00.0000000Z"}))}),
    );
    json(
        "google-news.json",
        json!({"search_metadata": {"status": "Success"}, "news_results": list(|n| json!({"position": n, "title": title(n),
            "link": format!("https://e.example/{n}"), "source": {"name": "Emsblatt", "icon": "https://e.example/i"}, "date": "2021-03-04", "snippet": BODY}))}),
    );
    json(
        "reddit.json",
        json!({"kind": "Listing", "data": {"after": null, "children": list(|n| json!({"kind": "t3", "data": {"id": format!("r{n}"),
            "title": title(n), "selftext": BODY, "created_utc": 1_614_852_900.0, "subreddit": "emsland", "sitename": "Emsblatt", "media": null}}))}}),
    );
    json(
        "solr-felder.json",
        json!({"responseHeader": {"status": 0, "params": {"q": "*:*"}}, "response": {"numFound": 3, "start": 0, "docs": list(|n| json!({
            "id": n.to_string(), "title_s": title(n), "inhalt_txt_de": [BODY], "date_dt": "2021-03-04T10:15:00Z", "source_s": "Emsblatt"}))}}),
    );
    let page = |n: usize| {
        format!(
            "<!DOCTYPE html><html><head><title>{0}</title></head><body><nav>Nebelhorn</nav><article><h1>{0}</h1><p>{BODY}</p></article></body></html>",
            title(n)
        )
    };
    let item = |n: usize| {
        format!(
            "<?xml version=\"1.0\"?><newsItem guid=\"g{n}\"><itemMeta><versionCreated>2021-03-04T10:15:00Z</versionCreated><provider literal=\"Emsblatt\"/></itemMeta><contentMeta><headline>{}</headline></contentMeta><contentSet><inlineData contenttype=\"text/plain\">{BODY}</inlineData></contentSet></newsItem>",
            title(n)
        )
    };
    let ninjs = |n: usize| {
        json!({"uri": format!("urn:{n}"), "standard": {"name": "ninjs", "version": "2.0"}, "type": "text", "versioncreated": "2021-03-04T10:15:00Z",
            "headlines": [{"role": "main", "value": title(n)}], "infosources": [{"name": "Emsblatt"}],
            "bodies": [{"role": "main", "contenttype": "text/plain", "value": BODY}, {"role": "short", "value": "Kurz."}]})
    };
    let lines = |record: &dyn Fn(usize) -> String| (1..=3).map(|n| record(n) + "\n").collect::<String>();
    shapes.push(("bulk.jsonl", lines(&|n| format!("{{\"index\":{{\"_id\":\"{n}\"}}}}\n{}", plain(n))), 3));
    shapes.push((
        "seiten.jsonl",
        lines(&|n| json!({"url": format!("https://e.example/{n}"), "fetched_at": "2021-03-04", "html": page(n), "source": "Emsblatt"}).to_string()),
        3,
    ));
    shapes.push(("newsml.jsonl", lines(&|n| json!({"received": n, "xml": item(n)}).to_string()), 3));
    shapes.push(("ninjs.jsonl", lines(&|n| json!({"item": ninjs(n)}).to_string()), 3));
    shapes.push(("listen.jsonl", lines(&|n| json!({"page": n, "response": {"docs": [plain(n)]}}).to_string()), 3));
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
