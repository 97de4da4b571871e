//! What has to come out of a condition, and how far a document is from it.

use std::collections::HashMap;

use countersign_compiler::program::{Clause, Decision, Expr, ExprKind, LocalId, Program, Rule, Stage};
use countersign_evaluator::{Answers, Outcome, Seen, Subject};

use super::written::Way;

/// What a condition is to come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// Only true.
    True,
    /// Anything but true.
    NotTrue,
    /// Only false.
    False,
    /// Anything but false.
    NotFalse,
}

impl Goal {
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::NotTrue => Self::NotFalse,
            Self::NotFalse => Self::NotTrue,
        }
    }

    pub(crate) fn met_by(self, answers: Answers) -> bool {
        match self {
            Self::True => answers.is_true(),
            Self::NotTrue => !answers.can_be_true(),
            Self::False => answers.is_false(),
            Self::NotFalse => !answers.can_be_false(),
        }
    }

    /// Does `and` need all of its terms to come to this?
    pub(crate) fn of_all_in_and(self) -> bool {
        matches!(self, Self::True | Self::NotFalse)
    }

    /// What the first part of an implication has to come to instead.
    pub(crate) fn of_guard(self) -> Self {
        match self {
            Self::True | Self::NotFalse => Self::NotTrue,
            Self::False | Self::NotTrue => Self::True,
        }
    }

    /// The goal for what is asked of an item of `every` or `some`, and whether all have to meet it.
    pub(crate) fn of_items(self, every: bool) -> (Self, bool) {
        (self, self.of_all_in_and() == every)
    }
}

/// What is wanted of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// That it passes.
    Passes,
    /// That it fails.
    Fails,
    /// That it is undetermined.
    Open,
}

impl Wanted {
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::Passes => Outcome::Passes,
            Self::Fails => Outcome::Fails,
            Self::Open => Outcome::Undetermined,
        }
    }

    /// What the condition of a clause has to come to.
    pub(crate) fn of(self, clause: &Clause) -> Goal {
        match (self, clause.forbid) {
            (Self::Passes, false) | (Self::Fails | Self::Open, true) => Goal::True,
            (Self::Passes, true) | (Self::Fails | Self::Open, false) => Goal::NotTrue,
        }
    }
}

/// The most that two numbers count as lying apart.
const FARTHEST: f64 = 60.0;

/// What a stage that nobody has come to yet counts.
const STAGE: u64 = 1000;

/// What the names above a stage stand for.
pub(crate) type Names<'t> = HashMap<LocalId, (&'t Expr, &'t Seen)>;

/// The `let`s among stages that were looked at.
pub(crate) fn lets<'t>(rule: &'t Rule, seen: &'t [Seen], names: &mut Names<'t>) {
    for part in seen {
        if let Some((Stage::Let { local, value, .. }, _)) = stage_of(rule, part)
            && let Some(seen) = part.part(value.id)
        {
            names.insert(*local, (value, seen));
        }
    }
}

/// The stage that a part is about.
pub(crate) fn stage_of<'t>(rule: &'t Rule, seen: &Seen) -> Option<(&'t Stage, usize)> {
    match seen.subject {
        Subject::Stage(index) => rule.body.get(index).map(|stage| (stage, index)),
        _ => None,
    }
}

/// How far the stages are from what is wanted.
pub(crate) fn stages(program: &Program, rule: &Rule, seen: &[Seen], wanted: Wanted) -> u64 {
    let mut far = 0;
    let mut clauses: Vec<u64> = Vec::new();
    for part in seen {
        let Some((stage, index)) = stage_of(rule, part) else { continue };
        match stage {
            Stage::When { condition, .. } => {
                let left = distance(program, condition, part.part(condition.id), Goal::True);
                if left > 0 {
                    let rest = rule.body.len().saturating_sub(index) as u64;
                    return far + left + rest * STAGE;
                }
            }
            Stage::ForEach { filter, .. } => {
                let rest = rule.body.len().saturating_sub(index) as u64;
                let items = part.items().map(|(_, item)| {
                    let let_in =
                        filter.as_ref().map_or(0, |filter| distance(program, filter, item.part(filter.id), Goal::True));
                    if let_in > 0 { let_in + rest * STAGE } else { stages(program, rule, &item.parts, wanted) }
                });
                let items: Vec<u64> = items.collect();
                let nearest = items.iter().min().copied().unwrap_or((rest + 1) * STAGE);
                far += match wanted {
                    Wanted::Passes if nearest < STAGE => items.iter().filter(|item| **item < STAGE).sum::<u64>(),
                    _ => nearest,
                };
            }
            Stage::Clause(clause) => {
                clauses.push(distance(program, &clause.condition, part.part(clause.condition.id), wanted.of(clause)));
            }
            _ => {}
        }
    }
    far + match wanted {
        Wanted::Passes => clauses.iter().sum::<u64>(),
        _ => clauses.iter().min().copied().unwrap_or(0),
    }
}

