//! One segment of many.

use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Sandbox, article, program};

/// An index in several segments, with removed passages in it.
fn fragmented() -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..5 {
        for town in ["Waldbrück", "Neustadt", "Seeheim"] {
            let sentence =
                format!("In {town} verhandelt der Stadtrat zum {number}. Mal über das Werbebudget der Bäder.");
            sandbox.write(&format!("{town}-{number}.txt"), article(&format!("Streit in {town}"), &sentence));
        }
        sandbox.index();
    }
    sandbox.write("Seeheim-0.txt", article("Einigung", "In Seeheim ist das Budget für Werbung beschlossen."));
    std::fs::remove_file(sandbox.input().join("Neustadt-1.txt")).unwrap();
    sandbox.index();
    sandbox
}

fn stats(sandbox: &Sandbox) -> Value {
    sandbox.run(&["stats", "--json"]).json().remove(0)
}

fn found(sandbox: &Sandbox) -> Vec<Vec<String>> {
    let queries = ["Werbebudget Seeheim", "Bäder UND Neustadt", "\"zum 3. Mal\"", "Stadt* NICHT Waldbrück"];
    queries.iter().map(|query| sandbox.run(&["search", "--json", "-n", "40", query]).ids()).collect()
}

#[test]
fn one_segment_with_the_same_hits() {
    let sandbox = fragmented();
    let before = stats(&sandbox);
    let segments = before["segments"].as_u64().unwrap();
    assert!(segments > 1, "{before}");
    // Removed passages count in the statistics until they are gone, so only which passages are found must stay.
    let sorted = |mut all: Vec<Vec<String>>| {
        all.iter_mut().for_each(|ids| ids.sort());
        all
    };
    let hits = sorted(found(&sandbox));
    let ran = sandbox.run(&["optimize", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let done = ran.json().remove(0);
    assert_eq!(done["segments_before"], segments);
    assert!(done["bytes_after"].as_u64() < done["bytes_before"].as_u64(), "{done}");
    let after = stats(&sandbox);
    assert_eq!(after["segments"], 1);
    assert_eq!([&after["passages"], &after["articles"]], [&before["passages"], &before["articles"]]);
    assert_eq!(sorted(found(&sandbox)), hits);
    let again = sandbox.run_german(&["optimize"]);
    assert!(again.out.starts_with("1 Segment → 1 · "), "{}", again.out);
    let unchanged = sandbox.index();
    assert_eq!(unchanged["unchanged"], 14, "{unchanged}");
    sandbox.write("neu.txt", article("Neues", "In Waldbrück wird das Werbebudget verdoppelt."));
    assert_eq!(sandbox.index()["articles_added"], 1);
    assert_eq!(sandbox.search("verdoppelt").len(), 1);
}

#[test]
fn interrupted_without_harm() {
    let sandbox = fragmented();
    let hits = found(&sandbox);
    for delay in 0..8 {
        let mut child = program().current_dir(sandbox.path()).args(["optimize", "--quiet"]).spawn().unwrap();
        sleep(Duration::from_millis(2 * delay));
        let _ = child.kill();
        child.wait().unwrap();
        if stats(&sandbox)["segments"] == 1 {
            break;
        }
        assert_eq!(found(&sandbox), hits, "killed after {} ms", 2 * delay);
    }
    assert_eq!(sandbox.run(&["optimize", "--quiet"]).code, 0);
    assert_eq!(stats(&sandbox)["segments"], 1);
    assert_eq!(sandbox.search("Werbebudget").len(), 10);
}

#[test]
fn no_index_to_optimize() {
    let ran = Sandbox::new().run(&["optimize"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no index in index"), "{}", ran.err);
}
