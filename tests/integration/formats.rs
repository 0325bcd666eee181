//! What newsrooms and archives keep their articles in: each format is found by title, date and body, and what is wrong with
//! a file costs that file or record only.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{Sandbox, article, program};

/// The files that `tests/data/formats` holds.
fn sample(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats").join(name)).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

/// One record of a web archive.
fn warc(kind: &str, id: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n\
         WARC-Target-URI: https://www.dorfzeitung.example/{id}\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(kind: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n").as_bytes(), body].concat()
}

fn page(title: &str, day: &str, sentence: &str) -> Vec<u8> {
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"de\"><head><title>{title}</title><meta property=\"article:published_time\" content=\"{day}\">\
         </head><body><nav><a href=\"/\">Start</a></nav>\n<article><h1>{title}</h1><p>{sentence} Das teilte die Gemeinde am Abend mit, \
         nachdem der Rat zwei Stunden lang beraten hatte.</p></article></body></html>"
    );
    response("text/html; charset=utf-8", page.as_bytes())
}

/// A web archive as crawlers write it: each record is a member of its own.
fn archive() -> Vec<Vec<u8>> {
    vec![
        warc("warcinfo", "0", b"software: Ernte\r\n"),
        warc(
            "response",
            "bad",
            &page("Hallenbad heizt mit Holz", "2019-03-16", "Das Hallenbad bekommt einen Pelletkessel."),
        ),
        warc("response", "bild", &response("image/png", b"\x89PNG\0\0\n")),
        warc(
            "response",
            "markt",
            &page("Markt zieht um", "2019-03-17", "Der Wochenmarkt weicht auf den Viehplatz aus."),
        ),
    ]
}

/// File, article, title, day, source, and a word of the body.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    ("faehre.nitf", "hafenbote-1904-17", "Fähre bleibt am Kai", "2019-03-04", "Hafenbote", "Drucklager"),
    (
        "agentur.newsml.xml",
        "urn:newsml:ostagentur.example:20190305:kran",
        "Kranführer legen die Arbeit nieder",
        "2019-03-05",
        "Ostagentur",
        "Portalkräne",
    ),
    (
        "agentur.newsml.xml",
        "urn:newsml:ostagentur.example:20190305:deich",
        "Schafe zurück auf dem Deich",
        "2019-03-05",
        "Ostagentur",
        "Sommerdeich",
    ),
    (
        "moor.json",
        "urn:newsml:westdienst.example:20190306:moor",
        "Das Moor wird wieder nass",
        "2019-03-06",
        "Westdienst",
        "Entwässerungsgräben",
    ),
    ("bote.rss", "talbote-4711", "Brücke für Kröten", "2019-03-07", "Talbote & Anzeiger", "Amphibienzaun"),
    ("bote.rss", "talbote-4713", "Mühle mahlt wieder", "2019-03-07", "Talbote & Anzeiger", "Mühlrad"),
    ("blatt.atom", "urn:donaublatt:8", "Straßenbahn fährt länger", "2019-03-08", "Donaublatt", "Umkehrschleife"),
    ("netz.json", "netzblatt-1", "Funkloch im Tal geschlossen", "2019-03-10", "", "Sendemast"),
    (
        "waerme.eml",
        "20190311.77@stadtwerk.example",
        "Wärme aus dem Fluss",
        "2019-03-11",
        "Pressestelle der Stadtwerke Mühltal",
        "Flusswasserwärmepumpe",
    ),
    ("kreis.mbox", "1@zeitung.example", "Schule bekommt ein Dach", "2019-03-12", "Kreiszeitung", "Schieferdach"),
    ("kreis.mbox", "2@zeitung.example", "Bücherbus rollt", "2019-03-13", "verteiler@zeitung.example", "Galgenberg"),
    ("ernte.warc.gz", "urn:uuid:bad", "Hallenbad heizt mit Holz", "2019-03-16", "dorfzeitung.example", "Pelletkessel"),
    ("ernte.warc.gz", "urn:uuid:markt", "Markt zieht um", "2019-03-17", "dorfzeitung.example", "Viehplatz"),
    ("leuchtturm.pdf", "leuchtturm.pdf", "Leuchtturm wird verkauft", "2019-03-15", "", "Leuchtfeuerkosten"),
];

fn is_found(hits: &[Value], row: &Row) -> bool {
    let (file, id, title, day, source, _) = row;
    hits.iter().any(|hit| {
        let is = |key: &str, wanted: &str| hit[key].as_str().unwrap_or_default() == wanted;
        let at = hit["path"].as_str().is_some_and(|path| path.ends_with(file));
        at && is("article", id) && is("title", title) && is("date", day) && is("source", source)
    })
}

