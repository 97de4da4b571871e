//! Lists: their items, and what is asked of them.

use countersign_compiler::program::{Expr, LocalId};

use super::conditions::{Tally, held_nothing};
use super::{Evaluator, Slot, datum};
use crate::conform::{CellId, Single, State};
use crate::listener::Listener;
use crate::truth::Answers;
use crate::value::{Causes, Datum, Item, Judged, List, Trouble, Value, What, equal};

/// A list that is looked at, whatever its expression came to.
pub(crate) struct Listing<'a> {
    pub(crate) items: List<'a>,
    /// Why there may be any number of further items.
    further: Option<Causes>,
    /// What to say where it held nothing.
    absent: Causes,
}

impl<'a> Listing<'a> {
    /// A list that is there.
    pub(crate) fn of(items: List<'a>) -> Self {
        Self { items, further: None, absent: Causes::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// Is it sure that there is no item?
    pub(crate) fn holds_none(&self) -> bool {
        self.len() == 0 && self.open().is_none()
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

    pub(super) fn emptiness(&self) -> Judged {
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

    pub(super) fn items(&self, list: &Listing<'a>) -> Vec<Item<'a>> {
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
            self.enters_item(index);
            let guard = filter.map(|filter| self.condition(filter));
            let applies = guard.as_ref().map_or(Some(true), |guard| guard.answers.applies());
            let judged = (applies != Some(false)).then(|| self.condition(body));
            self.leaves_item(&item.value, judged.as_ref().map(|judged| judged.answers));
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
            if judged.answers != neutral
                && (judged.spots.is_empty() || matches!(item.value.what, What::Known(Datum::Record(_))))
            {
                // A statement is pointed at where it is made, whichever of its words were asked for.
                judged.spots.clear();
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

    /// `a in LIST`
    pub(super) fn contained(&mut self, item: &Value<'a>, list: &Listing<'a>) -> Judged {
        if item.is_missing() {
            return Judged::because(Answers::UNSAID, item.causes.clone());
        }
        self.charge(list.len() / 4);
        if list.holds_none() {
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
                && wanted.as_str() != *text
            {
                continue;
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
                (None, unsure) => {
                    open = true;
                    doubts.add(&member.value.causes);
                    doubts.add(unsure.as_ref().unwrap_or(&Causes::default()));
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
}

/// The cause that stands for a value that cannot be computed.
pub(super) fn uncomputable(cell: Option<CellId>) -> Causes {
    cell.map_or_else(Causes::default, |cell| Causes::one(Trouble::Uncomputable, cell))
}
