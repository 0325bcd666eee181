//! `fundstelle eval`.

use std::io::Write;

use anyhow::{Result, bail};
use fundstelle::measure::relevance::{Evaluation, Measures, evaluate};
use fundstelle::measure::significance::{RandomisationTest, randomisation_test};
use fundstelle::measure::trec::{Qrels, Topic, TrecRun, read_qrels, read_run};
use fundstelle::search::{Grouping, SearchOptions, Searcher};
use serde_json::json;

use super::Exit;
use super::args::{Common, EvalArgs};
use super::output::{stdout, visible};
use super::search::topics;
use crate::messages::{language, sentences, texts};

pub(super) fn run(args: &EvalArgs, common: &Common) -> Result<Exit> {
    let qrels = read_qrels(&args.qrels)?;
    let run = match &args.run {
        Some(path) => read_run(path)?,
        None => run_topics(args, common)?,
    };
    check_documents(&run, &qrels)?;
    let evaluation = evaluate(&run, &qrels);
    if evaluation.topics.is_empty() {
        bail!(sentences::nothing_relevant(language(), &args.qrels));
    }
    let against = args.against.as_ref().map(|path| read_run(path).map(|run| evaluate(&run, &qrels))).transpose()?;
    let mut out = stdout();
    if args.json {
        write_json(&mut out, args, &evaluation, against.as_ref())?;
    } else {
        write_table(&mut out, args, &evaluation, against.as_ref())?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// Refuses judgments of other documents than those of the run: all zeros would look like a bad ranking.
fn check_documents(run: &TrecRun, qrels: &Qrels) -> Result<()> {
    let mut ids = run.iter().flat_map(|(topic, documents)| documents.iter().map(move |(id, _)| (topic, id)));
    let Some(first) = ids.clone().next() else { return Ok(()) };
    if ids.any(|(topic, id)| qrels.get(topic).is_some_and(|grades| grades.contains_key(id))) {
        return Ok(());
    }
    let judged = qrels.values().flat_map(|grades| grades.keys()).next().map_or("", String::as_str);
    bail!(sentences::other_documents(language(), first.1, judged))
}

fn run_topics(args: &EvalArgs, common: &Common) -> Result<TrecRun> {
    let Some(path) = &args.topics else { return Ok(TrecRun::new()) };
    let searcher = Searcher::open(&common.index)?;
    let options = SearchOptions::default().with_limit(args.limit).with_grouping(args.by.into()).with_highlight(false);
    let mut run = TrecRun::new();
    for (Topic { id: topic, .. }, node) in topics(path)? {
        let hits = searcher.search_node(&node, &options)?.hits;
        // Ranks instead of scores, so that trec_eval's order of equal scores cannot change ours.
        let id = |hit: fundstelle::search::Hit| match options.by {
            Grouping::Article => hit.article,
            Grouping::Passage | Grouping::BestPassage => hit.id,
        };
        run.insert(topic, hits.into_iter().enumerate().map(|(at, hit)| (id(hit), -(at as f64))).collect());
    }
    Ok(run)
}

fn write_json(
    out: &mut impl Write,
    args: &EvalArgs,
    evaluation: &Evaluation,
    against: Option<&Evaluation>,
) -> Result<()> {
    if args.per_topic {
        for (topic, measures) in &evaluation.topics {
            let mut line = serde_json::to_value(measures)?;
            line["topic"] = json!(topic);
            writeln!(out, "{line}")?;
        }
    }
    let mut mean = serde_json::to_value(evaluation.mean)?;
    mean["topics"] = json!(evaluation.topics.len());
    if let Some(other) = against {
        let RandomisationTest { difference, p } = randomisation_test(evaluation, other);
        mean["against"] = json!({"ndcg@10": other.mean.ndcg_10, "difference": difference, "p": p});
    }
    writeln!(out, "{mean}")?;
    Ok(())
}

fn write_table(
    out: &mut impl Write,
    args: &EvalArgs,
    evaluation: &Evaluation,
    against: Option<&Evaluation>,
) -> Result<()> {
    let (language, topic) = (language(), texts::TOPIC.to(language()));
    writeln!(out, "{topic:<24} {:>8} {:>8} {:>8} {:>8} {:>10}", "nDCG@10", "MRR@10", "MAP", "P@10", "recall@100")?;
    if args.per_topic {
        for (topic, measures) in &evaluation.topics {
            row(out, &visible(topic), measures)?;
        }
    }
    row(out, &sentences::mean_of(language, evaluation.topics.len()), &evaluation.mean)?;
    if let Some(other) = against {
        row(out, texts::BASELINE.to(language), &other.mean)?;
        let RandomisationTest { difference, p } = randomisation_test(evaluation, other);
        let sign = if difference < 0.0 { '-' } else { '+' };
        let (difference, p) = (language.decimal(difference.abs(), 4), language.decimal(p, 5));
        writeln!(out, "nDCG@10 {sign}{difference}, p = {p} ({})", texts::TWO_SIDED.to(language))?;
    }
    Ok(())
}

fn row(out: &mut impl Write, name: &str, m: &Measures) -> std::io::Result<()> {
    let [ndcg, mrr, map, precision, recall] =
        [m.ndcg_10, m.mrr_10, m.map, m.p_10, m.recall_100].map(|value| language().decimal(value, 4));
    writeln!(out, "{name:<24} {ndcg:>8} {mrr:>8} {map:>8} {precision:>8} {recall:>10}")
}
