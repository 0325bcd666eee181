//! Commands and options.

use std::path::PathBuf;

use clap::{Args as ClapArgs, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum as _};

mod choices;
mod measure;
mod search;
#[cfg(feature = "server")]
mod serve;
mod values;
mod watch;

pub(crate) use choices::{ColorChoice, DigestForm, KwicOrder, OutputFormat};
pub(crate) use measure::{BenchArgs, EvalArgs};
pub(crate) use search::{CopiesArgs, FilterArgs, ResultArgs, SearchArgs, ShowArgs, SimilarArgs, TrendArgs};
#[cfg(feature = "server")]
pub(crate) use serve::{LogFormat, McpArgs, ServeArgs};
use values::size;
pub(crate) use watch::{WatchAddArgs, WatchCommand, WatchListArgs, WatchRemoveArgs, WatchRunArgs};

use super::config::Config;
use crate::wire::choices::CitationFormat;
use fundstelle::corpus::FieldMap;
use fundstelle::index::last_commit;

/// Full-text search for German news: finds the passages that answer a query, each with the exact place it came from.
#[derive(Debug, Parser)]
#[command(name = "fundstelle", version, after_help = examples())]
pub(crate) struct Args {
    /// The command; none starts the interactive mode.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) common: Common,
}

impl Args {
    /// Parses the command line. Unless the interactive mode is `possible`, a command is required. Bad input ends the program.
    pub(super) fn typed(possible: bool, config: &Config) -> Args {
        let mut command = Args::command().subcommand_required(!possible).arg_required_else_help(!possible);
        if let Some(color) = config.color.as_ref().and_then(ColorChoice::to_possible_value) {
            command = command.mut_arg("color", |arg| arg.default_value(color.get_name().to_owned()));
        }
        if let Some(limit) = config.limit {
            let limited = |sub: clap::Command| sub.mut_arg("limit", |arg| arg.default_value(limit.to_string()));
            command = command.mut_subcommand("search", limited).mut_subcommand("similar", limited);
        }
        // The options of all commands are known to each once it is built, which only a page of help is worth.
        if std::env::args().any(|arg| matches!(arg.as_str(), "-h" | "--help" | "help")) {
            command = Args::complete(command);
        }
        Args::from_arg_matches(&command.get_matches()).unwrap_or_else(|err| err.exit())
    }
}

impl Args {
    /// Returns the command with all its subcommands as their pages of help and their man pages show them.
    pub(crate) fn complete(mut command: clap::Command) -> clap::Command {
        command.build();
        WITHOUT_INDEX.iter().fold(command, |command, name| {
            command.mut_subcommand(name, |sub| {
                sub.mut_args(|arg| {
                    let is_idle = OF_AN_INDEX.contains(&arg.get_id().as_str());
                    arg.hide(is_idle)
                })
            })
        })
    }
}

/// Commands that open no index and print little.
const WITHOUT_INDEX: [&str; 3] = ["query", "completions", "man"];
/// Options of all commands that mean nothing there.
const OF_AN_INDEX: [&str; 7] = ["typed_index", "synonyms", "threads", "quiet", "verbose", "no_pager", "color"];

const EXAMPLES: &str = "Examples:
  fundstelle index archiv/                        build or update the index of a folder
  fundstelle search 'Werbung Kaspersky verboten'  show the best passages
  fundstelle search --in archiv/ '\"offener Brief\" UND Spion*'  do both in one step
";
const TYPING: &str = "  fundstelle                                      search as you type (on a terminal)\n";
const EXIT_STATUS: &str = "
Exit status: 0 found or done, 1 nothing found, 2 error (or some files could not be indexed).";

