//! A compact notation of plans, one line a fact.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::index::Fields;
use crate::postings::TermInfo;
use crate::query::WordReceipt;
use crate::query::scored::{Matcher, Plan, ScoredClause, Scoring};
use crate::retrieval::{Phrase, Predicate, SpanQuery};

/// Writes plans for an index with these fields.
pub(super) struct Notation {
    pub(super) fields: Fields,
}

impl Notation {
    /// The predicate, the scored clauses and the receipt of a plan.
    ///
    /// A term is `streik`, an exact form `=streik`; both have their field in front unless it is the text. `{a, b}` is a
    /// union of postings. In predicates, `|` is or, `&` is and, `-` is and not; `"0:a 1:b"` is a phrase, `[a b]/6` a
    /// window of spans, `"0:a 1:b 2:c"+a b` a phrase two of whose words have the list of a pair, and `⟨a⟩ if b` asks for spans of `a`
    /// in the passages that match `b`.
    pub(super) fn plan(&self, plan: &Plan) -> String {
        let mut out = format!("  match {}\n", self.predicate(plan, &plan.predicate));
        if let Some(predicate) = &plan.must_include {
            _ = writeln!(out, "  must include {}", self.predicate(plan, predicate));
        }
        for (at, clause) in plan.clauses.iter().enumerate() {
            _ = writeln!(out, "  {at} {}", self.clause(plan, clause));
        }
        for word in &plan.receipt {
            _ = writeln!(out, "  read {}", receipt(word));
        }
        if !plan.left_out.is_empty() {
            _ = writeln!(out, "  left out {}", plan.left_out.join(" "));
        }
        out
    }

    fn term(&self, info: &TermInfo) -> String {
        let fields = &self.fields;
        let prefix = match info.field {
            field if field == fields.terms => "",
            field if field == fields.exact => "=",
            field if field == fields.title => "title:",
            field if field == fields.title_exact => "title:=",
            field if field == fields.source => "source:=",
            _ => "section:=",
        };
        match info.texts.as_slice() {
            [text] => format!("{prefix}{text}"),
            texts => format!("{prefix}{{{}}}", texts.join(", ")),
        }
    }

    fn predicate(&self, plan: &Plan, predicate: &Predicate) -> String {
        let all = |parts: &[Predicate], sign: &str| join(parts.iter().map(|part| self.predicate(plan, part)), sign);
        match predicate {
            Predicate::MatchNone => "none".to_owned(),
            Predicate::MatchAll => "all".to_owned(),
            Predicate::Term(term) => self.term(&plan.terms[*term]),
            Predicate::Phrase(phrase) => self.phrase(plan, phrase),
            Predicate::Spans(query, approximation) => {
                format!("⟨{}⟩ if {}", self.spans(plan, query), self.predicate(plan, approximation))
            }
            Predicate::DateRange(days) => date_range(days),
            Predicate::Name(name) => format!("{name:?}"),
            Predicate::InArticle(condition) => format!("article[{}]", self.predicate(plan, &condition.passage)),
            Predicate::Or(parts) => format!("({})", all(parts, " | ")),
            Predicate::And(parts) => format!("({})", all(parts, " & ")),
            Predicate::AndNot(required, parts) => {
                format!("({} - {})", self.predicate(plan, required), all(parts, " - "))
            }
        }
    }

    fn spans(&self, plan: &Plan, query: &SpanQuery) -> String {
        let term = |term: usize| self.term(&plan.terms[term]);
        match query {
            SpanQuery::None => "none".to_owned(),
            SpanQuery::Term(of) => term(*of),
            SpanQuery::Phrase(phrase) => self.phrase(plan, phrase),
            SpanQuery::Window(terms, width) => self.window(plan, terms, *width),
            SpanQuery::Or(parts) => format!("({})", join(parts.iter().map(|part| self.spans(plan, part)), " | ")),
            SpanQuery::Near(near) => {
                let closeness = near.closeness;
                let (sign, apart) = (if closeness.ordered { '>' } else { '~' }, !closeness.may_overlap);
                let (left, right) = (self.spans(plan, &near.left), self.spans(plan, &near.right));
                format!("({left} {sign}{}{} {right})", closeness.width, if apart { " apart" } else { "" })
            }
            SpanQuery::Between(inner, begin, end) => {
                format!("{}..{}:{}", term(*begin), term(*end), self.spans(plan, inner))
            }
        }
    }

