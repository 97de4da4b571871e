//! Rules: their stages in order, an item at a time, and what each rule comes to.

mod clause;
mod options;
mod places;

use countersign_compiler::program::{DecisionId, Expr, LocalId, RuleId, Stage, Subject};
use countersign_source::Span;

use crate::evaluate::{Evaluator, Slot};
use crate::facts::{Finding, Lack, NotApplicable, Outcome, RuleResult, Work};
use crate::listener::Listener;
use crate::truth::Answers;
use crate::value::{Causes, Judged};

/// One rule on its way through the document.
pub(crate) struct Run<'a> {
    id: RuleId,
    body: &'a [Stage],
    /// What each clause came to, the worst of it.
    worst: Option<Outcome>,
    /// Has a clause passed that looked at something?
    looked: bool,
    /// The lists that held nothing.
    nothing: Causes,
    /// The first guard that was not true.
    guard: Option<NotApplicable>,
    pub(crate) findings: Vec<Finding>,
    work: Work,
}

/// Which clause is weighed.
#[derive(Clone, Copy)]
enum At {
    /// The stage of this position in its rule.
    Stage(usize),
    /// The clause of this position in an option of a decision.
    Option(DecisionId, usize, usize),
}

impl<'a> Run<'a> {
    fn new(id: RuleId, body: &'a [Stage], work: Work) -> Self {
        Self {
            id,
            body,
            worst: None,
            looked: false,
            nothing: Causes::default(),
            guard: None,
            findings: Vec::new(),
            work,
        }
    }
}

