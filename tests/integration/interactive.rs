//! Search as you type, on a pseudo-terminal.

use std::fs;
use std::io::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::pseudo_terminal::{Session, assert_left_as_found, assert_steered_by_nothing, colors, length, marked};
use crate::support::{Sandbox, article};

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const DOWN: &str = "\x1b[B";
const PAGE_DOWN: &str = "\x1b[6~";
const HOME: &str = "\x1b[H";
const END: &str = "\x1b[F";
const CTRL_C: &str = "\x03";
const CTRL_G: &str = "\x07";
const CTRL_Q: &str = "\x11";
const CTRL_S: &str = "\x13";

#[test]
fn type_choose_open_resize_copy_quit() {
    let sandbox = Sandbox::of_corpus();
    let mut session = Session::start(&sandbox, (30, 90), &[]);
    session.until_shows("fundstelle help query");

    // Hits while typing, with a word that is not finished.
    session.keys("Werbebudg");
    session.until_shows("Nothing found.");
    session.keys("et");
    let list = session.until_shows("Searched (passages): Werbebudget");
    let ids = sandbox.run(&["search", "--json", "-n", "20", "Werbebudget"]).json();
    let title = |at: usize| ids[at]["title"].as_str().unwrap().to_owned();
    assert!(list.starts_with("› Werbebudget\n── 1/20+ · by relevance · passages"), "{list}");
    assert!(list.contains(&title(0)), "{list}");
    let marks = session.until("marks", |screen| !marked(screen).is_empty());
    assert!(marks.contains(&title(0)), "{marks}");
    assert!(marked(session.terminal.lock().unwrap().screen()).contains("Werbebudget"));

    // The second is chosen, and opened at its passage.
    session.keys(DOWN);
    session.until_shows("── 2/20+");
    session.keys(ENTER);
    let opened = session.until_shows("Esc back");
    let text = ids[1]["text"].as_str().unwrap();
    let begin: String = text.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    assert!(opened.contains(&format!("▌ {begin}")), "{begin}\n{opened}");

    // Another size: all of it is drawn anew, in more lines. To the end of the article and back to its head.
    let lines = length(session.terminal.lock().unwrap().screen()).unwrap();
    session.resize(16, 50);
    session.until("the article in more lines, a rule of 50 columns under it, and the keys", |screen| {
        let rows: Vec<String> = screen.rows(0, 50).collect();
        let rule = rows.iter().find(|line| line.starts_with("── "));
        let is_whole = rule.is_some_and(|rule| rule.ends_with('─') && rule.chars().count() == 50);
        length(screen) > Some(lines) && is_whole && rows[15].starts_with("^Q quit · Esc back")
    });
    let narrow: Vec<String> = session.terminal.lock().unwrap().screen().rows(0, 50).collect();
    let words: Vec<&str> = narrow.iter().flat_map(|line| line.split_whitespace()).filter(|word| *word != "▌").collect();
    assert!(words.join(" ").contains(&text.split_whitespace().take(20).collect::<Vec<_>>().join(" ")), "{words:?}");
    session.keys(END);
    session.until("the end of the article", |screen| !screen.contents().contains("── 1–"));
    session.keys(HOME);
    let head = title(1).split(' ').next().unwrap().to_owned();
    session.until("the head of the article", |screen| screen.contents().starts_with(&format!("  {head}")));
    session.keys(PAGE_DOWN);
    session.until("the next page", |screen| !screen.contents().contains("── 1–"));

    // The citation goes into the clipboard and can be read.
    session.keys("y");
    session.until_shows("To the clipboard: “");
    session.keys(ESC);
    let back = session.until_shows("› Werbebudget");
    assert!(back.contains("── 2/20+"), "{back}");
    session.keys(CTRL_Q);
    let (code, raw, terminal) = session.end();
    assert_eq!(code, 0);
    let citation = sandbox.run(&["show", ids[1]["id"].as_str().unwrap()]).out;
    let citation = citation.trim_end().lines().last().unwrap();
    assert_eq!(BASE64_STANDARD.decode(&terminal.callbacks().clipboard).unwrap(), citation.as_bytes());
    assert!(raw.contains("\x1b]52;c;"), "as OSC 52");
    assert!(!colors(&raw).is_empty());
    assert_left_as_found(&terminal);
}

