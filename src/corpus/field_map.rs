//! Which field of a record holds what, as a user says it: `title=header,date=hist`.

use std::fmt;
use std::str::FromStr;

/// Kind of a field of a record: what an article takes from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldKind {
    /// Text of the article.
    Text,
    /// Headline.
    Title,
    /// Lead, which is put before the text.
    Lead,
    /// Day of publication.
    Date,
    /// Newspaper, agency or site.
    Source,
    /// Section or category.
    Section,
    /// Identifier of the record.
    Id,
    /// Language.
    Language,
}

impl FieldKind {
    /// All kinds.
    pub const ALL: [FieldKind; 8] = [
        FieldKind::Text,
        FieldKind::Title,
        FieldKind::Lead,
        FieldKind::Date,
        FieldKind::Source,
        FieldKind::Section,
        FieldKind::Id,
        FieldKind::Language,
    ];

    /// Name of the kind, in lower case: `text`.
    pub fn name(self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Title => "title",
            FieldKind::Lead => "lead",
            FieldKind::Date => "date",
            FieldKind::Source => "source",
            FieldKind::Section => "section",
            FieldKind::Id => "id",
            FieldKind::Language => "language",
        }
    }
}

/// A user's words for which field of a record, or column of a table, holds what, and for which records are articles. They come
/// before what is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    pairs: Vec<(FieldKind, String)>,
    captions: bool,
}

/// Word by which a written map says that captions are articles.
const CAPTIONS: &str = "captions";

/// No names of a user.
pub(super) static NO_MAP: FieldMap = FieldMap { pairs: Vec::new(), captions: false };

/// A map of fields is not written as `title=header,date=hist`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}`: write title=header,date=hist; the kinds are text, title, lead, date, source, section, id and language")]
pub struct FieldMapError(
    /// The part that cannot be read.
    pub String,
);

impl FieldMap {
    /// True if the user has said nothing.
    pub fn is_empty(&self) -> bool {
        *self == NO_MAP
    }

    /// Takes the captions of the pictures, films and sounds of agencies for articles, or not.
    #[must_use]
    pub fn with_captions(self, captions: bool) -> FieldMap {
        FieldMap { captions, ..self }
    }

    /// True if the captions of the pictures, films and sounds of agencies are articles.
    pub fn has_captions(&self) -> bool {
        self.captions
    }

    /// The kinds and the names of their fields, in the order in which they were given.
    pub fn pairs(&self) -> impl Iterator<Item = (FieldKind, &str)> {
        self.pairs.iter().map(|(kind, name)| (*kind, name.as_str()))
    }
}

impl FromStr for FieldMap {
    type Err = FieldMapError;

    /// Reads pairs `kind=name`, separated by commas, and the word `captions`. A kind may be named several times: the first field with
    /// a value wins.
    fn from_str(text: &str) -> Result<FieldMap, FieldMapError> {
        let pair = |part: &str| {
            let (kind, name) = part.split_once('=')?;
            let kind = FieldKind::ALL.into_iter().find(|known| known.name() == kind.trim().to_lowercase())?;
            Some((kind, name.trim().to_owned())).filter(|(_, name)| !name.is_empty())
        };
        let parts = || text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let captions = parts().any(|part| part == CAPTIONS);
        let pairs = parts()
            .filter(|part| *part != CAPTIONS)
            .map(|part| pair(part).ok_or_else(|| FieldMapError(part.to_owned())));
        Ok(FieldMap { pairs: pairs.collect::<Result<_, _>>()?, captions })
    }
}

impl fmt::Display for FieldMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.pairs().map(|(kind, name)| format!("{}={name}", kind.name()));
        let pairs: Vec<String> = pairs.chain(self.captions.then(|| CAPTIONS.to_owned())).collect();
        f.write_str(&pairs.join(","))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn maps_as_they_are_written() {
        for (text, written) in [
            ("title=header,date=hist", "title=header,date=hist"),
            (" Text = a b , ", "text=a b"),
            ("", ""),
            (" captions, title=a", "title=a,captions"),
        ] {
            assert_eq!(text.parse::<FieldMap>().unwrap().to_string(), written);
        }
        for (text, bad) in [("header", "header"), ("title=a,autor=b", "autor=b"), ("date= ", "date=")] {
            assert_eq!(text.parse::<FieldMap>(), Err(FieldMapError(bad.to_owned())));
        }
    }
}
