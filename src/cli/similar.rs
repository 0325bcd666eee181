//! `fundstelle similar`.

use std::path::Path;

use anyhow::Result;
use fundstelle::Error;
use fundstelle::search::Searcher;

use super::Exit;
use super::args::{Common, SimilarArgs};
use super::given;
use super::last_search;
use super::output::hits::HitWriter;
use super::output::pager::PagedOutput;
use super::output::{account, note, note_wrapped};
use crate::messages::{language, texts};

pub(super) fn run(args: &SimilarArgs, common: &Common) -> Result<Exit> {
    let mut writer = HitWriter::new(&args.results)?;
    let is_export = writer.is_export();
    let (index, id) = last_search::named(&args.what, common);
    let searcher = Searcher::open(&index)?;
    let (path, options) = (Path::new(&args.what), args.results.request().options());
    let results = match searcher.similar_to(&id, &options) {
        // The argument is no id; it may be a file.
        Err(Error::NoSuchId(_)) if given::is_standard_input(path) || path.exists() => {
            searcher.similar(&text_of(path)?, &options)?
        }
        results => results?,
    };
    let found = !results.hits.is_empty();
    last_search::remember(&Common { index, ..common.clone() }, &results.hits, args.results.offset);
    let receipt = account::receipt(language(), &results, searcher.index().metadata());
    let mut out = PagedOutput::new(writer.is_for_screens() && !common.no_pager, None);
    writer.ask(&args.what);
    writer.write(&mut out, None, results)?;
    writer.finish(&mut out, &searcher, common.quiet)?;
    out.finish()?;
    if (writer.is_for_people() || is_export) && !common.quiet {
        if !found {
            note(texts::NOTHING_FOUND.to(language()));
        }
        note_wrapped(&receipt);
    }
    Ok(if found { Exit::Done } else { Exit::Nothing })
}

/// Reads standard input, or the first article of a file.
fn text_of(path: &Path) -> Result<String> {
    if given::is_standard_input(path) {
        return given::standard_input();
    }
    let first = given::articles(path, 1)?.into_iter().next();
    Ok(first.map(|article| format!("{}\n{}", article.title, article.body)).unwrap_or_default())
}
