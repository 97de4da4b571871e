//! The built-in functions.

use std::rc::Rc;

use countersign_compiler::program::{BuiltIn, Expr};
use countersign_compiler::scalar::Number;
use rust_decimal::prelude::ToPrimitive;

use super::Evaluator;
use crate::listener::Listener;
use crate::text::{self, Text};
use crate::value::{Causes, Datum, Item, Made, Value};

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    pub(super) fn built_in(&mut self, function: BuiltIn, arguments: &'a [Expr], expr: &'a Expr) -> Value<'a> {
        let Some(first) = arguments.first() else { return Value::open(Causes::default()) };
        match function {
            BuiltIn::Count => self.count(first),
            BuiltIn::Sum => self.sum(first, &expr.ty),
            BuiltIn::Min => self.extreme(first, false),
            BuiltIn::Max => self.extreme(first, true),
            BuiltIn::Distinct => self.distinct(first),
            BuiltIn::First => self.first(first, false),
            BuiltIn::Last => self.first(first, true),
            BuiltIn::Mentions => self.judge(expr).into_value(),
            BuiltIn::Length => {
                let value = self.value(first);
                self.mapped(value, |this, datum| match datum {
                    Datum::Text(text) => {
                        this.charge(text.as_str().len() / 32);
                        Value::known(Datum::Number(Number::whole(text.as_str().chars().count() as u64)))
                    }
                    _ => Value::open(Causes::default()),
                })
            }
            BuiltIn::Words
            | BuiltIn::Sentences
            | BuiltIn::Phrases
            | BuiltIn::Statements
            | BuiltIn::Unquoted
            | BuiltIn::Lower => self.of_text(function, first, expr),
            BuiltIn::Part => self.part(arguments),
            BuiltIn::IsUtc | BuiltIn::DateOf => {
                let value = self.value(first);
                self.mapped(value, |_, datum| match datum {
                    Datum::Instant(instant) if function == BuiltIn::IsUtc => Value::known(Datum::Boolean(instant.utc)),
                    Datum::Instant(instant) => Value::known(Datum::Date(instant.date())),
                    _ => Value::open(Causes::default()),
                })
            }
        }
    }

    /// What is made of a text alone; made once for each text of the document.
    fn of_text(&mut self, function: BuiltIn, argument: &'a Expr, expr: &'a Expr) -> Value<'a> {
        let value = self.value(argument);
        let key = value.cell.filter(|_| value.is_known()).map(|cell| (cell, function));
        if let Some(known) = key.and_then(|key| self.shared.get(&key)) {
            return known.clone();
        }
        let made = self.mapped(value, |this, datum| {
            let Datum::Text(text) = datum else { return Value::open(Causes::default()) };
            let length = text.as_str().len();
            // Cutting makes a value of every few bytes, so each byte counts; nothing is cut that would go too far.
            if !this.charge(length) {
                return Value::open(Causes::default());
            }
            match function {
                BuiltIn::Words => list_of_texts(text::words(text), text),
                BuiltIn::Sentences => list_of_texts(text::sentences(text), text),
                BuiltIn::Phrases => list_of_texts(text::phrases(text), text),
                BuiltIn::Statements => this.statements(text, &expr.ty),
                BuiltIn::Unquoted if this.charge_text(length) => Value::known(Datum::Text(text::unquoted(text))),
                BuiltIn::Lower if this.charge_text(length) => Value::known(Datum::Text(text.lower())),
                _ => Value::open(Causes::default()),
            }
        });
        if let Some(key) = key {
            self.shared.insert(key, made.clone());
        }
        made
    }

    /// `part(text, separator, n)`
    fn part(&mut self, arguments: &'a [Expr]) -> Value<'a> {
        let [text, separator, n] = arguments else { return Value::open(Causes::default()) };
        let (text, separator, n) = (self.value(text), self.value(separator), self.value(n));
        if let Some(missing) = super::numbers::all_missing([&text, &separator, &n]) {
            return Value::missing(missing);
        }
        let causes = text.causes.clone().and(&separator.causes).and(&n.causes);
        let (Some([Datum::Text(separator)]), Some([Datum::Number(n)])) = (separator.data(), n.data()) else {
            return Value::open(causes);
        };
        let index = n.0.to_usize().filter(|index| *index > 0 && n.0.is_integer()).map(|index| index - 1);
        self.mapped(text, |this, datum| {
            let Datum::Text(text) = datum else { return Value::open(Causes::default()) };
            if !this.charge(text.as_str().len()) {
                return Value::open(Causes::default());
            }
            let part = index.and_then(|index| text::parts(text, separator.as_str()).into_iter().nth(index));
            match part.filter(|part| !part.as_str().trim().is_empty()) {
                Some(part) => Value::known(Datum::Text(part)),
                None => Value::missing(Causes::default()),
            }
        })
    }
}

/// A list of parts of a text; each is the text that it is, at its own place.
fn list_of_texts<'a>(parts: Vec<Text<'a>>, whole: &Text<'a>) -> Value<'a> {
    let items = parts.into_iter().map(|part| Item { value: Value::known(Datum::Text(part)), unsure: None }).collect();
    let made = Made { items, open: None, home: whole.cell() };
    Value::known(Datum::List(crate::value::List::Made(Rc::new(made))))
}
