//! What `rules check`, `rules list` and `rules test` print, in every format, for the same hand-made facts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::sync::Arc;

use countersign_house::{
    Date, Difference, ExcerptLine, Failure, ListedDecision, ListedPack, Listing, Mark, Named, OptionEntry, Origin,
    PackFacts, RuleFacts, SettingEntry, TableEntry, TestOutcome, TestResult, TestRun, WaiverEntry,
};
use countersign_report::{Format, SCHEMAS, Style, TestFormat, diagnostic, rules_checked, rules_listed, rules_tested};
use countersign_source::{Diagnostic, Level};
use countersign_tests::specimen::Specimen;

fn specimen() -> Specimen {
    Specimen::handoff()
}

fn packs() -> Vec<PackFacts> {
    let specimen = specimen();
    let place = specimen.span(specimen.rules, "approver-named");
    let pack = |name: &str, origin, doc: Option<&str>, rules| PackFacts {
        name: name.into(),
        kind: "handoff".into(),
        origin,
        place,
        doc: doc.map(str::to_owned),
        rules,
        tests: 2 * rules,
    };
    vec![
        pack("approval", Origin::Given, Some("Who has to say yes.\nAnd when."), 2),
        pack("handoff", Origin::Shipped, None, 0),
    ]
}

fn rules() -> Vec<RuleFacts> {
    let specimen = specimen();
    let rule = |name: &str, level, title: &str| RuleFacts {
        id: format!("approval/{name}"),
        title: title.into(),
        level,
        origin: Origin::Given,
        kind: "handoff".into(),
        step: Some(Named { name: "approval".into(), title: "Identify what needs approval".into() }),
        risks: Vec::new(),
        effective: Date::parse("2026-10-01").map(|from| (from, None)).filter(|_| level == Level::Warning),
        unwaivable: level == Level::Error,
        because: Some("Somebody has to answer for it.".into()),
        see: Vec::new(),
        doc: None,
        place: specimen.span(specimen.rules, name),
        tests: 2,
        options: None,
    };
    vec![
        rule("approver-named", Level::Error, "A recommendation that changes production names its approver"),
        rule("approver-fits", Level::Warning, "The approver is the one the house has named\u{1b}[2J"),
    ]
}

/// Packs with something of every kind, and one that holds nothing.
fn listing() -> Listing {
    let named = |name: &str, title: &str| Named { name: name.into(), title: title.into() };
    let option = |name: &str, title: &str, from: Option<&str>| OptionEntry {
        named: named(name, title),
        from: from.map(Into::into),
        needs: vec!["scope is present".into()],
        suits: Vec::new(),
        approver: Some("approver-for(action)".to_owned()),
        doc: None,
    };
    let setting = |name: &str, bounds: Option<(&str, &str)>| SettingEntry {
        name: name.into(),
        ty: "duration".to_owned(),
        value: "24h".to_owned(),
        bounds: bounds.map(|(least, most)| (least.to_owned(), most.to_owned())),
        doc: Some("How long a granted approval lasts.\nIn hours.".to_owned()),
    };
    let waiver = |subject: &str, condition: Option<&str>| WaiverEntry {
        subject: subject.to_owned(),
        pack: "approval".into(),
        condition: condition.map(str::to_owned),
        until: Date::parse("2026-12-31").unwrap(),
        by: "Ada \u{1b}[2J".into(),
        because: "the directory of approvers is being moved, and nobody can be looked up until that is done".into(),
    };
    let table = TableEntry {
        name: "approver-for".into(),
        columns: vec![("action".into(), "Action".to_owned()), ("environment".into(), "Environment".to_owned())],
        answer: "Role".to_owned(),
        rows: vec![(vec!["contain".to_owned(), "any".to_owned()], "service-owner".to_owned())],
        doc: None,
    };
    let full = |facts: PackFacts, rules: Vec<RuleFacts>| ListedPack {
        decisions: vec![ListedDecision {
            rule: "approval/response".to_owned(),
            options: vec![option("contain", "Contain now", None), option("wait", "Wait for day", Some("night"))],
        }],
        settings: vec![setting("approval-validity", Some(("1h", "72h"))), setting("review-after", None)],
        tables: vec![table.clone()],
        steps: vec![named("approval", "Identify what needs approval")],
        risks: vec![named("no-approval", "Somebody acts whom nobody allowed to")],
        waivers: vec![
            waiver("approval/approver-named", None),
            waiver("approval/a-rule-whose-name-is-long-beyond-all-measure", Some("action == contain")),
        ],
        concepts: vec!["approval-boundary".to_owned(), "ownership".to_owned()],
        rules,
        facts,
    };
    let empty = |facts: PackFacts| ListedPack {
        facts,
        rules: Vec::new(),
        decisions: Vec::new(),
        settings: Vec::new(),
        tables: Vec::new(),
        steps: Vec::new(),
        risks: Vec::new(),
        waivers: Vec::new(),
        concepts: Vec::new(),
    };
    let mut packs = packs().into_iter();
    let packs = vec![full(packs.next().unwrap(), rules()), empty(packs.next().unwrap())];
    Listing { files: specimen().files, packs }
}

