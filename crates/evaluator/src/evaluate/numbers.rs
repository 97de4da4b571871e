//! Sums and differences, of single values and of what they can be.

use std::cmp::Ordering;

use countersign_compiler::program::{Expr, Type};
use countersign_compiler::scalar::{Duration, Number};

use super::Evaluator;
use super::lists::uncomputable;
use crate::listener::Listener;
use crate::value::{Causes, Datum, Extent, KEPT_APART, Value, What, order};

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    pub(super) fn arithmetic(&mut self, minus: bool, left: &'a Expr, right: &'a Expr) -> Value<'a> {
        let (left, right) = (self.value(left), self.value(right));
        if let Some(missing) = all_missing([&left, &right]) {
            return Value::missing(missing);
        }
        let cell = left.cell.or(right.cell);
        let causes = left.causes.clone().and(&right.causes);
        let missing = left.may_be_missing() || right.may_be_missing();
        let mut value = match (left.data(), right.data()) {
            (Some(some), Some(others)) if some.len() * others.len() <= KEPT_APART => {
                let results: Vec<Value<'a>> = some
                    .iter()
                    .flat_map(|a| others.iter().map(move |b| combine(minus, a, b)))
                    .map(|result| result.map_or_else(|| Value::open(uncomputable(cell)), Value::known))
                    .collect();
                Value::one_of(results, &causes)
            }
            _ => ranged(minus, &left, &right, &causes).unwrap_or_else(|| Value::open(causes.clone())),
        };
        if missing {
            value = Value::one_of([value, Value::missing(Causes::default())], &causes);
        }
        value
    }

    /// `sum(LIST)`; of no items it is nothing at all: 0, or no time.
    pub(super) fn sum(&mut self, list: &'a Expr, ty: &Type) -> Value<'a> {
        let listing = self.listing(list);
        let nothing = if *ty == Type::Duration {
            Datum::Duration(Duration::from_milliseconds(0))
        } else {
            Datum::Number(Number::whole(0))
        };
        if let Some(open) = listing.open() {
            return Value::open(open.clone());
        }
        self.charge(listing.len() / 4);
        let (mut least, mut most) = (nothing.clone(), nothing.clone());
        let mut doubts = Causes::default();
        let mut unknown: Option<Causes> = None;
        for index in 0..listing.len() {
            let item = self.item_of(&listing.items, index);
            let What::Known(datum) = &item.value.what else {
                if !item.value.is_missing() {
                    unknown.get_or_insert_default().add(&item.value.causes);
                }
                continue;
            };
            let (Some(low), Some(high)) = (combine(false, &least, datum), combine(false, &most, datum)) else {
                return Value::open(uncomputable(item.value.cell));
            };
            let grows = order(datum, &nothing) != Some(Ordering::Less);
            match &item.unsure {
                None => (least, most) = (low, high),
                Some(doubt) => {
                    doubts.add(doubt);
                    if grows {
                        most = high;
                    } else {
                        least = low;
                    }
                }
            }
        }
        match unknown {
            Some(causes) => Value::open(causes),
            None => Value::between(Some(least), Some(most), doubts),
        }
    }

    /// `min(LIST)`, or `max(LIST)`.
    pub(super) fn extreme(&mut self, list: &'a Expr, greatest: bool) -> Value<'a> {
        let listing = self.listing(list);
        let beats = |a: &Datum<'a>, b: &Datum<'a>| {
            order(a, b) == Some(if greatest { Ordering::Greater } else { Ordering::Less })
        };
        let mut doubts = listing.open().cloned().unwrap_or_default();
        let mut unbounded = listing.open().is_some();
        // The best of the items that are sure, and of all.
        let (mut sure, mut all): (Option<Value<'a>>, Option<Value<'a>>) = (None, None);
        let mut some_sure = false;
        for index in 0..listing.len() {
            let item = self.item_of(&listing.items, index);
            some_sure |= item.unsure.is_none() && !item.value.may_be_missing();
            if let Some(unsure) = &item.unsure {
                doubts.add(unsure);
            }
            let What::Known(datum) = &item.value.what else {
                if !item.value.is_missing() {
                    unbounded = true;
                    doubts.add(&item.value.causes);
                }
                continue;
            };
            let better = |best: &Option<Value<'a>>| match best.as_ref().map(|best| &best.what) {
                Some(What::Known(best)) => beats(datum, best),
                _ => true,
            };
            if item.unsure.is_none() && better(&sure) {
                sure = Some(item.value.clone());
            }
            if better(&all) {
                all = Some(item.value);
            }
        }
        self.charge(listing.len() / 4);
        let known = |value: &Option<Value<'a>>| match value.as_ref().map(|value| &value.what) {
            Some(What::Known(datum)) => Some(datum.clone()),
            _ => None,
        };
        let (near, far) = (known(&sure), if unbounded { None } else { known(&all) });
        match (&near, &far) {
            (None, None) if !unbounded => Value::missing(listing.nothing()),
            (Some(near), Some(far)) if !beats(far, near) => sure.unwrap_or_else(|| Value::known(near.clone())),
            _ => {
                let what = match (near, far) {
                    (None, None) => Extent::Any,
                    // None is sure: it is the best of all, or any other that comes behind it, or there is none.
                    (near, far) if greatest => Extent::Between(near, far),
                    (near, far) => Extent::Between(far, near),
                };
                Value { what: What::Open(what, !some_sure), cell: None, causes: doubts }
            }
        }
    }
}

