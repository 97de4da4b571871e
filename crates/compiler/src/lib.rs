//! Names, types and tables: a syntax tree becomes a program.

mod pattern;
pub mod program;
pub mod scalar;

pub use pattern::{PATTERN_BYTES, Pattern};