    fn phrase(&self, plan: &Plan, phrase: &Phrase) -> String {
        let words = phrase.words.iter().map(|(term, at)| format!("{at}:{}", self.term(&plan.terms[*term])));
        let mut out = format!("\"{}\"", join(words, " "));
        let pairs = phrase.required.iter().filter(|term| phrase.words.iter().all(|(word, _)| word != *term));
        pairs.for_each(|term| _ = write!(out, "+{}", self.term(&plan.terms[*term])));
        out
    }

    fn window(&self, plan: &Plan, terms: &[usize], width: u32) -> String {
        format!("[{}]/{width}", join(terms.iter().map(|term| self.term(&plan.terms[*term])), " "))
    }

    fn clause(&self, plan: &Plan, clause: &ScoredClause) -> String {
        let scoring = match &clause.scoring {
            Scoring::Term(term) => format!("bm25 {}", self.term(&plan.terms[*term])),
            Scoring::Phrase(phrase) => format!("bm25 {}", self.phrase(plan, phrase)),
            Scoring::Constant(term) => format!("constant {}", self.term(&plan.terms[*term])),
            Scoring::Window(terms, width) => format!("closeness {}", self.window(plan, terms, *width)),
            Scoring::None => "unscored".to_owned(),
        };
        let mut out = format!("{:?} `{}`: {scoring}, ", clause.role, clause.label);
        _ = write!(out, "{:.2} × idf {:.2}", clause.weight, clause.idf);
        if let Some(parent) = clause.parent {
            _ = write!(out, ", of {parent}");
        }
        out.push_str(if clause.in_article { ", in article" } else { "" });
        out.push_str(if clause.in_title { ", in title" } else { "" });
        if clause.highlights && clause.matcher != Matcher::None {
            _ = write!(out, ", marks {}", matcher(&clause.matcher));
        }
        out
    }
}

fn matcher(of: &Matcher) -> String {
    let all = |matchers: &[Matcher], sign: &str| join(matchers.iter().map(matcher), sign);
    match of {
        Matcher::Term(term) => term.clone(),
        Matcher::Exact(form) => format!("={form}"),
        Matcher::Sequence { exact, forms } => {
            let sign = if *exact { "=" } else { "" };
            format!("\"{}\"", join(forms.iter().map(|(at, form)| format!("{at}:{sign}{form}")), " "))
        }
        Matcher::Forms { forms, .. } => format!("={{{}}}", forms.join(", ")),
        Matcher::Any(matchers) => format!("({})", all(matchers, " | ")),
        Matcher::FirstOf(matchers) => format!("({})", all(matchers, " else ")),
        Matcher::Parts(matchers) => format!("({})", all(matchers, " + ")),
        Matcher::Window(matchers, width) => format!("[{}]/{width}", all(matchers, " ")),
        Matcher::Near(near) => {
            let sign = if near.closeness.ordered { '>' } else { '~' };
            format!("({} {sign}{} {})", matcher(&near.left), near.closeness.width, matcher(&near.right))
        }
        Matcher::Quoted(inner) => format!("„{}“", matcher(inner)),
        Matcher::None => "nothing".to_owned(),
    }
}

fn receipt(word: &WordReceipt) -> String {
    let mut out = format!("`{}` as `{}`", word.typed, word.searched);
    if let Some(passages) = word.passages {
        _ = write!(out, ", passages {passages}");
    }
    if let Some((known, used)) = word.forms {
        _ = write!(out, ", forms {used} of {known}");
    }
    out.push_str(if word.heuristic { ", heuristic" } else { "" });
    out
}

fn date_range(days: &RangeInclusive<i64>) -> String {
    let date = |days: i64| {
        let date = jiff::Span::new().try_days(days).and_then(|days| Date::constant(1970, 1, 1).checked_add(days));
        date.map(|date| date.to_string()).unwrap_or_default()
    };
    format!("{}..{}", date(*days.start()), date(*days.end()))
}

fn join(parts: impl Iterator<Item = String>, sign: &str) -> String {
    parts.collect::<Vec<_>>().join(sign)
}
