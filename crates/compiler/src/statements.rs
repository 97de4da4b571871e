//! The types of what `statements` gives: a record, and its enums, that the language itself declares.

use std::sync::Arc;

use countersign_source::{FileId, Span};

use crate::program::{Enum, EnumId, Field, ShapeId, Type};
use crate::scope::{Compiler, NamedType};

/// What `statements` gives, as the program knows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatementTypes {
    pub(crate) shape: ShapeId,
    /// The first of the enums; the others follow.
    enums: EnumId,
}

/// An enum of the language itself.
struct BuiltInEnum {
    name: &'static str,
    doc: &'static str,
    members: &'static [&'static str],
}

/// The enums; the evaluator finds their members by these names.
const ENUMS: [BuiltInEnum; 4] = [
    BuiltInEnum {
        name: "Tense",
        doc: "When something is the case, by the form of the verb.",
        members: &["past", "perfect", "present", "progressive", "future", "future-perfect", "timeless"],
    },
    BuiltInEnum {
        name: "Voice",
        doc: "Whether the subject does it, suffers it, or is in a state.",
        members: &["active", "passive", "state"],
    },
    BuiltInEnum {
        name: "Mood",
        doc: "How it is said.",
        members: &["asserted", "asked", "conditional", "doubted", "wished", "ordered", "reported"],
    },
    BuiltInEnum { name: "Form", doc: "What it stands in.", members: &["sentence", "note", "label", "ticked"] },
];

/// What a field of a statement holds.
enum Holds {
    Text { optional: bool },
    Boolean,
    Enum(u32),
}

/// The fields; the evaluator fills them by these names.
const FIELDS: [(&str, Holds); 11] = [
    ("sentence", Holds::Text { optional: false }),
    ("words", Holds::Text { optional: false }),
    ("verb", Holds::Text { optional: false }),
    ("subject", Holds::Text { optional: true }),
    ("object", Holds::Text { optional: true }),
    ("agent", Holds::Text { optional: true }),
    ("tense", Holds::Enum(0)),
    ("voice", Holds::Enum(1)),
    ("mood", Holds::Enum(2)),
    ("negated", Holds::Boolean),
    ("form", Holds::Enum(3)),
];

/// A place in no file: nobody wrote what the language declares.
const NOWHERE: Span = Span { file: FileId(u32::MAX), start: 0, end: 0 };

impl Default for StatementTypes {
    fn default() -> Self {
        Self { shape: ShapeId(0), enums: EnumId(0) }
    }
}

impl StatementTypes {
    /// The type of this name.
    pub(crate) fn named(self, name: &str) -> Option<NamedType> {
        if name == "Statement" {
            return Some(NamedType::Record(self.shape));
        }
        (0u32..).zip(&ENUMS).find(|(_, item)| item.name == name).map(|(at, _)| NamedType::Enum(self.of(at)))
    }

    fn of(self, at: u32) -> EnumId {
        EnumId(self.enums.0 + at)
    }
}

impl Compiler<'_> {
    /// Gives the types their ids, behind those of the packs.
    pub(crate) fn declare_statements(&mut self) {
        let shape = self.new_shape("Statement", NOWHERE);
        let enums = EnumId(u32::try_from(self.items.enums.len()).unwrap_or(u32::MAX));
        self.statements = StatementTypes { shape, enums };
    }

    /// Fills them in; the enums of the packs are there already.
    pub(crate) fn define_statements(&mut self) {
        for item in &ENUMS {
            self.program.enums.push(Enum {
                name: Arc::from(item.name),
                members: item.members.iter().map(|member| Arc::from(*member)).collect(),
                ordered: false,
                span: NOWHERE,
                doc: Some(item.doc.to_owned()),
            });
        }
        let types = self.statements;
        let fields = FIELDS.iter().map(|(name, holds)| {
            let (ty, optional) = match holds {
                Holds::Text { optional } => (Type::Text, *optional),
                Holds::Boolean => (Type::Boolean, false),
                Holds::Enum(at) => (Type::Enum(types.of(*at)), false),
            };
            Field { name: Arc::from(*name), ty, optional, digest_of: None, span: NOWHERE, doc: None }
        });
        let fields = fields.collect();
        if let Some(shape) = self.program.shapes.get_mut(types.shape.index()) {
            shape.fields = fields;
        }
    }
}
