//! Makes an article of what `pdftotext` says of a PDF: its properties, and its pages without running heads and page numbers.

use std::collections::HashMap;

use super::document::is_made_up;
use super::html_text::decoded;
use super::text;
use super::whitespace::one_line;
use crate::characters::is_number;
use crate::corpus::article::{Article, LineMap};
use crate::corpus::date::parse_date;
use crate::corpus::reason::SkipReason;

/// Lines at the top and at the bottom of a page that may be a running head.
const EDGE_LINES: usize = 2;

/// Pages on which a line must stand to be a running head.
const MIN_REPEATS: usize = 3;

/// Longest running head.
const MAX_HEAD_CHARS: usize = 120;

/// Endings of titles that are the name of a file.
const FILE_ENDINGS: [&str; 12] =
    [".doc", ".docx", ".pdf", ".indd", ".qxd", ".qxp", ".odt", ".rtf", ".txt", ".tex", ".ppt", ".pptx"];

/// Returns the article in what the program wrote about a file called `name`: a page of HTML with the properties in its head and
/// the text in `pre`, or the text alone.
pub(super) fn article(output: &str, name: &str) -> Result<Article, SkipReason> {
    let (head, text) = match output.split_once("<pre>\n").filter(|(head, _)| head.starts_with("<!DOCTYPE html")) {
        Some((head, rest)) => (head, rest.rfind("</pre>").map_or(rest, |end| &rest[..end])),
        None => ("", output),
    };
    let (text, pages) = without_edges(text);
    let mut article = text::read(text, name)?;
    set_places(&mut article, &pages);
    let title =
        head.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).map_or("", |(title, _)| title);
    let title = one_line(&decoded(title));
    if is_title(&title) && !article.body.is_empty() {
        set_title(&mut article, title);
    }
    if article.date.is_none() {
        article.date = property(head, "CreationDate").and_then(|date| day(&date));
        article.date_refused &= article.date.is_none();
    }
    Ok(article)
}

/// Returns a property of the head.
fn property(head: &str, name: &str) -> Option<String> {
    let (_, rest) = head.split_once(&format!("<meta name=\"{name}\" content=\""))?;
    Some(decoded(rest.split_once('"')?.0))
}

/// Reads `2019-03-16T10:15:00+01`, or `D:20190316101500+01'00'` as it stands in the file.
fn day(date: &str) -> Option<jiff::civil::Date> {
    let date = match date.strip_prefix("D:").and_then(|digits| digits.get(..8)) {
        Some(digits) => format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?),
        None => date.split('T').next().unwrap_or_default().to_owned(),
    };
    parse_date(&date)?.ok()
}

/// Returns true for a title that a person wrote.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let is_file = FILE_ENDINGS.iter().any(|end| lower.ends_with(end)) || lower.contains(['/', '\\']);
    let is_code = !title.contains(' ') && title.contains(|c: char| c.is_ascii_digit() || c == '_');
    title.chars().count() > 3 && !is_file && !is_code && !is_made_up(title)
}

/// Gives an article its own title; the first line, which was taken for it, is text again unless it says the same.
fn set_title(article: &mut Article, title: String) {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let first = std::mem::replace(&mut article.title, title);
    let (own, first_letters) = (letters(&article.title), letters(&first));
    if first.is_empty() || own.starts_with(&first_letters) || first_letters.starts_with(&own) {
        return;
    }
    let added = first.len() + 1;
    article.body.insert_str(0, &format!("{first}\n"));
    article.places.iter_mut().skip(1).for_each(|(start, _)| *start = start.saturating_add(added as u32));
    article.headings.iter_mut().for_each(|heading| *heading = heading.start + added..heading.end + added);
    if let LineMap::Starts(starts) = &mut article.lines {
        starts.iter_mut().for_each(|(start, _)| *start = start.saturating_add(added as u32));
        starts.insert(0, (0, 1));
    }
}

/// Gives an article the page of each part as its place. `pages` has the page of each line of the text from which it was read.
fn set_places(article: &mut Article, pages: &[usize]) {
    let LineMap::Starts(starts) = &article.lines else { return };
    let mut last = None;
    for (start, line) in starts {
        let page = pages.get((*line as usize).saturating_sub(1)).copied();
        if let Some(page) = page.filter(|_| page != last) {
            article.places.push((*start, format!("page {page}")));
        }
        last = page.or(last);
    }
}

