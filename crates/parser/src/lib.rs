//! Rule text to a syntax tree that keeps every mistake.

pub mod ast;
