//! The JSON of `explain` of a document.

use countersign_house::{
    Action, Edit, Explained, ExplainedDocument, ExplainedRule, Fix, Line, Outcome, Role, Stop, Verdict, Waiver, Written,
};
use countersign_source::{Files, Level};
use serde::Serialize;
use serde_json::Value;

use super::check::{JsonLevelSet, JsonWaiver, level_set, waiver};
use super::decisions::{JsonDecision, decision, support};
use super::{JsonMessage, JsonPlace, JsonReason, Mirror, VERSION, line};

#[derive(Debug, Serialize)]
struct JsonExplained {
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
    schema_findings: usize,
    rules: Vec<JsonRule>,
}

#[derive(Debug, Serialize)]
struct JsonRule {
    id: String,
    title: String,
    level: &'static str,
    level_set: Option<JsonLevelSet>,
    outcome: &'static str,
    place: JsonPlace,
    because: Option<String>,
    messages: Vec<String>,
    waivers: Vec<JsonWaiver>,
    why_not_applicable: Option<String>,
    /// `null` where the rule is no decision.
    decision: Option<JsonDecision>,
    parts: Vec<JsonPart>,
    /// `null` where the rule does not fail.
    fixes: Option<JsonFixes>,
    settles: Vec<JsonSettling>,
}

#[derive(Debug, Serialize)]
struct JsonPart {
    role: &'static str,
    words: String,
    rule_place: Option<JsonPlace>,
    answer: Option<&'static str>,
    outcome: Option<&'static str>,
    support: Option<&'static str>,
    value: Option<String>,
    place: Option<JsonPlace>,
    reasons: Vec<JsonReason>,
    parts: Vec<JsonPart>,
    left_out: usize,
}

#[derive(Debug, Serialize)]
struct JsonFixes {
    ways: Vec<JsonFix>,
    all_up_to: usize,
    judged: usize,
}

#[derive(Debug, Serialize)]
struct JsonFix {
    outcome: &'static str,
    edits: Vec<JsonEdit>,
    breaks: Vec<String>,
    opens: Vec<String>,
}

#[derive(Debug, Serialize)]
struct JsonEdit {
    action: &'static str,
    path: String,
    /// From the top of the document: names of fields, and places in lists from 0.
    steps: Vec<Value>,
    value: Value,
    others: Vec<Value>,
    sentence: String,
    place: Option<JsonPlace>,
    markdown: Option<JsonOnPage>,
}

