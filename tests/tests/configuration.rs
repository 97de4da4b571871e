//! `countersign.toml`: every mistake that it can hold, a fixture each, and what a right one does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_house::{
    Checked, CheckedDocument, Effective, From, Host, Input, KEYS, OpenOptions, Opened, Outcome, WhyNot, open,
};
use countersign_report::{Format, SCHEMAS, Style, diagnostic, effective};
use countersign_source::Level;
use countersign_tests::Repository;

const FOLDER: &str = "fixtures/configuration";

fn opened(name: &str) -> Opened {
    let configuration = Some(format!("{FOLDER}/{name}"));
    open(&Repository, &OpenOptions { rules: Vec::new(), tests: false, configuration })
}

fn fixtures() -> Vec<String> {
    let names = Repository.list(FOLDER).unwrap().into_iter().map(|entry| entry.name);
    names.filter(|name| name.starts_with('E')).collect()
}

fn checked(opened: &Opened, path: &str) -> Box<CheckedDocument> {
    let bytes = Repository.read(path).unwrap();
    let input = Input { name: path.to_owned(), bytes, by_name: true };
    match opened.house.as_ref().unwrap().check(input).next() {
        Some(Checked::Document(document)) => document,
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_mistake_is_one_error_at_its_place() {
    let mut all = String::new();
    let mut shown = BTreeSet::new();
    assert!(fixtures().len() >= 24, "the fixtures are there");
    for name in fixtures() {
        let code = name.split('-').next().unwrap();
        shown.insert(code.to_owned());
        let opened = opened(&format!("{name}/countersign.toml"));
        if code == "E0613" {
            // Patterns belong to the walk, which is the command line's: a test of the program shows this one.
            continue;
        }
        assert!(opened.house.is_none(), "{name} opens");
        let mut words = String::new();
        for each in &opened.diagnostics {
            let _ = write!(words, "{}", diagnostic(Style::default(), &opened.files, each));
        }
        let codes: Vec<&str> = opened.diagnostics.iter().map(|each| each.code.as_str()).collect();
        assert_eq!(codes, [code], "{name} has one mistake:\n{words}");
        let _ = writeln!(all, "──── {name}\n{words}");
    }
    let codes: BTreeSet<String> = countersign_house::CODES.iter().map(|(code, _)| (*code).to_owned()).collect();
    assert_eq!(shown, codes, "each code has a fixture");
    insta::assert_snapshot!(all);
}

#[test]
fn what_is_in_force_is_shown_with_where_it_comes_from() {
    let opened = opened("whole.toml");
    let house = opened.house.as_ref().unwrap();
    let all = house.effective(&["extra/".to_owned()]);
    let name = format!("{FOLDER}/whole.toml");
    let text = |format| effective(format, Style::default(), house.files(), Some(&name), &all);
    let json: serde_json::Value = serde_json::from_str(&text(Format::Json)).unwrap();
    holds("config-show", &json);
    insta::assert_snapshot!(text(Format::Human));
}

#[test]
fn without_a_file_everything_is_built_in_or_declared() {
    let opened = open(&Repository, &OpenOptions::default());
    let house = opened.house.as_ref().unwrap();
    let all: Vec<Effective> = house.effective(&[]);
    assert!(all.iter().all(|key| matches!(key.from, From::BuiltIn | From::Declared(_))), "{all:#?}");
    let json = effective(Format::Json, Style::default(), house.files(), None, &all);
    holds("config-show", &serde_json::from_str(&json).unwrap());
}

#[test]
fn levels_settings_and_switches_reach_the_check_and_say_so() {
    let plain = open(&Repository, &OpenOptions::default());
    let strict = checked(&plain, "fixtures/handoffs/approver-missing.yaml");
    assert!(strict.findings.iter().any(|finding| finding.rule == "approval/approver-named"));

    let opened = opened("whole.toml");
    let document = checked(&opened, "fixtures/handoffs/approver-missing.yaml");
    let off = document.not_applicable.iter().find(|rule| rule.rule == "approval/approver-named").unwrap();
    assert!(matches!(off.why, WhyNot::SwitchedOff(_)), "{off:?}");
    assert!(document.findings.iter().all(|finding| finding.rule != "approval/approver-named"));
    assert_eq!(document.configuration.map(|file| document.files.name(file)), Some("fixtures/configuration/whole.toml"));

    let title = document.findings.iter().find(|finding| finding.rule == "titles/title-short").unwrap();
    assert_eq!((title.outcome, title.level), (Outcome::Fails, Level::Note));
    assert!(title.message.contains("60 characters"), "{}", title.message);
    let set = title.level_set.unwrap();
    assert_eq!((set.declared, document.files.name(set.span.file)), (Level::Error, "fixtures/configuration/whole.toml"));
}

#[test]
fn the_schema_of_the_file_knows_the_keys_that_are_read() {
    let schema = SCHEMAS.iter().find(|schema| schema.name == "config").unwrap();
    let schema: serde_json::Value = serde_json::from_str(schema.text).unwrap();
    let mut described = Vec::new();
    leaves("", &schema, &mut described);
    let read: BTreeSet<String> = KEYS.iter().map(|key| key.name.replace("pack/rule", "name")).map(bare).collect();
    assert_eq!(described.into_iter().map(bare).collect::<BTreeSet<String>>(), read);
    // What each key's example says is right by both.
    for key in KEYS {
        let value: toml::Table = key.example.parse().unwrap_or_else(|error| panic!("{}: {error}", key.example));
        let json: serde_json::Value = serde_json::to_value(without_moments(toml::Value::Table(value))).unwrap();
        holds("config", &json);
    }
    let whole = countersign_tests::top().join(FOLDER).join("whole.toml");
    let value: toml::Table = std::fs::read_to_string(whole).unwrap().parse().unwrap();
    holds("config", &serde_json::to_value(without_moments(toml::Value::Table(value))).unwrap());
}

#[test]
fn the_list_of_keys_is_fresh() {
    let path = "docs/configuration.md";
    let stands = std::fs::read_to_string(countersign_tests::top().join(path)).unwrap();
    let (start, end) = ("<!-- generated: keys -->\n", "<!-- end -->");
    let (before, rest) = stands.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let mut table = String::new();
    for key in KEYS {
        let _ = write!(table, "\n### `{}`\n\n{}\n\n", key.name, key.doc);
        let _ = writeln!(table, "It wants {}; left out: {}.\n\n```toml\n{}\n```", key.wants, key.default, key.example);
    }
    countersign_tests::fresh(path, &format!("{before}{start}{table}\n{end}{after}"));
}

/// A key with each `<…>` as `<>`.
fn bare(key: String) -> String {
    key.split('.').map(|part| if part.starts_with('<') { "<>" } else { part }).collect::<Vec<_>>().join(".")
}

/// The full names of the keys that a schema describes.
fn leaves(prefix: &str, schema: &serde_json::Value, found: &mut Vec<String>) {
    let joined = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
    let properties = schema.get("properties").and_then(serde_json::Value::as_object);
    let others = schema.get("additionalProperties").filter(|others| others.is_object());
    for (name, below) in properties.into_iter().flatten() {
        leaves(&joined(name), below, found);
    }
    if let Some(others) = others {
        leaves(&joined("<>"), others, found);
    }
    if properties.is_none() && others.is_none() {
        found.push(prefix.to_owned());
    }
}

/// Dates as the texts that JSON has for them.
fn without_moments(value: toml::Value) -> toml::Value {
    match value {
        toml::Value::Datetime(moment) => toml::Value::String(moment.to_string()),
        toml::Value::Table(table) => {
            toml::Value::Table(table.into_iter().map(|(key, value)| (key, without_moments(value))).collect())
        }
        other => other,
    }
}

fn holds(name: &str, value: &serde_json::Value) {
    let schema = SCHEMAS.iter().find(|schema| schema.name == name).unwrap();
    let schema: serde_json::Value = serde_json::from_str(schema.text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}\n{value:#}");
}
