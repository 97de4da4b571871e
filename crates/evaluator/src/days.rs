//! The day that rules and waivers are judged by: the one that was given, else the document's own.

use std::sync::Arc;

use countersign_compiler::program::{KindId, RuleId, Subject, Type};
use countersign_compiler::scalar::Date;
use countersign_source::{Diagnostic, Report, Span};

use crate::conform::{Instance, Single, State};
use crate::facts::Place;

/// The field at the root of a document that says when it was written, by convention of the language, as `kind` says what
/// it is. Where it is a date or an instant, the document is judged as of that day, unless another one is given.
pub const OWN_DAY: &str = "prepared_at";

/// The day that a document is judged by, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The day, in UTC.
    pub day: Date,
    /// Who says so.
    pub whence: Whence,
}

/// Who says by which day a document is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whence {
    /// Whoever asked for the judgement.
    Given,
    /// The document itself, at this place.
    Own(Place),
}

impl AsOf {
    /// Does it rest on the document's own word?
    #[must_use]
    pub fn is_own(&self) -> bool {
        matches!(self.whence, Whence::Own(_))
    }
}

/// A date matters, and there is none, so the document was not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoDay {
    /// Whose date matters: a rule that is in force on some days, or what a waiver waives.
    pub subject: Subject,
    /// The clause of the rule or the waiver that names a day.
    pub asked: Span,
    /// Does a waiver name it?
    pub by_waiver: bool,
    /// Why the document itself does not say it.
    pub own: NoOwnDay,
}

/// Why a document does not say its own day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoOwnDay {
    /// Documents of this name have no field for it, or one that holds no day.
    Undeclared(Arc<str>),
    /// The field is not written.
    Unwritten,
    /// Something is written there that is no day.
    Unfit(Place),
}

impl NoDay {
    pub(crate) fn of_rule(rule: RuleId, asked: Span, own: NoOwnDay) -> Self {
        Self { subject: Subject::Rule(rule), asked, by_waiver: false, own }
    }
}

impl Report for NoDay {
    fn report(&self) -> Diagnostic {
        let (message, asked) = if self.by_waiver {
            ("a waiver would apply, and nothing says as of which day this document is judged", "the waiver ends here")
        } else {
            (
                "a rule is not in force on every day, and nothing says as of which day this document is judged",
                "asked here",
            )
        };
        let error = Diagnostic::error("E0526", message).and(self.asked, asked);
        match &self.own {
            NoOwnDay::Unfit(_) => error.help(format!(
                "write `{OWN_DAY}` as a day, or as a time with its offset (`Z` for UTC); or give the day with `--as-of`"
            )),
            NoOwnDay::Unwritten => {
                error.help(format!("give the day with `--as-of`, or write `{OWN_DAY}` into the document"))
            }
            NoOwnDay::Undeclared(document) => error.help(format!(
                "give the day with `--as-of`; or let documents say it: declare `{OWN_DAY}?: date` in `document {document}`"
            )),
        }
    }
}

/// The document's own day, or why it says none.
pub(crate) fn own_day(instance: &Instance<'_>, kind: KindId) -> Result<AsOf, NoOwnDay> {
    let (program, shape) = (instance.program, instance.program[kind].shape);
    let declared = program[shape].field(OWN_DAY);
    let Some((field, _)) = declared.filter(|(_, field)| matches!(field.ty, Type::Date | Type::Instant)) else {
        return Err(NoOwnDay::Undeclared(Arc::clone(&program[kind].name)));
    };
    let cell = instance.field(instance.root, shape, field);
    let day = match instance.state(cell) {
        Some(State::Single(Single::Date(day))) => Some(*day),
        Some(State::Single(Single::Instant(instant))) => Some(instant.date()),
        _ => None,
    };
    let place = instance.place(cell, instance.root);
    match day {
        Some(day) => Ok(AsOf { day, whence: Whence::Own(place) }),
        None if place.missing => Err(NoOwnDay::Unwritten),
        None => Err(NoOwnDay::Unfit(place)),
    }
}
