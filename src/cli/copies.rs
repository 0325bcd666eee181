//! `fundstelle copies`.

use std::io::{self, Write};

use anyhow::Result;
use fundstelle::search::{CopyList, Reprint, Searcher, TextChange};

use super::Exit;
use super::args::{Common, CopiesArgs};
use super::last_search;
use super::output::{Painter, json_line, note, shown_path, stdout, visible};
use crate::messages::{Language, language, sentences, texts};
use crate::wire::records;

/// Maximum number of changes shown for an article; `--json` has all.
const MAX_CHANGES: usize = 12;

pub(super) fn run(args: &CopiesArgs, common: &Common) -> Result<Exit> {
    let (index, id) = last_search::named(&args.id, common);
    let copies = Searcher::open(&index)?.copies(&id)?;
    let language = language();
    let mut out = stdout();
    if args.json {
        for reprint in &copies.articles {
            writeln!(out, "{}", json_line(&records::reprint(reprint, args.no_diff))?)?;
        }
    } else {
        let painter = Painter::new(language);
        copies.articles.iter().try_for_each(|reprint| write(&mut out, &painter, language, reprint, args.no_diff))?;
    }
    out.flush()?;
    let found = copies.articles.len() > 1;
    if !common.quiet && !args.json {
        tell(language, &copies);
    }
    Ok(if found { Exit::Done } else { Exit::Nothing })
}

/// Notes how many copies there are beside the article itself.
fn tell(language: Language, copies: &CopyList) {
    match copies.articles.len() - 1 {
        0 => note(texts::NO_COPIES.to(language)),
        others => note(&sentences::near_identical(language, others)),
    }
}

/// Writes `date · source · 94 % identical · title`, the place of the article, and the differences.
fn write(
    out: &mut impl Write,
    painter: &Painter,
    language: Language,
    reprint: &Reprint,
    no_diff: bool,
) -> io::Result<()> {
    let Reprint { is_asked, stored, line, similarity, changes } = reprint;
    let how = match is_asked {
        true => texts::THIS_ARTICLE.to(language).to_owned(),
        // Rounded down: 100 % is said of exact copies only.
        false => format!("{:.0} % {}", (similarity * 100.0).floor(), texts::IDENTICAL.to(language)),
    };
    let date = if stored.date.is_empty() { texts::UNDATED.to(language) } else { &stored.date };
    let title = if stored.title.is_empty() { texts::UNTITLED.to(language) } else { &stored.title };
    let parts = [date, &stored.source, &how].map(visible);
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).filter(|part| !part.is_empty()).collect();
    writeln!(out, "{} · {}", parts.join(" · "), painter.title(&visible(title)))?;
    writeln!(out, "   {}:{line} · {}", shown_path(&stored.path), visible(&stored.article))?;
    if !no_diff && !is_asked {
        write_changes(out, language, changes)?;
    }
    Ok(())
}

fn write_changes(out: &mut impl Write, language: Language, changes: &[TextChange]) -> io::Result<()> {
    if changes.is_empty() {
        return writeln!(out, "   = {}", texts::NO_SENTENCE_CHANGED.to(language));
    }
    for TextChange { removed, added } in changes.iter().take(MAX_CHANGES) {
        removed.iter().try_for_each(|sentence| writeln!(out, "   - {}", visible(sentence)))?;
        added.iter().try_for_each(|sentence| writeln!(out, "   + {}", visible(sentence)))?;
    }
    match changes.len().saturating_sub(MAX_CHANGES) {
        0 => Ok(()),
        more => writeln!(out, "   … {}", texts::MORE_CHANGES.counted(language, more as u64)),
    }
}
