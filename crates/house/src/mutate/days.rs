//! Changes to the days on which rules are in force, and to waivers.

use countersign_compiler::program::{Effective, Expr, ExprId, ExprKind, Literal, RuleId, Type, WaiverId};
use countersign_compiler::scalar::{Date, Duration};

use super::ChangeKind;
use super::change::{Maker, Swap, Words};
use crate::resolve::subject_id;

/// A day's length.
const DAY: i64 = 86_400_000;

/// The day before and the day behind one.
fn around(day: Date) -> impl Iterator<Item = Date> {
    [-DAY, DAY].into_iter().filter_map(move |by| day.plus(Duration::from_milliseconds(by)))
}

impl Maker<'_> {
    /// The first and the last day on which a rule is in force, each a day earlier and later.
    pub(super) fn in_force(&mut self, id: RuleId) {
        let rule = &self.program[id];
        let Some(effective) = rule.effective else { return };
        let before = self.written(effective.span);
        let moved = |first: bool, day: Date| {
            if first { Effective { from: day, ..effective } } else { Effective { until: Some(day), ..effective } }
        };
        let bounds = std::iter::once((true, effective.from)).chain(effective.until.map(|until| (false, until)));
        for (first, day) in bounds {
            for other in around(day) {
                let new = moved(first, other);
                if new.until.is_some_and(|until| until < new.from) {
                    continue;
                }
                // Moved out, a day is in force that was not; moved in, one is not that was.
                let gains = (other < day) == first;
                let (at, comes) = if gains { (other, "does not apply") } else { (day, "fails") };
                let word = if first { "from" } else { "until" };
                let after = before.replacen(&format!("{word} {day}"), &format!("{word} {other}"), 1);
                let words = Words {
                    kind: ChangeKind::Day,
                    place: effective.span,
                    before: before.clone(),
                    after: Some(after),
                    hint: format!("a test `as of {at}` of a document that breaks it: `expect {} {comes}`", rule.name),
                };
                self.make(Swap::Days(Some(new)), None, words);
            }
        }
    }

    /// A waiver left out, each day around its last one, its `where` left out and changed.
    pub(super) fn waiver(&mut self, id: WaiverId) {
        let waiver = &self.program[id];
        let name = subject_id(self.program, waiver.subject);
        let short = match name.rsplit_once('/') {
            Some(("schema", _)) | None => name.as_str(),
            Some((_, short)) => short,
        };
        // One that covers nothing is as good as none.
        let mut none = waiver.clone();
        none.condition = Some(Expr {
            id: waiver.condition.as_ref().map_or(ExprId(u32::MAX), |condition| condition.id),
            kind: ExprKind::Literal(Literal::Boolean(false)),
            ty: Type::Boolean,
            span: waiver.span,
        });
        let words = Words {
            kind: ChangeKind::Waiver,
            place: waiver.span,
            before: format!("waive {name}"),
            after: None,
            hint: format!("a test of what it covers: `expect {short} is waived`"),
        };
        let asked = waiver.condition.as_ref().map(|condition| condition.id);
        self.make(Swap::Waiver(Box::new(none)), asked, words);
        for other in around(waiver.until) {
            let mut new = waiver.clone();
            new.until = other;
            let later = other > waiver.until;
            let (at, comes) = if later { (other, "fails") } else { (waiver.until, "is waived") };
            let words = Words {
                kind: ChangeKind::Waiver,
                place: waiver.until_span,
                before: format!("until {}", waiver.until),
                after: Some(format!("until {other}")),
                hint: format!("a test of what it covers, `as of {at}`: `expect {short} {comes}`"),
            };
            self.make(Swap::Waiver(Box::new(new)), asked, words);
        }
        let Some(condition) = &waiver.condition else { return };
        let mut new = waiver.clone();
        new.condition = None;
        let words = Words {
            kind: ChangeKind::Guard,
            place: condition.span,
            before: format!("where {}", self.written(condition.span)),
            after: None,
            hint: format!("a test of a failure for which it is not true: `expect {short} fails`"),
        };
        self.make(Swap::Waiver(Box::new(new)), asked, words);
        self.expression(condition, asked, false);
    }
}
