//! Waivers and days in force that do not hold together.

use countersign_source::{Diagnostic, Report, Span};

use super::listed;

/// Something that is wrong with a waiver, or with the days on which a rule is in force.
#[derive(Clone, Debug, PartialEq)]
pub enum WaiverProblem {
    /// E0520: a waiver has an end, somebody who approves it and a reason. Each waiver says `until`, `by` and `because`, and
    /// none of them is blank: an exception that nobody answers for, or that never ends, is a rule that silently does nothing.
    Lacks {
        /// What is waived, as written.
        rule: String,
        /// Where.
        span: Span,
        /// The words that are missing.
        words: Vec<&'static str>,
    },
    /// E0521: a rule that nothing waives. The rule says `unwaivable`: the house wants it kept without exception. Mend the
    /// handoff, or talk to the people who answer for the rule.
    Unwaivable {
        /// What is waived, as written.
        rule: String,
        /// Where.
        span: Span,
        /// Where the rule says so.
        says: Span,
    },
    /// E0522: an end before the beginning. The rule would be in force on no day at all. Both days are in.
    EndsBefore {
        /// The last day.
        until: String,
        /// Where it stands.
        span: Span,
        /// The first day.
        from: String,
        /// Where that stands.
        first: Span,
    },
    /// E0523: a waiver that ends before its rule is in force. It could never waive anything.
    TooEarly {
        /// The last day of the waiver.
        until: String,
        /// Where it stands.
        span: Span,
        /// The first day of the rule.
        from: String,
        /// Where that stands.
        effective: Span,
    },
    /// E0524: nothing waives it here. A test runs with the waivers of its own pack, and none of them is about this rule, so
    /// it can never come out as waived.
    NotWaived {
        /// The rule.
        rule: String,
        /// Where.
        span: Span,
        /// What the pack waives.
        known: Vec<String>,
    },
}

impl Report for WaiverProblem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::Lacks { rule, span, words } => Diagnostic::error(
                "E0520",
                format!("the waiver of `{rule}` does not say {}", listed(words.iter().copied())),
            )
            .at(*span, "an exception that ends, and that somebody answers for")
            .help(match words.first() {
                Some(&"until") => "add `until` with its last day, as in `until 2026-12-31`",
                Some(&"by") => "add `by` with the name of whoever approves it, in quotation marks",
                _ => "add `because` with the reason, in quotation marks",
            }),
            Self::Unwaivable { rule, span, says } => {
                Diagnostic::error("E0521", format!("`{rule}` is not to be waived"))
                    .at(*span, "waived here")
                    .and(*says, "the rule says so here")
                    .help("remove the waiver; the rule is kept without exception")
            }
            Self::EndsBefore { until, span, from, first } => {
                Diagnostic::error("E0522", format!("the last day, {until}, is before the first, {from}"))
                    .at(*span, "the last day")
                    .and(*first, "the first day")
                    .help("swap the two, or mend the one that is wrong")
            }
            Self::TooEarly { until, span, from, effective } => Diagnostic::error(
                "E0523",
                format!("the waiver ends with {until}, and the rule is in force only from {from}"),
            )
            .at(*span, "it could never waive anything")
            .and(*effective, "the rule is in force from here")
            .help("remove the waiver, or let it end later"),
            Self::NotWaived { rule, span, known } => {
                let diagnostic = Diagnostic::error("E0524", format!("no waiver of this pack waives `{rule}`"))
                    .at(*span, "so it can never be waived here");
                if known.is_empty() {
                    diagnostic.help("the pack has no waiver; a test runs with those of its own pack")
                } else {
                    diagnostic.help(format!("the pack waives {}", listed(known.iter().map(String::as_str))))
                }
            }
        }
    }
}
