//! How rules, waivers and tests are laid out: a clause a line, and what the clauses say in a column.

use super::doc::{Doc, INDENT};
use super::tokens::{Gap, Tokens};
use crate::ast::{
    Clause, Decision, DecisionOption, DecisionPart, OptionPart, OptionPartKind, Rule, RulePart, RulePartKind, Test,
    TestPart, TestPartKind, Waiver, WaiverPart, WaiverPartKind, WithValue,
};

/// Where a clause of a rule or waiver says something, counted from its word: behind `require`, the longest that is common.
const RULE: usize = 8;
/// The same for what belongs to `require` and `forbid`: `else`, `at`, `help`, and `suggest`, which reaches beyond it.
const BESIDE: usize = 5;
/// The same for the clauses of an option,
const OPTION: usize = 6;
/// and of one that names an approver.
const OPTION_WITH_APPROVER: usize = 9;
/// The same for the clauses of a test,
const TEST: usize = 7;
/// and of one that has an earlier revision.
const TEST_WITH_PREVIOUS: usize = 9;

impl<'t> Tokens<'t> {
    /// A rule.
    pub(super) fn rule(&mut self, item: &Rule) -> Doc<'t> {
        let head = [self.plain(item.title.span.range().end), self.gap(Gap::Space)];
        let body = self.lines(&item.parts, |tokens, part| tokens.rule_part(part));
        Doc::Seq(head.into_iter().chain([body]).collect())
    }

    /// The word that a clause begins with, and the gap up to the column.
    fn word(&mut self, column: usize) -> [Doc<'t>; 2] {
        let length = self.peek().len();
        [self.take(), self.gap(Gap::Blanks(column.saturating_sub(length).max(1)))]
    }

    /// A clause: its word, and behind it, in a column, what it says. What does not fit goes on in that column.
    fn clause(&mut self, column: usize, says: impl FnOnce(&mut Self) -> Doc<'t>) -> Doc<'t> {
        let [word, gap] = self.word(column);
        let says = says(self);
        Doc::Seq(vec![word, Doc::Nest(column, vec![gap, says])])
    }

    /// A clause that has nothing to break. A text in `"""` is indented from the word.
    fn short(&mut self, column: usize, end: usize) -> Doc<'t> {
        let [word, gap] = self.word(column);
        Doc::Seq(vec![word, gap, self.plain(end)])
    }

    fn rule_part(&mut self, part: &RulePart) -> Doc<'t> {
        let end = part.span.range().end;
        match &part.kind {
            RulePartKind::Level(_)
            | RulePartKind::Step(_)
            | RulePartKind::Risk(_)
            | RulePartKind::Effective(_)
            | RulePartKind::Because(_)
            | RulePartKind::Concept(_)
            | RulePartKind::See(_) => self.short(RULE, end),
            RulePartKind::Let { name, value } => self.clause(RULE, |tokens| {
                let name = [tokens.plain(name.span.range().end), tokens.gap(Gap::Space), tokens.take()];
                Doc::group(name.into_iter().chain([tokens.behind_equals(value)]).collect())
            }),
            // `for each` is as long as the column is wide.
            RulePartKind::ForEach { list, filter, .. } => self.clause(0, |tokens| {
                let mut parts = Vec::new();
                tokens.up_to(list.span.range().start, &mut parts);
                parts.push(tokens.expression(list));
                if let Some(filter) = filter {
                    parts.push(tokens.gap(Gap::Line));
                    tokens.up_to(filter.span.range().start, &mut parts);
                    parts.push(Doc::Nest(INDENT, vec![tokens.whole(filter)]));
                }
                Doc::Nest(RULE, vec![Doc::group(parts)])
            }),
            RulePartKind::When(condition) => self.clause(RULE, |tokens| tokens.whole(condition)),
            RulePartKind::Clause(clause) => self.asking(RULE, clause, end),
            RulePartKind::Boundary(_) => self.short(RULE, end),
            RulePartKind::Unwaivable | RulePartKind::Junk => self.plain(end),
        }
    }

    /// A clause that asks something, with what belongs to it.
    fn asking(&mut self, column: usize, clause: &Clause, end: usize) -> Doc<'t> {
        let condition = self.clause(column, |tokens| tokens.whole(&clause.condition));
        let mut beside = Vec::new();
        while self.position() < end {
            beside.push(self.gap(Gap::First));
            beside.push(self.beside(clause));
        }
        Doc::Seq(vec![condition, Doc::Nest(INDENT, beside)])
    }

    /// A decision.
    pub(super) fn decision(&mut self, item: &Decision) -> Doc<'t> {
        let mut parts = vec![self.plain(item.name.span.range().end), self.gap(Gap::Space)];
        if let Some(chosen) = &item.chosen {
            self.up_to(chosen.span.range().start, &mut parts);
            parts.extend([self.expression(chosen), self.gap(Gap::Space)]);
        }
        parts.push(self.lines(&item.parts, |tokens, part| match part {
            DecisionPart::Clause(part) => tokens.rule_part(part),
            DecisionPart::Option(option) => tokens.option(option),
        }));
        Doc::Seq(parts)
    }

    /// An option of a decision.
    pub(super) fn option(&mut self, item: &DecisionOption) -> Doc<'t> {
        let head = [self.plain(item.title.span.range().end), self.gap(Gap::Space)];
        let approved = item.parts.iter().any(|part| matches!(part.kind, OptionPartKind::Approver(_)));
        let column = if approved { OPTION_WITH_APPROVER } else { OPTION };
        let body = self.lines(&item.parts, |tokens, part| tokens.option_part(part, column));
        Doc::Seq(head.into_iter().chain([body]).collect())
    }

    fn option_part(&mut self, part: &OptionPart, column: usize) -> Doc<'t> {
        let end = part.span.range().end;
        match &part.kind {
            OptionPartKind::Needs(clause) | OptionPartKind::Suits(clause) => self.asking(column, clause, end),
            OptionPartKind::Approver(value) => self.clause(column, |tokens| tokens.whole(value)),
            OptionPartKind::Junk => self.plain(end),
        }
    }

    /// What belongs to a `require` or `forbid`, in the author's order.
    fn beside(&mut self, clause: &Clause) -> Doc<'t> {
        match self.peek() {
            "at" => self.clause(BESIDE, |tokens| {
                let mut parts = Vec::new();
                for (index, place) in clause.at.iter().enumerate() {
                    if index > 0 {
                        parts.extend([tokens.gap(Gap::None), tokens.take(), tokens.line()]);
                    }
                    parts.push(tokens.expression(place));
                }
                Doc::group(parts)
            }),
            "suggest" => self.clause(BESIDE, |tokens| {
                let mut parts = Vec::new();
                if let Some(suggestion) = &clause.suggest {
                    parts.extend([tokens.expression(&suggestion.path), tokens.gap(Gap::Space), tokens.take()]);
                    parts.push(tokens.behind_equals(&suggestion.value));
                }
                Doc::group(parts)
            }),
            _ => {
                let [word, gap] = self.word(BESIDE);
                Doc::Seq(vec![word, gap, self.take()])
            }
        }
    }

    /// A waiver.
    pub(super) fn waiver(&mut self, item: &Waiver) -> Doc<'t> {
        let head = [self.plain(item.rule.span.range().end), self.gap(Gap::Space)];
        let body = self.lines(&item.parts, |tokens, part| tokens.waiver_part(part));
        Doc::Seq(head.into_iter().chain([body]).collect())
    }

    fn waiver_part(&mut self, part: &WaiverPart) -> Doc<'t> {
        let end = part.span.range().end;
        match &part.kind {
            WaiverPartKind::Where(condition) => self.clause(RULE, |tokens| tokens.whole(condition)),
            WaiverPartKind::Until(_) | WaiverPartKind::By(_) | WaiverPartKind::Because(_) => self.short(RULE, end),
            WaiverPartKind::Junk => self.plain(end),
        }
    }

    /// A test.
    pub(super) fn test(&mut self, item: &Test) -> Doc<'t> {
        let head = [self.plain(item.title.span.range().end), self.gap(Gap::Space)];
        let earlier = item.parts.iter().any(|part| matches!(part.kind, TestPartKind::Previous(_)));
        let column = if earlier { TEST_WITH_PREVIOUS } else { TEST };
        let body = self.lines(&item.parts, |tokens, part| tokens.test_part(part, column));
        Doc::Seq(head.into_iter().chain([body]).collect())
    }

    fn test_part(&mut self, part: &TestPart, column: usize) -> Doc<'t> {
        let end = part.span.range().end;
        if matches!(part.kind, TestPartKind::AsOf(_)) {
            // Two words begin it.
            let words = [self.take(), self.gap(Gap::Space), self.take()];
            let gap = self.gap(Gap::Blanks(column.saturating_sub("as of".len()).max(1)));
            return Doc::Seq(words.into_iter().chain([gap, self.plain(end)]).collect());
        }
        let [word, gap] = self.word(column);
        let says = match &part.kind {
            TestPartKind::Given(_)
            | TestPartKind::Previous(_)
            | TestPartKind::AsOf(_)
            | TestPartKind::ExpectRule { .. }
            | TestPartKind::ExpectVerdict(_)
            | TestPartKind::ExpectOption { .. }
            | TestPartKind::ExpectSuggestion(_)
            | TestPartKind::ExpectNothingElse
            | TestPartKind::Junk => self.plain(end),
            TestPartKind::With { path, value } => {
                let place =
                    [self.plain(path.span.range().end), self.gap(Gap::Space), self.take(), self.gap(Gap::Space)];
                let value = match value {
                    WithValue::Missing | WithValue::Unknown | WithValue::Block(_) => self.plain(end),
                    WithValue::Expr(value) => self.whole(value),
                };
                Doc::Seq(place.into_iter().chain([value]).collect())
            }
            TestPartKind::WithSetting { name, value } => {
                let name = [self.plain(name.span.range().end), self.gap(Gap::Space), self.take(), self.gap(Gap::Space)];
                Doc::Seq(name.into_iter().chain([self.whole(value)]).collect())
            }
        };
        Doc::Seq(vec![word, gap, says])
    }
}
