//! Expressions: typed, resolved, each with an id of its own.

use std::sync::Arc;

use countersign_source::Span;

use super::{
    DataId, DefinitionId, ExprId, FieldIndex, Literal, LocalId, ReferenceId, RefinementId, SettingId, TableId, Type,
};
use crate::pattern::Pattern;

/// A typed expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Its id in the program.
    pub id: ExprId,
    /// What it does.
    pub kind: ExprKind,
    /// What comes out. `Boolean` ones come out as a set of possible answers.
    pub ty: Type,
    /// Where it was written.
    pub span: Span,
}

/// What an expression does.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A value that stands in the rule.
    Literal(Literal),
    /// Reference data.
    Data(DataId),
    /// The document that the pack judges.
    Document,
    /// The earlier revision of that document; missing where none is given.
    Previous,
    /// A `let`, a loop variable or a parameter.
    Local(LocalId),
    /// A house parameter.
    Setting(SettingId),
    /// The field of a map.
    Field {
        /// The map.
        base: Box<Expr>,
        /// Its field.
        field: FieldIndex,
    },
    /// The item that a reference names.
    Follow {
        /// The reference.
        base: Box<Expr>,
        /// What it points at.
        reference: ReferenceId,
    },
    /// `LIST[].field`: what is written at `body` of each item.
    Project {
        /// The list.
        list: Box<Expr>,
        /// The slot of the item.
        item: LocalId,
        /// What is taken from it.
        body: Box<Expr>,
        /// Is what is taken a list itself, whose items are strung together?
        flatten: bool,
    },
    /// `[a, b]`
    List(Vec<Expr>),
    /// A definition, called.
    Call {
        /// Which.
        definition: DefinitionId,
        /// One for each parameter.
        arguments: Vec<Expr>,
    },
    /// A table, asked.
    Lookup {
        /// Which.
        table: TableId,
        /// One for each column.
        arguments: Vec<Expr>,
    },
    /// A built-in function.
    BuiltIn {
        /// Which.
        function: BuiltIn,
        /// Its arguments.
        arguments: Vec<Expr>,
    },
    /// `earlier(e)`: the items above the loop variable in its list.
    Earlier {
        /// The slot of the loop variable.
        item: LocalId,
    },
    /// `reach(e.after)`: every item reached by following that reference.
    Reach {
        /// The reference, or the list of references, of the first item.
        start: Box<Expr>,
        /// What it points at.
        reference: ReferenceId,
        /// The way from an item that was reached to its own references.
        onward: Vec<FieldIndex>,
    },
    /// `texts(PATH)`: every text at or below.
    Texts(Box<Expr>),
    /// `not C`
    Not(Box<Expr>),
    /// `a and b …`
    And(Vec<Expr>),
    /// `a or b …`
    Or(Vec<Expr>),
    /// `a implies b`
    Implies(Box<Expr>, Box<Expr>),
    /// `a == b` and its like, between two single values of one type (all textual types are one here).
    Compare {
        /// Which comparison.
        comparison: Comparison,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `a in LIST`, or `LIST contains a`
    In {
        /// The item.
        item: Box<Expr>,
        /// The list.
        list: Box<Expr>,
    },
    /// `a contains b`, `a starts with b`, `a ends with b`, of texts
    Holds {
        /// Where in the text.
        place: TextPlace,
        /// The text.
        text: Box<Expr>,
        /// What it has to hold.
        part: Box<Expr>,
    },
    /// `a matches /…/`
    Matches {
        /// The text.
        text: Box<Expr>,
        /// What is looked for.
        pattern: Pattern,
    },
    /// `a is present` and its like
    Is {
        /// What is asked about.
        subject: Box<Expr>,
        /// What is asked.
        question: Question,
    },
    /// `a + b`, `a - b`
    Arithmetic {
        /// Is it `-`?
        minus: bool,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `a ?? b`
    Default {
        /// The value.
        value: Box<Expr>,
        /// What stands in where nothing was written.
        default: Box<Expr>,
    },
    /// `every e in LIST [where C]: B`, `some …`
    Quantified {
        /// Is it `every`?
        every: bool,
        /// The list.
        list: Box<Expr>,
        /// The slot of the item.
        item: LocalId,
        /// Which items.
        filter: Option<Box<Expr>>,
        /// What is asked of each.
        body: Box<Expr>,
    },
    /// `(e in LIST where C)`
    Filter {
        /// The list.
        list: Box<Expr>,
        /// The slot of the item.
        item: LocalId,
        /// Which items.
        filter: Box<Expr>,
    },
    /// A text with holes.
    Format(Vec<Piece>),
}

/// A piece of a text with holes.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Text as it stands.
    Text(Arc<str>),
    /// What is to be shown there, of any type but a shape.
    Hole(Expr),
}

/// The comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// Where in a text another has to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextPlace {
    /// `contains`
    Anywhere,
    /// `starts with`
    Start,
    /// `ends with`
    End,
}

/// What `is` asks. Negated questions are wrapped in `Not`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// `is present`: known.
    Present,
    /// `is missing`
    Missing,
    /// `is unknown`
    Unknown,
    /// `is empty`, of a list
    Empty,
    /// `is TypeName`, of a text
    Refinement(RefinementId),
}

/// The built-in functions that take values and give a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BuiltIn {
    /// `count(LIST)`: how many items.
    Count,
    /// `sum(LIST)`, of numbers or durations.
    Sum,
    /// `min(LIST)`, of what has an order.
    Min,
    /// `max(LIST)`, of what has an order.
    Max,
    /// `distinct(LIST)`: each value once, where it stands first.
    Distinct,
    /// `first(LIST)`: missing where there is none.
    First,
    /// `last(LIST)`: missing where there is none.
    Last,
    /// `length(TEXT)`, in Unicode scalar values.
    Length,
    /// `words(TEXT)`
    Words,
    /// `sentences(TEXT)`
    Sentences,
    /// `phrases(TEXT)`
    Phrases,
    /// `unquoted(TEXT)`
    Unquoted,
    /// `lower(TEXT)`
    Lower,
    /// `statements(TEXT)`: items of the built-in record `Statement`.
    Statements,
    /// `mentions(TEXT, LIST)`
    Mentions,
    /// `part(TEXT, SEPARATOR, N)`
    Part,
    /// `is-utc(INSTANT)`
    IsUtc,
    /// `date-of(INSTANT)`
    DateOf,
}
