//! Data files whose values do not fit their type. The place is in the data file; the `data` line is the other one.

use countersign_source::{Diagnostic, Report, Span};

use super::listed;

/// Something that is wrong with a value of a data file.
#[derive(Clone, Debug, PartialEq)]
pub struct DataProblem {
    /// What.
    pub what: DataFault,
    /// Where, in the data file.
    pub at: Span,
    /// The name of the data.
    pub data: String,
    /// Where the `data` line gives its type.
    pub line: Span,
}

/// What is wrong with a value of a data file.
#[derive(Clone, Debug, PartialEq)]
pub enum DataFault {
    /// E0150: a value of the data that does not fit its type. Mend the value, or the type that the `data` line gives.
    Type {
        /// What is wanted, in words.
        wanted: String,
        /// What stands there, in words.
        found: String,
        /// What to do, where that is known.
        hint: Option<String>,
    },
    /// E0151: a field of the data that its type does not have. Nothing could ever read it. Check the spelling, or add the
    /// field to the type.
    Field {
        /// The field.
        field: String,
        /// The shape.
        shape: String,
        /// The nearest field.
        nearest: Option<String>,
        /// The fields that there are.
        known: Vec<String>,
    },
    /// E0152: a field that the data lacks. Write it, or let the type leave it out: `name?: text`.
    Required {
        /// The field.
        field: String,
        /// The shape.
        shape: String,
    },
    /// E0153: a word of the data that is no member. Check the spelling against the enum.
    Member {
        /// The word.
        word: String,
        /// The enum.
        name: String,
        /// The nearest member.
        nearest: Option<String>,
        /// Its members.
        known: Vec<String>,
    },
    /// E0154: two items of the data with one key. A field that is marked `key` names its item, so no two can share it.
    Key {
        /// The key field.
        field: String,
        /// Its value.
        value: String,
        /// The first item's.
        first: Span,
    },
    /// E0155: reference data is known. What nobody knows yet has no place in a file that rules are checked against: leave
    /// an optional field out.
    Unknown,
    /// E0156: data that is too large. Every value is kept with the rules, and read again for every document that asks.
    Large {
        /// How many values there may be.
        limit: usize,
    },
}

impl Report for DataProblem {
    fn report(&self) -> Diagnostic {
        let (code, message, label, help) = match &self.what {
            DataFault::Type { wanted, found, hint } => {
                ("E0150", format!("{found} stands where {wanted} is wanted"), "does not fit".to_owned(), hint.clone())
            }
            DataFault::Field { field, shape, nearest, known } => {
                let message = format!("{} has no field `{field}`", called(shape));
                match nearest {
                    Some(nearest) => ("E0151", message, format!("did you mean `{nearest}`?"), None),
                    None => {
                        let known = listed(known.iter().map(String::as_str));
                        ("E0151", message, "not a field".to_owned(), Some(format!("it has {known}")))
                    }
                }
            }
            DataFault::Required { field, shape } => (
                "E0152",
                format!("`{field}` is not written, and {} needs it", called(shape)),
                "in this item".to_owned(),
                Some(format!("write `{field}`, or let the type leave it out: `{field}?`")),
            ),
            DataFault::Member { word, name, nearest, known } => {
                let message = format!("`{word}` is no member of `{name}`");
                match nearest {
                    Some(nearest) => ("E0153", message, format!("did you mean `{nearest}`?"), None),
                    None => {
                        let known = listed(known.iter().map(String::as_str));
                        ("E0153", message, "not a member".to_owned(), Some(format!("the members are {known}")))
                    }
                }
            }
            DataFault::Key { field, value, first } => {
                return Diagnostic::error("E0154", format!("`{value}` is the `{field}` of two items"))
                    .at(self.at, "the second")
                    .and(*first, "the first")
                    .and(self.line, format!("read for `{}`", self.data))
                    .help(format!("give each item a `{field}` of its own"));
            }
            DataFault::Unknown => (
                "E0155",
                "reference data cannot be unknown".to_owned(),
                "somebody has to know it".to_owned(),
                Some("leave the field out where its type allows it".to_owned()),
            ),
            DataFault::Large { limit } => (
                "E0156",
                format!("this file holds more than the {limit} values that data may have"),
                "from here on".to_owned(),
                Some("keep only what the rules read".to_owned()),
            ),
        };
        let diagnostic =
            Diagnostic::error(code, message).at(self.at, label).and(self.line, format!("read for `{}`", self.data));
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

fn called(shape: &str) -> String {
    format!("`{shape}`")
}
