//! A folder of files of all formats, good and bad: every file is in the account once, and the report sums up to it.

use std::time::Instant;

use serde_json::Value;

use crate::packed::{alto, docx, epub, gzip, odt, tarred, zipped};
use crate::support::{Sandbox, article};

/// Files of a run of every day. `FUNDSTELLE_FILES=10000` makes more.
const FILES: usize = 216;

/// Returns the name and the content of the nth file: of each format in turn, of which one is at fault and one is no text.
fn file(n: usize) -> (String, Vec<u8>) {
    let (title, day) = (format!("Pegel {n} steigt"), format!("2019-{:02}-{:02}", n % 12 + 1, n % 28 + 1));
    let body =
        format!("Der Pegel {n} am Klarsee ist um {} Zentimeter gestiegen, meldet die Wasserwacht am Abend.", n % 90);
    let text = article(&title, &body);
    let json = format!("{{\"title\": \"{title}\", \"date\": \"{day}\", \"text\": \"{body}\"}}");
    let page = format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{body}</p></article></body></html>"
    );
    let mail = format!(
        "From: a@b.example\nDate: Mon, 4 Mar 2019 10:15:00 +0100\nSubject: {title}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
    );
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://bote.example/{n}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        page.len()
    );
    let (extension, content): (&str, Vec<u8>) = match n % 24 {
        0 => ("txt", text.into_bytes()),
        1 => ("md", format!("# {title}\n\n{body}\n").into_bytes()),
        2 => ("html", page.into_bytes()),
        3 => ("json", json.into_bytes()),
        4 => ("jsonl", format!("{json}\n{json}\n").into_bytes()),
        5 => ("csv", format!("title,date,text\n{title},{day},\"{body}\"\n").into_bytes()),
        6 => ("tsv", format!("title\tdate\ttext\n{title}\t{day}\t{body}\n").into_bytes()),
        7 => ("nitf", format!("<nitf><body><body.head><hedline><hl1>{title}</hl1></hedline></body.head><body.content><p>{body}</p></body.content></body></nitf>").into_bytes()),
        8 => ("rss", format!("<rss><channel><title>Bote</title><item><title>{title}</title><description>{body}</description></item></channel></rss>").into_bytes()),
        9 => ("eml", mail.into_bytes()),
        10 => ("mbox", format!("From a@b.example Mon Mar  4 10:15:00 2019\n{mail}\n").into_bytes()),
        11 => ("warc", warc.into_bytes()),
        12 => ("docx", docx(&title, &day, &format!("<w:p><w:r><w:t>{body}</w:t></w:r></w:p>"))),
        13 => ("odt", odt(&title, &day, &format!("<text:p>{body}</text:p>"))),
        14 => ("epub", epub(&title, &day, &[&format!("<p>{body}</p>")])),
        15 => ("rtf", format!("{{\\rtf1\\ansi {}\\par}}", body.replace('ü', "\\'fc")).into_bytes()),
        16 => ("vtt", format!("WEBVTT\n\n00:01.000 --> 00:04.000\n{body}\n").into_bytes()),
        17 => ("xml", alto(&[("B1", &[body.as_str()])]).into_bytes()),
        18 => ("zip", zipped(&[("a.txt", text.as_str()), ("b.json", "{\"text\": 5}")])),
        19 => ("tar", tarred(&[("a.txt", text.as_bytes()), ("b.png", b"\x89PNG\0")])),
        20 => ("txt.gz", gzip(text.as_bytes())),
        21 => ("json", b"{\"title\": \"abgeschnitten".to_vec()),
        22 => ("docx", b"PK\x03\x04 abgeschnitten".to_vec()),
        _ => ("png", b"\x89PNG\0\0".to_vec()),
    };
    (format!("{}/{n}.{extension}", n / 1000), content)
}

/// Asserts that the numbers of a run agree with each other and with its report.
fn adds_up(sandbox: &Sandbox, account: &Value, files: usize) {
    let count = |name: &str| account[name].as_u64().unwrap();
    let skipped = account["skipped"].as_array().unwrap().len() as u64;
    assert_eq!(count("found"), files as u64);
    assert_eq!(count("found"), count("indexed") + count("unchanged") + skipped, "{skipped}");
    let mut report = csv::Reader::from_path(sandbox.path().join("bericht.csv")).unwrap();
    let rows: Vec<Vec<String>> = report.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let of_files = || rows.iter().filter(|row| row[0] == "file");
    let outcome = |name: &str| of_files().filter(|row| row[4] == name).count() as u64;
    let outcomes = ["indexed", "unchanged", "skipped"].map(outcome);
    assert_eq!(outcomes, [count("indexed"), count("unchanged"), skipped]);
    let articles: u64 = of_files().map(|row| row[5].parse::<u64>().unwrap()).sum();
    assert_eq!(articles, count("articles"));
    let records = rows.iter().filter(|row| row[0] == "record").count();
    assert_eq!(records, account["skipped_records"].as_array().unwrap().len());
}

#[test]
fn every_file_of_a_mixed_folder_is_in_the_account_once() {
    let files = std::env::var("FUNDSTELLE_FILES").ok().map_or(FILES, |files| files.parse().unwrap());
    let sandbox = Sandbox::new();
    for n in 0..files {
        let (name, content) = file(n);
        sandbox.write(&name, content);
    }
    let report = sandbox.path().join("bericht.csv");
    let options = ["index", "in", "--json", "--report", report.to_str().unwrap()];
    let started = Instant::now();
    let first = sandbox.run(&options).json().remove(0);
    adds_up(&sandbox, &first, files);
    let seconds = started.elapsed().as_secs_f32();
    println!(
        "{files} files: {} articles, {} skipped in {seconds:.1} s",
        first["articles"],
        first["skipped"].as_array().unwrap().len()
    );
    // of 24 files 21 hold articles, and one of them two
    assert_eq!(
        first["articles"].as_u64().unwrap(),
        (0..files).map(|n| [1, 2, 0][usize::from(n % 24 == 4) + 2 * usize::from(n % 24 > 20)]).sum::<u64>()
    );
    for n in (0..files).step_by(10) {
        let (name, content) = file(n + 24 * files);
        let (old, _) = file(n);
        sandbox.write(&old, content);
        assert_eq!(name.rsplit_once('.').unwrap().1, old.rsplit_once('.').unwrap().1);
    }
    let second = sandbox.run(&options).json().remove(0);
    adds_up(&sandbox, &second, files);
    assert_eq!(second["articles"], first["articles"]);
    assert!(second["unchanged"].as_u64().unwrap() >= files as u64 / 2, "{}", second["unchanged"]);
}
