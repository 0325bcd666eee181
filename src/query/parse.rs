//! The query language: a recursive descent parser, whose errors all have a span in the query.
//!
//! ```text
//! query   = list                        list    = clause { clause }
//! clause  = [ "+" ] or                  or      = and { ("ODER" | "OR" | "||") and }
//! and     = near { ("UND" | "AND" | "&&") near }
//! near    = not { ( ("NAHE" | "NEAR" | "VOR" | "BEFORE") "/" number | "NAHE/ARTIKEL" | "NEAR/ARTICLE" ) not }
//! not     = { "NICHT" | "NOT" } part | ("-" | "!") part
//! part    = primary [ "^" number ]
//! primary = "(" list ")" | phrase [ "~" ] | field ":" ( primary | "=" phrase ) | "=" word | word | pattern | word "~" [ number ]
//! ```

mod field;
mod near;

use super::error::{Problem, QueryError, at};
use super::limits;
use super::plain_text::{plain_words, unambiguous};
use super::synonyms::side_by_side;
use super::syntax::{Boost, ByteSpan, Clause, Node, Occur};
use super::words::{
    Operator, boolean_operator, is_field_name, is_letter_or_sign, near_operator, trim_marks, word_node,
};
use crate::german::{first_word_len, is_sign};

/// Parses a query. Operators are in capital letters, in German or English. Takes linear time.
///
/// # Errors
///
/// Anything the parser does not understand, with its span in `text`, and a query that exceeds a limit of this module.
///
/// ```
/// use fundstelle::query::{Problem, parse};
///
/// assert_eq!(parse("Bahn UND Streik")?.to_string(), "(Bahn UND Streik)");
///
/// let query = "autor:Ingrid";
/// let error = parse(query).unwrap_err();
/// assert_eq!(error.problem, Problem::UnknownField("autor".to_owned()));
/// assert_eq!(&query[error.span], "autor:");
/// # Ok::<(), fundstelle::query::QueryError>(())
/// ```
pub fn parse(text: &str) -> Result<Node, QueryError> {
    limits::check(text)?;
    let mut parser = Parser { text, at: 0 };
    let list = parser.list()?;
    match parser.peek() {
        Some(')') => at(parser.at..parser.at + 1, Problem::CloseBracket),
        _ if text.trim().is_empty() => at(0..text.len(), Problem::Empty),
        _ if list.is_empty() => at(0..text.len(), Problem::NoWord),
        _ => Ok(list_node(list)),
    }
}

/// The node of a list in brackets. A list of one node is that node; a list of excluded nodes is `NICHT` any of them.
fn list_node(mut list: Vec<Clause>) -> Node {
    match list.as_slice() {
        [Clause { occur: Occur::May, .. }] => list.remove(0).node,
        clauses if clauses.iter().all(|clause| clause.occur == Occur::MustNot) => {
            let nodes = list.into_iter().map(|clause| clause.node).collect();
            negated(single_or(nodes, Node::Or))
        }
        _ => Node::List(list),
    }
}

/// `NICHT` of a node. Two negations cancel.
fn negated(node: Node) -> Node {
    match node {
        Node::Not(node) => *node,
        node => Node::Not(Box::new(node)),
    }
}

/// Signs that exclude a node. People confuse hyphens and dashes.
const MINUS_SIGNS: [char; 6] = ['-', '−', '–', '‐', '‑', '!'];

/// Opening and closing quotation marks of phrases that may also be read as words with punctuation.
const GUILLEMETS: [(char, char); 5] = [('»', '«'), ('«', '»'), ('›', '‹'), ('‹', '›'), ('‚', '‘')];

