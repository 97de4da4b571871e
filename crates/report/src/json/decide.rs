//! The JSON of `decide`: `schema/decide.schema.json`.

use countersign_house::{Decided, DecidedDocument, DecidedInput, OptionSettling, Outcome, Written};
use countersign_source::Files;
use serde::Serialize;
use serde_json::Value;

use super::decisions::{JsonDecision, decision, support};
use super::{JsonMessage, JsonPlace, Mirror, VERSION, line};
use crate::handover::verdict_name;

#[derive(Debug, Serialize)]
struct JsonDecidedAll {
    version: u32,
    documents: Vec<JsonDocument>,
    errors: Vec<JsonMessage>,
}

#[derive(Debug, Serialize)]
struct JsonDocument {
    file: String,
    index: usize,
    kind: String,
    as_of: Option<String>,
    verdict: &'static str,
    failing_errors: usize,
    open_questions: usize,
    decisions: Vec<JsonDecided>,
}

/// A decision, as `check` prints it, and beside it what would settle its options.
#[derive(Debug, Serialize)]
struct JsonDecided {
    #[serde(flatten)]
    decision: JsonDecision,
    settles: Vec<JsonSettling>,
}

#[derive(Debug, Serialize)]
struct JsonSettling {
    option: String,
    path: String,
    why: Option<String>,
    place: JsonPlace,
    settled: Vec<JsonSettled>,
}

#[derive(Debug, Serialize)]
struct JsonSettled {
    values: Vec<Value>,
    support: &'static str,
    suits: &'static str,
    approver: Option<String>,
}

/// Comparisons.
pub(crate) fn decided(documents: &[DecidedInput]) -> String {
    let mut mirror = Mirror::default();
    let mut all = JsonDecidedAll { version: VERSION, documents: Vec::new(), errors: Vec::new() };
    for document in documents {
        match document {
            DecidedInput::Document(document) => all.documents.push(of_document(&mut mirror, document)),
            DecidedInput::Errors { files, errors } => {
                all.errors.extend(errors.iter().map(|error| mirror.message(files, error)));
            }
        }
    }
    let mut text = line(&all);
    text.push('\n');
    text
}

fn of_document(mirror: &mut Mirror, document: &DecidedDocument) -> JsonDocument {
    JsonDocument {
        file: document.files.name(document.file).to_owned(),
        index: document.index,
        kind: document.kind.word.to_string(),
        as_of: document.as_of.as_ref().map(|as_of| as_of.day.to_string()),
        verdict: verdict_name(document.verdict),
        failing_errors: document.errors,
        open_questions: document.open,
        decisions: document.decisions.iter().map(|decided| of_decision(mirror, &document.files, decided)).collect(),
    }
}

fn of_decision(mirror: &mut Mirror, files: &Files, decided: &Decided) -> JsonDecided {
    let mut settles = Vec::new();
    for (option, settlings) in decided.facts.options.iter().zip(&decided.settles) {
        settles.extend(settlings.iter().map(|settling| of_settling(mirror, files, &option.name, settling)));
    }
    JsonDecided { decision: decision(mirror, files, &decided.facts), settles }
}

fn of_settling(mirror: &mut Mirror, files: &Files, option: &str, settling: &OptionSettling) -> JsonSettling {
    let settled = settling.settled.iter().map(|group| JsonSettled {
        values: group.values.iter().map(value).collect(),
        support: support(group.support),
        suits: match group.suits {
            Outcome::Passes | Outcome::DoesNotApply => "yes",
            Outcome::Undetermined => "open",
            Outcome::Fails | Outcome::Waived => "no",
        },
        approver: group.approver.clone(),
    });
    JsonSettling {
        option: option.to_owned(),
        path: settling.path.clone(),
        why: settling.why.as_ref().map(ToString::to_string),
        place: mirror.span(files, settling.place, Some(&settling.path)),
        settled: settled.collect(),
    }
}

/// A value as JSON holds it.
pub(super) fn value(written: &Written) -> Value {
    serde_json::from_str(&written.json()).unwrap_or(Value::Null)
}
