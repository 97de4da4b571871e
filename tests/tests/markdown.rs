//! A handoff in Markdown comes to the same as its twin in YAML, and each finding points to where the words stand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test may fail loudly"
)]

use countersign_house::{Checked, CheckedDocument, Host as _, House, Input, OpenOptions, Work, open};
use countersign_source::Lines;
use countersign_tests::Repository;

fn house() -> House {
    open(&Repository, &OpenOptions::default()).house.unwrap()
}

fn text(path: &str) -> String {
    String::from_utf8(Repository.read(path).unwrap()).unwrap()
}

fn check(house: &House, name: &str, text: &str) -> CheckedDocument {
    let mut checked: Vec<Checked> =
        house.check(Input { name: name.to_owned(), bytes: text.as_bytes().to_vec(), by_name: true }).collect();
    assert_eq!(checked.len(), 1, "{name}");
    match checked.remove(0) {
        Checked::Document(document) => *document,
        Checked::Errors { errors, .. } => panic!("{name}: {errors:#?}"),
    }
}

/// What was found, without its places.
fn found(document: &CheckedDocument) -> Vec<String> {
    let mut found: Vec<String> = document
        .findings
        .iter()
        .map(|finding| {
            let paths: Vec<&str> = finding.places.iter().map(|place| &*place.path).collect();
            format!("{} {:?} {:?} {} {paths:?}", finding.rule, finding.level, finding.outcome, finding.message)
        })
        .collect();
    found.sort();
    // What a page of Markdown says beside its fields is text, too, so that more clauses look at it.
    let Work { passed, failed, open, .. } = document.work;
    found.push(format!("{:?}: {passed} passed, {failed} failed, {open} open", document.verdict));
    found
}

/// The lines and the words that the first places of the findings point to.
fn pointed(document: &CheckedDocument) -> Vec<(String, usize, String)> {
    document
        .findings
        .iter()
        .filter_map(|finding| {
            let place = finding.places.first()?;
            let file = document.files.get(place.span.file)?;
            let line = Lines::new(file.text()).position(place.span.range().start, file.text()).line;
            Some((finding.rule.clone(), line, document.files.slice(place.span).to_owned()))
        })
        .collect()
}

#[test]
fn twins_come_to_the_same() {
    let house = house();
    for name in ["public-bucket", "approver-missing", "environment-unknown"] {
        let yaml = check(&house, name, &text(&format!("fixtures/handoffs/{name}.yaml")));
        let path = format!("fixtures/markdown/{name}.md");
        let markdown = check(&house, &path, &text(&path));
        assert_eq!(found(&yaml), found(&markdown), "{name}");
    }
}

#[test]
fn a_planted_mistake_is_found_alike_and_at_its_words() {
    let house = house();
    let (yaml, markdown) = (text("fixtures/handoffs/public-bucket.yaml"), text("fixtures/markdown/public-bucket.md"));
    // What stands in YAML, what stands in Markdown, and by what both are replaced; then the words to point to.
    for (in_yaml, in_markdown, mistake, words) in [
        ("environment: production", "**Environment:** production", ("production", "productoin"), "productoin"),
        ("level: high", "Level: high", ("high", "hihg"), "hihg"),
        ("cites: [E1, E2]\nconfidence", "Cites: E1, E2\n\n## Confidence", ("E2", "E7"), "E7"),
        (
            "Nothing has been changed",
            "Nothing has been changed",
            ("Nothing has been changed", "The statement has been removed"),
            "has been removed",
        ),
        ("Severity high, confidence", "Severity high, confidence", ("Severity high", "Severity TBD"), "TBD"),
        ("action: contain", "contain\n\n### Targets", ("contain", "unknown"), "unknown"),
    ] {
        let plant = |text: &str, at: &str| {
            let start = text.find(at).unwrap_or_else(|| panic!("`{at}` is in neither twin"));
            let (before, rest) = text.split_at(start);
            let line = text[..start + rest.find(mistake.0).unwrap()].matches('\n').count() + 1;
            (format!("{before}{}", rest.replacen(mistake.0, mistake.1, 1)), line)
        };
        let ((yaml, _), (markdown, wanted)) = (plant(&yaml, in_yaml), plant(&markdown, in_markdown));
        let of_yaml = check(&house, "a.yaml", &yaml);
        let of_markdown = check(&house, "a.md", &markdown);
        assert_eq!(found(&of_yaml), found(&of_markdown), "{mistake:?}");
        let (_, line, pointed_to) = pointed(&of_markdown)
            .into_iter()
            .find(|(_, _, pointed_to)| pointed_to == words)
            .unwrap_or_else(|| panic!("nothing points to `{words}`: {:#?}", pointed(&of_markdown)));
        assert_eq!(line, wanted, "{pointed_to}");
    }
}

