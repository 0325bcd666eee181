//! How rare is a word?

/// Number of imaginary passages without the word that are added to those of the index.
///
/// The idf weighs a word by how few passages have it. In a collection of a few passages that means nothing: the topic
/// of a single article would weigh as little as a stop word, and one chance word would decide. With the prior, the
/// words of a small collection weigh nearly the same; its influence vanishes as the collection grows. nDCG@10 is the
/// same within .003 for 100, 300 and 1000 on collections of 108 to 2,336 passages; 100 is still too few for a single
/// article.
const PRIOR_PASSAGES: u64 = 300;

/// Inverse document frequency of a word that `doc_freq` of `passages` passages have: ln(1 + (N − n + 0.5) / (n + 0.5)),
/// as in BM25 of Robertson and Zaragoza and in tantivy, with the prior added to N.
pub(crate) fn idf(passages: u64, doc_freq: u64) -> f32 {
    let all = passages + PRIOR_PASSAGES;
    let without = all.saturating_sub(doc_freq) as f32;
    (1.0 + (without + 0.5) / (doc_freq as f32 + 0.5)).ln()
}
