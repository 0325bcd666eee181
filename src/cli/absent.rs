//! `fundstelle verify --absent`.

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Result;
use fundstelle::index::{Index, Residue, residue_of};
use serde_json::json;

use super::Exit;
use super::args::{Common, VerifyArgs};
use super::output::{stdout, visible};
use super::verify::{quoted, rebuild_command};
use crate::messages::{language, removal};

/// Words that are named; the rest is counted.
const SHOWN_WORDS: usize = 8;

/// Tells what the index has of `name`, and the commands after which it has nothing.
pub(super) fn run(name: &str, args: &VerifyArgs, common: &Common) -> Result<Exit> {
    let left = residue_of(&common.index, name)?;
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", in_json(name, &left))?;
    } else if left.is_empty() {
        writeln!(out, "{}", removal::absent(language(), &visible(name)))?;
    } else {
        write_text(&mut out, name, &left, &common.index)?;
    }
    out.flush()?;
    Ok(if left.is_empty() { Exit::Done } else { Exit::Nothing })
}

fn in_json(name: &str, left: &Residue) -> serde_json::Value {
    let watches = left.watches.iter().map(|(name, articles)| json!({ "name": name, "articles": articles }));
    json!({
        "name": name, "absent": left.is_empty(), "found": left.found, "unmerged": left.unmerged, "words": left.words,
        "watches": watches.collect::<Vec<_>>(), "files": left.files,
    })
}

fn write_text(out: &mut impl io::Write, name: &str, left: &Residue, dir: &Path) -> Result<()> {
    let (language, name) = (language(), visible(name));
    let index = format!("--index {}", quoted(&dir.to_string_lossy()));
    let rebuild = rebuild_command(Index::open(dir)?.metadata(), dir);
    if left.found > 0 {
        writeln!(out, "{}", removal::still_found(language, &name, left.found))?;
    }
    if left.unmerged > 0 {
        writeln!(out, "{}", removal::unmerged(language, left.unmerged, &format!("fundstelle optimize {index}")))?;
    }
    if !left.words.is_empty() {
        let mut words = left.words.iter().take(SHOWN_WORDS).map(|word| visible(word)).collect::<Vec<_>>().join(", ");
        if left.words.len() > SHOWN_WORDS {
            words += &format!(" … {}", language.count(left.words.len() as u64));
        }
        writeln!(out, "{}", removal::left_words(language, &words, &rebuild))?;
    }
    for (watch, articles) in &left.watches {
        let command = format!("fundstelle watch prune {index}");
        writeln!(out, "{}", removal::left_in_watch(language, &visible(watch), *articles as u64, &command))?;
    }
    // What is found, or lies in a segment, is there by its name as well.
    if left.found + left.unmerged == 0 {
        for file in &left.files {
            writeln!(out, "{}", removal::left_in_file(language, &visible(file), &name, &rebuild))?;
        }
    }
    Ok(())
}
