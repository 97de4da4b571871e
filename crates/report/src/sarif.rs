//! `check` as SARIF 2.1.0, the format of OASIS that code scanning takes in.
//!
//! Results are written as they come; the rules that they speak of stand behind them, where all are known. Columns count
//! code points. What cannot be decided is a result of kind `open`; what is waived is suppressed, with the reason of the
//! waiver; what could not be checked is a notification, and the invocation says that it did not succeed.

use std::collections::HashMap;

use countersign_house::{CheckedDocument, Date, Finding, Totals, WaiverState};
use countersign_source::{Diagnostic, Files, Level};
use serde_json::{Map, Value, json};

use crate::CheckReport;
use crate::json::line;
use crate::remarks::{Extent, Remark, Remarks, Weight, on_one_line};

/// The most characters of a description that GitHub takes (its limits for SARIF).
const DESCRIPTION: usize = 1000;

/// Writes one log with one run.
#[derive(Debug, Default)]
pub(crate) struct Sarif {
    remarks: Remarks,
    written: usize,
    /// The place of each rule among [`Self::rules`].
    numbers: HashMap<String, usize>,
    rules: Vec<Value>,
    notifications: Vec<Value>,
    failed: bool,
}

impl Sarif {
    fn result(&mut self, finding: &Finding, remark: &Remark, fingerprint: &str) -> Value {
        let (level, kind) = match remark.weight {
            Weight::Open => ("none", "open"),
            Weight::Found(_) | Weight::Waived => (level(finding.level), "fail"),
        };
        let number = self.rule(finding);
        let mut result = json!({
            "ruleId": finding.rule,
            "ruleIndex": number,
            "kind": kind,
            "level": level,
            "message": { "text": remark.text() },
            "locations": location(remark).into_iter().collect::<Vec<_>>(),
            "partialFingerprints": {
                "countersign/v1": fingerprint,
                "primaryLocationLineHash": format!("{}:1", fingerprint.get(..16).unwrap_or(fingerprint)),
            },
        });
        let Some(members) = result.as_object_mut() else { return result };
        if let Some(waiver) = finding.waiver.as_ref().filter(|_| remark.weight == Weight::Waived) {
            let status = if waiver.state == WaiverState::Holds { "accepted" } else { "underReview" };
            members.insert(
                "suppressions".to_owned(),
                json!([{ "kind": "external", "status": status, "justification": justification(waiver) }]),
            );
        }
        if let (Some(offer), Some(file)) = (&remark.replacement, &remark.file) {
            members.insert(
                "fixes".to_owned(),
                json!([{
                    "description": { "text": offer.words },
                    "artifactChanges": [{
                        "artifactLocation": { "uri": uri(file) },
                        "replacements": [{
                            "deletedRegion": region(offer.extent),
                            "insertedContent": { "text": offer.text },
                        }],
                    }],
                }]),
            );
        }
        result
    }

    /// The place of a finding's rule among the rules, to which it is added where it is the first of it.
    fn rule(&mut self, finding: &Finding) -> usize {
        if let Some(number) = self.numbers.get(&finding.rule) {
            return *number;
        }
        let number = self.rules.len();
        self.numbers.insert(finding.rule.clone(), number);
        self.rules.push(rule(finding));
        number
    }
}

impl CheckReport for Sarif {
    fn start(&mut self, _: Option<Date>) -> String {
        let schema = "https://json.schemastore.org/sarif-2.1.0.json";
        format!("{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[{{\"results\":[")
    }

    fn document(&mut self, document: &CheckedDocument) -> String {
        let remarks = self.remarks.of_document(document);
        let mut out = String::new();
        for ((finding, remark), print) in document.findings.iter().zip(&remarks).zip(document.fingerprints()) {
            let result = self.result(finding, remark, &print);
            out.push_str(if self.written == 0 { "\n" } else { ",\n" });
            out.push_str(&line(&result));
            self.written += 1;
        }
        out
    }

    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        for error in errors {
            let remark = self.remarks.of_diagnostic(files, error);
            self.failed |= error.level == Level::Error;
            let mut notification = json!({
                "descriptor": { "id": remark.code },
                "level": level(error.level),
                "message": { "text": remark.text() },
            });
            if let (Some(location), Some(members)) = (location(&remark), notification.as_object_mut()) {
                members.insert("locations".to_owned(), json!([location]));
            }
            self.notifications.push(notification);
        }
    }

    fn end(&mut self, _: &Totals) -> String {
        let mut invocation = json!({ "executionSuccessful": !self.failed });
        if let Some(members) = invocation.as_object_mut().filter(|_| !self.notifications.is_empty()) {
            members
                .insert("toolExecutionNotifications".to_owned(), Value::Array(std::mem::take(&mut self.notifications)));
        }
        let driver = json!({
            "name": "countersign",
            // Validators ask for it; there is no page yet that it could name.
            "informationUri": "urn:countersign:documentation",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": std::mem::take(&mut self.rules),
        });
        format!(
            "\n],\"columnKind\":\"unicodeCodePoints\",\"invocations\":[{}],\"tool\":{{\"driver\":{}}}}}]}}\n",
            line(&invocation),
            line(&driver)
        )
    }
}

