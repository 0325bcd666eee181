//! Where in an article is what is most like a quotation, and what differs there?

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::align::{Alignment, Kind, Piece, align};
use super::look_up::Found;
use super::words::Item;
use crate::cite::Citation;
use crate::german::placed_words;
use crate::search::ArticleView;

/// Pairs of words that are compared at most: of a longer article, what lies around the passage that was found.
const MOST_PAIRS: usize = 64 << 20;

/// The place of an article that is most like a quotation.
pub(super) struct Nearest {
    pub(super) alignment: Alignment,
    pub(super) found: Found,
}

impl Nearest {
    /// Whether the quotation stands there.
    pub(super) fn is_exact(&self) -> bool {
        self.alignment.is_exact()
    }
}

/// The words of a text in their order.
#[derive(Default)]
struct Words {
    /// Exact forms.
    forms: Vec<String>,
    /// Number of the passage, and bytes of its text.
    places: Vec<(usize, Range<usize>)>,
}

impl Words {
    fn add(&mut self, passage: usize, text: &str) {
        for (range, form) in placed_words(text) {
            self.forms.push(form);
            self.places.push((passage, range));
        }
    }
}

/// The place of an article that is most like a quotation, in its body or else in its headline; of a long body, near the passage that
/// begins at the character `start`.
pub(super) fn in_article(quotation: &str, items: &[Item], view: &ArticleView, start: u32) -> Option<Nearest> {
    let mut body = Words::default();
    for (at, passage) in view.passages.iter().enumerate() {
        body.add(at, &passage.text);
    }
    let window = window(&body, items.len(), view, start);
    if window.len() < body.forms.len() {
        body = Words { forms: body.forms[window.clone()].to_vec(), places: body.places[window].to_vec() };
    }
    let title = view.passages.first()?.title.as_str();
    let mut headline = Words::default();
    headline.add(0, title);
    let (in_body, in_headline) = (align(items, &body.forms), align(items, &headline.forms));
    let in_title = in_headline.cost < in_body.cost;
    let (alignment, words) = if in_title { (in_headline, headline) } else { (in_body, body) };
    let texts: Vec<&str> = match in_title {
        true => vec![title],
        false => view.passages.iter().map(|passage| passage.text.as_str()).collect(),
    };
    let source = Source { quotation, items, words, texts };
    let (pieces, left_out) = source.pieces(&alignment);
    let citation = source.citation(view, &alignment, in_title);
    let found = Found { citation, in_title, pieces, similarity: 0.0, left_out, also: Vec::new() };
    Some(Nearest { alignment, found })
}

/// Which words of a long body are compared.
fn window(body: &Words, items: usize, view: &ArticleView, start: u32) -> Range<usize> {
    let (all, most) = (body.forms.len(), MOST_PAIRS / items.max(1));
    if all <= most {
        return 0..all;
    }
    let passage = view.passages.partition_point(|passage| passage.start < start);
    let middle = body.places.partition_point(|(at, _)| *at < passage);
    let from = middle.saturating_sub(most / 2).min(all - most);
    from..from + most
}

/// A quotation beside the text it is compared with.
struct Source<'a> {
    quotation: &'a str,
    items: &'a [Item],
    words: Words,
    /// Of each passage, or the headline.
    texts: Vec<&'a str>,
}

