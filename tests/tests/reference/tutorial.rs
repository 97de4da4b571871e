//! `docs/house-rules.md`: its blocks of rules are one file, which compiles after each of them, and whose tests pass.

use std::num::NonZeroUsize;

use countersign_house::{
    Checked, Entry, EntryKind, Filter, Host, HostError, Input, OpenOptions, TestOutcome, Trouble, Verdict, Which, open,
    percent,
};
use countersign_source::{Diagnostic, Level};

use super::{blocks, read, shown};

/// The file of rules as far as it has been written, and the example beside it.
struct SoFar<'t> {
    rules: &'t str,
    example: &'t str,
}

impl Host for SoFar<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, HostError> {
        match path {
            "change/change.rules" => Ok(self.rules.as_bytes().to_vec()),
            "change/change.yaml" => Ok(self.example.as_bytes().to_vec()),
            _ => Err(HostError { path: path.to_owned(), trouble: Trouble::NotFound }),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, HostError> {
        Err(HostError { path: folder.to_owned(), trouble: Trouble::NotFound })
    }

    fn kind(&self, _: &str) -> Result<EntryKind, HostError> {
        Ok(EntryKind::File)
    }
}

#[test]
fn what_the_tutorial_writes_works_after_every_block() {
    let blocks = blocks(&read("docs/house-rules.md"));
    let example = blocks.iter().find(|block| block.info == "yaml").unwrap();
    let (mut rules, mut stages, mut passed) = (String::new(), 0, 0);
    let mut noticed = Vec::new();
    for block in blocks.iter().filter(|block| block.info != "console" && block.info != "yaml") {
        if block.info == "toml" || block.info == "markdown" {
            continue;
        }
        assert_eq!(block.info, "rules", "line {}", block.line);
        rules.push_str(&block.text);
        rules.push('\n');
        stages += 1;
        let host = SoFar { rules: &rules, example: &example.text };
        let options = OpenOptions { rules: vec!["change/change.rules".to_owned()], tests: false, configuration: None };
        let opened = open(&host, &options);
        let words = shown(&opened.files, &opened.diagnostics);
        assert!(opened.diagnostics.iter().all(|found| found.level != Level::Error), "line {}: {words}", block.line);
        let house = opened.house.unwrap();
        let run = house.test(&host, Which::Given);
        for test in &run.tests {
            let messages: Vec<Diagnostic> = test.outcome.messages().into_iter().cloned().collect();
            let words = shown(&run.files, &messages);
            assert!(matches!(test.outcome, TestOutcome::Passed), "line {}: {}: {words}", block.line, test.title);
        }
        passed = run.passed();
        let changed = house.mutate(&host, Which::Given, &Filter::all(), NonZeroUsize::MIN, &|_, _| {});
        noticed = noticed.split_off(noticed.len().saturating_sub(1));
        noticed.push(changed.unwrap().counts());
        let input = Input { name: "change.yaml".to_owned(), bytes: example.text.as_bytes().to_vec(), by_name: false };
        for checked in house.check(input) {
            let Checked::Document(document) = checked else { panic!("line {}: {checked:?}", block.line) };
            assert_eq!(document.verdict, Verdict::Ready, "line {}: {:?}", block.line, document.findings);
        }
    }
    assert!(stages >= 7 && passed >= 8, "{stages} stages, {passed} tests");
    // What the page says of `rules mutate`, before and after its last block.
    let page = read("docs/house-rules.md").replace('\n', " ");
    let [(before, all), (after, _)] = noticed[..] else { panic!("{noticed:?}") };
    for said in [
        format!("{all} times in all"),
        format!("So far they notice {before} of the changes, {} %", percent(before, all)),
        format!("{after} of {all}, {} %", percent(after, all)),
    ] {
        assert!(page.contains(&said), "the page does not say: {said}");
    }
    assert!(percent(after, all) > 90);
}
