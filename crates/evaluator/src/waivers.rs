//! Exceptions: which one speaks of a failure, and what that makes of it.
//!
//! A waiver may stand in a pack, with a condition, or come with the document, with a place; here they are one thing. The
//! day decides last, so that a day is asked for only where a waiver would apply.

use std::sync::Arc;

use countersign_compiler::program::{self, Expr, Stage, Subject};
use countersign_compiler::scalar::Date;
use countersign_document::NodeId;
use countersign_source::Span;

use crate::conform::CellId;
use crate::days::NoDay;
use crate::evaluate::Evaluator;
use crate::facts::{Finding, Outcome, Place, Waived, WaiverState, WaiverUse};
use crate::listener::Listener;
use crate::value::{Causes, Judged};

/// An exception that ends, wherever it is written.
#[derive(Clone, Debug)]
pub struct Waiver<'p> {
    /// What it turns a failure of into a waived finding.
    pub subject: Subject,
    /// Of which failures: evaluated where the failure was found, among the names of the rule.
    pub condition: Option<&'p Expr>,
    /// How many slots the condition takes, those of the rule included.
    pub frame: u32,
    /// Only of what is found at this value or below it.
    pub place: Option<NodeId>,
    /// The last day on which it holds, in UTC.
    pub until: Date,
    /// Where that day stands.
    pub until_span: Span,
    /// Who approves it.
    pub by: Arc<str>,
    /// Why.
    pub because: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

impl<'p> From<&'p program::Waiver> for Waiver<'p> {
    fn from(waiver: &'p program::Waiver) -> Self {
        Self {
            subject: waiver.subject,
            condition: waiver.condition.as_ref(),
            frame: waiver.frame,
            place: None,
            until: waiver.until,
            until_span: waiver.until_span,
            by: Arc::clone(&waiver.by),
            because: Arc::clone(&waiver.because),
            span: waiver.span,
        }
    }
}

/// A waiver on its way through one document.
pub(crate) struct InUse<'a> {
    waiver: Waiver<'a>,
    /// For a check of the schema the document that it is about, and that the condition reads; a rule has its own.
    document: Option<CellId>,
    waived: usize,
    expired: usize,
}

impl<'a> InUse<'a> {
    pub(crate) fn new(waiver: Waiver<'a>, document: Option<CellId>) -> Self {
        Self { waiver, document, waived: 0, expired: 0 }
    }

    pub(crate) fn facts(&self, day: Option<Date>) -> WaiverUse {
        WaiverUse {
            subject: self.waiver.subject,
            span: self.waiver.span,
            until: self.waiver.until,
            until_span: self.waiver.until_span,
            waived: self.waived,
            expired: self.expired,
            past: day.is_some_and(|day| day > self.waiver.until),
        }
    }
}

