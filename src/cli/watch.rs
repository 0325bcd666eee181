//! `fundstelle watch`.

use std::io::{self, IsTerminal as _, Write};

use anyhow::{Result, bail};
use fundstelle::index::{Index, Novelty, Watch, WatchFilters, Watches};
use fundstelle::query::{Node, parse};
use fundstelle::search::{Hit, NewArticle, SearchOptions, Searcher, WatchSnapshot};
use serde::Serialize;
use serde_json::json;

use super::args::{Common, DigestForm, WatchAddArgs, WatchCommand, WatchListArgs, WatchRemoveArgs, WatchRunArgs};
use super::digest::{self, Digest, DigestStory, forms};
use super::output::{Painter, feed, json_line, note, stdout, visible};
use super::search::clauses;
use super::{Exit, opened};
use crate::messages::{Language, error, exports, in_query, language, removal, sentences, texts};
use crate::wire::choices::By;
use crate::wire::request::{Filters, filtered};

/// Sender of a mail, unless another is named.
const DEFAULT_SENDER: &str = "fundstelle@localhost";

pub(super) fn run(command: &WatchCommand, common: &Common) -> Result<Exit> {
    match command {
        WatchCommand::Add(args) => add(args, common),
        WatchCommand::List(args) => list(args, common),
        WatchCommand::Remove(args) => remove(args, common),
        WatchCommand::Prune => prune(common),
        WatchCommand::Run(args) => run_all(args, common),
    }
}

fn add(args: &WatchAddArgs, common: &Common) -> Result<Exit> {
    let query = args.query.join(" ");
    let filters = args.filters.filters();
    let node = node(&query, &filters)?;
    let searcher = opened::searcher(common)?;
    let mut watches = Watches::open(&common.index)?;
    let watch = watches.add(&args.name, &query, args.within == By::Article)?;
    let owned = |filter: Option<&str>| filter.map(str::to_owned);
    let Filters { since, until, source, section } = filters;
    watch.filters =
        WatchFilters { since: owned(since), until: owned(until), source: owned(source), section: owned(section) };
    // Articles that match already are not new.
    let now = searcher
        .watch_snapshot(watch, &node, &searcher.content_hashes()?, &options(args.timeout))
        .map_err(in_query(&query))?;
    now.record_in(watch);
    let found = watch.found() as u64;
    watches.save()?;
    if !common.quiet {
        note(&sentences::watch_added(language(), &visible(&args.name), found));
    }
    Ok(Exit::Done)
}

fn list(args: &WatchListArgs, common: &Common) -> Result<Exit> {
    Searcher::open(&common.index)?;
    let watches = Watches::read(&common.index)?;
    let mut out = stdout();
    for watch in &watches {
        let Watch { name, query, filters, by_article, .. } = watch;
        match args.json {
            true => {
                let within = if *by_article { "article" } else { "passage" };
                let mut record = json!({ "name": name, "query": query, "within": within, "found": watch.found() });
                if !filters.is_empty() {
                    record["filters"] = json!(filters);
                }
                writeln!(out, "{}", json_line(&record)?)?;
            }
            false => writeln!(out, "{}: {}", visible(name), visible(&shown(watch)))?,
        }
    }
    out.flush()?;
    if watches.is_empty() && !common.quiet {
        note(texts::NO_WATCHES.to(language()));
    }
    Ok(if watches.is_empty() { Exit::Nothing } else { Exit::Done })
}

fn remove(args: &WatchRemoveArgs, common: &Common) -> Result<Exit> {
    Searcher::open(&common.index)?;
    let mut watches = Watches::open(&common.index)?;
    args.names.iter().try_for_each(|name| watches.remove(name))?;
    watches.save()?;
    Ok(Exit::Done)
}

fn prune(common: &Common) -> Result<Exit> {
    let mut watches = Watches::open(&common.index)?;
    let forgotten = watches.prune(&Index::open(&common.index)?)?;
    if forgotten > 0 {
        watches.save()?;
    }
    if !common.quiet {
        note(&removal::pruned(language(), forgotten as u64));
    }
    Ok(if forgotten > 0 { Exit::Done } else { Exit::Nothing })
}

/// Refuses options that mean nothing together, before anything counts as told.
fn check(args: &WatchRunArgs) -> Result<()> {
    let is_mail = args.digest == Some(DigestForm::Mail);
    if !is_mail && (args.mail_from.is_some() || !args.mail_to.is_empty()) {
        bail!(exports::MAIL_NEEDS_ITS_FORM.to(language()));
    }
    if is_mail && args.json {
        bail!(exports::MAIL_IS_NO_JSON.to(language()));
    }
    Ok(())
}

