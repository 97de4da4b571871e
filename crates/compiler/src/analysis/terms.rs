//! What conditions speak of: the paths of a document, and what is made of them, each with the states that it can be in.
//!
//! A [`Term`] is one value, named so that two rules that speak of the same value name the same term: `severity.level`
//! in two rules is one, `e.at` is one in two rules that go through the same list. A term is missing, unknown, or known
//! with a value; which of these are possible at all is read off the schema. What is not understood is a term, too, named
//! by all that it is made of: then at least the same expression in two places comes out the same.

use std::collections::HashMap;

use crate::program::{Program, Type};

use super::sets::{Known, Numbers, Texts};

/// Names a [`Term`].
pub(crate) type TermId = usize;

/// The states that a value can be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct States {
    pub(crate) missing: bool,
    pub(crate) unknown: bool,
    pub(crate) known: Known,
}

impl States {
    pub(crate) fn can_be_known(&self) -> bool {
        !self.known.is_empty()
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.missing && !self.unknown && self.known.is_empty()
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        Self {
            missing: self.missing && other.missing,
            unknown: self.unknown && other.unknown,
            known: self.known.and(&other.known),
        }
    }
}

/// What a term can be: a value in some states, or a condition with some sets of possible answers, a bit each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Domain {
    Value(States),
    Answers(u8),
}

impl Domain {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Value(states) => states.is_empty(),
            Self::Answers(sets) => *sets == 0,
        }
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Value(a), Self::Value(b)) => Self::Value(a.and(b)),
            (Self::Answers(a), Self::Answers(b)) => Self::Answers(a & b),
            (domain, _) => domain.clone(),
        }
    }
}

/// How a term hangs together with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// A document, or a setting: it is there.
    Root,
    /// An item of a list, which is a term where it is a path.
    Item(Option<TermId>),
    /// A field, and whether it may be left out.
    Field { parent: TermId, optional: bool },
    /// How many items a list has.
    Count(TermId),
    /// A value, or a yes or no, that is made of these alone: known where all are, missing where one is.
    Made(Vec<TermId>),
    /// How two values compare: less, equal or more.
    Order(TermId, TermId),
    /// How far a time lies behind another, and the term of how they compare.
    Difference(TermId, TermId, TermId),
    /// Anything else.
    Opaque,
}

/// Something that conditions speak of.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// The states that the schema leaves it.
    pub(crate) base: Domain,
    pub(crate) link: Link,
    /// Is what is unknown of it nothing but unknown, so that every comparison with it is open?
    pub(crate) exact: bool,
    /// Where it is a text of a `type`: not every text is one.
    pub(crate) refined: bool,
    /// How a person would write it; empty for what nobody writes.
    pub(crate) shown: String,
    /// Its type, where that tells how its values are written.
    pub(crate) ty: Option<Type>,
}

/// All terms of some packs.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    all: Vec<Term>,
    named: HashMap<String, TermId>,
}

impl Terms {
    pub(crate) fn get(&self, id: TermId) -> Option<&Term> {
        self.all.get(id)
    }

    pub(crate) fn base(&self, id: TermId) -> Domain {
        self.get(id).map_or(Domain::Answers(0xff), |term| term.base.clone())
    }

    /// The states that the schema leaves a value.
    pub(crate) fn states(&self, id: TermId) -> States {
        match self.base(id) {
            Domain::Value(states) => states,
            Domain::Answers(_) => States { missing: true, unknown: true, known: Known::Some(true) },
        }
    }

    /// The term of this name, made where there is none yet.
    pub(crate) fn intern(&mut self, key: &str, make: impl FnOnce() -> Term) -> TermId {
        if let Some(id) = self.named.get(key) {
            return *id;
        }
        let id = self.all.len();
        self.all.push(make());
        self.named.insert(key.to_owned(), id);
        id
    }

    /// Is it a path of the document, or of an item?
    pub(crate) fn is_path(&self, id: TermId) -> bool {
        self.get(id)
            .is_some_and(|term| term.exact && matches!(term.link, Link::Field { .. } | Link::Item(_) | Link::Root))
    }
}

/// The values of a type.
pub(crate) fn values(program: &Program, ty: &Type) -> Known {
    match ty {
        Type::Boolean => Known::Numbers(Numbers::between(true, 0.into(), 1.into())),
        Type::Enum(id) => {
            let last = program[*id].members.len().saturating_sub(1);
            Known::Numbers(Numbers::between(true, 0.into(), last.into()))
        }
        Type::Number | Type::Instant => Known::Numbers(Numbers::all(false)),
        Type::Duration | Type::Date => Known::Numbers(Numbers::all(true)),
        ty if ty.is_textual() => Known::Texts(Texts::all()),
        _ => Known::Some(true),
    }
}
