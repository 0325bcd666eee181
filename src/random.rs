//! Pseudo-random numbers that are the same every time.

/// SplitMix64 (Steele, Lea and Flood 2014): small, and good enough for drawing samples and signs. The field is the seed.
#[derive(Debug)]
pub(crate) struct SplitMix(pub(crate) u64);

impl SplitMix {
    /// Returns the next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// Returns a number below `end`, which must not be 0. The bias of the remainder is negligible for the sizes drawn from here.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

/// The finaliser of SplitMix64: a bijection in which every input bit affects every output bit. The sketches of
/// copies are made of it, so it is part of the format on disk.
pub(crate) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::SplitMix;

    /// The first numbers of the reference implementation (Vigna, splitmix64.c) for the seed 1234567.
    #[test]
    fn agrees_with_the_reference() {
        let mut random = SplitMix(1_234_567);
        let drawn = [(); 3].map(|()| random.next());
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