impl Source<'_> {
    /// The citation of where the quotation begins.
    fn citation(&self, view: &ArticleView, alignment: &Alignment, in_title: bool) -> Citation {
        let places = self.words.places.get(alignment.words.clone()).unwrap_or_default();
        let (Some((first, begin)), Some((last, end)), false) = (places.first(), places.last(), in_title) else {
            let citation = Citation::of_passage(view, 0);
            return Citation { start: 0, end: 0, ..citation };
        };
        let passage = &view.passages[*first];
        let before = &passage.text[..begin.start];
        let offset = before.chars().count() as u32;
        let until = view.passages[*last].text[..end.end].chars().count() as u32;
        Citation {
            start: passage.start + offset,
            end: view.passages[*last].start + until,
            line: view.line_at(passage, offset),
            paragraph: passage.paragraph + before.matches('\n').count() as u32,
            ..Citation::of_passage(view, *first)
        }
    }

    /// The pieces, and how many words ellipses stand for.
    fn pieces(&self, alignment: &Alignment) -> (Vec<Piece>, usize) {
        let mut runs: Vec<Run> = Vec::new();
        let (mut left_out, mut at) = (0, 0);
        for (item, word) in &alignment.steps {
            at = item.unwrap_or(at);
            let kind = self.kind(*item, *word, at);
            left_out += usize::from(kind == Kind::Gap && word.is_some());
            match runs.last_mut() {
                Some(run) if run.takes(kind) => run.add(kind, *item, *word),
                _ => runs.push(Run::new(kind, *item, *word)),
            }
        }
        (runs.iter().map(|run| self.piece(run)).collect(), left_out)
    }

    /// What becomes of a step; `at` is the last item.
    fn kind(&self, item: Option<usize>, word: Option<usize>, at: usize) -> Kind {
        match (&self.items[at], item, word) {
            (Item::Gap, ..) => Kind::Gap,
            (Item::Editorial(_), Some(_), _) => Kind::Editorial,
            (_, None, _) => Kind::Missing,
            (_, _, None) => Kind::Added,
            (Item::Word(range, forms), _, Some(word)) if forms.contains(&self.words.forms[word]) => {
                let begins = at == 0 || self.items[at - 1] == Item::Gap;
                let as_written =
                    forms.len() > 1 || is_written_so(&self.quotation[range.clone()], self.word(word), begins);
                if as_written { Kind::Same } else { Kind::Spelling }
            }
            _ => Kind::Replaced,
        }
    }

    fn word(&self, word: usize) -> &str {
        let (passage, range) = &self.words.places[word];
        &self.texts[*passage][range.clone()]
    }

    fn piece(&self, run: &Run) -> Piece {
        let ranges = run.items.iter().filter_map(|item| self.items[*item].range());
        let quoted = ranges.clone().map(|range| range.start).min().zip(ranges.map(|range| range.end).max());
        let quoted = quoted.map_or("", |(start, end)| &self.quotation[start..end]);
        Piece { kind: run.kind, quoted: quoted.to_owned(), original: self.original(&run.words) }
    }

    /// Words of the source, that follow one another, as written; of two passages with a blank between.
    fn original(&self, words: &[usize]) -> String {
        let places = words.first().zip(words.last()).map(|(first, last)| &self.words.places[*first..=*last]);
        let mut parts: Vec<(usize, Range<usize>)> = Vec::new();
        for (passage, range) in places.unwrap_or_default() {
            match parts.last_mut() {
                Some((last, part)) if last == passage => part.end = range.end,
                _ => parts.push((*passage, range.clone())),
            }
        }
        parts.iter().map(|(passage, range)| &self.texts[*passage][range.clone()]).collect::<Vec<_>>().join(" ")
    }
}

/// Steps that follow one another and become one piece.
struct Run {
    kind: Kind,
    items: Vec<usize>,
    words: Vec<usize>,
}

impl Run {
    fn new(kind: Kind, item: Option<usize>, word: Option<usize>) -> Run {
        Run { kind, items: item.into_iter().collect(), words: word.into_iter().collect() }
    }

    /// Differences side by side are one.
    fn takes(&self, kind: Kind) -> bool {
        let differs = |kind| matches!(kind, Kind::Replaced | Kind::Missing | Kind::Added);
        self.kind == kind || (differs(self.kind) && differs(kind))
    }

    fn add(&mut self, kind: Kind, item: Option<usize>, word: Option<usize>) {
        if self.kind != kind {
            self.kind = Kind::Replaced;
        }
        self.items.extend(item);
        self.words.extend(word);
    }
}

/// Whether a word is written as in the source. The first one may begin with a capital or not, as the sentence around it asks.
fn is_written_so(quoted: &str, original: &str, begins: bool) -> bool {
    let letters = |word: &str| {
        let shown = word.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'));
        let mut letters: Vec<char> = shown.nfc().collect();
        if let (true, Some(first)) = (begins, letters.first_mut()) {
            *first = first.to_lowercase().next().unwrap_or(*first);
        }
        letters
    };
    letters(quoted) == letters(original)
}

#[cfg(test)]
mod tests {
    use super::is_written_so;

    #[test]
    fn written_as_in_the_source() {
        for (quoted, original, begins, so) in [
            ("Haus", "Haus", false, true),
            ("haus", "Haus", false, false),
            ("Das", "das", true, true),
            ("DAS", "das", true, false),
            ("Ha\u{308}user", "Häuser", false, true),
            ("Strasse", "Straße", false, false),
            ("Wer\u{ad}bung", "Werbung", false, true),
        ] {
            assert_eq!(is_written_so(quoted, original, begins), so, "{quoted} {original}");
        }
    }
}
