//! Options of a decision that suit the same document.

use crate::program::{DecisionOption, PackId, Program, RuleId, Stage};

use super::formula::{Ask, Formula};
use super::reading::{Binding, Names, Reader};
use super::search::search;
use super::{Remark, RemarkFacts};

/// Looks at the options of each decision, two by two. One without `suits` is meant for whatever is left over.
pub(super) fn look<'p>(program: &'p Program, packs: &[PackId], reader: &mut Reader<'p>, remarks: &mut Vec<Remark>) {
    for (id, rule) in (0u32..).map(RuleId).zip(&program.rules).filter(|(_, rule)| packs.contains(&rule.pack)) {
        let Some(decision) = rule.decision.map(|decision| &program[decision]) else { continue };
        let mut names = Names::default();
        for stage in &rule.body {
            if let Stage::Let { local, value, .. } = stage {
                names = names.with(*local, Binding::Value(value, names.clone()));
            }
        }
        let meant: Vec<(&DecisionOption, Vec<Formula>)> = decision
            .options
            .iter()
            .filter(|option| option.clauses.iter().any(|part| part.suits))
            .map(|option| {
                // What is not supported is not suggested, however well it suits.
                let clauses = option.clauses.iter();
                let holds = clauses.map(|part| reader.formula(&part.clause.condition, &names, Ask::OnlyTrue, true));
                (option, holds.collect())
            })
            .collect();
        for (at, (second, theirs)) in meant.iter().enumerate() {
            for (first, ours) in meant.iter().take(at) {
                let both: Vec<&Formula> = ours.iter().chain(theirs).collect();
                let meets = search(&reader.terms, &both).filter(|case| case.is_real(&reader.terms));
                let Some(case) = meets else { continue };
                let facts = RemarkFacts::OverlappingOptions {
                    decision: program.rule_id(id),
                    first: first.name.to_string(),
                    second: second.name.to_string(),
                    first_span: first.span,
                    meeting: super::pairs::told(program, &reader.terms, &case),
                };
                remarks.push(Remark { at: second.span, also: vec![first.span], facts });
            }
        }
    }
}
