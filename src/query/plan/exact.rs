//! Words as written: alone, in phrases, and as patterns.

use tantivy::schema::Field;

use super::context::Context;
use super::{Planner, disjunction};
use crate::Error;
use crate::german::{Token, normalize, numbered_name};
use crate::postings::TermInfo;
use crate::query::expand::{MultiTerm, expand};
use crate::query::pattern::Pattern;
use crate::query::scored::{Matcher, ScoredClause, Scoring};
use crate::query::statistics::idf;
use crate::retrieval::{Phrase, Predicate};

impl Planner<'_> {
    /// Passages that have a word as written. `field` holds exact forms.
    pub(super) fn exact_word(&mut self, word: &str, field: Field, ctx: Context) -> Result<Predicate, Error> {
        // The first token is the joint spelling, if there is one: `=Covid-19` is one word.
        match self.written_tokens(word).as_slice() {
            [] => Ok(Predicate::MatchNone),
            [first, rest @ ..] if first.span > 1 || rest.is_empty() => {
                let label = self.label(&format!("={word}"), field);
                self.form_clause(&label, &first.word.exact, field, ctx)
            }
            _ => self.phrase(word, field, ctx),
        }
    }

    /// Passages that have an exact form.
    pub(super) fn form_clause(
        &mut self,
        label: &str,
        form: &str,
        field: Field,
        ctx: Context,
    ) -> Result<Predicate, Error> {
        let term = self.term_number(field, form)?;
        self.push_receipt(label, &format!("={form}"), Some(term), ctx);
        let clause = ScoredClause::new(label, Matcher::Exact(form.to_owned()), Scoring::Term(term), self.idf(term));
        self.push_clause(clause.for_title(self.holds_titles(field)), ctx);
        Ok(Predicate::Term(term))
    }

    /// Passages that have words as written, one after the other. `field` holds exact forms.
    pub(super) fn phrase(&mut self, text: &str, field: Field, ctx: Context) -> Result<Predicate, Error> {
        let tokens = self.written_tokens(text);
        let label = self.label(&format!("\"{text}\""), field);
        let mut alternatives = Vec::new();
        for forms in phrase_spellings(&tokens) {
            alternatives.push(match forms.as_slice() {
                [] => Predicate::MatchNone,
                // A name in one word has its joint spelling where its pieces stand apart.
                [(_, form)] => return self.form_clause(&label, form, field, ctx),
                _ => self.sequence(&label, forms, field, ctx)?,
            });
        }
        Ok(disjunction(alternatives))
    }

    /// Passages that have forms at these distances from the first: terms or exact forms, as `field` holds them.
    pub(super) fn sequence(
        &mut self,
        label: &str,
        forms: Vec<(u32, String)>,
        field: Field,
        ctx: Context,
    ) -> Result<Predicate, Error> {
        let searched: Vec<&str> = forms.iter().map(|(_, form)| form.as_str()).collect();
        self.push_receipt(label, &searched.join(" "), None, ctx);
        let pairs = self.pairs_of(&forms, field)?;
        let (scoring, predicate, idf) = match pairs.as_slice() {
            // The list of the pair is that of the phrase. Only spans need positions.
            [(_, pair)] if forms.len() == 2 && !ctx.in_span => {
                let mut idf = Vec::new();
                for (_, form) in &forms {
                    idf.push(self.form_idf(field, form)?);
                }
                (Scoring::Term(*pair), Predicate::Term(*pair), idf.iter().sum())
            }
            pairs => {
                let mut words = Vec::new();
                for (distance, form) in &forms {
                    words.push((self.term_number(field, form)?, *distance));
                }
                let idf = words.iter().map(|(term, _)| self.idf(*term)).sum();
                let phrase = self.phrase_of(words, pairs);
                (Scoring::Phrase(phrase.clone()), Predicate::Phrase(phrase), idf)
            }
        };
        let matcher = Matcher::Sequence { exact: self.holds_exact_forms(field), forms };
        let clause = ScoredClause::new(label, matcher, scoring, idf);
        self.push_clause(clause.for_title(self.holds_titles(field)), ctx);
        Ok(predicate)
    }

    /// The pairs of words side by side that have a posting list: the first of their words, as an index into `forms`, and the
    /// number of the pair.
    fn pairs_of(&mut self, forms: &[(u32, String)], field: Field) -> Result<Vec<(usize, usize)>, Error> {
        let mut pairs = Vec::new();
        if field != self.fields.exact {
            return Ok(pairs);
        }
        for (at, words) in forms.windows(2).enumerate() {
            let [(left, first), (right, second)] = words else { continue };
            if left + 1 == *right
                && let Some(pair) = self.pair_number(first, second)?
            {
                pairs.push((at, pair));
            }
        }
        Ok(pairs)
    }

    /// The phrase of `words` in their order, with `pairs` of them as [`Planner::pairs_of`] returns them.
    fn phrase_of(&self, mut words: Vec<(usize, u32)>, pairs: &[(usize, usize)]) -> Phrase {
        let is_in_pair = |at: usize| pairs.iter().any(|(first, _)| (*first..=first + 1).contains(&at));
        let alone = words.iter().enumerate().filter(|(at, _)| !is_in_pair(*at)).map(|(_, (term, _))| *term);
        let mut required: Vec<usize> = alone.chain(pairs.iter().map(|(_, pair)| *pair)).collect();
        required.sort_by_key(|term| self.doc_freq(*term));
        words.sort_by_key(|(term, _)| self.doc_freq(*term));
        Phrase { words, required }
    }

    /// The idf of a form, which need not be a term of the plan.
    fn form_idf(&self, field: Field, form: &str) -> Result<f32, Error> {
        Ok(idf(self.segments.passages(), self.segments.term_info(field, form)?.doc_freq))
    }

    /// Passages that have words that fit a pattern.
    pub(super) fn pattern(&mut self, pattern: &Pattern, field: Field, ctx: Context) -> Result<Predicate, Error> {
        self.multi_term(&pattern.to_string(), &pattern.searched(), &MultiTerm::Wildcard(pattern), field, ctx)
    }

    /// Passages that have words that differ from `word` in at most `edits` letters.
    pub(super) fn fuzzy(&mut self, word: &str, edits: u8, field: Field, ctx: Context) -> Result<Predicate, Error> {
        let mut form = String::new();
        normalize(word, &mut form);
        let (typed, searched) = (format!("{word}~{edits}"), format!("{form}~{edits}"));
        self.multi_term(&typed, &searched, &MultiTerm::Fuzzy(&form, edits), field, ctx)
    }

    /// Passages that have any of the forms that `query` stands for. The forms score as one word, whose idf is that of
    /// their union.
    fn multi_term(
        &mut self,
        typed: &str,
        searched: &str,
        query: &MultiTerm<'_>,
        field: Field,
        ctx: Context,
    ) -> Result<Predicate, Error> {
        let expansion = expand(self.segments, field, query, self.max_forms, self.deadline)?;
        let mut forms: Vec<String> = expansion.forms.into_iter().map(|(form, _)| form).collect();
        let terms = forms.iter().map(|form| self.segments.term_info(field, form));
        let terms = terms.collect::<tantivy::Result<Vec<TermInfo>>>()?;
        let used = forms.len();
        forms.sort_unstable();
        let matcher = Matcher::Forms { searched: searched.to_owned(), forms };
        let union = self.segments.materialized_union(field, &terms, ctx.in_span, self.deadline)?;
        let term = self.push_term(union, matcher.clone());
        let label = self.label(typed, field);
        self.push_receipt(&label, searched, Some(term), ctx).forms = Some((expansion.known, used));
        let clause = ScoredClause::new(&label, matcher, Scoring::Constant(term), self.idf(term));
        self.push_clause(clause.for_title(self.holds_titles(field)), ctx);
        Ok(Predicate::Term(term))
    }

    /// Label of a word, which names the field if it holds titles.
    fn label(&self, typed: &str, field: Field) -> String {
        if self.holds_titles(field) { format!("title:{typed}") } else { typed.to_owned() }
    }
}

