//! Makes a collection of any size out of the sentences of a smaller one, to time sizes for which there is no real collection.
//!
//! `cargo run --release --example recombine -- PASSAGES PATH…` writes PASSAGES JSON lines with `id` and `text` to standard
//! output, the same ones for the same paths. A passage is made of stretches of one to three consecutive sentences, each from an
//! article drawn at random, until it has about 100 words: words keep their frequencies and most of their neighbours, and
//! no passage is a copy of another.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr)]

use std::io::{BufWriter, Write as _, stdout};
use std::ops::{ControlFlow, Range};
use std::path::PathBuf;

use fundstelle::corpus::{Discovered, ReadOptions, Record, WalkOptions, discover, read};
use fundstelle::passage::sentences;
use random::SplitMix;

#[path = "../src/random.rs"]
mod random;

/// Words after which a passage ends.
const PASSAGE_WORDS: usize = 100;
const SEED: u64 = 2026;

/// Text of each article, with the ranges of its sentences.
fn pool(paths: &[PathBuf]) -> Vec<(String, Vec<Range<usize>>)> {
    let Discovered { files, .. } = discover(paths, &WalkOptions::default()).unwrap();
    let mut pool = Vec::new();
    for file in files {
        let take = &mut |record| {
            if let Record::Article(article) = record {
                let sentences = sentences(&article.body);
                if !sentences.is_empty() {
                    pool.push((article.body, sentences));
                }
            }
            ControlFlow::Continue(())
        };
        read(&file, &ReadOptions { max_file_size: u64::MAX, ..ReadOptions::default() }, take).unwrap();
    }
    pool
}

/// One to three consecutive sentences of an article.
fn stretch<'a>(pool: &'a [(String, Vec<Range<usize>>)], random: &mut SplitMix) -> &'a str {
    let (text, sentences) = &pool[random.below(pool.len())];
    let first = random.below(sentences.len());
    let last = (first + random.below(3)).min(sentences.len() - 1);
    text[sentences[first].start..sentences[last].end].trim()
}

fn main() {
    let mut args = std::env::args_os().skip(1);
    let count = args.next().and_then(|count| count.to_str()?.parse::<usize>().ok());
    let paths: Vec<PathBuf> = args.map(PathBuf::from).collect();
    let (Some(count), false) = (count, paths.is_empty()) else {
        eprintln!("usage: recombine PASSAGES PATH…");
        std::process::exit(2);
    };
    let pool = pool(&paths);
    if pool.is_empty() {
        eprintln!("no sentence in these paths");
        std::process::exit(1);
    }
    let (mut random, mut out) = (SplitMix(SEED), BufWriter::with_capacity(1 << 20, stdout().lock()));
    for number in 0..count {
        let mut text = String::new();
        let mut words = 0;
        while words < PASSAGE_WORDS {
            let stretch = stretch(&pool, &mut random);
            words += stretch.split_whitespace().count().max(1);
            if !text.is_empty() {
                text.push(' ');
            }
            // On one line, so that no stretch ends a paragraph.
            text.extend(stretch.chars().map(|c| if c == '\n' { ' ' } else { c }));
        }
        serde_json::to_writer(&mut out, &serde_json::json!({"id": format!("r{number}"), "text": text})).unwrap();
        out.write_all(b"\n").unwrap();
    }
    out.flush().unwrap();
}
