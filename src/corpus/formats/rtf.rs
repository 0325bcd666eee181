//! Reads Rich Text Format (RTF 1.9): paragraphs, headings and the properties of the document.
//!
//! The reader knows the control words that make text; groups that it does not know and that are marked as such (`\*`) are left
//! out, and so are pictures, objects, headers and footers. Nothing is run or loaded.

use std::collections::HashSet;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::document::Document;
use crate::corpus::reason::SkipReason;

/// First bytes of a document.
const MAGIC: &[u8] = b"{\\rtf";

/// Deepest nesting of groups. They are kept on a stack of their own, so that depth costs memory only.
const MAX_DEPTH: usize = 1000;

/// Groups whose text is no text of the document.
const HIDDEN: [&str; 22] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "fldinst",
    "themedata",
    "datastore",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "xmlnstbl",
    "generator",
];

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Body,
    Hidden,
    /// Names of styles.
    Styles,
    Title,
    Author,
    Company,
    /// The day, whose parts are control words.
    Created,
}

/// State that holds until the end of a group.
#[derive(Debug, Clone, Copy)]
struct RtfGroup {
    target: Target,
    /// Characters that stand behind a `\u` for programs without Unicode.
    fallback: usize,
    /// True for text that is marked as hidden or deleted.
    unseen: bool,
    style: u32,
    outlined: bool,
    in_info: bool,
}

/// Returns true if a file that begins with `head` is RTF.
pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// Reads a document. Fails if it is nested deeper than any text is.
pub(super) fn read(bytes: &[u8]) -> Result<Document, SkipReason> {
    let mut reader = Reader {
        document: Document::default(),
        group: RtfGroup { target: Target::Body, fallback: 1, unseen: false, style: 0, outlined: false, in_info: false },
        outer: Vec::new(),
        encoding: WINDOWS_1252,
        pending: Vec::new(),
        text: String::new(),
        headings: HashSet::new(),
        day: [0; 3],
        skip: 0,
        surrogate: None,
    };
    reader.run(bytes)?;
    let Reader { mut document, day: [year, month, day], .. } = reader;
    if year > 0 {
        document.date = format!("{year:04}-{month:02}-{day:02}");
    }
    Ok(document)
}

struct Reader {
    document: Document,
    group: RtfGroup,
    outer: Vec<RtfGroup>,
    encoding: &'static Encoding,
    /// Bytes of the document's encoding that are not decoded yet.
    pending: Vec<u8>,
    text: String,
    /// Styles of headings.
    headings: HashSet<u32>,
    day: [u32; 3],
    /// Characters still to be passed over after a `\u`.
    skip: usize,
    /// First half of a character beyond U+FFFF.
    surrogate: Option<u16>,
}

