//! What a search gives back.

use serde::Serialize;

use crate::query::WordReceipt;

/// A passage that answers the query. Serialises to the project's JSON: fields are only ever added.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Hit {
    /// From 1, over all pages.
    pub rank: usize,
    /// Higher is better; comparable within one query only.
    pub score: f32,
    /// Id of the passage: the article's, `#`, and the passage's number from 1.
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
    /// Where the passage begins in the article's body, in characters (Unicode scalar values).
    pub start: u32,
    /// Where it ends (exclusive).
    pub end: u32,
    /// Line of the source file on which it begins; of a record in a file of many, the record's line.
    pub line: u32,
    /// Paragraph of the body in which it begins, from 1.
    pub paragraph: u32,
    /// The passage.
    pub text: String,
    /// What matched in `text`: ranges in characters, in order, not overlapping.
    pub highlights: Vec<(u32, u32)>,
    /// What matched in `title`, likewise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title_highlights: Vec<(u32, u32)>,
    /// Each match in `text` from its first letter to its last, of words close together or in a row, too: ranges likewise.
    #[serde(skip)]
    pub matches: Vec<(u32, u32)>,
    /// Id of the topic, in a run over many queries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// What each word gave to the score, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Vec<Contribution>>,
    /// What the sum of the contributions in `explanation` is multiplied by to give `score`, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factors: Option<ScoreFactors>,
    /// Of a search that folds: how many other articles of the index have it nearly word for word, whether they are hits or not;
    /// for a list of articles, how many are copies of it. At [`crate::search::MOST_COPIES`] it may be more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<usize>,
    /// Id of the oldest of these articles and its own, where there are any: hits with the same one tell the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Of an article, other passages of it that answer, when they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Hit>,
    /// Places in `text` where a new source line begins (characters), with that line.
    #[serde(skip)]
    pub lines: Vec<(u32, u32)>,
    /// Headings in `text`, as ranges in characters.
    #[serde(skip)]
    pub headings: Vec<(u32, u32)>,
}

/// What a word gave to a hit's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// The word as typed.
    pub word: String,
    /// What was searched.
    pub searched: String,
    /// By standing in the passage.
    pub passage: f32,
    /// By standing in the article.
    pub article: f32,
}

/// Factors of a hit's score: the sum of its contributions times all of these is the score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ScoreFactors {
    /// 1.06 for the first passage of an article, otherwise 1.
    pub lead: f32,
    /// 1 for a passage with all words of the query, down to 0.8 for one with none of them.
    pub coverage: f32,
    /// By the age of the article, from 1 down to 0.5, if the search favours recent articles; otherwise 1.
    pub recency: f32,
    /// For a passage of which nothing matches but one part of a compound: what puts it below all passages with more of the query,
    /// where it would rank among them. It moves all such passages at once and may exceed 1 for a low score. Otherwise 1.
    pub lone_part: f32,
}

impl Default for ScoreFactors {
    fn default() -> Self {
        ScoreFactors { lead: 1.0, coverage: 1.0, recency: 1.0, lone_part: 1.0 }
    }
}

impl ScoreFactors {
    /// Product of all factors.
    pub fn product(&self) -> f32 {
        self.lead * self.coverage * self.recency * self.lone_part
    }
}

/// The hits of a query and how it was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Results {
    /// The hits, best first.
    pub hits: Vec<Hit>,
    /// How each word was read.
    pub words: Vec<WordReceipt>,
    /// Words that were left out because they are too common.
    pub left_out: Vec<String>,
}

impl Hit {
    /// The source line on which the character `offset` of `text` stands.
    pub fn line_at(&self, offset: u32) -> u32 {
        let after = self.lines.partition_point(|(start, _)| *start <= offset);
        if after == 0 { self.line } else { self.lines[after - 1].1 }
    }
}
