//! Which hits are on the screen, and which is chosen?

use ratatui::style::Style;
use ratatui::text::Line;

use super::super::messages::{Language, texts};
use super::super::output::{place, visible};
use super::marked::{FAINT, Marked, PLAIN, TITLE};
use super::worker::{PAGE, Page, Shown};

/// So few hits after the chosen one the next page is looked up.
const AHEAD: usize = 5;

/// The hits of a query, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The query they answer.
    pub(super) query: String,
    pub(super) hits: Vec<Shown>,
    /// There are no more.
    pub(super) is_complete: bool,
    /// The one that is chosen, from 0.
    pub(super) chosen: usize,
    /// The first on the screen.
    pub(super) top: usize,
    /// How many were on the screen when it was last drawn.
    pub(super) shown: usize,
}

impl List {
    /// Takes a page: the first is a new list, another goes on with it.
    pub(super) fn take(&mut self, page: Page) {
        let is_complete = page.hits.len() < PAGE;
        if page.offset == 0 {
            *self = List { query: page.query, hits: page.hits, is_complete, ..List::default() };
        } else if page.offset == self.hits.len() {
            self.hits.extend(page.hits);
            self.is_complete = is_complete;
        }
    }

    /// Chooses the hit so many further, or before when it is fewer than none.
    pub(super) fn choose(&mut self, by: isize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(self.hits.len().saturating_sub(1));
    }

    /// Whether more hits are wanted.
    pub(super) fn is_near_its_end(&self) -> bool {
        !self.is_complete && self.chosen + AHEAD >= self.hits.len()
    }

    pub(super) fn chosen(&self) -> Option<&Shown> {
        self.hits.get(self.chosen)
    }

    /// The lines of the hits on a screen of this size, each with whether it is of the chosen one, which is always among them.
    pub(super) fn lines(
        &mut self,
        language: Language,
        width: usize,
        height: usize,
        mark: Style,
    ) -> Vec<(Line<'static>, bool)> {
        let hit = |at: usize| lines(language, &self.hits[at], width, mark);
        self.top = first(self.top, self.chosen, height, |at| hit(at).len());
        let mut shown = Vec::new();
        let mut at = self.top;
        while at < self.hits.len() && shown.len() < height {
            shown.extend(hit(at).into_iter().map(|line| (line, at == self.chosen)));
            at += 1;
        }
        self.shown = at - self.top;
        shown
    }
}

/// The first hit to show so that the chosen one is on the screen as well: the one that was, if that goes.
fn first(top: usize, chosen: usize, height: usize, lines: impl Fn(usize) -> usize) -> usize {
    let (mut first, mut used) = (chosen, if chosen > top { lines(chosen) } else { 0 });
    while first > top {
        used += lines(first - 1);
        if used > height {
            break;
        }
        first -= 1;
    }
    first
}

/// A hit: title, facts, sentences, a blank line.
fn lines(language: Language, Shown { hit, snippet }: &Shown, width: usize, mark: Style) -> Vec<Line<'static>> {
    let title = match hit.title.as_str() {
        "" => Marked::plain(texts(language).untitled),
        title => Marked::whole(title, &hit.title_highlights),
    };
    let mut text = Marked::new(&hit.text, &hit.highlights, snippet.start, snippet.end);
    text.between(if snippet.cut_before { "… " } else { "" }, if snippet.cut_after { " …" } else { "" });
    let (file, paragraph) = place(language, hit, snippet.start);
    let facts = [&hit.source, &hit.date, &hit.section, &file, &paragraph].into_iter().filter(|part| !part.is_empty());
    let facts: Vec<_> = facts.map(|part| visible(part)).collect();
    let mut lines = title.wrapped(width, TITLE, mark);
    lines.extend(Marked::plain(&facts.join(" · ")).wrapped(width, FAINT, mark));
    lines.extend(text.wrapped(width, PLAIN, mark));
    lines.into_iter().map(|(line, _)| line).chain([Line::default()]).collect()
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_chosen_hit_is_on_the_screen() {
        let heights = [5, 4, 6, 3, 30, 2];
        for (top, chosen, height, expected) in [
            (0, 0, 10, 0),
            (0, 1, 10, 0),
            (0, 2, 10, 1),
            (2, 1, 10, 1),
            (0, 4, 10, 4),
            (4, 5, 10, 5),
            (0, 3, 0, 3),
            (3, 3, 10, 3),
        ] {
            assert_eq!(first(top, chosen, height, |at| heights[at]), expected, "{top} {chosen} {height}");
        }
    }
}
