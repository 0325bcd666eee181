//! Indexes a file of JSON lines and writes every hit of a query as a line of JSON.
//!
//! ```sh
//! cargo run --release --no-default-features --example jsonl_stream -- corpus/schule.jsonl index Lehrermangel
//! ```
//!
//! A line of the file is an article: an object with `text` and, if known, `id`, `title`, `date` and `source`; the usual other
//! names of these fields are understood, too.

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use fundstelle::query::parse;
use fundstelle::{SearchOptions, Searcher, UpdateOptions, index};

/// Hits that are held in memory at once.
const PAGE_SIZE: usize = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file, index_dir, query] = args.as_slice() else {
        return Err("usage: jsonl_stream ARTICLES.jsonl INDEX QUERY".into());
    };
    stream_hits(Path::new(file), Path::new(index_dir), query, &mut io::stdout().lock())
}

/// Brings the index up to date with the file and writes all hits, page by page.
pub(crate) fn stream_hits(
    file: &Path,
    index_dir: &Path,
    query: &str,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let files: [PathBuf; 1] = [file.to_owned()];
    index::update(index_dir, &files, &UpdateOptions::default())?;

    // Parsed once; an error has the position in the query and says what is wrong there.
    let node = parse(query)?;
    let searcher = Searcher::open(index_dir)?;
    let mut options = SearchOptions::default().with_limit(PAGE_SIZE);
    loop {
        // Pages fit together: a searcher shows the state of the index when it was opened.
        let hits = searcher.search_node(&node, &options)?.hits;
        for hit in &hits {
            serde_json::to_writer(&mut *out, hit)?;
            writeln!(out)?;
        }
        if hits.len() < PAGE_SIZE {
            return Ok(());
        }
        options.offset += PAGE_SIZE;
    }
}
