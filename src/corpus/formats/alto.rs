//! Reads ALTO, the text of a digitised page: blocks of lines of words.

use std::cell::Cell;

use super::ocr::Region;
use super::xml::{Element, Fault, XmlWalk};
use crate::corpus::reason::SkipReason;

/// A mark that only ever breaks a word, for a hyphen that is not written.
const BREAK: &str = "\u{ad}";

/// Returns the blocks of a file in their order.
pub(super) fn regions(text: &str) -> Result<Vec<Region>, SkipReason> {
    let numbers: Vec<&str> =
        text.split("PHYSICAL_IMG_NR=").skip(1).filter_map(|rest| rest.get(1..)?.split(['"', '\'']).next()).collect();
    let page = Cell::new(0usize);
    let is_block = |_: &str, name: &str| {
        page.set(page.get() + usize::from(name == "Page"));
        name == "TextBlock"
    };
    let (mut regions, mut words) = (Vec::new(), PageWords::default());
    let mut walk = XmlWalk::new(text);
    while let Some(next) = walk.next(is_block) {
        let block = match next {
            Ok(block) => block,
            Err(Fault::Element(line, reason) | Fault::Document(line, reason)) => return Err(reason.on_line(line)),
        };
        let nth = page.get().saturating_sub(1);
        let number = numbers.get(nth).map_or_else(|| (nth + 1).to_string(), |number| (*number).to_owned());
        let kind = block.attribute("TYPE").unwrap_or_default().to_lowercase();
        let mut region = Region {
            page: number.chars().take(20).collect(),
            id: block.attribute("ID").unwrap_or_default().to_owned(),
            heading: kind.contains("head") && !kind.contains("running") || kind == "title",
            lines: Vec::new(),
        };
        for line in block.all("TextLine") {
            region.line(line.line, &words.line(line));
        }
        regions.push(region);
    }
    Ok(regions)
}

/// PageWords of a page, of which some are parted by the end of a line.
#[derive(Default)]
struct PageWords {
    /// True after the first half of a word whose whole form is told.
    half: bool,
}

impl PageWords {
    fn line(&mut self, line: &Element) -> String {
        let mut text = String::new();
        for part in line.elements() {
            let content = part.attribute("CONTENT").unwrap_or_default();
            match (part.name.as_str(), part.attribute("SUBS_TYPE"), part.attribute("SUBS_CONTENT")) {
                ("String", Some("HypPart1"), Some(whole)) => {
                    text.push(' ');
                    text.push_str(whole);
                    self.half = true;
                }
                ("String", Some("HypPart2"), _) if self.half => self.half = false,
                ("String", ..) => {
                    text.push(' ');
                    text.push_str(content);
                    self.half = false;
                }
                ("HYP", ..) if !self.half => text.push_str(if content.is_empty() { BREAK } else { content }),
                _ => {}
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::ocr::article;
    use super::*;

    #[test]
    fn words_over_lines_and_columns() {
        let line = |words: &str| format!("<TextLine>{words}</TextLine>\n");
        let word = |content: &str| format!("<String CONTENT=\"{content}\"/><SP/>");
        let text = format!(
            "<alto xmlns='x'><Layout>\n<Page PHYSICAL_IMG_NR='3'><PrintSpace><TextBlock ID='T1' TYPE='headline'>{}</TextBlock>\n<ComposedBlock><TextBlock ID='T2'>{}{}{}</TextBlock>\
             <TextBlock ID='T3'>{}</TextBlock></ComposedBlock></PrintSpace></Page></Layout></alto>",
            line(&word("Brückenbau")),
            line(
                &(word("Die")
                    + "<String CONTENT='Strassen' SUBS_TYPE='HypPart1' SUBS_CONTENT='Strassenbahn'/><HYP CONTENT='-'/>")
            ),
            line(
                &("<String CONTENT='bahn' SUBS_TYPE='HypPart2' SUBS_CONTENT='Strassenbahn'/>".to_owned()
                    + &word("fährt")
                    + &word("ſeit")
                    + "<String CONTENT='Mon'/><HYP CONTENT='⸗'/>")
            ),
            line(&(word("tag") + &word("zum") + "<String CONTENT='Ha'/><HYP/>")),
            line(&(word("fen."))),
        );
        let article = article(regions(&text).unwrap(), "1901-05-04_3.xml").unwrap();
        assert_eq!(
            (article.title.as_str(), article.body.as_str()),
            ("Brückenbau", "Die Strassenbahn fährt ſeit Montag zum Hafen.")
        );
        assert_eq!(article.date, Some(jiff::civil::date(1901, 5, 4)));
        let places: Vec<(usize, &str)> = article.places.iter().map(|(at, place)| (*at as usize, &place[..])).collect();
        assert_eq!(places, [(0, "page 3, region T2"), (article.body.find("fen.").unwrap(), "page 3, region T3")]);
        assert!(super::super::ocr::article(regions("<alto/>").unwrap(), "a").is_err());
        assert!(regions(&text[..text.len() - 40]).is_err());
    }
}
