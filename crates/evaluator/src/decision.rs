//! What comes out of a decision: each option, the one to suggest, and the one that was chosen.

use std::sync::Arc;

use countersign_compiler::program::{DecisionId, Support};

use crate::facts::{Finding, Outcome, Place, Reason};
use crate::trace::State;

/// What a decision came to.
#[derive(Debug)]
pub struct DecisionResult {
    /// Which decision.
    pub decision: DecisionId,
    /// What each of its options came to, in order.
    pub options: Vec<OptionResult>,
    /// The first option that is supported and suits.
    pub suggestion: Option<usize>,
    /// The options before that one (all, where there is none) that may yet turn out to be supported and to suit.
    pub open: Vec<usize>,
    /// What the document chose.
    pub choice: Choice,
    /// What the decision's author says of who has still to say yes, in a sentence.
    pub boundary: Option<String>,
}

/// What an option came to.
#[derive(Debug)]
pub struct OptionResult {
    /// What its needs came to.
    pub support: Support,
    /// What its `suits` came to; it passes where there is none.
    pub suits: Outcome,
    /// Its `needs` and `suits` that do not hold, or do not hold yet, in order.
    pub unmet: Vec<Unmet>,
    /// Who has to approve it, where it says so.
    pub approver: Option<Approver>,
}

/// A `needs` or `suits` that does not hold, or does not hold yet.
#[derive(Clone, Debug)]
pub struct Unmet {
    /// Its position among the clauses of the option.
    pub clause: usize,
    /// Is it `suits`?
    pub suits: bool,
    /// Its condition as it was written.
    pub written: Arc<str>,
    /// What is the matter, as it would be found if the option were chosen.
    pub finding: Finding,
}

/// Who has to approve an option.
#[derive(Clone, Debug)]
pub struct Approver {
    /// Is that known?
    pub state: State,
    /// Who it is, or what is known of it, as a reader would be shown it.
    pub shown: String,
    /// What was missing or unknown.
    pub reasons: Vec<Reason>,
}

/// What a document chose.
#[derive(Clone, Debug)]
pub enum Choice {
    /// The decision only compares.
    NotAsked,
    /// Nothing was written.
    Missing(Reason),
    /// What was written is not known.
    Unknown {
        /// Where.
        place: Place,
        /// Why.
        reasons: Vec<Reason>,
    },
    /// The option of this position.
    Option {
        /// The position.
        option: usize,
        /// Where that was written.
        place: Place,
    },
    /// Something that is no option.
    Unlisted {
        /// What was written.
        word: Arc<str>,
        /// Where.
        place: Place,
    },
}

/// What is the matter with a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceFault {
    /// What was chosen; empty where that is not known.
    pub chosen: Arc<str>,
    /// What is the matter with it.
    pub kind: ChoiceFaultKind,
    /// The option to suggest instead.
    pub suggestion: Option<Arc<str>>,
    /// The options before it that are still open.
    pub open: Vec<Arc<str>>,
}

/// The ways in which a choice can be at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceFaultKind {
    /// What was chosen is not known.
    NotKnown,
    /// The decision does not list it.
    Unlisted {
        /// The decision.
        decision: Arc<str>,
        /// The option with the nearest name.
        nearest: Option<Arc<str>>,
        /// All of them.
        options: Vec<Arc<str>>,
    },
    /// A `needs` does not hold, or does not hold yet.
    Needs {
        /// Its condition as it was written.
        written: Arc<str>,
    },
    /// It is supported, but a `suits` does not hold, or does not hold yet.
    Suits {
        /// Its condition as it was written.
        written: Arc<str>,
    },
}