/// What was missing among these values, if something was.
pub(super) fn all_missing<'v, 'a: 'v>(values: impl IntoIterator<Item = &'v Value<'a>>) -> Option<Causes> {
    let missing = values.into_iter().filter(|value| value.is_missing());
    missing.map(|value| value.causes.clone()).reduce(|all, more| all.and(&more))
}

/// The sum or the difference of two single values, where it can be held.
fn combine<'a>(minus: bool, a: &Datum<'a>, b: &Datum<'a>) -> Option<Datum<'a>> {
    let signed = |duration: Duration| {
        if minus { duration.milliseconds().checked_neg().map(Duration::from_milliseconds) } else { Some(duration) }
    };
    match (a, b) {
        (Datum::Number(a), Datum::Number(b)) => {
            let result = if minus { a.0.checked_sub(b.0) } else { a.0.checked_add(b.0) };
            result.map(|number| Datum::Number(Number(number)))
        }
        (Datum::Duration(a), Datum::Duration(b)) => if minus { a.minus(*b) } else { a.plus(*b) }.map(Datum::Duration),
        (Datum::Instant(a), Datum::Instant(b)) if minus => Some(Datum::Duration(a.since(*b))),
        (Datum::Date(a), Datum::Date(b)) if minus => Some(Datum::Duration(a.since(*b))),
        (Datum::Instant(a), Datum::Duration(b)) => a.plus(signed(*b)?).map(Datum::Instant),
        (Datum::Date(a), Datum::Duration(b)) => a.plus(signed(*b)?).map(Datum::Date),
        (Datum::Duration(a), Datum::Instant(b)) if !minus => b.plus(*a).map(Datum::Instant),
        (Datum::Duration(a), Datum::Date(b)) if !minus => b.plus(*a).map(Datum::Date),
        _ => None,
    }
}

/// The range that comes of a range and a range, or a single value.
fn ranged<'a>(minus: bool, left: &Value<'a>, right: &Value<'a>, causes: &Causes) -> Option<Value<'a>> {
    let ends = |value: &Value<'a>| match &value.what {
        What::Known(datum) => Some((Some(datum.clone()), Some(datum.clone()))),
        What::Open(Extent::Between(low, high), _) => Some((low.clone(), high.clone())),
        _ => None,
    };
    let ((low, high), (other_low, other_high)) = (ends(left)?, ends(right)?);
    let (least, most) = if minus { (other_high, other_low) } else { (other_low, other_high) };
    let end = |a: Option<Datum<'a>>, b: Option<Datum<'a>>| match (a, b) {
        (Some(a), Some(b)) => combine(minus, &a, &b).map(Some),
        _ => Some(None),
    };
    Some(Value::between(end(low, least)?, end(high, most)?, causes.clone()))
}
