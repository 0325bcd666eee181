//! Reads XML of any kind: the elements of a document that hold articles, one by one, as small trees.
//!
//! Nothing that a document declares is expanded and nothing that it names is loaded: references other than numbers and the
//! names of HTML stay as they are written. Depth and size of a tree are
//! bounded.

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::records::Records;
use super::whitespace::{LineCounter, one_line};
use crate::corpus::article::{Article, LineMap};
use crate::corpus::reason::SkipReason;

/// Deepest nesting of elements. Trees are walked and dropped by recursion.
const MAX_DEPTH: usize = 100;

/// Most elements and attributes of a record: they are many times larger in memory than in the file.
const MAX_NODES: usize = 200_000;

/// Namespaces whose elements keep one prefix, whatever the document calls it; none for the elements of a feed themselves.
const NAMESPACES: [(&str, &str); 6] = [
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://channel.netscape.com/rdf/simple/0.9/", ""),
    ("http://backend.userland.com/rss2", ""),
    ("http://purl.org/dc/elements/1.1/", "dc:"),
    ("http://purl.org/rss/1.0/modules/content/", "content:"),
];

/// An element with its content. Names have no namespace prefix, unless [`XmlWalk::with_prefixes`] keeps it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    /// Line of the document on which the element begins.
    pub(super) line: u32,
    pub(super) children: Vec<XmlNode>,
    attributes: Vec<(String, String)>,
}

/// Content of an element.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum XmlNode {
    Element(Element),
    Text(String),
}

impl Element {
    /// Child elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            XmlNode::Element(element) => Some(element),
            XmlNode::Text(_) => None,
        })
    }

    /// Child elements of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// Returns the first element at a path of names, one below the other, separated by `/`.
    pub(super) fn find<'a>(&'a self, path: &'a str) -> Option<&'a Element> {
        match path.split_once('/') {
            None => self.all(path).next(),
            Some((first, rest)) => self.all(first).find_map(|element| element.find(rest)),
        }
    }

    /// Returns the value of an attribute without white space around it, unless it is empty. Names have no prefix: `lang`.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(other, _)| other == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// Returns all text in the element, unchanged.
    pub(super) fn text(&self) -> String {
        fn gather(element: &Element, text: &mut String) {
            for node in &element.children {
                match node {
                    XmlNode::Text(piece) => text.push_str(piece),
                    XmlNode::Element(inner) => gather(inner, text),
                }
            }
        }
        let mut text = String::new();
        gather(self, &mut text);
        text
    }

    /// Returns the text of the element at `path` as one line; empty if there is none.
    pub(super) fn line_of(&self, path: &str) -> String {
        self.find(path).map(|element| one_line(&element.text())).unwrap_or_default()
    }

    fn push_text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(XmlNode::Text(before)) => before.push_str(text),
            _ => self.children.push(XmlNode::Text(text.to_owned())),
        }
    }
}

/// Returns the name of the first element without its prefix, in the document that begins with `head`.
pub(super) fn root(head: &str) -> Option<String> {
    let mut reader = Reader::from_str(head);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => return Some(start.local_name().into_inner().to_owned()),
            Event::Text(text) if !text.trim_start_matches('\u{feff}').trim().is_empty() => return None,
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Walks a document and returns the elements that are asked for.
pub(super) struct XmlWalk<'a> {
    reader: Reader<&'a [u8]>,
    /// Keeps the prefixes of names, except for the one of the first element.
    prefixes: bool,
    own_prefix: String,
    /// Prefixes of this document for known namespaces, with the prefix that they get.
    namespaces: Vec<(String, &'static str)>,
    /// Names of the elements around the current position.
    around: Vec<String>,
    lines: LineCounter<'a>,
    /// `xml:lang` of the first element.
    language: String,
}

/// Why a walk returns no element.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// One element is at fault, which begins on the line; the walk can continue after it.
    Element(u32, SkipReason),
    /// The document is at fault on the line, and the walk ends.
    Document(u32, SkipReason),
}

