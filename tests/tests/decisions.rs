//! Decisions from end to end: their tests, what people and programs see of each option, and what is told where a test
//! expects something else.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

use countersign_house::{Checked, Host, House, Input, OpenOptions, Opened, TestOutcome, Totals, Which, open};
use countersign_report::{CheckFormat, SCHEMAS, Style, TestFormat, check, diagnostic, rules_listed, rules_tested};
use countersign_tests::Repository;

fn house(rules: &str) -> House {
    let Opened { house, files, diagnostics, .. } =
        open(&Repository, &OpenOptions { rules: vec![rules.to_owned()], ..OpenOptions::default() });
    let told: String = diagnostics.iter().map(|each| diagnostic(Style::default(), &files, each)).collect();
    house.unwrap_or_else(|| panic!("{told}"))
}

/// The handoff with some lines changed.
fn handoff(changes: &[(&str, &str)]) -> Input {
    let bytes = Repository.read("fixtures/handoffs/public-bucket.yaml").unwrap();
    let mut text = String::from_utf8(bytes).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    Input { name: "bucket.yaml".to_owned(), bytes: text.into_bytes(), by_name: true }
}

fn printed(house: &House, format: CheckFormat, changes: &[(&str, &str)]) -> String {
    let mut report = check(format, Style { verbose: true, ..Style::default() });
    let mut out = report.start(None);
    let mut totals = Totals { files: 1, ..Totals::default() };
    for checked in house.check(handoff(changes)) {
        assert!(matches!(checked, Checked::Document(_)), "it can be judged");
        totals.add(&checked);
        out.push_str(&report.checked(&checked));
    }
    out + &report.end(&totals)
}

/// What nobody knows yet, and a choice that is not supported.
const OPEN: [(&str, &str); 2] = [
    ("  level: moderate", "  level: !unknown \"the second log \\u001b[2J is late\""),
    ("  rollback: restore policy version 41 from the configuration history\n", ""),
];
const CLOSED: [(&str, &str); 1] = [("action: contain\n  targets", "action: close\n  targets")];

#[test]
fn what_the_fixtures_expect_comes_out() {
    let run = house("fixtures/decisions").test(&Repository, Which::Given);
    assert_eq!(run.tests.len(), 7);
    for test in &run.tests {
        assert!(matches!(test.outcome, TestOutcome::Passed), "{}: {:#?}", test.title, test.outcome);
    }
}

#[test]
fn people_see_every_option_and_why() {
    let house = house("fixtures/decisions");
    let shown =
        [printed(&house, CheckFormat::Human, &OPEN), printed(&house, CheckFormat::Human, &CLOSED)].join("────\n");
    assert!(!shown.contains('\u{1b}'), "a document gives no orders");
    insta::assert_snapshot!(shown);
}

#[test]
fn programs_see_every_option_and_why() {
    let house = house("fixtures/decisions");
    let schema = SCHEMAS.iter().find(|schema| schema.name == "check").unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(schema.text).unwrap()).unwrap();
    let mut choices = Vec::new();
    for changes in [&OPEN[..], &CLOSED, &[("action: contain\n  targets", "targets")], &[]] {
        let text = printed(&house, CheckFormat::Json, changes);
        assert!(!text.contains('\u{1b}'));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0]);
        let decision = &value["documents"][0]["decisions"][0];
        choices.push((decision["choice"]["state"].clone(), decision["suggestion"].clone()));
    }
    let said = |state: &str, suggestion: Option<&str>| (state.into(), suggestion.map_or(().into(), Into::into));
    assert_eq!(
        choices,
        [
            said("option", None),
            said("option", Some("contain")),
            said("missing", Some("contain")),
            said("option", Some("contain"))
        ]
    );
}

#[test]
fn a_test_that_fails_says_what_came_out_and_why() {
    let house = house("fixtures/failing/decision.rules");
    let run = house.test(&Repository, Which::Given);
    insta::assert_snapshot!(rules_tested(TestFormat::Human, Style::default(), &run));
}

#[test]
fn a_decision_is_listed_with_its_options() {
    let house = house("fixtures/decisions");
    let listed = rules_listed(countersign_report::Format::Human, Style::default(), &house.listing(Which::Given));
    assert!(listed.contains("(a decision: monitor, enrich, contain, close, rotate)"), "{listed}");
}
