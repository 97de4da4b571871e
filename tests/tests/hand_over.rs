//! What is handed over: the options side by side, in every format, for the fixtures and for a hostile document.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

use countersign_house::{DecidedInput, Host, House, Input, OpenOptions, open};
use countersign_report::{HandoverFormat, SCHEMAS, Style, decided};
use countersign_tests::Repository;
use serde_json::Value;

/// Text that gives orders to a terminal, opens tags, links and cells, and looks like a template.
const HOSTILE: &str = "\u{1b}[2J\u{202e}\u{200b}<script>alert(1)</script> [x](javascript:1) | `a` {{b}}";

fn house(rules: &[&str]) -> House {
    let rules = rules.iter().map(|&path| path.to_owned()).collect();
    let opened = open(&Repository, &OpenOptions { rules, ..OpenOptions::default() });
    opened.house.unwrap_or_else(|| panic!("{:#?}", opened.diagnostics))
}

fn fixture(path: &str) -> Input {
    Input { name: path.to_owned(), bytes: Repository.read(path).unwrap(), by_name: true }
}

fn schema(name: &str) -> jsonschema::Validator {
    let schema = SCHEMAS.iter().find(|schema| schema.name == name).unwrap();
    jsonschema::validator_for(&serde_json::from_str(schema.text).unwrap()).unwrap()
}

/// Holds JSON against its schema, and hands it out.
fn valid(name: &str, text: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> = schema(name).iter_errors(&value).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0], "{text}");
    value
}

/// A handoff that says something hostile wherever texts may stand.
fn hostile() -> Input {
    let written = serde_json::to_string(HOSTILE).unwrap();
    let text = String::from_utf8(Repository.read("fixtures/handoffs/environment-unknown.yaml").unwrap()).unwrap();
    let text = text
        .replace("!unknown the account is not in the register yet", &format!("!unknown {written}"))
        .replace("team: storage-platform", &format!("team: {written}"))
        .replace("id: IR-2026-0412", &format!("id: {written}"))
        .replace("action: contain\n  targets", &format!("action: {written}\n  targets"));
    Input { name: format!("{HOSTILE}.yaml"), bytes: text.into_bytes(), by_name: true }
}

/// Nothing in it gives orders to a terminal; Markdown has no tag and no link of the document's.
fn assert_harmless(format: HandoverFormat, text: &str) {
    for char in ['\u{1b}', '\u{202e}', '\u{200b}'] {
        assert!(!text.contains(char), "{format:?} holds {char:?}\n{text}");
    }
    if format == HandoverFormat::Markdown {
        assert!(!text.contains("<script"), "{text}");
        assert!(!text.contains("[x]("), "{text}");
    }
}

#[test]
fn options_stand_side_by_side_with_what_would_settle_them() {
    let house = house(&[]);
    let mut shown = String::new();
    for name in ["environment-unknown.yaml", "unsafe-pattern.yaml"] {
        let options = house.check(fixture(&format!("fixtures/handoffs/{name}"))).decide();
        shown.push_str(&decided(HandoverFormat::Human, Style { width: 80, ..Style::default() }, &options));
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn who_approves_depends_on_what_is_not_known() {
    let options = house(&[]).check(fixture("fixtures/handoffs/environment-unknown.yaml")).decide();
    let value = valid("decide", &decided(HandoverFormat::Json, Style::default(), &options));
    let decision = &value["documents"][0]["decisions"][0];
    let contain = decision["settles"].as_array().unwrap().iter().find(|one| one["option"] == "contain").unwrap();
    assert_eq!(contain["path"], "scope.environment");
    assert_eq!(contain["why"], "the account is not in the register yet");
    let approvers: Vec<(&Value, usize)> = contain["settled"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (&group["approver"], group["values"].as_array().unwrap().len()))
        .collect();
    assert_eq!(approvers, [(&Value::from("account-owner"), 1), (&Value::from("service-owner"), 3)]);
}

#[test]
fn a_need_that_rests_on_an_unknown_is_tried_with_what_it_may_turn_out_to_be() {
    let house = house(&["fixtures/decisions"]);
    let text = String::from_utf8(Repository.read("fixtures/handoffs/public-bucket.yaml").unwrap()).unwrap();
    let text = text.replace("  level: moderate", "  level: !unknown the second log is late");
    let input = Input { name: "bucket.yaml".to_owned(), bytes: text.into_bytes(), by_name: true };
    let options = house.check(input).decide();
    let [DecidedInput::Document(document)] = options.as_slice() else { panic!("{options:#?}") };
    let decision = document.decisions.iter().find(|one| one.facts.id == "night/response" || one.facts.options.iter().any(|option| option.unmet.iter().any(|unmet| !unmet.suits && !unmet.reasons.is_empty())));
    let decision = decision.unwrap();
    let settled: Vec<_> = decision.settles.iter().flatten().filter(|one| one.path == "confidence.level").collect();
    assert!(!settled.is_empty());
    assert!(settled.iter().any(|one| one.settled.len() > 1), "{settled:#?}");
}

#[test]
fn every_fixture_is_compared_under_the_schema() {
    let house = house(&[]);
    for folder in ["aws", "azure", "gcp"] {
        for entry in Repository.list(&format!("fixtures/handoffs/{folder}")).unwrap() {
            let options = house.check(fixture(&format!("fixtures/handoffs/{folder}/{}", entry.name))).decide();
            let value = valid("decide", &decided(HandoverFormat::Json, Style::default(), &options));
            assert_eq!(value["errors"], Value::Array(Vec::new()), "{}", entry.name);
            let boundary = value["documents"][0]["decisions"][0]["boundary"].as_str().unwrap().to_owned();
            assert!(boundary.contains("approv") && !boundary.contains("(not written)"), "{}: {boundary}", entry.name);
        }
    }
}

#[test]
fn a_hostile_handoff_is_compared_harmlessly() {
    let options = house(&[]).check(hostile()).decide();
    for (_, format) in HandoverFormat::ALL {
        let text = decided(format, Style::default(), &options);
        assert_harmless(format, &text);
        assert!(text.contains("alert(1)"), "{text}");
    }
}
