//! How does a citation look in BibTeX?

use super::{Citation, one_line};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Formats an entry for BibTeX and biblatex, in UTF-8, with a final line feed. `note` says where in the article, such as
/// `paragraph 3`; it is escaped here. The entry has the fields of classic BibTeX (`year`, `month`) and of biblatex (`date`,
/// `entrysubtype`).
pub fn bibtex(citation: &Citation, note: &str) -> String {
    // Braces around the title keep styles from lower-casing German nouns.
    let title = Some(escaped(&citation.title)).filter(|title| !title.is_empty()).map(|title| format!("{{{title}}}"));
    let month = citation.date_parts().get(1).and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
    let newspaper = if citation.source.is_empty() { "" } else { "newspaper" };
    let fields = [
        ("title", title.unwrap_or_default()),
        ("journal", escaped(&citation.source)),
        ("entrysubtype", newspaper.to_owned()),
        ("date", one_line(&citation.date)),
        ("year", citation.year().to_owned()),
        ("month", month.copied().unwrap_or_default().to_owned()),
        ("url", citation.url()),
        ("note", escaped(note)),
    ];
    let fields = fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| match *name {
        // A macro that every style defines, so without braces.
        "month" => format!("  {name} = {value}"),
        _ => format!("  {name} = {{{value}}}"),
    });
    let fields: Vec<String> = fields.collect();
    let kind = if citation.source.is_empty() { "misc" } else { "article" };
    format!("@{kind}{{{},\n{}\n}}\n", citation.key(), fields.join(",\n"))
}

/// Escapes `text` for LaTeX, on one line. BibTeX counts escaped braces, too, so braces are written by name.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
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
    fn special_characters_are_escaped_and_braces_stay_balanced() {
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
