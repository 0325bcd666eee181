//! An opened article, its lines, and scrolling.

use fundstelle::search::ArticleView;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::marked::{FAINT, MarkedText, PLAIN, TITLE};

/// Columns left of a text; the opened passage has a bar there.
const BAR_COLUMNS: usize = 2;
const BAR: &str = "▌ ";
const NO_BAR: &str = "  ";
/// Lines shown above the opened passage.
const LINES_ABOVE: usize = 2;

/// An article with the matches of the query.
#[derive(Debug, Clone)]
pub(super) struct OpenArticle {
    /// Passages of the article, with the number of the opened one.
    pub(super) view: ArticleView,
    /// Id of the opened passage.
    pub(super) id: String,
    /// Headline, or the words for a missing one.
    pub(super) title: String,
    /// Matches in the headline.
    pub(super) title_marks: Vec<(u32, u32)>,
    /// Matches in each passage.
    pub(super) marks: Vec<Vec<(u32, u32)>>,
    /// Source, date, section and place.
    pub(super) facts: String,
}

/// An article on the screen.
pub(super) struct ArticlePager {
    pub(super) article: OpenArticle,
    /// Index of the top line.
    pub(super) top: usize,
    /// Lines of the screen when it was last drawn.
    pub(super) height: usize,
    layout: Option<Layout>,
}

/// Lines of an article at a width.
struct Layout {
    width: usize,
    lines: Vec<LayoutLine>,
}

struct LayoutLine {
    line: Line<'static>,
    /// Index of its paragraph in the whole article, by which the line is found again at another width.
    paragraph: usize,
    is_marked: bool,
    is_opened: bool,
}

impl ArticlePager {
    pub(super) fn new(article: OpenArticle) -> ArticlePager {
        ArticlePager { article, top: 0, height: 0, layout: None }
    }

    /// Cuts the article into lines, unless that is done. At first the opened passage comes to the top, unless it begins in the upper
    /// half of the screen; at another width the paragraph at the top stays there.
    pub(super) fn lay_out(&mut self, width: usize, height: usize, mark: Style) {
        self.height = height;
        if self.layout.as_ref().is_none_or(|layout| layout.width != width) {
            let lines = lines(&self.article, width.saturating_sub(BAR_COLUMNS), mark);
            self.top = match &self.layout {
                None => match lines.iter().position(|line| line.is_opened) {
                    Some(opened) if opened > height / 2 => opened - LINES_ABOVE.min(opened),
                    _ => 0,
                },
                Some(before) => {
                    let paragraph = before.lines.get(self.top).map_or(0, |line| line.paragraph);
                    lines.iter().position(|line| line.paragraph >= paragraph).unwrap_or(0)
                }
            };
            self.layout = Some(Layout { width, lines });
        }
        self.top = self.top.min(self.all().len().saturating_sub(height));
    }

    fn all(&self) -> &[LayoutLine] {
        self.layout.as_ref().map_or(&[], |layout| &layout.lines)
    }

    /// Returns the lines on the screen.
    pub(super) fn shown(&self) -> Vec<Line<'static>> {
        self.all().iter().skip(self.top).take(self.height).map(|line| line.line.clone()).collect()
    }

    /// Returns the number of all lines.
    pub(super) fn length(&self) -> usize {
        self.all().len()
    }

    /// Scrolls by so many lines, backwards if `by` is negative.
    pub(super) fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.length().saturating_sub(self.height));
    }

    /// Scrolls to the next line with a mark outside the screen, or to the previous one.
    pub(super) fn go_to_mark(&mut self, forwards: bool) {
        let all = self.all();
        let end = (self.top + self.height).min(all.len());
        let found = match forwards {
            true => all[end..].iter().position(|line| line.is_marked).map(|after| end + after),
            false => all[..self.top.min(all.len())].iter().rposition(|line| line.is_marked),
        };
        if let Some(line) = found {
            self.top = line.saturating_sub(LINES_ABOVE).min(self.length().saturating_sub(self.height));
        }
    }
}

fn lines(article: &OpenArticle, width: usize, mark: Style) -> Vec<LayoutLine> {
    let mut laid_out = Vec::new();
    let mut paragraph = 0;
    let mut add = |lines: Vec<(Line<'static>, bool)>, is_opened: bool| {
        for (mut line, is_marked) in lines {
            line.spans.insert(0, Span::raw(if is_opened { BAR } else { NO_BAR }));
            laid_out.push(LayoutLine { line, paragraph, is_marked, is_opened });
        }
        laid_out.push(LayoutLine { line: Line::default(), paragraph, is_marked: false, is_opened: false });
        paragraph += 1;
    };
    let mut head = MarkedText::whole(&article.title, &article.title_marks).wrapped(width, TITLE, mark);
    head.extend(MarkedText::plain(&article.facts).wrapped(width, FAINT, mark));
    add(head, false);
    for (at, (passage, marks)) in article.view.passages.iter().zip(&article.marks).enumerate() {
        let mut start = 0;
        for text in passage.text.split('\n') {
            let length = text.chars().count() as u32;
            if length > 0 {
                let is_heading = passage.headings.iter().any(|heading| heading.0 <= start && start < heading.1);
                let around = if is_heading { TITLE } else { PLAIN };
                let within = after(marks, start);
                let marked = MarkedText::new(text, &within, 0, length);
                add(marked.wrapped(width, around, mark), article.view.asked == Some(at));
            }
            start += length + 1;
        }
    }
    laid_out
}

/// Returns the marks that end after `start`, relative to it.
fn after(marks: &[(u32, u32)], start: u32) -> Vec<(u32, u32)> {
    let first = marks.partition_point(|mark| mark.1 <= start);
    marks[first..].iter().map(|mark| (mark.0.saturating_sub(start), mark.1 - start)).collect()
}
