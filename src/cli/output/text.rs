//! Hits for people.

use std::io::{self, IsTerminal as _, Write};

use anstyle::{AnsiColor, Style};
use fundstelle::search::{Hit, excerpts, snippet};
use textwrap::{WordSeparator, WordSplitter};

use super::links::linked;
use super::{shown_path, visible};
use crate::messages::{Language, citation, found, sentences, texts};

const TITLE: Style = Style::new().bold();
const MARK: Style = AnsiColor::Yellow.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// Columns of the widest text on a terminal: longer lines are hard to read.
const MAX_COLUMNS: usize = 100;
/// Columns of the narrowest text.
const MIN_COLUMNS: usize = 40;
const INDENT: &str = "   ";
/// Letters of the longest headline in a list.
const MAX_TITLE_LETTERS: usize = 300;

/// Writes hits for people.
pub(in crate::cli) struct Painter {
    language: Language,
    /// Whether colours mark the matches; otherwise « » do.
    colors: bool,
    /// Columns to wrap at; `None` if the output is no terminal.
    width: Option<usize>,
    /// Columns of the terminal; `None` if the output is none.
    columns: Option<usize>,
    /// Whether the terminal supports links.
    links: bool,
    /// Sentences shown around each matching one; `None` shows a snippet.
    context: Option<usize>,
}

impl Painter {
    pub(in crate::cli) fn new(language: Language) -> Painter {
        let terminal = io::stdout().is_terminal();
        let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        let colors = are_colored();
        let links = colors && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        Painter {
            language,
            colors,
            width: terminal.then_some(columns.clamp(MIN_COLUMNS, MAX_COLUMNS)),
            columns: terminal.then_some(columns.max(MIN_COLUMNS)),
            links,
            context: None,
        }
    }

    /// Sets the number of sentences shown around each matching one; `None` shows a snippet.
    pub(in crate::cli) fn with_context(self, context: Option<usize>) -> Painter {
        Painter { context, ..self }
    }

    /// Returns the columns of the terminal, or `None` if the output is none.
    pub(super) fn columns(&self) -> Option<usize> {
        self.columns
    }

    /// Writes the lines of one hit: heading, sentences, place.
    pub(in crate::cli) fn hit(&self, out: &mut impl Write, hit: &Hit) -> io::Result<()> {
        let title = if hit.title.is_empty() {
            self.title(texts::UNTITLED.to(self.language))
        } else {
            self.styled(TITLE, &self.listed_title(hit, TITLE))
        };
        let mut head = title;
        for part in [&hit.source, &hit.date, &hit.section] {
            if !part.is_empty() {
                head.push_str(&format!(" · {}", visible(part)));
            }
        }
        let head = format!("{} {head}", self.styled(FAINT, &format!("{}.", hit.rank)));
        self.in_words(out, &head, "", INDENT)?;
        for passage in std::iter::once(hit).chain(&hit.more) {
            let (text, range) = self.excerpt(passage);
            self.wrapped(out, &text)?;
            let place = self.place(passage, range);
            let place = self.styled(FAINT, &format!("{place} · {}", visible(&passage.id)));
            self.in_words(out, &place, INDENT, INDENT)?;
            self.explanation(out, passage)?;
        }
        let others: Vec<String> = self.further(hit).into_iter().chain(self.copies(hit)).collect();
        if !others.is_empty() {
            self.in_words(out, &self.styled(FAINT, &others.join(" · ")), INDENT, INDENT)?;
        }
        writeln!(out)
    }