impl Reader {
    fn run(&mut self, bytes: &[u8]) -> Result<(), SkipReason> {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    if self.outer.len() >= MAX_DEPTH {
                        return Err(SkipReason::Damaged(format!("nested deeper than {MAX_DEPTH}")));
                    }
                    self.outer.push(self.group);
                    self.skip = 0;
                }
                b'}' => {
                    self.end_group();
                    // behind the last group there is no text
                    if self.outer.is_empty() {
                        break;
                    }
                }
                b'\\' => at = self.control(bytes, at),
                b'\r' | b'\n' | 0 => {}
                byte => self.byte(byte),
            }
        }
        self.end_paragraph();
        if !self.outer.is_empty() {
            let why = SkipReason::Damaged("it ends inside a group: the document is cut off".to_owned());
            if self.document.blocks.is_empty() {
                return Err(why);
            }
            self.document.faults.push(why);
        }
        Ok(())
    }

    fn end_group(&mut self) {
        self.flush();
        match self.group.target {
            Target::Styles => {
                let name = std::mem::take(&mut self.text).to_lowercase();
                let name = name.trim().trim_end_matches(';');
                if name.starts_with("heading ") || name.starts_with("überschrift ") {
                    self.headings.insert(self.group.style);
                }
            }
            Target::Title => self.document.title.push_str(&std::mem::take(&mut self.text)),
            Target::Author => self.document.author.push_str(&std::mem::take(&mut self.text)),
            Target::Company => self.document.publisher.push_str(&std::mem::take(&mut self.text)),
            Target::Body | Target::Hidden | Target::Created => {}
        }
        let inner = self.group;
        if let Some(outer) = self.outer.pop() {
            // the style of a paragraph holds until it ends, whatever group named it
            let (style, outlined) = match inner.target {
                Target::Body => (inner.style, inner.outlined),
                _ => (outer.style, outer.outlined),
            };
            self.group = RtfGroup { style, outlined, ..outer };
        }
        self.skip = 0;
    }

    /// Reads a control word or symbol, whose backslash stands before `at`; returns the place behind it.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let rest = &bytes[at.min(bytes.len())..];
        let Some(&first) = rest.first() else { return at };
        if !first.is_ascii_alphabetic() {
            return self.symbol(first, rest, at);
        }
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(&rest[..letters]).unwrap_or_default();
        let digits = &rest[letters..];
        let sign = usize::from(digits.first() == Some(&b'-'));
        let count = digits.iter().skip(sign).take_while(|byte| byte.is_ascii_digit()).count();
        let number = if count == 0 { None } else { std::str::from_utf8(&digits[..sign + count]).ok() };
        let number = number.map(|number| number.parse::<i64>().unwrap_or(0));
        let length = letters + if count == 0 { 0 } else { sign + count };
        let length = length + usize::from(rest.get(length) == Some(&b' '));
        if word == "bin" {
            let skipped = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            return (at + length).saturating_add(skipped).min(bytes.len());
        }
        self.word(word, number);
        at + length
    }

    fn symbol(&mut self, symbol: u8, rest: &[u8], at: usize) -> usize {
        match symbol {
            b'\'' => {
                let code = rest.get(1..3).and_then(|code| std::str::from_utf8(code).ok());
                if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                    self.byte(byte);
                }
                return (at + 3).min(at + rest.len());
            }
            b'*' => self.hide(),
            b'~' => self.push(' '),
            b'_' => self.push('-'),
            b'\r' | b'\n' => self.end_paragraph(),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            _ => {}
        }
        at + 1
    }

    /// Leaves out the group, unless it is one of those that are known.
    fn hide(&mut self) {
        if self.group.target == Target::Body {
            self.group.target = Target::Hidden;
        }
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        let value = u32::try_from(number.unwrap_or(0)).unwrap_or(0);
        match word {
            "par" | "sect" | "page" | "row" | "line" => self.end_paragraph(),
            "cell" | "tab" => self.push(' '),
            "pard" => (self.group.style, self.group.outlined) = (0, false),
            "plain" => self.group.unseen = false,
            "s" => self.group.style = value,
            "outlinelevel" => self.group.outlined = value < 9,
            "v" | "deleted" => {
                self.flush();
                self.group.unseen = number != Some(0);
            }
            "ansicpg" => self.encoding = encoding_of(value),
            "mac" => self.encoding = MACINTOSH,
            "uc" => self.group.fallback = value.min(8) as usize,
            "u" => self.unicode(number.unwrap_or(0)),
            "emdash" => self.push('—'),
            "endash" => self.push('–'),
            "lquote" => self.push('‘'),
            "rquote" => self.push('’'),
            "ldblquote" => self.push('“'),
            "rdblquote" => self.push('”'),
            "bullet" => self.push('•'),
            "emspace" | "enspace" | "qmspace" => self.push(' '),
            "info" => (self.group.target, self.group.in_info) = (Target::Hidden, true),
            "title" if self.group.in_info => self.group.target = Target::Title,
            "author" if self.group.in_info => self.group.target = Target::Author,
            "company" if self.group.in_info => self.group.target = Target::Company,
            "creatim" if self.group.in_info => self.group.target = Target::Created,
            "yr" if self.group.target == Target::Created => self.day[0] = value.min(9999),
            "mo" if self.group.target == Target::Created => self.day[1] = value.min(99),
            "dy" if self.group.target == Target::Created => self.day[2] = value.min(99),
            "stylesheet" => self.group.target = Target::Styles,
            word if HIDDEN.contains(&word) => {
                self.flush();
                self.group.target = Target::Hidden;
            }
            _ => {}
        }
    }

    fn is_seen(&self) -> bool {
        !self.group.unseen && !matches!(self.group.target, Target::Hidden | Target::Created)
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.is_seen() {
            self.pending.push(byte);
        }
    }

    /// Adds a character beside the document's encoding.
    fn push(&mut self, character: char) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.flush();
        if self.is_seen() {
            self.text.push(character);
        }
    }

    /// Adds a character by its number, of which those above 32,767 are negative and those above U+FFFF two.
    fn unicode(&mut self, number: i64) {
        self.skip = 0;
        let unit = if number < 0 { number + 0x1_0000 } else { number };
        let Ok(unit) = u16::try_from(unit) else { return };
        let first = self.surrogate.take();
        let character = match (first, unit) {
            (_, 0xD800..=0xDBFF) => {
                self.surrogate = Some(unit);
                None
            }
            (Some(first), 0xDC00..=0xDFFF) => char::decode_utf16([first, unit]).next().and_then(Result::ok),
            _ => char::from_u32(unit.into()),
        };
        if let Some(character) = character {
            // private characters stand for symbols of a font
            self.push(if ('\u{f000}'..='\u{f0ff}').contains(&character) { '•' } else { character });
        }
        self.skip = self.group.fallback;
    }

    /// Decodes the bytes that were gathered.
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let (text, _) = self.encoding.decode_without_bom_handling(&self.pending);
            self.text.push_str(&text);
            self.pending.clear();
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if self.group.target == Target::Body {
            let heading = self.group.outlined || self.headings.contains(&self.group.style);
            let text = std::mem::take(&mut self.text);
            self.document.paragraph(&text.replace('\u{ad}', ""), heading);
        }
    }
}

