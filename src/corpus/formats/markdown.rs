//! Reads Markdown with or without front matter.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::fields::{self, RecordFields};
use super::front_matter;
use super::layout::Body;
use super::line_ends::{Joint, joint};
use super::whitespace::{LineCounter, count_line_ends, one_line};
use crate::corpus::article::{Article, LineMap};
use crate::corpus::reason::SkipReason;

/// Reads a text. The title is that of the front matter, else the first `#` heading. The body is plain text: links and emphasis
/// are reduced to their words, list items and table rows are paragraphs, and so are lines of code blocks, which may be indented verse or a quoted message; images and HTML are left
/// out.
pub(super) fn read(text: &str) -> Result<Article, SkipReason> {
    let (fields, start) = front_matter::split(text)?;
    let mut article = fields::without_text(&fields);
    let (title, paragraphs) = paragraphs(text, start, article.title.is_empty());
    article.title = if article.title.is_empty() { title } else { article.title };
    let body = body(&fields, &article.title, &paragraphs);
    if body.text.is_empty() && article.title.is_empty() {
        return Err(SkipReason::Empty);
    }
    body.fill(&mut article);
    if article.body.is_empty() {
        // a title alone becomes the text, so that it can be found
        article.body = std::mem::take(&mut article.title);
        article.lines = LineMap::Record(1 + count_line_ends(&text[..start]));
    }
    Ok(article)
}

/// A paragraph or heading as pieces of text, each with its source line.
#[derive(Default)]
struct Paragraph {
    heading: Option<HeadingLevel>,
    pieces: Vec<(u32, String)>,
}

impl Paragraph {
    fn text(&self) -> String {
        one_line(&self.pieces.iter().map(|(_, text)| text.as_str()).collect::<String>())
    }
}

fn body(fields: &RecordFields, title: &str, paragraphs: &[Paragraph]) -> Body {
    let plain: Vec<String> = paragraphs.iter().map(Paragraph::text).collect();
    let lead = fields::lead(fields, &plain.join("\n"));
    let mut body = fields::body_with_lead(lead, 1);
    for (at, (paragraph, text)) in paragraphs.iter().zip(&plain).enumerate() {
        let repeats_title = paragraph.heading.is_some() && at == 0 && text == title;
        if text.is_empty() || repeats_title {
            continue;
        }
        let start = body.text.len() + usize::from(!body.text.is_empty());
        write(&mut body, paragraph);
        if paragraph.heading.is_some() && body.text.len() > start {
            body.headings.push(start..body.text.len());
        }
    }
    body
}

/// Appends a paragraph with single blanks between the words, and marks the source lines.
fn write(body: &mut Body, paragraph: &Paragraph) {
    let mut begun = false;
    let mut blank = false;
    for (line, text) in &paragraph.pieces {
        for (nth, word) in text.split(char::is_whitespace).enumerate() {
            blank |= nth > 0;
            if word.is_empty() {
                continue;
            }
            if !begun {
                body.paragraph(word, *line);
                begun = true;
            } else {
                if blank {
                    body.text.push(' ');
                }
                body.mark(*line);
                body.text.push_str(word);
            }
            blank = false;
        }
    }
}

/// Returns the first `#` heading, if `want_title`, and all other paragraphs.
fn paragraphs(text: &str, start: usize, want_title: bool) -> (String, Vec<Paragraph>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = MarkdownReader::new(text);
    for (event, range) in Parser::new_ext(&text[start..], options).into_offset_iter() {
        // offsets are ascending except at the ends of elements
        reader.lines.line_at(start + range.start);
        reader.event(event);
    }
    reader.finish();
    let mut done = reader.done;
    let title = done.iter().position(|p| want_title && p.heading == Some(HeadingLevel::H1));
    let title = title.map(|at| done.remove(at).text()).unwrap_or_default();
    (title, done)
}

/// Collects paragraphs from the events of the parser.
struct MarkdownReader<'a> {
    lines: LineCounter<'a>,
    done: Vec<Paragraph>,
    open: Paragraph,
    /// Number of open elements whose text is left out.
    hidden: u32,
    /// True inside a code block, whose lines are paragraphs.
    in_code: bool,
    /// True behind a line end inside a paragraph.
    soft_break: bool,
    /// True inside `<script>` or `<style>` within a paragraph.
    in_script: bool,
}

