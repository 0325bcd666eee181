//! Words that look like relatives and are none.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Pairs that the rules would relate: a word, and its look-alikes.
static LOOK_ALIKES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let lines = include_str!("look_alikes.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": ")).map(|(word, others)| (word, others.split(' ').collect())).collect()
});

/// Returns true if two words are no relatives whatever the rules say.
pub(super) fn are(a: &str, b: &str) -> bool {
    let has = |a: &str, b: &str| LOOK_ALIKES.get(a).is_some_and(|others| others.contains(&b));
    has(a, b) || has(b, a)
}
