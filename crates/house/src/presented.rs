//! A document as its schema sees it, for whoever shows it: every field with what it holds, where, and what it is for.

use std::sync::Arc;

use countersign_compiler::program::{KindId, Program, Type};
use countersign_compiler::scalar::{Date, Instant, Number};
use countersign_compiler::zone::Zone;
use countersign_document::{Content, Document, NodeId, Scalar, Style, Tree};
use countersign_evaluator::{self as evaluator, Part};
use countersign_source::{Diagnostic, Files, Span, nearest};

use crate::check::Judged;
use crate::resolve::Resolver;
use crate::{CheckedDocument, Checking};

/// The field of a document that names the zone of its times, as for judging.
const TIMEZONE: &str = "timezone";

/// What there is to show of the next document, or why there is nothing.
#[derive(Debug)]
pub enum Presented {
    /// A document that was judged.
    Document(Box<PresentedDocument>),
    /// A document (or the whole file) that could not be: its errors, never none.
    Errors {
        /// The spans are those of `files`.
        files: Arc<Files>,
        /// What is the matter.
        errors: Vec<Diagnostic>,
    },
}

/// A document and what its check came to.
#[derive(Debug)]
pub struct PresentedDocument {
    /// What the check came to.
    pub checked: CheckedDocument,
    /// Its fields.
    pub root: Arc<Shown>,
}

/// A value of a document, or the place of one that is not there.
#[derive(Debug)]
pub struct Shown {
    /// Its path, as findings name it; empty for the document itself.
    pub path: Arc<str>,
    /// Where it stands; for what is missing, what would hold it.
    pub span: Span,
    /// The name of its field, where it is one.
    pub name: Option<Arc<str>>,
    /// What the schema says of its field.
    pub doc: Option<Arc<str>>,
    /// What stands there.
    pub holds: Holds,
    like: Like,
    schema: Arc<Schema>,
}

/// What stands at a place of a document.
#[derive(Debug)]
pub enum Holds {
    /// Nothing.
    Missing,
    /// The analyst says that it is not known, and maybe why.
    Unknown(Option<Arc<str>>),
    /// A text, a word, a time: as it was written.
    Text(Arc<str>),
    /// A number, as it was written.
    Number(Arc<str>),
    /// `true` or `false`
    Boolean(bool),
    /// Items, in order.
    List(Vec<Arc<Shown>>),
    /// Fields, in the order of the schema, those that are missing too.
    Record(Vec<Arc<Shown>>),
}

/// What a value is by the schema.
#[derive(Clone, Debug)]
enum Like {
    Single,
    Record(usize),
    List(Box<Like>),
}

/// The shapes of documents, apart from the rules.
#[derive(Debug)]
struct Schema {
    shapes: Vec<Shape>,
}

#[derive(Debug)]
struct Shape {
    name: Arc<str>,
    fields: Vec<Field>,
    key: Option<usize>,
}

#[derive(Debug)]
struct Field {
    name: Arc<str>,
    doc: Option<Arc<str>>,
    like: Like,
}

/// A name that the schema does not have at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoField {
    /// What has no such field, as people call it.
    pub of: String,
    /// The field that was most likely meant.
    pub nearest: Option<String>,
    /// Is it a list, whose items may have it?
    pub is_list: bool,
}

impl Shown {
    /// The field of this name; below what is missing it is missing, and below what is not known it is not known.
    ///
    /// # Errors
    ///
    /// The schema has no such field here.
    pub fn field(&self, name: &str) -> Result<Arc<Self>, NoField> {
        let shape = match &self.like {
            Like::Record(shape) => self.schema.shapes.get(*shape),
            Like::List(_) | Like::Single => None,
        };
        let position = shape.and_then(|shape| shape.fields.iter().position(|field| &*field.name == name));
        let Some((shape, position)) = shape.zip(position) else { return Err(self.no_field(name)) };
        match &self.holds {
            Holds::Record(fields) => fields.get(position).cloned().ok_or_else(|| self.no_field(name)),
            holds => {
                let below = match holds {
                    Holds::Unknown(why) => Holds::Unknown(why.clone()),
                    _ => Holds::Missing,
                };
                let field = shape.fields.get(position).ok_or_else(|| self.no_field(name))?;
                Ok(Arc::new(self.below(field, below, self.span)))
            }
        }
    }

    /// The item of this key; nothing where this is no list whose items have keys. An item that is not there is missing.
    #[must_use]
    pub fn keyed(&self, key: &str) -> Option<Arc<Self>> {
        let Like::List(item) = &self.like else { return None };
        let Like::Record(shape) = &**item else { return None };
        self.schema.shapes.get(*shape)?.key?;
        let found = match &self.holds {
            Holds::List(items) => items.iter().find(|item| item.key() == Some(key)).cloned(),
            _ => None,
        };
        Some(found.unwrap_or_else(|| {
            let holds = match &self.holds {
                Holds::Unknown(why) => Holds::Unknown(why.clone()),
                _ => Holds::Missing,
            };
            Arc::new(self.item((**item).clone(), holds, self.span, &format!("[{key}]")))
        }))
    }

