//! The set of answers that a condition can still have, and how `not`, `and`, `or` and `implies` work on such sets.
//!
//! An answer is false, unsaid or true, in this order; unsaid is the answer of a condition that asked about something
//! nobody wrote. What is unknown may still turn out either way, so a condition has a *set* of possible answers. Each
//! operation is its definition on single answers, taken over all the pairs that are possible.

use std::fmt;

/// A set of possible answers; never empty.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Answers(u8);

const FALSE: u8 = 1;
const UNSAID: u8 = 2;
const TRUE: u8 = 4;

impl Answers {
    /// Only false is possible.
    pub const FALSE: Self = Self(FALSE);
    /// It asked about something that nobody wrote.
    pub const UNSAID: Self = Self(UNSAID);
    /// Only true is possible.
    pub const TRUE: Self = Self(TRUE);
    /// It may turn out either way.
    pub const EITHER: Self = Self(FALSE | TRUE);

    /// All the seven sets.
    pub const ALL: [Self; 7] = [Self(1), Self(2), Self(3), Self(4), Self(5), Self(6), Self(7)];

    /// The one answer of something that is known.
    #[must_use]
    pub fn known(answer: bool) -> Self {
        if answer { Self::TRUE } else { Self::FALSE }
    }

    /// Can it be true?
    #[must_use]
    pub fn can_be_true(self) -> bool {
        self.0 & TRUE != 0
    }

    /// Can it be false?
    #[must_use]
    pub fn can_be_false(self) -> bool {
        self.0 & FALSE != 0
    }

    /// Can it be unsaid?
    #[must_use]
    pub fn can_be_unsaid(self) -> bool {
        self.0 & UNSAID != 0
    }

    /// Is only true possible?
    #[must_use]
    pub fn is_true(self) -> bool {
        self == Self::TRUE
    }

    /// Is only false possible?
    #[must_use]
    pub fn is_false(self) -> bool {
        self == Self::FALSE
    }

    /// Is there one answer alone?
    #[must_use]
    pub fn is_decided(self) -> bool {
        self.0.is_power_of_two()
    }

    /// Does a guard that asks this apply, not apply, or is that open?
    #[must_use]
    pub fn applies(self) -> Option<bool> {
        if self.is_true() {
            Some(true)
        } else if self.can_be_true() {
            None
        } else {
            Some(false)
        }
    }

    /// What is possible in either set.
    #[must_use]
    pub fn or_else(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Is everything that is possible here possible there?
    #[must_use]
    pub fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// `not`: swaps true and false, and keeps unsaid.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(self.0 & UNSAID | (self.0 & FALSE) << 2 | (self.0 & TRUE) >> 2)
    }

    /// `and`: the least of two answers.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        // The least is true where both are; false where one is; unsaid where one is and the other is no less.
        let least = a & b & TRUE
            | (a | b) & FALSE
            | if a & UNSAID != 0 && b & (UNSAID | TRUE) != 0 || b & UNSAID != 0 && a & (UNSAID | TRUE) != 0 {
                UNSAID
            } else {
                0
            };
        Self(least)
    }

    /// `or`: the greatest of two answers.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.negated().and(other.negated()).negated()
    }

    /// `a implies b`: b where a is true, and true where a is false or unsaid.
    #[must_use]
    pub fn implies(self, other: Self) -> Self {
        let mut answers = 0;
        if self.can_be_true() {
            answers |= other.0;
        }
        if self.0 & (FALSE | UNSAID) != 0 {
            answers |= TRUE;
        }
        Self(answers)
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut set = to.debug_set();
        for (bit, name) in [(FALSE, "false"), (UNSAID, "unsaid"), (TRUE, "true")] {
            if self.0 & bit != 0 {
                set.entry(&format_args!("{name}"));
            }
        }
        set.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Outcome;

    const SINGLE: [u8; 3] = [FALSE, UNSAID, TRUE];

    fn by_definition(a: Answers, b: Answers, single: fn(u8, u8) -> u8) -> Answers {
        let mut set = 0;
        for x in SINGLE.into_iter().filter(|x| a.0 & x != 0) {
            for y in SINGLE.into_iter().filter(|y| b.0 & y != 0) {
                set |= single(x, y);
            }
        }
        Answers(set)
    }

    fn pairs() -> impl Iterator<Item = (Answers, Answers)> {
        Answers::ALL.into_iter().flat_map(|a| Answers::ALL.into_iter().map(move |b| (a, b)))
    }

    #[test]
    fn every_pair_is_what_the_answers_one_by_one_say() {
        for (a, b) in pairs() {
            assert_eq!(a.and(b), by_definition(a, b, u8::min), "{a:?} and {b:?}");
            assert_eq!(a.or(b), by_definition(a, b, u8::max), "{a:?} or {b:?}");
            let implies = |x, y| if x == TRUE { y } else { TRUE };
            assert_eq!(a.implies(b), by_definition(a, b, implies), "{a:?} implies {b:?}");
        }
        for a in Answers::ALL {
            let not = |x, _| match x {
                FALSE => TRUE,
                TRUE => FALSE,
                other => other,
            };
            assert_eq!(a.negated(), by_definition(a, a, not), "not {a:?}");
        }
    }

    #[test]
    fn the_laws_of_de_morgan_hold() {
        for (a, b) in pairs() {
            assert_eq!(a.and(b).negated(), a.negated().or(b.negated()));
            assert_eq!(a.or(b).negated(), a.negated().and(b.negated()));
            assert_eq!((a.and(b), a.or(b)), (b.and(a), b.or(a)));
        }
    }

    /// `require`, as the contract's table has it.
    fn require(answers: Answers) -> Outcome {
        match answers.applies() {
            Some(true) => Outcome::Passes,
            Some(false) => Outcome::Fails,
            None => Outcome::Undetermined,
        }
    }

    #[test]
    fn a_guard_and_an_implication_always_agree() {
        for (a, b) in pairs() {
            let guarded = match (a.applies(), require(b)) {
                (Some(false), _) => Outcome::Passes,
                (None, Outcome::Fails) => Outcome::Undetermined,
                (_, outcome) => outcome,
            };
            assert_eq!(guarded, require(a.implies(b)), "{a:?} implies {b:?}");
        }
    }

    #[test]
    fn to_know_more_never_turns_what_was_decided() {
        for (a, b) in pairs() {
            for (x, y) in pairs().filter(|(x, y)| x.within(a) && y.within(b)) {
                assert!(x.and(y).within(a.and(b)));
                assert!(x.or(y).within(a.or(b)));
                assert!(x.implies(y).within(a.implies(b)));
                assert!(x.negated().within(a.negated()));
                if a.and(b).is_decided() {
                    assert_eq!(x.and(y), a.and(b));
                }
            }
        }
    }

    #[test]
    fn sets_are_shown_in_order() {
        assert_eq!(format!("{:?}", Answers::UNSAID.or_else(Answers::EITHER)), "{false, unsaid, true}");
    }
}
