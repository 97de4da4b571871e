//! What can be wrong with rules that parse: facts first, then their words, a file a family.
//!
//! The doc comment of a variant is the help page of its code. No two codes share a number, and a number is never used
//! again for something else.

mod data;
mod decisions;
mod extensions;
mod names;
mod rules;
mod shapes;
mod tables;
mod types;
mod waivers;

use countersign_source::{Diagnostic, Report};

pub use data::{DataFault, DataProblem};
pub use decisions::DecisionProblem;
pub use extensions::ExtendProblem;
pub use names::{NameProblem, Sort};
pub use rules::RuleProblem;
pub use shapes::ShapeProblem;
pub use tables::TableProblem;
pub use types::TypeProblem;
pub use waivers::WaiverProblem;

/// Every code of this crate with what it is about.
pub const CODES: &[(&str, &str)] = &[
    ("E0101", "no such name"),
    ("E0102", "no such field"),
    ("E0103", "declared twice"),
    ("E0104", "two packs share the name"),
    ("E0105", "the name is taken"),
    ("E0106", "no such member"),
    ("E0107", "a definition that comes back to itself"),
    ("E0108", "a definition that is too large"),
    ("E0109", "a name in the wrong letters"),
    ("E0110", "the files of a pack disagree"),
    ("E0111", "the name is the language's own"),
    ("E0121", "`unknown` names what is not known"),
    ("E0122", "two keys"),
    ("E0123", "a key that cannot name an item"),
    ("E0124", "a reference to nothing"),
    ("E0125", "a digest of nothing"),
    ("E0126", "only text can be refined"),
    ("E0127", "not a pattern"),
    ("E0128", "a setting holds a single value or a list of single values, so that a house can write it down"),
    ("E0129", "bounds that do not bound"),
    ("E0130", "the value of a setting lies outside its own bounds"),
    ("E0131", "a field of the type of a document has to stand under that document's own key"),
    ("E0132", "a record that must hold itself"),
    ("E0133", "an enum without members"),
    ("E0140", "what is extended cannot be"),
    ("E0141", "the pack's own declaration"),
    ("E0142", "something else is added than what is extended takes"),
    ("E0143", "a field that is added can be left out"),
    ("E0144", "members are added to an enum without order"),
    ("E0145", "an extension that adds nothing"),
    ("E0150", "a value of the data that does not fit its type"),
    ("E0151", "a field of the data that its type does not have"),
    ("E0152", "a field that the data lacks"),
    ("E0153", "a word of the data that is no member"),
    ("E0154", "two items of the data with one key"),
    ("E0155", "reference data is known"),
    ("E0156", "data that is too large"),
    ("E0201", "another type is wanted"),
    ("E0202", "the operator does not take these two types"),
    ("E0203", "a condition is wanted"),
    ("E0204", "the wrong number of arguments"),
    ("E0205", "a field of a list"),
    ("E0206", "many values against one"),
    ("E0207", "a list is wanted"),
    ("E0208", "no order"),
    ("E0209", "only documents, records and shapes have fields"),
    ("E0210", "brackets are needed"),
    ("E0211", "no such day, time or number"),
    ("E0212", "a text cannot show a whole shape"),
    ("E0213", "`at` points at places of the document"),
    ("E0214", "`suggest` names a field of the document and gives it a value"),
    ("E0215", "the function wants something particular"),
    ("E0216", "`missing` and `unknown` are no values"),
    ("E0217", "the definition reads another document"),
    ("E0218", "a literal is wanted here"),
    ("E0219", "two texts cannot be added"),
    ("E0220", "the definition or table takes arguments, or the name is no function"),
    ("E0221", "no such question"),
    ("E0301", "a gap"),
    ("E0302", "a row that is never reached"),
    ("E0303", "a row has a cell for each column"),
    (
        "E0304",
        "a table over texts, numbers, durations, dates or instants ends in a row of `_`, since no list of cells can name every value",
    ),
    ("E0305", "the table is too large to be checked for gaps"),
    ("E0306", "a column is a single value"),
    ("E0307", "a cell that lets nothing through"),
    ("E0308", "a table without rows answers nothing"),
    ("E0309", "a cell that compares needs a column whose values have an order"),
    ("E0310", "everything else is `_`"),
    ("E0401", "a rule that asks nothing"),
    ("E0402", "said twice"),
    ("E0403", "out of order"),
    ("E0411", "a test needs a document"),
    ("E0412", "a test that expects nothing can never fail"),
    ("E0413", "the item of a list is named by its key, or by its place from 1"),
    ("E0414", "a test runs the rules of its own pack"),
    ("E0415", "the schema's checks fail or pass"),
    ("E0416", "where nothing is found there is no place, and nothing is said"),
    ("E0421", "nothing that can be chosen"),
    ("E0422", "an option that nobody can choose"),
    ("E0423", "a decision without options"),
    ("E0424", "no approver"),
    ("E0425", "two decisions have an option of this name"),
    ("E0426", "which decision is meant?"),
    ("E0520", "a waiver has an end, somebody who approves it and a reason"),
    ("E0521", "a rule that nothing waives"),
    ("E0522", "an end before the beginning"),
    ("E0523", "a waiver that ends before its rule is in force"),
    ("E0524", "nothing waives it here"),
    ("E0540", "the earlier revision is read where it may not be there"),
    ("E0541", "a test that changes an earlier revision gives one first, and changes it field by field"),
    ("E0550", "a concept without a page"),
    ("E0580", "no such lint"),
    ("E0581", "an `allow` that speaks of no item"),
];

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
    /// About waivers, and the days that rules are in force.
    Waiver(WaiverProblem),
    /// About decisions.
    Decision(DecisionProblem),
    /// About extensions.
    Extend(ExtendProblem),
    /// About data files.
    Data(DataProblem),
}

impl Report for Problem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::Name(problem) => problem.report(),
            Self::Shape(problem) => problem.report(),
            Self::Type(problem) => problem.report(),
            Self::Table(problem) => problem.report(),
            Self::Rule(problem) => problem.report(),
            Self::Waiver(problem) => problem.report(),
            Self::Decision(problem) => problem.report(),
            Self::Extend(problem) => problem.report(),
            Self::Data(problem) => problem.report(),
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

impl From<WaiverProblem> for Problem {
    fn from(problem: WaiverProblem) -> Self {
        Self::Waiver(problem)
    }
}

impl From<DecisionProblem> for Problem {
    fn from(problem: DecisionProblem) -> Self {
        Self::Decision(problem)
    }
}

impl From<ExtendProblem> for Problem {
    fn from(problem: ExtendProblem) -> Self {
        Self::Extend(problem)
    }
}

impl From<DataProblem> for Problem {
    fn from(problem: DataProblem) -> Self {
        Self::Data(problem)
    }
}

/// `a` or `an`, as the word wants it.
pub(crate) fn article(word: &str) -> &'static str {
    if word.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// `a`, `b` and `c`, each in backticks; at most eight, then how many more.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    let more = names.len() - shown.len();
    match (shown.as_slice(), more) {
        ([], _) => "none".to_owned(),
        ([only], 0) => only.clone(),
        ([most @ .., last], 0) => format!("{} and {last}", most.join(", ")),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    }
}
