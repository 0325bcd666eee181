//! Passages like a given text.

use std::collections::HashMap;

use super::hit::Results;
use super::place::Place;
use super::same::{Texts, Unit};
use super::searcher::{SearchOptions, Searcher};
use crate::Error;
use crate::query::{any_of, idf};

/// Terms a text is described by: as many as a long query has. More adds time and no better hits.
const TELLING_TERMS: usize = 25;

/// Copies that are looked for to be left out.
const MOST_LEFT_OUT: usize = 500;

impl Searcher {
    /// Passages that share the most telling terms of the article or the passage with this id, but for those of the article
    /// itself and of its copies, of which some hundreds are found. Errors: nothing has the id.
    pub fn similar_to(&self, id: &str, options: &SearchOptions) -> Result<Results, Error> {
        let (place, passage) = self.named(id)?;
        let view = self.article(id)?;
        let text = match view.asked {
            Some(asked) => view.passages[asked].text.clone(),
            None => {
                let title = view.passages.first().map(|first| first.title.as_str());
                let texts = view.passages.iter().map(|passage| passage.text.as_str());
                title.into_iter().chain(texts).collect::<Vec<_>>().join("\n")
            }
        };
        let units = passage.map(Unit::Passage).into_iter().chain([Unit::Article(place.clone())]);
        let mut except = self.copies_of_any(units)?;
        except.push(place);
        self.like(&text, &except, options)
    }

    /// Passages that share the most telling terms of a text, but for those of articles that are copies of it.
    pub fn similar(&self, text: &str, options: &SearchOptions) -> Result<Results, Error> {
        self.like(text, &self.copies_of_any([Unit::of(text)])?, options)
    }

    /// The articles that are copies of one of these.
    fn copies_of_any(&self, units: impl IntoIterator<Item = Unit>) -> Result<Vec<Place>, Error> {
        let (mut copies, texts) = (HashMap::new(), &mut Texts::new(self));
        for unit in units {
            let found = self.copies_of(&unit, texts, MOST_LEFT_OUT)?;
            copies.extend(found.into_iter().map(|(copy, _)| (copy.place.number, copy.place)));
        }
        Ok(copies.into_values().collect())
    }

    fn like(&self, text: &str, except: &[Place], options: &SearchOptions) -> Result<Results, Error> {
        let plan = any_of(&self.telling_terms(text, except)?, self.index(), self.postings())?;
        self.run(plan, options, &except.iter().map(|place| place.number).collect())
    }

    /// The terms of `text` with the highest frequency in it times rarity in the index, best first. Only articles but for
    /// `except` count: what stands in none of the others finds nothing.
    fn telling_terms(&self, text: &str, except: &[Place]) -> Result<Vec<String>, Error> {
        let mut counts: HashMap<String, u32> = HashMap::new();
        for token in self.index().analyzer().tokens(text).filter(|token| !token.word.stop_word) {
            *counts.entry(token.word.term.clone()).or_default() += 1;
        }
        let passages = self.postings().passages();
        let mut weighed = Vec::new();
        for (term, count) in counts {
            let known = self.postings().term_info(self.index().fields().terms, &term)?;
            let mut frequency = known.doc_freq;
            for segment in 0..self.postings().all().len() as u32 {
                let mut list = self.postings().cursor(segment as usize, &known)?;
                for place in except.iter().filter(|place| place.segment == segment) {
                    let mut doc = list.seek(place.docs.start);
                    while doc < place.docs.end {
                        frequency = frequency.saturating_sub(1);
                        doc = list.seek(doc + 1);
                    }
                }
            }
            if frequency > 0 {
                weighed.push((count as f32 * idf(passages, frequency), term));
            }
        }
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(weighed.into_iter().take(TELLING_TERMS).map(|(_, term)| term).collect())
    }
}
