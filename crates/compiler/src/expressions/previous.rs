//! `previous`: the earlier revision of the document, which can only be read where somebody has asked whether it is there.

use countersign_parser::ast;
use countersign_source::Span;

use super::Frame;
use super::written::strip;
use crate::problems::TypeProblem;
use crate::program::{Expr, ExprKind, Type};
use crate::scope::Compiler;

/// The name of the earlier revision.
pub(crate) const PREVIOUS: &str = "previous";

impl Compiler<'_> {
    /// Is it the earlier revision itself, and nothing else of that name?
    pub(super) fn is_previous(&self, frame: &Frame, written: &ast::Expr) -> bool {
        match &strip(written).kind {
            ast::ExprKind::Name(name) => {
                name.pack.is_none()
                    && name.name.text == PREVIOUS
                    && frame.local(PREVIOUS).is_none()
                    && self.root_field(frame, PREVIOUS).is_none()
            }
            _ => false,
        }
    }

    /// The earlier revision, wherever it is asked for.
    pub(super) fn previous(&mut self, frame: &mut Frame, span: Span) -> Expr {
        match frame.kind {
            Some(kind) => {
                frame.reads_document = true;
                let ty = Type::Shape(self.program[kind].shape);
                self.make(frame, ExprKind::Previous, ty, span)
            }
            None => self.silent(frame, span),
        }
    }

    /// Takes note that the earlier revision is read here; where nobody has asked whether it is there, that is an error,
    /// which in a definition falls to those who call it.
    pub(super) fn reads_previous(&mut self, frame: &mut Frame, span: Span, through: Option<(&str, Span)>) {
        if frame.guarded {
            return;
        }
        if frame.is_definition {
            frame.reads_previous = frame.reads_previous.or(Some(through.map_or(span, |(_, span)| span)));
            return;
        }
        let through = through.map(|(name, span)| (name.to_owned(), span));
        self.problems.push(TypeProblem::Unguarded { span, through }.into());
    }

    /// Is there an earlier revision wherever this is true?
    pub(crate) fn entails_previous(&self, frame: &Frame, written: &ast::Expr) -> bool {
        match &strip(written).kind {
            ast::ExprKind::Is { subject, negated, question } if self.is_previous(frame, subject) => match question {
                ast::Question::Present => !negated,
                ast::Question::Missing => *negated,
                _ => false,
            },
            ast::ExprKind::And(parts) => parts.iter().any(|part| self.entails_previous(frame, part)),
            ast::ExprKind::Not(inner) => self.refutes_previous(frame, inner),
            _ => false,
        }
    }

    /// Is there an earlier revision wherever this is false?
    pub(super) fn refutes_previous(&self, frame: &Frame, written: &ast::Expr) -> bool {
        match &strip(written).kind {
            ast::ExprKind::Is { subject, negated, question } if self.is_previous(frame, subject) => match question {
                ast::Question::Present => *negated,
                ast::Question::Missing => !negated,
                _ => false,
            },
            ast::ExprKind::Or(parts) => parts.iter().any(|part| self.refutes_previous(frame, part)),
            ast::ExprKind::Not(inner) => self.entails_previous(frame, inner),
            _ => false,
        }
    }

    /// The parts of an `and` or `or`, each of which may rely on what those before it have settled.
    pub(super) fn parts(&mut self, frame: &mut Frame, parts: &[ast::Expr], all: bool) -> Vec<Expr> {
        let before = frame.guarded;
        let mut made = Vec::with_capacity(parts.len());
        for part in parts {
            made.push(self.condition(frame, part));
            let settled = if all { self.entails_previous(frame, part) } else { self.refutes_previous(frame, part) };
            frame.guarded |= settled;
        }
        frame.guarded = before;
        made
    }
}
