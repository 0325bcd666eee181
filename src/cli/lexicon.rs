//! `fundstelle lexicon`.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use fundstelle::corpus::{ReadOptions, Record, WalkOptions, discover, read};
use fundstelle::german::lexicon::Learner;

use super::Exit;
use super::args::{Common, LexiconBuildArgs};
use super::output::{note, stdout, visible};

/// Makes the built-in list from word lists and texts.
pub(super) fn build(args: &LexiconBuildArgs, common: &Common) -> Result<Exit> {
    let output = std::fs::canonicalize(&args.output).ok();
    let inputs = args.forms.iter().chain(&args.nouns).chain(&args.texts);
    if let Some(input) =
        inputs.into_iter().find(|input| output.is_some() && std::fs::canonicalize(input).ok() == output)
    {
        bail!("{}: is read and cannot be written to as well; name another file with -o", input.display());
    }
    let mut learner = Learner::default();
    for path in &args.forms {
        each_word(path, |word| learner.known(word, false))?;
    }
    for path in &args.nouns {
        each_word(path, |word| learner.known(word, true))?;
    }
    for file in discover(&args.texts, &WalkOptions::default())?.files {
        if !common.quiet {
            note(&visible(&file.path.to_string_lossy()));
        }
        let sink = &mut |record| {
            if let Record::Article(article) = record {
                learner.text(&article.body);
            }
            ControlFlow::Continue(())
        };
        let done = read(&file, &ReadOptions::default(), sink);
        done.map_err(|reason| anyhow::anyhow!("{}: {reason}", file.path.display()))?;
    }
    if learner.is_empty() {
        bail!("no word is in the lists and texts that were given: nothing is written");
    }
    let bytes = learner.builtin();
    std::fs::write(&args.output, &bytes).with_context(|| args.output.display().to_string())?;
    if !common.quiet {
        writeln!(stdout(), "{}: {} bytes", visible(&args.output.to_string_lossy()), bytes.len())?;
    }
    Ok(Exit::Done)
}

/// One word a line, plain or gzip.
fn each_word(path: &Path, mut take: impl FnMut(&str)) -> Result<()> {
    let at = || path.display().to_string();
    let file = File::open(path).with_context(at)?;
    let reader: Box<dyn Read> = match path.extension() {
        Some(gz) if gz == "gz" => Box::new(flate2::read::GzDecoder::new(file)),
        _ => Box::new(file),
    };
    for line in BufReader::new(reader).lines() {
        let line = line.with_context(at)?;
        let word = line.trim();
        if !word.is_empty() {
            take(word);
        }
    }
    Ok(())
}
