//! Walks over expressions: their parts, in the order written.

use super::{Expr, ExprId, ExprKind, Piece};

macro_rules! walk {
    ($(#[$doc:meta])* $name:ident, $($mutable:tt)?) => {
        impl Expr {
            $(#[$doc])*
            pub fn $name<'a>(&'a $($mutable)? self, visit: &mut dyn FnMut(&'a $($mutable)? Expr)) {
                match & $($mutable)? self.kind {
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
                    | ExprKind::BuiltIn { arguments: parts, .. } => {
                        for part in parts {
                            visit(part);
                        }
                    }
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
        }
    };
}

walk! {
    /// Hands out the parts that it is made of directly, those that are asked of each item of a list, too.
    each_part,
}

walk! {
    /// Like [`each_part`](Self::each_part), to change them.
    each_part_mut, mut
}

impl Expr {
    /// Hands out the expression and everything in it, what holds before what is held.
    pub fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        let mut open = vec![self];
        while let Some(next) = open.pop() {
            visit(next);
            let from = open.len();
            next.each_part(&mut |part| open.push(part));
            if let Some(parts) = open.get_mut(from..) {
                parts.reverse();
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
