//! The tree that every format is read into: values as they were written, each with its place.

use std::collections::HashMap;
use std::sync::Arc;

use countersign_source::{FileId, Span};

use crate::locate::Pieces;

/// Names one node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// One document. Values are not typed: a scalar is the text that was written, and the schema decides what it is.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(crate) file: FileId,
    /// The texts that nodes point into: the document's own first, then those of what was grafted in.
    pub(crate) texts: Vec<(FileId, Arc<str>)>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) root: NodeId,
    pub(crate) comments: Vec<Span>,
    /// The texts of a Markdown document that fill no field, in order.
    pub(crate) prose: Vec<NodeId>,
    /// The headings of a Markdown document that name no field, in order; without its title.
    pub(crate) headings: Vec<Heading>,
    /// Where the pieces of a scalar came from, for those whose text cannot be decoded again from their place alone.
    pub(crate) origins: HashMap<NodeId, Pieces>,
}

/// A heading of a Markdown document that names no field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// What it says.
    pub text: Arc<str>,
    /// How deep it is: 1 for `#`, 2 for `##`.
    pub level: usize,
    /// Where it stands.
    pub span: Span,
}

impl Heading {
    /// Does it share a word with the name of a field?
    #[must_use]
    pub fn shares_a_word(&self, field: &str) -> bool {
        let (said, named) = (crate::outline::words(&self.text), crate::outline::words(field));
        let letters = |word: &str| word.trim_matches(|char: char| !char.is_alphanumeric()).to_owned();
        let named: Vec<String> = named.split('_').map(letters).filter(|word| word.len() > 2).collect();
        said.split('_').map(letters).any(|word| named.contains(&word))
    }
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// What was written.
    pub content: Content,
    /// Where: the value itself, without its key; for a quoted scalar with its quotes, for a tagged one with its tag.
    /// A value that came through an alias stands where its anchor stands.
    pub span: Span,
    /// The list or map that holds it; `None` for the root.
    pub parent: Option<NodeId>,
    /// The key that it was written under, where its parent is a map. The span is the key's.
    pub key: Option<(Arc<str>, Span)>,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// Nothing: `null`, `~`, or no value at all.
    Null,
    /// A text, a number, a date: as written.
    Scalar(Scalar),
    /// The items, in order.
    List(Vec<NodeId>),
    /// The entries, in the order written; a key that was written twice stands once, the first time. The entries that
    /// a merge key brings in stand behind the map's own.
    Map(Vec<NodeId>),
    /// The analyst says that it is not known: `!unknown why`, or a map with the one key `unknown`.
    Unknown(Option<Why>),
}

/// Why something is not known, in the analyst's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The words, trimmed, never empty.
    pub text: Arc<str>,
    /// Where they stand.
    pub span: Span,
}

/// A scalar as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its text: escapes, folds and indentation resolved.
    pub text: Arc<str>,
    /// How it was written.
    pub style: Style,
}

/// How a scalar was written; the schema needs to know, since `12` may be a number and `"12"` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// YAML, without quotes.
    Plain,
    /// YAML, in `'…'`.
    SingleQuoted,
    /// YAML or JSON, in `"…"`.
    DoubleQuoted,
    /// YAML, behind `|`.
    Literal,
    /// YAML, behind `>`.
    Folded,
    /// JSON, a number, `true` or `false`.
    JsonWord,
}

/// A step on the way from the root to a node, as tests write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The entry of this key.
    Field(Arc<str>),
    /// The item whose field `field` is the text `value`.
    Keyed {
        /// The key field of the list's items.
        field: Arc<str>,
        /// What it holds.
        value: Arc<str>,
    },
    /// The item at this place, from 0.
    Index(usize),
}

/// A value to put into a tree.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Nothing: the entry or item is taken away.
    Remove,
    /// Not known, without a reason.
    Unknown,
    /// A scalar.
    Scalar(Scalar),
    /// A list of scalars.
    List(Vec<Scalar>),
    /// A copy of another tree.
    Tree(Box<Tree>),
}
