//! Decisions: what each option comes to, the one to suggest, and the one that was chosen.

use std::sync::Arc;

use countersign_compiler::program::{Decision, DecisionId, DecisionOption, Expr, RuleId, Subject, Support};
use countersign_source::{Level, nearest};

use super::{At, Run};
use crate::decision::{Approver, Choice, ChoiceFault, ChoiceFaultKind, DecisionResult, OptionResult, Unmet};
use crate::evaluate::Evaluator;
use crate::facts::{Finding, NotApplicable, Outcome, Place, RuleResult, Work};
use crate::listener::Listener;
use crate::trace::{State, Subject as Traced};
use crate::value::{Datum, Spot, Value, What};

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    /// Judges the options of a decision, and what was chosen by the rule of its name.
    pub(crate) fn decision(
        &mut self,
        rule: RuleId,
        id: DecisionId,
        work: &mut Work,
    ) -> (RuleResult, Vec<Finding>, DecisionResult) {
        let program = self.program;
        let decision = &program[id];
        if L::LISTENS {
            self.listener.rule(rule);
        }
        self.frame(program[rule].frame.max(self.waiver_slots(Subject::Rule(rule))));
        self.item = None;
        let mut run = Run::new(rule, &program[rule].body, *work);
        self.stages(&mut run, 0, None);
        let mut options = Vec::with_capacity(decision.options.len());
        for (at, option) in decision.options.iter().enumerate() {
            options.push(self.option(&mut run, id, at, option));
            if self.stopped().is_some() {
                break;
            }
        }
        let suits = |option: &OptionResult| option.support == Support::Supported && option.suits == Outcome::Passes;
        let may_suit =
            |option: &OptionResult| option.support != Support::NotSupported && option.suits != Outcome::Fails;
        let suggestion = options.iter().position(suits);
        let earlier = options.iter().take(suggestion.unwrap_or(options.len())).enumerate();
        let open = earlier.filter(|(_, option)| may_suit(option)).map(|(at, _)| at).collect();
        let choice = self.choice(decision);
        let boundary = decision.boundary.as_ref().map(|said| self.message(said).0);
        let result = DecisionResult { decision: id, options, suggestion, open, choice, boundary };
        let judged = self.judge_choice(&mut run, decision, &result);
        *work = run.work;
        (judged, run.findings, result)
    }

    fn option(&mut self, run: &mut Run<'a>, id: DecisionId, at: usize, option: &'a DecisionOption) -> OptionResult {
        if L::TRACES {
            self.listener.enters(Traced::Option(at));
        }
        let (mut needs, mut suits) = (Outcome::Passes, Outcome::Passes);
        let mut unmet = Vec::new();
        for (number, part) in option.clauses.iter().enumerate() {
            let (outcome, finding) = self.weigh(run, At::Option(id, at, number), &part.clause, None);
            let worst = if part.suits { &mut suits } else { &mut needs };
            *worst = outcome.max(*worst);
            if let Some(finding) = finding {
                let written = Arc::clone(&part.written);
                unmet.push(Unmet { clause: number, suits: part.suits, written, finding });
            }
        }
        let support = match needs {
            Outcome::Fails | Outcome::Waived => Support::NotSupported,
            Outcome::Undetermined => Support::Open,
            Outcome::Passes | Outcome::DoesNotApply => Support::Supported,
        };
        let approver = option.approver.as_ref().map(|approver| self.approver(approver));
        if L::TRACES {
            self.listener.leaves(crate::trace::Sight::default());
        }
        if L::LISTENS {
            self.listener.option(id, at, support, suits);
        }
        OptionResult { support, suits, unmet, approver }
    }

    fn approver(&mut self, approver: &'a Expr) -> Approver {
        let value = self.value(approver);
        let state = match value.what {
            What::Known(_) => State::Known,
            What::Missing => State::Missing,
            What::Open(..) => State::Open,
        };
        Approver { state, shown: self.show(&value), reasons: self.reasons(value.causes.iter()) }
    }

    /// What the document chose.
    fn choice(&mut self, decision: &'a Decision) -> Choice {
        let Some(chosen) = &decision.chosen else { return Choice::NotAsked };
        let value = self.value(chosen);
        let reasons = self.reasons(value.causes.iter());
        let word = match &value.what {
            What::Known(Datum::Member(of, member)) => {
                self.program[*of].members.get(member.0 as usize).map(Arc::clone).unwrap_or_default()
            }
            What::Known(Datum::Text(text)) => Arc::from(text.as_str()),
            What::Missing => {
                return match reasons.into_iter().next() {
                    Some(reason) => Choice::Missing(reason),
                    None => Choice::NotAsked,
                };
            }
            _ => return Choice::Unknown { place: self.chosen_place(&value), reasons },
        };
        let place = self.chosen_place(&value);
        match decision.option(&word) {
            Some(option) => Choice::Option { option, place },
            None => Choice::Unlisted { word, place },
        }
    }

    fn chosen_place(&self, value: &Value<'a>) -> Place {
        let cell = value.cell.unwrap_or(self.document);
        self.place(Spot { cell, words: None })
    }

    /// What the choice comes to, as a rule.
    fn judge_choice(&mut self, run: &mut Run<'a>, decision: &'a Decision, result: &DecisionResult) -> RuleResult {
        let rule = decision.rule;
        let level = self.level(rule);
        // One that is supported but does not suit is worth a warning, and no more.
        let (outcome, level, found) = match &result.choice {
            Choice::NotAsked => return not_applicable(rule, level, NotApplicable::OnlyCompares),
            Choice::Missing(reason) => return not_applicable(rule, level, NotApplicable::NoChoice(reason.clone())),
            Choice::Unknown { place, reasons } => {
                let fault = fault(decision, result, "", ChoiceFaultKind::NotKnown);
                let mut finding = self.of_choice(decision, Outcome::Undetermined, place, fault);
                finding.reasons.clone_from(reasons);
                (Outcome::Undetermined, level, vec![finding])
            }
            Choice::Unlisted { word, place } => {
                let options: Vec<Arc<str>> = decision.options.iter().map(|option| Arc::clone(&option.name)).collect();
                let kind = ChoiceFaultKind::Unlisted {
                    decision: Arc::clone(&self.program[rule].name),
                    nearest: nearest(word, options.iter().map(|name| &**name)).map(Arc::from),
                    options,
                };
                let fault = fault(decision, result, word, kind);
                (Outcome::Fails, level, vec![self.of_choice(decision, Outcome::Fails, place, fault)])
            }
            Choice::Option { option, place } => {
                let (Some(of), Some(came_to)) = (decision.options.get(*option), result.options.get(*option)) else {
                    // A limit was reached on the way here.
                    return RuleResult { rule, outcome: Outcome::Undetermined, level, not_applicable: None };
                };
                let (outcome, level, suits) = match came_to.support {
                    Support::NotSupported => (Outcome::Fails, level, false),
                    Support::Open => (Outcome::Undetermined, level, false),
                    Support::Supported => (came_to.suits, level.min(Level::Warning), true),
                };
                let asked = came_to.unmet.iter().filter(|unmet| unmet.suits == suits);
                let found = asked.map(|unmet| of_option(decision, result, of, unmet, place, level)).collect();
                (outcome, level, found)
            }
        };
        let mut worst = None;
        for mut finding in found {
            let fails = finding.outcome == Outcome::Fails;
            let excuse = if fails { self.excuse(Subject::Rule(rule), &finding.places) } else { None };
            if let Some(excuse) = excuse {
                finding.outcome = excuse.outcome;
                if excuse.outcome == Outcome::Undetermined {
                    finding.reasons = self.reasons(excuse.causes.iter());
                }
                finding.waiver = Some(excuse.waived);
            }
            worst = worst.max(Some(finding.outcome));
            self.keep(run, finding);
        }
        let outcome = worst.filter(|_| outcome == Outcome::Fails).unwrap_or(outcome);
        RuleResult { rule, outcome, level, not_applicable: None }
    }

    /// A finding about the choice as such.
    fn of_choice(&self, decision: &'a Decision, outcome: Outcome, place: &Place, choice: ChoiceFault) -> Finding {
        Finding {
            subject: Subject::Rule(decision.rule),
            level: self.level(decision.rule),
            outcome,
            clause: decision.chosen.as_ref().map(|chosen| chosen.span),
            said: String::new(),
            help: None,
            suggestion: None,
            places: vec![place.clone()],
            reasons: Vec::new(),
            fault: None,
            choice: Some(choice),
            waiver: None,
        }
    }
}

