//! `allow` lines.

use countersign_source::Span;

use super::{Name, TextLiteral};

/// `allow LINT because "…"`: the item or `use` line below is not to be told this. Several may stand above one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The id of the lint.
    pub lint: Name,
    /// Why; empty where it was left out, with an error.
    pub reason: TextLiteral,
    /// The whole line.
    pub span: Span,
}
