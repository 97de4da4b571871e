//! Expressions: every path, member, arity, unit and hole is checked here, before anything runs.
//!
//! A check that fails leaves an expression of the silent type behind, which fits everything without a word: one mistake
//! is one diagnostic.

mod literals;
mod names;
mod operators;
mod paths;
mod previous;
mod written;

use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::Span;

use crate::problems::{NameProblem, Sort, TypeProblem};
use crate::program::{Expr, ExprId, ExprKind, KindId, Literal, LocalId, PackId, Piece, Question, Type};
use crate::scope::{Compiler, Letters, NamedType};

/// A name that a rule or definition gives.
#[derive(Clone)]
pub(crate) struct Local {
    pub(crate) name: String,
    pub(crate) id: LocalId,
    pub(crate) ty: Type,
    pub(crate) span: Span,
    /// Is it the loop variable of a list?
    pub(crate) is_item: bool,
    /// Does it stand for a place in the document?
    pub(crate) is_place: bool,
}

/// What is known while one rule or definition is checked.
pub(crate) struct Frame {
    pub(crate) pack: PackId,
    /// The kind of document that paths begin in.
    pub(crate) kind: Option<KindId>,
    pub(crate) locals: Vec<Local>,
    /// How many slots are taken.
    pub(crate) slots: u32,
    /// How many expressions there are, those of called definitions included.
    pub(crate) size: u64,
    /// Is the document itself read?
    pub(crate) reads_document: bool,
    /// Is it sure here that there is an earlier revision?
    pub(crate) guarded: bool,
    /// Is it a definition, whose callers may have made that sure?
    pub(crate) is_definition: bool,
    /// Where a definition reads the earlier revision without having made sure.
    pub(crate) reads_previous: Option<Span>,
}

pub(crate) use previous::PREVIOUS;
use written::{beside, ending_quantifier, is_many};
pub(crate) use written::{parts, plain_text, strip};

impl Frame {
    pub(crate) fn new(pack: PackId, kind: Option<KindId>) -> Self {
        Self {
            pack,
            kind,
            locals: Vec::new(),
            slots: 0,
            size: 0,
            reads_document: false,
            guarded: false,
            is_definition: false,
            reads_previous: None,
        }
    }

    pub(crate) fn local(&self, name: &str) -> Option<&Local> {
        self.locals.iter().rev().find(|local| local.name == name)
    }

    fn slot(&mut self) -> LocalId {
        let id = LocalId(self.slots);
        self.slots += 1;
        id
    }
}

/// What is known of a definition that has been checked.
#[derive(Clone, Copy, Default)]
pub(crate) struct DefinitionFacts {
    pub(crate) size: u64,
    pub(crate) reads: Option<KindId>,
    /// Where it reads the earlier revision without having made sure that there is one.
    pub(crate) previous: Option<Span>,
}

