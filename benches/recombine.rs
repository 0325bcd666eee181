//! Makes a collection of any size out of the sentences of a smaller one, for timing what cannot be had otherwise.
//!
//! `cargo run --release --example recombine -- PASSAGES PATH…` writes that many JSON lines with `id` and `text` to standard
//! output, always the same for the same paths. A passage is two to four runs of up to three sentences that follow each other
//! in an article drawn at random, about 100 words together: words keep their frequencies and most of their neighbours, and no
//! passage is the copy of another.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr)]

use std::io::{BufWriter, Write as _, stdout};
use std::ops::{ControlFlow, Range};
use std::path::PathBuf;

use fundstelle::corpus::{Discovered, ReadOptions, Record, WalkOptions, discover, read};
use fundstelle::passage::sentences;

/// Words of a passage, about.
const WORDS: usize = 100;
const SEED: u64 = 2026;

/// SplitMix64 of Steele, Lea and Flood.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

/// The texts, and the sentences of each.
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

/// One to three sentences that follow each other.
fn run<'a>(pool: &'a [(String, Vec<Range<usize>>)], random: &mut Random) -> &'a str {
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
    let (mut random, mut out) = (Random(SEED), BufWriter::with_capacity(1 << 20, stdout().lock()));
    for number in 0..count {
        let mut text = String::new();
        let mut words = 0;
        while words < WORDS {
            let run = run(&pool, &mut random);
            words += run.split_whitespace().count().max(1);
            if !text.is_empty() {
                text.push(' ');
            }
            // One line each, so that no run ends a paragraph.
            text.extend(run.chars().map(|c| if c == '\n' { ' ' } else { c }));
        }
        serde_json::to_writer(&mut out, &serde_json::json!({"id": format!("r{number}"), "text": text})).unwrap();
        out.write_all(b"\n").unwrap();
    }
    out.flush().unwrap();
}
