//! `fundstelle lexicon`.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use fundstelle::Error;
use fundstelle::corpus::{ReadOptions, Record, WalkOptions, discover, read};
use fundstelle::german::Learner;

use super::Exit;
use super::args::{Common, LexiconBuildArgs};
use super::output::{note, stdout, visible};
use crate::messages::{language, reason, sentences, texts};

/// Builds the built-in word list from lists of words and from texts.
pub(super) fn build(args: &LexiconBuildArgs, common: &Common) -> Result<Exit> {
    let output = std::fs::canonicalize(&args.output).ok();
    let inputs = args.forms.iter().chain(&args.nouns).chain(&args.texts);
    if let Some(input) =
        inputs.into_iter().find(|input| output.is_some() && std::fs::canonicalize(input).ok() == output)
    {
        bail!(sentences::output_is_input(language(), input));
    }
    let mut learner = Learner::default();
    for path in &args.forms {
        each_word(path, |word| learner.add_listed(word, false))?;
    }
    for path in &args.nouns {
        each_word(path, |word| learner.add_listed(word, true))?;
    }
    for file in discover(&args.texts, &WalkOptions::default()).map_err(Error::from)?.files {
        if !common.quiet {
            note(&visible(&file.path.to_string_lossy()));
        }
        let sink = &mut |record| {
            if let Record::Article(article) = record {
                learner.count_text(&article.body);
            }
            ControlFlow::Continue(())
        };
        let done = read(&file, &ReadOptions::default(), sink);
        done.map_err(|why| anyhow!("{}: {}", file.path.display(), reason(language(), &why)))?;
    }
    if learner.is_empty() {
        bail!(texts::NO_WORDS.to(language()));
    }
    let bytes = learner.builtin_list();
    std::fs::write(&args.output, &bytes).with_context(|| args.output.display().to_string())?;
    if !common.quiet {
        let path = visible(&args.output.to_string_lossy()).into_owned();
        writeln!(stdout(), "{}", sentences::written(language(), &path, bytes.len()))?;
    }
    Ok(Exit::Done)
}

/// Calls `take` with each word of a file, one per line, plain or gzip.
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