fn examples() -> String {
    [EXAMPLES, if cfg!(feature = "tui") { TYPING } else { "" }, EXIT_STATUS].concat()
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build an index of files and folders, or bring it up to date
    Index(IndexArgs),
    /// Show the passages that answer a query best
    Search(Box<SearchArgs>),
    /// Serve the index to browsers and programs on this machine: a page and an HTTP API
    #[cfg(feature = "server")]
    Serve(ServeArgs),
    /// Serve the index to a language model: tools of the Model Context Protocol on standard input and output
    #[cfg(feature = "server")]
    Mcp(McpArgs),
    /// Draw how often a query matches over time
    Trend(TrendArgs),
    /// Show passages similar to an article, a passage or a file
    Similar(SimilarArgs),
    /// Show the article of a hit, with its citation
    Show(ShowArgs),
    /// List the near-identical copies of an article or passage: source, date, changes
    Copies(CopiesArgs),
    /// Cite passages or articles: one line each, or BibTeX, RIS, CSL-JSON
    Cite(CiteArgs),
    /// Check the quotations in a text against the indexed articles
    Check(CheckArgs),
    /// Save searches and report new matches
    #[command(subcommand)]
    Watch(WatchCommand),
    /// Show how a text is analysed, step by step
    Analyze(AnalyzeArgs),
    /// Measure the latency of queries
    Bench(BenchArgs),
    /// Measure the quality of the ranking with topics and relevance judgments
    Eval(EvalArgs),
    /// Show the size and contents of the index
    Stats(StatsArgs),
    /// Check the index for damage
    Verify(VerifyArgs),
    /// Merge the index into one segment: queries become faster, and removed articles free their space
    Optimize(OptimizeArgs),
    /// Rebuild the built-in word list (for developers)
    #[command(subcommand)]
    Lexicon(LexiconCommand),
    /// Explain the query language, with examples
    #[command(long_about = super::query::ENGLISH)]
    Query,
    /// Write shell completions to standard output
    Completions(CompletionsArgs),
    /// Write a man page to standard output, or all of them to a folder
    Man(ManArgs),
}

impl Command {
    /// Returns true if the command makes an index where there is none.
    pub(super) fn makes_an_index(&self) -> bool {
        match self {
            Command::Index(_) => true,
            Command::Search(args) => !args.paths.is_empty(),
            #[cfg(feature = "server")]
            Command::Serve(args) => !args.paths.is_empty(),
            _ => false,
        }
    }
}

/// Name of an index, unless another is given.
const DEFAULT_INDEX: &str = "index";
const INDEX_VARIABLE: &str = "FUNDSTELLE_INDEX";

/// Options of all commands.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct Common {
    /// Folder of the index [env: FUNDSTELLE_INDEX] [default: index, here or in the nearest folder above that has one]
    #[arg(long = "index", global = true, value_name = "DIR")]
    pub(crate) typed_index: Option<PathBuf>,
    /// Folder of the index.
    #[arg(skip)]
    pub(crate) index: PathBuf,
    /// True if the folder of the index was named.
    #[arg(skip)]
    pub(crate) is_index_named: bool,
    /// File of synonyms: lines `a, b` (each for the other), `a => b, c` (one way), `= a` (never searched by its parts)
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) synonyms: Option<PathBuf>,
    /// Number of threads [default: one per processor, at most 8; bench: 1]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) threads: Option<u16>,
    /// Print only results
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Print more details
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Do not page the output through $PAGER or less
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
}

impl Common {
    /// Sets the folder of the index: the one that was typed, or that the environment or else a file of defaults names, or the nearest
    /// here and above. A command that may make one makes it here.
    pub(super) fn find_index(&mut self, makes_one: bool, config: &Config) {
        let named = || std::env::var_os(INDEX_VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
        let named = self.typed_index.take().or_else(named);
        self.is_index_named = named.is_some();
        self.index = match named.or_else(|| config.index.clone()) {
            Some(named) => named,
            None if makes_one => PathBuf::from(DEFAULT_INDEX),
            None => nearest_index().unwrap_or_else(|| PathBuf::from(DEFAULT_INDEX)),
        };
    }
}

/// The folder `index` that holds an index, here or in the nearest folder above; one that is here is named as before.
fn nearest_index() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let mut folders = here.ancestors();
    let first = folders.next()?;
    if last_commit(&first.join(DEFAULT_INDEX)).is_some() {
        return None;
    }
    folders.map(|folder| folder.join(DEFAULT_INDEX)).find(|folder| last_commit(folder).is_some())
}

