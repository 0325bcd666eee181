//! `fundstelle search`.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use fundstelle::Error;
use fundstelle::measure::trec::{Topic, read_topics};
use fundstelle::query::{Clause, Node, keywords, parse};
use fundstelle::search::{Facet, Results, Searcher, Sort};

use super::args::{Common, FilterArgs, SearchArgs};
use super::batch::{BatchQuery, RefusedQuery};
use super::inflected::inflected;
use super::output::hits::HitWriter;
use super::output::pager::PagedOutput;
use super::output::{account, facets, note, note_wrapped, stdout, visible};
use super::search_log::SearchLog;
use super::{Exit, batch, export, index, last_search, opened, stale};
use crate::messages::{error, exports, found, in_query, language, problem, sentences, texts};
use crate::wire::choices::By;
use crate::wire::records;
use crate::wire::request::{FilterError, Filters, filtered};

pub(super) fn run(args: &SearchArgs, common: &Common) -> Result<Exit> {
    if args.recent.is_some() && Sort::from(args.sort) != Sort::Relevance {
        bail!(texts::RECENT_NEEDS_RELEVANCE.to(language()));
    }
    let writer = HitWriter::new(&args.results)?;
    if !args.facets.is_empty() && !writer.has_room_for_facets() {
        bail!(texts::NO_FACETS_HERE.to(language()));
    }
    if let Some(path) = &args.dossier {
        export::refuse_existing(path, args.results.force)?;
    }
    let mut faults = false;
    let query = args.query.join(" ");
    let many = match (&args.topics, &args.queries) {
        (Some(path), _) => Some(batch::of_topics(path, topics(path)?)),
        (_, Some(path)) => Some(queries(path, args, common)?),
        (None, None) => None,
    };
    let node = match many {
        Some(_) => None,
        None => Some(read(&query, args, common)?),
    };
    if !args.paths.is_empty() {
        let summary = index::bring_up_to_date(&args.paths, &args.reading, index::IndexRun::default(), common)?;
        account::note_skipped(language(), &summary, common.verbose);
        faults = summary.has_faults();
    }
    let searcher = opened::searcher(common)?;
    let filters = filters(&args.filters)?;
    let mut log = args.log.as_deref().map(|path| SearchLog::open(path, &searcher, args)).transpose()?;
    let found = match (node, many.unwrap_or_default()) {
        (Some(node), _) => {
            let node = filtered(node, &filters);
            let begun = Instant::now();
            let results = searcher.search_node(&node, &args.request().options().with_count(true));
            if let Some(log) = &mut log {
                log.add(None, &query, begun.elapsed(), results.as_ref())?;
            }
            let results = results.map_err(in_query(&query))?;
            match &args.dossier {
                Some(path) => dossier(&searcher, &node, &query, &results, path, args, common)?,
                None => one(&searcher, &node, &query, results, writer, args, common)?,
            }
        }
        (None, many) => {
            let (found, failed) = run_many(&searcher, &filters, many, writer, log.as_mut(), args, common)?;
            faults |= failed;
            found
        }
    };
    Ok(match (found, faults) {
        (_, true) => Exit::Fault,
        (true, _) => Exit::Done,
        (false, _) => Exit::Nothing,
    })
}

