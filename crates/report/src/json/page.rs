//! The JSON of `explain` of a name.

use countersign_house::Page;
use countersign_source::Files;
use serde::Serialize;

use super::examples::{JsonExamples, mirror};
use super::{JsonNamed, JsonPlace, Mirror, VERSION, line, named};

#[derive(Debug, Serialize)]
struct JsonPage {
    version: u32,
    name: String,
    title: String,
    /// The text of a code, a lint or a check; the text of a rule as it is written.
    text: String,
    /// `null` for what is no rule.
    rule: Option<JsonRulePage>,
}

#[derive(Debug, Serialize)]
struct JsonRulePage {
    level: &'static str,
    kind: String,
    step: Option<JsonNamed>,
    risks: Vec<JsonNamed>,
    effective: Option<JsonDays>,
    unwaivable: bool,
    waivers: Vec<JsonWaiver>,
    /// `null` where it is no decision.
    options: Option<Vec<JsonNamed>>,
    because: Option<String>,
    concept: Option<JsonConcept>,
    see: Vec<String>,
    doc: Option<String>,
    uses: Vec<JsonUsed>,
    tests: Vec<String>,
    place: JsonPlace,
    examples: JsonExamples,
}

#[derive(Debug, Serialize)]
struct JsonDays {
    from: String,
    until: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonWaiver {
    condition: Option<String>,
    until: String,
    by: String,
    because: String,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonConcept {
    name: String,
    /// `null` where its page cannot be read.
    text: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonUsed {
    kind: &'static str,
    name: String,
    value: Option<String>,
    doc: Option<String>,
}

pub(crate) fn page(files: &Files, page: &Page) -> String {
    let page = match page {
        Page::Text(page) => JsonPage {
            version: VERSION,
            name: page.name.clone(),
            title: page.title.clone(),
            text: page.text.clone(),
            rule: None,
        },
        Page::Rule(page) => {
            let facts = &page.facts;
            JsonPage {
                version: VERSION,
                name: facts.id.clone(),
                title: facts.title.to_string(),
                text: page.text.clone(),
                rule: Some(JsonRulePage {
                    level: facts.level.word(),
                    kind: facts.kind.to_string(),
                    step: facts.step.as_ref().map(named),
                    risks: facts.risks.iter().map(named).collect(),
                    effective: facts.effective.map(|(from, until)| JsonDays {
                        from: from.to_string(),
                        until: until.map(|until| until.to_string()),
                    }),
                    unwaivable: facts.unwaivable,
                    waivers: page
                        .waivers
                        .iter()
                        .map(|waiver| JsonWaiver {
                            condition: waiver.condition.clone(),
                            until: waiver.until.to_string(),
                            by: waiver.by.to_string(),
                            because: waiver.because.to_string(),
                            place: Mirror::default().span(files, waiver.place, None),
                        })
                        .collect(),
                    options: facts.options.as_ref().map(|options| options.iter().map(named).collect()),
                    because: facts.because.as_ref().map(ToString::to_string),
                    concept: page
                        .concept
                        .as_ref()
                        .map(|(name, text)| JsonConcept { name: name.to_string(), text: text.clone() }),
                    see: facts.see.iter().map(ToString::to_string).collect(),
                    doc: facts.doc.clone(),
                    uses: page
                        .uses
                        .iter()
                        .map(|used| JsonUsed {
                            kind: used.kind,
                            name: used.name.to_string(),
                            value: used.value.clone(),
                            doc: used.doc.clone(),
                        })
                        .collect(),
                    tests: page.tests.iter().map(ToString::to_string).collect(),
                    place: Mirror::default().span(files, facts.place, None),
                    examples: mirror(&page.examples),
                }),
            }
        }
    };
    let mut text = line(&page);
    text.push('\n');
    text
}