fn mistakes() -> Vec<Diagnostic> {
    let specimen = specimen();
    vec![
        Diagnostic::error("E0102", "`approval` has no field `aprover`")
            .at(specimen.span(specimen.rules, "approval.approver"), "no such field")
            .help("did you mean `approver`?"),
        Diagnostic::new(Level::Warning, "L0001", "this rule can never apply")
            .at(specimen.span(specimen.rules, "approver-fits"), "")
            .note("no document satisfies its condition"),
    ]
}

fn tested() -> TestRun {
    let specimen = specimen();
    let test = |title: &str, pack: &str, outcome| TestResult {
        title: title.into(),
        pack: pack.into(),
        place: specimen.span(specimen.rules, "rule"),
        outcome,
    };
    TestRun {
        files: Arc::clone(&specimen.files),
        tests: vec![
            test("an approver is named # \\ <&\u{7}>", "approval", TestOutcome::Passed),
            test(
                "no approver is refused",
                "approval",
                TestOutcome::Failed {
                    failures: vec![Failure {
                        message: Diagnostic::error("test/outcome", "expected `approver-named` to fail, and it passes")
                            .at(specimen.span(specimen.rules, "require approval.approver"), "expected here")
                            .and(specimen.span(specimen.document, "pending"), "`approval.state`"),
                        differences: vec![Difference {
                            part: "outcome",
                            expected: "fails".into(),
                            found: "passes".into(),
                        }],
                    }],
                    document: [
                        (Mark::Gap, ""),
                        (Mark::Kept, "approval:"),
                        (Mark::Written, "  state: \"<granted>\" & \u{1b}[2J"),
                        (Mark::Removed, "  approver:"),
                    ]
                    .map(|(mark, text)| ExcerptLine { text: text.into(), mark })
                    .to_vec(),
                },
            ),
            test("a ready handoff", "handoff", TestOutcome::Passed),
            test(
                "a handoff that is gone",
                "handoff",
                TestOutcome::Broken(vec![Diagnostic::error(
                    "input/not-found",
                    "there is no file or folder `gone.yaml`",
                )]),
            ),
        ],
    }
}

#[test]
fn people_see_what_is_wrong_with_rules() {
    let files = specimen().files;
    let mut text = String::new();
    for mistake in mistakes() {
        text.push_str(&diagnostic(Style::default(), &files, &mistake));
    }
    text.push_str(&rules_checked(Format::Human, Style::default(), &files, &packs(), &mistakes()));
    text.push_str(&rules_checked(Format::Human, Style::default(), &files, &packs(), &mistakes()[1..]));
    insta::assert_snapshot!(text);
}

#[test]
fn people_see_what_there_is() {
    let listed = |format| rules_listed(format, Style::default(), &listing());
    insta::assert_snapshot!(format!("{}-- concise\n{}", listed(Format::Human), listed(Format::Concise)));
}

#[test]
fn people_see_which_tests_do_not_pass() {
    let verbose = Style { verbose: true, ..Style::default() };
    insta::assert_snapshot!(rules_tested(TestFormat::Human, verbose, &tested()));
}

#[test]
fn build_servers_read_which_tests_do_not_pass() {
    let text = |format| rules_tested(format, Style::default(), &tested());
    insta::assert_snapshot!("junit", text(TestFormat::Junit));
    insta::assert_snapshot!("tap", text(TestFormat::Tap));
    insta::assert_snapshot!("concise", text(TestFormat::Concise));
}

#[test]
fn json_is_as_its_schemas_say() {
    let files = specimen().files;
    for (name, text) in [
        ("rules-check", rules_checked(Format::Json, Style::default(), &files, &packs(), &mistakes())),
        ("rules-list", rules_listed(Format::Json, Style::default(), &listing())),
        ("rules-test", rules_tested(TestFormat::Json, Style::default(), &tested())),
    ] {
        assert!(!text.contains('\u{1b}'));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let schema = SCHEMAS.iter().find(|schema| schema.name == name).unwrap();
        let schema: serde_json::Value = serde_json::from_str(schema.text).unwrap();
        let errors: Vec<String> = jsonschema::validator_for(&schema)
            .unwrap()
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        insta::assert_snapshot!(name, serde_json::to_string_pretty(&value).unwrap());
    }
}