#[test]
fn errors_guesses_orders_and_pages_without_colours() {
    let sandbox = Sandbox::of_corpus();
    let env = [("LANG", "de_DE.UTF-8"), ("NO_COLOR", "1")];
    let mut session = Session::start(&sandbox, (40, 100), &env);
    session.until_shows("NAHE/5, title:");

    // An error stands under its place; the hits before it stay, dimmed.
    session.keys("Werbung");
    session.until_shows("Gesucht (Passagen): Werbung");
    session.until("marks", |screen| marked(screen).contains("Werb"));
    session.keys(" (Budget");
    let wrong = session.until_shows("diese Klammer ist nicht geschlossen");
    assert!(wrong.starts_with("› Werbung (Budget\n          ^\ndiese Klammer"), "{wrong}");
    session.until("dimmed hits", |screen| {
        let row = screen.rows(0, 100).position(|line| line.starts_with("▌ ")).unwrap_or(0);
        screen.cell(row as u16, 2).is_some_and(vt100::Cell::dim)
    });
    session.keys(")");
    session.until("hits", |screen| {
        screen.contents().contains("Gesucht (Passagen): Werbung") && !screen.contents().contains("diese Klammer")
    });

    // Orders and units.
    session.keys(CTRL_S);
    session.until_shows("neueste zuerst · Passagen");
    session.keys(CTRL_G);
    session.until_shows("neueste zuerst · Artikel");
    session.keys(CTRL_S);
    session.until_shows("älteste zuerst");
    session.keys(CTRL_S);
    session.keys(CTRL_G);
    session.until("hits", |screen| screen.contents().contains("1/20+ · nach Relevanz · Passagen ─"));

    // More hits when the end comes near.
    session.keys(END);
    let all = sandbox.run(&["search", "--json", "-n", "1000", "Werbung (Budget)"]).json().len();
    session.until("the last of them", |screen| screen.contents().contains(&format!("── 20/{} ", all.min(40))));

    // What may be meant is taken with a key.
    session.keys(ESC);
    session.until_shows("NAHE/5, title:");
    session.keys("Kasperskj");
    session.until_shows("Meinten Sie: Kaspersky? Tab übernimmt");
    session.keys("\t");
    session.until("its hits", |screen| {
        screen.contents().starts_with("› Kaspersky ")
            && screen.contents().contains("── 1/9 ")
            && screen.contents().contains("Gesucht (Passagen): Kaspersky")
    });

    // Escape clears what is typed, and then ends.
    session.keys(ESC);
    session.until_shows("NAHE/5, title:");
    session.keys(ESC);
    let (code, raw, terminal) = session.end();
    assert_eq!(code, 0);
    assert_left_as_found(&terminal);
    assert_eq!(colors(&raw), [""; 0], "in spite of NO_COLOR");
}

#[test]
fn nothing_from_an_article_steers_the_terminal() {
    let evil = "\u{1b}]0;pwned\u{7} \u{1b}[2J\u{9b}31m \u{202e}";
    let sandbox = Sandbox::new();
    let body = format!(
        "Ein Quastenflosser {evil} schwimmt in der Elster.\n\n日本語の新聞 e\u{301}in Wort. {}",
        "Mehr davon. ".repeat(60)
    );
    sandbox.write(
        "boese.md",
        format!("---\ntitle: \"Titel \\e[31m rot\"\nsource: \"Bote \\e]52;c;QUJD\\a\"\n---\n{body}"),
    );
    sandbox.write("kahl.txt", article(&format!("Der Quastenflosser {evil}"), "Noch ein Quastenflosser."));
    sandbox.index();
    let mut session = Session::start(&sandbox, (24, 40), &[("COLORTERM", "")]);
    session.until_shows("help query");
    session.keys("\u{1b}[200~Quasten\u{1b}[201~flosser");
    session.until_shows("1/2 ");
    for _ in 0..2 {
        session.keys(ENTER);
        let shown = session.until_shows("↑↓ scroll");
        assert!(shown.contains('␛') || shown.contains("<U+"), "{shown}");
        session.keys("y");
        session.until_shows("To the clipboard");
        session.keys(ESC);
        session.until_shows("› Quastenflosser");
        session.keys(DOWN);
        session.until_shows("2/2 ");
    }
    session.keys(CTRL_C);
    let (code, raw, terminal) = session.end();
    assert_eq!(code, 0);
    assert_left_as_found(&terminal);
    for code in ["\x1b]0;", "\x1b[2J\u{9b}", "\u{9b}", "\u{202e}", "QUJD\x07", "\x1b[31m"] {
        assert!(!raw.contains(code), "{code:?}");
    }
}

/// The lists are overwritten under the program, which has them open, with passages that are none: the thread that searches
/// fails inside.
#[test]
fn a_failure_gives_the_terminal_back() {
    let sandbox = Sandbox::of_corpus();
    let mut session = Session::start(&sandbox, (24, 80), &[]);
    session.until_shows("NEAR/5, title:");
    let files = fs::read_dir(sandbox.index_dir()).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.extension().is_some_and(|ext| ext == "idx")) {
        let length = fs::metadata(&path).unwrap().len() as usize;
        let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.write_all(&vec![0x7f; length]).unwrap();
    }
    session.keys("Werbung");
    let (code, raw, terminal) = session.end();
    assert_eq!(code, 2);
    let (_, told) = raw.rsplit_once("\x1b[?1049l").unwrap();
    assert!(told.contains("fundstelle: internal error (panicked at"), "told after the screen is given back: {told}");
    assert!(
        terminal.screen().contents().starts_with("$ echo Guten Tag\nGuten Tag\n$ fundstelle\nfundstelle: internal")
    );
    assert_steered_by_nothing(&terminal);
}

#[test]
fn the_terminal_is_given_back_when_the_program_is_killed() {
    let sandbox = Sandbox::of_corpus();
    let mut session = Session::start(&sandbox, (24, 80), &[]);
    session.until_shows("NEAR/5, title:");
    session.keys("Werbung");
    session.until_shows("Searched (passages): Werbung");
    let id = session.child.process_id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let (code, _, terminal) = session.end();
    assert_ne!(code, 0);
    assert_left_as_found(&terminal);
}

#[test]
fn without_an_index_or_a_terminal_it_says_what_to_do() {
    let sandbox = Sandbox::new();
    let (code, raw, terminal) = Session::start(&sandbox, (24, 80), &[]).end();
    assert_eq!((code, raw.as_str()), (2, "fundstelle: no index in index: run `fundstelle index FOLDER` first\r\n"));
    assert!(!terminal.screen().alternate_screen());
    let (code, raw, _) = Session::start(&sandbox, (24, 80), &[("TERM", "dumb")]).end();
    assert!(code == 2 && raw.contains("Examples:") && !raw.contains("\x1b[?1049h"), "{raw}");
    let with_option = sandbox.run(&["--index", "index"]);
    assert!(with_option.code == 2 && with_option.err.contains("subcommand"), "{}", with_option.err);
}
