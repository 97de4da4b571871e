//! Waivers, and the days on which rules are in force.

use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::Span;

use crate::expressions::Frame;
use crate::problems::{NameProblem, Sort, TypeProblem, WaiverProblem};
use crate::program::{Effective, PackId, SchemaCheck, Subject, Waiver};
use crate::rules::Once;
use crate::scalar::Date;
use crate::scope::Compiler;

impl Compiler<'_> {
    /// The days on which something is in force; `span` is the whole clause.
    pub(crate) fn effective(&mut self, written: &ast::Effective, span: Span) -> Option<Effective> {
        let until = written.until.as_ref().map(|until| (self.day(until), until.span));
        let from = written.from.as_ref()?;
        let first = self.day(from)?;
        let until = match until {
            None => None,
            Some((None, _)) => return None,
            Some((Some(until), at)) if until < first => {
                let (until, start) = (until.to_string(), first.to_string());
                self.problems.push(WaiverProblem::EndsBefore { until, span: at, from: start, first: from.span }.into());
                return None;
            }
            Some((until, _)) => until,
        };
        Some(Effective { from: first, until, span })
    }

    /// A day that stands in rule text; an error where there is no such day.
    pub(crate) fn day(&mut self, day: &ast::Day) -> Option<Date> {
        let date = Date::parse(&day.text);
        if date.is_none() {
            let (text, why) = (day.text.clone(), "there is no such day");
            self.problems.push(TypeProblem::BadLiteral { sort: "date", text, span: day.span, why }.into());
        }
        date
    }

    /// Checks and lowers all waivers.
    pub(crate) fn waivers(&mut self) {
        for (pack, item) in std::mem::take(&mut self.items.waivers) {
            let subject = self.waivable(pack, &item.rule);
            match self.waiver(pack, item, subject) {
                Some(waiver) => self.program.waivers.push(waiver),
                None => self.broken_waivers.push((pack, subject)),
            }
        }
    }

    /// Does a waiver of this pack speak of it, or one that cannot stand as it is and may?
    pub(crate) fn waives(&self, pack: PackId, subject: Subject) -> bool {
        let meant = |(of, about): &(PackId, Option<Subject>)| *of == pack && about.is_none_or(|about| about == subject);
        self.program.waivers.iter().any(|waiver| waiver.pack == pack && waiver.subject == subject)
            || self.broken_waivers.iter().any(meant)
    }

    fn waiver(&mut self, pack: PackId, item: &ast::Waiver, subject: Option<Subject>) -> Option<Waiver> {
        let mut frame = self.frame_of(pack, subject);
        let (mut condition, mut until) = (Once::default(), Once::default());
        let (mut by, mut because): (Once<Arc<str>>, Once<Arc<str>>) = (Once::default(), Once::default());
        let mut broken = self.is_broken(item.span);
        let mut until_span = item.rule.span;
        for part in &item.parts {
            match &part.kind {
                ast::WaiverPartKind::Junk => broken = true,
                ast::WaiverPartKind::Where(written) => {
                    // What is waived is not known, so its names cannot be missed.
                    let value = subject.map(|_| self.condition(&mut frame, written));
                    condition.set(self, "where", part.word, value);
                }
                ast::WaiverPartKind::Until(day) => {
                    let value = self.day(day);
                    broken |= value.is_none();
                    until_span = day.span;
                    until.set(self, "until", part.word, value);
                }
                ast::WaiverPartKind::By(text) => by.set(self, "by", part.word, said(text)),
                ast::WaiverPartKind::Because(text) => because.set(self, "because", part.word, said(text)),
            }
        }
        let rule = item
            .rule
            .pack
            .as_ref()
            .map_or_else(|| item.rule.name.text.clone(), |pack| format!("{}/{}", pack.text, item.rule.name.text));
        let lacks: Vec<&'static str> =
            [("until", until.value.is_none()), ("by", by.value.is_none()), ("because", because.value.is_none())]
                .into_iter()
                .filter_map(|(word, lacks)| lacks.then_some(word))
                .collect();
        if !lacks.is_empty() {
            if !broken {
                let problem = WaiverProblem::Lacks { rule, span: item.rule.span, words: lacks };
                self.problems.push(problem.into());
            }
            return None;
        }
        let (subject, until) = (subject?, until.value?);
        if let Subject::Rule(id) = subject {
            let waived = &self.program[id];
            let (says, effective) = (waived.unwaivable, waived.effective);
            if let Some(says) = says {
                self.problems.push(WaiverProblem::Unwaivable { rule, span: item.rule.span, says }.into());
                return None;
            }
            if let Some(effective) = effective
                && until < effective.from
            {
                let (until, from, effective) = (until.to_string(), effective.from.to_string(), effective.span);
                self.problems.push(WaiverProblem::TooEarly { until, span: until_span, from, effective }.into());
                return None;
            }
        }
        Some(Waiver {
            subject,
            pack,
            condition: condition.value,
            frame: frame.slots,
            until,
            by: by.value?,
            because: because.value?,
            span: item.rule.span,
            until_span,
            doc: item.doc.clone(),
        })
    }

    /// What a waiver names: a rule of a pack in reach, or a check of the schema.
    fn waivable(&mut self, pack: PackId, name: &ast::QualifiedName) -> Option<Subject> {
        if let Some(of) = &name.pack
            && of.text == "schema"
        {
            return self.check(pack, &name.name).map(Subject::Schema);
        }
        if let Some(of) = &name.pack
            && let Some(other) = self.program.pack(&of.text)
            && !self.in_reach(pack).contains(&other)
            && self.scope(other).is_some_and(|scope| scope.rules.contains_key(&name.name.text))
        {
            let problem = NameProblem::Unknown {
                sort: Sort::Rule,
                name: name.name.text.clone(),
                span: name.span,
                nearest: None,
                minus: None,
                elsewhere: Some(of.text.clone()),
                known: Vec::new(),
            };
            self.problems.push(problem.into());
            return None;
        }
        self.find_rule(pack, name).map(Subject::Rule)
    }

    /// The check of the schema of this name; an error where there is none.
    pub(crate) fn check(&mut self, pack: PackId, name: &ast::Name) -> Option<SchemaCheck> {
        let check = SchemaCheck::ALL.into_iter().find(|check| check.name() == name.text);
        if check.is_none() {
            let known = SchemaCheck::ALL.map(SchemaCheck::name);
            self.unknown_in(pack, Sort::Check, name, known.into_iter(), None);
        }
        check
    }

    /// What the `where` of a waiver sees: the names of the waiver's pack, and the document and names of the rule.
    fn frame_of(&self, pack: PackId, subject: Option<Subject>) -> Frame {
        let of_rule = match subject {
            Some(Subject::Rule(rule)) => {
                self.program.rules.get(rule.index()).map(|waived| (rule, waived.pack, waived.frame))
            }
            _ => None,
        };
        let kind_of = |pack: PackId| self.pack_kinds.get(pack.index()).copied().flatten();
        match of_rule {
            Some((rule, of, slots)) => {
                let mut frame = Frame::new(pack, kind_of(of));
                (frame.locals, frame.guarded) = self.rule_locals.get(rule.index()).cloned().unwrap_or_default();
                frame.slots = slots;
                frame
            }
            None => Frame::new(pack, kind_of(pack)),
        }
    }
}

/// What a text says; nothing where it is blank.
fn said(text: &ast::TextLiteral) -> Option<Arc<str>> {
    let said = text.value.trim();
    (!said.is_empty()).then(|| Arc::from(said))
}
