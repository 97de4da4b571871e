//! Expressions, as they were written.

use countersign_source::Span;

use super::{Format, Name, Pattern, QualifiedName};

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What kind of expression.
    pub kind: ExprKind,
    /// Where.
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `"…"`
    Text(Format),
    /// `3`, `2.5`, as written
    Number(String),
    /// `24h`, as written
    Duration(String),
    /// `2026-04-12`, as written
    Date(String),
    /// `2026-04-12T10:00Z`, as written
    Instant(String),
    /// `true` or `false`
    Boolean(bool),
    /// `[a, b]`
    List(Vec<Expr>),
    /// A bare name: a field of the document, a local name, a setting, an enum, a member, `document`.
    Name(QualifiedName),
    /// `base.field`
    Field {
        /// What stands before the dot.
        base: Box<Expr>,
        /// What stands behind it.
        field: Name,
    },
    /// `base[]`
    Each(Box<Expr>),
    /// `name(a, b)`
    Call {
        /// The built-in, definition or table.
        callee: QualifiedName,
        /// What it is given.
        arguments: Vec<Expr>,
    },
    /// `( … )`
    Paren(Box<Expr>),
    /// `not C`
    Not(Box<Expr>),
    /// `a and b and c`: at least two, without brackets between them
    And(Vec<Expr>),
    /// `a or b or c`: at least two, without brackets between them
    Or(Vec<Expr>),
    /// `a implies b`; `a implies b implies c` is `a implies (b implies c)`
    Implies(Box<Expr>, Box<Expr>),
    /// `a == b` and its like
    Compare {
        /// Which comparison.
        op: CompareOp,
        /// Where the operator stands.
        op_span: Span,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `a matches /…/`
    Matches {
        /// The text.
        subject: Box<Expr>,
        /// What is looked for.
        pattern: Pattern,
    },
    /// `a is present` and its like
    Is {
        /// What is asked about.
        subject: Box<Expr>,
        /// Is it `is not`?
        negated: bool,
        /// What is asked.
        question: Question,
    },
    /// `a + b` or `a - b`
    Arithmetic {
        /// Is it `-`?
        minus: bool,
        /// Where the operator stands.
        op_span: Span,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `a ?? b`
    Default(Box<Expr>, Box<Expr>),
    /// `every e in LIST [where C]: B`, `some …`
    Quantified {
        /// Is it `every`, not `some`?
        every: bool,
        /// The loop variable.
        item: Name,
        /// The list.
        list: Box<Expr>,
        /// Which items.
        filter: Option<Box<Expr>>,
        /// What is asked of each.
        body: Box<Expr>,
    },
    /// `(e in LIST where C)`
    Filter {
        /// The loop variable.
        item: Name,
        /// The list.
        list: Box<Expr>,
        /// Which items.
        filter: Box<Expr>,
    },
    /// What could not be read; its error is among the file's errors.
    Junk,
}

/// What `is` can ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// `present`
    Present,
    /// `missing`
    Missing,
    /// `unknown`
    Unknown,
    /// `empty`
    Empty,
    /// The name of a refinement.
    Type(QualifiedName),
}

/// The comparisons of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
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
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `contains`
    Contains,
    /// `starts with`
    StartsWith,
    /// `ends with`
    EndsWith,
}
