//! The JSON of `rules check` and `rules test`.

use countersign_house::{ExcerptLine, Failure, Mark, Origin, PackFacts, TestOutcome, TestRun};
use countersign_source::{Diagnostic, Files};
use serde::Serialize;

use super::{JsonMessage, JsonPlace, Mirror, VERSION, line};
use crate::tested;

#[derive(Debug, Serialize)]
pub(super) struct JsonPack {
    name: String,
    kind: String,
    origin: &'static str,
    doc: Option<String>,
    rules: usize,
    tests: usize,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonTest {
    pack: String,
    title: String,
    outcome: &'static str,
    place: JsonPlace,
    messages: Vec<JsonMessage>,
    differences: Vec<JsonDifference>,
    document: Vec<JsonLine>,
}

/// What was expected, and what came out instead.
#[derive(Debug, Serialize)]
struct JsonDifference {
    /// The message that it belongs to, from 0.
    of: usize,
    part: &'static str,
    expected: String,
    found: String,
}

/// A line of a test's document, after its edits.
#[derive(Debug, Serialize)]
struct JsonLine {
    mark: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct JsonChecked {
    version: u32,
    packs: Vec<JsonPack>,
    errors: Vec<JsonMessage>,
}

#[derive(Debug, Serialize)]
struct JsonTested {
    version: u32,
    tests: Vec<JsonTest>,
    work: JsonTestWork,
}

#[derive(Debug, Serialize)]
struct JsonTestWork {
    passed: usize,
    failed: usize,
    broken: usize,
}

/// What came of compiling.
pub(crate) fn checked(files: &Files, packs: &[PackFacts], diagnostics: &[Diagnostic]) -> String {
    let mut mirror = Mirror::default();
    let errors = diagnostics.iter().map(|diagnostic| mirror.message(files, diagnostic)).collect();
    text(&JsonChecked { version: VERSION, packs: pack_mirrors(&mut mirror, files, packs), errors })
}

/// What came out of the tests.
pub(crate) fn tested(run: &TestRun) -> String {
    let mut mirror = Mirror::default();
    let tests = run
        .tests
        .iter()
        .map(|test| {
            let (outcome, messages) = (tested::word(&test.outcome), test.outcome.messages());
            let (failures, document): (&[Failure], &[ExcerptLine]) = match &test.outcome {
                TestOutcome::Failed { failures, document } => (failures, document),
                _ => (&[], &[]),
            };
            let differences = failures.iter().enumerate().flat_map(|(of, failure)| {
                failure.differences.iter().map(move |difference| JsonDifference {
                    of,
                    part: difference.part,
                    expected: difference.expected.clone(),
                    found: difference.found.clone(),
                })
            });
            JsonTest {
                pack: test.pack.to_string(),
                title: test.title.to_string(),
                outcome,
                place: mirror.span(&run.files, test.place, None),
                messages: messages.iter().map(|message| mirror.message(&run.files, message)).collect(),
                differences: differences.collect(),
                document: document
                    .iter()
                    .map(|line| JsonLine {
                        mark: match line.mark {
                            Mark::Kept => "kept",
                            Mark::Written => "written",
                            Mark::Removed => "removed",
                            Mark::Gap => "gap",
                        },
                        text: line.text.clone(),
                    })
                    .collect(),
            }
        })
        .collect();
    let (passed, broken) = (run.passed(), run.broken());
    let work = JsonTestWork { passed, failed: run.tests.len().saturating_sub(passed + broken), broken };
    text(&JsonTested { version: VERSION, tests, work })
}

pub(super) fn pack_mirrors<'p>(
    mirror: &mut Mirror,
    files: &Files,
    packs: impl IntoIterator<Item = &'p PackFacts>,
) -> Vec<JsonPack> {
    packs
        .into_iter()
        .map(|pack| JsonPack {
            name: pack.name.to_string(),
            kind: pack.kind.to_string(),
            origin: origin(pack.origin),
            doc: pack.doc.clone(),
            rules: pack.rules,
            tests: pack.tests,
            place: mirror.span(files, pack.place, None),
        })
        .collect()
}

pub(super) fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Shipped => "shipped",
        Origin::Given => "given",
    }
}

pub(super) fn text(value: &impl Serialize) -> String {
    let mut text = line(value);
    text.push('\n');
    text
}