#[test]
fn prose_beside_the_fields_is_read_by_checks_of_language() {
    let house = house();
    let markdown =
        text("fixtures/markdown/public-bucket.md") + "\n## Background\n\nThe *owner* is to be\ndecided: **TBD**.\n";
    let document = check(&house, "a.md", &markdown);
    let line = markdown.lines().count();
    let found = pointed(&document);
    assert!(found.contains(&("handoff/nothing-left-to-write".to_owned(), line, "TBD".to_owned())), "{found:?}");
}

#[test]
fn in_a_folder_markdown_is_a_document_only_where_it_says_so() {
    let house = house();
    let passed_over = |name: &str, text: &str, by_name: bool| {
        let checking = house.check(Input { name: name.to_owned(), bytes: text.as_bytes().to_vec(), by_name });
        let passed_over = checking.passed_over();
        assert_eq!(passed_over, checking.count() == 0, "{name}");
        passed_over
    };
    for (text, by_name, passed) in [
        ("# Handoff\n\nId: x\n", false, false),
        ("# Handoffs\n\nHow we write them.\n", false, true),
        ("A word first.\n\n# Handoff\n", false, true),
        ("# Handoff\n\nId: x\n", true, false),
        ("---\ntitle: x\n---\n", false, true),
        ("---\nkind: handoff\n---\n", false, false),
        ("---\nhandoff:\n  id: x\n---\n", false, false),
        ("---\nkind: hndoff\n---\n", false, false),
        ("---\nkind: handoff\n", false, false),
        ("---\n\nA rule, and no fields.\n", false, true),
    ] {
        assert_eq!(passed_over("README.md", text, by_name), passed, "{text:?} {by_name}");
    }
    assert!(!passed_over("a.yaml", "x: 1\n", false));
}

#[test]
fn every_block_of_the_page_for_writers_is_what_it_says() {
    let house = house();
    let page = text("docs/documents.md");
    let mut blocks = 0;
    let mut open: Option<(&str, String)> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info, String::new())),
            (None, None) => {}
            (Some((_, block)), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (Some(_), Some(_)) => {
                let (info, block) = open.take().unwrap();
                blocks += 1;
                let name = if info.starts_with("yaml") { "a.yaml" } else { "a.md" };
                let schema: Vec<String> = check(&house, name, &block)
                    .findings
                    .iter()
                    .filter_map(|finding| finding.rule.strip_prefix("schema/").map(str::to_owned))
                    .filter(|check| check != "required")
                    .collect();
                let wanted: Vec<&str> = info.split_once(" fails ").map(|(_, check)| check).into_iter().collect();
                assert_eq!(schema, wanted, "{info}\n{block}");
            }
        }
    }
    assert!(blocks > 8 && open.is_none(), "{blocks}");
}

#[test]
fn a_heading_that_names_no_field_is_told_where_the_field_is_missed() {
    let house = house();
    let markdown = text("fixtures/markdown/public-bucket.md").replace("\n## Severity\n", "\n## Severity of it\n");
    let document = check(&house, "a.md", &markdown);
    let found = document.findings.iter().find(|finding| finding.message.starts_with("`severity.level` is not written"));
    assert_eq!(found.unwrap().helps, ["the heading `Severity of it` names no field: write `## Severity`"]);
}
