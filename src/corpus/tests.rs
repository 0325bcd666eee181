//! The room as a whole: folders with everything that may lie in them, through [`discover`] and [`read`].
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tempfile::TempDir;

use super::formats::{EXTENSIONS, Format, Whole};
use super::*;

const TEXT: &str = "Streit um das Bad\n\nDer Rat der Stadt schließt das Bad.\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn walk(roots: &[&Path], follow: bool) -> Discovered {
    let roots: Vec<PathBuf> = roots.iter().map(|root| root.to_path_buf()).collect();
    discover(&roots, &WalkOptions { follow, ..WalkOptions::default() }).unwrap()
}

fn names(found: &Discovered) -> Vec<&str> {
    found.files.iter().map(|file| file.relative.as_str()).collect()
}

fn reasons(found: &Discovered) -> Vec<(String, SkipReason)> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    found.skipped.iter().map(|(path, reason)| (name(path), reason.clone())).collect()
}

type Outcome = (Result<ReadSummary, SkipReason>, Vec<Record>);

fn read_file(file: &SourceFile, max_file_size: u64) -> Outcome {
    let mut records = Vec::new();
    let source = read(file, &ReadOptions { max_file_size, ..ReadOptions::default() }, &mut |record| {
        records.push(record);
        ControlFlow::Continue(())
    });
    (source, records)
}

fn read_bytes(name: &str, bytes: &[u8], max_file_size: u64) -> Outcome {
    let folder = folder(&[(name, bytes)]);
    read_file(&walk(&[folder.path()], false).files[0], max_file_size)
}

fn articles(outcome: &Outcome) -> Vec<&Article> {
    let articles = outcome.1.iter().filter_map(|record| match record {
        Record::Article(article) => Some(article.as_ref()),
        Record::Skipped { .. } => None,
    });
    articles.collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn walks_in_order_and_leaves_out_what_is_hidden_or_excluded() {
    let folder = folder(&[
        ("b.txt", b"x"),
        ("a/z.txt", b"x"),
        ("a/entwurf/1.txt", b"x"),
        ("a/.fundstelleignore", b"*.bak\n!gut.bak\n"),
        ("a/alt.bak", b"x"),
        ("a/gut.bak", b"x"),
        (".fundstelleignore", b"entwurf/\n*.tmp\n"),
        ("c.tmp", b"x"),
        (".git/config", b"x"),
        (".versteckt.txt", b"x"),
    ]);
    let found = walk(&[folder.path()], false);
    assert_eq!(names(&found), ["a/gut.bak", "a/z.txt", "b.txt"]);
    // two ignore files, a folder of drafts, .git, a hidden file, alt.bak, c.tmp
    assert_eq!((found.ignored, found.skipped.len()), (7, 0));
    // the same again by overlapping roots, and a hidden one that is named; what an ignore file above a root says
    // does not hold in it
    let again = walk(&[folder.path(), &folder.path().join("a"), &folder.path().join(".versteckt.txt")], false);
    assert_eq!(names(&again), ["a/gut.bak", "a/z.txt", "b.txt", "entwurf/1.txt", ".versteckt.txt"]);
    assert_eq!(again.roots.len(), 3);
    assert!(again.files[0].key.starts_with(&again.roots[0]));
    let missing = discover(&[folder.path().join("fehlt")], &WalkOptions::default()).unwrap_err();
    assert!(missing.to_string().contains("fehlt: no such file"), "{missing}");
}

#[cfg(unix)]
#[test]
fn odd_names_keep_apart() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    for name in [&b"a\xff.txt"[..], br"a\xFF.txt", b"zeile\numbruch.txt", b"\x1b[31m.txt"] {
        fs::write(folder.path().join(OsStr::from_bytes(name)), TEXT).unwrap();
    }
    let found = walk(&[folder.path()], false);
    assert_eq!(names(&found), ["\u{1b}[31m.txt", r"a\\xFF.txt", r"a\xFF.txt", "zeile\numbruch.txt"]);
    for file in &found.files {
        assert_eq!(articles(&read_file(file, 1000))[0].id, file.relative);
    }
}

