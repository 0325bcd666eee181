//! `fundstelle show`.

use std::io::Write;

use anstyle::Style;
use anyhow::Result;
use fundstelle::Error;
use fundstelle::cite::Citation;
use fundstelle::query::parse;
use fundstelle::search::{ArticleHighlights, ArticleView};

use super::args::{Common, ShowArgs};
use super::last_search;
use super::output::pager::PagedOutput;
use super::output::{Painter, citation, json_line, note, shown_path, stdout, visible};
use super::{Exit, opened};
use crate::messages::{in_query, language, texts};
use crate::wire::records;

pub(super) fn run(args: &ShowArgs, common: &Common) -> Result<Exit> {
    let (index, id) = last_search::named(&args.id, common);
    let searcher = opened::with_synonyms(&index, common)?;
    let view = searcher.article(&id)?;
    let query = args.query.join(" ");
    let marks = match query.is_empty() {
        true => None,
        false => {
            let node = parse(&query).map_err(|err| in_query(&query)(err.into()))?;
            Some(searcher.article_highlights(&node, &view).map_err(in_query(&query))?)
        }
    };
    if args.json {
        let mut out = stdout();
        writeln!(out, "{}", json_line(&records::article(&view, marks.as_ref()))?)?;
        out.flush()?;
        return Ok(Exit::Done);
    }
    let mut text = Vec::new();
    let line = write_article(&mut text, &view, marks.as_ref())?;
    let mut out = PagedOutput::new(!common.no_pager, Some(line));
    out.write_all(&text)?;
    out.finish()?;
    let is_bare = |marks: &ArticleHighlights| marks.title.is_empty() && marks.passages.iter().all(Vec::is_empty);
    if marks.as_ref().is_some_and(is_bare) && !common.quiet {
        note(texts::NOTHING_FOUND.to(language()));
    }
    Ok(Exit::Done)
}

/// Writes the article and returns the line, from 1, on which the requested passage begins. Marks the matches of the query, or
/// without a query the requested passage.
fn write_article(out: &mut Vec<u8>, view: &ArticleView, marks: Option<&ArticleHighlights>) -> Result<usize> {
    let painter = Painter::new(language());
    let head = &view.passages[0];
    let title = if head.title.is_empty() { texts::UNTITLED.to(language()) } else { &head.title };
    match marks {
        Some(marks) if !head.title.is_empty() => writeln!(out, "{}", painter.headline(title, &marks.title))?,
        _ => writeln!(out, "{}", painter.title(&visible(title)))?,
    }
    writeln!(out, "{}", facts(view))?;
    writeln!(out)?;
    let mut line = 1;
    for (at, passage) in view.passages.iter().enumerate() {
        let asked = view.asked == Some(at);
        if asked {
            line = 1 + out.iter().filter(|byte| **byte == b'\n').count();
        }
        let mut start = 0;
        // One paragraph per line, with an empty line between; a mark may go on in the next paragraph.
        for paragraph in passage.text.split('\n') {
            let end = start + paragraph.chars().count() as u32;
            if end > start {
                let whole = [(start, end)];
                let marks = match marks {
                    Some(marks) => marks.passages[at].as_slice(),
                    None if asked => &whole,
                    None => &[],
                };
                let within: Vec<(u32, u32)> =
                    marks.iter().map(|(a, b)| (*a.max(&start), *b.min(&end))).filter(|(a, b)| a < b).collect();
                let bar = if asked && view.passages.len() > 1 && marks != whole { "│ " } else { "" };
                writeln!(out, "{bar}{}\n", painter.marked(&passage.text, &within, start, end, Style::new()))?;
            }
            start = end + 1;
        }
    }
    writeln!(out, "{}", citation(view)?)?;
    Ok(line)
}

/// Returns `source · date · section · path:line`, safe to print.
pub(super) fn facts(view: &ArticleView) -> String {
    let head = &view.passages[0];
    let place = format!("{}:{}", shown_path(&head.path), view.line_at(head, 0));
    let parts = [&head.source, &head.date, &head.section, &place];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).map(|part| visible(part)).collect();
    parts.join(" · ")
}

/// Returns a citation on one line, safe to print.
pub(super) fn citation(view: &ArticleView) -> Result<String, Error> {
    Ok(citation::plain(language(), &Citation::of(view)?))
}
