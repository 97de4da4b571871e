//! Bare names and calls: what a word stands for.

use countersign_parser::ast;
use countersign_source::{Span, nearest};

use super::{Frame, PREVIOUS};
use crate::builtins::BUILT_INS;
use crate::problems::{NameProblem, Sort, TypeProblem};
use crate::program::{DefinitionId, Expr, ExprKind, FieldIndex, Literal, Type};
use crate::scope::{Compiler, Function, few};

impl Compiler<'_> {
    /// An error where the name is that of a function that has to be called.
    pub(super) fn uncalled(&mut self, frame: &mut Frame, name: &ast::QualifiedName) -> Option<Expr> {
        if name.pack.is_none() && self.is_value(frame, name) {
            return None;
        }
        if name.pack.is_none()
            && let Some(facts) = BUILT_INS.iter().find(|facts| facts.name == name.name.text)
        {
            let (name_span, signature) = (name.span, facts.call());
            let name = facts.name.to_owned();
            self.problems.push(TypeProblem::NotCalled { name, span: name_span, signature }.into());
            return Some(self.silent(frame, name_span));
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
        // On a line that did not parse, the brackets of the call may be what is missing.
        if !self.is_excused(frame.pack, &name.name.text) {
            self.problems.push(TypeProblem::NotCalled { name: written.to_owned(), span: name.span, signature }.into());
        }
        Some(self.silent(frame, name.span))
    }

    /// Does this name stand for a value by itself, not as a member?
    pub(super) fn is_value(&self, frame: &Frame, name: &ast::QualifiedName) -> bool {
        if name.pack.is_some() {
            return self.has_setting(frame.pack, name) || self.has_data(frame.pack, name);
        }
        let text = &name.name.text;
        frame.local(text).is_some()
            || text == "document"
            || text == PREVIOUS
            || self.root_field(frame, text).is_some()
            || self.has_setting(frame.pack, name)
            || self.has_data(frame.pack, name)
    }

    pub(super) fn root_field(&self, frame: &Frame, name: &str) -> Option<FieldIndex> {
        self.program[self.program[frame.kind?].shape].field(name).map(|(index, _)| index)
    }

    pub(super) fn name(&mut self, frame: &mut Frame, name: &ast::QualifiedName, wanted: Option<&Type>) -> Expr {
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
            if text == PREVIOUS {
                self.reads_previous(frame, span, None);
                return self.previous(frame, span);
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
        if self.has_data(frame.pack, name) {
            return match self.find_data(frame.pack, name) {
                Some(data) => {
                    let ty = self.program[data].ty.clone();
                    self.make(frame, ExprKind::Data(data), ty, span)
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

    pub(super) fn document(&mut self, frame: &mut Frame, span: Span) -> Expr {
        match frame.kind {
            Some(kind) => {
                frame.reads_document = true;
                let ty = Type::Shape(self.program[kind].shape);
                self.make(frame, ExprKind::Document, ty, span)
            }
            None => self.silent(frame, span),
        }
    }

    pub(super) fn unknown_name(&mut self, frame: &Frame, name: &ast::QualifiedName, wanted: Option<&Type>) {
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
        known.extend(self.program.data.iter().map(|data| data.name.to_string()));
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
        let unsure = self.is_incomplete(frame.pack) || self.may_be_lost(frame.pack, Sort::Value);
        if near.is_none() && minus.is_none() && unsure {
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

    pub(super) fn call(
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
        if self.measures(frame, callee, arguments) {
            return self.silent(frame, call.span);
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

    /// Reports `len(…)`, which is called in two ways here: of a text `length`, of a list `count`.
    fn measures(&mut self, frame: &mut Frame, callee: &ast::QualifiedName, arguments: &[ast::Expr]) -> bool {
        let name = &callee.name.text;
        let [argument] = arguments else { return false };
        if callee.pack.is_some() || !matches!(name.as_str(), "len" | "size") || self.has_function(frame.pack, callee) {
            return false;
        }
        let before = self.problems.len();
        let argument = self.expr_against(frame, argument, None, true);
        let nearest = if argument.ty.is_textual() { "length" } else { "count" };
        if self.problems.len() == before && !self.is_excused(frame.pack, name) {
            let problem = NameProblem::Unknown {
                sort: Sort::Function,
                name: name.clone(),
                span: callee.span,
                nearest: Some(nearest.to_owned()),
                minus: None,
                elsewhere: None,
                known: Vec::new(),
            };
            self.problems.push(problem.into());
        }
        true
    }

    pub(super) fn call_definition(
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
        if let Some(reads) = facts.previous {
            self.reads_previous(frame, callee.span, Some((&name, reads)));
        }
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

    pub(super) fn arguments(
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
}
