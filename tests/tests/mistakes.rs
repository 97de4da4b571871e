//! Every mistake that rules can hold, a fixture each: what the author is told about it, and that it is told once.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_compiler::{Source, compile};
use countersign_house::{Host, OpenOptions, open};
use countersign_parser::parse;
use countersign_report::{Style, diagnostic};
use countersign_source::{Files, Report};
use countersign_tests::Repository;

const FOLDER: &str = "fixtures/mistakes";

/// What is said about the rules of one fixture, and the codes of it.
fn told(name: &str) -> (String, Vec<String>) {
    let opened =
        open(&Repository, &OpenOptions { rules: vec![format!("{FOLDER}/{name}")], tests: false, configuration: None });
    let mut words = String::new();
    for each in &opened.diagnostics {
        let _ = write!(words, "{}", diagnostic(Style::default(), &opened.files, each));
    }
    (words, opened.diagnostics.iter().map(|each| each.code.clone()).collect())
}

fn fixtures() -> Vec<String> {
    Repository.list(FOLDER).unwrap_or_default().into_iter().map(|entry| entry.name).collect()
}

#[test]
fn one_mistake_is_one_error_and_says_what_to_do() {
    let mut all = String::new();
    assert!(fixtures().len() > 50, "the fixtures are there");
    for name in fixtures().iter().filter(|name| name.starts_with('E')) {
        let (words, codes) = told(name);
        let code = name.split('-').next().unwrap();
        assert_eq!(codes, [code], "{name} has one mistake:\n{words}");
        let _ = writeln!(all, "──── {name}\n{words}");
    }
    insta::assert_snapshot!(all);
}

#[test]
fn ten_mistakes_are_ten_errors() {
    let (words, codes) = told("ten-mistakes.rules");
    assert_eq!(codes.len(), 10, "{words}");
    insta::assert_snapshot!(words);
}

#[test]
fn every_code_of_the_compiler_has_a_fixture() {
    let shown: BTreeSet<String> =
        fixtures().iter().filter_map(|name| name.split('-').next()).map(str::to_owned).collect();
    let missing: Vec<&str> = countersign_compiler::CODES
        .iter()
        .map(|(code, _)| *code)
        // A table that is too large takes more than a page: the test below makes one.
        .filter(|code| !matches!(*code, "E0305" | "E0156") && !shown.contains(*code))
        .collect();
    assert_eq!(missing, [""; 0], "write a fixture for each");
}

#[test]
fn a_table_that_is_too_large_is_refused_and_does_not_hang() {
    let columns: Vec<String> = (0..12).map(|column| format!("c{column}: number")).collect();
    let mut text =
        format!("pack house for Case\n\ndocument Case {{ a: text }}\n\ntable t({}) -> number {{\n", columns.join(", "));
    for row in 0..60 {
        let cell = |column: usize| {
            let low = (row * 7 + column * 13) % 50;
            format!("{low} .. {}", low + 25)
        };
        let cells: Vec<String> = (0..12).map(cell).collect();
        let _ = writeln!(text, "    {} -> {row}", cells.join(", "));
    }
    let _ = writeln!(text, "    {} -> 99\n}}", ["_"; 12].join(", "));
    let mut files = Files::new();
    let parsed = parse(files.add("t.rules", text.as_str()), &text);
    let compiled = compile(&[Source { file: &parsed.file, text: &text, broken: &[] }]);
    let codes: Vec<String> = compiled.problems.iter().map(|problem| problem.report().code).collect();
    assert_eq!((parsed.errors.len(), codes), (0, vec!["E0305".to_owned()]));
}
