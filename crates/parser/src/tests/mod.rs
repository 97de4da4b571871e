//! Tests at the boundary of the crate: text in, tree and mistakes out.

mod hostile;
mod layout;
mod recovery;

use countersign_source::{FileId, Report};

use crate::{Parsed, parse, restore, store};

/// Reads a text and checks what holds for every answer.
fn read(text: &str) -> Parsed {
    let parsed = parse(FileId(0), text);
    let starts: Vec<u32> =
        parsed.errors.iter().filter(|error| error.code() != "E0022").map(|error| error.span().start).collect();
    assert!(starts.is_sorted());
    for error in &parsed.errors {
        let span = error.span();
        assert!(text.get(span.range()).is_some(), "{error:?} does not stand on the text");
        assert!(!error.report().message.contains('\n'));
    }
    // Whatever a tree is made of, it comes back from its bytes, and from those of this text only.
    let stored = store(&parsed.file, text);
    assert!(restore(FileId(0), text, &stored).as_ref() == Some(&parsed.file), "{text}");
    assert!(restore(FileId(0), &format!("{text} "), &stored).is_none());
    parsed
}

fn codes(parsed: &Parsed) -> Vec<&'static str> {
    parsed.errors.iter().map(crate::SyntaxError::code).collect()
}

fn messages(parsed: &Parsed) -> Vec<String> {
    parsed.errors.iter().map(|error| error.report().message).take(10).collect()
}
