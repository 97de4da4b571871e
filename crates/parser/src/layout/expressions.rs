//! How expressions and types are laid out.
//!
//! Whoever asks for one of them has taken the gap before it; what is asked for begins with its first token.

use super::doc::{Doc, INDENT};
use super::tokens::{Gap, Tokens};
use crate::ast::{Expr, ExprKind, Field, Parameter, Shape, TypeExpr, TypeKind};

impl<'t> Tokens<'t> {
    /// An expression. The line ends in front of its loosest `and`, `or` and `implies` belong to the group around it.
    pub(super) fn expression(&mut self, expr: &Expr) -> Doc<'t> {
        let end = expr.span.range().end;
        match &expr.kind {
            ExprKind::Text(_)
            | ExprKind::Number(_)
            | ExprKind::Duration(_)
            | ExprKind::Date(_)
            | ExprKind::Instant(_)
            | ExprKind::Boolean(_)
            | ExprKind::Name(_)
            | ExprKind::Junk => self.plain(end),
            ExprKind::List(values) => self.series(values, Gap::Soft, true, |tokens, value| tokens.expression(value)),
            ExprKind::Field { base, .. } | ExprKind::Each(base) => {
                let base = self.expression(base);
                let gap = self.gap(Gap::None);
                Doc::Seq(vec![base, gap, self.plain(end)])
            }
            ExprKind::Call { callee, arguments } => {
                let name = self.plain(callee.span.range().end);
                let gap = self.gap(Gap::None);
                Doc::Seq(vec![
                    name,
                    gap,
                    self.series(arguments, Gap::Soft, true, |tokens, argument| tokens.expression(argument)),
                ])
            }
            ExprKind::Paren(inner) => {
                let open = self.take();
                let inside = vec![self.gap(Gap::Soft), self.expression(inner)];
                self.closed(open, inside, Gap::Soft)
            }
            ExprKind::Not(inner) => Doc::Seq(vec![self.take(), self.gap(Gap::Space), self.part(inner)]),
            ExprKind::And(all) | ExprKind::Or(all) => {
                let mut parts = Vec::new();
                for (index, each) in all.iter().enumerate() {
                    if index > 0 {
                        self.operator(&mut parts);
                    }
                    parts.push(self.part(each));
                }
                Doc::Seq(parts)
            }
            ExprKind::Implies(left, right) => {
                let mut parts = vec![self.part(left)];
                self.operator(&mut parts);
                // What is implied may imply something in turn, on a line as far out.
                parts.push(if let ExprKind::Implies(..) = right.kind {
                    self.expression(right)
                } else {
                    self.part(right)
                });
                Doc::Seq(parts)
            }
            ExprKind::Compare { left, right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Default(left, right) => {
                let mut parts = vec![self.expression(left), self.gap(Gap::Space)];
                self.up_to(right.span.range().start, &mut parts);
                parts.push(self.expression(right));
                Doc::Seq(parts)
            }
            ExprKind::Matches { subject, .. } | ExprKind::Is { subject, .. } => {
                Doc::Seq(vec![self.expression(subject), self.gap(Gap::Space), self.plain(end)])
            }
            ExprKind::Quantified { list, filter, body, .. } => {
                let mut parts = Vec::new();
                self.up_to(list.span.range().start, &mut parts);
                parts.push(self.expression(list));
                if let Some(filter) = filter {
                    parts.push(self.gap(Gap::Space));
                    self.up_to(filter.span.range().start, &mut parts);
                    parts.push(self.expression(filter));
                }
                parts.extend([self.gap(Gap::None), self.take()]);
                let body = vec![self.line(), self.expression(body)];
                parts.push(Doc::group(vec![Doc::Nest(INDENT, body)]));
                Doc::Seq(parts)
            }
            ExprKind::Filter { list, filter, .. } => {
                let mut parts = Vec::new();
                self.up_to(list.span.range().start, &mut parts);
                parts.extend([self.expression(list), self.gap(Gap::Line)]);
                self.up_to(filter.span.range().start, &mut parts);
                parts.push(self.part(filter));
                Doc::group(parts)
            }
        }
    }

    /// `and`, `or` or `implies`, with the line end before it.
    fn operator(&mut self, parts: &mut Vec<Doc<'t>>) {
        parts.extend([self.gap(Gap::Line), self.take(), self.gap(Gap::Space)]);
    }

