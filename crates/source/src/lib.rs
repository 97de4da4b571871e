//! Files, byte spans, lines, diagnostics and nearest names: the ground that every other crate stands on.
//!
//! Everything that a user may have to find again in a file is carried through the whole program as a
//! [`Span`]: a file and two byte offsets, nothing else. Lines and columns are computed by [`Lines`] when a
//! report asks for them, and only there. What went wrong is carried as a struct of facts by whoever found
//! it; at the rim the facts become a [`Diagnostic`], which is words and labels and knows no output format.

mod diagnostic;
mod file;
mod nearest;

pub use diagnostic::{Diagnostic, Label, Level, Report};
pub use file::{FileId, Files, Lines, Position, SourceFile, Span};
pub use nearest::nearest;
