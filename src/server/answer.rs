//! What goes back to a client?

use std::borrow::Cow;

/// Kinds of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// JSON (RFC 8259).
    Json,
    /// One JSON object a line.
    Ndjson,
    /// A page.
    Html,
    /// Plain text.
    Text,
    /// A table (RFC 4180).
    Csv,
    /// A feed (RSS 2.0).
    Rss,
    /// BibTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    CslJson,
    /// A style sheet.
    Css,
    /// A script.
    Script,
    /// A picture.
    Svg,
    /// The description of a search engine for a browser.
    OpenSearch,
    /// A problem (RFC 9457).
    Problem,
}

impl Media {
    /// Returns the value of `Content-Type`.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Media::Json => "application/json",
            Media::Ndjson => "application/x-ndjson",
            Media::Html => "text/html; charset=utf-8",
            Media::Text => "text/plain; charset=utf-8",
            Media::Csv => "text/csv; charset=utf-8",
            Media::Rss => "application/rss+xml; charset=utf-8",
            Media::Bibtex => "application/x-bibtex; charset=utf-8",
            Media::Ris => "application/x-research-info-systems; charset=utf-8",
            Media::CslJson => "application/vnd.citationstyles.csl+json",
            Media::Css => "text/css; charset=utf-8",
            Media::Script => "text/javascript; charset=utf-8",
            Media::Svg => "image/svg+xml",
            Media::OpenSearch => "application/opensearchdescription+xml; charset=utf-8",
            Media::Problem => "application/problem+json",
        }
    }

    /// Returns the type without parameters.
    pub(super) fn essence(self) -> &'static str {
        let whole = self.content_type();
        whole.split_once(';').map_or(whole, |(essence, _)| essence)
    }
}

/// Content of an answer.
#[derive(Debug, Clone)]
pub(super) struct HttpAnswer {
    /// Kind of the content.
    pub(super) media: Media,
    /// The content.
    pub(super) body: Cow<'static, str>,
    /// Path and query of the next page.
    pub(super) next: Option<String>,
}

impl HttpAnswer {
    /// Returns an answer without a next page.
    pub(super) fn new(media: Media, body: impl Into<Cow<'static, str>>) -> HttpAnswer {
        HttpAnswer { media, body: body.into(), next: None }
    }
}