/// What waivers make of a failure.
pub(crate) struct Excuse {
    pub(crate) outcome: Outcome,
    pub(crate) waived: Waived,
    /// What would settle whether it is waived, where that is not known.
    pub(crate) causes: Causes,
}

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    /// How many slots the waivers of a rule need beside its own.
    pub(crate) fn waiver_slots(&self, subject: Subject) -> u32 {
        let frames = self.waivers.iter().filter(|used| used.waiver.subject == subject).map(|used| used.waiver.frame);
        frames.max().unwrap_or(0)
    }

    /// What the waivers make of a failure that was found at these places; nothing where none speaks of it. What their
    /// conditions look at is no part of what the rule has looked at, and there may be many of them.
    pub(crate) fn excuse(&mut self, subject: Subject, places: &[Place]) -> Option<Excuse> {
        let before = (self.unseen, self.thorough);
        (self.unseen, self.thorough) = (true, false);
        let excuse = self.excuse_of(subject, places);
        (self.unseen, self.thorough) = before;
        excuse
    }

    fn excuse_of(&mut self, subject: Subject, places: &[Place]) -> Option<Excuse> {
        let mut best: Option<(usize, Excuse)> = None;
        for index in 0..self.waivers.len() {
            let Some(used) = self.waivers.get(index).filter(|used| used.waiver.subject == subject) else { continue };
            let waiver = used.waiver.clone();
            if !waiver.place.is_none_or(|at| places.first().is_some_and(|place| self.stands_in(place.node, at))) {
                continue;
            }
            let before = self.document;
            if let Some(document) = used.document {
                let written = self.instance.with(document, |cell| cell.node);
                let inside = written.zip(places.first()).is_some_and(|(at, place)| self.stands_in(place.node, at));
                if !inside {
                    continue;
                }
                self.document = document;
            }
            let judged = waiver.condition.map(|condition| self.whole_condition(subject, condition));
            self.document = before;
            let holds = judged.as_ref().map_or(Some(true), |judged| judged.answers.applies());
            if holds == Some(false) {
                continue;
            }
            let Some(as_of) = &self.as_of else {
                let own = self.no_own_day.clone();
                let no_day = NoDay { subject, asked: waiver.until_span, by_waiver: true, own };
                self.dayless = self.dayless.take().or(Some(no_day));
                return None;
            };
            let (state, outcome) = match holds {
                _ if as_of.day > waiver.until => (WaiverState::Expired, Outcome::Fails),
                Some(_) => (WaiverState::Holds, Outcome::Waived),
                None => (WaiverState::Undecided, Outcome::Undetermined),
            };
            // An end that has passed says something only where it is sure that the waiver was about this.
            if state == WaiverState::Expired && holds.is_none() {
                continue;
            }
            let waived = Waived {
                state,
                until: waiver.until,
                by: waiver.by,
                because: waiver.because,
                span: waiver.span,
                on_own_word: as_of.is_own(),
            };
            let causes = judged.filter(|_| holds.is_none()).map(|judged| judged.causes).unwrap_or_default();
            let excuse = Excuse { outcome, waived, causes };
            // The first that holds; else the first that may; else the first that did.
            if best.as_ref().is_none_or(|(_, best)| excuse.outcome < best.outcome) {
                best = Some((index, excuse));
            }
            if state == WaiverState::Holds {
                break;
            }
        }
        let (index, excuse) = best?;
        if let Some(used) = self.waivers.get_mut(index) {
            match excuse.waived.state {
                WaiverState::Holds | WaiverState::Undecided => used.waived += 1,
                WaiverState::Expired => used.expired += 1,
            }
        }
        Some(excuse)
    }

    /// A condition with everything that has a part in it, where that leaves it open.
    fn whole_condition(&mut self, subject: Subject, condition: &'a Expr) -> Judged {
        let judged = self.condition(condition);
        if judged.answers.applies().is_some() {
            return judged;
        }
        let program = self.program;
        let body: &[Stage] = if let Subject::Rule(rule) = subject { &program[rule].body } else { &[] };
        let mut whole = self.thoroughly(body, condition, judged);
        // What nobody wrote settles nothing.
        whole.causes = whole.causes.unknown();
        whole
    }

    /// Holds what the schema has found against the waivers.
    pub(crate) fn excuse_schema(&mut self, findings: &mut [Finding]) {
        for finding in findings {
            let subject = finding.subject;
            self.frame(self.waiver_slots(subject));
            self.item = None;
            let Some(excuse) = self.excuse(subject, &finding.places) else { continue };
            finding.outcome = excuse.outcome;
            finding.reasons = self.reasons(excuse.causes.iter());
            finding.waiver = Some(excuse.waived);
        }
    }

    /// Is a value this one, or somewhere below it?
    fn stands_in(&self, node: NodeId, above: NodeId) -> bool {
        let mut at = Some(node);
        while let Some(node) = at {
            if node == above {
                return true;
            }
            at = self.instance.tree.node(node).parent;
        }
        false
    }
}
