//! A citation for LaTeX.

use super::{Citation, plain};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// An entry for BibTeX and biblatex, in UTF-8, ended by a line end. `note` says where in the article; it is escaped here.
/// What classic BibTeX (`year`, `month`) and biblatex (`date`, `entrysubtype`) ask for stands side by side.
pub fn bibtex(citation: &Citation, note: &str) -> String {
    // The title in braces of its own, so that no style takes the capitals from German nouns.
    let title = Some(escaped(&citation.title)).filter(|title| !title.is_empty()).map(|title| format!("{{{title}}}"));
    let month = citation.date_parts().get(1).and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
    let newspaper = if citation.source.is_empty() { "" } else { "newspaper" };
    let fields = [
        ("title", title.unwrap_or_default()),
        ("journal", escaped(&citation.source)),
        ("entrysubtype", newspaper.to_owned()),
        ("date", plain(&citation.date)),
        ("year", citation.year().to_owned()),
        ("month", month.copied().unwrap_or_default().to_owned()),
        ("url", citation.url()),
        ("note", escaped(note)),
    ];
    let fields = fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| match *name {
        // A name that every style knows, not a text.
        "month" => format!("  {name} = {value}"),
        _ => format!("  {name} = {{{value}}}"),
    });
    let fields: Vec<String> = fields.collect();
    let kind = if citation.source.is_empty() { "misc" } else { "article" };
    format!("@{kind}{{{},\n{}\n}}\n", citation.key(), fields.join(",\n"))
}

/// `text` on one line as LaTeX shows it. BibTeX counts braces whatever stands before them, so that they are written by name.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '\\' => out.push_str("{\\textbackslash}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '#' | '$' | '%' | '&' | '_' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_steers_latex_is_escaped_and_braces_stay_even() {
        for (text, tex) in [
            ("Größe „heute“", "Größe „heute“"),
            ("50 % & mehr\nals #1_a $", "50 \\% \\& mehr als \\#1\\_a \\$"),
            ("a}b{c\\d", "a{\\textbraceright}b{\\textbraceleft}c{\\textbackslash}d"),
            ("x^2~y\u{1b}[0m", "x{\\textasciicircum}2{\\textasciitilde}y [0m"),
        ] {
            let out = escaped(text);
            assert_eq!(out, tex);
            assert_eq!(out.matches('{').count(), out.matches('}').count());
        }
    }
}
