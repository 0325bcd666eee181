//! `fundstelle verify`.

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Result;
use fundstelle::corpus::{ReadOptions, path_of};
use fundstelle::index::{CommitMetadata, SourceChange, Verified, verify_with_progress};
use serde_json::json;

use super::args::{Common, VerifyArgs};
use super::output::{progress, stdout, visible};
use super::{Exit, absent};
use crate::messages::{self, Language, Message, language, sentences, texts};

/// Name of the file of saved searches, the only file that cannot be built again.
const WATCHES_FILE: &str = "watches.txt";

pub(super) fn run(args: &VerifyArgs, common: &Common) -> Result<Exit> {
    if let Some(name) = &args.absent {
        return absent::run(name, args, common);
    }
    let found =
        progress::with_bar(common.quiet, |progress| verify_with_progress(&common.index, args.sources, progress))?;
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", in_json(&found))?;
    } else {
        write_text(&mut out, &found, &common.index, common.quiet)?;
    }
    out.flush()?;
    Ok(match (found.is_whole(), found.changed.is_empty()) {
        (false, _) => Exit::Fault,
        (true, false) => Exit::Nothing,
        (true, true) => Exit::Done,
    })
}

fn in_json(found: &Verified) -> serde_json::Value {
    let damaged = found.damaged.iter().map(|(file, what)| json!({ "file": file, "what": what }));
    let changed =
        found.changed.iter().map(|(path, change)| json!({ "path": path.to_string_lossy(), "what": name(*change) }));
    json!({
        "files": found.files, "bytes": found.bytes, "damaged": damaged.collect::<Vec<_>>(), "sources": found.sources,
        "changed": changed.collect::<Vec<_>>(), "seconds": found.seconds,
    })
}

fn name(change: SourceChange) -> &'static str {
    match change {
        SourceChange::Missing => "missing",
        SourceChange::Changed => "changed",
    }
}

fn write_text(out: &mut impl io::Write, found: &Verified, index: &Path, quiet: bool) -> io::Result<()> {
    let language = language();
    for (file, what) in &found.damaged {
        let what = messages::damage(language, what);
        writeln!(out, "{}", sentences::affects(language, &visible(file), &visible(&what), affected_by(file)))?;
    }
    for (path, change) in &found.changed {
        let what = match change {
            SourceChange::Missing => texts::SOURCE_MISSING,
            SourceChange::Changed => texts::SOURCE_CHANGED,
        };
        writeln!(out, "{}: {}", visible(&path.to_string_lossy()), what.to(language))?;
    }
    if !found.is_whole() {
        write_cure(out, language, found, index)
    } else if !quiet {
        write_summary(out, language, found)
    } else {
        Ok(())
    }
}

/// Writes what repairs a damaged index.
fn write_cure(out: &mut impl io::Write, language: Language, found: &Verified, index: &Path) -> io::Result<()> {
    if found.damaged.iter().any(|(file, _)| file == WATCHES_FILE) {
        let path = quoted(&index.join(WATCHES_FILE).to_string_lossy());
        writeln!(out, "{}", sentences::delete_watches(language, &path))?;
    }
    if found.damaged.iter().any(|(file, _)| file != WATCHES_FILE) {
        let command = index_command(true, found.metadata.as_ref(), index);
        writeln!(out, "{}", sentences::rebuild_with(language, &command))?;
    }
    Ok(())
}

fn write_summary(out: &mut impl io::Write, language: Language, found: &Verified) -> io::Result<()> {
    let (files, size) = (texts::FILES.counted(language, found.files), language.megabytes(found.bytes));
    let seconds = language.decimal(found.seconds, 1);
    write!(out, "{files} · {size} · {seconds} s · {}", texts::INTACT.to(language))?;
    if let Some(sources) = found.sources {
        let unchanged = sources - found.changed.len() as u64;
        write!(out, " · {}", sentences::unchanged_sources(language, unchanged, sources))?;
    }
    writeln!(out)
}

