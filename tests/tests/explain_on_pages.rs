//! What `explain` says to write on a page of Markdown is written there, and the page is judged again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use countersign_house::{Deed, Explained, ExplainedDocument, Fix, Host as _, House, Input, OpenOptions, Outcome, open};
use countersign_tests::Repository;

fn house() -> House {
    let configuration = Some("fixtures/configuration/two-packs.toml".to_owned());
    open(&Repository, &OpenOptions { configuration, ..OpenOptions::default() }).house.unwrap()
}

fn explain(house: &House, page: &str, rule: Option<&str>) -> Option<ExplainedDocument> {
    let input = Input { name: "handoff.md".to_owned(), bytes: page.as_bytes().to_vec(), by_name: true };
    match house.explain(&input, rule).unwrap().pop()? {
        Explained::Document(document) => Some(*document),
        Explained::Errors { .. } => None,
    }
}

/// Pages with one mistake each: a line is lacking, or says something else.
fn spoilt(page: &str) -> Vec<String> {
    let lines: Vec<&str> = page.lines().collect();
    let mut pages = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with("---")) {
        let with = |by: Option<String>| {
            let before = lines.iter().take(at).map(|line| (*line).to_owned());
            let behind = lines.iter().skip(at + 1).map(|line| (*line).to_owned());
            let all: Vec<String> = before.chain(by).chain(behind).collect();
            all.join("\n") + "\n"
        };
        if line.starts_with("kind") {
            continue;
        }
        pages.push(with(None));
        if line.starts_with("## ") {
            // The whole section is lacking.
            let end = lines.iter().skip(at + 1).position(|line| line.starts_with("## "));
            let rest = end.map(|end| lines.iter().skip(at + 1 + end)).into_iter().flatten();
            pages.push(lines.iter().take(at).chain(rest).copied().collect::<Vec<_>>().join("\n"));
        } else if let Some((key, _)) = line.split_once(": ") {
            pages.push(with(Some(format!("{key}: unknown"))));
            pages.push(with(Some(format!("{key}: TBD"))));
        } else if line.starts_with("| E") || line.starts_with("| 2026") {
            let cells: Vec<&str> = line.split('|').collect();
            for cell in 1..cells.len() - 1 {
                let emptied: Vec<&str> =
                    cells.iter().enumerate().map(|(at, now)| if at == cell { " " } else { now }).collect();
                pages.push(with(Some(emptied.join("|"))));
            }
        }
    }
    pages
}

#[test]
fn what_is_to_be_written_on_a_page_makes_it_pass() {
    let house = house();
    let page = String::from_utf8(Repository.read("fixtures/markdown/public-bucket.md").unwrap()).unwrap();
    let (mut written, mut not) = (0, Vec::new());
    let mut deeds: Vec<Deed> = Vec::new();
    for page in spoilt(&page) {
        let Some(explained) = explain(&house, &page, None) else { continue };
        for rule in explained.rules.iter().filter(|rule| rule.outcome == Outcome::Fails) {
            for fix in rule.fixes.iter().flat_map(|fixes| &fixes.ways) {
                let Some(after) = &fix.page else {
                    not.push(format!("{}: {}", rule.id, sentences(fix)));
                    continue;
                };
                written += 1;
                deeds.extend(fix.edits.iter().filter_map(|edit| edit.page.as_ref()).map(|page| page.deed.clone()));
                let came_to =
                    explain(&house, after, Some(&rule.id)).map(|document| document.rules.first().unwrap().outcome);
                assert_eq!(came_to, Some(fix.outcome), "{}: {}\n{after}", rule.id, sentences(fix));
            }
        }
    }
    for deed in [Deed::Change, Deed::Fill, Deed::Add, Deed::Remove] {
        assert!(deeds.contains(&deed), "nothing came to {deed:?}");
    }
    assert!(written > 100 && not.len() * 50 < written, "{written} changes were written, and not:\n{}", not.join("\n"));
}

fn sentences(fix: &Fix) -> String {
    let lines =
        |edit: &countersign_house::Edit| edit.page.iter().flat_map(|page| page.lines.clone()).collect::<Vec<_>>();
    fix.edits.iter().map(|edit| format!("{} {:?}", edit.sentence(), lines(edit))).collect::<Vec<_>>().join("; ")
}