    /// The text of the key of an item, where it has one.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        let (Like::Record(shape), Holds::Record(fields)) = (&self.like, &self.holds) else { return None };
        match &fields.get(self.schema.shapes.get(*shape)?.key?)?.holds {
            Holds::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Is it a list by the schema, whatever stands there?
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.like, Like::List(_))
    }

    /// What people call it: the words of its field's name.
    #[must_use]
    pub fn called(&self) -> String {
        self.name.as_deref().unwrap_or_default().replace('_', " ")
    }

    fn no_field(&self, name: &str) -> NoField {
        let like = match &self.like {
            Like::List(item) => &**item,
            like => like,
        };
        let shape = match like {
            Like::Record(shape) => self.schema.shapes.get(*shape),
            _ => None,
        };
        let names = shape.into_iter().flat_map(|shape| &shape.fields).map(|field| &*field.name);
        let of = match (&*self.path, shape) {
            ("", Some(shape)) => format!("`{}`", shape.name),
            ("", None) => "this".to_owned(),
            (path, _) => format!("`{path}`"),
        };
        let exact = names.clone().find(|known| *known == name);
        NoField { of, nearest: exact.or_else(|| nearest(name, names)).map(str::to_owned), is_list: self.is_list() }
    }

    fn below(&self, field: &Field, holds: Holds, span: Span) -> Self {
        let path = if self.path.is_empty() { field.name.to_string() } else { format!("{}.{}", self.path, field.name) };
        Self {
            path: Arc::from(path),
            span,
            name: Some(Arc::clone(&field.name)),
            doc: field.doc.clone(),
            holds,
            like: field.like.clone(),
            schema: Arc::clone(&self.schema),
        }
    }

    fn item(&self, like: Like, holds: Holds, span: Span, step: &str) -> Self {
        Self {
            path: Arc::from(format!("{}{step}", self.path)),
            span,
            name: None,
            doc: None,
            holds,
            like,
            schema: Arc::clone(&self.schema),
        }
    }
}

impl Checking<'_> {
    /// Judges the documents, and shows them as their schema sees them.
    #[must_use]
    pub fn present(mut self) -> Vec<Presented> {
        let documents = match self.take_documents() {
            Ok(documents) => documents,
            Err(errors) => return vec![Presented::Errors { files: Arc::clone(self.files()), errors }],
        };
        let presented = documents.into_iter().map(|(index, document)| match self.presented(index, document) {
            Ok(document) => Presented::Document(Box::new(document)),
            Err(errors) => Presented::Errors { files: Arc::clone(self.files()), errors },
        });
        presented.collect()
    }

    fn presented(&self, index: usize, document: Document) -> Result<PresentedDocument, Vec<Diagnostic>> {
        let Judged { tree, kind, root, checked, .. } = self.judged(index, document)?;
        let program = &self.house().program;
        let root = Reader::new(program, &tree, kind, root).document(kind, root);
        Ok(PresentedDocument { checked, root })
    }
}

impl Schema {
    fn new(program: &Program) -> Self {
        let shapes = program.shapes.iter().map(|shape| Shape {
            name: Arc::clone(&shape.name),
            fields: shape
                .fields
                .iter()
                .map(|field| Field {
                    name: Arc::clone(&field.name),
                    doc: field.doc.as_deref().map(Arc::from),
                    like: Like::of(&field.ty),
                })
                .collect(),
            key: shape.key.map(|key| key.0 as usize),
        });
        Self { shapes: shapes.collect() }
    }
}

impl Like {
    fn of(ty: &Type) -> Self {
        match ty {
            Type::Shape(shape) => Self::Record(shape.0 as usize),
            Type::List(item) => Self::List(Box::new(Self::of(item))),
            _ => Self::Single,
        }
    }
}

/// Reads a tree by the schema.
struct Reader<'a> {
    program: &'a Program,
    tree: &'a Tree,
    schema: Arc<Schema>,
    zone: Option<Zone>,
}

impl<'a> Reader<'a> {
    fn new(program: &'a Program, tree: &'a Tree, kind: KindId, root: NodeId) -> Self {
        let declared = program[program[kind].shape].field(TIMEZONE);
        let zone = tree
            .get(root, TIMEZONE)
            .filter(|_| declared.is_none_or(|(_, field)| field.ty.is_textual()))
            .and_then(|node| Zone::parse(tree.text(node)?));
        Self { program, tree, schema: Arc::new(Schema::new(program)), zone }
    }

    fn document(&self, kind: KindId, root: NodeId) -> Arc<Shown> {
        let ty = Type::Shape(self.program[kind].shape);
        let top = Shown {
            path: Arc::from(""),
            span: self.span(root, false),
            name: None,
            doc: self.program[kind].doc.as_deref().map(Arc::from),
            holds: Holds::Missing,
            like: Like::of(&ty),
            schema: Arc::clone(&self.schema),
        };
        Arc::new(self.value(top, Some(root), &ty))
    }

