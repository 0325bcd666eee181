//! A word of a query: itself, its spellings, its parts.

use super::{Planner, Union, any};
use crate::Error;
use crate::german::Token;
use crate::query::scored::{Compound, Matcher, Role, ScoredClause, Scoring};
use crate::retrieval::Predicate;

/// What a part of a compound counts beside the whole. .3, .35 and .7 are worse on wikinews, .3 on all (nDCG@10).
const PART_WEIGHT: f32 = 0.5;
/// What a piece of a hyphenated word counts beside the joint spelling: whoever typed a hyphen sees two words.
const PIECE_WEIGHT: f32 = 1.0;
/// What all parts close together are worth, as a share of what they are worth one by one. Between 0 and .5 no collection
/// moves by .001; it decides between passages with the same words.
const NEAR_WEIGHT: f32 = 0.5;
/// What the form as typed is worth beside its term: a little, so that it decides among equals.
const TYPED_WEIGHT: f32 = 0.1;
/// Words from the first to the last part of a compound, at most: `das Budget, das wir für die Werbung haben`.
const NEAR_WIDTH: u32 = 6;

/// A word of the query that may be there.
struct Part {
    term: String,
    label: String,
    weight: f32,
}

impl Planner<'_> {
    /// Adds a word that may be there: the whole counts 1, each part less.
    pub(super) fn optional_word(&mut self, word: &str, union: &mut Union) -> Result<(), Error> {
        let tokens = self.written(word);
        let all_stop = tokens.iter().all(|token| token.word.stop_word);
        let counts = |token: &&Token| all_stop || !token.word.stop_word || token.span > 1;
        let wholes: Vec<&Token> = tokens.iter().filter(counts).collect();
        let hyphenated = wholes.first().is_some_and(|token| token.span > 1);
        if hyphenated && wholes.len() == 1 {
            // Stop words with hyphens, as in `Als-ob`, are no terms one by one: they have to stand side by side.
            if union.lists.insert(self.number(self.fields.terms, &wholes[0].word.term)?) {
                union.parts.push(self.required_word(word)?);
            }
            return Ok(());
        }
        let before = union.lists.len();
        let (whole, pieces) = wholes.split_at(if hyphenated { 1 } else { wholes.len() });
        for token in whole {
            self.add(word, token, Role::Whole, 1.0, union)?;
        }
        if union.lists.len() == before {
            // Typed before: it is worth points once.
            return Ok(());
        }
        let parts = parts(&tokens);
        // Pieces between hyphens count in full beside the joint spelling, parts inside them do not: with pieces counted like
        // parts xquad-de loses .002 nDCG@10.
        for token in pieces {
            self.add(&token.word.exact, token, Role::Part, PIECE_WEIGHT, union)?;
        }
        if parts.len() > 1 {
            self.whole = self.leaf_of(&wholes);
            for part in &parts {
                self.add_term(&part.label, &part.term, Role::Part, part.weight, union)?;
            }
            self.compound(word, &wholes, &parts)?;
            self.whole = None;
        }
        Ok(())
    }

    /// A word that must be there: itself, all its pieces side by side in a hyphenated one, or all its parts close
    /// together; never a part alone.
    pub(super) fn required_word(&mut self, word: &str) -> Result<Predicate, Error> {
        let tokens = self.written(word);
        let mut ways: Vec<Predicate> = Vec::new();
        let (joint, pieces): (Vec<_>, Vec<_>) = tokens.iter().partition(|token| token.span > 1);
        for token in joint {
            // `https://heise.de/newsticker-themen` is more than its joint spelling, which takes the place of its pieces only.
            let end = token.position + token.span;
            let before = pieces.iter().filter(|piece| piece.position < token.position);
            let after = pieces.iter().filter(|piece| piece.position >= end);
            let after = after.map(|piece| (piece.position - token.span + 1, *piece));
            let row = before.map(|piece| (piece.position, *piece)).chain([(token.position, token)]).chain(after);
            ways.push(self.row(word, &row.collect::<Vec<_>>())?);
        }
        if !pieces.is_empty() {
            let row: Vec<_> = pieces.iter().map(|piece| (piece.position, *piece)).collect();
            ways.push(self.row(word, &row)?);
        }
        let parts = parts(&tokens);
        if parts.len() > 1 && tokens.iter().all(|token| !token.word.stop_word) {
            let wholes: Vec<&Token> = tokens.iter().collect();
            self.whole = self.leaf_of(&wholes);
            for part in &parts {
                // Marked, and worth points beside the whole; what must be there is decided below.
                self.term_leaf(&part.label, &part.term, Role::Part, part.weight)?;
            }
            let near = self.compound(word, &wholes, &parts)?;
            self.whole = None;
            ways.push(near);
        }
        Ok(match ways.len() {
            0 => Predicate::MatchNone,
            _ => any(ways),
        })
    }

    /// Tokens side by side, each with its place: by their terms, or as written where one is a stop word.
    fn row(&mut self, word: &str, tokens: &[(u32, &Token)]) -> Result<Predicate, Error> {
        let first = match tokens {
            [(_, token)] => return self.token_leaf(word, token),
            _ => tokens.iter().map(|(at, _)| *at).min().unwrap_or(0),
        };
        let exact = tokens.iter().any(|(_, token)| token.word.stop_word);
        let form = |token: &Token| if exact { token.word.exact.clone() } else { token.word.term.clone() };
        let forms: Vec<_> = tokens.iter().map(|(at, token)| (at - first, form(token))).collect();
        let field = if exact { self.fields.exact } else { self.fields.terms };
        self.sequence(word, field, exact, forms, false)
    }

    /// The leaf of the word that comes first.
    fn leaf_of(&self, wholes: &[&Token]) -> Option<usize> {
        let list = self.numbers.get(&(self.fields.terms, wholes.first()?.word.term.clone()))?;
        self.clauses.iter().position(|clause| clause.scoring == Scoring::Term(*list) && clause.role == Role::Whole)
    }

    /// Notes the parts of a word as those of one compound.
    fn compound(&mut self, word: &str, wholes: &[&Token], parts: &[Part]) -> Result<Predicate, Error> {
        let mut lists = Vec::new();
        let mut worth = 0.0;
        for part in parts {
            let list = self.number(self.fields.terms, &part.term)?;
            worth += part.weight * self.idf(list);
            lists.push(list);
        }
        if !self.negative {
            self.clauses.push(ScoredClause {
                label: word.to_owned(),
                matcher: Matcher::None,
                in_title: false,
                weight: NEAR_WEIGHT * self.boost,
                idf: worth,
                scoring: Scoring::Window(lists.clone(), NEAR_WIDTH),
                role: Role::Together,
                of: None,
                in_article: false,
            });
            let whole = wholes.first().map(|token| self.number(self.fields.terms, &token.word.term)).transpose()?;
            self.compounds.push(Compound {
                word: word.to_owned(),
                labels: parts.iter().map(|part| part.label.clone()).collect(),
                parts: lists.clone(),
                whole,
                width: NEAR_WIDTH,
            });
        }
        // The rarest leads.
        lists.sort_by_key(|list| self.passages(*list));
        Ok(Predicate::Window(lists, NEAR_WIDTH))
    }

    /// Adds a token to the union, unless its term is there.
    fn add(&mut self, word: &str, token: &Token, role: Role, weight: f32, union: &mut Union) -> Result<(), Error> {
        if token.word.stop_word {
            if union.lists.insert(self.number(self.fields.exact, &token.word.exact)?) {
                union.parts.push(self.form_leaf(word, &token.word.exact, self.fields.exact, false)?);
            }
            return Ok(());
        }
        let before = union.lists.len();
        self.add_term(word, &token.word.term, role, weight, union)?;
        if union.lists.len() > before && role == Role::Whole {
            self.typed_leaf(word, token)?;
        }
        Ok(())
    }

    /// Adds a term to the union, unless it is there. A part that is itself a word of the query counts as that.
    fn add_term(&mut self, label: &str, text: &str, role: Role, weight: f32, union: &mut Union) -> Result<(), Error> {
        let list = self.number(self.fields.terms, text)?;
        if let (Role::Part, Some(alone)) = (role, self.typed.get(&list)) {
            // Where it stands in the query it is worth its points, and there or here it makes a hit.
            if !alone && union.lists.insert(list) {
                union.parts.push(Predicate::Term(list));
            }
            return Ok(());
        }
        if !union.lists.insert(list) {
            self.raise(list, role, weight);
            return Ok(());
        }
        union.parts.push(self.term_leaf(label, text, role, weight)?);
        Ok(())
    }

    /// One token, by its term, or for a stop word by its exact form.
    fn token_leaf(&mut self, word: &str, token: &Token) -> Result<Predicate, Error> {
        if token.word.stop_word {
            return self.form_leaf(word, &token.word.exact, self.fields.exact, false);
        }
        let what = self.term_leaf(word, &token.word.term, Role::Whole, 1.0)?;
        self.typed_leaf(word, token)?;
        Ok(what)
    }

    /// A term that is worth points, once: however often it stands in the query.
    pub(super) fn term_leaf(&mut self, label: &str, text: &str, role: Role, weight: f32) -> Result<Predicate, Error> {
        let list = self.number(self.fields.terms, text)?;
        if self.seen.contains(&list) {
            // What was marked near something only is marked everywhere now.
            let known = self.clauses.iter_mut().find(|clause| clause.scoring == Scoring::Term(list));
            if let Some(clause) = known.filter(|_| !self.placing) {
                clause.matcher = Matcher::Term(text.to_owned());
            }
            self.raise(list, role, weight);
            return Ok(Predicate::Term(list));
        }
        if role == Role::Whole {
            self.note(label, text, Some(self.passages(list)));
        }
        if !self.negative {
            self.seen.insert(list);
            self.clauses.push(ScoredClause {
                label: label.to_owned(),
                matcher: Matcher::Term(text.to_owned()),
                in_title: false,
                weight: weight * self.boost,
                idf: self.idf(list),
                scoring: Scoring::Term(list),
                role,
                of: self.whole,
                in_article: true,
            });
        }
        Ok(Predicate::Term(list))
    }

    /// A word that stands in the query again counts what it counts where it counts most, and so do its parts.
    fn raise(&mut self, list: usize, role: Role, weight: f32) {
        let again = |clause: &ScoredClause| clause.scoring == Scoring::Term(list) && clause.role == role;
        let Some(at) = self.clauses.iter().position(again).filter(|_| !self.negative) else { return };
        let (factor, label) = (weight * self.boost / self.clauses[at].weight, self.clauses[at].label.clone());
        for (nth, clause) in self.clauses.iter_mut().enumerate().filter(|_| factor > 1.0) {
            let is_together = clause.role == Role::Together && clause.label == label;
            if nth == at || clause.of == Some(at) || is_together {
                clause.weight *= factor;
            }
        }
    }

    /// The form as typed: what has it ranks above what has another form of the word.
    fn typed_leaf(&mut self, word: &str, token: &Token) -> Result<(), Error> {
        if self.negative {
            return Ok(());
        }
        let term = self.number(self.fields.terms, &token.word.term)?;
        let exact = self.number(self.fields.exact, &token.word.exact)?;
        self.clauses.push(ScoredClause {
            label: format!("={word}"),
            matcher: Matcher::None,
            in_title: false,
            weight: TYPED_WEIGHT * self.boost,
            idf: self.idf(term),
            scoring: Scoring::Constant(exact),
            role: Role::Typed,
            of: self
                .clauses
                .iter()
                .position(|clause| clause.scoring == Scoring::Term(term) && clause.role == Role::Whole),
            in_article: false,
        });
        Ok(())
    }
}

/// The parts of a word that was typed, in order: the pieces between hyphens, and what those are made of. A verb's stem is
/// looked for by the noun made of it.
fn parts(tokens: &[Token]) -> Vec<Part> {
    let pieces = tokens.iter().filter(|token| token.span == 1);
    let hyphenated = tokens.len() > 1;
    let mut all = Vec::new();
    for piece in pieces {
        if piece.word.parts.is_empty() {
            if hyphenated {
                all.push(Part { term: piece.word.term.clone(), label: piece.word.exact.clone(), weight: PIECE_WEIGHT });
            }
            continue;
        }
        all.extend(piece.word.parts.iter().map(|part| Part {
            term: part.noun.as_ref().unwrap_or(&part.term).clone(),
            label: part.base.clone(),
            weight: PART_WEIGHT,
        }));
    }
    all
}
