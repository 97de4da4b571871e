//! Holes of messages: those that never hold a value where the message is told.

use crate::program::{Clause, ExprKind, PackId, Piece, Program, Stage};

use super::formula::{Ask, Formula};
use super::model::Model;
use super::reading::{Binding, Names, Reader};
use super::search::{excludes, search};
use super::terms::{Domain, States};
use super::{Remark, RemarkFacts};

/// Looks at the messages of rules.
pub(super) fn look<'p>(reader: &mut Reader<'p>, models: &[Model<'p>], remarks: &mut Vec<Remark>) {
    for model in models {
        let guards: Vec<&Formula> = model.guards.iter().map(|part| &part.holds).collect();
        for stage in &model.rule.body {
            if let Stage::Clause(clause) = stage {
                look_at(reader, &model.names, &guards, clause, remarks);
            }
        }
    }
}

/// Looks at the messages of the options of decisions.
pub(super) fn look_at_options<'p>(
    program: &'p Program,
    packs: &[PackId],
    reader: &mut Reader<'p>,
    remarks: &mut Vec<Remark>,
) {
    for rule in program.rules.iter().filter(|rule| packs.contains(&rule.pack)) {
        let Some(decision) = rule.decision.map(|decision| &program[decision]) else { continue };
        let mut names = Names::default();
        for stage in &rule.body {
            if let Stage::Let { local, value, .. } = stage {
                names = names.with(*local, Binding::Value(value, names.clone()));
            }
        }
        for part in decision.options.iter().flat_map(|option| &option.clauses) {
            look_at(reader, &names, &[], &part.clause, remarks);
        }
    }
}

fn look_at<'p>(
    reader: &mut Reader<'p>,
    names: &Names<'p>,
    guards: &[&Formula],
    clause: &'p Clause,
    remarks: &mut Vec<Remark>,
) {
    // A message is told where the clause fails, not where it is open.
    let ask = if clause.forbid { Ask::OnlyTrue } else { Ask::NoTrue };
    let fails = reader.formula(&clause.condition, names, ask, true);
    let told: Vec<&Formula> = guards.iter().copied().chain([&fails]).collect();
    for text in clause.message.iter().chain(&clause.help) {
        let ExprKind::Format(pieces) = &text.kind else { continue };
        for piece in pieces {
            let Piece::Hole(hole) = piece else { continue };
            let Some(path) = reader.path(hole, names) else { continue };
            let base = reader.terms.states(path);
            let there = Formula::Is(path, Domain::Value(States { missing: false, unknown: false, ..base }));
            let shown: Vec<&Formula> = told.iter().copied().chain([&there]).collect();
            if excludes(&reader.terms, &shown) && search(&reader.terms, &told).is_some() {
                let facts = RemarkFacts::MissingHole { clause: clause.condition.span };
                remarks.push(Remark { at: hole.span, also: Vec::new(), facts });
            }
        }
    }
}
