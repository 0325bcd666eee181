//! The main content of a page: what the extractor finds, completed by what it loses.
//!
//! The extractor is trafilatura. It loses lists behind a bold line, paragraphs of a class that it knows as no article, and
//! now and then a whole text; all these stand in the page among blocks that it found.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};
use trafilatura::{ExtractResult, Options};

use super::page::{PageBlock, WebPage, key};
use super::zones;
use crate::corpus::formats::html_text::{self, TextBlock};
use crate::corpus::formats::line_ends::with_whole_words;
use crate::corpus::formats::whitespace::one_line;
use crate::corpus::reason::SkipReason;

/// Length from which a block is a paragraph of running text.
const PARAGRAPH_CHARS: usize = 80;

/// Length from which a block is text and no label.
const TEXT_CHARS: usize = 40;

/// Number of extracted blocks that may be looked for among all blocks of the page, as each costs a pass.
const MAX_MISSES: u32 = 50;

/// Shortest key of a block that is looked for inside an extracted one.
const MIN_PART_BYTES: usize = 20;

/// Lines of pages that are no text, in lower case without end marks.
const LABELS: [&str; 26] = [
    "anzeige",
    "werbung",
    "advertisement",
    "artikel teilen",
    "teilen",
    "drucken",
    "kommentare",
    "kommentar schreiben",
    "kommentieren",
    "zur startseite",
    "startseite",
    "mehr zum thema",
    "mehr zu diesem thema",
    "zum thema",
    "lesen sie auch",
    "lesen sie mehr",
    "lesen sie mehr zum thema",
    "auch interessant",
    "das könnte sie auch interessieren",
    "weitere artikel",
    "weitere themen",
    "ähnliche artikel",
    "mehr",
    "weiterlesen",
    "schlagworte",
    "themen",
];

/// The text of a page, and what the extractor tells besides.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The blocks of the text, each with that of the page, if it is known.
    pub(super) blocks: Vec<(TextBlock, Option<usize>)>,
    pub(super) title: String,
    pub(super) day: Option<String>,
    pub(super) host: String,
}

impl Content {
    /// Returns the number of bytes of the text.
    pub(super) fn len(&self) -> usize {
        self.blocks.iter().map(|(block, _)| block.text.len()).sum()
    }

    /// Returns the first block of the page that belongs to the text.
    pub(super) fn first(&self) -> Option<usize> {
        self.blocks.iter().filter_map(|(_, place)| *place).min()
    }
}

/// Returns the main content of a page.
pub(super) fn content(source: &str, page: &WebPage<'_>) -> Result<Content, SkipReason> {
    let mut content = Content::default();
    let mut found = Vec::new();
    if let Some(result) = extract(source)? {
        found = html_text::blocks(&Html::parse_fragment(&result.content_html));
        if found.is_empty() {
            let lines = result.content_text.lines();
            found.extend(lines.map(|line| TextBlock { text: one_line(line), heading: false }));
        }
        found.retain(|block| !block.text.is_empty());
        let about = result.metadata;
        content.title = one_line(&about.title);
        content.day = about.date.map(|date| date.to_string());
        content.host = about.hostname;
    }
    content.blocks = completed(placed(found, page), page);
    // no element holds more than all blocks together
    let everything: usize = page.blocks.iter().map(|block| block.text.len()).sum();
    let dense = if content.len() * 2 < everything { densest(page) } else { Vec::new() };
    let length: usize = dense.iter().map(|at| page.blocks[*at].text.len()).sum();
    if content.len() * 2 < length {
        content.blocks = dense.into_iter().map(|at| block_at(page, at)).collect();
    }
    let is_marginal = |place: &Option<usize>| place.is_some_and(|at| page.blocks[at].marginal);
    let margin: usize =
        content.blocks.iter().filter(|(_, at)| is_marginal(at)).map(|(block, _)| block.text.len()).sum();
    let drops_margin = margin * 2 < content.len();
    content.blocks.retain(|(block, at)| !(is_label(&block.text) || drops_margin && is_marginal(at)));
    Ok(content)
}

