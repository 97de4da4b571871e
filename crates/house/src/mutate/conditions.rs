//! Changes to expressions: comparisons, bounds, joined conditions, questions, `every` and `some`, members of lists.

use countersign_compiler::program::{BuiltIn, Comparison, Expr, ExprId, ExprKind, Literal, Question, TextPlace, Type};

use super::ChangeKind;
use super::change::{Maker, Swap, Words, asks_for_previous};
use super::values::{next, shown};

/// How a comparison is written.
pub(super) fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::More => ">",
        Comparison::AtLeast => ">=",
    }
}

/// The comparison that differs in the bound itself, and the one that is the opposite.
fn others(comparison: Comparison) -> (Option<Comparison>, Comparison) {
    match comparison {
        Comparison::Equal => (None, Comparison::NotEqual),
        Comparison::NotEqual => (None, Comparison::Equal),
        Comparison::Less => (Some(Comparison::AtMost), Comparison::AtLeast),
        Comparison::AtMost => (Some(Comparison::Less), Comparison::More),
        Comparison::More => (Some(Comparison::AtLeast), Comparison::AtMost),
        Comparison::AtLeast => (Some(Comparison::More), Comparison::Less),
    }
}

impl Maker<'_> {
    /// The changes to an expression and everything in it. `asked` is the condition of the rule that it is a part of;
    /// `whole` says that it is all that a clause asks, whose opposite is another change already.
    pub(super) fn expression(&mut self, expr: &Expr, asked: Option<ExprId>, whole: bool) {
        match &expr.kind {
            ExprKind::And(terms) | ExprKind::Or(terms) => return self.joined(expr, terms, asked),
            ExprKind::Implies(guard, then) => self.implied(expr, guard, then, asked),
            ExprKind::Not(inner) => return self.negated(expr, inner, asked, whole),
            ExprKind::Compare { comparison, left, right } => {
                self.compared(expr, *comparison, left, right, asked, whole);
                // The bound has been moved already.
                for side in [left, right].into_iter().filter(|side| !matches!(side.kind, ExprKind::Literal(_))) {
                    self.expression(side, asked, false);
                }
                return;
            }
            ExprKind::Is { subject, question } => self.asks(expr, subject, *question, asked, whole),
            ExprKind::Quantified { every, .. } => self.quantified(expr, *every, asked),
            ExprKind::Filter { filter, .. } => {
                let mut new = expr.clone();
                if let ExprKind::Filter { filter, .. } = &mut new.kind {
                    filter.kind = ExprKind::Literal(Literal::Boolean(true));
                }
                let hint = "a test with an item for which it is not true";
                self.left_out(ChangeKind::Guard, filter, "where ", new, hint, asked);
            }
            ExprKind::In { list, .. } => {
                if !whole {
                    self.opposite(expr, " in ", " not in ", asked);
                }
                self.members(expr, list, asked);
            }
            ExprKind::Holds { place, .. } => self.holds(expr, *place, asked, whole),
            ExprKind::Arithmetic { minus, left, right } => {
                let mut new = expr.clone();
                if let ExprKind::Arithmetic { minus, .. } = &mut new.kind {
                    *minus = !*minus;
                }
                let (before, after) = if *minus { ("-", "+") } else { ("+", "-") };
                let joined = |sign: &str| format!("{} {sign} {}", self.written(left.span), self.written(right.span));
                let words = Words {
                    kind: ChangeKind::Function,
                    place: expr.span,
                    before: joined(before),
                    after: Some(joined(after)),
                    hint: "a test in which the two come out differently".to_owned(),
                };
                self.make(Swap::Expr(Box::new(new)), asked, words);
            }
            ExprKind::Default { value, default } => {
                let new = Expr { id: expr.id, ..(**value).clone() };
                let hint = format!("a test in which `{}` is not written", self.written(value.span));
                self.left_out(ChangeKind::Term, default, "?? ", new, &hint, asked);
            }
            ExprKind::BuiltIn { function, .. } => self.function(expr, *function, asked, whole),
            ExprKind::Literal(literal) => self.bound(expr, literal, asked),
            ExprKind::Matches { .. } | ExprKind::Call { .. } if expr.ty == Type::Boolean && !whole => {
                self.turned(expr, asked);
            }
            _ => {}
        }
        for part in expr.parts() {
            self.expression(part, asked, false);
        }
    }

    /// `and` and `or`: each term left out.
    fn joined(&mut self, expr: &Expr, terms: &[Expr], asked: Option<ExprId>) {
        let is_and = matches!(expr.kind, ExprKind::And(_));
        for (index, term) in terms.iter().enumerate() {
            let others = terms.iter().enumerate().filter(|(other, _)| *other != index);
            if is_and && asks_for_previous(term) && others.into_iter().any(|(_, other)| self.reads_previous(other)) {
                continue;
            }
            let mut new = expr.clone();
            if let ExprKind::And(terms) | ExprKind::Or(terms) = &mut new.kind {
                terms.remove(index);
            }
            let hint =
                if is_and { "a test in which this alone is not true" } else { "a test in which this alone is true" };
            let (word, written) = (if is_and { "and" } else { "or" }, self.with_brackets(term));
            let before = if index == 0 { format!("{written} {word}") } else { format!("{word} {written}") };
            let words = Words { kind: ChangeKind::Term, place: term.span, before, after: None, hint: hint.to_owned() };
            self.make(Swap::Expr(Box::new(new)), asked, words);
        }
        for term in terms {
            self.expression(term, asked, false);
        }
    }

    fn implied(&mut self, expr: &Expr, guard: &Expr, then: &Expr, asked: Option<ExprId>) {
        if asks_for_previous(guard) && self.reads_previous(then) {
            return;
        }
        let new = Expr { id: expr.id, ..then.clone() };
        let words = Words {
            kind: ChangeKind::Guard,
            place: guard.span,
            before: format!("{} implies", self.written(guard.span)),
            after: None,
            hint: "a test in which neither side is true".to_owned(),
        };
        self.make(Swap::Expr(Box::new(new)), asked, words);
    }

    /// `not C`, and what is written as one word or two: `not in`, `is not missing`.
    fn negated(&mut self, expr: &Expr, inner: &Expr, asked: Option<ExprId>, whole: bool) {
        let before = self.written(expr.span);
        let one_question = expr.span == inner.span;
        if !whole {
            let after = if one_question { before.replacen(" not ", " ", 1) } else { self.written(inner.span) };
            let new = Expr { id: expr.id, ..inner.clone() };
            let words = Words {
                kind: ChangeKind::Negation,
                place: expr.span,
                before: before.clone(),
                after: Some(after),
                hint: "a test in which it is true, and one in which it is false".to_owned(),
            };
            self.make(Swap::Expr(Box::new(new)), asked, words);
        }
        match &inner.kind {
            // Not missing is known or unknown; present is known.
            ExprKind::Is { subject, question: question @ (Question::Missing | Question::Unknown) } => {
                let mut new = inner.clone();
                if let ExprKind::Is { question, .. } = &mut new.kind {
                    *question = Question::Present;
                }
                let lack = if *question == Question::Missing { "not known" } else { "not written" };
                let words = Words {
                    kind: ChangeKind::Question,
                    place: expr.span,
                    before,
                    after: Some(format!("{} is present", self.written(subject.span))),
                    hint: format!("a test in which `{}` is {lack}", self.written(subject.span)),
                };
                new.id = expr.id;
                self.make(Swap::Expr(Box::new(new)), asked, words);
                self.expression(subject, asked, false);
            }
            ExprKind::In { list, .. } => {
                self.members(inner, list, asked);
                for part in inner.parts() {
                    self.expression(part, asked, false);
                }
            }
            _ if one_question => {
                for part in inner.parts() {
                    self.expression(part, asked, false);
                }
            }
            _ => self.expression(inner, asked, true),
        }
    }

    fn compared(
        &mut self,
        expr: &Expr,
        comparison: Comparison,
        left: &Expr,
        right: &Expr,
        asked: Option<ExprId>,
        whole: bool,
    ) {
        let (a, b) = (self.written(left.span), self.written(right.span));
        let (near, opposite) = others(comparison);
        let other = |comparison| {
            let mut new = expr.clone();
            if let ExprKind::Compare { comparison: place, .. } = &mut new.kind {
                *place = comparison;
            }
            Swap::Expr(Box::new(new))
        };
        let words = |comparison, kind, hint| Words {
            kind,
            place: expr.span,
            before: self.written(expr.span),
            after: Some(format!("{a} {} {b}", sign(comparison))),
            hint,
        };
        let mut made = Vec::new();
        if let Some(near) = near {
            let hint = format!("a test in which `{a}` is exactly `{b}`");
            made.push((other(near), words(near, ChangeKind::Comparison, hint)));
        }
        if !whole {
            let hint = "a test in which it is true, and one in which it is false".to_owned();
            made.push((other(opposite), words(opposite, ChangeKind::Negation, hint)));
        }
        // The bound one further on the side that the comparison with its neighbour does not look at.
        for (is_right, side) in [(false, left), (true, right)] {
            let ExprKind::Literal(literal) = &side.kind else { continue };
            let up = match comparison {
                Comparison::Less | Comparison::AtLeast => !is_right,
                Comparison::AtMost | Comparison::More => is_right,
                Comparison::Equal | Comparison::NotEqual => true,
            };
            let tried = next(self.program, literal, up);
            let moved = if near.is_none() { tried.or_else(|| next(self.program, literal, !up)) } else { tried };
            let Some(moved) = moved.filter(|moved| !self.asks_nothing(comparison, moved)) else { continue };
            let bound = shown(self.program, &moved);
            let text = if is_right {
                format!("{a} {} {bound}", sign(comparison))
            } else {
                format!("{bound} {} {b}", sign(comparison))
            };
            let mut new = expr.clone();
            if let ExprKind::Compare { left, right, .. } = &mut new.kind {
                let side = if is_right { right } else { left };
                side.kind = ExprKind::Literal(moved);
            }
            let asked_about = if is_right { &a } else { &b };
            let kind = if matches!(literal, Literal::Member(..)) { ChangeKind::Member } else { ChangeKind::Bound };
            let value = if near.is_some() { &bound } else { if is_right { &b } else { &a } };
            let words = Words {
                kind,
                place: expr.span,
                before: self.written(expr.span),
                after: Some(text),
                hint: format!("a test in which `{asked_about}` is exactly `{value}`"),
            };
            made.push((Swap::Expr(Box::new(new)), words));
        }
        for (swap, words) in made {
            self.make(swap, asked, words);
        }
    }

    /// At least nought of something that is counted: that leaves the comparison out, which is another change.
    fn asks_nothing(&self, comparison: Comparison, bound: &Literal) -> bool {
        let nought = matches!(bound, Literal::Number(number) if number.0.is_zero());
        nought && matches!(comparison, Comparison::AtLeast | Comparison::Less)
    }

    /// `is present` and its like.
    fn asks(&mut self, expr: &Expr, subject: &Expr, question: Question, asked: Option<ExprId>, whole: bool) {
        let written = self.written(subject.span);
        let other = |question| {
            let mut new = expr.clone();
            if let ExprKind::Is { question: place, .. } = &mut new.kind {
                *place = question;
            }
            new
        };
        let before = self.written(expr.span);
        let words = |kind, after: String, hint: String| Words {
            kind,
            place: expr.span,
            before: before.clone(),
            after: Some(after),
            hint,
        };
        let both = || "a test in which it is true, and one in which it is false".to_owned();
        let mut made = Vec::new();
        match question {
            Question::Present => {
                // An earlier revision is given or not; nobody can say that it is not known. And what comes behind the
                // question may read it.
                if matches!(subject.kind, ExprKind::Previous) {
                    return;
                }
                if !whole {
                    let after = format!("{written} is missing");
                    made.push((other(Question::Missing), words(ChangeKind::Question, after, both())));
                }
                let inner = Expr { ..other(Question::Missing) };
                let new = Expr { kind: ExprKind::Not(Box::new(inner)), ..other(Question::Missing) };
                let hint = format!("a test in which `{written}` is not known: `with … = unknown`");
                made.push((new, words(ChangeKind::Question, format!("{written} is not missing"), hint)));
            }
            Question::Missing if !whole => {
                let after = format!("{written} is present");
                made.push((other(Question::Present), words(ChangeKind::Question, after, both())));
            }
            Question::Unknown => {
                let hint = format!("a test in which `{written}` is not known, and one in which it is not written");
                let after = format!("{written} is missing");
                made.push((other(Question::Missing), words(ChangeKind::Question, after, hint)));
            }
            Question::Empty | Question::Refinement(_) if !whole => {
                let new = Expr { kind: ExprKind::Not(Box::new(expr.clone())), ..expr.clone() };
                let after = before.replacen(" is ", " is not ", 1);
                made.push((new, words(ChangeKind::Negation, after, both())));
            }
            _ => {}
        }
        for (new, words) in made {
            self.make(Swap::Expr(Box::new(new)), asked, words);
        }
    }

    fn quantified(&mut self, expr: &Expr, every: bool, asked: Option<ExprId>) {
        let mut new = expr.clone();
        if let ExprKind::Quantified { every, .. } = &mut new.kind {
            *every = !*every;
        }
        let (word, other) = if every { ("every", "some") } else { ("some", "every") };
        let before = self.written(expr.span);
        let words = Words {
            kind: ChangeKind::Quantifier,
            place: expr.span,
            after: Some(before.replacen(word, other, 1)),
            before,
            hint: "a test with two items, of which it is true for one".to_owned(),
        };
        self.make(Swap::Expr(Box::new(new)), asked, words);
        if let ExprKind::Quantified { filter: Some(filter), .. } = &expr.kind {
            let mut new = expr.clone();
            if let ExprKind::Quantified { filter, .. } = &mut new.kind {
                *filter = None;
            }
            let hint = "a test with an item for which it is not true, and that would change the answer";
            self.left_out(ChangeKind::Guard, filter, "where ", new, hint, asked);
        }
    }

    /// The members of a list that something has to be in.
    fn members(&mut self, expr: &Expr, list: &Expr, asked: Option<ExprId>) {
        let count = match &list.kind {
            ExprKind::List(items) => items.len(),
            ExprKind::Literal(Literal::List(items)) => items.len(),
            _ => return,
        };
        for index in (0..count).filter(|_| count > 1) {
            let mut new = list.clone();
            let member = match &mut new.kind {
                ExprKind::List(items) => self.written(items.remove(index).span),
                ExprKind::Literal(Literal::List(items)) => shown(self.program, &items.remove(index)),
                _ => return,
            };
            let words = Words {
                kind: ChangeKind::Member,
                place: list.span,
                before: self.written(expr.span),
                after: Some(without(&self.written(expr.span), &member)),
                hint: format!("a test with `{member}`"),
            };
            self.make(Swap::Expr(Box::new(new)), asked, words);
        }
    }

    fn holds(&mut self, expr: &Expr, place: TextPlace, asked: Option<ExprId>, whole: bool) {
        let word = match place {
            TextPlace::Anywhere if whole => return,
            TextPlace::Anywhere => return self.turned(expr, asked),
            TextPlace::Start => "starts with",
            TextPlace::End => "ends with",
        };
        let mut new = expr.clone();
        if let ExprKind::Holds { place, .. } = &mut new.kind {
            *place = TextPlace::Anywhere;
        }
        let before = self.written(expr.span);
        let words = Words {
            kind: ChangeKind::Function,
            place: expr.span,
            after: Some(before.replacen(word, "contains", 1)),
            before,
            hint: "a test with a text that holds it somewhere else".to_owned(),
        };
        self.make(Swap::Expr(Box::new(new)), asked, words);
    }

    fn function(&mut self, expr: &Expr, function: BuiltIn, asked: Option<ExprId>, whole: bool) {
        let (word, other, hint) = match function {
            BuiltIn::Min => ("min", BuiltIn::Max, "a test with two different items"),
            BuiltIn::Max => ("max", BuiltIn::Min, "a test with two different items"),
            BuiltIn::First => ("first", BuiltIn::Last, "a test with two different items"),
            BuiltIn::Last => ("last", BuiltIn::First, "a test with two different items"),
            BuiltIn::Mentions | BuiltIn::IsUtc if !whole => return self.turned(expr, asked),
            BuiltIn::Distinct => {
                let ExprKind::BuiltIn { arguments, .. } = &expr.kind else { return };
                let [list] = arguments.as_slice() else { return };
                let words = Words {
                    kind: ChangeKind::Function,
                    place: expr.span,
                    before: self.written(expr.span),
                    after: Some(self.written(list.span)),
                    hint: "a test in which something stands twice".to_owned(),
                };
                return self.make(Swap::Expr(Box::new(Expr { id: expr.id, ..list.clone() })), asked, words);
            }
            _ => return,
        };
        let mut new = expr.clone();
        if let ExprKind::BuiltIn { function, .. } = &mut new.kind {
            *function = other;
        }
        let instead = match other {
            BuiltIn::Min => "min",
            BuiltIn::Max => "max",
            BuiltIn::First => "first",
            _ => "last",
        };
        let before = self.written(expr.span);
        let words = Words {
            kind: ChangeKind::Function,
            place: expr.span,
            after: Some(before.replacen(word, instead, 1)),
            before,
            hint: hint.to_owned(),
        };
        self.make(Swap::Expr(Box::new(new)), asked, words);
    }

    /// A number, a length of time or a day that is no side of a comparison.
    fn bound(&mut self, expr: &Expr, literal: &Literal, asked: Option<ExprId>) {
        if matches!(literal, Literal::Boolean(_) | Literal::Member(..)) {
            return;
        }
        let Some(moved) = next(self.program, literal, true) else { return };
        let words = Words {
            kind: ChangeKind::Bound,
            place: expr.span,
            before: self.written(expr.span),
            after: Some(shown(self.program, &moved)),
            hint: "a test at the bound".to_owned(),
        };
        self.make(Swap::Expr(Box::new(Expr { kind: ExprKind::Literal(moved), ..expr.clone() })), asked, words);
    }

    /// A condition turned into its opposite by a `not` before it.
    fn turned(&mut self, expr: &Expr, asked: Option<ExprId>) {
        let before = self.written(expr.span);
        let after = format!("not {before}");
        self.negate(expr, before, after, asked);
    }

    /// A condition turned into its opposite by another word.
    fn opposite(&mut self, expr: &Expr, word: &str, other: &str, asked: Option<ExprId>) {
        let before = self.written(expr.span);
        if before.contains(word) {
            let after = before.replacen(word, other, 1);
            self.negate(expr, before, after, asked);
        } else {
            self.turned(expr, asked);
        }
    }

    fn negate(&mut self, expr: &Expr, before: String, after: String, asked: Option<ExprId>) {
        let new = Expr { kind: ExprKind::Not(Box::new(expr.clone())), ..expr.clone() };
        let words = Words {
            kind: ChangeKind::Negation,
            place: expr.span,
            before,
            after: Some(after),
            hint: "a test in which it is true, and one in which it is false".to_owned(),
        };
        self.make(Swap::Expr(Box::new(new)), asked, words);
    }

    /// A part left out, with the word that joins it.
    fn left_out(&mut self, kind: ChangeKind, part: &Expr, word: &str, new: Expr, hint: &str, asked: Option<ExprId>) {
        let words = Words {
            kind,
            place: part.span,
            before: format!("{word}{}", self.written(part.span)),
            after: None,
            hint: hint.to_owned(),
        };
        self.make(Swap::Expr(Box::new(new)), asked, words);
    }
}

/// A list's text without one member.
fn without(text: &str, member: &str) -> String {
    for cut in [format!("{member}, "), format!(", {member}")] {
        // Only whole members: what stands before is the bracket or another comma.
        let found = text.match_indices(&cut).find(|(at, _)| {
            let before = text.get(..*at).unwrap_or("").chars().next_back();
            let behind = text.get(at + cut.len()..).unwrap_or("").chars().next();
            if cut.starts_with(',') {
                behind.is_none_or(|char| matches!(char, ',' | ']' | ' '))
            } else {
                before.is_none_or(|char| matches!(char, '[' | ' '))
            }
        });
        if let Some((at, _)) = found {
            let (before, behind) = (text.get(..at).unwrap_or(""), text.get(at + cut.len()..).unwrap_or(""));
            return format!("{before}{behind}");
        }
    }
    format!("{text} without {member}")
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn a_member_goes_with_its_comma() {
        for (member, text) in [("a", "x in [ab, abc]"), ("ab", "x in [a, abc]"), ("abc", "x in [a, ab]")] {
            assert_eq!(without("x in [a, ab, abc]", member), text);
        }
    }
}
