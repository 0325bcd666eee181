//! The account of an index run, and the receipt of a search.

use std::io::{self, Write};

use fundstelle::index::{CommitMetadata, IndexSummary};
use fundstelle::search::Results;
use serde_json::json;

use super::super::messages::{Language, reason, texts};
use super::{note, visible};

/// The account as one JSON object.
pub(in crate::cli) fn json(summary: &IndexSummary) -> serde_json::Value {
    let skipped = summary.skipped.iter();
    let skipped: Vec<_> = skipped
        .map(|(path, why)| json!({"path": path.to_string_lossy(), "reason": why.to_string(), "fault": why.is_fault()}))
        .collect();
    json!({
        "found": summary.found,
        "indexed": summary.indexed,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "skipped": skipped,
        "skipped_records": summary.skipped_records,
        "ignored": summary.ignored,
        "recoded": summary.recoded,
        "dates_refused": summary.dates_refused,
        "articles_added": summary.articles_added,
        "articles_replaced": summary.articles_replaced,
        "articles_removed": summary.articles_removed,
        "articles": summary.articles,
        "passages": summary.passages,
        "seconds": summary.seconds,
        "bytes": summary.bytes,
        "text_bytes": summary.text_bytes,
    })
}

/// Names every file and record that was left out, on standard error. What is no fault only with `all`.
pub(in crate::cli) fn note_skipped(language: Language, summary: &IndexSummary, all: bool) {
    for (path, why) in summary.skipped.iter().filter(|(_, why)| all || why.is_fault()) {
        note(&format!(
            "{}: {}: {}",
            texts(language).skipped,
            visible(&path.to_string_lossy()),
            visible(&reason(language, why))
        ));
    }
    for record in &summary.skipped_records {
        note(&format!(
            "{}: {}:{}: {}",
            texts(language).skipped,
            visible(&record.path),
            record.line,
            visible(&record.reason)
        ));
    }
}

/// The account in words.
pub(in crate::cli) fn write(out: &mut impl Write, language: Language, summary: &IndexSummary) -> io::Result<()> {
    let t = texts(language);
    let files = [
        (summary.indexed, t.indexed),
        (summary.unchanged, t.unchanged),
        (summary.removed, t.removed),
        (summary.skipped.len() as u64, t.skipped),
    ];
    let articles = [
        (summary.articles_added, t.added),
        (summary.articles_replaced, t.replaced),
        (summary.articles_removed, t.removed),
    ];
    let megabytes = summary.text_bytes as f64 / 1e6;
    let rate = match summary.text_bytes {
        0 => String::new(),
        _ => format!(" ({megabytes:.1} MB, {:.1} MB/s)", megabytes / summary.seconds.max(1e-9)),
    };
    writeln!(out, "{}{}", t.files.counted(summary.found), in_brackets(&files))?;
    writeln!(out, "{}{}", t.articles.counted(summary.articles), in_brackets(&articles))?;
    writeln!(out, "{}, {:.2} s{rate}", t.passages.counted(summary.passages), summary.seconds)?;
    let remarks =
        [(summary.recoded, t.recoded), (summary.dates_refused, t.dates_refused), (summary.ignored, t.ignored)];
    remarks.iter().filter(|(count, _)| *count > 0).try_for_each(|(count, what)| writeln!(out, "{count} {what}"))
}

/// ` (3 new, 1 removed)`; what is none is left out.
fn in_brackets(counts: &[(u64, &str)]) -> String {
    let some = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let some: Vec<String> = some.collect();
    if some.is_empty() { String::new() } else { format!(" ({})", some.join(", ")) }
}

/// The receipt for programs: how each word was read, and what was left out.
pub(in crate::cli) fn json_receipt(results: &Results) -> serde_json::Value {
    json!({"receipt": {"words": results.words, "left_out": results.left_out}})
}

/// The words that may be meant, where nearly nothing was found.
pub(in crate::cli) fn suggestions(language: Language, results: &Results) -> Option<String> {
    let words: Vec<&str> = results.words.iter().filter_map(|word| word.suggestion.as_deref()).collect();
    let question = format!("{}: {}?", texts(language).did_you_mean, words.join(", "));
    (!words.is_empty()).then(|| visible(&question).into_owned())
}

/// How each word was read, with the number of passages that have it, and what is not in the index.
pub(in crate::cli) fn receipt(language: Language, results: &Results, payload: &CommitMetadata) -> String {
    let t = texts(language);
    let words = results.words.iter().map(|word| {
        let typed = word.typed.strip_prefix('-').unwrap_or(&word.typed);
        let searched = if typed == word.searched || typed.to_lowercase() == word.searched {
            String::new()
        } else {
            format!(" → {}", word.searched)
        };
        let passages = word.passages.map_or(String::new(), |passages| format!(" {passages}"));
        let forms = match word.forms {
            Some((known, used)) if used < known => format!(" ({used} {} {known})", t.of_forms),
            _ => String::new(),
        };
        let ways = word.ways.iter().map(|way| format!(", {} {}", way.form, way.passages)).collect::<String>();
        let heuristic = if word.heuristic { format!(" ({})", t.heuristic) } else { String::new() };
        format!("{}{searched}{passages}{ways}{forms}{heuristic}", word.typed)
    });
    let words: Vec<String> = words.collect();
    let mut line = format!("{}: {}", t.searched, words.join(" · "));
    if !results.left_out.is_empty() {
        line.push_str(&format!(" · {}: {}", t.left_out, results.left_out.join(" ")));
    }
    line.push_str(&format!(" | {}, {}", t.articles.counted(payload.articles), t.passages.counted(payload.passages)));
    if payload.faults > 0 {
        line.push_str(&format!(" | {} {}", payload.faults, t.not_indexed));
    }
    visible(&line).into_owned()
}