/// Returns what damage to a file affects.
fn affected_by(file: &str) -> Message {
    match Path::new(file).extension().and_then(|end| end.to_str()) {
        Some("store") => texts::AFFECTS_TEXTS,
        Some("idx" | "term") => texts::AFFECTS_FOUND,
        Some("pos") => texts::AFFECTS_PHRASES,
        Some("fieldnorm" | "fast") => texts::AFFECTS_ORDER,
        Some("del") => texts::AFFECTS_REMOVED,
        Some("fst") => texts::AFFECTS_LEXICON,
        Some("bin") if file.starts_with("places-") => texts::AFFECTS_LINES,
        Some("bin") => texts::AFFECTS_MANIFEST,
        Some("txt") if file == WATCHES_FILE => texts::AFFECTS_WATCHES,
        Some("txt") if file == "stamps.txt" => texts::AFFECTS_STAMPS,
        Some("json") => texts::AFFECTS_ALL,
        _ => texts::AFFECTS_CHECKSUMS,
    }
}

/// Returns the command that brings the index up to date, with the options and paths it was built with.
pub(super) fn update_command(payload: &CommitMetadata, index: &Path) -> String {
    index_command(false, Some(payload), index)
}

/// Returns the command that builds the index anew, with the options and paths it was built with.
pub(super) fn rebuild_command(payload: &CommitMetadata, index: &Path) -> String {
    index_command(true, Some(payload), index)
}

fn index_command(rebuild: bool, payload: Option<&CommitMetadata>, index: &Path) -> String {
    let option = if rebuild { " --rebuild" } else { "" };
    let command = format!("fundstelle index{option} --index {}", quoted(&index.to_string_lossy()));
    match payload.filter(|payload| !payload.roots.is_empty()) {
        Some(payload) => command + &asked(payload, index, rebuild),
        None => format!("{command} {}", texts::FOLDER.to(language())),
    }
}

/// Returns the options and paths with which an index was built. Paths that are gone are to be forgotten; a rebuild does so by itself.
fn asked(payload: &CommitMetadata, index: &Path, rebuild: bool) -> String {
    let mut asked = String::new();
    if !payload.analysis.compounds {
        asked += " --no-compounds";
    }
    if let Some(name) = &payload.analysis.exceptions {
        asked += &format!(" --exceptions {}", quoted(&index.join(name).to_string_lossy()));
    }
    if payload.max_file_size > ReadOptions::default().max_file_size {
        asked += &format!(" --max-file-size {}", payload.max_file_size);
    }
    if payload.follow {
        asked += " --follow";
    }
    payload.roots.iter().fold(asked, |asked, root| match path_of(root).try_exists() {
        Ok(false) if rebuild => asked,
        Ok(false) => asked + " --forget " + &quoted_key(root),
        _ => asked + " " + &quoted_key(root),
    })
}

/// Quotes a path for a shell.
pub(super) fn quoted(path: &str) -> String {
    if is_plain(path) { path.to_owned() } else { quoted_key(&path.replace('\\', "\\\\")) }
}

/// Quotes a key of a file, in which a backslash begins an escape, for a shell.
fn quoted_key(key: &str) -> String {
    if is_plain(key) {
        return key.to_owned();
    }
    let steers = visible(key) != key;
    if !steers && !key.contains('\\') {
        return format!("'{}'", key.replace('\'', "'\\''"));
    }
    // Bytes that cannot stand for themselves, as bash, zsh and ksh write them.
    let mut quoted = String::from("$'");
    for c in key.chars() {
        match c {
            '\'' => quoted.push_str("\\'"),
            c if visible(&c.to_string()) == c.to_string() => quoted.push(c),
            c => c.to_string().bytes().for_each(|byte| quoted.push_str(&format!("\\x{byte:02x}"))),
        }
    }
    quoted + "'"
}

fn is_plain(path: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ',' | ':' | '+');
    !path.is_empty() && path.chars().all(plain) && !path.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_as_a_shell_takes_them() {
        for (key, expected) in [
            ("/a/b.txt", "/a/b.txt"),
            ("/a b", "'/a b'"),
            ("/it's", "'/it'\\''s'"),
            ("/a\nb'c", "$'/a\\x0ab\\'c'"),
            ("/caf\\xE9", "$'/caf\\xE9'"),
            ("/a\\\\b", "$'/a\\\\b'"),
            ("-x", "'-x'"),
        ] {
            assert_eq!(quoted_key(key), expected, "{key}");
        }
        assert_eq!(quoted("/a\\b"), "$'/a\\\\b'");
    }
}
