//! Kept searches tell what is new, `index --watch` keeps up, and a search says when the folder has changed.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::support::{Ran, Sandbox, article, program};

fn bahn(n: usize, what: &str) -> String {
    article(&format!("Zug {n}"), &format!("Der Zug Nummer{n} der Bahn {what}."))
}

fn small() -> Sandbox {
    let sandbox = Sandbox::with(&[("1.txt", &bahn(1, "fährt")), ("2.txt", &article("Schiff", "Ein Schiff legt ab."))]);
    sandbox.index();
    sandbox
}

/// The articles that are told, with how they are new.
fn news(ran: &Ran) -> Vec<String> {
    let told = ran.json();
    let mut told: Vec<String> = told
        .iter()
        .map(|hit| format!("{} {} {}", hit["watch"], hit["novelty"], hit["article"]).replace('"', ""))
        .collect();
    told.sort();
    told
}

#[test]
fn exactly_what_is_new_and_once() {
    let sandbox = small();
    let added = sandbox.run(&["watch", "add", "züge", "Bahn", "NICHT", "Bus"]);
    assert_eq!((added.code, added.out.as_str()), (0, ""), "{}", added.err);
    assert!(added.err.contains("1 article so far"), "{}", added.err);
    sandbox.run(&["watch", "add", "schiffe", "Schiff ODER Boot"]);
    let run = || sandbox.run(&["watch", "run", "--json"]);
    assert_eq!((run().code, run().out.as_str()), (1, ""));
    for n in 3..6 {
        sandbox.write(&format!("{n}.txt"), bahn(n, "steht"));
    }
    sandbox.write("6.txt", article("Bus und Bahn", "Ein Bus der Bahn wartet."));
    assert_eq!(run().code, 1, "nothing before it is indexed");
    sandbox.index();
    let three = ["züge new 3.txt", "züge new 4.txt", "züge new 5.txt"];
    let ran = run();
    assert_eq!((ran.code, news(&ran)), (0, three.map(str::to_owned).to_vec()), "{}", ran.err);
    assert!(ran.json()[0]["highlights"].as_array().is_some_and(|marks| !marks.is_empty()));
    assert_eq!(run().code, 1, "told once");
    // Neither when the index is made anew, nor when it had to be given up.
    assert_eq!(sandbox.run(&["index", "--rebuild", "in"]).code, 0);
    assert_eq!((run().code, run().out.as_str()), (1, ""));
    fs::write(sandbox.index_dir().join("meta.json"), "kaputt").unwrap();
    assert_eq!(run().code, 2);
    assert_eq!(sandbox.run(&["index", "--rebuild", "in"]).code, 0);
    assert_eq!((run().code, run().out.as_str()), (1, ""));
    // Changed is told as such, moved is not told, removed and back again neither.
    sandbox.write("3.txt", bahn(3, "fährt doch"));
    fs::rename(sandbox.input().join("4.txt"), sandbox.input().join("7.txt")).unwrap();
    fs::rename(sandbox.input().join("5.txt"), sandbox.path().join("5.txt")).unwrap();
    sandbox.index();
    assert_eq!(news(&run()), ["züge updated 3.txt"]);
    fs::rename(sandbox.path().join("5.txt"), sandbox.input().join("5.txt")).unwrap();
    sandbox.index();
    assert_eq!(run().code, 1);
    assert_eq!(sandbox.run(&["verify", "--quiet"]).code, 0);
}

#[test]
fn by_name_in_words_and_in_german() {
    let sandbox = small();
    sandbox.run(&["watch", "add", "a", "Bahn"]);
    sandbox.run(&["watch", "add", "b", "Zug"]);
    let list = sandbox.run(&["watch", "list"]);
    assert_eq!((list.code, list.out.as_str()), (0, "a: Bahn\nb: Zug\n"));
    assert_eq!(sandbox.run(&["watch", "list", "--json"]).json()[1]["query"], "Zug");
    sandbox.write("3.txt", bahn(3, "steht"));
    sandbox.index();
    let one = sandbox.run_german(&["watch", "run", "b"]);
    assert_eq!((one.code, one.out.lines().count()), (0, 1), "{}", one.out);
    assert!(one.out.starts_with("b: in/3.txt:2: «Zug» 3: ") && one.out.ends_with("[3.txt#1]\n"), "{}", one.out);
    assert_eq!(sandbox.run_german(&["watch", "run", "b"]).err, "Nichts Neues.\n");
    assert_eq!(news(&sandbox.run(&["watch", "run", "--json"])), ["a new 3.txt"], "the other one is still to be told");
    assert_eq!(sandbox.run(&["watch", "remove", "a", "b"]).code, 0);
    assert_eq!((sandbox.run(&["watch", "list"]).code, sandbox.run(&["watch", "run"]).code), (1, 1));
}