/// Returns a rough number of bytes of the texts on a page, without running the extractor.
pub(super) fn visible_bytes(page: &WebPage<'_>) -> usize {
    let texts = page.blocks.iter().filter(|block| is_text(block) && block.text.chars().count() >= TEXT_CHARS);
    texts.map(|block| block.text.len()).sum()
}

/// Runs the extractor; `None` if it finds no article.
fn extract(page: &str) -> Result<Option<ExtractResult>, SkipReason> {
    let options = Options::default().with_fallback(true).with_exclude_comments(true);
    // a page on which the extractor panics must not cost more than that page
    catch_unwind(AssertUnwindSafe(|| trafilatura::extract(&with_whole_words(page), &options).ok()))
        .map_err(|_| SkipReason::Damaged("the page's text cannot be extracted".to_owned()))
}

/// Finds the blocks of the page that were extracted. Of several paragraphs the extractor may make one block: it is taken apart
/// again.
fn placed(found: Vec<TextBlock>, page: &WebPage<'_>) -> Vec<(TextBlock, Option<usize>)> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, block) in page.blocks.iter().enumerate() {
        places.entry(&block.key).or_default().push(at);
    }
    let (mut last, mut misses) = (0, 0);
    let mut blocks = Vec::new();
    for block in found {
        let wanted = key(&block.text);
        let places = places.get(wanted.as_str());
        let place = places.and_then(|all| all.iter().find(|at| **at >= last).or(all.first())).copied();
        misses += u32::from(place.is_none());
        let parts = if place.is_none() && misses <= MAX_MISSES { parts_of(&wanted, page) } else { None };
        match parts {
            Some(parts) => {
                last = parts.last().map_or(last, |at| at + 1);
                blocks.extend(parts.into_iter().map(|at| block_at(page, at)));
            }
            None => {
                last = place.map_or(last, |at| at + 1);
                blocks.push((block, place));
            }
        }
    }
    blocks
}

/// Returns the blocks of the page that together have these letters: blocks that follow one another, or else those among them
/// that make up most of them.
fn parts_of(wanted: &str, page: &WebPage<'_>) -> Option<Vec<usize>> {
    let run = (0..page.blocks.len()).find_map(|start| {
        let (mut end, mut rest) = (start, wanted);
        while let Some(left) = page.blocks.get(end).and_then(|block| rest.strip_prefix(block.key.as_str())) {
            (end, rest) = (end + 1, left);
            if rest.is_empty() {
                return (end - start > 1).then(|| (start..end).collect());
            }
        }
        None
    });
    run.or_else(|| {
        let (mut rest, mut parts) = (wanted, Vec::new());
        for (at, block) in page.blocks.iter().enumerate().filter(|(_, block)| block.key.len() >= MIN_PART_BYTES) {
            if let Some(found) = rest.find(&block.key) {
                rest = &rest[found + block.key.len()..];
                parts.push(at);
            }
        }
        let length: usize = parts.iter().map(|at| page.blocks[*at].key.len()).sum();
        (parts.len() > 1 && length * 10 >= wanted.len() * 8).then_some(parts)
    })
}

fn block_at(page: &WebPage<'_>, at: usize) -> (TextBlock, Option<usize>) {
    let block = &page.blocks[at];
    (TextBlock { text: block.text.clone(), heading: block.is_heading() }, Some(at))
}

/// Adds the blocks of the page that were lost.
fn completed(blocks: Vec<(TextBlock, Option<usize>)>, page: &WebPage<'_>) -> Vec<(TextBlock, Option<usize>)> {
    let lost = lost_blocks(&blocks, page);
    merged(blocks, lost, page)
}

