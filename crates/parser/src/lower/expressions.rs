//! Expressions: the flat run of operands and operators that pest reads, sorted into levels by its Pratt parser.

use std::cell::Cell;
use std::sync::LazyLock;

use countersign_source::Span;
use pest::iterators::Pair;
use pest::pratt_parser::{Assoc, Op, PrattParser};

use super::Builder;
use crate::ast::{CompareOp, Expr, ExprKind, Question};
use crate::errors::{ChainedComparison, SyntaxError, TooLong, Unbound, Wording};
use crate::grammar::Rule;

/// The tallest tree that is built. Whoever walks the tree may recurse to this depth.
const MAX_HEIGHT: usize = 256;
/// The most `implies` in a row, which are read from the right and so cost a level of the parser each.
const MAX_IMPLIES: usize = 64;

/// The levels, loosest first.
static LEVELS: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    PrattParser::new()
        .op(Op::infix(Rule::w_implies, Assoc::Right))
        .op(Op::infix(Rule::w_or, Assoc::Left))
        .op(Op::infix(Rule::w_and, Assoc::Left))
        .op(Op::prefix(Rule::negation))
        .op(Op::infix(Rule::compare, Assoc::Left) | Op::postfix(Rule::matching) | Op::postfix(Rule::question))
        .op(Op::infix(Rule::plus, Assoc::Left) | Op::infix(Rule::minus, Assoc::Left))
        .op(Op::infix(Rule::otherwise, Assoc::Left))
});

/// An expression and the height of its tree.
pub(crate) struct Tall {
    expr: Expr,
    height: usize,
}

impl Tall {
    pub(crate) fn parts(self) -> (Expr, usize) {
        (self.expr, self.height)
    }
}