fn rule(finding: &Finding) -> Value {
    let because = finding.because.as_deref().map(on_one_line);
    let title = sentence(&finding.title);
    let full = because.clone().unwrap_or_else(|| title.clone());
    let mut help: Vec<String> = vec![title.clone()];
    help.extend(because.clone().filter(|because| *because != title));
    help.extend(finding.see.iter().map(|see| format!("See {}.", on_one_line(see).trim_end_matches('.'))));
    help.push(format!("`countersign explain {}` shows its page.", finding.rule));
    let mut tags: Vec<String> = Vec::new();
    tags.extend(finding.rule.split_once('/').map(|(pack, _)| pack.to_owned()));
    tags.extend(finding.step.iter().map(|step| format!("step:{}", step.name)));
    tags.extend(finding.risks.iter().map(|risk| format!("risk:{}", risk.name)));
    json!({
        "id": finding.rule,
        "name": pascal(&finding.rule),
        "shortDescription": { "text": cut(&title) },
        "fullDescription": { "text": cut(&sentence(&full)) },
        "help": { "text": help.join("\n") },
        "defaultConfiguration": { "level": level(finding.level_set.map_or(finding.level, |set| set.declared)) },
        "properties": { "tags": tags },
    })
}

/// A place, where there is a file.
fn location(remark: &Remark) -> Option<Value> {
    let file = remark.file.as_ref()?;
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), json!({ "uri": uri(file) }));
    if let Some(extent) = remark.extent {
        physical.insert("region".to_owned(), region(extent));
    }
    Some(json!({ "physicalLocation": physical }))
}

fn region(extent: Extent) -> Value {
    json!({
        "startLine": extent.start.line,
        "startColumn": extent.start.column,
        "endLine": extent.end.line,
        "endColumn": extent.end.column,
    })
}

fn justification(waiver: &countersign_house::Waiver) -> String {
    format!("{} (by {}, until {})", on_one_line(&waiver.because), waiver.by, waiver.until)
}

fn level(level: Level) -> &'static str {
    level.word()
}

/// A description: a sentence that begins in upper case and ends in a full stop.
fn sentence(text: &str) -> String {
    let text = on_one_line(text);
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

fn cut(text: &str) -> String {
    if text.chars().count() <= DESCRIPTION {
        return text.to_owned();
    }
    text.chars().take(DESCRIPTION).chain(['…']).collect()
}

/// The name of a rule as SARIF wants names: `approval/approver-named` as `ApprovalApproverNamed`.
fn pascal(id: &str) -> String {
    id.split(|char: char| !char.is_alphanumeric())
        .flat_map(|word| {
            let mut chars = word.chars();
            let first: Vec<char> = chars.next().into_iter().flat_map(char::to_uppercase).collect();
            first.into_iter().chain(chars.collect::<Vec<_>>())
        })
        .collect()
}

/// The name of a file as a reference: relative as it was given, or with the scheme of files.
fn uri(name: &str) -> String {
    let name = name.replace('\\', "/");
    let name = name.trim_start_matches("./");
    let mut out = String::with_capacity(name.len() + 8);
    let mut chars = name.chars();
    if name.starts_with('/') {
        out.push_str("file://");
    } else if let (Some(drive), Some(':'), true) = (chars.next(), chars.next(), name.len() > 2) {
        out.push_str("file:///");
        out.push(drive);
        out.push(':');
        return percent(out, name.get(2..).unwrap_or_default());
    }
    percent(out, name)
}

fn percent(mut out: String, path: &str) -> String {
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{pascal, sentence, uri};

    #[test]
    fn names_of_files_are_references() {
        assert_eq!(uri("./handoffs/é b.yaml"), "handoffs/%C3%A9%20b.yaml");
        assert_eq!(uri("/srv/a#b.yaml"), "file:///srv/a%23b.yaml");
        assert_eq!(uri("C:\\a\\b.yaml"), "file:///C:/a/b.yaml");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }

    #[test]
    fn names_and_sentences_are_as_the_standard_wants_them() {
        assert_eq!(pascal("approval/approver-named"), "ApprovalApproverNamed");
        assert_eq!(sentence("a value does\n not fit"), "A value does not fit.");
    }
}