#[cfg(unix)]
#[test]
fn links_and_special_files() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("fremd.txt", b"x")]);
    let folder = folder(&[("a/eins.txt", b"x"), ("b/zwei.txt", b"x")]);
    let root = folder.path();
    symlink(root.join("a/eins.txt"), root.join("b/datei.txt")).unwrap();
    symlink("..", root.join("b/kreis")).unwrap();
    symlink("selbst", root.join("selbst")).unwrap();
    symlink("nirgends", root.join("tot")).unwrap();
    symlink(outside.path(), root.join("hinaus")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(root.join("socket.txt")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(root.join("fifo.txt")).status().unwrap().success());

    let found = walk(&[root], false);
    assert_eq!(names(&found), ["a/eins.txt", "b/zwei.txt"]);
    let links = reasons(&found).iter().filter(|(_, reason)| *reason == SkipReason::SymbolicLink).count();
    let special = reasons(&found).iter().filter(|(_, reason)| matches!(reason, SkipReason::Special(_))).count();
    assert_eq!((links, special, found.skipped.len()), (5, 2, 7));

    let found = walk(&[root], true);
    assert_eq!(names(&found), ["a/eins.txt", "b/zwei.txt"]);
    let of = |name: &str| reasons(&found).into_iter().find(|(other, _)| other == name).unwrap().1;
    assert_eq!(of("kreis"), SkipReason::LinkLoop);
    assert_eq!(of("selbst"), SkipReason::LinkLoop);
    assert_eq!(of("hinaus"), SkipReason::OutsideRoot);
    assert!(matches!(of("tot"), SkipReason::Unreadable(_)));
    assert_eq!(of("fifo.txt"), SkipReason::Special("FIFO"));

    // a root that is a link is followed
    assert_eq!(names(&walk(&[&root.join("b/datei.txt")], false)), ["datei.txt"]);
    let found = walk(&[&root.join("hinaus")], false);
    assert_eq!((names(&found), found.skipped.len()), (vec!["fremd.txt"], 0));
}

#[cfg(unix)]
#[test]
fn a_file_that_became_something_else() {
    let folder = folder(&[("a.txt", TEXT.as_bytes()), ("b.txt", TEXT.as_bytes()), ("c.txt", TEXT.as_bytes())]);
    let found = walk(&[folder.path()], false);
    for file in &found.files {
        fs::remove_file(&file.path).unwrap();
    }
    assert!(std::process::Command::new("mkfifo").arg(&found.files[0].path).status().unwrap().success());
    fs::create_dir(&found.files[1].path).unwrap();
    assert_eq!(read_file(&found.files[0], 1000).0, Err(SkipReason::Special("FIFO")));
    assert!(matches!(read_file(&found.files[1], 1000).0, Err(SkipReason::Unreadable(_))));
    assert_eq!(read_file(&found.files[2], 1000).0, Err(SkipReason::Vanished));
    assert_eq!(hash_of(&found.files[2]), Err(SkipReason::Vanished));
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.txt", TEXT.as_bytes())]);
    let path = folder.path().join("a.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_err() {
        let found = walk(&[folder.path()], false);
        assert!(matches!(read_file(&found.files[0], 1000).0, Err(SkipReason::Unreadable(_))));
    }
}

#[test]
fn changed_while_read() {
    let folder = folder(&[("a.jsonl", "{\"text\": \"Satz.\"}\n".repeat(3).as_bytes())]);
    let file = walk(&[folder.path()], false).files.remove(0);
    let result = read(&file, &ReadOptions::default(), &mut |_| {
        fs::OpenOptions::new().append(true).open(&file.path).unwrap().write_all(b"x").unwrap();
        ControlFlow::Continue(())
    });
    assert_eq!(result, Err(SkipReason::ChangedWhileRead));
}

