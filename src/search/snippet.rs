//! The sentences of a passage that answer best.

use super::highlight::in_chars;
use super::hit::Hit;
use crate::passage::sentences;

/// Sentences of a snippet.
const MOST_SENTENCES: usize = 3;
/// A snippet takes another sentence only while it is shorter than this, in characters.
const ENOUGH_CHARS: usize = 280;

/// Longest snippet, in characters. Only a text without sentence ends reaches it.
const MOST_CHARS: u32 = 1200;

/// Two or three whole sentences of a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Where it begins in the hit's text, in characters.
    pub start: u32,
    /// Where it ends (exclusive).
    pub end: u32,
    /// Something of the passage stands before it.
    pub cut_before: bool,
    /// Something of the passage stands after it.
    pub cut_after: bool,
}

/// Chooses the whole sentences that hold the most different matches, at most three, headings left out unless
/// they matched.
pub fn snippet(hit: &Hit) -> Snippet {
    let ranges: Vec<(usize, usize)> = sentences(&hit.text).into_iter().map(|range| (range.start, range.end)).collect();
    let all = in_chars(&hit.text, &ranges);
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return Snippet { start: 0, end: hit.text.chars().count() as u32, cut_before: false, cut_after: false };
    };
    let words = matched(hit);
    let best =
        (0..all.len()).map(|from| window(hit, &words, &all, from)).max_by(|a, b| a.2.cmp(&b.2).then(b.0.cmp(&a.0)));
    let (from, to, _) = best.unwrap_or((0, 0, 0));
    let (start, end) = shortened(hit, all[from].0, all[to].1);
    Snippet { start, end, cut_before: start > first.0, cut_after: end < last.1 }
}

/// The sentences with a match, each with `context` more before and after it: ranges in characters of the hit's text, in
/// order. Where nothing of the text matched, its beginning.
pub fn excerpts(hit: &Hit, context: usize) -> Vec<(u32, u32)> {
    let ranges: Vec<(usize, usize)> = sentences(&hit.text).into_iter().map(|range| (range.start, range.end)).collect();
    let all = in_chars(&hit.text, &ranges);
    let has_match = |(start, end): (u32, u32)| hit.highlights.iter().any(|mark| mark.0 < end && start < mark.1);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let matched = (0..all.len()).filter(|at| has_match(all[*at]));
    let matched = if hit.highlights.is_empty() { (0..1.min(all.len())).collect() } else { matched.collect::<Vec<_>>() };
    for at in matched {
        let (from, to) = (at.saturating_sub(context), at.saturating_add(context).min(all.len() - 1));
        match found.last_mut() {
            Some(last) if from <= last.1 + 1 => last.1 = to,
            _ => found.push((from, to)),
        }
    }
    found.into_iter().map(|(from, to)| (all[from].0, all[to].1)).collect()
}

/// A window that no sentence makes longer than a screen: around its first match.
fn shortened(hit: &Hit, start: u32, end: u32) -> (u32, u32) {
    if end - start <= MOST_CHARS {
        return (start, end);
    }
    let first = hit.highlights.iter().find(|mark| mark.0 >= start && mark.0 < end).map_or(start, |mark| mark.0);
    let from = first.saturating_sub(MOST_CHARS / 4).max(start);
    (from, end.min(from + MOST_CHARS))
}

/// The words that matched, known by their first letters, each with where it stands: in order.
fn matched(hit: &Hit) -> Vec<((u32, u32), String)> {
    let letters: Vec<char> = hit.text.chars().collect();
    let word = |&(start, end): &(u32, u32)| {
        let word = letters[start as usize..end as usize].iter().take(5).collect::<String>().to_lowercase();
        ((start, end), word)
    };
    hit.highlights.iter().map(word).collect()
}

/// The window of sentences from `from` on: first, last, and how many different words it matches (doubled, so that
/// a heading can cost less than a word).
fn window(hit: &Hit, words: &[((u32, u32), String)], all: &[(u32, u32)], from: usize) -> (usize, usize, usize) {
    let mut to = from;
    while to + 1 < all.len() && to + 1 - from < MOST_SENTENCES && ((all[to].1 - all[from].0) as usize) < ENOUGH_CHARS {
        to += 1;
    }
    let inside = &words[words.partition_point(|(place, _)| place.0 < all[from].0)..];
    let inside = inside.iter().take_while(|(place, _)| place.1 <= all[to].1);
    let mut words: Vec<&str> = inside.map(|(_, word)| word.as_str()).collect();
    let matches = words.len();
    words.sort_unstable();
    words.dedup();
    let heading = hit.headings.iter().any(|heading| heading.0 == all[from].0);
    (from, to, words.len() * 40 + matches.min(15) * 2 + usize::from(!heading))
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
