//! Every lint, a fixture each: the rules, and beside them what their author is told.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "all of it is test code, the functions between the tests too"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_house::{Corpus, Host, House, Input, LINTS, Lint, LintOptions, Linted, OpenOptions, Which, open};
use countersign_report::{Format, SCHEMAS, Style, rules_linted};
use countersign_tests::Repository;

const FOLDER: &str = "fixtures/lints";

fn house(path: &str) -> House {
    let rules = if path.is_empty() { Vec::new() } else { vec![path.to_owned()] };
    let opened = open(&Repository, &OpenOptions { rules, tests: true, configuration: None });
    opened.house.unwrap_or_else(|| panic!("{path}: {:#?}", opened.diagnostics))
}

/// What is said about the rules of one fixture. Their authors need no tests and no reasons, unless it is about them.
fn linted(name: &str) -> Linted {
    let house = house(&format!("{FOLDER}/{name}"));
    let mut corpus = Corpus::default();
    let corpus = name.starts_with("never-applied").then(|| {
        let bytes = Repository.read("rules/handoff/public-bucket.yaml").unwrap();
        let (_, errors) = corpus.add(&house, &Input { name: "a.yaml".to_owned(), bytes, by_name: true });
        assert_eq!(errors, []);
        corpus
    });
    let ignore = [Lint::MissingBecause, Lint::UntestedRule].into_iter().filter(|lint| !name.starts_with(lint.id()));
    house.lint(Which::Given, &LintOptions { select: Vec::new(), ignore: ignore.collect() }, corpus.as_ref())
}

fn fixtures() -> Vec<String> {
    let entries = Repository.list(FOLDER).unwrap_or_default();
    entries.into_iter().map(|entry| entry.name).filter(|name| name.ends_with(".rules")).collect()
}

/// The lint that a fixture is named for.
fn shown(name: &str) -> &'static str {
    let ids = LINTS.iter().map(|facts| facts.id).filter(|id| name.starts_with(&format!("{id}-")));
    ids.max_by_key(|id| id.len()).unwrap_or_else(|| panic!("{name} is named for no lint"))
}

#[test]
fn each_lint_finds_what_its_fixture_shows_and_nothing_else() {
    let mut all = String::new();
    for name in fixtures() {
        let linted = linted(&name);
        let source = Repository.read(&format!("{FOLDER}/{name}")).unwrap();
        let told = rules_linted(Format::Human, Style::default(), &linted);
        let codes: BTreeSet<&str> = linted.findings.iter().map(|finding| finding.code.as_str()).collect();
        let expected: BTreeSet<&str> = if name.contains("-not-") { BTreeSet::new() } else { [shown(&name)].into() };
        assert_eq!(codes, expected, "{name}\n{told}");
        let _ = writeln!(all, "════ {name}\n{}\n────\n{told}", String::from_utf8(source).unwrap().trim_end());
    }
    insta::assert_snapshot!(all);
}

#[test]
fn every_lint_has_a_fixture() {
    let fixtures = fixtures();
    let shown: BTreeSet<&str> =
        fixtures.iter().filter(|name| !name.contains("-not-")).map(|name| shown(name)).collect();
    let all: BTreeSet<&str> = LINTS.iter().map(|facts| facts.id).collect();
    assert_eq!(shown, all);
}

#[test]
fn nothing_is_found_in_the_shipped_rules() {
    let linted = house("").lint(Which::All, &LintOptions::default(), None);
    assert!(linted.findings.is_empty(), "{}", rules_linted(Format::Human, Style::default(), &linted));
    assert!(linted.rules > 20);
}

#[test]
fn json_is_as_its_schema_says() {
    let schema = SCHEMAS.iter().find(|schema| schema.name == "rules-lint").unwrap();
    let schema: serde_json::Value = serde_json::from_str(schema.text).unwrap();
    for name in fixtures() {
        let text = rules_linted(Format::Json, Style::default(), &linted(&name));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        assert_eq!(value["findings"].as_array().unwrap().len(), linted(&name).findings.len());
    }
}

#[test]
fn a_line_a_finding() {
    let told = rules_linted(Format::Concise, Style::default(), &linted("missing-because-order.rules"));
    assert!(told.starts_with("fixtures/lints/missing-because-order.rules:5:6: warning[missing-because]: "), "{told}");
}
