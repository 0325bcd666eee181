//! Makes an article of the regions of a digitised page: lines are joined over hyphens, and every region has its place.

use super::layout::Body;
use super::whitespace::one_line;
use crate::corpus::article::Article;
use crate::corpus::date::date_of_name;
use crate::corpus::reason::SkipReason;

/// A region of a page, such as a paragraph or a column.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Region {
    /// Number of the page; empty if unknown.
    pub(super) page: String,
    /// Id of the region in its file.
    pub(super) id: String,
    pub(super) heading: bool,
    /// Lines of text, each with the line of the file on which it stands.
    pub(super) lines: Vec<(u32, String)>,
}

impl Region {
    /// Adds a line, unless it is blank.
    pub(super) fn line(&mut self, line: u32, text: &str) {
        let text = one_line(text);
        if !text.is_empty() {
            self.lines.push((line, text));
        }
    }

    /// Returns the text of the region.
    pub(super) fn text(&self) -> String {
        let mut body = Body::default();
        for (line, text) in &self.lines {
            body.continued(text, *line);
        }
        body.text
    }

    fn place(&self) -> String {
        let parts = [("page", &self.page), ("region", &self.id)].into_iter().filter(|(_, value)| !value.is_empty());
        parts.map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
    }
}

/// Returns the article of a file called `name`: its first heading is the title, if it comes first.
pub(super) fn article(mut regions: Vec<Region>, name: &str) -> Result<Article, SkipReason> {
    regions.retain(|region| !region.lines.is_empty());
    let mut article = Article::default();
    if regions.len() > 1 && regions[0].heading {
        article.title = regions.remove(0).text();
    }
    let date = date_of_name(name);
    article.date_refused = matches!(date, Some(Err(_)));
    article.date = date.and_then(Result::ok);
    body(&regions)?.fill(&mut article);
    Ok(article)
}

/// Returns the text of regions, a paragraph each; one that ends within a word goes on in the next.
pub(super) fn body(regions: &[Region]) -> Result<Body, SkipReason> {
    let mut body = Body::default();
    let last = regions.len().saturating_sub(1);
    for (nth, region) in regions.iter().enumerate() {
        let start = body.text.len();
        let Some(((line, first), rest)) = region.lines.split_first() else { continue };
        if nth > 0 && super::line_ends::goes_on(&body.text, first) {
            body.continued(first, *line);
            body.place(first.len(), &region.place());
        } else {
            body.paragraph(first, *line);
            body.place(first.len(), &region.place());
        }
        for (line, text) in rest {
            body.continued(text, *line);
        }
        if region.heading && nth < last {
            let from = if start == 0 { 0 } else { start + 1 };
            body.mark_heading(from);
        }
    }
    if body.text.is_empty() {
        return Err(SkipReason::BadRecord("no text on this page: if it is a scan, run OCR first".to_owned()));
    }
    Ok(body)
}