impl Builder<'_> {
    /// A `condition`, `value`, `place`, `expression`, `body`, `sum` or `operand`, as a tree.
    pub(crate) fn expr(&self, pair: Pair<'_, Rule>) -> Expr {
        self.expression(pair).expr
    }

    /// The same, with the height of the tree.
    pub(super) fn expression(&self, pair: Pair<'_, Rule>) -> Tall {
        match pair.as_rule() {
            Rule::condition | Rule::value | Rule::place => {
                let span = self.span(&pair);
                match pair.into_inner().next() {
                    Some(inner) => self.expression(inner),
                    None => self.junk(span),
                }
            }
            Rule::operand | Rule::quantified => self.primary(pair),
            _ => self.levels(pair),
        }
    }

    fn junk(&self, span: Span) -> Tall {
        Tall { expr: Expr { kind: ExprKind::Junk, span }, height: 1 }
    }

    /// Builds a node over parts of this height, unless that makes the tree too tall.
    fn node(&self, kind: ExprKind, span: Span, below: usize) -> Tall {
        if below >= MAX_HEIGHT {
            self.report_too_long(span, MAX_HEIGHT);
            return self.junk(span);
        }
        Tall { expr: Expr { kind, span }, height: below + 1 }
    }

    fn report_too_long(&self, at: Span, limit: usize) {
        if !self.too_long.replace(true) {
            self.error(SyntaxError::TooLong(TooLong { at, limit }));
        }
    }

    fn levels(&self, pair: Pair<'_, Rule>) -> Tall {
        let span = self.span(&pair);
        let parts = pair.into_inner();
        if parts.clone().filter(|part| part.as_rule() == Rule::w_implies).count() > MAX_IMPLIES {
            self.report_too_long(span, MAX_IMPLIES);
            return self.junk(span);
        }
        // The operator of the comparison that an operand of this run is, to tell when a second one follows.
        let compared: Cell<Option<Span>> = Cell::new(None);
        let chained = Cell::new(false);
        let check_chain = |left: &Expr, at: Span| {
            if is_comparison(left)
                && let Some(first) = compared.get()
                && !chained.replace(true)
            {
                self.error(SyntaxError::ChainedComparison(ChainedComparison { at, first }));
            }
            compared.set(Some(at));
        };
        let tall = LEVELS
            .map_primary(|operand| self.primary(operand))
            .map_prefix(|not, inner: Tall| {
                let span = self.span(&not).to(inner.expr.span);
                self.node(ExprKind::Not(Box::new(inner.expr)), span, inner.height)
            })
            .map_postfix(|subject: Tall, asked| {
                let at = self.span(&asked);
                check_chain(&subject.expr, at);
                let span = subject.expr.span.to(at);
                let height = subject.height;
                self.node(self.asked(Box::new(subject.expr), asked), span, height)
            })
            .map_infix(|left: Tall, operator, right: Tall| {
                let op_span = self.span(&operator);
                if operator.as_rule() == Rule::compare {
                    check_chain(&left.expr, op_span);
                }
                self.joined(left, &operator, op_span, right)
            })
            .parse(parts);
        // What a chain compares is not what it says, so nothing more is to be found wrong with it.
        if chained.get() { self.junk(span) } else { tall }
    }

    fn asked(&self, subject: Box<Expr>, asked: Pair<'_, Rule>) -> ExprKind {
        let mut negated = false;
        for inner in asked.into_inner() {
            match inner.as_rule() {
                Rule::pattern => {
                    return ExprKind::Matches { subject, pattern: self.pattern(&inner) };
                }
                Rule::w_not => negated = true,
                Rule::qualified => {
                    let name = self.qualified(inner);
                    let question = match (&name.pack, name.name.text.as_str()) {
                        (None, "present") => Question::Present,
                        (None, "missing") => Question::Missing,
                        (None, "unknown") => Question::Unknown,
                        (None, "empty") => Question::Empty,
                        _ => Question::Type(name),
                    };
                    return ExprKind::Is { subject, negated, question };
                }
                _ => {}
            }
        }
        ExprKind::Junk
    }

    fn joined(&self, left: Tall, operator: &Pair<'_, Rule>, op_span: Span, right: Tall) -> Tall {
        let span = left.expr.span.to(right.expr.span);
        let rule = operator.as_rule();
        let below = left.height.max(right.height);
        match (rule, left.expr.kind) {
            (Rule::w_and, ExprKind::And(mut all)) => {
                all.push(right.expr);
                Tall { expr: Expr { kind: ExprKind::And(all), span }, height: left.height.max(right.height + 1) }
            }
            (Rule::w_or, ExprKind::Or(mut all)) => {
                all.push(right.expr);
                Tall { expr: Expr { kind: ExprKind::Or(all), span }, height: left.height.max(right.height + 1) }
            }
            (_, kind) => {
                let left = Expr { kind, span: left.expr.span };
                let kind = match rule {
                    Rule::w_and => ExprKind::And(vec![left, right.expr]),
                    Rule::w_or => ExprKind::Or(vec![left, right.expr]),
                    Rule::w_implies => ExprKind::Implies(Box::new(left), Box::new(right.expr)),
                    Rule::otherwise => ExprKind::Default(Box::new(left), Box::new(right.expr)),
                    Rule::plus | Rule::minus => ExprKind::Arithmetic {
                        minus: rule == Rule::minus,
                        op_span,
                        left: Box::new(left),
                        right: Box::new(right.expr),
                    },
                    _ => ExprKind::Compare {
                        op: compare_op(operator.as_str()),
                        op_span,
                        left: Box::new(left),
                        right: Box::new(right.expr),
                    },
                };
                self.node(kind, span, below)
            }
        }
    }

    fn deeper<T>(&self, inside: impl FnOnce() -> T) -> T {
        self.depth.set(self.depth.get() + 1);
        let result = inside();
        self.depth.set(self.depth.get() - 1);
        result
    }

    fn primary(&self, pair: Pair<'_, Rule>) -> Tall {
        let span = self.span(&pair);
        if pair.as_rule() == Rule::quantified {
            return self.deeper(|| self.quantified(pair, span));
        }
        let mut inner = pair.into_inner();
        let Some(first) = inner.next() else {
            return self.junk(span);
        };
        let mut base = self.atom(first);
        for step in inner {
            let step_span = self.span(&step);
            let span = base.expr.span.to(step_span);
            let kind = match step.as_rule() {
                Rule::field_step => match step.into_inner().find(|inner| inner.as_rule() == Rule::any_name) {
                    Some(field) => ExprKind::Field { base: Box::new(base.expr), field: self.name(&field) },
                    None => ExprKind::Junk,
                },
                _ => ExprKind::Each(Box::new(base.expr)),
            };
            base = self.node(kind, span, base.height);
        }
        base
    }

    fn quantified(&self, pair: Pair<'_, Rule>, span: Span) -> Tall {
        let (mut every, mut item, mut list, mut filter, mut body) = (false, None, None, None, None);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::w_every => every = true,
                Rule::name => item = Some(self.name(&inner)),
                Rule::sum => list = Some(self.expression(inner)),
                Rule::condition => filter = Some(self.expression(inner)),
                Rule::body => body = Some(self.expression(inner)),
                _ => {}
            }
        }
        let (Some(item), Some(list), Some(body)) = (item, list, body) else {
            return self.junk(span);
        };
        let below = list.height.max(body.height).max(filter.as_ref().map_or(0, |filter| filter.height));
        let kind = ExprKind::Quantified {
            every,
            item,
            list: Box::new(list.expr),
            filter: filter.map(|filter| Box::new(filter.expr)),
            body: Box::new(body.expr),
        };
        self.node(kind, span, below)
    }

    fn atom(&self, pair: Pair<'_, Rule>) -> Tall {
        let span = self.span(&pair);
        let written = || self.written(span).to_owned();
        let kind = match pair.as_rule() {
            Rule::text => {
                let (format, height) = self.format(span);
                return self.node(ExprKind::Text(format), span, height);
            }
            Rule::number => ExprKind::Number(written()),
            Rule::duration => ExprKind::Duration(written()),
            Rule::date => ExprKind::Date(written()),
            Rule::instant => ExprKind::Instant(written()),
            Rule::boolean => ExprKind::Boolean(pair.as_str() == "true"),
            Rule::list => return self.deeper(|| self.list(pair, span)),
            Rule::paren => return self.deeper(|| self.paren(pair, span)),
            Rule::reference => return self.reference(pair, span),
            _ => ExprKind::Junk,
        };
        self.node(kind, span, 0)
    }

    fn list(&self, pair: Pair<'_, Rule>, span: Span) -> Tall {
        let mut height = 0;
        let mut values = Vec::new();
        for value in pair.into_inner().filter(|inner| inner.as_rule() == Rule::value) {
            let value = self.expression(value);
            height = height.max(value.height);
            values.push(value.expr);
        }
        self.node(ExprKind::List(values), span, height)
    }

    fn paren(&self, pair: Pair<'_, Rule>, span: Span) -> Tall {
        let Some(inner) = pair.into_inner().find(|inner| inner.as_rule() == Rule::argument) else {
            return self.junk(span);
        };
        let inner = self.argument(inner);
        self.node(ExprKind::Paren(Box::new(inner.expr)), span, inner.height)
    }

    fn reference(&self, pair: Pair<'_, Rule>, span: Span) -> Tall {
        let mut inner = pair.into_inner();
        let Some(callee) = inner.next().map(|name| self.qualified(name)) else {
            return self.junk(span);
        };
        let Some(given) = inner.next() else {
            if callee.pack.is_none()
                && let Some(instead) = foreign_word(&callee.name.text)
            {
                let written = callee.name.text;
                self.error(SyntaxError::Wording(Wording { at: span, written, instead }));
                return self.node(ExprKind::Boolean(instead == "true"), span, 0);
            }
            return self.node(ExprKind::Name(callee), span, 0);
        };
        let mut height = 0;
        let mut arguments = Vec::new();
        self.deeper(|| {
            for argument in given.into_inner().filter(|inner| inner.as_rule() == Rule::argument) {
                let argument = self.argument(argument);
                height = height.max(argument.height);
                arguments.push(argument.expr);
            }
        });
        self.node(ExprKind::Call { callee, arguments }, span, height)
    }

    /// What stands in brackets or is given to a call: an expression, or `e in LIST where C`.
    fn argument(&self, pair: Pair<'_, Rule>) -> Tall {
        let span = self.span(&pair);
        let mut parts = pair.into_inner().filter(|inner| inner.as_rule() == Rule::expression);
        let Some(first) = parts.next().map(|inner| self.expression(inner)) else {
            return self.junk(span);
        };
        let Some(filter) = parts.next().map(|inner| self.expression(inner)) else {
            return first;
        };
        let at = first.expr.span;
        let below = first.height.max(filter.height);
        if let ExprKind::Compare { op: CompareOp::In, left, right, .. } = first.expr.kind
            && let ExprKind::Name(item) = left.kind
            && item.pack.is_none()
        {
            let kind = ExprKind::Filter { item: item.name, list: right, filter: Box::new(filter.expr) };
            return self.node(kind, span, below);
        }
        self.error(SyntaxError::Unbound(Unbound { at }));
        self.junk(span)
    }
}

fn is_comparison(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Compare { .. } | ExprKind::Matches { .. } | ExprKind::Is { .. })
}

fn compare_op(written: &str) -> CompareOp {
    match written {
        "==" => CompareOp::Equal,
        "!=" => CompareOp::NotEqual,
        "<" => CompareOp::Less,
        "<=" => CompareOp::AtMost,
        ">" => CompareOp::More,
        ">=" => CompareOp::AtLeast,
        "in" => CompareOp::In,
        "contains" => CompareOp::Contains,
        _ if written.starts_with("not") => CompareOp::NotIn,
        _ if written.starts_with("starts") => CompareOp::StartsWith,
        _ => CompareOp::EndsWith,
    }
}

/// The truth value that a word of other languages stands for.
fn foreign_word(word: &str) -> Option<&'static str> {
    match word {
        "True" | "TRUE" => Some("true"),
        "False" | "FALSE" => Some("false"),
        _ => None,
    }
}
