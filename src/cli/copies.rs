//! `fundstelle copies`.

use std::io::{self, Write};

use anyhow::Result;
use fundstelle::search::{Change, Copies, Reprint, Searcher};
use serde_json::{Value, json};

use super::Exit;
use super::args::{Common, CopiesArgs};
use super::messages::{Texts, language, near_identical, texts};
use super::output::{Painter, json_line, note, shown_path, stdout, visible};

/// Changes shown of each article: who wants more compares the articles.
const MOST_CHANGES: usize = 12;

pub(super) fn run(args: &CopiesArgs, common: &Common) -> Result<Exit> {
    let copies = Searcher::open(&common.index)?.copies(&args.id)?;
    let texts = texts(language());
    let mut out = stdout();
    if args.json {
        for reprint in &copies.articles {
            writeln!(out, "{}", json_line(&as_json(reprint, args.no_diff))?)?;
        }
    } else {
        let painter = Painter::new(language());
        copies.articles.iter().try_for_each(|reprint| write(&mut out, &painter, texts, reprint, args.no_diff))?;
    }
    out.flush()?;
    let found = copies.articles.len() > 1;
    if !common.quiet && !args.json {
        tell(texts, &copies);
    }
    Ok(if found { Exit::Done } else { Exit::Nothing })
}

/// What is to be known of the list.
fn tell(texts: &Texts, copies: &Copies) {
    match copies.articles.len() - 1 {
        0 => note(texts.no_copies),
        others => note(&near_identical(texts, others)),
    }
}

fn as_json(reprint: &Reprint, no_diff: bool) -> Value {
    let Reprint { is_asked, stored, line, similarity, changes } = reprint;
    let mut value = json!({
        "article": stored.article, "date": stored.date, "source": stored.source, "section": stored.section,
        "title": stored.title, "path": stored.path, "line": line, "asked": is_asked, "similarity": similarity,
    });
    if !no_diff && !is_asked {
        let change = |Change { removed, added }: &Change| json!({"removed": removed, "added": added});
        value["changes"] = changes.iter().map(change).collect();
    }
    value
}

/// `date · source · 94 % the same · title`, where it stands, and what differs.
fn write(out: &mut impl Write, painter: &Painter, texts: &Texts, reprint: &Reprint, no_diff: bool) -> io::Result<()> {
    let Reprint { is_asked, stored, line, similarity, changes } = reprint;
    let how = match is_asked {
        true => texts.asked.to_owned(),
        // Not to be called the same in all when it is not.
        false => format!("{:.0} % {}", (similarity * 100.0).floor(), texts.same),
    };
    let date = if stored.date.is_empty() { texts.undated } else { &stored.date };
    let title = if stored.title.is_empty() { texts.untitled } else { &stored.title };
    let parts = [date, &stored.source, &how].map(visible);
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).filter(|part| !part.is_empty()).collect();
    writeln!(out, "{} · {}", parts.join(" · "), painter.title(&visible(title)))?;
    writeln!(out, "   {}:{line} · {}", shown_path(&stored.path), visible(&stored.article))?;
    if !no_diff && !is_asked {
        write_changes(out, texts, changes)?;
    }
    Ok(())
}

fn write_changes(out: &mut impl Write, texts: &Texts, changes: &[Change]) -> io::Result<()> {
    if changes.is_empty() {
        return writeln!(out, "   = {}", texts.unchanged_text);
    }
    for Change { removed, added } in changes.iter().take(MOST_CHANGES) {
        removed.iter().try_for_each(|sentence| writeln!(out, "   - {}", visible(sentence)))?;
        added.iter().try_for_each(|sentence| writeln!(out, "   + {}", visible(sentence)))?;
    }
    match changes.len().saturating_sub(MOST_CHANGES) {
        0 => Ok(()),
        more => writeln!(out, "   … {}", texts.more_changes.counted(more as u64)),
    }
}
