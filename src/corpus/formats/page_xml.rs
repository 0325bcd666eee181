//! Reads PAGE, the text of a digitised page as Transkribus and OCR-D write it: regions of lines, with their reading order.

use std::collections::HashMap;

use super::ocr::Region;
use super::xml::{Element, Fault, XmlWalk};
use crate::corpus::reason::SkipReason;

/// Kinds of regions that are no text of an article.
const NO_TEXT: [&str; 5] = ["page-number", "header", "footer", "signature-mark", "catch-word"];

/// Returns the regions of a file in their reading order.
pub(super) fn regions(text: &str) -> Result<Vec<Region>, SkipReason> {
    let mut order: HashMap<String, usize> = HashMap::new();
    let mut regions = Vec::new();
    let mut page = String::new();
    let mut walk = XmlWalk::new(text);
    while let Some(next) = walk.next(|_, name| matches!(name, "ReadingOrder" | "TextRegion")) {
        let element = match next {
            Ok(element) => element,
            Err(Fault::Element(line, reason) | Fault::Document(line, reason)) => return Err(reason.on_line(line)),
        };
        if element.name == "ReadingOrder" {
            number(&element, &mut order);
            continue;
        }
        gather(&element, &mut page, &mut regions);
    }
    let last = order.len();
    regions.sort_by_key(|region: &Region| order.get(&region.id).copied().unwrap_or(last));
    regions.iter_mut().for_each(|region| region.page.clone_from(&page));
    Ok(regions)
}

/// Numbers the regions as they are read. Recursive: the depth of the tree is bounded.
fn number(group: &Element, order: &mut HashMap<String, usize>) {
    let mut members: Vec<&Element> = group.elements().collect();
    members.sort_by_key(|member| {
        member.attribute("index").and_then(|index| index.parse::<u32>().ok()).unwrap_or(u32::MAX)
    });
    for member in members {
        if let Some(id) = member.attribute("regionRef") {
            let next = order.len();
            order.entry(id.to_owned()).or_insert(next);
        }
        number(member, order);
    }
}

/// Adds a region and those in it. Recursive: the depth of the tree is bounded.
fn gather(element: &Element, page: &mut String, regions: &mut Vec<Region>) {
    let told = element.attribute("custom").and_then(|custom| custom.split("type:").nth(1)?.split([';', '}']).next());
    let kind = element.attribute("type").or(told).unwrap_or_default().trim();
    let id = element.attribute("id").unwrap_or_default().to_owned();
    let mut region = Region { id, heading: kind == "heading", ..Region::default() };
    for line in element.all("TextLine") {
        let words = || line.all("Word").map(text_of).collect::<Vec<_>>().join(" ");
        let text = text_of(line);
        region.line(line.line, &if text.is_empty() { words() } else { text });
    }
    if region.lines.is_empty() {
        text_of(element).lines().for_each(|text| region.line(element.line, text));
    }
    if kind == "page-number" {
        let digits: String = region.text().chars().filter(char::is_ascii_digit).take(6).collect();
        *page = digits;
    }
    if !NO_TEXT.contains(&kind) {
        regions.push(region);
    }
    for inner in element.all("TextRegion") {
        gather(inner, page, regions);
    }
}

/// Returns the best of several readings: the one with the lowest index.
fn text_of(element: &Element) -> String {
    let index =
        |reading: &&Element| reading.attribute("index").and_then(|index| index.parse::<u32>().ok()).unwrap_or(0);
    element
        .all("TextEquiv")
        .min_by_key(index)
        .map(|reading| reading.find("Unicode").map(Element::text).unwrap_or_default())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::ocr::article;
    use super::*;

    #[test]
    fn regions_in_reading_order() {
        let region = |id: &str, kind: &str, lines: &[&str]| {
            let lines: String = lines.iter().map(|text| format!("<TextLine><TextEquiv index='1'><Unicode>falsch</Unicode></TextEquiv><TextEquiv index='0'><Unicode>{text}</Unicode></TextEquiv></TextLine>")).collect();
            format!(
                "<TextRegion id='{id}' custom='structure {{type:{kind};}}'>{lines}<TextEquiv><Unicode>alles</Unicode></TextEquiv></TextRegion>"
            )
        };
        let text = format!(
            "<PcGts><Page><ReadingOrder><OrderedGroup><RegionRefIndexed index='1' regionRef='b'/><RegionRefIndexed index='0' regionRef='a'/></OrderedGroup></ReadingOrder>{}{}{}{}</Page></PcGts>",
            region("n", "page-number", &["— 12 —"]),
            region("h", "header", &["Talbote"]),
            region("b", "paragraph", &["Die Eiſen¬", "bahn kommt."]),
            region("a", "heading", &["Eröffnung"])
        );
        let article = article(regions(&text).unwrap(), "a.xml").unwrap();
        assert_eq!((article.title.as_str(), article.body.as_str()), ("Eröffnung", "Die Eiſenbahn kommt."));
        assert_eq!(article.places, [(0, "page 12, region b".to_owned())]);
    }
}
