//! `fundstelle analyze`.

use std::io::Write as _;

use anyhow::Result;
use fundstelle::Error;
use fundstelle::german::compounds::{Cut, Reason, Verdict};
use fundstelle::german::{Analyzer, FormPart, Step, Token};
use fundstelle::index::Index;
use serde_json::json;

use super::Exit;
use super::args::{AnalyzeArgs, Common};
use super::messages::{Language, language};
use super::output::{json_line, stdout, visible};

/// Cuts of a word that are shown, best first.
const SHOWN_CUTS: usize = 3;

pub(super) fn run(args: &AnalyzeArgs, common: &Common) -> Result<Exit> {
    let text = args.text.join(" ");
    let analyzer = match Index::open(&common.index) {
        Ok(index) => index.analyzer().clone(),
        Err(Error::NoIndex(_)) => Analyzer::default(),
        Err(err) => return Err(err.into()),
    };
    let tokens: Vec<Token> = analyzer.tokens(&text).collect();
    let mut out = stdout();
    if args.json {
        for token in &tokens {
            writeln!(out, "{}", json_line(&as_json(&analyzer, &text, token))?)?;
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
        for token in tokens.iter().filter(|token| !token.word.stop_word) {
            if let Some(explained) = explained(&analyzer, &text, token) {
                writeln!(out, "\n{explained}")?;
            }
        }
    }
    out.flush()?;
    Ok(if tokens.is_empty() { Exit::Nothing } else { Exit::Done })
}

/// Why a token is what it is: a line of the steps to its term, a line about its parts. None where there is nothing
/// to tell: the word is its own term.
fn explained(analyzer: &Analyzer, text: &str, token: &Token) -> Option<String> {
    let german = language() == Language::German;
    let word = visible(&text[token.range.clone()]);
    if let Some(other) = &token.apart {
        let other = visible(&text[other.clone()]);
        return Some(match german {
            true => format!("{word} … {other}: zusammen {}, gefunden wie {}", token.word.exact, token.word.term),
            false => format!("{word} … {other}: together {}, found as {}", token.word.exact, token.word.term),
        });
    }
    if token.span > 1 {
        return Some(match german {
            true => format!("{word}: in einem Wort {}; auch jedes Stück wird gefunden", token.word.exact),
            false => format!("{word}: as one word {}; each piece is found, too", token.word.exact),
        });
    }
    let explanation = analyzer.explain(&text[token.range.clone()]);
    let mut way = vec![token.word.exact.clone()];
    way.extend(explanation.steps.iter().map(|(step, to)| format!("{to} ({})", reason_of_step(*step))));
    let verdict = &explanation.verdict;
    let split = !verdict.cuts.is_empty() || verdict.reason == Reason::Exception;
    if explanation.steps.is_empty() && !split {
        return None;
    }
    let mut lines = format!("{word}: {}", way.join(" → "));
    if split {
        lines += &format!("\n  {}", judged(verdict));
    }
    Some(lines)
}

fn reason_of_step(step: Step) -> &'static str {
    let german = language() == Language::German;
    match step {
        Step::Gendered if german => "für alle Geschlechter eine Form",
        Step::Gendered => "one form for all genders",
        Step::Spelling if german => "die heutige und häufigere Schreibung",
        Step::Spelling => "today's and the more common spelling",
        Step::Base if german => "Grundform",
        Step::Base => "base",
        Step::Stem if german => "Stamm",
        Step::Stem => "stem",
        Step::Infinitive if german => "auch, Stamm des Infinitivs",
        Step::Infinitive => "stem of the infinitive, as well",
    }
}

/// Whether a word is split and why, how common the whole is, and the best cuts. Weights are ln(1 + count).
fn judged(verdict: &Verdict) -> String {
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
        Reason::Exception if verdict.chosen.is_none() && german => "ganz, so in der Liste der Ausnahmen",
        Reason::Exception if verdict.chosen.is_none() => "whole: by the list of exceptions",
        Reason::Exception if german => "geteilt, so in der Liste der Ausnahmen",
        Reason::Exception => "split: by the list of exceptions",
        Reason::NoCut if german => "ganz, weil keine Teile bekannt sind",
        Reason::NoCut => "whole: no parts are known",
    };
    if verdict.cuts.is_empty() && verdict.reason == Reason::Exception {
        return why.to_owned();
    }
    let mut cuts: Vec<String> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for cut in &verdict.cuts {
        let parts = bases(cut);
        if !seen.contains(&parts) && cuts.len() < SHOWN_CUTS {
            cuts.push(format!("{parts} {:.1} (−{:.1})", cut.worth, (cut.worth - cut.score).max(0.0)));
            seen.push(parts);
        }
    }
    let heads = match german {
        true => "Gewicht nach Häufigkeit (Abzug für kurze und viele Teile): das Ganze",
        false => "weight by frequency (deduction for short and many parts): the whole",
    };
    format!("{why}\n  {heads} {:.1} · {}", verdict.worth, cuts.join(" · "))
}

fn bases(cut: &Cut) -> String {
    cut.parts.iter().map(|part| part.base.as_str()).collect::<Vec<_>>().join("|")
}

fn heads() -> [String; 5] {
    match language() {
        Language::German => ["Nr.", "Wort", "genaue Form", "Stamm", ""].map(str::to_owned),
        Language::English => ["no.", "word", "exact form", "term", ""].map(str::to_owned),
    }
}

fn row(text: &str, token: &Token) -> [String; 5] {
    let german = language() == Language::German;
    // Of a verb's stem both: its own term and that of the noun, by which it is found as well.
    let terms = |part: &FormPart| part.terms().map(String::as_str).collect::<Vec<_>>().join("/");
    let parts: Vec<String> = token.word.parts.iter().map(terms).collect();
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

fn as_json(analyzer: &Analyzer, text: &str, token: &Token) -> serde_json::Value {
    let start = text[..token.range.start].chars().count();
    let end = start + text[token.range.clone()].chars().count();
    let alone = token.span == 1 && token.apart.is_none();
    let steps = if alone { analyzer.explain(&text[token.range.clone()]).steps } else { Vec::new() };
    json!({
        "start": start, "end": end, "position": token.position, "span": token.span, "word": &text[token.range.clone()],
        "exact": token.word.exact, "term": token.word.term, "stop_word": token.word.stop_word,
        "parts": token.word.parts.iter().map(|part| &part.term).collect::<Vec<_>>(),
        "steps": steps.iter().map(|(_, to)| to).collect::<Vec<_>>(),
    })
}
