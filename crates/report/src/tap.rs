//! The Test Anything Protocol, version 14, with a YAML block beneath what there is to say of: a test point a test, or, of
//! `check`, a document.

use countersign_house::{CheckedDocument, Date, Mark, TestOutcome, TestRun, Totals, Verdict};
use countersign_source::{Diagnostic, Files, Level};

use crate::CheckReport;
use crate::human::{title, verdict_words};
use crate::json::line;
use crate::places::Places;
use crate::remarks::{Remark, Remarks, Weight};
use crate::visible::visible;

/// Writes a test point a document, and the plan behind them.
#[derive(Debug, Default)]
pub(crate) struct Tap {
    remarks: Remarks,
    points: usize,
    errors: Vec<Remark>,
}

impl Tap {
    fn point(&mut self, ok: bool, name: &str, remarks: &[Remark]) -> String {
        self.points += 1;
        let ok = if ok { "ok" } else { "not ok" };
        let mut out = format!("{ok} {} - {}\n", self.points, described(name));
        if remarks.is_empty() {
            return out;
        }
        out.push_str("  ---\n  findings:\n");
        for remark in remarks {
            let word = match remark.weight {
                Weight::Found(level) => level.word(),
                Weight::Open => "open",
                Weight::Waived => "waived",
            };
            out.push_str(&format!("    - rule: {}\n      level: {word}\n", line(&remark.code)));
            out.push_str(&format!("      message: {}\n", line(&remark.message)));
            if let (Some(file), Some(extent)) = (&remark.file, remark.extent) {
                out.push_str(&format!(
                    "      at:\n        file: {}\n        line: {}\n        column: {}\n",
                    line(file),
                    extent.start.line,
                    extent.start.column
                ));
            }
        }
        out.push_str("  ...\n");
        out
    }
}

impl CheckReport for Tap {
    fn start(&mut self, _: Option<Date>) -> String {
        "TAP version 14\n".to_owned()
    }

    fn document(&mut self, document: &CheckedDocument) -> String {
        let remarks = self.remarks.of_document(document);
        let (word, _, found) = verdict_words(document);
        let name = format!("{}: {word}{}{found}", title(document), if found.is_empty() { "" } else { ": " });
        let ok = document.verdict != Verdict::NotReady && !document.nothing_applied();
        self.point(ok, &name, &remarks)
    }

    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        self.errors.extend(errors.iter().map(|error| self.remarks.of_diagnostic(files, error)));
    }

    fn end(&mut self, _: &Totals) -> String {
        let mut out = String::new();
        for error in std::mem::take(&mut self.errors) {
            let ok = error.weight != Weight::Found(Level::Error);
            let name = format!("{}: {}", error.code, error.message);
            out.push_str(&self.point(ok, &name, std::slice::from_ref(&error)));
        }
        out + &format!("1..{}\n", self.points)
    }
}

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