impl<'a> XmlWalk<'a> {
    /// Walks a document; names lose their prefix.
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        // a single `&` is common and stands for itself
        reader.config_mut().allow_dangling_amp = true;
        XmlWalk {
            reader,
            prefixes: false,
            own_prefix: String::new(),
            namespaces: Vec::new(),
            around: Vec::new(),
            lines: LineCounter::new(text),
            language: String::new(),
        }
    }

    /// Walks a document; names keep their prefix, as in `dc:date`, unless it is the one of the first element.
    pub(super) fn with_prefixes(text: &'a str) -> Self {
        XmlWalk { prefixes: true, ..XmlWalk::new(text) }
    }

    /// Hands over a record for each element that is `wanted` (see [`XmlWalk::next`]) and for which `article` returns one; its
    /// arguments are the element and the language of the document. Where the XML itself breaks off, the records before it have
    /// been handed over; fails if there are none.
    pub(super) fn each(
        mut self,
        wanted: impl Fn(&str, &str) -> bool,
        records: &mut dyn Records,
        mut article: impl FnMut(&Element, &str) -> Option<Result<Article, SkipReason>>,
    ) -> Result<(), SkipReason> {
        let mut is_first = true;
        while let Some(next) = self.next(&wanted) {
            let (line, record, has_ended) = match next {
                Ok(element) => match article(&element, &self.language) {
                    Some(record) => (element.line, record, false),
                    None => continue,
                },
                Err(Fault::Element(line, reason)) => (line, Err(reason), false),
                Err(Fault::Document(line, reason)) if is_first => return Err(reason.on_line(line)),
                Err(Fault::Document(line, reason)) => (line, Err(reason), true),
            };
            is_first = false;
            let record = record.map(|article| Article { lines: LineMap::Record(line), ..article });
            if records.record(line, record).is_break() || has_ended {
                break;
            }
        }
        Ok(())
    }

    /// Returns the next element that is `wanted`, whose arguments are the name of the element around it and its own name; `None`
    /// at the end of the document.
    pub(super) fn next(&mut self, wanted: impl Fn(&str, &str) -> bool) -> Option<Result<Element, Fault>> {
        loop {
            let (line, event) = match self.event() {
                Ok(found) => found,
                Err(fault) => return Some(Err(fault)),
            };
            let (start, is_empty) = match event {
                Event::Start(start) => (start, false),
                Event::Empty(start) => (start, true),
                Event::End(_) => {
                    self.around.pop();
                    continue;
                }
                Event::Eof => return self.end(line),
                _ => continue,
            };
            if self.around.is_empty() {
                self.set_root(&start);
            }
            let name = self.name(&start);
            let around = self.around.last().map_or("", String::as_str);
            if wanted(around, &name) {
                return Some(self.tree(&start, line, is_empty));
            }
            if !is_empty {
                if self.around.len() >= MAX_DEPTH {
                    return Some(Err(Fault::Document(line, too_deep())));
                }
                self.around.push(name);
            }
        }
    }

    fn end(&self, line: u32) -> Option<Result<Element, Fault>> {
        let open = self.around.last()?;
        Some(Err(Fault::Document(line, SkipReason::Damaged(format!("not XML: it ends inside <{open}>")))))
    }

    fn set_root(&mut self, start: &BytesStart<'_>) {
        if let Some(prefix) = start.name().prefix() {
            self.own_prefix = format!("{}:", prefix.into_inner());
        }
        let attributes = attributes(start, &mut 0);
        // `xmlns:rss="…"`: names of attributes have lost their prefix
        let known = |(prefix, address): &(String, String)| {
            let (_, kept) = NAMESPACES.iter().find(|(namespace, _)| *namespace == address.trim())?;
            Some((prefix.clone(), *kept))
        };
        self.namespaces = attributes.iter().filter_map(known).collect();
        self.language = attributes.into_iter().find(|(name, _)| name == "lang").unwrap_or_default().1;
    }

    /// Returns the next event, with the line on which it begins.
    fn event(&mut self) -> Result<(u32, Event<'a>), Fault> {
        let line = self.line();
        let fault = |line, why: String| Fault::Document(line, SkipReason::Damaged(why));
        match self.reader.read_event() {
            Ok(event) => Ok((line, event)),
            Err(error) => Err(fault(self.line(), format!("not XML: {error}"))),
        }
    }

    fn line(&mut self) -> u32 {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        self.lines.line_at(at)
    }

    fn name(&self, start: &BytesStart<'_>) -> String {
        let written = start.name().into_inner();
        match (self.prefixes, start.name().prefix()) {
            (true, Some(prefix)) => {
                let local = start.local_name().into_inner();
                match self.namespaces.iter().find(|(known, _)| known == prefix.into_inner()) {
                    Some((_, kept)) => format!("{kept}{local}"),
                    None => written.strip_prefix(&self.own_prefix).unwrap_or(written).to_owned(),
                }
            }
            _ => start.local_name().into_inner().to_owned(),
        }
    }

    /// Reads an element to its end. Content beyond the limits is skipped, so that the walk can continue after it.
    fn tree(&mut self, start: &BytesStart<'_>, line: u32, is_empty: bool) -> Result<Element, Fault> {
        let (first, mut nodes) = (line, 0);
        let mut open = vec![self.element(start, line, &mut nodes)];
        let (mut depth, mut fault) = (usize::from(!is_empty), None);
        while depth > 0 {
            let (line, event) = self.event()?;
            match event {
                Event::Start(start) => {
                    depth += 1;
                    if depth > MAX_DEPTH {
                        fault = fault.or(Some(too_deep()));
                    }
                    if fault.is_none() {
                        open.push(self.element(&start, line, &mut nodes));
                    }
                }
                Event::End(_) => {
                    depth -= 1;
                    if depth > 0 && fault.is_none() {
                        close(&mut open);
                    }
                }
                Event::Eof => {
                    let why = format!("not XML: it ends inside the <{}> of line {first}", open[0].name);
                    return Err(Fault::Document(line, SkipReason::Damaged(why)));
                }
                _ if fault.is_some() => {}
                Event::Empty(start) => {
                    open.push(self.element(&start, line, &mut nodes));
                    close(&mut open);
                }
                Event::Text(piece) => push_text(&mut open, &piece),
                Event::CData(piece) => push_text(&mut open, &piece),
                Event::GeneralRef(reference) => push_text(&mut open, &resolved(&reference)),
                _ => {}
            }
            fault = fault.or(too_many(nodes));
        }
        match fault.or(too_many(nodes)) {
            Some(reason) => Err(Fault::Element(first, reason)),
            None => Ok(open.swap_remove(0)),
        }
    }

    fn element(&self, start: &BytesStart<'_>, line: u32, nodes: &mut usize) -> Element {
        *nodes += 1;
        Element { name: self.name(start), line, children: Vec::new(), attributes: attributes(start, nodes) }
    }
}

