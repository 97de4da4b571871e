//! `statements(text)`: what the clauses of a text state, as records that rules can read.

use std::ops::Range;
use std::rc::Rc;

use countersign_compiler::program::Type;
use countersign_english::{Form, Mood, Statement, Tense, Voice, statements};

use super::Evaluator;
use crate::listener::Listener;
use crate::text::Text;
use crate::value::{Causes, Datum, Item, List, Made, Record, Spot, Trouble, Value};

/// What reading a byte of English costs, in steps, beside the one that every byte costs that is cut.
const STEPS: usize = 7;

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    /// The statements of a text; `ty` is the list of them.
    pub(super) fn statements(&mut self, text: &Text<'a>, ty: &Type) -> Value<'a> {
        let whole = text.as_str();
        let Type::List(item) = ty else { return Value::open(Causes::default()) };
        let Type::Shape(shape) = **item else { return Value::open(Causes::default()) };
        if !self.charge(whole.len().saturating_mul(STEPS)) {
            return Value::open(Causes::default());
        }
        let fields = &self.program[shape].fields;
        let items = statements(whole).into_iter().map(|statement| {
            let made = fields.iter().map(|field| self.field_of(text, &statement, &field.name, &field.ty)).collect();
            let spot = text.locate(statement.group.clone());
            let record = Record {
                fields: made,
                words: text.slice(statement.words.clone()),
                spot: spot.map(|(cell, from, to)| Spot { cell, words: Some((from, to)) }),
            };
            Item { value: Value::known(Datum::Record(Rc::new(record))), unsure: None }
        });
        let made = Made { items: items.collect(), open: None, home: text.cell() };
        Value::known(Datum::List(List::Made(Rc::new(made))))
    }

    fn field_of(&self, text: &Text<'a>, of: &Statement, name: &str, ty: &Type) -> Value<'a> {
        let part = |range: Option<&Range<usize>>| match range {
            Some(range) => Value::known(Datum::Text(text.slice(range.clone()))),
            None => {
                Value::missing(text.cell().map_or_else(Causes::default, |cell| Causes::one(Trouble::Missing, cell)))
            }
        };
        let word = match name {
            "sentence" => return part(Some(&of.sentence)),
            "words" => return part(Some(&of.words)),
            "subject" => return part(of.subject.as_ref()),
            "object" => return part(of.object.as_ref()),
            "agent" => return part(of.agent.as_ref()),
            "verb" => return Value::known(Datum::Text(text.reworded(&of.verb, of.group.clone()))),
            "negated" => return Value::known(Datum::Boolean(of.negated)),
            "tense" => tense(of.tense),
            "voice" => voice(of.voice),
            "mood" => mood(of.mood),
            _ => form(of.form),
        };
        let Type::Enum(id) = ty else { return Value::open(Causes::default()) };
        match self.program[*id].member(word) {
            Some(member) => Value::known(Datum::Member(*id, member)),
            None => Value::open(Causes::default()),
        }
    }
}

fn tense(tense: Tense) -> &'static str {
    match tense {
        Tense::Past => "past",
        Tense::Perfect => "perfect",
        Tense::Present => "present",
        Tense::Progressive => "progressive",
        Tense::Future => "future",
        Tense::FuturePerfect => "future-perfect",
        Tense::Timeless => "timeless",
    }
}

fn voice(voice: Voice) -> &'static str {
    match voice {
        Voice::Active => "active",
        Voice::Passive => "passive",
        Voice::State => "state",
    }
}

fn mood(mood: Mood) -> &'static str {
    match mood {
        Mood::Asserted => "asserted",
        Mood::Asked => "asked",
        Mood::Conditional => "conditional",
        Mood::Doubted => "doubted",
        Mood::Wished => "wished",
        Mood::Ordered => "ordered",
        Mood::Reported => "reported",
    }
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Sentence => "sentence",
        Form::Note => "note",
        Form::Label => "label",
        Form::Ticked => "ticked",
    }
}
