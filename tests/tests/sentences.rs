//! Whether the pack `language` tells claims from recommendations: labelled sentences, each as the recommendation of a
//! handoff whose ledger is empty. The figures stand in `docs/sentences.md`.
//!
//! The sentences of `held-back.tsv` were written before the rules, and are never looked at one by one: of them only figures
//! are made. With `INSTA_UPDATE=always` the page is written instead of compared.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::collections::BTreeMap;
use std::fmt::Write;

use countersign_house::{Checked, House, Input, OpenOptions, Outcome, open};
use countersign_tests::{Repository, top};

const RULE: &str = "language/recommendation-not-execution";

/// What came of sentences of one trap.
#[derive(Clone, Copy, Default)]
struct Tally {
    found: u32,
    missed: u32,
    false_alarms: u32,
    left_alone: u32,
}

impl Tally {
    fn add(&mut self, is_claim: bool, is_found: bool) {
        *match (is_claim, is_found) {
            (true, true) => &mut self.found,
            (true, false) => &mut self.missed,
            (false, true) => &mut self.false_alarms,
            (false, false) => &mut self.left_alone,
        } += 1;
    }

    /// Of a hundred claims, how many are found.
    fn recall(self) -> f64 {
        100.0 * f64::from(self.found) / f64::from((self.found + self.missed).max(1))
    }

    /// Of a hundred findings, how many are claims.
    fn precision(self) -> f64 {
        100.0 * f64::from(self.found) / f64::from((self.found + self.false_alarms).max(1))
    }

    fn row(self, name: &str) -> String {
        let Self { found, missed, false_alarms, left_alone } = self;
        format!(
            "| {name} | {found} | {missed} | {false_alarms} | {left_alone} | {:.0} % | {:.0} % |\n",
            self.recall(),
            self.precision()
        )
    }
}

/// All sentences of a file, by trap; and those of `training` that came out wrong.
fn measured(house: &House, file: &str) -> (Tally, BTreeMap<String, Tally>) {
    let table = std::fs::read_to_string(top().join("fixtures/language").join(file)).unwrap();
    let (mut all, mut by_trap) = (Tally::default(), BTreeMap::<String, Tally>::new());
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [label, trap, _, text] = cells[..] else { panic!("{file} has a line without four cells") };
        let (is_claim, is_found) = (label == "executed", finds(house, text));
        all.add(is_claim, is_found);
        by_trap.entry(trap.to_owned()).or_default().add(is_claim, is_found);
    }
    (all, by_trap)
}

/// Does the rule find a claim in this recommendation?
fn finds(house: &House, text: &str) -> bool {
    let document = serde_json::json!({
        "kind": "handoff", "id": "IR-1", "title": "t", "prepared_by": "soc",
        "prepared_at": "2026-04-12T10:40:00Z",
        "recommendation": { "action": "contain", "text": text },
    });
    let bytes = document.to_string().into_bytes();
    let input = Input { name: "handoff.json".to_owned(), bytes, by_name: true };
    match house.check(input).next().unwrap() {
        Checked::Document(document) => {
            document.findings.iter().any(|finding| finding.rule == RULE && finding.outcome == Outcome::Fails)
        }
        Checked::Errors { errors, .. } => panic!("{errors:?}"),
    }
}

fn page(name: &str, all: Tally, by_trap: &BTreeMap<String, Tally>) -> String {
    let mut page = format!(
        "## {name}\n\n| trap | found | missed | false alarms | left alone | recall | precision |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n"
    );
    for (trap, tally) in by_trap {
        page.push_str(&tally.row(trap));
    }
    let _ = writeln!(page, "{}", all.row("**all**"));
    page
}

#[test]
fn claims_are_told_from_recommendations() {
    let options = OpenOptions { tests: false, ..OpenOptions::default() };
    let opened = open(&Repository, &options);
    let house = opened.house.unwrap_or_else(|| panic!("{:?}", opened.diagnostics));
    let (training, training_traps) = measured(&house, "sentences.tsv");
    let (unseen, unseen_traps) = measured(&house, "held-back.tsv");
    let mut made = String::from(
        "# How well claims are told from recommendations\n\n\
         The rule `language/recommendation-not-execution`, over labelled sentences, each as the recommendation of a handoff\n\
         whose ledger is empty. A claim that is found is right, and so is any other sentence that is left alone. Recall says\n\
         how many of a hundred claims are found, precision how many of a hundred findings are claims. Made by\n\
         `cargo xtask fixtures`.\n\n",
    );
    made.push_str(&page("Sentences that the rules were written with", training, &training_traps));
    made.push_str(&page("Sentences that were held back", unseen, &unseen_traps));
    let made = format!("{}\n", made.trim_end());
    print!("{made}");
    let path = top().join("docs/sentences.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, &made).unwrap();
    }
    let floors = [(training, FLOOR_TRAINING), (unseen, FLOOR_UNSEEN)];
    for (tally, (recall, precision)) in floors {
        assert!(tally.recall() >= recall, "recall has fallen to {:.1} %", tally.recall());
        assert!(tally.precision() >= precision, "precision has fallen to {:.1} %", tally.precision());
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap_or_default(),
        made,
        "docs/sentences.md is stale: run `cargo xtask fixtures`"
    );
}

/// The least recall and precision, in percent, of the sentences that the rules were written with.
const FLOOR_TRAINING: (f64, f64) = (98.0, 99.0);

/// The same of those that were held back.
const FLOOR_UNSEEN: (f64, f64) = (76.0, 86.0);
