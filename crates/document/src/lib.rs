//! YAML, JSON, NDJSON and Markdown into one tree of values, each with its place in the file.
//!
//! A document is read once, from front to back, into a flat [`Tree`]: nodes in one list, keys shared, texts
//! as they were written. Nothing is typed here. Whether `12` is a number and `2026-04-12` a date is for the
//! schema to say, so a scalar is its text and its [`Style`], and only what all documents mean alike is
//! settled on the way: what is nothing ([`Content::Null`]), and what the analyst says is not known
//! ([`Content::Unknown`]).
//!
//! The way of a file is: [`decode`] makes text of bytes; [`read`] makes [`Document`]s of text, one for each
//! document of a YAML stream and each line of an NDJSON file; [`Tree`] answers what stands where. Two
//! readers feed one builder: YAML comes as events (of a library that only the module `granit` knows), JSON
//! from a scanner of our own. The builder holds what both have in common: the limits, the keys that were
//! written twice, the `{unknown: why}` that stands for a value.
//!
//! Markdown is read by its headings, tables, bullets and `Key: value` lines, of which only the fields of a document
//! matter. Which they are is handed in as an [`Outline`], since nothing here knows a schema; what fills no field stays
//! readable as [`Tree::prose`].
//!
//! Documents come from strangers. Nothing here recurses with the depth of its input, every [`Limits`] has a
//! number and a name, and what goes wrong is a [`Fault`]: facts with places, put into words only when asked.
//! A fault in one document leaves the others of its stream alone. Of all faults only a key written twice
//! leaves a tree; a document with any other has none, so that nothing is ever judged by a part.
//!
//! Places cost nothing until they are asked for. A node carries the bytes of its value; where within them a
//! word of the decoded text stands, behind escapes, folds and indentation, [`Tree::locate`] works out then.

mod builder;
mod copies;
mod edit;
mod fault;
mod format;
mod granit;
mod json;
mod locate;
mod markdown;
mod outline;
mod print;
mod reader;
mod syntax;
mod text;
mod tree;
mod walk;
mod words;
mod yaml;

pub use edit::EditError;
pub use fault::{Fault, Limit, Misplaced};
pub use format::{Document, Format, Limits, read, read_outlined};
pub use markdown::claims_a_kind;
pub use outline::{FieldOutline, Holds, KindOutline, Outline, ShapeOutline};
pub use print::PrintedLine;
pub use syntax::{JsonCause, YamlCause};
pub use text::{NotText, NotTextWhy, decode};
pub use tree::{Content, Edit, Heading, Node, NodeId, Scalar, Step, Style, Tree, Why};
pub use walk::Walk;
