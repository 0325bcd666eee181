//! `fundstelle analyze`.

use std::io::Write as _;

use anyhow::Result;
use fundstelle::Error;
use fundstelle::german::compounds::{Cut, SplitReason, SplitVerdict};
use fundstelle::german::{Analyzer, FormPart, Token, is_one_name};
use fundstelle::index::Index;

use super::Exit;
use super::args::{AnalyzeArgs, Common};
use super::output::{json_line, stdout, visible};
use crate::messages::{self, language, sentences, texts};
use crate::wire::records;

/// Maximum number of cuts shown for a word, the best first.
const MAX_CUTS: usize = 3;

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
        for token in records::tokens(&analyzer, &text, tokens.iter().cloned()) {
            writeln!(out, "{}", json_line(&token)?)?;
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

/// Explains a token: a line with the steps to its term, a line about its parts. Returns `None` if there is nothing to explain: the
/// word is its own term.
fn explained(analyzer: &Analyzer, text: &str, token: &Token) -> Option<String> {
    let language = language();
    let word = visible(&text[token.range.clone()]);
    if let Some(other) = &token.apart {
        let other = visible(&text[other.clone()]);
        return Some(sentences::halves(language, &word, &other, &token.word.exact, &token.word.term));
    }
    if token.span > 1 {
        return Some(match is_one_name(&word) {
            true => sentences::one_name(language, &word, &token.word.term),
            false => sentences::joint(language, &word, &token.word.exact),
        });
    }
    let explanation = analyzer.explain_token(text, token);
    let mut way = vec![token.word.exact.clone()];
    way.extend(explanation.steps.iter().map(|(step, to)| format!("{to} ({})", messages::step(*step).to(language))));
    let is_notable = |verdict: &SplitVerdict| !verdict.cuts.is_empty() || verdict.reason == SplitReason::Exception;
    let verdict = explanation.verdict.filter(is_notable);
    if explanation.steps.is_empty() && verdict.is_none() {
        return None;
    }
    let mut lines = format!("{word}: {}", way.join(" → "));
    if let Some(verdict) = verdict {
        lines += &format!("\n  {}", judged(&verdict));
    }
    Some(lines)
}

/// Tells whether a word is split and why, how common the whole is, and the best cuts. Weights are ln(1 + count).
fn judged(verdict: &SplitVerdict) -> String {
    let language = language();
    let why = messages::decision(verdict).to(language);
    if verdict.cuts.is_empty() && verdict.reason == SplitReason::Exception {
        return why.to_owned();
    }
    let mut cuts: Vec<String> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for cut in &verdict.cuts {
        let parts = bases(cut);
        if !seen.contains(&parts) && cuts.len() < MAX_CUTS {
            let penalty = (cut.weight - cut.score).max(0.0);
            cuts.push(format!("{parts} {} (−{})", language.decimal(cut.weight, 1), language.decimal(penalty, 1)));
            seen.push(parts);
        }
    }
    format!("{why}\n  {}", sentences::weights(language, verdict.weight, &cuts.join(" · ")))
}

fn bases(cut: &Cut) -> String {
    cut.parts.iter().map(|part| part.base.as_str()).collect::<Vec<_>>().join("|")
}

fn heads() -> [String; 5] {
    let [number, word, exact, term] =
        [texts::NUMBER, texts::WORD, texts::EXACT_FORM, texts::TERM].map(|head| head.to(language()).to_owned());
    [number, word, exact, term, String::new()]
}

fn row(text: &str, token: &Token) -> [String; 5] {
    // All terms of a part: that of the word it stands for, and that of the noun in -ung if this word is a verb (werben/werbung).
    let terms = |part: &FormPart| part.terms().map(String::as_str).collect::<Vec<_>>().join("/");
    let parts: Vec<String> = token.word.parts.iter().map(terms).collect();
    let remark = match (token.word.stop_word, token.span) {
        _ if token.apart.is_some() => texts::OF_TWO_HALVES.to(language()).to_owned(),
        (true, _) => texts::STOP_WORD.to(language()).to_owned(),
        (_, 1) => parts.join("|"),
        _ => texts::JOINT_SPELLING.to(language()).to_owned(),
    };
    let term = if token.word.stop_word { "–".to_owned() } else { token.word.term.clone() };
    let word = visible(&text[token.range.clone()]).into_owned();
    [(token.position + 1).to_string(), word, token.word.exact.clone(), term, remark]
}
