//! `fundstelle watch`.

use std::io::{self, IsTerminal as _, Write};

use anyhow::Result;
use fundstelle::index::{Novelty, Watch, Watches};
use fundstelle::query::parse;
use fundstelle::search::{Hit, News, Now, SearchOptions, Searcher};
use serde::Serialize;
use serde_json::json;

use super::Exit;
use super::args::{Common, WatchAddArgs, WatchCommand, WatchListArgs, WatchRemoveArgs, WatchRunArgs};
use super::messages::{Language, error, in_query, language, texts};
use super::output::{Painter, feed, json_line, note, stdout, visible};

pub(super) fn run(command: &WatchCommand, common: &Common) -> Result<Exit> {
    match command {
        WatchCommand::Add(args) => add(args, common),
        WatchCommand::List(args) => list(args, common),
        WatchCommand::Remove(args) => remove(args, common),
        WatchCommand::Run(args) => run_all(args, common),
    }
}

fn add(args: &WatchAddArgs, common: &Common) -> Result<Exit> {
    let query = args.query.join(" ");
    parse(&query).map_err(|err| in_query(&query)(err.into()))?;
    let searcher = Searcher::open(&common.index)?;
    let mut watches = Watches::open(&common.index)?;
    let watch = watches.add(&args.name, &query)?;
    // What is there already is no news.
    let now = searcher.now(watch, &searcher.contents()?, &options(args.timeout)).map_err(in_query(&query))?;
    now.note(watch);
    let found = watch.found() as u64;
    watches.save()?;
    if !common.quiet {
        let articles = texts(language()).articles.counted(found);
        let name = visible(&args.name);
        note(&match language() {
            Language::German => format!("{name}: gemerkt; {articles} schon da, gemeldet wird, was neu dazukommt"),
            Language::English => format!("{name}: kept; {articles} there already, what is new will be told"),
        });
    }
    Ok(Exit::Done)
}

fn list(args: &WatchListArgs, common: &Common) -> Result<Exit> {
    Searcher::open(&common.index)?;
    let watches = Watches::read(&common.index)?;
    let mut out = stdout();
    for watch in &watches {
        let Watch { name, query, .. } = watch;
        match args.json {
            true => writeln!(out, "{}", json_line(&json!({ "name": name, "query": query, "found": watch.found() }))?)?,
            false => writeln!(out, "{}: {}", visible(name), visible(query))?,
        }
    }
    out.flush()?;
    if watches.is_empty() && !common.quiet {
        note(none(language()));
    }
    Ok(if watches.is_empty() { Exit::Nothing } else { Exit::Done })
}

fn none(language: Language) -> &'static str {
    match language {
        Language::German => "Keine Suche gemerkt: fundstelle watch add NAME ANFRAGE",
        Language::English => "No search is kept: fundstelle watch add NAME QUERY",
    }
}

fn remove(args: &WatchRemoveArgs, common: &Common) -> Result<Exit> {
    Searcher::open(&common.index)?;
    let mut watches = Watches::open(&common.index)?;
    args.names.iter().try_for_each(|name| watches.remove(name))?;
    watches.save()?;
    Ok(Exit::Done)
}

fn run_all(args: &WatchRunArgs, common: &Common) -> Result<Exit> {
    let searcher = Searcher::open(&common.index)?;
    let mut watches = Watches::open(&common.index)?;
    let chosen = chosen(&mut watches, &args.names)?;
    if chosen.is_empty() && !common.quiet {
        note(none(language()));
    }
    let contents = searcher.contents()?;
    let mut writer = Writer { painter: Painter::new(language()), language: language(), form: Form::of(args) };
    if let Some(path) = &args.rss {
        feed::check(path, &searcher.index().metadata().roots)?;
    }
    let (mut out, mut items, mut done, mut fault) = (stdout(), Vec::new(), Vec::<(String, Now)>::new(), false);
    for watch in chosen {
        // One that fails does not keep the others from being told.
        match searcher.news(&watch, &contents, &options(args.timeout)).map_err(in_query(&watch.query)) {
            Ok((news, now)) => {
                writer.write(&mut out, &watch, &news)?;
                items.extend(news.iter().map(|news| feed::item(&watch.name, news)));
                done.push((watch.name, now));
            }
            Err(err) => {
                note(&format!("fundstelle: {}: {}", visible(&watch.name), error(language(), &err)));
                fault = true;
            }
        }
    }
    out.flush()?;
    let found = !items.is_empty();
    if let Some(path) = &args.rss {
        feed::add(path, items)?;
    }
    // Only what was told is known from now on.
    for (name, now) in done {
        now.note(watches.get_mut(&name)?);
    }
    if found {
        watches.save()?;
    } else if !common.quiet && !watches.all().is_empty() && writer.form != Form::Json {
        note(if language() == Language::German { "Nichts Neues." } else { "Nothing new." });
    }
    Ok(match (fault, found) {
        (true, _) => Exit::Fault,
        (false, true) => Exit::Done,
        (false, false) => Exit::Nothing,
    })
}

/// The searches of these names, else all.
fn chosen(watches: &mut Watches, names: &[String]) -> Result<Vec<Watch>> {
    if names.is_empty() {
        return Ok(watches.all().to_vec());
    }
    names.iter().map(|name| Ok(watches.get_mut(name)?.clone())).collect()
}

fn options(timeout: std::time::Duration) -> SearchOptions {
    SearchOptions { timeout: Some(timeout), ..SearchOptions::default() }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// For reading, under the name of the search.
    Text,
    /// A line each, with the name of the search before it.
    Line,
    Json,
}

impl Form {
    fn of(args: &WatchRunArgs) -> Form {
        match args.json {
            true => Form::Json,
            false if io::stdout().is_terminal() => Form::Text,
            false => Form::Line,
        }
    }
}

struct Writer {
    painter: Painter,
    language: Language,
    form: Form,
}

/// A hit of a kept search for programs.
#[derive(Serialize)]
struct Told<'a> {
    watch: &'a str,
    novelty: Novelty,
    #[serde(flatten)]
    hit: &'a Hit,
}

impl Writer {
    fn write(&mut self, out: &mut impl Write, watch: &Watch, news: &[News]) -> Result<()> {
        let name = visible(&watch.name);
        if self.form == Form::Text && !news.is_empty() {
            let head = self.painter.title(&format!("{name}: {}", visible(&watch.query)));
            writeln!(out, "{head} · {} {}\n", news.len(), texts(self.language).added)?;
        }
        for News { novelty, hit, .. } in news {
            let updated = match (novelty, self.language) {
                (Novelty::New, _) => "",
                (Novelty::Updated, Language::German) => " (geändert)",
                (Novelty::Updated, Language::English) => " (updated)",
            };
            match self.form {
                Form::Text => {
                    if !updated.is_empty() {
                        writeln!(out, "{}", updated.trim_start())?;
                    }
                    self.painter.hit(out, hit)?;
                }
                Form::Line => {
                    write!(out, "{name}{updated}: ")?;
                    self.painter.line(out, hit)?;
                }
                Form::Json => {
                    writeln!(out, "{}", json_line(&Told { watch: &watch.name, novelty: *novelty, hit })?)?;
                }
            }
        }
        Ok(())
    }
}
