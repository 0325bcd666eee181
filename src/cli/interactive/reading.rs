//! How is an opened article read?

use fundstelle::search::ArticleView;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::marked::{FAINT, Marked, PLAIN, TITLE};

/// Columns left of a text: what was opened has a bar there.
const MARGIN: usize = 2;
const BAR: &str = "▌ ";
const NO_BAR: &str = "  ";
/// Lines shown above the place that was opened.
const ABOVE: usize = 2;

/// An article, and what the query finds in it.
#[derive(Debug, Clone)]
pub(super) struct Article {
    /// Its passages, the opened one with a number.
    pub(super) view: ArticleView,
    /// Id of the opened passage.
    pub(super) id: String,
    /// Headline, or what stands for one.
    pub(super) title: String,
    /// What matched in the headline.
    pub(super) title_marks: Vec<(u32, u32)>,
    /// What matched in each passage.
    pub(super) marks: Vec<Vec<(u32, u32)>>,
    /// Source, date, section and place.
    pub(super) facts: String,
}

/// An article on the screen.
pub(super) struct Reading {
    pub(super) article: Article,
    /// The line at the top.
    pub(super) top: usize,
    /// Lines of the screen, as it was last drawn.
    pub(super) height: usize,
    laid: Option<Laid>,
}

/// An article in lines of a width.
struct Laid {
    width: usize,
    lines: Vec<LaidLine>,
}

struct LaidLine {
    line: Line<'static>,
    /// Of the paragraph it is of, over the whole article: with another width one looks for the same.
    paragraph: usize,
    is_marked: bool,
    is_opened: bool,
}

impl Reading {
    pub(super) fn new(article: Article) -> Reading {
        Reading { article, top: 0, height: 0, laid: None }
    }

    /// Cuts the article into lines, if it is not. On first sight the opened passage comes to the top, if it does not begin in
    /// the upper half of the screen anyway; at another width what stood at the top stays there.
    pub(super) fn lay_out(&mut self, width: usize, height: usize, mark: Style) {
        self.height = height;
        if self.laid.as_ref().is_none_or(|laid| laid.width != width) {
            let lines = lines(&self.article, width.saturating_sub(MARGIN), mark);
            self.top = match &self.laid {
                None => match lines.iter().position(|line| line.is_opened) {
                    Some(opened) if opened > height / 2 => opened - ABOVE.min(opened),
                    _ => 0,
                },
                Some(before) => {
                    let paragraph = before.lines.get(self.top).map_or(0, |line| line.paragraph);
                    lines.iter().position(|line| line.paragraph >= paragraph).unwrap_or(0)
                }
            };
            self.laid = Some(Laid { width, lines });
        }
        self.top = self.top.min(self.all().len().saturating_sub(height));
    }

    fn all(&self) -> &[LaidLine] {
        self.laid.as_ref().map_or(&[], |laid| &laid.lines)
    }

    /// The lines on the screen.
    pub(super) fn shown(&self) -> Vec<Line<'static>> {
        self.all().iter().skip(self.top).take(self.height).map(|line| line.line.clone()).collect()
    }

    /// Number of all lines.
    pub(super) fn length(&self) -> usize {
        self.all().len()
    }

    /// Goes on by so many lines, back when there are fewer than none.
    pub(super) fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.length().saturating_sub(self.height));
    }

    /// Brings the next line with a mark that is not on the screen to it, or the one before.
    pub(super) fn go_to_mark(&mut self, forwards: bool) {
        let all = self.all();
        let end = (self.top + self.height).min(all.len());
        let found = match forwards {
            true => all[end..].iter().position(|line| line.is_marked).map(|after| end + after),
            false => all[..self.top.min(all.len())].iter().rposition(|line| line.is_marked),
        };
        if let Some(line) = found {
            self.top = line.saturating_sub(ABOVE).min(self.length().saturating_sub(self.height));
        }
    }
}

fn lines(article: &Article, width: usize, mark: Style) -> Vec<LaidLine> {
    let mut laid = Vec::new();
    let mut paragraph = 0;
    let mut add = |lines: Vec<(Line<'static>, bool)>, is_opened: bool| {
        for (mut line, is_marked) in lines {
            line.spans.insert(0, Span::raw(if is_opened { BAR } else { NO_BAR }));
            laid.push(LaidLine { line, paragraph, is_marked, is_opened });
        }
        laid.push(LaidLine { line: Line::default(), paragraph, is_marked: false, is_opened: false });
        paragraph += 1;
    };
    let mut head = Marked::whole(&article.title, &article.title_marks).wrapped(width, TITLE, mark);
    head.extend(Marked::plain(&article.facts).wrapped(width, FAINT, mark));
    add(head, false);
    for (at, (passage, marks)) in article.view.passages.iter().zip(&article.marks).enumerate() {
        let mut start = 0;
        for text in passage.text.split('\n') {
            let length = text.chars().count() as u32;
            if length > 0 {
                let is_heading = passage.headings.iter().any(|heading| heading.0 <= start && start < heading.1);
                let around = if is_heading { TITLE } else { PLAIN };
                let within = after(marks, start);
                let marked = Marked::new(text, &within, 0, length);
                add(marked.wrapped(width, around, mark), article.view.asked == Some(at));
            }
            start += length + 1;
        }
    }
    laid
}

/// The marks that end behind `start`, counted from there.
fn after(marks: &[(u32, u32)], start: u32) -> Vec<(u32, u32)> {
    let first = marks.partition_point(|mark| mark.1 <= start);
    marks[first..].iter().map(|mark| (mark.0.saturating_sub(start), mark.1 - start)).collect()
}
