//! `fundstelle search`.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use fundstelle::measure::trec::{Topic, read_topics};
use fundstelle::query::{Clause, Node, keywords, parse};
use fundstelle::search::{Facet, Searcher, Sort};

use super::args::{Common, FilterArgs, SearchArgs};
use super::output::hits::HitWriter;
use super::output::pager::PagedOutput;
use super::output::{account, facets, note, stdout};
use super::{Exit, index, last_search, stale};
use crate::messages::{in_query, language, problem, sentences, texts};
use crate::wire::records;
use crate::wire::request::{FilterError, filtered};

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
    let node = match args.topics {
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
    let found = match node {
        Some(node) => one(&searcher, &filtered(node, &filters), &query, writer, args, common)?,
        None => many(&searcher, &filters, writer, args)?,
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
    mut writer: HitWriter,
    args: &SearchArgs,
    common: &Common,
) -> Result<bool> {
    let results = searcher.search_node(node, &args.request().options().with_count(true)).map_err(in_query(query))?;
    let asked: Vec<Facet> = args.facets.iter().map(|facet| (*facet).into()).collect();
    let counted =
        (!asked.is_empty()).then(|| searcher.facets(node, args.counted_within(), &asked, Some(args.results.timeout)));
    let counted = counted.transpose()?;
    last_search::remember(common, &results.hits, args.results.offset);
    let args = &args.results;
    let receipt = match writer.is_for_people() {
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
    writer.write(&mut out, None, results)?;
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
    if writer.is_for_people() && !common.quiet && !found && args.offset == 0 && (args.limit > 0 || !asked.is_empty()) {
        note(texts::NOTHING_FOUND.to(language()));
    }
    if let Some(suggestions) = suggestions.filter(|_| writer.is_for_people() && !common.quiet) {
        note(&suggestions);
    }
    if (writer.is_for_people() || writer.is_json()) && !common.quiet {
        note(&receipt);
    }
    if writer.is_for_people() {
        stale::tell(searcher.index(), common);
    }
    Ok(found)
}

fn many(searcher: &Searcher, filters: &[Clause], mut writer: HitWriter, args: &SearchArgs) -> Result<bool> {
    let Some(path) = &args.topics else { return Ok(false) };
    let mut out = stdout();
    let mut found = false;
    // All topics are read before the first is run: a bad line is reported before anything is printed.
    for (id, node) in topics(path)? {
        let results = searcher.search_node(&filtered(node, filters), &args.request().options())?;
        found |= !results.hits.is_empty();
        writer.write(&mut out, Some(&id), results)?;
    }
    out.flush()?;
    Ok(found)
}

/// Reads the topics of a file as queries of plain words.
pub(super) fn topics(path: &Path) -> Result<Vec<(String, Node)>> {
    let query = |topic: Topic| match keywords(&topic.text) {
        Ok(node) => Ok((topic.id, node)),
        Err(err) => {
            let language = language();
            Err(anyhow!(sentences::bad_topic(language, path, &topic.id, &problem(language, &err.problem))))
        }
    };
    read_topics(path)?.into_iter().map(query).collect()
}

/// Returns the clauses that the options add to a query.
pub(super) fn filters(args: &FilterArgs) -> Result<Vec<Clause>> {
    let language = language();
    args.filters().clauses().map_err(|err| match err {
        FilterError::NotADate { filter, text } => {
            anyhow!(sentences::not_a_date(language, &format!("--{filter}"), &text))
        }
        FilterError::SinceAfterUntil => anyhow!(texts::SINCE_AFTER_UNTIL.to(language)),
    })
}