struct Parser<'a> {
    text: &'a str,
    /// Byte of `text` up to which it is parsed.
    at: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Skips white space and returns the next character.
    fn peek(&mut self) -> Option<char> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.rest().chars().next()
    }

    /// The next operator, without moving past it.
    fn operator(&mut self) -> Option<(Operator, ByteSpan)> {
        self.peek()?;
        let word = self.rest().split(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).next()?;
        let operator = boolean_operator(word).or_else(|| near_operator(word).flatten());
        operator.map(|operator| (operator, self.at..self.at + word.len()))
    }

    /// Moves past `operator` if it is next.
    fn eat(&mut self, operator: Operator) -> Option<ByteSpan> {
        let (_, span) = self.operator().filter(|(found, _)| *found == operator)?;
        self.at = span.end;
        Some(span)
    }

    fn list(&mut self) -> Result<Vec<Clause>, QueryError> {
        let mut clauses = Vec::new();
        while let Some(next) = self.peek() {
            if next == ')' {
                break;
            }
            if self.skip_lone_marks() {
                continue;
            }
            let is_required = self.eat_sign(&['+']);
            match self.or()? {
                Node::Not(node) => clauses.push(Clause { occur: Occur::MustNot, node: *node }),
                node => clauses.push(Clause { occur: if is_required { Occur::Must } else { Occur::May }, node }),
            }
        }
        Ok(clauses)
    }

    /// Moves past one of `signs` if something follows it directly and nothing precedes it directly: in
    /// `„Model C“-Schulen` the hyphen excludes nothing.
    fn eat_sign(&mut self, signs: &[char]) -> bool {
        let (before, rest) = self.text.split_at(self.at);
        let Some(after) = rest.strip_prefix(signs) else { return false };
        // `!!!Achtung` and `!Achtung!` are exclamations.
        let word = after.split(char::is_whitespace).next().unwrap_or_default();
        let is_exclamation = rest.starts_with('!') && word.contains('!');
        let is_sign = !is_exclamation
            && !before.ends_with(|c: char| c.is_alphanumeric() || ")\"“”«»‹›‘’".contains(c))
            && after.starts_with(|c: char| !c.is_whitespace() && c != ')');
        if is_sign {
            self.at += rest.len() - after.len();
        }
        is_sign
    }

    fn or(&mut self) -> Result<Node, QueryError> {
        let first = self.and()?;
        let mut nodes = vec![first];
        while let Some(span) = self.eat(Operator::Or) {
            nodes.push(self.operand(&span, Parser::and)?);
            if nodes.iter().any(|node| matches!(node, Node::Not(_))) {
                return at(span, Problem::NotInOr);
            }
        }
        Ok(single_or(nodes, Node::Or))
    }

    fn and(&mut self) -> Result<Node, QueryError> {
        let first = self.near()?;
        let mut nodes = vec![first];
        while let Some(span) = self.eat(Operator::And) {
            nodes.push(self.operand(&span, Parser::near)?);
        }
        if nodes.iter().all(|node| matches!(node, Node::Not(_))) {
            // Not a and not b is not (a or b).
            return Ok(negated(single_or(nodes.into_iter().map(negated).collect(), Node::Or)));
        }
        Ok(single_or(nodes, Node::And))
    }

    fn not(&mut self) -> Result<Node, QueryError> {
        let Some(first) = self.eat(Operator::Not) else { return self.signed() };
        let (mut is_negated, mut last) = (true, first);
        while let Some(span) = self.eat(Operator::Not) {
            (is_negated, last) = (!is_negated, span);
        }
        let node = self.operand(&last, Parser::part)?;
        Ok(if is_negated { negated(node) } else { node })
    }

    /// `-b` is `NICHT b`. A `+` is ignored: directly in a list, where it has a meaning, it is parsed before.
    fn signed(&mut self) -> Result<Node, QueryError> {
        self.peek();
        if self.eat_sign(&MINUS_SIGNS) {
            return self.part().map(negated);
        }
        self.eat_sign(&['+']);
        self.part()
    }

    fn part(&mut self) -> Result<Node, QueryError> {
        let node = self.primary()?;
        let rest = self.rest();
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).unwrap_or(rest.len());
        let span = self.at..self.at + length;
        match rest[..length].strip_prefix('^') {
            None => Ok(node),
            Some(number) => {
                self.at = span.end;
                match Boost::parse(number) {
                    _ if node.is_weightless() => at(span, Problem::Weightless),
                    Some(boost) => Ok(Node::Boost(Box::new(node), boost)),
                    None => at(span, Problem::Boost),
                }
            }
        }
    }

    /// Moves past punctuation that stands alone between words, as in `Bahn – Streik`.
    fn skip_lone_marks(&mut self) -> bool {
        let rest = self.rest();
        let token = rest.split(char::is_whitespace).next().unwrap_or_default();
        let is_lone = !token.is_empty() && !token.contains(|c: char| is_letter_or_sign(c) || "()\"„“”*".contains(c));
        if is_lone && !matches!(token, "&&" | "||") {
            self.at += token.len();
            return true;
        }
        false
    }

    /// Parses the right operand of the operator at `operator`, which must not be missing.
    fn operand(
        &mut self,
        operator: &ByteSpan,
        parse: fn(&mut Self) -> Result<Node, QueryError>,
    ) -> Result<Node, QueryError> {
        match self.peek() {
            None | Some(')') => at(operator.clone(), Problem::Operand(self.text[operator.clone()].to_owned())),
            Some(_) => parse(self),
        }
    }

    fn primary(&mut self) -> Result<Node, QueryError> {
        if let Some((_, span)) = self.operator() {
            return at(span.clone(), Problem::Operand(self.text[span].to_owned()));
        }
        let word = self.rest().split(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).next().unwrap_or_default();
        if near_operator(word).is_some() {
            return at(self.at..self.at + word.len(), Problem::Width(limits::MAX_NEAR_WIDTH));
        }
        match self.peek() {
            Some('(') => self.brackets(),
            Some('"' | '„' | '“' | '”') => self.phrase_in_some_form(),
            _ => self.in_guillemets().map_or_else(|| self.word(), Ok),
        }
    }

    fn brackets(&mut self) -> Result<Node, QueryError> {
        let open = self.at..self.at + 1;
        self.at = open.end;
        let list = self.list()?;
        if self.peek() != Some(')') {
            return at(open, Problem::OpenBracket);
        }
        self.at += 1;
        if list.is_empty() {
            return at(open.start..self.at, Problem::EmptyBrackets);
        }
        Ok(list_node(list))
    }

    /// Moves past a text in quotation marks and returns it.
    fn quotation(&mut self) -> Result<&'a str, QueryError> {
        let open = self.at..self.at + self.rest().chars().next().map_or(1, char::len_utf8);
        let text = &self.text[open.end..];
        let Some(length) = text.find(['"', '“', '”']) else { return at(open, Problem::OpenQuote) };
        let close = text[length..].chars().next().map_or(1, char::len_utf8);
        self.at = open.end + length + close;
        Ok(&text[..length])
    }

    /// Parses a phrase in quotation marks to its text.
    fn phrase(&mut self) -> Result<String, QueryError> {
        let (start, phrase) = (self.at, self.quotation()?.trim());
        match phrase.contains(is_letter_or_sign) {
            true => Ok(phrase.to_owned()),
            false => at(start..self.at, Problem::NoWord),
        }
    }

    /// Parses a phrase as written, or with a `~` behind it in any inflection of its words.
    fn phrase_in_some_form(&mut self) -> Result<Node, QueryError> {
        let start = self.at;
        let phrase = self.phrase()?;
        let Some(after) = self.rest().strip_prefix('~') else { return Ok(Node::Phrase(phrase)) };
        if after.starts_with(|c: char| !c.is_whitespace() && !matches!(c, ')' | '^')) {
            return at(self.at..self.at + 1, Problem::Slop);
        }
        self.at += 1;
        let words: Vec<String> = plain_words(&phrase).into_iter().flat_map(unambiguous).collect();
        if words.len() > limits::MAX_INFLECTED_WORDS {
            return at(start..self.at, Problem::TooMany(limits::MAX_INFLECTED_WORDS));
        }
        Ok(side_by_side(words.into_iter().map(Node::Word)).unwrap_or(Node::Phrase(phrase)))
    }

    /// Parses a phrase of several words between marks that are not always quotation marks: `»offener Brief«`,
    /// `‚offener Brief‘`. A single word between them is a word with punctuation.
    fn in_guillemets(&mut self) -> Option<Node> {
        let rest = self.rest();
        let open = rest.chars().next()?;
        let (_, close) = GUILLEMETS.iter().find(|(mark, _)| *mark == open)?;
        let text = &rest[open.len_utf8()..];
        // Within a word, the mark is an apostrophe.
        let is_end = |at: &usize| !text[at + close.len_utf8()..].starts_with(char::is_alphanumeric);
        let length = text.match_indices(*close).map(|(at, _)| at).find(is_end)?;
        let phrase = text[..length].trim();
        let words = phrase.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
        if phrase.contains(['"', '„', '“', '”']) || words < 2 {
            return None;
        }
        self.at += open.len_utf8() + length + close.len_utf8();
        Some(Node::Phrase(phrase.to_owned()))
    }

    fn word(&mut self) -> Result<Node, QueryError> {
        let is_end = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '„' | '“' | '”' | '^');
        let rest = self.rest();
        let mut length = rest.find(is_end).unwrap_or(rest.len());
        if let Some(sign) = ["&&", "||"].into_iter().find(|sign| rest[..length].contains(sign)) {
            return at(self.at..self.at + length, Problem::Glued(sign));
        }
        // Punctuation before a word is no part of it: `«Werbung`, `…und`.
        let is_start = |c: char| c.is_alphanumeric() || is_sign(c) || matches!(c, '=' | '*');
        let Some(lead) = self.rest()[..length].find(is_start) else {
            return at(self.at..self.at + length, Problem::NoWord);
        };
        self.at += lead;
        length -= lead;
        // `10 000`, `§ 218` and `auf Grund` are one word.
        let rest = self.rest();
        let joined = first_word_len(rest);
        if joined > length {
            length = joined + rest[joined..].find(is_end).unwrap_or(rest.len() - joined);
        }
        let (word, span) = (&self.rest()[..length], self.at..self.at + length);
        let is_quoted = self.text[span.end..].starts_with(['"', '„', '“', '”']);
        // `+NAHE/3+` or `nahe/3` would become an operator once trimmed.
        let plain = trim_marks(word);
        let capitals = plain.to_uppercase();
        if near_operator(&capitals).flatten().is_some() {
            let problem = if plain == capitals { Problem::Operand(capitals) } else { Problem::Capitals(capitals) };
            return at(span, problem);
        }
        if let Some((name, value)) = word.split_once(':')
            && is_field_name(name, value, is_quoted && matches!(value, "" | "="))
        {
            return self.field(name.to_lowercase(), span.start);
        }
        self.at = span.end;
        word_node(word, span)
    }
}

fn single_or(mut nodes: Vec<Node>, many: fn(Vec<Node>) -> Node) -> Node {
    if nodes.len() == 1 { nodes.remove(0) } else { many(nodes) }
}

#[cfg(test)]
mod tests;
