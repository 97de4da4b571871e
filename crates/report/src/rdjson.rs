//! `check` in reviewdog's diagnostic format, `rdjson`: columns count UTF-8 bytes from 1, ends are exclusive.
//!
//! The shape is `DiagnosticResult` of reviewdog's `proto/rdf`. What is waived is left out.

use countersign_house::{CheckedDocument, Date, Totals};
use countersign_source::{Diagnostic, Files, Level};
use serde::Serialize;

use crate::CheckReport;
use crate::json::line;
use crate::remarks::{Extent, Remark, Remarks, Weight};

#[derive(Debug, Serialize)]
struct RdDiagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
}

#[derive(Debug, Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Debug, Serialize)]
struct Range {
    start: Spot,
    end: Spot,
}

#[derive(Debug, Serialize)]
struct Spot {
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Debug, Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

/// Writes a diagnostic a finding.
#[derive(Debug, Default)]
pub(crate) struct Rdjson {
    remarks: Remarks,
    written: usize,
    errors: Vec<Remark>,
}

impl Rdjson {
    fn diagnostic(&mut self, remark: &Remark) -> String {
        let severity = match remark.weight {
            Weight::Found(Level::Error) => "ERROR",
            Weight::Found(Level::Warning) => "WARNING",
            Weight::Found(Level::Note) | Weight::Open => "INFO",
            Weight::Waived => return String::new(),
        };
        let diagnostic = RdDiagnostic {
            message: remark.text(),
            location: Location { path: remark.file.as_deref().unwrap_or("."), range: remark.extent.map(range) },
            severity,
            code: Code { value: &remark.code },
            suggestions: remark
                .replacement
                .iter()
                .map(|offer| Suggestion { range: range(offer.extent), text: &offer.text })
                .collect(),
        };
        let comma = if self.written == 0 { "" } else { "," };
        self.written += 1;
        format!("{comma}\n{}", line(&diagnostic))
    }
}

impl CheckReport for Rdjson {
    fn start(&mut self, _: Option<Date>) -> String {
        "{\"source\":{\"name\":\"countersign\"},\"diagnostics\":[".to_owned()
    }

    fn document(&mut self, document: &CheckedDocument) -> String {
        let remarks = self.remarks.of_document(document);
        remarks.iter().map(|remark| self.diagnostic(remark)).collect()
    }

    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        self.errors.extend(errors.iter().map(|error| self.remarks.of_diagnostic(files, error)));
    }

    fn end(&mut self, _: &Totals) -> String {
        let errors = std::mem::take(&mut self.errors);
        let errors: String = errors.iter().map(|error| self.diagnostic(error)).collect();
        errors + "\n]}\n"
    }
}

fn range(extent: Extent) -> Range {
    Range {
        start: Spot { line: extent.start.line, column: extent.bytes.0 },
        end: Spot { line: extent.end.line, column: extent.bytes.1 },
    }
}
