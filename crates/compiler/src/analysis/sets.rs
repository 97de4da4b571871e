//! Sets of values: numbers as ranges with open and closed ends, texts as those that are named or all but those.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::program::Comparison;

/// A place on the line of numbers: directly before a number, or directly behind it.
type Cut = (Decimal, bool);

/// A set of numbers: it begins inside or outside at minus infinity, and changes at each cut. Whole numbers have no cut
/// but before a whole number, so that two sets of them are equal where they hold the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Numbers {
    whole: bool,
    inside: bool,
    cuts: Vec<Cut>,
}

impl Numbers {
    pub(crate) fn all(whole: bool) -> Self {
        Self { whole, inside: true, cuts: Vec::new() }
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    /// The numbers that compare so with this one.
    pub(crate) fn compared(whole: bool, comparison: Comparison, with: Decimal) -> Self {
        let cut = |behind| (with, behind);
        let set = |inside, cuts: Vec<Cut>| Self { whole, inside, cuts }.tidy();
        match comparison {
            Comparison::Equal => set(false, vec![cut(false), cut(true)]),
            Comparison::NotEqual => set(true, vec![cut(false), cut(true)]),
            Comparison::Less => set(true, vec![cut(false)]),
            Comparison::AtMost => set(true, vec![cut(true)]),
            Comparison::More => set(false, vec![cut(true)]),
            Comparison::AtLeast => set(false, vec![cut(false)]),
        }
    }

    /// From one number to another, both ends in.
    pub(crate) fn between(whole: bool, low: Decimal, high: Decimal) -> Self {
        Self::compared(whole, Comparison::AtLeast, low).and(&Self::compared(whole, Comparison::AtMost, high))
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.inside && self.cuts.is_empty()
    }

    pub(crate) fn not(&self) -> Self {
        Self { inside: !self.inside, ..self.clone() }
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        let (mut mine, mut theirs) = (self.inside, other.inside);
        let inside = mine && theirs;
        let mut now = inside;
        let mut at: Vec<Cut> = self.cuts.iter().chain(&other.cuts).copied().collect();
        at.sort_unstable();
        at.dedup();
        let mut cuts = Vec::new();
        for cut in at {
            mine ^= self.cuts.contains(&cut);
            theirs ^= other.cuts.contains(&cut);
            if now != (mine && theirs) {
                now = mine && theirs;
                cuts.push(cut);
            }
        }
        Self { whole: self.whole || other.whole, inside, cuts }.tidy()
    }

    pub(crate) fn or(&self, other: &Self) -> Self {
        self.not().and(&other.not()).not()
    }

    pub(crate) fn holds(&self, number: Decimal) -> bool {
        self.cuts.iter().filter(|cut| **cut <= (number, false)).count() % 2 == usize::from(!self.inside)
    }

    /// Each taken from zero.
    pub(crate) fn negated(&self) -> Self {
        let ends_inside = self.inside ^ (self.cuts.len() % 2 == 1);
        let cuts = self.cuts.iter().rev().map(|(at, behind)| (-*at, !behind)).collect();
        Self { whole: self.whole, inside: ends_inside, cuts }.tidy()
    }

    fn tidy(mut self) -> Self {
        if self.whole {
            for (at, behind) in &mut self.cuts {
                let up = if *behind { at.floor().checked_add(Decimal::ONE).unwrap_or(*at) } else { at.ceil() };
                (*at, *behind) = (up, false);
            }
        }
        // Two cuts at one place take each other away.
        let mut cuts: Vec<Cut> = Vec::new();
        for cut in self.cuts {
            if cuts.last() == Some(&cut) {
                cuts.pop();
            } else {
                cuts.push(cut);
            }
        }
        Self { cuts, ..self }
    }
}

/// A set of texts: these, or all but these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Texts {
    pub(crate) all_but: bool,
    pub(crate) words: BTreeSet<Arc<str>>,
}

impl Texts {
    pub(crate) fn all() -> Self {
        Self { all_but: true, words: BTreeSet::new() }
    }

