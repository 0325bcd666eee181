//! Reads digitised newspapers: a METS file, which tells where each article stands, and the ALTO pages beside it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::alto;
use super::fields;
use super::html::decode_page;
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

/// Most METS files whose addresses are remembered.
const MAX_REMEMBERED: usize = 64;

/// Addresses of the pages of a METS file by the name of the page.
type Named = HashMap<String, Vec<String>>;

/// State of a METS file: its path, its size and the time of its change.
type StampedPath = (PathBuf, u64, Option<SystemTime>);

/// Addresses in the METS files that a run has looked at last, so that each is read once for all of its pages.
#[derive(Debug, Default)]
pub struct SeenIssues(Mutex<HashMap<StampedPath, Arc<Named>>>);

/// Folder in which a file lies, and the METS files that were seen.
#[derive(Debug, Clone, Copy)]
pub(in crate::corpus) struct Surroundings<'a> {
    /// The folder.
    pub(in crate::corpus) folder: &'a Path,
    /// The METS files that the run has seen.
    pub(in crate::corpus) seen: &'a SeenIssues,
}

/// Returns true if a METS file in the folder of a page or the folder around it names the page called `name`.
pub(super) fn describes(Surroundings { folder, seen }: Surroundings<'_>, name: &str, limit: u64) -> bool {
    let page = folder.join(name);
    let around = folder.parent().filter(|around| !around.as_os_str().is_empty());
    [Some(folder), around].into_iter().flatten().any(|folder| {
        mets_files(folder).iter().any(|mets| {
            let named = seen.addresses(mets, limit);
            let mut addresses = named.get(name).into_iter().flatten();
            addresses.any(|address| place(folder, address).is_some_and(|place| place == page))
        })
    })
}

/// Returns the METS files in a folder.
fn mets_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().take(MAX_LISTED).filter_map(Result::ok);
    let is_mets = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        name.contains("mets") && name.ends_with(".xml")
    };
    entries.map(|entry| folder.join(entry.file_name())).filter(is_mets).collect()
}

impl SeenIssues {
    /// Returns the addresses of pages in a METS file; none if it cannot be read.
    fn addresses(&self, mets: &Path, limit: u64) -> Arc<Named> {
        let about = fs::metadata(mets).ok();
        let size = about.as_ref().map_or(0, fs::Metadata::len);
        let key = (mets.to_owned(), size, about.and_then(|about| about.modified().ok()));
        // what a thread that failed has left is whole: each entry is inserted at once
        let seen = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(named) = seen().get(&key) {
            return Arc::clone(named);
        }
        let named = Arc::new(read_addresses(mets, limit).unwrap_or_default());
        let mut seen = seen();
        if seen.len() >= MAX_REMEMBERED {
            seen.clear();
        }
        seen.insert(key, Arc::clone(&named));
        named
    }
}

fn read_addresses(mets: &Path, limit: u64) -> Option<Named> {
    let bytes = read_whole(&mut open_regular(mets).ok()?, 0, limit).ok().filter(|bytes| bytes.len() as u64 <= limit)?;
    let text = decode_page(bytes, None).ok()?.text;
    if super::xml::root(&text).as_deref() != Some("mets") {
        return None;
    }
    let mut named = Named::new();
    for (_, address) in Issue::of(&text).ok()?.pages_named() {
        let name = address.rsplit('/').next().unwrap_or_default();
        named.entry(name.to_owned()).or_default().push(address.clone());
    }
    Some(named)
}

/// Reads an issue whose METS file lies in `folder`: its articles, and for each page what belongs to none of them.
pub(super) fn read(text: &str, folder: Option<&Path>, limit: u64, records: &mut dyn Records) -> Result<(), SkipReason> {
    let issue = Issue::of(text)?;
    let Some(folder) = folder else {
        return Err(SkipReason::NotRead("METS in an archive: unpack it first, its pages lie beside it".to_owned()));
    };
    let pages = issue.pages(folder, limit, records);
    if issue.pages_named().next().is_none() {
        return Err(SkipReason::Unsupported("no page with text in this METS file".to_owned()));
    }
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

    /// Returns the ids and addresses of the files that may be pages.
    fn pages_named(&self) -> impl Iterator<Item = &(String, String)> {
        self.files.iter().filter(|(_, address)| address.to_lowercase().ends_with(".xml")).take(MAX_PAGES)
    }

    /// Reads the pages that are ALTO and lie in `folder` or below it.
    fn pages(&self, folder: &Path, limit: u64, records: &mut dyn Records) -> Pages {
        let mut pages = Pages::default();
        for (nth, (id, address)) in self.pages_named().enumerate() {
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

/// Returns the path of a page below `folder`, without links on the way. Of an address in the web, the longest end that is a file
/// there is taken.
fn place(folder: &Path, address: &str) -> Option<PathBuf> {
    let name = bare(address);
    if let Some((_, rest)) = name.split_once("://") {
        let ends = rest.match_indices('/').map(|(at, _)| &rest[at + 1..]);
        return ends.filter_map(|end| below(folder, end)).find(|path| path.is_file());
    }
    below(folder, name)
}

/// Returns an address without the beginning that only says that a file is meant.
fn bare(address: &str) -> &str {
    address.trim_start_matches("file://").trim_start_matches("./")
}

/// Returns a path below `folder` if no part of it leads elsewhere.
fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => path.push(part),
            Component::CurDir => {}
            _ => return None,
        }
        if path.is_symlink() {
            return None;
        }
    }
    Some(path)
}

/// Returns the blocks of a page; `None` if the file is no ALTO. Fails if it does not lie below `folder`.
fn page(folder: &Path, address: &str, limit: u64) -> Result<Option<Vec<Region>>, SkipReason> {
    let name = bare(address);
    let beside = || SkipReason::Damaged(format!("page {name} does not lie beside the METS file"));
    let path = place(folder, address).ok_or_else(beside)?;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_is_left_to_the_mets_file_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let seen = &SeenIssues::default();
        let alto = folder.path().join("alto");
        fs::create_dir(&alto).unwrap();
        for page in ["1.xml", "2.xml", "3.xml", "9.xml"] {
            fs::write(alto.join(page), "<alto/>").unwrap();
        }
        let file = |address: &str| format!("<file ID='x'><FLocat href='{address}'/></file>");
        let files = ["file://./alto/1.xml", "alto/2.xml", "https://b.example/x/alto/3.xml", "9.xml"].map(file).concat();
        fs::write(folder.path().join("mets.xml"), format!("<mets><fileSec>{files}</fileSec></mets>")).unwrap();
        fs::write(folder.path().join("bilder_mets.xml"), "<mets/>").unwrap();
        for (page, expected) in [("1.xml", true), ("2.xml", true), ("3.xml", true), ("9.xml", false), ("8.xml", false)]
        {
            assert_eq!(describes(Surroundings { folder: &alto, seen }, page, 10_000), expected, "{page}");
        }
        assert!(!describes(Surroundings { folder: folder.path(), seen }, "1.xml", 10_000));
    }
}
