//! Who wants to hear of each step of a judgement: coverage, explanation. Nobody, most of the time, and then it costs
//! nothing.

use countersign_compiler::program::{DecisionId, ExprId, RuleId, Support, TableId};
use countersign_document::NodeId;

use crate::facts::Outcome;
use crate::trace::{Sight, Subject};
use crate::truth::Answers;

/// Hears what a judgement does, in the order in which it does it.
pub trait Listener {
    /// Is anybody there? Where not, nothing is said.
    const LISTENS: bool = true;

    /// Does it want to see each part, with its value? Then no part is passed over because others have decided already.
    const TRACES: bool = false;

    /// A part begins; what begins before it ends belongs to it. Only said to those who trace.
    fn enters(&mut self, subject: Subject) {
        let _ = subject;
    }

    /// The part that began last and has not ended ends, and this is what was seen.
    fn leaves(&mut self, sight: Sight) {
        let _ = sight;
    }

    /// A rule begins; what is heard next belongs to it.
    fn rule(&mut self, rule: RuleId) {
        let _ = rule;
    }

    /// A condition was evaluated. `place` is the item that was looked at, inside `every`, `some` and `for each`.
    fn condition(&mut self, expr: ExprId, place: Option<NodeId>, answers: Answers) {
        let _ = (expr, place, answers);
    }

    /// A `require` or `forbid` (the stage of this position in its rule) was judged.
    fn clause(&mut self, rule: RuleId, stage: usize, place: Option<NodeId>, outcome: Outcome) {
        let _ = (rule, stage, place, outcome);
    }

    /// What waivers made of the failure of the clause that was judged last. Only said to those who trace.
    fn excused(&mut self, stage: usize, outcome: Outcome) {
        let _ = (stage, outcome);
    }

    /// A `needs` or `suits` (the clause of this position in its option) was judged.
    fn option_clause(&mut self, decision: DecisionId, option: usize, clause: usize, outcome: Outcome) {
        let _ = (decision, option, clause, outcome);
    }

    /// An option was judged: what its needs came to, and its `suits`.
    fn option(&mut self, decision: DecisionId, option: usize, support: Support, suits: Outcome) {
        let _ = (decision, option, support, suits);
    }

    /// A row of a table gave its answer, or is one of those that could.
    fn row(&mut self, table: TableId, row: usize) {
        let _ = (table, row);
    }
}

impl Listener for () {
    const LISTENS: bool = false;
}

impl<L: Listener> Listener for &mut L {
    const LISTENS: bool = L::LISTENS;
    const TRACES: bool = L::TRACES;

    fn enters(&mut self, subject: Subject) {
        (**self).enters(subject);
    }

    fn leaves(&mut self, sight: Sight) {
        (**self).leaves(sight);
    }

    fn rule(&mut self, rule: RuleId) {
        (**self).rule(rule);
    }

    fn condition(&mut self, expr: ExprId, place: Option<NodeId>, answers: Answers) {
        (**self).condition(expr, place, answers);
    }

    fn clause(&mut self, rule: RuleId, stage: usize, place: Option<NodeId>, outcome: Outcome) {
        (**self).clause(rule, stage, place, outcome);
    }

    fn excused(&mut self, stage: usize, outcome: Outcome) {
        (**self).excused(stage, outcome);
    }

    fn option_clause(&mut self, decision: DecisionId, option: usize, clause: usize, outcome: Outcome) {
        (**self).option_clause(decision, option, clause, outcome);
    }

    fn option(&mut self, decision: DecisionId, option: usize, support: Support, suits: Outcome) {
        (**self).option(decision, option, support, suits);
    }

    fn row(&mut self, table: TableId, row: usize) {
        (**self).row(table, row);
    }
}
