//! `check` as a report of GitLab's Code Quality: an array of issues, each with a fingerprint of its own.
//!
//! The shape is that of GitLab's documentation of Code Quality: `description`, `check_name`, `fingerprint`, `severity`, and
//! a location with positions. Lines and columns count from 1. What is waived is left out.

use countersign_house::{CheckedDocument, Totals};
use countersign_source::{Diagnostic, Files, Level, Position};
use serde::Serialize;

use crate::CheckReport;
use crate::json::line;
use crate::remarks::{Extent, Remark, Remarks, Weight};

#[derive(Debug, Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Debug, Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Debug, Serialize)]
struct Positions {
    begin: Spot,
    end: Spot,
}

#[derive(Debug, Serialize)]
struct Spot {
    line: usize,
    column: usize,
}

/// Writes an issue a finding.
#[derive(Debug, Default)]
pub(crate) struct Gitlab {
    remarks: Remarks,
    written: usize,
    errors: Vec<Remark>,
}

impl Gitlab {
    fn issue(&mut self, remark: &Remark, fingerprint: String) -> String {
        let severity = match remark.weight {
            Weight::Found(Level::Error) => "critical",
            Weight::Found(Level::Warning) => "major",
            Weight::Found(Level::Note) => "minor",
            Weight::Open => "info",
            Weight::Waived => return String::new(),
        };
        let start = Position { line: 1, column: 1 };
        let extent = remark.extent.unwrap_or(Extent { start, end: start, bytes: (1, 1) });
        let issue = Issue {
            description: remark.text(),
            check_name: &remark.code,
            fingerprint,
            severity,
            location: Location {
                path: remark.file.as_deref().map_or(".", |file| file.trim_start_matches("./")),
                positions: Positions { begin: spot(extent.start), end: spot(extent.end) },
            },
        };
        let comma = if self.written == 0 { "" } else { "," };
        self.written += 1;
        format!("{comma}\n{}", line(&issue))
    }
}

impl CheckReport for Gitlab {
    fn start(&mut self, _: Option<countersign_house::Date>) -> String {
        "[".to_owned()
    }

    fn document(&mut self, document: &CheckedDocument) -> String {
        let remarks = self.remarks.of_document(document);
        remarks.iter().zip(document.fingerprints()).map(|(remark, print)| self.issue(remark, print)).collect()
    }

    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        self.errors.extend(errors.iter().map(|error| self.remarks.of_diagnostic(files, error)));
    }

    fn end(&mut self, _: &Totals) -> String {
        let errors = std::mem::take(&mut self.errors);
        let mut out = String::new();
        for (number, error) in errors.iter().enumerate() {
            // What keeps a file from being checked has no fingerprint of content: there is no content to speak of.
            let at = error.extent.map_or(0, |extent| extent.start.line);
            let fingerprint = format!("{}:{}:{at}:{number}", error.code, error.file.as_deref().unwrap_or_default());
            out.push_str(&self.issue(error, fingerprint));
        }
        out + "\n]\n"
    }
}

fn spot(position: Position) -> Spot {
    Spot { line: position.line, column: position.column }
}
