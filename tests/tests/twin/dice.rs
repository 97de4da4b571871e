//! Numbers that look random and are always the same.

pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    /// Does what happens so many times of so many happen?
    pub(crate) fn chance(&mut self, times: usize, of: usize) -> bool {
        self.roll(of) < times
    }

    pub(crate) fn pick<'v, T>(&mut self, of: &'v [T]) -> &'v T {
        &of[self.roll(of.len())]
    }
}
