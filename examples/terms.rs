//! Prints the terms of every word of the built-in list, with a capital and in lower case. Who changes the analyser compares the
//! output of before with that of after and sees every known word whose terms have changed.
//!
//! ```sh
//! cargo run --release --no-default-features --example terms > before.tsv
//! # ... the change ...
//! cargo run --release --no-default-features --example terms > after.tsv
//! diff before.tsv after.tsv
//! ```
//!
//! The list has about 360,000 words. They are exact forms: lower case, `ss` for `ß`.

use std::error::Error;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use fst::Streamer;
use fundstelle::german::Analyzer;

fn main() -> Result<(), Box<dyn Error>> {
    let list = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/german/lexicon/builtin.fst"))?;
    terms(&list, &mut BufWriter::new(io::stdout().lock()))
}

/// Writes two lines for each word of a list, with a capital and in lower case: the word, a tab, its term, and all other terms under
/// which it is found.
pub(crate) fn terms(list: &[u8], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let analyzer = Analyzer::default();
    let list = fst::Map::new(list)?;
    let mut words = list.stream();
    while let Some((word, _)) = words.next() {
        let word = std::str::from_utf8(word)?;
        let mut letters = word.chars();
        let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        for form in [capital.as_str(), word] {
            write!(out, "{form}\t")?;
            for word in analyzer.tokens(form).map(|token| token.word) {
                write!(out, "{} ", word.term)?;
                word.others.iter().try_for_each(|other| write!(out, "{other} "))?;
            }
            writeln!(out)?;
        }
    }
    Ok(out.flush()?)
}
