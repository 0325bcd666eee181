//! Files in files: archives read like folders, office documents, digitised newspapers and transcripts.

use serde_json::Value;

use crate::packed::{alto, docx, epub, gzip, odt, tarred, zipped};
use crate::support::{Sandbox, article};

const METS: &str = "<mets xmlns:xlink='x'><dmdSec ID='M'><mdWrap><xmlData><mods><titleInfo><title>Eiderbote</title></titleInfo>\
<originInfo><dateIssued>1901-05-04</dateIssued></originInfo></mods></xmlData></mdWrap></dmdSec><fileSec><fileGrp>\
<file ID='A1'><FLocat xlink:href='file://./alto/1.xml'/></file><file ID='A2'><FLocat xlink:href='alto/2.xml'/></file>\
<file ID='X'><FLocat xlink:href='../../../etc/passwd.xml'/></file></fileGrp></fileSec>\
<structMap TYPE='LOGICAL'><div TYPE='Newspaper'><div TYPE='ARTICLE'><div TYPE='HEADING'><fptr><area FILEID='A1' BEGIN='B1'/></fptr></div>\
<div TYPE='BODY'><fptr><area FILEID='A1' BEGIN='B2'/></fptr><fptr><area FILEID='A2' BEGIN='B1'/></fptr></div></div></div></structMap></mets>";

/// The hits as path below the sandbox, title, day, source and place.
fn found(sandbox: &Sandbox, query: &str) -> Vec<[String; 5]> {
    let text = |hit: &Value, name: &str| hit[name].as_str().unwrap_or_default().to_owned();
    let row = |hit: &Value| {
        let path = text(hit, "path").rsplit_once("/in/").map(|(_, path)| path.to_owned()).unwrap_or_default();
        [path, text(hit, "title"), text(hit, "date"), text(hit, "source"), text(hit, "place")]
    };
    sandbox.run(&["search", "--json", "--all", "-n", "50", query]).json().iter().map(row).collect()
}

fn row(path: &str, title: &str, day: &str, source: &str, place: &str) -> [String; 5] {
    [path, title, day, source, place].map(str::to_owned)
}

