//! To learn what was not known never turns what was decided: every partly known document against all that it can become.

use std::collections::BTreeMap;

use countersign_evaluator::{Limits, Outcome};

use crate::{program, run, tree};

/// What can stand at each of the places; the first of each is not known.
const CHOICES: [&[&str]; 6] = [
    &["unknown", "low", "mid", "high"],
    &["unknown", "true", "false"],
    &["!unknown x", "a", "b"],
    &["unknown", "low", "high"],
    &["unknown", "0", "5"],
    &["!unknown y", "A", "B"],
];

const RULES: [&str; 44] = [
    "require level == high",
    "forbid level >= mid",
    "require level == high or flag",
    "require level == high and flag",
    "require level == high implies flag",
    "when flag\nrequire level != low",
    "when level >= mid\nforbid flag",
    "require not (flag and level == low)",
    "require every e in items: e.level == low",
    "require some e in items: e.level == high",
    "require every e in items where e.level == high: e.size == 5",
    "require some e in items where e.level == high: e.size == 1",
    "forbid some e in items where e.size > 3: e.level == low",
    "for each e in items where e.level == high\nrequire e.size <= 1",
    "for each e in items\nwhen e.size > 0\nrequire e.level == low",
    "require count(e in items where e.level == high) == 1",
    "require count(e in items where e.level == high) <= 1",
    "require count(e in items where e.level != level) >= 1",
    "require count(distinct(names)) == 1",
    "require count(distinct(names)) <= 2",
    "require count(distinct(items[].level)) == 2",
    "require \"a\" in names",
    "forbid \"b\" in names",
    "require \"c\" in names",
    "require level in items[].level",
    "require max(items[].size) >= 1",
    "require min(items[].size) >= 1",
    "require sum(items[].size) > 3",
    "require first(e in items where e.level == low).size == 1",
    "require last(e in items where e.level == high).id == \"A\"",
    "require first(e in items where e.size > 3).level == low",
    "require chosen.level == low",
    "require chosen.size >= 1",
    "require some c in cites: c.level == high",
    "require steps-for(level, flag) == red",
    "require steps-for(level, flag) != blue",
    "require steps-for(first(e in items where e.size > 3).level, flag) == green",
    "require sized(count(e in items where e.level == high)) == low",
    "require level ?? low == low",
    "require note ?? \"b\" == \"b\"",
    "require \"{note}\" == \"a\"",
    "require mentions(\"a b\", names)",
    "require names is empty",
    "for each e in items\nforbid e in reach(e.after)",
];

fn document(choice: [usize; 6]) -> String {
    let [level, flag, name, other, size, chosen] = {
        let mut words = [""; 6];
        for (word, (choices, at)) in words.iter_mut().zip(CHOICES.iter().zip(choice)) {
            *word = choices[at];
        }
        words
    };
    format!(
        "kind: case\nlevel: {level}\nflag: {flag}\nnote: {name}\nnames: [a, {name}]\nchosen: {chosen}\ncites: [{chosen}]\nitems:\n- {{id: A, level: {other}, size: 1}}\n- {{id: B, level: low, size: {size}}}\n"
    )
}

fn choices(knowing: bool) -> Vec<[usize; 6]> {
    let mut all = vec![[0; 6]];
    for (index, choices) in CHOICES.iter().enumerate() {
        let from = usize::from(knowing);
        all = all
            .into_iter()
            .flat_map(|choice| {
                (from..choices.len()).map(move |at| {
                    let mut next = choice;
                    next[index] = at;
                    next
                })
            })
            .collect();
    }
    all
}

#[test]
fn what_was_decided_stays_decided() {
    let mut text = String::from(
        "table steps-for(level: Level, flag: boolean) -> Team {\n  low, _ -> red\n  mid, true -> red\n  _, true -> green\n  _, _ -> blue\n}\ntable sized(n: number) -> Level {\n 0 .. 1 -> low\n _ -> high\n}\n",
    );
    for (index, rule) in RULES.iter().enumerate() {
        text += &format!("rule r{index} \"R\" {{\n{rule}\n}}\n");
    }
    let program = program(&text);
    let outcomes = |choice| {
        let tree = tree(&document(choice));
        let judgement = run(&program, &tree, &Limits::default()).unwrap();
        let plain = |outcome| if outcome == Outcome::DoesNotApply { Outcome::Passes } else { outcome };
        judgement.rules.iter().map(|result| plain(result.outcome)).collect::<Vec<_>>()
    };
    let known: BTreeMap<[usize; 6], Vec<Outcome>> =
        choices(true).into_iter().map(|choice| (choice, outcomes(choice))).collect();
    let mut open = vec![0; RULES.len()];
    for partly in choices(false) {
        let now = outcomes(partly);
        let becomes =
            known.iter().filter(|(choice, _)| choice.iter().zip(partly).all(|(at, was)| was == 0 || *at == was));
        for (choice, later) in becomes {
            for (index, (now, later)) in now.iter().zip(later).enumerate() {
                if *now == Outcome::Undetermined {
                    open[index] += 1;
                } else {
                    assert_eq!(now, later, "{}\n{}became\n{}", RULES[index], document(partly), document(*choice));
                }
            }
        }
    }
    // Most of them are open in some documents: the test would see it if everything were.
    assert!(open.iter().filter(|count| **count > 0).count() > RULES.len() / 2, "{open:?}");
    assert!(known.values().flatten().all(|outcome| *outcome != Outcome::Undetermined));
}
