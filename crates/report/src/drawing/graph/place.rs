//! The heights of the places in each column: their order is kept, none touches another, and their edges run as flat as
//! that allows.

use super::{APART, LINE, Net, Slot};

const SWEEPS: usize = 8;

/// Sets the top of each slot, and answers with how high all of it is. No column is higher than the highest has to be.
pub(super) fn place(net: &mut Net) -> f64 {
    let neighbours = net.neighbours();
    let stacks: Vec<Stack> = net.columns.iter().map(|column| Stack::new(column, &net.slots)).collect();
    let high = stacks.iter().map(|stack| stack.height).fold(0.0, f64::max);
    for stack in &stacks {
        for (slot, offset) in &stack.offsets {
            if let Some(slot) = net.slots.get_mut(*slot) {
                slot.top = offset + (high - stack.height) / 2.0;
            }
        }
    }
    let count = stacks.len();
    for sweep in 0..SWEEPS {
        for step in 0..count {
            let forth = sweep % 2 == 0;
            let Some(stack) = stacks.get(if forth { step } else { count - 1 - step }) else {
                continue;
            };
            let wishes: Vec<(f64, f64)> = stack
                .offsets
                .iter()
                .map(|(slot, _)| {
                    let Some([before, behind]) = neighbours.get(*slot) else {
                        return (0.0, 0.0);
                    };
                    // At the end, both sides count; before that, the one that was just placed.
                    let joined: Vec<usize> = match sweep {
                        _ if sweep + 2 >= SWEEPS => before.iter().chain(behind).copied().collect(),
                        _ if forth => before.clone(),
                        _ => behind.clone(),
                    };
                    wish(*slot, &joined, net)
                })
                .collect();
            stack.settle(&wishes, high, &mut net.slots);
        }
    }
    high
}

/// Where a slot wants its top to be, and how much.
fn wish(slot: usize, joined: &[usize], net: &Net) -> (f64, f64) {
    let Some(own) = net.slots.get(slot) else {
        return (0.0, 0.0);
    };
    if joined.is_empty() {
        return (own.top, 0.05);
    }
    let count = f64::from(u32::try_from(joined.len()).unwrap_or(1));
    let middle = joined.iter().map(|other| net.middle(*other)).sum::<f64>() / count;
    // A line that has to be bent twice is worse than a card that stands a little off.
    (middle - own.height / 2.0, if own.node.is_some() { 1.0 } else { 3.0 })
}

/// A column with its slots as close together as they can stand.
struct Stack {
    /// From the top of the column to the top of each slot.
    offsets: Vec<(usize, f64)>,
    height: f64,
}

impl Stack {
    fn new(column: &[usize], slots: &[Slot]) -> Self {
        let mut offsets = Vec::with_capacity(column.len());
        let mut y = 0.0;
        let mut before: Option<bool> = None;
        for index in column {
            let Some(slot) = slots.get(*index) else {
                continue;
            };
            let card = slot.node.is_some();
            y += match before {
                None => 0.0,
                Some(false) if !card => LINE / 2.0,
                Some(_) => APART,
            };
            offsets.push((*index, y));
            y += slot.height;
            before = Some(card);
        }
        Self { offsets, height: y }
    }

    /// Moves the slots as near to their wishes as their order and distances allow: taken less the offsets, the tops
    /// have to rise, and what would fall is levelled to its mean.
    fn settle(&self, wishes: &[(f64, f64)], high: f64, slots: &mut [Slot]) {
        // Mean, weight and number of members of each level.
        let mut levels: Vec<(f64, f64, usize)> = Vec::new();
        for ((_, offset), (top, weight)) in self.offsets.iter().zip(wishes) {
            let mut level = (top - offset, *weight, 1);
            while let Some(last) = levels.pop_if(|last| last.0 > level.0) {
                let weight = last.1 + level.1;
                level = ((last.0 * last.1 + level.0 * level.1) / weight, weight, last.2 + level.2);
            }
            levels.push(level);
        }
        let flat = levels.into_iter().flat_map(|(mean, _, count)| std::iter::repeat_n(mean, count));
        let room = high - self.height;
        for ((slot, offset), level) in self.offsets.iter().zip(flat) {
            if let Some(slot) = slots.get_mut(*slot) {
                slot.top = offset + level.clamp(0.0, room.max(0.0));
            }
        }
    }
}