/// Moves the innermost open element into the one around it.
fn close(open: &mut Vec<Element>) {
    debug_assert!(open.len() > 1, "the outermost element stays open");
    if let Some(inner) = open.pop()
        && let Some(outer) = open.last_mut()
    {
        outer.children.push(XmlNode::Element(inner));
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(innermost) = open.last_mut() {
        innermost.push_text(text);
    }
}

fn attributes(start: &BytesStart<'_>, nodes: &mut usize) -> Vec<(String, String)> {
    let mut attributes = start.attributes();
    // duplicates do no harm, and looking for them takes quadratic time
    let found = attributes.with_checks(false).filter_map(Result::ok).map(|attribute| {
        *nodes += 1;
        let value = unescape_with(&attribute.value, resolve_html5_entity);
        let value = value.map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
        (attribute.key.local_name().into_inner().to_owned(), value)
    });
    found.take(MAX_NODES).collect()
}

/// Resolves a reference; an unknown one stays as it is written.
fn resolved(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => character.to_string(),
        _ => resolve_html5_entity(reference).map_or_else(|| format!("&{};", &**reference), str::to_owned),
    }
}

fn too_many(nodes: usize) -> Option<SkipReason> {
    (nodes > MAX_NODES).then(|| SkipReason::Damaged(format!("more than {MAX_NODES} elements and attributes")))
}

fn too_deep() -> SkipReason {
    SkipReason::Damaged(format!("nested deeper than {MAX_DEPTH}"))
}

#[cfg(test)]
mod tests;
