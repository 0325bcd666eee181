//! Where in the corpus does a quotation stand?

use std::ops::Range;
use std::time::Duration;

use unicode_normalization::UnicodeNormalization as _;

use super::align::{Alignment, Kind, Piece, align};
use super::marks::quotations;
use super::words::{Item, items};
use super::{FEWEST_WORDS, MOST_WORDS};
use crate::Error;
use crate::cite::Citation;
use crate::german::placed_words;
use crate::query::{Node, keywords};
use crate::search::{ArticleView, Grouping, SearchOptions, Searcher};

/// Words of a quotation that are looked for as a phrase; the rest is compared where they stand.
const PHRASE_WORDS: usize = 32;
/// Articles in which a quotation's words stand as a phrase, and passages like it, that are compared.
const PHRASE_ARTICLES: usize = 10;
const LIKE_PASSAGES: usize = 20;
/// A passage of which less agrees is another one: so many words of an invented quotation stand somewhere in this order by chance.
const NEAR: f32 = 0.6;
/// Pairs of words that are compared at most: of a longer article, what lies around the passage that was found.
const MOST_PAIRS: usize = 64 << 20;
/// The most time each search may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A quotation and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Bytes of the text, without the marks.
    pub range: Range<usize>,
    /// Whether it stands in the corpus.
    pub verdict: Verdict,
}

/// Whether a quotation stands in the corpus.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Word for word, but for what an ellipsis or square brackets allow.
    Stands(Found),
    /// Something like it stands there.
    Differs(Found),
    /// Nothing like it was found.
    Missing,
    /// It has fewer than [`FEWEST_WORDS`] words.
    Short,
    /// It has more than [`MOST_WORDS`] words.
    Long,
    /// Its end is not marked.
    Unclosed,
}

/// The place in the corpus that is most like a quotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The passage in which it begins; `start`, `end`, `line` and `paragraph` are the quotation's own.
    pub citation: Citation,
    /// It stands in the headline; `start` and `end` are 0.
    pub in_title: bool,
    /// The quotation and the source, piece by piece.
    pub pieces: Vec<Piece>,
    /// The share of the quotation's words that stand as they are quoted, less those it leaves out: 1 when it stands.
    pub similarity: f32,
    /// Words of the source that ellipses stand for.
    pub left_out: usize,
    /// Ids of other passages in which it stands as well.
    pub also: Vec<String>,
}

impl Searcher {
    /// Looks up every quotation of `text`, whose paragraphs are parted by line ends. Errors: as a search.
    pub fn check(&self, text: &str) -> Result<Vec<Checked>, Error> {
        let corpus = Corpus(self);
        let check = |quotation: super::Quotation| {
            let verdict = match quotation.closed {
                true => corpus.look_up(&text[quotation.range.clone()])?,
                false => Verdict::Unclosed,
            };
            Ok(Checked { range: quotation.range, verdict })
        };
        quotations(text).into_iter().map(check).collect()
    }
}

/// What is searched.
struct Corpus<'a>(&'a Searcher);

impl Corpus<'_> {
    fn look_up(&self, quotation: &str) -> Result<Verdict, Error> {
        let items = items(quotation);
        let words = items.iter().filter(|item| matches!(item, Item::Word(..))).count();
        if words < FEWEST_WORDS {
            return Ok(Verdict::Short);
        }
        if items.len() > MOST_WORDS {
            return Ok(Verdict::Long);
        }
        let mut candidates = self.with_phrase(quotation, &items)?;
        let mut best = self.nearest(quotation, &items, &candidates)?;
        if !best.as_ref().is_some_and(Nearest::is_exact) {
            candidates = self.like(quotation)?;
            let other = self.nearest(quotation, &items, &candidates)?;
            best = best.into_iter().chain(other).min_by_key(|found| found.alignment.cost);
        }
        let Some(Nearest { alignment, mut found }) = best else { return Ok(Verdict::Missing) };
        found.similarity = 1.0 - alignment.edits() / words as f32;
        Ok(match alignment.is_exact() {
            true => Verdict::Stands(found),
            false if found.similarity >= NEAR => Verdict::Differs(found),
            false => Verdict::Missing,
        })
    }

    /// Articles in which the first words of a quotation, up to an ellipsis or bracket, follow one another in a passage or the
    /// headline, each with the number of the passage.
    fn with_phrase(&self, quotation: &str, items: &[Item]) -> Result<Vec<Candidate>, Error> {
        let is_plain = |item: &&Item| matches!(item, Item::Word(_, forms) if forms.len() == 1);
        let lead: Vec<&Item> = items.iter().take_while(is_plain).take(PHRASE_WORDS).collect();
        if lead.len() < FEWEST_WORDS {
            return Ok(Vec::new());
        }
        let end = lead.last().and_then(|item| item.range()).map_or(0, |range| range.end);
        let phrase = Node::Phrase(quotation[..end].to_owned());
        self.candidates(&phrase, Grouping::Article, PHRASE_ARTICLES)
    }

    /// Articles of the passages that share the words of a quotation.
    fn like(&self, quotation: &str) -> Result<Vec<Candidate>, Error> {
        self.candidates(&keywords(quotation)?, Grouping::Passage, LIKE_PASSAGES)
    }

    fn candidates(&self, node: &Node, by: Grouping, limit: usize) -> Result<Vec<Candidate>, Error> {
        let options = SearchOptions { limit, by, highlight: false, timeout: Some(TIMEOUT), ..SearchOptions::default() };
        let mut found: Vec<Candidate> = Vec::new();
        for hit in self.0.search_node(node, &options)?.hits {
            if !found.iter().any(|candidate| candidate.article == hit.article) {
                found.push(Candidate { article: hit.article, start: hit.start });
            }
        }
        Ok(found)
    }

    /// The nearest place in these articles, of equal ones the first.
    fn nearest(&self, quotation: &str, items: &[Item], candidates: &[Candidate]) -> Result<Option<Nearest>, Error> {
        let mut best: Option<Nearest> = None;
        for candidate in candidates {
            let view = self.0.article(&candidate.article)?;
            let Some(next) = in_article(quotation, items, &view, candidate.start) else { continue };
            match &mut best {
                Some(best) if best.is_exact() && next.is_exact() => best.found.also.push(next.found.citation.id),
                Some(best) if best.alignment.cost <= next.alignment.cost => {}
                _ => best = Some(next),
            }
        }
        Ok(best)
    }
}

/// An article that may have a quotation, at the passage that begins at the character `start` or elsewhere.
struct Candidate {
    article: String,
    start: u32,
}

struct Nearest {
    alignment: Alignment,
    found: Found,
}

impl Nearest {
    fn is_exact(&self) -> bool {
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

/// The place of an article that is most like a quotation, in its body or else in its headline.
fn in_article(quotation: &str, items: &[Item], view: &ArticleView, start: u32) -> Option<Nearest> {
    let mut body = Words::default();
    for (at, passage) in view.passages.iter().enumerate() {
        body.add(at, &passage.text);
    }
    let window = window(&body, items.len(), view, start);
    body = Words { forms: body.forms[window.clone()].to_vec(), places: body.places[window].to_vec() };
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
