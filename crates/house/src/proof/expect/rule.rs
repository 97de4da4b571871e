//! `expect RULE OUTCOME [at PATH] [saying "…"]`

use countersign_compiler::program::{DocumentPath, ExpectedOutcome, RuleId, SchemaCheck, Stage, Subject};
use countersign_evaluator::{Finding, NotApplicable, Outcome};
use countersign_source::{Diagnostic, Report, Span};

use super::{Proof, differs, joined};
use crate::Failure;

impl Proof<'_> {
    pub(super) fn unmet_rule(
        &self,
        subject: Subject,
        wanted: ExpectedOutcome,
        at: Option<&DocumentPath>,
        saying: Option<&str>,
        span: Span,
    ) -> Option<Failure> {
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
            let failure = self.with_clauses(self.with_findings(failure, of_subject), subject, found);
            let places = self.places(of_subject);
            return Some(differs(failure, "place", path.text.to_string(), joined(&places)));
        }
        if let Some(saying) = saying {
            let resolver = self.resolver();
            let says = |finding: &Finding| {
                at.is_none_or(|path| prepared.is_at(finding, path))
                    && resolver.finding(finding.clone()).message.contains(saying)
            };
            let fault_says = twice && prepared.faults.iter().any(|fault| fault.report().message.contains(saying));
            if !findings().any(says) && !fault_says {
                let failure = Diagnostic::error(
                    "test/saying",
                    format!("`{}` {}, but does not say `{saying}`", self.name(subject), word(found)),
                )
                .at(span, "expected here");
                let failure = self.with_clauses(self.with_findings(failure, of_subject), subject, found);
                let at_place = |finding: &&Finding| at.is_none_or(|path| prepared.is_at(finding, path));
                let said: Vec<String> =
                    findings().filter(at_place).map(|finding| resolver.finding(finding.clone()).message).collect();
                return Some(differs(failure, "message", saying, joined(&said)));
            }
        }
        None
    }

    /// Another outcome than the one that was expected.
    fn another(&self, subject: Subject, wanted: ExpectedOutcome, found: ExpectedOutcome, span: Span) -> Failure {
        let failure = Diagnostic::error(
            "test/outcome",
            format!("expected `{}` to {}, and it {}", self.name(subject), infinitive(wanted), word(found)),
        )
        .at(span, "expected here");
        let failure = self.with_findings(failure, |finding| finding.subject == subject);
        let mut failure = self.with_clauses(failure, subject, found);
        let mut came_out = word(found).to_owned();
        if let Some(why) = self.not_applicable(subject) {
            let sentence = self.resolver().not_applicable(why.0, why.1.clone()).sentence();
            failure = failure.note(format!("it does not apply: {sentence}"));
            came_out = format!("{came_out}: {sentence}");
        }
        let places = self.places(|finding| finding.subject == subject);
        if !places.is_empty() {
            came_out = format!("{came_out} at {}", joined(&places));
        }
        differs(failure, "outcome", word(wanted), came_out)
    }

    /// Shows the clauses of a rule that have brought about what it came to.
    fn with_clauses(&self, mut failure: Diagnostic, subject: Subject, found: ExpectedOutcome) -> Diagnostic {
        const SHOWN: usize = 3;
        let Subject::Rule(rule) = subject else { return failure };
        let mut clauses: Vec<(Span, &str)> = Vec::new();
        match found {
            ExpectedOutcome::Passes => {
                clauses.extend(self.program[rule].body.iter().filter_map(|stage| match stage {
                    Stage::Clause(clause) => Some((clause.span, "this passes")),
                    _ => None,
                }));
            }
            ExpectedOutcome::DoesNotApply => {
                if let Some((_, NotApplicable::Guard { clause, .. })) = self.not_applicable(subject) {
                    clauses.push((*clause, "this keeps it from applying"));
                }
            }
            _ => {
                let findings = self.judgement.findings.iter().filter(|finding| finding.subject == subject);
                clauses.extend(findings.filter_map(|finding| Some((finding.clause?, "asked for here"))));
                clauses.dedup();
            }
        }
        for (span, words) in clauses.into_iter().take(SHOWN) {
            failure = failure.and(span, words);
        }
        failure
    }

    fn not_applicable(&self, subject: Subject) -> Option<(RuleId, &NotApplicable)> {
        let Subject::Rule(rule) = subject else { return None };
        let result = self.judgement.rules.iter().find(|result| result.rule == rule)?;
        Some((rule, result.not_applicable.as_ref()?))
    }

    /// The places of findings, as tests write them.
    fn places(&self, wanted: impl Fn(&Finding) -> bool) -> Vec<String> {
        let findings = self.judgement.findings.iter().filter(|finding| wanted(finding));
        let mut places: Vec<String> = findings
            .filter_map(|finding| finding.places.first())
            .map(|place| if place.path.is_empty() { "the document".to_owned() } else { place.path.to_string() })
            .collect();
        places.dedup();
        places
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
