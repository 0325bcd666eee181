//! Nothing is let in: folders, files and queries that are made to do harm.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use fundstelle::search::{SearchOptions, Searcher};
use serde_json::Value;

use crate::support::{Ran, Random, Sandbox, article, program, rounds};

/// The most memory a process has had so far, in bytes; `None` where the system does not say.
fn peak_memory(process: &Child) -> Option<u64> {
    memory_of(&format!("/proc/{}/status", process.id()), "VmHWM:")
}

fn memory_of(status: &str, name: &str) -> Option<u64> {
    let status = fs::read_to_string(status).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

/// Runs the program and watches its memory.
fn measured(sandbox: &Sandbox, args: &[&str]) -> (Ran, Duration, Option<u64>) {
    let started = Instant::now();
    let (out, err) = (sandbox.path().join("out"), sandbox.path().join("err"));
    let files = |path: &Path| Stdio::from(File::create(path).unwrap());
    let mut child =
        program().current_dir(sandbox.path()).args(args).stdout(files(&out)).stderr(files(&err)).spawn().unwrap();
    let mut memory = None;
    let status = loop {
        memory = memory.max(peak_memory(&child));
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let text = |path: &Path| fs::read_to_string(path).unwrap();
    (Ran { code: status.code().unwrap(), out: text(&out), err: text(&err) }, started.elapsed(), memory)
}

/// Files with names of every kind and contents of every kind, a few of them articles; how many paths there are and how many
/// of them are articles.
#[cfg(unix)]
fn hostile_folder(sandbox: &Sandbox) {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    let good = article("Titel", "Ein Zug hielt im Bahnhof.");
    let names: [&[u8]; 14] = [
        b"zeile\numbruch.txt",
        b"ton\x07.txt",
        b"flucht\x1b[31m.txt",
        b"b\xfcro.txt",
        b"\xff\xfe.txt",
        b" .txt",
        b"-n.txt",
        b"*.txt",
        b"$(reboot).txt",
        b"'\".txt",
        b"a;b.txt",
        b"\xe2\x80\xaetxt.txt",
        b"tab\t.txt",
        b"..%2f..txt",
    ];
    for name in names {
        fs::write(sandbox.input().join(OsStr::from_bytes(name)), &good).unwrap();
    }
    let deep = "tief/".repeat(60);
    sandbox.write(&format!("{deep}gut.txt"), &good);
    sandbox.write(&format!("{}.txt", "lang".repeat(60)), &good);
    let long_word = "ä".repeat(5_000_000);
    let broken_xml = format!("<html><body>{}", "<div>".repeat(50_000));
    let deep_json = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
    let wide: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bytes: [(&str, Vec<u8>); 40] = [
        ("leer.txt", vec![]),
        ("leer.jsonl", vec![]),
        ("leer.json", vec![]),
        ("leer.csv", vec![]),
        ("leer.html", vec![]),
        ("leer.txt.gz", vec![]),
        ("null.txt", vec![0; 4096]),
        ("bild.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec()),
        ("bild.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("zip.txt", b"PK\x03\x04\x14\0\0\0".to_vec()),
        ("programm.txt", b"\x7fELF\x02\x01\x01\0".to_vec()),
        ("pdf.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\0\0".to_vec()),
        ("surrogat.txt", b"\xed\xa0\x80 kein Zeichen".to_vec()),
        ("ueberlang.txt", b"\xc0\xaf\xe0\x80\xaf".to_vec()),
        ("halb.txt", "Größe".as_bytes()[..3].to_vec()),
        ("utf16-ungerade.txt", [b"\xff\xfe".as_slice(), &wide, b"x"].concat()),
        ("utf16-halbes-paar.txt", b"\xff\xfe\x00\xd8a\0".to_vec()),
        ("nur-bom.txt", b"\xef\xbb\xbf".to_vec()),
        ("nur-leer.txt", b" \n\t\r\n \n".to_vec()),
        ("nur-marken.txt", "\u{200b}\u{ad}\u{feff}\u{202e}".as_bytes().to_vec()),
        ("wort.txt", long_word.as_bytes().to_vec()),
        ("zeilen.txt", b"\n".repeat(1_000_000)),
        ("klammern.json", deep_json.clone().into_bytes()),
        ("klammern.jsonl", format!("{deep_json}\n").into_bytes()),
        ("kaputt.json", b"{\"text\": \"offen".to_vec()),
        ("kaputt.jsonl", b"{\"text\": \"offen\n\x00\n{\"text\":1}\n[]\nnull\n".to_vec()),
        ("falsch.jsonl", b"{\"titel\":{},\"text\":[]}\n{\"text\":null}\n{\"text\":true}\n".to_vec()),
        ("doppelt.jsonl", b"{\"text\":\"a\",\"text\":\"b\",\"id\":\"\"}\n".to_vec()),
        ("kopf.csv", b"id,title\n1,2\n".to_vec()),
        ("quoten.csv", b"id,text\n1,\"offen\n2,zu".to_vec()),
        ("spalten.csv", [b"id,text\n".as_slice(), &b"1,".repeat(20_000), b"\n"].concat()),
        ("tabs.tsv", b"\t\t\t\n\t\t\n".to_vec()),
        ("tief.html", broken_xml.into_bytes()),
        ("skript.html", b"<script>while(1){}</script><p>Text".to_vec()),
        ("entitaet.html", b"<!DOCTYPE x [<!ENTITY a \"&a;&a;\">]><p>&a;&#xFFFFFFFF;&#0;".to_vec()),
        ("kopf.md", [b"---\na: &a [*a, *a]\n".as_slice(), &b"- ".repeat(5_000), b"\n---\nText\n"].concat()),
        ("kein-gz.txt.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03kaputt".to_vec()),
        ("kein-zst.txt.zst", b"\x28\xb5\x2f\xfdkaputt".to_vec()),
        (
            "datum.jsonl",
            b"{\"text\":\"Ein Zug.\",\"date\":\"99999-99-99\"}\n{\"text\":\"Ein Zug.\",\"date\":\"31.02.2018\"}\n"
                .to_vec(),
        ),
        ("bombe.txt.gz", bomb()),
    ];
    for (name, bytes) in bytes {
        sandbox.write(name, bytes);
    }
    let sparse = File::create(sandbox.input().join("sparsam.txt")).unwrap();
    sparse.set_len(1 << 30).unwrap();
    for target in ["..", ".", "kreis2", "/etc/passwd", "/dev/zero", "nirgends"] {
        symlink(target, sandbox.input().join(format!("link{}", target.replace(['/', '.'], "_")))).unwrap();
    }
    symlink("kreis1", sandbox.input().join("kreis2")).unwrap();
    symlink("kreis2", sandbox.input().join("kreis1")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(sandbox.input().join("rohr.txt")).status().unwrap();
    assert!(made.success());
    let _socket = std::os::unix::net::UnixListener::bind(sandbox.input().join("steckdose"));
}

/// A gigabyte of blanks, packed.
fn bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..1024 {
        gz.write_all(&blanks).unwrap();
    }
    gz.finish().unwrap()
}

#[cfg(unix)]
#[test]
fn a_hostile_folder_is_accounted_for() {
    let sandbox = Sandbox::new();
    hostile_folder(&sandbox);
    let (ran, time, memory) = measured(&sandbox, &["index", "in", "--json"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(!ran.err.contains("internal error"), "{}", ran.err);
    let account: Value = ran.json().remove(0);
    let count = |name: &str| account[name].as_u64().unwrap();
    let skipped = account["skipped"].as_array().unwrap();
    assert_eq!(count("found"), count("indexed") + count("unchanged") + skipped.len() as u64, "{account}");
    assert!(count("found") >= 60, "{account}");
    assert!(skipped.iter().all(|entry| !entry["reason"].as_str().unwrap().is_empty()));
    let safe = |text: &str| text.chars().all(|c| c == '\n' || (!c.is_control() && c != '\u{202e}'));
    assert!(safe(&ran.err), "{:?}", ran.err);
    let hits = sandbox.run(&["search", "--json", "-n", "100", "Bahnhof"]).ids();
    assert!(hits.len() >= 16, "{hits:?}");
    let most = if cfg!(debug_assertions) { 60 } else { 20 };
    assert!(time < Duration::from_secs(most), "{time:?}");
    assert!(memory.is_none_or(|memory| memory <= 256 << 20), "{memory:?}");
    println!("{} paths, {} skipped, {time:?}, {} MB", count("found"), skipped.len(), memory.unwrap_or(0) >> 20);
    let again = sandbox.run(&["index", "in", "--json"]).json().remove(0);
    assert_eq!(again["indexed"], 0, "nothing is read twice: {again}");
}

#[test]
fn query_bombs_are_refused_at_once() {
    let sandbox = Sandbox::of_corpus();
    let searcher = Searcher::open(&sandbox.index_dir()).unwrap();
    for (bomb, name) in [
        ("(".repeat(1_000_000), "brackets"),
        (")".repeat(1_000_000), "closing brackets"),
        ("Wort ".repeat(100_000), "words"),
        ("NICHT ".repeat(20_000), "NOT"),
        ("NOT ".repeat(20_000), "NOT"),
        ("a".repeat(10 << 20), "a word"),
        ("\"".repeat(1_000_000), "quotes"),
        ("title:".repeat(100_000), "fields"),
        ("a* ".repeat(5_000), "prefixes"),
        ("-+=".repeat(100_000), "marks"),
        ("\u{301}".repeat(1_000_000), "accents"),
    ] {
        let timed = || {
            let started = Instant::now();
            assert!(searcher.search(&bomb, &SearchOptions::default()).is_err(), "{name}");
            started.elapsed()
        };
        // The least of some: what else runs on the machine is not the program's.
        let time = (0..5).map(|_| timed()).min().unwrap();
        assert!(time < Duration::from_millis(10), "{name}: {time:?}");
    }
}

/// Random and mutated queries: none fails inside, none takes long, none keeps memory.
#[test]
fn a_storm_of_queries() {
    const PIECES: [&str; 40] = [
        "Bahn",
        "Streik",
        "Werbebudget",
        "Kaspersky",
        "die",
        "der",
        "und",
        "Haus*",
        "Sta*",
        "=Haus",
        "(",
        ")",
        "\"",
        "„",
        "“",
        "+",
        "-",
        "UND",
        "ODER",
        "NICHT",
        "title:",
        "source:apa",
        "date:2018",
        "date:2018-01..",
        "2018",
        "*",
        "\\",
        ":",
        "^",
        "~",
        "&&",
        "||",
        "Ein- und Ausgang",
        "Bundes-Haushalt",
        "\u{202e}",
        "\0",
        "😀",
        "ÄÖÜß",
        "Straße",
        "e\u{301}",
    ];
    let sandbox = Sandbox::of_corpus();
    let searcher = Searcher::open(&sandbox.index_dir()).unwrap();
    let mut random = Random(4);
    let memory = || memory_of("/proc/self/status", "VmRSS:").unwrap_or(0);
    let mut before = 0;
    let (queries, mut longest, mut answered) = (rounds(1500), Duration::ZERO, 0);
    let mut query = String::new();
    for at in 0..queries {
        if at == queries / 10 {
            before = memory();
        }
        if random.below(3) == 0 && !query.is_empty() {
            // The one before, with a letter changed.
            let mut letters: Vec<char> = query.chars().collect();
            let place = random.below(letters.len() as u64) as usize;
            letters[place] = char::from_u32(random.below(0x300) as u32).unwrap_or('x');
            query = letters.into_iter().collect();
        } else {
            let pieces = (0..1 + random.below(12)).map(|_| PIECES[random.below(PIECES.len() as u64) as usize]);
            query = pieces.collect::<Vec<_>>().join([" ", ""][random.below(2) as usize]);
        }
        let started = Instant::now();
        answered += usize::from(searcher.search(&query, &SearchOptions::default()).is_ok());
        longest = longest.max(started.elapsed());
    }
    // Without optimization all is ten times slower.
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 2500 } else { 250 });
    assert!(longest < limit, "{longest:?}");
    let grown = memory().saturating_sub(before);
    assert!(grown <= 64 << 20, "{grown} bytes");
    println!("{queries} queries, {answered} answered, the longest {longest:?}, {} MB more", grown >> 20);
}

#[test]
fn a_very_long_word_costs_nothing_to_speak_of() {
    let sandbox = Sandbox::of_corpus();
    let (found, _, usual) = measured(&sandbox, &["search", "Bahn"]);
    assert_eq!(found.code, 0);
    for word in ["Bundestag".repeat(1_100), "ä".repeat(4_900), "Ab-".repeat(3_000), "B1".repeat(4_900)] {
        let (ran, time, most) = measured(&sandbox, &["search", &word]);
        assert!(ran.code <= 1, "{:.20}: {}", word, ran.err);
        assert!(time < Duration::from_secs(10), "{:.20}: {time:?}", word);
        let more = most.zip(usual).map_or(0, |(most, usual)| most.saturating_sub(usual));
        assert!(more < 32 << 20, "{:.20}: {more} bytes more", word);
    }
}

#[test]
fn a_query_that_takes_too_long_is_stopped() {
    let sandbox = Sandbox::of_corpus();
    for query in ["Bahn", "Stadt ODER Haus", "Werbebudget", "\"in der\"", "die UND der"] {
        let ran = sandbox.run(&["search", "--timeout", "0", query]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{query}");
        assert!(ran.err.contains("exceeded its time limit") && ran.err.contains("--timeout"), "{query}: {}", ran.err);
        assert_eq!(sandbox.run(&["search", "--timeout", "20", query]).code, 0, "{query}");
    }
    for bad in ["-1", "NaN", "viel", "1e99"] {
        assert_eq!(sandbox.run(&["search", &format!("--timeout={bad}"), "Bahn"]).code, 2, "{bad}");
    }
}
