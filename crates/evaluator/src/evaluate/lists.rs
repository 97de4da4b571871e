//! Lists: what is asked of their items, and what is made of them.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use countersign_compiler::program::{Expr, FieldIndex, LocalId, ReferenceId, Type};

use super::conditions::{Tally, held_nothing};
use super::{Evaluator, Slot, datum};
use crate::conform::{CellId, Instance, Single, State};
use crate::listener::Listener;
use crate::truth::Answers;
use crate::value::{Causes, Datum, Extent, Item, Judged, List, Made, Trouble, Value, What, equal};

/// A list that is looked at, whatever its expression came to.
pub(crate) struct Listing<'a> {
    pub(crate) items: List<'a>,
    /// Why there may be any number of further items.
    further: Option<Causes>,
    /// What to say where it held nothing.
    absent: Causes,
}

impl Listing<'_> {
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// Why there may be any number of further items.
    pub(crate) fn open(&self) -> Option<&Causes> {
        match &self.items {
            List::Made(made) => made.open.as_ref().or(self.further.as_ref()),
            _ => self.further.as_ref(),
        }
    }

    /// What to say where it held nothing.
    pub(crate) fn nothing(&self) -> Causes {
        self.absent.clone()
    }

    /// How many items there are at least, and at most.
    fn sizes(&self) -> (usize, Option<usize>) {
        let sure = match &self.items {
            List::Made(made) => made.items.iter().filter(|item| item.unsure.is_none()).count(),
            _ => self.len(),
        };
        (sure, self.open().is_none().then(|| self.len()))
    }

    /// What leaves open how many items there are.
    fn doubts(&self) -> Causes {
        let mut causes = self.open().cloned().unwrap_or_default();
        if let List::Made(made) = &self.items {
            for unsure in made.items.iter().filter_map(|item| item.unsure.as_ref()) {
                causes.add(unsure);
            }
        }
        causes
    }

    pub(super) fn is_empty(&self) -> Judged {
        match self.sizes() {
            (0, Some(0)) => Judged::new(Answers::TRUE),
            (0, _) => Judged::because(Answers::EITHER, self.doubts()),
            _ => Judged::new(Answers::FALSE),
        }
    }
}

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    /// The list that an expression comes to. One that nobody wrote has no items.
    pub(crate) fn listing(&mut self, expr: &'a Expr) -> Listing<'a> {
        let value = self.value(expr);
        let nothing = || List::Literals(&[]);
        match value.what {
            What::Known(Datum::List(items)) => {
                let home = match &items {
                    List::Cells { home, .. } => Some(*home),
                    List::Made(made) => made.home,
                    List::Literals(_) => None,
                };
                Listing { items, further: None, absent: home.map_or_else(Causes::default, held_nothing) }
            }
            What::Missing => Listing { items: nothing(), further: None, absent: value.causes },
            _ => Listing { items: nothing(), further: Some(value.causes.clone()), absent: value.causes },
        }
    }

    pub(crate) fn item_of(&self, list: &List<'a>, index: usize) -> Item<'a> {
        match list {
            List::Cells { first, .. } => {
                let cell = CellId(first + u32::try_from(index).unwrap_or(u32::MAX));
                Item { value: self.read(cell), unsure: None }
            }
            List::Literals(items) => {
                let value = items
                    .get(index)
                    .map_or_else(|| Value::missing(Causes::default()), |item| Value::known(datum(item)));
                Item { value, unsure: None }
            }
            List::Made(made) => made
                .items
                .get(index)
                .cloned()
                .unwrap_or_else(|| Item { value: Value::missing(Causes::default()), unsure: None }),
        }
    }

    fn items(&self, list: &Listing<'a>) -> Vec<Item<'a>> {
        (0..list.len()).map(|index| self.item_of(&list.items, index)).collect()
    }

    /// Puts an item into its slot, and remembers it as the one that is looked at; answers with the one before.
    pub(crate) fn look_at(
        &mut self,
        local: LocalId,
        list: &List<'a>,
        index: usize,
        value: &Value<'a>,
    ) -> Option<countersign_document::NodeId> {
        let before = self.item;
        if let Some(spot) = value.spot() {
            self.item = Some(self.instance.written(spot.cell));
        }
        self.set(local, Slot::Item { value: value.clone(), list: list.clone(), index });
        before
    }

    pub(super) fn quantified(
        &mut self,
        every: bool,
        list: &'a Expr,
        local: LocalId,
        filter: Option<&'a Expr>,
        body: &'a Expr,
    ) -> Judged {
        let list = self.listing(list);
        let neutral = Answers::known(every);
        let mut tally = Tally::new(every, self.thorough);
        let mut looked = false;
        for index in 0..list.len() {
            let item = self.item_of(&list.items, index);
            let before = self.look_at(local, &list.items, index, &item.value);
            let guard = filter.map(|filter| self.condition(filter));
            let applies = guard.as_ref().map_or(Some(true), |guard| guard.answers.applies());
            let judged = (applies != Some(false)).then(|| self.condition(body));
            self.item = before;
            let Some(mut judged) = judged else { continue };
            looked = true;
            let doubt = guard.filter(|_| applies.is_none()).map(|guard| guard.causes);
            for doubt in doubt.iter().chain(&item.unsure) {
                if judged.answers != neutral {
                    judged.causes.add(doubt);
                }
                judged.answers = judged.answers.or_else(neutral);
            }
            if judged.answers != neutral && judged.spots.is_empty() {
                judged = judged.at(item.value.spot());
            }
            if !tally.add(judged) {
                break;
            }
        }
        if let Some(causes) = list.open() {
            looked = true;
            tally.add(Judged::because(Answers::EITHER, causes.clone()));
        }
        if !looked {
            return Judged { nothing: Some(list.nothing()), ..Judged::new(neutral) };
        }
        tally.finish()
    }

    pub(super) fn filter(&mut self, list: &'a Expr, local: LocalId, filter: &'a Expr) -> Value<'a> {
        let value = self.value(list);
        let What::Known(Datum::List(list)) = value.what else { return value };
        let listing = Listing { items: list, further: None, absent: Causes::default() };
        let mut made = Made { items: Vec::new(), open: listing.open().cloned(), home: home(&listing.items) };
        for index in 0..listing.len() {
            let mut item = self.item_of(&listing.items, index);
            let before = self.look_at(local, &listing.items, index, &item.value);
            let judged = self.condition(filter);
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
        let listing = Listing { items: list, further: None, absent: Causes::default() };
        let mut made = Made { items: Vec::new(), open: listing.open().cloned(), home: home(&listing.items) };
        for index in 0..listing.len() {
            let item = self.item_of(&listing.items, index);
            let before = self.look_at(local, &listing.items, index, &item.value);
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
                push_written(&mut made, self.value(body), item.unsure);
            }
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
                    let listing = Listing { items: list, further: None, absent: Causes::default() };
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
    fn walk(&self, from: CellId, shape: countersign_compiler::program::ShapeId, fields: &[FieldIndex]) -> Value<'a> {
        let (mut cell, mut shape) = (from, shape);
        for field in fields {
            cell = self.instance.field(cell, shape, *field);
            if let Some(Type::Shape(next)) = self.program[shape].fields.get(field.0 as usize).map(|field| &field.ty) {
                shape = *next;
            }
        }
        self.read(cell)
    }

    /// `a in LIST`
    pub(super) fn contained(&mut self, item: &Value<'a>, list: &Listing<'a>) -> Judged {
        if item.is_missing() {
            return Judged::because(Answers::UNSAID, item.causes.clone());
        }
        self.charge(list.len() / 4);
        if list.len() == 0 && list.open().is_none() {
            let mut judged = Judged::new(Answers::FALSE);
            if item.may_be_missing() {
                judged = Judged::because(judged.answers.or_else(Answers::UNSAID), item.causes.clone());
            } else if !matches!(list.items, List::Literals([])) || list.absent.iter().next().is_some() {
                judged.nothing = Some(list.nothing());
            }
            return judged;
        }
        let mut judged = match item.data() {
            Some(data) => {
                let mut all: Option<Judged> = None;
                for datum in data {
                    let one = self.one_contained(datum, list);
                    all = Some(match all {
                        None => one,
                        Some(mut so_far) => {
                            so_far.answers = so_far.answers.or_else(one.answers);
                            so_far.absorb(one);
                            so_far
                        }
                    });
                }
                all.unwrap_or_else(|| Judged::new(Answers::EITHER))
            }
            None => {
                let stands_there = item.cell.is_some()
                    && (0..list.len())
                        .map(|index| self.item_of(&list.items, index))
                        .any(|member| member.unsure.is_none() && member.value.cell == item.cell);
                Judged::new(if stands_there { Answers::TRUE } else { Answers::EITHER })
            }
        };
        if item.may_be_missing() {
            judged.answers = judged.answers.or_else(Answers::UNSAID);
        }
        if !judged.answers.is_decided() {
            judged.causes.add(&item.causes);
        }
        // What is in the list is the item; where that stands nowhere, its like in the list has decided.
        if let Some(spot) = item.spot() {
            judged.spots.clear();
            if judged.answers.is_true() {
                judged.spots.push(spot);
            }
        }
        judged
    }

    fn one_contained(&mut self, datum: &Datum<'a>, list: &Listing<'a>) -> Judged {
        let mut doubts = Causes::default();
        let mut open = false;
        if let Some(causes) = list.open() {
            open = true;
            doubts.add(causes);
        }
        for index in 0..list.len() {
            // The usual case, without making a value of each item: texts of the document.
            if let (List::Cells { first, .. }, Datum::Text(wanted)) = (&list.items, datum)
                && let Some(State::Single(Single::Text(text, _))) =
                    self.instance.state(CellId(first + u32::try_from(index).unwrap_or(u32::MAX)))
            {
                if wanted.as_str() != *text {
                    continue;
                }
            }
            let member = self.item_of(&list.items, index);
            match (member.value.data(), &member.unsure) {
                (Some([only]), None) if member.value.is_known() => {
                    if equal(only, datum) {
                        return Judged::new(Answers::TRUE).at(member.value.spot());
                    }
                }
                (Some(data), unsure) => {
                    if data.iter().any(|known| equal(known, datum)) {
                        open = true;
                        doubts.add(&member.value.causes);
                        doubts.add(unsure.as_ref().unwrap_or(&Causes::default()));
                    }
                }
                (None, _) if member.value.is_missing() => {}
                (None, _) => {
                    open = true;
                    doubts.add(&member.value.causes);
                }
            }
        }
        if open { Judged::because(Answers::EITHER, doubts) } else { Judged::new(Answers::FALSE) }
    }

    /// `count(LIST)`
    pub(super) fn count(&mut self, list: &'a Expr) -> Value<'a> {
        let list = self.listing(list);
        let number = |size: usize| Datum::Number(countersign_compiler::scalar::Number::whole(size as u64));
        let (least, most) = list.sizes();
        Value::between(Some(number(least)), most.map(number), list.doubts())
    }

    /// `distinct(LIST)`: each value once, where it stands first.
    pub(super) fn distinct(&mut self, list: &'a Expr) -> Value<'a> {
        let value = self.value(list);
        let What::Known(Datum::List(list)) = value.what else { return value };
        let listing = Listing { items: list, further: None, absent: Causes::default() };
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

    /// `texts(PATH)`: every text at or below, in the order written. What is not known there may hold texts too.
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
                let listing = Listing { items: list, further: None, absent: Causes::default() };
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
                Some(State::Unknown(_) | State::Unfit(_)) if instance.may_hold_texts(cell) => {
                    if instance.is_text(cell) {
                        made.items.push(Item { value: self.read(cell), unsure: None });
                    } else {
                        made.open.get_or_insert_default().add(&self.read(cell).causes);
                    }
                }
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
            Datum::Boolean(value) => Self::Boolean(*value),
            Datum::List(_) => Self::Other,
        }
    }
}

/// The cause that stands for a value that cannot be computed.
pub(super) fn uncomputable(cell: Option<CellId>) -> Causes {
    cell.map_or_else(Causes::default, |cell| Causes::one(Trouble::Uncomputable, cell))
}
