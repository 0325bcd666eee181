//! Here is an article or a passage: how is it cited?
//!
//! [`Citation`] holds what a citation says; [`bibtex`], [`ris`] and [`csl`] write it for programs that manage references.

mod bibtex;
mod csl;
mod ris;

pub use bibtex::bibtex;
pub use csl::csl;
pub use ris::ris;

use std::path::Path;

use serde::Serialize;

use crate::corpus::path_of;
use crate::index::StoredPassage;
use crate::search::ArticleView;

/// Hexadecimal digits of a hash that are kept: 64 bits.
const HASH_DIGITS: usize = 16;
/// Those of them in a key.
const KEY_DIGITS: usize = 8;

/// What is said of a passage or an article so that others find it again. What is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Id of the passage, or of the article.
    pub id: String,
    /// Id of the article.
    pub article: String,
    /// Path of the source file.
    pub path: String,
    /// Headline.
    pub title: String,
    /// Day of publication, `YYYY-MM-DD`.
    pub date: String,
    /// Paper, agency or site.
    pub source: String,
    /// Section.
    pub section: String,
    /// Where it begins in the article's body, in characters (Unicode scalar values).
    pub start: u32,
    /// Where it ends (exclusive).
    pub end: u32,
    /// Line of the source file on which it begins; of a record in a file of many, the record's line.
    pub line: u32,
    /// Paragraph of the body in which it begins, from 1.
    pub paragraph: u32,
    /// The first 16 hexadecimal digits of the BLAKE3 hash of the passage's text in UTF-8; of an article, of the texts of its
    /// passages with a line end between each two.
    pub hash: String,
}

impl Citation {
    /// That of the passage that was asked for, else of the whole article.
    pub fn of(view: &ArticleView) -> Citation {
        match view.asked {
            Some(asked) => Citation::of_passage(view, asked),
            None => {
                let texts: Vec<&str> = view.passages.iter().map(|passage| passage.text.as_str()).collect();
                let (first, last) = (view.passages.first(), view.passages.last());
                let whole = first.map(|first| Citation { id: first.article.clone(), ..Citation::new(view, first) });
                let end = last.map_or(0, |last| last.end);
                Citation { end, hash: hash(&texts.join("\n")), ..whole.unwrap_or_else(Citation::empty) }
            }
        }
    }

    /// That of passage `at`, counted from 0.
    pub(crate) fn of_passage(view: &ArticleView, at: usize) -> Citation {
        let citation = view.passages.get(at).map(|passage| Citation::new(view, passage));
        let citation = citation.unwrap_or_else(Citation::empty);
        Citation { id: format!("{}#{}", citation.article, at + 1), ..citation }
    }

    fn new(view: &ArticleView, passage: &StoredPassage) -> Citation {
        Citation {
            id: String::new(),
            article: passage.article.clone(),
            path: passage.path.clone(),
            title: passage.title.clone(),
            date: passage.date.clone(),
            source: passage.source.clone(),
            section: passage.section.clone(),
            start: passage.start,
            end: passage.end,
            line: view.line_at(passage, 0),
            paragraph: passage.paragraph,
            hash: hash(&passage.text),
        }
    }

    fn empty() -> Citation {
        Citation {
            id: String::new(),
            article: String::new(),
            path: String::new(),
            title: String::new(),
            date: String::new(),
            source: String::new(),
            section: String::new(),
            start: 0,
            end: 0,
            line: 1,
            paragraph: 1,
            hash: hash(""),
        }
    }

    /// A name for it in a bibliography, of ASCII letters, digits and one hyphen: `elsterbote2018-3fa9c0d1`. The same for the
    /// same text of the same source and year.
    pub fn key(&self) -> String {
        let ascii = |c: char| match c {
            'ä' | 'Ä' => "ae".to_owned(),
            'ö' | 'Ö' => "oe".to_owned(),
            'ü' | 'Ü' => "ue".to_owned(),
            'ß' | 'ẞ' => "ss".to_owned(),
            c => String::from(c),
        };
        let source: String = self.source.chars().map(ascii).collect();
        let source: String = source.chars().filter(char::is_ascii_alphanumeric).collect();
        let source = if source.is_empty() { "fundstelle".to_owned() } else { source.to_ascii_lowercase() };
        format!("{source}{}-{}", self.year(), &self.hash[..KEY_DIGITS])
    }

    /// The file as a `file://` address, in ASCII.
    pub fn url(&self) -> String {
        file_url(&path_of(&self.path))
    }

    /// Year, month and day as they are written, as many as are known.
    fn date_parts(&self) -> Vec<&str> {
        self.date.split('-').filter(|part| !part.is_empty()).collect()
    }

    fn year(&self) -> &str {
        self.date_parts().first().copied().unwrap_or_default()
    }
}

/// An absolute path as a `file://` address, in ASCII; empty when the path is not absolute.
pub fn file_url(path: &Path) -> String {
    url::Url::from_file_path(path).map(String::from).unwrap_or_default()
}

/// The hash by which a text is known again, see [`Citation::hash`].
fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..HASH_DIGITS].to_owned()
}

/// `text` on one line, without the characters that would steer a program that reads it.
fn plain(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(text: &str) -> StoredPassage {
        StoredPassage {
            article: "a".to_owned(),
            path: "/archiv/M\u{fc}ll\\xE9 1.txt".to_owned(),
            title: "Titel".to_owned(),
            date: "2018-04-21".to_owned(),
            source: "Der Elster-Bote".to_owned(),
            section: String::new(),
            start: 0,
            end: text.chars().count() as u32,
            paragraph: 1,
            lines: vec![(0, 3), (4, 5)],
            headings: Vec::new(),
            text: text.to_owned(),
        }
    }

    fn view(asked: Option<usize>) -> ArticleView {
        ArticleView { passages: vec![passage("Ein Satz."), passage("Noch ein Satz.")], line: 1, asked }
    }

    #[test]
    fn a_passage_and_an_article_have_the_hash_of_their_text() {
        let of = |text: &str| blake3::hash(text.as_bytes()).to_hex()[..16].to_owned();
        let (passage, article) = (Citation::of(&view(Some(1))), Citation::of(&view(None)));
        assert_eq!((passage.id.as_str(), passage.hash), ("a#2", of("Noch ein Satz.")));
        assert_eq!((article.id.as_str(), article.hash), ("a", of("Ein Satz.\nNoch ein Satz.")));
        assert_eq!(article.line, 3);
    }

    #[test]
    fn keys_and_addresses_are_ascii() {
        let citation = Citation::of(&view(None));
        assert_eq!(citation.key(), format!("derelsterbote2018-{}", &citation.hash[..8]));
        assert_eq!(citation.url(), "file:///archiv/M%C3%BCll%E9%201.txt");
        let unknown = Citation { source: "Ärzte".to_owned(), date: String::new(), ..citation };
        assert_eq!(unknown.key(), format!("aerzte-{}", &unknown.hash[..8]));
        assert_eq!(plain(" a\u{1b}[1m\n\tb "), "a [1m b");
    }
}
