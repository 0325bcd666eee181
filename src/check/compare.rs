//! Which part of an article is most similar to a quotation, and what differs there?

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::QuotationMatch;
use super::align::{Alignment, DiffKind, DiffPiece, align};
use super::words::QuotationItem;
use crate::Error;
use crate::characters::is_invisible;
use crate::cite::Citation;
use crate::german::ranged_words;
use crate::search::ArticleView;

/// Upper bound on the pairs of words that are compared. Of a longer article only a window around the passage found is compared.
const MAX_PAIRS: usize = 64 << 20;

/// The part of an article that is most similar to a quotation.
pub(super) struct Nearest {
    pub(super) alignment: Alignment,
    pub(super) matched: QuotationMatch,
}

impl Nearest {
    /// Returns true if the quotation stands there.
    pub(super) fn is_exact(&self) -> bool {
        self.alignment.is_exact()
    }
}

/// Words of an article or a headline in order.
#[derive(Default)]
struct SourceWords {
    /// Exact form of each word.
    forms: Vec<String>,
    /// Where each word stands: index of the passage, and bytes of its text.
    locations: Vec<(usize, Range<usize>)>,
}

impl SourceWords {
    fn add(&mut self, passage: usize, text: &str) {
        for (range, form) in ranged_words(text) {
            self.forms.push(form);
            self.locations.push((passage, range));
        }
    }
}

/// Finds the part of an article that is most similar to a quotation, in the body or else in the headline. Of a long body only a
/// window around the passage that begins at the character `start` is searched.
pub(super) fn nearest_in_article(
    quotation: &str,
    items: &[QuotationItem],
    view: &ArticleView,
    start: u32,
) -> Result<Nearest, Error> {
    let mut body = SourceWords::default();
    for (number, passage) in view.passages.iter().enumerate() {
        body.add(number, &passage.text);
    }
    let window = window(&body, items.len(), view, start);
    if window.len() < body.forms.len() {
        body = SourceWords { forms: body.forms[window.clone()].to_vec(), locations: body.locations[window].to_vec() };
    }
    let title = view.passages.first().map_or("", |passage| passage.title.as_str());
    let mut headline = SourceWords::default();
    headline.add(0, title);
    let (in_body, in_headline) = (align(items, &body.forms), align(items, &headline.forms));
    let in_title = in_headline.cost < in_body.cost;
    let (alignment, words) = if in_title { (in_headline, headline) } else { (in_body, body) };
    let texts: Vec<&str> = match in_title {
        true => vec![title],
        false => view.passages.iter().map(|passage| passage.text.as_str()).collect(),
    };
    let comparison = Comparison { quotation, items, words, texts };
    let (pieces, left_out) = comparison.pieces(&alignment);
    let citation = comparison.citation(view, &alignment, in_title)?;
    let matched = QuotationMatch { citation, in_title, pieces, similarity: 0.0, left_out, also: Vec::new() };
    Ok(Nearest { alignment, matched })
}

/// Range of the words of a body that are compared: all of them, or a window around the passage that begins at `start`.
fn window(body: &SourceWords, items: usize, view: &ArticleView, start: u32) -> Range<usize> {
    let (all, most) = (body.forms.len(), MAX_PAIRS / items.max(1));
    if all <= most {
        return 0..all;
    }
    let passage = view.passages.partition_point(|passage| passage.start < start);
    let middle = body.locations.partition_point(|(number, _)| *number < passage);
    let from = middle.saturating_sub(most / 2).min(all - most);
    from..from + most
}

/// A quotation and the text it is compared with.
struct Comparison<'a> {
    quotation: &'a str,
    items: &'a [QuotationItem],
    words: SourceWords,
    /// Text of each passage, or the headline alone.
    texts: Vec<&'a str>,
}

