//! The summary of an index run, and the receipt of a search.

use std::io::{self, Write};
use std::path::Path;

use fundstelle::index::{CommitMetadata, IndexSummary};
use fundstelle::query::WordReceipt;
use fundstelle::search::Results;
use serde_json::json;

use super::{note, visible};
use crate::messages::{Language, Message, found, reason, recorded_reason, sentences, texts};
use crate::wire::records::is_as_typed;

/// Returns the summary as one JSON object.
pub(in crate::cli) fn json(summary: &IndexSummary) -> serde_json::Value {
    let skipped = summary.skipped.iter();
    let skipped: Vec<_> = skipped
        .map(|(path, why)| json!({"path": path.to_string_lossy(), "reason": why.to_string(), "fault": why.is_fault()}))
        .collect();
    let tables = summary.account.tables.iter().map(|table| {
        let columns = table.columns.columns.iter().map(|(kind, name)| json!({"kind": kind.name(), "column": name}));
        json!({
            "path": path_of(&table.path, &table.member),
            "header_line": table.columns.header_line,
            "columns": columns.collect::<Vec<_>>(),
            "missing": table.columns.missing,
        })
    });
    let tables: Vec<_> = tables.collect();
    json!({
        "found": summary.found,
        "indexed": summary.indexed,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "skipped": skipped,
        "skipped_records": summary.skipped_records,
        "ignored": summary.ignored,
        "recoded": summary.recoded,
        "passed_over": summary.passed_over,
        "dates_refused": summary.dates_refused,
        "dates_vague": summary.dates_vague,
        "dates_future": summary.dates_future,
        "formats": summary.account.formats,
        "tables": tables,
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

/// Notes every file and record that was left out on standard error; those that are no fault only with `all`.
pub(in crate::cli) fn note_skipped(language: Language, summary: &IndexSummary, all: bool) {
    for (path, why) in summary.skipped.iter().filter(|(_, why)| all || why.is_fault()) {
        note(&format!(
            "{}: {}: {}",
            texts::SKIPPED.to(language),
            visible(&path.to_string_lossy()),
            visible(&reason(language, why))
        ));
    }
    for record in &summary.skipped_records {
        note(&format!(
            "{}: {}:{}: {}",
            texts::SKIPPED.to(language),
            visible(&record.path),
            record.line,
            visible(&recorded_reason(language, &record.reason))
        ));
    }
}

/// Writes the summary in words.
///
/// Formats are listed whose articles lack something, and the first tables; with `all`, all of them.
pub(in crate::cli) fn write(
    out: &mut impl Write,
    language: Language,
    summary: &IndexSummary,
    all: bool,
) -> io::Result<()> {
    let files = [
        (summary.indexed, texts::INDEXED),
        (summary.unchanged, texts::UNCHANGED),
        (summary.removed, texts::REMOVED),
        (summary.skipped.len() as u64, texts::SKIPPED),
    ];
    let articles = [
        (summary.articles_added, texts::NEW),
        (summary.articles_replaced, texts::REPLACED),
        (summary.articles_removed, texts::REMOVED),
    ];
    let rate = summary.text_bytes as f64 / 1e6 / summary.seconds.max(1e-9);
    let rate = match summary.text_bytes {
        0 => String::new(),
        bytes => format!(" ({}, {} MB/s)", language.megabytes(bytes), language.decimal(rate, 1)),
    };
    let seconds = language.decimal(summary.seconds, 2);
    writeln!(out, "{}{}", texts::FILES.counted(language, summary.found), in_brackets(language, &files))?;
    writeln!(out, "{}{}", texts::ARTICLES.counted(language, summary.articles), in_brackets(language, &articles))?;
    writeln!(out, "{}, {seconds} s{rate}", texts::PASSAGES.counted(language, summary.passages))?;
    if summary.recoded > 0 {
        writeln!(out, "{}", texts::CONVERTED.counted(language, summary.recoded))?;
    }
    if summary.dates_refused > 0 {
        writeln!(out, "{}", sentences::dates_refused(language, summary.dates_refused))?;
    }
    if summary.passed_over > 0 {
        writeln!(out, "{}", texts::PASSED_OVER.counted(language, summary.passed_over))?;
    }
    if summary.dates_vague > 0 {
        writeln!(out, "{}", sentences::dates_vague(language, summary.dates_vague))?;
    }
    if summary.dates_future > 0 {
        writeln!(out, "{}", sentences::dates_future(language, summary.dates_future))?;
    }
    write_formats(out, language, summary, all)?;
    write_tables(out, language, summary, all)?;
    if summary.ignored > 0 {
        writeln!(out, "{}", texts::IGNORED.counted(language, summary.ignored))?;
    }
    Ok(())
}

/// Writes how complete the articles of each format are.
fn write_formats(out: &mut impl Write, language: Language, summary: &IndexSummary, all: bool) -> io::Result<()> {
    for (format, counts) in summary.account.formats.iter().filter(|(_, counts)| all || counts.lack_something()) {
        let lacking = [
            (counts.without_title, texts::WITHOUT_TITLE),
            (counts.without_date, texts::WITHOUT_DATE),
            (counts.recoded, texts::RECODED),
            (counts.shortened, texts::SHORTENED),
        ];
        let articles = texts::ARTICLES.counted(language, counts.articles);
        writeln!(out, "{format}: {articles}{}", in_brackets(language, &lacking))?;
    }
    Ok(())
}

/// Tables whose columns are told.
const SHOWN_TABLES: usize = 5;

/// Writes which columns of tables were taken for what.
fn write_tables(out: &mut impl Write, language: Language, summary: &IndexSummary, all: bool) -> io::Result<()> {
    let shown = if all { usize::MAX } else { SHOWN_TABLES };
    for table in summary.account.tables.iter().take(shown) {
        let taken = &table.columns;
        let columns = taken.columns.iter().map(|(kind, name)| format!("{} = {name}", kind.name()));
        let columns: Vec<String> = columns.collect();
        let path = path_of(&table.path, &table.member);
        let line = sentences::table(language, &path, taken.header_line, &columns.join(", "), &taken.missing);
        writeln!(out, "{}", visible(&line))?;
    }
    Ok(())
}

/// Returns the path of a table, in an archive behind that of the archive.
fn path_of(file: &Path, member: &str) -> String {
    let path = file.to_string_lossy();
    if member.is_empty() { path.into_owned() } else { format!("{path}!/{member}") }
}

/// Returns ` (3 new, 1 removed)`, without zero counts.
fn in_brackets(language: Language, counts: &[(u64, Message)]) -> String {
    let some = counts.iter().filter(|(count, _)| *count > 0);
    let some: Vec<String> =
        some.map(|(count, what)| format!("{} {}", language.count(*count), what.to(language))).collect();
    if some.is_empty() { String::new() } else { format!(" ({})", some.join(", ")) }
}

/// Returns the question with the words that may be meant instead of those hardly found, if there are any.
pub(in crate::cli) fn suggestions(language: Language, results: &Results) -> Option<String> {
    let words: Vec<&str> = results.words.iter().filter_map(|word| word.suggestion.as_deref()).collect();
    let question = format!("{}: {}?", texts::DID_YOU_MEAN.to(language), words.join(", "));
    (!words.is_empty()).then(|| visible(&question).into_owned())
}

/// Returns the receipt for people: how each word was read, with the number of passages that have it, and what is not in the index.
pub(in crate::cli) fn receipt(language: Language, results: &Results, payload: &CommitMetadata) -> String {
    let words: Vec<String> = results.words.iter().map(|word| receipt_of(language, word, &results.words)).collect();
    let mut line = format!("{}: {}", found::searched(language, results), words.join(" · "));
    if !results.left_out.is_empty() {
        line.push_str(&format!(" · {}: {}", texts::TOO_COMMON.to(language), results.left_out.join(" ")));
    }
    let (articles, passages) =
        (texts::ARTICLES.counted(language, payload.articles), texts::PASSAGES.counted(language, payload.passages));
    line.push_str(&format!(" | {articles}, {passages}"));
    if payload.faults > 0 {
        line.push_str(&format!(" | {}", texts::NOT_INDEXED.counted(language, payload.faults)));
    }
    visible(&line).into_owned()
}

/// Relatives of a word that its receipt tells to people.
const MAX_RELATED: usize = 3;

/// Returns how a word, one of `words`, was read and how often it was found: `Häuser → haus 30`.
fn receipt_of(language: Language, word: &WordReceipt, words: &[WordReceipt]) -> String {
    let count = |passages| format!(" {}", language.count(passages));
    let searched = if is_as_typed(word, words) { String::new() } else { format!(" → {}", word.searched) };
    let passages = word.passages.map_or(String::new(), count);
    let forms = match word.forms {
        Some((known, used)) if used < known => {
            format!(" {}", sentences::incomplete(language, used as u64, known as u64))
        }
        _ => String::new(),
    };
    let filtered_out = word.passages.zip(word.filtered_out);
    let filtered_out = filtered_out
        .map_or(String::new(), |(passages, taken)| format!(" {}", found::filtered_out(language, passages, taken)));
    let ways = word.ways.iter().map(|way| format!(", {}", found::way(language, &way.form, way.passages)));
    let ways = ways.collect::<String>();
    let related: Vec<String> = word
        .related
        .iter()
        .take(MAX_RELATED)
        .map(|related| format!("{}{}", related.word, count(related.passages)))
        .collect();
    let related = match related.is_empty() {
        true => String::new(),
        false => format!(" ({}: {})", texts::RELATED.to(language), related.join(", ")),
    };
    let synonym = word.synonym_of.as_deref();
    let synonym = synonym.map_or(String::new(), |word| format!(" {}", found::synonym_of(language, word)));
    let heuristic = if word.heuristic { format!(" ({})", texts::HEURISTIC.to(language)) } else { String::new() };
    format!("{}{searched}{passages}{synonym}{filtered_out}{ways}{related}{forms}{heuristic}", word.typed)
}