fn not_applicable(rule: RuleId, level: Level, why: NotApplicable) -> RuleResult {
    RuleResult { rule, outcome: Outcome::DoesNotApply, level, not_applicable: Some(why) }
}

fn fault(decision: &Decision, result: &DecisionResult, chosen: &str, kind: ChoiceFaultKind) -> ChoiceFault {
    let name = |at: usize| decision.options.get(at).map(|option| Arc::clone(&option.name));
    ChoiceFault {
        chosen: Arc::from(chosen),
        kind,
        suggestion: result.suggestion.and_then(name),
        open: result.open.iter().copied().filter_map(name).collect(),
    }
}

/// What does not hold of the option that was chosen, first at the place of the choice.
fn of_option(
    decision: &Decision,
    result: &DecisionResult,
    option: &DecisionOption,
    unmet: &Unmet,
    place: &Place,
    level: Level,
) -> Finding {
    let mut finding = unmet.finding.clone();
    finding.places.retain(|other| other != place);
    finding.places.insert(0, place.clone());
    finding.level = level;
    let written = Arc::clone(&unmet.written);
    let kind = if unmet.suits { ChoiceFaultKind::Suits { written } } else { ChoiceFaultKind::Needs { written } };
    finding.choice = Some(fault(decision, result, &option.name, kind));
    finding
}
