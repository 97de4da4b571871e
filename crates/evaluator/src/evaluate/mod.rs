//! Expressions against a document.
//!
//! There are two ways in. [`Evaluator::condition`] answers a condition with the set of answers that are possible, with
//! what was missing or unknown in it, and with the places that decided it. [`Evaluator::value`] gives a value, which
//! may be known, missing, or one of several. Neither can fail: what cannot be computed is not known. When a limit is
//! reached everything still open answers at once with "not known", and the judgement is thrown away.

mod conditions;
mod functions;
mod lists;
mod making;
mod numbers;
mod show;
mod sights;
mod statements;
mod tables;

use std::collections::HashMap;
use std::rc::Rc;

use countersign_compiler::program::{
    BuiltIn, Definition, Expr, ExprKind, FieldIndex, Literal, LocalId, Program, ReferenceId, RuleId, SettingId, Type,
};
use countersign_document::NodeId;
use countersign_source::Level;

use crate::conform::{CellId, Followed, Instance, Single, State};
use crate::days::{AsOf, NoDay, NoOwnDay};
use crate::limits::{Limit, LimitReached, Limits};
use crate::listener::Listener;
use crate::settings::Settings;
use crate::text::Text;
use crate::trace::Subject;
use crate::truth::Answers;
use crate::value::{Causes, Datum, Extent, Judged, List, Trouble, Value, What};
use crate::waivers::InUse;

/// What one judgement holds while it evaluates.
pub(crate) struct Evaluator<'i, 'a, L> {
    pub(crate) program: &'a Program,
    pub(crate) instance: &'i Instance<'a>,
    /// The document that the pack judges, whose rules are run.
    pub(crate) document: CellId,
    /// Its earlier revision.
    pub(crate) previous: CellId,
    /// Are all the places and causes wanted, and not only the first that decides?
    pub(crate) thorough: bool,
    /// Is what is looked at now no part of a trace, even where somebody traces?
    pub(crate) unseen: bool,
    pub(crate) listener: L,
    /// The item that is looked at.
    pub(crate) item: Option<NodeId>,
    /// The day that it is judged by.
    pub(crate) as_of: Option<AsOf>,
    /// Why the document does not say its own day, where it does not.
    pub(crate) no_own_day: NoOwnDay,
    /// The first thing that a day would have been needed for, where there is none.
    pub(crate) dayless: Option<NoDay>,
    /// The rules of which a prohibition passed because nothing was written.
    pub(crate) on_nothing: Vec<RuleId>,
    /// The exceptions that count.
    pub(crate) waivers: Vec<InUse<'a>>,
    /// How many findings there are so far.
    pub(crate) found: usize,
    settings: &'a Settings,
    slots: Vec<Slot<'a>>,
    bottom: usize,
    limits: Limits,
    steps: u64,
    texts: usize,
    depth: u32,
    stopped: Option<LimitReached>,
    shared: HashMap<(CellId, BuiltIn), Value<'a>>,
}