    /// Writes the score of a passage as a sum times factors, with enough digits to compute it again.
    fn explanation(&self, out: &mut impl Write, hit: &Hit) -> io::Result<()> {
        let Some((contributions, factors)) = hit.explanation.as_ref().zip(hit.factors) else { return Ok(()) };
        let number = |value: f32| self.language.decimal(value, 5);
        let (passage, article) = (texts::PASSAGE.to(self.language), texts::ARTICLE.to(self.language));
        let mut lines = Vec::new();
        for part in contributions {
            let word = visible(&part.word);
            let says_more = part.searched != part.word.strip_prefix('~').unwrap_or(&part.word);
            let searched = if says_more { format!(" ({})", visible(&part.searched)) } else { String::new() };
            let parts = format!("{passage} {}, {article} {}", number(part.passage), number(part.article));
            lines.push(format!("{:>10} {word}{searched}: {parts}", number(part.passage + part.article)));
        }
        let shown = [
            (factors.lead, texts::LEAD_FACTOR),
            (factors.coverage, texts::COVERAGE_FACTOR),
            (factors.recency, texts::RECENCY_FACTOR),
            (factors.lone_part, texts::LONE_PART_FACTOR),
        ];
        let product: f32 = shown.iter().map(|(factor, _)| factor).product();
        debug_assert!(
            (product - factors.product()).abs() < 1e-4,
            "a field of ScoreFactors is not in this list: {factors:?}"
        );
        for (factor, label) in shown {
            if factor != 1.0 {
                lines.push(format!("× {:>8} {}", number(factor), label.to(self.language)));
            }
        }
        lines.push(format!("= {:>8}", number(hit.score)));
        lines.iter().try_for_each(|line| writeln!(out, "{}", self.styled(FAINT, &format!("{INDENT}{line}"))))
    }

    /// Writes a hit on one line, in the format of grep.
    pub(in crate::cli) fn line(&self, out: &mut impl Write, hit: &Hit) -> io::Result<()> {
        let (text, (start, end)) = self.excerpt(hit);
        let line = hit.line_at(start);
        let title = self.listed_title(hit, Style::new());
        let title = if title.is_empty() { title } else { format!("{title}: ") };
        let others: String =
            self.further(hit).into_iter().chain(self.copies(hit)).map(|others| format!(" ({others})")).collect();
        let place = citation::shown_place(self.language, hit.place_of_match(start, end));
        let place = if place.is_empty() { place } else { format!(" ({})", visible(&place)) };
        writeln!(out, "{}:{line}{place}: {title}{text} [{}]{others}", shown_path(&hit.path), visible(&hit.id))
    }

    /// Returns the headline of a hit with its matches marked, cut after a word if it is very long.
    fn listed_title(&self, hit: &Hit, around: Style) -> String {
        let Some((end, _)) = hit.title.char_indices().nth(MAX_TITLE_LETTERS) else {
            return self.marked(&hit.title, &hit.title_highlights, 0, u32::MAX, around);
        };
        let cut = &hit.title[..end];
        let cut = cut.rsplit_once(char::is_whitespace).map_or(cut, |(words, _)| words);
        let letters = cut.chars().count() as u32;
        let marks = hit.title_highlights.iter().filter(|mark| mark.0 < letters);
        let marks: Vec<(u32, u32)> = marks.map(|(start, end)| (*start, *end.min(&letters))).collect();
        format!("{} …", self.marked(cut, &marks, 0, u32::MAX, around))
    }

    /// Returns the number of further passages of a hit's article, if it has some.
    fn further(&self, hit: &Hit) -> Option<String> {
        hit.further.filter(|further| *further > 0).map(|further| found::further(self.language, further))
    }

    /// Returns the number of copies of a hit, if it has some.
    fn copies(&self, hit: &Hit) -> Option<String> {
        hit.copies.filter(|copies| *copies > 0).map(|copies| sentences::near_identical(self.language, copies))
    }

    /// Returns the part of a hit's text that is shown, and the characters from its beginning to its end.
    fn excerpt(&self, hit: &Hit) -> (String, (u32, u32)) {
        let shown = self.context.map_or_else(|| snippet(hit), |context| excerpts(hit, context));
        (self.marked(&shown.text, &shown.highlights, 0, u32::MAX, Style::new()), (shown.start, shown.end))
    }

