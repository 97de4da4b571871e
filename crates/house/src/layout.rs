//! Laying rules out: text in, text or diagnostics out. Who has the file decides what becomes of it.

use countersign_parser::{Unformatted, format};
use countersign_source::{Diagnostic, Files, Report};

/// What laying out a rules file came to.
#[derive(Debug)]
pub struct LaidOut {
    /// The file as it was read; the spans of the diagnostics point into it.
    pub files: Files,
    /// Its text, and its text laid out.
    pub result: Result<Layout, Vec<Diagnostic>>,
}

/// A text before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// As it was read.
    pub before: String,
    /// As it is laid out.
    pub after: String,
}

impl Layout {
    /// Is there anything to change?
    #[must_use]
    pub fn changes(&self) -> bool {
        self.before != self.after
    }
}

/// Lays out the rules in these bytes of the file that the user knows as `name`. It needs no other file: what a rule means
/// has no influence on how it is laid out.
#[must_use]
pub fn lay_out(name: &str, bytes: &[u8]) -> LaidOut {
    let mut files = Files::new();
    let text = match countersign_document::decode(bytes) {
        Ok(text) => text,
        Err(error) => {
            let file = files.add(name, String::from_utf8_lossy(bytes));
            return LaidOut { files, result: Err(vec![error.fault(file).report()]) };
        }
    };
    let file = files.add(name, text);
    let result = match format(file, text) {
        Ok(after) => Ok(Layout { before: text.to_owned(), after }),
        Err(Unformatted::Mistakes(mistakes)) => Err(mistakes.iter().map(Report::report).collect()),
        Err(Unformatted::Fault) => Err(vec![
            Diagnostic::error("rules/layout", format!("`{name}` would not mean the same if it were laid out anew"))
                .help("it is left as it was; this is a fault of the program, please report it with the file"),
        ]),
    };
    LaidOut { files, result }
}
