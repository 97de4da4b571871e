//! Every lint, a fixture each: the rules, and beside them what their author is told.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "all of it is test code, the functions between the tests too"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_house::{Corpus, Host, House, Input, LINTS, Lint, LintOptions, Linted, OpenOptions, Which, open};
use countersign_report::{Format, SCHEMAS, Style, rules_costed, rules_linted};
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
    let ignore = [Lint::MissingBecause, Lint::UntestedRule, Lint::UntestedWaiver]
        .into_iter()
        .filter(|lint| !name.starts_with(lint.id()));
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

/// Does a fixture show where its lint finds nothing?
fn is_clean(name: &str) -> bool {
    name.strip_prefix(shown(name)).is_some_and(|rest| rest.starts_with("-not-"))
}

#[test]
fn each_lint_finds_what_its_fixture_shows_and_nothing_else() {
    let mut all = String::new();
    for name in fixtures() {
        let linted = linted(&name);
        let source = Repository.read(&format!("{FOLDER}/{name}")).unwrap();
        let told = rules_linted(Format::Human, Style::default(), &linted);
        let codes: BTreeSet<&str> = linted.findings.iter().map(|finding| finding.code.as_str()).collect();
        let expected: BTreeSet<&str> = if is_clean(&name) { BTreeSet::new() } else { [shown(&name)].into() };
        assert_eq!(codes, expected, "{name}\n{told}");
        let _ = writeln!(all, "════ {name}\n{}\n────\n{told}", String::from_utf8(source).unwrap().trim_end());
    }
    insta::assert_snapshot!(all);
}

