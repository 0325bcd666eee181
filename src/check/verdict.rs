//! What became of a quotation?

use std::ops::Range;

use super::align::DiffPiece;
use crate::cite::Citation;

/// A quotation of the text that was checked, and its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedQuotation {
    /// Bytes of the text, without the quotation marks.
    pub range: Range<usize>,
    /// Whether the quotation stands in the corpus.
    pub verdict: QuotationVerdict,
}

/// Whether a quotation stands in the corpus.
#[derive(Debug, Clone, PartialEq)]
pub enum QuotationVerdict {
    /// Word for word, except for what an ellipsis or square brackets allow.
    Stands(QuotationMatch),
    /// The corpus has something similar.
    Differs(QuotationMatch),
    /// The corpus has nothing similar.
    Missing,
    /// Not checked: fewer than [`MIN_QUOTATION_WORDS`](super::MIN_QUOTATION_WORDS) words.
    Short,
    /// Not checked: more than [`MAX_QUOTATION_WORDS`](super::MAX_QUOTATION_WORDS) words.
    Long,
    /// Not checked: the closing mark is missing.
    Unclosed,
}

/// The part of the corpus that is most similar to a quotation.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotationMatch {
    /// The passage in which the quotation begins; `start`, `end`, `line` and `paragraph` are those of the quotation itself.
    pub citation: Citation,
    /// True if the match is in the headline; `start` and `end` of the citation are 0 then.
    pub in_title: bool,
    /// The quotation and the source, piece by piece.
    pub pieces: Vec<DiffPiece>,
    /// Share of the quotation's words that stand in the source as quoted, less the words it leaves out: 1 for an
    /// exact match; below 0.6 there is no match.
    pub similarity: f32,
    /// Number of words of the source that ellipses stand for.
    pub left_out: usize,
    /// Ids of passages of other articles in which the quotation stands as well.
    pub also: Vec<String>,
}
