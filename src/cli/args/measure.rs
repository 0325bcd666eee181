//! Options of the commands that measure.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::wire::choices::By;

#[derive(Debug, ClapArgs)]
pub(crate) struct BenchArgs {
    /// File with lines `class TAB mode TAB id TAB text` (mode: or, and, phrase) or plain text; - is standard input
    /// [default: queries drawn from the index with a fixed seed]
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: Option<PathBuf>,
    /// Number of timed runs of each query
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// Number of untimed runs of each query before; 0 leaves caches as they are
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) warm_up: u32,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct EvalArgs {
    /// File of topics: lines `id TAB text`, plain words
    #[arg(long, value_name = "FILE", required_unless_present = "run")]
    pub(crate) topics: Option<PathBuf>,
    /// File of judgments: lines `topic 0 document grade`
    #[arg(long, value_name = "FILE")]
    pub(crate) qrels: PathBuf,
    /// Evaluate this run (TREC format) instead of running the topics
    #[arg(long, value_name = "FILE", conflicts_with = "topics")]
    pub(crate) run: Option<PathBuf>,
    /// Compare with this run (TREC format) by a paired randomisation test
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    /// Unit of the judgments
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = By::Passage)]
    pub(crate) by: By,
    /// Number of hits per topic
    #[arg(short = 'n', long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
    /// Print the measures of each topic as well
    #[arg(long)]
    pub(crate) per_topic: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
