//! What came out of the decisions of one document, resolved: spans, paths and sentences.

use std::sync::Arc;

use countersign_compiler::program::Support;
use countersign_evaluator::{self as evaluator, Outcome, State};
use countersign_source::Span;

use crate::resolve::Resolver;
use crate::{Place, Reason};

/// What came out of a decision.
#[derive(Clone, Debug)]
pub struct DecisionFacts {
    /// `pack/decision`.
    pub id: String,
    /// What it decides: the first line of its documentation, else its name.
    pub title: Arc<str>,
    /// Its options, in order.
    pub options: Vec<OptionFacts>,
    /// The position of the first option that is supported and suits.
    pub suggestion: Option<usize>,
    /// The positions of the options before that one (of all, where there is none) that may yet become it.
    pub open: Vec<usize>,
    /// What the document chose.
    pub choice: ChoiceFacts,
    /// What the decision's author says of who has still to say yes, in a sentence.
    pub boundary: Option<String>,
}

/// What came out for an option.
#[derive(Clone, Debug)]
pub struct OptionFacts {
    /// Its name, as documents spell the choice.
    pub name: Arc<str>,
    /// What it means, in words.
    pub title: Arc<str>,
    /// What its needs came to.
    pub support: Support,
    /// What its `suits` came to; it passes where there is none.
    pub suits: Outcome,
    /// Its `needs` and `suits` that do not hold, or do not hold yet.
    pub unmet: Vec<UnmetFacts>,
    /// Who has to approve it, where it says so.
    pub approver: Option<ApproverFacts>,
    /// Where its name stands.
    pub place: Span,
}

/// A `needs` or `suits` that does not hold, or does not hold yet.
#[derive(Clone, Debug)]
pub struct UnmetFacts {
    /// Is it `suits`?
    pub suits: bool,
    /// [`Outcome::Fails`] or [`Outcome::Undetermined`].
    pub outcome: Outcome,
    /// What is the matter, in one line.
    pub message: String,
    /// What its author offers as help.
    pub help: Option<String>,
    /// Where, the most important place first.
    pub places: Vec<Place>,
    /// What was missing or unknown and had a part in it.
    pub reasons: Vec<Reason>,
    /// The clause in the file of its rules.
    pub clause: Option<Span>,
}

/// Who has to approve an option.
#[derive(Clone, Debug)]
pub struct ApproverFacts {
    /// Is that known, missing or open?
    pub state: State,
    /// Who it is, or what is known of it.
    pub shown: String,
    /// What was missing or unknown.
    pub reasons: Vec<Reason>,
}

/// What a document chose.
#[derive(Clone, Debug)]
pub enum ChoiceFacts {
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
        /// Where.
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

impl DecisionFacts {
    /// The option to suggest.
    #[must_use]
    pub fn suggested(&self) -> Option<&OptionFacts> {
        self.options.get(self.suggestion?)
    }

    /// The option that was chosen.
    #[must_use]
    pub fn chosen(&self) -> Option<&OptionFacts> {
        match self.choice {
            ChoiceFacts::Option { option, .. } => self.options.get(option),
            _ => None,
        }
    }

    /// Where the boundary runs, in a sentence: what is recommended, and who has still to say yes to it.
    #[must_use]
    pub fn boundary_sentence(&self) -> String {
        match (&self.choice, &self.boundary, self.chosen()) {
            (ChoiceFacts::NotAsked, ..) => {
                "this compares options and asks for no choice, so there is nothing to approve".to_owned()
            }
            (ChoiceFacts::Missing(_), ..) => {
                "nothing is chosen, so there is nothing that anybody could approve".to_owned()
            }
            (ChoiceFacts::Unknown { .. }, ..) => {
                "what is chosen is not known yet, so there is nothing that anybody could approve".to_owned()
            }
            (ChoiceFacts::Unlisted { word, .. }, ..) => {
                format!("`{word}` is no option of this decision, so nothing says who could approve it")
            }
            (ChoiceFacts::Option { .. }, Some(said), _) => said.clone(),
            (ChoiceFacts::Option { .. }, None, chosen) => {
                let name = chosen.map(|option| &*option.name).unwrap_or_default();
                match chosen.and_then(|option| option.approver.as_ref()) {
                    Some(approver) => {
                        format!("`{name}` is chosen, and nothing here approves it; its approver: {}", approver.shown)
                    }
                    None => format!("`{name}` is chosen, and nothing here approves it; the decision names no approver"),
                }
            }
        }
    }

    /// The names of the options that may yet become the one to suggest.
    #[must_use]
    pub fn still_open(&self) -> Vec<&str> {
        self.open.iter().filter_map(|at| self.options.get(*at)).map(|option| &*option.name).collect()
    }
}

impl Resolver<'_> {
    pub(crate) fn decision(&self, result: &evaluator::DecisionResult) -> DecisionFacts {
        let decision = &self.program[result.decision];
        let options = decision.options.iter().zip(&result.options).map(|(option, came_to)| OptionFacts {
            name: Arc::clone(&option.name),
            title: Arc::clone(&option.title),
            support: came_to.support,
            suits: came_to.suits,
            unmet: came_to.unmet.iter().map(|unmet| self.unmet(unmet)).collect(),
            approver: came_to.approver.as_ref().map(|approver| ApproverFacts {
                state: approver.state,
                shown: approver.shown.clone(),
                reasons: self.reasons(&approver.reasons),
            }),
            place: option.span,
        });
        DecisionFacts {
            id: self.program.rule_id(decision.rule),
            title: Arc::clone(&self.program[decision.rule].title),
            options: options.collect(),
            suggestion: result.suggestion,
            open: result.open.clone(),
            boundary: result.boundary.clone(),
            choice: match &result.choice {
                evaluator::Choice::NotAsked => ChoiceFacts::NotAsked,
                evaluator::Choice::Missing(reason) => ChoiceFacts::Missing(self.reason(reason)),
                evaluator::Choice::Unknown { place, reasons } => {
                    ChoiceFacts::Unknown { place: self.place(place), reasons: self.reasons(reasons) }
                }
                evaluator::Choice::Option { option, place } => {
                    ChoiceFacts::Option { option: *option, place: self.place(place) }
                }
                evaluator::Choice::Unlisted { word, place } => {
                    ChoiceFacts::Unlisted { word: Arc::clone(word), place: self.place(place) }
                }
            },
        }
    }

    fn unmet(&self, unmet: &evaluator::Unmet) -> UnmetFacts {
        let finding = &unmet.finding;
        UnmetFacts {
            suits: unmet.suits,
            outcome: finding.outcome,
            message: unmet.sentence(),
            help: finding.help.clone(),
            places: finding.places.iter().map(|place| self.place(place)).collect(),
            reasons: self.reasons(&finding.reasons),
            clause: finding.clause,
        }
    }

    fn reasons(&self, reasons: &[evaluator::Reason]) -> Vec<Reason> {
        reasons.iter().map(|reason| self.reason(reason)).collect()
    }
}
