//! Mistakes inside a clause: what was expected and what was found, and habits from other languages.

use std::borrow::Cow;
use std::fmt;

use countersign_source::{Diagnostic, Span};

/// What stands where something else was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A word or sign, as it was written.
    Written(String),
    /// A text.
    Text,
    /// A pattern.
    Pattern,
    /// The end of the file.
    EndOfFile,
}

impl Found {
    /// Is it a word of other languages that asks for the opposite of the condition behind it?
    pub(super) fn turns_round(&self) -> bool {
        matches!(self, Self::Written(word) if matches!(word.as_str(), "unless" | "except" | "if-not" | "when-not"))
    }
}

impl fmt::Display for Found {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(written) => write!(out, "`{written}`"),
            Self::Text => out.write_str("a text"),
            Self::Pattern => out.write_str("a pattern"),
            Self::EndOfFile => out.write_str("the end of the file"),
        }
    }
}

/// Something that an author could have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// What can be true or false.
    Condition,
    /// Any value.
    Value,
    /// A field, a loop variable or a text.
    Place,
    /// A name.
    Name,
    /// The name of a rule.
    RuleName,
    /// A text in quotation marks.
    Text,
    /// A type.
    Type,
    /// A pattern between slashes.
    Pattern,
    /// A cell of a table.
    Cell,
    /// `list`, as what a loop goes over.
    List,
    /// A path into a document.
    Path,
    /// A day.
    Day,
    /// What a rule comes to: `passes`, `fails`, …
    Outcome,
    /// `ready`, `open` or `not-ready`.
    Verdict,
    /// `supported`, `not supported` or `open`.
    Support,
    /// The name of an option.
    OptionName,
    /// The parameters of a table.
    Parameters,
    /// `present`, `missing`, `unknown`, `empty` or a type.
    Question,
    /// Something that joins two values.
    Operator,
    /// This sign or word.
    Exactly(&'static str),
    /// Nothing more.
    End(Subject),
}

impl fmt::Display for Wanted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Condition => "a condition",
            Self::Value => "a value",
            Self::Place => "a place",
            Self::Name => "a name",
            Self::RuleName => "the name of a rule",
            Self::Text => "a text in quotation marks",
            Self::Type => "a type",
            Self::Pattern => "a pattern between slashes",
            Self::Cell => "a cell",
            Self::List => "a list",
            Self::Path => "a path",
            Self::Day => "a day, as in `2026-04-12`",
            Self::Outcome => "`passes`, `fails`, `is undetermined`, `is waived` or `does not apply`",
            Self::Verdict => "`ready`, `open` or `not-ready`",
            Self::Support => "`supported`, `not supported` or `open`",
            Self::OptionName => "the name of an option",
            Self::Parameters => "parameters in brackets",
            Self::Question => "`present`, `missing`, `unknown`, `empty` or the name of a type",
            Self::Operator => "an operator",
            Self::Exactly(sign) => return write!(out, "`{sign}`"),
            Self::End(subject) => return write!(out, "the end of {subject}"),
        })
    }
}

/// What an author was in the middle of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The clause that begins with this word.
    Clause(&'static str),
    /// The item that begins with this word, or its part before the brace.
    Item(&'static str),
    /// A field of a shape.
    Field,
    /// A member of an enum.
    Member,
    /// An entry of `steps` or `risks`.
    Entry,
    /// A row of a table.
    Row,
    /// The braces in a text.
    Hole,
}

impl fmt::Display for Subject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clause(word) => write!(out, "the `{word}` clause"),
            Self::Item(word @ ("pack" | "use")) => write!(out, "the `{word}` line"),
            Self::Item(word) => write!(out, "the `{word}`"),
            Self::Field => out.write_str("the field"),
            Self::Member => out.write_str("the member"),
            Self::Entry => out.write_str("the entry"),
            Self::Row => out.write_str("the row"),
            Self::Hole => out.write_str("the braces"),
        }
    }
}

/// The text goes on in a way that nothing in the language does. The message names what could have stood there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// What stands there, or the gap behind the last word where the line ends.
    pub at: Span,
    /// What could have stood there, the likeliest first.
    pub wanted: Vec<Wanted>,
    /// What does.
    pub found: Found,
    /// What the author was in the middle of writing.
    pub subject: Subject,
    /// The word that was meant, if that can be told.
    pub meant: Option<&'static str>,
    /// How it is written here, where that can be told from what was written.
    pub advice: Option<Cow<'static, str>>,
}

