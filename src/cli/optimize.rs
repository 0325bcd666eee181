//! `fundstelle optimize`.

use std::io::Write as _;

use anyhow::Result;
use fundstelle::index::optimize_with_progress;
use serde_json::json;

use super::Exit;
use super::args::{Common, OptimizeArgs};
use super::output::{progress, stdout};
use crate::messages::{language, texts};

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
        let language = language();
        let (before, after) = (language.megabytes(done.bytes_before), language.megabytes(done.bytes_after));
        let segments = texts::SEGMENTS.counted(language, done.segments as u64);
        writeln!(out, "{segments} → 1 · {before} → {after} · {} s", language.decimal(done.seconds, 1))?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
