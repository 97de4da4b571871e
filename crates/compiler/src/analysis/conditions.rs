//! Conditions that decide nothing, and requirements that next to nothing meets: a rule at a time.

use countersign_source::Span;

use crate::program::{BuiltIn, Comparison, Expr, ExprKind, Type};

use super::formula::{Ask, Formula};
use super::model::{Asked, Model};
use super::reading::{Names, Reader};
use super::search::{excludes, search};
use super::sets::{Known, Numbers};
use super::terms::{Domain, Link, States, TermId};
use super::{Remark, RemarkFacts};

/// What is known where a condition is asked.
#[derive(Clone, Default)]
struct Context {
    formulas: Vec<Formula>,
    items: Vec<TermId>,
}

impl Context {
    fn and(&self, formula: Formula) -> Self {
        let mut with = self.clone();
        with.formulas.push(formula);
        with
    }
}

/// Looks at one rule.
pub(super) fn look<'p>(reader: &mut Reader<'p>, model: &Model<'p>, remarks: &mut Vec<Remark>) {
    let mut context = Context { formulas: Vec::new(), items: model.items.clone() };
    let mut looker = Looker { reader, remarks, dead: false };
    for (condition, names, asked) in &model.conditions {
        let before = looker.remarks.len();
        looker.condition(condition, names, &context);
        if looker.dead {
            // What stands below a guard that nothing meets is never asked.
            return;
        }
        if matches!(asked, Asked::When | Asked::Where) {
            let holds = looker.reader.formula(condition, names, Ask::OnlyTrue, true);
            context.formulas.push(holds);
            continue;
        }
        if looker.remarks.len() == before {
            looker.clause(condition, names, *asked, &context, model);
        }
        looker.differences(condition, names, &context, model);
    }
}

/// Looks at the `where` of a waiver of a rule: it is asked where the rule applies and fails.
pub(super) fn look_at_waiver<'p>(
    reader: &mut Reader<'p>,
    model: &Model<'p>,
    condition: &'p Expr,
    remarks: &mut Vec<Remark>,
) {
    let mut formulas: Vec<Formula> = model.guards.iter().map(|part| part.holds.clone()).collect();
    if !model.whole.is_empty() {
        formulas.push(Formula::Any(model.whole.iter().map(|part| part.fails.clone()).collect()));
    }
    let context = Context { formulas, items: model.items.clone() };
    Looker { reader, remarks, dead: false }.condition(condition, &model.names, &context);
}

struct Looker<'r, 'p> {
    reader: &'r mut Reader<'p>,
    remarks: &'r mut Vec<Remark>,
    /// Was a guard found that nothing meets?
    dead: bool,
}

