//! The schema as a source of documents: what stands where, and the least that fits.

use std::sync::Arc;

use countersign_compiler::program::{Field, KindId, Program, ReferenceId, ShapeId, Type};
use countersign_document::{Content, Tree};

use super::written::{Stop, Way, Written};

/// How deep the least value of a type may go.
const DEEPEST: usize = 16;

/// Types by ways, for documents of one kind.
pub(crate) struct Schema<'a> {
    pub(crate) program: &'a Program,
    pub(crate) kind: KindId,
    /// The key that the document stands under, where it does.
    pub(crate) wrapped: Option<Arc<str>>,
}

/// What may be written at a way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'a> {
    pub(crate) ty: &'a Type,
    /// The field, unless it is an item.
    pub(crate) field: Option<&'a Field>,
    /// Is it the key of its item?
    pub(crate) key: bool,
}

impl<'a> Schema<'a> {
    /// What may be written there.
    pub(crate) fn at(&self, way: &Way) -> Option<Spot<'a>> {
        let mut stops = way.0.iter();
        if self.wrapped.is_some() {
            stops.next()?;
        }
        let mut shape = Some(self.program[self.kind].shape);
        let mut spot: Option<Spot<'a>> = None;
        for stop in stops {
            spot = Some(match stop {
                Stop::Field(name) => {
                    let shape = &self.program[shape?];
                    let (index, field) = shape.field(name)?;
                    Spot { ty: &field.ty, field: Some(field), key: shape.key == Some(index) }
                }
                Stop::Item(_) => match spot?.ty {
                    Type::List(of) => Spot { ty: of, field: None, key: false },
                    _ => return None,
                },
            });
            shape = match spot.map(|spot| spot.ty) {
                Some(Type::Shape(shape)) => Some(*shape),
                _ => None,
            };
        }
        spot
    }

    /// May it be left out?
    pub(crate) fn optional(&self, way: &Way) -> bool {
        self.at(way).is_some_and(|spot| spot.field.is_none_or(|field| field.optional))
    }

    /// The least value of a type. `name` is what a text is called by, `number` tells items of a list apart.
    pub(crate) fn least(
        &self,
        ty: &Type,
        name: &str,
        number: usize,
        tree: Option<&Tree>,
        left: usize,
    ) -> Option<Written> {
        let left = left.checked_sub(1)?;
        Some(match ty {
            Type::Boolean => Written::Word("false".to_owned()),
            Type::Number => Written::Word("1".to_owned()),
            Type::Text => Written::Text(example_text(name, number)),
            Type::Duration => Written::Word("1h".to_owned()),
            Type::Date => Written::Word("2026-01-01".to_owned()),
            Type::Instant => Written::Word("2026-01-01T12:00Z".to_owned()),
            Type::Enum(id) => Written::Word(self.program[*id].members.first()?.to_string()),
            Type::Refinement(id) => Written::Text(self.program[*id].pattern.samples(1).pop()?),
            Type::Reference(id) => Written::Text(self.keys(*id, tree?).into_iter().next()?),
            Type::List(_) => Written::List(Vec::new()),
            Type::Shape(shape) => self.least_map(*shape, number, &[], tree, name, left)?,
            Type::Silent => return None,
        })
    }

    /// The least map of a shape, with these fields as well.
    fn least_map(
        &self,
        shape: ShapeId,
        number: usize,
        with: &[(Arc<str>, Written)],
        tree: Option<&Tree>,
        around: &str,
        left: usize,
    ) -> Option<Written> {
        let shape = &self.program[shape];
        let mut fields = Vec::new();
        for (at, field) in (0u32..).zip(&shape.fields) {
            if let Some((_, value)) = with.iter().find(|(name, _)| *name == field.name) {
                fields.push((Arc::clone(&field.name), value.clone()));
            } else if !field.optional {
                let is_key = shape.key.is_some_and(|key| key.0 == at);
                let value = if is_key && field.ty == Type::Text {
                    Written::Text(example_key(around, number))
                } else if is_key && let Type::Refinement(of) = &field.ty {
                    let samples = self.program[*of].pattern.samples(number + 1);
                    Written::Text(samples.into_iter().next_back()?)
                } else {
                    self.least(&field.ty, &field.name, number, tree, left)?
                };
                fields.push((Arc::clone(&field.name), value));
            }
        }
        Some(Written::Map(fields))
    }

    /// The least document.
    pub(crate) fn document(&self) -> Option<Written> {
        let kind = &self.program[self.kind];
        let Written::Map(mut fields) = self.least(&Type::Shape(kind.shape), "", 0, None, DEEPEST)? else { return None };
        fields.insert(0, (Arc::from("kind"), Written::Word(kind.word.to_string())));
        Some(Written::Map(fields))
    }

    /// The least item that can be put behind the last of a list.
    pub(crate) fn item(&self, list: &Way, tree: &Tree) -> Option<(Way, Written)> {
        let Type::List(of) = self.at(list)?.ty else { return None };
        let written = tree.find(&list.steps());
        let count = written.map_or(0, |node| tree.children(node).len());
        let name = match list.0.last() {
            Some(Stop::Field(name)) => name,
            _ => "item",
        };
        let single = name.strip_suffix('s').unwrap_or(name);
        let value = match &**of {
            Type::Reference(id) => {
                let taken: Vec<String> = written.map(|node| texts(tree, node)).unwrap_or_default();
                let keys = self.keys(*id, tree);
                Written::Text(keys.iter().find(|key| !taken.contains(key)).or(keys.first())?.clone())
            }
            Type::Shape(shape) => {
                let number = self.free_number(*shape, name, written.map(|node| (tree, node)), count);
                self.least_map(*shape, number, &[], Some(tree), name, DEEPEST)?
            }
            of => self.least(of, single, count, Some(tree), DEEPEST)?,
        };
        Some((list.then(Stop::Item(count)), value))
    }

    /// Another key for an item, which no item of its list has.
    pub(crate) fn other_key(&self, key: &Way, tree: &Tree) -> Option<Written> {
        let (item, _) = key.split()?;
        let (list, Stop::Item(at)) = item.split()? else { return None };
        let Type::List(of) = self.at(&list)?.ty else { return None };
        let Type::Shape(shape) = **of else { return None };
        let name = name_of(&list);
        let written = tree.find(&list.steps())?;
        let number = self.free_number(shape, &name, Some((tree, written)), *at);
        Some(Written::Text(example_key(&name, number)))
    }

    /// The first number from `from` on whose key is not taken.
    fn free_number(
        &self,
        shape: ShapeId,
        name: &str,
        list: Option<(&Tree, countersign_document::NodeId)>,
        from: usize,
    ) -> usize {
        let Some(key) = self.program[shape].key else { return from };
        let Some(field) = self.program[shape].fields.get(key.0 as usize) else { return from };
        let Some((tree, list)) = list else { return from };
        let taken: Vec<&str> = tree
            .children(list)
            .iter()
            .filter_map(|item| tree.get(*item, &field.name).and_then(|key| tree.text(key)))
            .map(|text| &**text)
            .collect();
        (from..from + taken.len() + 1)
            .find(|number| !taken.contains(&example_key(name, *number).as_str()))
            .unwrap_or(from)
    }

    /// A value to write at a way: where maps around it are not written, or hold nothing yet, the way and the value of
    /// the outermost that has to be, with all that it needs.
    pub(crate) fn with_parents(&self, way: &Way, value: Written, tree: &Tree) -> Option<(Way, Written)> {
        let (mut way, mut value) = (way.clone(), value);
        loop {
            let (parent, last) = way.split()?;
            let there = tree.find(&parent.steps());
            let written =
                there.is_some_and(|node| matches!(tree.node(node).content, Content::Map(_) | Content::List(_)));
            if written || parent.0.len() < usize::from(self.wrapped.is_some()) + 1 {
                return Some((way, value));
            }
            value = match (last, self.at(&parent)?.ty) {
                (Stop::Field(name), Type::Shape(shape)) => {
                    let around = name_of(&parent);
                    self.least_map(*shape, 0, &[(Arc::clone(name), value)], Some(tree), &around, DEEPEST)?
                }
                (Stop::Item(0), Type::List(_)) => Written::List(vec![value]),
                _ => return None,
            };
            way = parent;
        }
    }

    /// The list whose items a reference names.
    pub(crate) fn list_of(&self, reference: ReferenceId) -> Option<Way> {
        let reference = &self.program[reference];
        let mut way = Way::default();
        if let Some(key) = &self.wrapped {
            way = way.then(Stop::Field(Arc::clone(key)));
        }
        if reference.kind != self.kind
            && let Some(at) = &self.program[reference.kind].at
        {
            way = way.then(Stop::Field(Arc::clone(at)));
        }
        let mut shape = self.program[reference.kind].shape;
        for field in &reference.list {
            let field = self.program[shape].fields.get(field.0 as usize)?;
            way = way.then(Stop::Field(Arc::clone(&field.name)));
            if let Type::Shape(inner) = &field.ty {
                shape = *inner;
            }
        }
        Some(way)
    }

    /// The keys that a reference can name.
    pub(crate) fn keys(&self, reference: ReferenceId, tree: &Tree) -> Vec<String> {
        let Some(list) = self.list_of(reference).and_then(|way| tree.find(&way.steps())) else { return Vec::new() };
        let reference = &self.program[reference];
        let Some(key) = self.program[reference.shape].fields.get(reference.key.0 as usize) else { return Vec::new() };
        tree.children(list)
            .iter()
            .filter_map(|item| tree.get(*item, &key.name).and_then(|key| tree.text(key)))
            .map(ToString::to_string)
            .collect()
    }
}

/// The last field of a way.
pub(crate) fn name_of(way: &Way) -> String {
    way.0
        .iter()
        .rev()
        .find_map(|stop| if let Stop::Field(name) = stop { Some(name.to_string()) } else { None })
        .unwrap_or_default()
}

fn texts(tree: &Tree, list: countersign_document::NodeId) -> Vec<String> {
    tree.children(list).iter().filter_map(|item| tree.text(*item)).map(ToString::to_string).collect()
}

/// A text that reads as what it stands for: the name of its field.
pub(crate) fn example_text(name: &str, number: usize) -> String {
    let words = name.replace('_', " ");
    let words = if words.is_empty() { "text".to_owned() } else { words };
    if number == 0 { words } else { format!("{words} {}", number + 1) }
}

/// `E1` for the first item of `evidence`.
fn example_key(list: &str, number: usize) -> String {
    let letter = list.chars().next().filter(|char| char.is_alphabetic()).unwrap_or('k').to_ascii_uppercase();
    format!("{letter}{}", number + 1)
}
