//! Which letters of a text matched?
//!
//! The text goes through the analyser again, so that a mark covers exactly the letters that made the term,
//! for inflections, phrases, patterns and words close together alike.

use std::ops::Range;

use crate::german::{Analyzer, Token, TokenCache, quoted};
use crate::query::Matcher;
use crate::retrieval::{Span, smallest_windows};

/// What was found in a text: ranges in bytes, in order, not overlapping.
#[derive(Debug, Default)]
pub(crate) struct Marked {
    /// The letters that matched.
    pub(crate) letters: Vec<Mark>,
    /// Each match from its first letter to its last.
    pub(crate) matches: Vec<Mark>,
}

/// The parts of `text` that `matchers` find. `words` are remembered from text to text.
pub(crate) fn marked(analyzer: &Analyzer, text: &str, matchers: &[&Matcher], words: &mut TokenCache) -> Marked {
    if matchers.is_empty() {
        return Marked::default();
    }
    let tokens: Vec<Token> = analyzer.tokens_with(text, words).collect();
    let text = Text { tokens: &tokens, text };
    let found: Vec<Found> = matchers.iter().flat_map(|matcher| text.found(matcher)).collect();
    let whole = |found: &Found| {
        let (first, last) =
            (found.marks.iter().map(|mark| mark.0).min()?, found.marks.iter().map(|mark| mark.1).max()?);
        Some((first, last))
    };
    let matches = merged(found.iter().filter_map(whole).collect(), |last, start| start <= last);
    let letters = merged(found.into_iter().flat_map(|found| found.marks).collect(), |last, start| start < last);
    Marked { letters, matches }
}

/// Bytes of the text.
pub(crate) type Mark = (usize, usize);

/// Something that a matcher finds: its first and last place, in words, and the letters that made it.
struct Found {
    span: Span,
    marks: Vec<Mark>,
}

/// A text and its words.
struct Text<'a> {
    tokens: &'a [Token],
    text: &'a str,
}

impl Text<'_> {
    fn found(&self, matcher: &Matcher) -> Vec<Found> {
        match matcher {
            Matcher::None => Vec::new(),
            Matcher::Term(_) | Matcher::Exact(_) | Matcher::Forms { .. } => {
                self.tokens.iter().filter_map(|token| word(matcher, token)).collect()
            }
            Matcher::Sequence { exact, forms } => sequences(self.tokens, *exact, forms),
            Matcher::Any(matchers) => matchers.iter().flat_map(|matcher| self.found(matcher)).collect(),
            Matcher::Window(matchers, width) => self.close(matchers, *width),
            Matcher::Near(near) => {
                let (left, right) = (self.found(&near.left), self.found(&near.right));
                let both = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
                let joined = both.filter_map(|(a, b)| {
                    let span = near.closeness.join(a.span, b.span)?;
                    Some(Found { span, marks: a.marks.iter().chain(&b.marks).copied().collect() })
                });
                by_span(joined.collect())
            }
            Matcher::Quoted(matcher) => {
                let between = self.quotations();
                let mut found = self.found(matcher);
                found.retain(|found| {
                    between.iter().any(|(first, last)| *first <= found.span.0 && found.span.1 <= *last)
                });
                found
            }
        }
    }

    /// All of them, as close together as it gets.
    fn close(&self, matchers: &[Matcher], width: u32) -> Vec<Found> {
        let all: Vec<Vec<Found>> = matchers.iter().map(|matcher| self.found(matcher)).collect();
        let places: Vec<Vec<u32>> = all.iter().map(|found| found.iter().map(|found| found.span.0).collect()).collect();
        let windows = smallest_windows(&places).filter(|(first, last)| last - first <= width);
        let inside = |(first, last): Span| {
            let within = all.iter().flatten().filter(|found| first <= found.span.0 && found.span.1 <= last);
            Found { span: (first, last), marks: within.flat_map(|found| found.marks.iter().copied()).collect() }
        };
        windows.map(inside).collect()
    }

    /// The first and the last word of each quotation.
    fn quotations(&self) -> Vec<Span> {
        let place = |byte: usize| self.tokens.partition_point(|token| token.range.start < byte);
        let words = quoted(self.text).into_iter().map(|range| &self.tokens[place(range.start)..place(range.end)]);
        words.filter_map(|words| Some((words.first()?.position, words.last()?.position))).collect()
    }
}

/// What has the same span becomes one: there may be many ways to it.
fn by_span(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| found.span);
    found.dedup_by(|next, kept| {
        let same = next.span == kept.span;
        if same {
            kept.marks.append(&mut next.marks);
            kept.marks.sort_unstable();
            kept.marks.dedup();
        }
        same
    });
    found
}