fn run_all(args: &WatchRunArgs, common: &Common) -> Result<Exit> {
    check(args)?;
    let searcher = opened::searcher(common)?;
    let mut watches = Watches::open(&common.index)?;
    let chosen = chosen(&mut watches, &args.names)?;
    if chosen.is_empty() && !common.quiet {
        note(texts::NO_WATCHES.to(language()));
    }
    let contents = searcher.content_hashes()?;
    let mut writer =
        NewsWriter { painter: Painter::new(language()), language: language(), format: NewsFormat::of(args) };
    if let Some(path) = &args.rss {
        feed::check(path, &searcher.index().metadata().roots)?;
    }
    let (mut out, mut items, mut done, mut fault) =
        (stdout(), Vec::new(), Vec::<(String, WatchSnapshot)>::new(), false);
    let mut digest = args.digest.map(|_| Digest::default());
    let options = options(args.timeout).with_fold(digest.is_some());
    for watch in chosen {
        let news = node(&watch.query, &filters_of(&watch.filters))
            .and_then(|node| searcher.new_articles(&watch, &node, &contents, &options).map_err(in_query(&watch.query)));
        // A search that fails does not stop the others.
        match (news, &mut digest) {
            (Ok((news, now)), digest) => {
                match digest {
                    Some(digest) => digest.add(&watch.name, news),
                    None => {
                        writer.write(&mut out, &watch, &news)?;
                        items.extend(news.iter().map(|news| feed::item(&watch.name, news)));
                    }
                }
                done.push((watch.name, now));
            }
            (Err(err), _) => {
                note(&format!("fundstelle: {}: {}", visible(&watch.name), error(language(), &err)));
                fault = true;
            }
        }
    }
    if let Some(digest) = digest {
        let stories = digest.stories();
        items.extend(stories.iter().map(digest::item));
        if !stories.is_empty() {
            write_digest(&mut out, &stories, args)?;
        }
    }
    out.flush()?;
    let found = !items.is_empty();
    if let Some(path) = &args.rss {
        feed::add(path, items)?;
    }
    // Only what was reported counts as known from now on.
    for (name, now) in done {
        now.record_in(watches.get_mut(&name)?);
    }
    if found {
        watches.save()?;
    } else if !common.quiet && !watches.all().is_empty() && writer.format != NewsFormat::Json {
        note(texts::NOTHING_NEW.to(language()));
    }
    Ok(match (fault, found) {
        (true, _) => Exit::Fault,
        (false, true) => Exit::Done,
        (false, false) => Exit::Nothing,
    })
}

/// Returns the searches of these names; without names, all.
fn chosen(watches: &mut Watches, names: &[String]) -> Result<Vec<Watch>> {
    if names.is_empty() {
        return Ok(watches.all().to_vec());
    }
    names.iter().map(|name| Ok(watches.get_mut(name)?.clone())).collect()
}

/// Writes the stories of a digest in the form that was asked for.
fn write_digest(out: &mut impl Write, stories: &[DigestStory], args: &WatchRunArgs) -> Result<()> {
    match args.digest {
        _ if args.json => stories.iter().try_for_each(|story| Ok(writeln!(out, "{}", json_line(story)?)?)),
        Some(DigestForm::Mail) => {
            let sender = args.mail_from.as_deref().unwrap_or(DEFAULT_SENDER);
            Ok(out.write_all(&forms::mail(language(), stories, sender, &args.mail_to)?)?)
        }
        _ => Ok(out.write_all(forms::text(language(), stories).as_bytes())?),
    }
}

/// Returns a query with its filters.
fn node(query: &str, filters: &Filters<'_>) -> Result<Node> {
    let node = parse(query).map_err(|err| in_query(query)(err.into()))?;
    Ok(filtered(node, &clauses(filters)?))
}

fn filters_of(filters: &WatchFilters) -> Filters<'_> {
    let WatchFilters { since, until, source, section } = filters;
    Filters { since: since.as_deref(), until: until.as_deref(), source: source.as_deref(), section: section.as_deref() }
}

/// Returns query, filters and unit as typed; a unit that is the default is left out.
fn shown(watch: &Watch) -> String {
    let within = if watch.by_article { "" } else { "--within passage" };
    let filters = filters_of(&watch.filters).shown();
    [watch.query.as_str(), within, &filters].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn options(timeout: std::time::Duration) -> SearchOptions {
    SearchOptions::default().with_timeout(timeout)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NewsFormat {
    /// For reading, below the name of the search.
    Text,
    /// One line per hit, beginning with the name of the search.
    Line,
    Json,
}

impl NewsFormat {
    fn of(args: &WatchRunArgs) -> NewsFormat {
        match args.json {
            true => NewsFormat::Json,
            false if io::stdout().is_terminal() => NewsFormat::Text,
            false => NewsFormat::Line,
        }
    }
}

struct NewsWriter {
    painter: Painter,
    language: Language,
    format: NewsFormat,
}

/// Hit of a saved search as JSON.
#[derive(Serialize)]
struct NewsJson<'a> {
    watch: &'a str,
    novelty: Novelty,
    #[serde(flatten)]
    hit: &'a Hit,
}

impl NewsWriter {
    fn write(&mut self, out: &mut impl Write, watch: &Watch, news: &[NewArticle]) -> Result<()> {
        let name = visible(&watch.name);
        if self.format == NewsFormat::Text && !news.is_empty() {
            let head = self.painter.title(&format!("{name}: {}", visible(&shown(watch))));
            let count = self.language.count(news.len() as u64);
            writeln!(out, "{head} · {count} {}\n", texts::NEW.to(self.language))?;
        }
        for NewArticle { novelty, hit, .. } in news {
            let updated = match novelty {
                Novelty::New => None,
                Novelty::Updated => Some(texts::UPDATED.to(self.language)),
            };
            match self.format {
                NewsFormat::Text => {
                    if let Some(updated) = updated {
                        writeln!(out, "{updated}")?;
                    }
                    self.painter.hit(out, hit)?;
                }
                NewsFormat::Line => {
                    let updated = updated.map(|updated| format!(" {updated}")).unwrap_or_default();
                    write!(out, "{name}{updated}: ")?;
                    self.painter.line(out, hit)?;
                }
                NewsFormat::Json => {
                    writeln!(out, "{}", json_line(&NewsJson { watch: &watch.name, novelty: *novelty, hit })?)?;
                }
            }
        }
        Ok(())
    }
}