fn one(
    searcher: &Searcher,
    node: &Node,
    query: &str,
    results: Results,
    mut writer: HitWriter,
    args: &SearchArgs,
    common: &Common,
) -> Result<bool> {
    let asked: Vec<Facet> = args.facets.iter().map(|facet| (*facet).into()).collect();
    let counted =
        (!asked.is_empty()).then(|| searcher.facets(node, args.request().within(), &asked, Some(args.results.timeout)));
    let counted = counted.transpose()?;
    let (request, args) = (args, &args.results);
    if args.limit > 0 {
        last_search::remember(common, &results.hits, args.offset);
    }
    let is_export = writer.is_export();
    let receipt = match writer.is_for_people() || is_export {
        true => account::receipt(language(), &results, searcher.index().metadata()),
        false => records::receipt(&results).to_string(),
    };
    let suggestions = account::suggestions(language(), &results);
    let in_other_forms = match !records::has_matches(&results) {
        true => inflected(searcher, query, &filters(&request.filters)?, &request.request().options())?,
        false => None,
    };
    let has_hits = !results.hits.is_empty();
    let is_count_alone = args.limit == 0 && asked.is_empty();
    let matches = results.total.unwrap_or_default();
    let found = has_hits
        || counted.as_ref().is_some_and(|counted| counted.articles > 0)
        || is_count_alone && matches.articles > 0;
    let mut out = PagedOutput::new(writer.is_for_screens() && !common.no_pager, None);
    writer.ask(query);
    writer.write(&mut out, None, results)?;
    writer.finish(&mut out, searcher, common.quiet)?;
    if is_count_alone && (writer.is_for_people() || writer.is_json()) {
        facets::write_total(&mut out, writer.is_json(), matches)?;
    }
    if let Some(counted) = &counted {
        match writer.is_json() {
            true => facets::write_json(&mut out, args.limit == 0, counted)?,
            false => facets::write(&mut out, args.by.unwrap_or(By::Article), &asked, counted)?,
        }
    }
    out.finish()?;
    if writer.is_for_people() && has_hits && counted.is_some_and(|counted| counted.articles == 0) {
        note(texts::ONLY_PARTS.to(language()));
    }
    let is_for_people = writer.is_for_people() || is_export;
    if is_for_people && !common.quiet && !has_hits && (args.limit > 0 || !asked.is_empty()) {
        if args.limit > 0 && args.offset > 0 && matches.articles > 0 {
            note(&found::past_the_end(language(), args.offset, matches));
        } else if !found {
            note(texts::NOTHING_FOUND.to(language()));
        }
    }
    if let Some((other, total)) = in_other_forms.filter(|_| is_for_people && !common.quiet) {
        note(&found::in_other_forms(language(), &visible(&other), total));
    }
    if let Some(suggestions) = suggestions.filter(|_| is_for_people && !common.quiet) {
        note(&suggestions);
    }
    if (is_for_people || writer.is_json()) && !common.quiet {
        note_wrapped(&receipt);
    }
    if is_for_people {
        stale::tell(searcher.index(), common);
    }
    Ok(found)
}

/// Writes the dossier. Returns true if there are hits.
fn dossier(
    searcher: &Searcher,
    node: &Node,
    query: &str,
    results: &Results,
    path: &Path,
    args: &SearchArgs,
    common: &Common,
) -> Result<bool> {
    let page = export::dossier::page(searcher, node, query, results, args)?;
    if path == Path::new("-") {
        let mut out = stdout();
        out.write_all(page.as_bytes())?;
        out.flush()?;
    } else {
        let shown = visible(&path.to_string_lossy()).into_owned();
        export::refuse_indexed(path, searcher)?;
        fs::write(path, page).with_context(|| shown.clone())?;
        if !common.quiet {
            let hits = exports::HITS.counted(language(), results.hits.len() as u64);
            note(&exports::written(&hits, &shown));
        }
    }
    if !common.quiet {
        note_wrapped(&account::receipt(language(), results, searcher.index().metadata()));
    }
    stale::tell(searcher.index(), common);
    Ok(!results.hits.is_empty())
}

/// Runs many queries. A query that fails is told and does not stop the others. Returns whether anything was found, and whether a
/// query failed.
fn run_many(
    searcher: &Searcher,
    filters: &[Clause],
    queries: Vec<BatchQuery>,
    mut writer: HitWriter,
    mut log: Option<&mut SearchLog>,
    args: &SearchArgs,
    common: &Common,
) -> Result<(bool, bool)> {
    let mut out = stdout();
    let (mut found, mut failed, mut empty) = (false, false, Vec::new());
    // A total costs time, and has no place in a run or a table.
    let has_totals = writer.is_for_people() || writer.is_json() || writer.is_export();
    let options = args.request().options().with_count(has_totals);
    for BatchQuery { place, id, text, node } in queries {
        let begun = Instant::now();
        let results = searcher.search_node(&filtered(node, filters), &options);
        if let Some(log) = &mut log {
            log.add(Some(&id), &text, begun.elapsed(), results.as_ref())?;
        }
        match results.map_err(in_query(&text)) {
            Ok(results) => {
                found |= !results.hits.is_empty() || args.results.limit == 0 && records::has_matches(&results);
                if !records::has_matches(&results) {
                    empty.push(visible(&id).into_owned());
                }
                if writer.is_json() && !common.quiet {
                    note(&records::topic_receipt(&id, &results).to_string());
                }
                writer.ask(&text);
                writer.write(&mut out, Some(&id), results)?;
            }
            Err(err) => {
                note(&format!("fundstelle: {place}: {}", error(language(), &err)));
                failed = true;
            }
        }
    }
    writer.finish(&mut out, searcher, common.quiet)?;
    out.flush()?;
    if has_totals && !writer.is_json() && !common.quiet && !empty.is_empty() {
        note(&found::nothing_for(language(), &empty));
    }
    Ok((found, failed))
}

