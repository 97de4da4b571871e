//! Boundary tests live in `tests/`; this library holds what they share: specimens of facts, made by hand, so that each
//! output format is held against the same ones.

pub mod specimen;