/// Returns the encoding of a code page of Windows.
fn encoding_of(page: u32) -> &'static Encoding {
    let label = match page {
        10_000 => return MACINTOSH,
        65_001 => "utf-8".to_owned(),
        page => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn texts(rtf: &str) -> Vec<(String, bool)> {
        read(rtf.as_bytes()).unwrap().blocks.into_iter().map(|block| (block.text, block.heading)).collect()
    }

    #[test]
    fn text_in_every_spelling() {
        let rtf = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\stylesheet{\s0 Normal;}{\s5 heading 1;}}{\*\generator Riched20}
{\info{\title Der F\'e4hrmann}{\author Anna Berg}{\creatim\yr2019\mo3\dy4\hr10}}\pard\s5 Die {\b Br\'fccke}\par
\pard\plain\u214\'d6l und \u8222?Gr\'f6\'dfe\u8220? \endash  weiter\~hier{\v geheim}{\footnote weg}.\par{\pict 89504e47}{\*\xyz weg}\uc0\u-10179\u-8704\uc1 End-\
punkt \{x\}.\line Zeile\par}";
        let document = read(rtf.as_bytes()).unwrap();
        assert_eq!([&document.title, &document.author, &document.date], ["Der Fährmann", "Anna Berg", "2019-03-04"]);
        assert_eq!(
            texts(rtf),
            [
                ("Die Brücke".to_owned(), true),
                ("Öl und „Größe“ – weiter hier.".to_owned(), false),
                ("😀End-".to_owned(), false),
                ("punkt {x}.".to_owned(), false),
                ("Zeile".to_owned(), false)
            ]
        );
    }

    #[test]
    fn nothing_hostile_harms() {
        for rtf in [
            r"{\rtf1 a\bin99999999999999999999999 b}",
            r"{\rtf1 \u99999999999999999999999 a\'zz\'",
            r"{\rtf1 {{{{a\par",
            r"}}}}a",
            r"{\rtf1\ansicpg99999 \'e4\par}",
            r"{\rtf1{\field{\*\fldinst HYPERLINK file:///etc/passwd}{\fldrslt Text}}\par}",
            "{\\rtf1\\",
        ] {
            let _ = read(rtf.as_bytes());
            let _ = read(&rtf.as_bytes()[..rtf.len() / 2]);
        }
        let cut = read(br"{\rtf1 Der Damm bricht.\par Die Wehr").unwrap();
        assert_eq!((cut.blocks.len(), cut.faults.len()), (2, 1));
        let deep = "{".repeat(100_000);
        assert!(matches!(read(deep.as_bytes()), Err(SkipReason::Damaged(_))));
        assert_eq!(texts(r"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt Text}}\par}"), [("Text".to_owned(), false)]);
    }
}
