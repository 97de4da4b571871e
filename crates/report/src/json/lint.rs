//! The JSON of `rules lint` and of `rules check --cost`.

use countersign_house::{Linted, RuleCost};
use countersign_source::Files;
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
    waivers: usize,
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
    let work = JsonLintWork {
        rules: linted.rules,
        waivers: linted.waivers,
        allowed: linted.allowed,
        documents: linted.documents,
    };
    let mut text = line(&JsonLinted { version: VERSION, findings, opaque, work });
    text.push('\n');
    text
}

#[derive(Debug, Serialize)]
struct JsonCosted {
    version: u32,
    most: Option<u64>,
    rules: Vec<JsonCost>,
}

#[derive(Debug, Serialize)]
struct JsonCost {
    rule: String,
    /// For a large document.
    steps: u64,
    degree: usize,
    formula: String,
    products: Vec<JsonProduct>,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonProduct {
    steps: f64,
    sizes: Vec<String>,
}

/// What each rule costs at most.
pub(crate) fn costed(files: &Files, costs: &[RuleCost], most: Option<u64>) -> String {
    let mut mirror = Mirror::default();
    let rules = costs
        .iter()
        .map(|cost| JsonCost {
            rule: cost.rule.clone(),
            steps: cost.when_large(),
            degree: cost.steps.degree(),
            formula: cost.steps.to_string(),
            products: cost
                .steps
                .products()
                .into_iter()
                .map(|(steps, sizes)| JsonProduct { steps, sizes: sizes.iter().map(ToString::to_string).collect() })
                .collect(),
            place: mirror.span(files, cost.place, None),
        })
        .collect();
    let mut text = line(&JsonCosted { version: VERSION, most, rules });
    text.push('\n');
    text
}
