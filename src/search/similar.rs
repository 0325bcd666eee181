//! Passages like a given text.

use std::collections::HashMap;

use super::hit::Results;
use super::searcher::{SearchOptions, Searcher};
use crate::Error;
use crate::query::{any_of, idf};

/// Terms a text is described by: as many as a long query has. More adds time and no better hits.
const TELLING_TERMS: usize = 25;

impl Searcher {
    /// Passages that share the most telling terms of `text`, but for those of articles that are copies of it. When it is that of
    /// an article or a passage of the index, `own` is its id, and neither the article nor its copies are among the hits. Errors:
    /// nothing has the id.
    pub fn similar(&self, text: &str, own: Option<&str>, options: &SearchOptions) -> Result<Results, Error> {
        let terms = self.telling_terms(text)?;
        let plan = any_of(&terms, self.index(), self.lists())?;
        self.run(plan, options, &self.articles_with(text, own)?)
    }

    /// The terms of `text` with the highest frequency in it times rarity in the index, best first.
    fn telling_terms(&self, text: &str) -> Result<Vec<String>, Error> {
        let mut counts: HashMap<String, u32> = HashMap::new();
        for token in self.index().analyzer().tokens(text).filter(|token| !token.word.stop_word) {
            *counts.entry(token.word.term.clone()).or_default() += 1;
        }
        let passages = self.lists().passages();
        let mut weighed = Vec::new();
        for (term, count) in counts {
            let frequency = self.lists().term(self.index().fields().terms, &term)?.passages;
            if frequency > 0 {
                weighed.push((count as f32 * idf(passages, frequency), term));
            }
        }
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(weighed.into_iter().take(TELLING_TERMS).map(|(_, term)| term).collect())
    }
}
