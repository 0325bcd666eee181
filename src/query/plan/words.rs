//! A word of a query: the word itself, its spellings, and its parts.

use super::compounds::{PIECE_WEIGHT, compound_parts, is_one_letter};
use super::context::Context;
use super::{Disjunction, Planner, disjunction};
use crate::Error;
use crate::characters::is_number;
use crate::german::{Token, is_one_name};
use crate::query::scored::{Matcher, Role, ScoredClause, Scoring};
use crate::retrieval::Predicate;

/// Weight of the second lemma of a form that may be one of two words; the first has 1.
const SECOND_WEIGHT: f32 = 0.5;
/// Weight of the form as typed; the term has 1. It decides between passages that are equal otherwise.
const TYPED_WEIGHT: f32 = 0.1;
/// Weight of the form as typed in a query of one word. With nothing else to go by, passages that have it come before those
/// that have it in a compound: *Leiter* before *Projektleiter*.
const LONE_TYPED_WEIGHT: f32 = 0.5;

/// A term that scores, as the whole or a part of a word.
#[derive(Clone, Copy)]
pub(super) struct WordTerm<'t> {
    /// The word as typed, or the part in words.
    pub(super) label: &'t str,
    pub(super) term: &'t str,
    pub(super) role: Role,
    weight: f32,
}

impl<'t> WordTerm<'t> {
    pub(super) fn whole(label: &'t str, term: &'t str) -> WordTerm<'t> {
        WordTerm { label, term, role: Role::Whole, weight: 1.0 }
    }

    pub(super) fn part(label: &'t str, term: &'t str, weight: f32) -> WordTerm<'t> {
        WordTerm { label, term, role: Role::Part, weight }
    }

    /// Returns the word under its second lemma.
    fn second(self, term: &'t str) -> WordTerm<'t> {
        WordTerm { term, weight: self.weight * SECOND_WEIGHT, ..self }
    }
}

