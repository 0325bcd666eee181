//! Makes articles of office documents: paragraphs, headings, and what the document says about itself.

use super::fields;
use super::layout::Body;
use super::press_export;
use super::records::Records;
use super::whitespace::one_line;
use crate::corpus::article::{Article, LineMap};
use crate::corpus::date::{date_of_name, parse_date};
use crate::corpus::reason::SkipReason;

/// Longest first paragraph that is a title.
const MAX_TITLE_CHARS: usize = 200;

/// Titles that a program has made up, but for a number behind them.
const MADE_UP_TITLES: [&str; 10] = [
    "untitled",
    "untitled document",
    "unbenannt",
    "unbenanntes dokument",
    "ohne titel",
    "dokument",
    "document",
    "titel",
    "print",
    "druck",
];

/// Returns true if a program has made up a title: `Dokument1`, `Microsoft Word - brief.doc`.
pub(super) fn is_made_up(title: &str) -> bool {
    let title = title.to_lowercase();
    let bare = title.trim_end_matches(|c: char| c.is_ascii_digit() || " -_()".contains(c));
    title.starts_with("microsoft ") || MADE_UP_TITLES.contains(&bare)
}

/// A paragraph of a document.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct DocumentBlock {
    pub(super) text: String,
    pub(super) heading: bool,
    /// True if it is styled as the title of the document.
    pub(super) title: bool,
    /// Name of the part in which it stands, such as a chapter; empty if there is none.
    pub(super) place: String,
}

/// A document as its format gives it. Texts that it does not have are empty.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) title: String,
    pub(super) author: String,
    pub(super) publisher: String,
    /// Day on which it was made, in any usual form.
    pub(super) date: String,
    pub(super) language: String,
    pub(super) blocks: Vec<DocumentBlock>,
    /// Reasons why parts of it could not be read.
    pub(super) faults: Vec<SkipReason>,
}

impl Document {
    /// Adds a paragraph, unless it is blank.
    pub(super) fn paragraph(&mut self, text: &str, heading: bool) {
        let text = one_line(text);
        if !text.is_empty() {
            self.blocks.push(DocumentBlock { text, heading, ..DocumentBlock::default() });
        }
    }

    /// Hands over the articles of a document called `name`: one, or those of an export of a press database.
    pub(super) fn read(mut self, name: &str, records: &mut dyn Records) -> Result<(), SkipReason> {
        let faults = std::mem::take(&mut self.faults);
        if self.blocks.is_empty() {
            let none = || SkipReason::BadRecord("no text in this document".to_owned());
            return Err(faults.into_iter().next().unwrap_or_else(none));
        }
        match press_export::of_paragraphs(self.blocks.iter().map(|block| block.text.as_str())) {
            Some(articles) => press_export::hand_over(articles, |_| 1, records),
            None => records.only(self.article(name)?),
        }
        for fault in faults {
            if records.record(1, Err(fault)).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn article(mut self, name: &str) -> Result<Article, SkipReason> {
        let title = self.take_title();
        let below = self.blocks.first().and_then(|block| parse_date(&block.text));
        if below.is_some() && self.blocks.len() > 1 {
            self.blocks.remove(0);
        }
        let about = fields::from_pairs([
            ("title", title),
            ("date", std::mem::take(&mut self.date)),
            ("source", if self.publisher.is_empty() { self.author } else { self.publisher }),
            ("language", self.language),
        ]);
        let mut article = fields::without_text(&about);
        if let Some(date) = below.or_else(|| date_of_name(name)) {
            article.date_refused = date.is_err() && article.date.is_none();
            article.date = date.ok().or(article.date);
        }
        body(self.blocks).fill(&mut article);
        // a line of the file says nothing to a reader
        article.lines = LineMap::Record(1);
        Ok(article)
    }

    /// Returns the title: what the document says of itself, else the paragraph styled as one, else the first. It is no text.
    fn take_title(&mut self) -> String {
        let own = one_line(&self.title);
        let own = if is_made_up(&own) { String::new() } else { own };
        let styled = self.blocks.iter().position(|block| block.title);
        let first = || {
            let is_title = |block: &DocumentBlock| block.text.chars().nth(MAX_TITLE_CHARS).is_none();
            (self.blocks.len() > 1 && self.blocks.first().is_some_and(is_title)).then_some(0)
        };
        let same = |text: &str| text.to_lowercase() == own.to_lowercase();
        let at = match own.is_empty() {
            true => styled.or_else(first),
            false => self.blocks.iter().take(3).position(|block| same(&block.text)),
        };
        match at.filter(|_| self.blocks.len() > 1) {
            Some(at) => {
                let text = self.blocks.remove(at).text;
                if own.is_empty() { text } else { own }
            }
            None => own,
        }
    }
}

fn body(blocks: Vec<DocumentBlock>) -> Body {
    let mut body = Body::default();
    let last = blocks.len().saturating_sub(1);
    for (nth, block) in blocks.into_iter().enumerate() {
        if block.heading && nth < last {
            body.heading(&block.text, 1);
        } else {
            body.paragraph(&block.text, 1);
        }
        if !block.place.is_empty() {
            body.place(block.text.len(), &block.place);
        }
    }
    body
}
