#![allow(clippy::unwrap_used)]
use super::*;
use crate::postings::fixture::Fixture;
use proptest::prelude::*;

/// Words 0 (frequent) to 40 (rare), in segments of 3,000 and 200 passages.
fn fixture() -> Fixture {
    Fixture::drawn(&[3_000, 200], 40, 3)
}

#[test]
fn blocks_hold_the_postings_in_order() {
    let fixture = fixture();
    for (segment, word) in (0..2).flat_map(|segment| (0..42).map(move |word| (segment, word))) {
        let (term, expected) = (fixture.term(word), fixture.postings(segment, word));
        let mut cursor = fixture.segments.cursor(segment, &term).unwrap();
        assert_eq!(cursor.doc_freq() as usize, expected.len());
        let mut found = Vec::new();
        for block in 0..cursor.blocks().len() {
            let last_doc = cursor.blocks()[block].last_doc;
            let is_full = cursor.has_block_max(block);
            let (docs, freqs) = cursor.load_block(block);
            assert!(docs.last() <= Some(&last_doc) && (!is_full || docs.last() == Some(&last_doc)));
            assert_eq!(is_full, docs.len() == BLOCK_LEN);
            found.extend(docs.iter().copied().zip(freqs.iter().copied()));
        }
        assert_eq!(found, expected, "w{word}");
        assert!(!cursor.is_damaged());
    }
    assert!(fixture.postings(0, 0).len() > 3 * BLOCK_LEN, "several blocks");
}

#[test]
fn pairs_have_frequencies_without_positions() {
    let fixture = fixture();
    let mut most = 0;
    for (segment, first, second) in
        (0..2).flat_map(|segment| [(0, 0), (0, 1), (5, 2), (39, 0)].map(|(a, b)| (segment, a, b)))
    {
        let pair = fixture.pair(first, second);
        let mut cursor = fixture.segments.cursor(segment, &pair).unwrap();
        let mut doc = 0;
        for (expected, words) in (0..).zip(&fixture.passages[segment]) {
            let freq = words.windows(2).filter(|pair| **pair == [first, second]).count();
            if freq > 0 {
                doc = cursor.seek(doc);
                assert_eq!((doc, cursor.freq() as usize), (expected, freq), "{first} {second}");
                doc += 1;
            }
        }
        assert_eq!(cursor.seek(doc), TERMINATED);
        most = most.max(cursor.blocks().len());
    }
    assert!(most > 3, "several blocks");
}

#[test]
fn materialized_unions_hold_all_postings() {
    let fixture = fixture();
    let words = [1, 7, 39, 41];
    let terms = words.map(|word| fixture.term(word));
    for with_positions in [false, true] {
        let union = fixture.segments.materialized_union(fixture.field, &terms, with_positions, None).unwrap();
        for segment in 0..2 {
            let mut cursor = fixture.segments.cursor(segment, &union).unwrap();
            let mut doc = 0;
            for expected in 0..fixture.passages[segment].len() as u32 {
                let positions = words.iter().flat_map(|word| fixture.positions(segment, expected, *word));
                let mut positions: Vec<u32> = positions.collect();
                positions.sort_unstable();
                if positions.is_empty() {
                    continue;
                }
                doc = cursor.seek(doc);
                assert_eq!((doc, cursor.freq()), (expected, 1));
                if with_positions {
                    let mut found = Vec::new();
                    cursor.positions(&mut found);
                    assert_eq!(found, positions);
                }
                doc += 1;
            }
            assert_eq!(cursor.seek(doc), TERMINATED);
        }
    }
}

#[test]
fn damaged_blocks_are_told() {
    // A full block of strictly increasing passages of 8 bits, and a tail.
    let (doc_freq, strict_8_bits) = (200, 0x40 | 8);
    let mut bytes = vec![0x80 | SKIP_ENTRY_BYTES as u8];
    bytes.extend([127, 0, 0, 0, strict_8_bits, 32, 128, 0, 0, 0, 1, 1]);
    let mut cursor = PostingCursor::open(&bytes, doc_freq, Some(OwnedBytes::empty())).unwrap();
    assert!(!cursor.is_damaged());
    assert_eq!(cursor.seek(5), TERMINATED, "the block has no bytes");
    assert!(cursor.is_damaged());
    assert!(
        PostingCursor::open(&bytes[..5], doc_freq, Some(OwnedBytes::empty())).is_none(),
        "the skip data is cut off"
    );
}

proptest! {
    #[test]
    fn seek_agrees_with_a_sorted_vector(
        segment in 0..2_usize,
        word in prop_oneof![0..5_u32, 0..42_u32],
        seeks in proptest::collection::vec(prop_oneof![0..3_200_u32, Just(TERMINATED - 1)], 1..60),
    ) {
        thread_local!(static FIXTURE: Fixture = fixture());
        FIXTURE.with(|fixture| {
            let (term, postings) = (fixture.term(word), fixture.postings(segment, word));
            let mut cursor = fixture.segments.cursor(segment, &term).unwrap();
            for doc in seeks {
                let at = postings.partition_point(|(other, _)| *other < doc);
                let expected = postings.get(at);
                prop_assert_eq!(cursor.seek(doc), expected.map_or(TERMINATED, |(doc, _)| *doc));
                if let Some((found, freq)) = expected {
                    prop_assert_eq!(cursor.freq(), *freq);
                    let mut positions = Vec::new();
                    cursor.positions(&mut positions);
                    prop_assert_eq!(positions, fixture.positions(segment, *found, word));
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn ranges_agree_with_a_filter(word in 0..42_u32, start in 0..3_100_u32, length in 0..1_500_u32) {
        thread_local!(static FIXTURE: Fixture = fixture());
        FIXTURE.with(|fixture| {
            let (term, postings) = (fixture.term(word), fixture.postings(0, word));
            let mut cursor = fixture.segments.cursor(0, &term).unwrap();
            let range = start..start + length;
            let expected: Vec<(u32, u32)> =
                postings.into_iter().filter(|(doc, _)| range.contains(doc)).collect();
            let mut found = Vec::new();
            for block in cursor.blocks_overlapping(&range) {
                let (docs, freqs) = cursor.load_block(block);
                let (first, last) = slice_of_range(docs, &range);
                found.extend(docs[first..last].iter().copied().zip(freqs[first..last].iter().copied()));
            }
            prop_assert_eq!(&found, &expected);
            let sum: u32 = expected.iter().map(|(_, freq)| freq).sum();
            prop_assert_eq!(cursor.freq_in_range(range.start, range.end), sum);
            Ok(())
        })?;
    }
}

#[test]
fn passages_without_the_term_are_dropped() {
    let fixture = fixture();
    for (segment, word) in (0..2).flat_map(|segment| [0, 3, 20, 40, 41].map(|word| (segment, word))) {
        let (term, postings) = (fixture.term(word), fixture.postings(segment, word));
        let mut cursor = fixture.segments.cursor(segment, &term).unwrap();
        for step in [1, 7, 300] {
            let all = (0..fixture.passages[segment].len() as u32).step_by(step);
            let mut docs: Vec<u32> = all.clone().collect();
            cursor.retain_present(&mut docs);
            let expected: Vec<u32> = all.filter(|doc| postings.iter().any(|(own, _)| own == doc)).collect();
            assert_eq!(docs, expected, "w{word}, every {step}");
        }
    }
}
