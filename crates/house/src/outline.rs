//! The schema of a program as the reader of prose needs it: names of fields, and roughly what each holds.

use countersign_compiler::program::{KindId, Program, Type};
use countersign_document::{FieldOutline, Holds, KindOutline, Outline, ShapeOutline};

/// The outline of all kinds; `default` is the kind of a document that says none.
pub(crate) fn outline(program: &Program, default: Option<KindId>) -> Outline {
    let kinds = program.kinds.iter().map(|kind| KindOutline {
        word: std::sync::Arc::clone(&kind.word),
        at: kind.at.clone(),
        shape: kind.shape.index(),
    });
    let shapes = program.shapes.iter().map(|shape| ShapeOutline {
        fields: shape
            .fields
            .iter()
            .map(|field| FieldOutline::new(std::sync::Arc::clone(&field.name), holds(&field.ty)))
            .collect(),
        key: shape.key.map(|key| key.0 as usize),
    });
    Outline { kinds: kinds.collect(), default: default.map(KindId::index), shapes: shapes.collect() }
}

fn holds(ty: &Type) -> Holds {
    match ty {
        Type::Text | Type::Refinement(_) | Type::Reference(_) => Holds::Text,
        Type::Boolean => Holds::Flag,
        Type::Number | Type::Duration | Type::Date | Type::Instant | Type::Enum(_) | Type::Silent => Holds::Word,
        Type::Shape(id) => Holds::Shape(id.index()),
        Type::List(item) => Holds::List(Box::new(holds(item))),
    }
}
