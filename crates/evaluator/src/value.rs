//! What an expression comes to: a known value, nothing, or one of several that are still possible; and why.

use std::cmp::Ordering;
use std::rc::Rc;

use countersign_compiler::program::{Comparison, EnumId, Literal, MemberIndex};
use countersign_compiler::scalar::{Date, Duration, Instant, Number};

use crate::conform::CellId;
use crate::text::Text;
use crate::truth::Answers;

/// The most single values that are kept apart; of more it is only said that they are not known.
pub(crate) const KEPT_APART: usize = 64;

/// The most causes, and the most places, that one answer carries.
const CARRIED: usize = 64;

/// What an expression comes to.
#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    pub(crate) what: What<'a>,
    /// The value of the document that it was read from.
    pub(crate) cell: Option<CellId>,
    /// What was missing or unknown, where it is not known itself.
    pub(crate) causes: Causes,
}

#[derive(Clone, Debug)]
pub(crate) enum What<'a> {
    Known(Datum<'a>),
    Missing,
    /// Not known: what it can be, and whether it can turn out to be missing.
    Open(Extent<'a>, bool),
}

/// What something can be that is not known.
#[derive(Clone, Debug)]
pub(crate) enum Extent<'a> {
    /// Anything of its type.
    Any,
    /// One of these, in order, each once.
    OneOf(Rc<[Datum<'a>]>),
    /// Something between these, both ends in; no end where there is none.
    Between(Option<Datum<'a>>, Option<Datum<'a>>),
}

#[derive(Clone, Debug)]
pub(crate) enum Datum<'a> {
    Boolean(bool),
    Number(Number),
    Text(Text<'a>),
    Duration(Duration),
    Date(Date),
    Instant(Instant),
    Member(EnumId, MemberIndex),
    Map(CellId),
    Record(Rc<Record<'a>>),
    List(List<'a>),
}

/// A list: as it stands in the document, or put together.
#[derive(Clone, Debug)]
pub(crate) enum List<'a> {
    Cells {
        home: CellId,
        first: u32,
        len: u32,
    },
    /// A list of the program.
    Literals(&'a [Literal]),
    Made(Rc<Made<'a>>),
}

/// A record that a function has made: its fields, in the order of its shape, and the words that it stands for.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) fields: Vec<Value<'a>>,
    pub(crate) words: Text<'a>,
    /// The words of it that a finding points at.
    pub(crate) spot: Option<Spot>,
}

#[derive(Debug, Default)]
pub(crate) struct Made<'a> {
    pub(crate) items: Vec<Item<'a>>,
    /// Why there may be any number of further items.
    pub(crate) open: Option<Causes>,
    /// The list of the document that it was made from.
    pub(crate) home: Option<CellId>,
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    pub(crate) value: Value<'a>,
    /// Why it is not sure that it is one.
    pub(crate) unsure: Option<Causes>,
}

/// What is the matter with a value that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    Missing,
    Empty,
    Unknown,
    Unfit,
    Uncomputable,
}

/// Something that was missing or unknown, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    pub(crate) trouble: Trouble,
    pub(crate) cell: CellId,
    /// Was it asked about by `is present` and its like, and has so decided the answer?
    pub(crate) asked: bool,
}

/// Causes, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Causes {
    first: Option<Cause>,
    more: Vec<Cause>,
}

impl List<'_> {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Cells { len, .. } => *len as usize,
            Self::Literals(items) => items.len(),
            Self::Made(made) => made.items.len(),
        }
    }
}

impl Causes {
    pub(crate) fn one(trouble: Trouble, cell: CellId) -> Self {
        Self { first: Some(Cause { trouble, cell, asked: false }), more: Vec::new() }
    }

    pub(crate) fn push(&mut self, cause: Cause) {
        if self.first.is_none() {
            self.first = Some(cause);
        } else if self.first != Some(cause) && self.more.len() < CARRIED && !self.more.contains(&cause) {
            self.more.push(cause);
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for cause in other.iter() {
            self.push(cause);
        }
    }

    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.add(other);
        self
    }

    /// Those of them that are not known, without those that nobody wrote.
    pub(crate) fn unknown(&self) -> Self {
        let mut unknown = Self::default();
        for cause in self.iter().filter(|cause| !matches!(cause.trouble, Trouble::Missing | Trouble::Empty)) {
            unknown.push(cause);
        }
        unknown
    }

    /// The same, as what a question about the knowing itself has found.
    pub(crate) fn asked(mut self) -> Self {
        for cause in self.first.iter_mut().chain(&mut self.more) {
            cause.asked = true;
        }
        self
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Cause> + '_ {
        self.first.iter().chain(&self.more).copied()
    }
}

/// A place that decided an answer: a value, or some words of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) cell: CellId,
    pub(crate) words: Option<(u32, u32)>,
}

