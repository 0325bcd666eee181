//! Reads electronic books and newspapers (EPUB): the pages in the order in which they are read, and what the package says of them.

use std::collections::HashMap;

use scraper::Html;

use super::document::{Document, DocumentBlock};
use super::docx::each;
use super::html_text;
use super::xml::Element;
use crate::corpus::archive::Parts;
use crate::corpus::reason::SkipReason;

/// Most parts that are read.
const MAX_PAGES: usize = 20_000;

/// Reads a book of at most `limit` bytes when unpacked. The place of a paragraph is the chapter in which it stands.
pub(super) fn read(bytes: Vec<u8>, limit: u64) -> Result<Document, SkipReason> {
    let mut parts = Parts::open(bytes, limit)?;
    let mut package = None;
    if let Some(container) = parts.text("META-INF/container.xml")? {
        each(&container, "rootfile", |file| {
            package = package.take().or_else(|| file.attribute("full-path").map(str::to_owned));
        })?;
    }
    let package = package.ok_or_else(|| SkipReason::Damaged("no EPUB: it names no package".to_owned()))?;
    let text = parts.text(&package)?;
    let text = text.ok_or_else(|| SkipReason::Damaged("no EPUB: its package is missing".to_owned()))?;
    let (mut document, mut pages) = (Document::default(), Vec::new());
    each(&text, "package", |package| {
        if let Some(about) = package.find("metadata") {
            document = properties(about);
        }
        pages = pages_of(package);
    })?;
    let has = |wanted: &str| parts.names().iter().any(|name| name == wanted);
    if has("META-INF/encryption.xml") && has("META-INF/rights.xml") {
        return Err(SkipReason::Damaged("protected against copying: it cannot be read".to_owned()));
    }
    let folder = package.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    for page in pages.iter().take(MAX_PAGES) {
        match parts.text(&resolved(&folder, page))? {
            Some(text) => add(&mut document, &text)?,
            None => document.faults.push(SkipReason::Damaged(format!("page {page} is missing in the book"))),
        }
    }
    if pages.len() > MAX_PAGES {
        document.faults.push(SkipReason::Damaged(format!("more than {MAX_PAGES} pages")));
    }
    Ok(document)
}

fn properties(about: &Element) -> Document {
    Document {
        title: about.line_of("title"),
        author: about.line_of("creator"),
        publisher: about.line_of("publisher"),
        date: about.line_of("date"),
        language: about.line_of("language"),
        ..Document::default()
    }
}

/// Returns the addresses of the pages in reading order, without the table of contents.
fn pages_of(package: &Element) -> Vec<String> {
    let items = package.find("manifest").into_iter().flat_map(|manifest| manifest.all("item"));
    let is_contents =
        |item: &Element| item.attribute("properties").is_some_and(|all| all.split(' ').any(|one| one == "nav"));
    let items: HashMap<&str, &str> = items
        .filter(|item| !is_contents(item))
        .filter_map(|item| Some((item.attribute("id")?, item.attribute("href")?)))
        .collect();
    let spine = package.find("spine").into_iter().flat_map(|spine| spine.all("itemref"));
    spine.filter_map(|item| Some((*items.get(item.attribute("idref")?)?).to_owned())).collect()
}

/// Returns the name of a part whose address is relative to `folder`.
fn resolved(folder: &str, address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let address = percent_decoded(address);
    let mut parts: Vec<&str> = Vec::new();
    let whole = format!("{folder}{address}");
    for part in whole.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "" | "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn percent_decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Adds the paragraphs of a page. Its first heading, or its title, names the chapter.
fn add(document: &mut Document, page: &str) -> Result<(), SkipReason> {
    html_text::check(page).map_err(SkipReason::Damaged)?;
    let page = Html::parse_document(page);
    if !html_text::is_shallow(&page) {
        return Err(SkipReason::Damaged("nested too deep".to_owned()));
    }
    let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let blocks = html_text::blocks_with(page.tree.root(), is_heading);
    let chapter = blocks.iter().find(|block| block.heading).map(|block| block.text.clone()).unwrap_or_default();
    document.blocks.extend(blocks.into_iter().map(|block| DocumentBlock {
        text: block.text,
        heading: block.heading,
        title: false,
        place: chapter.clone(),
    }));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_in_the_book() {
        for (folder, address, part) in [
            ("OEBPS/", "a.xhtml#x", "OEBPS/a.xhtml"),
            ("OEBPS/", "../Text/%C3%A4.xhtml", "Text/ä.xhtml"),
            ("", "../../../etc/passwd", "etc/passwd"),
            ("", "a%zz%4", "a%zz%4"),
        ] {
            assert_eq!(resolved(folder, address), part);
        }
    }
}
