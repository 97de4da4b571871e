//! The JSON of `check`: `schema/check.schema.json`.

use countersign_house::{
    AsOf, CheckedDocument, Date, Finding, KindFound, LevelSet, NotApplicable, Outcome, Standing, Totals, Verdict,
    Waiver, WaiverState, WhyNot, Work,
};
use countersign_source::{Diagnostic, Files};
use serde::Serialize;

use super::decisions::{self, JsonDecision};
use super::{JsonMessage, JsonNamed, JsonPlace, JsonReason, Mirror, VERSION, joined, line, named};
use crate::CheckReport;
use crate::messages::helps;

/// One document.
#[derive(Debug, Serialize)]
pub(super) struct JsonDocument {
    file: String,
    index: usize,
    kind: String,
    kind_found: &'static str,
    as_of: Option<JsonAsOf>,
    configuration: Option<String>,
    verdict: &'static str,
    steps: Vec<JsonStep>,
    decisions: Vec<JsonDecision>,
    findings: Vec<JsonFinding>,
    not_applicable: Vec<JsonNotApplicable>,
    waivers: Vec<JsonWaiverUse>,
    evidence: Option<JsonEvidence>,
    work: JsonWork,
}

#[derive(Debug, Serialize)]
struct JsonAsOf {
    date: String,
    source: &'static str,
    place: Option<JsonPlace>,
}

