//! Which format a file has, by its name and its first bytes.

use std::path::Path;

use super::{
    Container, EXTENSIONS, Format, Streamed, Whole, XML_EXTENSIONS, XML_ROOTS, foreign, html, iptc7901, json, mail,
    mbox, pdf, rtf, transcript, warc, xml,
};
use crate::corpus::archive;
use crate::corpus::encoding::is_binary;
use crate::corpus::reason::SkipReason;

/// Longest name of an unknown XML element that is shown.
const MAX_SHOWN_CHARS: usize = 40;

/// Returns the format of a file of this name (without `.gz`, `.zst`) that begins with `head`.
///
/// The extension decides, with some exceptions: PDF, WARC and archives are recognised by their first bytes whatever the name, a
/// web page may be called `.txt`, and JSON lines `.json`. Without a known extension the content decides.
pub(in crate::corpus) fn detect(name: &Path, head: &[u8]) -> Result<Format, SkipReason> {
    if pdf::begins(head) {
        return Ok(Format::Whole(Whole::Pdf));
    }
    if warc::begins(head) {
        return Ok(Format::Streamed(Streamed::Warc));
    }
    let extension = name.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let named = EXTENSIONS.iter().find(|(known, _)| Some(*known) == extension.as_deref()).map(|(_, format)| *format);
    if let Some(what) = foreign::kind(extension.as_deref(), head) {
        return Err(SkipReason::NotRead(what.to_owned()));
    }
    if rtf::begins(head) {
        return Ok(Format::Whole(Whole::Rtf));
    }
    if archive::zip_begins(head) {
        return Ok(zip_format(named, head));
    }
    if archive::looks_like_tar(head) {
        return Ok(Format::Container(Container::Tar));
    }
    if let Some(format) = named.filter(|format| !format.is_text()) {
        return Ok(format);
    }
    if is_binary(head) && !html::has_stray_nuls(head) {
        return Err(SkipReason::Binary);
    }
    // a head that cannot be decoded says nothing; the whole file will say why
    let head = html::decode_page(head.to_vec(), None).map(|decoded| decoded.text).unwrap_or_default();
    match (named, extension) {
        (Some(Format::Whole(Whole::Text)), _) if has_doctype(&head) => Ok(Format::Whole(Whole::Html)),
        (Some(Format::Whole(Whole::Text)) | None, _) if iptc7901::looks_like_iptc(&head) => {
            Ok(Format::Whole(Whole::Iptc7901))
        }
        (Some(Format::Whole(Whole::Json)), _) if json::looks_like_lines(&head) => {
            Ok(Format::Streamed(Streamed::JsonLines))
        }
        (Some(Format::Streamed(Streamed::JsonLines)), _) if json::looks_whole(&head) => Ok(Format::Whole(Whole::Json)),
        (Some(format), _) => Ok(format),
        (None, Some(extension)) if XML_EXTENSIONS.contains(&extension.as_str()) => by_root(&head),
        (None, Some(extension)) => by_content(&head).ok_or_else(|| SkipReason::Unsupported(format!(".{extension}"))),
        (None, None) => Ok(by_content(&head).unwrap_or(Format::Whole(Whole::Text))),
    }
}

/// Returns the format of a ZIP: its first parts show a document, whatever the name says of it.
fn zip_format(named: Option<Format>, head: &[u8]) -> Format {
    let has = |mark: &[u8]| head.windows(mark.len()).any(|part| part == mark);
    let first = &head[..head.len().min(200)];
    let begins_with = |mark: &[u8]| first.windows(mark.len()).any(|part| part == mark);
    match named {
        Some(Format::Whole(format @ (Whole::Docx | Whole::Odt | Whole::Epub))) => Format::Whole(format),
        _ if begins_with(b"mimetypeapplication/epub+zip") => Format::Whole(Whole::Epub),
        _ if begins_with(b"mimetypeapplication/vnd.oasis.opendocument.text") => Format::Whole(Whole::Odt),
        _ if begins_with(b"[Content_Types].xml") && has(b"word/document.xml") => Format::Whole(Whole::Docx),
        _ => Format::Container(Container::Zip),
    }
}

/// Returns the format of an XML document by its first element.
fn by_root(head: &str) -> Result<Format, SkipReason> {
    let root = xml::root(head).ok_or_else(|| SkipReason::Damaged("not XML: no element".to_owned()))?;
    known_root(&root).ok_or_else(|| {
        let shown: String = root.chars().take(MAX_SHOWN_CHARS).collect();
        SkipReason::Unsupported(format!(
            "XML of <{shown}>; of news NITF, NewsML-G2, RSS and Atom are read, of newspapers METS, ALTO and PAGE"
        ))
    })
}

fn known_root(root: &str) -> Option<Format> {
    XML_ROOTS.iter().find(|(known, _)| *known == root).map(|(_, format)| *format)
}

fn by_content(head: &str) -> Option<Format> {
    let start = head.trim_start();
    if has_doctype(head) || starts_with_ignoring_case(start, "<html") {
        Some(Format::Whole(Whole::Html))
    } else if transcript::looks_like_vtt(head) {
        Some(Format::Whole(Whole::Transcript))
    } else if json::looks_like_lines(head) {
        Some(Format::Streamed(Streamed::JsonLines))
    } else if json::looks_like_json(start) {
        Some(Format::Whole(Whole::Json))
    } else if mbox::looks_like_mbox(head) {
        Some(Format::Streamed(Streamed::Mbox))
    } else if mail::looks_like_mail(head) {
        Some(Format::Whole(Whole::Mail))
    } else if start.starts_with('<') {
        known_root(&xml::root(start)?)
    } else {
        None
    }
}

fn has_doctype(head: &str) -> bool {
    starts_with_ignoring_case(head.trim_start(), "<!doctype html")
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_unambiguous() {
        let names = EXTENSIONS.iter().map(|(extension, _)| *extension).chain(XML_EXTENSIONS.iter().copied());
        let mut names: Vec<&str> = names.collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| *name == name.to_lowercase()));
    }
}
