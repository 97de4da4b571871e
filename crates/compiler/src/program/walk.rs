//! The parts of an expression, for whoever changes them.

use super::{Expr, ExprId, ExprKind, Piece};

impl Expr {
    /// Hands out what [`parts`](Self::parts) does, to be changed.
    pub fn each_part_mut<'a>(&'a mut self, visit: &mut dyn FnMut(&'a mut Self)) {
        match &mut self.kind {
            ExprKind::Literal(_)
            | ExprKind::Data(_)
            | ExprKind::Document
            | ExprKind::Previous
            | ExprKind::Local(_)
            | ExprKind::Setting(_)
            | ExprKind::Earlier { .. } => {}
            ExprKind::Field { base: part, .. }
            | ExprKind::Follow { base: part, .. }
            | ExprKind::Reach { start: part, .. }
            | ExprKind::Texts(part)
            | ExprKind::Not(part)
            | ExprKind::Matches { text: part, .. }
            | ExprKind::Is { subject: part, .. } => visit(part),
            ExprKind::List(parts)
            | ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::Call { arguments: parts, .. }
            | ExprKind::Lookup { arguments: parts, .. }
            | ExprKind::BuiltIn { arguments: parts, .. } => parts.iter_mut().for_each(visit),
            ExprKind::Implies(left, right)
            | ExprKind::Compare { left, right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::In { item: left, list: right }
            | ExprKind::Holds { text: left, part: right, .. }
            | ExprKind::Default { value: left, default: right }
            | ExprKind::Project { list: left, body: right, .. }
            | ExprKind::Filter { list: left, filter: right, .. } => {
                visit(left);
                visit(right);
            }
            ExprKind::Quantified { list, filter, body, .. } => {
                visit(list);
                if let Some(filter) = filter {
                    visit(filter);
                }
                visit(body);
            }
            ExprKind::Format(pieces) => {
                for piece in pieces {
                    if let Piece::Hole(hole) = piece {
                        visit(hole);
                    }
                }
            }
        }
    }

    /// The expression of this id, in here.
    pub fn find_mut(&mut self, id: ExprId) -> Option<&mut Self> {
        let mut open = vec![self];
        while let Some(next) = open.pop() {
            if next.id == id {
                return Some(next);
            }
            next.each_part_mut(&mut |part| open.push(part));
        }
        None
    }
}
