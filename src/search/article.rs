//! A whole article from the index.

use std::time::{Duration, Instant};

use tantivy::DocAddress;

use super::highlight::char_ranges;
use super::searcher::Searcher;
use crate::Error;
use crate::index::StoredPassage;
use crate::query::{self, Node, Within};

/// An article as the index stores it; [`Searcher::article`] reads one. Each of its passages has the title, date and source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleView {
    /// Passages in order.
    pub passages: Vec<StoredPassage>,
    /// Line of the source file on which the article begins. For a record in a file of many, the line of the record.
    pub line: u32,
    /// Index of the passage that was asked for; `None` if the id was that of the article.
    pub asked: Option<usize>,
}

impl ArticleView {
    /// Line of the source file that contains the character `offset` of the text of `passage`.
    pub fn line_at(&self, passage: &StoredPassage, offset: u32) -> u32 {
        passage.lines.iter().rev().find(|(start, _)| *start <= offset).map_or(self.line, |(_, line)| *line)
    }

    /// Place in what the file shows of the character `offset` of the text of `passage`; empty if there is none.
    pub fn place_at<'a>(&self, passage: &'a StoredPassage, offset: u32) -> &'a str {
        passage.places.iter().rev().find(|(start, _)| *start <= offset).map_or("", |(_, place)| place)
    }
}

/// Matches of a query in an article: ranges in characters, ascending, not overlapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleHighlights {
    /// Characters of the title that matched.
    pub title: Vec<(u32, u32)>,
    /// Characters that matched in the text of each passage.
    pub passages: Vec<Vec<(u32, u32)>>,
}

impl Searcher {
    /// The article with this id, or the article of the passage with this id. Fails with [`Error::NoSuchId`] if there is none.
    pub fn article(&self, id: &str) -> Result<ArticleView, Error> {
        let (range, passage) = self.resolve_id(id)?;
        let passages = range.docs.clone().map(|doc| self.stored_passage(DocAddress::new(range.segment, doc)));
        let passages = passages.collect::<Result<Vec<StoredPassage>, Error>>()?;
        let line = passages.first().map_or(0, |first| self.index().line(first, range.article));
        let asked = passage.map(|address| (address.doc_id - range.docs.start) as usize);
        Ok(ArticleView { passages, line, asked })
    }

    /// The matches of `node` in all passages of the article `view`, whether the passages are hits or not. Fails like a search
    /// with the same query.
    pub fn article_highlights(&self, node: &Node, view: &ArticleView) -> Result<ArticleHighlights, Error> {
        self.article_highlights_until(node, view, None)
    }

    /// The matches of `node` in the article `view`, as [`Searcher::article_highlights`] finds them. Fails with
    /// [`Error::TooSlow`] if passages are left after `timeout`.
    pub fn article_highlights_within(
        &self,
        node: &Node,
        view: &ArticleView,
        timeout: Duration,
    ) -> Result<ArticleHighlights, Error> {
        self.article_highlights_until(node, view, Some(Instant::now() + timeout))
    }

    fn article_highlights_until(
        &self,
        node: &Node,
        view: &ArticleView,
        deadline: Option<Instant>,
    ) -> Result<ArticleHighlights, Error> {
        let plan = query::plan(&self.widened(node), Within::Passage, deadline, self.index(), self.postings())?;
        self.caches.with(|cache| {
            let title = view.passages.first().map_or("", |first| &first.title);
            let title = char_ranges(title, &self.title_matches(&plan, title, cache).highlights);
            let mut in_text = |text: &str| char_ranges(text, &self.text_matches(&plan, text, cache).highlights);
            let marked = view.passages.iter().map(|passage| {
                Error::if_past(deadline)?;
                Ok(in_text(&passage.text))
            });
            let passages = marked.collect::<Result<_, Error>>()?;
            Ok(ArticleHighlights { title, passages })
        })
    }
}
