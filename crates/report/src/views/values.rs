//! What a template sees of a document and of its result: objects that know what they are, so that a misspelt name is an
//! error and no gap.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, LazyLock};

use countersign_house::{Holds, NoField, Shown};
use countersign_source::nearest;
use minijinja::value::{Enumerator, Object, ObjectRepr, Value, ValueKind};
use minijinja::{Error, ErrorKind};
use serde_json::{Map, Number};

/// What stands where nothing was written.
pub(crate) const NOT_STATED: &str = "not stated";

/// What parts a message of ours from what is to be said beside its place, in an error of the template engine.
pub(crate) const BESIDE: char = '\u{1}';

/// An error of ours: a message, and what is to be said at its place.
pub(crate) fn error(message: impl fmt::Display, label: impl fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("{message}{BESIDE}{label}"))
}

/// A value of a document that is more than a word: a list, a record, or something that is missing or not known.
#[derive(Debug)]
pub(crate) struct Field(pub(crate) Arc<Shown>);

/// A value of a document: words, numbers and answers as such, everything else as an object.
pub(crate) fn value(shown: &Arc<Shown>) -> Value {
    match &shown.holds {
        Holds::Text(text) => Value::from(Arc::clone(text)),
        Holds::Boolean(boolean) => Value::from(*boolean),
        Holds::Number(text) => number(text),
        _ => Value::from_object(Field(Arc::clone(shown))),
    }
}

/// A number that stays what was written: one that would not is a text.
fn number(text: &str) -> Value {
    if let Ok(whole) = text.parse::<i64>() {
        return Value::from(whole);
    }
    text.parse::<f64>().ok().filter(|number| number.to_string() == text).map_or_else(|| Value::from(text), Value::from)
}

impl Field {
    fn is_lacking(&self) -> bool {
        matches!(self.0.holds, Holds::Missing | Holds::Unknown(_))
    }

    fn field(&self, name: &str) -> Value {
        if self.0.is_list()
            && let Some(item) = self.0.keyed(name)
            && self.0.field(name).is_err_and(|none| none.nearest.is_none())
        {
            return value(&item);
        }
        match self.0.field(name) {
            Ok(shown) => value(&shown),
            Err(NoField { of, nearest, is_list }) => Value::from(match nearest {
                Some(near) if is_list => error(
                    format!("{of} is a list, and its items have `{near}`"),
                    "go through its items: `{% for item in … %}`",
                ),
                Some(near) => error(format!("{of} has no field `{name}`"), format!("did you mean `{near}`?")),
                None => error(format!("{of} has no field `{name}`"), "the schema does not know it"),
            }),
        }
    }
}

impl Object for Field {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        if matches!(self.0.holds, Holds::List(_)) { ObjectRepr::Seq } else { ObjectRepr::Map }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        if let Some(name) = key.as_str() {
            return Some(self.field(name));
        }
        match &self.0.holds {
            Holds::List(items) => items.get(key.as_usize()?).map(value),
            _ if self.is_lacking() && key.is_integer() => Some(Value::from_dyn_object(Arc::clone(self))),
            _ => None,
        }
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        Some(self.field(key))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match &self.0.holds {
            Holds::List(items) => Enumerator::Seq(items.len()),
            Holds::Record(fields) => {
                let names: Vec<Value> =
                    fields.iter().map(|field| Value::from(field.name.as_deref().unwrap_or_default())).collect();
                Enumerator::Values(names)
            }
            _ => Enumerator::Empty,
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        match &self.0.holds {
            Holds::Missing => false,
            Holds::List(items) => !items.is_empty(),
            _ => true,
        }
    }

    fn render(self: &Arc<Self>, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&words(&self.0))
    }
}

/// A value of a document in words.
fn words(shown: &Shown) -> String {
    match &shown.holds {
        Holds::Missing => NOT_STATED.to_owned(),
        Holds::Unknown(None) => "not known".to_owned(),
        Holds::Unknown(Some(why)) => format!("not known ({why})"),
        Holds::Text(text) | Holds::Number(text) => text.to_string(),
        Holds::Boolean(boolean) => yes(*boolean).to_owned(),
        Holds::List(items) if items.is_empty() => "none".to_owned(),
        Holds::List(items) => items.iter().map(|item| words(item)).collect::<Vec<_>>().join(", "),
        Holds::Record(fields) => {
            let stated = fields.iter().filter(|field| !matches!(field.holds, Holds::Missing));
            stated.map(|field| format!("{}: {}", field.called(), words(field))).collect::<Vec<_>>().join("; ")
        }
    }
}

fn yes(boolean: bool) -> &'static str {
    if boolean { "yes" } else { "no" }
}

/// Nothing: a member of the result that is `null`. Whatever is asked of it is nothing, too.
#[derive(Debug)]
pub(crate) struct Nothing;

