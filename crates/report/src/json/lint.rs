//! The JSON of `rules lint`.

use countersign_house::Linted;
use serde::Serialize;

use super::{JsonMessage, JsonPlace, Mirror, VERSION, line};

#[derive(Debug, Serialize)]
struct JsonLinted {
    version: u32,
    findings: Vec<JsonMessage>,
    opaque: Vec<JsonOpaque>,
    work: JsonLintWork,
}

#[derive(Debug, Serialize)]
struct JsonOpaque {
    rule: String,
    why: &'static str,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonLintWork {
    rules: usize,
    allowed: usize,
    documents: Option<usize>,
}

/// What the lints found.
pub(crate) fn linted(linted: &Linted) -> String {
    let mut mirror = Mirror::default();
    let findings = linted.findings.iter().map(|finding| mirror.message(&linted.files, finding)).collect();
    let opaque = linted
        .opaque
        .iter()
        .map(|part| JsonOpaque {
            rule: part.rule.clone(),
            why: part.why,
            place: mirror.span(&linted.files, part.place, None),
        })
        .collect();
    let work = JsonLintWork { rules: linted.rules, allowed: linted.allowed, documents: linted.documents };
    let mut text = line(&JsonLinted { version: VERSION, findings, opaque, work });
    text.push('\n');
    text
}
