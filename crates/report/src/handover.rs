//! The formats of what is handed over: what to do next, what is left to do, what has changed.

use countersign_house::Verdict;

use crate::ink::Paint;
use crate::plural;

/// The formats of `decide`, `ready` and `diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoverFormat {
    /// For people on a terminal.
    Human,
    /// For programs.
    Json,
    /// To paste into a ticket.
    Markdown,
}

impl HandoverFormat {
    /// All of them, with their names as users write them.
    pub const ALL: [(&'static str, Self); 3] =
        [("human", Self::Human), ("json", Self::Json), ("markdown", Self::Markdown)];

    /// The format of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }
}

/// A verdict in a sign, words and a colour, with what it rests on: `✗ not ready: 1 error, 2 open questions`.
pub(crate) fn standing(verdict: Verdict, errors: usize, open: usize) -> (String, Paint) {
    let (word, paint) = match verdict {
        Verdict::Ready => ("✓ ready", Paint::Good),
        Verdict::Open => ("? open", Paint::Open),
        Verdict::NotReady => ("✗ not ready", Paint::Bad),
    };
    let counts: Vec<String> = [(errors, "error"), (open, "open question")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| plural(count, word))
        .collect();
    (if counts.is_empty() { word.to_owned() } else { format!("{word}: {}", counts.join(", ")) }, paint)
}

/// The word of a verdict in JSON.
pub(crate) fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ready => "ready",
        Verdict::Open => "open",
        Verdict::NotReady => "not-ready",
    }
}

/// The name of a file, and which of its documents.
pub(crate) fn called(name: &str, index: usize, one_of_many: bool) -> String {
    if one_of_many { format!("{name}, document {}", index + 1) } else { name.to_owned() }
}
