//! Lists on narrow and wide terminals, and concordances.
#![cfg(unix)]

use std::io::Read as _;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use serde_json::json;

use crate::support::Sandbox;

/// Runs the program on a terminal with so many columns; returns what it wrote, without codes.
fn on_terminal(sandbox: &Sandbox, columns: u16, args: &[&str]) -> Vec<String> {
    let size = PtySize { rows: 50, cols: columns, pixel_width: 0, pixel_height: 0 };
    let terminal = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_fundstelle"));
    command.cwd(sandbox.path());
    command.env("LC_ALL", "de_DE.UTF-8");
    command.env("TERM", "xterm-256color");
    command.env("XDG_CONFIG_HOME", "/nonexistent");
    command.env_remove("COLUMNS");
    command.args(args);
    command.arg("--no-pager");
    let mut reader = terminal.master.try_clone_reader().unwrap();
    let mut child = terminal.slave.spawn_command(command).unwrap();
    drop(terminal.slave);
    let mut shown = Vec::new();
    // A terminal whose program has ended is an error on Linux, and everything was read.
    let _ = reader.read_to_end(&mut shown);
    assert_eq!(child.wait().unwrap().exit_code(), 0);
    without_codes(&String::from_utf8(shown).unwrap()).lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Removes colours and links.
fn without_codes(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, code)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = match code.strip_prefix(']') {
            Some(link) => link.split_once("\u{1b}\\").map_or("", |(_, after)| after),
            None => code.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, after)| after),
        };
    }
    out + rest
}

fn sample() -> Sandbox {
    let record = |id: &str, title: &str, text: &str| {
        format!(
            "{}\n",
            json!({"id": id, "title": title, "source": "Allgemeine Zeitung", "section": "Verkehr", "date": "2005-12-29", "text": text})
        )
    };
    let sandbox = Sandbox::with(&[(
        "a.jsonl",
        &[
            record(
                "a",
                "Der Rat der Stadt stellt die Bahn wieder auf die Schienen",
                "Am Morgen fuhr eine neue Bahn in den Wald.",
            ),
            record("b", "Zwei", "Im Tal hält die alte Bahn am Berg. Danach fährt die Bahn zurück."),
            record("c", &format!("Über {} Bahn", "die Lage der Straßen ".repeat(60)), "Ein Zug der Bahn steht am See."),
        ]
        .concat(),
    )]);
    sandbox.index();
    sandbox
}

#[test]
fn no_line_is_wider_than_its_terminal() {
    let sandbox = sample();
    for columns in [40_u16, 80, 200] {
        for args in [
            &["search", "Bahn", "Straßen", "Verkehr", "Schienen"][..],
            &["search", "--facets", "source,section,year,month", "Bahn"],
            &["search", "-n", "0", "--facets", "source", "Bahn"],
            &["search", "--kwic", "Bahn"],
            &["search", "--passages", "2", "Bahn"],
            &["trend", "Bahn"],
        ] {
            let lines = on_terminal(&sandbox, columns, args);
            assert!(lines.len() > 2, "{args:?}: {lines:?}");
            for line in &lines {
                assert!(line.chars().count() <= usize::from(columns), "{columns} {args:?}: {line}");
            }
        }
        // Dates and ids are whole.
        let list = on_terminal(&sandbox, columns, &["search", "Berg"]);
        for whole in ["2005-12-29", "b#1", "Absatz"] {
            assert!(list.iter().any(|line| line.contains(whole)), "{columns} {whole}: {list:?}");
        }
    }
}

#[test]
fn a_very_long_title_is_cut_in_lists_only() {
    let sandbox = sample();
    for format in ["text", "line"] {
        let ran = sandbox.run(&["search", "--format", format, "See"]);
        let line = ran.out.lines().find(|line| line.contains("die Lage der Straßen")).unwrap();
        assert!(line.contains(" …") && line.chars().count() < 450, "{line}");
    }
    for args in [&["search", "--json", "See"][..], &["show", "c"], &["search", "--format", "csv", "See"]] {
        assert!(sandbox.run(args).out.chars().count() > 1_200, "{args:?}");
    }
}

#[test]
fn a_concordance_is_ordered_by_what_stands_beside() {
    let sandbox = sample();
    let sides = |order: &str| -> Vec<(String, String)> {
        let ran = sandbox.run(&["search", order, "=Bahn"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let word = |side: &str, from_end: bool| {
            let mut words = side.split_whitespace();
            let word = if from_end { words.next_back() } else { words.next() };
            word.unwrap_or("–").to_owned()
        };
        let line = |line: &str| {
            let (before, after) = line.split_once("«Bahn»").unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                before.chars().count(),
                ran.out
                    .lines()
                    .next()
                    .unwrap()
                    .find("«")
                    .map_or(0, |at| { ran.out.lines().next().unwrap()[..at].chars().count() })
            );
            (word(before, true), word(after, false))
        };
        ran.out.lines().map(line).collect()
    };
    // Headlines are lines like others, once for each article; texts have a line for each match.
    let all = sides("--kwic");
    assert_eq!(all.len(), 6, "{all:?}");
    let left: Vec<String> = sides("--kwic=left").into_iter().map(|(left, _)| left).collect();
    assert_eq!(left, ["alte", "der", "die", "die", "neue", "Straßen"]);
    let right: Vec<String> = sides("--kwic=right").into_iter().map(|(_, right)| right).collect();
    assert_eq!(right[..5], ["2005-12-29", "am", "in", "steht", "wieder"]);
    let ran = sandbox.run(&["search", "--kwic", "Berg"]);
    assert!(ran.out.trim_end().ends_with("2005-12-29 · Allgemeine Zeitung · b#1"), "{}", ran.out);
}
