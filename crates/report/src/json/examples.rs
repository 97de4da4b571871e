//! The JSON of `rules examples`.

use countersign_house::{RuleExamples, Wanted};
use serde::Serialize;

use super::{VERSION, line};

#[derive(Debug, Serialize)]
struct JsonOutput {
    version: u32,
    #[serde(flatten)]
    examples: JsonExamples,
}

/// The examples of a rule.
#[derive(Debug, Serialize)]
pub(crate) struct JsonExamples {
    rule: String,
    title: String,
    examples: Vec<JsonSought>,
}

#[derive(Debug, Serialize)]
struct JsonSought {
    outcome: &'static str,
    /// `null` where no document was found.
    example: Option<JsonExample>,
    judged: usize,
}

#[derive(Debug, Serialize)]
struct JsonExample {
    /// The document, as YAML.
    document: String,
    lines: Vec<JsonLine>,
    message: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonLine {
    line: usize,
    words: String,
}

pub(crate) fn examples(examples: &RuleExamples) -> String {
    let mut text = line(&JsonOutput { version: VERSION, examples: mirror(examples) });
    text.push('\n');
    text
}

/// The mirror of some examples.
pub(crate) fn mirror(examples: &RuleExamples) -> JsonExamples {
    JsonExamples {
        rule: examples.rule.clone(),
        title: examples.title.to_string(),
        examples: examples
            .examples
            .iter()
            .map(|sought| JsonSought {
                outcome: match sought.wanted {
                    Wanted::Passes => "passes",
                    Wanted::Fails => "fails",
                    Wanted::Open => "undetermined",
                },
                example: sought.example.as_ref().map(|example| JsonExample {
                    document: example.text.clone(),
                    lines: example
                        .marks
                        .iter()
                        .map(|mark| JsonLine { line: mark.line, words: mark.words.clone() })
                        .collect(),
                    message: example.message.clone(),
                }),
                judged: sought.judged,
            })
            .collect(),
    }
}
