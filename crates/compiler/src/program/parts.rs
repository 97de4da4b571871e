//! The parts of an expression, for whoever goes through whole ones.

use super::{Expr, ExprKind, Piece, Program, Rule, Stage};

impl Expr {
    /// The expressions that it is made of, in the order written; what is asked of each item of a list is one of them, and
    /// what a called definition or table stands for is none.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        match &self.kind {
            ExprKind::Literal(_)
            | ExprKind::Data(_)
            | ExprKind::Document
            | ExprKind::Previous
            | ExprKind::Local(_)
            | ExprKind::Setting(_)
            | ExprKind::Earlier { .. } => Vec::new(),
            ExprKind::Field { base: part, .. }
            | ExprKind::Follow { base: part, .. }
            | ExprKind::Reach { start: part, .. }
            | ExprKind::Texts(part)
            | ExprKind::Not(part)
            | ExprKind::Matches { text: part, .. }
            | ExprKind::Is { subject: part, .. } => vec![&**part],
            ExprKind::Project { list, body, .. } => vec![&**list, &**body],
            ExprKind::Filter { list, filter, .. } => vec![&**list, &**filter],
            ExprKind::Quantified { list, filter, body, .. } => {
                std::iter::once(&**list).chain(filter.as_deref()).chain([&**body]).collect()
            }
            ExprKind::List(parts)
            | ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::Call { arguments: parts, .. }
            | ExprKind::Lookup { arguments: parts, .. }
            | ExprKind::BuiltIn { arguments: parts, .. } => parts.iter().collect(),
            ExprKind::Implies(left, right)
            | ExprKind::Compare { left, right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::In { item: left, list: right }
            | ExprKind::Holds { text: left, part: right, .. }
            | ExprKind::Default { value: left, default: right } => vec![&**left, &**right],
            ExprKind::Format(pieces) => pieces
                .iter()
                .filter_map(|piece| if let Piece::Hole(hole) = piece { Some(hole) } else { None })
                .collect(),
        }
    }

    /// It and all that it is made of, each before its parts.
    #[must_use]
    pub fn all(&self) -> Vec<&Self> {
        let (mut all, mut open) = (Vec::new(), vec![self]);
        while let Some(next) = open.pop() {
            all.push(next);
            open.extend(next.parts().into_iter().rev());
        }
        all
    }
}

impl Rule {
    /// The expressions that decide its outcome, stage by stage; what it says and where it points are none of them.
    #[must_use]
    pub fn deciding(&self) -> Vec<&Expr> {
        self.body
            .iter()
            .flat_map(|stage| match stage {
                Stage::Let { value, .. } => vec![value],
                Stage::ForEach { list, filter, .. } => std::iter::once(list).chain(filter.as_ref()).collect(),
                Stage::When { condition, .. } => vec![condition],
                Stage::Clause(clause) => vec![&clause.condition],
            })
            .collect()
    }
}

impl Program {
    /// These expressions and all that they are made of, with the bodies of the definitions that they call; each once.
    #[must_use]
    pub fn reached<'p>(&'p self, from: Vec<&'p Expr>) -> Vec<&'p Expr> {
        let mut called = vec![false; self.definitions.len()];
        let (mut reached, mut open) = (Vec::new(), from);
        while let Some(next) = open.pop() {
            for expr in next.all() {
                if let ExprKind::Call { definition, .. } = &expr.kind
                    && let Some(seen) = called.get_mut(definition.index())
                    && !std::mem::replace(seen, true)
                {
                    open.push(&self[*definition].body);
                }
                reached.push(expr);
            }
        }
        reached
    }
}
