//! The JSON of decisions, as `check` prints them.

use countersign_house::{ChoiceFacts, DecisionFacts, OptionFacts, Outcome, State, Support, UnmetFacts};
use countersign_source::Files;
use serde::Serialize;

use super::{JsonPlace, JsonReason, Mirror};

/// A decision, its options and what was chosen.
#[derive(Debug, Serialize)]
pub(super) struct JsonDecision {
    decision: String,
    title: String,
    choice: JsonChoice,
    suggestion: Option<String>,
    still_open: Vec<String>,
    boundary: String,
    options: Vec<JsonOption>,
}

#[derive(Debug, Serialize)]
struct JsonChoice {
    state: &'static str,
    option: Option<String>,
    place: Option<JsonPlace>,
    reasons: Vec<JsonReason>,
}

#[derive(Debug, Serialize)]
struct JsonOption {
    name: String,
    title: String,
    support: &'static str,
    suits: &'static str,
    approver: Option<JsonApprover>,
    unmet: Vec<JsonUnmet>,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonApprover {
    state: &'static str,
    shown: String,
    reasons: Vec<JsonReason>,
}

#[derive(Debug, Serialize)]
struct JsonUnmet {
    clause: &'static str,
    outcome: &'static str,
    message: String,
    help: Option<String>,
    place: Option<JsonPlace>,
    places: Vec<JsonPlace>,
    reasons: Vec<JsonReason>,
}

/// The mirror of a decision.
pub(super) fn decision(mirror: &mut Mirror, files: &Files, facts: &DecisionFacts) -> JsonDecision {
    JsonDecision {
        decision: facts.id.clone(),
        title: facts.title.to_string(),
        choice: choice(mirror, files, facts),
        suggestion: facts.suggested().map(|option| option.name.to_string()),
        still_open: facts.still_open().into_iter().map(str::to_owned).collect(),
        boundary: facts.boundary_sentence(),
        options: facts.options.iter().map(|facts| option(mirror, files, facts)).collect(),
    }
}

fn choice(mirror: &mut Mirror, files: &Files, facts: &DecisionFacts) -> JsonChoice {
    let (state, option, place, reasons) = match &facts.choice {
        ChoiceFacts::NotAsked => ("not-asked", None, None, Vec::new()),
        ChoiceFacts::Missing(reason) => {
            ("missing", None, Some(&reason.place), mirror.reasons(files, std::slice::from_ref(reason)))
        }
        ChoiceFacts::Unknown { place, reasons } => ("unknown", None, Some(place), mirror.reasons(files, reasons)),
        ChoiceFacts::Option { place, .. } => {
            ("option", facts.chosen().map(|option| option.name.to_string()), Some(place), Vec::new())
        }
        ChoiceFacts::Unlisted { word, place } => ("unlisted", Some(word.to_string()), Some(place), Vec::new()),
    };
    JsonChoice { state, option, place: place.map(|place| mirror.place(files, place)), reasons }
}

fn option(mirror: &mut Mirror, files: &Files, facts: &OptionFacts) -> JsonOption {
    JsonOption {
        name: facts.name.to_string(),
        title: facts.title.to_string(),
        support: support(facts.support),
        suits: match facts.suits {
            Outcome::Passes | Outcome::DoesNotApply => "yes",
            Outcome::Undetermined => "open",
            Outcome::Fails | Outcome::Waived => "no",
        },
        approver: facts.approver.as_ref().map(|approver| JsonApprover {
            state: match approver.state {
                State::Known => "known",
                State::Missing => "missing",
                State::Open => "unknown",
            },
            shown: approver.shown.clone(),
            reasons: mirror.reasons(files, &approver.reasons),
        }),
        unmet: facts.unmet.iter().map(|facts| unmet(mirror, files, facts)).collect(),
        place: mirror.span(files, facts.place, None),
    }
}

fn unmet(mirror: &mut Mirror, files: &Files, facts: &UnmetFacts) -> JsonUnmet {
    JsonUnmet {
        clause: if facts.suits { "suits" } else { "needs" },
        outcome: if facts.outcome == Outcome::Fails { "fails" } else { "undetermined" },
        message: facts.message.clone(),
        help: facts.help.clone(),
        place: facts.clause.map(|span| mirror.span(files, span, None)),
        places: facts.places.iter().map(|place| mirror.place(files, place)).collect(),
        reasons: mirror.reasons(files, &facts.reasons),
    }
}

pub(super) fn support(support: Support) -> &'static str {
    match support {
        Support::Supported => "supported",
        Support::Open => "open",
        Support::NotSupported => "not-supported",
    }
}