impl<'p> Looker<'_, 'p> {
    /// Looks at a condition and at what it is made of.
    fn condition(&mut self, expr: &'p Expr, names: &Names<'p>, context: &Context) {
        match &expr.kind {
            ExprKind::And(terms) => {
                let mut context = context.clone();
                for term in terms {
                    self.condition(term, names, &context);
                    if self.dead {
                        return;
                    }
                    let holds = self.reader.formula(term, names, Ask::OnlyTrue, true);
                    context = context.and(holds);
                }
            }
            ExprKind::Or(terms) => {
                let before = self.remarks.len();
                for term in terms {
                    self.condition(term, names, context);
                    self.dead = false;
                }
                if self.remarks.len() == before {
                    self.decided(expr, names, context);
                }
            }
            ExprKind::Not(inner) if is_composed(inner) => {
                self.condition(inner, names, context);
                self.dead = false;
            }
            ExprKind::Implies(guard, then) => {
                self.condition(guard, names, context);
                let holds = self.reader.formula(guard, names, Ask::OnlyTrue, true);
                if std::mem::take(&mut self.dead) {
                    return;
                }
                self.condition(then, names, &context.and(holds));
                self.dead = false;
            }
            ExprKind::Quantified { list, item, filter, body, .. } => {
                let (of, binding) = self.reader.bound(list, names, &context.items);
                let mut context = context.clone();
                context.items.push(of);
                let names = names.with(*item, binding);
                if let Some(filter) = filter {
                    self.condition(filter, &names, &context);
                    let holds = self.reader.formula(filter, &names, Ask::OnlyTrue, true);
                    context = context.and(holds);
                }
                if !std::mem::take(&mut self.dead) {
                    self.condition(body, &names, &context);
                }
                self.dead = false;
            }
            _ => self.decided(expr, names, context),
        }
    }

    /// Says so where a condition comes out the same whatever is written.
    fn decided(&mut self, expr: &'p Expr, names: &Names<'p>, context: &Context) {
        let mut of = |ask, yes| self.reader.formula(expr, names, ask, yes);
        let (holds, not_holds) = (of(Ask::OnlyTrue, true), of(Ask::OnlyTrue, false));
        let terms = &self.reader.terms;
        let with = |formula: &Formula| {
            let all: Vec<&Formula> = context.formulas.iter().chain([formula]).collect();
            excludes(terms, &all)
        };
        if context.formulas.iter().any(|formula| excludes(terms, &[formula])) {
            return;
        }
        let remark = |facts| Remark { at: expr.span, also: Vec::new(), facts };
        if with(&holds) {
            let alone = excludes(terms, &[&holds]);
            self.remarks.push(remark(RemarkFacts::AlwaysFalse { alone }));
            self.dead = true;
        } else if with(&not_holds) {
            let alone = excludes(terms, &[&not_holds]);
            self.remarks.push(remark(RemarkFacts::AlwaysTrue { alone, where_written: false }));
        } else if let Some(text) = self.where_written(expr, names, &not_holds, context) {
            let facts = if text {
                RemarkFacts::BlankSatisfies { list: false }
            } else {
                RemarkFacts::AlwaysTrue { alone: true, where_written: true }
            };
            self.remarks.push(remark(facts));
        }
    }

    /// Is it true of every value that can be written? Then it only asks whether one is. Says whether it asks so of a text.
    fn where_written(&self, expr: &'p Expr, names: &Names<'p>, not_holds: &Formula, context: &Context) -> Option<bool> {
        let mut asks_of_text = false;
        for part in self.reader.behind(expr, names).0.all() {
            match &part.kind {
                ExprKind::Is { .. } | ExprKind::Default { .. } => return None,
                ExprKind::Matches { .. } | ExprKind::Holds { .. } => asks_of_text = true,
                ExprKind::BuiltIn { function: BuiltIn::Length, .. } => asks_of_text = true,
                _ => {}
            }
        }
        let mut terms = Vec::new();
        not_holds.terms(&mut terms);
        let written: Vec<Formula> = terms
            .iter()
            .map(|id| {
                let known = self.reader.terms.states(*id).known;
                Formula::Is(*id, Domain::Value(States { missing: false, unknown: false, known }))
            })
            .collect();
        let understood = !terms.is_empty()
            && terms.iter().all(|id| self.reader.terms.get(*id).is_some_and(|term| term.link != Link::Opaque));
        let all: Vec<&Formula> = context.formulas.iter().chain(&written).chain([not_holds]).collect();
        let some: Vec<&Formula> = context.formulas.iter().chain(&written).collect();
        (understood && excludes(&self.reader.terms, &all) && search(&self.reader.terms, &some).is_some())
            .then_some(asks_of_text)
    }

    /// Looks at what a `require` asks.
    fn clause(&mut self, expr: &'p Expr, names: &Names<'p>, asked: Asked, context: &Context, model: &Model<'p>) {
        if asked != Asked::Require {
            return;
        }
        if let ExprKind::And(terms) = &expr.kind {
            let mut context = context.clone();
            for term in terms {
                self.clause(term, names, asked, &context, model);
                let holds = self.reader.formula(term, names, Ask::OnlyTrue, true);
                context = context.and(holds);
            }
            return;
        }
        let denied = match &expr.kind {
            ExprKind::Not(inner) if !matches!(inner.kind, ExprKind::Is { .. }) => Some(&**inner),
            ExprKind::Compare { comparison: Comparison::NotEqual, .. } => Some(expr),
            _ => None,
        };
        if let Some(denied) = denied
            && self.may_be_missing(denied, names, context, model)
        {
            let facts = RemarkFacts::RequireNot { differs: std::ptr::eq(denied, expr) };
            self.remarks.push(Remark { at: expr.span, also: Vec::new(), facts });
        }
        if let ExprKind::Quantified { every: true, list, .. } = &expr.kind
            && model.items.is_empty()
            && self.may_be_empty(list, names, model)
        {
            let facts = RemarkFacts::BlankSatisfies { list: true };
            self.remarks.push(Remark { at: expr.span, also: vec![list.span], facts });
        }
    }

    /// Can a path that the condition speaks of be missing, though the rule applies and what else it asks is met?
    fn may_be_missing(&mut self, expr: &'p Expr, names: &Names<'p>, context: &Context, model: &Model<'p>) -> bool {
        let mut paths = Vec::new();
        self.paths(expr, names, &mut paths);
        let others = others(model, expr.span);
        paths.into_iter().any(|path| {
            let base = self.reader.terms.states(path);
            let missing = States { missing: true, unknown: false, known: base.known.none() };
            let missing = Formula::Is(path, Domain::Value(missing));
            let all: Vec<&Formula> = context.formulas.iter().chain(others.iter().copied()).chain([&missing]).collect();
            search(&self.reader.terms, &all).is_some()
        })
    }

    /// The paths whose being missing makes a condition unsaid: those that it compares, not those of the lists that it
    /// goes through.
    fn paths(&mut self, expr: &'p Expr, names: &Names<'p>, found: &mut Vec<TermId>) {
        let (expr, names) = self.reader.behind(expr, names);
        if let Some(path) = self.reader.path(expr, &names) {
            found.push(path);
            return;
        }
        match &expr.kind {
            ExprKind::Not(inner) => self.paths(inner, &names, found),
            ExprKind::Compare { left, right, .. } => {
                self.paths(left, &names, found);
                self.paths(right, &names, found);
            }
            ExprKind::In { item, .. } => self.paths(item, &names, found),
            ExprKind::Matches { text, .. } | ExprKind::Holds { text, .. } => self.paths(text, &names, found),
            ExprKind::Arithmetic { left, right, .. } => {
                self.paths(left, &names, found);
                self.paths(right, &names, found);
            }
            ExprKind::BuiltIn {
                function: BuiltIn::Length | BuiltIn::Lower | BuiltIn::Unquoted | BuiltIn::Mentions,
                arguments,
            } => {
                if let Some(text) = arguments.first() {
                    self.paths(text, &names, found);
                }
            }
            _ => {}
        }
    }

    /// Can a list of the document be empty, though the rule applies and what else it asks is met?
    fn may_be_empty(&mut self, list: &'p Expr, names: &Names<'p>, model: &Model<'p>) -> bool {
        if self.reader.path(list, names).is_none() {
            return false;
        }
        let count = self.reader.count(list, names);
        let none = Numbers::compared(true, Comparison::Equal, 0.into());
        let known = Known::Numbers(none);
        let empty = Formula::Is(count, Domain::Value(States { missing: false, unknown: false, known }));
        let mut all: Vec<&Formula> = model.guards.iter().map(|part| &part.holds).collect();
        all.extend(model.whole.iter().map(|part| &part.holds));
        all.push(&empty);
        // Another clause that looks at something decides whether the rule is met by nothing.
        let only_lists = model.conditions.iter().all(|(condition, _, asked)| {
            matches!(asked, Asked::When | Asked::Where)
                || matches!(condition.kind, ExprKind::Quantified { every: true, .. })
        });
        only_lists && search(&self.reader.terms, &all).is_some()
    }

    /// Differences of two times that are only bounded from above.
    fn differences(&mut self, expr: &'p Expr, names: &Names<'p>, context: &Context, model: &Model<'p>) {
        let mut open: Vec<(&'p Expr, Names<'p>, Context)> = vec![(expr, names.clone(), context.clone())];
        while let Some((expr, names, context)) = open.pop() {
            match &expr.kind {
                ExprKind::Compare { comparison, left, right } => {
                    let side = match comparison {
                        Comparison::Less | Comparison::AtMost => left,
                        Comparison::More | Comparison::AtLeast => right,
                        _ => continue,
                    };
                    self.difference(expr, side, &names, &context, model);
                }
                ExprKind::Quantified { list, item, filter, body, .. } => {
                    let (of, binding) = self.reader.bound(list, &names, &context.items);
                    let names = names.with(*item, binding);
                    let mut context = context.clone();
                    context.items.push(of);
                    if let Some(filter) = filter {
                        let holds = self.reader.formula(filter, &names, Ask::OnlyTrue, true);
                        context = context.and(holds);
                    }
                    open.push((body, names, context));
                }
                ExprKind::And(terms) => {
                    let holds: Vec<Formula> =
                        terms.iter().map(|term| self.reader.formula(term, &names, Ask::OnlyTrue, true)).collect();
                    for (at, term) in terms.iter().enumerate() {
                        let mut context = context.clone();
                        let others = holds.iter().enumerate().filter(|(other, _)| *other != at);
                        context.formulas.extend(others.map(|(_, formula)| formula.clone()));
                        open.push((term, names.clone(), context));
                    }
                }
                ExprKind::Or(terms) => open.extend(terms.iter().map(|term| (term, names.clone(), context.clone()))),
                ExprKind::Implies(guard, then) => {
                    let holds = self.reader.formula(guard, &names, Ask::OnlyTrue, true);
                    open.push((then, names, context.and(holds)));
                }
                _ => {}
            }
        }
    }

    fn difference(&mut self, expr: &'p Expr, side: &'p Expr, names: &Names<'p>, context: &Context, model: &Model<'p>) {
        let Some((term, _, _, turned)) = self.reader.difference(side, names) else { return };
        let comparison = if turned { Comparison::More } else { Comparison::Less };
        let set = Numbers::compared(true, comparison, 0.into());
        let known = Known::Numbers(set);
        let negative = Formula::Is(term, Domain::Value(States { missing: false, unknown: false, known }));
        let others = others(model, expr.span);
        let all: Vec<&Formula> = context.formulas.iter().chain(others.iter().copied()).chain([&negative]).collect();
        if search(&self.reader.terms, &all).is_some() {
            let facts = match &self.reader.behind(side, names).0.kind {
                ExprKind::Arithmetic { left, right, .. } => RemarkFacts::OneSidedDifference {
                    later: left.span,
                    earlier: right.span,
                    days: left.ty == Type::Date,
                },
                _ => return,
            };
            self.remarks.push(Remark { at: expr.span, also: Vec::new(), facts });
        }
    }
}

/// Is it made of conditions that are looked at one by one?
fn is_composed(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::Implies(..) | ExprKind::Quantified { .. }
    )
}

/// What the rule asks beside the part that stands at a place.
fn others<'m>(model: &'m Model<'_>, place: Span) -> Vec<&'m Formula> {
    let clauses = model.clauses.iter().map(|(_, part)| part).filter(|part| !part.span.holds(place));
    clauses.map(|part| &part.holds).collect()
}
