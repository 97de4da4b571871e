//! What stands between two values: comparisons, membership and arithmetic.

use countersign_parser::ast;
use countersign_source::{Span, nearest};

use super::written::{is_many, is_open, strip};
use super::{Frame, fits};
use crate::problems::{TypeProblem, listed};
use crate::program::{Comparison, Expr, ExprKind, TextPlace, Type, member_in_rules};
use crate::scope::Compiler;

impl Compiler<'_> {
    /// What is wrong with `is NAME` where the name was not meant as that of a type: a question that is misspelt, or a
    /// value that would be compared.
    pub(super) fn no_type(&self, frame: &Frame, asked: &Expr, name: &ast::QualifiedName) -> Option<TypeProblem> {
        const QUESTIONS: [&str; 4] = ["present", "missing", "unknown", "empty"];
        let word = name.name.text.as_str();
        if name.pack.is_some() || self.look_type(frame.pack, name).is_some() {
            return None;
        }
        let instead = match (word, &asked.ty) {
            ("null" | "nil" | "none" | "absent" | "undefined", _) => "is missing".to_owned(),
            ("written" | "set" | "given" | "defined", _) => "is present".to_owned(),
            (word, Type::Enum(id)) if self.program[*id].member(word).is_some() => format!("== {word}"),
            (word, _) => format!("is {}", nearest(word, QUESTIONS)?),
        };
        Some(TypeProblem::NoQuestion { word: word.to_owned(), span: name.span, instead })
    }

    /// What to write where a literal stands for a member of an enum, and lacks its quotation marks.
    pub(super) fn member_hint(&self, written: &ast::Expr, wanted: &Type) -> Option<String> {
        let Type::Enum(id) = wanted else { return None };
        let item = &self.program[*id];
        let word = match &strip(written).kind {
            ast::ExprKind::Number(_)
            | ast::ExprKind::Duration(_)
            | ast::ExprKind::Date(_)
            | ast::ExprKind::Instant(_)
            | ast::ExprKind::Boolean(_) => self.written(strip(written).span),
            _ => return None,
        };
        Some(match item.member(word) {
            Some(_) => format!("a member that is no name stands in quotation marks: write `\"{word}\"`"),
            None => {
                let known: Vec<String> = item.members.iter().map(|member| member_in_rules(member)).collect();
                format!("`{}` has {}", item.name, listed(known.iter().map(String::as_str)))
            }
        })
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

    pub(super) fn compare(
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
            let hint = self
                .member_hint(left, &made_right.ty)
                .or_else(|| self.member_hint(right, &made_left.ty))
                .or_else(|| operator_hint(&operator, left, right, &made_left.ty, &made_right.ty));
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

    pub(super) fn operator(&mut self, operator: String, span: Span, left: &Expr, right: &Expr, hint: Option<String>) {
        let (left, right) = ((self.describe(&left.ty), left.span), (self.describe(&right.ty), right.span));
        self.problems.push(TypeProblem::Operator { operator, span, left, right, hint }.into());
    }

    pub(super) fn membership(&mut self, frame: &mut Frame, left: &ast::Expr, right: &ast::Expr, span: Span) -> Expr {
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

    pub(super) fn member_of(
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

    pub(super) fn contains(
        &mut self,
        frame: &mut Frame,
        op_span: Span,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Expr {
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
                    match &part.ty {
                        Type::List(item) if fits(item, &Type::Text) => self.contains_list(left, right, &part.ty),
                        _ => self.mismatch(&part.ty, &Type::Text, right),
                    }
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

    /// Reports that a text is asked for a list of texts.
    fn contains_list(&mut self, left: &ast::Expr, right: &ast::Expr, found: &Type) {
        let (text, list) = (self.written(left.span), self.written(right.span));
        let hint = match &right.kind {
            ast::ExprKind::List(items) if items.len() == 1 => {
                let item = items.first().map_or("", |item| self.written(item.span));
                format!("one text stands without brackets: `{text} contains {item}`")
            }
            _ => format!(
                "write `some part in {list}: {text} contains part` for any of them, `every part in …` for all, or `mentions({text}, {list})` for whole words"
            ),
        };
        let (wanted, found) = (self.describe(&Type::Text), self.describe(found));
        self.problems.push(TypeProblem::Mismatch { wanted, found, span: right.span, hint: Some(hint) }.into());
    }

    pub(super) fn holds(
        &mut self,
        frame: &mut Frame,
        place: TextPlace,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Expr {
        let text = self.expect(frame, left, &Type::Text);
        let part = self.expect(frame, right, &Type::Text);
        self.make(frame, ExprKind::Holds { place, text: Box::new(text), part: Box::new(part) }, Type::Boolean, span)
    }

    pub(super) fn arithmetic(
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
