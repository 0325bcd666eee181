//! Passages similar to a given text.

use std::collections::HashMap;

use super::copy_search::{TextUnit, WordCache};
use super::hit::Results;
use super::options::SearchOptions;
use super::passage_range::PassageRange;
use super::searcher::Searcher;
use crate::Error;
use crate::query::{any_of, idf};

/// Terms by which a text is described: as many as a long query has. More cost time and bring no better hits.
const MAX_QUERY_TERMS: usize = 25;

/// Copies of the text that are left out, at most.
const MAX_EXCLUDED_COPIES: usize = 500;

impl Searcher {
    /// Passages that share the most characteristic terms of the article or passage with this id, without those of the article
    /// itself and of up to 500 of its copies. Fails with [`Error::NoSuchId`] if there is none, and like [`Searcher::search`].
    pub fn similar_to(&self, id: &str, options: &SearchOptions) -> Result<Results, Error> {
        let (own, passage) = self.resolve_id(id)?;
        let view = self.article(id)?;
        let text = match view.asked {
            Some(asked) => view.passages[asked].text.clone(),
            None => {
                let title = view.passages.first().map(|first| first.title.as_str());
                let texts = view.passages.iter().map(|passage| passage.text.as_str());
                title.into_iter().chain(texts).collect::<Vec<_>>().join("\n")
            }
        };
        let units = passage.map(TextUnit::Passage).into_iter().chain([TextUnit::Article(own.clone())]);
        let mut excluded = self.copies_of_any(units)?;
        excluded.push(own);
        self.search_similar(&text, &excluded, options)
    }

    /// Passages that share the most characteristic terms of a text, without those of articles that are copies of it.
    /// Fails like [`Searcher::search`].
    pub fn similar(&self, text: &str, options: &SearchOptions) -> Result<Results, Error> {
        self.search_similar(text, &self.copies_of_any([TextUnit::external(text)])?, options)
    }

    /// The articles that are copies of one of `units`.
    fn copies_of_any(&self, units: impl IntoIterator<Item = TextUnit>) -> Result<Vec<PassageRange>, Error> {
        let (mut copies, cache) = (HashMap::new(), &mut WordCache::new(self));
        for unit in units {
            let found = self.find_copies(&unit, cache, MAX_EXCLUDED_COPIES)?;
            copies.extend(found.into_iter().map(|(copy, _)| (copy.article.article, copy.article)));
        }
        Ok(copies.into_values().collect())
    }

    fn search_similar(&self, text: &str, excluded: &[PassageRange], options: &SearchOptions) -> Result<Results, Error> {
        let deadline = options.deadline();
        let plan = any_of(&self.characteristic_terms(text, excluded)?, deadline, self.index(), self.postings())?;
        self.execute(&plan, options, &excluded.iter().map(|range| range.article).collect())
    }

    /// The terms of `text` with the greatest tf · idf, best first. Passages of `excluded` do not count: a term that occurs
    /// nowhere else finds nothing.
    fn characteristic_terms(&self, text: &str, excluded: &[PassageRange]) -> Result<Vec<String>, Error> {
        let mut freqs: HashMap<String, u32> = HashMap::new();
        for token in self.index().analyzer().tokens(text).filter(|token| !token.word.stop_word) {
            *freqs.entry(token.word.term.clone()).or_default() += 1;
        }
        let passages = self.postings().passages();
        let mut weighted = Vec::new();
        for (term, freq) in freqs {
            let info = self.postings().term_info(self.index().fields().terms, &term)?;
            let mut doc_freq = info.doc_freq;
            for segment in 0..self.segment_count() as u32 {
                let mut cursor = self.postings().cursor(segment as usize, &info)?;
                for range in excluded.iter().filter(|range| range.segment == segment) {
                    let mut doc = cursor.seek(range.docs.start);
                    while doc < range.docs.end {
                        doc_freq = doc_freq.saturating_sub(1);
                        doc = cursor.seek(doc + 1);
                    }
                }
                if cursor.is_damaged() {
                    return Err(self.damaged_postings());
                }
            }
            if doc_freq > 0 {
                weighted.push((freq as f32 * idf(passages, doc_freq), term));
            }
        }
        weighted.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(weighted.into_iter().take(MAX_QUERY_TERMS).map(|(_, term)| term).collect())
    }
}
