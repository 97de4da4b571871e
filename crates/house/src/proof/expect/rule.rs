//! `expect RULE OUTCOME [at PATH] [saying "…"]`

use countersign_compiler::program::{DocumentPath, ExpectedOutcome, SchemaCheck, Subject};
use countersign_evaluator::{Finding, Outcome};
use countersign_source::{Diagnostic, Report, Span};

use super::Proof;

impl Proof<'_> {
    pub(super) fn unmet_rule(
        &self,
        subject: Subject,
        wanted: ExpectedOutcome,
        at: Option<&DocumentPath>,
        saying: Option<&str>,
        span: Span,
    ) -> Option<Diagnostic> {
        let found = self.outcome_of(subject);
        if found != wanted {
            return Some(self.another(subject, wanted, found, span));
        }
        if matches!(wanted, ExpectedOutcome::Passes | ExpectedOutcome::DoesNotApply) {
            return None;
        }
        let prepared = self.prepared;
        let of_subject = |finding: &Finding| finding.subject == subject;
        let findings = || self.judgement.findings.iter().filter(|finding| of_subject(finding));
        let twice = subject == Subject::Schema(SchemaCheck::Field) && !prepared.faults.is_empty();
        if let Some(path) = at
            && !findings().any(|finding| prepared.is_at(finding, path))
            && !(twice && prepared.fault_at(path))
        {
            let failure = Diagnostic::error(
                "test/place",
                format!("`{}` {}, but not at `{}`", self.name(subject), word(found), path.text),
            )
            .at(path.span, "expected at this place");
            return Some(self.with_findings(failure, of_subject));
        }
        if let Some(saying) = saying {
            let resolver = self.resolver();
            let says = |finding: &Finding| {
                at.is_none_or(|path| prepared.is_at(finding, path))
                    && resolver.finding(finding.clone(), None).message.contains(saying)
            };
            let fault_says = twice && prepared.faults.iter().any(|fault| fault.report().message.contains(saying));
            if !findings().any(says) && !fault_says {
                let failure = Diagnostic::error(
                    "test/saying",
                    format!("`{}` {}, but does not say `{saying}`", self.name(subject), word(found)),
                )
                .at(span, "expected here");
                return Some(self.with_findings(failure, of_subject));
            }
        }
        None
    }

    /// Another outcome than the one that was expected.
    fn another(&self, subject: Subject, wanted: ExpectedOutcome, found: ExpectedOutcome, span: Span) -> Diagnostic {
        let failure = Diagnostic::error(
            "test/outcome",
            format!("expected `{}` to {}, and it {}", self.name(subject), infinitive(wanted), word(found)),
        )
        .at(span, "expected here");
        let failure = self.with_findings(failure, |finding| finding.subject == subject);
        if let (Subject::Rule(rule), ExpectedOutcome::DoesNotApply) = (subject, found)
            && let Some(result) = self.judgement.rules.iter().find(|result| result.rule == rule)
            && let Some(why) = &result.not_applicable
        {
            let why = self.resolver().not_applicable(rule, why.clone());
            return failure.note(format!("it does not apply: {}", why.sentence()));
        }
        failure
    }

    /// How the test calls it.
    fn name(&self, subject: Subject) -> String {
        match subject {
            Subject::Rule(rule) => self.program[rule].name.to_string(),
            Subject::Schema(_) => self.resolver().subject(subject),
        }
    }

    /// What a rule or a check of the schema came to.
    fn outcome_of(&self, subject: Subject) -> ExpectedOutcome {
        match subject {
            Subject::Schema(check) => {
                let found = self.judgement.findings.iter().filter(|finding| finding.subject == subject);
                let twice = check == SchemaCheck::Field && !self.prepared.faults.is_empty();
                match found.map(|finding| finding.outcome).max() {
                    _ if twice => ExpectedOutcome::Fails,
                    Some(Outcome::Waived) => ExpectedOutcome::Waived,
                    Some(Outcome::Undetermined) => ExpectedOutcome::Undetermined,
                    Some(_) => ExpectedOutcome::Fails,
                    None => ExpectedOutcome::Passes,
                }
            }
            Subject::Rule(rule) => {
                let result = self.judgement.rules.iter().find(|result| result.rule == rule);
                match result.map_or(Outcome::DoesNotApply, |result| result.outcome) {
                    Outcome::DoesNotApply => ExpectedOutcome::DoesNotApply,
                    Outcome::Passes => ExpectedOutcome::Passes,
                    Outcome::Waived => ExpectedOutcome::Waived,
                    Outcome::Undetermined => ExpectedOutcome::Undetermined,
                    Outcome::Fails => ExpectedOutcome::Fails,
                }
            }
        }
    }
}

fn word(outcome: ExpectedOutcome) -> &'static str {
    match outcome {
        ExpectedOutcome::Passes => "passes",
        ExpectedOutcome::Fails => "fails",
        ExpectedOutcome::Undetermined => "is undetermined",
        ExpectedOutcome::Waived => "is waived",
        ExpectedOutcome::DoesNotApply => "does not apply",
    }
}

fn infinitive(outcome: ExpectedOutcome) -> &'static str {
    match outcome {
        ExpectedOutcome::Passes => "pass",
        ExpectedOutcome::Fails => "fail",
        ExpectedOutcome::Undetermined => "be undetermined",
        ExpectedOutcome::Waived => "be waived",
        ExpectedOutcome::DoesNotApply => "not apply",
    }
}