/// The guard that is undetermined, under which a failure is none yet.
#[derive(Clone)]
struct Doubt {
    clause: Span,
    causes: Causes,
}

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    /// Runs one rule, and adds what was done for it.
    pub(crate) fn rule(&mut self, id: RuleId, work: &mut Work) -> (RuleResult, Vec<Finding>) {
        let program = self.program;
        let rule = &program[id];
        if L::LISTENS {
            self.listener.rule(id);
        }
        self.frame(rule.frame.max(self.waiver_slots(Subject::Rule(id))));
        self.item = None;
        let mut run = Run::new(id, &rule.body, *work);
        self.stages(&mut run, 0, None);
        *work = run.work;
        let (outcome, not_applicable) = match run.worst {
            Some(Outcome::Passes) if !run.looked => {
                (Outcome::DoesNotApply, Some(self.nothing_to_look_at(&run.nothing)))
            }
            Some(outcome) => (outcome, None),
            None => {
                let why = run.guard.take().unwrap_or_else(|| self.nothing_to_look_at(&run.nothing));
                (Outcome::DoesNotApply, Some(why))
            }
        };
        (RuleResult { rule: id, outcome, level: self.level(id), not_applicable }, run.findings)
    }

    fn nothing_to_look_at(&self, nothing: &Causes) -> NotApplicable {
        let mut reasons = self.reasons(nothing.iter());
        for reason in &mut reasons {
            if reason.lack != Lack::NoneFits {
                reason.lack = Lack::Empty;
            }
        }
        NotApplicable::NothingToLookAt(reasons)
    }

    fn stages(&mut self, run: &mut Run<'a>, from: usize, doubt: Option<&Doubt>) {
        let body = run.body;
        let mut doubt = doubt.cloned();
        for (index, stage) in body.iter().enumerate().skip(from) {
            if self.stopped().is_some() {
                return;
            }
            match stage {
                Stage::Let { local, value, .. } => {
                    self.set(*local, Slot::Pending(value));
                    if L::TRACES {
                        self.enters_stage(index);
                        self.settle(*local);
                        self.leaves_stage(None);
                    }
                }
                Stage::When { condition, span } => {
                    self.enters_stage(index);
                    let judged = self.condition(condition);
                    self.leaves_stage(Some(&judged));
                    match judged.answers.applies() {
                        Some(true) => {}
                        Some(false) => {
                            self.guarded(run, *span, condition, judged);
                            return;
                        }
                        None => {
                            let judged = self.thoroughly(body, condition, judged);
                            doubt = Some(self.doubted(doubt, *span, &judged.causes));
                        }
                    }
                }
                Stage::ForEach { local, list, filter, span, .. } => {
                    self.enters_stage(index);
                    self.each(run, index + 1, doubt.as_ref(), *local, list, filter.as_ref(), *span);
                    self.leaves_stage(None);
                    return;
                }
                Stage::Clause(clause) => self.clause(run, index, clause, doubt.as_ref()),
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "they are the parts of one clause, which is taken apart by its caller"
    )]
    fn each(
        &mut self,
        run: &mut Run<'a>,
        next: usize,
        doubt: Option<&Doubt>,
        local: LocalId,
        list: &'a Expr,
        filter: Option<&'a Expr>,
        span: Span,
    ) {
        let listing = self.listing(list);
        if listing.holds_none() {
            run.nothing.add(&listing.nothing());
        }
        for index in 0..listing.len() {
            let item = self.item_of(&listing.items, index);
            let before = self.look_at(local, &listing.items, index, &item.value);
            self.enters_item(index);
            let mut doubt = doubt.cloned();
            if let Some(unsure) = &item.unsure {
                doubt = Some(self.doubted(doubt, span, unsure));
            }
            let mut applies = true;
            let mut let_in = None;
            if let Some(filter) = filter {
                let judged = self.condition(filter);
                let_in = Some(judged.answers);
                match judged.answers.applies() {
                    Some(true) => {}
                    Some(false) => {
                        applies = false;
                        self.guarded(run, span, filter, judged);
                    }
                    None => {
                        let judged = self.thoroughly(run.body, filter, judged);
                        doubt = Some(self.doubted(doubt, span, &judged.causes));
                    }
                }
            }
            if applies {
                self.stages(run, next, doubt.as_ref());
            }
            self.leaves_item(&item.value, let_in);
            self.item = before;
            if self.stopped().is_some() {
                return;
            }
        }
        // What nobody knows may hold an item that breaks the rule.
        if let Some(causes) = listing.open() {
            let doubt = self.doubted(doubt.cloned(), span, causes);
            self.undetermined(run, &doubt, list);
        }
    }

    /// The same condition once more, with everything that has a part in it and not only what decides it first; the
    /// conditions that `let` has given a name, too.
    pub(crate) fn thoroughly(&mut self, body: &'a [Stage], condition: &'a Expr, judged: Judged) -> Judged {
        if self.traces() {
            return judged;
        }
        for stage in body {
            if let Stage::Let { local, value, .. } = stage
                && let Slot::Judged(_) = self.slot(*local)
            {
                self.set(*local, Slot::Pending(value));
            }
        }
        let before = std::mem::replace(&mut self.thorough, true);
        let judged = self.condition(condition);
        self.thorough = before;
        judged
    }

    fn doubted(&self, doubt: Option<Doubt>, clause: Span, causes: &Causes) -> Doubt {
        match doubt {
            None => Doubt { clause, causes: causes.clone() },
            Some(outer) => Doubt { clause: outer.clause, causes: outer.causes.and(causes) },
        }
    }

    /// Remembers the first guard that kept the rule from applying.
    fn guarded(&mut self, run: &mut Run<'a>, clause: Span, condition: &'a Expr, judged: Judged) {
        if run.guard.is_some() || run.worst.is_some() {
            return;
        }
        let reasons = self.reasons(judged.causes.iter());
        let spots = if judged.spots.is_empty() && reasons.is_empty() && judged.answers != Answers::UNSAID {
            self.first_path(condition, run.body).into_iter().collect()
        } else {
            judged.spots
        };
        let places = self.places(&spots);
        run.guard = Some(NotApplicable::Guard { clause, reasons, places });
    }
}
