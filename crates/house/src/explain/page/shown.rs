//! What to do on a page, in a sentence.

use super::{Deed, OnPage};
use crate::explain::Edit;
use crate::explain::sentences::{quoted, taken_out};
use crate::search::Written;

impl OnPage {
    /// What to do, in a sentence; the lines that go with it stand below where they are more than one.
    pub(in crate::explain) fn sentence(&self, edit: &Edit, or_else: &str) -> String {
        let place = &self.place;
        let shown = match &edit.value {
            Some(Written::List(items)) => items.iter().map(quoted).collect::<Vec<_>>().join(", "),
            Some(value) => quoted(value),
            None => String::new(),
        };
        let one_line = match self.lines.as_slice() {
            [line] => Some(format!("`{line}`")),
            _ => None,
        };
        match (&self.deed, &edit.value) {
            (Deed::Remove, _) | (_, None) => match &edit.now {
                Some(now @ (Written::Text(_) | Written::Word(_))) if self.deed == Deed::Empty => {
                    format!("leave {place} empty, which is `{}`", quoted(now))
                }
                _ => match one_line {
                    Some(line) => format!("leave out {place}, and say {line} instead"),
                    None => format!("leave out {place}"),
                },
            },
            (Deed::Add | Deed::Column(_), Some(Written::Unknown)) => match one_line {
                Some(line) => format!("where it is not known yet, say so {place}, with a line {line} and why"),
                None => format!("where it is not known yet, say so and why {place}:"),
            },
            (_, Some(Written::Unknown)) if place.starts_with("the part ") => {
                format!("where it is not known yet, write `unknown:` and why instead of {place}")
            }
            (_, Some(Written::Unknown)) => format!("where it is not known yet, write `unknown:` and why in {place}"),
            (Deed::Add, _) => match one_line {
                Some(line) if place.starts_with("to ") => {
                    format!("add to {}: {line}{or_else}", place.trim_start_matches("to "))
                }
                Some(line) => format!("{place}, add a line such as {line}{or_else}"),
                None => format!("{place}, add lines such as:"),
            },
            (Deed::Column(name), _) => {
                format!(
                    "give the table a column `{name}`, and write {} in {place}, for example `{shown}`{or_else}",
                    edit.wanted
                )
            }
            (Deed::Fill | Deed::Change, Some(Written::Map(_))) => match one_line {
                Some(line) => format!("write {place}, for example {line}"),
                None => format!("write {place}, for example:"),
            },
            (Deed::Fill, _) => format!("write {} in {place}, for example `{shown}`{or_else}", edit.wanted),
            (Deed::Change | Deed::Empty, Some(value)) => match (&edit.now, value) {
                (Some(Written::Text(now)), Written::Text(text)) if let Some(gone) = taken_out(now, text) => {
                    format!("take “{gone}” out of {place}")
                }
                (Some(now @ (Written::Word(_) | Written::Text(_))), _) if edit.choice => {
                    format!("say `{shown}`{or_else} in {place}, not `{}`", quoted(now))
                }
                (Some(Written::Unknown), _) => format!("find out {place}; it would pass with `{shown}`{or_else}"),
                (_, Written::List(_)) if self.lines.len() > 1 => {
                    format!("write something else as {place}, for example:")
                }
                _ => {
                    let wanted = edit.wanted.replacen("a ", "another ", 1);
                    format!("write {wanted} in {place}, for example `{shown}`{or_else}")
                }
            },
        }
    }
}
