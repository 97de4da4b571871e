//! Types and parameters.

use pest::iterators::Pair;

use super::Builder;
use crate::ast::{Parameter, TypeExpr, TypeKind};
use crate::grammar::Rule;

impl Builder<'_> {
    /// A `type`.
    pub(crate) fn ty(&self, pair: Pair<'_, Rule>) -> TypeExpr {
        let span = self.span(&pair);
        let kind = pair.into_inner().next().map_or(TypeKind::Junk, |inner| self.type_kind(inner));
        TypeExpr { kind, span }
    }

    fn type_kind(&self, pair: Pair<'_, Rule>) -> TypeKind {
        match pair.as_rule() {
            Rule::qualified => TypeKind::Named(self.qualified(pair)),
            Rule::list_type => pair
                .into_inner()
                .find(|inner| inner.as_rule() == Rule::type_expr)
                .map_or(TypeKind::Junk, |inner| TypeKind::List(Box::new(self.ty(inner)))),
            Rule::ref_type => TypeKind::Ref(
                pair.into_inner()
                    .filter(|inner| inner.as_rule() == Rule::any_name)
                    .map(|name| self.name(&name))
                    .collect(),
            ),
            Rule::digest_type => pair
                .into_inner()
                .find(|inner| inner.as_rule() == Rule::any_name)
                .map_or(TypeKind::Junk, |name| TypeKind::Digest(self.name(&name))),
            Rule::shape => {
                let start = self.span(&pair).range().start;
                self.shapes.borrow_mut().remove(&start).map_or(TypeKind::Junk, TypeKind::Inline)
            }
            _ => TypeKind::Junk,
        }
    }

    /// A `parameters`.
    pub(crate) fn parameters(&self, pair: Pair<'_, Rule>) -> Vec<Parameter> {
        pair.into_inner()
            .filter(|inner| inner.as_rule() == Rule::parameter)
            .filter_map(|parameter| {
                let mut inner = parameter.into_inner();
                let name = self.name(&inner.next()?);
                let ty = inner.find(|pair| pair.as_rule() == Rule::type_expr)?;
                Some(Parameter { name, ty: self.ty(ty) })
            })
            .collect()
    }
}
