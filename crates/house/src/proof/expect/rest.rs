//! `expect nothing else`

use countersign_compiler::program::{Expectation, ExpectationKind, ExpectedOutcome, SchemaCheck, Subject};
use countersign_evaluator::{Finding, Outcome};
use countersign_source::{Diagnostic, Report, Span};

use super::{Proof, differs, joined};
use crate::Failure;

impl Proof<'_> {
    pub(super) fn unmet_rest(&self, span: Span) -> Option<Failure> {
        let others = |finding: &Finding| {
            finding.outcome != Outcome::Waived
                && !self.test.expectations.iter().any(|other| self.covers(other, finding))
        };
        let count = self.judgement.findings.iter().filter(|finding| others(finding)).count();
        let twice = usize::from(!self.prepared.faults.is_empty() && !self.expects_fields());
        if count + twice == 0 {
            return None;
        }
        let failure =
            Diagnostic::error("test/else", "expected nothing else, and there is more").at(span, "expected here");
        let mut found = self.listed(others);
        let mut failure = self.with_findings(failure, others);
        if twice > 0 {
            for fault in &self.prepared.faults {
                let message = fault.report().message;
                found.push(format!("schema/field fails: {message}"));
                failure = failure.and(fault.span(), message);
            }
        }
        Some(differs(failure, "findings", "nothing else", joined(&found)))
    }

    /// Does an expectation speak of this finding?
    fn covers(&self, expectation: &Expectation, finding: &Finding) -> bool {
        let ExpectationKind::Rule { subject, outcome, at, .. } = &expectation.kind else { return false };
        let outcome = match outcome {
            ExpectedOutcome::Fails => Outcome::Fails,
            ExpectedOutcome::Undetermined => Outcome::Undetermined,
            ExpectedOutcome::Passes | ExpectedOutcome::DoesNotApply | ExpectedOutcome::Waived => return false,
        };
        finding.subject == *subject
            && finding.outcome == outcome
            && at.as_ref().is_none_or(|path| self.prepared.is_at(finding, path))
    }

    fn expects_fields(&self) -> bool {
        self.test.expectations.iter().any(|expectation| {
            let wanted = Subject::Schema(SchemaCheck::Field);
            matches!(&expectation.kind, ExpectationKind::Rule { subject, outcome: ExpectedOutcome::Fails, .. } if *subject == wanted)
        })
    }
}
