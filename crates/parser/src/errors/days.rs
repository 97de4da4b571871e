//! Days that rules and waivers are judged by, written in a way that is none.

use countersign_source::{Diagnostic, Span};

/// What stands in the place of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayFault {
    /// This day, in quotation marks.
    Quoted(String),
    /// This day, with a time behind it.
    Timed(String),
    /// A word for a day that is another one tomorrow, or none at all.
    Moving(String),
}

/// `until`, `effective from` and `as of` want a day that is written down, as in `2026-04-12`: without quotation marks and
/// without a time, since a day is in from its first moment to its last, in UTC. There is no `today`, so that the same
/// handoff is judged alike whenever it is judged; and no waiver is for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoDay {
    /// What stands there.
    pub at: Span,
    /// What that is.
    pub fault: DayFault,
}

impl NoDay {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        match &self.fault {
            DayFault::Quoted(day) => {
                Diagnostic::error(code, "a day stands without quotation marks").at(self.at, format!("write `{day}`"))
            }
            DayFault::Timed(day) => Diagnostic::error(code, "a day has no time")
                .at(self.at, format!("write `{day}`"))
                .help("the whole day is meant, in UTC"),
            DayFault::Moving(word) => Diagnostic::error(code, format!("`{word}` is no day"))
                .at(self.at, "write a day, as in `2026-04-12`")
                .help("a day is written down, so that the same handoff is judged alike whenever it is judged"),
        }
    }
}
