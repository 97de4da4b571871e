//! Facts made by hand: a handoff that is not ready, open, or hostile, as the house would hand it to a report.

use std::sync::Arc;

use countersign_house::{
    Checked, CheckedDocument, Finding, KindFacts, KindFound, Lack, Named, NotApplicable, Offer, Outcome, Place, Reason,
    Standing, StepFacts, Totals, Verdict, WhyNot, Work,
};
use countersign_source::{FileId, Files, Level, Span};

/// A handoff of a few lines.
pub const HANDOFF: &str = "\
kind: handoff
id: IR-2026-0412
scope:
  environment: !unknown the account is not in the register yet
recommendation:
  action: contain
  text: >
    Recommend that storage-platform remove the public statement.
    The bucket has been locked down already.
approval:
  state: pending
";

/// A rules file of a few lines.
pub const RULES: &str = "\
rule approver-named \"A recommendation that changes production names its approver\" {
    step    approval
    when    changes-production(recommendation.action)
    require approval.approver is present
        else \"`{recommendation.action}` changes production, but nobody is named to approve it\"
}
rule approver-fits \"The approver is the one the house has named\" {
    when    approval.approver is present
    require approval.approver
        == approver-for(recommendation.action, scope.environment)
}
";

/// The files of a specimen: rules first, then the document.
#[derive(Debug)]
pub struct Specimen {
    /// The rules and the document.
    pub files: Arc<Files>,
    /// The rules.
    pub rules: FileId,
    /// The document.
    pub document: FileId,
}

impl Specimen {
    /// These rules and this document, under these names.
    #[must_use]
    pub fn new(rules_name: &str, rules: &str, name: &str, document: &str) -> Self {
        let mut files = Files::new();
        let rules = files.add(rules_name, rules);
        let document = files.add(name, document);
        Self { files: Arc::new(files), rules, document }
    }

    /// [`RULES`] and [`HANDOFF`].
    #[must_use]
    pub fn handoff() -> Self {
        Self::new("rules/approval/approval.rules", RULES, "handoffs/bucket.yaml", HANDOFF)
    }

    /// Where `needle` stands first in a file.
    #[must_use]
    pub fn span(&self, file: FileId, needle: &str) -> Span {
        let text = self.files.get(file).map_or("", |file| file.text());
        let start = text.find(needle).unwrap_or(text.len());
        Span::new(file, start..start + needle.len())
    }

    /// A place in the document.
    #[must_use]
    pub fn place(&self, needle: &str, path: &str, missing: bool) -> Place {
        Place { span: self.span(self.document, needle), path: path.into(), missing }
    }

    /// A document with these findings.
    #[must_use]
    pub fn checked(&self, verdict: Verdict, findings: Vec<Finding>) -> CheckedDocument {
        let count = |outcome| findings.iter().filter(|finding| finding.outcome == outcome).count();
        let steps = [
            ("evidence", "Review the evidence package", Standing::Done),
            ("scope", "Identify what is affected", Standing::Done),
            ("options", "Compare the response options", Standing::NotChecked),
            ("owner", "Identify the accountable owner", Standing::Open),
            (
                "approval",
                "Identify what needs approval",
                if findings.is_empty() { Standing::Done } else { Standing::NotDone },
            ),
        ];
        CheckedDocument {
            files: Arc::clone(&self.files),
            file: self.document,
            index: 0,
            one_of_many: false,
            span: Span::new(self.document, 0..self.files.get(self.document).map_or(0, |file| file.text().len())),
            kind: KindFacts { word: "handoff".into(), found: KindFound::Declared },
            as_of: None,
            configuration: None,
            verdict,
            steps: steps
                .into_iter()
                .map(|(name, title, standing)| StepFacts { step: named(name, title), standing })
                .collect(),
            decisions: Vec::new(),
            not_applicable: vec![NotApplicable {
                rule: "approval/approval-covers-targets".to_owned(),
                title: "An approval covers every target".into(),
                why: WhyNot::Guard {
                    clause: self.span(self.rules, "when    approval.approver is present"),
                    reasons: Vec::new(),
                    places: vec![self.place("pending", "approval.state", false)],
                },
            }],
            waivers: Vec::new(),
            on_nothing: Vec::new(),
            work: Work {
                passed: 9,
                failed: count(Outcome::Fails),
                waived: count(Outcome::Waived),
                open: count(Outcome::Undetermined),
                not_applicable: 1,
                clauses: 31,
                passed_on_nothing: 2,
                values: 58,
            },
            evidence: None,
            findings,
        }
    }

