//! `fundstelle optimize`.

use std::io::Write as _;

use anyhow::Result;
use fundstelle::index::optimize_with_progress;
use serde_json::json;

use super::Exit;
use super::args::{Common, OptimizeArgs};
use super::messages::{language, texts};
use super::output::{progress, stdout};

pub(super) fn run(args: &OptimizeArgs, common: &Common) -> Result<Exit> {
    let done = progress::with_bar(common.quiet, |progress| optimize_with_progress(&common.index, progress))?;
    let mut out = stdout();
    if args.json {
        let done = json!({
            "segments_before": done.segments, "bytes_before": done.bytes_before, "bytes_after": done.bytes_after,
            "seconds": done.seconds,
        });
        writeln!(out, "{done}")?;
    } else if !common.quiet {
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        let (before, after) = (megabytes(done.bytes_before), megabytes(done.bytes_after));
        let segments = texts(language()).segments.counted(done.segments as u64);
        writeln!(out, "{segments} → 1 · {before:.1} → {after:.1} MB · {:.1} s", done.seconds)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