/// Returns the blocks of the page that were lost: those between extracted ones of the same element or of the same form, and
/// lists behind an extracted line; the headings of entries, too, which stand first in elements of their own.
fn lost_blocks(blocks: &[(TextBlock, Option<usize>)], page: &WebPage<'_>) -> Vec<usize> {
    let known: HashSet<usize> = blocks.iter().filter_map(|(_, place)| *place).collect();
    let (Some(&first), Some(&last)) = (known.iter().min(), known.iter().max()) else { return Vec::new() };
    // few pages have lost a block, so that this is seldom asked for
    let all = LazyCell::new(|| blocks.iter().map(|(block, _)| key(&block.text)).collect::<String>());
    let shapes: LazyCell<HashSet<String>, _> = LazyCell::new(|| {
        known.iter().filter(|at| page.blocks[**at].name == "p").map(|at| shape(&page.blocks[*at])).collect()
    });
    let mut parents: HashMap<NodeId, (usize, usize)> = HashMap::new();
    for &at in &known {
        if let Some(parent) = page.blocks[at].element.parent() {
            let (low, high) = parents.entry(parent.id()).or_insert((at, at));
            (*low, *high) = ((*low).min(at), (*high).max(at));
        }
    }
    let lists = lost_lists(page, &known);
    let entries = headings_of_entries(page, &known);
    let is_lost = |at: usize| {
        let block = &page.blocks[at];
        if known.contains(&at) || !is_text(block) || is_label(&block.text) {
            return false;
        }
        let parent = block.element.parent().and_then(|parent| parents.get(&parent.id()));
        let among = parent.is_some_and(|(low, high)| (*low..=*high).contains(&at));
        let shaped = block.name == "p" && block.text.chars().count() >= TEXT_CHARS && shapes.contains(&shape(block));
        let lost = match block.name {
            "li" | "dd" | "dt" => list_of(block.element).is_some_and(|list| lists.contains(&list.id())),
            "p" | "blockquote" => among || shaped && ((first..=last).contains(&at) || parent.is_some()),
            _ => block.is_heading() && (among || entries.contains(&at)),
        };
        lost && !all.contains(&block.key)
    };
    (0..page.blocks.len()).filter(|at| is_lost(*at)).collect()
}

/// Puts lost blocks among the others, each behind the last one that stands before it on the page.
fn merged(
    blocks: Vec<(TextBlock, Option<usize>)>,
    lost: Vec<usize>,
    page: &WebPage<'_>,
) -> Vec<(TextBlock, Option<usize>)> {
    let mut merged = Vec::with_capacity(blocks.len() + lost.len());
    let mut lost = lost.into_iter().peekable();
    for (block, place) in blocks {
        while let Some(at) = lost.next_if(|at| place.is_some_and(|place| *at < place)) {
            merged.push(block_at(page, at));
        }
        merged.push((block, place));
    }
    merged.extend(lost.map(|at| block_at(page, at)));
    merged
}

/// Returns the headings right before an extracted block of the same element, if several of one form are: those of the entries
/// of a ticker. The headline of an article is the only one of its form.
fn headings_of_entries(page: &WebPage<'_>, known: &HashSet<usize>) -> HashSet<usize> {
    let parent = |at: usize| page.blocks[at].element.parent().map(|parent| parent.id());
    let mut forms: HashMap<String, Vec<usize>> = HashMap::new();
    for at in known.iter().filter_map(|at| at.checked_sub(1)).filter(|at| page.blocks[*at].is_heading()) {
        if parent(at) == parent(at + 1) {
            forms.entry(shape(&page.blocks[at])).or_default().push(at);
        }
    }
    forms.into_values().filter(|headings| headings.len() > 1).flatten().collect()
}

