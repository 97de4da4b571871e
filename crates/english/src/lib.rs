//! What the clauses of an English text state: who does what to what, when, and whether it is claimed, asked, wished for
//! or ordered.
//!
//! It is a grammar of verb groups over closed classes of words (auxiliaries, particles, what joins clauses) and the
//! endings of verbs, and holds no dictionary: a verb is what stands where a verb stands and ends as one ends. It goes
//! over a text once, from left to right, and knows nothing of any trade.

mod bare;
mod clauses;
mod groups;
mod lemma;
mod lexicon;
mod moods;
mod tokens;

use std::ops::Range;

/// When something is the case, by the form of the verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// `revoked`, `was revoked`
    Past,
    /// `has revoked`, `had been revoked`
    Perfect,
    /// `is revoked`, `remains isolated`
    Present,
    /// `is revoking`, `is being revoked`
    Progressive,
    /// `will revoke`, `is going to revoke`
    Future,
    /// `will have been revoked`
    FuturePerfect,
    /// `to revoke`, `revoking`, `revoke!`
    Timeless,
}

/// Whether the subject does it, suffers it, or is in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// `we revoked the key`
    Active,
    /// `the key was revoked`, `key revoked`
    Passive,
    /// `the host is off the network`
    State,
}

/// How it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As a fact.
    Asserted,
    /// As a question, or behind `whether`.
    Asked,
    /// Behind `if`, or behind `once` and its like where it has not come yet.
    Conditional,
    /// As what may be: `may have been`, `appears to`.
    Doubted,
    /// As what should be: `should`, `recommend that`, `to be`, behind a label such as `Proposed`.
    Wished,
    /// As an order.
    Ordered,
    /// As what somebody or something else says.
    Reported,
}

/// What it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A clause with a verb that has its auxiliary, or its subject and object.
    Sentence,
    /// A note: `Blocked 203.0.113.7`, `keys rotated`, `containment complete`.
    Note,
    /// What stands behind a label and a colon: `Status: contained`.
    Label,
    /// An item that is ticked off or marked as done: `[x] revoke the key`, `Rotate keys - done`.
    Ticked,
}

/// A verb and its grammatical environment. All ranges are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The sentence.
    pub sentence: Range<usize>,
    /// The clause.
    pub words: Range<usize>,
    /// The verb with what belongs to it: `has now been revoked`.
    pub group: Range<usize>,
    /// Its base, with its particle: `revoke`, `shut down`, `take offline`; `be` of states.
    pub verb: String,
    /// What stands in front of the verb, or is understood from the clause before.
    pub subject: Option<Range<usize>>,
    /// What stands behind the verb, to the end of the clause; of a state, the state.
    pub object: Option<Range<usize>>,
    /// Who did it: the subject of an active verb, what stands behind `by` with a passive one.
    pub agent: Option<Range<usize>>,
    /// When, by its form.
    pub tense: Tense,
    /// Who does it to whom, by its form.
    pub voice: Voice,
    /// How it is said.
    pub mood: Mood,
    /// Is it denied?
    pub negated: bool,
    /// What it stands in.
    pub form: Form,
}

/// The statements of a text, in the order of their verbs.
#[must_use]
pub fn statements(text: &str) -> Vec<Statement> {
    tokens::sentences(text).iter().flat_map(clauses::read).collect()
}
