//! Question words: `Wer gewann den Pokal?` asks for the cup, not for *wer*.

use crate::query::syntax::Node;

/// Weight of a question word beside other words, which have 1. nDCG@10 of articles, for all topics and for each half of them
/// (`fundstelle eval --by article`); the other collections do not move at all, since their passages hardly ask:
///
/// | weight | covid-questions |
/// |---|---|
/// | 1 | .4511 (.4622 .4399) |
/// | .5, .25 | .4515 (.4631 .4399) |
/// | 0, left out like a stop word | .4502 (.4639 .4366) |
pub(super) const QUESTION_WORD_WEIGHT: f32 = 0.25;

/// Question words that are no stop words anyway, as *was*, *wie* and *wo* are.
const QUESTION_WORDS: [&str; 27] = [
    "inwiefern",
    "inwieweit",
    "wann",
    "warum",
    "wem",
    "wen",
    "wer",
    "weshalb",
    "wessen",
    "weswegen",
    "wieso",
    "wieviel",
    "wieviele",
    "wobei",
    "wodurch",
    "wofür",
    "wogegen",
    "woher",
    "wohin",
    "womit",
    "wonach",
    "woran",
    "worauf",
    "woraus",
    "worin",
    "worüber",
    "wozu",
];

/// Returns true if a node is a question word.
pub(super) fn is_question_word(node: &Node) -> bool {
    match node {
        Node::Word(word) => QUESTION_WORDS.contains(&word.to_lowercase().as_str()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_words_in_any_case() {
        let is_question = |word: &str| is_question_word(&Node::Word(word.to_owned()));
        for word in ["Wer", "warum", "WANN", "Wofür"] {
            assert!(is_question(word), "{word}");
        }
        for word in ["Werbung", "wahr", "wir", ""] {
            assert!(!is_question(word), "{word}");
        }
        assert!(!is_question_word(&Node::Exact("wer".to_owned())), "as written");
    }
}
