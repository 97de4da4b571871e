//! The evaluator against its twin: a second one that is written straight from the reference of the language, that knows no
//! program but the syntax tree, no laziness and no cleverness. Programs and documents are thrown, thousands of them, and
//! both have to come to the same outcomes, for the same reasons.
//!
//! Compared are, of each document: the schema's findings with their paths; of each rule its outcome and level, every
//! finding with what was missing or unknown in it, and why it does not apply; of each decision what its options come to,
//! who approves them, the suggestion and what is still open; the verdict; how many clauses were decided, and how many
//! prohibitions passed on nothing; and what each waiver excused, or would have. Messages and the places that findings point to are held by the engine's own tests, and
//! so are `sentences`, `phrases`, `words`, `unquoted`, `texts` and digests, which take texts apart more than they answer.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "all of it is test code, the functions between the tests too"
)]

mod calls;
mod dice;
mod documents;
mod engine;
mod paper;
mod plain;
mod programs;
mod rules;
mod shrink;
mod tally;
mod values;

use countersign_parser::format;
use countersign_source::FileId;
use dice::Dice;
use engine::Engine;
use paper::{Desk, Written};
use plain::Plain;
use rules::{Outcome, Verdicts};
use tally::Tally;
use values::Twin;

/// A program and what it is to judge.
#[derive(Clone)]
pub(crate) struct Case {
    /// The items of the program, the schema first.
    pub(crate) items: Vec<String>,
    pub(crate) document: Written,
    pub(crate) previous: Option<Written>,
    pub(crate) crews: Written,
    /// Has the house changed its settings?
    pub(crate) changed: bool,
}

const PROGRAMS: u64 = 200;
const DOCUMENTS: usize = 20;

/// What rules are made of.
const EXPRESSIONS: [&str; 38] = [
    "a field",
    "LIST[]",
    "a list",
    "not",
    "and",
    "or",
    "implies",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "not in",
    "contains",
    "starts with",
    "ends with",
    "matches",
    "is present",
    "is missing",
    "is unknown",
    "is empty",
    "is Tag",
    "+",
    "-",
    "??",
    "every",
    "some",
    "LIST where",
    "for each",
    "a decision",
    "a table",
    "a text with holes",
    "a definition",
    "a setting",
    "data",
    "previous",
];

/// What is called, and what is rare.
const CALLS: [&str; 18] = [
    "count()",
    "sum()",
    "min()",
    "max()",
    "distinct()",
    "first()",
    "last()",
    "length()",
    "lower()",
    "mentions()",
    "part()",
    "earlier()",
    "reach()",
    "is-utc()",
    "date-of()",
    "empty",
    "uncomputable",
    "only compares",
];

/// The settings that a house has changed, as the twin knows them.
fn settings(changed: bool) -> Vec<(&'static str, Plain)> {
    if changed {
        vec![("limit", Plain::Number(1000)), ("least", Plain::Member(2, "high".to_owned()))]
    } else {
        Vec::new()
    }
}

/// What both come to; and whether that is the same.
fn compared(engine: &Engine, case: &Case, tally: &Tally) -> (Verdicts, Verdicts, Result<(), String>) {
    let desk =
        Desk { file: &engine.file, document: &case.document, previous: case.previous.as_ref(), data: &case.crews };
    let settings = settings(case.changed);
    let twin = Twin { desk, settings: &settings, tally };
    let (ours, theirs) = (twin.verdicts(), engine.judge(case));
    let same = agree(&ours, &theirs);
    (ours, theirs, same)
}

fn agree(twin: &Verdicts, engine: &Verdicts) -> Result<(), String> {
    let differs = |what: &str, twin: &dyn std::fmt::Debug, engine: &dyn std::fmt::Debug| {
        Err(format!("{what}\n  twin:   {twin:?}\n  engine: {engine:?}"))
    };
    if twin.faults != engine.faults {
        return differs("the schema finds something else", &twin.faults, &engine.faults);
    }
    for (ours, theirs) in twin.rules.iter().zip(&engine.rules) {
        if !rules::alike(ours, theirs) {
            return differs(&format!("of {}", ours.name), ours, theirs);
        }
    }
    for (ours, theirs) in twin.decisions.iter().zip(&engine.decisions) {
        if !rules::decided_alike(ours, theirs) {
            return differs("of the decision", ours, theirs);
        }
    }
    let work = |of: &Verdicts| {
        (
            of.dayless,
            of.verdict,
            of.rules.len(),
            of.decisions.len(),
            of.clauses,
            of.passed_on_nothing,
            of.waivers.clone(),
        )
    };
    if work(twin) != work(engine) {
        return differs(
            "of the whole (no day, verdict, rules, decisions, clauses, passed on nothing, waivers)",
            &work(twin),
            &work(engine),
        );
    }
    Ok(())
}