/// The letters of a token that matched: all, or those of the part that did.
fn word(matcher: &Matcher, token: &Token) -> Option<Found> {
    let form = &token.word;
    let is_whole = match matcher {
        Matcher::Term(term) => !form.stop_word && (form.term == *term || form.infinitive.as_ref() == Some(term)),
        Matcher::Exact(exact) => token.apart.is_none() && form.exact == *exact,
        Matcher::Forms { forms, .. } => token.apart.is_none() && forms.binary_search(&form.exact).is_ok(),
        _ => false,
    };
    let mark = |range: &Range<usize>| (range.start, range.end);
    let marks: Vec<Mark> = match matcher {
        _ if is_whole => std::iter::once(&token.range).chain(&token.apart).map(mark).collect(),
        Matcher::Term(term) => {
            let parts = form.parts.iter().filter(|part| part.terms().any(|other| other == term));
            parts.map(|part| mark(&token.part_range(part))).collect()
        }
        _ => Vec::new(),
    };
    (!marks.is_empty()).then_some(Found { span: (token.position, token.position), marks })
}

/// Words at the right distances. Each is marked by itself, so that what stands between stays plain.
fn sequences(tokens: &[Token], exact: bool, forms: &[(u32, String)]) -> Vec<Found> {
    let has = |position: u32, form: &str| {
        let from = tokens.partition_point(|token| token.position < position);
        let at = tokens[from..].iter().take_while(|token| token.position == position);
        at.into_iter().find(|token| token.apart.is_none() && form_of(token, exact) == Some(form))
    };
    let (Some((_, first)), Some((length, _))) = (forms.first(), forms.last()) else { return Vec::new() };
    let fits = |token: &&Token| token.apart.is_none() && form_of(token, exact) == Some(first.as_str());
    let sequence = |start: &Token| {
        let words: Option<Vec<&Token>> = forms.iter().map(|(at, form)| has(start.position + at, form)).collect();
        let marks = words?.into_iter().map(|token| (token.range.start, token.range.end)).collect();
        Some(Found { span: (start.position, start.position + length), marks })
    };
    tokens.iter().filter(fits).filter_map(sequence).collect()
}

fn form_of(token: &Token, exact: bool) -> Option<&str> {
    if exact { Some(&token.word.exact) } else { Some(token.word.term.as_str()).filter(|_| !token.word.stop_word) }
}

/// Ranges in order; those that belong together, by the end of the one and the beginning of the next, become one.
fn merged(mut ranges: Vec<Mark>, together: fn(usize, usize) -> bool) -> Vec<Mark> {
    ranges.sort_unstable();
    let mut out: Vec<Mark> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match out.last_mut() {
            Some(last) if together(last.1, start) => last.1 = last.1.max(end),
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

    fn letters(text: &str, matchers: &[Matcher]) -> Vec<String> {
        let matchers: Vec<&Matcher> = matchers.iter().collect();
        let ranges = marked(&Analyzer::default(), text, &matchers, &mut TokenCache::default()).letters;
        ranges.into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
    }

    fn term(word: &str) -> Matcher {
        Matcher::Term(Analyzer::default().term(word))
    }

    fn forms(forms: &[&str]) -> Matcher {
        let forms = forms.iter().map(|form| (*form).to_owned()).collect();
        Matcher::Forms { searched: "werb*".to_owned(), forms }
    }

    #[test]
    fn marks_exact_letters() {
        let text = "Die Häuser der „Lehrer*innen“ im Wer\u{ad}bungs-Haus; Haus.";
        assert_eq!(letters(text, &[term("haus")]), ["Häuser", "Haus", "Haus"]);
        assert_eq!(letters(text, &[term("lehrer")]), ["Lehrer*innen"]);
        assert_eq!(letters(text, &[forms(&["werbung", "werbungshaus"])]), ["Wer\u{ad}bungs-Haus"]);
        assert_eq!(letters(text, &[Matcher::Exact("haus".into())]), ["Haus", "Haus"]);
        assert!(letters(text, &[]).is_empty());
    }

    #[test]
    fn marks_phrases_only_whole() {
        let forms = vec![(0, "offener".to_owned()), (1, "brief".to_owned())];
        let phrase = Matcher::Sequence { exact: true, forms };
        assert_eq!(letters("Ein offener Brief, kein offener und kein Brief.", &[phrase]), ["offener", "Brief"]);
    }

    #[test]
    fn counts_characters() {
        assert_eq!(in_chars("äöü Häuser ß", &[(0, 2), (7, 14), (15, 17)]), [(0, 1), (4, 10), (11, 12)]);
    }
}
