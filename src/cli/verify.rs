//! `fundstelle verify`.

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Result;
use fundstelle::corpus::ReadOptions;
use fundstelle::index::{CommitMetadata, SourceChange, Verified, verify_with_progress};
use serde_json::json;

use super::Exit;
use super::args::{Common, VerifyArgs};
use super::messages::{Language, language, texts};
use super::output::{progress, stdout, visible};

/// The file of kept searches, which nothing but they themselves can be made from again.
const WATCHES: &str = "watches.txt";

pub(super) fn run(args: &VerifyArgs, common: &Common) -> Result<Exit> {
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
        writeln!(out, "{}: {}: {}", visible(file), visible(what), meaning(language, file))?;
    }
    for (path, change) in &found.changed {
        let what = match (language, change) {
            (Language::German, SourceChange::Missing) => "nicht mehr da oder nicht lesbar",
            (Language::German, SourceChange::Changed) => "anders als indexiert",
            (Language::English, SourceChange::Missing) => "gone, or not readable",
            (Language::English, SourceChange::Changed) => "not as it was indexed",
        };
        writeln!(out, "{}: {what}", visible(&path.to_string_lossy()))?;
    }
    if !found.is_whole() {
        if found.damaged.iter().any(|(file, _)| file == WATCHES) {
            let path = quoted(&index.join(WATCHES).to_string_lossy());
            match language {
                Language::German => writeln!(out, "{path} löschen und die Suchen neu anlegen")?,
                Language::English => writeln!(out, "Delete {path} and add the searches again")?,
            }
        }
        if found.damaged.iter().any(|(file, _)| file != WATCHES) {
            writeln!(out, "{}", cure(language, found, index))?;
        }
    } else if !quiet {
        let texts = texts(language);
        let (files, size) = (texts.files.counted(found.files), found.bytes as f64 / 1e6);
        let whole = if language == Language::German { "wie geschrieben" } else { "as written" };
        write!(out, "{files} · {size:.1} MB · {:.1} s · {whole}", found.seconds)?;
        if let Some(sources) = found.sources {
            let (of, as_indexed) = match language {
                Language::German => ("von", "wie indexiert"),
                Language::English => ("of", "as indexed"),
            };
            let same = sources - found.changed.len() as u64;
            write!(out, " · {same} {of} {} {as_indexed}", texts.files.counted(sources))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What it means when a file is damaged.
fn meaning(language: Language, file: &str) -> &'static str {
    let (german, english) = match Path::new(file).extension().and_then(|end| end.to_str()) {
        Some("store") => ("Texte und Fundorte der Treffer", "texts and places of hits"),
        Some("idx" | "term") => ("welche Passagen gefunden werden", "which passages are found"),
        Some("pos") => ("Wortfolgen und Zusammensetzungen", "phrases and compounds"),
        Some("fieldnorm" | "fast") => {
            ("welche Passagen gefunden werden, und ihre Reihenfolge", "which passages are found, and their order")
        }
        Some("del") => ("entfernte Artikel", "articles that were removed"),
        Some("fst") => (
            "das gelernte Lexikon, ohne das nicht gesucht werden kann",
            "the learnt lexicon, without which nothing can be searched",
        ),
        Some("bin") if file.starts_with("places-") => ("Zeilennummern der Treffer", "line numbers of hits"),
        Some("bin") => (
            "was indexiert ist, ohne das nichts dazukommen kann",
            "what is indexed, without which nothing can be added",
        ),
        Some("txt") if file == WATCHES => ("die gemerkten Suchen", "the searches that are kept"),
        Some("txt") if file == "stamps.txt" => {
            ("ob sich seither etwas geändert hat", "whether something has changed since")
        }
        Some("json") => ("woraus der Index besteht", "what the index consists of"),
        _ => ("ob etwas beschädigt ist", "whether anything is damaged"),
    };
    if language == Language::German { german } else { english }
}

/// The one command that makes it whole: what was asked for before, asked again.
fn cure(language: Language, found: &Verified, index: &Path) -> String {
    let command = index_command(" --rebuild", found.metadata.as_ref(), index);
    match language {
        Language::German => format!("Neu aufbauen mit: {command}"),
        Language::English => format!("Rebuild it with: {command}"),
    }
}

/// The command that brings the index up to date with what was asked for before.
pub(super) fn update_command(payload: &CommitMetadata, index: &Path) -> String {
    index_command("", Some(payload), index)
}

fn index_command(option: &str, payload: Option<&CommitMetadata>, index: &Path) -> String {
    let command = format!("fundstelle index{option} --index {}", quoted(&index.to_string_lossy()));
    match payload.filter(|payload| !payload.roots.is_empty()) {
        Some(payload) => command + &asked(payload, index),
        None => command + if language() == Language::German { " ORDNER" } else { " FOLDER" },
    }
}

/// The options and paths with which an index was made.
fn asked(payload: &CommitMetadata, index: &Path) -> String {
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
    payload.roots.iter().fold(asked, |asked, root| asked + " " + &quoted_key(root))
}

/// As a shell takes it.
fn quoted(path: &str) -> String {
    if is_plain(path) { path.to_owned() } else { quoted_key(&path.replace('\\', "\\\\")) }
}

/// A key of a file, in which a backslash stands for something else, as a shell takes it.
fn quoted_key(key: &str) -> String {
    if is_plain(key) {
        return key.to_owned();
    }
    let steers = visible(key) != key;
    if !steers && !key.contains('\\') {
        return format!("'{}'", key.replace('\'', "'\\''"));
    }
    // bytes that cannot stand for themselves, as bash, zsh and ksh write them
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
