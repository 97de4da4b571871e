//! Values as they are written into documents: made here, put into trees, and printed as YAML.

use std::sync::Arc;

use countersign_compiler::program::{Literal, Program, ShapeId, Type};
use countersign_document::{Content, Document, Edit, EditError, Format, Limits, NodeId, Scalar, Step, Style, Tree};
use countersign_source::{FileId, Span};

/// A value to write.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Written {
    /// Not known.
    Unknown,
    /// A text.
    Text(String),
    /// What is written without quotation marks: a number, a boolean, a date, a word of an enum.
    Word(String),
    /// A list.
    List(Vec<Written>),
    /// A map.
    Map(Vec<(Arc<str>, Written)>),
}

impl Written {
    /// A value of a rule, as a document writes it.
    pub(crate) fn literal(program: &Program, literal: &Literal) -> Self {
        match literal {
            Literal::Text(text) => Self::Text(text.to_string()),
            Literal::Boolean(value) => Self::Word(value.to_string()),
            Literal::Number(value) => Self::Word(value.to_string()),
            Literal::Duration(value) => Self::Word(value.in_one_unit()),
            Literal::Date(value) => Self::Word(value.to_string()),
            Literal::Instant(value) => Self::Word(value.to_string()),
            Literal::Member(of, member) => {
                let word = program[*of].members.get(member.0 as usize);
                Self::Word(word.map(ToString::to_string).unwrap_or_default())
            }
            Literal::List(items) => Self::List(items.iter().map(|item| Self::literal(program, item)).collect()),
        }
    }

    /// How many values without parts it holds.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::List(items) => items.iter().map(Self::size).sum::<usize>().max(1),
            Self::Map(fields) => fields.iter().map(|(_, value)| value.size()).sum::<usize>().max(1),
            _ => 1,
        }
    }

    /// The same as a change of a tree.
    fn edit(&self) -> Edit {
        match self {
            Self::Unknown => Edit::Unknown,
            Self::Text(text) => Edit::Scalar(Scalar { text: Arc::from(text.as_str()), style: Style::DoubleQuoted }),
            Self::Word(text) => Edit::Scalar(Scalar { text: Arc::from(text.as_str()), style: Style::Plain }),
            Self::List(_) | Self::Map(_) => match tree_of(&self.json()) {
                Some(tree) => Edit::Tree(Box::new(tree)),
                None => Edit::Unknown,
            },
        }
    }

    /// As JSON. Numbers and booleans are bare, all other words are texts.
    #[must_use]
    pub fn json(&self) -> String {
        match self {
            Self::Unknown => "{\"unknown\": null}".to_owned(),
            Self::Text(text) => quoted(text),
            Self::Word(word) if is_bare(word) => word.clone(),
            Self::Word(word) => quoted(word),
            Self::List(items) => {
                format!("[{}]", items.iter().map(Self::json).collect::<Vec<_>>().join(", "))
            }
            Self::Map(fields) => {
                let fields: Vec<String> =
                    fields.iter().map(|(key, value)| format!("{}: {}", quoted(key), value.json())).collect();
                format!("{{{}}}", fields.join(", "))
            }
        }
    }

    /// As YAML on one line, as one would write it behind a key.
    #[must_use]
    pub fn inline(&self) -> String {
        match self {
            Self::Unknown => "!unknown".to_owned(),
            Self::Text(text) => yaml_text(text),
            Self::Word(word) => word.clone(),
            Self::List(items) => {
                format!("[{}]", items.iter().map(Self::in_flow).collect::<Vec<_>>().join(", "))
            }
            Self::Map(fields) if fields.is_empty() => "{}".to_owned(),
            Self::Map(fields) => {
                let fields: Vec<String> =
                    fields.iter().map(|(key, value)| format!("{key}: {}", value.in_flow())).collect();
                format!("{{ {} }}", fields.join(", "))
            }
        }
    }

    fn in_flow(&self) -> String {
        match self {
            Self::Text(text) if text.contains([',', '[', ']', '{', '}']) => quoted(text),
            Self::Unknown => "!unknown ''".to_owned(),
            other => other.inline(),
        }
    }

    /// As the lines of a YAML document.
    #[must_use]
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out
    }

    fn write(&self, indent: usize, out: &mut String) {
        let pad = " ".repeat(indent);
        match self {
            Self::Map(fields) if !fields.is_empty() => {
                for (key, value) in fields {
                    out.push_str(&format!("{pad}{key}:"));
                    value.behind(indent + 2, out);
                }
            }
            Self::List(items) if !items.is_empty() => {
                for item in items {
                    let mut text = String::new();
                    item.write(indent + 2, &mut text);
                    let text = text.strip_prefix(&" ".repeat(indent + 2)).unwrap_or(&text);
                    out.push_str(&format!("{pad}- {text}"));
                }
            }
            other => out.push_str(&format!("{pad}{}\n", other.inline())),
        }
    }

    fn behind(&self, indent: usize, out: &mut String) {
        let nested = match self {
            Self::Map(fields) => !fields.is_empty(),
            Self::List(items) => items.iter().any(|item| matches!(item, Self::Map(_) | Self::List(_))),
            _ => false,
        };
        if nested {
            out.push('\n');
            self.write(indent, out);
        } else {
            out.push_str(&format!(" {}\n", self.inline()));
        }
    }

    /// What a tree holds, its fields in the order of their shape.
    pub(crate) fn of_tree(program: &Program, tree: &Tree, node: NodeId, ty: Option<&Type>) -> Self {
        match &tree.node(node).content {
            Content::Null => Self::Word("null".to_owned()),
            Content::Unknown(_) => Self::Unknown,
            Content::Scalar(scalar) => {
                let text = scalar.text.to_string();
                if ty.map_or(scalar.style != Style::Plain, Type::is_textual) {
                    Self::Text(text)
                } else {
                    Self::Word(text)
                }
            }
            Content::List(items) => {
                let of = match ty {
                    Some(Type::List(of)) => Some(&**of),
                    _ => None,
                };
                Self::List(items.iter().map(|item| Self::of_tree(program, tree, *item, of)).collect())
            }
            Content::Map(entries) => {
                let shape: Option<ShapeId> = if let Some(Type::Shape(shape)) = ty { Some(*shape) } else { None };
                let mut fields: Vec<(usize, Arc<str>, Self)> = entries
                    .iter()
                    .map(|entry| {
                        let key = tree.key(*entry).unwrap_or_default();
                        let field = shape.and_then(|shape| program[shape].field(key));
                        let rank = field.map_or(0, |(index, _)| index.0 as usize + 1);
                        let value = Self::of_tree(program, tree, *entry, field.map(|(_, field)| &field.ty));
                        (rank, Arc::from(key), value)
                    })
                    .collect();
                fields.sort_by_key(|(rank, ..)| *rank);
                Self::Map(fields.into_iter().map(|(_, key, value)| (key, value)).collect())
            }
        }
    }
}

