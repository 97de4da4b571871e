//! What lies beside the rules and takes part in compiling them: the values of data files, and the pages of concepts.
//!
//! The compiler reads no file and knows no format. Whoever has a file system reads them, and hands over what was
//! written there as a neutral tree in which every value has its place.

use std::collections::HashMap;
use std::sync::Arc;

use countersign_source::Span;

/// What lies beside the rules.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// What the file of a `data` line holds, by the place of the text that names it. A file that is not here could not be
    /// read, which whoever tried has said.
    pub data: HashMap<Span, Written>,
    /// The pages of concepts, by the name of the pack whose they are, each list sorted; `None` where nobody has looked.
    pub concepts: Option<HashMap<String, Vec<String>>>,
}

/// A value as it was written in a data file.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// What was written.
    pub content: WrittenContent,
    /// Where.
    pub span: Span,
}

/// What was written in a data file.
#[derive(Clone, Debug, PartialEq)]
pub enum WrittenContent {
    /// Nothing.
    Nothing,
    /// A text, a number, a date: as written.
    Scalar(Arc<str>, ScalarStyle),
    /// The items, in order.
    List(Vec<Written>),
    /// The entries, in order: each key once, its place, and what stands under it.
    Map(Vec<(Arc<str>, Span, Written)>),
    /// It is said not to be known.
    Unknown,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarStyle {
    /// Without quotes, in a format where texts need none.
    Plain,
    /// As a text, whatever it holds.
    Text,
    /// As a number, `true` or `false`, in a format that tells them from texts.
    Word,
}