#[test]
fn every_lint_has_a_fixture() {
    let fixtures = fixtures();
    let shown: BTreeSet<&str> = fixtures.iter().filter(|name| !is_clean(name)).map(|name| shown(name)).collect();
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

/// Rules that ask for different things, each of its own field and under its own guard: none of them can be told off.
fn sound_rules(count: usize) -> String {
    let fields: Vec<String> =
        (0..count.div_ceil(3)).map(|field| format!("    f{field}?: text\n    n{field}?: number\n")).collect();
    let mut text = format!(
        "pack big for Form\n\nenum Stage {{ draft, review, signed }}\nenum Grade {{ a < b < c < d }}\n\ndocument Form {{\n    \
         stage: Stage\n    grade?: Grade\n    state?: Stage\n{}}}\n",
        fields.concat()
    );
    for rule in 0..count {
        let (field, guard) = (rule / 3, ["draft", "review", "signed"][rule % 3]);
        let clause = match rule % 3 {
            0 => format!("require f{field} is present"),
            1 => format!("require n{field} >= {rule}"),
            _ => format!("forbid  f{field} contains \"draft\""),
        };
        text.push_str(&format!("\nrule r{rule} \"Rule {rule}\" {{\n    when    stage == {guard}\n    {clause}\n}}\n"));
    }
    text
}

/// One file, held in memory.
struct Memory(String);

impl Host for Memory {
    fn read(&self, _: &str) -> Result<Vec<u8>, countersign_house::HostError> {
        Ok(self.0.clone().into_bytes())
    }

    fn list(&self, _: &str) -> Result<Vec<countersign_house::Entry>, countersign_house::HostError> {
        Ok(Vec::new())
    }

    fn kind(&self, _: &str) -> Result<countersign_house::EntryKind, countersign_house::HostError> {
        Ok(countersign_house::EntryKind::File)
    }
}

fn linted_text(text: &str) -> Linted {
    let opened =
        open(&Memory(text.to_owned()), &OpenOptions { rules: vec!["big.rules".to_owned()], ..OpenOptions::default() });
    let house = opened.house.unwrap_or_else(|| panic!("{:#?}", opened.diagnostics));
    let ignore = vec![Lint::MissingBecause, Lint::UntestedRule];
    house.lint(Which::Given, &LintOptions { select: Vec::new(), ignore }, None)
}

#[test]
fn contradictions_planted_among_fifty_rules_are_found_and_nothing_else() {
    let planted = [
        ("high grades are signed", "when grade >= c\n    require state == signed"),
        ("reviews are drafts", "when stage == review\n    require state == draft"),
        ("small numbers in drafts", "when stage == draft\n    require n0 < 1\n    require state is present"),
        ("large numbers in low grades", "when grade == a\n    require n0 is present and n0 > 10"),
    ];
    let mut text = sound_rules(46);
    for (title, body) in planted {
        let name = title.replace(' ', "-");
        text.push_str(&format!("\nrule {name} \"{title}\" {{\n    {body}\n}}\n"));
    }
    let linted = linted_text(&text);
    assert_eq!(linted.rules, 50);
    let told: Vec<(&str, &[String])> =
        linted.findings.iter().map(|finding| (finding.message.as_str(), finding.notes.as_slice())).collect();
    let shown = rules_linted(Format::Human, Style::default(), &linted);
    assert_eq!(told.len(), 2, "{shown}");
    assert_eq!(told[0].0, "no document can satisfy both `big/high-grades-are-signed` and `big/reviews-are-drafts`");
    assert_eq!(told[0].1[0], "both apply where `stage` is `review` and `grade` is `c` or `d`");
    assert_eq!(
        told[1].0,
        "no document can satisfy both `big/small-numbers-in-drafts` and `big/large-numbers-in-low-grades`"
    );
    // The clash is the smallest one: the guards and the other clause have no part in it.
    let places: Vec<&str> = linted.findings[1]
        .labels
        .iter()
        .skip(2)
        .map(|label| linted.files.get(label.span.file).unwrap().text()[label.span.range()].trim())
        .collect();
    assert_eq!(places, ["n0 < 1", "n0 > 10"]);
}

#[test]
fn costs_are_told_and_capped() {
    let house = house("");
    let costs = house.costs(Which::All);
    let told = rules_costed(Format::Human, Style::default(), house.files(), &costs, Some(1_000_000));
    assert!(told.contains("12·|timeline|·|timeline|"), "{told}");
    let dear = costs.iter().filter(|cost| cost.when_large() > 1_000_000).count();
    assert!(dear > 0 && told.ends_with(&format!("✗ {dear} rules over 1000000 steps\n")), "{told}");
    let text = rules_costed(Format::Json, Style::default(), house.files(), &costs, None);
    let schema = SCHEMAS.iter().find(|schema| schema.name == "rules-cost").unwrap();
    let schema: serde_json::Value = serde_json::from_str(schema.text).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(value["rules"].as_array().unwrap().len(), costs.len());
}

#[test]
fn a_large_pack_is_looked_at_in_a_moment() {
    let text = sound_rules(150);
    let before = std::time::Instant::now();
    assert!(linted_text(&text).findings.is_empty());
    // Far above what it takes, so that a slow machine is no failure, and far below what comparing everything would take.
    assert!(before.elapsed() < std::time::Duration::from_secs(20), "{:?}", before.elapsed());
}

#[test]
fn names_that_double_what_stands_behind_them_are_not_written_out() {
    let lets: String =
        (1..60).map(|n| format!("    let v{n} = (v{0} and b{n} == 1) or (not v{0} and b{n} == 2)\n", n - 1)).collect();
    let calls: String =
        (1..12).map(|n| format!("define twice-{n}(x: number) = twice-{0}(twice-{0}(x))\n", n - 1)).collect();
    let fields: String = (0..60).map(|n| format!("b{n}?: number\n")).collect();
    let text = format!(
        "pack big for Big\n\ndocument Big {{\n{fields}}}\n\ndefine twice-0(x: number) = x + x\n{calls}\n\
         rule first \"First\" {{\n    let v0 = b0 == 1\n{lets}    require v59\n}}\n\n\
         rule second \"Second\" {{\n    require twice-11(b0) > 1\n}}\n"
    );
    let before = std::time::Instant::now();
    assert!(linted_text(&text).findings.is_empty(), "{:#?}", linted_text(&text).findings);
    assert!(before.elapsed() < std::time::Duration::from_secs(20), "{:?}", before.elapsed());
}

#[test]
fn a_line_a_finding() {
    let told = rules_linted(Format::Concise, Style::default(), &linted("missing-because-order.rules"));
    assert!(told.starts_with("fixtures/lints/missing-because-order.rules:5:6: warning[missing-because]: "), "{told}");
}
