//! Reference data: values that stand beside the rules, held against their type when the rules were compiled.

use std::sync::Arc;

use countersign_source::Span;

use super::{FieldIndex, Literal, PackId, ShapeId, Type};

/// `data NAME: TYPE from "FILE"`
#[derive(Clone, Debug)]
pub struct Data {
    /// Its name, in `snake_case`.
    pub name: Arc<str>,
    /// The pack that declares it.
    pub pack: PackId,
    /// Its type.
    pub ty: Type,
    /// What it holds.
    pub value: Constant,
    /// The file, as the rules name it.
    pub file: Arc<str>,
    /// Where its name stands.
    pub span: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}

/// A value of a data file, and where it stands there.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// What it is.
    pub kind: ConstantKind,
    /// Where, in the data file.
    pub span: Span,
}

/// What a value of a data file is.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstantKind {
    /// A value without parts.
    Single(Literal),
    /// The items, in order.
    List(Vec<Constant>),
    /// A value for each field of the shape; `None` where an optional one was left out.
    Record(ShapeId, Vec<Option<Constant>>),
}

impl Constant {
    /// What stands in a field, if it is a record and something does.
    #[must_use]
    pub fn field(&self, field: FieldIndex) -> Option<&Self> {
        match &self.kind {
            ConstantKind::Record(_, values) => values.get(field.0 as usize)?.as_ref(),
            ConstantKind::Single(_) | ConstantKind::List(_) => None,
        }
    }
}
