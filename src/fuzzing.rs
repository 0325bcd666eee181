//! Properties that must hold for input of any kind.
//!
//! Each function takes the bytes of one input and panics if a property does not hold. The targets in `fuzz/` call them with
//! millions of inputs, the tests here with the inputs that are kept in `fuzz/corpus`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::ops::Range;
use std::path::PathBuf;
use std::sync::LazyLock;

use crate::corpus::{Article, LineMap, read_bytes};
use crate::german::compounds::Exceptions;
use crate::german::lexicon::Lexicon;
use crate::german::{Analyzer, Learner, Token};
use crate::index::{self, UpdateOptions, update};
use crate::passage::{passages, sentences};
use crate::query::{Matcher, Synonyms, keywords, parse};
use crate::search::{Hit, SearchOptions, Searcher, char_ranges, find_matches, snippet};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::default);

/// Searcher of the indexed sample collection.
static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| {
    let dir = std::env::temp_dir().join(format!("fundstelle-fuzzing-{}", std::process::id()));
    let options = UpdateOptions { threads: 1, memory: 32 << 20, ..UpdateOptions::default() };
    let corpus = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"));
    update(&dir, &[corpus], &options).unwrap();
    let searcher = Searcher::open(&dir).unwrap();
    // open files stay readable
    std::fs::remove_dir_all(&dir).unwrap();
    searcher
});

/// Reads a text file, which must give the same article as UTF-16.
pub fn encodings(data: &[u8]) {
    let found = articles("a.txt", data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    if found.is_empty() || text.contains(['\0', '\u{feff}']) {
        return;
    }
    let bytes = |unit: fn(u16) -> [u8; 2]| {
        ['\u{feff}']
            .into_iter()
            .chain(text.chars())
            .collect::<String>()
            .encode_utf16()
            .flat_map(unit)
            .collect::<Vec<u8>>()
    };
    for other in [bytes(u16::to_le_bytes), bytes(u16::to_be_bytes), ["\u{feff}", text].concat().into_bytes()] {
        assert_eq!(articles("a.txt", &other), found);
    }
}

pub fn text(data: &[u8]) {
    articles("2018-04-21_Titel.txt", data);
    articles("ohne-endung", data);
}

pub fn markdown(data: &[u8]) {
    articles("a.md", data);
}

pub fn html(data: &[u8]) {
    articles("a.html", data);
}

pub fn json(data: &[u8]) {
    articles("a.json", data);
}

pub fn json_lines(data: &[u8]) {
    articles("a.jsonl", data);
}

pub fn table(data: &[u8]) {
    articles("a.csv", data);
    articles("a.tsv", data);
}

pub fn nitf(data: &[u8]) {
    articles("a.nitf", data);
    // recognised by its first element
    articles("a.xml", data);
}

pub fn newsml(data: &[u8]) {
    articles("a.newsml", data);
}

pub fn feed(data: &[u8]) {
    articles("a.rss", data);
    articles("ohne-endung", data);
}

pub fn mail(data: &[u8]) {
    articles("a.eml", data);
}

pub fn mbox(data: &[u8]) {
    articles("a.mbox", data);
}

pub fn warc(data: &[u8]) {
    articles("a.warc", data);
}

/// Reads archives, and one whose only member is the input.
pub fn archive(data: &[u8]) {
    articles("a.zip", data);
    articles("a.tar", data);
    articles("a.tgz", data);
    articles("b.zip", &zipped(&[("ordner/a.zip", data), ("b.tar", data)]));
}

/// Reads office documents, raw and with the input as their text, properties and package.
pub fn office(data: &[u8]) {
    articles("a.docx", data);
    let word = [
        ("[Content_Types].xml", &b""[..]),
        ("word/document.xml", data),
        ("word/styles.xml", data),
        ("docProps/core.xml", data),
    ];
    articles("a.docx", &zipped(&word));
    articles("a.odt", &zipped(&[("content.xml", data), ("meta.xml", data)]));
    let container = b"<c><rootfile full-path='a.opf'/></c>";
    let package =
        b"<package><manifest><item id='a' href='a.html'/></manifest><spine><itemref idref='a'/></spine></package>";
    articles("a.epub", &zipped(&[("META-INF/container.xml", &container[..]), ("a.opf", package), ("a.html", data)]));
    articles("a.epub", &zipped(&[("META-INF/container.xml", &container[..]), ("a.opf", data), ("a.html", data)]));
}

/// Packs files into a ZIP.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut archive, content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub fn rtf(data: &[u8]) {
    articles("a.rtf", data);
}

pub fn transcript(data: &[u8]) {
    articles("2018-04-21.vtt", data);
    articles("a.srt", data);
}

/// Reads messages of agencies, and recognises them by their head line.
pub fn iptc7901(data: &[u8]) {
    articles("a.iptc", data);
    articles("ohne-endung", data);
}

/// Reads digitised pages in every format.
pub fn newspaper(data: &[u8]) {
    articles("a.hocr", data);
    // recognised by its first element
    articles("a.xml", data);
}

/// Reads exports of press databases as text and as web page.
pub fn press_export(data: &[u8]) {
    articles("a.txt", data);
    articles("a.html", data);
}

pub fn packed(data: &[u8]) {
    articles("a.txt.gz", data);
    articles("a.jsonl.zst", data);
}

/// Parses a query. An error must point into it; a valid query must survive being written and parsed again, and can be run.
pub fn query(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match parse(text) {
        Err(err) => assert!(text.get(err.span.clone()).is_some(), "{:?}", err.span),
        Ok(node) => {
            let written = node.to_string();
            assert_eq!(parse(&written), Ok(node), "{written:?}");
        }
    }
    let _ = keywords(text);
    if let Ok(results) = SEARCHER.search(text, &SearchOptions { explain: true, ..SearchOptions::default() }) {
        results.hits.iter().for_each(check_hit);
    }
}

