//! What hostile archives, documents, newspapers and transcripts cost: a reason, bounded time, and nothing else.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::packed::{alto, docx, epub, gzip, odt, tarred, zipped};
use crate::support::{Sandbox, article};

/// Returns the first half of a file.
fn cut(bytes: Vec<u8>) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

/// Says of the files of a ZIP that they are encrypted.
fn locked(mut archive: Vec<u8>) -> Vec<u8> {
    // the bit stands in both heads of each
    for (mark, bit) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let heads: Vec<usize> = (0..archive.len() - 4).filter(|at| archive[*at..].starts_with(mark)).collect();
        heads.into_iter().for_each(|at| archive[at + bit] |= 1);
    }
    archive
}

/// Makes a ZIP claim 65,535 files and a directory of 4 GB.
fn boastful(mut archive: Vec<u8>) -> Vec<u8> {
    let end = archive.len() - 22;
    archive[end + 8..end + 20].copy_from_slice(&[0xff; 12]);
    archive
}

/// Returns the paths of the hits below the folder that is indexed.
fn found(sandbox: &Sandbox, query: &str) -> Vec<String> {
    let path = |hit: &Value| hit["path"].as_str().unwrap().rsplit_once("/in/").unwrap().1.to_owned();
    let mut paths: Vec<String> =
        sandbox.run(&["search", "--json", "--all", "-n", "100", query]).json().iter().map(path).collect();
    paths.sort();
    paths
}

/// Returns the reasons that the account has for a file or what is in it.
fn reasons<'a>(account: &'a Value, name: &str) -> Vec<&'a str> {
    let entries = ["skipped", "skipped_records"].iter().flat_map(|list| account[list].as_array().unwrap());
    let is_it = |path: &str| path.ends_with(&format!("/{name}")) || path.contains(&format!("/{name}!/"));
    entries
        .filter(|entry| is_it(entry["path"].as_str().unwrap()))
        .map(|entry| entry["reason"].as_str().unwrap())
        .collect()
}

/// Asserts that every file is in the account once.
fn adds_up(account: &Value) {
    let numbers = ["found", "indexed", "unchanged"].map(|name| account[name].as_u64().unwrap());
    assert_eq!(numbers[0], numbers[1] + numbers[2] + account["skipped"].as_array().unwrap().len() as u64, "{account}");
}

