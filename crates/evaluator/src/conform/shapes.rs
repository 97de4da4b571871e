//! Maps and lists against their types.

use std::collections::HashMap;
use std::sync::Arc;

use countersign_compiler::program::{Field, FieldIndex, ShapeId, Type};
use countersign_document::{Content, NodeId, Tree};
use countersign_source::nearest;

use super::times::TIMEZONE;
use super::{Cell, CellId, Fault, Instance, Single, State, Step};
use crate::facts::{Part, Place, SchemaFault};

impl<'a> Instance<'a> {
    /// Reads the value at `node` as `ty`, into the cell made for it.
    pub(super) fn fill(&mut self, cell: CellId, node: NodeId, ty: &Type) {
        self.values += 1;
        let tree: &'a Tree = self.tree;
        let state = if is_nothing(tree, node) {
            State::Missing
        } else {
            match (&tree.node(node).content, ty) {
                (Content::Unknown(_), _) => State::Unknown(cell),
                (Content::Map(entries), Type::Shape(shape)) => self.map(cell, entries, *shape),
                (Content::List(items), Type::List(item)) => self.list(cell, items, item),
                (Content::Scalar(scalar), _) => self.scalar(cell, scalar, ty),
                (Content::Map(_) | Content::List(_) | Content::Null, _) => {
                    self.wrong_type(cell, ty, None);
                    State::Unfit(cell)
                }
            }
        };
        if let Some(cell) = self.cells.get_mut(cell.0 as usize) {
            cell.state = state;
        }
    }