    pub(crate) fn these(words: impl IntoIterator<Item = Arc<str>>) -> Self {
        Self { all_but: false, words: words.into_iter().collect() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.all_but && self.words.is_empty()
    }

    pub(crate) fn not(&self) -> Self {
        Self { all_but: !self.all_but, words: self.words.clone() }
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        let words = match (self.all_but, other.all_but) {
            (true, true) => self.words.union(&other.words).cloned().collect(),
            (false, true) => self.words.difference(&other.words).cloned().collect(),
            (true, false) => other.words.difference(&self.words).cloned().collect(),
            (false, false) => self.words.intersection(&other.words).cloned().collect(),
        };
        Self { all_but: self.all_but && other.all_but, words }
    }
}

/// The values that something can have where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Numbers(Numbers),
    Texts(Texts),
    /// Values that are not told apart; `false` for none.
    Some(bool),
}

impl Known {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Numbers(set) => set.is_empty(),
            Self::Texts(set) => set.is_empty(),
            Self::Some(any) => !any,
        }
    }

    pub(crate) fn not(&self) -> Self {
        match self {
            Self::Numbers(set) => Self::Numbers(set.not()),
            Self::Texts(set) => Self::Texts(set.not()),
            Self::Some(any) => Self::Some(!any),
        }
    }

    /// What both hold. Sets of two sorts never meet in one place; should they, nothing is concluded from it.
    pub(crate) fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Numbers(a), Self::Numbers(b)) => Self::Numbers(a.and(b)),
            (Self::Texts(a), Self::Texts(b)) => Self::Texts(a.and(b)),
            (set, Self::Some(true)) | (Self::Some(true), set) => set.clone(),
            (_, Self::Some(false)) | (Self::Some(false), _) => Self::Some(false),
            (set, _) => set.clone(),
        }
    }

    pub(crate) fn or(&self, other: &Self) -> Self {
        self.not().and(&other.not()).not()
    }

    /// None of the same sort.
    pub(crate) fn none(&self) -> Self {
        match self {
            Self::Numbers(set) => Self::Numbers(set.and(&set.not())),
            Self::Texts(_) => Self::Texts(Texts::these([])),
            Self::Some(_) => Self::Some(false),
        }
    }

    pub(crate) fn within(&self, other: &Self) -> bool {
        self.and(&other.not()).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Compare = fn(&Decimal, &Decimal) -> bool;

    const COMPARISONS: [(Comparison, Compare); 6] = [
        (Comparison::Equal, Decimal::eq),
        (Comparison::NotEqual, Decimal::ne),
        (Comparison::Less, Decimal::lt),
        (Comparison::AtMost, Decimal::le),
        (Comparison::More, Decimal::gt),
        (Comparison::AtLeast, Decimal::ge),
    ];

    /// Every pair of comparisons, held against asking one number after another.
    #[test]
    fn sets_of_numbers_hold_what_their_comparisons_say() {
        let halves: Vec<Decimal> = (-6..=12).map(|half| Decimal::new(half * 5, 1)).collect();
        for whole in [false, true] {
            for (first, is_first) in COMPARISONS {
                for (second, is_second) in COMPARISONS {
                    for (a, b) in [(1, 3), (3, 1), (2, 2), (2, 3)].map(|(a, b)| (Decimal::from(a), Decimal::from(b))) {
                        let one = Numbers::compared(whole, first, a);
                        let two = Numbers::compared(whole, second, b);
                        let (both, either, not) = (one.and(&two), one.or(&two), one.not());
                        let numbers = halves.iter().filter(|number| !whole || number.is_integer());
                        let mut any = false;
                        for number in numbers {
                            let (x, y) = (is_first(number, &a), is_second(number, &b));
                            assert_eq!(both.holds(*number), x && y, "{first:?} {a}, {second:?} {b}: {number}");
                            assert_eq!(either.holds(*number), x || y);
                            assert_eq!(not.holds(*number), !x);
                            assert_eq!(one.negated().holds(-*number), x);
                            any |= x && y;
                        }
                        assert_eq!(both.is_empty(), !any, "{whole} {first:?} {a}, {second:?} {b}");
                        assert!(both.and(&one.not()).is_empty() && one.and(&either.not()).is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn sets_of_texts_hold_what_is_named_or_all_else() {
        let these = |words: &[&str]| Texts::these(words.iter().map(|word| Arc::from(*word)));
        let (ab, bc) = (these(&["a", "b"]), these(&["b", "c"]));
        assert_eq!(ab.and(&bc), these(&["b"]));
        assert_eq!(ab.and(&bc.not()), these(&["a"]));
        assert!(ab.and(&ab.not()).is_empty() && !ab.not().and(&bc.not()).is_empty());
    }
}
