//! What a rule owes its readers: a reason, and a test that makes it fail.

use crate::program::{ExpectationKind, ExpectedOutcome, PackId, Program, RuleId, Subject};

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
            let facts = RemarkFacts::MissingBecause { rule: name.clone() };
            remarks.push(Remark { at: rule.span, also: Vec::new(), facts });
        }
        // A decision that only compares never fails.
        let fails = rule.decision.is_none_or(|decision| program[decision].chosen.is_some());
        if fails && !of_rule().any(|(_, outcome)| *outcome == ExpectedOutcome::Fails) {
            let facts = RemarkFacts::UntestedRule { rule: name, expected: of_rule().next().is_some() };
            remarks.push(Remark { at: rule.span, also: Vec::new(), facts });
        }
    }
}