/// Returns the lists of text behind an extracted line: text stands on both sides of it, the line ends with a colon, or the
/// items are sentences.
fn lost_lists(page: &WebPage<'_>, known: &HashSet<usize>) -> HashSet<NodeId> {
    let mut found = HashSet::new();
    let list_at = |at: usize| list_of(page.blocks.get(at)?.element).map(|list| list.id());
    let mut start = 0;
    while start < page.blocks.len() {
        let list = list_at(start);
        let mut end = start + 1;
        while end < page.blocks.len() && list_at(end) == list {
            end += 1;
        }
        let before = start.checked_sub(1).filter(|before| known.contains(before));
        if let (Some(list), Some(before)) = (list, before) {
            let items = &page.blocks[start..end];
            let length: usize = items.iter().map(|item| item.text.len()).sum();
            let linked: usize = items.iter().filter(|item| item.is_links()).map(|item| item.text.len()).sum();
            let is_sentences = items.iter().all(|item| item.text.chars().count() >= TEXT_CHARS);
            let is_awaited = page.blocks[before].text.ends_with(':') || known.contains(&end) || is_sentences;
            if is_awaited && linked * 2 <= length {
                found.insert(list);
            }
        }
        start = end;
    }
    found
}

/// Returns the outermost list around a block.
fn list_of(element: NodeRef<'_, Node>) -> Option<NodeRef<'_, Node>> {
    let is_list =
        |node: &NodeRef<'_, Node>| node.value().as_element().is_some_and(|e| matches!(e.name(), "ul" | "ol" | "dl"));
    element.ancestors().filter(is_list).last()
}

/// Returns the names and classes of the elements around a block, by which paragraphs of one text are alike.
fn shape(block: &PageBlock<'_>) -> String {
    let around = std::iter::once(block.element).chain(block.element.ancestors().take(2));
    let elements = around.filter_map(|node| node.value().as_element());
    elements.map(|e| format!("{}.{} ", e.name(), e.attr("class").unwrap_or_default())).collect()
}

/// Returns the blocks of the smallest element that holds most of the running text of the page.
fn densest(page: &WebPage<'_>) -> Vec<usize> {
    let is_paragraph = |block: &PageBlock<'_>| is_text(block) && block.text.chars().count() >= PARAGRAPH_CHARS;
    let mut sums: HashMap<NodeId, (usize, usize)> = HashMap::new();
    let mut total = 0;
    for block in page.blocks.iter().filter(|block| is_paragraph(block)) {
        total += block.text.len();
        let depth = block.element.ancestors().count();
        for (above, node) in std::iter::once(block.element).chain(block.element.ancestors()).enumerate() {
            sums.entry(node.id()).or_insert((0, (depth + 1).saturating_sub(above))).0 += block.text.len();
        }
    }
    let most = sums.iter().filter(|(_, (sum, _))| sum * 10 >= total * 7).max_by_key(|(_, (_, depth))| *depth);
    let Some((&id, _)) = most else { return Vec::new() };
    let inside =
        |block: &PageBlock<'_>| block.element.id() == id || block.element.ancestors().any(|above| above.id() == id);
    let mut blocks: Vec<usize> = (0..page.blocks.len())
        .filter(|at| inside(&page.blocks[*at]) && is_text(&page.blocks[*at]) && page.blocks[*at].name != "h1")
        .collect();
    while blocks.last().is_some_and(|at| page.blocks[*at].is_heading()) {
        blocks.pop();
    }
    blocks
}

/// Returns true if a block may be text of an article.
fn is_text(block: &PageBlock<'_>) -> bool {
    let is_short = || block.text.chars().count() < PARAGRAPH_CHARS;
    let about = || is_short() && block.element.value().as_element().is_some_and(zones::is_about);
    !block.marginal && !block.figure && !block.is_links() && block.name != "h1" && !about()
}

/// Returns true for a line that stands on every page and is no text.
fn is_label(text: &str) -> bool {
    text.len() <= 40 && LABELS.contains(&text.trim_end_matches([':', '.', '…', ' ', '!']).to_lowercase().as_str())
}
