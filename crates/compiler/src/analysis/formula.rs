//! Conditions as formulas over the states of terms, by what is asked of their answers.
//!
//! The engine computes of a condition the set of answers that are possible: false, unsaid, true. What a clause makes of
//! that set depends on four questions alone ([`Ask`]): is it nothing but true, nothing but false, without true, or
//! without false? Each of them, and its opposite, goes through `and`, `or`, `not` and `implies` by an exact law, so a
//! condition becomes a formula of "this term is in one of these states". Where a term is not understood well enough, the
//! formula lets in more states than are right. So *no document fits* is always true of the engine, too; *some document
//! fits* is not, and is asked for otherwise (see `search`).

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::program::{BuiltIn, Comparison, Expr, ExprKind, Literal, Question, TextPlace, Type};

use super::reading::{Binding, Meaning, Names, Point, Reader, equal, literal};
use super::sets::{Known, Numbers, Texts};
use super::terms::{Domain, Link, States, Term, TermId};

/// What is asked of the set of possible answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Only true is possible: what `require` and `when` want.
    OnlyTrue,
    /// Only false is possible.
    OnlyFalse,
    /// True is not possible: what `forbid` wants.
    NoTrue,
    /// False is not possible.
    NoFalse,
}

const FALSE: u8 = 1;
const UNSAID: u8 = 2;
const TRUE: u8 = 4;

/// Whether a question is to be answered with yes or with no.
pub(crate) type Yes = bool;

impl Ask {
    /// Does this set of answers meet the question?
    fn met_by(self, answers: u8) -> bool {
        match self {
            Self::OnlyTrue => answers == TRUE,
            Self::OnlyFalse => answers == FALSE,
            Self::NoTrue => answers & TRUE == 0,
            Self::NoFalse => answers & FALSE == 0,
        }
    }

    /// The same question of the opposite.
    fn of_opposite(self) -> Self {
        match self {
            Self::OnlyTrue => Self::OnlyFalse,
            Self::OnlyFalse => Self::OnlyTrue,
            Self::NoTrue => Self::NoFalse,
            Self::NoFalse => Self::NoTrue,
        }
    }
}

/// A statement about the states of terms.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Formula {
    /// All of these; what always holds where there is none.
    All(Vec<Formula>),
    /// One of these; what never holds where there is none.
    Any(Vec<Formula>),
    /// The term is in this domain.
    Is(TermId, Domain),
}

impl Formula {
    pub(crate) fn constant(value: bool) -> Self {
        if value { Self::All(Vec::new()) } else { Self::Any(Vec::new()) }
    }

    /// Every term that it speaks of.
    pub(crate) fn terms(&self, found: &mut Vec<TermId>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.terms(found)),
            Self::Is(term, _) => found.push(*term),
        }
    }
}

/// All of some, or one of some, as the question is answered with yes or no.
fn joined(all: bool, parts: Vec<Formula>) -> Formula {
    if all { Formula::All(parts) } else { Formula::Any(parts) }
}

