//! What can be typed.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

mod choices;
mod search;
mod watch;

pub(crate) use choices::{By, CitationFormat, ColorChoice, FacetBy, Format, SortBy, StepBy};
pub(crate) use search::{CopiesArgs, FilterArgs, ResultArgs, SearchArgs, ShowArgs, SimilarArgs, TrendArgs};
pub(crate) use watch::{WatchAddArgs, WatchCommand, WatchListArgs, WatchRemoveArgs, WatchRunArgs};

/// Full-text search for German news: the passages that answer a query, each with the exact place it came from.
#[derive(Debug, Parser)]
#[command(name = "fundstelle", version, after_help = examples())]
pub(crate) struct Args {
    /// None is search as you type.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) common: Common,
}

impl Args {
    /// What was typed. Where the interactive mode is not `possible`, a command must be given. Bad input ends the program.
    pub(crate) fn typed(possible: bool) -> Args {
        let command = Args::command().subcommand_required(!possible).arg_required_else_help(!possible);
        Args::from_arg_matches(&command.get_matches()).unwrap_or_else(|err| err.exit())
    }
}

const EXAMPLES: &str = "Examples:
  fundstelle index archiv/                        make or update the index of a folder
  fundstelle search 'Werbung Kaspersky verboten'  the passages that answer best
  fundstelle search --in archiv/ '\"offener Brief\" UND Spion*'  both in one step
";
const TYPING: &str = "  fundstelle                                      search as you type, on a terminal\n";
const EXIT_STATUS: &str = "
Exit status: 0 found or done, 1 nothing found, 2 error (or some files could not be indexed).";

fn examples() -> String {
    [EXAMPLES, if cfg!(feature = "tui") { TYPING } else { "" }, EXIT_STATUS].concat()
}

/// Longest time for a query.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the index of files and folders, or bring it up to date
    Index(IndexArgs),
    /// Show the passages that answer a query best
    Search(SearchArgs),
    /// Draw how often a query matches over time
    Trend(TrendArgs),
    /// Show passages like an article, a passage or a file
    Similar(SimilarArgs),
    /// Show the article of a hit, with its citation
    Show(ShowArgs),
    /// Say who printed an article or a passage when, and what they changed
    Copies(CopiesArgs),
    /// Cite passages or articles: one line each, or BibTeX, RIS, CSL-JSON
    Cite(CiteArgs),
    /// Look up the quotations of a text: which stand in the corpus word for word, and how others differ
    Check(CheckArgs),
    /// Keep searches, and tell what is new for each after an index run
    #[command(subcommand)]
    Watch(WatchCommand),
    /// Show what the analyser makes of a text, step by step
    Analyze(AnalyzeArgs),
    /// Time queries on the index
    Bench(BenchArgs),
    /// Judge the ranking by topics and relevance judgments
    Eval(EvalArgs),
    /// Say what is in the index
    Stats(StatsArgs),
    /// Compare every file of the index with what was written
    Verify(VerifyArgs),
    /// Make one segment of the index: queries are answered faster, and what was removed frees its space
    Optimize(OptimizeArgs),
    /// Make the built-in list of words again
    #[command(subcommand)]
    Lexicon(LexiconCommand),
    /// Explain the query language, with examples
    #[command(long_about = super::language::ENGLISH)]
    Query,
    /// Write shell completions to standard output
    Completions(CompletionsArgs),
    /// Write the man page to standard output
    Man,
}

/// Options of every command.
#[derive(Debug, ClapArgs)]
pub(crate) struct Common {
    /// Folder of the index
    #[arg(long, global = true, value_name = "DIR", env = "FUNDSTELLE_INDEX", default_value = "index")]
    pub(crate) index: PathBuf,
    /// Threads to use [default: one for each processor, at most 8; bench: 1]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) threads: Option<u16>,
    /// Print results only
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Print more about what is done
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Write straight to the terminal and not through $PAGER, else less
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// Colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
}

