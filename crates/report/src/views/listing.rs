//! The views there are, for people and as JSON.

use std::collections::BTreeMap;

use countersign_house::{Origin, View, Views};
use serde::Serialize;

use super::ViewOutput;
use crate::ink::{Ink, Paint};
use crate::json::{VERSION, line};
use crate::snippet::wrap;
use crate::{Format, Style};

#[derive(Debug, Serialize)]
struct JsonViews {
    version: u32,
    views: Vec<JsonView>,
}

#[derive(Debug, Serialize)]
struct JsonView {
    name: String,
    pack: String,
    kind: String,
    origin: &'static str,
    formats: Vec<JsonFormat>,
}

#[derive(Debug, Serialize)]
struct JsonFormat {
    format: &'static str,
    file: String,
    says: String,
    drops: Vec<String>,
    not_ready: &'static str,
}

/// The views there are.
#[must_use]
pub fn views_listed(format: Format, style: Style, views: &Views) -> String {
    let mut of: BTreeMap<(&str, &str, &str), Vec<&View>> = BTreeMap::new();
    for view in views.listed() {
        of.entry((&view.kind, &view.name, &view.pack)).or_default().push(view);
    }
    if format == Format::Json {
        let listed = of.into_iter().map(|((kind, name, pack), formats)| JsonView {
            name: name.to_owned(),
            pack: pack.to_owned(),
            kind: kind.to_owned(),
            origin: match formats.first().map(|view| view.origin) {
                Some(Origin::Given) => "given",
                _ => "shipped",
            },
            formats: formats
                .iter()
                .flat_map(|view| ViewOutput::of(view.format).into_iter().map(|output| json(views, view, output)))
                .collect(),
        });
        return format!("{}\n", line(&JsonViews { version: VERSION, views: listed.collect() }));
    }
    let mut ink = Ink::new(style.color);
    let mut before = "";
    for ((kind, name, pack), formats) in of {
        if kind != before {
            if !before.is_empty() {
                ink.end();
            }
            ink.text("views of a ").painted(Paint::Strong, kind).end();
            before = kind;
        }
        let outputs: Vec<&str> =
            formats.iter().flat_map(|view| ViewOutput::of(view.format)).map(ViewOutput::name).collect();
        ink.text("  ").painted(Paint::Strong, name).text("  ").text(&outputs.join(", "));
        ink.text("  ").painted(Paint::Faint, &format!("({pack})")).end();
        for says in said(&formats) {
            for part in wrap(&says, style.width.saturating_sub(6).max(40)) {
                ink.text("      ").text(&part).end();
            }
        }
    }
    if before.is_empty() {
        ink.text("no pack has a view").end();
    }
    ink.finish()
}

/// What the formats of a view say of themselves, each once.
fn said(formats: &[&View]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for view in formats {
        let mut lines = vec![view.head.says.clone()];
        if !view.head.drops.is_empty() {
            lines.push(format!("{} has no place for: {}", view.format.ending(), view.head.drops.join(", ")));
        }
        if view.head.marks {
            lines.push("is made of a document that is not ready, too, and says so".to_owned());
        }
        for line in lines {
            if !said.contains(&line) {
                said.push(line);
            }
        }
    }
    said
}

fn json(views: &Views, view: &View, output: ViewOutput) -> JsonFormat {
    JsonFormat {
        format: output.name(),
        file: views.files.name(view.file).to_owned(),
        says: view.head.says.clone(),
        drops: view.head.drops.clone(),
        not_ready: if view.head.marks { "marked" } else { "refused" },
    }
}