    /// What stands beside `and`, `or`, `implies` and `not`: where it has such words itself, it is broken apart from what it
    /// stands in, and indented.
    fn part(&mut self, expr: &Expr) -> Doc<'t> {
        let inside = self.expression(expr);
        match expr.kind {
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Implies(..) => {
                Doc::group(vec![Doc::Nest(INDENT, vec![inside])])
            }
            _ => inside,
        }
    }

    /// An expression that stands on one line if it fits, whatever the group around it does.
    pub(super) fn whole(&mut self, expr: &Expr) -> Doc<'t> {
        let inside = self.expression(expr);
        Doc::group(vec![inside])
    }

    /// A place where a line may end, unless what follows could then be taken for something else.
    pub(super) fn line(&mut self) -> Doc<'t> {
        let gap = if self.may_begin_line() { Gap::Line } else { Gap::Space };
        self.gap(gap)
    }

    /// What follows `=`: on the same line where it has brackets to break, else on the next where it does not fit.
    pub(super) fn behind_equals(&mut self, expr: &Expr) -> Doc<'t> {
        let breaks = matches!(expr.kind, ExprKind::List(_) | ExprKind::Call { .. } | ExprKind::Paren(_));
        let gap = if breaks { self.gap(Gap::Space) } else { self.line() };
        let inside = vec![gap, self.whole(expr)];
        if breaks { Doc::Seq(inside) } else { Doc::Nest(INDENT, inside) }
    }

    /// Things in brackets, parted by signs: on one line, or a line each, then with a comma behind the last if there may be
    /// one. Where the author put one there, they stand a line each in any case.
    pub(super) fn series<T>(
        &mut self,
        items: &[T],
        edge: Gap,
        comma: bool,
        mut each: impl FnMut(&mut Self, &T) -> Doc<'t>,
    ) -> Doc<'t> {
        let open = self.take();
        let mut inside = Vec::new();
        for (index, item) in items.iter().enumerate() {
            inside.push(self.gap(if index == 0 { edge } else { Gap::Line }));
            inside.push(each(self, item));
            let last = index + 1 == items.len();
            match self.peek() {
                "," if last && !self.commented() => {
                    self.pass();
                    inside.extend([Doc::text(","), Doc::Break]);
                }
                "," => inside.extend([self.gap(Gap::None), self.take()]),
                "<" if !last => inside.extend([self.gap(Gap::Space), self.take()]),
                _ if last && comma => inside.push(Doc::IfBroken(",")),
                _ => {}
            }
        }
        self.closed(open, inside, if items.is_empty() { Gap::None } else { edge })
    }

    /// Puts what was opened, what stands inside and what closes it together.
    pub(super) fn closed(&mut self, open: Doc<'t>, mut inside: Vec<Doc<'t>>, gap: Gap) -> Doc<'t> {
        let (comments, gap) = self.closing(gap);
        inside.push(comments);
        Doc::group(vec![open, Doc::Nest(INDENT, inside), gap, self.take()])
    }

    /// A type.
    pub(super) fn ty(&mut self, ty: &TypeExpr) -> Doc<'t> {
        match &ty.kind {
            TypeKind::Named(_) | TypeKind::Ref(_) | TypeKind::Digest(_) | TypeKind::Junk => {
                self.plain(ty.span.range().end)
            }
            TypeKind::List(inner) => {
                let mut parts = vec![self.take(), self.gap(Gap::None), self.take(), self.gap(Gap::None)];
                parts.extend([self.ty(inner), self.gap(Gap::None), self.take()]);
                Doc::Seq(parts)
            }
            TypeKind::Inline(shape) => self.shape(shape, true),
        }
    }

    /// `(name: Type, …)`
    pub(super) fn parameters(&mut self, parameters: &[Parameter]) -> Doc<'t> {
        self.series(parameters, Gap::Soft, true, |tokens, parameter| {
            let start = parameter.ty.span.range().start;
            let mut parts = vec![tokens.plain(start), tokens.gap(Gap::Space)];
            parts.push(tokens.ty(&parameter.ty));
            Doc::Seq(parts)
        })
    }

    /// Fields in braces. They stand on one line where the author parted them by commas, if they fit; else each has a line,
    /// and needs no comma. A field that is alone stands on one line in a type, and has its own in an item.
    pub(super) fn shape(&mut self, shape: &Shape, in_type: bool) -> Doc<'t> {
        let one_line = (in_type || shape.fields.len() > 1) && self.is_one_line(shape);
        let open = self.take();
        let mut inside = Vec::new();
        for (index, field) in shape.fields.iter().enumerate() {
            inside.push(self.gap(match index {
                _ if one_line => Gap::Line,
                0 => Gap::First,
                _ => Gap::Next,
            }));
            inside.push(self.field(field));
            if self.peek() == "," {
                if self.commented() {
                    // The comment would become one of the next field.
                    inside.extend([self.gap(Gap::None), self.take()]);
                } else {
                    self.pass();
                    inside.push(if one_line { Doc::IfFlat(",") } else { Doc::Break });
                }
            }
        }
        let edge = match shape.fields.is_empty() {
            true => Gap::None,
            false if one_line => Gap::Line,
            false => Gap::Next,
        };
        self.closed(open, inside, edge)
    }

    fn is_one_line(&self, shape: &Shape) -> bool {
        let inner = shape.span.range().end.saturating_sub(1);
        shape.fields.iter().enumerate().all(|(index, field)| {
            let next = shape.fields.get(index + 1);
            let end = next.map_or(inner, |next| next.span.range().start);
            let comma = self.within(field.span.range().end, end).any(|token| token == ",");
            comma == next.is_some()
        })
    }

    fn field(&mut self, field: &Field) -> Doc<'t> {
        let name = self.plain(field.ty.span.range().start);
        let gap = self.gap(Gap::Space);
        Doc::Seq(vec![name, gap, self.ty(&field.ty)])
    }
}
