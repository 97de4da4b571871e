//! The handoffs under `fixtures/handoffs/`: complete ones, which the shipped packs find ready, and their twins, each
//! spoilt in one way, which say what is wrong. The twins are made from `twins.toml`; a snapshot shows what is found.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_house::{Checked, CheckedDocument, Host as _, House, Input, OpenOptions, Outcome, Verdict, open};
use countersign_source::Level;
use countersign_tests::{Repository, fresh, top};
use serde::Deserialize;

const FOLDER: &str = "fixtures/handoffs";

/// The twins, as `twins.toml` has them.
#[derive(Deserialize)]
struct Twins {
    twin: Vec<Twin>,
}

/// A handoff that is another one, spoilt in one way.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Twin {
    /// The handoff that it is made from, below the folder.
    of: String,
    /// What is wrong with it, as the name of its file says.
    name: String,
    /// What is wrong with it, in a sentence.
    spoilt: String,
    /// What is written instead of what; each stands in the handoff once.
    replace: Vec<(String, String)>,
    /// The rules that have to find it.
    found_by: Vec<String>,
}

impl Twin {
    fn path(&self) -> String {
        let (stem, extension) = self.of.rsplit_once('.').unwrap();
        format!("{FOLDER}/{stem}.{}.{extension}", self.name)
    }

    fn text(&self) -> String {
        let mut text = read(&format!("{FOLDER}/{}", self.of));
        for (old, new) in &self.replace {
            assert_eq!(text.matches(old.as_str()).count(), 1, "{}: {old:?}", self.path());
            text = text.replacen(old, new, 1);
        }
        text
    }
}

fn twins() -> Vec<Twin> {
    toml::from_str::<Twins>(&read(&format!("{FOLDER}/twins.toml"))).unwrap().twin
}

fn read(path: &str) -> String {
    String::from_utf8(Repository.read(path).unwrap()).unwrap()
}

fn check(house: &House, path: &str, text: String) -> CheckedDocument {
    let input = Input { name: path.to_owned(), bytes: text.into_bytes(), by_name: true };
    let mut checked: Vec<Checked> = house.check(input).collect();
    assert_eq!(checked.len(), 1, "{path}");
    match checked.remove(0) {
        Checked::Document(document) => *document,
        Checked::Errors { errors, .. } => panic!("{path}: {errors:#?}"),
    }
}

/// The files below the folder that are handoffs, by their paths from there; those that twins are made into left out.
fn originals(twins: &[Twin]) -> Vec<String> {
    let made: BTreeSet<String> = twins.iter().map(Twin::path).collect();
    let mut found = Vec::new();
    let mut folders = vec![FOLDER.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(top().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                folders.push(path);
            } else if !path.ends_with(".toml") && !path.ends_with("README.md") && !made.contains(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The findings, one a line: how it came out, its rule, and the path that it points to.
fn findings(document: &CheckedDocument) -> String {
    let mut text = String::new();
    for finding in &document.findings {
        let outcome = match (finding.outcome, finding.level) {
            (Outcome::Undetermined, _) => "open",
            (Outcome::Waived, _) => "waived",
            (_, Level::Error) => "error",
            (_, Level::Warning) => "warning",
            (_, Level::Note) => "note",
        };
        let path = finding.places.first().map_or("", |place| &*place.path);
        let _ = writeln!(text, "  {outcome:7} {} at {path}: {}", finding.rule, finding.message);
    }
    text
}

fn verdict(document: &CheckedDocument) -> &'static str {
    match document.verdict {
        Verdict::Ready => "ready",
        Verdict::Open => "open",
        Verdict::NotReady => "not ready",
    }
}

#[test]
fn the_twins_are_fresh() {
    for twin in twins() {
        fresh(&twin.path(), &twin.text());
    }
}

#[test]
fn each_twin_is_found_by_what_its_spoilt_part_breaks() {
    let house = open(&Repository, &OpenOptions::default()).house.unwrap();
    let mut told = String::new();
    for twin in twins() {
        let before: BTreeSet<String> = check(&house, &twin.of, read(&format!("{FOLDER}/{}", twin.of)))
            .findings
            .iter()
            .map(|finding| finding.rule.clone())
            .collect();
        let document = check(&house, &twin.path(), twin.text());
        let after: BTreeSet<String> = document.findings.iter().map(|finding| finding.rule.clone()).collect();
        for rule in &twin.found_by {
            assert!(!before.contains(rule), "{}: `{rule}` is found in {} already", twin.path(), twin.of);
            assert!(after.contains(rule), "{}: `{rule}` finds nothing\n{}", twin.path(), findings(&document));
        }
        let _ = writeln!(told, "{}: {}\n  {}\n{}", twin.path(), verdict(&document), twin.spoilt, findings(&document));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn the_complete_handoffs_are_ready() {
    let house = open(&Repository, &OpenOptions::default()).house.unwrap();
    let mut told = String::new();
    for path in originals(&twins()) {
        let document = check(&house, &path, read(&path));
        let _ = writeln!(told, "{path}: {}\n{}", verdict(&document), findings(&document));
        let complete = path.trim_start_matches(FOLDER).matches('/').count() == 2;
        assert!(!complete || document.verdict == Verdict::Ready, "{path}\n{}", findings(&document));
    }
    insta::assert_snapshot!(told);
}
