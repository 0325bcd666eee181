//! The sentences of a passage that match best.

use super::highlight::char_ranges;
use super::hit::{Hit, first_match};
use crate::passage::sentences;

/// Sentences of a snippet, at most.
const MAX_SNIPPET_SENTENCES: usize = 3;

/// A snippet gets another sentence only while it is shorter than this, in characters.
const ENOUGH_SNIPPET_CHARS: usize = 280;

/// Length of a snippet in characters, at most. Only a text without sentence ends reaches it.
const MAX_SNIPPET_CHARS: u32 = 1200;

/// First characters by which matched words are told apart.
const WORD_KEY_CHARS: usize = 5;

/// Matches that raise the rank of a window, at most.
const MAX_RANKED_MATCHES: usize = 15;

/// Up to three whole sentences of a hit; [`snippet`] chooses them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Start in the text of the hit, in characters.
    pub start: u32,
    /// End in the text of the hit (exclusive).
    pub end: u32,
    /// True if sentences of the passage precede the snippet.
    pub cut_before: bool,
    /// True if sentences of the passage follow the snippet.
    pub cut_after: bool,
}

/// Chooses the window of at most three whole sentences with the most different matches. Headings are avoided unless they match.
/// Without highlights, as with [`SearchOptions::highlight`](super::SearchOptions::highlight) off, it is the first such window.
pub fn snippet(hit: &Hit) -> Snippet {
    let sentences = sentence_ranges(&hit.text);
    let matched = matched_words(hit);
    let windows = (0..sentences.len()).map(|first| Window::starting_at(first, hit, &matched, &sentences));
    let best = windows.max_by(|a, b| a.rank.cmp(&b.rank).then(b.first.cmp(&a.first)));
    let (Some(best), Some(first), Some(last)) = (best, sentences.first(), sentences.last()) else {
        return Snippet { start: 0, end: hit.text.chars().count() as u32, cut_before: false, cut_after: false };
    };
    let (start, end) = shortened(hit, sentences[best.first].0, sentences[best.last].1);
    Snippet { start, end, cut_before: start > first.0, cut_after: end < last.1 }
}

/// Returns the sentences with a match, each with `context` more sentences before and after: ranges in characters of the text of
/// the hit, ascending. If nothing of the text matched, its first sentence.
pub fn excerpts(hit: &Hit, context: usize) -> Vec<(u32, u32)> {
    let sentences = sentence_ranges(&hit.text);
    let has_match = |(start, end): (u32, u32)| hit.highlights.iter().any(|mark| mark.0 < end && start < mark.1);
    let matching: Vec<usize> = match hit.highlights.is_empty() {
        true => (0..1.min(sentences.len())).collect(),
        false => (0..sentences.len()).filter(|at| has_match(sentences[*at])).collect(),
    };
    let mut excerpts: Vec<(usize, usize)> = Vec::new();
    for at in matching {
        let (first, last) = (at.saturating_sub(context), at.saturating_add(context).min(sentences.len() - 1));
        match excerpts.last_mut() {
            Some(before) if first <= before.1 + 1 => before.1 = last,
            _ => excerpts.push((first, last)),
        }
    }
    excerpts.into_iter().map(|(first, last)| (sentences[first].0, sentences[last].1)).collect()
}

/// The sentences of a text as ranges in characters.
fn sentence_ranges(text: &str) -> Vec<(u32, u32)> {
    let bytes: Vec<(usize, usize)> = sentences(text).into_iter().map(|range| (range.start, range.end)).collect();
    char_ranges(text, &bytes)
}

/// Shortens a window that is longer than a screen to the surroundings of its first match.
fn shortened(hit: &Hit, start: u32, end: u32) -> (u32, u32) {
    if end - start <= MAX_SNIPPET_CHARS {
        return (start, end);
    }
    let first = first_match(&hit.highlights, start, end);
    let from = first.saturating_sub(MAX_SNIPPET_CHARS / 4).max(start);
    (from, end.min(from + MAX_SNIPPET_CHARS))
}

/// The highlights in order, each with its first characters, by which words are told apart.
fn matched_words(hit: &Hit) -> Vec<((u32, u32), String)> {
    let chars: Vec<char> = hit.text.chars().collect();
    let word = |&(start, end): &(u32, u32)| {
        let key = chars[start as usize..end as usize].iter().take(WORD_KEY_CHARS).collect::<String>();
        ((start, end), key.to_lowercase())
    };
    hit.highlights.iter().map(word).collect()
}

/// A few sentences in a row.
struct Window {
    /// Index of the first sentence.
    first: usize,
    /// Index of the last sentence.
    last: usize,
    /// The highest rank is the best: by different words, then by matches, then not by a heading at the start.
    rank: usize,
}

impl Window {
    fn starting_at(first: usize, hit: &Hit, matched: &[((u32, u32), String)], sentences: &[(u32, u32)]) -> Window {
        let start = sentences[first].0;
        let mut last = first;
        while last + 1 < sentences.len()
            && last + 1 - first < MAX_SNIPPET_SENTENCES
            && ((sentences[last].1 - start) as usize) < ENOUGH_SNIPPET_CHARS
        {
            last += 1;
        }
        let inside = &matched[matched.partition_point(|(range, _)| range.0 < start)..];
        let inside = inside.iter().take_while(|(range, _)| range.1 <= sentences[last].1);
        let mut words: Vec<&str> = inside.map(|(_, word)| word.as_str()).collect();
        let matches = words.len().min(MAX_RANKED_MATCHES);
        words.sort_unstable();
        words.dedup();
        let is_heading = hit.headings.iter().any(|heading| heading.0 == start);
        // Each criterion outweighs all after it.
        let rank = (words.len() * (MAX_RANKED_MATCHES + 5) + matches) * 2 + usize::from(!is_heading);
        Window { first, last, rank }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpted(text: &str, word: &str, context: usize) -> Vec<String> {
        let letters = word.chars().count() as u32;
        let places = text.match_indices(word).map(|(at, _)| text[..at].chars().count() as u32);
        let highlights = places.map(|at| (at, at + letters)).collect();
        let hit = Hit { text: text.to_owned(), highlights, ..Hit::default() };
        let part = |(start, end): (u32, u32)| text.chars().skip(start as usize).take((end - start) as usize).collect();
        excerpts(&hit, context).into_iter().map(part).collect()
    }

    #[test]
    fn sentences_around_matches() {
        let text = "Der Zug hält. Die Bahn streikt. Es schneit. Öl ist teuer. Niemand kommt. Die Bahn schweigt.";
        assert_eq!(excerpted(text, "Bahn", 0), ["Die Bahn streikt.", "Die Bahn schweigt."]);
        let both = ["Der Zug hält. Die Bahn streikt. Es schneit.", "Niemand kommt. Die Bahn schweigt."];
        assert_eq!(excerpted(text, "Bahn", 1), both);
        assert_eq!(excerpted(text, "Bahn", 2), [text]);
        assert_eq!(excerpted(text, "Bahn", usize::MAX), [text]);
        assert_eq!(excerpted(text, "Schiff", 0), ["Der Zug hält."]);
        assert_eq!(excerpted("", "x", 1), [""; 0]);
    }
}