/// What a condition comes to.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) answers: Answers,
    pub(crate) causes: Causes,
    pub(crate) spots: Vec<Spot>,
    /// Where it rests only on lists that held nothing: those lists.
    pub(crate) nothing: Option<Causes>,
}

impl Judged {
    pub(crate) fn new(answers: Answers) -> Self {
        Self { answers, causes: Causes::default(), spots: Vec::new(), nothing: None }
    }

    pub(crate) fn because(answers: Answers, causes: Causes) -> Self {
        Self { answers, causes, spots: Vec::new(), nothing: None }
    }

    pub(crate) fn at(mut self, spots: impl IntoIterator<Item = Spot>) -> Self {
        for spot in spots {
            if self.spots.len() < CARRIED && !self.spots.contains(&spot) {
                self.spots.push(spot);
            }
        }
        self
    }

    /// Takes over what another has seen.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.causes.add(&other.causes);
        if self.spots.is_empty() {
            self.spots = other.spots;
        } else {
            for spot in other.spots {
                if self.spots.len() < CARRIED && !self.spots.contains(&spot) {
                    self.spots.push(spot);
                }
            }
        }
    }

    /// The same as a value.
    pub(crate) fn into_value<'a>(self) -> Value<'a> {
        let answers = self.answers;
        let boolean = |value| Datum::Boolean(value);
        let what = match (answers.can_be_false(), answers.can_be_true(), answers.can_be_unsaid()) {
            (true, false, false) => What::Known(boolean(false)),
            (false, true, false) => What::Known(boolean(true)),
            (false, false, _) => What::Missing,
            (true, true, unsaid) => What::Open(Extent::Any, unsaid),
            (is_false, _, unsaid) => What::Open(Extent::OneOf(Rc::from([boolean(!is_false)])), unsaid),
        };
        Value { what, cell: None, causes: self.causes }
    }
}

impl<'a> Value<'a> {
    pub(crate) fn known(datum: Datum<'a>) -> Self {
        Self { what: What::Known(datum), cell: None, causes: Causes::default() }
    }

    pub(crate) fn missing(causes: Causes) -> Self {
        Self { what: What::Missing, cell: None, causes }
    }

    pub(crate) fn open(causes: Causes) -> Self {
        Self { what: What::Open(Extent::Any, false), cell: None, causes }
    }

    pub(crate) fn made(made: Made<'a>) -> Self {
        Self::known(Datum::List(List::Made(Rc::new(made))))
    }

    /// Something between two values, or the one that both are.
    pub(crate) fn between(from: Option<Datum<'a>>, to: Option<Datum<'a>>, causes: Causes) -> Self {
        if let (Some(low), Some(high)) = (&from, &to)
            && equal(low, high)
        {
            return Self::known(low.clone());
        }
        Self { what: What::Open(Extent::Between(from, to), false), cell: None, causes }
    }

