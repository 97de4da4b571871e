//! What tests came to in the Test Anything Protocol, version 14, with a YAML block beneath what did not pass.

use countersign_house::{Mark, TestOutcome, TestRun};

use crate::json::line;
use crate::places::Places;
use crate::visible::visible;

/// The whole stream.
pub(crate) fn tested(run: &TestRun) -> String {
    let mut places = Places::default();
    let mut out = String::from("TAP version 14\n");
    if run.tests.is_empty() {
        out.push_str("1..0 # SKIP there is no test\n");
        return out;
    }
    out.push_str(&format!("1..{}\n", run.tests.len()));
    for (number, test) in (1..).zip(&run.tests) {
        let ok = if matches!(test.outcome, TestOutcome::Passed) { "ok" } else { "not ok" };
        out.push_str(&format!("{ok} {number} - {}: {}\n", described(&test.pack), described(&test.title)));
        let all = test.outcome.messages();
        if all.is_empty() {
            continue;
        }
        let position = places.position(&run.files, test.place);
        // JSON is YAML, too, so its writer sees to the quoting.
        out.push_str("  ---\n");
        out.push_str(&format!("  outcome: {}\n", crate::tested::word(&test.outcome)));
        out.push_str(&format!(
            "  at:\n    file: {}\n    line: {}\n    column: {}\n",
            line(&run.files.name(test.place.file)),
            position.line,
            position.column
        ));
        out.push_str("  messages:\n");
        for message in all {
            let code = line(&message.code);
            out.push_str(&format!("    - code: {code}\n      message: {}\n", line(&message.message)));
            if let Some(span) = message.span() {
                out.push_str(&format!("      line: {}\n", places.position(&run.files, span).line));
            }
        }
        if let TestOutcome::Failed { failures, document } = &test.outcome {
            out.push_str("  differences:\n");
            for difference in failures.iter().flat_map(|failure| &failure.differences) {
                out.push_str(&format!("    - part: {}\n", difference.part));
                out.push_str(&format!("      expected: {}\n", line(&difference.expected)));
                out.push_str(&format!("      found: {}\n", line(&difference.found)));
            }
            if !document.is_empty() {
                out.push_str("  document:\n");
            }
            for shown in document {
                let mark = match shown.mark {
                    Mark::Kept => "  ",
                    Mark::Written => "+ ",
                    Mark::Removed => "- ",
                    Mark::Gap => "  …",
                };
                out.push_str(&format!("    - {}\n", line(&format!("{mark}{}", shown.text))));
            }
        }
        out.push_str("  ...\n");
    }
    out
}

/// A description: one line in which no character begins a directive.
fn described(text: &str) -> String {
    visible(text).replace('\\', "\\\\").replace('#', "\\#")
}