#[test]
fn hostile_files_cost_themselves_only() {
    let good = article("Der gute Nachbar", "Der Nachbar grüßt über den Gartenzaun.");
    let zeros = vec![0u8; 3 << 20];
    let blanks = vec![b' '; 3 << 20];
    let nested = (0..6).fold(zipped(&[("a.txt", &good)]), |inner, _| zipped(&[("b.zip", inner)]));
    let locked = locked(zipped(&[("a.txt", &good)]));
    let deep = "<w:p>".repeat(50_000);
    let entity = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w:document xmlns:w='w'><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:document>";
    let entity_odt = zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", entity)]);
    let word = |document: &str| zipped(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", document)]);
    let rows: Vec<(&str, Vec<u8>, &str)> = vec![
        ("bombe.zip", zipped(&[("a.txt", &blanks[..]), ("gut.txt", good.as_bytes())]), "too large"),
        ("tief.zip", nested, "damaged: more than 4 archives in one another"),
        ("halb.zip", cut(zipped(&[("a.txt", &good)])), "damaged"),
        ("falsch.zip", good.clone().into_bytes(), "damaged: no ZIP"),
        ("passwort.zip", locked, "damaged: it has a password"),
        ("zahl.zip", boastful(zipped(&[("a.txt", &good)])), "damaged"),
        ("leer.zip", zipped::<&str>(&[]), "empty"),
        ("fremd.zip", zipped(&[("a.xyz", "Text")]), "not read: archive without"),
        ("bilder.zip", zipped(&[("a.png", b"\x89PNG\0")]), "format not supported: archive without"),
        (
            "flucht.tar",
            tarred(&[("../../a.txt", good.as_bytes()), ("gut.txt", good.as_bytes())]),
            "damaged: the name of a file in it leads out",
        ),
        ("halb.tar", tarred(&[("gut.txt", good.as_bytes()), ("b.txt", good.as_bytes())])[..1560].to_vec(), "damaged"),
        ("falsch.tar", good.clone().into_bytes(), "damaged"),
        ("bombe.tar.gz", gzip(&tarred(&[("a.txt", &blanks), ("gut.txt", good.as_bytes())])), "too large"),
        ("bombe.docx", word(&String::from_utf8(blanks.clone()).unwrap()), "too large"),
        ("tief.docx", word(&format!("<w:document xmlns:w='w'>{deep}")), "damaged"),
        ("halb.docx", cut(docx("x", "2019-01-01", "<w:p/>")), "damaged"),
        ("falsch.docx", good.clone().into_bytes(), "damaged: no ZIP"),
        ("leer.docx", word("<w:document xmlns:w='w'/>"), "no article: no text in this document"),
        ("anders.docx", zipped(&[("a.txt", &good)]), "damaged: no Word document"),
        ("passwort.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "not read: Word document with a password"),
        ("alt.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "not read: Word document of before 2007"),
        ("tabelle.xlsx", zipped(&[("xl/workbook.xml", "<x/>")]), "not read: spreadsheet"),
        (
            "passwort.odt",
            zipped(&[("content.xml", "Murks"), ("META-INF/manifest.xml", "<m:encryption-data/>")]),
            "damaged: it has a password",
        ),
        ("leer.odt", zipped(&[("mimetype", "application/vnd.oasis.opendocument.text")]), "damaged: no OpenDocument"),
        ("leer.epub", zipped(&[("mimetype", "application/epub+zip")]), "damaged: no EPUB"),
        (
            "fremd.epub",
            zipped(&[("META-INF/container.xml", "<c><rootfile full-path='../../../etc/passwd'/></c>")]),
            "damaged: no EPUB: its package",
        ),
        ("tief.rtf", [b"{\\rtf1 ".to_vec(), vec![b'{'; 100_000]].concat(), "damaged: nested deeper"),
        ("halb.rtf", b"{\\rtf1 {\\info {\\title x".to_vec(), "damaged: it ends inside a group"),
        ("leer.rtf", b"{\\rtf1}".to_vec(), "no article: no text in this document"),
        ("leer.vtt", b"WEBVTT\n\n".to_vec(), "no article: no cue"),
        ("zahl.srt", b"1\n00:00:99999999999999999999,0 --> 1\nText\n".to_vec(), "no article: no cue"),
        ("nullen.srt", zeros, "binary"),
        ("leer.hocr", b"<html><div class='ocr_page'></div></html>".to_vec(), "no article: no text on this page"),
        ("leer.xml", b"<alto/>".to_vec(), "no article: no text on this page"),
        ("halb.xml", b"<PcGts><Page><TextRegion>".to_vec(), "damaged: line 1: not XML"),
    ];
    let sandbox = Sandbox::new();
    sandbox.write("gut.txt", &good);
    // Declared entities are never expanded; the rest of the document is read.
    sandbox.write("fremd.docx", word(entity));
    sandbox.write("fremd.odt", entity_odt);
    sandbox.write("fremd.xml", format!("<!DOCTYPE a [<!ENTITY b 'c'>]>{}", alto(&[("a", &["x"])])));
    for (name, content, _) in &rows {
        sandbox.write(name, content);
    }
    let names: Vec<String> = (0..10_000).map(|n| format!("{n}.png")).collect();
    let mut many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"\x89PNG\0"[..])).collect();
    many.push(("gut.txt", good.as_bytes()));
    sandbox.write("viele.zip", zipped(&many));
    let started = Instant::now();
    let account = sandbox.run(&["index", "in", "--json", "--max-file-size", "2m"]).json().remove(0);
    assert!(started.elapsed() < Duration::from_secs(300), "{:?}", started.elapsed());
    for (name, _, wanted) in &rows {
        let reasons = reasons(&account, name);
        assert!(reasons.iter().any(|reason| reason.starts_with(wanted)), "{name}: {reasons:?}, expected {wanted}");
    }
    adds_up(&account);
    assert!(sandbox.search("root").is_empty(), "a line of /etc/passwd");
    // what lies beside a hostile file in an archive is found all the same
    let paths = found(&sandbox, "Gartenzaun");
    assert_eq!(
        paths,
        [
            "bombe.tar.gz!/gut.txt",
            "bombe.zip!/gut.txt",
            "flucht.tar!/gut.txt",
            "gut.txt",
            "halb.tar!/gut.txt",
            "viele.zip!/gut.txt"
        ]
    );
    assert_eq!(account["passed_over"].as_u64(), Some(10_000), "{account}");
}

/// Every other kind of hostile file, for each format that holds files or parts. The text is what its reason begins with; one
/// without is read, and nothing of what it points to.
fn more_of_each_format() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let good = article("Der gute Nachbar", "Der Nachbar grüßt über den Gartenzaun.");
    let blanks = " ".repeat(3 << 20);
    let entity = |root: &str, text: &str| {
        format!("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><{root}>{text}</{root}>")
    };
    let tars = (0..6).fold(tarred(&[("a.txt", good.as_bytes())]), |inner, _| tarred(&[("b.tar", &inner)]));
    let zips = (0..6).fold(zipped(&[("a.txt", &good)]), |inner, _| zipped(&[("archive/b.zip", inner)]));
    let names: Vec<String> = (0..10_000).map(|n| format!("{n}.png")).collect();
    let pictures: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"\x89PNG\0"[..])).collect();
    let with_pictures = |part: (&'static str, Vec<u8>)| -> Vec<u8> {
        let parts: Vec<(&str, &[u8])> =
            pictures.iter().copied().take(1_000).chain([(part.0, part.1.as_slice())]).collect();
        zipped(&parts)
    };
    let mut huge_tar = tarred(&[("a.txt", good.as_bytes())]);
    huge_tar[124..135].copy_from_slice(b"77777777777");
    let sum: u32 = huge_tar[..512]
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) })
        .sum();
    huge_tar[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let text_odt =
        |content: &str| zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)]);
    let deep = "<a>".repeat(50_000);
    let book = |chapter: &str| epub("Ein Buch", "2019-03-04", &[chapter]);
    let chapters = vec!["<p>Ein Satz.</p>"; 300];
    let word = |document: &str| zipped(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", document)]);
    let paragraph = "<w:document xmlns:w='w'><w:p><w:r><w:t>Ein Satz im Buch.</w:t></w:r></w:p></w:document>";
    let cues = |time: &str| format!("WEBVTT\n\n{time} --> {time}\nEin Satz.\n");
    vec![
        (
            "flucht.zip",
            zipped(&[("../../a.txt", &good), ("gut.txt", &good)]),
            "damaged: the name of a file in it leads out",
        ),
        ("fremd-e.zip", zipped(&[("a.xml", entity("alto", "&a;"))]), "no article"),
        ("bombe.wacz", zipped(&[("archive/a.txt.gz", gzip(blanks.as_bytes()))]), "too large"),
        ("tief.wacz", zips, "damaged: more than 4 archives"),
        ("flucht.wacz", zipped(&[("archive/../../a.txt", &good)]), "damaged: the name of a file in it leads out"),
        ("halb.wacz", cut(zipped(&[("archive/a.txt", &good)])), "damaged"),
        ("falsch.wacz", good.clone().into_bytes(), "damaged: no ZIP"),
        ("passwort.wacz", locked(zipped(&[("archive/a.txt", &good)])), "damaged: it has a password"),
        ("viele.wacz", with_pictures(("archive/gut.txt", good.clone().into_bytes())), ""),
        ("zahl.wacz", boastful(zipped(&[("archive/a.txt", &good)])), "damaged"),
        ("leer.wacz", zipped::<&str>(&[]), "empty"),
        ("tief.tar", tars, "damaged: more than 4 archives"),
        ("viele.tar", tarred(&[&pictures[..], &[("gut.txt", good.as_bytes())]].concat()), ""),
        ("passwort.tar", tarred(&[("a.zip", &locked(zipped(&[("a.txt", &good)])))]), "damaged: it has a password"),
        ("fremd.tar", tarred(&[("a.xml", entity("alto", "&a;").as_bytes())]), "no article"),
        ("zahl.tar", huge_tar, "damaged"),
        ("leer.tar", vec![0; 1024], "empty"),
        ("flucht.docx", zipped(&[("word/document.xml", paragraph), ("../../a.txt", "x")]), ""),
        ("viele.docx", with_pictures(("word/document.xml", paragraph.as_bytes().to_vec())), ""),
        ("zahl.docx", boastful(word(paragraph)), "damaged"),
        ("bombe.odt", text_odt(&blanks), "too large"),
        ("tief.odt", text_odt(&deep), "damaged"),
        ("halb.odt", cut(odt("x", "2019-01-01", "<text:p/>")), "damaged"),
        ("falsch.odt", good.clone().into_bytes(), "damaged: no ZIP"),
        ("zahl.odt", boastful(odt("x", "2019-01-01", "<text:p/>")), "damaged"),
        ("bombe.epub", book(&blanks), "too large"),
        ("tief.epub", book(&"<div>".repeat(50_000)), "damaged"),
        ("halb.epub", cut(book("<p>Ein Satz.</p>")), "damaged"),
        ("falsch.epub", good.clone().into_bytes(), "damaged: no ZIP"),
        ("passwort.epub", locked(book("<p>Ein Satz.</p>")), "damaged"),
        ("viele.epub", epub("Ein Buch", "2019-03-04", &chapters), ""),
        ("zahl.epub", boastful(book("<p>Ein Satz.</p>")), "damaged"),
        ("bombe.rtf", [b"{\\rtf1 ".to_vec(), blanks.clone().into_bytes()].concat(), "too large"),
        ("falsch.rtf", b"\x89PNG\0".to_vec(), ""),
        ("viele.rtf", format!("{{\\rtf1 {}}}", "{\\par Ein Satz.}".repeat(2_000)).into_bytes(), ""),
        (
            "fremd.rtf",
            b"{\\rtf1 {\\field{\\*\\fldinst INCLUDETEXT /etc/passwd}{\\fldrslt Ein Satz.}}\\par}".to_vec(),
            "",
        ),
        ("zahl.rtf", b"{\\rtf1 \\u99999999999999999999 Ein Satz.\\bin99999999999999999999 weg}".to_vec(), ""),
        ("tief.mets.xml", format!("<mets>{}", "<div>".repeat(50_000)).into_bytes(), "damaged"),
        (
            "flucht.mets.xml",
            b"<mets><fileSec><file ID='a'><FLocat href='../../../etc/passwd.xml'/></file></fileSec></mets>".to_vec(),
            "no article: no page with text",
        ),
        ("leer.mets.xml", b"<mets/>".to_vec(), "format not supported: no page"),
        ("tief.hocr", format!("<html><body>{}", "<div class='ocr_page'>".repeat(50_000)).into_bytes(), "damaged"),
        ("bombe.vtt", [b"WEBVTT\n\n".to_vec(), blanks.into_bytes()].concat(), "too large"),
        (
            "viele.vtt",
            (cues("00:00:01.000") + &"\n00:00:02.000 --> 00:00:03.000\nEin Satz.\n".repeat(2_000)).into_bytes(),
            "",
        ),
        ("zahl.vtt", cues("99999999999:00:01.000").into_bytes(), "no article: no cue"),
    ]
}

