//! Decisions and their options.

use countersign_source::Span;

use super::{Clause, Expr, Name, RulePart, TextLiteral};

/// `decision NAME [chosen PATH] { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `kebab-case`.
    pub name: Name,
    /// Where the document says which option was chosen.
    pub chosen: Option<Expr>,
    /// What stands between the braces, in order.
    pub parts: Vec<DecisionPart>,
    /// The whole item.
    pub span: Span,
}

/// A clause of a decision.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a tree is read far more often than it is moved")]
pub enum DecisionPart {
    /// What a rule may say, too: `level`, `step`, `risk`, `let`, `because`, `concept` and `see`.
    Clause(RulePart),
    /// `option NAME "TITLE" { … }`
    Option(DecisionOption),
}

/// `option NAME "TITLE" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionOption {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, as documents spell the choice (an option that is no name is written in quotation marks).
    pub name: Name,
    /// What it means, in words.
    pub title: TextLiteral,
    /// What stands between the braces, in order.
    pub parts: Vec<OptionPart>,
    /// From its word to its closing brace.
    pub span: Span,
}

/// A clause of an option.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionPart {
    /// What it says.
    pub kind: OptionPartKind,
    /// All of it, with what belongs to it (`else`, `at`, `help`, `suggest`).
    pub span: Span,
    /// The word that it begins with.
    pub word: Span,
}

/// The clauses of an option.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionPartKind {
    /// `needs C …`: without it the option is not supported.
    Needs(Clause),
    /// `suits C …`: where it holds the option is the one to take.
    Suits(Clause),
    /// `approver EXPRESSION`
    Approver(Expr),
    /// What could not be read as a clause; its error is among the file's errors.
    Junk,
}

/// An option as tests name it: `contain`, or `response/contain` where two decisions have one of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionPath {
    /// The decision, where it is named.
    pub decision: Option<Name>,
    /// The option.
    pub name: Name,
    /// All of it.
    pub span: Span,
}

/// What the needs of an option come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// `supported`
    Supported,
    /// `not supported`
    NotSupported,
    /// `open`
    Open,
}
