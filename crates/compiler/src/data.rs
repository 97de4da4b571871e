//! Reference data: the values of a data file become constants of the program, each held against its type first.

use std::collections::HashMap;
use std::sync::Arc;

use countersign_source::{Span, nearest};

use crate::beside::{ScalarStyle, Written, WrittenContent};
use crate::problems::{DataFault, DataProblem};
use crate::program::{Constant, ConstantKind, Data, Literal, ShapeId, Type};
use crate::scalar::{Date, Duration, Instant, NoInstant, Number};
use crate::scope::Compiler;

/// The most values that one data file may hold.
const DATA_VALUES: usize = 100_000;

/// The most mistakes that are told of one data file.
const TOLD: usize = 50;

/// The longest text that a message shows whole, in characters.
const SHOWN: usize = 40;

/// One data file while it is read.
struct Reading<'d> {
    name: &'d str,
    line: Span,
    values: usize,
    told: usize,
}

impl Compiler<'_> {
    /// Reads the data of all packs.
    pub(crate) fn data(&mut self) {
        for (pack, item) in std::mem::take(&mut self.items.data) {
            self.hidden(pack, &item.name);
            let ty = self.named_type_of(pack, &item.ty, &item.name.text);
            let beside = self.beside;
            let written = beside.data.get(&item.file.span).filter(|_| !is_silent(&ty));
            let line = item.name.span.to(item.file.span);
            let mut reading = Reading { name: &item.name.text, line, values: 0, told: 0 };
            let value = written.and_then(|written| self.constant(&mut reading, written, &ty));
            self.program.data.push(Data {
                name: Arc::from(item.name.text.as_str()),
                pack,
                // What could not be read has been said; what is asked of it is no mistake of its own.
                ty: if value.is_some() { ty } else { silenced(ty) },
                value: value.unwrap_or(Constant { kind: ConstantKind::List(Vec::new()), span: item.file.span }),
                file: Arc::from(item.file.value.as_str()),
                span: item.name.span,
                doc: item.doc.clone(),
            });
        }
    }

    /// Says what is wrong, unless too much has been said already.
    fn data_fault(&mut self, reading: &mut Reading<'_>, at: Span, what: DataFault) {
        reading.told += 1;
        if reading.told <= TOLD {
            let (data, line) = (reading.name.to_owned(), reading.line);
            self.problems.push(DataProblem { what, at, data, line }.into());
        }
    }

    /// The value of a type; what does not fit is reported.
    fn constant(&mut self, reading: &mut Reading<'_>, written: &Written, ty: &Type) -> Option<Constant> {
        reading.values += 1;
        if reading.values > DATA_VALUES {
            if reading.values == DATA_VALUES + 1 {
                self.data_fault(reading, written.span.at_start(), DataFault::Large { limit: DATA_VALUES });
            }
            return None;
        }
        let span = written.span;
        let kind = match (&written.content, ty) {
            (WrittenContent::Unknown, _) => {
                self.data_fault(reading, span, DataFault::Unknown);
                return None;
            }
            (WrittenContent::List(items), Type::List(item)) => {
                let made: Vec<Option<Constant>> =
                    items.iter().map(|written| self.constant(reading, written, item)).collect();
                if let Type::Shape(shape) = **item {
                    self.data_keys(reading, &made, shape);
                }
                ConstantKind::List(made.into_iter().collect::<Option<_>>()?)
            }
            (WrittenContent::Map(entries), Type::Shape(shape)) => self.record(reading, entries, *shape, span)?,
            (WrittenContent::Scalar(text, ScalarStyle::Plain), ty) if text.trim() == "unknown" && !ty.is_textual() => {
                self.data_fault(reading, span, DataFault::Unknown);
                return None;
            }
            (WrittenContent::Scalar(text, style), ty) if !matches!(ty, Type::List(_) | Type::Shape(_)) => {
                ConstantKind::Single(self.single(reading, text, *style, ty, span)?)
            }
            (content, ty) => {
                let (wanted, found) = (self.wanted(ty), found(content));
                let hint = match ty {
                    Type::List(_) => Some("write its items on lines of their own, each behind `- `".to_owned()),
                    Type::Shape(shape) => {
                        let fields = self.program[*shape].fields.iter().take(4);
                        let fields: Vec<String> = fields.map(|field| format!("`{}`", field.name)).collect();
                        Some(format!("write its fields: {}", fields.join(", ")))
                    }
                    _ => None,
                };
                self.data_fault(reading, span, DataFault::Type { wanted, found, hint });
                return None;
            }
        };
        Some(Constant { kind, span })
    }

    fn record(
        &mut self,
        reading: &mut Reading<'_>,
        entries: &[(Arc<str>, Span, Written)],
        id: ShapeId,
        span: Span,
    ) -> Option<ConstantKind> {
        let shape = &self.program[id];
        let name = shape.name.to_string();
        let fields: Vec<(Arc<str>, Type, bool)> =
            shape.fields.iter().map(|field| (Arc::clone(&field.name), field.ty.clone(), field.optional)).collect();
        let mut sound = true;
        let mut meant: Vec<String> = Vec::new();
        for (key, at, _) in entries {
            if !fields.iter().any(|(field, ..)| field == key) {
                let known: Vec<String> = fields.iter().map(|(field, ..)| field.to_string()).collect();
                let is_open = |field: &&str| !entries.iter().any(|(key, ..)| **key == **field);
                meant.extend(nearest(key, known.iter().map(String::as_str).filter(is_open)).map(str::to_owned));
                let nearest = nearest(key, known.iter().map(String::as_str)).map(str::to_owned);
                let what = DataFault::Field { field: key.to_string(), shape: name.clone(), nearest, known };
                self.data_fault(reading, *at, what);
                sound = false;
            }
        }
        let mut values = Vec::with_capacity(fields.len());
        for (field, ty, optional) in &fields {
            let written = entries.iter().find(|(key, ..)| key == field).filter(|(.., written)| !is_nothing(written));
            values.push(match written {
                Some((.., written)) => {
                    let value = self.constant(reading, written, ty);
                    sound &= value.is_some();
                    value
                }
                None if *optional => None,
                // A name that was most likely to be this one has been told.
                None if meant.iter().any(|name| **name == **field) => None,
                None => {
                    let at = entries.first().map_or(span.at_start(), |(_, key, _)| *key);
                    let what = DataFault::Required { field: field.to_string(), shape: name.clone() };
                    self.data_fault(reading, at, what);
                    sound = false;
                    None
                }
            });
        }
        sound.then_some(ConstantKind::Record(id, values))
    }

    /// Reports the items that share a key.
    fn data_keys(&mut self, reading: &mut Reading<'_>, items: &[Option<Constant>], id: ShapeId) {
        let shape = &self.program[id];
        let Some((key, field)) = shape.key.and_then(|key| Some((key, shape.fields.get(key.0 as usize)?))) else {
            return;
        };
        let field = field.name.to_string();
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for item in items.iter().flatten() {
            let Some(value) = item.field(key) else { continue };
            let ConstantKind::Single(Literal::Text(text)) = &value.kind else { continue };
            match seen.get(&**text) {
                Some(first) => {
                    let what = DataFault::Key { field: field.clone(), value: text.to_string(), first: *first };
                    self.data_fault(reading, value.span, what);
                }
                None => {
                    seen.insert(text, value.span);
                }
            }
        }
    }

    fn single(
        &mut self,
        reading: &mut Reading<'_>,
        text: &str,
        style: ScalarStyle,
        ty: &Type,
        span: Span,
    ) -> Option<Literal> {
        let word = text.trim();
        let quoted = style == ScalarStyle::Text;
        let read = match ty {
            Type::Boolean => match word {
                "true" | "false" if quoted => Err(Some("write it without quotes".to_owned())),
                "true" => Ok(Literal::Boolean(true)),
                "false" => Ok(Literal::Boolean(false)),
                _ => Err(Some("write `true` or `false`".to_owned())),
            },
            Type::Number => match Number::parse(word) {
                Some(_) if quoted => Err(Some("write it without quotes".to_owned())),
                Some(number) => Ok(Literal::Number(number)),
                None => Err(None),
            },
            Type::Duration => Duration::parse(word)
                .map(Literal::Duration)
                .ok_or_else(|| Some("a duration is a whole number and its unit: `30min`, `24h`, `7d`".to_owned())),
            Type::Date => Date::parse(word)
                .map(Literal::Date)
                .ok_or_else(|| Some("a date is written year first: `2026-04-12`".to_owned())),
            Type::Instant => Instant::parse(word).map(Literal::Instant).map_err(|why| {
                Some(match why {
                    NoInstant::NoOffset => format!("say which offset it is in: `{word}Z` for UTC"),
                    NoInstant::NoSuchTime => "there is no such day or time".to_owned(),
                    NoInstant::Form => "a point in time is written `2026-04-12T10:00Z`, with an offset".to_owned(),
                })
            }),
            Type::Enum(id) => {
                let item = &self.program[*id];
                if let Some(member) = item.member(word) {
                    return Some(Literal::Member(*id, member));
                }
                let known: Vec<String> = item.members.iter().map(ToString::to_string).collect();
                let nearest = nearest(word, known.iter().map(String::as_str)).map(str::to_owned);
                let what = DataFault::Member { word: short(word), name: item.name.to_string(), nearest, known };
                self.data_fault(reading, span, what);
                return None;
            }
            _ if style == ScalarStyle::Word => Err(Some("write it in quotes".to_owned())),
            Type::Refinement(id) if !self.program[*id].pattern.is_match(text) => Err(None),
            _ => Ok(Literal::Text(Arc::from(text))),
        };
        match read {
            // Nothing but blanks is nothing.
            _ if word.is_empty() => {
                let what = DataFault::Type { wanted: self.wanted(ty), found: "nothing".to_owned(), hint: None };
                self.data_fault(reading, span, what);
                None
            }
            Ok(literal) => Some(literal),
            Err(hint) => {
                let quotes = if quoted { "the text " } else { "" };
                let found = format!("{quotes}`{}`", short(word));
                self.data_fault(reading, span, DataFault::Type { wanted: self.wanted(ty), found, hint });
                None
            }
        }
    }

    fn wanted(&self, ty: &Type) -> String {
        match ty {
            Type::Refinement(id) => self.program[*id].called.to_string(),
            ty => self.describe(ty),
        }
    }
}