#[test]
fn every_encoding_and_packing_gives_the_same_article() {
    let utf16 = |little| -> Vec<u8> {
        let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        format!("\u{feff}{TEXT}").encode_utf16().flat_map(bytes).collect()
    };
    let plain = TEXT.as_bytes().to_vec();
    let (first, second) = plain.split_at(30);
    let members = [gzip(first), gzip(second)].concat();
    let frames = [zstd::encode_all(first, 1).unwrap(), zstd::encode_all(second, 1).unwrap()].concat();
    for (name, bytes, recoded) in [
        ("a.txt", plain.clone(), false),
        ("a.txt", format!("\u{feff}{TEXT}").into_bytes(), false),
        ("a.txt", TEXT.replace('\n', "\r\n").into_bytes(), false),
        ("a.txt", utf16(true), false),
        ("a.txt", utf16(false), false),
        ("a.txt", encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned(), true),
        ("a.TXT.GZ", members, false),
        ("a.txt.zst", frames, false),
        ("a", plain.clone(), false),
    ] {
        let outcome = read_bytes(name, &bytes, 1000);
        let source = outcome.0.clone().unwrap();
        assert_eq!(
            (source.recoded, source.bytes, source.hash),
            (recoded, bytes.len() as u64, *blake3::hash(&bytes).as_bytes()),
            "{name}"
        );
        let article = articles(&outcome)[0];
        assert_eq!((article.id.as_str(), article.title.as_str()), (name, "Streit um das Bad"));
        assert_eq!(article.body, "Der Rat der Stadt schließt das Bad.");
        assert_eq!(article.lines.line_at(0), 3);
    }
    let lines =
        |text: &str| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let outcome = read_bytes("a.jsonl", &lines("{\"text\": \"Äpfel.\"}\n{\"id\": 7, \"text\": \"Öl.\"}\n"), 1000);
    let found: Vec<_> = articles(&outcome).iter().map(|article| (article.id.as_str(), article.body.as_str())).collect();
    assert_eq!(found, [("a.jsonl:1", "Äpfel."), ("7", "Öl.")]);
}

#[test]
fn what_gets_which_reason() {
    let half = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    let noise: Vec<u8> =
        (0..5000u32).flat_map(|n| blake3::hash(&n.to_le_bytes()).to_hex().as_bytes().to_vec()).collect();
    let zeros = gzip(&vec![0u8; 50 << 20]);
    let blanks = gzip(&vec![b' '; 50 << 20]);
    for (name, bytes, wanted) in [
        ("a.txt", Vec::new(), "empty"),
        ("a.txt", b" \r\n\t".to_vec(), "empty"),
        ("a.txt", b"\xef\xbb\xbf".to_vec(), "empty"),
        ("a.jsonl", b"\n\n".to_vec(), "empty"),
        ("a.csv", b"\xff\xfe".to_vec(), "empty"),
        ("a.json", b"[]".to_vec(), "empty"),
        ("a.gz", Vec::new(), "empty"),
        ("a.txt.gz", gzip(b""), "empty"),
        ("a.txt", b"abc\0".to_vec(), "binary"),
        ("a.txt.gz", gzip(&gzip(b"abc")), "binary"),
        ("a.csv.gz", zeros, "binary"),
        ("a.txt.gz", blanks, "too large"),
        ("a.txt", vec![b'a'; 2 << 20], "too large"),
        ("a.xyz", b"Text".to_vec(), "format not supported: .xyz"),
        ("a.docx", b"Text".to_vec(), "damaged: no ZIP"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c".to_vec(), "not read: archive (7z)"),
        ("a.txt.gz", half(gzip(&noise)), "damaged"),
        ("a.txt.zst", half(zstd::encode_all(&noise[..], 1).unwrap()), "damaged"),
        ("a.jsonl.gz", half(gzip(&noise)), "damaged"),
        ("a.txt.gz", b"kein gzip".to_vec(), "damaged"),
        ("a.txt.zst", b"kein zstd".to_vec(), "damaged"),
        ("a.json", b"{\"text\": ".to_vec(), "damaged"),
        ("a.html", b"<html><body></body></html>".to_vec(), "no article"),
    ] {
        let outcome = read_bytes(name, &bytes, 1 << 20);
        let reason = outcome.0.unwrap_err().to_string();
        assert!(reason.starts_with(wanted), "{name}, {} bytes: {reason}", bytes.len());
    }
}

#[test]
fn the_content_decides_where_the_name_does_not() {
    let page = "<!DOCTYPE HTML><html><title>Kopf</title><body><article><p>Der Rat der Stadt schließt das Bad am Fluss.</p></article></body></html>";
    let record = "{\"text\": \"Der Rat der Stadt schließt das Bad am Fluss.\"}";
    for (name, content, many) in [
        ("a.txt", page, false),
        ("a", page, false),
        ("a.php", page, false),
        ("a", record, false),
        ("a.dat", record, false),
        ("a.json", record, false),
        ("a", &format!("{record}\n{record}"), true),
        ("a.json", &format!("{record}\n{record}"), true),
        ("a", &format!("[{record}]"), true),
    ] {
        let outcome = read_bytes(name, content.as_bytes(), 10_000);
        let article = articles(&outcome)[0];
        assert_eq!(article.body, "Der Rat der Stadt schließt das Bad am Fluss.", "{name}");
        assert_eq!(article.id, if many { format!("{name}:1") } else { name.to_owned() });
    }
    let outcome = read_bytes("a.json", format!("[{record}, {record},\n{record}]").as_bytes(), 10_000);
    let ids: Vec<_> = articles(&outcome).iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["a.json:1", "a.json:1.2", "a.json:2"]);
}

