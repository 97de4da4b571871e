//! The built-in functions: what they are called with, and what comes out.

use countersign_parser::ast;

use crate::expressions::Frame;
use crate::problems::TypeProblem;
use crate::program::{BuiltIn, Expr, ExprKind, Type};
use crate::scope::Compiler;

/// What is known of a built-in: how it is called, and what comes out, as the reference tells it.
///
/// In types `T` is any type, `N` is `number` or `duration`, and `O` any type whose values have an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltInFacts {
    /// Its name.
    pub name: &'static str,
    /// Its parameters: what to call each, and its type.
    pub parameters: &'static [(&'static str, &'static str)],
    /// The type of what it gives.
    pub result: &'static str,
    /// What it gives, and in which unit.
    pub gives: &'static str,
    /// What it gives for something that nobody wrote.
    pub missing: &'static str,
    /// What it gives for something that is not known.
    pub unknown: &'static str,
    /// A condition with it that is true.
    pub example: &'static str,
}

impl BuiltInFacts {
    /// How it is called: `part(text, separator, n)`.
    #[must_use]
    pub fn call(&self) -> String {
        let names: Vec<&str> = self.parameters.iter().map(|(name, _)| *name).collect();
        format!("{}({})", self.name, names.join(", "))
    }

    /// How it is called and what it gives, with types: `length(text: text) -> number`.
    #[must_use]
    pub fn signature(&self) -> String {
        let typed: Vec<String> = self.parameters.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
        format!("{}({}) -> {}", self.name, typed.join(", "), self.result)
    }
}