/// A number that whoever looks for more differences asks for, as in `TWIN_SEED=2 TWIN_PROGRAMS=2000 cargo test --test twin`.
#[expect(clippy::disallowed_methods, reason = "what is thrown without it is always the same")]
fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn the_engine_and_its_twin_agree() {
    let tally = Tally::default();
    let mut differences = Vec::new();
    let seed = asked("TWIN_SEED").unwrap_or(1);
    let programs = asked("TWIN_PROGRAMS").unwrap_or(PROGRAMS);
    for number in 0..programs {
        let mut dice = Dice(seed * 1_000_003 + number);
        let crews = documents::crews(&mut dice);
        let items = programs::program(&mut dice, &|text| Engine::new(text, &crews).is_some());
        let engine = Engine::new(&items.concat(), &crews).unwrap();
        tally.hit("programs");
        for at in 0..DOCUMENTS {
            let document = documents::document(&mut dice);
            let previous = (at % 3 == 0).then(|| documents::document(&mut dice));
            let case = Case { items: items.clone(), document, previous, crews: crews.clone(), changed: at % 5 == 4 };
            let (twin, _, same) = compared(&engine, &case, &tally);
            count(&twin, &tally);
            if let Err(why) = same {
                differences.push((case, why));
                break;
            }
        }
    }
    if let Some((case, _)) = differences.first() {
        let case = shrink::smallest(case);
        panic!("{} programs differ; the first:\n{}", differences.len(), shrink::shown(&case));
    }
    enough(&tally);
}

/// Counts what was met.
fn count(verdicts: &Verdicts, tally: &Tally) {
    tally.hit("pairs");
    if verdicts.dayless {
        return tally.hit("no day");
    }
    tally.hit(verdicts.verdict);
    for (excused, ended) in &verdicts.waivers {
        if *excused > 0 {
            tally.hit("a waiver");
        }
        if *ended > 0 {
            tally.hit("a waiver that has ended");
        }
    }
    if !verdicts.faults.is_empty() {
        tally.hit("schema findings");
    }
    for rule in &verdicts.rules {
        tally.hit(match rule.outcome {
            Outcome::Passes => "passes",
            Outcome::Fails => "fails",
            Outcome::Undetermined => "undetermined",
            Outcome::DoesNotApply => "does not apply",
            Outcome::Waived => "waived",
        });
        for (_, lack) in rule.findings.iter().flat_map(|(_, told)| told) {
            tally.hit(match lack {
                plain::Lack::Missing => "missing",
                plain::Lack::Empty => "empty",
                plain::Lack::Unknown(Some(_)) => "unknown, and why",
                plain::Lack::Unknown(None) => "unknown",
                plain::Lack::Unfit => "unfit",
                plain::Lack::Uncomputable => "uncomputable",
            });
        }
        match &rule.why_not {
            Some(rules::WhyNot::Guard(..)) => tally.hit("a guard"),
            Some(rules::WhyNot::Nothing(_)) => tally.hit("nothing to look at"),
            Some(rules::WhyNot::NotInForce) => tally.hit("not in force"),
            Some(rules::WhyNot::NoChoice(_)) => tally.hit("no choice"),
            Some(rules::WhyNot::OnlyCompares) => tally.hit("only compares"),
            None => {}
        }
    }
    for decided in &verdicts.decisions {
        for (needs, ..) in &decided.options {
            tally.hit(match needs {
                Outcome::Fails => "not supported",
                Outcome::Undetermined => "open option",
                _ => "supported",
            });
        }
        tally.hit(if decided.suggestion.is_some() { "a suggestion" } else { "no suggestion" });
        if !decided.open.is_empty() {
            tally.hit("still open");
        }
    }
}

/// The test would be worth nothing if it met only what is easy.
fn enough(tally: &Tally) {
    let wanted: [(usize, &[&str]); 6] = [
        (3000, &["pairs"]),
        (1000, &["passes", "fails", "undetermined", "does not apply", "missing", "unknown", "unknown, and why"]),
        (80, &["ready", "open", "waived", "not in force", "a waiver", "a waiver that has ended", "no day"]),
        (200, &["not ready", "schema findings", "a guard", "nothing to look at", "unfit", "no choice"]),
        (200, &["supported", "not supported", "open option", "a suggestion", "no suggestion", "still open"]),
        (200, &EXPRESSIONS),
    ];
    let calls = CALLS.iter().map(|what| (&30, what));
    let rare: Vec<String> = wanted
        .iter()
        .flat_map(|(least, whats)| whats.iter().map(move |what| (least, what)))
        .chain(calls)
        .filter(|(least, what)| tally.of(what) < **least)
        .map(|(least, what)| format!("{what}: {} of {least}", tally.of(what)))
        .collect();
    assert!(rare.is_empty(), "too rarely met: {rare:#?}");
}

/// To lay out a program changes nothing of what it comes to.
#[test]
fn a_layout_changes_no_outcome() {
    for number in 0..30 {
        let mut dice = Dice(7_000_003 + number);
        let crews = documents::crews(&mut dice);
        let items = programs::program(&mut dice, &|text| Engine::new(text, &crews).is_some());
        let text = items.concat();
        let laid_out = format(FileId(0), &text).unwrap();
        assert_ne!(text, laid_out);
        let (before, after) = (Engine::new(&text, &crews).unwrap(), Engine::new(&laid_out, &crews).unwrap());
        for _ in 0..DOCUMENTS {
            let document = documents::document(&mut dice);
            let case = Case { items: items.clone(), document, previous: None, crews: crews.clone(), changed: false };
            let (before, after) = (before.judge(&case).without_places(), after.judge(&case).without_places());
            assert_eq!(before, after, "{text}\n{laid_out}\n{}", case.document.yaml());
        }
    }
}
