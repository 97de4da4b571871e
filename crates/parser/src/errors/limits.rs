//! Mistakes of size: what is nested too deep, chained too long, or broken too often.

use countersign_source::{Diagnostic, Span};

/// Brackets, braces, `not`, `every`, `some`, `list<…>` and the braces in texts may stand inside each other up to a
/// limit that no sentence which people read comes near. Give a part of the expression a name of its own with
/// `let` or `define`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooDeep {
    /// What opens the first level too many.
    pub at: Span,
    /// The deepest level that is read.
    pub limit: usize,
}

impl TooDeep {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("nested more than {} deep", self.limit))
            .at(self.at, "this is one level too many")
            .help("give the inner part a name with `let` or `define`")
    }
}

/// `a + b + c …`, `a.b.c …`, `a implies b implies c …` and their like may go on up to a limit that no sentence
/// which people read comes near. `and` and `or` have no such limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// The expression.
    pub at: Span,
    /// The most links that are read.
    pub limit: usize,
}

impl TooLong {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("a chain of more than {} links", self.limit))
            .at(self.at, "this goes on for too long")
            .help("give a part of it a name with `let` or `define`")
    }
}

/// Reading one clause takes steps in proportion to its length. One that would take far more than any clause does is given
/// up, so that no text can keep the program busy. Part the clause, or give a part of it a name with `let` or `define`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMuchWork {
    /// How far it was read.
    pub at: Span,
}

impl TooMuchWork {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "this takes more steps to read than the limit on steps allows")
            .at(self.at, "given up here")
            .help("give a part of it a name with `let` or `define`")
    }
}

/// A file with this many mistakes is most likely no rule file, or was cut or converted on its way. The mistakes
/// behind this place are not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooManyErrors {
    /// The first mistake that is not shown.
    pub at: Span,
    /// How many are shown.
    pub limit: usize,
}

impl TooManyErrors {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("more than {} mistakes in one file; the rest is not shown", self.limit))
            .at(self.at, "from here on")
            .help("is this a rule file?")
    }
}
