//! Finds the ends of German sentences.

use crate::characters::is_invisible;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// Words that begin a sentence far more often than they follow an ordinal (`Platz 3. Das war …`, but `der 3. Platz`), in lower
/// case.
const SENTENCE_STARTERS: &str = " aber alle allein allerdings als also am an auch auf aus außerdem bei beide bis da dabei dadurch \
    dafür dagegen daher damit danach daneben dann darauf darin darum das dazu dem den denn dennoch der deren des deshalb \
    dessen die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer er erst es etwa für ganz \
    gegen hier hinter ich ihm ihnen ihr ihre im immer in indem ins ist jede jeder jedoch jetzt kein keine laut man manche \
    mehr mit nach nachdem neben nicht noch nun nur ob obwohl oder ohne schon sein seine seit seitdem sie sind so sobald \
    sollte sondern trotz trotzdem über um und unter viele vielmehr vom von vor während war was weder wegen weil welche wenn \
    wer wie wir wo zu zudem zum zur zuvor zwar zwischen ";

/// Longest part of a line that is split at once: the time to find sentences grows faster than the length of the text.
const WINDOW_BYTES: usize = 64 << 10;

/// Returns the sentences of `text`, one paragraph or several, in order: byte ranges without the white space around them.
/// Together they cover everything but white space.
///
/// The crate `sentencex` decides, with two German rules of ours: no end after an ordinal (`am 15. Mai`, `im 19. Jahrhundert`)
/// unless a word follows that usually begins a sentence, and always one at a line end.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        sentences_of_line(line, line_start, &mut found);
        line_start += line.len();
    }
    found
}

/// Adds the sentences of a line, which begins at `offset` of the text.
fn sentences_of_line(line: &str, offset: usize, found: &mut Vec<Range<usize>>) {
    let mut after_ordinal = false;
    let mut start = 0;
    while start < line.len() {
        let rest = &line[start..];
        let window = &rest[..cut_point(rest, WINDOW_BYTES)];
        let mut boundaries = sentencex::get_sentence_boundaries("de", window);
        let mut next = start + window.len();
        if next < line.len() && boundaries.len() > 1 {
            // the last one may go on beyond the window
            next = boundaries.pop().map_or(next, |last| start + last.start_byte);
        }
        for boundary in boundaries {
            let Some(range) = trimmed(line, start + boundary.start_byte..start + boundary.end_byte) else { continue };
            let sentence = &line[range.clone()];
            let joins = after_ordinal && !begins_sentence(sentence);
            after_ordinal = ends_in_ordinal(sentence);
            match found.last_mut() {
                Some(last) if joins => last.end = offset + range.end,
                _ => found.push(offset + range.start..offset + range.end),
            }
        }
        start = next;
    }
}

/// Returns where to cut `text` after at most `most` bytes: at white space, else at a mark between words, else, beyond `most`, at
/// the end of the word there.
pub(super) fn cut_point(text: &str, most: usize) -> usize {
    if text.len() <= most {
        return text.len();
    }
    let (begin, later) = text.split_at(text.floor_char_boundary(most));
    let found = begin.rfind(char::is_whitespace).filter(|at| *at > 0);
    let found = found.or_else(|| begin.rfind(separates_words).filter(|at| *at > 0));
    found.unwrap_or_else(|| begin.len() + later.find(separates_words).unwrap_or(later.len()))
}

/// Returns true for characters that are no letter or digit and cannot stand inside a word, as a soft hyphen can.
fn separates_words(c: char) -> bool {
    !c.is_alphanumeric() && !is_combining_mark(c) && !is_invisible(c)
}

/// Returns `range` without the white space at its ends; `None` if nothing is left.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let slice = text.get(range.clone())?;
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = start + slice.trim().len();
    (start < end).then_some(start..end)
}

/// Returns true if a sentence ends in a number of one or two digits and a full stop.
fn ends_in_ordinal(sentence: &str) -> bool {
    let Some(number) = sentence.strip_suffix('.') else { return false };
    let digits = number.len() - number.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    (1..=2).contains(&digits) && number[..number.len() - digits].ends_with([' ', '\u{a0}', '.', '('])
}

/// Returns true if the first word of `text` usually begins a sentence.
fn begins_sentence(text: &str) -> bool {
    let word: String = text.chars().skip_while(|c| !c.is_alphanumeric()).take_while(|c| c.is_alphanumeric()).collect();
    word.is_empty() || SENTENCE_STARTERS.contains(&format!(" {} ", word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn hard_cases() {
        for expected in [
            &["Das kostet z. B. 3 Mio. Euro.", "Am 15. Dezember kam Dr. Müller.", "Er ging."][..],
            &["Im Jahr 2006.", "Der Rest folgte."],
            &["Im 19. Jahrhundert war das so.", "Danach nicht."],
            &["Er sagte: „Das ist gut.“", "Dann ging er."],
            &["Die Regierung, d. h. Frau A. Merkel, kam.", "Nr. 5 lebt.", "St. Pauli siegte."],
            &["„Wir kommen!“, rief sie.", "Niemand kam."],
            &["Was ist das?", "Keiner weiß es!", "Doch: „Ja.“"],
            &["Die 1. Bundesliga beginnt.", "Der 2. Platz ging an ihn."],
            &["Er kam auf Platz 3.", "Das war gut."],
            &["Heinrich VIII. regierte lange.", "Er starb 1547."],
            &["Am 3. 4. 2018 um 5 Uhr geschah es.", "Niemand sah es."],
            &["Sie wohnt in der Str. 5.", "Das Haus ist alt."],
            &["Der 24. Februar und der 9. November."],
        ] {
            assert_eq!(split(&expected.join(" ")), expected);
        }
    }

    #[test]
    fn line_ends_end_sentences() {
        assert_eq!(
            split("Eine Überschrift\nDann Text. Noch einer.\n\nEnde am 3.\nMai"),
            ["Eine Überschrift", "Dann Text.", "Noch einer.", "Ende am 3.", "Mai"]
        );
        assert!(split(" \n\t ").is_empty());
    }

    #[test]
    fn long_lines() {
        for sentence in ["Am 15. Dezember kam Dr. Müller mit 3 Mio. Euro. ", "Er ging. ", "Äpfel "] {
            let text = sentence.repeat(200_000 / sentence.len());
            let expected = if sentence.contains('.') { sentence.trim() } else { "" };
            let found = split(&text);
            assert!(expected.is_empty() || found.iter().all(|found| *found == expected), "{sentence}");
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(found.iter().flat_map(|found| words(found)).collect::<Vec<_>>(), words(&text));
        }
        assert_eq!(split(&"ä".repeat(100_000)).len(), 1);
    }
}
