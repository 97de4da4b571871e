//! Values as a reader of the document sees them: in messages, and in texts with holes.

use countersign_compiler::program::{Expr, ExprKind, Piece};

use super::Evaluator;
use crate::conform::CellId;
use crate::listener::Listener;
use crate::text::Text;
use crate::value::{Causes, Datum, Extent, List, Trouble, Value, What};

/// The most items of a list, and the most bytes of one value, that a message shows.
const SHOWN_ITEMS: usize = 20;

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    /// A text with holes as a value: missing or unknown where a hole is.
    pub(super) fn format(&mut self, pieces: &'a [Piece]) -> Value<'a> {
        if let [Piece::Hole(only)] = pieces
            && only.ty.is_textual()
        {
            return self.value(only);
        }
        let mut text = String::new();
        let (mut missing, mut unknown): (Option<Causes>, Option<Causes>) = (None, None);
        for piece in pieces {
            match piece {
                Piece::Text(words) => text.push_str(words),
                Piece::Hole(hole) => {
                    let value = self.value(hole);
                    match &value.what {
                        What::Known(_) => text.push_str(&self.show(&value)),
                        What::Missing => missing.get_or_insert_default().add(&value.causes),
                        What::Open(..) => unknown.get_or_insert_default().add(&value.causes),
                    }
                }
            }
        }
        if let Some(causes) = missing {
            return Value::missing(causes);
        }
        if let Some(causes) = unknown {
            return Value::open(causes);
        }
        self.charge_text(text.len());
        Value::known(Datum::Text(Text::made(&text)))
    }

    /// A text with holes as it is shown: what is not there is named so. And is there something that was not written?
    pub(crate) fn message(&mut self, expr: &'a Expr) -> (String, bool) {
        let (shown, gap) = match &expr.kind {
            ExprKind::Format(pieces) => {
                let (mut text, mut any) = (String::new(), false);
                for piece in pieces {
                    match piece {
                        Piece::Text(words) => text.push_str(words),
                        Piece::Hole(hole) => {
                            let (shown, gap) = self.message(hole);
                            text.push_str(&shown);
                            any |= gap;
                        }
                    }
                }
                (text, any)
            }
            _ => {
                let value = self.value(expr);
                (self.show(&value), matches!(value.what, What::Missing))
            }
        };
        self.charge_text(shown.len());
        (shown, gap)
    }

    /// A value as it is shown.
    pub(crate) fn show(&self, value: &Value<'a>) -> String {
        match &value.what {
            What::Known(Datum::Instant(instant)) => match value.cell.and_then(|cell| self.instance.as_written(cell)) {
                Some(written) => written.to_owned(),
                None => instant.to_string(),
            },
            What::Known(datum) => self.show_datum(datum),
            What::Missing => "(not written)".to_owned(),
            What::Open(Extent::Any, _) => self.show_unknown(&value.causes),
            What::Open(Extent::OneOf(data), missing) => {
                let mut shown: Vec<String> = data.iter().map(|datum| self.show_datum(datum)).collect();
                if *missing {
                    shown.push("(not written)".to_owned());
                }
                joined(&shown, "or")
            }
            What::Open(Extent::Between(low, high), _) => {
                let show = |datum: &Datum<'a>| self.show_datum(datum);
                match (low, high) {
                    (Some(low), Some(high)) => format!("{} to {}", show(low), show(high)),
                    (Some(low), None) => format!("{} or more", show(low)),
                    (None, Some(high)) => format!("{} or less", show(high)),
                    (None, None) => self.show_unknown(&value.causes),
                }
            }
        }
    }

    fn show_datum(&self, datum: &Datum<'a>) -> String {
        match datum {
            Datum::Boolean(value) => value.to_string(),
            Datum::Number(value) => value.to_string(),
            Datum::Text(text) => text.as_str().to_owned(),
            Datum::Duration(value) => value.to_string(),
            Datum::Date(value) => value.to_string(),
            Datum::Instant(value) => value.to_string(),
            Datum::Member(of, member) => {
                self.program[*of].members.get(member.0 as usize).map_or_else(String::new, ToString::to_string)
            }
            Datum::Map(cell) => {
                let path = self.instance.path(*cell, self.document);
                if path.is_empty() { "the document".to_owned() } else { path }
            }
            Datum::Record(record) => record.words.as_str().to_owned(),
            Datum::List(list) => self.show_list(list),
        }
    }

    fn show_list(&self, list: &List<'a>) -> String {
        let (len, open) = match list {
            List::Cells { len, .. } => (*len as usize, None),
            List::Literals(items) => (items.len(), None),
            List::Made(made) => (made.items.len(), made.open.as_ref()),
        };
        let mut shown: Vec<String> =
            (0..len.min(SHOWN_ITEMS)).map(|index| self.show(&self.item_of(list, index).value)).collect();
        if len > SHOWN_ITEMS {
            shown.push(format!("{} more", len - SHOWN_ITEMS));
        }
        if let Some(open) = open {
            shown.push(self.show_unknown(open));
        }
        if shown.is_empty() { "(none)".to_owned() } else { joined(&shown, "and") }
    }

    fn show_unknown(&self, causes: &Causes) -> String {
        let why = |cell: CellId| self.instance.why(cell);
        let reason = causes.iter().filter(|cause| cause.trouble == Trouble::Unknown).find_map(|cause| why(cause.cell));
        reason.map_or_else(|| "(unknown)".to_owned(), |reason| format!("(unknown: {reason})"))
    }
}

/// `a, b and c`
fn joined(parts: &[String], last: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
