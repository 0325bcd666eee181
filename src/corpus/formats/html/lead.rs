//! The lead (Vorspann) of a page, which stands before the body, often outside of it, or only in the description.

use super::About;
use super::linked::Linked;
use super::page::{PageBlock, WebPage, key};
use super::zones;
use crate::corpus::formats::html_text::decoded;
use crate::corpus::formats::whitespace::one_line;

/// Length of a lead in characters; shorter lines are bylines and kickers.
const LEAD_CHARS: std::ops::RangeInclusive<usize> = 30..=1500;

/// Length from which a line between headline and body is a lead without being called one.
const MIN_UNNAMED_CHARS: usize = 80;

/// Number of blocks before the body in which a lead is looked for, if no headline is among them.
const BLOCKS_BEFORE: usize = 8;

/// Most blocks after a headline among which a lead is looked for.
const MAX_BLOCKS: usize = 40;

/// Number of elements around a block whose names are asked.
const NAMES_ABOVE: usize = 3;

/// Length of the beginning of the body in which a lead is looked for, in characters of its key.
const BODY_CHARS: usize = 4000;

/// Share of the words of a description that stand in a text which says the same, in percent.
const SAME_WORDS_PERCENT: usize = 75;

/// Words shorter than this say little about what a text is about.
const MIN_WORD_CHARS: usize = 4;

/// A lead.
#[derive(Debug, Default)]
pub(super) struct Lead {
    /// Paragraphs of the lead, in order.
    pub(super) paragraphs: Vec<String>,
    /// False if it stands in the description only.
    pub(super) is_visible: bool,
}

/// Finds the lead that the body does not have: what stands between the headline and the `first` block of the body, else the
/// description.
pub(super) fn lead(about: &About<'_>, first: Option<usize>, body: &str) -> Lead {
    let About { page, linked, headline, sites } = about;
    let descriptions = descriptions(page, linked);
    let letters = body.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let known: String = letters.take(BODY_CHARS).collect();
    let title = key(&headline.text);
    let is_new = |text: &str| {
        let text = key(text.trim_end_matches(['…', '.', ' ']));
        !text.is_empty() && !known.contains(&text) && !title.contains(&text)
    };
    if let Some(found) = on_page(page, &descriptions, headline.block, first) {
        let paragraphs: Vec<String> = found.into_iter().filter(|text| is_new(text)).collect();
        return Lead { is_visible: true, paragraphs };
    }
    // a description that names the site is the site's
    let names_site = |text: &str| sites.iter().any(|site| text.to_lowercase().contains(&site.to_lowercase()));
    let mut told = descriptions.into_iter().filter(|text| is_sentence(text) && !names_site(text));
    let told = told.next().filter(|_| is_article(page, linked));
    let paragraphs = told.filter(|text| is_new(text) && !says_the_same(text, body) && key(text) != title);
    Lead { is_visible: false, paragraphs: paragraphs.into_iter().collect() }
}

/// Returns the descriptions of a page, the best first.
fn descriptions(page: &WebPage<'_>, linked: &Linked) -> Vec<String> {
    let meta = ["og:description", "description", "twitter:description", "dc.description"].into_iter();
    let meta = meta.filter_map(|name| page.meta(&[name])).map(|text| one_line(&decoded(text)));
    let told = linked.text("description").into_iter().chain(meta);
    told.filter(|text| LEAD_CHARS.contains(&text.chars().count())).collect()
}

/// Returns the lead on the page: of the blocks between the headline and the body those that a description repeats, else those
/// that are called a lead, else a long one beside the headline.
fn on_page(page: &WebPage<'_>, told: &[String], headline: Option<usize>, first: Option<usize>) -> Option<Vec<String>> {
    let first = first.or(headline.map(|at| (at + BLOCKS_BEFORE).min(page.blocks.len())))?;
    let start = match headline.filter(|at| *at < first) {
        Some(at) => at + 1,
        None => first.saturating_sub(BLOCKS_BEFORE),
    };
    let is_text = |block: &&PageBlock<'_>| {
        LEAD_CHARS.contains(&block.text.chars().count())
            && !block.is_links()
            && !block.figure
            && block.name != "h1"
            && !above(block).any(zones::is_about)
    };
    let blocks: Vec<&PageBlock<'_>> = page.blocks.get(start..first)?.iter().filter(is_text).take(MAX_BLOCKS).collect();
    let repeated = |block: &&PageBlock<'_>| told.iter().any(|text| is_same(text, &block.text));
    let called = |block: &&PageBlock<'_>| !block.marginal && above(block).any(zones::is_lead);
    let beside = |block: &&PageBlock<'_>| {
        let parent = headline.and_then(|at| page.blocks[at].element.parent());
        let is_long = block.text.chars().count() >= MIN_UNNAMED_CHARS && is_sentence(&block.text);
        !block.marginal
            && is_long
            && parent.is_some_and(|parent| block.element.parent().is_some_and(|p| p.id() == parent.id()))
    };
    let texts = |chosen: &dyn Fn(&&PageBlock<'_>) -> bool| -> Option<Vec<String>> {
        let mut texts: Vec<String> = Vec::new();
        for block in blocks.iter().filter(|block| chosen(block)) {
            if !texts.contains(&block.text) {
                texts.push(block.text.clone());
            }
        }
        (!texts.is_empty()).then_some(texts)
    };
    texts(&|block| repeated(block) || called(block)).or_else(|| texts(&|block| beside(block)))
}

/// Returns the element of a block and those around it.
fn above<'a>(block: &PageBlock<'a>) -> impl Iterator<Item = &'a scraper::node::Element> {
    let around = block.element.ancestors().take(NAMES_ABOVE - 1);
    let named = |element: &&scraper::node::Element| !matches!(element.name(), "html" | "body" | "main" | "article");
    let chain = std::iter::once(block.element).chain(around);
    chain.map_while(|node| node.value().as_element()).take_while(move |element| named(element))
}

/// Returns true if a description is what a block says: the same words, or its beginning.
fn is_same(told: &str, text: &str) -> bool {
    let begin = key(told.trim_end_matches(['…', '.', ' ']));
    let (told_key, text_key) = (&begin, key(text));
    text_key.contains(told_key.as_str()) && told_key.len() * 5 >= text_key.len()
        || told_key.contains(&text_key)
        || says_the_same(told, text) && says_the_same(text, told)
}

/// Returns true if most of the longer words of `told` stand in `text`.
fn says_the_same(told: &str, text: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= MIN_WORD_CHARS);
        words.map(str::to_lowercase).collect()
    };
    let beginning: String = text.chars().take(BODY_CHARS).collect();
    let known: std::collections::HashSet<String> = words(&beginning).into_iter().collect();
    let wanted = words(told);
    let found = wanted.iter().filter(|word| known.contains(*word)).count();
    !wanted.is_empty() && found * 100 >= wanted.len() * SAME_WORDS_PERCENT
}

/// Returns true if a text has several words and ends as sentences do.
fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '“', '”', '«', '»', '\'', ')', ' ']).ends_with(['.', '!', '?', '…', ':'])
        && text.split_whitespace().count() >= 5
}

/// Returns true if the page says that it is an article, and not an overview.
fn is_article(page: &WebPage<'_>, linked: &Linked) -> bool {
    !linked.article.is_empty()
        || page.meta(&["og:type"]) == Some("article")
        || page.meta(&["article:published_time"]).is_some()
}
