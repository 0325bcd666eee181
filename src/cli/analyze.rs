//! `fundstelle analyze`.

use std::io::Write as _;

use anyhow::Result;
use fundstelle::german::{Analyzer, Token};
use serde_json::json;

use super::Exit;
use super::args::AnalyzeArgs;
use super::messages::{Language, language};
use super::output::{json_line, stdout, visible};

pub(super) fn run(args: &AnalyzeArgs) -> Result<Exit> {
    let text = args.text.join(" ");
    let analyzer = Analyzer::default();
    let tokens: Vec<Token> = analyzer.tokens(&text).collect();
    let mut out = stdout();
    if args.json {
        for token in &tokens {
            writeln!(out, "{}", json_line(&as_json(&text, token))?)?;
        }
    } else {
        let rows: Vec<[String; 5]> =
            std::iter::once(heads()).chain(tokens.iter().map(|token| row(&text, token))).collect();
        let width =
            |column: usize| rows.iter().map(|row| textwrap::core::display_width(&row[column])).max().unwrap_or(0);
        let widths: Vec<usize> = (0..5).map(width).collect();
        for row in &rows {
            let cells = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - textwrap::core::display_width(cell))));
            writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
    }
    out.flush()?;
    Ok(if tokens.is_empty() { Exit::Nothing } else { Exit::Done })
}

fn heads() -> [String; 5] {
    match language() {
        Language::German => ["Nr.", "Wort", "genaue Form", "Stamm", ""].map(str::to_owned),
        Language::English => ["no.", "word", "exact form", "term", ""].map(str::to_owned),
    }
}

fn row(text: &str, token: &Token) -> [String; 5] {
    let german = language() == Language::German;
    let remark = match (token.word.stop_word, token.span) {
        (true, _) if german => "Stoppwort: nur genau gesucht",
        (true, _) => "stop word: searched as exact form only",
        (_, 1) => "",
        _ if german => "gemeinsame Schreibung der folgenden",
        _ => "joint spelling of those that follow",
    };
    let term = if token.word.stop_word { "–".to_owned() } else { token.word.term.clone() };
    let word = visible(&text[token.range.clone()]).into_owned();
    [(token.position + 1).to_string(), word, token.word.exact.clone(), term, remark.to_owned()]
}

fn as_json(text: &str, token: &Token) -> serde_json::Value {
    let start = text[..token.range.start].chars().count();
    let end = start + text[token.range.clone()].chars().count();
    json!({
        "start": start, "end": end, "position": token.position, "span": token.span, "word": &text[token.range.clone()],
        "exact": token.word.exact, "term": token.word.term, "stop_word": token.word.stop_word,
    })
}