#[test]
fn every_format_is_found_by_title_date_and_body() {
    let sandbox = Sandbox::new();
    let has_pdf = Command::new("pdftotext").arg("-v").output().is_ok();
    if !has_pdf {
        println!("pdftotext is not installed: the sample PDF is skipped");
    }
    let rows: Vec<&Row> = ROWS.iter().filter(|row| has_pdf || !row.0.ends_with(".pdf")).collect();
    for (file, ..) in &rows {
        sandbox.write(
            file,
            if file.contains("warc") { archive().iter().flat_map(|r| gzip(r)).collect() } else { sample(file) },
        );
    }
    let account = sandbox.index();
    assert_eq!(account["articles"].as_u64(), Some(rows.len() as u64), "{account}");
    assert_eq!(account["skipped"].as_array().unwrap().len(), 0, "{account}");
    // an entry of the feed and a mail have no text; a picture in a message or archive is no article
    let skipped = account["skipped_records"].as_array().unwrap();
    let skipped: Vec<(&str, u64)> = skipped
        .iter()
        .map(|s| (s["path"].as_str().unwrap().rsplit('/').next().unwrap(), s["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(skipped, [("bote.rss", 19), ("kreis.mbox", 24)], "{account}");
    for row in rows {
        let (_, _, title, day, source, word) = row;
        let mut queries = vec![(*word).to_owned(), format!("title:\"{title}\""), format!("date:{day} {word}")];
        if !source.is_empty() {
            queries.push(format!("source:\"{source}\" {word}"));
        }
        for query in queries {
            let hits = sandbox.search(&query);
            assert!(is_found(&hits, row), "{row:?}, {query}: {hits:?}");
        }
    }
    // what is not for readers was not read
    for word in ["Nebelhorn", "zaehlen", "bild", "Wappen"] {
        assert_eq!(sandbox.search(&format!("={word}")), [] as [Value; 0], "{word}");
    }
}

/// The same articles whatever the extension says and however they are packed.
#[test]
fn found_out_by_their_content() {
    for (name, content, found) in [
        ("meldung", sample("faehre.nitf"), 1),
        ("meldung.xml", sample("faehre.nitf"), 1),
        ("meldung.dat", sample("agentur.newsml.xml"), 2),
        ("feed", sample("bote.rss"), 2),
        ("feed.xml.zst", zstd::encode_all(&sample("blatt.atom")[..], 1).unwrap(), 1),
        ("1552291925.M1P1.host:2,S", sample("waerme.eml"), 1),
        ("Posteingang", sample("kreis.mbox"), 2),
        ("kreis.mbox.gz", gzip(&sample("kreis.mbox")), 2),
        ("ernte", archive().concat(), 2),
        ("untertitel", b"WEBVTT\n\n00:01.000 --> 00:02.000\nDie Glocke schweigt.\n".to_vec(), 1),
        ("brief.doc", b"{\\rtf1 Die Glocke\\par Sie schweigt.\\par}".to_vec(), 1),
        (
            "meldung.txt",
            b"bdt0123 4 pl 254  dpa 0345\n\nGlocke schweigt =\nUlm (dpa) - Sie schweigt.\n041015 Mrz 21\n".to_vec(),
            1,
        ),
        ("ernte.warc", archive().concat(), 2),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(name, content);
        let account = sandbox.index();
        assert_eq!(account["articles"].as_u64(), Some(found), "{name}: {account}");
    }
}

#[test]
fn every_encoding_gives_the_same_article() {
    let nitf = String::from_utf8(sample("faehre.nitf")).unwrap();
    let latin = nitf.replace("UTF-8", "ISO-8859-1").replace(['„', '“'], "");
    let wide = |text: &str, unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    for (name, bytes, recoded) in [
        ("bom.xml", format!("\u{feff}{nitf}").into_bytes(), 0),
        ("le.xml", wide(&format!("\u{feff}{nitf}"), u16::to_le_bytes), 0),
        ("be.xml", wide(&nitf.replace("UTF-8", "UTF-16"), u16::to_be_bytes), 0),
        ("latin1.xml", encoding_rs::WINDOWS_1252.encode(&latin).0.into_owned(), 1),
        // says that it is UTF-8 and is not
        ("falsch.xml", encoding_rs::WINDOWS_1252.encode(&nitf).0.into_owned(), 1),
        // says that it is Latin-1 and is UTF-8
        ("utf8.xml", latin.into_bytes(), 0),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(name, bytes);
        let account = sandbox.index();
        assert_eq!(account["recoded"].as_u64(), Some(recoded), "{name}: {account}");
        let hits = sandbox.search("übersetzen");
        assert_eq!(hits.len(), 1, "{name}");
        assert_eq!(
            (hits[0]["title"].as_str(), hits[0]["date"].as_str()),
            (Some("Fähre bleibt am Kai"), Some("2019-03-04"))
        );
    }
}

/// File, content, how many articles it has, and how the reasons for what is left out begin, by line; 0 is the whole file.
type BadRow = (&'static str, Vec<u8>, u64, Vec<(u64, &'static str)>);

#[test]
fn what_is_wrong_costs_that_file_or_record_only() {
    let (nitf, newsml, rss) = (sample("faehre.nitf"), sample("agentur.newsml.xml"), sample("bote.rss"));
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let body = |text: &str| {
        String::from_utf8(nitf.clone())
            .unwrap()
            .replace("Bis zum Wochenende", &format!("{text}Bis zum Wochenende"))
            .into_bytes()
    };
    // what is declared is never expanded: a reference stays as it is written
    let bomb = "<!DOCTYPE nitf [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
    let circle = "<!DOCTYPE nitf [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>";
    let outside = "<!DOCTYPE nitf [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    let declared = |what: &str| {
        let nitf = String::from_utf8(nitf.clone()).unwrap();
        nitf.replace("<!DOCTYPE nitf SYSTEM \"nitf-3-6.dtd\">", what).replace("&uuml;", "&c;").into_bytes()
    };
    let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(50_000);
    let mail = "From: a@b.example\r\nSubject: Post\r\nMIME-Version: 1.0\r\n";
    let zip = gzip(&vec![b' '; 3 << 20]);
    let packed = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n", &zip[..]].concat();
    // so long that its last member is not among what is looked at to find out the format
    let metadata = warc("metadata", "m", &vec![b'x'; 100_000]);
    let members: Vec<u8> = [vec![metadata], archive()].concat().iter().flat_map(|record| gzip(record)).collect();
    let rows: Vec<BadRow> = vec![
        ("halb.nitf", half(&nitf), 0, vec![(0, "damaged: line 16: not XML: it ends inside the <nitf>")]),
        ("bombe.xml", declared(bomb), 1, vec![]),
        ("kreis.xml", declared(circle), 1, vec![]),
        ("fremd.xml", declared(outside), 1, vec![]),
        ("tief.nitf", body(&"<em>".repeat(100_000)), 0, vec![(0, "damaged: line 27: not XML")]),
        (
            "zu.nitf",
            body(&format!("{}{}", "<b>".repeat(5_000), "</b>".repeat(5_000))),
            0,
            vec![(0, "damaged: line 3: nested")],
        ),
        ("viele.nitf", body(&"<br/>".repeat(210_000)), 0, vec![(0, "damaged: line 3: more than 200000")]),
        ("leer.nitf", b"<nitf/>".to_vec(), 0, vec![(0, "no article: no text in body.content")]),
        ("murks.rss", b"Murks & <<<".to_vec(), 0, vec![(0, "damaged: not XML")]),
        ("svg.xml", b"<svg/>".to_vec(), 0, vec![(0, "format not supported: XML of <svg>")]),
        ("halb.newsml", newsml[..newsml.len() - 600].to_vec(), 1, vec![(37, "damaged: not XML")]),
        ("halb.rss", rss[..rss.len() - 100].to_vec(), 1, vec![(19, "no article"), (27, "damaged: not XML")]),
        ("murks.eml", b"\x01\x02Murks".to_vec(), 0, vec![(0, "no article: no mail")]),
        ("tief.eml", format!("{mail}{nested}").into_bytes(), 0, vec![(0, "damaged: more than 1000 parts")]),
        ("leer.eml", format!("{mail}\r\n").into_bytes(), 0, vec![(0, "no article: no text in this mail")]),
        (
            "murks.mbox",
            [b"Murks\n\n", &sample("kreis.mbox")[..]].concat(),
            2,
            vec![(1, "no article: no mail"), (26, "no article")],
        ),
        ("murks.warc", [b"Murks\n", &archive().concat()[..]].concat(), 2, vec![(1, "damaged: no WARC record")]),
        ("bombe.warc", [warc("response", "b", &packed), archive().concat()].concat(), 2, vec![(1, "too large")]),
        (
            "halb.warc.gz",
            members[..members.len() - 40].to_vec(),
            1,
            vec![(22, "damaged: incomplete deflate stream (after this record)")],
        ),
        (
            // so short that all of it is looked at to find out the format
            "kurz.warc.gz",
            {
                let whole: Vec<u8> = archive().iter().flat_map(|record| gzip(record)).collect();
                whole[..whole.len() - 40].to_vec()
            },
            1,
            vec![(12, "damaged: incomplete deflate stream (after this record)")],
        ),
        ("murks.pdf", b"%PDF-1.7 Murks".to_vec(), 0, vec![(0, "")]),
    ];
    let sandbox = Sandbox::new();
    sandbox.write("gut.txt", article("Der gute Nachbar", "Der Nachbar grüßt über den Gartenzaun."));
    for (name, content, ..) in &rows {
        sandbox.write(name, content);
    }
    let account = sandbox.run(&["index", "in", "--json", "--max-file-size", "2m"]).json().remove(0);
    for (name, _, _, reasons) in &rows {
        let entries = ["skipped", "skipped_records"].iter().flat_map(|list| account[list].as_array().unwrap());
        let entries = entries.filter(|entry| entry["path"].as_str().unwrap().ends_with(&format!("/{name}")));
        let found: Vec<(u64, &str)> =
            entries.map(|entry| (entry["line"].as_u64().unwrap_or(0), entry["reason"].as_str().unwrap())).collect();
        let fits = found.len() == reasons.len()
            && found.iter().zip(reasons).all(|(found, wanted)| found.0 == wanted.0 && found.1.starts_with(wanted.1));
        assert!(fits, "{name}: {found:?}, expected {reasons:?}");
    }
    let articles: u64 = rows.iter().map(|row| row.2).sum();
    assert_eq!(account["articles"].as_u64(), Some(articles + 1), "{account}");
    assert_eq!(sandbox.search("=Gartenzaun").len(), 1);
    assert_eq!(sandbox.search("=aaaaaaaaaa").len() + sandbox.search("root").len(), 0);
}

/// A folder with a program `pdftotext` that is this script.
#[cfg(unix)]
fn programs(script: &str) -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("pdftotext");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    dir
}

