//! Decisions that do not hold together, and what tests ask of them.

use countersign_source::{Diagnostic, Report, Span};

use super::listed;

/// Something that is wrong with a decision.
#[derive(Clone, Debug, PartialEq)]
pub enum DecisionProblem {
    /// E0421: nothing that can be chosen. `chosen` names the one field of the document that says which option was taken,
    /// as in `chosen recommendation.action`; it holds a member of an enum, or a text.
    BadChosen {
        /// What it is instead, as in "a number".
        found: String,
        /// Where.
        span: Span,
    },
    /// E0422: an option that nobody can choose. The options of a decision are words that the field behind `chosen` can
    /// hold, spelt as documents spell them.
    NoMember {
        /// The option.
        option: String,
        /// Where its name stands.
        span: Span,
        /// The enum.
        name: String,
        /// Where that is declared.
        declared: Span,
        /// The member that was most likely meant.
        nearest: Option<String>,
        /// The members.
        known: Vec<String>,
    },
    /// E0423: a decision without options. It needs at least one `option NAME "TITLE" { … }`.
    NoOptions {
        /// The decision.
        name: String,
        /// Where its name stands.
        span: Span,
    },
    /// E0424: no approver. `approver` gives who has to say yes: a member of an enum, a text, or a table or definition that
    /// answers one.
    BadApprover {
        /// What it is instead.
        found: String,
        /// Where.
        span: Span,
    },
    /// E0425: two decisions have an option of this name. Name the decision, too, as in `response/contain`.
    SharedOption {
        /// The option.
        option: String,
        /// Where.
        span: Span,
        /// The decisions.
        decisions: Vec<String>,
        /// Where their options stand.
        declared: Vec<Span>,
    },
    /// E0426: which decision is meant? Where a pack has several, `none` is written with the decision's name, as in
    /// `response/none`; where it has none there is nothing to suggest.
    WhichDecision {
        /// The decisions of the pack.
        decisions: Vec<String>,
        /// Where.
        span: Span,
    },
}

impl Report for DecisionProblem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::BadChosen { found, span } => Diagnostic::error(
                "E0421",
                format!("`chosen` names the field that holds the choice, and this is {found}"),
            )
            .at(*span, "expected a field that holds a member of an enum, or a text")
            .help("write its path, as in `chosen recommendation.action`"),
            Self::NoMember { option, span, name, declared, nearest, known } => {
                let error =
                    Diagnostic::error("E0422", format!("nobody can choose `{option}`: it is no member of `{name}`"))
                        .at(*span, "no such member")
                        .and(*declared, "declared here");
                match nearest {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error.help(format!("the members are {}", listed(known.iter().map(String::as_str)))),
                }
            }
            Self::NoOptions { name, span } => {
                Diagnostic::error("E0423", format!("the decision `{name}` has no options"))
                    .at(*span, "there is nothing to choose from")
                    .help("add `option NAME \"TITLE\" { … }` for each thing that can be done")
            }
            Self::BadApprover { found, span } => {
                Diagnostic::error("E0424", format!("an approver is a member of an enum or a text, and this is {found}"))
                    .at(*span, "this names nobody")
                    .help("write a role, a field that holds one, or a table that answers one")
            }
            Self::SharedOption { option, span, decisions, declared } => {
                let error = Diagnostic::error(
                    "E0425",
                    format!("{} have an option `{option}`", listed(decisions.iter().map(String::as_str))),
                )
                .at(*span, "which of them is meant?");
                let error = declared.iter().fold(error, |error, span| error.and(*span, "one is here"));
                match decisions.first() {
                    Some(first) => error.help(format!("name the decision, too: `{first}/{option}`")),
                    None => error,
                }
            }
            Self::WhichDecision { decisions, span } => match decisions.first() {
                Some(first) => Diagnostic::error(
                    "E0426",
                    format!("this pack has the decisions {}", listed(decisions.iter().map(String::as_str))),
                )
                .at(*span, "which of them is to suggest nothing?")
                .help(format!("name the decision, too: `{first}/none`")),
                None => Diagnostic::error("E0426", "this pack has no decision, so nothing is ever suggested")
                    .at(*span, "no decision to ask")
                    .help("move the test to the pack that declares the decision"),
            },
        }
    }
}