/// Parses the query. One that is none is logged as well.
fn read(query: &str, args: &SearchArgs, common: &Common) -> Result<Node> {
    parse(query).or_else(|err| {
        let err = Error::from(err);
        log_refused(&[(None, query, &err)], args, common)?;
        Err(in_query(query)(err))
    })
}

/// Reads the queries of a file, all before the first is run. Error: a query cannot be read; all of these are named and logged.
fn queries(path: &Path, args: &SearchArgs, common: &Common) -> Result<Vec<BatchQuery>> {
    let (queries, refused) = batch::queries(path)?;
    if refused.is_empty() {
        return Ok(queries);
    }
    let told = |RefusedQuery { place, text, error, .. }: &RefusedQuery| {
        format!("{place}: {}: {}", visible(text), problem(language(), &error.problem))
    };
    let errors: Vec<Error> = refused.iter().map(|refused| refused.error.clone().into()).collect();
    let entries = refused.iter().zip(&errors).map(|(refused, err)| (Some(&*refused.id), &*refused.text, err));
    log_refused(&entries.collect::<Vec<_>>(), args, common)?;
    let [others @ .., last] = refused.as_slice() else { return Ok(queries) };
    others.iter().for_each(|refused| note(&format!("fundstelle: {}", told(refused))));
    bail!(told(last))
}

/// Adds queries that cannot be read to the log, each with its id in a file of many. Without an index there is no search to be logged.
fn log_refused(queries: &[(Option<&str>, &str, &Error)], args: &SearchArgs, common: &Common) -> Result<()> {
    if let (Some(path), Ok(searcher)) = (&args.log, Searcher::open(&common.index)) {
        let mut log = SearchLog::open(path, &searcher, args)?;
        for (topic, query, err) in queries {
            log.add(*topic, query, Duration::ZERO, Err(err))?;
        }
    }
    Ok(())
}

/// Reads the topics of a file as queries of plain words.
pub(super) fn topics(path: &Path) -> Result<Vec<(Topic, Node)>> {
    let query = |topic: Topic| match keywords(&topic.text) {
        Ok(node) => Ok((topic, node)),
        Err(err) => {
            let language = language();
            Err(anyhow!(sentences::bad_topic(language, path, &topic.id, &problem(language, &err.problem))))
        }
    };
    read_topics(path)?.into_iter().map(query).collect()
}

/// Returns the clauses that the options add to a query.
pub(super) fn filters(args: &FilterArgs) -> Result<Vec<Clause>> {
    clauses(&args.filters())
}

/// Returns the clauses of filters. Error: a date is none, or the first is later than the last.
pub(super) fn clauses(filters: &Filters<'_>) -> Result<Vec<Clause>> {
    let language = language();
    filters.clauses().map_err(|err| match err {
        FilterError::NotADate { filter, text } => {
            anyhow!(sentences::not_a_date(language, &format!("--{filter}"), &text))
        }
        FilterError::NotAName { filter, text, problem: what } => {
            anyhow!(sentences::not_a_name(language, &format!("--{filter}"), &text, &problem(language, &what)))
        }
        FilterError::SinceAfterUntil => anyhow!(texts::SINCE_AFTER_UNTIL.to(language)),
    })
}