impl Compiler<'_> {
    pub(crate) fn make(&mut self, frame: &mut Frame, kind: ExprKind, ty: Type, span: Span) -> Expr {
        let id = ExprId(self.program.expressions);
        self.program.expressions += 1;
        frame.size = frame.size.saturating_add(1);
        Expr { id, kind, ty, span }
    }

    /// What stands in for an expression that is wrong.
    pub(crate) fn silent(&mut self, frame: &mut Frame, span: Span) -> Expr {
        self.make(frame, ExprKind::Literal(Literal::Boolean(false)), Type::Silent, span)
    }

    /// A condition.
    pub(crate) fn condition(&mut self, frame: &mut Frame, written: &ast::Expr) -> Expr {
        if let ast::ExprKind::Name(name) = &written.kind
            && let Some(expr) = self.uncalled(frame, name)
        {
            return expr;
        }
        let expr = self.expr(frame, written, None);
        if !matches!(expr.ty, Type::Boolean | Type::Silent) {
            let found = self.describe(&expr.ty);
            self.problems.push(TypeProblem::NoCondition { found, span: written.span }.into());
            return self.silent(frame, written.span);
        }
        expr
    }

    /// An expression that has to be of a type.
    pub(crate) fn expect(&mut self, frame: &mut Frame, written: &ast::Expr, wanted: &Type) -> Expr {
        let expr = self.expr(frame, written, Some(wanted));
        if fits(&expr.ty, wanted) {
            return expr;
        }
        if is_many(written) && !matches!(wanted, Type::List(_)) {
            self.many(written, "…");
        } else {
            self.mismatch(&expr.ty, wanted, written);
        }
        self.silent(frame, written.span)
    }

    fn mismatch(&mut self, found: &Type, wanted: &Type, written: &ast::Expr) {
        let hint = match (&written.kind, wanted) {
            (ast::ExprKind::Number(digits), Type::Duration) => {
                Some(format!("a duration has a unit: `{digits}min`, `{digits}h`"))
            }
            (ast::ExprKind::Text(_), Type::Date) => {
                Some("a date is written without quotation marks: `2026-04-12`".to_owned())
            }
            (ast::ExprKind::Text(_), Type::Instant) => {
                Some("an instant is written without quotation marks: `2026-04-12T10:00Z`".to_owned())
            }
            (_, Type::Enum(_)) => self.member_hint(written, wanted),
            (_, Type::List(item)) if fits(found, item) => {
                Some(format!("put it in brackets to make a list: `[{}]`", self.written(written.span)))
            }
            _ => None,
        };
        let (wanted, found) = (self.describe(wanted), self.describe(found));
        self.problems.push(TypeProblem::Mismatch { wanted, found, span: written.span, hint }.into());
    }

    /// Reports that many values are compared with one.
    fn many(&mut self, written: &ast::Expr, asked: &str) {
        let list = self.written(strip(written).span).to_owned();
        self.problems.push(TypeProblem::ManyAgainstOne { list, span: written.span, asked: asked.to_owned() }.into());
    }

    /// Any expression. `wanted` helps to understand members and lists; whether it fits is for the caller to see.
    pub(crate) fn expr(&mut self, frame: &mut Frame, written: &ast::Expr, wanted: Option<&Type>) -> Expr {
        let span = written.span;
        match &written.kind {
            ast::ExprKind::Junk => self.silent(frame, span),
            ast::ExprKind::Paren(inner) => self.expr(frame, inner, wanted),
            ast::ExprKind::Text(format) => self.text(frame, format, wanted),
            ast::ExprKind::Number(_)
            | ast::ExprKind::Duration(_)
            | ast::ExprKind::Date(_)
            | ast::ExprKind::Instant(_)
            | ast::ExprKind::Boolean(_) => match self.plain_literal(written) {
                Some((literal, ty)) => self.make(frame, ExprKind::Literal(literal), ty, span),
                None => self.silent(frame, span),
            },
            ast::ExprKind::List(items) => self.list(frame, items, wanted, span),
            ast::ExprKind::Name(name) => self.name(frame, name, wanted),
            ast::ExprKind::Field { base, field } => self.field(frame, base, field, span),
            ast::ExprKind::Each(base) => self.each(frame, base, span),
            ast::ExprKind::Call { callee, arguments } => self.call(frame, callee, arguments, written),
            ast::ExprKind::Not(inner) => {
                let inner = self.condition(frame, inner);
                self.make(frame, ExprKind::Not(Box::new(inner)), Type::Boolean, span)
            }
            ast::ExprKind::And(parts) => {
                let parts = self.parts(frame, parts, true);
                self.make(frame, ExprKind::And(parts), Type::Boolean, span)
            }
            ast::ExprKind::Or(parts) => {
                let parts = self.parts(frame, parts, false);
                self.make(frame, ExprKind::Or(parts), Type::Boolean, span)
            }
            ast::ExprKind::Implies(left, right) => {
                let quantifier = ending_quantifier(left);
                let (guarded, settled) = (frame.guarded, self.entails_previous(frame, left));
                let left = self.condition(frame, left);
                let locals = frame.locals.len();
                if let Some((span, item)) = quantifier {
                    self.problems.push(TypeProblem::NeedsBrackets { span, part: right.span }.into());
                    // What follows most likely speaks of the item: it is not to be missed, too.
                    let id = frame.slot();
                    let (name, span) = (item.text.clone(), item.span);
                    frame.locals.push(Local { name, id, ty: Type::Silent, span, is_item: true, is_place: true });
                }
                frame.guarded |= settled;
                let right = self.condition(frame, right);
                frame.guarded = guarded;
                frame.locals.truncate(locals);
                self.make(frame, ExprKind::Implies(Box::new(left), Box::new(right)), Type::Boolean, span)
            }
            ast::ExprKind::Compare { op, op_span, left, right } => {
                self.compare(frame, *op, *op_span, left, right, span)
            }
            ast::ExprKind::Matches { subject, pattern } => {
                let pattern = self.pattern(pattern, false);
                if is_many(subject) {
                    self.expr(frame, subject, None);
                    self.many(subject, "matches /…/");
                    return self.silent(frame, span);
                }
                let text = self.expect(frame, subject, &Type::Text);
                self.make(frame, ExprKind::Matches { text: Box::new(text), pattern }, Type::Boolean, span)
            }
            ast::ExprKind::Is { subject, negated, question } => {
                let asked = self.question(frame, subject, question, span);
                if *negated { self.make(frame, ExprKind::Not(Box::new(asked)), Type::Boolean, span) } else { asked }
            }
            ast::ExprKind::Arithmetic { minus, op_span, left, right } => {
                self.arithmetic(frame, *minus, *op_span, left, right, span)
            }
            ast::ExprKind::Default(value, default) => {
                let value = self.expr(frame, value, wanted);
                let ty = if value.ty == Type::Silent { wanted.cloned() } else { Some(value.ty.clone()) };
                let default = match &ty {
                    Some(ty) => self.expect(frame, default, ty),
                    None => self.expr(frame, default, None),
                };
                let ty = ty.unwrap_or(Type::Silent);
                self.make(frame, ExprKind::Default { value: Box::new(value), default: Box::new(default) }, ty, span)
            }
            ast::ExprKind::Quantified { every, item, list, filter, body } => {
                if let Some(part) = beside(body, &item.text) {
                    let quantifier = Span { end: item.span.end, ..span };
                    self.problems.push(TypeProblem::NeedsBrackets { span: quantifier, part }.into());
                }
                let (list, ty) = self.items(frame, list, if *every { "every" } else { "some" });
                let item = self.push_item(frame, item, ty);
                let guarded = frame.guarded;
                let settled = filter.as_ref().is_some_and(|filter| self.entails_previous(frame, filter));
                let filter = filter.as_ref().map(|filter| Box::new(self.condition(frame, filter)));
                frame.guarded |= settled;
                let body = Box::new(self.condition(frame, body));
                frame.guarded = guarded;
                frame.locals.pop();
                let kind = ExprKind::Quantified { every: *every, list: Box::new(list), item, filter, body };
                self.make(frame, kind, Type::Boolean, span)
            }
            ast::ExprKind::Filter { item, list, filter } => {
                let (list, ty) = self.items(frame, list, "where");
                let id = self.push_item(frame, item, ty.clone());
                let filter = self.condition(frame, filter);
                frame.locals.pop();
                let kind = ExprKind::Filter { list: Box::new(list), item: id, filter: Box::new(filter) };
                self.make(frame, kind, Type::List(Box::new(ty)), span)
            }
        }
    }

    /// A list, and the type of its items.
    pub(crate) fn items(&mut self, frame: &mut Frame, written: &ast::Expr, by: &'static str) -> (Expr, Type) {
        let list = self.expr(frame, written, None);
        match &list.ty {
            Type::List(item) => {
                let item = (**item).clone();
                (list, item)
            }
            Type::Silent => (list, Type::Silent),
            other => {
                let hint = other
                    .is_textual()
                    .then(|| format!("write `sentences({0})` or `words({0})`", self.written(written.span)));
                let found = self.describe(other);
                self.problems.push(TypeProblem::NoList { found, span: written.span, by, hint }.into());
                (self.silent(frame, written.span), Type::Silent)
            }
        }
    }

    /// Takes the name of a loop variable into the frame; the caller takes it out again.
    pub(crate) fn push_item(&mut self, frame: &mut Frame, name: &ast::Name, ty: Type) -> LocalId {
        self.push_local(frame, "loop variable", name, ty, true, true)
    }

    /// Takes a name into the frame.
    pub(crate) fn push_local(
        &mut self,
        frame: &mut Frame,
        sort: &'static str,
        name: &ast::Name,
        ty: Type,
        is_item: bool,
        is_place: bool,
    ) -> LocalId {
        self.letters(sort, name, Letters::Snake);
        let field = frame.kind.and_then(|kind| {
            let (_, field) = self.program[self.program[kind].shape].field(&name.text)?;
            Some((format!("a field of `{}`", self.program[kind].name), field.span))
        });
        let setting = self.scope(frame.pack).and_then(|scope| scope.settings.get(&name.text)).map(|(_, span)| *span);
        let data = self.scope(frame.pack).and_then(|scope| scope.data.get(&name.text)).map(|(_, span)| *span);
        let taken = match (frame.local(&name.text), field) {
            (Some(local), _) => Some(("another name that is in reach here".to_owned(), Some(local.span))),
            (None, Some((by, span))) => Some((by, Some(span))),
            (None, None) if name.text == "document" => Some(("the whole document".to_owned(), None)),
            (None, None) if name.text == PREVIOUS => Some(("the earlier revision".to_owned(), None)),
            (None, None) => setting
                .map(|span| ("a setting of this pack".to_owned(), Some(span)))
                .or_else(|| data.map(|span| ("data of this pack".to_owned(), Some(span)))),
        };
        if let Some((by, other)) = taken {
            self.problems.push(NameProblem::Taken { name: name.text.clone(), span: name.span, by, other }.into());
        }
        let id = frame.slot();
        frame.locals.push(Local { name: name.text.clone(), id, ty, span: name.span, is_item, is_place });
        id
    }

    fn question(&mut self, frame: &mut Frame, subject: &ast::Expr, question: &ast::Question, span: Span) -> Expr {
        let asks_whether = matches!(question, ast::Question::Present | ast::Question::Missing);
        let asked = match asks_whether && self.is_previous(frame, subject) {
            true => self.previous(frame, subject.span),
            false => self.expr(frame, subject, None),
        };
        let question = match question {
            ast::Question::Empty => {
                if !matches!(asked.ty, Type::List(_) | Type::Silent) {
                    let hint = asked
                        .ty
                        .is_textual()
                        .then(|| "a text of nothing but blanks counts as not written: ask `is missing`".to_owned());
                    let found = self.describe(&asked.ty);
                    self.problems.push(TypeProblem::NoList { found, span: subject.span, by: "is empty", hint }.into());
                    return self.silent(frame, span);
                }
                Question::Empty
            }
            ast::Question::Type(name) => {
                if let Some(problem) = self.no_type(frame, &asked, name) {
                    self.problems.push(problem.into());
                    return self.silent(frame, span);
                }
                let found = self.find_type(frame.pack, name, Sort::Refinement);
                let Some(NamedType::Refinement(refinement)) = found else {
                    if found.is_some() {
                        let wanted = "the name of a refined type".to_owned();
                        let found = format!("`{}`", name.name.text);
                        self.problems.push(TypeProblem::Mismatch { wanted, found, span: name.span, hint: None }.into());
                    }
                    return self.silent(frame, span);
                };
                if is_many(subject) {
                    self.many(subject, &format!("is {}", name.name.text));
                    return self.silent(frame, span);
                }
                if !fits(&asked.ty, &Type::Text) {
                    self.mismatch(&asked.ty, &Type::Text, subject);
                    return self.silent(frame, span);
                }
                Question::Refinement(refinement)
            }
            question => {
                let (question, word) = match question {
                    ast::Question::Present => (Question::Present, "is present"),
                    ast::Question::Missing => (Question::Missing, "is missing"),
                    _ => (Question::Unknown, "is unknown"),
                };
                if is_many(subject) && matches!(&strip(subject).kind, ast::ExprKind::Field { .. }) {
                    self.many(subject, word);
                    return self.silent(frame, span);
                }
                question
            }
        };
        self.make(frame, ExprKind::Is { subject: Box::new(asked), question }, Type::Boolean, span)
    }

    fn list(&mut self, frame: &mut Frame, items: &[ast::Expr], wanted: Option<&Type>, span: Span) -> Expr {
        let mut ty = match wanted {
            Some(Type::List(item)) => Some((**item).clone()),
            _ => None,
        };
        let mut made = Vec::new();
        for item in items {
            let item = match &ty {
                Some(ty) => self.expect(frame, item, ty),
                None => self.expr(frame, item, None),
            };
            if ty.is_none() && item.ty != Type::Silent {
                ty = Some(if item.ty.is_textual() { Type::Text } else { item.ty.clone() });
            }
            made.push(item);
        }
        let ty = Type::List(Box::new(ty.unwrap_or(Type::Silent)));
        self.make(frame, ExprKind::List(made), ty, span)
    }

    fn text(&mut self, frame: &mut Frame, format: &ast::Format, wanted: Option<&Type>) -> Expr {
        if let Some(text) = plain_text(format) {
            if let Some(Type::Enum(id)) = wanted {
                return match self.member(frame.pack, *id, &text, format.span) {
                    Some(member) => self.make(frame, ExprKind::Literal(member), Type::Enum(*id), format.span),
                    None => self.silent(frame, format.span),
                };
            }
            return self.make(frame, ExprKind::Literal(Literal::Text(Arc::from(text))), Type::Text, format.span);
        }
        self.format(frame, format)
    }

    /// A text with holes, whatever it holds.
    pub(crate) fn format(&mut self, frame: &mut Frame, format: &ast::Format) -> Expr {
        let mut pieces = Vec::new();
        for piece in &format.pieces {
            pieces.push(match piece {
                ast::Piece::Text(text) => Piece::Text(Arc::from(text.as_str())),
                ast::Piece::Hole(hole) => {
                    let expr = self.expr(frame, hole, None);
                    let shape = match &expr.ty {
                        Type::Shape(_) => true,
                        Type::List(item) => matches!(**item, Type::Shape(_) | Type::List(_)),
                        _ => false,
                    };
                    if shape {
                        let found = self.describe(&expr.ty);
                        self.problems.push(TypeProblem::NotShown { found, span: hole.span }.into());
                    }
                    Piece::Hole(expr)
                }
            });
        }
        self.make(frame, ExprKind::Format(pieces), Type::Text, format.span)
    }
}

/// Does a value of type `found` fit where `wanted` is wanted?
pub(crate) fn fits(found: &Type, wanted: &Type) -> bool {
    match (found, wanted) {
        (Type::Silent, _) | (_, Type::Silent) => true,
        (Type::List(found), Type::List(wanted)) => fits(found, wanted),
        (found, wanted) => found == wanted || found.is_textual() && wanted.is_textual(),
    }
}
