//! Drawings as SVG and Mermaid. What the real Mermaid makes of these snapshots is asked by `tests/web/`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::collections::BTreeSet;
use std::fs;

use countersign_report::drawing::{mermaid, svg};
use countersign_tests::top;

/// The drawings in `fixtures/drawings/`, by name.
fn drawings() -> Vec<(String, String)> {
    let mut paths: Vec<_> =
        fs::read_dir(top().join("fixtures/drawings")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &std::path::Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The picture without its style sheet, and the style sheet.
fn parted(picture: &str) -> (String, &str) {
    let (before, rest) = picture.split_once("<style>\n").unwrap();
    let (style, after) = rest.split_once("</style>\n").unwrap();
    (format!("{before}{after}"), style)
}

#[test]
fn each_drawing_becomes_a_picture_and_mermaid() {
    for (name, json) in drawings() {
        let picture = svg(&json, "picture").unwrap();
        insta::assert_snapshot!(format!("{name}.svg"), parted(&picture).0);
        insta::assert_snapshot!(format!("{name}.mermaid"), mermaid(&json).unwrap());
        assert_eq!(svg(&json, "picture").unwrap(), picture);
    }
}

#[test]
fn pictures_in_one_page_do_not_know_each_other() {
    let (_, json) = drawings().remove(0);
    let page = ["one", "two", "3 \"><x>"].map(|prefix| svg(&json, prefix).unwrap());
    let ids: Vec<&str> = page.iter().flat_map(|picture| picture.split(" id=\"").skip(1)).collect();
    let ids: Vec<&str> = ids.iter().map(|rest| rest.split_once('"').unwrap().0).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
    for (picture, id) in page.iter().zip(["one", "two", "d-3----x-"]) {
        let style = parted(picture).1;
        let rules = style.lines().filter(|line| !line.starts_with(['@', '}']));
        let selectors = rules.flat_map(|rule| rule.split_once('{').unwrap().0.split(','));
        for selector in selectors {
            assert!(selector == format!("#{id}") || selector.starts_with(&format!("#{id} ")), "{selector}");
        }
    }
    insta::assert_snapshot!("style", parted(&page[0]).1);
}

#[test]
fn what_is_wrong_with_a_drawing_is_said_at_its_member() {
    let many = (0..201).map(|_| r#"{"from": "a", "label": "x"}"#).collect::<Vec<_>>().join(",");
    let mut told = String::new();
    for json in [
        "{",
        "[]",
        r#"{"title": "t"}"#,
        r#"{"drawing": "pie", "title": "t"}"#,
        r#"{"drawing": "sequence", "lanes": [{"id": "a"}]}"#,
        r#"{"drawing": "sequence", "title": "t"}"#,
        r#"{"drawing": "sequence", "title": "t", "lanes": {}}"#,
        r#"{"drawing": "sequence", "title": "t", "lane": [{"id": "a"}]}"#,
        r#"{"drawing": "sequence", "title": "t", "lanes": [{"id": "a"}, null, {"id": "a"}]}"#,
        r#"{"drawing": "sequence", "title": "t", "lanes": [{"id": "us"}], "steps": [{"label": "x"}]}"#,
        r#"{"drawing": "sequence", "title": "t", "lanes": [{"id": "us"}], "steps": ["x"]}"#,
        r#"{"drawing": "sequence", "title": "t", "lanes": [{"id": "provider"}], "steps": [{"from": "provder", "label": "x"}]}"#,
        r#"{"drawing": "sequence", "title": "t", "lanes": [{"id": "us"}], "steps": [{"from": "us", "label": ["x"]}]}"#,
        r#"{"drawing": "sequence", "title": "t", "lanes": [{"id": "us"}], "steps": [{"from": "us", "mark": "dne"}]}"#,
        r#"{"drawing": "sequence", "title": "t", "lanes": [{"id": "us"}], "steps": [{"from": "us", "quux": 1}]}"#,
        r#"{"drawing": "graph", "title": "t", "columns": [{"id": "a"}], "nodes": [], "edges": [{"from": "E1", "to": "E2"}]}"#,
        r#"{"drawing": "timeline", "title": "t", "lanes": [{"id": "a"}], "events": [{"lane": "a", "at": "yesterday"}]}"#,
        r#"{"drawing": "timeline", "title": "t", "lanes": [{"id": "a"}], "events": [{"lane": "a", "at": "2026-05-18T09:20:00Z", "until": "2026-05-18T09:20:00+01:00"}]}"#,
        &format!(r#"{{"drawing": "sequence", "title": "t", "lanes": [{{"id": "a"}}], "steps": [{many}]}}"#),
    ] {
        let error = svg(json, "picture").unwrap_err();
        assert_eq!(mermaid(json).unwrap_err(), error);
        let shown = if json.len() > 200 { "(two hundred and one steps)" } else { json };
        let help = error.help().map(|help| format!("  {help}\n")).unwrap_or_default();
        told.push_str(&format!("{shown}\n  {error}\n{help}\n"));
    }
    insta::assert_snapshot!("faults", told);
}

#[test]
fn mermaid_stays_below_the_length_that_it_takes() {
    let text = "a text that is full of signs: %%{;}\\\"#".repeat(12);
    let steps: Vec<String> = (0..200)
        .map(|_| {
            format!(
                r#"{{"from": "a", "to": "b", "label": "{}", "remark": "late"}}"#,
                text.replace('\\', "").replace('"', "'")
            )
        })
        .collect();
    let json = format!(
        r#"{{"drawing": "sequence", "title": "t", "lanes": [{{"id": "a"}}, {{"id": "b"}}], "steps": [{}]}}"#,
        steps.join(",")
    );
    let written = mermaid(&json).unwrap();
    assert!(written.len() < 50_000, "{}", written.len());
    assert_eq!(written.matches("l0->>l1").count(), 200);
}
