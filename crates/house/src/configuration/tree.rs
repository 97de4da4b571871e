//! TOML text to values with spans. The only module that knows the library.

use countersign_source::{FileId, Span};
use toml::de::{DeTable, DeValue};

use super::{ConfigurationProblem, Said};

/// The entries of a table, in the order of the file.
pub(crate) type Entries = Vec<(Said<String>, Said<Value>)>;

/// A value of a TOML file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// `"…"`
    Text(String),
    /// `3` or `2.5`, in decimal digits.
    Number(String),
    /// `true` or `false`
    Boolean(bool),
    /// A date, a time, or both, as written.
    Moment(String),
    /// `[…]`
    List(Vec<Said<Value>>),
    /// `{…}` or what stands below a heading, in the order of the file.
    Table(Entries),
}

impl Value {
    /// What it is, in words: "the number `3`".
    pub(crate) fn called(&self) -> String {
        match self {
            Self::Text(text) if text.trim().is_empty() => "an empty text".to_owned(),
            Self::Text(text) => format!("the text `{text}`"),
            Self::Number(digits) => format!("the number `{digits}`"),
            Self::Boolean(value) => format!("`{value}`"),
            Self::Moment(text) => format!("the date or time `{text}`"),
            Self::List(_) => "a list".to_owned(),
            Self::Table(_) => "a table".to_owned(),
        }
    }
}

/// Reads the text; where something is wrong with its syntax, the first mistake is the one to show.
pub(crate) fn parse(file: FileId, text: &str) -> (Entries, Vec<ConfigurationProblem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let problems = errors
        .iter()
        .map(|error| {
            let range = error.span().unwrap_or(text.len()..text.len());
            let found = text.get(range.clone()).unwrap_or_default().to_owned();
            ConfigurationProblem::Syntax { span: Span::new(file, range), found, why: error.message().to_owned() }
        })
        .collect();
    (entries(file, table.get_ref()), problems)
}

fn entries(file: FileId, table: &DeTable<'_>) -> Entries {
    let mut entries: Entries = table
        .iter()
        .map(|(key, value)| {
            let key = Said { value: key.get_ref().to_string(), span: Span::new(file, key.span()) };
            (key, Said { value: made(file, value.get_ref()), span: Span::new(file, value.span()) })
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span);
    entries
}

fn made(file: FileId, value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => Value::Number(match number.radix() {
            10 => number.as_str().to_owned(),
            radix => {
                i128::from_str_radix(number.as_str(), radix).map_or_else(|_| number.to_string(), |n| n.to_string())
            }
        }),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| Said { value: made(file, item.get_ref()), span: Span::new(file, item.span()) })
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(entries(file, table)),
    }
}
