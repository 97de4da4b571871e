//! Definitions: their parameters, their order, and the circles that they must not make.

use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::Span;

use crate::expressions::{DefinitionFacts, Frame, parts};
use crate::problems::NameProblem;
use crate::program::{Definition, DefinitionId, Expr, ExprId, ExprKind, Literal, PackId, Parameter, Type};
use crate::scope::{Compiler, Function, Letters};

/// How many parts a definition may have, written out with all that it calls.
pub const DEFINITION_PARTS: u64 = 100_000;

impl Compiler<'_> {
    /// Gives every definition its parameters; the bodies come when tables and settings are known.
    pub(crate) fn signatures(&mut self) {
        for (pack, item) in self.items.definitions.clone() {
            let parameters = self.parameters(pack, &item.parameters);
            if parameters.is_empty() {
                self.hidden(pack, &item.name);
            }
            let body = Expr {
                id: ExprId(0),
                kind: ExprKind::Literal(Literal::Boolean(false)),
                ty: Type::Silent,
                span: item.body.span,
            };
            self.facts.push(DefinitionFacts::default());
            self.program.definitions.push(Definition {
                name: Arc::from(item.name.text.as_str()),
                pack,
                parameters,
                body,
                frame: 0,
                span: item.name.span,
                doc: item.doc.clone(),
            });
        }
    }

    pub(crate) fn parameters(&mut self, pack: PackId, written: &[ast::Parameter]) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for (at, parameter) in written.iter().enumerate() {
            self.letters("parameter", &parameter.name, Letters::Snake);
            let before = written.iter().take(at).find(|other| other.name.text == parameter.name.text);
            if let Some(first) = before {
                let (name, span) = (parameter.name.text.clone(), parameter.name.span);
                let problem = NameProblem::Twice { sort: "parameter", name, span, first: first.name.span };
                self.problems.push(problem.into());
            }
            let ty = self.type_of(pack, &parameter.ty);
            parameters.push(Parameter { name: Arc::from(parameter.name.text.as_str()), ty });
        }
        parameters
    }

    /// Checks the bodies, those that are called before those that call them.
    pub(crate) fn definitions(&mut self) {
        for id in self.order() {
            let Some((pack, item)) = self.items.definitions.get(id.index()).copied() else {
                continue;
            };
            let kind = self.pack_kinds.get(pack.index()).copied().flatten();
            let mut frame = Frame { is_definition: true, ..Frame::new(pack, kind) };
            let types: Vec<Type> = self.program[id].parameters.iter().map(|parameter| parameter.ty.clone()).collect();
            let mut known: Vec<&str> = Vec::new();
            for (parameter, ty) in item.parameters.iter().zip(types) {
                if known.contains(&parameter.name.text.as_str()) {
                    continue;
                }
                known.push(&parameter.name.text);
                self.push_local(&mut frame, "parameter", &parameter.name, ty, false, true);
            }
            let body = self.expr(&mut frame, &item.body, None);
            if frame.size > DEFINITION_PARTS {
                let (name, span) = (item.name.text.clone(), item.name.span);
                self.problems.push(NameProblem::TooLarge { name, span, limit: DEFINITION_PARTS }.into());
                // Whoever calls it is not to be blamed for its size.
                frame.size = 1;
            }
            if let Some(facts) = self.facts.get_mut(id.index()) {
                *facts = DefinitionFacts {
                    size: frame.size,
                    reads: frame.kind.filter(|_| frame.reads_document),
                    previous: frame.reads_previous,
                };
            }
            if let Some(definition) = self.program.definitions.get_mut(id.index()) {
                definition.body = body;
                definition.frame = frame.slots;
            }
        }
    }

    /// The definitions that are in no circle, those that are called before those that call them.
    fn order(&mut self) -> Vec<DefinitionId> {
        let calls: Vec<Vec<(DefinitionId, Span)>> =
            self.items.definitions.iter().map(|(pack, item)| self.calls(*pack, &item.body)).collect();
        let mut order = Vec::new();
        let mut state = vec![State::New; calls.len()];
        for start in 0..calls.len() {
            if state.get(start) != Some(&State::New) {
                continue;
            }
            // The way from the start: each definition, the place where it was called, and how many of its calls are done.
            let mut way: Vec<(usize, Option<Span>, usize)> = vec![(start, None, 0)];
            set(&mut state, start, State::Open);
            while let Some((at, _, done)) = way.last_mut() {
                let at = *at;
                let next = calls.get(at).and_then(|calls| calls.get(*done)).copied();
                *done += 1;
                let Some((callee, span)) = next else {
                    way.pop();
                    if state.get(at) == Some(&State::Open) {
                        set(&mut state, at, State::Done);
                        order.push(DefinitionId(u32::try_from(at).unwrap_or(u32::MAX)));
                    }
                    continue;
                };
                match state.get(callee.index()) {
                    Some(State::New) => {
                        set(&mut state, callee.index(), State::Open);
                        way.push((callee.index(), Some(span), 0));
                    }
                    Some(State::Open) => {
                        let from = way.iter().position(|(each, _, _)| *each == callee.index()).unwrap_or(0);
                        let circle: Vec<(usize, Option<Span>)> =
                            way.iter().skip(from).map(|(each, span, _)| (*each, *span)).collect();
                        self.circle(&circle, span);
                        for (each, _) in circle {
                            set(&mut state, each, State::Circular);
                        }
                    }
                    _ => {}
                }
            }
        }
        order
    }

    fn circle(&mut self, circle: &[(usize, Option<Span>)], closing: Span) {
        let name = |at: usize| {
            self.program.definitions.get(at).map(|definition| definition.name.to_string()).unwrap_or_default()
        };
        let names = circle.iter().map(|(at, _)| name(*at)).collect();
        let mut calls = vec![closing];
        calls.extend(circle.iter().skip(1).filter_map(|(_, span)| *span));
        self.problems.push(NameProblem::Circle { names, calls }.into());
    }

    /// The definitions that an expression calls, in order.
    fn calls(&self, pack: PackId, body: &ast::Expr) -> Vec<(DefinitionId, Span)> {
        let mut calls = Vec::new();
        let mut open = vec![body];
        while let Some(expr) = open.pop() {
            let name = match &expr.kind {
                ast::ExprKind::Call { callee, .. } => Some(callee),
                ast::ExprKind::Name(name) => Some(name),
                _ => None,
            };
            if let Some(name) = name
                && let Some(Function::Definition(id)) = self.look_function(pack, name)
            {
                calls.push((id, name.span));
            }
            open.extend(parts(expr));
        }
        calls.sort_by_key(|(_, span)| *span);
        calls
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
    /// Part of a circle, which has been reported.
    Circular,
}

fn set(states: &mut [State], at: usize, to: State) {
    if let Some(state) = states.get_mut(at) {
        *state = to;
    }
}