/// Takes running heads and page numbers off the edges of the pages, which end with a form feed. A paragraph that goes on on the
/// next page is not parted. Returns the text, and the page of each of its lines, from 1.
fn without_edges(text: &str) -> (String, Vec<usize>) {
    let pages: Vec<Vec<&str>> = text.split('\u{c}').map(|page| page.lines().collect()).collect();
    if pages.len() < 3 {
        // one page, and the form feed at its end
        let of_line = pages.iter().enumerate().flat_map(|(nth, page)| page.iter().map(move |_| nth + 1));
        return (text.replace('\u{c}', ""), of_line.collect());
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in &pages {
        let mut keys: Vec<String> = edges(page).into_iter().map(|at| key(page[at])).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| *seen.entry(key).or_default() += 1);
    }
    let is_head = |line: &str| {
        let key = key(line);
        let repeats = seen.get(&key).copied().unwrap_or(0);
        is_page_number(line) || !key.is_empty() && repeats >= MIN_REPEATS && line.chars().count() <= MAX_HEAD_CHARS
    };
    let mut whole = String::with_capacity(text.len());
    let mut of_line = Vec::new();
    for (number, page) in (1..).zip(&pages) {
        let dropped: Vec<usize> = edges(page).into_iter().filter(|at| is_head(page[*at])).collect();
        let kept = (0..page.len()).filter(|at| !dropped.contains(at)).map(|at| page[at]);
        let mut kept: Vec<&str> = kept.skip_while(|line| line.trim().is_empty()).collect();
        while kept.last().is_some_and(|line| line.trim().is_empty()) {
            kept.pop();
        }
        if kept.is_empty() {
            continue;
        }
        let goes_on = whole
            .trim_end()
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '\u{2010}' | '\u{ad}' | '¬'))
            && kept[0].trim_start().starts_with(char::is_lowercase);
        if !whole.is_empty() && !goes_on {
            whole.push('\n');
            of_line.push(number);
        }
        for line in kept {
            of_line.push(number);
            whole.push_str(line);
            whole.push('\n');
        }
    }
    (whole, of_line)
}

/// Returns the numbers of the first and last lines of a page that are not blank.
fn edges(page: &[&str]) -> Vec<usize> {
    let solid: Vec<usize> = (0..page.len()).filter(|at| !page[*at].trim().is_empty()).collect();
    let top = solid.iter().take(EDGE_LINES);
    let bottom = solid.iter().skip(EDGE_LINES.max(solid.len().saturating_sub(EDGE_LINES)));
    top.chain(bottom).copied().collect()
}

/// Returns the letters of a line: running heads differ in the number of the page only.
fn key(line: &str) -> String {
    line.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Returns true for `12`, `– 12 –`, `Seite 12` and `Seite 3 von 10`.
fn is_page_number(line: &str) -> bool {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_page = |word: &str| word.len() <= 4 && is_number(word);
    match words[..] {
        [number] => is_page(number),
        ["Seite" | "S" | "Page", number] => is_page(number),
        ["Seite" | "Page", number, "von" | "of", last] => is_page(number) && is_page(last),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn output(title: &str, day: &str, text: &str) -> String {
        format!(
            "<!DOCTYPE html PUBLIC \"x\"><html>\n<head>\n<title>{title}</title>\n<meta name=\"CreationDate\" content=\"{day}\"/>\n</head>\n<body>\n<pre>\n{text}</pre>\n</body>\n</html>\n"
        )
    }

    #[test]
    fn title_and_day_of_the_document() {
        let text = "Rathaus\nDer Rat tagt & berät <heute>.\n\u{c}";
        let article = |title: &str, day: &str| super::article(&output(title, day, text), "a.pdf").unwrap();
        let own = article("Rat &amp; Tat", "2019-03-16T10:15:00+01");
        assert_eq!((own.title.as_str(), own.body.as_str()), ("Rat & Tat", "Rathaus\nDer Rat tagt & berät <heute>."));
        assert_eq!(own.date, Some(jiff::civil::date(2019, 3, 16)));
        assert_eq!(own.lines.line_at(8), 2);
        assert_eq!(own.places, [(0, "page 1".to_owned())]);
        for title in ["rat_final_3.indd", "Microsoft Word - rat", "RAT2019", "", "Untitled"] {
            let other = article(title, "D:20190317");
            assert_eq!(
                (other.title.as_str(), other.date),
                ("Rathaus", Some(jiff::civil::date(2019, 3, 17))),
                "{title}"
            );
        }
        // the day in the text counts more than the one on which the file was made
        let dated = super::article(&output("x", "2019-03-16", "Kopf\n1. Mai 2018\nSatz."), "a.pdf").unwrap();
        assert_eq!(dated.date, Some(jiff::civil::date(2018, 5, 1)));
        assert_eq!(super::article("Kopf\nSatz.\n", "a.pdf").unwrap().title, "Kopf");
    }

    #[test]
    fn running_heads_and_page_numbers_are_no_text() {
        let page = |n: usize, text: &str| format!("Talbote, Ausgabe {n}\n\n{text}\n\n– {n} –\n\u{c}");
        let text = page(1, "Der Damm bricht\n\nDas Wasser stieg in der Nacht so hoch,")
            + &page(2, "dass der Damm brach.\n\nDie Wehr kam.")
            + &page(3, "1945 war es ebenso.");
        let article = super::article(&text, "a.pdf").unwrap();
        assert_eq!(article.title, "Der Damm bricht");
        assert!(!article.body.contains("Talbote") && !article.body.contains('–'), "{}", article.body);
        assert!(article.body.contains("1945 war es ebenso."));
        let places: Vec<(&str, &str)> = article
            .places
            .iter()
            .map(|(at, place)| (article.body[*at as usize..].split(' ').next().unwrap(), &place[..]))
            .collect();
        assert_eq!(places, [("Das", "page 1"), ("dass", "page 2"), ("1945", "page 3")]);
        for (line, is) in [
            ("12", true),
            ("Seite 3 von 10", true),
            ("– 4 –", true),
            ("1945 war", false),
            ("12345", false),
            ("", false),
        ] {
            assert_eq!(is_page_number(line), is, "{line}");
        }
    }
}