    /// Returns the characters from `start` to `end` of `text` on one line, with the matches marked.
    pub(in crate::cli) fn marked(
        &self,
        text: &str,
        marks: &[(u32, u32)],
        start: u32,
        end: u32,
        around: Style,
    ) -> String {
        let mut out = String::new();
        let mut plain = String::new();
        let flush = |out: &mut String, plain: &mut String| {
            out.push_str(&visible(&std::mem::take(plain)));
        };
        let (open, close) = if self.colors {
            (format!("{around:#}{MARK}"), format!("{MARK:#}{around}"))
        } else {
            ("«".to_owned(), "»".to_owned())
        };
        for (at, c) in (0..).zip(text.chars()).skip(start as usize).take((end - start) as usize) {
            if marks.iter().any(|mark| mark.1 == at && mark.0 < mark.1 && mark.0 >= start) {
                flush(&mut out, &mut plain);
                out.push_str(&close);
            }
            if marks.iter().any(|mark| mark.0 == at) {
                flush(&mut out, &mut plain);
                out.push_str(&open);
            }
            plain.push(if matches!(c, '\n' | '\t') { ' ' } else { c });
        }
        flush(&mut out, &mut plain);
        let length = text.chars().count() as u32;
        if marks.iter().any(|mark| mark.1 == end.min(length) && mark.0 >= start) {
            out.push_str(&close);
        }
        out
    }

    /// Returns true if colours are used.
    pub(in crate::cli) fn colors(&self) -> bool {
        self.colors
    }

    /// Returns a headline with its matches marked.
    pub(in crate::cli) fn headline(&self, title: &str, marks: &[(u32, u32)]) -> String {
        self.styled(TITLE, &self.marked(title, marks, 0, u32::MAX, TITLE))
    }

    /// Returns a headline.
    pub(in crate::cli) fn title(&self, title: &str) -> String {
        self.styled(TITLE, title)
    }

    /// Returns dimmed text.
    pub(super) fn faint(&self, text: &str) -> String {
        self.styled(FAINT, text)
    }

    fn styled(&self, style: Style, text: &str) -> String {
        if self.colors { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Returns the place of a hit of which the characters of `shown` are shown: `path:line · paragraph 3`.
    fn place(&self, hit: &Hit, shown: (u32, u32)) -> String {
        let (file, paragraph) = place(self.language, hit, shown);
        // A path with a backslash has escaped bytes and is not the name of the file.
        let file = if self.links && !hit.path.contains('\\') { linked(&hit.path, &file) } else { file };
        format!("{file} · {paragraph}")
    }

    /// Writes a dimmed line about a list.
    pub(super) fn remark(&self, out: &mut impl Write, text: &str) -> io::Result<()> {
        self.in_words(out, &self.faint(text), "", "")
    }

    /// Writes names, dates and places, which are broken at blanks only.
    fn in_words(&self, out: &mut impl Write, text: &str, first: &str, others: &str) -> io::Result<()> {
        let Some(width) = self.width else { return writeln!(out, "{first}{text}") };
        let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(others);
        let options = options.break_words(false).word_separator(WordSeparator::AsciiSpace);
        for line in textwrap::wrap(text, options.word_splitter(WordSplitter::NoHyphenation)) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn wrapped(&self, out: &mut impl Write, text: &str) -> io::Result<()> {
        let Some(width) = self.width else { return writeln!(out, "{INDENT}{text}") };
        let options = textwrap::Options::new(width).initial_indent(INDENT).subsequent_indent(INDENT);
        for line in textwrap::wrap(text, options.break_words(false)) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

/// Returns true if standard output takes colours.
pub(in crate::cli) fn are_colored() -> bool {
    match anstream::ColorChoice::global() {
        anstream::ColorChoice::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        choice => choice != anstream::ColorChoice::Never,
    }
}

/// Returns the place of a hit of which the characters from `start` to `end` are shown: `path:line`, and `paragraph 3`, in which
/// these begin. Before the paragraph stands the place of the first match in what the file shows.
pub(in crate::cli) fn place(language: Language, hit: &Hit, (start, end): (u32, u32)) -> (String, String) {
    let before: String = hit.text.chars().take(start as usize).collect();
    let paragraph = hit.paragraph + before.matches('\n').count() as u32;
    let file = format!("{}:{}", shown_path(&hit.path), hit.line_at(start));
    let place = citation::shown_place(language, hit.place_of_match(start, end));
    let separator = if place.is_empty() { "" } else { ", " };
    (file, format!("{}{separator}{} {paragraph}", visible(&place), texts::PARAGRAPH.to(language)))
}
