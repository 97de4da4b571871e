//! Holes of messages: those that never hold a value where the message is told.

use crate::program::{Clause, ExprKind, Piece, Stage};

use super::formula::{Ask, Formula};
use super::model::Model;
use super::reading::Reader;
use super::search::{excludes, search};
use super::terms::{Domain, States};
use super::{Remark, RemarkFacts};

/// Looks at the messages of rules.
pub(super) fn look<'p>(reader: &mut Reader<'p>, models: &[Model<'p>], remarks: &mut Vec<Remark>) {
    for model in models {
        for stage in &model.rule.body {
            if let Stage::Clause(clause) = stage {
                look_at(reader, model, clause, remarks);
            }
        }
    }
}

fn look_at<'p>(reader: &mut Reader<'p>, model: &Model<'p>, clause: &'p Clause, remarks: &mut Vec<Remark>) {
    // A message is told where the clause fails, not where it is open.
    let ask = if clause.forbid { Ask::OnlyTrue } else { Ask::NoTrue };
    let fails = reader.formula(&clause.condition, &model.names, ask, true);
    let told: Vec<&Formula> = model.guards.iter().map(|part| &part.holds).chain([&fails]).collect();
    for text in clause.message.iter().chain(&clause.help) {
        let ExprKind::Format(pieces) = &text.kind else { continue };
        for piece in pieces {
            let Piece::Hole(hole) = piece else { continue };
            let Some(path) = reader.path(hole, &model.names) else { continue };
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