/// Every built-in, in the order in which the reference shows them.
pub const BUILT_INS: [BuiltInFacts; 21] = [
    BuiltInFacts {
        name: "count",
        parameters: &[("list", "list<T>")],
        result: "number",
        gives: "the number of items; an item whose value is unknown counts as one",
        missing: "0 for a list nobody wrote",
        unknown: "a range: from the items that are sure to the items that are possible; `0 or more` for an unknown list",
        example: "count(evidence) == 2",
    },
    BuiltInFacts {
        name: "sum",
        parameters: &[("list", "list<N>")],
        result: "N",
        gives: "the sum of numbers, or of durations; 0, or `0s`, for no items",
        missing: "0, or `0s`, for a list nobody wrote",
        unknown: "unknown where an item is unknown; a range where only the number of items is open",
        example: "sum([1, 2, 3]) == 6",
    },
    BuiltInFacts {
        name: "min",
        parameters: &[("list", "list<O>")],
        result: "O",
        gives: "the least item, by the order of its type",
        missing: "missing for no items",
        unknown: "a range where the known items leave one: at most the least of those that are sure",
        example: "min(evidence[].observed_at) == 2026-04-12T10:02:11Z",
    },
    BuiltInFacts {
        name: "max",
        parameters: &[("list", "list<O>")],
        result: "O",
        gives: "the greatest item, by the order of its type",
        missing: "missing for no items",
        unknown: "a range where the known items leave one: at least the greatest of those that are sure",
        example: "max(evidence[].observed_at) <= prepared_at",
    },
    BuiltInFacts {
        name: "distinct",
        parameters: &[("list", "list<T>")],
        result: "list<T>",
        gives: "each value once, where it stands first",
        missing: "missing for a list nobody wrote",
        unknown: "an unknown item may be a value of its own or equal another; `count` of it is a range",
        example: "count(distinct(evidence[].source)) == 2",
    },
    BuiltInFacts {
        name: "first",
        parameters: &[("list", "list<T>")],
        result: "T",
        gives: "the first item",
        missing: "missing for no items",
        unknown: "unknown for an unknown list",
        example: "first(evidence).id == \"E1\"",
    },
    BuiltInFacts {
        name: "last",
        parameters: &[("list", "list<T>")],
        result: "T",
        gives: "the last item",
        missing: "missing for no items",
        unknown: "unknown for an unknown list",
        example: "last(timeline).at > first(timeline).at",
    },
    BuiltInFacts {
        name: "length",
        parameters: &[("text", "text")],
        result: "number",
        gives: "the number of characters, blanks and line ends included",
        missing: "missing",
        unknown: "unknown",
        example: "length(id) == 12",
    },
    BuiltInFacts {
        name: "words",
        parameters: &[("text", "text")],
        result: "list<text>",
        gives: "what stands between blanks, without the punctuation at its ends",
        missing: "missing",
        unknown: "unknown",
        example: "count(words(\"Isolate it, now.\")) == 3",
    },
    BuiltInFacts {
        name: "sentences",
        parameters: &[("text", "text")],
        result: "list<text>",
        gives: "the sentences: cut behind `.`, `!` and `?` before a blank, at empty lines, and where an item of a list begins",
        missing: "missing",
        unknown: "unknown",
        example: "count(sentences(\"Pay 1.5 EUR, e.g. today. Done?\")) == 2",
    },
    BuiltInFacts {
        name: "phrases",
        parameters: &[("text", "text")],
        result: "list<text>",
        gives: "the sentences, cut also behind `,`, `;` and `:` before a blank, and at the words `but`, `and` and `then`, which are left out",
        missing: "missing",
        unknown: "unknown",
        example: "count(phrases(\"Revoke it, then rotate the key.\")) == 2",
    },
    BuiltInFacts {
        name: "statements",
        parameters: &[("text", "text")],
        result: "list<Statement>",
        gives: "what the clauses of an English text state, one for each verb, in order; see [Statements](#statements)",
        missing: "missing",
        unknown: "unknown",
        example: "every s in statements(\"The key has been revoked.\"): s.verb == \"revoke\" and s.mood == asserted",
    },
    BuiltInFacts {
        name: "unquoted",
        parameters: &[("text", "text")],
        result: "text",
        gives: "the text without what stands in quotation marks or backticks, and without lines that begin with `>`; a blank stands for each",
        missing: "missing",
        unknown: "unknown",
        example: "not unquoted(\"The log reads \\\"key revoked\\\".\") contains \"revoked\"",
    },
    BuiltInFacts {
        name: "lower",
        parameters: &[("text", "text")],
        result: "text",
        gives: "the text in small letters",
        missing: "missing",
        unknown: "unknown",
        example: "lower(\"SOC\") == \"soc\"",
    },
    BuiltInFacts {
        name: "mentions",
        parameters: &[("text", "text"), ("list", "list<text>")],
        result: "boolean",
        gives: "is one of the words in the text: whole words, with no letter, digit or `_` around them, in any case; several words in a row count with any blanks between them",
        missing: "unsaid for a text nobody wrote; false for a list nobody wrote",
        unknown: "undecided, unless a known item is mentioned",
        example: "mentions(title, [\"policy change\", \"role\"])",
    },
    BuiltInFacts {
        name: "part",
        parameters: &[("text", "text"), ("separator", "text"), ("n", "number")],
        result: "text",
        gives: "the `n`th part between separators, counted from 1; an empty separator parts nothing",
        missing: "missing where an argument is, and where there is no such part or nothing but blanks in it",
        unknown: "unknown",
        example: "part(\"arn:aws:s3:::payments-logs\", \":\", 3) == \"s3\"",
    },
    BuiltInFacts {
        name: "texts",
        parameters: &[("path", "path")],
        result: "list<text>",
        gives: "every text at or below a path, in the order written; what is unknown below the path is passed over",
        missing: "missing where nothing is written at the path",
        unknown: "unknown where the path itself is unknown; a text that is unknown is one unknown item",
        example: "count(texts(owner)) == 2",
    },
    BuiltInFacts {
        name: "earlier",
        parameters: &[("item", "loop variable")],
        result: "list<T>",
        gives: "the items above this one in its list",
        missing: "no items for the first",
        unknown: "items that may be there stay open",
        example: "every e in timeline: every before in earlier(e): before.at <= e.at",
    },
    BuiltInFacts {
        name: "reach",
        parameters: &[("item.reference", "reference, or list of references")],
        result: "list<T>",
        gives: "every item reached by following a reference of the item on and on, each once; the item itself is in it where it stands in a circle",
        missing: "no items",
        unknown: "open: there may be more items",
        example: "every t in tasks: t not in reach(t.after)",
    },
    BuiltInFacts {
        name: "is-utc",
        parameters: &[("instant", "instant")],
        result: "boolean",
        gives: "was it written as UTC: with `Z`, or an offset of zero",
        missing: "unsaid",
        unknown: "undecided",
        example: "every e in evidence: is-utc(e.observed_at)",
    },
    BuiltInFacts {
        name: "date-of",
        parameters: &[("instant", "instant")],
        result: "date",
        gives: "the day of the instant, in UTC",
        missing: "missing",
        unknown: "unknown",
        example: "date-of(2026-04-12T23:30-02:00) == 2026-04-13",
    },
];

/// The built-in of this name.
pub(crate) fn built_in(name: &str) -> Option<&'static BuiltInFacts> {
    BUILT_INS.iter().find(|facts| facts.name == name)
}

impl Compiler<'_> {
    /// A call of the built-in `name`, or `None` where no built-in has this name.
    pub(crate) fn built_in(
        &mut self,
        frame: &mut Frame,
        name: &ast::Name,
        arguments: &[ast::Expr],
        call: &ast::Expr,
    ) -> Option<Expr> {
        let facts = built_in(&name.text)?;
        if arguments.len() != facts.parameters.len() {
            let (name, signature, found) = (facts.name.to_owned(), facts.call(), arguments.len());
            for argument in arguments {
                self.expr_against(frame, argument, None, true);
            }
            self.problems.push(TypeProblem::Arguments { name, span: call.span, signature, found }.into());
            return Some(self.silent(frame, call.span));
        }
        Some(match (facts.name, arguments) {
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
                (
                    "length" | "words" | "sentences" | "phrases" | "statements" | "unquoted" | "lower" | "part"
                    | "mentions",
                    0,
                )
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
            "statements" => (BuiltIn::Statements, list(Type::Shape(self.statements.shape))),
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
                let by = built_in(word).map_or("count", |facts| facts.name);
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
