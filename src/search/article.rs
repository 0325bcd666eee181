//! A whole article out of the index.

use tantivy::DocAddress;

use super::highlight::in_chars;
use super::searcher::Searcher;
use crate::Error;
use crate::german::TokenCache;
use crate::index::StoredPassage;
use crate::query::{self, Node};

/// An article as the index holds it: its passages in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleView {
    /// The passages.
    pub passages: Vec<StoredPassage>,
    /// The line of the record, for one of a file of many.
    pub line: u32,
    /// Which of them was asked for, from 0; `None` when the id was the article's.
    pub asked: Option<usize>,
}

impl ArticleView {
    /// The line of the source file on which the character `offset` of a passage's text stands.
    pub fn line_at(&self, passage: &StoredPassage, offset: u32) -> u32 {
        passage.lines.iter().rev().find(|(start, _)| *start <= offset).map_or(self.line, |(_, line)| *line)
    }
}

/// What a query finds in an article: ranges in characters, in order, not overlapping, as those of a [`super::Hit`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// In its title.
    pub title: Vec<(u32, u32)>,
    /// In the text of each of its passages.
    pub passages: Vec<Vec<(u32, u32)>>,
}

impl Searcher {
    /// The article with this id, or the one of the passage with this id.
    pub fn article(&self, id: &str) -> Result<ArticleView, Error> {
        let (place, passage) = self.named(id)?;
        let passages = place.docs.clone().map(|doc| self.stored(DocAddress::new(place.segment, doc)));
        let passages = passages.collect::<Result<Vec<StoredPassage>, Error>>()?;
        let line = passages.first().map_or(0, |first| self.index().line(first, place.number));
        let asked = passage.map(|at| (at.doc_id - place.docs.start) as usize);
        Ok(ArticleView { passages, line, asked })
    }

    /// What `node` finds in the article `view`, in all its passages, whether or not they are hits.
    ///
    /// Errors as those of a search with the same query.
    pub fn marks(&self, node: &Node, view: &ArticleView) -> Result<Marks, Error> {
        let plan = query::plan(node, self.index(), self.postings())?;
        let words = &mut TokenCache::default();
        let title = view.passages.first().map_or("", |head| &head.title);
        let title = in_chars(title, &self.in_title(&plan, title, words).letters);
        let mut letters = |text: &str| in_chars(text, &self.in_text(&plan, text, words).letters);
        let passages = view.passages.iter().map(|passage| letters(&passage.text)).collect();
        Ok(Marks { title, passages })
    }
}
