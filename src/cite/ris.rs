//! A citation in RIS, which every program for references reads.

use super::{Citation, plain};

/// A record of type NEWS, in UTF-8, its lines ended by CR LF as the format asks. `note` says where in the article.
pub fn ris(citation: &Citation, note: &str) -> String {
    let (title, source, section) = (plain(&citation.title), plain(&citation.source), plain(&citation.section));
    // YYYY/MM/DD
    let date = citation.date_parts().join("/");
    let fields = [
        ("TY", "NEWS"),
        ("ID", &citation.key()),
        ("TI", &title),
        ("T2", &source),
        ("PY", citation.year()),
        ("DA", &date),
        ("SE", &section),
        ("UR", &citation.url()),
        ("N1", &plain(note)),
    ];
    let lines =
        fields.iter().filter(|(_, value)| !value.is_empty()).map(|(tag, value)| format!("{tag}  - {value}\r\n"));
    lines.chain(["ER  - \r\n".to_owned()]).collect()
}
