//! What does the age of an article count?

use std::num::NonZeroU32;

use crate::postings::{Segment, Segments};

/// The share of its score that an article however old would lose. Gentle: a passage that fits more than twice as well ranks above
/// any newer one.
const MOST_LOST: f32 = 0.5;

/// A weight that falls with age: `1 − MOST_LOST · (1 − 2^(−age / half-life))`, by which a score is multiplied. The age is counted
/// back from the newest article of the index, not from today, so that the same index gives the same answer on any day. The
/// exponential decay from the newest document on is the prior of Li and Croft (2003, Time-Based Language Models, CIKM); that it
/// falls to a floor and not to nothing is ours.
pub(super) struct Recency {
    /// The day of the newest article, in days since 1970-01-01.
    newest: i64,
    half_life: f32,
}

impl Recency {
    /// With a half-life in days.
    pub(super) fn new(segments: &Segments, half_life: NonZeroU32) -> Recency {
        let newest = segments.all().iter().filter_map(Segment::newest_day).max().unwrap_or(0);
        Recency { newest, half_life: half_life.get() as f32 }
    }

    /// The weight of an article of this day. One whose day is not known counts as old.
    pub(super) fn weight(&self, day: Option<i64>) -> f32 {
        let fresh = day.map_or(0.0, |day| {
            let age = self.newest.saturating_sub(day).max(0) as f32;
            (-age / self.half_life).exp2()
        });
        1.0 - MOST_LOST * (1.0 - fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::Recency;

    #[test]
    fn weights_fall_by_half_from_half_life_to_half_life() {
        let recency = Recency { newest: 20_000, half_life: 10.0 };
        for (day, weight) in [
            (Some(20_000), 1.0),
            (Some(20_001), 1.0),
            (Some(19_990), 0.75),
            (Some(19_980), 0.625),
            (Some(-200_000), 0.5),
            (None, 0.5),
        ] {
            assert!((recency.weight(day) - weight).abs() < 1e-6, "{day:?}");
        }
    }
}