impl<'p> Reader<'p> {
    /// When is the question answered so of this condition?
    pub(crate) fn formula(&mut self, expr: &'p Expr, names: &Names<'p>, ask: Ask, yes: Yes) -> Formula {
        let (expr, names) = self.behind(expr, names);
        match &expr.kind {
            ExprKind::Not(inner) => self.formula(inner, &names, ask.of_opposite(), yes),
            ExprKind::And(terms) => {
                let all = matches!(ask, Ask::OnlyTrue | Ask::NoFalse);
                joined(all == yes, terms.iter().map(|term| self.formula(term, &names, ask, yes)).collect())
            }
            ExprKind::Or(terms) => {
                let all = matches!(ask, Ask::OnlyFalse | Ask::NoTrue);
                joined(all == yes, terms.iter().map(|term| self.formula(term, &names, ask, yes)).collect())
            }
            ExprKind::Implies(guard, then) => {
                let (of_guard, all) = match ask {
                    Ask::OnlyTrue | Ask::NoFalse => ((Ask::NoTrue, yes), false),
                    Ask::OnlyFalse | Ask::NoTrue => ((Ask::OnlyTrue, yes), true),
                };
                let guard = self.formula(guard, &names, of_guard.0, of_guard.1);
                let then = self.formula(then, &names, ask, yes);
                joined(all == yes, vec![guard, then])
            }
            ExprKind::Literal(Literal::Boolean(value)) => {
                Formula::constant(ask.met_by(if *value { TRUE } else { FALSE }) == yes)
            }
            ExprKind::Compare { comparison, left, right } => {
                self.comparison(expr, (*comparison, left, right), &names, ask, yes)
            }
            ExprKind::In { item, list } => self.membership(expr, item, list, &names, ask, yes),
            ExprKind::Matches { text, pattern } => match self.path(text, &names) {
                Some(path) => {
                    let sure = pattern.matches_every_text();
                    let key = format!("matches({path},{:?},{})", pattern.source(), pattern.any_case());
                    self.yes_or_no(&key, path, sure, ask, yes)
                }
                None => self.whole(expr, &names, "a pattern is asked of a text that is made on the way", ask, yes),
            },
            ExprKind::Holds { place, text, part } => match (self.path(text, &names), self.meaning(part, &names)) {
                (Some(path), Meaning::Point(Point::Text(part))) => {
                    let place = match place {
                        TextPlace::Anywhere => "anywhere",
                        TextPlace::Start => "start",
                        TextPlace::End => "end",
                    };
                    self.yes_or_no(&format!("holds({path},{place},{part:?})"), path, part.is_empty(), ask, yes)
                }
                _ => self.whole(expr, &names, "two texts are held against one another", ask, yes),
            },
            ExprKind::Is { subject, question } => self.question(expr, subject, *question, &names, ask, yes),
            ExprKind::Quantified { .. } => {
                self.whole(expr, &names, "`every` and `some` are taken as a whole", ask, yes)
            }
            ExprKind::Local(_) | ExprKind::Field { .. } => match self.path(expr, &names) {
                Some(path) => {
                    let one = Known::Numbers(Numbers::compared(true, Comparison::Equal, Decimal::ONE));
                    self.value(path, &one, None, ask, yes)
                }
                None => self.whole(expr, &names, "it is not clear where this value stands", ask, yes),
            },
            ExprKind::BuiltIn { function: BuiltIn::Mentions, .. } => {
                self.whole(expr, &names, "`mentions` is taken as a whole", ask, yes)
            }
            _ => self.whole(expr, &names, "this is taken as a whole", ask, yes),
        }
    }

    /// A condition that is named as a whole: at least it comes out the same wherever it stands.
    fn whole(&mut self, expr: &'p Expr, names: &Names<'p>, why: &'static str, ask: Ask, yes: Yes) -> Formula {
        if !self.opaque.iter().any(|(span, _)| *span == expr.span) {
            self.opaque.push((expr.span, why));
        }
        let key = format!("condition {}", self.key(expr, names));
        let term = self.terms.intern(&key, || Term {
            base: Domain::Answers(0b1111_1110),
            link: Link::Opaque,
            exact: false,
            refined: false,
            shown: String::new(),
            ty: None,
        });
        let sets = (1..=7u8).filter(|answers| ask.met_by(*answers) == yes).fold(0, |sets, answers| sets | 1 << answers);
        Formula::Is(term, Domain::Answers(sets))
    }

    /// A yes or no that is made of one text alone, and is always yes where `sure`.
    fn yes_or_no(&mut self, key: &str, path: TermId, sure: bool, ask: Ask, yes: Yes) -> Formula {
        let one = Numbers::compared(true, Comparison::Equal, Decimal::ONE);
        let known = if sure { one.clone() } else { Numbers::between(true, Decimal::ZERO, Decimal::ONE) };
        let term = self.made(key, vec![path], Known::Numbers(known));
        self.value(term, &Known::Numbers(one), None, ask, yes)
    }

    /// A condition that is true of the values in `holds`, and of a missing one where `instead` is among them.
    fn value(&self, term: TermId, holds: &Known, instead: Option<&Point>, ask: Ask, yes: Yes) -> Formula {
        let base = self.terms.states(term);
        let exact = self.terms.get(term).is_some_and(|term| term.exact);
        let is_count = self
            .terms
            .get(term)
            .is_some_and(|term| matches!(term.link, Link::Count(_)) || !term.exact && !base.missing);
        let fits = |answers: u8| ask.met_by(answers) == yes;
        let mut known = base.known.none();
        if fits(TRUE) {
            known = known.or(&base.known.and(holds));
        }
        if fits(FALSE) {
            known = known.or(&base.known.and(&holds.not()));
        }
        let missing = match instead {
            None => fits(UNSAID),
            Some(point) => fits(if equal(holds, point).is_empty() { FALSE } else { TRUE }),
        };
        let unknown = if exact {
            fits(TRUE | FALSE)
        } else if is_count && base.known.within(holds) {
            fits(TRUE)
        } else if is_count && base.known.and(holds).is_empty() {
            fits(FALSE)
        } else {
            true
        };
        Formula::Is(
            term,
            Domain::Value(States { missing: base.missing && missing, unknown: base.unknown && unknown, known }),
        )
    }

