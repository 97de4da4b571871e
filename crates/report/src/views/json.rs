//! What a template for JSON made, read as JSON and laid out: what is null is left out, so that templates may end lists in it.

use countersign_house::Views;
use countersign_source::{Diagnostic, Lines, Span};
use minijinja::OutputSpan;
use serde_json::Value;

use crate::json::pretty;

/// The JSON that was made, laid out on lines; an error at the place of the template that made what is none.
pub(crate) fn laid_out(views: &Views, made: &str, spans: &[OutputSpan]) -> Result<String, Diagnostic> {
    parsed(views, made, spans).map(|value| pretty(&value))
}

/// The JSON that was made, without what is null.
pub(crate) fn parsed(views: &Views, made: &str, spans: &[OutputSpan]) -> Result<Value, Diagnostic> {
    match serde_json::from_str(made) {
        Ok(value) => Ok(without_null(value).unwrap_or(Value::Null)),
        Err(error) => Err(fault(views, made, spans, &error)),
    }
}

fn without_null(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(items) => Some(Value::Array(items.into_iter().filter_map(without_null).collect())),
        Value::Object(map) => {
            let members = map.into_iter().filter_map(|(key, value)| Some((key, without_null(value)?)));
            Some(Value::Object(members.collect()))
        }
        value => Some(value),
    }
}

fn fault(views: &Views, made: &str, spans: &[OutputSpan], error: &serde_json::Error) -> Diagnostic {
    let lines = Lines::new(made);
    let start = lines.start(error.line().saturating_sub(1), made);
    let at = (start + error.column().saturating_sub(1)).min(made.len());
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let line = made.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let diagnostic = Diagnostic::error("views/json", format!("what this template makes is no JSON: {words}"))
        .note(format!("line {} of what it makes: `{}`", error.line(), line.trim()))
        .help(
            "a value is written `\"name\": {{ … }}`, without quotation marks around it; end a loop of `…,` in `null`",
        );
    // The last piece that begins at or before the place where reading stopped.
    let piece = spans.iter().rev().find(|span| span.output_range().start <= at);
    let place = piece.and_then(|piece| {
        let view = views.template(piece.name())?;
        let source = piece.source_range();
        let into = at.saturating_sub(piece.output_range().start);
        let is_raw = piece.kind() == minijinja::OutputSpanKind::Raw;
        let range = if is_raw {
            let start = (source.start + into).min(source.end);
            start..(start + 1).min(source.end).max(start)
        } else {
            source
        };
        Some(Span::new(view.file, range))
    });
    match place {
        Some(place) => diagnostic.at(place, "reading what came of it stops here"),
        None => diagnostic,
    }
}
