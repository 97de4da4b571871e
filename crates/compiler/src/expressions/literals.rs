//! Values that stand in the rules themselves.

use std::sync::Arc;

use countersign_parser::ast;

use super::fits;
use super::written::plain_text;
use crate::problems::TypeProblem;
use crate::program::{Literal, PackId, Type};
use crate::scalar::{Date, Duration, Instant, NoInstant, Number, UNITS};
use crate::scope::{Compiler, NamedType};

impl Compiler<'_> {
    /// A literal that says its type by itself.
    pub(super) fn plain_literal(&mut self, written: &ast::Expr) -> Option<(Literal, Type)> {
        let span = written.span;
        let (sort, text, why) = match &written.kind {
            ast::ExprKind::Boolean(value) => {
                return Some((Literal::Boolean(*value), Type::Boolean));
            }
            ast::ExprKind::Number(text) => match Number::parse(text) {
                Some(number) => return Some((Literal::Number(number), Type::Number)),
                None => ("number", text, "it has more digits than can be held"),
            },
            ast::ExprKind::Duration(text) => match Duration::parse(text) {
                Some(duration) => return Some((Literal::Duration(duration), Type::Duration)),
                None => {
                    let unit = text.trim_start_matches(|char: char| char.is_ascii_digit());
                    let known = UNITS.iter().any(|(name, _)| *name == unit);
                    (
                        "duration",
                        text,
                        if known { "it is longer than can be held" } else { "the units are `s`, `min`, `h` and `d`" },
                    )
                }
            },
            ast::ExprKind::Date(text) => match Date::parse(text) {
                Some(date) => return Some((Literal::Date(date), Type::Date)),
                None => ("date", text, "there is no such day"),
            },
            ast::ExprKind::Instant(text) => match Instant::parse(text) {
                Ok(instant) => return Some((Literal::Instant(instant), Type::Instant)),
                Err(NoInstant::NoOffset) => ("instant", text, "it needs an offset, such as `Z` for UTC"),
                Err(NoInstant::NoSuchTime) => ("instant", text, "there is no such day or time"),
                Err(NoInstant::Form) => ("instant", text, "write it as `2026-04-12T10:00Z`"),
            },
            _ => return None,
        };
        self.problems.push(TypeProblem::BadLiteral { sort, text: text.clone(), span, why }.into());
        None
    }

    /// A value that stands in the rules themselves, of a type; `by` names who wants it.
    pub(crate) fn literal(
        &mut self,
        pack: PackId,
        written: &ast::Expr,
        wanted: &Type,
        by: &'static str,
    ) -> Option<Literal> {
        let found = match (&written.kind, wanted) {
            (ast::ExprKind::Junk, _) => return None,
            (ast::ExprKind::Paren(inner), _) => return self.literal(pack, inner, wanted, by),
            (ast::ExprKind::List(items), Type::List(item)) => {
                let made: Vec<Option<Literal>> = items.iter().map(|each| self.literal(pack, each, item, by)).collect();
                return made.into_iter().collect::<Option<Vec<_>>>().map(Literal::List);
            }
            (ast::ExprKind::List(_), _) => Type::List(Box::new(Type::Silent)),
            (ast::ExprKind::Name(name), Type::Enum(id)) if name.pack.is_none() => {
                return self.member(pack, *id, &name.name.text, name.span);
            }
            (ast::ExprKind::Field { base, field }, Type::Enum(id)) => {
                if let ast::ExprKind::Name(name) = &base.kind
                    && let Some(NamedType::Enum(found)) = self.look_type(pack, name)
                {
                    if found == *id {
                        return self.member(pack, *id, &field.text, field.span);
                    }
                    Type::Enum(found)
                } else {
                    self.problems.push(TypeProblem::NoLiteral { span: written.span, by }.into());
                    return None;
                }
            }
            (ast::ExprKind::Text(format), wanted) => match (plain_text(format), wanted) {
                (None, _) => {
                    self.problems.push(TypeProblem::NoLiteral { span: written.span, by }.into());
                    return None;
                }
                (Some(text), Type::Enum(id)) => return self.member(pack, *id, &text, format.span),
                (Some(text), wanted) if wanted.is_textual() || *wanted == Type::Silent => {
                    if let Type::Refinement(id) = wanted {
                        let refinement = &self.program[*id];
                        let called = refinement.called.to_string();
                        if !refinement.pattern.is_match(&text) {
                            let (found, span) = (format!("the text `{text}`"), written.span);
                            let problem = TypeProblem::Mismatch { wanted: called, found, span, hint: None };
                            self.problems.push(problem.into());
                            return None;
                        }
                    }
                    return Some(Literal::Text(Arc::from(text)));
                }
                (Some(_), _) => Type::Text,
            },
            (ast::ExprKind::Name(name), _) if name.pack.is_none() => {
                if !self.is_excused(pack, &name.name.text) {
                    let textual = wanted.is_textual();
                    let wanted = self.describe(wanted);
                    let (found, span) = (format!("the name `{}`", name.name.text), name.span);
                    let hint = textual.then(|| format!("put it in quotation marks: `\"{}\"`", name.name.text));
                    self.problems.push(TypeProblem::Mismatch { wanted, found, span, hint }.into());
                }
                return None;
            }
            _ => match self.plain_literal(written) {
                Some((literal, ty)) if fits(&ty, wanted) => return Some(literal),
                Some((_, ty)) => ty,
                None => {
                    let plain = matches!(
                        written.kind,
                        ast::ExprKind::Number(_)
                            | ast::ExprKind::Duration(_)
                            | ast::ExprKind::Date(_)
                            | ast::ExprKind::Instant(_)
                    );
                    if !plain {
                        self.problems.push(TypeProblem::NoLiteral { span: written.span, by }.into());
                    }
                    return None;
                }
            },
        };
        if *wanted != Type::Silent {
            self.mismatch(&found, wanted, written);
        }
        None
    }
}