    fn comparison(
        &mut self,
        expr: &'p Expr,
        (comparison, left, right): (Comparison, &'p Expr, &'p Expr),
        names: &Names<'p>,
        ask: Ask,
        yes: Yes,
    ) -> Formula {
        for (side, other, comparison) in [(left, right, comparison), (right, left, turned(comparison))] {
            if let Some((term, _, _, swapped)) = self.difference(side, names)
                && let Meaning::Point(Point::Number(bound)) = self.meaning(other, names)
            {
                let set = Numbers::compared(true, comparison, bound);
                let set = if swapped { set.negated() } else { set };
                return self.value(term, &Known::Numbers(set), None, ask, yes);
            }
        }
        let (a, b) = (self.meaning(left, names), self.meaning(right, names));
        let (term, comparison, point) = match (a, b) {
            (Meaning::Point(a), Meaning::Point(b)) => {
                let order = match (&a, &b) {
                    (Point::Number(a), Point::Number(b)) => a.cmp(b),
                    (Point::Text(a), Point::Text(b)) => a.cmp(b),
                    _ => return self.whole(expr, names, "this is taken as a whole", ask, yes),
                };
                let set = Numbers::compared(true, comparison, Decimal::ZERO);
                let value = set.holds(Decimal::from(order as i8));
                return Formula::constant(ask.met_by(if value { TRUE } else { FALSE }) == yes);
            }
            (Meaning::Or(id, instead), Meaning::Point(point)) => {
                return match self.holds(id, comparison, &point) {
                    Some(set) => self.value(id, &set, Some(&instead), ask, yes),
                    None => self.whole(expr, names, "this is taken as a whole", ask, yes),
                };
            }
            (Meaning::Term(id, by), Meaning::Point(point)) => ((id, by), comparison, point),
            (Meaning::Point(point), Meaning::Term(id, by)) => ((id, by), turned(comparison), point),
            (Meaning::Term(a, by), Meaning::Term(b, other)) if by.is_zero() && other.is_zero() => {
                return self.two_values(a, b, comparison, ask, yes);
            }
            _ => return self.whole(expr, names, "two values are held against one another", ask, yes),
        };
        let (id, by) = term;
        let point = match point {
            Point::Number(number) if !by.is_zero() => match number.checked_sub(by) {
                Some(number) => Point::Number(number),
                None => return self.whole(expr, names, "a number is too large", ask, yes),
            },
            point => point,
        };
        match self.holds(id, comparison, &point) {
            Some(set) if by.is_zero() => self.value(id, &set, None, ask, yes),
            // Where a sum cannot be held, it is unknown though its parts are known.
            Some(set) => {
                let formula = self.value(id, &set, None, ask, yes);
                let open = ask.met_by(TRUE | FALSE) == yes;
                match formula {
                    Formula::Is(id, Domain::Value(states)) if open => {
                        let base = self.terms.states(id);
                        let huge = base.known.and(&far());
                        Formula::Is(id, Domain::Value(States { known: states.known.or(&huge), ..states }))
                    }
                    formula => formula,
                }
            }
            None => self.whole(expr, names, "this is taken as a whole", ask, yes),
        }
    }

