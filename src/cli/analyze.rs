//! `fundstelle analyze`.

use std::io::Write as _;

use anyhow::Result;
use fundstelle::german::compounds::{Cut, Reason, Verdict};
use fundstelle::german::{Analyzer, Token};
use serde_json::json;

use super::Exit;
use super::args::AnalyzeArgs;
use super::messages::{Language, language};
use super::output::{json_line, stdout, visible};

/// Cuts of a word that are shown, best first.
const SHOWN_CUTS: usize = 3;

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
        for token in tokens.iter().filter(|token| token.span == 1 && token.apart.is_none() && !token.word.stop_word) {
            let word = &text[token.range.clone()];
            let verdict = analyzer.judge(word);
            if !verdict.cuts.is_empty() || verdict.reason == Reason::Exception {
                writeln!(out, "{}", explained(word, &token.word.term, &verdict))?;
            }
        }
    }
    out.flush()?;
    Ok(if tokens.is_empty() { Exit::Nothing } else { Exit::Done })
}

/// Why a word is split or not: what was decided, how common the whole is, and the best cuts. Worths are ln(1 + count).
fn explained(word: &str, term: &str, verdict: &Verdict) -> String {
    let german = language() == Language::German;
    let why = match verdict.reason {
        Reason::Split if german => "geteilt, weil die Teile häufig genug sind",
        Reason::Split => "split: its parts are common enough",
        Reason::MoreCommon if german => "ganz, weil das Wort häufiger ist als seine Teile",
        Reason::MoreCommon => "whole: more common than its parts",
        Reason::Name if german => "ganz, weil es ein Name ist",
        Reason::Name => "whole: a name",
        Reason::Derived if german => "ganz, weil es von einem Verb oder Adjektiv abgeleitet ist",
        Reason::Derived => "whole: derived from a verb or adjective",
        Reason::Exception if german => "so in der Liste der Ausnahmen",
        Reason::Exception => "by the list of exceptions",
        Reason::NoCut if german => "ganz, weil keine Teile bekannt sind",
        Reason::NoCut => "whole: no parts are known",
    };
    let cut = |cut: &Cut| {
        let bases: Vec<&str> = cut.parts.iter().map(|part| part.base.as_str()).collect();
        format!("{} ({:.1}, {:.1})", bases.join("|"), cut.worth, cut.score)
    };
    let cuts: Vec<String> = verdict.cuts.iter().take(SHOWN_CUTS).map(cut).collect();
    let heads = match language() {
        Language::German => "Ganzes wiegt",
        Language::English => "the whole weighs",
    };
    format!("\n{} ({term}): {why}\n  {heads} {:.1}; {}", visible(word), verdict.worth, cuts.join(" · "))
}

fn heads() -> [String; 5] {
    match language() {
        Language::German => ["Nr.", "Wort", "genaue Form", "Stamm", ""].map(str::to_owned),
        Language::English => ["no.", "word", "exact form", "term", ""].map(str::to_owned),
    }
}

fn row(text: &str, token: &Token) -> [String; 5] {
    let german = language() == Language::German;
    let parts: Vec<&str> = token.word.parts.iter().map(|part| part.term.as_str()).collect();
    let parts = parts.join("|");
    let remark = match (token.word.stop_word, token.span) {
        _ if token.apart.is_some() && german => "aus zwei Hälften, die getrennt stehen",
        _ if token.apart.is_some() => "of two halves that stand apart",
        (true, _) if german => "Stoppwort: nur genau gesucht",
        (true, _) => "stop word: searched as exact form only",
        (_, 1) => parts.as_str(),
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
        "parts": token.word.parts.iter().map(|part| &part.term).collect::<Vec<_>>(),
    })
}
