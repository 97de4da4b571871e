//! Mistakes in how a file is put together: items, clauses, braces, lines and commas.

use countersign_source::{Diagnostic, Span};

use super::phrases::Found;

/// A file is a `pack` line and items: `use`, `document`, `record`, `enum`, `type`, `steps`, `risks`, `setting`, `data`,
/// `define`, `table`, `rule`, `decision`, `waive`, `test`, `extend` and `allow`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedItem {
    /// What stands there.
    pub at: Span,
    /// The same as it was written.
    pub found: Found,
    /// The word that was meant, if that can be told.
    pub meant: Option<&'static str>,
}

impl ExpectedItem {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let report = Diagnostic::error(code, format!("expected an item, found {}", self.found)).at(self.at, "no item");
        match self.meant {
            Some(word) => report.help(format!("did you mean `{word}`?")),
            None if self.found == Found::Written("option".to_owned()) => {
                report.help("an option stands between the braces of its `decision`")
            }
            None => {
                report.help("items begin with `rule`, `test`, `define`, `table`, `record`, `enum`, … on a new line")
            }
        }
    }
}

/// Between the braces of a rule stand `level`, `step`, `risk`, `effective`, `unwaivable`, `let`, `for each`, `when`,
/// `require`, `forbid` (with `else`, `at`, `help`, `suggest`), `because`, `concept` and `see`; between those of a decision
/// `level`, `step`, `risk`, `effective`, `unwaivable`, `let`, `option`, `because`, `concept` and `see`; between those of an
/// option `needs` and `suits` (with `else`, `at`, `help`, `suggest`) and `approver`; between those of a waiver `where`,
/// `until`, `by` and `because`; and between those of a test `given`, `previous`, `with`, `as of` and `expect`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedClause {
    /// What stands there.
    pub at: Span,
    /// The same as it was written.
    pub found: Found,
    /// The word that was meant, if that can be told.
    pub meant: Option<&'static str>,
    /// `rule`, `decision`, `option`, `extension`, `waiver` or `test`.
    pub inside: &'static str,
}

impl ExpectedClause {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let report = Diagnostic::error(code, format!("expected a clause of the {}, found {}", self.inside, self.found))
            .at(self.at, "no clause");
        match self.meant {
            Some("for") => report.help("did you mean `for each`?"),
            Some(word) if self.found.turns_round() => {
                report.help(format!("write `{word} not …`: `{word}` says where it holds, and not where it does not"))
            }
            Some(word) => report.help(format!("did you mean `{word}`?")),
            None if self.inside == "decision" => {
                report.help("the clauses of a decision begin with `step`, `let`, `option`, `because`, …")
            }
            None if self.inside == "option" => {
                report.help("the clauses of an option are `needs`, `suits` and `approver`")
            }
            None if self.inside == "extension" => report.help("a decision is extended by one `option` after another"),
            None if self.inside == "test" => {
                report.help("the clauses of a test are `given`, `previous`, `with`, `as of` and `expect`")
            }
            None if self.inside == "waiver" => {
                report.help("the clauses of a waiver are `where`, `until`, `by` and `because`")
            }
            None => report.help("the clauses of a rule begin with `when`, `require`, `forbid`, `because`, …"),
        }
    }
}

/// A brace or bracket has to be closed before the next item begins. The other label shows where it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclosed {
    /// Where it was noticed.
    pub at: Span,
    /// The opening brace or bracket.
    pub opened: Span,
    /// What is missing: `}`, `)` or `]`.
    pub missing: &'static str,
    /// What stands there instead.
    pub found: Found,
}

impl Unclosed {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("expected `{}`, found {}", self.missing, self.found))
            .at(self.at, format!("`{}` is missing before this", self.missing))
            .and(self.opened, "opened here")
    }
}

/// A closing brace or bracket needs one that it closes. Often the real mistake stands above: a brace too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrayClose {
    /// The closing brace or bracket.
    pub at: Span,
    /// The same as it was written.
    pub written: String,
}

impl StrayClose {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("`{}` closes nothing", self.written))
            .at(self.at, "nothing is open here")
            .help("take it out, or look for one too many above")
    }
}