    /// A value: `empty` with what stands at the node.
    fn value(&self, mut empty: Shown, node: Option<NodeId>, ty: &Type) -> Shown {
        let Some(node) = node else { return empty };
        let content = &self.tree.node(node).content;
        if !matches!(content, Content::Null) {
            empty.span = self.span(node, false);
        }
        empty.holds = match (content, ty) {
            (Content::Null, _) => Holds::Missing,
            (Content::Unknown(why), _) => Holds::Unknown(why.as_ref().map(|why| Arc::clone(&why.text))),
            (Content::List(items), Type::List(of)) => {
                Holds::List(items.iter().enumerate().map(|(at, item)| self.item(&empty, at, *item, of)).collect())
            }
            (Content::Map(_), Type::Shape(shape)) => {
                let fields = self.program[*shape].fields.iter();
                let known = self.schema.shapes.get(shape.0 as usize).into_iter().flat_map(|shape| &shape.fields);
                let of_field = |(field, known): (&countersign_compiler::program::Field, &Field)| {
                    let missing = empty.below(known, Holds::Missing, self.span(node, true));
                    Arc::new(self.value(missing, self.tree.get(node, &field.name), &field.ty))
                };
                Holds::Record(fields.zip(known).map(of_field).collect())
            }
            (Content::Scalar(scalar), _) => self.scalar(scalar, ty),
            // What does not fit is found by the schema; it is shown as it was written.
            (Content::List(_) | Content::Map(_), _) => Holds::Text(self.written(node)),
        };
        empty
    }

    fn item(&self, list: &Shown, at: usize, node: NodeId, of: &Type) -> Arc<Shown> {
        let key = match of {
            Type::Shape(shape) => {
                let shape = &self.program[*shape];
                let field = shape.key.and_then(|key| shape.fields.get(key.0 as usize));
                field.and_then(|field| self.tree.get(node, &field.name)).and_then(|node| self.tree.text(node))
            }
            _ => None,
        };
        let step = key.map_or_else(|| format!("[{}]", at + 1), |key| format!("[{key}]"));
        let empty = list.item(Like::of(of), Holds::Missing, self.span(node, false), &step);
        Arc::new(self.value(empty, Some(node), of))
    }

    fn scalar(&self, scalar: &Scalar, ty: &Type) -> Holds {
        let word = scalar.text.trim();
        if scalar.style == Style::Plain && word == "unknown" && !ty.is_textual() {
            return Holds::Unknown(None);
        }
        match ty {
            Type::Boolean if word == "true" => Holds::Boolean(true),
            Type::Boolean if word == "false" => Holds::Boolean(false),
            Type::Number if Number::parse(word).is_some() => Holds::Number(Arc::from(word)),
            Type::Instant => {
                let local = self.zone.as_ref().and_then(|zone| zone.instant(word).ok());
                Holds::Text(local.map_or_else(|| Arc::from(word), |instant| Arc::from(instant.to_string())))
            }
            _ => match scalar.style {
                // A block scalar ends in line breaks that nobody means to say anything with.
                Style::Literal | Style::Folded => Holds::Text(Arc::from(scalar.text.trim_end())),
                _ => Holds::Text(Arc::clone(&scalar.text)),
            },
        }
    }

    /// Where to point for a node, or for a field that it does not have.
    fn span(&self, node: NodeId, missing: bool) -> Span {
        let part = if missing && self.tree.node(node).key.is_some() { Part::Key } else { Part::Value };
        let place = evaluator::Place { node, part, path: Arc::from(""), missing };
        Resolver { program: self.program, tree: self.tree }.place(&place).span
    }

    fn written(&self, node: NodeId) -> Arc<str> {
        let span = self.tree.span(node);
        Arc::from(self.tree.source(span.file).and_then(|text| text.get(span.range())).unwrap_or(""))
    }
}

/// A point in time as people read it: `2026-05-18 09:20 UTC`, with seconds where it has some; a day as it is.
#[must_use]
pub fn in_utc(written: &str) -> Option<String> {
    let written = written.trim();
    if let Some(day) = Date::parse(written) {
        return Some(day.to_string());
    }
    let (day, hour, minute, second) = clock(written)?;
    let seconds = if second == 0 { String::new() } else { format!(":{second:02}") };
    Some(format!("{day} {hour:02}:{minute:02}{seconds} UTC"))
}

/// The day of a point in time, in UTC; a day as it is.
#[must_use]
pub fn day_in_utc(written: &str) -> Option<String> {
    let written = written.trim();
    Date::parse(written).or_else(|| Instant::parse(written).ok().map(Instant::date)).map(|day| day.to_string())
}

/// A point in time as programs read it: `2026-05-18T09:20:00Z`.
#[must_use]
pub fn iso_in_utc(written: &str) -> Option<String> {
    let (day, hour, minute, second) = clock(written.trim())?;
    Some(format!("{day}T{hour:02}:{minute:02}:{second:02}Z"))
}

fn clock(written: &str) -> Option<(Date, i128, i128, i128)> {
    let instant = Instant::parse(written).ok()?;
    let seconds = instant.nanoseconds().div_euclid(1_000_000_000).rem_euclid(86_400);
    Some((instant.date(), seconds / 3600, seconds / 60 % 60, seconds % 60))
}
