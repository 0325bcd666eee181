//! Reads digitised newspapers: a METS file, which tells where each article stands, and the ALTO pages beside it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Component, Path};

use super::alto;
use super::fields;
use super::ocr::{self, Region};
use super::records::Records;
use super::whitespace::one_line;
use super::xml::{Element, Fault, XmlWalk};
use crate::corpus::article::{Article, LineMap};
use crate::corpus::encoding::decode;
use crate::corpus::input::{open_regular, read_whole};
use crate::corpus::reason::SkipReason;

/// Types of divisions that are an article, in lower case.
const ARTICLES: [&str; 6] = ["article", "advertisement", "section_article", "obituary", "letter", "poem"];

/// Types of divisions that are a headline, in lower case.
const HEADLINES: [&str; 4] = ["heading", "headline", "title", "title_section"];

/// Most pages of an issue.
const MAX_PAGES: usize = 2000;

/// Most pages that lie in a folder before nobody looks for a METS file in it.
const MAX_LISTED: usize = 5000;

/// Returns true if a METS file lies in the folder of a page or the folder around it.
pub(super) fn describes(folder: &Path) -> bool {
    let has_mets = |folder: &Path| {
        let names = fs::read_dir(folder).into_iter().flatten().take(MAX_LISTED).filter_map(Result::ok);
        names
            .map(|entry| entry.file_name().to_string_lossy().to_lowercase())
            .any(|name| name.contains("mets") && name.ends_with(".xml"))
    };
    has_mets(folder) || folder.parent().is_some_and(|around| !around.as_os_str().is_empty() && has_mets(around))
}

/// Reads an issue whose METS file lies in `folder`: its articles, and for each page what belongs to none of them.
pub(super) fn read(text: &str, folder: Option<&Path>, limit: u64, records: &mut dyn Records) -> Result<(), SkipReason> {
    let issue = Issue::of(text)?;
    let Some(folder) = folder else {
        return Err(SkipReason::NotRead("METS in an archive: unpack it first, its pages lie beside it".to_owned()));
    };
    let pages = issue.pages(folder, limit, records);
    if pages.blocks.is_empty() {
        return Err(SkipReason::BadRecord("no page with text in this METS file".to_owned()));
    }
    let mut used: HashSet<(&str, &str)> = HashSet::new();
    for division in &issue.articles {
        let regions = |areas: &[Area]| -> Vec<Region> {
            areas
                .iter()
                .filter_map(|area| pages.blocks.get(&(area.file.clone(), area.block.clone())).cloned())
                .collect()
        };
        used.extend(
            division.headline.iter().chain(&division.text).map(|area| (area.file.as_str(), area.block.as_str())),
        );
        let headline: Vec<String> = regions(&division.headline).iter().map(Region::text).collect();
        let title = if division.label.is_empty() { one_line(&headline.join(" ")) } else { division.label.clone() };
        let mut text = regions(&division.text);
        if text.is_empty() {
            text = regions(&division.headline);
        }
        if !text.is_empty() && records.record(division.line, issue.article(division.line, title, &text)).is_break() {
            return Ok(());
        }
    }
    for (file, ids) in &pages.order {
        let left = ids.iter().filter(|id| !used.contains(&(file.as_str(), id.as_str())));
        let regions: Vec<Region> =
            left.filter_map(|id| pages.blocks.get(&(file.clone(), id.clone())).cloned()).collect();
        let has_text = regions.iter().any(|region| !region.lines.is_empty());
        if has_text && records.record(1, issue.article(1, String::new(), &regions)).is_break() {
            break;
        }
    }
    Ok(())
}

/// A block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Area {
    file: String,
    block: String,
}

/// An article of the logical structure.
#[derive(Debug, Default)]
struct Division {
    line: u32,
    label: String,
    headline: Vec<Area>,
    text: Vec<Area>,
}

/// Contents of a METS file.
#[derive(Debug, Default)]
struct Issue {
    source: String,
    date: String,
    language: String,
    /// Ids and addresses of the files, in their order.
    files: Vec<(String, String)>,
    articles: Vec<Division>,
}

/// The text of the pages.
#[derive(Debug, Default)]
struct Pages {
    blocks: HashMap<(String, String), Region>,
    /// Ids of the blocks of each file, in their order.
    order: Vec<(String, Vec<String>)>,
}

impl Issue {
    fn of(text: &str) -> Result<Issue, SkipReason> {
        let mut issue = Issue::default();
        let mut walk = XmlWalk::new(text);
        while let Some(next) = walk.next(|_, name| matches!(name, "dmdSec" | "file" | "structMap")) {
            let element = match next {
                Ok(element) => element,
                Err(Fault::Element(line, reason) | Fault::Document(line, reason)) => return Err(reason.on_line(line)),
            };
            match element.name.as_str() {
                "dmdSec" => issue.describe(&element),
                "file" => {
                    let address = element.find("FLocat").and_then(|place| place.attribute("href"));
                    if let (Some(id), Some(address)) = (element.attribute("ID"), address) {
                        issue.files.push((id.to_owned(), address.to_owned()));
                    }
                }
                _ if element.attribute("TYPE").is_some_and(|kind| kind.eq_ignore_ascii_case("physical")) => {}
                _ => issue.divide(&element),
            }
        }
        Ok(issue)
    }