/// A decision as a search sees it.
pub(crate) struct Choosing<'t> {
    pub(crate) decision: &'t Decision,
    /// Where the choice is written.
    pub(crate) way: Option<Way>,
    /// The position of the option that was chosen.
    pub(crate) chosen: Option<usize>,
}

impl<'t> Choosing<'t> {
    /// What was looked at for the option that was chosen, clause by clause.
    pub(crate) fn clauses(&self, seen: &'t [Seen]) -> Vec<(&'t Clause, &'t Seen)> {
        let Some(at) = self.chosen else { return Vec::new() };
        let Some(option) = self.decision.options.get(at) else { return Vec::new() };
        let part = seen.iter().find(|part| part.subject == Subject::Option(at));
        let parts = part.map(|part| part.parts.as_slice()).unwrap_or_default().iter();
        parts
            .filter_map(|part| match part.subject {
                Subject::Stage(number) => Some((&option.clauses.get(number)?.clause, part)),
                _ => None,
            })
            .collect()
    }

    /// How far what was chosen is from what is wanted.
    pub(crate) fn far(&self, program: &Program, seen: &'t [Seen], wanted: Wanted) -> u64 {
        let far = self.clauses(seen).into_iter().map(|(clause, part)| {
            distance(program, &clause.condition, part.part(clause.condition.id), wanted.of(clause))
        });
        match (self.chosen, wanted) {
            (None, _) => STAGE,
            (Some(_), Wanted::Passes) => far.sum(),
            (Some(_), _) => far.min().unwrap_or(STAGE),
        }
    }
}

/// How far a condition is from what it has to come to; 0 where it is there.
pub(crate) fn distance(program: &Program, expr: &Expr, seen: Option<&Seen>, goal: Goal) -> u64 {
    let Some(seen) = seen else { return 3 };
    if seen.sight.answers.is_some_and(|answers| goal.met_by(answers)) {
        return 0;
    }
    let of = |part: &Expr, goal| distance(program, part, seen.part(part.id), goal);
    let far = match &expr.kind {
        ExprKind::Not(inner) => of(inner, goal.negated()),
        ExprKind::And(terms) => gathered(terms.iter().map(|term| of(term, goal)), goal.of_all_in_and()),
        ExprKind::Or(terms) => gathered(terms.iter().map(|term| of(term, goal)), !goal.of_all_in_and()),
        ExprKind::Implies(guard, then) => {
            let (guard, then) = (of(guard, goal.of_guard()), of(then, goal));
            if goal.of_all_in_and() { guard.min(then) } else { guard + then }
        }
        ExprKind::Call { definition, .. } => {
            let body = &program[*definition].body;
            distance(program, body, seen.part(body.id), goal)
        }
        ExprKind::Quantified { every, filter, body, .. } => {
            let (goal, all) = goal.of_items(*every);
            let items = seen.items().map(|(_, item)| {
                let let_in = filter.as_ref().map(|filter| (filter, item.part(filter.id)));
                let asked = distance(program, body, item.part(body.id), goal);
                match let_in {
                    None => asked,
                    Some((filter, seen)) if all => distance(program, filter, seen, Goal::NotTrue).min(asked),
                    Some((filter, seen)) => distance(program, filter, seen, Goal::True) + asked,
                }
            });
            gathered(items, all)
        }
        ExprKind::Compare { left, right, .. } => 1 + apart(seen.part(left.id), seen.part(right.id)),
        _ => 1,
    };
    far.max(1)
}

/// How far two numbers lie apart, as far as that leads anywhere.
fn apart(left: Option<&Seen>, right: Option<&Seen>) -> u64 {
    let number = |seen: Option<&Seen>| seen?.sight.shown.parse::<f64>().ok();
    match (number(left), number(right)) {
        (Some(left), Some(right)) => {
            let apart = (left - right).abs().min(FARTHEST);
            // It is whole, and small.
            (0..).take_while(|whole| f64::from(*whole) < apart).count() as u64
        }
        _ => 0,
    }
}

fn gathered(distances: impl Iterator<Item = u64>, all: bool) -> u64 {
    if all { distances.sum() } else { distances.min().unwrap_or(4) }
}
