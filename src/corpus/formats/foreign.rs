//! Names the formats that may hold articles and have no reader, so that nobody takes them for pictures.

/// Formats by their first bytes: those, the extensions that belong to them (empty: any), and what to say.
const KINDS: &[(&[u8], &[&str], &str)] = &[
    (OLE, &["xls", "xlt"], "Excel table of before 2007 (.xls): save it as CSV"),
    (OLE, &["ppt", "pps"], "slides of before 2007 (.ppt): save them as PDF"),
    (OLE, &["msg"], "mail of Outlook (.msg): save it as .eml"),
    (OLE, &["docx", "docm", "dotx"], "Word document with a password: save it without one"),
    (OLE, &[], "Word document of before 2007 (.doc): save it as DOCX or text"),
    (ZIP, &["xlsx", "xlsm", "ods", "numbers"], "spreadsheet: save it as CSV"),
    (ZIP, &["pptx", "ppsx", "odp", "key"], "slides: save them as PDF"),
    (ZIP, &["pages"], "document of Pages: save it as DOCX"),
    (b"Rar!", &[], "archive (RAR): unpack it first"),
    (b"7z\xBC\xAF", &[], "archive (7z): unpack it first"),
    (b"BZh", &[], "compressed with bzip2: unpack it first"),
    (b"\xFD7zXZ", &[], "compressed with xz: unpack it first"),
    (b"LZIP", &["lz"], "compressed with lzip: unpack it first"),
    (b"SQLite format 3", &[], "database (SQLite): export its table as CSV"),
    (b"AT&TFORM", &[], "scan (DjVu): convert it to PDF with text"),
    (b"!BDN", &[], "mailbox of Outlook (.pst): save the mails as .eml"),
];

/// First bytes of Word, Excel and Outlook before 2007.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// First bytes of a ZIP.
const ZIP: &[u8] = b"PK\x03\x04";

/// Returns what a file is that begins with `head` and has this extension, and what to do with it; `None` if it is nothing of
/// these.
pub(super) fn kind(extension: Option<&str>, head: &[u8]) -> Option<&'static str> {
    let extension = extension.unwrap_or_default();
    let fits = |(magic, extensions, _): &&(&[u8], &[&str], &str)| {
        head.starts_with(magic) && (extensions.is_empty() || extensions.contains(&extension))
    };
    KINDS.iter().find(fits).map(|(_, _, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_as_what_they_are() {
        for (extension, head, what) in [
            (Some("doc"), OLE, Some("Word document")),
            (None, OLE, Some("Word document")),
            (Some("xls"), OLE, Some("Excel table")),
            (Some("xlsx"), ZIP, Some("spreadsheet")),
            (Some("zip"), ZIP, None),
            (None, b"Rar!\x1a", Some("archive (RAR)")),
            (Some("png"), b"\x89PNG", None),
        ] {
            let found = kind(extension, head);
            assert_eq!(found.is_some(), what.is_some(), "{extension:?}");
            assert!(what.is_none_or(|what| found.unwrap_or_default().starts_with(what)), "{extension:?}");
        }
    }
}
