//! YAML, JSON and NDJSON into one tree of values, each with its place in the file.

mod tree;

pub use tree::{Content, Edit, Node, NodeId, Scalar, Step, Style, Tree, Why};
