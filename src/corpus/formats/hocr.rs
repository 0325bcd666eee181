//! Reads hOCR, the text of digitised pages as a web page: pages, areas, paragraphs and lines by their classes.

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

use super::html_lines::LineFinder;
use super::html_text;
use super::ocr::Region;
use crate::corpus::reason::SkipReason;

/// Classes of lines.
const LINES: [&str; 5] = ["ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"];

/// Returns true if a web page is hOCR.
pub(super) fn is_hocr(page: &str) -> bool {
    page.contains("ocr_page") && LINES.iter().any(|class| page.contains(class))
}

/// Returns the paragraphs of all pages.
pub(super) fn regions(source: &str) -> Result<Vec<Region>, SkipReason> {
    html_text::check(source).map_err(SkipReason::Damaged)?;
    let document = Html::parse_document(source);
    if !html_text::is_shallow(&document) {
        return Err(SkipReason::Damaged("nested too deep".to_owned()));
    }
    let mut lines = LineFinder::new(source);
    let (mut regions, mut region, mut pages) = (Vec::new(), Region::default(), 0u32);
    let (mut text, mut inside) = (String::new(), 0usize);
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(piece) if inside > 0 => text.push_str(piece),
                Node::Element(element) if inside > 0 || is_line(element) => {
                    if inside == 0 {
                        region.heading = region.lines.is_empty() && has_class(element, "ocr_header");
                    }
                    inside += 1;
                }
                Node::Element(element) if has_class(element, "ocr_page") => {
                    regions.push(std::mem::take(&mut region));
                    pages += 1;
                    region.page = page_number(element).unwrap_or(pages).to_string();
                }
                Node::Element(element) if has_class(element, "ocr_carea") || has_class(element, "ocr_par") => {
                    let next = Region { page: region.page.clone(), ..Region::default() };
                    let inherited = if region.lines.is_empty() { region.id.clone() } else { String::new() };
                    regions.push(std::mem::replace(&mut region, next));
                    region.id = element.attr("id").map_or(inherited, str::to_owned);
                }
                _ => {}
            },
            Edge::Close(node) => {
                if inside > 0 && node.value().is_element() {
                    inside -= 1;
                    if inside == 0 {
                        let line = lines.find(&text);
                        region.line(line, &text);
                        text.clear();
                    }
                }
            }
        }
    }
    regions.push(region);
    Ok(regions)
}

fn is_line(element: &Element) -> bool {
    LINES.iter().any(|class| has_class(element, class))
}

fn has_class(element: &Element, wanted: &str) -> bool {
    element.attr("class").is_some_and(|classes| classes.split_whitespace().any(|class| class == wanted))
}

/// Returns the number of a page, which `ppageno` counts from 0.
fn page_number(page: &Element) -> Option<u32> {
    let properties = page.attr("title")?.split(';');
    let number = properties.filter_map(|property| property.trim().strip_prefix("ppageno ")).next()?;
    number.trim().parse::<u32>().ok()?.checked_add(1)
}