#[test]
fn what_is_refused() {
    let sandbox = small();
    sandbox.run(&["watch", "add", "a", "Bahn"]);
    fs::write(sandbox.path().join("kein.xml"), "Murks").unwrap();
    for (args, told) in [
        (&["add", "b", "(Bahn"][..], "this bracket is not closed: add `)`, or put it in quotation marks\n  (Bahn\n  ^"),
        (&["add", "b", "NICHT Bahn"], "the query only excludes"),
        (&["add", "a", "Zug"], "named `a` already exists"),
        (&["add", " ", "Zug"], "not a valid name for a search"),
        (&["remove", "c"], "no saved search is named `c`"),
        (&["run", "a", "c"], "no saved search is named `c`"),
        (&["run", "--rss", "in/1.txt"], "would be indexed as well"),
        (&["run", "--rss", "kein.xml"], "not an RSS feed"),
        (&["run", "--rss", "gibt/es/nicht.xml"], "gibt/es: "),
    ] {
        let ran = sandbox.run(&[&["watch"], args].concat());
        assert!(ran.code == 2 && ran.err.contains(told), "{args:?}: {}", ran.err);
    }
    assert_eq!(sandbox.run(&["watch", "list"]).out, "a: Bahn\n");
    assert!(fs::read_to_string(sandbox.input().join("1.txt")).unwrap().starts_with("Zug 1"));
    // A damaged file is named, by verify too, and what is said helps.
    let file = sandbox.index_dir().join("watches.txt");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("Bahn", "Bann")).unwrap();
    for command in [&["watch", "run"][..], &["watch", "list"], &["watch", "add", "b", "Zug"]] {
        let ran = sandbox.run(command);
        assert!(ran.code == 2 && ran.err.contains("watches.txt does not match its checksum: delete it"), "{}", ran.err);
    }
    let verified = sandbox.run(&["verify"]);
    assert!(verified.code == 2 && verified.out.contains("Delete index/watches.txt"), "{}", verified.out);
    assert!(!verified.out.contains("--rebuild"), "{}", verified.out);
    fs::remove_file(&file).unwrap();
    assert_eq!(sandbox.run(&["watch", "add", "a", "Bahn"]).code, 0);
    assert!(Sandbox::new().run(&["watch", "add", "a", "Bahn"]).err.contains("no index"));
}

#[test]
fn what_was_not_told_is_told_again() {
    let sandbox = small();
    sandbox.run(&["watch", "add", "a", "Bahn"]);
    sandbox.write("3.txt", bahn(3, "steht"));
    sandbox.index();
    assert_eq!(sandbox.run(&["watch", "run", "--rss", "fehlt/feed.xml"]).code, 2);
    if fs::metadata("/dev/full").is_ok() {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let ran: Ran =
            program().current_dir(sandbox.path()).args(["watch", "run"]).stdout(full).output().unwrap().into();
        assert_eq!(ran.code, 2, "{}", ran.err);
    }
    assert_eq!(news(&sandbox.run(&["watch", "run", "--json"])), ["a new 3.txt"]);
}