/// What a local name stands for.
#[derive(Clone)]
pub(crate) enum Slot<'a> {
    Empty,
    /// A `let` that nobody has asked for yet.
    Pending(&'a Expr),
    Value(Value<'a>),
    Judged(Rc<Judged>),
    /// A loop variable, and its list.
    Item {
        value: Value<'a>,
        list: List<'a>,
        index: usize,
    },
}

impl<'i, 'a, L: Listener> Evaluator<'i, 'a, L> {
    pub(crate) fn new(instance: &'i Instance<'a>, settings: &'a Settings, limits: Limits, listener: L) -> Self {
        Self {
            program: instance.program,
            instance,
            document: instance.root,
            previous: instance.root,
            thorough: L::TRACES,
            unseen: false,
            listener,
            item: None,
            as_of: None,
            no_own_day: NoOwnDay::Unwritten,
            on_nothing: Vec::new(),
            dayless: None,
            waivers: Vec::new(),
            found: 0,
            settings,
            slots: Vec::new(),
            bottom: 0,
            limits,
            steps: 0,
            texts: 0,
            depth: 0,
            stopped: None,
            shared: HashMap::new(),
        }
    }

    /// Begins with an empty frame.
    pub(crate) fn frame(&mut self, slots: u32) {
        self.slots.clear();
        self.slots.resize(slots as usize, Slot::Empty);
        self.bottom = 0;
    }

    /// The limit that was reached, if one was.
    pub(crate) fn stopped(&self) -> Option<LimitReached> {
        self.stopped
    }

    pub(crate) fn stop(&mut self, limit: Limit, most: u64) {
        self.stopped = self.stopped.or(Some(LimitReached { limit, most }));
    }

    pub(crate) fn most_findings(&self) -> usize {
        self.limits.findings
    }

    /// How many steps were taken.
    pub(crate) fn charged(&self) -> u64 {
        self.steps
    }

    /// Takes account of work that grows with the document.
    pub(crate) fn charge(&mut self, steps: usize) -> bool {
        self.steps = self.steps.saturating_add(steps as u64);
        if self.steps > self.limits.steps {
            self.stop(Limit::Steps, self.limits.steps);
        }
        self.stopped.is_none()
    }

    /// Takes account of text that is put together.
    pub(crate) fn charge_text(&mut self, bytes: usize) -> bool {
        self.texts = self.texts.saturating_add(bytes);
        if self.texts > self.limits.texts {
            self.stop(Limit::Texts, self.limits.texts as u64);
        }
        self.charge(bytes / 32)
    }

    fn enter(&mut self) -> bool {
        if self.depth >= self.limits.depth {
            self.stop(Limit::Depth, u64::from(self.limits.depth));
        }
        self.charge(1)
    }

    /// Puts a value into a slot of the frame.
    pub(crate) fn set(&mut self, local: LocalId, slot: Slot<'a>) {
        if let Some(place) = self.slots.get_mut(self.bottom + local.0 as usize) {
            *place = slot;
        }
    }

    pub(crate) fn slot(&self, local: LocalId) -> &Slot<'a> {
        self.slots.get(self.bottom + local.0 as usize).unwrap_or(&Slot::Empty)
    }

    /// Sees to it that a `let` has its value.
    pub(crate) fn settle(&mut self, local: LocalId) {
        if let Slot::Pending(expr) = *self.slot(local) {
            self.set(local, Slot::Empty);
            let bound = self.bind(expr);
            self.set(local, bound);
        }
    }

    fn bind(&mut self, expr: &'a Expr) -> Slot<'a> {
        if expr.ty == Type::Boolean && is_condition(&expr.kind) {
            Slot::Judged(Rc::new(self.condition(expr)))
        } else {
            Slot::Value(self.value(expr))
        }
    }

    /// Does somebody want to see each part of what is looked at now?
    pub(crate) fn traces(&self) -> bool {
        L::TRACES && !self.unseen
    }

    /// The set of answers that a condition can have.
    pub(crate) fn condition(&mut self, expr: &'a Expr) -> Judged {
        if !self.enter() {
            return Judged::new(Answers::EITHER);
        }
        let traced = self.traces();
        if traced {
            self.listener.enters(Subject::Part(expr.id));
            if !is_condition(&expr.kind) {
                self.value(expr);
            }
        }
        self.depth += 1;
        let judged = self.judge(expr);
        self.depth -= 1;
        if traced {
            let sight = self.sight_of_answers(&judged);
            self.listener.leaves(sight);
        }
        if L::LISTENS && (!self.thorough || L::TRACES) {
            self.listener.condition(expr.id, self.item, judged.answers);
        }
        judged
    }

    /// The value of an expression.
    pub(crate) fn value(&mut self, expr: &'a Expr) -> Value<'a> {
        if !self.enter() {
            return Value::open(Causes::default());
        }
        let traced = self.traces() && !is_answered(&expr.kind);
        if traced {
            self.listener.enters(Subject::Part(expr.id));
        }
        self.depth += 1;
        let value = self.compute(expr);
        self.depth -= 1;
        if traced {
            let sight = self.sight_of(&value);
            self.listener.leaves(sight);
        }
        value
    }

    fn compute(&mut self, expr: &'a Expr) -> Value<'a> {
        match &expr.kind {
            ExprKind::Literal(literal) => Value::known(datum(literal)),
            ExprKind::Data(data) => self.read(self.instance.data(*data)),
            ExprKind::Document => self.read(self.document),
            ExprKind::Previous => self.read(self.previous),
            ExprKind::Local(local) => self.local(*local),
            ExprKind::Setting(setting) => Value::known(datum(self.setting(*setting))),
            ExprKind::Field { base, field } => self.field(base, *field),
            ExprKind::Follow { base, reference } => self.follow(base, *reference),
            ExprKind::Project { list, item, body, flatten } => self.project(list, *item, body, *flatten),
            ExprKind::List(items) => self.list_of(items),
            ExprKind::Call { definition, arguments } => {
                if is_condition(&self.program[*definition].body.kind) && expr.ty == Type::Boolean {
                    return self.judge(expr).into_value();
                }
                self.call(&self.program[*definition], arguments, Self::value)
            }
            ExprKind::Lookup { table, arguments } => self.lookup(*table, arguments),
            ExprKind::BuiltIn { function, arguments } => self.built_in(*function, arguments, expr),
            ExprKind::Earlier { item } => self.earlier(*item),
            ExprKind::Reach { start, reference, onward } => self.reach(start, *reference, onward),
            ExprKind::Texts(base) => self.texts_below(base),
            ExprKind::Arithmetic { minus, left, right } => self.arithmetic(*minus, left, right),
            ExprKind::Default { value, default } => self.default(value, default),
            ExprKind::Filter { list, item, filter } => self.filter(list, *item, filter),
            ExprKind::Format(pieces) => self.format(pieces),
            ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Implies(..)
            | ExprKind::Compare { .. }
            | ExprKind::In { .. }
            | ExprKind::Holds { .. }
            | ExprKind::Matches { .. }
            | ExprKind::Is { .. }
            | ExprKind::Quantified { .. } => self.condition(expr).into_value(),
        }
    }

    /// The value of a setting: the house's, or its own.
    pub(crate) fn setting(&self, setting: SettingId) -> &'a Literal {
        let program = self.program;
        self.settings.get(setting).unwrap_or(&program[setting].value)
    }

    /// The level of a rule: the house's, or its own.
    pub(crate) fn level(&self, rule: RuleId) -> Level {
        let declared = self.program[rule].level;
        self.settings.level(rule, declared).unwrap_or(declared)
    }

    fn local(&mut self, local: LocalId) -> Value<'a> {
        self.settle(local);
        match self.slot(local) {
            Slot::Value(value) | Slot::Item { value, .. } => value.clone(),
            Slot::Judged(judged) => Judged::clone(judged).into_value(),
            Slot::Empty | Slot::Pending(_) => Value::open(Causes::default()),
        }
    }

    /// What a cell holds.
    pub(crate) fn read(&self, cell: CellId) -> Value<'a> {
        let (what, causes) = self.instance.with(cell, |found| match &found.state {
            State::Missing => (What::Missing, Causes::one(Trouble::Missing, cell)),
            State::Unknown(of) => (What::Open(Extent::Any, false), Causes::one(Trouble::Unknown, *of)),
            State::Unfit(of) => (What::Open(Extent::Any, false), Causes::one(Trouble::Unfit, *of)),
            State::Single(single) => (What::Known(single_datum(*single, cell)), Causes::default()),
            State::Map { .. } => (What::Known(Datum::Map(cell)), Causes::default()),
            State::List { first, len } => {
                (What::Known(Datum::List(List::Cells { home: cell, first: *first, len: *len })), Causes::default())
            }
        });
        Value { what, cell: Some(cell), causes }
    }

    fn field(&mut self, base: &'a Expr, field: FieldIndex) -> Value<'a> {
        let value = self.value(base);
        let Type::Shape(shape) = base.ty else { return Value::open(value.causes) };
        match (&value.what, &value.cell) {
            (What::Known(Datum::Record(record)), _) => {
                record.fields.get(field.0 as usize).cloned().unwrap_or_else(|| Value::open(Causes::default()))
            }
            (What::Known(Datum::Map(cell)), _) | (_, Some(cell)) => self.read(self.instance.field(*cell, shape, field)),
            (What::Missing, None) => Value::missing(value.causes),
            (What::Open(Extent::OneOf(data), missing), None) => {
                let parts: Vec<Value<'a>> = data
                    .iter()
                    .filter_map(|datum| if let Datum::Map(cell) = datum { Some(*cell) } else { None })
                    .map(|cell| self.read(self.instance.field(cell, shape, field)))
                    .chain(missing.then(|| Value::missing(Causes::default())))
                    .collect();
                Value::one_of(parts, &value.causes)
            }
            (What::Open(_, missing), None) => {
                Value { what: What::Open(Extent::Any, *missing), cell: None, causes: value.causes }
            }
            (What::Known(_), None) => Value::open(value.causes),
        }
    }

    fn follow(&mut self, base: &'a Expr, reference: ReferenceId) -> Value<'a> {
        let value = self.value(base);
        self.follow_value(value, reference)
    }

    /// The item that a reference names. Where there is none the schema has said so, and nobody knows what was meant.
    fn follow_value(&mut self, value: Value<'a>, reference: ReferenceId) -> Value<'a> {
        let from = value.cell;
        self.mapped(value, |this, datum| {
            let Datum::Text(text) = datum else { return Value::open(Causes::default()) };
            let stands = text.cell().or(from);
            match this.instance.follow(text.as_str(), stands.unwrap_or(this.document), reference) {
                Followed::Item(item) => this.read(item),
                Followed::Open(key) => Value::open(this.read(key).causes),
                Followed::Dangling => {
                    Value::open(stands.map_or_else(Causes::default, |cell| Causes::one(Trouble::Unfit, cell)))
                }
            }
        })
    }

    /// Does something to a value, whatever it is; missing stays missing, and what is not known stays so.
    fn mapped(&mut self, value: Value<'a>, mut step: impl FnMut(&mut Self, &Datum<'a>) -> Value<'a>) -> Value<'a> {
        match &value.what {
            What::Known(datum) => step(self, datum),
            What::Missing => Value::missing(value.causes),
            What::Open(Extent::OneOf(data), missing) => {
                let results: Vec<Value<'a>> = data.iter().map(|datum| step(self, datum)).collect();
                let missing = missing.then(|| Value::missing(Causes::default()));
                Value::one_of(results.into_iter().chain(missing), &value.causes)
            }
            What::Open(_, missing) => {
                Value { what: What::Open(Extent::Any, *missing), cell: None, causes: value.causes }
            }
        }
    }

    /// Runs a definition in a frame of its own.
    fn call<R>(&mut self, definition: &'a Definition, arguments: &'a [Expr], run: fn(&mut Self, &'a Expr) -> R) -> R {
        let bound: Vec<Slot<'a>> = arguments.iter().map(|argument| self.bind(argument)).collect();
        let (bottom, top) = (self.bottom, self.slots.len());
        self.slots.extend(bound);
        self.slots
            .resize(top + definition.frame.max(u32::try_from(arguments.len()).unwrap_or(0)) as usize, Slot::Empty);
        self.bottom = top;
        let result = run(self, &definition.body);
        self.slots.truncate(top);
        self.bottom = bottom;
        result
    }

    fn default(&mut self, value: &'a Expr, default: &'a Expr) -> Value<'a> {
        let found = self.value(value);
        match &found.what {
            What::Missing => self.value(default),
            What::Open(_, true) => {
                let instead = self.value(default);
                let causes = found.causes.clone();
                let what = match found.what {
                    What::Open(extent, _) => What::Open(extent, false),
                    other => other,
                };
                Value::one_of([Value { what, cell: None, causes: found.causes }, instead], &causes)
            }
            _ => found,
        }
    }
}

/// Does it come out as answers, with places, and not as a value that was read?
fn is_condition(kind: &ExprKind) -> bool {
    is_answered(kind) || matches!(kind, ExprKind::Call { .. } | ExprKind::BuiltIn { function: BuiltIn::Mentions, .. })
}

/// Is it a condition by its very form?
fn is_answered(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Implies(..)
            | ExprKind::Compare { .. }
            | ExprKind::In { .. }
            | ExprKind::Holds { .. }
            | ExprKind::Matches { .. }
            | ExprKind::Is { .. }
            | ExprKind::Quantified { .. }
    )
}

fn single_datum(single: Single<'_>, cell: CellId) -> Datum<'_> {
    match single {
        Single::Boolean(value) => Datum::Boolean(value),
        Single::Number(value) => Datum::Number(value),
        Single::Text(text, offset) => Datum::Text(Text::of_document(text, cell, offset as usize)),
        Single::Duration(value) => Datum::Duration(value),
        Single::Date(value) => Datum::Date(value),
        Single::Instant(value) => Datum::Instant(value),
        Single::Member(of, member) => Datum::Member(of, member),
    }
}

/// A value of the program.
pub(crate) fn datum(literal: &Literal) -> Datum<'_> {
    match literal {
        Literal::Boolean(value) => Datum::Boolean(*value),
        Literal::Number(value) => Datum::Number(*value),
        Literal::Text(text) => Datum::Text(Text::of_rule(text)),
        Literal::Duration(value) => Datum::Duration(*value),
        Literal::Date(value) => Datum::Date(*value),
        Literal::Instant(value) => Datum::Instant(*value),
        Literal::Member(of, member) => Datum::Member(*of, *member),
        Literal::List(items) => Datum::List(List::Literals(items)),
    }
}
