//! What those who trace a judgement are told of each part.

use super::Evaluator;
use crate::conform::Home;
use crate::listener::Listener;
use crate::trace::{Sight, State, Subject};
use crate::truth::Answers;
use crate::value::{Datum, Judged, Spot, Value, What};

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    /// What is seen of a condition.
    pub(crate) fn sight_of_answers(&self, judged: &Judged) -> Sight {
        let nothing = judged.nothing.iter().flat_map(crate::value::Causes::iter);
        Sight {
            answers: Some(judged.answers),
            place: judged.spots.first().map(|spot| self.place(*spot)),
            reasons: self.reasons(judged.causes.iter().chain(nothing)),
            ..Sight::default()
        }
    }

    /// What is seen of a value.
    pub(crate) fn sight_of(&self, value: &Value<'a>) -> Sight {
        let spot = value.spot().or_else(|| match &value.what {
            What::Known(_) => None,
            _ => value.cell.map(|cell| Spot { cell, words: None }),
        });
        let way = |home| {
            let spot = spot.filter(|spot| self.instance.home(spot.cell) == home)?;
            Some(self.instance.way(spot.cell))
        };
        Sight {
            answers: None,
            state: Some(match value.what {
                What::Known(_) => State::Known,
                What::Missing => State::Missing,
                What::Open(..) => State::Open,
            }),
            shown: self.show(value),
            place: spot.map(|spot| self.place(spot)),
            way: way(Home::Document),
            earlier: way(Home::Previous),
            words: spot.and_then(|spot| spot.words),
            len: match &value.what {
                What::Known(Datum::List(list)) => Some(list.len()),
                _ => None,
            },
            reasons: self.reasons(value.causes.iter()),
        }
    }

    pub(crate) fn enters_item(&mut self, index: usize) {
        if self.traces() {
            self.listener.enters(Subject::Item(index));
        }
    }

    pub(crate) fn leaves_item(&mut self, item: &Value<'a>, answers: Option<Answers>) {
        if self.traces() {
            let sight = Sight { answers, ..self.sight_of(item) };
            self.listener.leaves(sight);
        }
    }

    pub(crate) fn enters_stage(&mut self, index: usize) {
        if self.traces() {
            self.listener.enters(Subject::Stage(index));
        }
    }

    pub(crate) fn leaves_stage(&mut self, judged: Option<&Judged>) {
        if self.traces() {
            let sight = judged.map(|judged| self.sight_of_answers(judged)).unwrap_or_default();
            self.listener.leaves(sight);
        }
    }
}
