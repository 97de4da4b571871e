//! What goes wrong in a template, at its place: the errors of the template engine, in the words of whoever wrote the
//! template.

use countersign_house::Views;
use countersign_source::{Diagnostic, Lines, Span, nearest};
use minijinja::{Error, ErrorKind};

use super::filters::{FILTERS, FUNCTIONS, TESTS};
use super::values::BESIDE;
use super::{NAMES, STEPS};

/// What an error of a template is, with its place and with what included it.
pub(crate) fn diagnostic(views: &Views, error: &Error) -> Diagnostic {
    let mut chain = vec![error];
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        if let Some(cause) = cause.downcast_ref::<Error>() {
            chain.push(cause);
        }
        next = cause.source();
    }
    let spans: Vec<Option<Span>> = chain.iter().map(|error| span(views, error)).collect();
    // The deepest one says what is the matter; the deepest one that has a place says where.
    let innermost = chain.last().copied().unwrap_or(error);
    let (mut diagnostic, label) = words(innermost);
    let mut places = spans.into_iter().rev().flatten();
    if let Some(place) = places.next() {
        diagnostic = diagnostic.at(place, label);
        let mut last = place;
        for outer in places {
            if outer != last && !outer.holds(last) {
                diagnostic = diagnostic.and(outer, "reached from here");
            }
            last = outer;
        }
    } else if !label.is_empty() {
        diagnostic = diagnostic.help(label);
    }
    diagnostic
}

/// Where an error stands.
fn span(views: &Views, error: &Error) -> Option<Span> {
    let view = views.template(error.name()?)?;
    let text = views.files.get(view.file)?.text();
    let range = error.range().filter(|range| range.start < range.end && text.get(range.clone()).is_some());
    if let Some(range) = range {
        return Some(Span::new(view.file, range));
    }
    let line = error.line()?.saturating_sub(1);
    let lines = Lines::new(text);
    let start = lines.start(line, text);
    let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, |line| line.trim_end().len());
    Some(Span::new(view.file, start..start + length))
}

/// The message, and what is to be said beside its place.
fn words(error: &Error) -> (Diagnostic, String) {
    let detail = error.detail().unwrap_or_default();
    if let Some((message, label)) = detail.split_once(BESIDE) {
        return (Diagnostic::error("views/value", message), label.to_owned());
    }
    let quoted = detail.split(['`', '"']).nth(1).unwrap_or_default().to_owned();
    let word = || {
        // `filter shout is unknown`
        detail.split_whitespace().nth(1).unwrap_or_default().to_owned()
    };
    let unknown = |what: &str, name: &str, known: &[&str]| {
        let label = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "not known".to_owned(),
        };
        let error = Diagnostic::error("views/name", format!("there is no {what} `{name}`"));
        (
            error.help(format!(
                "there are {}",
                known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            )),
            label,
        )
    };
    match error.kind() {
        ErrorKind::SyntaxError => {
            let message = format!("the template cannot be read: {}", tidy(detail));
            (Diagnostic::error("views/syntax", message), String::new())
        }
        ErrorKind::UndefinedError => {
            let name = quoted.split(['.', '[', '(']).next().unwrap_or_default().trim().to_owned();
            if name.is_empty() {
                return (
                    Diagnostic::error("views/name", "this is not there"),
                    "it is in no list, and no value".to_owned(),
                );
            }
            if quoted == name {
                let known = NAMES.iter().chain(&FUNCTIONS).copied();
                let label = match nearest(&name, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "not known here".to_owned(),
                };
                let list = NAMES.map(|name| format!("`{name}`")).join(", ");
                let message = format!("there is nothing called `{name}`");
                return (
                    Diagnostic::error("views/name", message)
                        .help(format!("a template sees {list}, and what it sets itself")),
                    label,
                );
            }
            (Diagnostic::error("views/name", format!("`{quoted}` is not there")), "nothing stands here".to_owned())
        }
        ErrorKind::UnknownFilter => unknown("filter", &word(), &FILTERS),
        ErrorKind::UnknownTest => unknown("test", &word(), &TESTS),
        ErrorKind::UnknownFunction => unknown("function", &word(), &FUNCTIONS),
        ErrorKind::OutOfFuel => (
            Diagnostic::error("views/steps", format!("the view takes more than the {STEPS} steps that one may take"))
                .help("a loop inside a loop, or a part that includes itself, is what takes so many"),
            "it had not ended here".to_owned(),
        ),
        _ => {
            let what = if detail.is_empty() { error.kind().to_string() } else { tidy(detail) };
            (Diagnostic::error("views/value", format!("this cannot be done here: {what}")), String::new())
        }
    }
}

/// A sentence of the engine on one line.
fn tidy(detail: &str) -> String {
    detail.split_whitespace().collect::<Vec<_>>().join(" ")
}
