//! Lists that are made of lists: filtered, projected, strung together, reached.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use countersign_compiler::program::{Expr, FieldIndex, LocalId, ReferenceId, ShapeId, Type};

use super::lists::Listing;
use super::{Evaluator, Slot};
use crate::conform::{CellId, Instance, Single, State};
use crate::listener::Listener;
use crate::value::{Causes, Datum, Extent, Item, List, Made, Value, What};

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    pub(super) fn filter(&mut self, list: &'a Expr, local: LocalId, filter: &'a Expr) -> Value<'a> {
        let value = self.value(list);
        let What::Known(Datum::List(list)) = value.what else { return value };
        let listing = Listing::of(list);
        let mut made = Made { items: Vec::new(), open: listing.open().cloned(), home: home(&listing.items) };
        for index in 0..listing.len() {
            let mut item = self.item_of(&listing.items, index);
            let before = self.look_at(local, &listing.items, index, &item.value);
            self.enters_item(index);
            let judged = self.condition(filter);
            self.leaves_item(&item.value, Some(judged.answers));
            self.item = before;
            match judged.answers.applies() {
                Some(true) => made.items.push(item),
                Some(false) => {}
                None => {
                    item.unsure.get_or_insert_default().add(&judged.causes);
                    made.items.push(item);
                }
            }
        }
        Value::made(made)
    }

    pub(super) fn project(&mut self, list: &'a Expr, local: LocalId, body: &'a Expr, flatten: bool) -> Value<'a> {
        let value = self.value(list);
        let What::Known(Datum::List(list)) = value.what else { return Value { cell: None, ..value } };
        let listing = Listing::of(list);
        let mut made = Made { items: Vec::new(), open: listing.open().cloned(), home: home(&listing.items) };
        for index in 0..listing.len() {
            let item = self.item_of(&listing.items, index);
            let before = self.look_at(local, &listing.items, index, &item.value);
            self.enters_item(index);
            if flatten {
                let inner = self.listing(body);
                for index in 0..inner.len() {
                    let mut part = self.item_of(&inner.items, index);
                    if let Some(unsure) = &item.unsure {
                        part.unsure.get_or_insert_default().add(unsure);
                    }
                    made.items.push(part);
                }
                if let Some(open) = inner.open() {
                    made.open.get_or_insert_default().add(open);
                }
            } else {
                let part = self.value(body);
                push_written(&mut made, part, item.unsure);
            }
            self.leaves_item(&item.value, None);
            self.item = before;
        }
        Value::made(made)
    }

    pub(super) fn list_of(&mut self, items: &'a [Expr]) -> Value<'a> {
        let mut made = Made::default();
        for item in items {
            let value = self.value(item);
            push_written(&mut made, value, None);
        }
        Value::made(made)
    }

    /// `earlier(e)`: the items above a loop variable.
    pub(super) fn earlier(&mut self, local: LocalId) -> Value<'a> {
        let Slot::Item { list, index, .. } = self.slot(local) else { return Value::open(Causes::default()) };
        let (list, index) = (list.clone(), *index);
        match list {
            List::Cells { home, first, .. } => {
                let len = u32::try_from(index).unwrap_or(u32::MAX);
                Value::known(Datum::List(List::Cells { home, first, len }))
            }
            List::Literals(items) => Value::known(Datum::List(List::Literals(items.get(..index).unwrap_or_default()))),
            List::Made(made) => {
                self.charge(index);
                let items = made.items.get(..index).unwrap_or_default().to_vec();
                Value::made(Made { items, open: made.open.clone(), home: made.home })
            }
        }
    }

    /// `reach(e.after)`: every item reached by following a reference, in the order in which they are reached.
    pub(super) fn reach(&mut self, start: &'a Expr, reference: ReferenceId, onward: &'a [FieldIndex]) -> Value<'a> {
        let mut made = Made::default();
        let mut seen: HashSet<CellId> = HashSet::new();
        let mut waiting = vec![self.value(start)];
        let shape = self.program[reference].shape;
        while let Some(value) = waiting.pop() {
            if !self.charge(1) {
                break;
            }
            match value.what {
                What::Missing => {}
                What::Known(Datum::List(list)) => {
                    let listing = Listing::of(list);
                    if let Some(open) = listing.open() {
                        made.open.get_or_insert_default().add(open);
                    }
                    let mut items = self.items(&listing);
                    items.reverse();
                    waiting.extend(items.into_iter().map(|item| item.value));
                }
                What::Known(_) => {
                    let item = self.follow_value(value, reference);
                    match item.what {
                        What::Known(Datum::Map(cell)) => {
                            if seen.insert(cell) {
                                made.items.push(Item { value: item, unsure: None });
                                waiting.push(self.walk(cell, shape, onward));
                            }
                        }
                        _ => made.open.get_or_insert_default().add(&item.causes),
                    }
                }
                What::Open(..) => made.open.get_or_insert_default().add(&value.causes),
            }
        }
        Value::made(made)
    }

    /// The value some fields further down.
    fn walk(&self, from: CellId, shape: ShapeId, fields: &[FieldIndex]) -> Value<'a> {
        let (mut cell, mut shape) = (from, shape);
        for field in fields {
            cell = self.instance.field(cell, shape, *field);
            if let Some(Type::Shape(next)) = self.program[shape].fields.get(field.0 as usize).map(|field| &field.ty) {
                shape = *next;
            }
        }
        self.read(cell)
    }

    /// `distinct(LIST)`: each value once, where it stands first.
    pub(super) fn distinct(&mut self, list: &'a Expr) -> Value<'a> {
        let value = self.value(list);
        let What::Known(Datum::List(list)) = value.what else { return value };
        let listing = Listing::of(list);
        let mut made = Made { items: Vec::new(), open: listing.open().cloned(), home: home(&listing.items) };
        let mut known: HashMap<Key, usize> = HashMap::new();
        let mut places: HashSet<CellId> = HashSet::new();
        let mut unknown: Vec<Item<'a>> = Vec::new();
        for item in self.items(&listing) {
            match &item.value.what {
                What::Known(datum) => match known.get(&Key::of(datum)) {
                    // One that is sure makes sure of those like it.
                    Some(at) => {
                        if item.unsure.is_none()
                            && let Some(first) = made.items.get_mut(*at)
                        {
                            first.unsure = None;
                        }
                    }
                    None => {
                        known.insert(Key::of(datum), made.items.len());
                        made.items.push(item);
                    }
                },
                What::Missing => {}
                What::Open(..) => {
                    if item.value.cell.is_none_or(|cell| places.insert(cell)) {
                        unknown.push(item);
                    }
                }
            }
        }
        self.charge(listing.len());
        // An unknown may be a value of its own or any of the others: only where there is no other is one of them sure.
        let mut some_sure = made.items.iter().any(|item| item.unsure.is_none());
        for mut item in unknown {
            if some_sure || item.unsure.is_some() {
                let causes = item.value.causes.clone();
                item.unsure.get_or_insert_default().add(&causes);
            } else {
                some_sure = true;
            }
            made.items.push(item);
        }
        Value::made(made)
    }

    /// `first(LIST)`, and from the other end `last(LIST)`.
    pub(super) fn first(&mut self, list: &'a Expr, from_end: bool) -> Value<'a> {
        let listing = self.listing(list);
        if let Some(open) = listing.open() {
            return Value { what: What::Open(Extent::Any, true), cell: None, causes: open.clone() };
        }
        let mut possible = Vec::new();
        let mut doubts = Causes::default();
        let len = listing.len();
        for index in 0..len {
            let item = self.item_of(&listing.items, if from_end { len - 1 - index } else { index });
            if let Some(unsure) = &item.unsure {
                doubts.add(unsure);
                possible.push(item.value);
                continue;
            }
            if possible.is_empty() {
                return item.value;
            }
            possible.push(item.value);
            return Value::one_of(possible, &doubts);
        }
        if possible.is_empty() {
            return Value::missing(listing.nothing());
        }
        possible.push(Value::missing(Causes::default()));
        Value::one_of(possible, &doubts)
    }

    /// `texts(PATH)`: every text that is written at or below, in the order written. It asks about the writing itself, as
    /// `is present` asks about the knowing: what is unknown further down is no text yet. Where the path itself is not
    /// known, neither are its texts.
    pub(super) fn texts_below(&mut self, base: &'a Expr) -> Value<'a> {
        let value = self.value(base);
        let mut made = Made { home: value.spot().map(|spot| spot.cell), ..Made::default() };
        match value.what {
            What::Missing => return Value { cell: None, ..value },
            What::Open(..) => {
                if base.ty.is_textual() && value.cell.is_some() {
                    made.items.push(Item { value, unsure: None });
                    return Value::made(made);
                }
                return Value::open(value.causes);
            }
            What::Known(Datum::Text(_)) => {
                made.items.push(Item { value, unsure: None });
            }
            What::Known(Datum::Map(cell)) => self.gather(cell, &mut made),
            What::Known(Datum::List(List::Cells { home, .. })) => self.gather(home, &mut made),
            What::Known(Datum::List(list)) => {
                let listing = Listing::of(list);
                made.open = listing.open().cloned();
                for item in self.items(&listing) {
                    match &item.value.what {
                        What::Known(Datum::Map(cell)) => self.gather(*cell, &mut made),
                        What::Known(Datum::List(List::Cells { home, .. })) => self.gather(*home, &mut made),
                        What::Known(Datum::Text(_)) => made.items.push(item),
                        What::Open(..) => made.open.get_or_insert_default().add(&item.value.causes),
                        _ => {}
                    }
                }
            }
            What::Known(_) => {}
        }
        Value::made(made)
    }

    fn gather(&mut self, from: CellId, made: &mut Made<'a>) {
        let instance: &Instance<'a> = self.instance;
        let mut waiting = vec![from];
        while let Some(cell) = waiting.pop() {
            if !self.charge(1) {
                return;
            }
            match instance.state(cell) {
                Some(State::Map { written, .. }) => waiting.extend(written.iter().rev()),
                Some(State::List { first, len }) => waiting.extend((*first..first + len).rev().map(CellId)),
                Some(State::Single(Single::Text(..))) => made.items.push(Item { value: self.read(cell), unsure: None }),
                _ => {}
            }
        }
    }
}

fn home(list: &List<'_>) -> Option<CellId> {
    match list {
        List::Cells { home, .. } => Some(*home),
        List::Made(made) => made.home,
        List::Literals(_) => None,
    }
}

/// Adds what is written: nothing where it is missing, and perhaps something where it may be.
fn push_written<'a>(made: &mut Made<'a>, value: Value<'a>, mut unsure: Option<Causes>) {
    if value.is_missing() {
        return;
    }
    if value.may_be_missing() {
        unsure.get_or_insert_default().add(&value.causes);
    }
    made.items.push(Item { value, unsure });
}

/// A known value, to find its like by.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Text(Rc<str>),
    Number(countersign_compiler::scalar::Number),
    Duration(countersign_compiler::scalar::Duration),
    Date(countersign_compiler::scalar::Date),
    Instant(countersign_compiler::scalar::Instant),
    Rank(u32),
    Cell(CellId),
    /// A record that was made is itself alone.
    Record(usize),
    Boolean(bool),
    Other,
}

impl Key {
    fn of(datum: &Datum<'_>) -> Self {
        match datum {
            Datum::Text(text) => Self::Text(Rc::from(text.as_str())),
            Datum::Number(value) => Self::Number(*value),
            Datum::Duration(value) => Self::Duration(*value),
            Datum::Date(value) => Self::Date(*value),
            Datum::Instant(value) => Self::Instant(*value),
            Datum::Member(_, member) => Self::Rank(member.0),
            Datum::Map(cell) => Self::Cell(*cell),
            Datum::Record(record) => Self::Record(Rc::as_ptr(record).addr()),
            Datum::Boolean(value) => Self::Boolean(*value),
            Datum::List(_) => Self::Other,
        }
    }
}
