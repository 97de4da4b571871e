//! What can be wrong with rules that parse: facts first, then their words, a file a family.
//!
//! The doc comment of a variant is the help page of its code. No two codes share a number, and a number is never used
//! again for something else.

mod names;
mod rules;
mod shapes;
mod tables;
mod types;

use countersign_source::{Diagnostic, Report};

pub use names::{NameProblem, Sort};
pub use rules::RuleProblem;
pub use shapes::ShapeProblem;
pub use tables::TableProblem;
pub use types::TypeProblem;

/// Something that is wrong with rules that parse.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// About names.
    Name(NameProblem),
    /// About the shapes of documents.
    Shape(ShapeProblem),
    /// About types.
    Type(TypeProblem),
    /// About decision tables.
    Table(TableProblem),
    /// About rules and tests.
    Rule(RuleProblem),
}

impl Report for Problem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::Name(problem) => problem.report(),
            Self::Shape(problem) => problem.report(),
            Self::Type(problem) => problem.report(),
            Self::Table(problem) => problem.report(),
            Self::Rule(problem) => problem.report(),
        }
    }
}

impl From<NameProblem> for Problem {
    fn from(problem: NameProblem) -> Self {
        Self::Name(problem)
    }
}

impl From<ShapeProblem> for Problem {
    fn from(problem: ShapeProblem) -> Self {
        Self::Shape(problem)
    }
}

impl From<TypeProblem> for Problem {
    fn from(problem: TypeProblem) -> Self {
        Self::Type(problem)
    }
}

impl From<TableProblem> for Problem {
    fn from(problem: TableProblem) -> Self {
        Self::Table(problem)
    }
}

impl From<RuleProblem> for Problem {
    fn from(problem: RuleProblem) -> Self {
        Self::Rule(problem)
    }
}

/// `a`, `b` and `c`, each in backticks; at most eight, then how many more.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names
        .iter()
        .take(8)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len() - shown.len();
    match (shown.as_slice(), more) {
        ([], _) => "none".to_owned(),
        ([only], 0) => only.clone(),
        ([most @ .., last], 0) => format!("{} and {last}", most.join(", ")),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    }
}
