//! Conditions: the connectives, the questions, and what is asked of texts.

use countersign_compiler::program::{BuiltIn, Expr, ExprKind, Question, TextPlace};

use super::Evaluator;
use crate::listener::Listener;
use crate::text::Text;
use crate::truth::Answers;
use crate::value::{Causes, Datum, Judged, Spot, Trouble, Value, What, compare};

/// Gathers the answers of `and` and `every`, or of `or` and `some`.
pub(super) struct Tally {
    /// The answer that changes nothing: true for `and`.
    neutral: Answers,
    thorough: bool,
    answers: Answers,
    /// What has decided it, if something has.
    decided: Option<Judged>,
    /// What has changed nothing, and whether all of it looked at nothing.
    agreeing: Judged,
    only_nothing: bool,
    /// What has left it open, or unsaid.
    others: Judged,
    /// Of `and` and `every`, all that cannot be true, in order.
    failing: Judged,
}

impl Tally {
    pub(super) fn new(every: bool, thorough: bool) -> Self {
        let neutral = Answers::known(every);
        Self {
            neutral,
            thorough,
            answers: neutral,
            decided: None,
            agreeing: Judged::new(neutral),
            only_nothing: true,
            others: Judged::new(neutral),
            failing: Judged::new(neutral),
        }
    }

    /// Adds an answer, and says whether to go on.
    pub(super) fn add(&mut self, judged: Judged) -> bool {
        if judged.answers == self.neutral {
            self.only_nothing &= judged.nothing.is_some();
            if let Some(nothing) = &judged.nothing {
                self.agreeing.nothing.get_or_insert_default().add(nothing);
            }
            self.agreeing.absorb(judged);
            return true;
        }
        if self.neutral.is_true() && !judged.answers.can_be_true() {
            self.failing.absorb(judged.clone());
        }
        if judged.answers == self.neutral.negated() {
            match &mut self.decided {
                // What has looked at something counts more than what has not.
                Some(first) if first.nothing.is_some() && judged.nothing.is_none() => *first = judged,
                Some(first) if first.nothing.is_some() == judged.nothing.is_some() => {
                    if let (Some(nothing), Some(more)) = (&mut first.nothing, &judged.nothing) {
                        nothing.add(more);
                    }
                    first.absorb(judged);
                }
                Some(_) => {}
                None => self.decided = Some(judged),
            }
            return self.thorough || self.decided.as_ref().is_some_and(|decided| decided.nothing.is_some());
        }
        self.answers =
            if self.neutral.is_true() { self.answers.and(judged.answers) } else { self.answers.or(judged.answers) };
        self.others.absorb(judged);
        true
    }

