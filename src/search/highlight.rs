//! Which letters of a text matched?
//!
//! The text goes through the analyser again, so that a mark covers exactly the letters that made the term,
//! for inflections, phrases and prefixes alike.

use crate::german::{Analyzer, Remembered, Token};
use crate::query::Matcher;

/// The parts of `text` that `matchers` find: ranges in bytes, in order, not overlapping. `words` are remembered from
/// text to text.
pub(crate) fn highlights(
    analyzer: &Analyzer,
    text: &str,
    matchers: &[&Matcher],
    words: &mut Remembered,
) -> Vec<(usize, usize)> {
    if matchers.is_empty() {
        return Vec::new();
    }
    let tokens: Vec<Token> = analyzer.tokens_with(text, words).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for matcher in matchers {
        match matcher {
            Matcher::Sequence { exact, forms } => sequences(&tokens, *exact, forms, &mut found),
            matcher => tokens.iter().for_each(|token| mark(matcher, token, &mut found)),
        }
    }
    merged(found)
}

/// The letters of a token that matched: all, or those of the part that did.
fn mark(matcher: &Matcher, token: &Token, found: &mut Vec<(usize, usize)>) {
    let mut add = |range: &std::ops::Range<usize>| found.push((range.start, range.end));
    let word = &token.word;
    let whole = match matcher {
        Matcher::Term(term) => !word.stop_word && (word.term == *term || word.infinitive.as_ref() == Some(term)),
        Matcher::Exact(form) => token.apart.is_none() && word.exact == *form,
        Matcher::Prefix(prefix) => token.apart.is_none() && word.exact.starts_with(prefix.as_str()),
        Matcher::Sequence { .. } | Matcher::None => false,
    };
    if whole {
        add(&token.range);
        token.apart.iter().for_each(&mut add);
    } else if let Matcher::Term(term) = matcher {
        let parts = word.parts.iter().filter(|part| part.terms().any(|other| other == term));
        parts.for_each(|part| add(&token.part_range(part)));
    }
}

/// Words at the right distances. Each is marked by itself, so that what stands between stays plain.
fn sequences(tokens: &[Token], exact: bool, forms: &[(u32, String)], found: &mut Vec<(usize, usize)>) {
    let has = |position: u32, form: &str| {
        let from = tokens.partition_point(|token| token.position < position);
        let at = tokens[from..].iter().take_while(|token| token.position == position);
        at.into_iter().find(|token| token.apart.is_none() && form_of(token, exact) == Some(form))
    };
    let Some((_, first)) = forms.first() else { return };
    let fits = |token: &&Token| token.apart.is_none() && form_of(token, exact) == Some(first.as_str());
    let starts = tokens.iter().filter(fits);
    for start in starts {
        let words: Option<Vec<&Token>> = forms.iter().map(|(at, form)| has(start.position + at, form)).collect();
        found.extend(words.into_iter().flatten().map(|token| (token.range.start, token.range.end)));
    }
}

fn form_of(token: &Token, exact: bool) -> Option<&str> {
    if exact { Some(&token.word.exact) } else { Some(token.word.term.as_str()).filter(|_| !token.word.stop_word) }
}

/// Ranges in order; those that overlap become one.
fn merged(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match out.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

/// Byte ranges, which are in order, as ranges in characters.
pub(crate) fn in_chars(text: &str, ranges: &[(usize, usize)]) -> Vec<(u32, u32)> {
    let (mut at, mut chars) = (0, 0);
    let mut to_chars = |byte: usize| {
        chars += text[at..byte].chars().count() as u32;
        at = byte;
        chars
    };
    ranges.iter().map(|&(start, end)| (to_chars(start), to_chars(end))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, matchers: &[Matcher]) -> Vec<String> {
        let matchers: Vec<&Matcher> = matchers.iter().collect();
        let ranges = highlights(&Analyzer::default(), text, &matchers, &mut Remembered::default());
        ranges.into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
    }

    fn term(word: &str) -> Matcher {
        Matcher::Term(Analyzer::default().term(word))
    }

    #[test]
    fn marks_exact_letters() {
        let text = "Die Häuser der „Lehrer*innen“ im Wer\u{ad}bungs-Haus; Haus.";
        assert_eq!(marked(text, &[term("haus")]), ["Häuser", "Haus", "Haus"]);
        assert_eq!(marked(text, &[term("lehrer")]), ["Lehrer*innen"]);
        assert_eq!(marked(text, &[Matcher::Prefix("werb".into())]), ["Wer\u{ad}bungs-Haus"]);
        assert_eq!(marked(text, &[Matcher::Exact("haus".into())]), ["Haus", "Haus"]);
        assert!(marked(text, &[]).is_empty());
    }

    #[test]
    fn marks_phrases_only_whole() {
        let forms = vec![(0, "offener".to_owned()), (1, "brief".to_owned())];
        let phrase = Matcher::Sequence { exact: true, forms };
        assert_eq!(marked("Ein offener Brief, kein offener und kein Brief.", &[phrase]), ["offener", "Brief"]);
    }

    #[test]
    fn counts_characters() {
        assert_eq!(in_chars("äöü Häuser ß", &[(0, 2), (7, 14), (15, 17)]), [(0, 1), (4, 10), (11, 12)]);
    }
}
