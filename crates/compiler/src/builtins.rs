//! The built-in functions: what they are called with, and what comes out.

use countersign_parser::ast;

use crate::expressions::Frame;
use crate::problems::TypeProblem;
use crate::program::{BuiltIn, Expr, ExprKind, Type};
use crate::scope::Compiler;

/// Every built-in with the way it is called.
pub const SIGNATURES: [(&str, &str); 20] = [
    ("count", "count(list)"),
    ("sum", "sum(list)"),
    ("min", "min(list)"),
    ("max", "max(list)"),
    ("distinct", "distinct(list)"),
    ("first", "first(list)"),
    ("last", "last(list)"),
    ("length", "length(text)"),
    ("words", "words(text)"),
    ("sentences", "sentences(text)"),
    ("phrases", "phrases(text)"),
    ("unquoted", "unquoted(text)"),
    ("lower", "lower(text)"),
    ("mentions", "mentions(text, list)"),
    ("part", "part(text, separator, n)"),
    ("texts", "texts(path)"),
    ("earlier", "earlier(item)"),
    ("reach", "reach(item.reference)"),
    ("is-utc", "is-utc(instant)"),
    ("date-of", "date-of(instant)"),
];

impl Compiler<'_> {
    /// A call of the built-in `name`, or `None` where no built-in has this name.
    pub(crate) fn built_in(
        &mut self,
        frame: &mut Frame,
        name: &ast::Name,
        arguments: &[ast::Expr],
        call: &ast::Expr,
    ) -> Option<Expr> {
        let (word, signature) = SIGNATURES.iter().find(|(builtin, _)| *builtin == name.text)?;
        let wanted = match *word {
            "part" => 3,
            "mentions" => 2,
            _ => 1,
        };
        if arguments.len() != wanted {
            let (name, signature, found) = ((*word).to_owned(), (*signature).to_owned(), arguments.len());
            for argument in arguments {
                self.expr_against(frame, argument, None, true);
            }
            self.problems.push(TypeProblem::Arguments { name, span: call.span, signature, found }.into());
            return Some(self.silent(frame, call.span));
        }
        Some(match (*word, arguments) {
            ("earlier", [item]) => self.earlier(frame, item, call),
            ("reach", [start]) => self.reach(frame, start, call),
            ("texts", [path]) => self.texts(frame, path, call),
            (word, arguments) => self.plain_built_in(frame, word, arguments, call),
        })
    }

    fn plain_built_in(&mut self, frame: &mut Frame, word: &str, written: &[ast::Expr], call: &ast::Expr) -> Expr {
        let mut arguments: Vec<Expr> = Vec::new();
        for (at, argument) in written.iter().enumerate() {
            let wanted = match (word, at) {
                ("length" | "words" | "sentences" | "phrases" | "unquoted" | "lower" | "part" | "mentions", 0)
                | ("part", 1) => Some(Type::Text),
                ("part", 2) => Some(Type::Number),
                ("mentions", 1) => Some(Type::List(Box::new(Type::Text))),
                ("is-utc" | "date-of", _) => Some(Type::Instant),
                _ => None,
            };
            arguments.push(match wanted {
                Some(wanted) => self.expect(frame, argument, &wanted),
                None => self.expr(frame, argument, None),
            });
        }
        let (function, ty) = match word {
            "length" => (BuiltIn::Length, Type::Number),
            "words" => (BuiltIn::Words, list(Type::Text)),
            "sentences" => (BuiltIn::Sentences, list(Type::Text)),
            "phrases" => (BuiltIn::Phrases, list(Type::Text)),
            "unquoted" => (BuiltIn::Unquoted, Type::Text),
            "lower" => (BuiltIn::Lower, Type::Text),
            "mentions" => (BuiltIn::Mentions, Type::Boolean),
            "part" => (BuiltIn::Part, Type::Text),
            "is-utc" => (BuiltIn::IsUtc, Type::Boolean),
            "date-of" => (BuiltIn::DateOf, Type::Date),
            word => {
                let Some(item) = self.item_of(&arguments, word, call) else {
                    return self.silent(frame, call.span);
                };
                match word {
                    "sum" => {
                        if !matches!(item, Type::Number | Type::Duration | Type::Silent) {
                            self.items_mismatch("a list of numbers or durations", &item, call);
                            return self.silent(frame, call.span);
                        }
                        (BuiltIn::Sum, item)
                    }
                    "min" | "max" => {
                        if !(self.has_order(&item) || item == Type::Silent) {
                            self.items_mismatch("a list of values with an order", &item, call);
                            return self.silent(frame, call.span);
                        }
                        (if word == "min" { BuiltIn::Min } else { BuiltIn::Max }, item)
                    }
                    "distinct" => (BuiltIn::Distinct, list(item)),
                    "first" => (BuiltIn::First, item),
                    "last" => (BuiltIn::Last, item),
                    _ => (BuiltIn::Count, Type::Number),
                }
            }
        };
        self.make(frame, ExprKind::BuiltIn { function, arguments }, ty, call.span)
    }

    /// The type of the items of the one argument; an error where it is no list.
    fn item_of(&mut self, arguments: &[Expr], word: &str, call: &ast::Expr) -> Option<Type> {
        let argument = arguments.first()?;
        match &argument.ty {
            Type::List(item) => Some((**item).clone()),
            Type::Silent => Some(Type::Silent),
            other => {
                let hint = (word == "count" && other.is_textual())
                    .then(|| "`length(…)` counts the letters of a text, `count(words(…))` its words".to_owned());
                let by = SIGNATURES.iter().find(|(name, _)| *name == word).map_or("count", |(name, _)| *name);
                let found = self.describe(other);
                self.problems.push(TypeProblem::NoList { found, span: argument.span, by, hint }.into());
                let _ = call;
                None
            }
        }
    }

    fn items_mismatch(&mut self, wanted: &str, item: &Type, call: &ast::Expr) {
        let found = self.describe(&list(item.clone()));
        let problem = TypeProblem::Mismatch { wanted: wanted.to_owned(), found, span: call.span, hint: None };
        self.problems.push(problem.into());
    }

    fn earlier(&mut self, frame: &mut Frame, written: &ast::Expr, call: &ast::Expr) -> Expr {
        if let ast::ExprKind::Name(name) = &written.kind
            && name.pack.is_none()
            && let Some(local) = frame.local(&name.name.text)
            && local.is_item
        {
            let (item, ty) = (local.id, list(local.ty.clone()));
            return self.make(frame, ExprKind::Earlier { item }, ty, call.span);
        }
        self.wants(frame, "earlier", "the loop variable of a list", written, call)
    }

    fn reach(&mut self, frame: &mut Frame, written: &ast::Expr, call: &ast::Expr) -> Expr {
        const WANTED: &str = "a reference of an item to items of the same list, as in `e.after`";
        let start = self.expr(frame, written, None);
        let reference = match &start.ty {
            Type::Reference(reference) => *reference,
            Type::List(item) => match **item {
                Type::Reference(reference) => reference,
                _ => return self.wants_made(frame, "reach", WANTED, written, call),
            },
            Type::Silent => return self.silent(frame, call.span),
            _ => return self.wants_made(frame, "reach", WANTED, written, call),
        };
        let shape = self.program[reference].shape;
        let mut onward = Vec::new();
        let mut at = &start;
        loop {
            match &at.kind {
                ExprKind::Field { base, field } => {
                    onward.push(*field);
                    at = base;
                }
                _ if at.ty == Type::Shape(shape) && !onward.is_empty() => break,
                _ => return self.wants_made(frame, "reach", WANTED, written, call),
            }
            if at.ty == Type::Shape(shape) {
                break;
            }
        }
        onward.reverse();
        let kind = ExprKind::Reach { start: Box::new(start), reference, onward };
        self.make(frame, kind, list(Type::Shape(shape)), call.span)
    }

    fn texts(&mut self, frame: &mut Frame, written: &ast::Expr, call: &ast::Expr) -> Expr {
        let path = self.expr(frame, written, None);
        if path.ty == Type::Silent {
            return self.silent(frame, call.span);
        }
        match path.kind {
            ExprKind::Document
            | ExprKind::Field { .. }
            | ExprKind::Local(_)
            | ExprKind::Follow { .. }
            | ExprKind::Project { .. }
            | ExprKind::Filter { .. } => self.make(frame, ExprKind::Texts(Box::new(path)), list(Type::Text), call.span),
            _ => self.wants_made(frame, "texts", "a path in the document", written, call),
        }
    }

    /// The error, for an argument that has not been looked at.
    fn wants(
        &mut self,
        frame: &mut Frame,
        name: &'static str,
        wanted: &'static str,
        written: &ast::Expr,
        call: &ast::Expr,
    ) -> Expr {
        let before = self.problems.len();
        self.expr(frame, written, None);
        if self.problems.len() > before {
            return self.silent(frame, call.span);
        }
        self.wants_made(frame, name, wanted, written, call)
    }

    fn wants_made(
        &mut self,
        frame: &mut Frame,
        name: &'static str,
        wanted: &'static str,
        written: &ast::Expr,
        call: &ast::Expr,
    ) -> Expr {
        self.problems.push(TypeProblem::Wants { name, wanted, span: written.span }.into());
        self.silent(frame, call.span)
    }
}

fn list(item: Type) -> Type {
    Type::List(Box::new(item))
}
