//! Rule text to a syntax tree that keeps every mistake.
//!
//! [`parse`] takes the text of one `.rules` file and answers with a tree ([`ast::File`]) and the mistakes
//! ([`SyntaxError`]), whatever the text is: it never fails, and nothing in a file can make it run long or deep.
//!
//! It works in three steps, each in a module of its own:
//!
//! 1. `scan` reads the text once, from left to right, into tokens, comments and a *masked copy*, in which
//!    comments and the insides of texts and patterns are blanked out. It is the only place that knows where a text
//!    ends, it joins brackets to their mates, and it holds the limit on nesting before anything recursive runs.
//! 2. `reader` cuts the tokens into items, and these into clauses, fields, members, entries and rows. This is where
//!    recovery happens: each such piece is read on its own, so a broken one costs nothing but itself.
//! 3. `grammar.pest` says what a piece looks like. pest reads the masked piece strictly, from its first word to its
//!    last; its Pratt parser sorts out the levels of expressions; `lower` makes the tree. Where pest gives up,
//!    `diagnose` turns the place and the rules that were tried there into the mistake that the author made.
//!
//! The way back is `layout`: [`format()`] lays a text out anew, by its tree and its tokens. A text that never changes is
//! read once, and its tree is put down as bytes ([`store`]), from which it comes back without any of these ([`restore`]).
//!
//! Nothing outside this crate sees a pest pair, and no error holds a sentence: [`SyntaxError`] is facts, and its
//! [`Report`](countersign_source::Report) makes the words.

pub mod ast;
mod diagnose;
mod errors;
mod grammar;
mod layout;
mod lower;
mod marked;
mod reader;
mod scan;
mod stored;
#[cfg(test)]
mod tests;
mod words;

use countersign_source::FileId;

pub use errors::{
    BadHole, BadNumber, BadTime, CODES, ChainedComparison, DayFault, Expected, ExpectedClause, ExpectedItem,
    FieldsOnOneLine, ForeignCharacter, ForeignComment, ForeignOperator, ForeignQuotes, Found, MinusWithoutBlanks,
    MisplacedClause, MisplacedPattern, MissingComma, MissingPack, MissingQuotes, MissingReason, MixedOrder,
    NegativeNumber, NoDay, NotInComparison, NumberedItem, OptionClause, OptionHead, PackNotFirst, PatternFlag,
    RepeatedPack, RowsOnOneLine, Semicolon, SplitRow, StrayClose, Subject, SyntaxError, TextForPattern, TimeFault,
    TooDeep, TooLong, TooManyErrors, TooMuchWork, Unbound, Unclosed, UnclosedHole, UnclosedPattern, UnclosedText,
    UnknownEscape, UnknownUnit, Wanted, Wording,
};

pub use layout::{Unformatted, format, same_meaning};
pub use marked::{MarkedReader, MarkedWriter};
pub use stored::{restore, store};
pub use words::is_name;

/// What reading a file came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The tree, with `Junk` where something could not be read.
    pub file: ast::File,
    /// What is wrong with the text, in source order.
    pub errors: Vec<SyntaxError>,
}

/// Reads the text of one rule file. The answer holds everything that could be read, and every mistake.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parsed {
    reader::read(file, text)
}
