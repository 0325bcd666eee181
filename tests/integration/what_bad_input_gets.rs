//! Row by row: what becomes of each kind of bad input. Whatever is found is indexed or has a reason.

use std::collections::BTreeMap;
use std::io::Write as _;

use crate::support::{Random, Sandbox, marked, rounds};

/// What a file gets.
enum Gets {
    /// It is an article that is found by `Größe`, of which these letters are marked.
    Found(&'static str),
    /// It is left out, for a reason that begins so.
    LeftOut(&'static str),
    /// So many of its records are articles, and one is left out on this line for a reason that begins so.
    Records(usize, u64, &'static str),
}

use Gets::{Found, LeftOut, Records};

const TEXT: &str = "Bericht\nDie Größe der Halle überrascht alle.\n";

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

fn nitf(encoding: &str, doctype: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"{encoding}\"?>{doctype}<nitf><body><body.content><p>Die Größe der Halle überrascht \
         alle.</p></body.content></body></nitf>"
    )
}

fn feed(entry: &str) -> String {
    let good = |text: &str| format!("<item><description>{text}</description></item>");
    format!("<rss><channel>{}\n<item>{entry}</item>\n{}</channel></rss>", good("Eins."), good("Drei."))
}

fn mail(head: &str) -> String {
    format!(
        "From: a@b.example\n{head}Content-Type: text/plain; charset=utf-8\n\nDie Größe der Halle überrascht alle.\n"
    )
}

fn mailbox(bad: &str) -> Vec<u8> {
    let mails = ["From: a@b.example\n\nEins.\n", bad, "From: a@b.example\n\nDrei.\n"];
    mails.map(|mail| format!("From a@b.example Sat Apr 21 10:15:00 2018\n{mail}\n")).concat().into()
}

fn rows() -> Vec<(&'static str, Vec<u8>, Gets)> {
    let with_bom = format!("\u{feff}{TEXT}");
    let deep = format!("{{\"text\":{}1{}}}", "[".repeat(300), "]".repeat(300));
    let records = |bad: &str| format!("{{\"text\":\"Eins.\"}}\n{bad}\n{{\"text\":\"Drei.\"}}\n").into_bytes();
    vec![
        ("bom.txt", with_bom.clone().into(), Found("Größe")),
        ("utf16le.txt", utf16(&with_bom, u16::to_le_bytes), Found("Größe")),
        ("utf16be.txt", utf16(&with_bom, u16::to_be_bytes), Found("Größe")),
        ("windows1252.txt", encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned(), Found("Größe")),
        ("zerlegt.txt", TEXT.replace('ö', "o\u{308}").into(), Found("Gro\u{308}ße")),
        ("trennstelle.txt", TEXT.replace("Größe", "Grö\u{ad}ße").into(), Found("Grö\u{ad}ße")),
        ("breitenlos.txt", TEXT.replace("Größe", "Grö\u{200b}ße").into(), Found("Grö\u{200b}ße")),
        ("geschuetzt.txt", TEXT.replace(' ', "\u{a0}").into(), Found("Größe")),
        ("steuerzeichen.txt", TEXT.replace("Die", "\u{1b}[31mDie\u{202e}").into(), Found("Größe")),
        ("null.txt", [TEXT.as_bytes(), b"\0"].concat(), LeftOut("binary, not text")),
        ("bild.txt", b"\x89PNG\r\n\x1a\n".to_vec(), LeftOut("binary, not text")),
        ("leer.txt", vec![], LeftOut("empty")),
        ("gross.txt", TEXT.repeat(3000).into(), LeftOut("too large")),
        ("gross.txt.gz", gzip(TEXT.repeat(3000).as_bytes()), LeftOut("too large")),
        ("fremd.xyz", TEXT.into(), LeftOut("format not supported")),
        ("fremd.docx", TEXT.into(), LeftOut("damaged: no ZIP")),
        (
            "entitaet.xml",
            b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"a\">]><x>&a;</x>".to_vec(),
            LeftOut("format not supported"),
        ),
        ("nitf.xml", nitf("UTF-8", "").into(), Found("Größe")),
        ("latin1.nitf", encoding_rs::WINDOWS_1252.encode(&nitf("ISO-8859-1", "")).0.into_owned(), Found("Größe")),
        (
            "entitaet.nitf",
            nitf("UTF-8", "<!DOCTYPE nitf [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>").into(),
            Found("Größe"),
        ),
        ("halb.nitf", nitf("UTF-8", "").into_bytes()[..120].to_vec(), LeftOut("damaged: line 1: not XML")),
        ("eintraege.rss", feed("<category>Nur eine Rubrik</category>").into(), Records(2, 2, "no article")),
        ("tief.rss", feed(&"<b>".repeat(300)).into(), Records(1, 2, "damaged: not XML")),
        (
            "zu-tief.rss",
            feed(&format!("{}{}", "<b>".repeat(300), "</b>".repeat(300))).into(),
            Records(2, 2, "damaged: nested"),
        ),
        ("post.eml", mail("Subject: Post\n").into(), Found("Größe")),
        ("murks.eml", b"Murks".to_vec(), LeftOut("no article: no mail")),
        ("post.mbox", mailbox("From: a@b.example\n\n \n"), Records(2, 6, "no article: no text in this mail")),
        ("lang.mbox", mailbox(&mail(&format!("X: {}\n", "x".repeat(100_000)))), Records(2, 6, "too large")),
        ("kaputt.jsonl", records("{kaputt"), Records(2, 2, "no article")),
        ("typ.jsonl", records("{\"text\":{\"a\":1}}"), Records(2, 2, "no article")),
        ("ohne.jsonl", records("{\"title\":\"Nur ein Titel\"}"), Records(2, 2, "no article")),
        ("tief.jsonl", records(&deep), Records(2, 2, "no article")),
        ("lang.jsonl", records(&format!("{{\"text\":\"{}\"}}", "x".repeat(100_000))), Records(2, 2, "too large")),
        ("viele.jsonl", "{\"text\":\"Eine Zeile von vielen.\"}\n".repeat(4000).into(), Records(4000, 0, "")),
        ("zeile.csv", b"id;text\n1;Eins.\n2\n3;Drei.\n".to_vec(), Records(2, 3, "no article")),
        (
            "datum.jsonl",
            b"{\"text\":\"Eins.\",\"date\":\"31.02.2018\"}\n{\"text\":\"Zwei.\",\"date\":\"99999-01-01\"}\n".to_vec(),
            Records(2, 0, ""),
        ),
        ("name\n\u{1b}[31m.txt", TEXT.into(), Found("Größe")),
    ]
}

#[test]
fn each_row_gets_what_it_should() {
    let sandbox = Sandbox::new();
    let rows = rows();
    for (name, bytes, _) in &rows {
        sandbox.write(name, bytes);
    }
    let ran = sandbox.run(&["index", "in", "--json", "--max-file-size", "64k"]);
    let account = ran.json().remove(0);
    // By file: the line, 0 for a whole file, and the reason.
    let mut reasons: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    for entry in ["skipped", "skipped_records"].iter().flat_map(|list| account[list].as_array().unwrap()) {
        let (path, reason) = (entry["path"].as_str().unwrap(), entry["reason"].as_str().unwrap().to_owned());
        let name = path.rsplit('/').next().unwrap().to_owned();
        reasons.entry(name).or_default().push((entry["line"].as_u64().unwrap_or(0), reason));
    }
    let hits = sandbox.run(&["search", "--json", "-n", "100", "Größe"]).json();
    let mut articles = 0;
    for (name, _, gets) in &rows {
        let reasons = reasons.get(*name).map_or(&[][..], Vec::as_slice);
        match gets {
            Found(letters) => {
                assert_eq!(reasons, [], "{name:?}");
                let hit = hits.iter().find(|hit| hit["article"].as_str().is_some_and(|id| id.ends_with(name)));
                let hit = hit.unwrap_or_else(|| panic!("{name:?} is not found"));
                assert_eq!(marked(hit), [*letters], "{name:?}");
                articles += 1;
            }
            LeftOut(start) => {
                assert!(matches!(reasons, [(0, reason)] if reason.starts_with(start)), "{name:?}: {reasons:?}");
            }
            Records(many, line, start) => {
                let fits = |(at, reason): &(u64, String)| at == line && reason.starts_with(start);
                assert!(reasons.iter().all(fits) && reasons.len() == usize::from(*line > 0), "{name:?}: {reasons:?}");
                articles += many;
            }
        }
    }
    assert_eq!(account["articles"].as_u64(), Some(articles as u64), "{account}");
    assert_eq!((account["recoded"].as_u64(), account["dates_refused"].as_u64()), (Some(2), Some(2)), "{account}");
    let count = |name: &str| account[name].as_u64().unwrap();
    let left_out = account["skipped"].as_array().unwrap().len() as u64;
    assert_eq!((count("found"), left_out), (rows.len() as u64, count("found") - count("indexed")), "{account}");
}

/// Whatever articles are made of, what reaches a terminal are letters, line ends and our own colours.
#[test]
fn no_article_steers_the_terminal() {
    const PIECES: [&str; 16] = [
        "Bahn",
        "Größe",
        " ",
        " ",
        "\u{1b}[2J",
        "\u{1b}]0;x\u{7}",
        "\u{9b}31m",
        "\r",
        "\u{8}",
        "\u{202e}",
        "\u{2066}",
        "\u{7f}",
        "\0",
        "\u{1b}]8;;http://x\u{1b}\\",
        "\u{200b}",
        "\u{feff}",
    ];
    let mut random = Random(5);
    let mut noise = || (0..12).map(|_| PIECES[random.below(PIECES.len() as u64) as usize]).collect::<String>();
    let sandbox = Sandbox::new();
    let articles = rounds(1000);
    let mut record = |n: usize| {
        let (id, title, source, section) = (format!("{n}{}", noise()), noise(), noise(), noise());
        let text = format!("{} Bahn {}", noise(), noise());
        format!(
            "{}\n",
            serde_json::json!({"id": id, "title": title, "source": source, "section": section, "text": text})
        )
    };
    sandbox.write("a.jsonl", (0..articles).map(&mut record).collect::<String>());
    sandbox.index();
    let limit = articles.to_string();
    let mut shown = 0;
    for format in ["text", "line"] {
        let ran = sandbox.run(&["search", "Bahn", "--color", "always", "--explain", "--format", format, "-n", &limit]);
        let mut plain = ran.out.replace("\u{1b}[0m", "");
        for start in plain.match_indices("\u{1b}[").map(|(at, _)| at).collect::<Vec<_>>().into_iter().rev() {
            let end = start + plain[start..].find('m').unwrap();
            assert!(plain[start + 2..end].chars().all(|c| c.is_ascii_digit() || c == ';'), "{:?}", &plain[start..=end]);
            plain.replace_range(start..=end, "");
        }
        let strange =
            |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
        assert_eq!(plain.chars().find(|c| strange(*c)), None, "{format}");
        shown += plain.lines().count();
    }
    assert!(shown >= 2 * articles, "{shown} lines");
}
