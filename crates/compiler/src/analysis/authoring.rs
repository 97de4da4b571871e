//! What rules and waivers owe their readers: a reason, and a test that shows them.

use crate::program::{ExpectationKind, ExpectedOutcome, PackId, Program, RuleId, Subject, Waiver};

use super::{Remark, RemarkFacts};

/// Looks at each rule by itself.
pub(super) fn look(program: &Program, packs: &[PackId], remarks: &mut Vec<Remark>) {
    let expected: Vec<(RuleId, ExpectedOutcome)> = program
        .tests
        .iter()
        .flat_map(|test| &test.expectations)
        .filter_map(|expectation| match &expectation.kind {
            ExpectationKind::Rule { subject: Subject::Rule(rule), outcome, .. } => Some((*rule, *outcome)),
            _ => None,
        })
        .collect();
    for (id, rule) in (0u32..).map(RuleId).zip(&program.rules).filter(|(_, rule)| packs.contains(&rule.pack)) {
        let name = rule.name.to_string();
        let of_rule = || expected.iter().filter(|(rule, _)| *rule == id);
        if rule.because.is_none() {
            let facts = RemarkFacts::MissingBecause { sort: rule.sort(), rule: name.clone() };
            remarks.push(Remark { at: rule.span, also: Vec::new(), facts });
        }
        // A decision that only compares never fails.
        let fails = rule.decision.is_none_or(|decision| program[decision].chosen.is_some());
        if fails && !of_rule().any(|(_, outcome)| *outcome == ExpectedOutcome::Fails) {
            let facts =
                RemarkFacts::UntestedRule { sort: rule.sort(), rule: name, expected: of_rule().next().is_some() };
            remarks.push(Remark { at: rule.span, also: Vec::new(), facts });
        }
    }
    for (at, waiver) in program.waivers.iter().enumerate().filter(|(_, waiver)| packs.contains(&waiver.pack)) {
        self::waiver(program, at, waiver, remarks);
    }
}

/// Looks at a waiver: whether a test shows it, and whether it ever counts.
fn waiver(program: &Program, at: usize, waiver: &Waiver, remarks: &mut Vec<Remark>) {
    let (name, expected) = match waiver.subject {
        Subject::Rule(rule) => (program.rule_id(rule), program[rule].name.to_string()),
        Subject::Schema(check) => (format!("schema/{}", check.name()), format!("schema/{}", check.name())),
    };
    // The first that covers a failure counts.
    let covers = |other: &&Waiver| {
        other.pack == waiver.pack
            && other.subject == waiver.subject
            && other.condition.is_none()
            && other.until >= waiver.until
    };
    if let Some(other) = program.waivers.iter().take(at).find(covers) {
        let facts = RemarkFacts::CoveredWaiver { name, by: other.span };
        return remarks.push(Remark { at: waiver.span, also: vec![other.span], facts });
    }
    let shows = |kind: &ExpectationKind| {
        matches!(kind, ExpectationKind::Rule { subject, outcome: ExpectedOutcome::Waived, .. }
            if *subject == waiver.subject)
    };
    let tests = program.tests.iter().filter(|test| test.pack == waiver.pack);
    if !tests.flat_map(|test| &test.expectations).any(|expectation| shows(&expectation.kind)) {
        let facts = RemarkFacts::UntestedWaiver { name, expected, until: waiver.until };
        remarks.push(Remark { at: waiver.span, also: Vec::new(), facts });
    }
}