    fn map(&mut self, parent: CellId, entries: &[NodeId], shape_id: ShapeId) -> State<'a> {
        let (program, tree) = (self.program, self.tree);
        let shape = &program[shape_id];
        let first = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        for index in 0..shape.fields.len() {
            let field = FieldIndex(u32::try_from(index).unwrap_or(u32::MAX));
            self.cells.push(Cell {
                node: None,
                parent: Some(parent),
                step: Step::Field(shape_id, field),
                state: State::Missing,
            });
        }
        let mut written = Vec::with_capacity(entries.len());
        let mut strange = Vec::new();
        for entry in entries {
            let Some((key, _)) = &tree.node(*entry).key else { continue };
            let Some((index, _)) = shape.field(key) else {
                if !(parent == self.root && matches!(&**key, "kind" | TIMEZONE)) {
                    strange.push((*entry, key));
                }
                continue;
            };
            let cell = CellId(first + index.0);
            // A key that was written twice stands once already; a merged one does not replace the map's own.
            let Some(slot) = self.cells.get_mut(cell.0 as usize).filter(|slot| slot.node.is_none()) else { continue };
            slot.node = Some(*entry);
            written.push((cell, *entry, index));
        }
        // Paths name an item by its key, so the key is read before anything that may have to be reported.
        if let Some(parent) = self.cells.get_mut(parent.0 as usize) {
            parent.state = State::Map { first, written: Vec::new() };
        }
        let is_key = |index: FieldIndex| shape.key == Some(index);
        let keys_first = written
            .iter()
            .filter(|(.., index)| is_key(*index))
            .chain(written.iter().filter(|(.., index)| !is_key(*index)));
        for (cell, entry, index) in keys_first {
            let Some(field) = shape.fields.get(index.0 as usize) else { continue };
            self.note_document(parent, *cell, shape_id, *index);
            self.fill(*cell, *entry, &field.ty);
        }
        self.check_digests(first, shape_id);
        let misspelt = self.misspelt(first, shape_id, &strange);
        for (entry, key) in &strange {
            if !misspelt.values().any(|(other, _)| other == entry) {
                self.unknown_field(parent, *entry, key, shape_id);
            }
        }
        for (index, field) in (0u32..).zip(&shape.fields) {
            let cell = CellId(first + index);
            if !field.optional && matches!(self.state(cell), Some(State::Missing)) && !self.has_enough() {
                let mut place = self.place(cell, self.root);
                let written = misspelt.get(&index).map(|(entry, key)| {
                    (place.node, place.part) = (*entry, Part::Key);
                    Arc::clone(key)
                });
                let (field, shape) = (Arc::clone(&field.name), Arc::clone(&shape.name));
                let fault = SchemaFault::Required { field, shape, written };
                self.faults.push(Fault { fault, places: vec![place] });
            }
        }
        let mut written: Vec<CellId> = written.into_iter().map(|(cell, ..)| cell).collect();
        if parent == self.root && !tree.prose().is_empty() {
            written.extend(self.prose());
            written.sort_by_key(|cell| self.order(*cell));
        }
        State::Map { first, written }
    }

    /// The fields that have to be there and are not, each with the key that was most likely to be its name: of all fields
    /// that are not written it is the nearest to that key.
    fn misspelt(
        &self,
        first: u32,
        shape: ShapeId,
        strange: &[(NodeId, &Arc<str>)],
    ) -> HashMap<u32, (NodeId, Arc<str>)> {
        let mut found: HashMap<u32, (NodeId, Arc<str>)> = HashMap::new();
        if strange.is_empty() {
            return found;
        }
        let written = |index: u32| self.cell(CellId(first + index)).is_some_and(|cell| cell.node.is_some());
        for (entry, key) in strange {
            let open: Vec<(u32, &Field)> = (0u32..)
                .zip(&self.program[shape].fields)
                .filter(|(index, _)| !written(*index) && !found.contains_key(index))
                .collect();
            let near = nearest(key, open.iter().map(|(_, field)| &*field.name));
            let meant = open.iter().find(|(_, field)| Some(&*field.name) == near && !field.optional);
            if let Some((index, _)) = meant {
                found.insert(*index, (*entry, Arc::clone(key)));
            }
        }
        found
    }

    /// The texts of the document that fill no field: no check looks at them, but who asks for all texts reads them.
    fn prose(&mut self) -> Vec<CellId> {
        let tree: &'a Tree = self.tree;
        let mut cells = Vec::with_capacity(tree.prose().len());
        for node in tree.prose() {
            let Content::Scalar(scalar) = &tree.node(*node).content else { continue };
            cells.push(CellId(u32::try_from(self.cells.len()).unwrap_or(u32::MAX)));
            let state = State::Single(Single::Text(&scalar.text, 0));
            self.cells.push(Cell { node: Some(*node), parent: Some(self.root), step: Step::Prose, state });
        }
        cells
    }

    /// Remembers a field that holds another kind of document.
    fn note_document(&mut self, parent: CellId, cell: CellId, shape: ShapeId, field: FieldIndex) {
        let program = self.program;
        for (id, kind) in (0u32..).map(countersign_compiler::program::KindId).zip(&program.kinds) {
            let Some((outer, at)) = kind.inside else { continue };
            if at == field && program[outer].shape == shape && self.documents.contains(&(parent, outer)) {
                self.documents.push((cell, id));
            }
        }
    }

    /// Are there more faults already than anybody wants to see?
    pub(super) fn has_enough(&self) -> bool {
        self.faults.len() > self.most
    }

    fn unknown_field(&mut self, parent: CellId, entry: NodeId, key: &Arc<str>, shape: ShapeId) {
        if self.has_enough() {
            return;
        }
        let shape = &self.program[shape];
        let known: Vec<Arc<str>> = shape.fields.iter().map(|field| Arc::clone(&field.name)).collect();
        let nearest = nearest(key, known.iter().map(|name| &**name)).map(Arc::from);
        let above = self.path(parent, self.root);
        let path = if above.is_empty() { key.to_string() } else { format!("{above}.{key}") };
        let fault = SchemaFault::Field { field: Arc::clone(key), shape: Arc::clone(&shape.name), nearest, known };
        let place = Place { node: entry, part: Part::Key, path: Arc::from(path), missing: false };
        self.faults.push(Fault { fault, places: vec![place] });
    }

    fn list(&mut self, parent: CellId, nodes: &[NodeId], item: &Type) -> State<'a> {
        let tree = self.tree;
        let first = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        let mut kept = Vec::with_capacity(nodes.len());
        for (position, node) in (0u32..).zip(nodes) {
            let cell =
                Cell { node: Some(*node), parent: Some(parent), step: Step::Item(position), state: State::Missing };
            if !is_nothing(tree, *node) {
                kept.push(*node);
                self.cells.push(cell);
            }
        }
        let len = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        for (index, node) in (0u32..).zip(&kept) {
            self.fill(CellId(first + index), *node, item);
        }
        // An item of nothing is no item for the rules, and a fault of the schema.
        if kept.len() < nodes.len() {
            for (position, node) in (0u32..).zip(nodes).filter(|(_, node)| is_nothing(tree, **node)) {
                self.values += 1;
                let path = format!("{}[{}]", self.path(parent, self.root), position + 1);
                let fault = SchemaFault::Type {
                    wanted: self.wanted(item),
                    found: Arc::from("nothing"),
                    hint: Some(Arc::from("write the item, or take its line out")),
                };
                let place = Place { node: *node, part: Part::Value, path: Arc::from(path), missing: false };
                self.faults.push(Fault { fault, places: vec![place] });
            }
        }
        if let Type::Shape(shape) = item {
            self.check_keys(*shape, first, len);
        }
        State::List { first, len }
    }

    fn check_keys(&mut self, shape: ShapeId, first: u32, len: u32) {
        let Some(key) = self.program[shape].key else { return };
        let mut seen: HashMap<&'a str, CellId> = HashMap::new();
        for index in 0..len {
            let Some(State::Map { first: fields, .. }) = self.state(CellId(first + index)) else { continue };
            let cell = CellId(fields + key.0);
            let Some(State::Single(Single::Text(text, _))) = self.state(cell) else { continue };
            let text = *text;
            if let Some(earlier) = seen.get(text) {
                if self.has_enough() {
                    return;
                }
                let name = self.program[shape]
                    .fields
                    .get(key.0 as usize)
                    .map_or_else(|| Arc::from(""), |field| Arc::clone(&field.name));
                let places = vec![self.place(cell, self.root), self.place(*earlier, self.root)];
                let fault = SchemaFault::Key { field: name, value: Arc::from(text) };
                self.faults.push(Fault { fault, places });
            } else {
                seen.insert(text, cell);
            }
        }
    }

    /// Reports a value of the wrong type.
    pub(super) fn wrong_type(&mut self, cell: CellId, ty: &Type, hint: Option<&str>) {
        if self.has_enough() {
            return;
        }
        let wanted = self.wanted(ty);
        let Some(node) = self.with(cell, |cell| cell.node) else { return };
        let (found, by_itself) = self.found(node);
        let hint = hint.map(str::to_owned).or_else(|| match ty {
            Type::List(_) if by_itself => {
                Some("a list of one is written `[…]`, or on a line of its own behind `- `".to_owned())
            }
            Type::Shape(shape) => {
                let fields = self.program[*shape].fields.iter().take(4).map(|field| format!("`{}`", field.name));
                Some(format!("write its fields below it: {}", fields.collect::<Vec<_>>().join(", ")))
            }
            _ => None,
        });
        let fault = SchemaFault::Type { wanted, found, hint: hint.map(Arc::from) };
        let place = Place { node, part: Part::Value, path: Arc::from(self.path(cell, self.root)), missing: false };
        self.faults.push(Fault { fault, places: vec![place] });
    }
}

/// Was nothing written there: null, or a text of nothing but blanks?
fn is_nothing(tree: &Tree, node: NodeId) -> bool {
    match &tree.node(node).content {
        Content::Null => true,
        Content::Scalar(scalar) => scalar.text.chars().all(char::is_whitespace),
        _ => false,
    }
}
