//! Paths: fields, and `[]` for the fields of all items.

use countersign_parser::ast;
use countersign_source::{Span, nearest};

use super::Frame;
use super::written::{is_many, strip};
use crate::builtins::BUILT_INS;
use crate::problems::{NameProblem, TypeProblem};
use crate::program::{Expr, ExprKind, FieldIndex, PackId, ShapeId, Type};
use crate::scope::{Compiler, NamedType};

impl Compiler<'_> {
    pub(super) fn field_of(&mut self, frame: &mut Frame, base: Expr, field: FieldIndex, span: Span) -> Expr {
        let Type::Shape(shape) = base.ty else {
            return self.silent(frame, span);
        };
        let Some(ty) = self.program[shape].fields.get(field.0 as usize).map(|field| field.ty.clone()) else {
            return self.silent(frame, span);
        };
        self.make(frame, ExprKind::Field { base: Box::new(base), field }, ty, span)
    }

    pub(super) fn field(&mut self, frame: &mut Frame, base: &ast::Expr, field: &ast::Name, span: Span) -> Expr {
        // `Severity.high`
        if let ast::ExprKind::Name(name) = &base.kind
            && !self.is_value(frame, name)
            && let Some(NamedType::Enum(id)) = self.look_type(frame.pack, name)
        {
            return match self.member(frame.pack, id, &field.text, field.span) {
                Some(member) => self.make(frame, ExprKind::Literal(member), Type::Enum(id), span),
                None => self.silent(frame, span),
            };
        }
        let made = self.expr(frame, base, None);
        if is_many(base) {
            let Type::List(item) = &made.ty else {
                return self.silent(frame, span);
            };
            let (item, ty) = (frame.slot(), (**item).clone());
            let local = self.make(frame, ExprKind::Local(item), ty, base.span);
            let body = self.take(frame, local, base, field, span);
            if body.ty == Type::Silent {
                return self.silent(frame, span);
            }
            let ty = Type::List(Box::new(body.ty.clone()));
            let kind = ExprKind::Project { list: Box::new(made), item, body: Box::new(body), flatten: false };
            return self.make(frame, kind, ty, span);
        }
        self.take(frame, made, base, field, span)
    }

    /// The field of one value.
    pub(super) fn take(
        &mut self,
        frame: &mut Frame,
        base: Expr,
        written: &ast::Expr,
        field: &ast::Name,
        span: Span,
    ) -> Expr {
        let (base, shape) = match base.ty.clone() {
            Type::Silent => return self.silent(frame, span),
            Type::Shape(shape) => (base, shape),
            Type::Reference(reference) => {
                let shape = self.program[reference].shape;
                let kind = ExprKind::Follow { base: Box::new(base), reference };
                (self.make(frame, kind, Type::Shape(shape), written.span), shape)
            }
            Type::List(_) => {
                let list = self.written(strip(written).span).to_owned();
                let instead = called(&field.text, "count").map(|function| format!("{function}({list})"));
                let problem = TypeProblem::FieldOfList { list, field: field.text.clone(), span: field.span, instead };
                self.problems.push(problem.into());
                return self.silent(frame, span);
            }
            other => {
                let found = self.describe(&other);
                let text = self.written(strip(written).span);
                let function = if other.is_textual() { called(&field.text, "length") } else { None };
                let instead = function.map(|function| format!("{function}({text})"));
                let problem = TypeProblem::NoFields { found, field: field.text.clone(), span: field.span, instead };
                self.problems.push(problem.into());
                return self.silent(frame, span);
            }
        };
        match self.program[shape].field(&field.text).map(|(index, _)| index) {
            Some(index) => self.field_of(frame, base, index, span),
            None => {
                self.unknown_field(frame.pack, shape, field);
                self.silent(frame, span)
            }
        }
    }

    pub(crate) fn unknown_field(&mut self, pack: PackId, shape: ShapeId, field: &ast::Name) {
        if self.is_excused(pack, &field.text) {
            return;
        }
        let shape = &self.program[shape];
        let known: Vec<&str> = shape.fields.iter().map(|field| &*field.name).collect();
        // `window.from-opened_at` is one name, and was to be a difference.
        let minus = field.text.match_indices('-').find_map(|(at, _)| {
            let (left, right) = (field.text.get(..at)?, field.text.get(at + 1..)?);
            (!right.is_empty() && known.contains(&left)).then_some((left, right))
        });
        let hint = minus.map(|(left, right)| format!("a minus has a blank on each side: `{left} - {right}`"));
        let problem = NameProblem::UnknownField {
            field: field.text.clone(),
            span: field.span,
            shape: shape.name.to_string(),
            declared: shape.span,
            nearest: nearest(&field.text, known.iter().copied()).map(str::to_owned),
            known: known.iter().map(|name| (*name).to_owned()).collect(),
            hint,
        };
        self.problems.push(problem.into());
    }

    pub(super) fn each(&mut self, frame: &mut Frame, base: &ast::Expr, span: Span) -> Expr {
        let made = self.expr(frame, base, None);
        let Type::List(item) = made.ty.clone() else {
            if made.ty != Type::Silent {
                let found = self.describe(&made.ty);
                self.problems.push(TypeProblem::NoList { found, span: base.span, by: "[]", hint: None }.into());
            }
            return self.silent(frame, span);
        };
        if !is_many(base) {
            return made;
        }
        // `LIST[].field[]`: what is taken from each item is a list itself.
        match *item {
            Type::List(inner) => {
                let ty = Type::List(inner);
                match made.kind {
                    ExprKind::Project { list, item, body, flatten: false } => {
                        let kind = ExprKind::Project { list, item, body, flatten: true };
                        self.make(frame, kind, ty, span)
                    }
                    _ => self.silent(frame, span),
                }
            }
            Type::Silent => self.silent(frame, span),
            other => {
                let found = self.describe(&other);
                self.problems.push(TypeProblem::NoList { found, span: base.span, by: "[]", hint: None }.into());
                self.silent(frame, span)
            }
        }
    }
}

/// The function that was meant where one is written as a field: that of its name, or `counts` for a word that asks how
/// many or how long.
fn called(field: &str, counts: &'static str) -> Option<&'static str> {
    match field {
        "count" | "length" | "size" | "len" => Some(counts),
        "first" | "last" | "distinct" | "sum" | "min" | "max" if counts == "count" => {
            BUILT_INS.iter().map(|facts| facts.name).find(|name| *name == field)
        }
        "lower" | "words" | "sentences" | "phrases" if counts == "length" => {
            BUILT_INS.iter().map(|facts| facts.name).find(|name| *name == field)
        }
        _ => None,
    }
}