#[derive(Debug, Serialize)]
struct JsonOnPage {
    place: String,
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
struct JsonSettling {
    path: String,
    place: JsonPlace,
    settled: Vec<JsonSettled>,
}

#[derive(Debug, Serialize)]
struct JsonSettled {
    outcome: &'static str,
    values: Vec<Value>,
}

/// Explanations.
pub(crate) fn explained(documents: &[Explained]) -> String {
    let mut mirror = Mirror::default();
    let mut all = JsonExplained { version: VERSION, documents: Vec::new(), errors: Vec::new() };
    for document in documents {
        match document {
            Explained::Document(document) => all.documents.push(of_document(&mut mirror, document)),
            Explained::Errors { files, errors } => {
                all.errors.extend(errors.iter().map(|error| mirror.message(files, error)));
            }
        }
    }
    let mut text = line(&all);
    text.push('\n');
    text
}

fn of_document(mirror: &mut Mirror, document: &ExplainedDocument) -> JsonDocument {
    JsonDocument {
        file: document.files.name(document.file).to_owned(),
        index: document.index,
        kind: document.kind.word.to_string(),
        as_of: document.as_of.as_ref().map(|as_of| as_of.day.to_string()),
        verdict: match document.verdict {
            Verdict::Ready => "ready",
            Verdict::Open => "open",
            Verdict::NotReady => "not-ready",
        },
        schema_findings: document.schema_findings,
        rules: document.rules.iter().map(|rule| of_rule(mirror, &document.files, rule)).collect(),
    }
}

fn of_rule(mirror: &mut Mirror, files: &Files, rule: &ExplainedRule) -> JsonRule {
    JsonRule {
        id: rule.id.clone(),
        title: rule.title.to_string(),
        level: Level::word(rule.level),
        level_set: rule.level_set.map(|set| level_set(mirror, files, set)),
        outcome: outcome(rule.outcome),
        place: mirror.span(files, rule.place, None),
        because: rule.because.as_ref().map(ToString::to_string),
        messages: rule.findings.iter().map(|finding| finding.message.clone()).collect(),
        waivers: waivers(rule).into_iter().map(|said| waiver(mirror, files, said)).collect(),
        decision: rule.decision.as_ref().map(|facts| decision(mirror, files, facts)),
        why_not_applicable: rule.not_applicable.as_ref().map(countersign_house::NotApplicable::sentence),
        parts: rule.lines.iter().map(|line| of_line(mirror, files, line)).collect(),
        fixes: rule.fixes.as_ref().map(|fixes| JsonFixes {
            ways: fixes.ways.iter().map(|fix| of_fix(mirror, files, fix)).collect(),
            all_up_to: fixes.all_up_to,
            judged: fixes.judged,
        }),
        settles: rule
            .settles
            .iter()
            .map(|settling| JsonSettling {
                path: settling.path.clone(),
                place: mirror.span(files, settling.place, Some(&settling.path)),
                settled: settling
                    .settled
                    .iter()
                    .map(|settled| JsonSettled {
                        outcome: outcome(settled.outcome),
                        values: settled.values.iter().map(value).collect(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

/// The waivers that speak of what was found, each once.
fn waivers(rule: &ExplainedRule) -> Vec<&Waiver> {
    let mut waivers: Vec<&Waiver> = Vec::new();
    for waiver in rule.findings.iter().filter_map(|finding| finding.waiver.as_ref()) {
        if !waivers.iter().any(|known| known.span == waiver.span && known.state == waiver.state) {
            waivers.push(waiver);
        }
    }
    waivers
}

fn of_line(mirror: &mut Mirror, files: &Files, line: &Line) -> JsonPart {
    JsonPart {
        role: role(line.role),
        words: line.words.clone(),
        rule_place: line.span.map(|span| mirror.span(files, span, None)),
        answer: line.answer.map(countersign_house::Answer::word),
        outcome: line.outcome.map(outcome),
        support: line.support.map(support),
        value: line.value.clone(),
        place: line.place.as_ref().map(|place| mirror.place(files, place)),
        reasons: mirror.reasons(files, &line.reasons),
        parts: line.lines.iter().map(|line| of_line(mirror, files, line)).collect(),
        left_out: line.left_out.iter().map(|(count, _)| count).sum(),
    }
}

fn of_fix(mirror: &mut Mirror, files: &Files, fix: &Fix) -> JsonFix {
    JsonFix {
        outcome: outcome(fix.outcome),
        edits: fix.edits.iter().map(|edit| of_edit(mirror, files, edit)).collect(),
        breaks: fix.breaks.clone(),
        opens: fix.opens.clone(),
    }
}

fn of_edit(mirror: &mut Mirror, files: &Files, edit: &Edit) -> JsonEdit {
    JsonEdit {
        action: match edit.action {
            Action::Write => "write",
            Action::Add => "add",
            Action::Remove => "remove",
        },
        path: edit.path.clone(),
        steps: edit
            .way
            .iter()
            .map(|stop| match stop {
                Stop::Field(name) => Value::from(name.to_string()),
                Stop::Item(index) => Value::from(*index),
            })
            .collect(),
        value: edit.value.as_ref().map_or(Value::Null, value),
        others: edit.others.iter().map(value).collect(),
        sentence: edit.sentence(),
        place: edit.place.map(|span| mirror.span(files, span, Some(&edit.path))),
        markdown: edit.page.as_ref().map(|page| JsonOnPage { place: page.place.clone(), lines: page.lines.clone() }),
    }
}

/// A value as JSON holds it.
fn value(written: &Written) -> Value {
    serde_json::from_str(&written.json()).unwrap_or(Value::Null)
}

fn role(role: Role) -> &'static str {
    match role {
        Role::When => "when",
        Role::Let => "let",
        Role::ForEach => "for-each",
        Role::Require => "require",
        Role::Forbid => "forbid",
        Role::Option => "option",
        Role::Needs => "needs",
        Role::Suits => "suits",
        Role::Item => "item",
        Role::Part => "part",
        Role::Meaning => "meaning",
        Role::Row => "row",
        Role::Value => "value",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::DoesNotApply => "does-not-apply",
        Outcome::Passes => "passes",
        Outcome::Waived => "waived",
        Outcome::Undetermined => "undetermined",
        Outcome::Fails => "fails",
    }
}