    /// Takes the day, the paper and the language out of MODS or Dublin Core; the first that tells them does.
    fn describe(&mut self, section: &Element) {
        let Some(data) = section.find("mdWrap/xmlData") else { return };
        let mods = data.find("mods").unwrap_or(data);
        let first = |paths: &[&str]| {
            paths.iter().map(|path| mods.line_of(path)).find(|line| !line.is_empty()).unwrap_or_default()
        };
        let fill = |field: &mut String, value: String| {
            if field.is_empty() {
                *field = value;
            }
        };
        fill(&mut self.date, first(&["originInfo/dateIssued", "originInfo/dateCreated", "date", "issued"]));
        fill(&mut self.source, first(&["relatedItem/titleInfo/title", "titleInfo/title", "title"]));
        fill(&mut self.language, first(&["language/languageTerm", "language"]));
    }

    /// Finds the articles in a division. Recursive: the depth of the tree is bounded.
    fn divide(&mut self, division: &Element) {
        for inner in division.all("div") {
            let kind = inner.attribute("TYPE").unwrap_or_default().to_lowercase();
            if !ARTICLES.contains(&kind.as_str()) {
                self.divide(inner);
                continue;
            }
            let label = one_line(inner.attribute("LABEL").unwrap_or_default());
            let mut article = Division { line: inner.line, label, ..Division::default() };
            gather(inner, false, &mut article);
            self.articles.push(article);
        }
    }

    fn article(&self, line: u32, title: String, regions: &[Region]) -> Result<Article, SkipReason> {
        let about = fields::from_pairs([
            ("title", title),
            ("date", self.date.clone()),
            ("source", self.source.clone()),
            ("language", self.language.clone()),
        ]);
        let mut article = fields::without_text(&about);
        ocr::body(regions)?.fill(&mut article);
        // lines of the pages are lines of other files
        article.lines = LineMap::Record(line);
        Ok(article)
    }

    /// Reads the pages that are ALTO and lie in `folder` or below it.
    fn pages(&self, folder: &Path, limit: u64, records: &mut dyn Records) -> Pages {
        let mut pages = Pages::default();
        let alto = self.files.iter().filter(|(_, address)| address.to_lowercase().ends_with(".xml"));
        for (nth, (id, address)) in alto.take(MAX_PAGES).enumerate() {
            let regions = match page(folder, address, limit) {
                Ok(Some(regions)) => regions,
                Ok(None) => continue,
                Err(reason) => {
                    let _ = records.record(1, Err(reason));
                    continue;
                }
            };
            let mut ids = Vec::new();
            for mut region in regions {
                // a page of a file of its own has the number of its file
                if region.page == "1" || region.page.is_empty() {
                    region.page = (nth + 1).to_string();
                }
                ids.push(region.id.clone());
                pages.blocks.insert((id.clone(), region.id.clone()), region);
            }
            pages.order.push((id.clone(), ids));
        }
        pages
    }
}

/// Gathers the blocks of an article. Recursive: the depth of the tree is bounded.
fn gather(element: &Element, in_headline: bool, article: &mut Division) {
    for inner in element.elements() {
        match (inner.name.as_str(), inner.attribute("FILEID"), inner.attribute("BEGIN")) {
            ("area", Some(file), Some(block)) => {
                let area = Area { file: file.to_owned(), block: block.to_owned() };
                if in_headline { &mut article.headline } else { &mut article.text }.push(area);
            }
            _ => {
                let kind = inner.attribute("TYPE").unwrap_or_default().to_lowercase();
                let is_headline = inner.name == "div" && HEADLINES.contains(&kind.as_str());
                gather(inner, in_headline || is_headline, article);
            }
        }
    }
}

/// Returns the blocks of a page; `None` if the file is no ALTO. Fails if it does not lie below `folder`.
fn page(folder: &Path, address: &str, limit: u64) -> Result<Option<Vec<Region>>, SkipReason> {
    let name = address.trim_start_matches("file://").trim_start_matches("./");
    let beside = || SkipReason::Damaged(format!("page {name} does not lie beside the METS file"));
    let relative = Path::new(name);
    let stays = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if name.contains("://") || !stays {
        return Err(beside());
    }
    let path = folder.join(relative);
    let mut below = folder.to_owned();
    for part in relative.components() {
        below.push(part);
        if below.is_symlink() {
            return Err(beside());
        }
    }
    let mut file = open_regular(&path).map_err(|_| beside())?;
    let bytes = read_whole(&mut file, 0, limit).map_err(|error| SkipReason::Unreadable(error.to_string()))?;
    if bytes.len() as u64 > limit {
        return Err(SkipReason::TooLarge { bytes: bytes.len() as u64, limit });
    }
    let text = decode(bytes)?.text;
    if super::xml::root(&text).as_deref() != Some("alto") {
        return Ok(None);
    }
    alto::regions(&text).map(Some).map_err(|reason| SkipReason::Damaged(format!("page {name}: {reason}")))
}
