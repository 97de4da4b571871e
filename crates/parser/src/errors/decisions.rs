//! Mistakes in how a decision and its options are put together.

use countersign_source::{Diagnostic, Span};

/// `needs`, `suits` and `approver` say something of one option and stand between its braces. What holds for all options
/// (`level`, `step`, `risk`, `let`, `because`, `concept`, `see`) stands in the decision, outside of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionClause {
    /// The clause's word.
    pub at: Span,
    /// The same.
    pub word: String,
    /// What it belongs to: `an option` or `the decision`.
    pub belongs: &'static str,
}

impl OptionClause {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let help = match (self.belongs, self.word.as_str()) {
            ("an option", _) => "move it between the braces of the `option` that it speaks of",
            (_, "let") => "move it above the options, which then all may use the name",
            (_, "because" | "concept" | "see") => "move it below the options: it speaks of the whole decision",
            _ => "move it above the options: it speaks of the whole decision",
        };
        Diagnostic::error(code, format!("`{}` belongs to {}", self.word, self.belongs))
            .at(self.at, "it has no place here")
            .help(help)
    }
}

/// An option has a name, which is what a document writes when it chooses it, and a title, which is what people read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionHead {
    /// From its word to the last thing before its brace.
    pub at: Span,
    /// What is missing: `name`, `title`, or both.
    pub missing: &'static str,
    /// Its name, where it has one.
    pub name: Option<String>,
}

impl OptionHead {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let name = self.name.as_deref().unwrap_or("contain");
        Diagnostic::error(code, format!("this option has no {}", self.missing))
            .at(self.at, "expected `option NAME \"TITLE\" { … }`")
            .help(format!("write it as in `option {name} \"what this means to its reader\" {{ … }}`"))
    }
}
