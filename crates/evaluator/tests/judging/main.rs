//! Rule text against document text: each test is a rule, a document, and everything that comes out.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "all of it is test code, the functions between the tests too"
)]

mod excusing;
mod learning;
mod lists;
mod placing;
mod reasons;
mod refusing;
mod schema;
mod tables;
mod unknowns;

use std::fmt::Write as _;
use std::sync::Arc;

use countersign_compiler::program::{ExprId, PackId, Program, RuleId, Subject};
use countersign_compiler::{Source, compile};
use countersign_document::{Format, NodeId, Tree};
use countersign_evaluator::{
    Answers, Finding, FoundKind, Judgement, LimitReached, Limits, Listener, NotApplicable, NotJudged, Outcome, Part,
    Place, Reason, Request, Settings, find_kind, judge,
};
use countersign_parser::parse;
use countersign_source::{Files, Report};

/// The schema of the documents that these tests judge.
const SCHEMA: &str = r#"
pack p for Case

enum Level { low < mid < high }
enum Team { red, green, blue }

record Item {
    key id: text
    source?: text
    level?: Level
    at?: instant
    size?: number
    tags?: list<text>
    after?: list<ref items.id>
}

document Case {
    name?: text
    note?: text
    flag?: boolean
    count_of?: number
    took?: duration
    day?: date
    at?: instant
    level?: Level
    team?: Team
    owner?: { team?: Team, contact?: text, since?: instant }
    items?: list<Item>
    names?: list<text>
    chosen?: ref items.id
    cites?: list<ref items.id>
}
"#;

/// A program made of the schema and these rules.
fn program(rules: &str) -> Program {
    program_of(&format!("{SCHEMA}\n{rules}"))
}

fn program_of(text: &str) -> Program {
    let mut files = Files::new();
    let id = files.add("p/rules.rules", text);
    let parsed = parse(id, text);
    assert!(parsed.errors.is_empty(), "{:#?}", parsed.errors);
    let compiled = compile(&[Source { file: &parsed.file, text, broken: &[], proved: false }]);
    let problems: Vec<String> = compiled
        .problems
        .iter()
        .map(|problem| {
            let report = problem.report();
            let at = report.span().map_or("", |span| files.slice(span)).to_owned();
            format!("{}: {}", report.message, at)
        })
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    compiled.program
}

fn tree(text: &str) -> Tree {
    let mut files = Files::new();
    let format = if text.starts_with('{') { Format::Json } else { Format::Yaml };
    let id = files.add("case", text);
    let text: Arc<str> = Arc::from(text);
    let mut documents = countersign_document::read(id, &text, format, &countersign_document::Limits::default());
    assert_eq!(documents.len(), 1, "{text}");
    let document = documents.remove(0);
    assert!(document.faults.is_empty(), "{:#?}", document.faults);
    document.tree.unwrap()
}

fn run(program: &Program, tree: &Tree, limits: &Limits) -> Result<Judgement, LimitReached> {
    run_with(program, tree, limits, &Settings::new(), &mut ())
}

fn run_with<L: Listener>(
    program: &Program,
    tree: &Tree,
    limits: &Limits,
    settings: &Settings,
    listener: &mut L,
) -> Result<Judgement, LimitReached> {
    let FoundKind::Found { kind, root } = find_kind(program, tree) else { panic!("no kind") };
    let packs: Vec<PackId> = (0..program.packs.len() as u32).map(PackId).collect();
    judge(program, tree, &Request::new(kind, root, &packs, settings, limits), listener).map_err(|trouble| match trouble
    {
        NotJudged::Limit(reached) => reached,
        NotJudged::NoDay(no_day) => panic!("{no_day:?}"),
    })
}

/// Judges a document and shows everything that came out.
fn judged(rules: &str, document: &str) -> String {
    let program = program(rules);
    shown(&program, document)
}

fn shown(program: &Program, document: &str) -> String {
    let text = if document.starts_with('{') { document.to_owned() } else { format!("kind: case\n{document}") };
    let tree = tree(&text);
    let judgement = run(program, &tree, &Limits::default()).unwrap();
    show(program, &tree, &text, &judgement)
}

