//! How does a citation look in RIS, which every reference manager reads?

use super::{Citation, one_line};

/// Formats a record of type NEWS, in UTF-8, with the line ends CR LF that the format requires. `note` says where in the
/// article, such as `paragraph 3`.
pub fn ris(citation: &Citation, note: &str) -> String {
    let (title, source, section) = (one_line(&citation.title), one_line(&citation.source), one_line(&citation.section));
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
        ("N1", &one_line(note)),
    ];
    let lines =
        fields.iter().filter(|(_, value)| !value.is_empty()).map(|(tag, value)| format!("{tag}  - {value}\r\n"));
    lines.chain(["ER  - \r\n".to_owned()]).collect()
}