impl Comparison<'_> {
    /// Citation of the passage in which the quotation begins, with the range of the quotation itself.
    fn citation(&self, view: &ArticleView, alignment: &Alignment, in_title: bool) -> Result<Citation, Error> {
        let locations = &self.words.locations[alignment.words.clone()];
        let (Some((first, begin)), Some((last, end)), false) = (locations.first(), locations.last(), in_title) else {
            return Ok(Citation { start: 0, end: 0, ..Citation::of_passage(view, 0)? });
        };
        let passage = &view.passages[*first];
        let before = &passage.text[..begin.start];
        let offset = before.chars().count() as u32;
        let until = view.passages[*last].text[..end.end].chars().count() as u32;
        Ok(Citation {
            start: passage.start + offset,
            end: view.passages[*last].start + until,
            line: view.line_at(passage, offset),
            place: view.place_at(passage, offset).to_owned(),
            paragraph: passage.paragraph + before.matches('\n').count() as u32,
            ..Citation::of_passage(view, *first)?
        })
    }

    /// Pieces of the alignment in order, and the number of words that ellipses stand for.
    fn pieces(&self, alignment: &Alignment) -> (Vec<DiffPiece>, usize) {
        let mut groups: Vec<StepGroup> = Vec::new();
        let (mut left_out, mut last_item) = (0, 0);
        for (item, word) in &alignment.steps {
            last_item = item.unwrap_or(last_item);
            let kind = self.kind(*item, *word, last_item);
            left_out += usize::from(kind == DiffKind::Gap && word.is_some());
            match groups.last_mut() {
                Some(group) if group.takes(kind) => group.add(kind, *item, *word),
                _ => groups.push(StepGroup::new(kind, *item, *word)),
            }
        }
        (groups.iter().map(|group| self.piece(group)).collect(), left_out)
    }

    /// Kind of a step; `last_item` is the item of the step, or of the last step that has one.
    fn kind(&self, item: Option<usize>, word: Option<usize>, last_item: usize) -> DiffKind {
        match (&self.items[last_item], item, word) {
            (QuotationItem::Gap, ..) => DiffKind::Gap,
            (QuotationItem::Editorial(_), Some(_), _) => DiffKind::Editorial,
            (_, None, _) => DiffKind::Missing,
            (_, _, None) => DiffKind::Added,
            (QuotationItem::Word(range, forms), _, Some(word)) if forms.contains(&self.words.forms[word]) => {
                let begins = last_item == 0 || self.items[last_item - 1] == QuotationItem::Gap;
                let same_spelling =
                    forms.len() > 1 || is_same_spelling(&self.quotation[range.clone()], self.word(word), begins);
                if same_spelling { DiffKind::Same } else { DiffKind::Spelling }
            }
            _ => DiffKind::Replaced,
        }
    }

    fn word(&self, word: usize) -> &str {
        let (passage, range) = &self.words.locations[word];
        &self.texts[*passage][range.clone()]
    }

    fn piece(&self, group: &StepGroup) -> DiffPiece {
        let ranges = group.items.iter().filter_map(|item| self.items[*item].range());
        let quoted = ranges.clone().map(|range| range.start).min().zip(ranges.map(|range| range.end).max());
        let quoted = quoted.map_or("", |(start, end)| &self.quotation[start..end]);
        DiffPiece { kind: group.kind, quoted: quoted.to_owned(), original: self.original(&group.words) }
    }

    /// Consecutive words of the source as written, with a blank between two passages.
    fn original(&self, words: &[usize]) -> String {
        let locations = words.first().zip(words.last()).map(|(first, last)| &self.words.locations[*first..=*last]);
        let mut parts: Vec<(usize, Range<usize>)> = Vec::new();
        for (passage, range) in locations.unwrap_or_default() {
            match parts.last_mut() {
                Some((last, part)) if last == passage => part.end = range.end,
                _ => parts.push((*passage, range.clone())),
            }
        }
        parts.iter().map(|(passage, range)| &self.texts[*passage][range.clone()]).collect::<Vec<_>>().join(" ")
    }
}

/// Consecutive steps of an alignment that become one piece.
struct StepGroup {
    kind: DiffKind,
    items: Vec<usize>,
    words: Vec<usize>,
}

impl StepGroup {
    fn new(kind: DiffKind, item: Option<usize>, word: Option<usize>) -> StepGroup {
        StepGroup { kind, items: item.into_iter().collect(), words: word.into_iter().collect() }
    }

    /// Returns true for a step of the same kind; adjacent differences of any kind become one.
    fn takes(&self, kind: DiffKind) -> bool {
        let differs = |kind| matches!(kind, DiffKind::Replaced | DiffKind::Missing | DiffKind::Added);
        self.kind == kind || (differs(self.kind) && differs(kind))
    }

    fn add(&mut self, kind: DiffKind, item: Option<usize>, word: Option<usize>) {
        if self.kind != kind {
            self.kind = DiffKind::Replaced;
        }
        self.items.extend(item);
        self.words.extend(word);
    }
}

/// Returns true if a word is spelt as in the source. The first word of a sentence (`begins`) may differ in its first capital.
fn is_same_spelling(quoted: &str, original: &str, begins: bool) -> bool {
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().filter(|c| !is_invisible(*c)).nfc().collect();
        if let (true, Some(first)) = (begins, letters.first_mut()) {
            *first = first.to_lowercase().next().unwrap_or(*first);
        }
        letters
    };
    letters(quoted) == letters(original)
}

#[cfg(test)]
mod tests {
    use super::is_same_spelling;

    #[test]
    fn spelling_of_the_source() {
        for (quoted, original, begins, so) in [
            ("Haus", "Haus", false, true),
            ("haus", "Haus", false, false),
            ("Das", "das", true, true),
            ("DAS", "das", true, false),
            ("Ha\u{308}user", "Häuser", false, true),
            ("Strasse", "Straße", false, false),
            ("Wer\u{ad}bung", "Werbung", false, true),
        ] {
            assert_eq!(is_same_spelling(quoted, original, begins), so, "{quoted} {original}");
        }
    }
}