    pub(super) fn finish(mut self) -> Judged {
        let every = self.neutral.is_true();
        if let Some(decided) = self.decided {
            if self.thorough && every {
                return Judged { answers: decided.answers, nothing: decided.nothing, ..self.failing };
            }
            return decided;
        }
        if every && !self.answers.can_be_true() {
            return Judged { answers: self.answers, ..self.failing };
        }
        if self.answers == self.neutral {
            if !self.only_nothing {
                self.agreeing.nothing = None;
            }
            return self.agreeing;
        }
        if !self.answers.can_be_true() {
            // Each term of an `or` could have made it true.
            self.others.causes.add(&self.agreeing.causes);
        }
        self.others.answers = self.answers;
        self.others
    }
}

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    pub(super) fn judge(&mut self, expr: &'a Expr) -> Judged {
        match &expr.kind {
            ExprKind::Not(inner) => {
                let mut judged = self.condition(inner);
                judged.answers = judged.answers.negated();
                judged
            }
            ExprKind::And(terms) => self.connect(true, terms),
            ExprKind::Or(terms) => self.connect(false, terms),
            ExprKind::Implies(guard, then) => self.implies(guard, then),
            ExprKind::Compare { comparison, left, right } => {
                let (left, right) = (self.value(left), self.value(right));
                let answers = compare(*comparison, &left, &right);
                if answers.is_decided() && !answers.can_be_unsaid() {
                    // A part of a text that was compared is what decided it, and knows where it stands.
                    let part =
                        [&left, &right].into_iter().find_map(|side| side.spot().filter(|spot| spot.words.is_some()));
                    return Judged::new(answers).at(part);
                }
                Judged::because(answers, why(&left, &right))
            }
            ExprKind::In { item, list } => {
                let item = self.value(item);
                let list = self.listing(list);
                self.contained(&item, &list)
            }
            ExprKind::Holds { place, text, part } => self.holds(*place, text, part),
            ExprKind::Matches { text, pattern } => {
                let value = self.value(text);
                self.asked_of_text(value, |text| pattern.find(text))
            }
            ExprKind::Is { subject, question } => self.question(subject, *question),
            ExprKind::Quantified { every, list, item, filter, body } => {
                self.quantified(*every, list, *item, filter.as_deref(), body)
            }
            ExprKind::Call { definition, arguments } => {
                let program = self.program;
                self.call(&program[*definition], arguments, Self::condition)
            }
            ExprKind::BuiltIn { function: BuiltIn::Mentions, arguments } => self.mentions(arguments),
            ExprKind::Local(local) => {
                self.settle(*local);
                match self.slot(*local) {
                    super::Slot::Judged(judged) => Judged::clone(judged),
                    super::Slot::Value(value) | super::Slot::Item { value, .. } => of_value(value),
                    _ => Judged::new(Answers::EITHER),
                }
            }
            _ => of_value(&self.compute(expr)),
        }
    }

    fn connect(&mut self, every: bool, terms: &'a [Expr]) -> Judged {
        let mut tally = Tally::new(every, self.thorough);
        for term in terms {
            let judged = self.condition(term);
            if !tally.add(judged) {
                break;
            }
        }
        tally.finish()
    }

    fn implies(&mut self, guard: &'a Expr, then: &'a Expr) -> Judged {
        let guard = self.condition(guard);
        match guard.answers.applies() {
            Some(false) => Judged { answers: Answers::TRUE, ..guard },
            Some(true) => {
                let mut then = self.condition(then);
                then.absorb(Judged { causes: Causes::default(), ..guard });
                then
            }
            None => {
                let mut then = self.condition(then);
                then.answers = guard.answers.implies(then.answers);
                if then.answers.is_true() {
                    return then;
                }
                then.nothing = None;
                then.absorb(guard);
                then
            }
        }
    }

    fn question(&mut self, subject: &'a Expr, question: Question) -> Judged {
        if question == Question::Empty {
            let list = self.listing(subject);
            return list.emptiness();
        }
        let value = self.value(subject);
        if let Question::Refinement(id) = question {
            let program = self.program;
            let pattern = &program[id].pattern;
            let mut judged = self.asked_of_text(value, |text| pattern.is_match(text).then_some(0..text.len()));
            judged.spots.clear();
            return judged;
        }
        let answer = match question {
            Question::Present => value.is_known(),
            Question::Missing => value.is_missing(),
            _ => matches!(value.what, What::Open(..)),
        };
        Judged::because(Answers::known(answer), value.causes.asked())
    }

    /// A question that every text answers with the range that decides it, or with no.
    pub(super) fn asked_of_text(
        &mut self,
        value: Value<'a>,
        ask: impl Fn(&str) -> Option<std::ops::Range<usize>>,
    ) -> Judged {
        if let What::Known(Datum::Text(text)) = &value.what {
            self.charge(text.as_str().len() / 32);
            return match ask(text.as_str()) {
                Some(range) => Judged::new(Answers::TRUE).at(found(text, range)),
                None => Judged::new(Answers::FALSE),
            };
        }
        let mut answers: Option<Answers> = value.may_be_missing().then_some(Answers::UNSAID);
        let mut add = |more: Answers| answers = Some(answers.map_or(more, |so_far| so_far.or_else(more)));
        match value.data() {
            Some(data) => {
                for datum in data {
                    let Datum::Text(text) = datum else { continue };
                    add(Answers::known(ask(text.as_str()).is_some()));
                }
            }
            None if value.is_missing() => {}
            None => add(Answers::EITHER),
        }
        Judged::because(answers.unwrap_or(Answers::EITHER), value.causes)
    }

    fn holds(&mut self, place: TextPlace, text: &'a Expr, part: &'a Expr) -> Judged {
        let (value, part) = (self.value(text), self.value(part));
        if part.is_missing() {
            return Judged::because(Answers::UNSAID, why(&value, &part));
        }
        let parts: Vec<Text<'a>> = part
            .data()
            .unwrap_or_default()
            .iter()
            .filter_map(|datum| if let Datum::Text(text) = datum { Some(text.clone()) } else { None })
            .collect();
        let unsure = part.may_be_missing();
        if parts.is_empty() {
            let answers = if value.is_missing() { Answers::UNSAID } else { Answers::EITHER };
            return Judged::because(answers, why(&value, &part));
        }
        let mut all: Option<Judged> = None;
        for one in &parts {
            let wanted = one.as_str();
            let judged = self.asked_of_text(value.clone(), |text| match place {
                TextPlace::Anywhere => text.find(wanted).map(|at| at..at + wanted.len()),
                TextPlace::Start => text.starts_with(wanted).then_some(0..wanted.len()),
                TextPlace::End => text.ends_with(wanted).then(|| text.len() - wanted.len()..text.len()),
            });
            all = Some(match all {
                None => judged,
                Some(mut so_far) => {
                    so_far.answers = so_far.answers.or_else(judged.answers);
                    so_far.absorb(judged);
                    so_far
                }
            });
        }
        let mut judged = all.unwrap_or_else(|| Judged::new(Answers::EITHER));
        if unsure {
            judged.answers = judged.answers.or_else(Answers::UNSAID);
        }
        if !judged.answers.is_decided() {
            judged.causes.add(&part.causes);
        }
        judged
    }

    fn mentions(&mut self, arguments: &'a [Expr]) -> Judged {
        let [text, list] = arguments else { return Judged::new(Answers::EITHER) };
        let value = self.value(text);
        let list = self.listing(list);
        let mut sure: Vec<Text<'a>> = Vec::new();
        let mut perhaps: Vec<Text<'a>> = Vec::new();
        let mut open: Option<Causes> = list.open().cloned();
        for index in 0..list.len() {
            let item = self.item_of(&list.items, index);
            match (&item.value.what, &item.unsure) {
                (What::Known(Datum::Text(text)), None) => sure.push(text.clone()),
                (What::Known(Datum::Text(text)), Some(causes)) => {
                    perhaps.push(text.clone());
                    open.get_or_insert_default().add(causes);
                }
                (What::Missing, _) => {}
                _ => open.get_or_insert_default().add(&item.value.causes),
            }
        }
        let certainly_open = list.open().is_some() || open.is_some() && perhaps.is_empty();
        self.charge(sure.len() + perhaps.len());
        let judged = self.asked_of_text(value, |text| crate::text::mentions(text, sure.iter().map(Text::as_str)));
        let Some(causes) = open else { return judged };
        if judged.answers == Answers::FALSE {
            // None of those that are sure is mentioned; one of the others may be.
            let whether = if certainly_open || !perhaps.is_empty() { Answers::EITHER } else { Answers::FALSE };
            return Judged::because(whether, causes);
        }
        judged
    }
}

/// The answers of a value that is a condition by itself.
fn of_value(value: &Value<'_>) -> Judged {
    Judged::because(value.answers(), value.causes.clone())
}

/// What was missing among two values; what was not known, where neither was missing.
fn why(left: &Value<'_>, right: &Value<'_>) -> Causes {
    super::numbers::all_missing([left, right]).unwrap_or_else(|| left.causes.clone().and(&right.causes))
}

/// The words of a text that decided something; nothing where the text stands in no document.
fn found(text: &Text<'_>, range: std::ops::Range<usize>) -> Option<Spot> {
    text.locate(range).map(|(cell, from, to)| Spot { cell, words: Some((from, to)) })
}

/// A cause that a list held nothing.
pub(super) fn held_nothing(cell: crate::conform::CellId) -> Causes {
    Causes::one(Trouble::Empty, cell)
}
