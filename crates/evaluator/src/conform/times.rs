//! Times without an offset: points in time where the document names its zone, once for all of them.

use std::sync::Arc;

use countersign_compiler::program::ShapeId;
use countersign_compiler::scalar::NoInstant;
use countersign_compiler::zone::{NoLocal, Zone};
use countersign_document::{Content, NodeId};

use super::scalars::short;
use super::{CellId, Fault, Instance, Single, State};
use crate::facts::{LocalWhy, Part, Place, SchemaFault};

/// The field of a document that names its time zone.
pub(super) const TIMEZONE: &str = "timezone";

/// What gives times without an offset their zone.
pub(super) enum Times {
    /// Nothing.
    None,
    /// Something that is no zone, and was told of.
    NoZone,
    /// A zone, and how the document calls it.
    In(Zone, Arc<str>),
}

impl<'a> Instance<'a> {
    /// Looks for the zone that the document names. A field of that name that the schema has, and that is no text, is
    /// about something else.
    pub(super) fn find_zone(&mut self, root: NodeId, shape: ShapeId) {
        let (program, tree) = (self.program, self.tree);
        let declared = program[shape].field(TIMEZONE);
        if declared.is_some_and(|(_, field)| !field.ty.is_textual()) {
            return;
        }
        let Some(node) = tree.get(root, TIMEZONE) else { return };
        let word = match &tree.node(node).content {
            Content::Null => return,
            Content::Scalar(scalar) => scalar.text.trim(),
            Content::Unknown(_) => "unknown",
            // Where the schema has the field, it says so itself.
            Content::List(_) | Content::Map(_) if declared.is_some() => return,
            Content::List(_) | Content::Map(_) => "",
        };
        if word == "unknown" {
            return;
        }
        self.times = match Zone::parse(word) {
            Some(zone) => Times::In(zone, Arc::from(word)),
            None => {
                let fault =
                    SchemaFault::Zone { word: Arc::from(short(word)), nearest: Zone::nearest(word).map(Arc::from) };
                let place = Place { node, part: Part::Value, path: Arc::from(TIMEZONE), missing: false };
                self.faults.push(Fault { fault, places: vec![place] });
                Times::NoZone
            }
        };
    }

    /// A time without an offset.
    pub(super) fn local(&mut self, cell: CellId, word: &str) -> State<'a> {
        let why = match &self.times {
            Times::None => LocalWhy::NoZone,
            // What is wrong is wrong with the zone, and has been said.
            Times::NoZone => return State::Unfit(cell),
            Times::In(zone, name) => match zone.instant(word) {
                Ok(instant) => return State::Single(Single::Instant(instant)),
                Err(NoLocal::Twice(first, second)) => LocalWhy::Twice {
                    zone: Arc::clone(name),
                    first: Arc::from(first.to_string()),
                    second: Arc::from(second.to_string()),
                },
                Err(NoLocal::Never(before, after)) => LocalWhy::Never {
                    zone: Arc::clone(name),
                    before: Arc::from(before.to_string()),
                    after: Arc::from(after.to_string()),
                },
                Err(NoLocal::Other(NoInstant::Form | NoInstant::NoOffset | NoInstant::NoSuchTime)) => {
                    let fault = SchemaFault::Type {
                        wanted: Arc::from("a point in time"),
                        found: Arc::from(format!("`{}`", short(word))),
                        hint: Some(Arc::from("there is no such day or time")),
                    };
                    self.fault(cell, fault);
                    return State::Unfit(cell);
                }
            },
        };
        self.fault(cell, SchemaFault::Local { written: Arc::from(short(word)), why });
        State::Unfit(cell)
    }
}
