//! `fundstelle search`.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use fundstelle::measure::trec::{Topic, read_topics};
use fundstelle::query::{Clause, DateRange, Node, Occur, TextField, keywords, parse};
use fundstelle::search::{SearchOptions, Searcher};

use super::args::{Common, ResultArgs, SearchArgs};
use super::messages::{in_query, language, texts};
use super::output::hits::HitWriter;
use super::output::{account, note, stdout};
use super::{Exit, index, stale};

pub(super) fn run(args: &SearchArgs, common: &Common) -> Result<Exit> {
    let mut faults = false;
    let query = args.query.join(" ");
    let node = match args.topics {
        Some(_) => None,
        None => Some(parse(&query).map_err(|err| in_query(&query)(err.into()))?),
    };
    if !args.paths.is_empty() {
        let summary = index::bring_up_to_date(&args.paths, &args.reading, index::Analysis::default(), common)?;
        account::note_skipped(language(), &summary, common.verbose);
        faults = summary.has_faults();
    }
    let searcher = Searcher::open(&common.index)?;
    let filters = filters(args)?;
    let found = match node {
        Some(node) => one(&searcher, &filtered(node, &filters), &query, &args.results, common)?,
        None => many(&searcher, &filters, args)?,
    };
    Ok(match (found, faults) {
        (_, true) => Exit::Fault,
        (true, _) => Exit::Done,
        (false, _) => Exit::Nothing,
    })
}

fn one(searcher: &Searcher, node: &Node, query: &str, args: &ResultArgs, common: &Common) -> Result<bool> {
    let results = searcher.search_node(node, &options(args)).map_err(in_query(query))?;
    let mut writer = HitWriter::new(args);
    let receipt = match writer.is_for_people() {
        true => account::receipt(language(), &results, searcher.index().payload()),
        false => account::json_receipt(&results).to_string(),
    };
    let found = !results.hits.is_empty();
    let mut out = stdout();
    writer.write(&mut out, None, results)?;
    out.flush()?;
    if writer.is_for_people() && !common.quiet && !found && args.offset == 0 && args.limit > 0 {
        note(texts(language()).nothing);
    }
    if (writer.is_for_people() || writer.is_json()) && !common.quiet {
        note(&receipt);
    }
    if writer.is_for_people() {
        stale::tell(searcher.index(), common);
    }
    Ok(found)
}

fn many(searcher: &Searcher, filters: &[Clause], args: &SearchArgs) -> Result<bool> {
    let Some(path) = &args.topics else { return Ok(false) };
    let mut writer = HitWriter::new(&args.results);
    let mut out = stdout();
    let mut found = false;
    // All are read before the first is run: a bad line is told before anything is printed.
    for (id, node) in topics(path)? {
        let results = searcher.search_node(&filtered(node, filters), &options(&args.results))?;
        found |= !results.hits.is_empty();
        writer.write(&mut out, Some(&id), results)?;
    }
    out.flush()?;
    Ok(found)
}

/// The topics of a file as queries of plain words.
pub(super) fn topics(path: &Path) -> Result<Vec<(String, Node)>> {
    let query = |topic: Topic| match keywords(&topic.text) {
        Ok(node) => Ok((topic.id, node)),
        Err(err) => Err(anyhow!("{}: topic {}: {err}", path.display(), topic.id)),
    };
    read_topics(path)?.into_iter().map(query).collect()
}

pub(super) fn options(args: &ResultArgs) -> SearchOptions {
    SearchOptions {
        limit: args.limit,
        offset: args.offset,
        by: args.by.into(),
        explain: args.explain,
        highlight: true,
        timeout: Some(args.timeout),
    }
}

/// What the options demand beside the query.
fn filters(args: &SearchArgs) -> Result<Vec<Clause>> {
    let day = |flag: &str, text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => DateRange::parse(text)
            .filter(|_| !text.contains(".."))
            .map(Some)
            .ok_or_else(|| anyhow!("{flag} {text}: no date; write 2018, 2018-04 or 2018-04-21")),
    };
    let (since, until) = (day("--since", &args.since)?, day("--until", &args.until)?);
    let mut nodes = Vec::new();
    if since.is_some() || until.is_some() {
        let first = since.and_then(|range| range.first);
        let last = until.and_then(|range| range.last);
        if first.zip(last).is_some_and(|(first, last)| first > last) {
            bail!("--since is later than --until");
        }
        nodes.push(Node::Date(DateRange { first, last }));
    }
    for (field, name) in [(TextField::Source, &args.source), (TextField::Section, &args.section)] {
        nodes.extend(name.iter().map(|name| Node::In(field, Box::new(Node::Phrase(name.clone())))));
    }
    Ok(nodes.into_iter().map(|node| Clause { occur: Occur::May, node }).collect())
}

fn filtered(node: Node, filters: &[Clause]) -> Node {
    if filters.is_empty() {
        return node;
    }
    let mut clauses = match node {
        Node::List(clauses) => clauses,
        node => vec![Clause { occur: Occur::May, node }],
    };
    clauses.extend_from_slice(filters);
    Node::List(clauses)
}
