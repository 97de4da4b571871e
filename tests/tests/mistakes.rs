//! Every mistake that rules can hold, a fixture each: what the author is told about it, that it is told once, and
//! that what its page says mends it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_compiler::{Source, compile};
use countersign_house::Host as _;
use countersign_parser::parse;
use countersign_source::{Files, Report};
use countersign_tests::Repository;
use countersign_tests::mistakes::{FOLDER, Mending, fixtures, left_of, mendings, source, told};

#[test]
fn one_mistake_is_one_error_and_says_what_to_do() {
    let mut all = String::new();
    assert!(fixtures().len() > 150, "the fixtures are there");
    for name in fixtures() {
        let (words, codes) = told(&Repository, &name);
        let (words, code) = (words.concat(), name.split('-').next().unwrap());
        assert_eq!(codes, [code], "{name} has one mistake:\n{words}");
        let _ = writeln!(all, "──── {name}\n\n{}\n{words}", source(&name));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn every_mistake_is_mended_as_its_page_says() {
    let mendings = mendings();
    let named: BTreeSet<&str> = mendings.iter().map(Mending::fixture).collect();
    let missing: Vec<String> = fixtures().into_iter().filter(|name| !named.contains(name.as_str())).collect();
    assert_eq!(missing, [""; 0], "say in {FOLDER}/mended.txt how each is mended");
    let mut unmended = String::new();
    for mending in &mendings {
        let text = Repository.read(&format!("{FOLDER}/{}", mending.file)).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains(&mending.wrong), "{} does not hold what is mended", mending.file);
        let left = left_of(mending);
        if !left.is_empty() {
            let _ = writeln!(unmended, "──── {} is not mended\n\n{left}", mending.file);
        }
    }
    assert!(unmended.is_empty(), "{unmended}");
}

#[test]
fn ten_mistakes_are_ten_errors() {
    let (words, codes) = told(&Repository, "ten-mistakes.rules");
    let words = words.concat();
    assert_eq!(codes.len(), 10, "{words}");
    insta::assert_snapshot!(words);
}

#[test]
fn every_code_has_a_fixture() {
    let fixtures = fixtures();
    let shown: BTreeSet<&str> = fixtures.iter().filter_map(|name| name.split('-').next()).collect();
    let codes = countersign_parser::CODES.iter().chain(countersign_compiler::CODES);
    // Limits take more than a page to reach: the test below does it, and those of the parser.
    let missing: Vec<&str> = codes
        .map(|(code, _)| *code)
        .filter(|code| !["E0022", "E0023", "E0156", "E0305"].contains(code) && !shown.contains(code))
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
    let compiled = compile(&[Source { file: &parsed.file, text: &text, broken: &[], proved: false }]);
    let codes: Vec<String> = compiled.problems.iter().map(|problem| problem.report().code).collect();
    assert_eq!((parsed.errors.len(), codes), (0, vec!["E0305".to_owned()]));
}
