//! References: from a text to the item whose key it is.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use countersign_compiler::program::ReferenceId;
use countersign_source::nearest;

use super::{CellId, Fault, Instance, Single, State};
use crate::facts::SchemaFault;

/// The keys that a reference can name.
#[derive(Clone)]
pub(super) struct Keys<'a> {
    /// The list, or the missing or unknown value that stands for it.
    list: CellId,
    items: Rc<HashMap<&'a str, CellId>>,
    /// A key, or the list itself, that is not known.
    open: Option<CellId>,
}

/// Where a reference leads.
pub(crate) enum Followed {
    /// To this item.
    Item(CellId),
    /// Nobody knows: the key that it names may be this one.
    Open(CellId),
    /// To no item.
    Dangling,
}

impl<'a> Instance<'a> {
    /// The item that a text names; `from` is the value that the text stands in.
    pub(crate) fn follow(&self, text: &str, from: CellId, reference: ReferenceId) -> Followed {
        let keys = self.keys(from, reference);
        match (keys.items.get(text), keys.open) {
            (Some(item), _) => Followed::Item(*item),
            (None, Some(open)) => Followed::Open(open),
            (None, None) => Followed::Dangling,
        }
    }

    fn keys(&self, from: CellId, reference: ReferenceId) -> Keys<'a> {
        let declared = &self.program[reference];
        let document = self.document_of(from, declared.kind).unwrap_or(self.root);
        if let Some(known) = self.keys.borrow().get(&(document, reference)) {
            return known.clone();
        }
        let mut list = document;
        let mut shape = self.program[declared.kind].shape;
        for field in &declared.list {
            list = self.field(list, shape, *field);
            let ty = self.program[shape].fields.get(field.0 as usize).map(|field| &field.ty);
            if let Some(countersign_compiler::program::Type::Shape(next)) = ty {
                shape = *next;
            }
        }
        let mut items = HashMap::new();
        let mut open = None;
        match self.with(list, |cell| cell.state.clone()) {
            State::List { first, len } => {
                for item in (first..first + len).map(CellId) {
                    let key = self.field(item, declared.shape, declared.key);
                    match self.with(key, |cell| cell.state.clone()) {
                        State::Single(Single::Text(text, _)) => {
                            items.entry(text).or_insert(item);
                        }
                        State::Unknown(_) | State::Unfit(_) => open = open.or(Some(key)),
                        _ => {}
                    }
                }
            }
            State::Unknown(_) | State::Unfit(_) => open = Some(list),
            _ => {}
        }
        let keys = Keys { list, items: Rc::new(items), open };
        self.keys.borrow_mut().insert((document, reference), keys.clone());
        keys
    }

    /// Reports the references to no item.
    pub(super) fn check_references(&mut self) {
        for (cell, reference) in std::mem::take(&mut self.references) {
            let Some(State::Single(Single::Text(text, _))) = self.state(cell) else { continue };
            let text = *text;
            if !matches!(self.follow(text, cell, reference), Followed::Dangling) {
                continue;
            }
            let keys = self.keys(cell, reference);
            let mut known: Vec<&str> = keys.items.keys().copied().collect();
            known.sort_unstable();
            let fault = SchemaFault::Ref {
                value: Arc::from(text),
                path: Arc::clone(&self.program[reference].path),
                nearest: nearest(text, known).map(Arc::from),
            };
            let places = vec![self.place(cell, self.root), self.place(keys.list, self.root)];
            self.faults.push(Fault { fault, places });
        }
    }
}