impl Planner<'_> {
    /// Adds an optional word: as a whole, and by each of its parts with less weight.
    pub(super) fn optional_word(&mut self, word: &str, optional: &mut Disjunction, ctx: Context) -> Result<(), Error> {
        let tokens = self.word_tokens(word);
        let all_stop = tokens.iter().all(|token| token.word.stop_word);
        let counts = |token: &&Token| all_stop || !token.word.stop_word || token.span > 1;
        let wholes: Vec<&Token> = tokens.iter().filter(counts).collect();
        let Some(first) = wholes.first() else { return Ok(()) };
        let is_hyphenated = first.span > 1;
        if is_hyphenated && wholes[1..].iter().all(|piece| is_one_letter(&piece.word.exact)) {
            // Hyphenated stop words, as in `Als-ob`, and letters, as in `%-9`, are no hits by themselves: they must be
            // adjacent.
            let receipts = self.receipt.len();
            let adjacent = self.required_word(word, ctx)?;
            if optional.alternatives.contains(&adjacent) {
                // Typed before: it has its receipt.
                self.receipt.truncate(receipts);
            } else {
                optional.alternatives.push(adjacent);
            }
            return Ok(());
        }
        let known = optional.terms.len();
        let (wholes, pieces) = wholes.split_at(if is_hyphenated { 1 } else { wholes.len() });
        for token in wholes {
            self.add_token(token, WordTerm::whole(word, &token.word.term), optional, ctx)?;
        }
        if optional.terms.len() == known {
            // Typed before: it scores once.
            return Ok(());
        }
        let within = ctx.part_of(self.clause_of(first));
        // A number adds to the score of the words beside it, and is no hit by itself: the 19 of `Covid-19`.
        let has_word = pieces.iter().any(|token| !is_number(&token.word.exact));
        let is_hit = |label: &str| !has_word || !is_number(label);
        for token in pieces {
            if is_hit(&token.word.exact) {
                self.add_piece(token, optional, within)?;
            } else {
                self.term_clause(WordTerm::part(&token.word.exact, &token.word.term, PIECE_WEIGHT), within)?;
            }
        }
        let parts = compound_parts(&tokens);
        if parts.len() > 1 {
            for part in parts.iter().filter(|part| !part.is_one_letter() && is_hit(&part.label)) {
                self.add_term(part.as_term(), optional, within)?;
                self.note_relatives(part.as_term(), within);
            }
            let is_searched = |label: &str| !is_one_letter(label) && is_hit(label);
            let searched = parts.iter().filter(|part| is_searched(&part.label));
            let mut lone: Vec<String> = searched.map(|part| part.term.clone()).collect();
            for token in pieces.iter().filter(|token| !token.word.stop_word && is_searched(&token.word.exact)) {
                lone.push(token.word.term.clone());
                lone.extend(token.word.second.clone());
            }
            lone.sort_unstable();
            lone.dedup();
            self.compound_window(word, first, &parts, lone, ctx)?;
        }
        Ok(())
    }

    /// Passages that have a word: as a whole, by all pieces of a hyphenated word side by side, or by all parts of a
    /// compound close together. A part alone does not match.
    pub(super) fn required_word(&mut self, word: &str, ctx: Context) -> Result<Predicate, Error> {
        let tokens = self.word_tokens(word);
        let mut alternatives = self.whole_alternatives(word, &tokens, ctx)?;
        let parts = compound_parts(&tokens);
        if let Some(first) = tokens.first()
            && parts.len() > 1
            && tokens.iter().all(|token| !token.word.stop_word)
        {
            let within = ctx.part_of(self.clause_of(first));
            for part in &parts {
                // Each part scores; what matches and is highlighted is all of them together.
                if part.is_one_letter() {
                    self.letter_clause(&part.label, within);
                } else {
                    self.term_clause(part.as_term(), within)?;
                }
            }
            alternatives.push(self.compound_window(word, first, &parts, Vec::new(), ctx)?);
        }
        Ok(if alternatives.is_empty() { Predicate::MatchNone } else { disjunction(alternatives) })
    }

    /// Passages that have a word as a whole, or by all pieces of a hyphenated word side by side.
    pub(super) fn whole_word(&mut self, word: &str, ctx: Context) -> Result<Predicate, Error> {
        let tokens = self.word_tokens(word);
        let alternatives = self.whole_alternatives(word, &tokens, ctx)?;
        Ok(if alternatives.is_empty() { Predicate::MatchNone } else { disjunction(alternatives) })
    }

    fn whole_alternatives(&mut self, word: &str, tokens: &[Token], ctx: Context) -> Result<Vec<Predicate>, Error> {
        let mut alternatives: Vec<Predicate> = Vec::new();
        let (joint, pieces): (Vec<_>, Vec<_>) = tokens.iter().partition(|token| token.span > 1);
        for token in joint {
            // `https://heise.de/newsticker-themen` is more than its joint spelling, which stands for its own pieces
            // only.
            let end = token.position + token.span;
            let before = pieces.iter().filter(|piece| piece.position < token.position);
            let after = pieces.iter().filter(|piece| piece.position >= end);
            let after = after.map(|piece| (piece.position - token.span + 1, *piece));
            let row = before.map(|piece| (piece.position, *piece)).chain([(token.position, token)]).chain(after);
            alternatives.push(self.token_sequence(word, &row.collect::<Vec<_>>(), ctx)?);
        }
        if !pieces.is_empty() {
            let row: Vec<_> = pieces.iter().map(|piece| (piece.position, *piece)).collect();
            alternatives.push(self.token_sequence(word, &row, ctx)?);
        }
        Ok(alternatives)
    }

    /// Tokens of a word of the query. A number or a name whose pieces mean nothing is its joint spelling alone: `25 000`
    /// is not 25, and `A 7` not 7.
    fn word_tokens(&self, word: &str) -> Vec<Token> {
        let mut tokens = self.written_tokens(word);
        if is_one_name(word) && tokens.iter().any(|token| token.span > 1) {
            tokens.retain(|token| token.span > 1);
        }
        tokens
    }

    /// Passages that have tokens at these positions: by their terms, or as written if one of them is a stop word.
    fn token_sequence(&mut self, word: &str, tokens: &[(u32, &Token)], ctx: Context) -> Result<Predicate, Error> {
        if let [(_, token)] = tokens {
            return self.token_clause(word, token, ctx);
        }
        let first = tokens.iter().map(|(position, _)| *position).min().unwrap_or(0);
        let has_stop_word = tokens.iter().any(|(_, token)| token.word.stop_word);
        let field = if has_stop_word { self.fields.exact } else { self.fields.terms };
        let form = |token: &Token| if has_stop_word { token.word.exact.clone() } else { token.word.term.clone() };
        let forms = tokens.iter().map(|(position, token)| (position - first, form(token))).collect();
        self.sequence(word, forms, field, ctx)
    }

    /// Number of the scored clause of `token` as a whole word.
    pub(super) fn clause_of(&self, token: &Token) -> Option<usize> {
        let term = self.known_term(self.fields.terms, &token.word.term)?;
        self.clauses.iter().position(|clause| clause.scoring == Scoring::Term(term) && clause.role == Role::Whole)
    }

    /// Adds a clause unless there is one for the same word typed before. That one now highlights what either does.
    pub(super) fn add_clause_once(&mut self, clause: ScoredClause, ctx: Context) -> bool {
        let is_same = |known: &&mut ScoredClause| {
            (known.role, known.parent) == (clause.role, clause.parent)
                && known.label == clause.label
                && known.scoring == clause.scoring
        };
        match self.clauses.iter_mut().find(is_same) {
            Some(known) if clause.highlights && !known.highlights => {
                (known.matcher, known.highlights) = (clause.matcher, true);
                false
            }
            Some(_) => false,
            None => {
                self.push_clause(clause, ctx);
                true
            }
        }
    }

    /// Adds a token to a disjunction, unless its term is in it.
    pub(super) fn add_token(
        &mut self,
        token: &Token,
        term: WordTerm<'_>,
        optional: &mut Disjunction,
        ctx: Context,
    ) -> Result<(), Error> {
        if token.word.stop_word {
            let form = &token.word.exact;
            if optional.terms.insert(self.term_number(self.fields.exact, form)?) {
                optional.alternatives.push(self.form_clause(term.label, form, self.fields.exact, ctx)?);
            }
            return Ok(());
        }
        let known = optional.terms.len();
        self.add_term(term, optional, ctx)?;
        if optional.terms.len() > known && term.role == Role::Whole {
            self.typed_clause(term.label, token, ctx)?;
            self.note_relatives(term, ctx);
        }
        match &token.word.second {
            Some(second) => self.add_term(term.second(second), optional, ctx.part_of(self.clause_of(token))),
            None => Ok(()),
        }
    }

    /// Adds a term to a disjunction, unless it is in it. A part that is a word of the query itself is planned as that
    /// word.
    fn add_term(&mut self, term: WordTerm<'_>, optional: &mut Disjunction, ctx: Context) -> Result<(), Error> {
        let number = self.term_number(self.fields.terms, term.term)?;
        if let (Role::Part, Some(matches_alone)) = (term.role, self.typed_terms.get(&number)) {
            // The clause is added where that word is planned. Unless the word alone makes a hit there, the part does
            // here.
            if !matches_alone && optional.terms.insert(number) {
                optional.alternatives.push(Predicate::Term(number));
            }
            return Ok(());
        }
        if optional.terms.insert(number) {
            optional.alternatives.push(self.term_clause(term, ctx)?);
        } else {
            self.raise_weight(number, term, ctx);
        }
        Ok(())
    }

    /// Passages that have a token: by its term, or as written if it is a stop word.
    fn token_clause(&mut self, word: &str, token: &Token, ctx: Context) -> Result<Predicate, Error> {
        if token.word.stop_word {
            return self.form_clause(word, &token.word.exact, self.fields.exact, ctx);
        }
        let term = WordTerm::whole(word, &token.word.term);
        let predicate = self.term_clause(term, ctx)?;
        self.typed_clause(word, token, ctx)?;
        Ok(match &token.word.second {
            Some(second) => {
                let within = ctx.part_of(self.clause_of(token));
                disjunction(vec![predicate, self.term_clause(term.second(second), within)?])
            }
            None => predicate,
        })
    }

    /// Passages that have a term. Its clause is added once, however often the term is in the query.
    pub(super) fn term_clause(&mut self, term: WordTerm<'_>, ctx: Context) -> Result<Predicate, Error> {
        let number = self.term_number(self.fields.terms, term.term)?;
        if self.scored_terms.contains(&number) {
            // A word that was highlighted in a span or as a part only is now highlighted everywhere.
            let known = self.clauses.iter_mut().find(|clause| clause.scoring == Scoring::Term(number));
            let is_marked = ctx.scoring && !ctx.in_span && term.role == Role::Whole;
            if let Some(clause) = known.filter(|_| is_marked) {
                clause.highlights = true;
            }
            self.raise_weight(number, term, ctx);
            let has_receipt = || self.receipt.iter().any(|word| word.typed == format!("-{}", term.label));
            if ctx.negated && term.role == Role::Whole && !has_receipt() {
                self.push_receipt(term.label, term.term, Some(number), ctx);
            }
            return Ok(Predicate::Term(number));
        }
        if term.role == Role::Whole {
            self.push_receipt(term.label, term.term, Some(number), ctx);
        }
        if ctx.scoring {
            self.scored_terms.insert(number);
            let matcher = Matcher::Term(term.term.to_owned());
            let clause = ScoredClause::new(term.label, matcher, Scoring::Term(number), self.idf(number));
            let clause = clause.with_role(term.role).with_weight(term.weight).with_parent(ctx.parent);
            // A part is highlighted by the clause of all parts together.
            let clause = ScoredClause { highlights: term.role == Role::Whole, ..clause };
            self.push_clause(clause.for_article(), ctx);
        }
        Ok(Predicate::Term(number))
    }

    /// Gives a word that occurs again the highest of its weights, and raises its parts in proportion.
    fn raise_weight(&mut self, number: usize, term: WordTerm<'_>, ctx: Context) {
        let is_known = |clause: &ScoredClause| clause.scoring == Scoring::Term(number) && clause.role == term.role;
        let Some(at) = self.clauses.iter().position(is_known).filter(|_| ctx.scoring) else { return };
        let (factor, label) = (term.weight * ctx.boost / self.clauses[at].weight, self.clauses[at].label.clone());
        for (number, clause) in self.clauses.iter_mut().enumerate().filter(|_| factor > 1.0) {
            let is_together = clause.role == Role::Together && clause.label == label;
            if number == at || clause.parent == Some(at) || is_together {
                clause.weight *= factor;
            }
        }
    }

    /// Adds the clause of the form as typed: passages that have it rank above those with another form of the word. Stop
    /// words that are names have none: the exact form is that of the stop word, too.
    fn typed_clause(&mut self, word: &str, token: &Token, ctx: Context) -> Result<(), Error> {
        if !ctx.scoring || self.names.contains(word) {
            return Ok(());
        }
        let term = self.term_number(self.fields.terms, &token.word.term)?;
        let exact = self.term_number(self.fields.exact, &token.word.exact)?;
        let parent = self.clause_of(token);
        let clause = ScoredClause::new(format!("={word}"), Matcher::None, Scoring::Constant(exact), self.idf(term));
        let weight = if self.typed_terms.len() == 1 { LONE_TYPED_WEIGHT } else { TYPED_WEIGHT };
        self.add_clause_once(clause.with_role(Role::Typed).with_weight(weight).with_parent(parent), ctx);
        Ok(())
    }
}
