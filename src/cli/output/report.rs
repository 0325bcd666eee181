//! The report of an index run: what became of each file, and of each record that was left out, as CSV.

use std::fs::File;
use std::path::Path;

use anyhow::{Context as _, Result};
use fundstelle::index::{ArticleCounts, FileOutcome, IndexSummary};

use super::visible;
use crate::wire::table;

/// Names of the columns.
const HEADER: [&str; 12] = [
    "kind",
    "path",
    "line",
    "format",
    "outcome",
    "articles",
    "without_title",
    "without_date",
    "recoded",
    "shortened",
    "skipped_records",
    "reason",
];

/// Writes the report to `file`, if there is to be one. A row is a file, or a record that was left out; the rows of files are as
/// many as were found.
pub(in crate::cli) fn write(file: Option<&Path>, summary: &IndexSummary) -> Result<()> {
    let Some(path) = file else { return Ok(()) };
    let named = || visible(&path.to_string_lossy()).into_owned();
    let mut out = csv::Writer::from_writer(File::create(path).with_context(named)?);
    out.write_record(HEADER).with_context(named)?;
    for file in &summary.account.files {
        let row =
            file_row(&file.path.to_string_lossy(), file.format, file.outcome, file.counts, file.skipped_records, "");
        out.write_record(row).with_context(named)?;
    }
    for (skipped, reason) in &summary.skipped {
        let (counts, reason) = (ArticleCounts::default(), reason.to_string());
        let row = file_row(&skipped.to_string_lossy(), "", FileOutcome::Skipped, counts, 0, &reason);
        out.write_record(row).with_context(named)?;
    }
    for record in &summary.skipped_records {
        let mut row = [const { String::new() }; HEADER.len()];
        row[0] = "record".to_owned();
        row[1] = harmless(&record.path);
        row[2] = record.line.to_string();
        row[4] = FileOutcome::Skipped.name().to_owned();
        row[11] = harmless(&record.reason);
        out.write_record(row).with_context(named)?;
    }
    out.flush().with_context(named)
}

/// Returns a cell on one line that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    table::harmless(cell, " ")
}

fn file_row(
    path: &str,
    format: &str,
    outcome: FileOutcome,
    counts: ArticleCounts,
    skipped: u64,
    reason: &str,
) -> [String; HEADER.len()] {
    // Of a file that was not read again, only the number of its articles is known.
    let known = |count: u64| if outcome == FileOutcome::Unchanged { String::new() } else { count.to_string() };
    [
        "file".to_owned(),
        harmless(path),
        String::new(),
        format.to_owned(),
        outcome.name().to_owned(),
        counts.articles.to_string(),
        known(counts.without_title),
        known(counts.without_date),
        known(counts.recoded),
        known(counts.shortened),
        skipped.to_string(),
        harmless(reason),
    ]
}
