//! `fundstelle search`.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow, bail};
use fundstelle::measure::trec::{Topic, read_topics};
use fundstelle::query::{Clause, Node, keywords, parse};
use fundstelle::search::{Facet, Results, Searcher, Sort};

use super::args::{Common, FilterArgs, SearchArgs};
use super::batch::BatchQuery;
use super::output::hits::HitWriter;
use super::output::pager::PagedOutput;
use super::output::{account, facets, note, stdout, visible};
use super::search_log::SearchLog;
use super::{Exit, batch, export, index, last_search, stale};
use crate::messages::{error, exports, in_query, language, problem, sentences, texts};
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
    let mut faults = false;
    let query = args.query.join(" ");
    let many = match (&args.topics, &args.queries) {
        (Some(path), _) => Some(batch::of_topics(topics(path)?)),
        (_, Some(path)) => Some(batch::queries(path)?),
        (None, None) => None,
    };
    let node = match many {
        Some(_) => None,
        None => Some(parse(&query).map_err(|err| in_query(&query)(err.into()))?),
    };
    if !args.paths.is_empty() {
        let summary = index::bring_up_to_date(&args.paths, &args.reading, index::IndexRun::default(), common)?;
        account::note_skipped(language(), &summary, common.verbose);
        faults = summary.has_faults();
    }
    let searcher = Searcher::open(&common.index)?;
    let filters = filters(&args.filters)?;
    let mut log = args.log.as_deref().map(|path| SearchLog::open(path, &searcher, args)).transpose()?;
    let found = match (node, many.unwrap_or_default()) {
        (Some(node), _) => {
            let node = filtered(node, &filters);
            let begun = Instant::now();
            let results = searcher.search_node(&node, &args.request().options().with_count(true));
            if let Some(log) = &mut log {
                log.add(None, &query, begun.elapsed(), &results)?;
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
        (!asked.is_empty()).then(|| searcher.facets(node, args.counted_within(), &asked, Some(args.results.timeout)));
    let counted = counted.transpose()?;
    last_search::remember(common, &results.hits, args.results.offset);
    let args = &args.results;
    let is_export = writer.is_export();
    let receipt = match writer.is_for_people() || is_export {
        true => account::receipt(language(), &results, searcher.index().metadata()),
        false => records::receipt(&results).to_string(),
    };
    let suggestions = account::suggestions(language(), &results);
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
        facets::write(&mut out, writer.is_json(), args.limit == 0, &asked, counted)?;
    }
    out.finish()?;
    if writer.is_for_people() && has_hits && counted.is_some_and(|counted| counted.articles == 0) {
        note(texts::ONLY_PARTS.to(language()));
    }
    let is_for_people = writer.is_for_people() || is_export;
    if is_for_people && !common.quiet && !found && args.offset == 0 && (args.limit > 0 || !asked.is_empty()) {
        note(texts::NOTHING_FOUND.to(language()));
    }
    if let Some(suggestions) = suggestions.filter(|_| is_for_people && !common.quiet) {
        note(&suggestions);
    }
    if (is_for_people || writer.is_json()) && !common.quiet {
        note(&receipt);
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
        note(&account::receipt(language(), results, searcher.index().metadata()));
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
    let (mut found, mut failed) = (false, false);
    for BatchQuery { id, text, node } in queries {
        let begun = Instant::now();
        let results = searcher.search_node(&filtered(node, filters), &args.request().options());
        if let Some(log) = &mut log {
            log.add(Some(&id), &text, begun.elapsed(), &results)?;
        }
        match results.map_err(in_query(&text)) {
            Ok(results) => {
                found |= !results.hits.is_empty();
                writer.ask(&text);
                writer.write(&mut out, Some(&id), results)?;
            }
            Err(err) => {
                note(&format!("fundstelle: {}: {}", visible(&id), error(language(), &err)));
                failed = true;
            }
        }
    }
    writer.finish(&mut out, searcher, common.quiet)?;
    out.flush()?;
    Ok((found, failed))
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
        FilterError::SinceAfterUntil => anyhow!(texts::SINCE_AFTER_UNTIL.to(language)),
    })
}
