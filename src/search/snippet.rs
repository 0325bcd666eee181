//! The sentences of a passage that match best.

use std::collections::HashSet;

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

/// Words of a query whose places an excerpt shows, at most. Of a longer query, as of a text to which others are similar, an excerpt
/// with each word would be the whole passage.
const MAX_SHOWN_WORDS: usize = 8;

/// Characters on each side of a match that are shown of a sentence without end.
const AROUND_MATCH_CHARS: u32 = 150;

/// Between parts of a text that do not follow one another.
const GAP: &str = " … ";

/// A part of a text: a range in characters.
type TextPart = (u32, u32);

/// Sentences of a hit as they are shown; [`snippet`] and [`excerpts`] choose them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Start in the text of the hit, in characters.
    pub start: u32,
    /// End of the last sentence in the text of the hit, in characters (exclusive).
    pub end: u32,
    /// The sentences, with `…` wherever something is left out.
    pub text: String,
    /// Characters of `text` that matched: ranges in characters, ascending, not overlapping.
    pub highlights: Vec<(u32, u32)>,
    /// True if nothing of the hit is left out.
    pub is_whole: bool,
}

/// Chooses the window of at most three whole sentences with the most words of the query. Headings are avoided unless they match. For
/// each word that stands only elsewhere in the passage, a sentence with it is added, as long as the query has at most eight words.
/// Without highlights, as with [`SearchOptions::highlight`](super::SearchOptions::highlight) off, it is the first such window.
pub fn snippet(hit: &Hit) -> Snippet {
    let sentences = sentence_ranges(&hit.text);
    let matched = matched_words(hit);
    let windows = (0..sentences.len()).map(|first| Window::starting_at(first, hit, &matched, &sentences));
    let best = windows.max_by(|a, b| a.rank.cmp(&b.rank).then(b.first.cmp(&a.first)));
    let Some(best) = best else { return joined(hit, &[(0, hit.text.chars().count() as u32)]) };
    let mut parts = vec![shortened(hit, sentences[best.first].0, sentences[best.last].1)];
    let words: Vec<&Vec<TextPart>> = hit.word_highlights.iter().filter(|word| !word.is_empty()).collect();
    while words.len() <= MAX_SHOWN_WORDS {
        let hidden: Vec<_> = words.iter().filter(|word| !is_shown(word, &parts)).collect();
        let candidates = hidden.iter().flat_map(|word| word.iter()).map(|place| around(*place, &sentences));
        let shows = |part: &TextPart| hidden.iter().filter(|word| is_shown(word, &[*part])).count();
        let Some(part) = candidates.max_by_key(|part| (shows(part), std::cmp::Reverse(part.0))) else { break };
        parts.push(part);
    }
    joined(hit, &parts)
}

/// Returns true if one of the places of a word is in one of `parts`.
fn is_shown(word: &[TextPart], parts: &[TextPart]) -> bool {
    word.iter().any(|place| parts.iter().any(|part| part.0 <= place.0 && place.1 <= part.1))
}

/// The sentence that contains a match, or its surroundings in one without end.
fn around(place: TextPart, sentences: &[TextPart]) -> TextPart {
    let touching = || sentences.iter().filter(|sentence| sentence.0 < place.1 && place.0 < sentence.1);
    let start = touching().next().map_or(place.0, |sentence| sentence.0.min(place.0));
    let end = touching().next_back().map_or(place.1, |sentence| sentence.1.max(place.1));
    match end - start {
        length if length <= MAX_SNIPPET_CHARS / 2 => (start, end),
        _ => (start.max(place.0.saturating_sub(AROUND_MATCH_CHARS)), end.min(place.1 + AROUND_MATCH_CHARS)),
    }
}

/// Chooses the sentences with a match, each with `context` more sentences before and after. If nothing of the text matched, the first
/// sentence with those after it.
pub fn excerpts(hit: &Hit, context: usize) -> Snippet {
    let sentences = sentence_ranges(&hit.text);
    let has_match = |(start, end): TextPart| hit.highlights.iter().any(|mark| mark.0 < end && start < mark.1);
    let matching: Vec<usize> = match hit.highlights.is_empty() {
        true => (0..1.min(sentences.len())).collect(),
        false => (0..sentences.len()).filter(|at| has_match(sentences[*at])).collect(),
    };
    let parts = matching.into_iter().map(|at| {
        let (first, last) = (at.saturating_sub(context), at.saturating_add(context).min(sentences.len() - 1));
        (sentences[first].0, sentences[last].1)
    });
    joined(hit, &parts.collect::<Vec<_>>())
}