fn show(program: &Program, tree: &Tree, text: &str, judgement: &Judgement) -> String {
    let mut out = String::new();
    for finding in judgement.findings.iter().filter(|finding| finding.fault.is_some()) {
        let Subject::Schema(check) = finding.subject else { panic!("a fault of a rule") };
        let _ = writeln!(out, "schema/{}: {}{}", check.name(), finding.sentence(), places(tree, text, &finding.places));
        for next in finding.next() {
            let _ = writeln!(out, "    {next}");
        }
    }
    for result in &judgement.rules {
        let name = &program[result.rule].name;
        let _ = write!(out, "{name}: {:?}", result.outcome);
        match &result.not_applicable {
            Some(NotApplicable::Guard { reasons: why, places: at, .. }) => {
                let _ = write!(out, " by its guard{}{}", reasons(why), places(tree, text, at));
            }
            Some(NotApplicable::NotInForce { effective, as_of }) => {
                let until = effective.until.map(|until| format!(" until {until}")).unwrap_or_default();
                let own = if as_of.is_own() { "its own" } else { "the given" };
                let _ = write!(out, ": in force from {}{until}, judged by {own} {}", effective.from, as_of.day);
            }
            Some(NotApplicable::NothingToLookAt(why)) => {
                let _ = write!(out, " with nothing to look at{}", reasons(why));
            }
            Some(NotApplicable::NoChoice(why)) => {
                let _ = write!(out, " with no choice{}", reasons(std::slice::from_ref(why)));
            }
            Some(NotApplicable::OnlyCompares) => {
                let _ = write!(out, " since it only compares");
            }
            None => {}
        }
        let _ = writeln!(out);
        for finding in &judgement.findings {
            if finding.subject != Subject::Rule(result.rule) {
                continue;
            }
            assert!(!finding.places.is_empty());
            let _ = writeln!(out, "  {:?}: {}{}", finding.outcome, said(finding), places(tree, text, &finding.places));
            for next in finding.next() {
                let _ = writeln!(out, "    {next}");
            }
            if let Some(suggestion) = &finding.suggestion {
                let _ = writeln!(out, "    {} = {}", suggestion.path, suggestion.value);
            }
        }
    }
    out
}

fn reasons(reasons: &[Reason]) -> String {
    reasons.iter().fold(String::new(), |all, reason| all + " <" + &reason.sentence() + ">")
}

fn places(tree: &Tree, text: &str, places: &[Place]) -> String {
    let mut out = String::new();
    for place in places {
        let node = tree.node(place.node);
        let words = match &place.part {
            Part::Value if place.missing || place.path.is_empty() => String::new(),
            Part::Value => text[node.span.range()].trim().replace('\n', "⏎"),
            Part::Data(_) => "data".to_owned(),
            Part::Key => {
                let key = node.key.as_ref().map_or("", |(key, _)| key);
                format!("{key}:")
            }
            Part::Words(from, to) => {
                let span = tree.locate(place.node, *from as usize..*to as usize);
                format!("\"{}\"", text[span.range()].replace('\n', "⏎"))
            }
        };
        let missing = if place.missing { " missing" } else { "" };
        let _ = write!(out, " [{}{missing} {words}]", place.path);
    }
    out
}

/// Asserts what one rule, `require` or `forbid` and what belongs to it, comes to.
#[track_caller]
fn check(body: &str, document: &str, wanted: &str) {
    let out = judged(&format!("rule r \"R\" {{\n{body}\n}}"), document);
    let wanted: Vec<&str> = wanted.trim().lines().map(str::trim).collect();
    let found: Vec<&str> = out.trim().lines().map(str::trim).collect();
    assert_eq!(found, wanted, "\n{body}\n---\n{document}");
}

/// Asserts the outcome of one clause alone.
#[track_caller]
fn outcome(body: &str, document: &str, wanted: &str) {
    let out = judged(&format!("rule r \"R\" {{\n{body}\n}}"), document);
    let line = out.lines().find(|line| line.starts_with("r: ")).unwrap();
    let word = line.trim_start_matches("r: ").split(' ').next().unwrap();
    assert_eq!(word, wanted, "\n{body}\n---\n{document}\n---\n{out}");
}

/// Hears everything, as lines.
#[derive(Default)]
struct Heard(Vec<String>);

impl Listener for Heard {
    fn rule(&mut self, rule: RuleId) {
        self.0.push(format!("rule {}", rule.0));
    }

    fn condition(&mut self, _: ExprId, place: Option<NodeId>, answers: Answers) {
        self.0.push(format!("{answers:?}{}", if place.is_some() { " at an item" } else { "" }));
    }
}

/// The sentence of a finding, with all of its reasons.
fn said(finding: &Finding) -> String {
    let reasons: Vec<String> = finding.reasons.iter().take(3).map(Reason::sentence).collect();
    let more = finding.reasons.len().saturating_sub(3);
    let reasons = if more > 0 { format!("{}, and {more} more", reasons.join(", ")) } else { reasons.join(", ") };
    match (finding.outcome, reasons.is_empty()) {
        (_, true) => finding.said.clone(),
        (Outcome::Undetermined, false) => format!("{}: {reasons}", finding.said),
        (_, false) => format!("{reasons}: {}", finding.said),
    }
}