/// Was nothing written there: null, or a text of nothing but blanks?
fn is_nothing(written: &Written) -> bool {
    match &written.content {
        WrittenContent::Nothing => true,
        WrittenContent::Scalar(text, _) => text.trim().is_empty(),
        _ => false,
    }
}

fn is_silent(ty: &Type) -> bool {
    match ty {
        Type::Silent => true,
        Type::List(item) => is_silent(item),
        _ => false,
    }
}

/// The type with nothing to say about what it is made of; a list stays one.
fn silenced(ty: Type) -> Type {
    match ty {
        Type::List(_) => Type::List(Box::new(Type::Silent)),
        _ => Type::Silent,
    }
}

fn found(content: &WrittenContent) -> String {
    match content {
        WrittenContent::Nothing => "nothing".to_owned(),
        WrittenContent::List(_) => "a list".to_owned(),
        WrittenContent::Map(_) => "a map of fields".to_owned(),
        WrittenContent::Unknown => "something unknown".to_owned(),
        WrittenContent::Scalar(text, ScalarStyle::Text) => format!("the text `{}`", short(text.trim())),
        WrittenContent::Scalar(text, _) => format!("`{}`", short(text.trim())),
    }
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    let mut cut: String = line.chars().take(SHOWN).collect();
    cut.push('…');
    cut
}
