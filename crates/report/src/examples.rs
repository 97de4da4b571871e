//! `rules examples` for people: each document as YAML, with the lines that decide marked behind a `#`, so that it can be
//! copied as it stands.

use countersign_house::{RuleExamples, Sought, Wanted};

use crate::ink::{Ink, Paint};
use crate::snippet::wrap;
use crate::{Format, Style, plural};

/// How far a document is set in.
const INDENT: usize = 4;

/// The column that marks stand at, where the lines are short enough.
const COLUMN: usize = 48;

/// The smallest documents, in a format.
#[must_use]
pub fn rule_examples(format: Format, style: Style, examples: &RuleExamples) -> String {
    if format == Format::Json {
        return crate::json::examples::examples(examples);
    }
    let mut ink = Ink::new(style.color);
    ink.painted(Paint::Strong, &examples.rule).text(": ").text(&examples.title).end();
    write(&mut ink, style, examples);
    ink.finish()
}

/// Writes them below one another.
pub(crate) fn write(ink: &mut Ink, style: Style, examples: &RuleExamples) {
    for sought in &examples.examples {
        // Many rules are never open: that none was found is nothing to say.
        if sought.wanted == Wanted::Open && sought.example.is_none() {
            continue;
        }
        ink.end();
        one(ink, style, sought);
    }
}

fn one(ink: &mut Ink, style: Style, sought: &Sought) {
    let (symbol, words, paint) = match sought.wanted {
        Wanted::Passes => ("✓", "passes", Paint::Good),
        Wanted::Fails => ("✗", "fails", Paint::Bad),
        Wanted::Open => ("?", "is open", Paint::Open),
    };
    let Some(example) = &sought.example else {
        let text = format!(
            "no document was found for which it {words}, of {} that the search made from the schema and judged; the conditions may exclude each other, or want more at once than the search puts together",
            plural(sought.judged, "document")
        );
        for (number, line) in wrap(&text, style.width.saturating_sub(4).max(24)).iter().enumerate() {
            ink.text(if number == 0 { "  " } else { "    " });
            if number == 0 {
                ink.painted(Paint::Warn, "! ");
            }
            ink.text(line).end();
        }
        return;
    };
    ink.text("  ").painted(paint, &format!("{symbol} {words}"));
    if let Some(message) = &example.message {
        ink.text(": ").text(message);
    }
    ink.end().end();
    for (number, line) in (1..).zip(example.text.lines()) {
        ink.text(&" ".repeat(INDENT));
        match example.marks.iter().find(|mark| mark.line == number) {
            Some(mark) => {
                let gap = COLUMN.saturating_sub(line.chars().count()).max(2);
                let words = if mark.words.is_empty() { "decides".to_owned() } else { mark.words.clone() };
                ink.painted(Paint::Strong, line).text(&" ".repeat(gap)).painted(paint, &format!("# ◂ {words}"));
            }
            None => {
                ink.text(line);
            }
        }
        ink.end();
    }
}