#[test]
fn a_feed_that_readers_can_follow() {
    let sandbox = small();
    sandbox.run(&["watch", "add", "a&b", "Bahn"]);
    let feed =
        || rss::Channel::read_from(BufReader::new(fs::File::open(sandbox.path().join("f.xml")).unwrap())).unwrap();
    assert_eq!(sandbox.run(&["watch", "run", "--rss", "f.xml"]).code, 1);
    assert!(feed().items().is_empty(), "a feed from the first day");
    let record = |id: &str, title: &str| serde_json::json!({"id": id, "title": title, "text": "Die Bahn & <b>der</b> Bus\u{1b}[1m\u{ffff}.", "date": "2018-04-21"});
    sandbox.write("a.jsonl", format!("{}\n", record("r1", "<Titel> & \"mehr\" ]]>")));
    sandbox.index();
    assert_eq!(sandbox.run(&["watch", "run", "--rss", "f.xml"]).code, 0);
    let first = feed();
    let item = &first.items()[0];
    assert_eq!(item.title(), Some("<Titel> & \"mehr\" ]]>"));
    let text = item.description().unwrap();
    assert!(text.starts_with("Die Bahn &amp; &lt;b&gt;der&lt;/b&gt; Bus␛[1m\u{fffd}.<br/>"), "{text}");
    assert_eq!(item.pub_date(), Some("Sat, 21 Apr 2018 00:00:00 +0000"));
    assert_eq!(item.categories()[0].name(), "a&b");
    // The next one stands before it, under its own name; nothing new changes nothing.
    sandbox.write("b.jsonl", format!("{}\n", record("r2", "")));
    sandbox.index();
    sandbox.run(&["watch", "run", "--rss", "f.xml"]);
    sandbox.run(&["watch", "run", "--rss", "f.xml"]);
    let second = feed();
    let guids: Vec<&str> = second.items().iter().map(|item| item.guid().unwrap().value()).collect();
    assert_eq!(guids.len(), 2);
    assert!(guids[0].starts_with("fundstelle:a&b:r2:") && guids[1] == item.guid().unwrap().value(), "{guids:?}");
    assert!(!item.guid().unwrap().is_permalink());
}

/// `index --watch` while it runs.
struct Following {
    child: Child,
    lines: Receiver<String>,
}

impl Following {
    fn start(sandbox: &Sandbox) -> Following {
        let mut child = program()
            .current_dir(sandbox.path())
            .args(["index", "--watch", "--json", "in"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (tell, lines) = channel();
        let err = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || err.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        Following { child, lines }
    }

    /// Its next line on standard error.
    fn line(&self) -> String {
        self.lines.recv_timeout(Duration::from_secs(60)).expect("a line in time")
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_index_follows_its_folder() {
    let sandbox = Sandbox::with(&[("1.txt", &bahn(1, "fährt"))]);
    let mut following = Following::start(&sandbox);
    assert_eq!(following.line(), "Watching for changes; press Ctrl-C to stop.");
    assert_eq!(sandbox.search("Bahn").len(), 1);
    fs::create_dir(sandbox.input().join("neu")).unwrap();
    sandbox.write("neu/2.txt", bahn(2, "steht"));
    let line = following.line();
    assert!(line.starts_with("1 new · 2 articles · "), "{line}");
    assert_eq!(sandbox.search("Nummer2").len(), 1);
    fs::remove_file(sandbox.input().join("1.txt")).unwrap();
    assert!(following.line().starts_with("1 removed · 1 article · "));
    assert_eq!(sandbox.search("Nummer1").len(), 0);
    // Ctrl-C, as a terminal sends it.
    let pid = following.child.id().to_string();
    assert!(program_named("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(following.child.wait().unwrap().code(), Some(0));
    let mut out = String::new();
    std::io::Read::read_to_string(&mut following.child.stdout.take().unwrap(), &mut out).unwrap();
    let accounts: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(accounts.iter().map(|account| account["articles"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2, 1]);
    assert_eq!(sandbox.run(&["verify", "--quiet"]).code, 0);
}

fn program_named(name: &str) -> std::process::Command {
    std::process::Command::new(name)
}

#[test]
fn a_search_says_that_the_folder_has_changed() {
    let sandbox = Sandbox::with(&[("1.txt", &bahn(1, "fährt"))]);
    let past = |name: &str| {
        fs::File::open(sandbox.path().join(name)).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    };
    past("in");
    sandbox.index();
    let told = |args: &[&str]| sandbox.run(&[&["search", "Bahn"], args].concat()).err.contains("The folder is newer");
    assert!(!told(&[]));
    sandbox.write("2.txt", bahn(2, "steht"));
    assert!(told(&[]) && !told(&["--json"]) && !told(&["--quiet"]));
    let err = sandbox.run(&["search", "Bahn"]).err;
    let command = err.lines().last().unwrap().split_once(": fundstelle ").unwrap().1;
    let args: Vec<&str> = command.split(' ').collect();
    assert_eq!(sandbox.run(&args).code, 0, "{command}");
    assert!(!told(&[]));
    assert_eq!(sandbox.search("Bahn").len(), 2);
    // A change that changes nothing that is indexed is told once, too.
    sandbox.write(".versteckt", "x");
    assert!(told(&[]));
    sandbox.index();
    assert!(!told(&[]));
}
