//! Results of a search.

use serde::Serialize;

use crate::query::WordReceipt;

/// A passage that matches the query. Serializes to the JSON of the command line, to which fields are only ever added.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Hit {
    /// Rank from 1, counted over all pages.
    pub rank: usize,
    /// Score; higher is better. Comparable within one query only.
    pub score: f32,
    /// Id of the passage: id of the article, `#`, number of the passage from 1.
    pub id: String,
    /// Id of the article.
    pub article: String,
    /// Path of the source file.
    pub path: String,
    /// Headline, or empty.
    pub title: String,
    /// Day of publication, `YYYY-MM-DD`, or empty.
    pub date: String,
    /// Paper, agency or site, or empty.
    pub source: String,
    /// Section, or empty.
    pub section: String,
    /// Start of the passage in the body of the article, in characters (Unicode scalar values).
    pub start: u32,
    /// End of the passage in the body of the article (exclusive).
    pub end: u32,
    /// Line of the source file on which the passage begins. For a record in a file of many, the line of the record.
    pub line: u32,
    /// Paragraph of the body in which the passage begins, from 1.
    pub paragraph: u32,
    /// Place in what the file shows, such as `page 3, region r12` in a digitised newspaper or the time and the speaker of a
    /// transcript: that of the first match in the [`snippet`](super::snippet), or of the beginning of the passage if nothing of
    /// its text matched. Empty where lines say all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Text of the passage.
    pub text: String,
    /// Characters of `text` that matched: ranges in characters, ascending, not overlapping.
    pub highlights: Vec<(u32, u32)>,
    /// Characters of `title` that matched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title_highlights: Vec<(u32, u32)>,
    /// Matches in `text` from their first character to their last, for phrases and words close together: ranges in characters,
    /// ascending, not overlapping.
    #[serde(skip)]
    pub matches: Vec<(u32, u32)>,
    /// By word of the query: characters of `text` that matched it, as ranges, ascending. Empty for a word that did not match.
    #[serde(skip)]
    pub word_highlights: Vec<Vec<(u32, u32)>>,
    /// Id of the topic, in a run over many queries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Contributions of the clauses of the query to the score, if requested. Clauses that contribute nothing are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Vec<Contribution>>,
    /// Factors by which the sum of the contributions is multiplied to give `score`, if requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factors: Option<ScoreFactors>,
    /// In a search that folds: number of other articles of the index that contain the passage nearly word for word, whether
    /// they are hits or not. For a list of articles, number of copies of the article. [`MAX_COPIES`](super::MAX_COPIES) means
    /// that many or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<usize>,
    /// Id of the oldest among the article and its copies, if there are any. Hits with the same cluster have the same text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Further passages of the article that match, best first, if requested.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Hit>,
    /// Where each article is a hit once: number of its passages that match and are neither the hit nor in `more`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub further: Option<usize>,
    /// Offsets in `text` at which a new source line begins, in characters, each with the number of that line.
    #[serde(skip)]
    pub lines: Vec<(u32, u32)>,
    /// Offsets in `text` at which a new place begins, in characters, each with its name.
    #[serde(skip)]
    pub places: Vec<(u32, String)>,
    /// Headings in `text`, as ranges in characters.
    #[serde(skip)]
    pub headings: Vec<(u32, u32)>,
}

impl Hit {
    /// Returns the line of the source file that contains the character `offset` of `text`.
    pub fn line_at(&self, offset: u32) -> u32 {
        let after = self.lines.partition_point(|(start, _)| *start <= offset);
        if after == 0 { self.line } else { self.lines[after - 1].1 }
    }

    /// Returns the place of the character `offset` of `text`; empty if there is none.
    pub fn place_at(&self, offset: u32) -> &str {
        let after = self.places.partition_point(|(start, _)| *start <= offset);
        if after == 0 { "" } else { &self.places[after - 1].1 }
    }

    /// Returns the place of the first match that begins between the characters `start` and `end` of `text`; without one, that of
    /// `start`. Empty if there is none.
    pub fn place_of_match(&self, start: u32, end: u32) -> &str {
        self.place_at(first_match(&self.highlights, start, end))
    }
}

/// Returns the beginning of the first of `matches` that begins between `start` and `end`, or else `start`.
pub(super) fn first_match(matches: &[(u32, u32)], start: u32, end: u32) -> u32 {
    matches.iter().find(|mark| (start..end).contains(&mark.0)).map_or(start, |mark| mark.0)
}

/// Contribution of one clause of the query to the score of a hit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// Word as typed: `=Wort` for the form as typed beside its inflections, `~wort` for a relative of a word.
    pub word: String,
    /// Term, phrase or pattern that was searched; never empty.
    pub searched: String,
    /// Contribution of its occurrences in the passage: BM25 times the weight of the clause.
    pub passage: f32,
    /// Contribution of its occurrences in the whole article: BM25 of the article, weighted beside the passage.
    pub article: f32,
}

/// Factors of the score of a hit: the sum of its contributions times all factors is the score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ScoreFactors {
    /// 1.06 for the first passage of an article, otherwise 1.
    pub lead: f32,
    /// 1 for a passage with all words of the query. For one with none of them it is 0.7 if the query has one or two words, 0.8
    /// if it has three, 0.85 if it has more.
    pub coverage: f32,
    /// Recency weight of the article, from 1 down to 0.5, if [`SearchOptions::recent`](super::SearchOptions::recent) is set;
    /// otherwise 1.
    pub recency: f32,
    /// Demotion of a passage in which nothing but a single part of a compound matches. If one such passage scores higher than a
    /// passage with more of the query, all of them are mapped to scores below. The factor exceeds 1 if that raises a low score.
    /// Otherwise 1.
    pub lone_part: f32,
}

impl Default for ScoreFactors {
    fn default() -> Self {
        ScoreFactors { lead: 1.0, coverage: 1.0, recency: 1.0, lone_part: 1.0 }
    }
}

impl ScoreFactors {
    /// Returns the product of all factors.
    pub fn product(&self) -> f32 {
        self.lead * self.coverage * self.recency * self.lone_part
    }
}

/// The hits of a query, and how its words were read.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Results {
    /// Hits in the requested order.
    pub hits: Vec<Hit>,
    /// How each word was read.
    pub words: Vec<WordReceipt>,
    /// Words that were ignored because they are too common.
    pub left_out: Vec<String>,
    /// All matches, if they were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<MatchTotal>,
}

/// Number of all matches of a query, copies included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct MatchTotal {
    /// Articles with a matching passage.
    pub articles: u64,
    /// Matching passages.
    pub passages: u64,
}
