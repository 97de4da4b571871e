//! Rules as the lints see them: what has to hold before one asks anything, and what it asks.

use countersign_source::{Level, Span};

use crate::program::{Expr, ExprKind, PackId, Program, Rule, RuleId, Stage};

use super::formula::{Ask, Formula, Yes};
use super::reading::{Binding, Names, Reader};
use super::terms::{Domain, States, TermId};

/// A part of a rule that has to hold by itself.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Where it stands.
    pub(crate) span: Span,
    /// When it holds: a guard lets the rule go on, a clause passes.
    pub(crate) holds: Formula,
    /// When the rest may be judged at all: where a guard is open, what it guards still is.
    pub(crate) can_hold: Formula,
    /// When it cannot.
    pub(crate) cannot_hold: Formula,
    /// When it does not hold.
    pub(crate) fails: Formula,
}

/// A rule.
pub(crate) struct Model<'p> {
    pub(crate) id: RuleId,
    pub(crate) rule: &'p Rule,
    /// `when`s and `where`s, cut into parts that are joined by `and`.
    pub(crate) guards: Vec<Part>,
    /// The requirements and prohibitions, cut likewise; each knows the clause that it belongs to.
    pub(crate) clauses: Vec<(usize, Part)>,
    /// The whole of each clause.
    pub(crate) whole: Vec<Part>,
    /// The items that it goes through.
    pub(crate) items: Vec<TermId>,
    /// The lists that it goes through, each known or not, and how many guards stand before it. Of a list that is unknown
    /// the rule stays open, whatever it asks.
    lists: Vec<(Formula, Formula, usize)>,
    /// Are all of these paths? Others may hold items that are not sure.
    pub(crate) plain_lists: bool,
    /// The conditions, with the names that they see.
    pub(crate) conditions: Vec<(&'p Expr, Names<'p>, Asked)>,
    /// The names that what stands at its end sees.
    pub(crate) names: Names<'p>,
    /// Every term that it speaks of.
    pub(crate) terms: Vec<TermId>,
}

/// What a condition stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    When,
    Where,
    Require,
    Forbid,
}

/// Reads the rules of some packs.
pub(crate) fn models<'p>(program: &'p Program, packs: &[PackId], reader: &mut Reader<'p>) -> Vec<Model<'p>> {
    (0u32..)
        .map(RuleId)
        .zip(&program.rules)
        .filter(|(_, rule)| packs.contains(&rule.pack))
        .map(|(id, rule)| model(id, rule, reader))
        .collect()
}

/// Reads one rule.
pub(crate) fn model<'p>(id: RuleId, rule: &'p Rule, reader: &mut Reader<'p>) -> Model<'p> {
    let mut names = Names::default();
    let mut model = Model {
        id,
        rule,
        guards: Vec::new(),
        clauses: Vec::new(),
        whole: Vec::new(),
        items: Vec::new(),
        lists: Vec::new(),
        plain_lists: true,
        conditions: Vec::new(),
        names: Names::default(),
        terms: Vec::new(),
    };
    for stage in &rule.body {
        match stage {
            Stage::Let { local, value, .. } => names = names.with(*local, Binding::Value(value, names.clone())),
            Stage::ForEach { local, list, filter, .. } => {
                match reader.path(list, &names) {
                    Some(path) => {
                        let base = reader.terms.states(path);
                        let of = |states| Formula::Is(path, Domain::Value(states));
                        let unknown = States { missing: false, unknown: true, known: base.known.none() };
                        let decided = States { unknown: false, ..base };
                        model.lists.push((of(unknown), of(decided), model.guards.len()));
                    }
                    None => model.plain_lists = false,
                }
                let (item, binding) = reader.bound(list, &names, &model.items);
                model.items.push(item);
                names = names.with(*local, binding);
                if let Some(filter) = filter {
                    guard(reader, filter, &names, &mut model.guards);
                    model.conditions.push((filter, names.clone(), Asked::Where));
                }
            }
            Stage::When { condition, .. } => {
                guard(reader, condition, &names, &mut model.guards);
                model.conditions.push((condition, names.clone(), Asked::When));
            }
            Stage::Clause(clause) => {
                let (ask, asked) =
                    if clause.forbid { (Ask::NoTrue, Asked::Forbid) } else { (Ask::OnlyTrue, Asked::Require) };
                let number = model.whole.len();
                let mut parts = Vec::new();
                cut(reader, &clause.condition, &names, ask, &mut parts);
                model.clauses.extend(parts.into_iter().map(|part| (number, part)));
                model.whole.push(part(reader, &clause.condition, &names, ask));
                model.conditions.push((&clause.condition, names.clone(), asked));
            }
        }
    }
    model.names = names;
    for part in model.guards.iter().chain(&model.whole) {
        part.holds.terms(&mut model.terms);
    }
    model.terms.sort_unstable();
    model.terms.dedup();
    model
}

fn guard<'p>(reader: &mut Reader<'p>, condition: &'p Expr, names: &Names<'p>, guards: &mut Vec<Part>) {
    cut(reader, condition, names, Ask::OnlyTrue, guards);
}

/// Cuts a condition into parts that have to hold each.
fn cut<'p>(reader: &mut Reader<'p>, condition: &'p Expr, names: &Names<'p>, ask: Ask, parts: &mut Vec<Part>) {
    match (&condition.kind, ask) {
        (ExprKind::And(terms), Ask::OnlyTrue) | (ExprKind::Or(terms), Ask::NoTrue) => {
            terms.iter().for_each(|term| cut(reader, term, names, ask, parts));
        }
        _ => parts.push(part(reader, condition, names, ask)),
    }
}

fn part<'p>(reader: &mut Reader<'p>, condition: &'p Expr, names: &Names<'p>, ask: Ask) -> Part {
    let mut of = |ask: Ask, yes: Yes| reader.formula(condition, names, ask, yes);
    Part {
        span: condition.span,
        holds: of(ask, true),
        can_hold: of(Ask::NoTrue, false),
        cannot_hold: of(Ask::NoTrue, true),
        fails: of(ask, false),
    }
}

impl Model<'_> {
    pub(crate) fn level(&self) -> Level {
        self.rule.level
    }

    /// Some clause does not pass, where the guards let it be judged; or a list is unknown.
    pub(crate) fn broken(&self) -> Formula {
        let fails = Formula::Any(self.whole.iter().map(|part| part.fails.clone()).collect());
        let broken = Formula::All(self.guards.iter().map(|part| part.can_hold.clone()).chain([fails]).collect());
        let open = self.lists.iter().map(|(unknown, _, before)| {
            let guards = self.guards.iter().take(*before).map(|part| part.can_hold.clone());
            Formula::All(guards.chain([unknown.clone()]).collect())
        });
        Formula::Any(open.chain([broken]).collect())
    }

    /// The rule does not apply, or all its clauses pass.
    pub(crate) fn kept(&self) -> Formula {
        let passes = Formula::All(self.whole.iter().map(|part| part.holds.clone()).collect());
        let kept = Formula::Any(self.guards.iter().map(|part| part.cannot_hold.clone()).chain([passes]).collect());
        let decided = self.lists.iter().map(|(_, decided, before)| {
            let guards = self.guards.iter().take(*before).map(|part| part.cannot_hold.clone());
            Formula::Any(guards.chain([decided.clone()]).collect())
        });
        Formula::All(decided.chain([kept]).collect())
    }
}
