//! Here is an article or a passage: how is it cited?
//!
//! [`Citation`] holds the bibliographic data and the exact location; [`bibtex`], [`ris`] and [`csl`] write it for reference managers.

mod bibtex;
mod csl;
mod ris;

pub use bibtex::bibtex;
pub use csl::csl;
pub use ris::ris;

use std::path::Path;

use serde::Serialize;

use crate::Error;
use crate::corpus::path_of;
use crate::index::StoredPassage;
use crate::search::ArticleView;

/// Hexadecimal digits of a hash that are kept: 64 bits.
const HASH_DIGITS: usize = 16;
/// Leading digits of the hash that are part of a key.
const KEY_DIGITS: usize = 8;

/// Bibliographic data and exact location of a passage or an article. Unknown fields are empty.
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
    /// Start in the article's body, in characters (Unicode scalar values).
    pub start: u32,
    /// End in the article's body (exclusive).
    pub end: u32,
    /// Line of the source file on which the text begins; for a record in a file of many, the line of the record.
    pub line: u32,
    /// Paragraph of the body in which the text begins, from 1.
    pub paragraph: u32,
    /// Place in what the file shows, such as `page 3, region r12` or the time and the speaker of a transcript; from the first to
    /// the last with ` – ` between them if the text has several. Empty if there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The first 16 hexadecimal digits of the BLAKE3 hash of the passage's text in UTF-8; for an article, of the texts of its
    /// passages, joined with a line feed.
    pub hash: String,
}

impl Citation {
    /// Cites the passage that `view` was asked for, or else the whole article.
    ///
    /// Errors: [`Error::Bug`] if the view does not have the passage, which does not happen to one from
    /// [`Searcher::article`](crate::search::Searcher::article).
    ///
    /// ```no_run
    /// use fundstelle::Searcher;
    /// use fundstelle::cite::{Citation, bibtex};
    ///
    /// let searcher = Searcher::open("index".as_ref())?;
    /// let citation = Citation::of(&searcher.article("dl-1#2")?)?;
    /// println!("{}", bibtex(&citation, &format!("paragraph {}", citation.paragraph)));
    /// # Ok::<(), fundstelle::Error>(())
    /// ```
    pub fn of(view: &ArticleView) -> Result<Citation, Error> {
        match view.asked {
            Some(asked) => Citation::of_passage(view, asked),
            None => {
                let texts: Vec<&str> = view.passages.iter().map(|passage| passage.text.as_str()).collect();
                let first = Citation::of_passage(view, 0)?;
                let last = view.passages.last();
                let end = last.map_or(first.end, |last| last.end);
                let place = last.map_or_else(String::new, |last| places(view.place_at(&view.passages[0], 0), last));
                Ok(Citation { id: first.article.clone(), end, place, hash: hash(&texts.join("\n")), ..first })
            }
        }
    }

    /// Cites the passage with this index, from 0. Errors: [`Error::Bug`] if there is none.
    pub(crate) fn of_passage(view: &ArticleView, index: usize) -> Result<Citation, Error> {
        let passage = view.passages.get(index);
        debug_assert!(passage.is_some(), "passage {index} of {}", view.passages.len());
        let passage = passage.ok_or_else(|| Error::Bug { what: format!("an article has no passage {}", index + 1) })?;
        Ok(Citation {
            id: format!("{}#{}", passage.article, index + 1),
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
            place: places(view.place_at(passage, 0), passage),
            hash: hash(&passage.text),
        })
    }

    /// Returns a key for a bibliography, of ASCII letters, digits and one hyphen: `elsterbote2018-3fa9c0d1`. Equal texts of the same
    /// source and year have equal keys.
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

    /// Returns the path as a `file://` URL, in ASCII; empty if the path is not absolute.
    pub fn url(&self) -> String {
        file_url(&path_of(&self.path))
    }

    /// Year, month and day as written, as many as are known.
    fn date_parts(&self) -> Vec<&str> {
        self.date.split('-').filter(|part| !part.is_empty()).collect()
    }

    fn year(&self) -> &str {
        self.date_parts().first().copied().unwrap_or_default()
    }
}

/// Returns the place `first`, and behind it the last one of `passage` if that is another.
fn places(first: &str, passage: &StoredPassage) -> String {
    match passage.places.last() {
        Some((_, last)) if last != first => format!("{first} – {last}").trim_start_matches(" – ").to_owned(),
        _ => first.to_owned(),
    }
}

/// Returns an absolute path as a `file://` URL, in ASCII; empty if the path is not absolute.
pub fn file_url(path: &Path) -> String {
    url::Url::from_file_path(path).map(String::from).unwrap_or_default()
}

/// Hash of a text, see [`Citation::hash`].
fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..HASH_DIGITS].to_owned()
}

/// `text` on one line, without control characters.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
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
            places: Vec::new(),
            headings: Vec::new(),
            text: text.to_owned(),
        }
    }

    fn view(asked: Option<usize>) -> ArticleView {
        ArticleView { passages: vec![passage("Ein Satz."), passage("Noch ein Satz.")], line: 1, asked }
    }

    #[test]
    fn a_passage_and_an_article_have_the_hash_of_their_text() {
        let hash_of = |text: &str| blake3::hash(text.as_bytes()).to_hex()[..16].to_owned();
        let (passage, article) = (Citation::of(&view(Some(1))).unwrap(), Citation::of(&view(None)).unwrap());
        assert_eq!((passage.id.as_str(), passage.hash), ("a#2", hash_of("Noch ein Satz.")));
        assert_eq!((article.id.as_str(), article.hash), ("a", hash_of("Ein Satz.\nNoch ein Satz.")));
        assert_eq!(article.line, 3);
    }

    #[test]
    fn places_go_from_the_first_to_the_last() {
        let mut view = view(Some(0));
        assert_eq!(Citation::of(&view).unwrap().place, "");
        view.passages[0].places = vec![(0, "page 1, region a".to_owned())];
        view.passages[1].places = vec![(0, "page 1, region b".to_owned()), (4, "page 2, region c".to_owned())];
        assert_eq!(Citation::of(&view).unwrap().place, "page 1, region a");
        view.asked = Some(1);
        assert_eq!(Citation::of(&view).unwrap().place, "page 1, region b – page 2, region c");
        view.asked = None;
        assert_eq!(Citation::of(&view).unwrap().place, "page 1, region a – page 2, region c");
    }

    #[test]
    fn keys_and_addresses_are_ascii() {
        let citation = Citation::of(&view(None)).unwrap();
        assert_eq!(citation.key(), format!("derelsterbote2018-{}", &citation.hash[..8]));
        assert_eq!(citation.url(), "file:///archiv/M%C3%BCll%E9%201.txt");
        let unknown = Citation { source: "Ärzte".to_owned(), date: String::new(), ..citation };
        assert_eq!(unknown.key(), format!("aerzte-{}", &unknown.hash[..8]));
        assert_eq!(one_line(" a\u{1b}[1m\n\tb "), "a [1m b");
    }
}
