//! Formats of the output and colours to choose from.

use clap::ValueEnum;

/// Output format of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For reading: a few lines per hit
    Text,
    /// For pipes: one line per hit, beginning with path:line:
    Line,
    /// One line per match, between the words around it
    Kwic,
    /// One JSON object per hit
    Json,
    /// CSV with a header
    Csv,
    /// A TREC run
    Trec,
    /// A workbook for spreadsheets, with a sheet about the search
    #[cfg(feature = "xlsx")]
    Xlsx,
    /// One note per passage in Markdown, with front matter, for Obsidian and the like
    Markdown,
}

/// Order of the lines of a concordance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KwicOrder {
    /// As the hits come
    Hits,
    /// By the words before the match, the nearest first
    Left,
    /// By the match and the words after it
    Right,
}

/// Form of a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DigestForm {
    /// Plain text
    Text,
    /// A whole mail, as text and HTML
    Mail,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ColorChoice {
    /// Applies the choice to the whole program.
    pub(crate) fn apply(self) {
        let choice = match self {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::AlwaysAnsi,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}
