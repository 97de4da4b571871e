//! Single values against their types. What was written is text; the schema decides what it is.

use std::sync::Arc;

use countersign_compiler::program::Type;
use countersign_compiler::scalar::{Date, Duration, Instant, NoInstant, Number};
use countersign_document::{Content, NodeId, Scalar, Style};
use countersign_source::nearest;

use super::{CellId, Fault, Instance, Single, State};
use crate::facts::{Part, Place, SchemaFault};

/// The longest text that a message shows whole, in characters.
const SHOWN: usize = 40;

impl<'a> Instance<'a> {
    pub(super) fn scalar(&mut self, cell: CellId, scalar: &'a Scalar, ty: &Type) -> State<'a> {
        let word = scalar.text.trim();
        let bare = matches!(scalar.style, Style::Plain | Style::JsonWord);
        if scalar.style == Style::Plain && word == "unknown" {
            if !ty.is_textual() {
                return State::Unknown(cell);
            }
            self.fault(cell, SchemaFault::Unknown);
            return State::Unfit(cell);
        }
        let single = match ty {
            Type::Text | Type::Reference(_) | Type::Refinement(_) => return self.text(cell, scalar, ty),
            Type::Boolean => match word {
                "true" if bare => Ok(Single::Boolean(true)),
                "false" if bare => Ok(Single::Boolean(false)),
                "true" | "false" => Err(Some("write it without quotes".to_owned())),
                _ => Err(Some("write `true` or `false`".to_owned())),
            },
            Type::Number => match Number::parse(word) {
                Some(number) if bare => Ok(Single::Number(number)),
                Some(_) => Err(Some("write it without quotes".to_owned())),
                None => Err(None),
            },
            Type::Duration => Duration::parse(word)
                .map(Single::Duration)
                .ok_or_else(|| Some("a duration is a whole number and its unit: `30min`, `24h`, `7d`".to_owned())),
            Type::Date => Date::parse(word).map(Single::Date).ok_or_else(|| Some(date_hint(word).to_owned())),
            Type::Instant => match Instant::parse(word) {
                Ok(instant) => Ok(Single::Instant(instant)),
                Err(NoInstant::NoOffset) => return self.local(cell, word),
                Err(why) => Err(Some(instant_hint(word, why))),
            },
            Type::Enum(id) => {
                let program = self.program;
                let declared = &program[*id];
                match declared.member(word) {
                    Some(member) => Ok(Single::Member(*id, member)),
                    None => {
                        let nearest = nearest(word, declared.members.iter().map(|member| &**member)).map(Arc::from);
                        let fault = SchemaFault::Member {
                            word: Arc::from(short(word)),
                            name: Arc::clone(&declared.name),
                            nearest,
                            members: declared.members.clone(),
                        };
                        self.fault(cell, fault);
                        return State::Unfit(cell);
                    }
                }
            }
            Type::Silent => return State::Unfit(cell),
            Type::Shape(_) | Type::List(_) => Err(None),
        };
        match single {
            Ok(single) => State::Single(single),
            Err(hint) => {
                self.wrong_type(cell, ty, hint.as_deref());
                State::Unfit(cell)
            }
        }
    }

    fn text(&mut self, cell: CellId, scalar: &'a Scalar, ty: &Type) -> State<'a> {
        if scalar.style == Style::JsonWord {
            self.wrong_type(cell, ty, Some("write it in quotes"));
            return State::Unfit(cell);
        }
        // A block scalar ends in line breaks that nobody means to say anything with.
        let text = match scalar.style {
            Style::Literal | Style::Folded => scalar.text.trim_end(),
            _ => &*scalar.text,
        };
        match ty {
            Type::Refinement(id) => {
                let program = self.program;
                if !program[*id].pattern.is_match(text) {
                    self.wrong_type(cell, ty, None);
                    return State::Unfit(cell);
                }
            }
            Type::Reference(id) => self.references.push((cell, *id)),
            _ => {}
        }
        State::Single(Single::Text(text, 0))
    }

    pub(super) fn fault(&mut self, cell: CellId, fault: SchemaFault) {
        let place = self.with(cell, |cell| cell.node).map(|node| Place {
            node,
            part: Part::Value,
            path: Arc::from(self.path(cell, self.root)),
            missing: false,
        });
        self.faults.push(Fault { fault, places: place.into_iter().collect() });
    }

    /// A type in the author's words.
    pub(super) fn wanted(&self, ty: &Type) -> Arc<str> {
        match ty {
            Type::Boolean => Arc::from("`true` or `false`"),
            Type::Number => Arc::from("a number"),
            Type::Text => Arc::from("a text"),
            Type::Duration => Arc::from("a duration"),
            Type::Date => Arc::from("a date"),
            Type::Instant => Arc::from("a point in time"),
            Type::Enum(id) => Arc::from(format!("one of the words of `{}`", self.program[*id].name)),
            Type::Refinement(id) => Arc::clone(&self.program[*id].called),
            Type::Reference(id) => Arc::from(format!("one of `{}`", self.program[*id].path)),
            Type::Shape(id) => Arc::from(format!("a map of the fields of `{}`", self.program[*id].name)),
            Type::List(_) => Arc::from("a list"),
            Type::Silent => Arc::from("a value"),
        }
    }

    /// What was found, in the author's words; and is it a value by itself, that is, no list?
    pub(super) fn found(&self, node: NodeId) -> (Arc<str>, bool) {
        match &self.tree.node(node).content {
            Content::Null => (Arc::from("nothing"), true),
            Content::List(_) => (Arc::from("a list"), false),
            Content::Map(_) => (Arc::from("a map of fields"), true),
            Content::Unknown(_) => (Arc::from("something unknown"), true),
            Content::Scalar(scalar) => {
                let quoted = matches!(scalar.style, Style::SingleQuoted | Style::DoubleQuoted);
                let kind = if quoted { "the text " } else { "" };
                (Arc::from(format!("{kind}`{}`", short(scalar.text.trim()))), true)
            }
        }
    }
}

/// The beginning of a text, on one line.
pub(super) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    let mut cut: String = line.chars().take(SHOWN).collect();
    cut.push('…');
    cut
}

fn date_hint(word: &str) -> &'static str {
    if Instant::parse(word).is_ok() {
        "write the day alone, as in `2026-04-12`"
    } else {
        "a date is written year first: `2026-04-12`"
    }
}

fn instant_hint(word: &str, why: NoInstant) -> String {
    match why {
        NoInstant::NoSuchTime => "there is no such day or time".to_owned(),
        NoInstant::Form if Date::parse(word).is_some() => format!("add the time and the offset: `{word}T10:00Z`"),
        NoInstant::Form | NoInstant::NoOffset => {
            "a point in time is written `2026-04-12T10:00Z`, with an offset".to_owned()
        }
    }
}
