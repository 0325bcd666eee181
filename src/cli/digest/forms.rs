//! How does a digest look as a text, as a page of a mail, and as a mail?

use std::borrow::Cow;
use std::fmt::Write as _;

use anyhow::Result;
use fundstelle::index::Novelty;
use fundstelle::search::snippet;
use jiff::Timestamp;
use mail_builder::MessageBuilder;
use maud::{DOCTYPE, html};

use super::super::output::visible;
use super::DigestStory;
use crate::messages::{Language, citation, exports, texts};
use crate::wire::marks;

/// Columns at which the text is wrapped, as in mails.
const COLUMNS: usize = 76;
const INDENT: &str = "   ";
/// Digits of the hash in the id of a mail.
const ID_DIGITS: usize = 32;

/// Lines about a story beside its text.
struct StoryLines {
    head: String,
    place: String,
    /// Searches, copies, and the older article that it repeats.
    notes: Vec<String>,
}

fn lines(language: Language, story: &DigestStory) -> StoryLines {
    let hit = &story.hit;
    let joined = |parts: &[&str]| {
        let parts = parts.iter().filter(|part| !part.is_empty()).map(|part| visible(part));
        parts.collect::<Vec<Cow<'_, str>>>().join(" · ")
    };
    let date = |date: &str| citation::date(language, date);
    let updated = if story.novelty == Novelty::Updated { texts::UPDATED.to(language) } else { "" };
    let head = joined(&[&hit.source, &date(&hit.date), &hit.section, updated]);
    let place = joined(&[&format!("{}:{}", hit.path, hit.line_at(snippet(hit).start)), &hit.id]);
    let watches: Vec<&str> = story.watches.iter().map(String::as_str).collect();
    let mut notes = vec![exports::of_searches(language, &visible(&watches.join(", ")), watches.len())];
    if !story.new_copies.is_empty() {
        let copies = story.new_copies.iter().map(|copy| joined(&[&copy.source, &date(&copy.date), &copy.article]));
        notes.push(exports::new_copies(language, &copies.collect::<Vec<_>>().join("; ")));
    }
    notes.extend(story.copy_of.as_deref().map(|older| exports::copy_of(language, older)));
    StoryLines { head, place, notes }
}

/// Returns the headline of a story, or what stands for it.
fn title(language: Language, story: &DigestStory) -> Cow<'_, str> {
    if story.hit.title.is_empty() { texts::UNTITLED.to(language).into() } else { visible(&story.hit.title) }
}

/// Returns the digest as a text.
pub(in crate::cli) fn text(language: Language, stories: &[DigestStory]) -> String {
    let mut out = format!("{}\n", exports::STORIES.counted(language, stories.len() as u64));
    let wrapped = |out: &mut String, begin: &str, line: &str| {
        let options = textwrap::Options::new(COLUMNS).initial_indent(begin).subsequent_indent(INDENT);
        for line in textwrap::wrap(line, options.break_words(false)) {
            let _ = writeln!(out, "{line}");
        }
    };
    for story in stories {
        let (hit, part, lines) = (&story.hit, snippet(&story.hit), lines(language, story));
        let _ = writeln!(out);
        wrapped(&mut out, &format!("{}. ", hit.rank), &title(language, story));
        let pieces = marks::pieces(&part.text, &part.highlights, 0, u32::MAX);
        let marked = |(is_marked, text): &(bool, String)| match is_marked {
            true => format!("«{}»", visible(text)),
            false => visible(text).into_owned(),
        };
        let text: String = pieces.iter().map(marked).collect();
        let lines = [lines.head, text, lines.place].into_iter().chain(lines.notes);
        lines.filter(|line| !line.is_empty()).for_each(|line| wrapped(&mut out, INDENT, &line));
    }
    out
}

/// Returns the digest as a page that loads nothing.
fn page(language: Language, stories: &[DigestStory]) -> String {
    let heading = exports::STORIES.counted(language, stories.len() as u64);
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head { meta charset="utf-8"; title { (heading) } }
            body style="font-family:sans-serif;max-width:44em" {
                h1 style="font-size:1.3em" { (heading) }
                @for story in stories {
                    @let (hit, part, lines) = (&story.hit, snippet(&story.hit), lines(language, story));
                    h2 style="font-size:1.1em;margin-bottom:0" {
                        (hit.rank) ". "
                        @if hit.title.is_empty() { (texts::UNTITLED.to(language)) } @else { (marks::headline(&hit.title, &hit.title_highlights)) }
                    }
                    @if !lines.head.is_empty() { p style="margin:0;color:#555" { (lines.head) } }
                    p {
                        (marks::marked(&part.text, &part.highlights, 0, u32::MAX))
                    }
                    p style="color:#555;font-size:.85em" {
                        (lines.place)
                        @for note in &lines.notes { br; (note) }
                    }
                }
            }
        }
    };
    page.into_string()
}

/// Returns the digest as a mail, whole with its head. Error: none that is expected; the crate writes to memory.
pub(in crate::cli) fn mail(language: Language, stories: &[DigestStory], from: &str, to: &[String]) -> Result<Vec<u8>> {
    let (text, now) = (text(language, stories), Timestamp::now());
    let hash = blake3::hash(format!("{now} {text}").as_bytes()).to_hex();
    let subject = format!("Fundstelle: {}", exports::STORIES.counted(language, stories.len() as u64));
    let mut mail = MessageBuilder::new()
        .from(from.to_owned())
        .subject(subject)
        .date(now.as_second())
        .message_id(format!("{}@fundstelle.invalid", &hash[..ID_DIGITS]))
        .html_body(page(language, stories))
        .text_body(text);
    if !to.is_empty() {
        mail = mail.to(to.to_vec());
    }
    Ok(mail.write_to_vec()?)
}