    /// One of these values, whichever it is.
    pub(crate) fn one_of(values: impl IntoIterator<Item = Self>, causes: &Causes) -> Self {
        let (mut data, mut any, mut missing) = (Vec::<Datum<'a>>::new(), false, false);
        let mut why = causes.clone();
        let mut only = None;
        for value in values {
            why.add(&value.causes);
            match value.what {
                What::Missing => missing = true,
                What::Known(datum) => {
                    if !data.iter().any(|known| equal(known, &datum)) {
                        only = if data.is_empty() { value.cell } else { None };
                        data.push(datum);
                    }
                }
                What::Open(Extent::OneOf(more), may_miss) => {
                    missing |= may_miss;
                    only = None;
                    for datum in more.iter() {
                        if !data.iter().any(|known| equal(known, datum)) {
                            data.push(datum.clone());
                        }
                    }
                }
                What::Open(_, may_miss) => {
                    missing |= may_miss;
                    any = true;
                }
            }
        }
        if any || data.len() > KEPT_APART {
            return Self { what: What::Open(Extent::Any, missing), cell: None, causes: why };
        }
        if data.len() == 1 && !missing {
            return match data.pop() {
                Some(datum) => Self { what: What::Known(datum), cell: only, causes: Causes::default() },
                None => Self::missing(why),
            };
        }
        if data.is_empty() {
            return Self::missing(why);
        }
        if matches!(data.first(), Some(Datum::Member(..))) {
            data.sort_by(|a, b| order(a, b).unwrap_or(Ordering::Equal));
        }
        Self { what: What::Open(Extent::OneOf(Rc::from(data)), missing), cell: None, causes: why }
    }

    /// The data that it can be, where they can be counted.
    pub(crate) fn data(&self) -> Option<&[Datum<'a>]> {
        match &self.what {
            What::Known(datum) => Some(std::slice::from_ref(datum)),
            What::Open(Extent::OneOf(data), _) => Some(data),
            _ => None,
        }
    }

    pub(crate) fn is_missing(&self) -> bool {
        matches!(self.what, What::Missing)
    }

    pub(crate) fn may_be_missing(&self) -> bool {
        matches!(self.what, What::Missing | What::Open(_, true))
    }

    pub(crate) fn is_known(&self) -> bool {
        matches!(self.what, What::Known(_))
    }

    /// The place of the document that it stands at.
    pub(crate) fn spot(&self) -> Option<Spot> {
        if let What::Known(Datum::Text(text)) = &self.what
            && self.cell.is_none()
        {
            return text.place().map(|(cell, from, to)| Spot { cell, words: Some((from, to)) });
        }
        if let What::Known(Datum::Record(record)) = &self.what {
            return record.spot;
        }
        let inside = match &self.what {
            What::Known(Datum::Map(cell) | Datum::List(List::Cells { home: cell, .. })) => Some(*cell),
            _ => None,
        };
        self.cell.or(inside).map(|cell| Spot { cell, words: None })
    }

    /// The answers that it can give as a condition.
    pub(crate) fn answers(&self) -> Answers {
        let mut answers: Option<Answers> = self.may_be_missing().then_some(Answers::UNSAID);
        let mut add = |more: Answers| answers = Some(answers.map_or(more, |so_far| so_far.or_else(more)));
        match self.data() {
            Some(data) => {
                for datum in data {
                    add(if let Datum::Boolean(value) = datum { Answers::known(*value) } else { Answers::EITHER });
                }
            }
            None if self.is_missing() => {}
            None => add(Answers::EITHER),
        }
        answers.unwrap_or(Answers::EITHER)
    }
}

/// Are two single values of one type the same?
pub(crate) fn equal(a: &Datum<'_>, b: &Datum<'_>) -> bool {
    match (a, b) {
        (Datum::Boolean(a), Datum::Boolean(b)) => a == b,
        (Datum::Map(a), Datum::Map(b)) => a == b,
        (Datum::Record(a), Datum::Record(b)) => Rc::ptr_eq(a, b),
        _ => order(a, b) == Some(Ordering::Equal),
    }
}

/// How two single values of one type compare. Of what has no rank, only whether they are equal means something.
pub(crate) fn order(a: &Datum<'_>, b: &Datum<'_>) -> Option<Ordering> {
    match (a, b) {
        (Datum::Boolean(a), Datum::Boolean(b)) => Some(a.cmp(b)),
        (Datum::Number(a), Datum::Number(b)) => Some(a.cmp(b)),
        (Datum::Text(a), Datum::Text(b)) => Some(a.as_str().cmp(b.as_str())),
        (Datum::Duration(a), Datum::Duration(b)) => Some(a.cmp(b)),
        (Datum::Date(a), Datum::Date(b)) => Some(a.cmp(b)),
        (Datum::Instant(a), Datum::Instant(b)) => Some(a.cmp(b)),
        (Datum::Member(_, a), Datum::Member(_, b)) => Some(a.cmp(b)),
        (Datum::Map(a), Datum::Map(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

const LESS: u8 = 1;
const SAME: u8 = 2;
const MORE: u8 = 4;

/// The answers that a comparison can give.
pub(crate) fn compare(comparison: Comparison, a: &Value<'_>, b: &Value<'_>) -> Answers {
    if a.is_missing() || b.is_missing() {
        return Answers::UNSAID;
    }
    let same_place = a.cell.is_some() && a.cell == b.cell;
    let possible = if same_place { SAME } else { orders(a, b) };
    let wanted = match comparison {
        Comparison::Equal => SAME,
        Comparison::NotEqual => LESS | MORE,
        Comparison::Less => LESS,
        Comparison::AtMost => LESS | SAME,
        Comparison::More => MORE,
        Comparison::AtLeast => MORE | SAME,
    };
    let mut answers = match (possible & wanted != 0, possible & !wanted != 0) {
        (true, true) => Answers::EITHER,
        (is_true, _) => Answers::known(is_true),
    };
    if a.may_be_missing() || b.may_be_missing() {
        answers = answers.or_else(Answers::UNSAID);
    }
    answers
}

fn orders(a: &Value<'_>, b: &Value<'_>) -> u8 {
    let one = |order| match order {
        Some(Ordering::Less) => LESS,
        Some(Ordering::Equal) => SAME,
        Some(Ordering::Greater) => MORE,
        None => LESS | SAME | MORE,
    };
    if let (Some(some), Some(others)) = (a.data(), b.data()) {
        return some
            .iter()
            .flat_map(|a| others.iter().map(move |b| one(order(a, b))))
            .fold(0, |so_far, next| so_far | next);
    }
    let (Some((low, high)), Some((other_low, other_high))) = (ends(a), ends(b)) else { return LESS | SAME | MORE };
    // Is it possible that a lower end lies below an upper one, or on it?
    let reach = |low: Option<&Datum<'_>>, high: Option<&Datum<'_>>| match (low, high) {
        (Some(low), Some(high)) => order(low, high),
        _ => Some(Ordering::Less),
    };
    let (Some(up), Some(down)) = (reach(low, other_high), reach(other_low, high)) else { return LESS | SAME | MORE };
    let mut possible = 0;
    if up == Ordering::Less {
        possible |= LESS;
    }
    if down == Ordering::Less {
        possible |= MORE;
    }
    if up != Ordering::Greater && down != Ordering::Greater {
        possible |= SAME;
    }
    possible
}

/// The least and the greatest that a value can be.
fn ends<'v, 'a>(value: &'v Value<'a>) -> Option<(Option<&'v Datum<'a>>, Option<&'v Datum<'a>>)> {
    if let What::Open(Extent::Between(low, high), _) = &value.what {
        return Some((low.as_ref(), high.as_ref()));
    }
    let data = value.data()?;
    let by = |a: &&Datum<'_>, b: &&Datum<'_>| order(a, b).unwrap_or(Ordering::Equal);
    Some((data.iter().min_by(by), data.iter().max_by(by)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: u64) -> Datum<'static> {
        Datum::Number(Number::whole(value))
    }

    #[test]
    fn a_range_is_compared_by_its_ends() {
        let range =
            |from: Option<u64>, to: Option<u64>| Value::between(from.map(number), to.map(number), Causes::default());
        let (two_to_three, at_least_two) = (range(Some(2), Some(3)), range(Some(2), None));
        for (value, comparison, other, answers) in [
            (&two_to_three, Comparison::AtLeast, 2, Answers::TRUE),
            (&two_to_three, Comparison::AtLeast, 3, Answers::EITHER),
            (&two_to_three, Comparison::More, 3, Answers::FALSE),
            (&two_to_three, Comparison::Less, 2, Answers::FALSE),
            (&two_to_three, Comparison::AtMost, 3, Answers::TRUE),
            (&two_to_three, Comparison::Equal, 4, Answers::FALSE),
            (&two_to_three, Comparison::NotEqual, 1, Answers::TRUE),
            (&two_to_three, Comparison::Equal, 3, Answers::EITHER),
            (&at_least_two, Comparison::AtLeast, 1, Answers::TRUE),
            (&at_least_two, Comparison::Less, 2, Answers::FALSE),
            (&at_least_two, Comparison::Less, 9, Answers::EITHER),
        ] {
            assert_eq!(compare(comparison, value, &Value::known(number(other))), answers, "{comparison:?} {other}");
        }
        assert_eq!(compare(Comparison::Less, &two_to_three, &range(Some(4), Some(9))), Answers::TRUE);
        assert_eq!(compare(Comparison::AtMost, &two_to_three, &range(Some(3), None)), Answers::TRUE);
        assert!(range(Some(2), Some(2)).is_known());
    }

    #[test]
    fn a_set_is_compared_one_by_one() {
        let set = Value::one_of([1, 5].map(|value| Value::known(number(value))), &Causes::default());
        let against = |comparison, value| compare(comparison, &set, &Value::known(number(value)));
        assert_eq!(against(Comparison::Equal, 3), Answers::FALSE);
        assert_eq!(against(Comparison::Equal, 5), Answers::EITHER);
        assert_eq!(against(Comparison::Less, 6), Answers::TRUE);
        let perhaps = Value::one_of([Value::known(number(1)), Value::missing(Causes::default())], &Causes::default());
        assert_eq!(
            compare(Comparison::Equal, &perhaps, &Value::known(number(1))),
            Answers::TRUE.or_else(Answers::UNSAID)
        );
    }

    #[test]
    fn an_unknown_equals_itself_and_nothing_else_for_sure() {
        let unknown = |cell| Value { cell: Some(CellId(cell)), ..Value::open(Causes::default()) };
        for (comparison, answers) in [
            (Comparison::Equal, Answers::TRUE),
            (Comparison::NotEqual, Answers::FALSE),
            (Comparison::AtMost, Answers::TRUE),
            (Comparison::Less, Answers::FALSE),
        ] {
            assert_eq!(compare(comparison, &unknown(1), &unknown(1)), answers);
            assert_eq!(compare(comparison, &unknown(1), &unknown(2)), Answers::EITHER);
        }
        assert_eq!(compare(Comparison::Equal, &unknown(1), &Value::missing(Causes::default())), Answers::UNSAID);
    }

    #[test]
    fn answers_survive_the_way_through_a_value() {
        for answers in Answers::ALL {
            assert_eq!(Judged::new(answers).into_value().answers(), answers);
        }
    }
}
