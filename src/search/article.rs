//! A whole article out of the index.

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::highlight::in_chars;
use super::searcher::Searcher;
use crate::Error;
use crate::german::Remembered;
use crate::index::Stored;
use crate::query::{self, Node};

/// An article as the index holds it: its passages in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleView {
    /// The passages.
    pub passages: Vec<Stored>,
    /// The line of the record, for one of a file of many.
    pub line: u32,
    /// Which of them was asked for, from 0; `None` when the id was the article's.
    pub asked: Option<usize>,
}

impl ArticleView {
    /// The line of the source file on which the character `offset` of a passage's text stands.
    pub fn line_at(&self, passage: &Stored, offset: u32) -> u32 {
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
        // An article's own id may hold a `#`, so the whole is tried first.
        if let Some(view) = self.article_by_id(id)? {
            return Ok(view);
        }
        let (article, ordinal) = id.rsplit_once('#').ok_or_else(|| Error::NoSuchId(id.to_owned()))?;
        let asked = ordinal.parse::<usize>().ok().and_then(|ordinal| ordinal.checked_sub(1));
        let view = self.article_by_id(article)?.filter(|view| asked.is_some_and(|asked| asked < view.passages.len()));
        view.map(|view| ArticleView { asked, ..view }).ok_or_else(|| Error::NoSuchId(id.to_owned()))
    }

    /// What `node` finds in the article `view`, in all its passages, whether or not they are hits.
    ///
    /// Errors as those of a search with the same query.
    pub fn marks(&self, node: &Node, view: &ArticleView) -> Result<Marks, Error> {
        let plan = query::plan(node, self.index(), self.lists())?;
        let words = &mut Remembered::default();
        let title = view.passages.first().map_or("", |head| &head.title);
        let title = in_chars(title, &self.in_title(&plan, title, words).letters);
        let mut letters = |text: &str| in_chars(text, &self.in_text(&plan, text, words).letters);
        let passages = view.passages.iter().map(|passage| letters(&passage.text)).collect();
        Ok(Marks { title, passages })
    }

    fn article_by_id(&self, id: &str) -> Result<Option<ArticleView>, Error> {
        let term = Term::from_field_text(self.index().fields().article, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let mut found: Vec<DocAddress> = self.tantivy().search(&query, &DocSetCollector)?.into_iter().collect();
        found.sort_unstable();
        let passages: Result<Vec<Stored>, Error> = found.iter().map(|address| self.stored(*address)).collect();
        let mut passages = passages?;
        passages.sort_by_key(|passage| passage.start);
        let (Some(first), Some(address)) = (passages.first(), found.first()) else { return Ok(None) };
        let line = self.index().line(first, self.article_number(*address)?);
        Ok(Some(ArticleView { passages, line, asked: None }))
    }
}
