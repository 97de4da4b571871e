//! From nodes of one document tree to spans of files: what a judgement found, resolved.

use std::sync::Arc;

use countersign_compiler::program::{Program, RiskId, RuleId, StepId, Subject};
use countersign_document::{Content, NodeId, Tree};
use countersign_evaluator::{self as evaluator, Part, Whence};
use countersign_source::Span;

use crate::pages::of_check;
use crate::{AsOf, Finding, Named, NotApplicable, Offer, Place, Reason, Waiver, WaiverUse, WhyNot};

/// Turns places of one tree into spans.
#[derive(Clone, Copy)]
pub(crate) struct Resolver<'a> {
    pub(crate) program: &'a Program,
    pub(crate) tree: &'a Tree,
}

impl Resolver<'_> {
    pub(crate) fn finding(&self, finding: evaluator::Finding) -> Finding {
        let program = self.program;
        let places: Vec<Place> = finding.places.iter().map(|place| self.place(place)).collect();
        let reasons: Vec<Reason> = finding.reasons.iter().map(|reason| self.reason(reason)).collect();
        let (message, helps) = (finding.sentence(), finding.next());
        let rule = match finding.subject {
            Subject::Rule(rule) => Some(&program[rule]),
            Subject::Schema(_) => None,
        };
        let offer = finding.suggestion.map(|suggestion| {
            let span = self.place(&suggestion.place).span;
            Offer { path: suggestion.path, value: suggestion.value, span }
        });
        let title = match finding.subject {
            Subject::Rule(rule) => Arc::clone(&program[rule].title),
            Subject::Schema(check) => of_check(check).0.into(),
        };
        Finding {
            rule: self.subject(finding.subject),
            title,
            level: finding.level,
            level_set: None,
            outcome: finding.outcome,
            message,
            helps,
            offer,
            places,
            reasons,
            clause: finding.clause,
            because: rule.and_then(|rule| rule.because.clone()),
            step: rule.and_then(|rule| rule.step).map(|step| step_named(program, step)),
            risks: rule
                .map(|rule| rule.risks.iter().map(|risk| risk_named(program, *risk)).collect())
                .unwrap_or_default(),
            see: rule.map(|rule| rule.see.clone()).unwrap_or_default(),
            concept: rule.and_then(|rule| rule.concept.clone()),
            fault: finding.fault,
            waiver: finding.waiver.map(|waived| Waiver {
                state: waived.state,
                until: waived.until,
                by: waived.by,
                because: waived.because,
                span: waived.span,
                on_own_word: waived.on_own_word,
            }),
        }
    }

    /// The id of a rule or of a check of the schema.
    pub(crate) fn subject(&self, subject: Subject) -> String {
        subject_id(self.program, subject)
    }

    pub(crate) fn not_applicable(&self, rule: RuleId, why: evaluator::NotApplicable) -> NotApplicable {
        let reasons = |reasons: Vec<evaluator::Reason>| reasons.iter().map(|reason| self.reason(reason)).collect();
        let why = match why {
            evaluator::NotApplicable::Guard { clause, reasons: lacks, places } => WhyNot::Guard {
                clause,
                reasons: reasons(lacks),
                places: places.iter().map(|place| self.place(place)).collect(),
            },
            evaluator::NotApplicable::NotInForce { effective, as_of } => WhyNot::NotInForce {
                clause: effective.span,
                from: effective.from,
                until: effective.until,
                as_of: self.as_of(&as_of),
            },
            evaluator::NotApplicable::NothingToLookAt(lacks) => WhyNot::NothingToLookAt(reasons(lacks)),
            evaluator::NotApplicable::NoChoice(reason) => WhyNot::NoChoice(self.reason(&reason)),
            evaluator::NotApplicable::OnlyCompares => WhyNot::OnlyCompares,
        };
        let program = self.program;
        NotApplicable { rule: program.rule_id(rule), title: Arc::clone(&program[rule].title), why }
    }

    /// The day that a document was judged by.
    pub(crate) fn as_of(&self, as_of: &evaluator::AsOf) -> AsOf {
        let own = match &as_of.whence {
            Whence::Own(place) => Some(self.place(place)),
            Whence::Given => None,
        };
        AsOf { day: as_of.day, own, configured: None }
    }

    /// What became of a waiver.
    pub(crate) fn waiver_use(&self, used: evaluator::WaiverUse) -> WaiverUse {
        WaiverUse {
            rule: self.subject(used.subject),
            span: used.span,
            until: used.until,
            until_span: used.until_span,
            waived: used.waived,
            expired: used.expired,
            past: used.past,
        }
    }

    pub(crate) fn reason(&self, reason: &evaluator::Reason) -> Reason {
        Reason { lack: reason.lack.clone(), place: self.place(&reason.place) }
    }

    pub(crate) fn place(&self, place: &evaluator::Place) -> Place {
        let node = place.node;
        let span = match place.part {
            Part::Words(from, to) => self.tree.locate(node, from as usize..to as usize),
            Part::Data(span) => span,
            Part::Key => self.key(node),
            Part::Value => self.value(node),
        };
        Place { span, path: Arc::clone(&place.path), missing: place.missing }
    }

    /// Where to point for a whole value: a list or map is pointed at by its key, or by its first entry, so that a page
    /// of text is not marked from end to end.
    fn value(&self, node: NodeId) -> Span {
        match &self.tree.node(node).content {
            Content::List(_) | Content::Map(_) => self.key(node),
            _ => self.tree.span(node),
        }
    }

    fn key(&self, node: NodeId) -> Span {
        if let Some((_, span)) = &self.tree.node(node).key {
            return *span;
        }
        let first = self.tree.children(node).first().copied();
        match first.map(|first| (first, self.tree.node(first))) {
            Some((first, entry)) => match (&entry.key, &entry.content) {
                (Some((_, key)), Content::Scalar(_)) => {
                    let whole = key.to(self.tree.span(first));
                    let text = self.tree.source(whole.file).and_then(|text| text.get(whole.range())).unwrap_or("");
                    if text.contains('\n') { *key } else { whole }
                }
                (Some((_, key)), _) => *key,
                (None, Content::Scalar(_)) => self.tree.span(first),
                (None, _) => self.tree.span(node).at_start(),
            },
            None => self.tree.span(node),
        }
    }
}

/// The id of a rule or of a check of the schema.
pub(crate) fn subject_id(program: &Program, subject: Subject) -> String {
    match subject {
        Subject::Rule(rule) => program.rule_id(rule),
        Subject::Schema(check) => format!("schema/{}", check.name()),
    }
}

/// The name and title of a step.
pub(crate) fn step_named(program: &Program, step: StepId) -> Named {
    let step = &program[step];
    Named { name: Arc::clone(&step.name), title: Arc::clone(&step.title) }
}

/// The name and title of a risk.
pub(crate) fn risk_named(program: &Program, risk: RiskId) -> Named {
    let risk = &program[risk];
    Named { name: Arc::clone(&risk.name), title: Arc::clone(&risk.title) }
}