/// How files are found and read.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReadingArgs {
    /// Follow symbolic links that stay inside the folder
    #[arg(long)]
    pub(crate) follow: bool,
    /// Leave out larger files (after unpacking), and larger records of JSONL, CSV, mbox and WARC files; with k, M or G
    #[arg(long, value_name = "SIZE", default_value = "32M", value_parser = size)]
    pub(crate) max_file_size: u64,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct IndexArgs {
    /// Files and folders; - reads a list of them from standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Forget what is in the index and begin anew
    #[arg(long)]
    pub(crate) rebuild: bool,
    /// Do not split compounds (for comparison); holds for the whole index
    #[arg(long)]
    pub(crate) no_compounds: bool,
    /// List of words that stay whole (Kindergarten) or are split by hand (Stau|becken), one a line; kept with the index
    #[arg(long, value_name = "FILE")]
    pub(crate) exceptions: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Go on: after each change of the files and folders bring the index up to date, until Ctrl-C
    #[arg(long)]
    pub(crate) watch: bool,
    /// Print the account as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CiteArgs {
    /// Ids of passages or articles, as a search shows them
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// How citations look
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = CitationFormat::Plain)]
    pub(crate) format: CitationFormat,
    /// Same as --format csl-json
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// The text, in any format that can be indexed; - is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Print one JSON object a quotation
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct AnalyzeArgs {
    /// The text
    #[arg(required = true)]
    pub(crate) text: Vec<String>,
    /// Print one JSON object a token
    #[arg(long)]
    pub(crate) json: bool,
}

/// What can be done with the list of words.
#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// Make the list of words that is built into the program from word lists and texts
    Build(LexiconBuildArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LexiconBuildArgs {
    /// List of nouns, one a line, plain or .gz (may be repeated)
    #[arg(long, value_name = "FILE")]
    pub(crate) nouns: Vec<PathBuf>,
    /// List of word forms of every kind, one a line, plain or .gz (may be repeated)
    #[arg(long, value_name = "FILE")]
    pub(crate) forms: Vec<PathBuf>,
    /// Where to write it
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Files and folders of articles to count words in
    #[arg(value_name = "PATH", required = true)]
    pub(crate) texts: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BenchArgs {
    /// File of lines `class TAB mode TAB id TAB text` (mode: or, and, phrase) or of texts; - is standard input
    /// [default: drawn from the index with a fixed seed]
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: Option<PathBuf>,
    /// How often each query is timed
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// How often each query is run before, untimed; 0 for caches as they are found
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) warm_up: u32,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct EvalArgs {
    /// Topics: lines `id TAB text`, plain words
    #[arg(long, value_name = "FILE", required_unless_present = "run")]
    pub(crate) topics: Option<PathBuf>,
    /// Judgments: lines `topic 0 document grade`
    #[arg(long, value_name = "FILE")]
    pub(crate) qrels: PathBuf,
    /// Judge this run (TREC form) instead of running the topics
    #[arg(long, value_name = "FILE", conflicts_with = "topics")]
    pub(crate) run: Option<PathBuf>,
    /// Compare with this run (TREC form) by a paired randomisation test
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    /// What the judgments are about
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = By::Passage)]
    pub(crate) by: By,
    /// How deep each topic is searched
    #[arg(short = 'n', long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
    /// Print each topic too
    #[arg(long)]
    pub(crate) per_topic: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct StatsArgs {
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct VerifyArgs {
    /// Compare the source files with what was indexed, too
    #[arg(long)]
    pub(crate) sources: bool,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct OptimizeArgs {
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds
        .filter(|time| *time <= LONGEST)
        .ok_or_else(|| "a number of seconds up to a day expected, as in 2.5".to_owned())
}

fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        other => return Err(format!("unknown unit `{other}`: k, M or G")),
    };
    let number: u64 = digits.parse().map_err(|_| "a number with k, M or G expected, as in 32M".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}
