//! `eval` against `ir_measures` from PyPI, when it is installed; else the test says that it skips. (The figures worked
//! out by hand stand beside the code.)

use std::fmt::Write as _;
use std::process::Command;

use crate::support::Sandbox;

const SCRIPT: &str = "
import sys, ir_measures
from ir_measures import nDCG, RR, AP, P, R
qrels = list(ir_measures.read_trec_qrels(sys.argv[1])); run = list(ir_measures.read_trec_run(sys.argv[2]))
found = ir_measures.calc_aggregate([nDCG@10, RR@10, AP, P@10, R@100], qrels, run)
print(found[nDCG@10], found[RR@10], found[AP], found[P@10], found[R@100])
";

/// Pseudo-random judgments and a run of 20 topics; `scores` different scores, so that few give many equal ones.
fn random_run(scores: u64) -> (String, String) {
    let (mut qrels, mut run, mut state) = (String::new(), String::new(), 7_u64);
    let mut next = |end: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    for topic in 0..20 {
        for document in 0..150 {
            if next(3) > 0 {
                writeln!(qrels, "t{topic} 0 d{document} {}", next(4)).unwrap();
            }
            if next(4) > 0 {
                writeln!(run, "t{topic} Q0 d{document} 1 {}.5 x", next(scores)).unwrap();
            }
        }
    }
    (qrels, run)
}

#[test]
fn agrees_with_ir_measures() {
    // Among equal scores RR@10 of ir_measures takes another order than trec_eval, which the other four follow.
    for (scores, without) in [(10_000_000, ""), (40, "mrr@10")] {
        let sandbox = Sandbox::new();
        let (qrels, run) = random_run(scores);
        sandbox.write("../qrels.txt", &qrels);
        sandbox.write("../run.txt", &run);
        let args = ["-c", SCRIPT, "qrels.txt", "run.txt"];
        let reference = Command::new("python3").current_dir(sandbox.path()).args(args).output();
        let Some(reference) = reference.ok().filter(|output| output.status.success()) else {
            println!("skipped: python3 with ir_measures is not installed");
            return;
        };
        let reference = String::from_utf8(reference.stdout).unwrap();
        let expected: Vec<f64> = reference.split_whitespace().map(|figure| figure.parse().unwrap()).collect();
        let ours = &sandbox.run(&["eval", "--qrels", "qrels.txt", "--run", "run.txt", "--json"]).json()[0];
        let names = ["ndcg@10", "mrr@10", "map", "p@10", "recall@100"];
        for (name, expected) in names.into_iter().zip(expected).filter(|(name, _)| *name != without) {
            let found = ours[name].as_f64().unwrap();
            assert!((found - expected).abs() < 1e-6, "{name}: {found}, ir_measures {expected}");
        }
    }
}