/// A change of a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Change {
    /// From the root of the tree to what changes. An index behind the last item adds one.
    pub(crate) way: Way,
    /// What is written there; nothing where it is taken away.
    pub(crate) value: Option<Written>,
}

/// A way from the root of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Way(pub(crate) Vec<Stop>);

/// A step of a `Way`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stop {
    /// Into a field.
    Field(Arc<str>),
    /// To an item, from 0.
    Item(usize),
}

impl Way {
    pub(crate) fn of(steps: &[Step]) -> Self {
        let stop = |step: &Step| match step {
            Step::Field(name) => Stop::Field(Arc::clone(name)),
            Step::Index(index) => Stop::Item(*index),
            Step::Keyed { .. } => Stop::Item(0),
        };
        Self(steps.iter().map(stop).collect())
    }

    pub(crate) fn steps(&self) -> Vec<Step> {
        self.0
            .iter()
            .map(|stop| match stop {
                Stop::Field(name) => Step::Field(Arc::clone(name)),
                Stop::Item(index) => Step::Index(*index),
            })
            .collect()
    }

    pub(crate) fn then(&self, stop: Stop) -> Self {
        let mut stops = self.0.clone();
        stops.push(stop);
        Self(stops)
    }

    /// The way to what holds it, and the last step.
    pub(crate) fn split(&self) -> Option<(Self, &Stop)> {
        let (last, first) = self.0.split_last()?;
        Some((Self(first.to_vec()), last))
    }
}

impl Change {
    /// Makes it in a tree.
    pub(crate) fn apply(&self, tree: &mut Tree, span: Span) -> Result<(), EditError> {
        let edit = self.value.as_ref().map_or(Edit::Remove, Written::edit);
        tree.with_edit(&self.way.steps(), edit, span).map(|_| ())
    }
}

/// The tree of a text of JSON.
fn tree_of(json: &str) -> Option<Tree> {
    let text: Arc<str> = Arc::from(json);
    // Nobody is ever shown a place in it.
    let nowhere = FileId(u32::MAX);
    let mut read = countersign_document::read(nowhere, &text, Format::Json, &Limits::default());
    match read.pop() {
        Some(Document { tree, .. }) => tree,
        None => None,
    }
}

fn is_bare(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let number = digits.starts_with(|char: char| char.is_ascii_digit())
        && digits.chars().all(|char| char.is_ascii_digit() || char == '.')
        && !digits.ends_with('.')
        && digits.matches('.').count() <= 1
        && !(digits.starts_with('0') && digits.len() > 1 && !digits.starts_with("0."));
    number || matches!(word, "true" | "false" | "null")
}

/// A text in quotation marks that JSON and YAML read alike.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            char if char.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// A text as YAML, in quotation marks only where it needs them.
fn yaml_text(text: &str) -> String {
    let first = text.chars().next();
    let plain = first.is_some_and(|first| first.is_alphabetic())
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(char::is_control)
        && !matches!(text.to_ascii_lowercase().as_str(), "null" | "true" | "false" | "yes" | "no" | "unknown");
    if plain { text.to_owned() } else { quoted(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_printed_as_it_reads() {
        let map = |fields: &[(&str, Written)]| {
            Written::Map(fields.iter().map(|(key, value)| (Arc::from(*key), value.clone())).collect())
        };
        let text = |text: &str| Written::Text(text.to_owned());
        let item = map(&[("id", text("E1")), ("n", Written::Word("3".to_owned())), ("why", Written::Unknown)]);
        let all = map(&[
            ("title", text("a: b")),
            ("list", Written::List(vec![item.clone(), item])),
            ("of", Written::List(vec![text("x"), text("y, z")])),
            ("in", map(&[("a", text("12"))])),
        ]);
        let yaml = "title: \"a: b\"\nlist:\n  - id: E1\n    n: 3\n    why: !unknown\n  - id: E1\n    n: 3\n    why: !unknown\nof: [x, \"y, z\"]\nin:\n  a: \"12\"\n";
        assert_eq!(all.yaml(), yaml);
        assert!(tree_of(&all.json()).is_some(), "{}", all.json());
    }
}
