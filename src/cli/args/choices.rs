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