#[test]
fn an_archive_is_read_like_a_folder_and_only_once() {
    let sandbox = Sandbox::new();
    let note = article("Der alte Deich", "Der Deich am Klarsee wird erhöht.");
    let inner = zipped(&[("a/tief.txt", article("Die Schleuse", "Die Schleuse am Klarsee klemmt."))]);
    let lines = "{\"id\": \"z1\", \"text\": \"Am Klarsee blüht der Mohn.\"}\n{\"text\": 5}\n";
    let archive = zipped(&[
        ("2019/März/deich.txt", note.as_bytes()),
        ("2019/zeilen.jsonl", lines.as_bytes()),
        ("2019/bild.png", b"\x89PNG\0\0"),
        ("__MACOSX/._deich.txt", b"weg"),
        ("innen.zip", &inner),
        ("../../flucht.txt", note.as_bytes()),
        ("leer.txt", b""),
    ]);
    sandbox.write("presse.zip", &archive);
    let packed = tarred(&[
        ("./t/moor.txt", article("Das Moor", "Am Klarsee wird das Moor nass.").as_bytes()),
        (&format!("{}/lang.txt", "ordner/".repeat(20)), note.as_bytes()),
    ]);
    sandbox.write("alt.tar.gz", gzip(&packed));
    sandbox
        .write("neu.tgz", gzip(&tarred(&[("wiese.txt", article("Die Wiese", "Am Klarsee wird gemäht.").as_bytes())])));
    let account = sandbox.index();
    assert_eq!(
        (account["found"].as_u64(), account["indexed"].as_u64(), account["articles"].as_u64()),
        (Some(3), Some(3), Some(6)),
        "{account}"
    );
    assert_eq!(account["passed_over"].as_u64(), Some(3), "{account}");
    let skipped: Vec<(String, u64)> = account["skipped_records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| {
            (
                record["path"].as_str().unwrap().rsplit_once("in/").unwrap().1.to_owned(),
                record["line"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(skipped, [("presse.zip!/2019/zeilen.jsonl".to_owned(), 2), ("presse.zip".to_owned(), 1)], "{account}");
    let mut paths: Vec<String> = found(&sandbox, "Klarsee").into_iter().map(|row| row[0].clone()).collect();
    paths.sort();
    assert!(
        paths.contains(&"alt.tar.gz!/t/moor.txt".to_owned())
            && paths.contains(&"presse.zip!/2019/März/deich.txt".to_owned())
            && paths.contains(&"presse.zip!/innen.zip!/a/tief.txt".to_owned()),
        "{paths:?}"
    );
    let ids: Vec<String> =
        sandbox.search("Schleuse").iter().map(|hit| hit["article"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["presse.zip!/innen.zip!/a/tief.txt"]);

    // unchanged, it is not read, and what was wrong is told again
    let again = sandbox.index();
    assert_eq!(
        (again["unchanged"].as_u64(), again["skipped_records"].as_array().unwrap().len()),
        (Some(3), 2),
        "{again}"
    );
    // changed, only what is new in it is written
    let changed = zipped(&[
        ("2019/März/deich.txt", note.as_bytes()),
        ("neu.txt", article("Neu", "Neues am Klarsee.").as_bytes()),
    ]);
    sandbox.write("presse.zip", changed);
    let changed = sandbox.index();
    let counts =
        ["articles_added", "articles_removed", "articles_replaced"].map(|name| changed[name].as_u64().unwrap());
    assert_eq!(counts, [1, 2, 0], "{changed}");
}

#[test]
fn a_wacz_holds_web_archives_and_its_list_of_pages_is_no_article() {
    let body = "<!DOCTYPE html><html><title>Kai</title><body><article><p>Der Kai am Klarsee wird in diesem Sommer auf ganzer Länge erneuert.</p></article></body></html>";
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:w>\r\nWARC-Target-URI: https://bote.example/\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    );
    let sandbox = Sandbox::new();
    sandbox.write(
        "netz.wacz",
        zipped(&[
            ("datapackage.json", &b"{}"[..]),
            ("pages/pages.jsonl", b"{\"id\": \"1\", \"title\": \"Kai\", \"text\": \"Der Kai am Klarsee.\"}\n"),
            ("archive/data.warc.gz", &gzip(record.as_bytes())),
        ]),
    );
    let account = sandbox.index();
    assert_eq!(account["articles"].as_u64(), Some(1), "{account}");
    assert_eq!(found(&sandbox, "Klarsee"), [row("netz.wacz!/archive/data.warc.gz", "Kai", "", "bote.example", "")]);
}

#[test]
fn documents_newspapers_and_transcripts_are_found_by_title_date_and_body() {
    let sandbox = Sandbox::new();
    let word = "<w:p><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr><w:r><w:t>Am Wehr</w:t></w:r></w:p><w:p><w:r><w:t>Der Fisch</w:t></w:r><w:r><w:t>aufstieg am Klarsee.</w:t></w:r>\
        <w:del><w:r><w:delText>weg</w:delText></w:r></w:del><w:ins><w:r><w:tab/><w:t>Neu.</w:t></w:r></w:ins></w:p>";
    sandbox.write("a.docx", docx("Lachse kehren heim", "2019-03-04", word));
    sandbox.write("ohne-endung", docx("Lachse ohne Endung", "2019-03-04", word));
    sandbox.write("b.odt", odt("Aale wandern", "2019-03-05", "<text:h>Am Fluss</text:h><text:p>Die Aaltreppe<text:s text:c='2'/>am <text:span>Klarsee</text:span>.<text:note>weg</text:note></text:p>"));
    sandbox.write(
        "c.epub",
        epub(
            "Das Flussbuch",
            "2019-03-06",
            &["<h1>Quelle</h1><p>Der Klarsee hat eine Karstquelle.</p>", "<h1>Mündung</h1><p>Das Watt ist weit.</p>"],
        ),
    );
    sandbox.write("d.rtf", r"{\rtf1\ansi{\info{\title Krebse im Bach}{\author Anna Berg}{\creatim\yr2019\mo3\dy7}}\pard Flusskrebse leben im Klarsee.\par Sie sind \'fcberall.\par}");
    sandbox.write("2019-03-08 rat.vtt", "WEBVTT - Aus dem Rat\n\n00:01.000 --> 00:04.000\n<v Anna Berg>Der Klarsee braucht ein Strömungs-\n\n00:04.000 --> 00:06.000\ngutachten.\n");
    sandbox.write("2019-03-09 film.srt", "1\n00:01:01,000 --> 00:01:04,000\nKARL: Wo liegt der Klarsee?\n\n2\n00:01:05,000 --> 00:01:06,000\nHinter dem Hügelkamm.\n");
    sandbox.write("zeitung/mets.xml", METS);
    sandbox.write(
        "zeitung/alto/1.xml",
        alto(&[
            ("B1", &["Dampfer", "gestrandet"]),
            ("B2", &["Am Klarsee lief ein Rad-", "dampfer auf, die Mann¬"]),
            ("B9", &["Anzeige: Klarsee Seife."]),
        ]),
    );
    sandbox.write("zeitung/alto/2.xml", alto(&[("B1", &["schaft blieb heil."])]));
    sandbox
        .write("blatt/1901-05-05.xml", alto(&[("T7", &["Der Klarsee friert zu,", "das Eis⸗", "brecherboot kommt."])]));
    sandbox.write("1901-05-06.hocr", "<html><body><div class='ocr_page' title='image x; ppageno 6'><div class='ocr_carea' id='block_1_2'><p class='ocr_par' id='par_1'>\n<span class='ocr_line'>Der Klarsee taut, das Schmelz-</span>\n<span class='ocr_line'>wasser <span class='ocrx_word'>steigt</span>.</span></p></div></div></body></html>");
    let account = sandbox.index();
    let reasons = &account["skipped"];
    assert_eq!(reasons.as_array().unwrap().len(), 2, "{account}");
    assert!(reasons.as_array().unwrap().iter().all(|skipped| skipped["fault"] == false), "{account}");
    for (query, expected) in [
        (
            "title:Lachse Fischaufstieg",
            vec![
                row("a.docx", "Lachse kehren heim", "2019-03-04", "Anna Berg", ""),
                row("ohne-endung", "Lachse ohne Endung", "2019-03-04", "Anna Berg", ""),
            ],
        ),
        ("=Aaltreppe", vec![row("b.odt", "Aale wandern", "2019-03-05", "Anna Berg", "")]),
        ("=Karstquelle", vec![row("c.epub", "Das Flussbuch", "2019-03-06", "Flussverlag", "Quelle")]),
        ("=Flusskrebse", vec![row("d.rtf", "Krebse im Bach", "2019-03-07", "Anna Berg", "")]),
        ("=Strömungsgutachten", vec![row("2019-03-08 rat.vtt", "Aus dem Rat", "2019-03-08", "", "00:00:01 Anna Berg")]),
        ("=Hügelkamm", vec![row("2019-03-09 film.srt", "", "2019-03-09", "", "00:01:05 KARL")]),
        (
            "=Raddampfer",
            vec![row("zeitung/mets.xml", "Dampfer gestrandet", "1901-05-04", "Eiderbote", "page 1, region B2")],
        ),
        (
            "=Mannschaft",
            vec![row("zeitung/mets.xml", "Dampfer gestrandet", "1901-05-04", "Eiderbote", "page 1, region B2")],
        ),
        ("=heil", vec![row("zeitung/mets.xml", "Dampfer gestrandet", "1901-05-04", "Eiderbote", "page 2, region B1")]),
        ("Seife", vec![row("zeitung/mets.xml", "", "1901-05-04", "Eiderbote", "page 1, region B9")]),
        ("=Eisbrecherboot", vec![row("blatt/1901-05-05.xml", "", "1901-05-05", "", "page 1, region T7")]),
        ("=Schmelzwasser", vec![row("1901-05-06.hocr", "", "1901-05-06", "", "page 7, region par_1")]),
    ] {
        let mut hits = found(&sandbox, query);
        hits.sort();
        assert_eq!(hits, expected, "{query}");
    }
    assert_eq!(sandbox.search("=weg"), [] as [Value; 0]);
    // the place stands in the hit, in the table and in the citation
    let table = sandbox.run(&["search", "--format", "csv", "Raddampfer"]).out;
    assert!(table.contains(",place\n") && table.trim_end().ends_with(",\"page 1, region B2\""), "{table}");
    let shown = sandbox.run(&["search", "Raddampfer"]).out;
    assert!(shown.contains("page 1, region B2"), "{shown}");
    let german = sandbox.run_german(&["cite", sandbox.search("Raddampfer")[0]["id"].as_str().unwrap()]).out;
    assert!(german.contains("Seite 1, Bereich B2 – Seite 2, Bereich B1, Absatz 1"), "{german}");
}

#[test]
fn exports_of_press_databases_are_cut_into_articles() {
    let part = |title: &str, day: &str, sentence: &str, code: &str| {
        vec![
            title.to_owned(),
            "212 Wörter".to_owned(),
            day.to_owned(),
            "Eiderbote".to_owned(),
            "EIDB".to_owned(),
            "Deutsch".to_owned(),
            "Copyright 2021. Eiderbote".to_owned(),
            sentence.to_owned(),
            format!("Dokument {code}"),
        ]
    };
    let lines = [
        part("Deich erhöht", "4 März 2021", "Der Deich am Klarsee ist nun höher.", "EIDB000020210304eh3400001"),
        part("Fähre ruht", "5 März 2021", "Die Fähre am Klarsee ruht.", "EIDB000020210305eh3500002"),
    ]
    .concat();
    let page: String = lines.iter().map(|line| format!("<div>{line}</div>")).collect();
    let rtf: String = lines
        .iter()
        .map(|line| line.replace('ä', "\\'e4").replace('ö', "\\'f6").replace('ü', "\\'fc") + "\\par\n")
        .collect();
    let word: String = lines.iter().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect();
    for (name, content) in [
        (
            "a.html",
            format!("<!DOCTYPE html><html><head><title>Factiva</title></head><body>{page}</body></html>").into_bytes(),
        ),
        ("a.txt", lines.join("\n\n").into_bytes()),
        ("a.rtf", format!("{{\\rtf1\\ansi {rtf}}}").into_bytes()),
        ("a.docx", docx("Factiva", "2022-01-01", &word)),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(name, content);
        sandbox.index();
        let mut hits = found(&sandbox, "Klarsee");
        hits.sort_by(|a, b| a[2].cmp(&b[2]));
        assert_eq!(
            hits,
            [
                row(name, "Deich erhöht", "2021-03-04", "Eiderbote", ""),
                row(name, "Fähre ruht", "2021-03-05", "Eiderbote", "")
            ],
            "{name}"
        );
    }
}
