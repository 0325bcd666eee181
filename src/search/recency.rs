//! How much does the age of an article weigh?

use std::num::NonZeroU32;

use crate::postings::{Segment, Segments};

/// Share of its score that an infinitely old article loses. It is moderate: a passage that fits more than twice as well ranks
/// above any newer one.
const MAX_RECENCY_LOSS: f32 = 0.5;

/// A weight that decays with age: `1 − MAX_RECENCY_LOSS · (1 − 2^(−age / half-life))`. Scores are multiplied by it. Age is
/// counted from the newest article of the index, not from today, so that the same index gives the same answer on any day.
/// Exponential decay from the newest document is the prior of Li and Croft (2003, Time-Based Language Models, CIKM); the floor
/// above zero is our addition.
pub(super) struct Recency {
    /// Day of the newest article, in days since 1970-01-01.
    newest: i64,
    /// Half-life in days.
    half_life: f32,
}

impl Recency {
    /// The weight for an index, with a half-life in days. Articles dated later than `last_day` do not count as the newest: one
    /// wrong date would make all others old.
    pub(super) fn new(segments: &Segments, half_life: NonZeroU32, last_day: i64) -> Recency {
        let newest = |segment: &Segment| segment.newest_day(last_day);
        let newest = segments.all().iter().filter_map(newest).max().unwrap_or(0);
        Recency { newest, half_life: half_life.get() as f32 }
    }

    /// Weight of an article of this day. An undated article counts as infinitely old.
    pub(super) fn weight(&self, day: Option<i64>) -> f32 {
        let freshness = day.map_or(0.0, |day| {
            let age = self.newest.saturating_sub(day).max(0) as f32;
            (-age / self.half_life).exp2()
        });
        1.0 - MAX_RECENCY_LOSS * (1.0 - freshness)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn weights_never_rise_with_age_and_have_a_floor() {
        for half_life in [1.0, 30.0, u32::MAX as f32] {
            let recency = Recency { newest: 20_000, half_life };
            let days = (-30_000..=20_010).rev().step_by(97).map(Some).chain([Some(i64::MIN), None]);
            let weights: Vec<f32> = days.map(|day| recency.weight(day)).collect();
            assert!(weights.is_sorted_by(|newer, older| newer >= older), "{half_life}");
            assert!(weights.iter().all(|weight| (1.0 - MAX_RECENCY_LOSS..=1.0).contains(weight)), "{half_life}");
        }
    }
}
