//! Which characters of a text matched?
//!
//! The text is analysed again, so that a highlight covers exactly the characters from which the matching term was made, for
//! inflections, phrases, patterns and words close together alike. Nothing about matches is stored in the index.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::german::{Analyzer, Token, TokenCache, is_sign, quoted};
use crate::query::Matcher;
use crate::retrieval::{Span, smallest_windows};

/// Range of bytes in a text.
pub(crate) type MarkedRange = (usize, usize);

/// Matches in a text, as byte ranges: ascending, not overlapping.
#[derive(Debug, Default)]
pub(crate) struct TextMatches {
    /// Characters that matched.
    pub(crate) highlights: Vec<MarkedRange>,
    /// Matches from their first character to their last.
    pub(crate) matches: Vec<MarkedRange>,
    /// By word of the query: characters that matched.
    pub(crate) words: Vec<Vec<MarkedRange>>,
}

/// Finds the matches of `matchers` in `text`, each for the word of the query with its number. `cache` keeps analysed words from
/// text to text.
pub(crate) fn find_matches(
    analyzer: &Analyzer,
    text: &str,
    matchers: &[(usize, &Matcher)],
    cache: &mut TokenCache,
) -> TextMatches {
    if matchers.is_empty() {
        return TextMatches::default();
    }
    let tokens: Vec<Token> = analyzer.tokens_with(text, cache).collect();
    let text = TokenizedText { tokens: &tokens, text };
    let mut words = vec![Vec::new(); matchers.iter().map(|(word, _)| word + 1).max().unwrap_or(0)];
    let mut occurrences: Vec<TextMatch> = Vec::new();
    for (word, matcher) in matchers {
        let found = text.occurrences(matcher);
        words[*word].extend(found.iter().flat_map(|occurrence| occurrence.highlights.iter().copied()));
        occurrences.extend(found);
    }
    let words = words.into_iter().map(|ranges| merge_ranges(ranges, |end, start| start < end)).collect();
    let extent = |occurrence: &TextMatch| {
        let highlights = &occurrence.highlights;
        let first = highlights.iter().map(|range| range.0).min()?;
        Some((first, highlights.iter().map(|range| range.1).max()?))
    };
    let matches = merge_ranges(occurrences.iter().filter_map(extent).collect(), |end, start| start <= end);
    let highlights = occurrences.into_iter().flat_map(|occurrence| occurrence.highlights).collect();
    TextMatches {
        highlights: join_signs(text.text, merge_ranges(highlights, |end, start| start < end)),
        matches,
        words,
    }
}

