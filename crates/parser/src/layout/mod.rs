//! The one layout of rules: text in, the same rules well laid out.
//!
//! The tree says what belongs together, and the tokens, comments between them, are what is written: each is taken once
//! and in order (`tokens`), put into a layout (`items`, `clauses`, `expressions`), and that is fitted to lines (`doc`).
//! Nothing is reordered, and nothing but blanks, line ends and the commas that line ends make needless is ever added or
//! left out. A match over the tree is exhaustive, so that a new word of the language cannot be laid out by accident.
//!
//! Where blanks and line ends stood has no influence, but for three things: an empty line between two things stays one, a
//! comment stays behind what it stood behind, and a row of a table is a line.

mod clauses;
mod doc;
mod expressions;
mod items;
mod same;
mod tokens;

use countersign_source::FileId;

use crate::errors::{ErrorList, SyntaxError};
use crate::parse;
use crate::scan::scan;

#[cfg(test)]
pub(crate) use items::span;
pub use same::same_meaning;

/// Why a text has no layout.
#[derive(Clone, Debug, PartialEq)]
pub enum Unformatted {
    /// There are mistakes in it.
    Mistakes(Vec<SyntaxError>),
    /// Laid out it would not mean the same: a fault of the program, and the text is better left as it is.
    Fault,
}

/// Lays out the text of one rule file. What comes back means the same, holds the same comments, and is its own layout.
///
/// Lines end as the first one of the text does.
///
/// # Errors
///
/// Where the text is no rules.
pub fn format(file: FileId, text: &str) -> Result<String, Unformatted> {
    let parsed = parse(file, text);
    if !parsed.errors.is_empty() {
        return Err(Unformatted::Mistakes(parsed.errors));
    }
    let scan = scan(file, text, 0, text.len(), 0, &mut ErrorList::default());
    let mut tokens = tokens::Tokens::new(text, scan, &parsed.file.comments);
    let doc = tokens.file(&parsed.file);
    let page = doc::render(&doc);
    // The tree is compared, so that no fault of a layout can ever change what a house asks for.
    let again = parse(file, &page);
    if u32::try_from(text.len()).is_err() || !again.errors.is_empty() || !same_meaning(&parsed.file, &again.file) {
        return Err(Unformatted::Fault);
    }
    Ok(match ends_in_return(text) {
        true => page.replace('\n', "\r\n"),
        false => page,
    })
}

/// Does the first line end as they do on Windows?
fn ends_in_return(text: &str) -> bool {
    text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'))
}
