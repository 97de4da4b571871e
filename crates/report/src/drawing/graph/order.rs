//! The order of the places in each column: the author's, unless another one lets fewer edges cross.

use super::Net;

/// How often the columns are gone through, forth and back.
const SWEEPS: usize = 12;

/// Puts the slots of each column in an order.
pub(super) fn order(net: &mut Net) {
    let neighbours = net.neighbours();
    // Where each slot stands in its column, from 0 to 1.
    let mut at: Vec<f64> = net.slots.iter().map(|_| 0.5).collect();
    for column in &mut net.columns {
        // Cards stand as they were given, and lines where they come from.
        let cards = column.iter().filter(|slot| net.slots.get(**slot).is_some_and(|slot| slot.node.is_some())).count();
        let mut next = 0;
        for slot in column.iter().copied() {
            let wanted = if net.slots.get(slot).is_some_and(|slot| slot.node.is_some()) {
                next += 1;
                share(next - 1, cards)
            } else {
                neighbours.get(slot).and_then(|[before, _]| mean(before, &at)).unwrap_or(0.5)
            };
            if let Some(place) = at.get_mut(slot) {
                *place = wanted;
            }
        }
        sort(column, &mut at);
    }
    let mut best = net.columns.clone();
    let mut least = crossings(net, &at);
    for sweep in 0..SWEEPS {
        if least == 0 {
            break;
        }
        let forth = sweep % 2 == 0;
        let count = net.columns.len();
        for step in 0..count {
            let index = if forth { step } else { count - 1 - step };
            let Some(column) = net.columns.get_mut(index) else {
                continue;
            };
            let wanted: Vec<(usize, Option<f64>)> = column
                .iter()
                .map(|slot| {
                    let sides = neighbours.get(*slot);
                    (*slot, sides.and_then(|[before, behind]| mean(if forth { before } else { behind }, &at)))
                })
                .collect();
            for (slot, wanted) in wanted {
                if let (Some(place), Some(wanted)) = (at.get_mut(slot), wanted) {
                    *place = wanted;
                }
            }
            sort(column, &mut at);
        }
        let found = crossings(net, &at);
        if found < least {
            least = found;
            best.clone_from(&net.columns);
        }
    }
    net.columns = best;
    swap(net, &neighbours);
}

/// Sorts a column by where its slots want to be, and says where they are then.
fn sort(column: &mut [usize], at: &mut [f64]) {
    let place = |slot: &usize| at.get(*slot).copied().unwrap_or(0.5);
    column.sort_by(|one, other| place(one).total_cmp(&place(other)));
    let count = column.len();
    for (index, slot) in column.iter().enumerate() {
        if let Some(place) = at.get_mut(*slot) {
            *place = share(index, count);
        }
    }
}

/// The middle of a part of one, where it is cut into so many.
fn share(index: usize, count: usize) -> f64 {
    let float = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    (float(index) + 0.5) / float(count).max(1.0)
}

fn mean(slots: &[usize], at: &[f64]) -> Option<f64> {
    let places = slots.iter().filter_map(|slot| at.get(*slot));
    let count = slots.len();
    (count > 0).then(|| places.sum::<f64>() / f64::from(u32::try_from(count).unwrap_or(1)))
}

/// How many pairs of lines cross between columns.
fn crossings(net: &Net, at: &[f64]) -> usize {
    let place = |slot: usize| at.get(slot).copied().unwrap_or(0.5);
    let mut lines: Vec<Vec<(f64, f64)>> = net.columns.iter().map(|_| Vec::new()).collect();
    for segment in &net.segments {
        let column = net.slots.get(segment.left).map_or(0, |slot| slot.column);
        if let Some(lines) = lines.get_mut(column) {
            lines.push((place(segment.left), place(segment.right)));
        }
    }
    lines
        .iter()
        .map(|lines| {
            let pairs = lines.iter().enumerate().flat_map(|(index, one)| {
                lines.iter().skip(index + 1).filter(move |other| (one.0 - other.0) * (one.1 - other.1) < 0.0)
            });
            pairs.count()
        })
        .sum()
}

/// Lets neighbours change places as long as fewer lines cross by it.
fn swap(net: &mut Net, neighbours: &[[Vec<usize>; 2]]) {
    let mut rank: Vec<usize> = net.slots.iter().map(|_| 0).collect();
    for column in &net.columns {
        for (index, slot) in column.iter().enumerate() {
            if let Some(rank) = rank.get_mut(*slot) {
                *rank = index;
            }
        }
    }
    // How many lines cross if `upper` stands above `lower`.
    let cost = |rank: &[usize], upper: usize, lower: usize| -> usize {
        let of = |slot: usize, side: usize| {
            let slots = neighbours.get(slot).and_then(|sides| sides.get(side)).map_or(&[] as &[usize], Vec::as_slice);
            slots.iter().filter_map(|slot| rank.get(*slot))
        };
        (0..2)
            .map(|side| of(upper, side).map(|up| of(lower, side).filter(|down| *down < up).count()).sum::<usize>())
            .sum()
    };
    for _ in 0..SWEEPS {
        let mut better = false;
        for column in &mut net.columns {
            for index in 1..column.len() {
                let (Some(upper), Some(lower)) = (column.get(index - 1).copied(), column.get(index).copied()) else {
                    continue;
                };
                if cost(&rank, lower, upper) < cost(&rank, upper, lower) {
                    column.swap(index - 1, index);
                    for (slot, place) in [(lower, index - 1), (upper, index)] {
                        if let Some(rank) = rank.get_mut(slot) {
                            *rank = place;
                        }
                    }
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
}
