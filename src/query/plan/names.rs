//! Which words were typed like names, and which have a capital that tells nothing? Stop words may be names: the Weil of `Stephan Weil`,
//! `MAN`.

use std::sync::Arc;

use super::Planner;
use crate::Error;
use crate::german::{Token, is_capital_stop_word, is_in_capitals};
use crate::query::syntax::Node;

/// Nouns and names that are spelt like stop words. As the first word of a query they have a capital by habit, and are meant
/// where no other word is in lower case: `Waren China`, but not `Waren die Chinesen dabei?`.
const NOUNS_AND_NAMES: [&str; 6] = ["Bin", "Man", "Waren", "Weg", "Weil", "Will"];

impl Planner<'_> {
    /// Collects the stop words that were typed like names: with a capital after another word, or in capitals in a query
    /// that is not all in capitals. They are searched where the index has them as names; elsewhere they are stop words. A
    /// word is known by its letters: typed twice it counts once, so that one of two makes both a name.
    pub(super) fn collect_names(&mut self, node: &Node) -> Result<(), Error> {
        let mut words = Vec::new();
        collect_words(node, &mut words);
        let are_capitals = words.len() > 1 && words.iter().all(|word| is_in_capitals(word));
        let are_headwords = words.len() > 1 && words.iter().skip(1).all(|word| !word.starts_with(char::is_lowercase));
        self.collect_heads(&words);
        for (number, word) in words.into_iter().enumerate() {
            let is_like_name = is_capital_stop_word(word)
                && !are_capitals
                && (number > 0 || is_in_capitals(word) || (are_headwords && NOUNS_AND_NAMES.contains(&word)));
            if is_like_name && let Some(token) = self.analyzer.typed_tokens(word).next() {
                let is_known = self.segments.term_info(self.fields.terms, &token.word.exact)?.doc_freq > 0;
                if is_known {
                    self.names.insert(word.to_owned());
                }
            }
        }
        Ok(())
    }
}

impl Planner<'_> {
    /// Collects the words whose capital tells nothing. The first word has one by habit if another is in lower case: `Kurz vor acht`,
    /// but not `Kurz Rücktritt`, which has nouns and names only. In a query like a headline, all words have one: that shows in one that
    /// is none of a noun (`Arm Und Reich`).
    fn collect_heads(&mut self, words: &[&str]) {
        let Some((first, others)) = words.split_first() else { return };
        let is_headline = || {
            words.iter().all(|word| word.starts_with(char::is_uppercase))
                && others.iter().any(|word| self.analyzer.is_hardly_noun(word) && !NOUNS_AND_NAMES.contains(word))
        };
        let heads = match () {
            () if others.iter().any(|word| word.starts_with(char::is_lowercase)) => std::slice::from_ref(first),
            () if is_headline() => words,
            () => &[],
        };
        self.heads.extend(heads.iter().map(|word| (*word).to_owned()));
    }
}

/// Collects the words of a query, in order.
fn collect_words<'n>(node: &'n Node, words: &mut Vec<&'n str>) {
    match node {
        Node::Word(word) | Node::Whole(word) => words.push(word),
        Node::Widened(node, _) => collect_words(node, words),
        Node::And(nodes) | Node::Or(nodes) | Node::SameArticle(nodes) => {
            nodes.iter().for_each(|node| collect_words(node, words));
        }
        Node::List(clauses) => clauses.iter().for_each(|clause| collect_words(&clause.node, words)),
        Node::Boost(node, _) | Node::Quoted(node) | Node::Not(node) => collect_words(node, words),
        Node::Near(near) => [&near.left, &near.right].into_iter().for_each(|node| collect_words(node, words)),
        Node::Exact(_) | Node::Phrase(_) | Node::Pattern(_) | Node::Fuzzy(..) | Node::In(..) | Node::Date(_) => {}
    }
}

/// Returns the token of a stop word that is a name.
pub(super) fn named(token: Token) -> Token {
    Token { word: Arc::new(token.word.of_name()), ..token }
}
