//! `check` as JSON, a line a document, for runs that are read while they go on: what a line of `documents` of
//! `schema/check.schema.json` holds, and in front of it what the line is.

use countersign_house::{CheckedDocument, Totals};
use countersign_source::{Diagnostic, Files};
use serde::Serialize;

use super::check::{Json, JsonDocument, JsonTotals};
use super::{JsonMessage, VERSION, line};
use crate::CheckReport;

/// A line: what it is, and that.
#[derive(Debug, Serialize)]
struct Line<'a, T> {
    version: u32,
    #[serde(rename = "type")]
    sort: &'static str,
    #[serde(flatten)]
    of: &'a T,
}

/// Writes a line a document, a line an error, and a line with the totals.
#[derive(Debug)]
pub(crate) struct Stream {
    json: Json,
    errors: Vec<String>,
}

impl Stream {
    pub(crate) fn new() -> Self {
        Self { json: Json::new(), errors: Vec::new() }
    }
}

fn written<T: Serialize>(sort: &'static str, of: &T) -> String {
    line(&Line { version: VERSION, sort, of }) + "\n"
}

impl CheckReport for Stream {
    fn document(&mut self, document: &CheckedDocument) -> String {
        let mut out: String = self.errors.drain(..).collect();
        let mirror: JsonDocument = self.json.mirrored(document);
        out.push_str(&written("document", &mirror));
        out
    }

    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        for error in errors {
            let mirror: JsonMessage = self.json.message(files, error);
            self.errors.push(written("error", &mirror));
        }
    }

    fn end(&mut self, totals: &Totals) -> String {
        let mut out: String = self.errors.drain(..).collect();
        out.push_str(&written("end", &JsonTotals::of(totals)));
        out
    }
}
