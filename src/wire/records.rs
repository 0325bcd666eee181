//! Which JSON does a program get? Each function returns one object, whose fields are only ever added to.

use fundstelle::check::{CheckedQuotation, DiffKind, QuotationVerdict};
use fundstelle::german::{Analyzer, Token};
use fundstelle::query::WordReceipt;
use fundstelle::search::{
    ArticleHighlights, ArticleView, Facets, MatchTotal, Reprint, Results, Searcher, TextChange, Trend,
};
use serde::Serialize;
use serde_json::{Value, json};

/// Returns the receipt: how each word was read, what was left out, and how many matches there are.
pub(crate) fn receipt(results: &Results) -> Value {
    let mut receipt = json!({"receipt": {"words": results.words, "left_out": results.left_out}});
    if let Some(total) = results.total {
        receipt["total"] = json!(total);
    }
    receipt
}

/// Returns the receipt of one query of a run over many.
pub(crate) fn topic_receipt(topic: &str, results: &Results) -> Value {
    let mut receipt = receipt(results);
    receipt["topic"] = topic.into();
    receipt
}

/// Returns true if there are matches, whether they are shown or only counted.
pub(crate) fn has_matches(results: &Results) -> bool {
    !results.hits.is_empty() || results.total.is_some_and(|total| total.articles > 0)
}

/// Returns the number of all matches.
pub(crate) fn total(total: MatchTotal) -> Value {
    json!({"total": total})
}

/// Returns true if `word`, one of `words`, was searched as it was typed, so that what was searched need not be said. A capital makes no
/// difference, unless the noun and the adjective (`Fest`, `fest`) were both searched for it.
pub(crate) fn is_as_typed(word: &WordReceipt, words: &[WordReceipt]) -> bool {
    let typed = word.typed.strip_prefix('-').unwrap_or(&word.typed);
    let differs = |other: &WordReceipt| {
        other.typed == word.typed
            && other.searched != word.searched
            && other.searched.to_lowercase() == word.searched.to_lowercase()
    };
    typed == word.searched || (typed.to_lowercase() == word.searched && !words.iter().any(differs))
}

/// Returns the counts of the requested facets.
pub(crate) fn facets(facets: &Facets) -> Value {
    json!({"facets": facets})
}

/// Curve with the query as typed.
#[derive(Serialize)]
pub(crate) struct TrendRecord<'a> {
    query: &'a str,
    #[serde(flatten)]
    trend: &'a Trend,
}

/// Returns a curve with the query as typed.
pub(crate) fn trend<'a>(query: &'a str, trend: &'a Trend) -> TrendRecord<'a> {
    TrendRecord { query, trend }
}

/// Returns what is in an index.
pub(crate) fn stats(searcher: &Searcher) -> Value {
    let payload = searcher.index().metadata();
    json!({
        "articles": payload.articles, "passages": payload.passages, "sources": payload.sources,
        "faults": payload.faults, "segments": searcher.segment_count(), "bytes": searcher.index().bytes(),
        "format": payload.format, "analyzer": payload.analyzer, "generation": payload.generation,
    })
}

/// Returns the article as one JSON object; its body is put together from its passages.
pub(crate) fn article(view: &ArticleView, marks: Option<&ArticleHighlights>) -> Value {
    let head = &view.passages[0];
    let passages = view.passages.iter().enumerate().map(|(at, passage)| {
        let id = format!("{}#{}", passage.article, at + 1);
        let mut object = json!({"id": id, "start": passage.start, "end": passage.end, "text": passage.text});
        if let Some(marks) = marks {
            object["highlights"] = json!(marks.passages[at]);
        }
        object
    });
    let passages: Vec<_> = passages.collect();
    json!({
        "article": head.article, "path": head.path, "line": view.line_at(head, 0), "title": head.title, "date": head.date,
        "source": head.source, "section": head.section, "passages": passages, "asked": view.asked.map(|asked| asked + 1),
    })
}