    /// The values that compare so with a point.
    fn holds(&self, id: TermId, comparison: Comparison, point: &Point) -> Option<Known> {
        match (&self.terms.states(id).known, point) {
            (Known::Numbers(set), Point::Number(number)) => {
                Some(Known::Numbers(Numbers::compared(set.is_whole(), comparison, *number)))
            }
            (Known::Texts(_), Point::Text(text)) => {
                let is = Texts::these([Arc::clone(text)]);
                match comparison {
                    // A text of nothing but blanks is never known where it is read from a document.
                    Comparison::Equal if text.trim().is_empty() && self.terms.is_path(id) => {
                        Some(Known::Texts(Texts::these([])))
                    }
                    Comparison::NotEqual if text.trim().is_empty() && self.terms.is_path(id) => {
                        Some(Known::Texts(Texts::all()))
                    }
                    Comparison::Equal => Some(Known::Texts(is)),
                    Comparison::NotEqual => Some(Known::Texts(is.not())),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Two values that are no literals.
    fn two_values(&mut self, a: TermId, b: TermId, comparison: Comparison, ask: Ask, yes: Yes) -> Formula {
        if a == b {
            let base = self.terms.states(a);
            let same = Numbers::compared(true, comparison, Decimal::ZERO).holds(Decimal::ZERO);
            let fits = |answers: u8| ask.met_by(answers) == yes;
            let answer = fits(if same { TRUE } else { FALSE });
            let known = if answer { base.known.clone() } else { base.known.none() };
            let unknown = base.unknown && (answer || !self.terms.is_path(a));
            return Formula::Is(a, Domain::Value(States { missing: base.missing && fits(UNSAID), unknown, known }));
        }
        let (low, high, comparison) = if a < b { (a, b, comparison) } else { (b, a, turned(comparison)) };
        let term = self.order(low, high);
        let set = Numbers::compared(true, comparison, Decimal::ZERO);
        self.value(term, &Known::Numbers(set), None, ask, yes)
    }

    fn membership(
        &mut self,
        expr: &'p Expr,
        item: &'p Expr,
        list: &'p Expr,
        names: &Names<'p>,
        ask: Ask,
        yes: Yes,
    ) -> Formula {
        let (list, _) = self.behind(list, names);
        let points: Option<Vec<Point>> = match &list.kind {
            ExprKind::Literal(Literal::List(items)) => items.iter().map(literal).collect(),
            ExprKind::List(items) => items
                .iter()
                .map(|item| if let ExprKind::Literal(value) = &item.kind { literal(value) } else { None })
                .collect(),
            _ => None,
        };
        let (Some(points), Meaning::Term(id, by)) =
            (points.filter(|points| !points.is_empty()), self.meaning(item, names))
        else {
            return self.whole(expr, names, "a list is searched that is not written out", ask, yes);
        };
        let base = self.terms.states(id).known;
        if !by.is_zero() || matches!(base, Known::Some(_)) {
            return self.whole(expr, names, "this is taken as a whole", ask, yes);
        }
        let set = points.iter().fold(base.none(), |sum, point| {
            sum.or(&self.holds(id, Comparison::Equal, point).unwrap_or_else(|| base.none()))
        });
        self.value(id, &set, None, ask, yes)
    }

    fn question(
        &mut self,
        expr: &'p Expr,
        subject: &'p Expr,
        question: Question,
        names: &Names<'p>,
        ask: Ask,
        yes: Yes,
    ) -> Formula {
        if question == Question::Empty {
            let count = self.count(subject, names);
            let none = Known::Numbers(Numbers::compared(true, Comparison::Equal, Decimal::ZERO));
            return self.value(count, &none, None, ask, yes);
        }
        if let Question::Refinement(id) = question {
            return match self.path(subject, names) {
                Some(path) => {
                    let sure = subject.ty == Type::Refinement(id);
                    self.yes_or_no(&format!("is({path},{})", id.0), path, sure, ask, yes)
                }
                None => self.whole(expr, names, "a text that is made on the way is asked for its type", ask, yes),
            };
        }
        let Meaning::Term(id, by) = self.meaning(subject, names) else {
            return self.whole(expr, names, "this is taken as a whole", ask, yes);
        };
        if !by.is_zero() || matches!(subject.ty, Type::Boolean) && !self.terms.is_path(id) {
            return self.whole(expr, names, "this is taken as a whole", ask, yes);
        }
        let base = self.terms.states(id);
        let fits = |value: bool| ask.met_by(if value { TRUE } else { FALSE }) == yes;
        let states = States {
            missing: base.missing && fits(question == Question::Missing),
            unknown: base.unknown && fits(question == Question::Unknown),
            known: if fits(question == Question::Present) { base.known.clone() } else { base.known.none() },
        };
        Formula::Is(id, Domain::Value(states))
    }

    /// The item that `for each`, `every` or `some` goes through, as a name.
    pub(crate) fn bound(&mut self, list: &'p Expr, names: &Names<'p>, taken: &[TermId]) -> (TermId, Binding<'p>) {
        let item = self.item(list, names, taken);
        (item, Binding::Item(item))
    }
}

/// Numbers so far out that a sum with them may not be held.
fn far() -> Known {
    let bound = Decimal::from(1_000_000_000_000_000_000_u64);
    let low = Numbers::compared(false, Comparison::Less, -bound);
    Known::Numbers(low.or(&Numbers::compared(false, Comparison::More, bound)))
}

/// The comparison from the other side.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::Equal,
        Comparison::NotEqual => Comparison::NotEqual,
        Comparison::Less => Comparison::More,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::More => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
    }
}