/// Joins parts of the text of a hit, in order, with a gap wherever more than white space lies between them.
fn joined(hit: &Hit, parts: &[TextPart]) -> Snippet {
    let chars: Vec<char> = hit.text.chars().collect();
    let length = chars.len() as u32;
    let is_blank = |from: u32, to: u32| chars[from as usize..to as usize].iter().all(|c| c.is_whitespace());
    let mut parts: Vec<TextPart> = parts.iter().map(|part| (part.0.min(length), part.1.min(length))).collect();
    parts.sort_unstable();
    let mut apart: Vec<TextPart> = Vec::with_capacity(parts.len());
    for (start, end) in parts {
        match apart.last_mut() {
            Some(last) if start <= last.1 || is_blank(last.1, start) => last.1 = last.1.max(end),
            _ => apart.push((start, end)),
        }
    }
    let (first, last) = (apart.first().map_or(0, |part| part.0), apart.last().map_or(0, |part| part.1));
    let (cut_before, cut_after) = (!is_blank(0, first), !is_blank(last, length));
    let is_whole = apart.len() < 2 && !cut_before && !cut_after;
    let mut shown = Snippet { start: first, end: last, text: String::new(), highlights: Vec::new(), is_whole };
    let mut at = 0;
    for (number, (start, end)) in apart.into_iter().enumerate() {
        let gap = if number > 0 {
            GAP
        } else if cut_before {
            GAP.trim_start()
        } else {
            ""
        };
        shown.text.push_str(gap);
        at += gap.chars().count() as u32;
        shown.text.extend(&chars[start as usize..end as usize]);
        let inside =
            hit.highlights.iter().map(|mark| (mark.0.max(start), mark.1.min(end))).filter(|mark| mark.0 < mark.1);
        shown.highlights.extend(inside.map(|mark| (mark.0 - start + at, mark.1 - start + at)));
        at += end - start;
    }
    if cut_after {
        shown.text.push_str(GAP.trim_end());
    }
    shown
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

/// A match and what tells it apart from others.
struct MatchedWord {
    range: TextPart,
    /// Number of the word of the query; `None` if it is not known.
    word: Option<usize>,
    /// First characters.
    key: String,
}

/// The highlights in order.
fn matched_words(hit: &Hit) -> Vec<MatchedWord> {
    let chars: Vec<char> = hit.text.chars().collect();
    let matched = |range: &TextPart| {
        let key = chars[range.0 as usize..range.1 as usize].iter().take(WORD_KEY_CHARS).collect::<String>();
        let is_of = |word: &Vec<TextPart>| word.iter().any(|place| place.0 < range.1 && range.0 < place.1);
        let word = hit.word_highlights.iter().position(is_of);
        MatchedWord { range: *range, word, key: key.to_lowercase() }
    };
    hit.highlights.iter().map(matched).collect()
}

/// A few sentences in a row.
struct Window {
    /// Index of the first sentence.
    first: usize,
    /// Index of the last sentence.
    last: usize,
    /// The highest rank is the best: by words of the query, then by forms of them, then by matches, then not by a heading at the
    /// start.
    rank: (usize, usize, usize, bool),
}

impl Window {
    fn starting_at(first: usize, hit: &Hit, matched: &[MatchedWord], sentences: &[TextPart]) -> Window {
        let start = sentences[first].0;
        let mut last = first;
        while last + 1 < sentences.len()
            && last + 1 - first < MAX_SNIPPET_SENTENCES
            && ((sentences[last].1 - start) as usize) < ENOUGH_SNIPPET_CHARS
        {
            last += 1;
        }
        let inside = &matched[matched.partition_point(|matched| matched.range.0 < start)..];
        let inside: Vec<&MatchedWord> =
            inside.iter().take_while(|matched| matched.range.1 <= sentences[last].1).collect();
        let words: HashSet<usize> = inside.iter().filter_map(|matched| matched.word).collect();
        let keys: HashSet<&str> = inside.iter().map(|matched| matched.key.as_str()).collect();
        let is_heading = hit.headings.iter().any(|heading| heading.0 == start);
        let rank = (words.len(), keys.len(), inside.len().min(MAX_RANKED_MATCHES), !is_heading);
        Window { first, last, rank }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpted(text: &str, word: &str, context: usize) -> String {
        let letters = word.chars().count() as u32;
        let places = text.match_indices(word).map(|(at, _)| text[..at].chars().count() as u32);
        let highlights = places.map(|at| (at, at + letters)).collect();
        let hit = Hit { text: text.to_owned(), highlights, ..Hit::default() };
        excerpts(&hit, context).text
    }

    #[test]
    fn sentences_around_matches() {
        let text = "Der Zug hält. Die Bahn streikt. Es schneit. Öl ist teuer. Niemand kommt. Die Bahn schweigt.";
        assert_eq!(excerpted(text, "Bahn", 0), "… Die Bahn streikt. … Die Bahn schweigt.");
        let both = "Der Zug hält. Die Bahn streikt. Es schneit. … Niemand kommt. Die Bahn schweigt.";
        assert_eq!(excerpted(text, "Bahn", 1), both);
        assert_eq!(excerpted(text, "Bahn", 2), text);
        assert_eq!(excerpted(text, "Bahn", usize::MAX), text);
        assert_eq!(excerpted(text, "Schiff", 0), "Der Zug hält. …");
        assert_eq!(excerpted("", "x", 1), "");
    }

    /// A hit with the places of each of `words`.
    fn hit(text: &str, words: &[&str]) -> Hit {
        let places = |word: &&str| -> Vec<TextPart> {
            let starts = text.match_indices(*word).map(|(at, _)| text[..at].chars().count() as u32);
            starts.map(|at| (at, at + word.chars().count() as u32)).collect()
        };
        let word_highlights: Vec<Vec<TextPart>> = words.iter().map(places).collect();
        let mut highlights = word_highlights.concat();
        highlights.sort_unstable();
        Hit { text: text.to_owned(), highlights, word_highlights, ..Hit::default() }
    }

    #[test]
    fn every_word_that_the_passage_has_is_shown() {
        let filler =
            "Hier steht ein Satz ohne Belang, der nur so lang ist, damit er den Platz von vielen Zeilen braucht. ";
        let text = format!("Der Präsident trat zurück. {0}{0}{0}{0}Das Amt kostete ihn die Kanzlerin.", filler);
        let shown = snippet(&hit(&text, &["Präsident", "Kanzlerin"]));
        assert!(shown.text.starts_with("Der Präsident trat zurück. "), "{shown:?}");
        assert!(shown.text.ends_with("Belang, der nur so lang ist, damit er den Platz von vielen Zeilen braucht. … Das Amt kostete ihn die Kanzlerin."), "{shown:?}");
        let chars: Vec<char> = shown.text.chars().collect();
        let marked = |(start, end): &TextPart| chars[*start as usize..*end as usize].iter().collect::<String>();
        assert_eq!(shown.highlights.iter().map(marked).collect::<Vec<_>>(), ["Präsident", "Kanzlerin"]);
        assert!(!shown.is_whole && shown.start == 0);
        // Another form of the first word does not outweigh the second.
        let text =
            format!("Rücktritt, Rücktritte, Rücktritten, Rücktritts. {filler}{filler}{filler}Rücktritt des Kanzlers.");
        let shown = snippet(&hit(&text, &["Rücktritt", "Kanzler"]));
        assert!(shown.text.ends_with("Rücktritt des Kanzlers."), "{shown:?}");
        // Nothing is added where one window has all, and for a whole text of words the best window is enough.
        let text = format!("Bahn und Streik. {0}{0}{0}{0}Bahn.", filler);
        assert_eq!(snippet(&hit(&text, &["Bahn", "Streik"])).text.matches('…').count(), 1);
        let many: Vec<String> = (0..20).map(|n| format!("Wort{n:02}")).collect();
        let text: String = many.iter().map(|word| format!("{word} steht hier. {filler}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(snippet(&hit(&text, &many)).highlights.len(), 2);
        assert_eq!(snippet(&hit(&text, &many[..8])).highlights.len(), 8);
    }

    #[test]
    fn a_sentence_without_end_is_shown_around_its_matches() {
        let text = format!("{0}Anfang {0}Mitte {0}Ende {0}", "ohne jeden Punkt immer weiter ".repeat(60));
        let shown = snippet(&hit(&text, &["Anfang", "Ende"]));
        assert_eq!(shown.highlights.len(), 2, "{shown:?}");
        assert!(shown.text.chars().count() < 2_000 && shown.text.contains(GAP), "{shown:?}");
    }
}
