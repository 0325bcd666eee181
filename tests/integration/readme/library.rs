use std::path::Path;

use fundstelle::Error;
use fundstelle::index::{UpdateOptions, update};
use fundstelle::search::{SearchOptions, Searcher};

fn print_hits(index: &Path, folder: &Path, query: &str) -> Result<(), Error> {
    update(index, &[folder.to_owned()], &UpdateOptions::default())?;
    let searcher = Searcher::open(index)?;
    for hit in searcher.search(query, &SearchOptions::default())?.hits {
        println!("{:.2} {}:{} {}", hit.score, hit.path, hit.line, hit.title);
    }
    Ok(())
}