/// Returns the exact forms of a phrase with their distances from the first. A letter and a number are the same name in one
/// word and in two (`B 96`, `B-96`, `B96`): with such a name there are two spellings.
fn phrase_spellings(tokens: &[Token]) -> Vec<Vec<(u32, String)>> {
    let is_name = |token: &&Token| numbered_name(&token.word.exact).is_some();
    let names: Vec<&Token> = tokens.iter().filter(|token| token.span == 2).filter(is_name).collect();
    let is_in_name =
        |token: &&Token| names.iter().any(|name| (name.position..name.position + name.span).contains(&token.position));
    let words = || tokens.iter().filter(|token| token.span == 1);
    let in_one: Vec<&Token> = tokens
        .iter()
        .filter(|token| token.span == 1 && !is_in_name(token) || token.span == 2 && is_name(token))
        .collect();
    let joined = in_one.iter().zip(0..).map(|(token, at)| (at, token.word.exact.clone()));
    if names.is_empty() && !words().any(|token| is_name(&token)) {
        let first = words().next().map_or(0, |first| first.position);
        return vec![words().map(|token| (token.position - first, token.word.exact.clone())).collect()];
    }
    let apart = in_one.iter().flat_map(|token| match numbered_name(&token.word.exact) {
        Some((letters, number)) => vec![letters.to_owned(), number.to_owned()],
        None => vec![token.word.exact.clone()],
    });
    vec![joined.collect(), (0..).zip(apart).collect()]
}
