//! What a user is told about a place: words and labels, in no output format.

use crate::Span;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// For information.
    Note,
    /// Worth mending; nothing is refused because of it.
    Warning,
    /// Has to be mended.
    Error,
}

impl Level {
    /// The word that users write and read: `error`, `warning` or `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands beside the marker; may be empty.
    pub message: String,
    /// Is this the place itself, or one that explains it?
    pub primary: bool,
}

/// One message to a user, with its places. The order of labels is the order of importance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable id, as in `E0102` or `approval/approver-named`.
    pub code: String,
    /// How much it weighs.
    pub level: Level,
    /// One line, lower case, user input in backticks.
    pub message: String,
    /// The places, the primary ones first.
    pub labels: Vec<Label>,
    /// What to do next, a line each.
    pub helps: Vec<String>,
    /// What else is worth knowing, a line each.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// An error with this code and message, as yet without a place.
    #[must_use]
    pub fn error(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Level::Error, code, message)
    }

    /// A diagnostic of any level, as yet without a place.
    #[must_use]
    pub fn new(level: Level, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            level,
            message: message.into(),
            labels: Vec::new(),
            helps: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds the place that this is about.
    #[must_use]
    pub fn at(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into(), primary: true });
        self
    }

    /// Adds a place that explains it.
    #[must_use]
    pub fn and(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into(), primary: false });
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.helps.push(help.into());
        self
    }

    /// Adds what else is worth knowing.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The span of the first label.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// Facts that can be put into words. Whoever finds something stores the facts; the words are made at the rim.
pub trait Report {
    /// The words for these facts.
    fn report(&self) -> Diagnostic;
}
