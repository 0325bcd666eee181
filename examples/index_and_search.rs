//! Indexes a folder of articles and searches it.
//!
//! ```sh
//! cargo run --release --no-default-features --example index_and_search -- corpus index 'Werbung Kaspersky'
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use fundstelle::{Hit, SearchOptions, Searcher, UpdateOptions, index};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, index_dir, query] = args.as_slice() else {
        return Err("usage: index_and_search FOLDER INDEX QUERY".into());
    };
    index_and_search(Path::new(folder), Path::new(index_dir), query, &mut io::stdout().lock())
}

/// Brings the index up to date with the folder and writes the ten best hits.
pub(crate) fn index_and_search(
    folder: &Path,
    index_dir: &Path,
    query: &str,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    // A second run reads only the files that changed.
    let folders: [PathBuf; 1] = [folder.to_owned()];
    let summary = index::update(index_dir, &folders, &UpdateOptions::default())?;
    writeln!(out, "{} articles, {} passages", summary.articles, summary.passages)?;
    // A file that cannot be indexed is no error: it is listed with the reason.
    for (path, reason) in summary.skipped.iter().filter(|(_, reason)| reason.is_fault()) {
        writeln!(out, "skipped: {}: {reason}", path.display())?;
    }

    // Folding leaves out hits that repeat a better one nearly word for word.
    let options = SearchOptions::default().with_fold(true);
    let results = Searcher::open(index_dir)?.search(query, &options)?;
    for hit in &results.hits {
        writeln!(out, "\n{}. {} ({})", hit.rank, hit.title, hit.date)?;
        writeln!(out, "{}", highlighted(hit))?;
        writeln!(out, "{}:{}", hit.path, hit.line)?;
    }
    Ok(())
}

/// The text of a hit with «» around what matched.
fn highlighted(hit: &Hit) -> String {
    // Ranges are in characters, not bytes.
    let chars: Vec<char> = hit.text.chars().collect();
    let mut text = String::new();
    let mut end = 0;
    for &(from, to) in &hit.highlights {
        text.extend(&chars[end..from as usize]);
        text.push('«');
        text.extend(&chars[from as usize..to as usize]);
        text.push('»');
        end = to as usize;
    }
    text.extend(&chars[end..]);
    text
}
