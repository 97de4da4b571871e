//! Mistakes in texts and patterns.

use countersign_source::{Diagnostic, Span};

/// A text begins with `"` and ends with the next `"` on the same line; a text over several lines stands between
/// `"""` and `"""`. A quotation mark inside a text is written `\"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclosedText {
    /// The opening quotation mark.
    pub at: Span,
    /// Was it opened by `"""`?
    pub block: bool,
}

impl UnclosedText {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let report = Diagnostic::error(code, "this text is not closed").at(self.at, "opened here");
        if self.block {
            report.help("close it with `\"\"\"`")
        } else {
            report.help("close it with `\"` on the same line, or write `\"\"\"` around a text over several lines")
        }
    }
}

/// In a text a backslash begins one of `\"`, `\\`, `\n`, `\t` and `\u{…}` (the number of a character in
/// hexadecimal, as in `\u{e9}`). A backslash itself is written `\\`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEscape {
    /// The backslash and what follows it.
    pub at: Span,
    /// The same as it was written.
    pub written: String,
}

impl UnknownEscape {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let report = Diagnostic::error(code, format!("`{}` means nothing in a text", self.written))
            .at(self.at, "no such escape");
        if self.written.starts_with("\\u") {
            report.help("a character is written by its number, as in `\\u{e9}`")
        } else {
            report.help("a backslash itself is written `\\\\`; what there is: `\\\"`, `\\\\`, `\\n`, `\\t`, `\\u{…}`")
        }
    }
}

/// A text stands in `"…"`. Word processors turn these into curved ones, which look alike and are other
/// characters; single quotation marks have no meaning of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignQuotes {
    /// The opening mark.
    pub at: Span,
    /// The closing mark.
    pub close: Span,
    /// The opening mark, as it was written.
    pub quote: char,
}

impl ForeignQuotes {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("a text stands in `\"`, not in `{}`", self.quote))
            .at(self.at, "write `\"`")
            .and(self.close, "and here")
    }
}

/// In the message of an `else`, in a `help` and in the texts of expressions, `{…}` holds a path or a call whose
/// value is shown in its place. A brace that is to be shown as a brace is written twice: `{{`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclosedHole {
    /// The opening brace.
    pub at: Span,
}

impl UnclosedHole {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "a brace in a text is not closed")
            .at(self.at, "opened here")
            .help("close it with `}` on the same line, or write `{{` for a brace that is to be shown")
    }
}

/// The braces in a text hold a path, as in `{approval.approver}`, or a call, as in `{count(evidence)}`. Whatever
/// needs more is given a name with `let` first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadHole {
    /// What the braces hold; from brace to brace where they hold nothing.
    pub at: Span,
    /// Do they hold nothing?
    pub empty: bool,
}

impl BadHole {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        if self.empty {
            return Diagnostic::error(code, "the braces in this text hold nothing")
                .at(self.at, "expected a path or a call")
                .help("write `{{` for a brace that is to be shown");
        }
        Diagnostic::error(code, "the braces in a text hold a path or a call")
            .at(self.at, "this is neither")
            .help("give it a name with `let` and write that name here")
    }
}

/// A pattern begins and ends with `/` on the same line, as in `/AKIA[0-9A-Z]{16}/`; an `i` behind it makes it the
/// same for capital and small letters. A `/` inside is written `\/`, or stands in square brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclosedPattern {
    /// The opening slash.
    pub at: Span,
}

impl UnclosedPattern {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "this pattern is not closed").at(self.at, "opened here").help("close it with `/`")
    }
}

/// A pattern stands only behind `matches`, which looks for it anywhere in a text, and behind `matching`, in a
/// `type`, where it has to fit the whole value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MisplacedPattern {
    /// The pattern.
    pub at: Span,
}

impl MisplacedPattern {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "a pattern stands only behind `matches` or `matching`")
            .at(self.at, "no pattern can be here")
            .help("ask `… matches /…/`")
    }
}

/// Behind `matches` and `matching` stands a pattern between slashes. Whether a text holds another one is asked
/// with `contains`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextForPattern {
    /// The text.
    pub at: Span,
    /// What stands in its quotation marks.
    pub inside: String,
}

impl TextForPattern {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "a pattern stands between slashes, not in quotation marks")
            .at(self.at, "expected a pattern")
            .help(format!("write `/{}/`", self.inside.replace('/', "\\/")))
    }
}

/// The one flag of a pattern is `i`, which makes it the same for capital and small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternFlag {
    /// What stands behind the closing slash.
    pub at: Span,
    /// The same as it was written.
    pub written: String,
}

impl PatternFlag {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("a pattern has no flag `{}`", self.written))
            .at(self.at, "only `i` can stand here")
            .help("`i` makes no difference between capital and small letters")
    }
}