#[derive(Debug, Serialize)]
pub(super) struct JsonWaiver {
    state: &'static str,
    until: String,
    by: String,
    because: String,
    on_own_word: bool,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonWaiverUse {
    rule: String,
    until: String,
    waived: usize,
    expired: usize,
    past: bool,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonEvidence {
    same: usize,
    different: usize,
    not_checked: Vec<JsonUnseen>,
}

#[derive(Debug, Serialize)]
struct JsonUnseen {
    path: String,
    why: String,
}

#[derive(Debug, Serialize)]
struct JsonStep {
    name: String,
    title: String,
    standing: &'static str,
}

#[derive(Debug, Serialize)]
struct JsonFinding {
    rule: String,
    title: String,
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level_set: Option<JsonLevelSet>,
    outcome: &'static str,
    message: String,
    help: Option<String>,
    places: Vec<JsonPlace>,
    reasons: Vec<JsonReason>,
    clause: Option<JsonPlace>,
    suggestion: Option<JsonSuggestion>,
    because: Option<String>,
    step: Option<String>,
    risks: Vec<JsonNamed>,
    see: Vec<String>,
    waiver: Option<JsonWaiver>,
    concept: Option<String>,
}

/// A level that the configuration has changed.
#[derive(Debug, Serialize)]
pub(super) struct JsonLevelSet {
    declared: &'static str,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonSuggestion {
    path: String,
    value: String,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonNotApplicable {
    rule: String,
    why: &'static str,
    message: String,
    clause: Option<JsonPlace>,
    places: Vec<JsonPlace>,
    reasons: Vec<JsonReason>,
    on_own_word: bool,
}

#[derive(Debug, Serialize)]
struct JsonWork {
    passed: usize,
    failed: usize,
    waived: usize,
    open: usize,
    not_applicable: usize,
    clauses: usize,
    passed_on_nothing: usize,
    values: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct JsonTotals {
    files: usize,
    passed_over: usize,
    documents: usize,
    ready: usize,
    open_documents: usize,
    not_ready: usize,
    not_checked: usize,
    #[serde(flatten)]
    work: JsonWork,
}

impl JsonTotals {
    /// The mirror of what a run came to.
    pub(super) fn of(totals: &Totals) -> Self {
        Self {
            files: totals.files,
            passed_over: totals.passed_over,
            documents: totals.documents,
            ready: totals.ready,
            open_documents: totals.open,
            not_ready: totals.not_ready,
            not_checked: totals.not_checked,
            work: work(totals.work),
        }
    }
}

/// Writes one object, a line a document; errors are kept until the end.
#[derive(Debug)]
pub(crate) struct Json {
    mirror: Mirror,
    documents: usize,
    errors: Vec<JsonMessage>,
}

impl Json {
    pub(crate) fn new() -> Self {
        Self { mirror: Mirror::default(), documents: 0, errors: Vec::new() }
    }

    /// The mirror of a document.
    pub(super) fn mirrored(&mut self, document: &CheckedDocument) -> JsonDocument {
        let files = &document.files;
        JsonDocument {
            file: files.name(document.file).to_owned(),
            index: document.index,
            kind: document.kind.word.to_string(),
            kind_found: match document.kind.found {
                KindFound::Declared => "declared",
                KindFound::Wrapped(_) => "wrapped",
                KindFound::Default => "default",
            },
            as_of: document.as_of.as_ref().map(|as_of| self.as_of(files, as_of)),
            configuration: document.configuration.map(|file| files.name(file).to_owned()),
            verdict: match document.verdict {
                Verdict::NotReady => "not-ready",
                Verdict::Open => "open",
                Verdict::Ready if document.nothing_applied() => "not-checked",
                Verdict::Ready => "ready",
            },
            steps: document
                .steps
                .iter()
                .map(|facts| JsonStep {
                    name: facts.step.name.to_string(),
                    title: facts.step.title.to_string(),
                    standing: match facts.standing {
                        Standing::Done => "done",
                        Standing::Waived => "waived",
                        Standing::Remarked => "remarked",
                        Standing::Open => "open",
                        Standing::NotDone => "failing",
                        Standing::NotChecked => "not-reached",
                    },
                })
                .collect(),
            decisions: document
                .decisions
                .iter()
                .map(|facts| decisions::decision(&mut self.mirror, files, facts))
                .collect(),
            findings: document.findings.iter().map(|finding| self.finding(files, finding)).collect(),
            not_applicable: document.not_applicable.iter().map(|rule| self.not_applicable(files, rule)).collect(),
            waivers: document
                .waivers
                .iter()
                .map(|used| JsonWaiverUse {
                    rule: used.rule.clone(),
                    until: used.until.to_string(),
                    waived: used.waived,
                    expired: used.expired,
                    past: used.past,
                    place: self.mirror.span(files, used.span, None),
                })
                .collect(),
            evidence: document.evidence.as_ref().map(|facts| JsonEvidence {
                same: facts.same,
                different: facts.different,
                not_checked: facts
                    .unseen
                    .iter()
                    .map(|(path, why)| JsonUnseen { path: path.to_string(), why: why.to_string() })
                    .collect(),
            }),
            work: work(document.work),
        }
    }

    /// The mirror of a message.
    pub(super) fn message(&mut self, files: &Files, message: &Diagnostic) -> JsonMessage {
        self.mirror.message(files, message)
    }

    fn finding(&mut self, files: &Files, finding: &Finding) -> JsonFinding {
        JsonFinding {
            rule: finding.rule.clone(),
            title: finding.title.to_string(),
            level: finding.level.word(),
            level_set: finding.level_set.map(|set| level_set(&mut self.mirror, files, set)),
            outcome: outcome(finding.outcome),
            message: finding.message.clone(),
            help: joined(&helps(finding)),
            places: finding.places.iter().map(|place| self.mirror.place(files, place)).collect(),
            reasons: self.mirror.reasons(files, &finding.reasons),
            clause: finding.clause.map(|span| self.mirror.span(files, span, None)),
            suggestion: finding.offer.as_ref().map(|offer| JsonSuggestion {
                path: offer.path.clone(),
                value: offer.value.clone(),
                place: self.mirror.span(files, offer.span, Some(&offer.path)),
            }),
            because: finding.because.as_ref().map(ToString::to_string),
            step: finding.step.as_ref().map(|step| step.name.to_string()),
            risks: finding.risks.iter().map(named).collect(),
            see: finding.see.iter().map(ToString::to_string).collect(),
            concept: finding.concept.as_ref().map(ToString::to_string),
            waiver: finding.waiver.as_ref().map(|said| waiver(&mut self.mirror, files, said)),
        }
    }

    fn as_of(&mut self, files: &Files, as_of: &AsOf) -> JsonAsOf {
        JsonAsOf {
            date: as_of.day.to_string(),
            source: match (&as_of.own, as_of.configured) {
                (Some(_), _) => "document",
                (None, Some(_)) => "configuration",
                (None, None) => "given",
            },
            place: match (&as_of.own, as_of.configured) {
                (Some(place), _) => Some(self.mirror.place(files, place)),
                (None, Some(span)) => Some(self.mirror.span(files, span, None)),
                (None, None) => None,
            },
        }
    }

    fn not_applicable(&mut self, files: &Files, rule: &NotApplicable) -> JsonNotApplicable {
        let message = rule.sentence();
        match &rule.why {
            WhyNot::Guard { clause, reasons, places } => JsonNotApplicable {
                rule: rule.rule.clone(),
                why: "condition",
                message,
                clause: Some(self.mirror.span(files, *clause, None)),
                places: places.iter().map(|place| self.mirror.place(files, place)).collect(),
                reasons: self.mirror.reasons(files, reasons),
                on_own_word: false,
            },
            WhyNot::NotInForce { clause, as_of, .. } => JsonNotApplicable {
                rule: rule.rule.clone(),
                why: "not-in-force",
                message,
                clause: Some(self.mirror.span(files, *clause, None)),
                places: as_of.own.iter().map(|place| self.mirror.place(files, place)).collect(),
                reasons: Vec::new(),
                on_own_word: as_of.own.is_some(),
            },
            WhyNot::SwitchedOff(span) => JsonNotApplicable {
                rule: rule.rule.clone(),
                why: "switched-off",
                message,
                clause: Some(self.mirror.span(files, *span, None)),
                places: Vec::new(),
                reasons: Vec::new(),
                on_own_word: false,
            },
            WhyNot::NothingToLookAt(reasons) => JsonNotApplicable {
                rule: rule.rule.clone(),
                why: "nothing-to-look-at",
                message,
                clause: None,
                places: Vec::new(),
                reasons: self.mirror.reasons(files, reasons),
                on_own_word: false,
            },
            WhyNot::NoChoice(reason) => JsonNotApplicable {
                rule: rule.rule.clone(),
                why: "no-choice",
                message,
                clause: None,
                places: Vec::new(),
                reasons: self.mirror.reasons(files, std::slice::from_ref(reason)),
                on_own_word: false,
            },
            WhyNot::OnlyCompares => JsonNotApplicable {
                rule: rule.rule.clone(),
                why: "only-compares",
                message,
                clause: None,
                places: Vec::new(),
                reasons: Vec::new(),
                on_own_word: false,
            },
        }
    }
}

/// One document as its views see it: what stands in the JSON of a check.
pub(crate) fn result(document: &CheckedDocument) -> serde_json::Value {
    // As for `line`: structs of texts and numbers, in which there is nothing that could fail.
    serde_json::to_value(Json::new().mirrored(document)).unwrap_or_default()
}

/// The mirror of a waiver.
pub(super) fn waiver(mirror: &mut Mirror, files: &Files, waiver: &Waiver) -> JsonWaiver {
    JsonWaiver {
        state: match waiver.state {
            WaiverState::Holds => "holds",
            WaiverState::Undecided => "undecided",
            WaiverState::Expired => "expired",
        },
        until: waiver.until.to_string(),
        by: waiver.by.to_string(),
        because: waiver.because.to_string(),
        on_own_word: waiver.on_own_word,
        place: mirror.span(files, waiver.span, None),
    }
}

/// The mirror of a level that the configuration has changed.
pub(super) fn level_set(mirror: &mut Mirror, files: &Files, set: LevelSet) -> JsonLevelSet {
    JsonLevelSet { declared: set.declared.word(), place: mirror.span(files, set.span, None) }
}

impl CheckReport for Json {
    fn start(&mut self, as_of: Option<Date>) -> String {
        let as_of = line(&as_of.map(|day| day.to_string()));
        format!("{{\"version\":{VERSION},\"as_of\":{as_of},\"documents\":[")
    }

    fn document(&mut self, document: &CheckedDocument) -> String {
        let mirror = self.mirrored(document);
        let comma = if self.documents == 0 { "" } else { "," };
        self.documents += 1;
        format!("{comma}\n{}", line(&mirror))
    }

    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        self.errors.extend(errors.iter().map(|error| self.mirror.message(files, error)));
    }

    fn end(&mut self, totals: &Totals) -> String {
        let errors: Vec<String> = self.errors.iter().map(|error| format!("\n{}", line(error))).collect();
        let (work, errors) = (line(&JsonTotals::of(totals)), errors.join(","));
        format!("\n],\"work\":{work},\"errors\":[{errors}{}]}}\n", if errors.is_empty() { "" } else { "\n" })
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

fn work(work: Work) -> JsonWork {
    JsonWork {
        passed: work.passed,
        failed: work.failed,
        waived: work.waived,
        open: work.open,
        not_applicable: work.not_applicable,
        clauses: work.clauses,
        passed_on_nothing: work.passed_on_nothing,
        values: work.values,
    }
}
