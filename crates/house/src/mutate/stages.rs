//! Changes to the clauses of rules, and to what the options of a decision need and suit.

use countersign_compiler::program::{Clause, DecisionId, RuleId, Stage};

use super::ChangeKind;
use super::change::{Maker, Swap, Words, asks_for_previous};

impl Maker<'_> {
    pub(super) fn rule(&mut self, id: RuleId) {
        let rule = &self.program[id];
        self.in_force(id);
        for (index, stage) in rule.body.iter().enumerate() {
            match stage {
                Stage::Let { value, .. } => self.expression(value, None, false),
                Stage::ForEach { list, filter, span, .. } => {
                    self.expression(list, None, false);
                    if let Some(filter) = filter {
                        let mut body = rule.body.clone();
                        if let Some(Stage::ForEach { filter, .. }) = body.get_mut(index) {
                            *filter = None;
                        }
                        let words = Words {
                            kind: ChangeKind::Guard,
                            place: *span,
                            before: format!("where {}", self.written(filter.span)),
                            after: None,
                            hint: "a test with an item for which it is not true, and which would fail the rule"
                                .to_owned(),
                        };
                        self.make(Swap::Body(body), Some(filter.id), words);
                        self.expression(filter, Some(filter.id), false);
                    }
                }
                Stage::When { condition, span } => {
                    let mut body = rule.body.clone();
                    body.remove(index);
                    // What reads the earlier revision below has to be sure that there is one.
                    if asks_for_previous(condition) && body.iter().any(|stage| self.needs_previous(stage)) {
                        self.expression(condition, Some(condition.id), false);
                        continue;
                    }
                    let words = Words {
                        kind: ChangeKind::Guard,
                        place: *span,
                        before: self.written(*span),
                        after: None,
                        hint: format!("a test in which it is not true: `expect {} does not apply`", rule.name),
                    };
                    self.make(Swap::Body(body), Some(condition.id), words);
                    self.expression(condition, Some(condition.id), false);
                }
                Stage::Clause(clause) => self.clause(id, index, clause),
            }
        }
    }

    /// Does a part of a rule read the earlier revision?
    fn needs_previous(&self, stage: &Stage) -> bool {
        match stage {
            Stage::Let { value, .. } => self.reads_previous(value),
            Stage::ForEach { list, filter, .. } => {
                self.reads_previous(list) || filter.as_ref().is_some_and(|filter| self.reads_previous(filter))
            }
            Stage::When { condition, .. } => self.reads_previous(condition),
            Stage::Clause(clause) => {
                let said = [&clause.message, &clause.help].into_iter().flatten().chain(&clause.at);
                self.reads_previous(&clause.condition) || said.into_iter().any(|expr| self.reads_previous(expr))
            }
        }
    }

    fn clause(&mut self, id: RuleId, index: usize, clause: &Clause) {
        let rule = &self.program[id];
        let (word, other) = if clause.forbid { ("forbid", "require") } else { ("require", "forbid") };
        let before = self.written(clause.span);
        let asked = Some(clause.condition.id);
        let mut body = rule.body.clone();
        if let Some(Stage::Clause(changed)) = body.get_mut(index) {
            changed.forbid = !clause.forbid;
        }
        let words = Words {
            kind: ChangeKind::Clause,
            place: clause.span,
            before: before.clone(),
            after: Some(before.replacen(word, other, 1)),
            hint: format!("a test that this clause makes fail: `expect {} fails`", rule.name),
        };
        self.make(Swap::Body(body), asked, words);
        let mut body = rule.body.clone();
        body.remove(index);
        let words = Words {
            kind: ChangeKind::Clause,
            place: clause.span,
            before,
            after: None,
            hint: format!("a test that this clause alone makes fail: `expect {} fails`", rule.name),
        };
        self.make(Swap::Body(body), asked, words);
        self.expression(&clause.condition, asked, true);
    }

    /// What each option needs and suits, left out and changed.
    pub(super) fn decision(&mut self, id: DecisionId) {
        let decision = &self.program[id];
        for (index, option) in decision.options.iter().enumerate() {
            for (place, part) in option.clauses.iter().enumerate() {
                let condition = &part.clause.condition;
                let mut options = decision.options.clone();
                if let Some(option) = options.get_mut(index) {
                    option.clauses.remove(place);
                }
                let hint = if part.suits {
                    format!(
                        "a test in which it is not true, and that expects another suggestion than `{}`",
                        option.name
                    )
                } else {
                    format!("a test in which this alone is not true: `expect option {} is not supported`", option.name)
                };
                let word = if part.suits { "suits" } else { "needs" };
                let words = Words {
                    kind: ChangeKind::Option,
                    place: condition.span,
                    before: format!("{word} {}", self.written(condition.span)),
                    after: None,
                    hint,
                };
                self.make(Swap::Options(options), Some(condition.id), words);
                self.expression(condition, Some(condition.id), false);
            }
        }
    }
}