#[test]
fn the_sink_may_stop() {
    let folder =
        folder(&[("a.jsonl", "{\"text\": \"Satz.\"}\n".repeat(100).as_bytes()), ("b.json", b"[{\"text\": \"a\"}, 5]")]);
    for file in &walk(&[folder.path()], false).files {
        let mut count = 0;
        let source = read(file, &ReadOptions::default(), &mut |_| {
            count += 1;
            ControlFlow::Break(())
        });
        assert_eq!((source.unwrap().complete, count), (false, 1));
    }
}

fn check_article(article: &Article) {
    let mut end = 0;
    for heading in &article.headings {
        assert!(heading.start >= end && heading.start < heading.end, "{article:?}");
        assert!(article.body.get(heading.clone()).is_some_and(|text| !text.contains('\n')), "{article:?}");
        end = heading.end;
    }
    if let LineMap::Starts(starts) = &article.lines {
        assert_eq!(starts.first().map(|start| start.0), Some(0), "{article:?}");
        assert!(
            starts.is_sorted_by(|a, b| a.0 < b.0) && starts.iter().all(|s| article.body.is_char_boundary(s.0 as usize)),
            "{article:?}"
        );
    }
    assert!(!article.id.is_empty() && !article.body.trim().is_empty(), "{article:?}");
}

/// A name for each format but PDF, which another program reads, and some that say little.
fn names_of_formats() -> Vec<String> {
    let mut formats = Vec::new();
    let first_of_a_format = |(_, format): &&(&str, Format)| {
        let is_new = *format != Format::Whole(Whole::Pdf) && !formats.contains(format);
        formats.push(*format);
        is_new
    };
    let extensions = EXTENSIONS.iter().filter(first_of_a_format).map(|(extension, _)| *extension);
    let names = extensions.chain(["xml", "xyz", "txt.gz", "csv.zst"]).map(|extension| format!("a.{extension}"));
    names.chain(["a".to_owned()]).collect()
}

fn check_all(bytes: &[u8]) {
    for name in names_of_formats() {
        for article in articles(&read_bytes(&name, bytes, 2000)) {
            check_article(article);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        check_all(&bytes);
    }

    #[test]
    fn no_mixture_of_marks_makes_a_reader_panic(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "\n", "\n\n", "\r", " ", "a", "Über uns", "„Nein.“", "# Kopf", "---\n", "+++\n", "title: x", "<p>", "</p>", "<div>",
        "<!DOCTYPE html>", "<script>", "</script>", "<!--", "<h2>Ä</h2>", "{\"text\":", "\"Satz.\"", "}", "[", "]", ",", ";",
        "\t", "'", "\"", "|", "text", "title", "2018-04-21", "31.02.2018", "- ", "> ", "`", "*", "[x](y)", "\u{feff}", "&ouml;", "\0",
        "Der Rat der Stadt hat nach langer Debatte\nbeschlossen, das Bad zu schließen.", "-\nund", "Werbe-\nbudget",
        "<nitf>", "<body>", "<body.content>", "</body.content></body></nitf>", "<rss><channel>", "<item>", "<description>",
        "</description></item>", "<newsItem guid='x'>", "<contentSet><inlineData>", "</inlineData></contentSet></newsItem>",
        "<![CDATA[", "]]>", "From a@b Sat Apr 21 10:15:00 2018\n", "From: a@b\n", "Subject: =?utf-8?Q?=C3=A4?=\n",
        "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n", "--b--\n", "Content-Transfer-Encoding: base64\n",
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "5\r\n", "\r\n",
        "WEBVTT\n\n", "00:01.000 --> 00:02.000\n", "<v Anna>", "{\\rtf1 ", "\\par ", "\\'e4", "<alto><Page><TextBlock>", "<TextLine><String CONTENT='a'/>",
        "</TextLine></TextBlock></Page></alto>", "<span class='ocr_line'>", "212 Wörter\n", "Dokument ABCD000020210304x\n", "End of Document\n",
        "1 of 2 DOCUMENTS\n", "Dokumentnummer: 7\n", "PK\u{3}\u{4}", "bdt0123 4 pl 254\n", " =\n",
    ]), 0..40)) {
        check_all(pieces.concat().as_bytes());
    }
}