/// Hostile pages of newspapers and transcripts, like those of `more_of_each_format`.
fn pages_and_transcripts() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    const PNG: &[u8] = b"\x89PNG\0";
    const LOCKED: &[u8] = b"PK\x03\x04 a ZIP that ends here";
    const ENTITY: &str = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>";
    const LINE: &str = "<span class='ocr_line'><span class='ocrx_word'>Satz</span></span>";
    let blanks = " ".repeat(3 << 20);
    let bytes = |text: String| text.into_bytes();
    let cue = |text: &str| format!("1\n00:00:01,000 --> 00:00:02,000\n{text}\n");
    let hocr = |title: &str, text: &str| {
        format!("<html><body><div class='ocr_page' title='{title}'>{text}</div></body></html>")
    };
    let mets = |address: &str| {
        format!(
            "<mets><fileSec><fileGrp><file ID='a'><FLocat href='{address}'/></file></fileGrp></fileSec>\
             <structMap><div ORDER='99999999999999999999'><fptr FILEID='a'/></div></structMap></mets>"
        )
    };
    let words = vec!["Satz"; 10_000];
    let page = |words: &[&str]| alto(&[("a", words)]);
    vec![
        ("bombe.srt", bytes(cue(&blanks)), "too large"),
        ("tief.srt", bytes(cue(&format!("{}Ein Satz.", "<i>".repeat(50_000)))), ""),
        ("halb.srt", bytes(cue("Ein Satz.") + "\n2\n00:00:0"), ""),
        ("falsch.srt", PNG.to_vec(), "binary"),
        ("passwort.srt", LOCKED.to_vec(), "damaged: no ZIP"),
        ("viele.srt", bytes(format!("{}\n", cue("Ein Satz.")).repeat(10_000)), ""),
        ("fremd.srt", bytes(format!("{ENTITY}{}", cue("&a; Ein Satz."))), ""),
        ("leer.srt", Vec::new(), "empty"),
        ("tief.vtt", bytes(format!("WEBVTT\n\n{}", cue(&"<c>".repeat(50_000)))), "no article: no cue"),
        ("halb.vtt", b"WEBVTT\n\n00:00:01.000 --> 00:00".to_vec(), "no article: no cue"),
        ("fremd.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v ../../etc/passwd>&a; Ein Satz.\n".to_vec(), ""),
        ("falsch.vtt", PNG.to_vec(), "binary"),
        ("passwort.vtt", LOCKED.to_vec(), "damaged: no ZIP"),
        ("bombe.alto.xml", bytes(page(&[&blanks])), "too large"),
        ("tief.alto.xml", bytes(format!("<alto>{}", "<TextBlock>".repeat(50_000))), "damaged: line 1: not XML"),
        ("halb.alto.xml", cut(bytes(page(&["Satz"]))), "damaged: line 2: not XML"),
        ("falsch.alto.xml", PNG.to_vec(), "binary"),
        ("passwort.alto.xml", LOCKED.to_vec(), "damaged: no ZIP"),
        ("viele.alto.xml", bytes(page(&words)), ""),
        ("fremd.alto.xml", bytes(format!("{ENTITY}{}", page(&["&a;"]))), ""),
        ("leer.alto.xml", Vec::new(), "empty"),
        ("bombe.hocr", bytes(hocr("", &blanks)), "too large"),
        ("flucht.hocr", bytes(hocr("image \"../../../etc/passwd\"", LINE)), ""),
        (
            "halb.hocr",
            bytes("<html><body><div class='ocr_page' title='x".to_owned()),
            "no article: no text on this page",
        ),
        ("falsch.hocr", PNG.to_vec(), "binary"),
        ("passwort.hocr", LOCKED.to_vec(), "damaged: no ZIP"),
        ("viele.hocr", bytes(hocr("", &LINE.repeat(10_000))), ""),
        ("fremd.hocr", bytes(format!("{ENTITY}{}", hocr("", &format!("&a;{LINE}")))), ""),
        ("zahl.hocr", bytes(hocr("bbox 0 0 99999999999999999999 1e999", LINE)), ""),
        ("bombe.mets.xml", bytes(mets(&blanks)), "too large"),
        ("halb.mets.xml", cut(bytes(mets("x.xml"))), "damaged: line 1: not XML"),
        ("falsch.mets.xml", PNG.to_vec(), "binary"),
        ("passwort.mets.xml", LOCKED.to_vec(), "damaged: no ZIP"),
        ("fremd.mets.xml", bytes(format!("{ENTITY}{}", mets("&a;"))), "format not supported: no page with text"),
        ("netz.mets.xml", bytes(mets("http://example.invalid/a.xml")), "no article: no page with text"),
        ("selbst.mets.xml", bytes(mets("selbst.mets.xml")), "no article: no page with text"),
    ]
}

#[test]
fn hostile_files_of_each_format_have_a_reason() {
    let sandbox = Sandbox::new();
    sandbox.write("gut.txt", article("Der gute Nachbar", "Der Nachbar grüßt über den Gartenzaun."));
    let files = [more_of_each_format(), pages_and_transcripts()].concat();
    files.iter().for_each(|(name, content, _)| {
        sandbox.write(name, content);
    });
    let started = Instant::now();
    let account = sandbox.run(&["index", "in", "--json", "--max-file-size", "2m"]).json().remove(0);
    assert!(started.elapsed() < Duration::from_secs(300), "{:?}", started.elapsed());
    let mut wrong = Vec::new();
    for (name, _, wanted) in &files {
        let told = reasons(&account, name);
        if !wanted.is_empty() && !told.iter().any(|reason| reason.starts_with(wanted)) {
            wrong.push(format!("{name}: {told:?}, expected {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    adds_up(&account);
    assert!(sandbox.search("root").is_empty(), "a line of /etc/passwd");
    assert_eq!(
        found(&sandbox, "Gartenzaun"),
        ["flucht.zip!/gut.txt", "gut.txt", "viele.tar!/gut.txt", "viele.wacz!/archive/gut.txt"]
    );
}