impl Expected {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let mut expected = String::new();
        for (index, wanted) in self.wanted.iter().enumerate() {
            if index > 0 {
                expected.push_str(if index + 1 == self.wanted.len() { " or " } else { ", " });
            }
            expected.push_str(&wanted.to_string());
        }
        if expected.is_empty() {
            expected = format!("something else in {}", self.subject);
        }
        let report = Diagnostic::error(code, format!("expected {expected}, found {}", self.found))
            .at(self.at, format!("in {}", self.subject));
        match (&self.advice, self.meant) {
            (Some(advice), _) => report.help(advice.clone()),
            (None, Some(word)) => report.help(format!("did you mean `{word}`?")),
            (None, None) => report,
        }
    }
}

/// Operators are words where there is one: `and`, `or`, `not`. Equal is `==`, unequal `!=`, and the answer of a
/// table row stands behind `->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignOperator {
    /// The operator.
    pub at: Span,
    /// The same as it was written.
    pub written: String,
    /// What to write instead.
    pub instead: &'static str,
}

impl ForeignOperator {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let report = Diagnostic::error(code, format!("no operator `{}` here", self.written))
            .at(self.at, format!("write `{}`", self.instead));
        match self.written.as_str() {
            "=" if self.instead == "==" => {
                report.help("`==` asks whether two values are equal; `=` gives a value to a name")
            }
            _ => report,
        }
    }
}

/// A comparison has two sides. `a < b < c` is written `a < b and b < c`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainedComparison {
    /// The second comparison's operator.
    pub at: Span,
    /// The first one's.
    pub first: Span,
}

impl ChainedComparison {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "comparisons do not chain")
            .at(self.at, "a second comparison")
            .and(self.first, "the first")
            .help("join two comparisons with `and`, or put one in brackets")
    }
}

/// Titles, messages and reasons are texts, and stand in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingQuotes {
    /// The words that lack them.
    pub at: Span,
    /// What they are: `title`, `message`, …
    pub what: &'static str,
}

impl MissingQuotes {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let report = Diagnostic::error(code, format!("{} stands in quotation marks", self.what));
        match self.what {
            "a document" => report.at(self.at, "write `\"\"\"` behind this, and once more below the document"),
            _ => report.at(self.at, "write `\"` before and behind this"),
        }
    }
}

/// The words of the language are written in small letters, and some words of other languages have a counterpart of
/// another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The word.
    pub at: Span,
    /// The same as it was written.
    pub written: String,
    /// What to write instead.
    pub instead: &'static str,
}

impl Wording {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("no word `{}` here", self.written))
            .at(self.at, format!("write `{}`", self.instead))
    }
}

/// A minus stands only between two values. There are no negative numbers: compare the other way round, or take the
/// number away from something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NegativeNumber {
    /// The minus.
    pub at: Span,
}

impl NegativeNumber {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "a minus stands only between two values")
            .at(self.at, "nothing stands before it")
            .help("there are no negative numbers")
    }
}

/// `not` is looser than a comparison: `not a == b` is `not (a == b)`. On the right side of a comparison it has to
/// stand in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotInComparison {
    /// The `not`.
    pub at: Span,
}

impl NotInComparison {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "a `not` on the right of an operator needs brackets").at(self.at, "write `(not …)`")
    }
}

/// `where` picks items of a list, so an item has to be named before it: `(e in evidence where e.source is present)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbound {
    /// What stands before the `where`.
    pub at: Span,
}

impl Unbound {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "`where` needs an item and its list before it")
            .at(self.at, "expected `ITEM in LIST`")
            .help("as in `count(e in evidence where e.source is present)`")
    }
}

/// A rule speaks of the items of a list by what they say, never by their number: `evidence[]` is all of them, and
/// `first(…)` and `last(…)` take one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedItem {
    /// From bracket to bracket.
    pub at: Span,
}

impl NumberedItem {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "nothing stands between these brackets in a rule")
            .at(self.at, "write `[]`")
            .help("take one item with `first(…)`, `last(…)` or `(e in LIST where …)`")
    }
}
