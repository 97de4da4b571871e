//! Waivers, and the days on which rules are in force.

use countersign_source::Span;

use super::{Expr, QualifiedName, TextLiteral};

/// `effective from DATE [until DATE]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The first day; `None` where it could not be read, which is an error of its own.
    pub from: Option<Day>,
    /// The last day, where there is one that could be read.
    pub until: Option<Day>,
}

/// A day, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// As in `2026-04-12`; whether there is such a day is not known yet.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// `waive PACK/RULE { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// What is waived: a rule, a decision, or a check of the schema.
    pub rule: QualifiedName,
    /// What stands between the braces, in order.
    pub parts: Vec<WaiverPart>,
    /// The whole item.
    pub span: Span,
}

/// A clause of a waiver.
#[derive(Clone, Debug, PartialEq)]
pub struct WaiverPart {
    /// What it says.
    pub kind: WaiverPartKind,
    /// All of it.
    pub span: Span,
    /// The word that it begins with.
    pub word: Span,
}

/// The clauses of a waiver.
#[derive(Clone, Debug, PartialEq)]
pub enum WaiverPartKind {
    /// `where C`
    Where(Expr),
    /// `until DATE`
    Until(Day),
    /// `by "…"`
    By(TextLiteral),
    /// `because "…"`
    Because(TextLiteral),
    /// What could not be read as a clause; its error is among the file's errors.
    Junk,
}
