//! `fundstelle show`.

use std::io::{self, Write};

use anstyle::Style;
use anyhow::Result;
use fundstelle::cite::Citation;
use fundstelle::index::Stored;
use fundstelle::search::{ArticleView, Searcher};
use serde_json::json;

use super::Exit;
use super::args::{Common, ShowArgs};
use super::messages::{language, texts};
use super::output::{Painter, citation, json_line, shown_path, stdout, visible};

pub(super) fn run(args: &ShowArgs, common: &Common) -> Result<Exit> {
    let view = Searcher::open(&common.index)?.article(&args.id)?;
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", json_line(&as_json(&view))?)?;
    } else {
        write_article(&mut out, &view)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// The article as one object; its body is put together from its passages.
fn as_json(view: &ArticleView) -> serde_json::Value {
    let head = &view.passages[0];
    let passages = view.passages.iter().enumerate().map(|(at, passage)| {
        json!({"id": format!("{}#{}", passage.article, at + 1), "start": passage.start, "end": passage.end, "text": passage.text})
    });
    let passages: Vec<_> = passages.collect();
    json!({
        "article": head.article, "path": head.path, "line": view.line_at(head, 0), "title": head.title, "date": head.date,
        "source": head.source, "section": head.section, "passages": passages, "asked": view.asked.map(|asked| asked + 1),
    })
}

fn write_article(out: &mut impl Write, view: &ArticleView) -> io::Result<()> {
    let painter = Painter::new(language());
    let head = &view.passages[0];
    let title = if head.title.is_empty() { texts(language()).untitled } else { &head.title };
    writeln!(out, "{}", painter.title(&visible(title)))?;
    writeln!(out, "{}", facts(view, head))?;
    writeln!(out)?;
    for (at, passage) in view.passages.iter().enumerate() {
        let mut start = 0;
        // A paragraph a line, with a blank line between; a mark goes on in the next.
        for paragraph in passage.text.split('\n') {
            let length = paragraph.chars().count() as u32;
            if length > 0 {
                let marked = view.asked == Some(at);
                let within: Vec<(u32, u32)> = marked.then_some((start, start + length)).into_iter().collect();
                writeln!(out, "{}\n", painter.marked(&passage.text, &within, start, start + length, Style::new()))?;
            }
            start += length + 1;
        }
    }
    writeln!(out, "{}", citation::plain(language(), &Citation::of(view)))
}

/// `source · date · section · path:line`.
fn facts(view: &ArticleView, passage: &Stored) -> String {
    let place = format!("{}:{}", shown_path(&passage.path), view.line_at(passage, 0));
    let parts = [&passage.source, &passage.date, &passage.section, &place];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).map(|part| visible(part)).collect();
    parts.join(" · ")
}