/// How files are found and read.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReadingArgs {
    /// Follow symbolic links that stay inside the folder
    #[arg(long)]
    pub(crate) follow: bool,
    /// Skip files larger than this (after unpacking), and larger records of JSONL, CSV, mbox and WARC files; with k, M or G
    #[arg(long, value_name = "SIZE", default_value = "32M", value_parser = size)]
    pub(crate) max_file_size: u64,
    /// Name the fields of JSON or the columns of tables: title=header,date=hist (kinds: text, title, lead, date, source, section,
    /// id, language); a number is the place of a column, a.b a field inside another; kept with the index
    #[arg(long, value_name = "KIND=FIELD,…", default_value_t, hide_default_value = true)]
    pub(crate) map: FieldMap,
    /// Index the captions of the pictures, films and sounds of agencies (ninjs, NewsML-G2) as articles; kept with the index
    #[arg(long)]
    pub(crate) captions: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct IndexArgs {
    /// Files and folders to index; - reads their names from standard input, one per line
    #[arg(required_unless_present = "forget", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Discard the index and build it again
    #[arg(long, requires = "paths")]
    pub(crate) rebuild: bool,
    /// Remove a file or folder from the index, whether it is still there or not
    #[arg(long, value_name = "PATH", conflicts_with_all = ["rebuild", "watch"])]
    pub(crate) forget: Vec<PathBuf>,
    /// Update even if a folder has lost more than half of its files, without asking
    #[arg(long)]
    pub(crate) yes: bool,
    /// Do not split compounds (for comparison); applies to the whole index
    #[arg(long)]
    pub(crate) no_compounds: bool,
    /// List of words that stay whole (Kindergarten) or are split by hand (Stau|becken), one per line; stored with the index
    #[arg(long, value_name = "FILE")]
    pub(crate) exceptions: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Keep running and update the index after each change, until Ctrl-C
    #[arg(long)]
    pub(crate) watch: bool,
    /// Print the summary as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// Write what became of each file and of each record that was left out to a file, as CSV
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CiteArgs {
    /// Ids of passages or articles, as shown by search, or numbers of hits of the last search of this terminal
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Format of the citations
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = CitationFormat::Plain)]
    pub(crate) format: CitationFormat,
    /// Shorthand for --format csl-json
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// File with the text, in any format that can be indexed; - is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Print one JSON object per quotation
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct AnalyzeArgs {
    /// Text to analyse
    #[arg(required = true)]
    pub(crate) text: Vec<String>,
    /// Print one JSON object per token
    #[arg(long)]
    pub(crate) json: bool,
}

/// Commands of the built-in word list.
#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// Build the word list from lists of words and from texts
    Build(LexiconBuildArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LexiconBuildArgs {
    /// List of nouns, one per line, plain or .gz (may be repeated)
    #[arg(long, value_name = "FILE")]
    pub(crate) nouns: Vec<PathBuf>,
    /// List of word forms of all kinds, one per line, plain or .gz (may be repeated)
    #[arg(long, value_name = "FILE")]
    pub(crate) forms: Vec<PathBuf>,
    /// File to write
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Files and folders with articles to count words in
    #[arg(value_name = "PATH", required = true)]
    pub(crate) texts: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct StatsArgs {
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct VerifyArgs {
    /// Also check whether the source files have changed since they were indexed
    #[arg(long)]
    pub(crate) sources: bool,
    /// Tell instead what the index still has of an article, file or folder that was removed
    #[arg(long, value_name = "ID|PATH", conflicts_with = "sources")]
    pub(crate) absent: Option<String>,
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
pub(crate) struct ManArgs {
    /// Command that the page is about, such as search, watch add or watch-add [default: the program]
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
    /// Write the pages of all commands to this folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CompletionsArgs {
    /// Shell to write completions for
    pub(crate) shell: clap_complete::Shell,
}
