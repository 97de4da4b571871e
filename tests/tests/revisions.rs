//! Two revisions of the rules against an archive: what changes, where, and what is said of it in each format.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use countersign_house::{ComparedTotals, Host as _, House, Input, OpenOptions, Revisions, open};
use countersign_report::{DiffFormat, RulesDiff, SCHEMAS, Style};
use countersign_tests::Repository;

const OLD: &str = "fixtures/revisions/old";
const NEW: &str = "fixtures/revisions/new";

fn house(path: &str) -> House {
    let opened = open(&Repository, &OpenOptions { rules: vec![path.to_owned()], tests: false, configuration: None });
    opened.house.unwrap_or_else(|| panic!("{:?}", opened.diagnostics))
}

/// What comes out for the archive, and for a document that is not one of it.
fn compared(format: DiffFormat, old: &str, new: &str, more: &[(&str, &str)]) -> (String, ComparedTotals) {
    let (old_house, new_house) = (house(old), house(new));
    let revisions = Revisions::new(&old_house, &new_house);
    let mut report = RulesDiff::new(format, Style::default(), (old, new), revisions.rules());
    let mut inputs: Vec<Input> = ["spring", "summer"]
        .map(|name| format!("fixtures/revisions/archive/{name}.yaml"))
        .map(|name| Input { bytes: Repository.read(&name).unwrap(), name, by_name: false })
        .into();
    inputs.extend(more.iter().map(|(name, text)| Input {
        name: (*name).to_owned(),
        bytes: text.as_bytes().to_vec(),
        by_name: false,
    }));
    let (mut text, mut totals) = (report.start(), ComparedTotals::default());
    for input in &inputs {
        for compared in revisions.compare(input, None) {
            totals.add(&compared);
            text.push_str(&report.compared(&compared));
            for (side, error) in &compared.errors {
                report.errors(compared.files(*side), std::slice::from_ref(error));
            }
        }
    }
    text.push_str(&report.end(&totals));
    (text, totals)
}

#[test]
fn what_changes_is_said_by_rule_with_its_places() {
    insta::assert_snapshot!("human", compared(DiffFormat::Human, OLD, NEW, &[]).0);
    insta::assert_snapshot!("markdown", compared(DiffFormat::Markdown, OLD, NEW, &[]).0);
}

#[test]
fn the_way_back_is_the_same_way() {
    let (text, totals) = compared(DiffFormat::Human, NEW, OLD, &[]);
    assert!(text.contains("no longer applies to 1 document that failed"), "{text}");
    assert!(text.contains("fails on 1 document\n"), "{text}");
    assert_eq!(totals, compared(DiffFormat::Human, OLD, NEW, &[]).1);
}

#[test]
fn the_same_rules_change_nothing() {
    let (text, totals) = compared(DiffFormat::Human, OLD, OLD, &[]);
    assert_eq!(text, "✓ no outcome changes in 5 documents\n");
    assert_eq!(totals.changed, 0);
}

#[test]
fn json_is_as_its_schema_says_and_tells_what_could_not_be_checked() {
    let more = [("broken.yaml", "a: ["), ("hostile.yaml", "kind: travel\nwho: \"\u{202e}x\"\nway: car\nwhere_to: x\n")];
    let (text, totals) = compared(DiffFormat::Json, OLD, NEW, &more);
    assert!(!text.contains('\u{202e}'));
    assert_eq!((totals.documents, totals.not_checked), (7, 1));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value.pointer("/errors").unwrap().as_array().unwrap().len(), 2, "{text}");
    let schema = SCHEMAS.iter().find(|schema| schema.name == "rules-diff").unwrap();
    let schema: serde_json::Value = serde_json::from_str(schema.text).unwrap();
    let errors: Vec<String> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&value).unwrap());
}
