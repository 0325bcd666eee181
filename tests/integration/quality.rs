//! The ranking on the sample collection does not get worse unnoticed.

use std::collections::BTreeMap;

use crate::support::{Sandbox, corpus};

/// Lowest nDCG@10 by article, for each kind of topic and for all: a hundredth below the mean measured, rounded down. The test
/// prints the means with `--nocapture`; a change that raises one raises its floor.
const FLOORS: [(&str, f64); 6] =
    [("kw", 0.88), ("q", 0.83), ("infl", 0.93), ("comp", 0.84), ("spell", 0.91), ("all", 0.87)];

#[test]
fn topics_reach_their_floors() {
    let sandbox = Sandbox::of_corpus();
    let mut kinds: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for line in sandbox.eval(&corpus()) {
        let kind = line["topic"].as_str().map_or("all", |id| id.split('-').next().unwrap()).to_owned();
        kinds.entry(kind).or_default().push(line["ndcg@10"].as_f64().unwrap());
        kinds.entry("topics".to_owned()).or_default().extend(line["topics"].as_f64());
    }
    assert!(kinds["topics"][0] >= 50.0);
    for (kind, floor) in FLOORS {
        let mean = kinds[kind].iter().sum::<f64>() / kinds[kind].len() as f64;
        println!("{kind}: {mean:.4}, floor {floor:.2}");
        assert!(mean >= floor, "{kind}: {mean:.4} is below {floor}");
    }
}