impl Object for Nothing {
    fn get_value(self: &Arc<Self>, _: &Value) -> Option<Value> {
        Some(Value::from_dyn_object(Arc::clone(self)))
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    fn render(self: &Arc<Self>, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(NOT_STATED)
    }
}

/// An object of the result.
#[derive(Debug)]
pub(crate) struct Fact(pub(crate) Map<String, serde_json::Value>);

/// The names of everything that may stand in a result: one that is not there may be left out, another is misspelt.
static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut names = BTreeSet::new();
    let schema = serde_json::from_str(include_str!("../../schema/check.schema.json")).unwrap_or_default();
    collect(&schema, &mut names);
    names
});

fn collect(schema: &serde_json::Value, names: &mut BTreeSet<String>) {
    match schema {
        serde_json::Value::Object(map) => {
            for (key, below) in map {
                if key == "properties"
                    && let Some(properties) = below.as_object()
                {
                    names.extend(properties.keys().cloned());
                }
                collect(below, names);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        _ => {}
    }
}

/// A value of the result.
pub(crate) fn fact(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::from_object(Nothing),
        serde_json::Value::Bool(boolean) => Value::from(*boolean),
        serde_json::Value::Number(number) => {
            number.as_i64().map_or_else(|| Value::from(number.as_f64().unwrap_or_default()), Value::from)
        }
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => Value::from(items.iter().map(fact).collect::<Vec<_>>()),
        serde_json::Value::Object(map) => Value::from_object(Fact(map.clone())),
    }
}

impl Object for Fact {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        if let Some(found) = self.0.get(key) {
            return Some(fact(found));
        }
        if NAMES.contains(key) {
            return Some(Value::from_object(Nothing));
        }
        let label = match nearest(key, self.0.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`countersign schema check` shows what there is".to_owned(),
        };
        Some(Value::from(error(format!("there is no `{key}` in this part of the result"), label)))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.keys().map(|key| Value::from(key.as_str())).collect())
    }

    fn render(self: &Arc<Self>, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.0.iter().map(|(key, held)| format!("{key}: {}", text(&fact(held))));
        to.write_str(&words.collect::<Vec<_>>().join("; "))
    }
}

/// Is there nothing: neither a value nor one that is said to be unknown?
pub(crate) fn is_missing(value: &Value) -> bool {
    value.is_undefined()
        || value.is_none()
        || value.downcast_object_ref::<Nothing>().is_some()
        || value.downcast_object_ref::<Field>().is_some_and(|field| matches!(field.0.holds, Holds::Missing))
}

/// Is it said to be unknown?
pub(crate) fn is_unknown(value: &Value) -> bool {
    value.downcast_object_ref::<Field>().is_some_and(|field| matches!(field.0.holds, Holds::Unknown(_)))
}

/// Any value as text, as it reads.
pub(crate) fn text(value: &Value) -> String {
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => NOT_STATED.to_owned(),
        ValueKind::Bool => yes(value.is_true()).to_owned(),
        ValueKind::Seq | ValueKind::Iterable if value.downcast_object_ref::<Field>().is_none() => {
            let items = value.try_iter().into_iter().flatten().map(|item| text(&item));
            items.collect::<Vec<_>>().join(", ")
        }
        _ => value.to_string(),
    }
}

/// Any value as JSON.
pub(crate) fn json(value: &Value) -> serde_json::Value {
    if let Some(field) = value.downcast_object_ref::<Field>() {
        return shown_json(&field.0);
    }
    if let Some(fact) = value.downcast_object_ref::<Fact>() {
        return serde_json::Value::Object(fact.0.clone());
    }
    if is_missing(value) {
        return serde_json::Value::Null;
    }
    match value.kind() {
        ValueKind::Bool => serde_json::Value::Bool(value.is_true()),
        ValueKind::Number => number_json(&value.to_string()),
        ValueKind::Seq | ValueKind::Iterable => {
            serde_json::Value::Array(value.try_iter().into_iter().flatten().map(|item| json(&item)).collect())
        }
        ValueKind::Map => {
            let keys = value.try_iter().into_iter().flatten();
            let members = keys
                .map(|key| (key.to_string(), value.get_item(&key).map_or(serde_json::Value::Null, |held| json(&held))));
            serde_json::Value::Object(members.collect())
        }
        _ => serde_json::Value::String(value.to_string()),
    }
}

fn shown_json(shown: &Shown) -> serde_json::Value {
    match &shown.holds {
        Holds::Missing => serde_json::Value::Null,
        Holds::Unknown(_) => serde_json::Value::String(words(shown)),
        Holds::Text(text) => serde_json::Value::String(text.to_string()),
        Holds::Number(text) => number_json(text),
        Holds::Boolean(boolean) => serde_json::Value::Bool(*boolean),
        Holds::List(items) => serde_json::Value::Array(items.iter().map(|item| shown_json(item)).collect()),
        Holds::Record(fields) => {
            let members =
                fields.iter().map(|field| (field.name.as_deref().unwrap_or_default().to_owned(), shown_json(field)));
            serde_json::Value::Object(members.collect())
        }
    }
}

/// A number as JSON, as long as JSON has one that is written so.
fn number_json(text: &str) -> serde_json::Value {
    serde_json::from_str::<Number>(text)
        .ok()
        .filter(|number| number.to_string() == text)
        .map_or_else(|| serde_json::Value::String(text.to_owned()), serde_json::Value::Number)
}
