//! Expressions: every path, member, arity, unit and hole is checked here, before anything runs.
//!
//! A check that fails leaves an expression of the silent type behind, which fits everything without a word: one mistake
//! is one diagnostic.

use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::{Span, nearest};

use crate::problems::{NameProblem, Sort, TypeProblem};
use crate::program::{
    Comparison, DefinitionId, Expr, ExprId, ExprKind, FieldIndex, KindId, Literal, LocalId, PackId, Piece, Question,
    ShapeId, TextPlace, Type,
};
use crate::scalar::{Date, Duration, Instant, NoInstant, Number, UNITS};
use crate::scope::{Compiler, Function, Letters, NamedType, few};

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
}

impl Frame {
    pub(crate) fn new(pack: PackId, kind: Option<KindId>) -> Self {
        Self { pack, kind, locals: Vec::new(), slots: 0, size: 0, reads_document: false }
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
                let parts = parts.iter().map(|part| self.condition(frame, part)).collect();
                self.make(frame, ExprKind::And(parts), Type::Boolean, span)
            }
            ast::ExprKind::Or(parts) => {
                let parts = parts.iter().map(|part| self.condition(frame, part)).collect();
                self.make(frame, ExprKind::Or(parts), Type::Boolean, span)
            }
            ast::ExprKind::Implies(left, right) => {
                if let Some(quantifier) = ending_quantifier(left) {
                    self.problems.push(TypeProblem::NeedsBrackets { span: quantifier, part: right.span }.into());
                }
                let (left, right) = (self.condition(frame, left), self.condition(frame, right));
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
                self.quantified(frame, *every, item, list, filter.as_deref(), body, span)
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

    fn quantified(
        &mut self,
        frame: &mut Frame,
        every: bool,
        item: &ast::Name,
        list: &ast::Expr,
        filter: Option<&ast::Expr>,
        body: &ast::Expr,
        span: Span,
    ) -> Expr {
        if let ast::ExprKind::And(parts) | ast::ExprKind::Or(parts) = &body.kind
            && let Some(part) = parts.iter().skip(1).find(|part| !mentions(part, &item.text))
        {
            let quantifier = Span { end: item.span.end, ..span };
            self.problems.push(TypeProblem::NeedsBrackets { span: quantifier, part: part.span }.into());
        }
        let (list, ty) = self.items(frame, list, if every { "every" } else { "some" });
        let id = self.push_item(frame, item, ty);
        let filter = filter.map(|filter| Box::new(self.condition(frame, filter)));
        let body = self.condition(frame, body);
        frame.locals.pop();
        let kind = ExprKind::Quantified { every, list: Box::new(list), item: id, filter, body: Box::new(body) };
        self.make(frame, kind, Type::Boolean, span)
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
        let taken = match (frame.local(&name.text), field) {
            (Some(local), _) => Some(("another name that is in reach here".to_owned(), Some(local.span))),
            (None, Some((by, span))) => Some((by, Some(span))),
            (None, None) if name.text == "document" => Some(("the whole document".to_owned(), None)),
            (None, None) => None,
        };
        if let Some((by, other)) = taken {
            self.problems.push(NameProblem::Taken { name: name.text.clone(), span: name.span, by, other }.into());
        }
        let id = frame.slot();
        frame.locals.push(Local { name: name.text.clone(), id, ty, span: name.span, is_item, is_place });
        id
    }

    fn question(&mut self, frame: &mut Frame, subject: &ast::Expr, question: &ast::Question, span: Span) -> Expr {
        let asked = self.expr(frame, subject, None);
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

    /// A literal that says its type by itself.
    fn plain_literal(&mut self, written: &ast::Expr) -> Option<(Literal, Type)> {
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
                    let wanted = self.describe(wanted);
                    let (found, span) = (format!("the name `{}`", name.name.text), name.span);
                    let hint =
                        (wanted == "a text").then(|| format!("put it in quotation marks: `\"{}\"`", name.name.text));
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

    /// An error where the name is that of a function that has to be called.
    fn uncalled(&mut self, frame: &mut Frame, name: &ast::QualifiedName) -> Option<Expr> {
        if name.pack.is_none() && self.is_value(frame, name) {
            return None;
        }
        let function = self.look_function(frame.pack, name)?;
        let (no_parameters, parameters) = match function {
            Function::Definition(id) => {
                let definition = self.items.definitions.get(id.index())?.1;
                let names: Vec<&str> = definition.parameters.iter().map(|each| each.name.text.as_str()).collect();
                (names.is_empty(), names.join(", "))
            }
            Function::Table(id) => {
                let table = self.items.tables.get(id.index())?.1;
                let names: Vec<&str> = table.parameters.iter().map(|each| each.name.text.as_str()).collect();
                (false, names.join(", "))
            }
        };
        if no_parameters && let Function::Definition(id) = function {
            return Some(self.call_definition(frame, id, &[], name, name.span));
        }
        let written = self.written(name.span);
        let signature = format!("{written}({parameters})");
        self.problems.push(TypeProblem::NotCalled { name: written.to_owned(), span: name.span, signature }.into());
        Some(self.silent(frame, name.span))
    }

    /// Does this name stand for a value by itself, not as a member?
    fn is_value(&self, frame: &Frame, name: &ast::QualifiedName) -> bool {
        if name.pack.is_some() {
            return self.has_setting(frame.pack, name);
        }
        let text = &name.name.text;
        frame.local(text).is_some()
            || text == "document"
            || self.root_field(frame, text).is_some()
            || self.has_setting(frame.pack, name)
    }

    fn root_field(&self, frame: &Frame, name: &str) -> Option<FieldIndex> {
        self.program[self.program[frame.kind?].shape].field(name).map(|(index, _)| index)
    }

    fn name(&mut self, frame: &mut Frame, name: &ast::QualifiedName, wanted: Option<&Type>) -> Expr {
        let (text, span) = (&name.name.text, name.span);
        if name.pack.is_none()
            && let Some(Type::Enum(id)) = wanted
            && let Some(member) = self.program[*id].member(text)
        {
            if let Some(local) = frame.local(text) {
                let by = format!("a member of `{}`", self.program[*id].name);
                let other = Some(local.span);
                self.problems.push(NameProblem::Taken { name: text.clone(), span, by, other }.into());
            }
            return self.make(frame, ExprKind::Literal(Literal::Member(*id, member)), Type::Enum(*id), span);
        }
        if name.pack.is_none() {
            if let Some(local) = frame.local(text) {
                let (id, ty) = (local.id, local.ty.clone());
                return self.make(frame, ExprKind::Local(id), ty, span);
            }
            if let Some(field) = self.root_field(frame, text) {
                let root = self.document(frame, span.at_start());
                return self.field_of(frame, root, field, span);
            }
            if text == "document" {
                return self.document(frame, span);
            }
        }
        if self.has_setting(frame.pack, name) {
            return match self.find_setting(frame.pack, name) {
                Some(setting) => {
                    let ty = self.program[setting].ty.clone();
                    self.make(frame, ExprKind::Setting(setting), ty, span)
                }
                None => self.silent(frame, span),
            };
        }
        if let Some(expr) = self.uncalled(frame, name) {
            return expr;
        }
        self.unknown_name(frame, name, wanted);
        self.silent(frame, span)
    }

    fn document(&mut self, frame: &mut Frame, span: Span) -> Expr {
        match frame.kind {
            Some(kind) => {
                frame.reads_document = true;
                let ty = Type::Shape(self.program[kind].shape);
                self.make(frame, ExprKind::Document, ty, span)
            }
            None => self.silent(frame, span),
        }
    }

    fn unknown_name(&mut self, frame: &Frame, name: &ast::QualifiedName, wanted: Option<&Type>) {
        let (text, span) = (&name.name.text, name.span);
        // Where the pack's document is not known, no path can be.
        if frame.kind.is_none() || self.is_excused(frame.pack, text) {
            return;
        }
        if name.pack.is_none()
            && matches!(text.as_str(), "missing" | "null" | "nil" | "none" | "unknown" | "present" | "empty")
        {
            let asked = match text.as_str() {
                "unknown" => "is unknown",
                "present" => "is present",
                "empty" => "is empty",
                _ => "is missing",
            };
            let problem = TypeProblem::NoValue { word: text.clone(), span, instead: asked.to_owned() };
            self.problems.push(problem.into());
            return;
        }
        if let Some(Type::Enum(id)) = wanted
            && name.pack.is_none()
        {
            self.member(frame.pack, *id, text, span);
            return;
        }
        let mut known: Vec<String> = frame.locals.iter().map(|local| local.name.clone()).collect();
        if let Some(kind) = frame.kind {
            known.extend(self.program[self.program[kind].shape].fields.iter().map(|field| field.name.to_string()));
        }
        known.extend(self.program.settings.iter().map(|setting| setting.name.to_string()));
        let minus = text
            .match_indices('-')
            .filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)))
            .find(|(left, right)| [left, right].iter().all(|side| known.iter().any(|name| name == *side)))
            .map(|(left, right)| (left.to_owned(), right.to_owned()));
        let near = nearest(text, known.iter().map(String::as_str)).map(str::to_owned);
        // A member that is written bare where nothing says which enum is meant.
        let home = self.program.enums.iter().find(|item| item.member(text).is_some());
        let near = match (near, home) {
            (None, Some(home)) => Some(format!("{}.{text}", home.name)),
            (near, _) => near,
        };
        if near.is_none() && minus.is_none() && self.is_incomplete(frame.pack) {
            return;
        }
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let problem = NameProblem::Unknown {
            sort: Sort::Value,
            name: self.written(span).to_owned(),
            span,
            nearest: near,
            minus,
            elsewhere: None,
            known: few(&names),
        };
        self.problems.push(problem.into());
    }