impl<'a> MarkdownReader<'a> {
    fn new(text: &'a str) -> Self {
        let lines = LineCounter::new(text);
        MarkdownReader {
            lines,
            done: Vec::new(),
            open: Paragraph::default(),
            hidden: 0,
            in_code: false,
            soft_break: false,
            in_script: false,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => self.code(&text),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::SoftBreak => self.soft_break = true,
            Event::HardBreak => self.push(" "),
            Event::InlineHtml(html) => self.inline_html(&html.to_lowercase()),
            Event::Rule => self.finish(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.finish();
                self.open.heading = Some(*level);
            }
            Tag::CodeBlock(_) => {
                self.finish();
                self.in_code = true;
            }
            Tag::HtmlBlock => {
                self.finish();
                self.hidden += 1;
            }
            Tag::Image { .. } => self.hidden += 1,
            Tag::Paragraph | Tag::Item | Tag::TableHead | Tag::TableRow | Tag::BlockQuote(_) => self.finish(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::HtmlBlock | TagEnd::Image => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::TableCell => self.push(" | "),
            TagEnd::TableHead | TagEnd::TableRow => {
                // no bar after the last cell
                self.open.pieces.pop();
                self.finish();
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::BlockQuote(_) => self.finish(),
            _ => {}
        }
    }

    /// Adds the lines of a piece of a code block.
    fn code(&mut self, text: &str) {
        for (line, text) in (self.lines.line()..).zip(text.split('\n')) {
            if self.hidden == 0 && !text.trim().is_empty() {
                self.done.push(Paragraph { heading: None, pieces: vec![(line, text.trim().to_owned())] });
            }
        }
    }

    fn inline_html(&mut self, html: &str) {
        if html.starts_with("<script") || html.starts_with("<style") {
            self.in_script = true;
        } else if html.starts_with("</script") || html.starts_with("</style") {
            self.in_script = false;
        } else if html.starts_with("<br") {
            self.push(" ");
        }
    }

    fn push(&mut self, text: &str) {
        if self.hidden > 0 || self.in_script {
            return;
        }
        if std::mem::take(&mut self.soft_break) {
            self.join_lines(text);
        }
        self.open.pieces.push((self.lines.line(), text.to_owned()));
    }

    /// Prepares the open paragraph for `text`, which begins the next line.
    fn join_lines(&mut self, text: &str) {
        let pieces = &mut self.open.pieces;
        // a mark of emphasis may stand before the hyphen
        let tail = &pieces[pieces.len().saturating_sub(2)..];
        let before: String = tail.iter().map(|(_, piece)| piece.as_str()).collect();
        match (joint(&before, text), pieces.last_mut()) {
            (Joint::DropMark(_), Some((_, last))) => drop(last.pop()),
            (Joint::Blank, Some((_, last))) => last.push(' '),
            _ => {}
        }
    }

    fn finish(&mut self) {
        let paragraph = std::mem::take(&mut self.open);
        (self.in_script, self.soft_break) = (false, false);
        if !paragraph.pieces.is_empty() {
            self.done.push(paragraph);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn front_matter_headings_and_lines() {
        let source = "---\ntitle: Milan und Mast\ndate: 2019-05-02\nquelle: Bote\nressort: Umwelt\n---\n\n# Milan und Mast\n\n\
                      Der **Rot**milan [brütet](https://x.example)\nam `Hang`.\n\n## Was *folgt*\n\n- Erstens\n- Zweitens\n  - Drittens\n\n\
                      | Ort | Zahl |\n|---|---|\n| Ulm | 3 |\n\n```\ncode\n```\n<div>weg</div>\n\nSchluss<script>alert(1)</script>.\n";
        let article = read(source).unwrap();
        assert_eq!(
            (article.title.as_str(), article.source.as_str(), article.section.as_str()),
            ("Milan und Mast", "Bote", "Umwelt")
        );
        assert_eq!(article.date, Some(jiff::civil::date(2019, 5, 2)));
        assert_eq!(
            article.body,
            "Der Rotmilan brütet am Hang.\nWas folgt\nErstens\nZweitens\nDrittens\nOrt | Zahl\nUlm | 3\ncode\nSchluss."
        );
        assert_eq!(article.headings.iter().map(|r| &article.body[r.clone()]).collect::<Vec<_>>(), ["Was folgt"]);
        for (word, line) in
            [("Der", 10), ("Hang", 11), ("Was", 13), ("Drittens", 17), ("Ulm", 21), ("code", 24), ("Schluss", 28)]
        {
            assert_eq!(article.lines.line_at(article.body.find(word).unwrap()), line, "{word}");
        }
    }

    #[test]
    fn broken_words_become_whole() {
        let article =
            read("# Titel\n\nDie neue *Bau*-\nordnung gilt, der Ein-\nund Ausgang auch, das Ver\u{ad}\nbot nicht.\n")
                .unwrap();
        assert_eq!(article.body, "Die neue Bauordnung gilt, der Ein- und Ausgang auch, das Verbot nicht.");
        assert_eq!(article.lines.line_at(article.body.find("ordnung").unwrap()), 4);
    }

    #[test]
    fn title_from_the_heading() {
        let article = read("Vorweg.\n\n# Der Titel\n\nText.\n").unwrap();
        assert_eq!((article.title.as_str(), article.body.as_str()), ("Der Titel", "Vorweg.\nText."));
        let article = read("# Nur Titel").unwrap();
        assert_eq!((article.title.as_str(), article.body.as_str()), ("", "Nur Titel"));
        assert_eq!(read("```\nnur code\n```").unwrap().body, "nur code");
    }

    #[test]
    fn a_lead_of_the_front_matter_comes_first() {
        let article = read("---\nteaser: Der Vorspann.\n---\nDer Text.\n").unwrap();
        assert_eq!(article.body, "Der Vorspann.\nDer Text.");
        assert_eq!(article.lines.line_at(article.body.find("Der Text").unwrap()), 4);
    }

    #[test]
    fn lines_of_code_are_text() {
        let article =
            read("# T\n\nVorher.\n\n```\nquagga\n\n  zebra\n```\n\nDann:\n\n    okapi\n    gnu\n\nNachher.\n").unwrap();
        assert_eq!(article.body, "Vorher.\nquagga\nzebra\nDann:\nokapi\ngnu\nNachher.");
        for (word, line) in [("quagga", 6), ("zebra", 8), ("okapi", 13), ("gnu", 14), ("Nachher", 16)] {
            assert_eq!(article.lines.line_at(article.body.find(word).unwrap()), line, "{word}");
        }
    }

    #[test]
    fn nesting_ends_in_time() {
        for piece in ["> ", "[", "*a ", "- ", "![", "`"] {
            let _ = read(&piece.repeat(20_000));
        }
    }
}
