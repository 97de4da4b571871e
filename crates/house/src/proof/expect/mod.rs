//! Expectations, held against what came out. Each sort has a room of its own; what is the same for all is here.

mod option;
mod rest;
mod rule;
mod verdict;

use countersign_compiler::program::{Expectation, ExpectationKind, Program, Test};
use countersign_evaluator::{self as evaluator, Judgement, Outcome};
use countersign_source::Diagnostic;

use super::prepare::Prepared;
use crate::resolve::{Resolver, subject_id};
use crate::{Difference, Failure};

/// What came out of a test.
#[derive(Clone, Copy)]
pub(crate) struct Proof<'a> {
    pub(crate) program: &'a Program,
    pub(crate) test: &'a Test,
    pub(crate) prepared: &'a Prepared,
    pub(crate) judgement: &'a Judgement,
}

impl<'a> Proof<'a> {
    /// Why an expectation is not met, if it is not.
    pub(crate) fn unmet(&self, expectation: &Expectation) -> Option<Failure> {
        let span = expectation.span;
        match &expectation.kind {
            ExpectationKind::Verdict(wanted) => self.unmet_verdict(*wanted, span),
            ExpectationKind::Option { decision, option, support } => {
                self.unmet_option(*decision, *option, *support, span)
            }
            ExpectationKind::Suggestion { decision, option } => self.unmet_suggestion(*decision, *option, span),
            ExpectationKind::NothingElse => self.unmet_rest(span),
            ExpectationKind::Rule { subject, outcome, at, saying } => {
                self.unmet_rule(*subject, *outcome, at.as_ref(), saying.as_deref(), span)
            }
        }
    }

    pub(super) fn resolver(&self) -> Resolver<'a> {
        Resolver { program: self.program, tree: &self.prepared.tree }
    }

    /// Adds what was found, at its places, to a failure.
    fn with_findings(&self, mut failure: Diagnostic, wanted: impl Fn(&evaluator::Finding) -> bool) -> Diagnostic {
        const SHOWN: usize = 8;
        let resolver = self.resolver();
        let mut left = 0;
        for (at, finding) in self.judgement.findings.iter().filter(|finding| wanted(finding)).enumerate() {
            if at >= SHOWN {
                left += 1;
                continue;
            }
            let finding = resolver.finding(finding.clone());
            let word = match finding.outcome {
                Outcome::Fails => "fails",
                Outcome::Waived => "is waived",
                _ => "is undetermined",
            };
            let words = format!("{} {word}: {}", finding.rule, finding.message);
            match finding.places.first() {
                Some(place) => failure = failure.and(place.span, words),
                None => failure = failure.note(words),
            }
            if finding.outcome == Outcome::Undetermined {
                for reason in finding.reasons.iter().take(3) {
                    failure = failure.note(reason.sentence());
                }
            }
        }
        if left > 0 {
            failure = failure.note(format!("and {left} more"));
        }
        if failure.labels.len() == 1 {
            failure = failure.and(self.prepared.document, "in this document");
        }
        failure
    }

    /// What came out as findings, as an expectation would say it: `RULE fails at PLACE`.
    fn listed(&self, wanted: impl Fn(&evaluator::Finding) -> bool) -> Vec<String> {
        let findings = self.judgement.findings.iter().filter(|finding| wanted(finding));
        let mut listed: Vec<String> = findings
            .map(|finding| {
                let word = match finding.outcome {
                    Outcome::Fails => "fails",
                    Outcome::Waived => "is waived",
                    _ => "is undetermined",
                };
                let at = finding.places.first().filter(|place| !place.path.is_empty());
                let at = at.map(|place| format!(" at {}", place.path)).unwrap_or_default();
                format!("{} {word}{at}", subject_id(self.program, finding.subject))
            })
            .collect();
        listed.dedup();
        listed
    }
}

/// A failure that differs in one part.
fn differs(message: Diagnostic, part: &'static str, expected: impl Into<String>, found: impl Into<String>) -> Failure {
    Failure { message, differences: vec![Difference { part, expected: expected.into(), found: found.into() }] }
}

/// Several things in one line; the last ones are counted where there are many.
fn joined(items: &[String]) -> String {
    const NAMED: usize = 5;
    let shown = items.get(..NAMED).unwrap_or(items).join("; ");
    if items.len() > NAMED { format!("{shown}; and {} more", items.len() - NAMED) } else { shown }
}
