//! Hears what judgements go through, and counts it.

use std::collections::HashMap;

use countersign_compiler::program::{DecisionId, ExprId, RuleId, Support, TableId};
use countersign_document::NodeId;
use countersign_evaluator::{Answers, Judgement, Listener, Outcome};
use countersign_source::Span;

/// How often a condition gave which answer.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Given {
    pub(crate) truth: usize,
    pub(crate) falsehood: usize,
    pub(crate) unsaid: usize,
    /// It could still go several ways.
    pub(crate) unknown: usize,
}

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    conditions: HashMap<ExprId, Given>,
    rows: HashMap<(TableId, usize), usize>,
    rules: HashMap<(RuleId, Outcome), usize>,
    options: HashMap<(DecisionId, usize, Support), usize>,
    waivers: HashMap<Span, Granted>,
}

/// What a waiver came to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Granted {
    /// How often it held of a failure, or may have.
    pub(crate) waived: usize,
    /// How often it had ended.
    pub(crate) ended: usize,
}

impl Seen {
    /// Takes down what each rule and waiver came to.
    pub(crate) fn outcomes(&mut self, judgement: &Judgement) {
        for result in &judgement.rules {
            *self.rules.entry((result.rule, result.outcome)).or_default() += 1;
        }
        for used in &judgement.waivers {
            let granted = self.waivers.entry(used.span).or_default();
            granted.waived += used.waived;
            granted.ended += used.expired;
        }
    }

    /// Adds what was seen elsewhere.
    pub(crate) fn add(&mut self, other: &Self) {
        for (expr, more) in &other.conditions {
            let given = self.conditions.entry(*expr).or_default();
            given.truth += more.truth;
            given.falsehood += more.falsehood;
            given.unsaid += more.unsaid;
            given.unknown += more.unknown;
        }
        for (row, count) in &other.rows {
            *self.rows.entry(*row).or_default() += count;
        }
        for (rule, count) in &other.rules {
            *self.rules.entry(*rule).or_default() += count;
        }
        for (option, count) in &other.options {
            *self.options.entry(*option).or_default() += count;
        }
        for (waiver, more) in &other.waivers {
            let granted = self.waivers.entry(*waiver).or_default();
            granted.waived += more.waived;
            granted.ended += more.ended;
        }
    }

    /// The answers of a condition.
    pub(crate) fn given(&self, expr: ExprId) -> Given {
        self.conditions.get(&expr).copied().unwrap_or_default()
    }

    /// How often a row was asked.
    pub(crate) fn row(&self, table: TableId, row: usize) -> usize {
        self.rows.get(&(table, row)).copied().unwrap_or_default()
    }

    /// How often a rule came to this.
    pub(crate) fn rule(&self, rule: RuleId, outcome: Outcome) -> usize {
        self.rules.get(&(rule, outcome)).copied().unwrap_or_default()
    }

    /// How often an option came to this.
    pub(crate) fn option(&self, decision: DecisionId, option: usize, support: Support) -> usize {
        self.options.get(&(decision, option, support)).copied().unwrap_or_default()
    }

    /// What the waiver came to that stands here.
    pub(crate) fn waiver(&self, place: Span) -> Granted {
        self.waivers.get(&place).copied().unwrap_or_default()
    }

    /// Was this condition ever asked?
    pub(crate) fn asked(&self, expr: ExprId) -> bool {
        self.conditions.contains_key(&expr)
    }
}

impl Listener for Seen {
    fn condition(&mut self, expr: ExprId, _: Option<NodeId>, answers: Answers) {
        let given = self.conditions.entry(expr).or_default();
        match answers {
            Answers::TRUE => given.truth += 1,
            Answers::FALSE => given.falsehood += 1,
            Answers::UNSAID => given.unsaid += 1,
            _ => given.unknown += 1,
        }
    }

    fn option(&mut self, decision: DecisionId, option: usize, support: Support, _: Outcome) {
        *self.options.entry((decision, option, support)).or_default() += 1;
    }

    fn row(&mut self, table: TableId, row: usize) {
        *self.rows.entry((table, row)).or_default() += 1;
    }
}
