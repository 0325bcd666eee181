#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tantivy::postings::Postings as _;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, SegmentReader, TERMINATED};

use crate::german::QUOTE;
use crate::index::{Index, UpdateOptions, optimize, update};

/// Documents with their frequencies, by the key of a pair.
type PairPostings = BTreeMap<String, Vec<(u32, u32)>>;

/// Calls `visit` with each term of a field, its documents, frequencies and positions.
fn for_each_posting(reader: &SegmentReader, field: Field, mut visit: impl FnMut(&str, u32, u32, &[u32])) {
    let index = reader.inverted_index(field).unwrap();
    let mut terms = index.terms().stream().unwrap();
    while let Some((term, info)) = terms.next() {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut postings = index.read_postings_from_terminfo(info, option).unwrap();
        let mut positions = Vec::new();
        while postings.doc() != TERMINATED {
            postings.positions(&mut positions);
            visit(str::from_utf8(term).unwrap(), postings.doc(), postings.term_freq(), &positions);
            postings.advance();
        }
    }
}

/// The field of pairs of a segment.
fn written(reader: &SegmentReader, index: &Index) -> PairPostings {
    let mut all = PairPostings::new();
    for_each_posting(reader, index.fields().pairs, |key, doc, freq, positions| {
        assert_eq!(positions, [0_u32; 0]);
        all.entry(key.to_owned()).or_default().push((doc, freq));
    });
    all
}

/// Pairs of a segment as the positions of its exact forms have them.
fn by_positions(reader: &SegmentReader, index: &Index) -> PairPostings {
    let mut forms: BTreeMap<(u32, u32), Vec<String>> = BTreeMap::new();
    for_each_posting(reader, index.fields().exact, |form, doc, _, positions| {
        for position in positions {
            forms.entry((doc, *position)).or_default().push(form.to_owned());
        }
    });
    let mut all = PairPostings::new();
    for ((doc, position), firsts) in &forms {
        let seconds = forms.get(&(*doc, position + 1)).into_iter().flatten();
        for key in seconds.flat_map(|second| firsts.iter().filter_map(|first| index.pairs().key(first, second))) {
            let postings = all.entry(key).or_default();
            match postings.last_mut().filter(|(last, _)| last == doc) {
                Some((_, freq)) => *freq += 1,
                None => postings.push((*doc, 1)),
            }
        }
    }
    all
}

/// Compares every segment of the index in `dir`. Returns the number of segments, of pairs and of deleted documents.
fn compare(dir: &Path) -> (usize, usize, u32) {
    let index = Index::open(dir).unwrap();
    let (exact, pairs) = (index.fields().exact, index.fields().pairs);
    let (searcher, mut count) = (index.searcher(), 0);
    for reader in searcher.segment_readers() {
        let written = written(reader, &index);
        assert!(written == by_positions(reader, &index), "pairs differ from the positions of their words");
        count += written.len();
        // Upper bounds of scores rest on this.
        let tokens = |field| reader.inverted_index(field).unwrap().total_num_tokens();
        assert_eq!(tokens(pairs), tokens(exact));
        let norms = |field| {
            let norms = reader.get_fieldnorms_reader(field).unwrap();
            (0..reader.max_doc()).map(|doc| norms.fieldnorm_id(doc)).collect::<Vec<_>>()
        };
        assert_eq!(norms(pairs), norms(exact));
    }
    let deleted = searcher.segment_readers().iter().map(SegmentReader::num_deleted_docs).sum();
    (searcher.segment_readers().len(), count, deleted)
}

/// Joint spellings and their pieces, gaps after titles, quotation marks and halves of words.
const ODD_TEXTS: [&str; 6] = [
    "Die E-Mail an die Stadt kam in der Nacht. Das Klima-Schutz-Gesetz in der Stadt und das der Nord-Süd-Stadt in der Welt.",
    "„Die Stadt“, so der Rat, „ist die Stadt“. »Der« »und« »in« der die das „und“.",
    "Auf Grund der 25 000 und der 10 000 Euro für die B 96 und den 1. Mai in der Als-ob-Welt der und/oder die das.",
    "Ein- und Ausgabe der Stadt, Hieb- und Stichwaffen in der Stadt kündigte die Regierung in der Stadt an. § 5 in der Stadt.",
    "der der der die die und und und in in der der",
    "und",
];

#[test]
fn pairs_are_what_positions_say() {
    let dir = tempfile::tempdir().unwrap();
    let (source, index) = (dir.path().join("articles.jsonl"), dir.path().join("index"));
    let record = |id: usize| {
        let text = ODD_TEXTS.iter().cycle().skip(id).take(1 + id % 4).copied().collect::<Vec<_>>().join(" ");
        serde_json::json!({"id": id.to_string(), "title": ODD_TEXTS[(id + 1) % 6], "text": text}).to_string()
    };
    for (records, is_new) in [(0..40, true), (10..60, false), (20..61, false)] {
        let lines: Vec<String> = records.map(record).collect();
        fs::write(&source, lines.join("\n")).unwrap();
        update(&index, std::slice::from_ref(&source), &UpdateOptions::default()).unwrap();
        assert_eq!(compare(&index).2 == 0, is_new);
    }
    let (segments, pairs, _) = compare(&index);
    assert!(segments > 1 && pairs > 100, "{segments} segments with {pairs} pairs");
    optimize(&index).unwrap();
    let (segments, pairs, deleted) = compare(&index);
    assert!((segments, deleted) == (1, 0) && pairs > 30, "{segments} segments with {pairs} pairs");
    assert!(Index::open(&index).unwrap().pairs().key("die", QUOTE).is_none());
}

#[test]
fn texts_without_pairs_have_the_field_too() {
    let dir = tempfile::tempdir().unwrap();
    let (source, index) = (dir.path().join("a.txt"), dir.path().join("index"));
    fs::write(&source, "Wolpertingerei\nWolpertingerei xylophagistan.\n").unwrap();
    update(&index, &[source], &UpdateOptions::default()).unwrap();
    assert_eq!(compare(&index), (1, 0, 0));
}
