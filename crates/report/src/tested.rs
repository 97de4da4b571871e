//! `rules test`: those that did not pass with what was expected, what came out and the document; the other formats are
//! handed on.

use countersign_house::{Difference, ExcerptLine, Mark, TestOutcome, TestResult, TestRun};

use crate::ink::{Ink, Paint};
use crate::messages::of_diagnostic;
use crate::places::Places;
use crate::snippet::Message;
use crate::{Style, json, junit, plural, tap};

/// The formats of what tests came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestFormat {
    /// For people: source, labels, the document.
    Human,
    /// A line a test that did not pass.
    Concise,
    /// For programs.
    Json,
    /// XML as Jenkins and most build servers read it.
    Junit,
    /// The Test Anything Protocol, version 14.
    Tap,
}

impl TestFormat {
    /// All of them, with their names as users write them.
    pub const ALL: [(&'static str, Self); 5] = [
        ("human", Self::Human),
        ("concise", Self::Concise),
        ("json", Self::Json),
        ("junit", Self::Junit),
        ("tap", Self::Tap),
    ];

    /// The format of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }
}

/// What came out of the tests: those that did not pass with their messages, then a line a pack and a total.
#[must_use]
pub fn rules_tested(format: TestFormat, style: Style, run: &TestRun) -> String {
    match format {
        TestFormat::Human => human(style, run),
        TestFormat::Concise => concise(style, run),
        TestFormat::Json => json::rules::tested(run),
        TestFormat::Junit => junit::tested(run),
        TestFormat::Tap => tap::tested(run),
    }
}

/// How an outcome is called where programs read it.
pub(crate) fn word(outcome: &TestOutcome) -> &'static str {
    match outcome {
        TestOutcome::Passed => "passed",
        TestOutcome::Failed { .. } => "failed",
        TestOutcome::Broken(_) => "broken",
    }
}

fn human(style: Style, run: &TestRun) -> String {
    let mut ink = Ink::new(style.color);
    let mut places = Places::default();
    for test in &run.tests {
        match &test.outcome {
            TestOutcome::Passed if style.verbose => {
                ink.painted(Paint::Good, "✓ passed").text(": ").text(&test.title).end();
            }
            TestOutcome::Passed => {}
            TestOutcome::Failed { failures, document } => {
                title(&mut ink, &mut places, run, test, "✗ failed");
                for failure in failures {
                    let message = with_differences(of_diagnostic(&failure.message), &failure.differences);
                    message.write(&mut ink, &run.files, &mut places, style.width);
                }
                excerpt(&mut ink, document);
            }
            TestOutcome::Broken(messages) => {
                title(&mut ink, &mut places, run, test, "! cannot run");
                for message in messages {
                    of_diagnostic(message).write(&mut ink, &run.files, &mut places, style.width);
                }
            }
        }
    }
    for (pack, counts) in by_pack(run) {
        if counts.passed == counts.all() {
            ink.painted(Paint::Good, "✓").text(" ");
        } else {
            ink.painted(Paint::Bad, "✗").text(" ");
        }
        ink.painted(Paint::Strong, pack).text(&format!(": {}", counts.words())).end();
    }
    total(&mut ink, run);
    ink.finish()
}

fn concise(style: Style, run: &TestRun) -> String {
    let mut ink = Ink::new(style.color);
    let mut places = Places::default();
    for test in &run.tests {
        let (word, paint) = match &test.outcome {
            TestOutcome::Passed if style.verbose => ("passed", Paint::Good),
            TestOutcome::Passed => continue,
            TestOutcome::Failed { .. } => ("failed", Paint::Bad),
            TestOutcome::Broken(_) => ("cannot run", Paint::Bad),
        };
        let all = test.outcome.messages();
        let span = all.first().and_then(|message| message.span()).unwrap_or(test.place);
        let at = places.position(&run.files, span);
        ink.text(&format!("{}:{}:{}: ", run.files.name(span.file), at.line, at.column)).painted(paint, word);
        ink.text(": ").text(&test.title);
        for message in all {
            ink.text(": ").text(&message.message);
        }
        ink.end();
    }
    total(&mut ink, run);
    ink.finish()
}

fn title(ink: &mut Ink, places: &mut Places, run: &TestRun, test: &TestResult, word: &str) {
    let at = places.position(&run.files, test.place);
    let place = format!("{}:{}:{}", run.files.name(test.place.file), at.line, at.column);
    ink.painted(Paint::Bad, word).text(": ").painted(Paint::Strong, &test.title);
    ink.painted(Paint::Faint, &format!(" ({place})")).end();
}

fn with_differences(mut message: Message, differences: &[Difference]) -> Message {
    let lines = differences
        .iter()
        .flat_map(|difference| [("expected", difference.expected.clone()), ("found", difference.found.clone())]);
    message.notes.splice(0..0, lines);
    message
}

/// The document as the test has changed it.
fn excerpt(ink: &mut Ink, lines: &[ExcerptLine]) {
    if lines.is_empty() {
        return;
    }
    ink.text("  the document, as the test changes it:").end();
    for line in lines {
        match line.mark {
            Mark::Kept => ink.text("      ").text(&line.text),
            Mark::Written => ink.painted(Paint::Good, "    + ").painted(Paint::Good, &line.text),
            Mark::Removed => ink.painted(Paint::Bad, "    - ").painted(Paint::Bad, &line.text),
            Mark::Gap => ink.painted(Paint::Faint, "      …"),
        };
        ink.end();
    }
    ink.end();
}

/// How many tests came to what.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) broken: usize,
}

impl Counts {
    fn add(&mut self, outcome: &TestOutcome) {
        match outcome {
            TestOutcome::Passed => self.passed += 1,
            TestOutcome::Failed { .. } => self.failed += 1,
            TestOutcome::Broken(_) => self.broken += 1,
        }
    }

    pub(crate) fn all(self) -> usize {
        self.passed + self.failed + self.broken
    }

    fn words(self) -> String {
        let mut text = format!("{} passed", self.passed);
        if self.failed > 0 {
            text.push_str(&format!(", {} failed", self.failed));
        }
        if self.broken > 0 {
            text.push_str(&format!(", {} could not be run", self.broken));
        }
        text
    }
}

/// The packs in their order, each with its counts.
pub(crate) fn by_pack(run: &TestRun) -> Vec<(&str, Counts)> {
    let mut packs: Vec<(&str, Counts)> = Vec::new();
    for test in &run.tests {
        if packs.last().is_none_or(|(name, _)| **name != *test.pack) {
            packs.push((&test.pack, Counts::default()));
        }
        if let Some((_, counts)) = packs.last_mut() {
            counts.add(&test.outcome);
        }
    }
    packs
}

fn total(ink: &mut Ink, run: &TestRun) {
    let mut counts = Counts::default();
    for test in &run.tests {
        counts.add(&test.outcome);
    }
    ink.text(&format!("{}: {}", plural(run.tests.len(), "test"), counts.words())).end();
}