#[cfg(unix)]
fn index_with(sandbox: &Sandbox, path: &[PathBuf]) -> Value {
    let path = std::env::join_paths(path).unwrap();
    let ran = program().current_dir(sandbox.path()).env("PATH", path).args(["index", "in", "--json"]).output().unwrap();
    serde_json::from_slice(&ran.stdout).unwrap()
}

#[cfg(unix)]
#[test]
fn pdf_with_and_without_its_program() {
    let sandbox = Sandbox::new();
    sandbox.write("gut.txt", article("Der gute Nachbar", "Der Nachbar grüßt über den Gartenzaun."));
    sandbox.write("2019-03-15 Leuchtturm.pdf", sample("leuchtturm.pdf"));
    sandbox.write("--help; rm -rf *.pdf", sample("leuchtturm.pdf"));
    sandbox.write("gepackt.pdf.gz", gzip(&sample("leuchtturm.pdf")));

    let without = index_with(&sandbox, &[PathBuf::from("/gibt-es-nicht")]);
    assert_eq!((without["articles"].as_u64(), without["skipped"].as_array().unwrap().len()), (Some(1), 3), "{without}");
    let reason = without["skipped"][0]["reason"].as_str().unwrap();
    assert!(reason.starts_with("needs the program pdftotext"), "{reason}");
    let mut german = program();
    german.current_dir(sandbox.path()).env("LANG", "de_DE.UTF-8").env("PATH", "/gibt-es-nicht");
    let german = german.args(["index", "in"]).output().unwrap();
    assert!(String::from_utf8_lossy(&german.stderr).contains("braucht das Programm pdftotext"), "{german:?}");
    assert_eq!(german.status.code(), Some(2));

    // once it is there, the next run reads them; the program gets bytes and no names
    let shell: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect();
    let script = r#"case "$*" in *Leuchtturm*|*help*) exit 9;; esac
head -c 5 | grep -q %PDF- || exit 1
printf 'Leuchtturm verkauft\n15. März 2019\nDer Turm bekommt einen\nneuen Wärter.\n'"#;
    let fake = programs(script);
    let with = index_with(&sandbox, &[&[fake.path().to_owned()], &shell[..]].concat());
    assert_eq!((with["articles"].as_u64(), with["skipped"].as_array().unwrap().len()), (Some(4), 0), "{with}");
    let hits = sandbox.search("Wärter");
    assert_eq!(hits.len(), 3, "{hits:?}");
    assert!(hits.iter().all(|hit| hit["title"] == "Leuchtturm verkauft" && hit["date"] == "2019-03-15"), "{hits:?}");

    for (script, why) in [("exit 1", "damaged: pdftotext cannot open it"), ("true", "no article: no text in this PDF")]
    {
        let sandbox = Sandbox::new();
        sandbox.write("a.pdf", sample("leuchtturm.pdf"));
        let fake = programs(script);
        let account = index_with(&sandbox, &[&[fake.path().to_owned()], &shell[..]].concat());
        assert!(account["skipped"][0]["reason"].as_str().unwrap().starts_with(why), "{account}");
    }
}
