//! `config show`: each key with its value, and where that comes from.

use countersign_house::{Effective, From};
use countersign_source::Files;
use serde::Serialize;

use crate::ink::{Ink, Paint};
use crate::json::{JsonPlace, Mirror, VERSION, line};
use crate::places::Places;
use crate::{Format, Style};

#[derive(Debug, Serialize)]
struct JsonConfiguration<'a> {
    version: u32,
    configuration: Option<&'a str>,
    keys: Vec<JsonKey<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonKey<'a> {
    key: &'a str,
    values: &'a [String],
    from: &'static str,
    flag: Option<&'static str>,
    place: Option<JsonPlace>,
}

/// What is in force. `configuration` is the file that was read, if there was one.
#[must_use]
pub fn effective(
    format: Format,
    style: Style,
    files: &Files,
    configuration: Option<&str>,
    keys: &[Effective],
) -> String {
    if format == Format::Json {
        let mut mirror = Mirror::default();
        let keys = keys
            .iter()
            .map(|key| {
                let (from, flag, place) = match key.from {
                    From::BuiltIn => ("built-in", None, None),
                    From::Declared(span) => ("pack", None, Some(mirror.span(files, span, None))),
                    From::File(span) => ("file", None, Some(mirror.span(files, span, None))),
                    From::Flag(flag) => ("flag", Some(flag), None),
                };
                JsonKey { key: &key.key, values: &key.values, from, flag, place }
            })
            .collect();
        return line(&JsonConfiguration { version: VERSION, configuration, keys });
    }
    let mut ink = Ink::new(style.color);
    if format == Format::Human {
        match configuration {
            Some(name) => ink.text("configuration: ").painted(Paint::Strong, name).end(),
            None => ink.painted(Paint::Faint, "no configuration is used: there is no `countersign.toml` here or in a folder above, or none was wanted").end(),
        };
        ink.end();
    }
    let width = |text: &str| text.chars().count();
    let values: Vec<String> = keys.iter().map(shown).collect();
    let widest_key = keys.iter().map(|key| width(&key.key)).max().unwrap_or(0);
    let widest_value = values.iter().map(|value| width(value)).filter(|width| *width <= 40).max().unwrap_or(0);
    let mut places = Places::default();
    for (key, value) in keys.iter().zip(&values) {
        let set = matches!(key.from, From::File(_) | From::Flag(_));
        ink.text(&key.key).text(&" ".repeat(widest_key - width(&key.key)));
        ink.text(" = ").painted(if set { Paint::Strong } else { Paint::Faint }, value);
        let from = match key.from {
            From::BuiltIn => "built in".to_owned(),
            From::Declared(span) | From::File(span) => {
                let name = files.name(span.file);
                format!("{name}:{}", places.position(files, span).line)
            }
            From::Flag(flag) => flag.to_owned(),
        };
        ink.text(&" ".repeat(widest_value.saturating_sub(width(value)) + 2)).painted(Paint::Faint, &from).end();
    }
    ink.finish()
}

/// A value as the file would write it.
fn shown(key: &Effective) -> String {
    let quoted = |value: &String| {
        let bare = key.key == "as-of" || value.starts_with('[') || value.parse::<f64>().is_ok();
        if bare || value == "true" || value == "false" { value.clone() } else { format!("\"{value}\"") }
    };
    match key.values.as_slice() {
        _ if matches!(key.key.as_str(), "rules" | "packs" | "exclude") => {
            format!("[{}]", key.values.iter().map(quoted).collect::<Vec<_>>().join(", "))
        }
        [] => "none".to_owned(),
        [first, ..] => quoted(first),
    }
}