/// Joins a sign that is a word with the mark before or behind it without a gap: `7%` and `§9` are one mark.
fn join_signs(text: &str, highlights: Vec<MarkedRange>) -> Vec<MarkedRange> {
    let is_at_sign = |at: usize| text[..at].ends_with(is_sign) || text[at..].starts_with(is_sign);
    let mut joined: Vec<MarkedRange> = Vec::with_capacity(highlights.len());
    for (start, end) in highlights {
        match joined.last_mut() {
            Some(last) if last.1 == start && is_at_sign(start) => last.1 = end,
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// An occurrence of what a matcher looks for.
struct TextMatch {
    /// Positions of its first and last token.
    span: Span,
    /// Characters that matched.
    highlights: Vec<MarkedRange>,
}

struct TokenizedText<'a> {
    tokens: &'a [Token],
    text: &'a str,
}

impl TokenizedText<'_> {
    fn occurrences(&self, matcher: &Matcher) -> Vec<TextMatch> {
        match matcher {
            Matcher::None => Vec::new(),
            Matcher::Term(_) | Matcher::Exact(_) | Matcher::Forms { .. } => {
                self.tokens.iter().filter_map(|token| match_token(matcher, token)).collect()
            }
            Matcher::Sequence { exact, forms } => find_sequences(self.tokens, *exact, forms),
            Matcher::Any(matchers) => matchers.iter().flat_map(|matcher| self.occurrences(matcher)).collect(),
            Matcher::FirstOf(matchers) => {
                let mut alternatives = matchers.iter().map(|matcher| self.occurrences(matcher));
                alternatives.find(|occurrences| !occurrences.is_empty()).unwrap_or_default()
            }
            Matcher::Parts(matchers) => self.lone_parts(matchers),
            Matcher::Window(matchers, width) => self.windows(matchers, *width),
            Matcher::Near(near) => {
                let (left, right) = (self.occurrences(&near.left), self.occurrences(&near.right));
                let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
                let joined = pairs.filter_map(|(a, b)| {
                    let span = near.closeness.join(a.span, b.span)?;
                    Some(TextMatch { span, highlights: a.highlights.iter().chain(&b.highlights).copied().collect() })
                });
                merge_by_span(joined.collect())
            }
            Matcher::Quoted(matcher) => {
                let quotations = self.quotations();
                let is_inside = |span: Span| quotations.iter().any(|(first, last)| *first <= span.0 && span.1 <= *last);
                let mut occurrences = self.occurrences(matcher);
                occurrences.retain(|occurrence| is_inside(occurrence.span));
                occurrences
            }
        }
    }

    /// The smallest windows, no wider than `width`, with an occurrence of each of `matchers`.
    fn windows(&self, matchers: &[Matcher], width: u32) -> Vec<TextMatch> {
        let all: Vec<Vec<TextMatch>> = matchers.iter().map(|matcher| self.occurrences(matcher)).collect();
        let starts = |occurrences: &Vec<TextMatch>| occurrences.iter().map(|occurrence| occurrence.span.0).collect();
        let positions: Vec<Vec<u32>> = all.iter().map(starts).collect();
        let windows = smallest_windows(&positions).filter(|(first, last)| last - first <= width);
        let window = |(first, last): Span| {
            let inside = all.iter().flatten().filter(|inner| first <= inner.span.0 && inner.span.1 <= last);
            TextMatch {
                span: (first, last),
                highlights: join_parts(inside.flat_map(|inner| inner.highlights.iter().copied()).collect()),
            }
        };
        windows.map(window).collect()
    }

    /// The tokens with parts of a compound: for each of `matchers`, those among its tokens with the most parts.
    fn lone_parts(&self, matchers: &[Matcher]) -> Vec<TextMatch> {
        let all: Vec<Vec<TextMatch>> = matchers.iter().map(|matcher| self.occurrences(matcher)).collect();
        let mut parts_at: BTreeMap<Span, usize> = BTreeMap::new();
        for occurrence in all.iter().flatten() {
            *parts_at.entry(occurrence.span).or_default() += 1;
        }
        let mut kept: BTreeMap<Span, Vec<MarkedRange>> = BTreeMap::new();
        for occurrences in &all {
            let most = occurrences.iter().map(|occurrence| parts_at[&occurrence.span]).max();
            for occurrence in occurrences.iter().filter(|occurrence| Some(parts_at[&occurrence.span]) == most) {
                kept.entry(occurrence.span).or_default().extend(&occurrence.highlights);
            }
        }
        kept.into_iter().map(|(span, highlights)| TextMatch { span, highlights: join_parts(highlights) }).collect()
    }

    /// Positions of the first and last token of each quotation.
    fn quotations(&self) -> Vec<Span> {
        let token_at = |byte: usize| self.tokens.partition_point(|token| token.range.start < byte);
        let quotations = quoted(self.text).into_iter();
        let tokens = quotations.map(|range| &self.tokens[token_at(range.start)..token_at(range.end)]);
        tokens.filter_map(|tokens| Some((tokens.first()?.position, tokens.last()?.position))).collect()
    }
}

/// Merges occurrences with the same span, of which a proximity query may find many.
fn merge_by_span(mut occurrences: Vec<TextMatch>) -> Vec<TextMatch> {
    occurrences.sort_by_key(|occurrence| occurrence.span);
    occurrences.dedup_by(|next, kept| {
        let is_same = next.span == kept.span;
        if is_same {
            kept.highlights.append(&mut next.highlights);
            kept.highlights.sort_unstable();
            kept.highlights.dedup();
        }
        is_same
    });
    occurrences
}

/// The occurrence in a token: all of it, or the parts that match.
fn match_token(matcher: &Matcher, token: &Token) -> Option<TextMatch> {
    let form = &token.word;
    let is_whole = match matcher {
        Matcher::Term(term) => !form.stop_word && (form.term == *term || form.second.as_ref() == Some(term)),
        Matcher::Exact(exact) => token.apart.is_none() && form.exact == *exact,
        Matcher::Forms { forms, .. } => token.apart.is_none() && forms.binary_search(&form.exact).is_ok(),
        _ => false,
    };
    let bytes = |range: &Range<usize>| (range.start, range.end);
    let highlights: Vec<MarkedRange> = match matcher {
        _ if is_whole => std::iter::once(&token.range).chain(&token.apart).map(bytes).collect(),
        Matcher::Term(term) => {
            let parts = form.parts.iter().chain(&form.inner).filter(|part| part.terms().any(|other| other == term));
            parts.map(|part| bytes(&token.part_range(part))).collect()
        }
        _ => Vec::new(),
    };
    (!highlights.is_empty()).then_some(TextMatch { span: (token.position, token.position), highlights })
}

/// Tokens with these forms at these distances, highlighted from the first letter of the first to the last letter of the
/// last.
fn find_sequences(tokens: &[Token], exact: bool, forms: &[(u32, String)]) -> Vec<TextMatch> {
    let token_at = |position: u32, form: &str| {
        let from = tokens.partition_point(|token| token.position < position);
        let mut at = tokens[from..].iter().take_while(|token| token.position == position);
        at.find(|token| token.apart.is_none() && form_of(token, exact) == Some(form))
    };
    let (Some((_, first)), Some((length, _))) = (forms.first(), forms.last()) else { return Vec::new() };
    let is_start = |token: &&Token| token.apart.is_none() && form_of(token, exact) == Some(first.as_str());
    let sequence = |start: &Token| {
        let found: Option<Vec<&Token>> =
            forms.iter().map(|(distance, form)| token_at(start.position + distance, form)).collect();
        let (first, last) = (start.range.start, found?.last()?.range.end);
        Some(TextMatch { span: (start.position, start.position + length), highlights: vec![(first, last)] })
    };
    tokens.iter().filter(is_start).filter_map(sequence).collect()
}

fn form_of(token: &Token, exact: bool) -> Option<&str> {
    if exact { Some(&token.word.exact) } else { Some(token.word.term.as_str()).filter(|_| !token.word.stop_word) }
}

/// Joins the parts of one word that follow one another without a gap.
fn join_parts(highlights: Vec<MarkedRange>) -> Vec<MarkedRange> {
    merge_ranges(highlights, |end, start| start <= end)
}

/// Sorts ranges and merges neighbours for which `touch`, given the end of one and the start of the next, is true.
fn merge_ranges(mut ranges: Vec<MarkedRange>, touch: fn(usize, usize) -> bool) -> Vec<MarkedRange> {
    ranges.sort_unstable();
    let mut merged: Vec<MarkedRange> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match merged.last_mut() {
            Some(last) if touch(last.1, start) => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// Converts ascending byte ranges into ranges in characters.
pub(crate) fn char_ranges(text: &str, ranges: &[MarkedRange]) -> Vec<(u32, u32)> {
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

    fn highlighted(text: &str, matchers: &[Matcher]) -> Vec<String> {
        let matchers: Vec<(usize, &Matcher)> = matchers.iter().enumerate().collect();
        let ranges = find_matches(&Analyzer::default(), text, &matchers, &mut TokenCache::default()).highlights;
        ranges.into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
    }

    fn term(word: &str) -> Matcher {
        Matcher::Term(Analyzer::default().term_of(word))
    }

    fn forms(forms: &[&str]) -> Matcher {
        let forms = forms.iter().map(|form| (*form).to_owned()).collect();
        Matcher::Forms { searched: "werb*".to_owned(), forms }
    }

    #[test]
    fn highlights_exact_characters() {
        let text = "Die Häuser der „Lehrer*innen“ im Wer\u{ad}bungs-Haus; Haus.";
        assert_eq!(highlighted(text, &[term("haus")]), ["Häuser", "Haus", "Haus"]);
        assert_eq!(highlighted(text, &[term("lehrer")]), ["Lehrer*innen"]);
        assert_eq!(highlighted(text, &[forms(&["werbung", "werbungshaus"])]), ["Wer\u{ad}bungs-Haus"]);
        assert_eq!(highlighted(text, &[Matcher::Exact("haus".into())]), ["Haus", "Haus"]);
        assert!(highlighted(text, &[]).is_empty());
    }

    #[test]
    fn a_sign_without_a_gap_belongs_to_the_number() {
        let matchers = [term("7"), term("%"), term("§")];
        assert_eq!(highlighted("7% oder 7 %; %7, §7.", &matchers), ["7%", "7", "%", "%7", "§7"]);
        assert_eq!(highlighted("7%-Klausel", &matchers[..1]), ["7"]);
    }

    #[test]
    fn highlights_phrases_only_as_a_whole() {
        let forms = vec![(0, "offener".to_owned()), (1, "brief".to_owned())];
        let phrase = Matcher::Sequence { exact: true, forms };
        assert_eq!(highlighted("Ein offener Brief, kein offener und kein Brief.", &[phrase]), ["offener Brief"]);
    }

    #[test]
    fn highlights_parts_only_where_they_belong() {
        let parts = || vec![term("garten"), term("zaun"), term("bau")];
        let compound =
            Matcher::FirstOf(vec![term("gartenzaunbau"), Matcher::Window(parts(), 5), Matcher::Parts(parts())]);
        let cases: [(&str, &[&str]); 5] = [
            ("Im Garten stand ein Zaun; der Gartenzaunbau ruht.", &["Gartenzaunbau"]),
            ("Der Bau von Zäunen im Garten; ein Zaun.", &["Bau", "Zäunen", "Garten"]),
            ("Der Zaun um den Garten, ein Gartenzaun, und dann kam bald der Bau.", &["Gartenzaun", "Bau"]),
            ("Ein Zaun. Der Zaun.", &["Zaun", "Zaun"]),
            ("Nichts davon.", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(highlighted(text, std::slice::from_ref(&compound)), expected, "{text}");
        }
    }

    #[test]
    fn counts_characters() {
        assert_eq!(char_ranges("äöü Häuser ß", &[(0, 2), (7, 14), (15, 17)]), [(0, 1), (4, 10), (11, 12)]);
    }
}