    /// A rule that fails because something was not written.
    #[must_use]
    pub fn failing(&self) -> Finding {
        let missing = self.place("approval", "approval.approver", true);
        Finding {
            rule: "approval/approver-named".to_owned(),
            title: "A recommendation that changes production names its approver".into(),
            level: Level::Error,
            level_set: None,
            outcome: Outcome::Fails,
            message: "`approval.approver` is not written: `contain` changes production, but nobody is named to approve it"
                .to_owned(),
            helps: vec!["name the role that may authorise it under `approval.approver`".to_owned()],
            offer: Some(Offer {
                path: "approval.approver".to_owned(),
                value: "account-owner".to_owned(),
                span: self.span(self.document, "state: pending"),
            }),
            places: vec![self.place("contain", "recommendation.action", false)],
            reasons: vec![Reason { lack: Lack::Missing, place: missing }],
            clause: Some(self.span(self.rules, "require approval.approver is present")),
            because: Some(
                "Recommending is the analyst's part; carrying it out needs somebody who may accept the outage that it brings about."
                    .into(),
            ),
            step: Some(named("approval", "Identify what needs approval")),
            risks: vec![named("unauthorised-change", "Something in production is changed without authority")],
            see: Vec::new(),
            concept: Some("approval-boundary".into()),
            fault: None,
            waiver: None,
        }
    }

    /// A rule that depends on what is not known yet.
    #[must_use]
    pub fn open(&self) -> Finding {
        let unknown = self.place("!unknown the account is not in the register yet", "scope.environment", false);
        Finding {
            rule: "approval/approver-fits".to_owned(),
            title: "The approver is the one the house has named".into(),
            level: Level::Error,
            level_set: None,
            outcome: Outcome::Undetermined,
            message: "The approver is the one the house has named".to_owned(),
            helps: Vec::new(),
            offer: None,
            places: vec![self.place("pending", "approval.state", false)],
            reasons: vec![Reason {
                lack: Lack::Unknown(Some("the account is not in the register yet".into())),
                place: unknown,
            }],
            clause: Some(self.span(
                self.rules,
                "require approval.approver\n        == approver-for(recommendation.action, scope.environment)",
            )),
            because: None,
            step: None,
            risks: Vec::new(),
            see: vec!["NIST SP 800-61r3".into()],
            concept: None,
            fault: None,
            waiver: None,
        }
    }

    /// A warning at words in a folded text.
    #[must_use]
    pub fn warning(&self) -> Finding {
        Finding {
            rule: "handoff/taken-for-done".to_owned(),
            level: Level::Warning,
            message: "the text says that it was done".to_owned(),
            helps: Vec::new(),
            offer: None,
            places: vec![self.place("has been locked down", "recommendation.text", false)],
            reasons: Vec::new(),
            clause: None,
            because: None,
            risks: Vec::new(),
            ..self.failing()
        }
    }
}

/// The totals of these documents.
#[must_use]
pub fn totals(files: usize, documents: Vec<CheckedDocument>) -> (Vec<Checked>, Totals) {
    let mut totals = Totals { files, ..Totals::default() };
    let checked: Vec<Checked> = documents.into_iter().map(|document| Checked::Document(Box::new(document))).collect();
    for one in &checked {
        totals.add(one);
    }
    (checked, totals)
}

fn named(name: &str, title: &str) -> Named {
    Named { name: name.into(), title: title.into() }
}
