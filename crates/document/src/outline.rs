//! What a reader of prose has to know of a schema: the names of fields, and roughly what each holds.

use std::sync::Arc;

/// The kinds of documents and their fields, as far as headings, columns and `Key: value` lines need them.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The kinds.
    pub kinds: Vec<KindOutline>,
    /// The position of the kind that a document is of which says none.
    pub default: Option<usize>,
    /// The fields of each shape; [`Holds::Shape`] and [`KindOutline::shape`] are positions in it.
    pub shapes: Vec<ShapeOutline>,
}

/// A kind of document.
#[derive(Clone, Debug)]
pub struct KindOutline {
    /// The word by which `kind:` names it.
    pub word: Arc<str>,
    /// The key that it may stand under.
    pub at: Option<Arc<str>>,
    /// Its shape.
    pub shape: usize,
}

/// The fields of a shape.
#[derive(Clone, Debug, Default)]
pub struct ShapeOutline {
    /// The fields.
    pub fields: Vec<FieldOutline>,
    /// The position of the field by which lists tell its items apart.
    pub key: Option<usize>,
}

/// A field.
#[derive(Clone, Debug)]
pub struct FieldOutline {
    /// Its name.
    pub name: Arc<str>,
    /// What it holds.
    pub holds: Holds,
    words: String,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text,
    /// A single value that is no text: a number, a time, a word of an enum.
    Word,
    /// `true` or `false`.
    Flag,
    /// A list.
    List(Box<Holds>),
    /// The fields of the shape at this position.
    Shape(usize),
}

impl KindOutline {
    /// May a document of this kind stand below the key?
    pub(crate) fn wraps(&self, key: &str) -> bool {
        self.at.as_deref() == Some(key) || *key == *self.word || key == self.word.replace('-', "_")
    }
}

impl FieldOutline {
    /// A field of this name.
    #[must_use]
    pub fn new(name: Arc<str>, holds: Holds) -> Self {
        let words = words(&name);
        Self { name, holds, words }
    }
}

impl ShapeOutline {
    /// The field that a text names by its words, and its position.
    pub(crate) fn named(&self, text: &str) -> Option<&FieldOutline> {
        let wanted = words(text);
        self.fields.iter().find(|field| field.words == wanted).filter(|_| !wanted.is_empty())
    }
}

impl Outline {
    pub(crate) fn shape(&self, shape: usize) -> &ShapeOutline {
        const NONE: &ShapeOutline = &ShapeOutline { fields: Vec::new(), key: None };
        self.shapes.get(shape).unwrap_or(NONE)
    }

    /// The kind that a text names by its words.
    pub(crate) fn kind_named(&self, text: &str) -> Option<&KindOutline> {
        let wanted = words(text);
        self.kinds.iter().find(|kind| {
            words(&kind.word) == wanted
                || kind.at.as_deref().is_some_and(|at| !wanted.is_empty() && words(at) == wanted)
        })
    }
}

/// The words of a name, in small letters, with `_` between: blanks, hyphens and `_` are alike.
pub(crate) fn words(name: &str) -> String {
    let parts =
        name.split(|char: char| char.is_whitespace() || matches!(char, '-' | '_')).filter(|part| !part.is_empty());
    let mut words = String::with_capacity(name.len());
    for part in parts {
        if !words.is_empty() {
            words.push('_');
        }
        words.extend(part.chars().flat_map(char::to_lowercase));
    }
    words
}
