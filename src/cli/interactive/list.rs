//! The hits on the screen, and the selected one.

use ratatui::style::Style;
use ratatui::text::Line;

use super::super::output::{place, visible};
use super::marked::{FAINT, MarkedText, PLAIN, TITLE};
use super::worker::{HitWithSnippet, PAGE, Page};
use crate::messages::{Language, texts};

/// The next page is requested when fewer hits follow the selected one.
const PREFETCH_HITS: usize = 5;

/// The hits of a query that are known so far.
#[derive(Debug, Default)]
pub(super) struct HitList {
    /// Query of the hits.
    pub(super) query: String,
    pub(super) hits: Vec<HitWithSnippet>,
    /// Whether there are no more hits.
    pub(super) is_complete: bool,
    /// Index of the selected hit.
    pub(super) chosen: usize,
    /// Index of the first hit on the screen.
    pub(super) top: usize,
    /// Number of hits on the screen when it was last drawn.
    pub(super) shown: usize,
}

impl HitList {
    /// Adds a page of hits. A first page begins a new list.
    pub(super) fn add_page(&mut self, page: Page) {
        let is_complete = page.hits.len() < PAGE;
        if page.offset == 0 {
            *self = HitList { query: page.query, hits: page.hits, is_complete, ..HitList::default() };
        } else if page.offset == self.hits.len() {
            self.hits.extend(page.hits);
            self.is_complete = is_complete;
        }
    }

    /// Moves the selection by so many hits, backwards if `by` is negative.
    pub(super) fn choose(&mut self, by: isize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(self.hits.len().saturating_sub(1));
    }

    /// Returns true if more hits are needed.
    pub(super) fn is_near_its_end(&self) -> bool {
        !self.is_complete && self.chosen + PREFETCH_HITS >= self.hits.len()
    }

    pub(super) fn chosen(&self) -> Option<&HitWithSnippet> {
        self.hits.get(self.chosen)
    }

    /// Returns the lines of the hits on a screen of this size, each with whether it belongs to the selected hit, which is always visible.
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

/// Returns the first hit to show so that the selected one is on the screen: the present one, if possible.
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

/// Returns the lines of a hit: title, facts, sentences, a blank line.
fn lines(
    language: Language,
    HitWithSnippet { hit, snippet }: &HitWithSnippet,
    width: usize,
    mark: Style,
) -> Vec<Line<'static>> {
    let title = match hit.title.as_str() {
        "" => MarkedText::plain(texts::UNTITLED.to(language)),
        title => MarkedText::whole(title, &hit.title_highlights),
    };
    let text = MarkedText::whole(&snippet.text, &snippet.highlights);
    let (file, paragraph) = place(language, hit, (snippet.start, snippet.end));
    let facts = [&hit.source, &hit.date, &hit.section, &file, &paragraph].into_iter().filter(|part| !part.is_empty());
    let facts: Vec<_> = facts.map(|part| visible(part)).collect();
    let mut lines = title.wrapped(width, TITLE, mark);
    lines.extend(MarkedText::plain(&facts.join(" · ")).wrapped(width, FAINT, mark));
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
