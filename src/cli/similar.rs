//! `fundstelle similar`.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use fundstelle::Error;
use fundstelle::corpus::{ReadOptions, Record, WalkOptions, discover, read};
use fundstelle::search::Searcher;

use super::Exit;
use super::args::{Common, SimilarArgs};
use super::messages::{language, reason, texts};
use super::output::hits::HitWriter;
use super::output::pager::Output;
use super::output::{account, note};
use super::search::options;

pub(super) fn run(args: &SimilarArgs, common: &Common) -> Result<Exit> {
    let mut writer = HitWriter::new(&args.results)?;
    let searcher = Searcher::open(&common.index)?;
    let (text, own) = match searcher.article(&args.what) {
        Ok(view) => {
            let title = view.passages[0].title.clone();
            let texts: Vec<String> = match view.asked {
                Some(asked) => vec![view.passages[asked].text.clone()],
                None => std::iter::once(title).chain(view.passages.into_iter().map(|passage| passage.text)).collect(),
            };
            (texts.join("\n"), Some(args.what.as_str()))
        }
        Err(Error::NoSuchId(_)) if Path::new(&args.what).is_file() => (text_of(Path::new(&args.what))?, None),
        Err(err) => return Err(err.into()),
    };
    let results = searcher.similar(&text, own, &options(&args.results))?;
    let found = !results.hits.is_empty();
    let receipt = account::receipt(language(), &results, searcher.index().payload());
    let mut out = Output::paged(writer.is_for_screens() && !common.no_pager, None);
    writer.write(&mut out, None, results)?;
    out.finish()?;
    if writer.is_for_people() && !common.quiet {
        note(if found { &receipt } else { texts(language()).nothing });
    }
    Ok(if found { Exit::Done } else { Exit::Nothing })
}

/// The text of the first article of a file.
fn text_of(path: &Path) -> Result<String> {
    let discovered = discover(&[PathBuf::from(path)], &WalkOptions { follow: true, ..WalkOptions::default() })?;
    let mut text = None;
    for file in &discovered.files {
        let result = read(file, &ReadOptions::default(), &mut |record| match record {
            Record::Article(article) => {
                text = Some(format!("{}\n{}", article.title, article.body));
                ControlFlow::Break(())
            }
            Record::Skipped { .. } => ControlFlow::Continue(()),
        });
        if let (Err(why), None) = (result, &text) {
            bail!("{}: {}", path.display(), reason(language(), &why));
        }
    }
    text.ok_or_else(|| anyhow::anyhow!("{}: {}", path.display(), texts(language()).nothing))
}
