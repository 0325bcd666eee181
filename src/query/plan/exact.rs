//! Words of a query as they are written: by themselves, in a row, and by some of their letters.

use tantivy::schema::Field;

use super::Planner;
use crate::Error;
use crate::german::{Token, normalize};
use crate::postings::TermInfo;
use crate::query::expand::{MultiTerm, expand};
use crate::query::scored::{Matcher, Scoring};
use crate::query::syntax::Node;
use crate::retrieval::Predicate;

impl Planner<'_> {
    pub(super) fn exact_word(&mut self, word: &str, field: Field, in_title: bool) -> Result<Predicate, Error> {
        // The first token is the joint spelling where there is one: `=Covid-19` is one word.
        match self.written(word).as_slice() {
            [] => Ok(Predicate::MatchNone),
            [first, rest @ ..] if first.span > 1 || rest.is_empty() => {
                self.form_leaf(&labelled(&format!("={word}"), in_title), &first.word.exact, field, in_title)
            }
            _ => self.phrase(word, field, in_title),
        }
    }

    pub(super) fn form_leaf(
        &mut self,
        label: &str,
        form: &str,
        field: Field,
        in_title: bool,
    ) -> Result<Predicate, Error> {
        let list = self.number(field, form)?;
        self.note(label, &format!("={form}"), Some(self.passages(list)));
        self.clause(label, Matcher::Exact(form.to_owned()), Scoring::Term(list), self.idf(list), in_title);
        Ok(Predicate::Term(list))
    }

    /// Words as written, one after the other.
    pub(super) fn phrase(&mut self, text: &str, field: Field, in_title: bool) -> Result<Predicate, Error> {
        let words: Vec<Token> = self.written(text).into_iter().filter(|token| token.span == 1).collect();
        let label = labelled(&format!("\"{text}\""), in_title);
        match words.as_slice() {
            [] => Ok(Predicate::MatchNone),
            [word] => self.form_leaf(&label, &word.word.exact.clone(), field, in_title),
            [first, ..] => {
                let forms =
                    words.iter().map(|token| (token.position - first.position, token.word.exact.clone())).collect();
                self.sequence(&label, field, true, forms, in_title)
            }
        }
    }

    pub(super) fn sequence(
        &mut self,
        label: &str,
        field: Field,
        exact: bool,
        forms: Vec<(u32, String)>,
        in_title: bool,
    ) -> Result<Predicate, Error> {
        let mut words = Vec::new();
        for (at, form) in &forms {
            words.push((self.number(field, form)?, *at));
        }
        let idf = words.iter().map(|(list, _)| self.idf(*list)).sum();
        let searched: Vec<&str> = forms.iter().map(|(_, form)| form.as_str()).collect();
        self.note(label, &searched.join(" "), None);
        // The rarest leads.
        words.sort_by_key(|(list, _)| self.passages(*list));
        let scoring = Scoring::Phrase(words.clone());
        self.clause(label, Matcher::Sequence { exact, forms }, scoring, idf, in_title);
        Ok(Predicate::Phrase(words))
    }

    /// All words that fit a pattern, or differ in few letters, as one word: scored by how rare they are together, not by
    /// their number.
    pub(super) fn forms(&mut self, node: &Node, field: Field, in_title: bool) -> Result<Predicate, Error> {
        let mut form = String::new();
        let (wanted, searched) = match node {
            Node::Pattern(pattern) => (MultiTerm::Wildcard(pattern), pattern.searched()),
            Node::Fuzzy(word, edits) => {
                normalize(word, &mut form);
                (MultiTerm::Fuzzy(&form, *edits), format!("{form}~{edits}"))
            }
            _ => return Ok(Predicate::MatchNone),
        };
        let found = expand(self.segments, field, &wanted, self.forms_each)?;
        let used = found.forms.len();
        let mut forms: Vec<String> = found.forms.into_iter().map(|(form, _)| form).collect();
        let terms: Result<Vec<TermInfo>, _> = forms.iter().map(|form| self.segments.term_info(field, form)).collect();
        let known = self.segments.materialized_union(field, &terms?, self.placing)?;
        forms.sort_unstable();
        let list = self.add_list(known, Matcher::Forms { searched: searched.clone(), forms });
        let (label, passages) = (labelled(&node.to_string(), in_title), self.passages(list));
        self.note(&label, &searched, Some(passages));
        if let Some(receipt) = self.receipt.last_mut() {
            receipt.forms = Some((found.known, used));
        }
        self.clause(&label, self.matchers[list].clone(), Scoring::Constant(list), self.idf(list), in_title);
        Ok(Predicate::Term(list))
    }
}

/// As typed, with the field.
fn labelled(typed: &str, in_title: bool) -> String {
    if in_title { format!("title:{typed}") } else { typed.to_owned() }
}
