//! What is handed over: the options side by side, in every format, for the fixtures and for a hostile document.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail loudly"
)]

use countersign_house::{Checked, DecidedInput, Finding, Host, House, Input, Lack, OpenOptions, open};
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
        let prose = without_code(text);
        assert!(!prose.contains("<script"), "{prose}");
        assert!(!prose.contains("[x]("), "{prose}");
    }
}

/// Markdown without its code spans, in which nothing means anything: a run of backticks up to the next one as long.
fn without_code(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(['`', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(behind) = rest.strip_prefix('\\') {
            let next = behind.chars().next().map_or(0, char::len_utf8);
            rest = &behind[next..];
            continue;
        }
        let inside = rest.trim_start_matches('`');
        let fence = &rest[..rest.len() - inside.len()];
        let closes = inside
            .match_indices(fence)
            .find(|(from, _)| !inside[..*from].ends_with('`') && !inside[from + fence.len()..].starts_with('`'));
        match closes {
            Some((from, _)) => rest = &inside[from + fence.len()..],
            None => {
                out.push_str(fence);
                rest = inside;
            }
        }
    }
    out + rest
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
    let settles = document.decisions.iter().flat_map(|one| one.settles.iter().flatten());
    let settled: Vec<_> = settles.filter(|one| one.path == "confidence.level").collect();
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

/// What a check finds in a text.
fn findings(house: &House, text: &str) -> Vec<Finding> {
    let input = Input { name: "new.yaml".to_owned(), bytes: text.as_bytes().to_vec(), by_name: true };
    let mut checked: Vec<Checked> = house.check(input).collect();
    match checked.remove(0) {
        Checked::Document(document) => document.findings,
        Checked::Errors { errors, .. } => panic!("{errors:#?}\n{text}"),
    }
}

#[test]
fn a_new_document_lacks_what_is_still_to_be_written_and_nothing_else_is_wrong() {
    for house in [house(&[]), house(&["fixtures/beside"])] {
        for kind in house.fillable() {
            let text = house.form(Some(&kind.word)).unwrap();
            let found = findings(&house, &text);
            assert!(!found.is_empty(), "{}", kind.word);
            for finding in found {
                let lacks = |lack: &Lack| matches!(lack, Lack::Missing | Lack::Empty | Lack::NoneFits);
                let written = finding.reasons.iter().all(|reason| lacks(&reason.lack));
                let only = finding.rule == "schema/required" || (!finding.reasons.is_empty() && written);
                assert!(only && (finding.rule == "schema/required" || finding.fault.is_none()), "{finding:#?}");
            }
        }
    }
}

#[test]
fn every_line_of_a_new_document_that_is_taken_up_fits_the_schema() {
    let house = house(&[]);
    for kind in house.fillable() {
        let form = house.form(Some(&kind.word)).unwrap();
        // Behind `# ` stands a line of the document, or a remark of it.
        let head = form.lines().position(|line| line.starts_with("kind:")).unwrap();
        let text: String =
            form.lines().skip(head).map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(line))).collect();
        for finding in findings(&house, &text) {
            let schema = finding.rule.starts_with("schema/");
            assert!(!schema || finding.rule == "schema/required", "{finding:#?}\n{text}");
        }
    }
}

#[test]
fn a_new_document_says_what_is_wanted_when() {
    let form = house(&[]).form(None).unwrap();
    for line in [
        "kind: handoff\n",
        "\nid:\n",
        "prepared_at: # a time, as in",
        "#   level: # low, medium, high or critical\n",
        "# # What it does to the business, in words or figures.\n# # wanted when severity.level >= high: ",
        "wanted when changes-production(recommendation.action): A recommendation that changes production names its approver\n",
    ] {
        assert!(form.contains(line), "{line}\n{form}");
    }
}

#[test]
fn a_kind_that_no_pack_knows_is_told_with_the_nearest() {
    let error = house(&[]).form(Some("handof")).unwrap_err();
    assert_eq!(
        (error.message.as_str(), error.helps.as_slice()),
        ("there is no kind of document `handof`", &["did you mean `handoff`?".to_owned()][..])
    );
}