/// Reads a list of synonyms, and widens each of its lines as a query by it. No word is lost on the way.
pub fn synonyms(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(synonyms) = Synonyms::parse(text) else { return };
    let compiled = synonyms.compiled(&ANALYZER);
    for node in text.lines().take(8).filter_map(|line| parse(line.trim_start_matches(['=', ' '])).ok()) {
        let widened = compiled.widened(&node, &ANALYZER).to_string();
        assert!(node.to_string().split(['(', ' ', ')']).all(|word| widened.contains(word)), "{node}: {widened}");
    }
}

/// Highlights the words of the first line in the rest, with every kind of matcher.
pub fn highlighter(data: &[u8]) {
    let Ok(all) = std::str::from_utf8(data) else { return };
    let (query, text) = all.split_once('\n').unwrap_or((all, all));
    let words: Vec<Token> = ANALYZER.typed_tokens(query).collect();
    let sequence = |exact: bool, form: fn(&Token) -> &String| Matcher::Sequence {
        exact,
        forms: words.iter().map(|token| (token.position - words[0].position, form(token).clone())).collect(),
    };
    let mut matchers: Vec<Matcher> = words
        .iter()
        .flat_map(|token| {
            let word = &token.word;
            let forms = Matcher::Forms { searched: word.exact.clone(), forms: vec![word.exact.clone()] };
            [Matcher::Term(word.term.clone()), Matcher::Exact(word.exact.clone()), forms]
        })
        .collect();
    matchers.extend([sequence(true, |token| &token.word.exact), sequence(false, |token| &token.word.term)]);
    let matchers: Vec<(usize, &Matcher)> = matchers.iter().enumerate().collect();
    let ranges = find_matches(&ANALYZER, text, &matchers, &mut Default::default()).highlights;
    check_ranges(text, ranges.iter().map(|&(start, end)| start..end));
    let marks = char_ranges(text, &ranges);
    check_hit(&Hit { text: text.to_owned(), highlights: marks, lines: vec![(0, 1)], ..Hit::default() });
}

/// Takes the input as a list of exceptions, as a text from which a lexicon learns, and as a lexicon on disk.
pub fn lexicon(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut learner = Learner::default();
    learner.count_text(&text);
    let learnt = learner.list(1);
    let exceptions = Exceptions::parse(&text).unwrap_or_default();
    for bytes in [learnt, data.to_vec()] {
        if let Some(lexicon) = Lexicon::builtin().with_learnt(tantivy::directory::OwnedBytes::new(bytes)) {
            check_tokens(&Analyzer::new(lexicon, exceptions.clone(), true), &text);
        }
    }
}

/// Reads the input as each of the files that are our own in an index.
pub fn manifest(data: &[u8]) {
    index::fuzzing::manifest(data);
}

fn articles(name: &str, data: &[u8]) -> Vec<Article> {
    let articles = read_bytes(name, data);
    articles.iter().for_each(check_article);
    articles
}

fn check_article(article: &Article) {
    let body = &article.body;
    assert!(!article.id.is_empty());
    check_ranges(body, article.headings.iter().cloned());
    if let LineMap::Starts(starts) = &article.lines {
        assert!(starts.first().is_none_or(|first| first.0 == 0));
        assert!(
            starts.is_sorted() && starts.iter().all(|(start, _)| body.is_char_boundary(*start as usize)),
            "{starts:?}"
        );
    }
    let passages: Vec<Range<usize>> = passages(article).into_iter().map(|passage| passage.range).collect();
    check_parts(body, &passages);
    check_parts(body, &sentences(body));
    check_tokens(&ANALYZER, body);
    check_tokens(&ANALYZER, &article.title);
}

/// Checks that parts leave out only white space.
fn check_parts(text: &str, parts: &[Range<usize>]) {
    check_ranges(text, parts.iter().cloned());
    let ends = std::iter::once(0).chain(parts.iter().map(|part| part.end));
    let starts = parts.iter().map(|part| part.start).chain([text.len()]);
    for (end, start) in ends.zip(starts) {
        assert!(text[end..start].trim().is_empty(), "{:?} is left out", &text[end..start]);
    }
}

/// Checks that ranges lie on character boundaries, in order, and do not overlap.
fn check_ranges(text: &str, ranges: impl Iterator<Item = Range<usize>>) {
    let mut last = 0;
    for range in ranges {
        assert!(range.start >= last && range.start <= range.end && text.get(range.clone()).is_some(), "{range:?}");
        last = range.end;
    }
}

fn check_tokens(analyzer: &Analyzer, text: &str) {
    for token in analyzer.tokens(text) {
        for range in token.apart.iter().chain([&token.range]) {
            assert!(text.get(range.clone()).is_some_and(|word| !word.is_empty()), "{token:?}");
        }
        for part in &token.word.parts {
            let range = token.part_range(part);
            assert!(range.end <= token.range.end && text.get(range).is_some(), "{token:?}");
        }
    }
}

fn check_hit(hit: &Hit) {
    let length = hit.text.chars().count() as u32;
    let snippet = snippet(hit);
    assert!(snippet.start <= length, "{snippet:?} of {length}");
    let are_marks = |marks: &[(u32, u32)], length: u32| {
        let mut last = 0;
        marks.iter().all(|&(start, end)| {
            last <= start && start < end && end <= length && std::mem::replace(&mut last, end) <= end
        })
    };
    assert!(are_marks(&hit.highlights, length), "{:?}", hit.highlights);
    assert!(are_marks(&snippet.highlights, snippet.text.chars().count() as u32), "{snippet:?}");
}

#[cfg(test)]
mod tests;