/// A rule file opens with `pack NAME for DOCUMENT`: the pack that it belongs to, and what its rules judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPack {
    /// Where the line should stand.
    pub at: Span,
}

impl MissingPack {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "the `pack` line is missing")
            .at(self.at, "expected `pack NAME for DOCUMENT`")
            .help("open the file with a line such as `pack approval for Handoff`")
    }
}

/// The `pack` line stands before all other items, so that a reader knows at once where a file belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackNotFirst {
    /// The word `pack`.
    pub at: Span,
    /// The first item.
    pub first: Span,
}

impl PackNotFirst {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "the `pack` line stands before everything else")
            .at(self.at, "move this to the top")
            .and(self.first, "this stands before it")
    }
}

/// A file belongs to one pack, so it has one `pack` line. What belongs to another pack stands in a file of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedPack {
    /// The word `pack` of the second line.
    pub at: Span,
    /// The first one.
    pub first: Span,
}

impl RepeatedPack {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "a file has one `pack` line").at(self.at, "the second").and(self.first, "the first")
    }
}

/// `else`, `at`, `help` and `suggest` belong to the `require` or `forbid` above them, in an option to the `needs` or
/// `suits`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MisplacedClause {
    /// Its word.
    pub at: Span,
    /// The same.
    pub word: String,
    /// What it can belong to there: "`require` or `forbid`".
    pub owner: &'static str,
    /// Does the clause above have one already?
    pub repeated: bool,
}

impl MisplacedClause {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        if self.repeated {
            return Diagnostic::error(code, format!("a second `{}` for the same clause", self.word))
                .at(self.at, "the clause above has one already")
                .help(format!("each {} has at most one `{}`", self.owner, self.word));
        }
        Diagnostic::error(code, format!("`{}` belongs to a {}", self.word, self.owner))
            .at(self.at, "none stands directly above")
            .help(format!("move it directly below the {} that it belongs to", self.owner))
    }
}

/// Fields stand on lines of their own, or are parted by commas: put one between them, or begin a new line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldsOnOneLine {
    /// The second field's name.
    pub at: Span,
    /// The same.
    pub name: String,
}

impl FieldsOnOneLine {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("expected `,` or a new line before the field `{}`", self.name))
            .at(self.at, "a second field on this line")
    }
}

/// The members of an enum are all parted by `<`, which puts them in order, or all by `,`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MixedOrder {
    /// The first sign that does not fit those before it.
    pub at: Span,
    /// The sign before it.
    pub first: Span,
    /// Is the first sign `<`?
    pub ordered: bool,
}

impl MixedOrder {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let (used, other) = if self.ordered { ("<", ",") } else { (",", "<") };
        Diagnostic::error(code, "an enum is parted by `<` or by `,`, not by both")
            .at(self.at, format!("`{other}` here"))
            .and(self.first, format!("`{used}` here"))
            .help("`<` puts the members in order, from the least to the greatest; `,` does not")
    }
}

/// The members of an enum and the entries of `steps` and `risks` are parted by commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingComma {
    /// Where the comma has to stand.
    pub at: Span,
    /// The members or entries that it parts: `member` or `entry`.
    pub of: &'static str,
}

impl MissingComma {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("expected `,` between one {} and the next", self.of))
            .at(self.at, "a comma is missing here")
    }
}

/// A row of a table is one line, so that the table reads as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowsOnOneLine {
    /// Where the second row begins.
    pub at: Span,
}

impl RowsOnOneLine {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "a row of a table is one line").at(self.at, "begin a new line here")
    }
}

/// A row of a table is one line: cells parted by commas, `->`, and what the row answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitRow {
    /// Where the second line of the row begins.
    pub at: Span,
}

impl SplitRow {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "a row of a table is one line").at(self.at, "move this to the end of the line above")
    }
}

/// Who switches a lint off says why: `allow unused-setting because "houses set it"`. The reason is for those who read the
/// rules next, and has to be more than blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingReason {
    /// The whole line.
    pub at: Span,
    /// The lint.
    pub lint: String,
}

impl MissingReason {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("nothing says why `{}` is allowed here", self.lint))
            .at(self.at, "a reason is missing")
            .help(format!("write `allow {} because \"…\"`, on one line", self.lint))
    }
}