    fn field_of(&mut self, frame: &mut Frame, base: Expr, field: FieldIndex, span: Span) -> Expr {
        let Type::Shape(shape) = base.ty else {
            return self.silent(frame, span);
        };
        let Some(ty) = self.program[shape].fields.get(field.0 as usize).map(|field| field.ty.clone()) else {
            return self.silent(frame, span);
        };
        self.make(frame, ExprKind::Field { base: Box::new(base), field }, ty, span)
    }

    fn field(&mut self, frame: &mut Frame, base: &ast::Expr, field: &ast::Name, span: Span) -> Expr {
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
    fn take(&mut self, frame: &mut Frame, base: Expr, written: &ast::Expr, field: &ast::Name, span: Span) -> Expr {
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
                let problem = TypeProblem::FieldOfList { list, field: field.text.clone(), span: field.span };
                self.problems.push(problem.into());
                return self.silent(frame, span);
            }
            other => {
                let found = self.describe(&other);
                let problem = TypeProblem::NoFields { found, field: field.text.clone(), span: field.span };
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
        let problem = NameProblem::UnknownField {
            field: field.text.clone(),
            span: field.span,
            shape: shape.name.to_string(),
            declared: shape.span,
            nearest: nearest(&field.text, known.iter().copied()).map(str::to_owned),
            known: known.iter().map(|name| (*name).to_owned()).collect(),
        };
        self.problems.push(problem.into());
    }

    fn each(&mut self, frame: &mut Frame, base: &ast::Expr, span: Span) -> Expr {
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

    fn call(
        &mut self,
        frame: &mut Frame,
        callee: &ast::QualifiedName,
        arguments: &[ast::Expr],
        call: &ast::Expr,
    ) -> Expr {
        if callee.pack.is_none()
            && let Some(made) = self.built_in(frame, &callee.name, arguments, call)
        {
            return made;
        }
        match self.find_function(frame.pack, callee) {
            Some(Function::Definition(id)) => self.call_definition(frame, id, arguments, callee, call.span),
            Some(Function::Table(id)) => {
                let Some((_, table)) = self.items.tables.get(id.index()) else {
                    return self.silent(frame, call.span);
                };
                let table = *table;
                let columns: Vec<(String, Type)> = self.program[id]
                    .parameters
                    .iter()
                    .map(|parameter| (parameter.name.to_string(), parameter.ty.clone()))
                    .collect();
                let Some(arguments) = self.arguments(frame, &table.name.text, &columns, arguments, call.span) else {
                    return self.silent(frame, call.span);
                };
                let ty = self.program[id].result.clone();
                self.make(frame, ExprKind::Lookup { table: id, arguments }, ty, call.span)
            }
            None => {
                for argument in arguments {
                    self.expr_against(frame, argument, None, true);
                }
                self.silent(frame, call.span)
            }
        }
    }

    fn call_definition(
        &mut self,
        frame: &mut Frame,
        id: DefinitionId,
        arguments: &[ast::Expr],
        callee: &ast::QualifiedName,
        span: Span,
    ) -> Expr {
        let definition = &self.program[id];
        let name = definition.name.to_string();
        let parameters: Vec<(String, Type)> =
            definition.parameters.iter().map(|each| (each.name.to_string(), each.ty.clone())).collect();
        let ty = definition.body.ty.clone();
        let facts = self.facts.get(id.index()).copied().unwrap_or_default();
        frame.size = frame.size.saturating_add(facts.size);
        if let Some(reads) = facts.reads {
            frame.reads_document = true;
            if let Some(here) = frame.kind.filter(|here| *here != reads) {
                let (reads, here) = (self.program[reads].name.to_string(), self.program[here].name.to_string());
                let problem = TypeProblem::OtherDocument { name: name.clone(), span: callee.span, reads, here };
                self.problems.push(problem.into());
            }
        }
        match self.arguments(frame, &name, &parameters, arguments, span) {
            Some(arguments) => self.make(frame, ExprKind::Call { definition: id, arguments }, ty, span),
            None => self.silent(frame, span),
        }
    }

    fn arguments(
        &mut self,
        frame: &mut Frame,
        name: &str,
        parameters: &[(String, Type)],
        arguments: &[ast::Expr],
        span: Span,
    ) -> Option<Vec<Expr>> {
        if parameters.len() != arguments.len() {
            let names: Vec<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
            let signature = format!("{name}({})", names.join(", "));
            let problem = TypeProblem::Arguments { name: name.to_owned(), span, signature, found: arguments.len() };
            self.problems.push(problem.into());
            for (at, argument) in arguments.iter().enumerate() {
                let wanted = parameters.get(at).map(|(_, ty)| ty);
                self.expr_against(frame, argument, wanted, wanted.is_none());
            }
            return None;
        }
        Some(parameters.iter().zip(arguments).map(|((_, ty), argument)| self.expect(frame, argument, ty)).collect())
    }

    /// Both sides of an operator, the one that says its type by itself first.
    fn sides(&mut self, frame: &mut Frame, left: &ast::Expr, right: &ast::Expr, within: Within) -> (Expr, Expr) {
        let outer = |ty: &Type| match within {
            Within::Same => Some(ty.clone()),
            Within::RightHolds => Some(Type::List(Box::new(ty.clone()))),
            Within::LeftHolds => match ty {
                Type::List(item) => Some((**item).clone()),
                _ => None,
            },
        };
        let inner = |ty: &Type| match within {
            Within::Same => Some(ty.clone()),
            Within::RightHolds => match ty {
                Type::List(item) => Some((**item).clone()),
                _ => None,
            },
            Within::LeftHolds => Some(Type::List(Box::new(ty.clone()))),
        };
        let known = |side: &ast::Expr| match &strip(side).kind {
            ast::ExprKind::Name(name) => self.is_value(frame, name),
            _ => false,
        };
        let right_first = match (is_open(left), is_open(right)) {
            (true, false) => true,
            (true, true) => !known(left) && known(right),
            (false, _) => false,
        };
        if right_first {
            let right = self.expr(frame, right, None);
            let wanted = inner(&right.ty).filter(|ty| *ty != Type::Silent);
            let left = self.expr_against(frame, left, wanted.as_ref(), right.ty == Type::Silent);
            (left, right)
        } else {
            let left = self.expr(frame, left, None);
            let wanted = outer(&left.ty).filter(|ty| *ty != Type::Silent);
            let right = self.expr_against(frame, right, wanted.as_ref(), left.ty == Type::Silent);
            (left, right)
        }
    }

    /// The second side of an operator. Where the first is broken, a bare name or list that only the first could
    /// explain is passed over in silence.
    pub(crate) fn expr_against(
        &mut self,
        frame: &mut Frame,
        written: &ast::Expr,
        wanted: Option<&Type>,
        broken: bool,
    ) -> Expr {
        if broken && is_open(written) {
            let unclear = match &strip(written).kind {
                ast::ExprKind::Name(name) => !self.is_value(frame, name),
                ast::ExprKind::List(_) => true,
                _ => false,
            };
            if unclear {
                return self.silent(frame, written.span);
            }
        }
        self.expr(frame, written, wanted)
    }

    fn compare(
        &mut self,
        frame: &mut Frame,
        op: ast::CompareOp,
        op_span: Span,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Expr {
        let comparison = match op {
            ast::CompareOp::Equal => Comparison::Equal,
            ast::CompareOp::NotEqual => Comparison::NotEqual,
            ast::CompareOp::Less => Comparison::Less,
            ast::CompareOp::AtMost => Comparison::AtMost,
            ast::CompareOp::More => Comparison::More,
            ast::CompareOp::AtLeast => Comparison::AtLeast,
            ast::CompareOp::In | ast::CompareOp::NotIn => {
                let made = self.membership(frame, left, right, span);
                return if op == ast::CompareOp::NotIn {
                    self.make(frame, ExprKind::Not(Box::new(made)), Type::Boolean, span)
                } else {
                    made
                };
            }
            ast::CompareOp::Contains => return self.contains(frame, op_span, left, right, span),
            ast::CompareOp::StartsWith => {
                return self.holds(frame, TextPlace::Start, left, right, span);
            }
            ast::CompareOp::EndsWith => {
                return self.holds(frame, TextPlace::End, left, right, span);
            }
        };
        let operator = self.written(op_span).to_owned();
        // `x == missing` asks what only `is` can ask.
        for side in [left, right] {
            if let ast::ExprKind::Name(name) = &strip(side).kind
                && name.pack.is_none()
                && matches!(name.name.text.as_str(), "missing" | "null" | "nil" | "unknown" | "none")
                && !self.is_value(frame, name)
                && !self.program.enums.iter().any(|item| item.member(&name.name.text).is_some())
            {
                let asked = if name.name.text == "unknown" { "unknown" } else { "missing" };
                let not = if comparison == Comparison::NotEqual { "not " } else { "" };
                let instead = format!("is {not}{asked}");
                let problem =
                    TypeProblem::NoValue { word: name.name.text.clone(), span: op_span.to(side.span), instead };
                self.problems.push(problem.into());
                return self.silent(frame, span);
            }
        }
        let (made_left, made_right) = self.sides(frame, left, right, Within::Same);
        for (written, made, other) in [(left, &made_left, right), (right, &made_right, left)] {
            if is_many(written) && !matches!(made.ty, Type::Silent) {
                let other = self.written(other.span);
                let asked =
                    if std::ptr::eq(written, left) { format!("{operator} {other}") } else { format!("{operator} …") };
                self.many(written, &asked);
                return self.silent(frame, span);
            }
        }
        if made_left.ty == Type::Silent || made_right.ty == Type::Silent {
            return self.silent(frame, span);
        }
        let same = fits(&made_left.ty, &made_right.ty) && !matches!(made_left.ty, Type::List(_) | Type::Shape(_));
        if !same {
            let hint = operator_hint(&operator, left, right, &made_left.ty, &made_right.ty);
            self.operator(operator, op_span, &made_left, &made_right, hint);
            return self.silent(frame, span);
        }
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        if ordered && !self.has_order(&made_left.ty) {
            let declared = match &made_left.ty {
                Type::Enum(id) => Some(self.program[*id].span),
                _ => None,
            };
            let found = self.describe(&made_left.ty);
            self.problems.push(TypeProblem::NoOrder { found, span: op_span, declared }.into());
            return self.silent(frame, span);
        }
        let kind = ExprKind::Compare { comparison, left: Box::new(made_left), right: Box::new(made_right) };
        self.make(frame, kind, Type::Boolean, span)
    }

    fn operator(&mut self, operator: String, span: Span, left: &Expr, right: &Expr, hint: Option<String>) {
        let (left, right) = ((self.describe(&left.ty), left.span), (self.describe(&right.ty), right.span));
        self.problems.push(TypeProblem::Operator { operator, span, left, right, hint }.into());
    }

    fn membership(&mut self, frame: &mut Frame, left: &ast::Expr, right: &ast::Expr, span: Span) -> Expr {
        let (item, list) = self.sides(frame, left, right, Within::RightHolds);
        if item.ty == Type::Silent || list.ty == Type::Silent {
            return self.silent(frame, span);
        }
        let Type::List(wanted) = &list.ty else {
            let hint = list.ty.is_textual().then(|| {
                format!(
                    "write `{} contains {}` to look for a text in a text",
                    self.written(right.span),
                    self.written(left.span)
                )
            });
            let found = self.describe(&list.ty);
            self.problems.push(TypeProblem::NoList { found, span: right.span, by: "in", hint }.into());
            return self.silent(frame, span);
        };
        self.member_of(frame, left, item, wanted.clone(), list, span)
    }

    fn member_of(
        &mut self,
        frame: &mut Frame,
        written: &ast::Expr,
        item: Expr,
        wanted: Box<Type>,
        list: Expr,
        span: Span,
    ) -> Expr {
        if is_many(written) {
            self.many(written, "in …");
            return self.silent(frame, span);
        }
        if !fits(&item.ty, &wanted) {
            self.mismatch(&item.ty, &wanted, written);
            return self.silent(frame, span);
        }
        self.make(frame, ExprKind::In { item: Box::new(item), list: Box::new(list) }, Type::Boolean, span)
    }

    fn contains(&mut self, frame: &mut Frame, op_span: Span, left: &ast::Expr, right: &ast::Expr, span: Span) -> Expr {
        let (whole, part) = self.sides(frame, left, right, Within::LeftHolds);
        match &whole.ty {
            Type::Silent => self.silent(frame, span),
            Type::List(wanted) => {
                if part.ty == Type::Silent {
                    return self.silent(frame, span);
                }
                let wanted = wanted.clone();
                self.member_of(frame, right, part, wanted, whole, span)
            }
            ty if ty.is_textual() => {
                if !fits(&part.ty, &Type::Text) {
                    self.mismatch(&part.ty, &Type::Text, right);
                    return self.silent(frame, span);
                }
                let kind = ExprKind::Holds { place: TextPlace::Anywhere, text: Box::new(whole), part: Box::new(part) };
                self.make(frame, kind, Type::Boolean, span)
            }
            _ => {
                self.operator("contains".to_owned(), op_span, &whole, &part, None);
                self.silent(frame, span)
            }
        }
    }

    fn holds(&mut self, frame: &mut Frame, place: TextPlace, left: &ast::Expr, right: &ast::Expr, span: Span) -> Expr {
        let text = self.expect(frame, left, &Type::Text);
        let part = self.expect(frame, right, &Type::Text);
        self.make(frame, ExprKind::Holds { place, text: Box::new(text), part: Box::new(part) }, Type::Boolean, span)
    }

    fn arithmetic(
        &mut self,
        frame: &mut Frame,
        minus: bool,
        op_span: Span,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Expr {
        let (made_left, made_right) = (self.expr(frame, left, None), self.expr(frame, right, None));
        for (written, made) in [(left, &made_left), (right, &made_right)] {
            if is_many(written) && made.ty != Type::Silent {
                self.many(written, "…");
                return self.silent(frame, span);
            }
        }
        let ty = match (&made_left.ty, minus, &made_right.ty) {
            (Type::Silent, ..) | (.., Type::Silent) => return self.silent(frame, span),
            (Type::Number, _, Type::Number) => Type::Number,
            (Type::Duration, _, Type::Duration)
            | (Type::Instant, true, Type::Instant)
            | (Type::Date, true, Type::Date) => Type::Duration,
            (Type::Instant, _, Type::Duration) | (Type::Duration, false, Type::Instant) => Type::Instant,
            (Type::Date, _, Type::Duration) | (Type::Duration, false, Type::Date) => Type::Date,
            (left, false, right) if left.is_textual() && right.is_textual() => {
                self.problems.push(TypeProblem::AddedTexts { span: op_span }.into());
                return self.silent(frame, span);
            }
            _ => {
                let operator = if minus { "-" } else { "+" };
                let hint = operator_hint(operator, left, right, &made_left.ty, &made_right.ty);
                self.operator(operator.to_owned(), op_span, &made_left, &made_right, hint);
                return self.silent(frame, span);
            }
        };
        let kind = ExprKind::Arithmetic { minus, left: Box::new(made_left), right: Box::new(made_right) };
        self.make(frame, kind, ty, span)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    Same,
    RightHolds,
    LeftHolds,
}

/// What to write instead, for the mistakes that are made most.
fn operator_hint(
    operator: &str,
    left: &ast::Expr,
    right: &ast::Expr,
    left_ty: &Type,
    right_ty: &Type,
) -> Option<String> {
    for (written, found, other) in [(left, left_ty, right_ty), (right, right_ty, left_ty)] {
        match (&strip(written).kind, found, other) {
            (ast::ExprKind::Number(digits), _, Type::Duration) => {
                return Some(format!("a duration has a unit: `{digits}min`, `{digits}h`"));
            }
            (ast::ExprKind::Text(_), _, Type::Instant) => {
                return Some("an instant is written without quotation marks: `2026-04-12T10:00Z`".to_owned());
            }
            (ast::ExprKind::Text(_), _, Type::Date) => {
                return Some("a date is written without quotation marks: `2026-04-12`".to_owned());
            }
            (_, Type::Instant, Type::Date) => {
                return Some("take the day of the instant with `date-of(…)`".to_owned());
            }
            (_, Type::List(_), Type::Number) => {
                return Some("count the items of a list with `count(…)`".to_owned());
            }
            (_, Type::List(_), Type::List(_)) => {
                return Some("ask `every x in …: x in …`, or compare what `count(…)` says of them".to_owned());
            }
            (_, Type::List(_), other) if operator == "==" && !matches!(other, Type::List(_)) => {
                return Some("look for a value in a list with `in`".to_owned());
            }
            _ => {}
        }
    }
    None
}

/// Does a value of type `found` fit where `wanted` is wanted?
pub(crate) fn fits(found: &Type, wanted: &Type) -> bool {
    match (found, wanted) {
        (Type::Silent, _) | (_, Type::Silent) => true,
        (Type::List(found), Type::List(wanted)) => fits(found, wanted),
        (found, wanted) => found == wanted || found.is_textual() && wanted.is_textual(),
    }
}

/// The expression without the brackets around it.
pub(crate) fn strip(mut written: &ast::Expr) -> &ast::Expr {
    while let ast::ExprKind::Paren(inner) = &written.kind {
        written = inner;
    }
    written
}

/// Is it a path with `[]` in it, that stands for many values?
fn is_many(written: &ast::Expr) -> bool {
    let mut at = written;
    loop {
        match &at.kind {
            ast::ExprKind::Each(_) => return true,
            ast::ExprKind::Field { base, .. } => at = base,
            ast::ExprKind::Paren(inner) => at = inner,
            _ => return false,
        }
    }
}

/// Does it take the other side to say what this means?
fn is_open(written: &ast::Expr) -> bool {
    match &strip(written).kind {
        ast::ExprKind::Name(name) => name.pack.is_none(),
        ast::ExprKind::Text(format) => plain_text(format).is_some(),
        ast::ExprKind::List(_) => true,
        _ => false,
    }
}

/// The text, where it has no holes.
pub(crate) fn plain_text(format: &ast::Format) -> Option<String> {
    let mut text = String::new();
    for piece in &format.pieces {
        match piece {
            ast::Piece::Text(piece) => text.push_str(piece),
            ast::Piece::Hole(_) => return None,
        }
    }
    Some(text)
}

/// The quantifier without brackets that reaches up to the end of the expression.
fn ending_quantifier(written: &ast::Expr) -> Option<Span> {
    let mut at = written;
    loop {
        at = match &at.kind {
            ast::ExprKind::Quantified { item, .. } => {
                return Some(Span { end: item.span.end, ..at.span });
            }
            ast::ExprKind::And(parts) | ast::ExprKind::Or(parts) => parts.last()?,
            ast::ExprKind::Not(inner) => inner,
            _ => return None,
        };
    }
}

/// Does the expression speak of this name?
fn mentions(written: &ast::Expr, name: &str) -> bool {
    let mut open = vec![written];
    while let Some(expr) = open.pop() {
        if let ast::ExprKind::Name(found) = &expr.kind
            && found.pack.is_none()
            && found.name.text == name
        {
            return true;
        }
        open.extend(parts(expr));
    }
    false
}

/// The expressions that an expression is made of.
pub(crate) fn parts(written: &ast::Expr) -> Vec<&ast::Expr> {
    match &written.kind {
        ast::ExprKind::Text(format) => format
            .pieces
            .iter()
            .filter_map(|piece| match piece {
                ast::Piece::Hole(hole) => Some(hole),
                ast::Piece::Text(_) => None,
            })
            .collect(),
        ast::ExprKind::List(parts) | ast::ExprKind::And(parts) | ast::ExprKind::Or(parts) => parts.iter().collect(),
        ast::ExprKind::Call { arguments, .. } => arguments.iter().collect(),
        ast::ExprKind::Field { base, .. } => vec![base],
        ast::ExprKind::Each(inner) | ast::ExprKind::Paren(inner) | ast::ExprKind::Not(inner) => {
            vec![inner]
        }
        ast::ExprKind::Matches { subject, .. } | ast::ExprKind::Is { subject, .. } => vec![subject],
        ast::ExprKind::Implies(left, right)
        | ast::ExprKind::Default(left, right)
        | ast::ExprKind::Compare { left, right, .. }
        | ast::ExprKind::Arithmetic { left, right, .. } => vec![left, right],
        ast::ExprKind::Quantified { list, filter, body, .. } => {
            let mut parts: Vec<&ast::Expr> = vec![list, body];
            parts.extend(filter.as_deref());
            parts
        }
        ast::ExprKind::Filter { list, filter, .. } => vec![list, filter],
        ast::ExprKind::Number(_)
        | ast::ExprKind::Duration(_)
        | ast::ExprKind::Date(_)
        | ast::ExprKind::Instant(_)
        | ast::ExprKind::Boolean(_)
        | ast::ExprKind::Name(_)
        | ast::ExprKind::Junk => Vec::new(),
    }
}