/// Returns an article that contains a text nearly word for word.
pub(crate) fn reprint(reprint: &Reprint, no_diff: bool) -> Value {
    let Reprint { is_asked, stored, line, similarity, changes } = reprint;
    let mut value = json!({
        "article": stored.article, "date": stored.date, "source": stored.source, "section": stored.section,
        "title": stored.title, "path": stored.path, "line": line, "asked": is_asked, "similarity": similarity,
    });
    if !no_diff && !is_asked {
        let change = |TextChange { removed, added }: &TextChange| json!({"removed": removed, "added": added});
        value["changes"] = changes.iter().map(change).collect();
    }
    value
}

/// Returns a quotation of a text with its verdict. `line` is that of the text.
pub(crate) fn quotation(quotation: &str, line: u32, checked: &CheckedQuotation) -> Value {
    let (verdict, why) = match &checked.verdict {
        QuotationVerdict::Stands(_) => ("stands", None),
        QuotationVerdict::Differs(_) => ("differs", None),
        QuotationVerdict::Missing => ("missing", None),
        QuotationVerdict::Short => ("skipped", Some("short")),
        QuotationVerdict::Long => ("skipped", Some("long")),
        QuotationVerdict::Unclosed => ("skipped", Some("unclosed")),
    };
    let mut object = json!({ "line": line, "quotation": quotation, "verdict": verdict });
    if let Some(why) = why {
        object["reason"] = why.into();
    }
    if let QuotationVerdict::Stands(found) | QuotationVerdict::Differs(found) = &checked.verdict {
        let pieces = found.pieces.iter();
        let pieces = pieces
            .map(|piece| json!({ "kind": diff_kind(piece.kind), "quoted": piece.quoted, "original": piece.original }));
        object["found"] = json!(found.citation);
        object["in_title"] = found.in_title.into();
        object["similarity"] = found.similarity.into();
        object["left_out"] = found.left_out.into();
        object["pieces"] = pieces.collect();
        object["also"] = json!(found.also);
    }
    object
}

fn diff_kind(kind: DiffKind) -> &'static str {
    match kind {
        DiffKind::Same => "same",
        DiffKind::Spelling => "spelling",
        DiffKind::Replaced => "replaced",
        DiffKind::Missing => "missing",
        DiffKind::Added => "added",
        DiffKind::Gap => "gap",
        DiffKind::Editorial => "editorial",
    }
}

/// Returns the records of the tokens of `text`, one by one. Offsets are in characters.
pub(crate) fn tokens(
    analyzer: &Analyzer,
    text: &str,
    tokens: impl Iterator<Item = Token>,
) -> impl Iterator<Item = Value> {
    // Characters are counted from token to token: a text may be long.
    let (mut byte, mut chars) = (0, 0);
    tokens.map(move |token| {
        let start = token.range.start;
        chars = match text.get(byte..start) {
            Some(between) => chars + between.chars().count(),
            // No token begins before the one that came before it; if one did, its start is counted anew.
            None => text[..start].chars().count(),
        };
        byte = start;
        self::token(analyzer, text, &token, chars)
    })
}

/// Returns a token of `text` that begins with character number `start`.
fn token(analyzer: &Analyzer, text: &str, token: &Token, start: usize) -> Value {
    let end = start + text[token.range.clone()].chars().count();
    let alone = token.span == 1 && token.apart.is_none();
    let steps = if alone { analyzer.explain_token(text, token).steps } else { Vec::new() };
    json!({
        "start": start, "end": end, "position": token.position, "span": token.span, "word": &text[token.range.clone()],
        "exact": token.word.exact, "term": token.word.term, "stop_word": token.word.stop_word,
        "parts": token.word.parts.iter().map(|part| &part.term).collect::<Vec<_>>(),
        "steps": steps.iter().map(|(_, to)| to).collect::<Vec<_>>(),
    })
}
