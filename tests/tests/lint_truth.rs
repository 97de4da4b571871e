//! What the lints claim of rules is true of the engine: rules and documents are generated, and each claim is held against
//! what judging says.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "all of it is test code, the functions between the tests too"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_compiler::analysis::{Lint, Remark, RemarkFacts, Size, cost, lint};
use countersign_compiler::program::{Expr, ExprId, ExprKind, PackId, Program, Rule, RuleId, Stage};
use countersign_compiler::scalar::Date;
use countersign_compiler::{Source, compile};
use countersign_document::{Format, NodeId, Tree};
use countersign_evaluator::{
    Answers, FoundKind, Judgement, Limits, Listener, Outcome, Request, Settings, find_kind, judge,
};
use countersign_parser::parse;
use countersign_source::{FileId, Files, Report, Span};

const SCHEMA: &str = r#"
pack p for Case

enum Level { low < mid < high }
enum Team { red, green, blue }

record Item { level?: Level, size?: number, tag?: text, at?: instant }

document Case {
    must: Team
    level?: Level
    team?: Team
    other?: Team
    size?: number
    flag?: boolean
    name?: text
    at?: instant
    until?: instant
    took?: duration
    day?: date
    owner?: { team?: Team, level: Level }
    items?: list<Item>
    names?: list<text>
}

setting most: number 1 .. 3 = 2

define is-high(of_level: Level) = of_level >= mid
define settled(of_team: Team, of_level: Level) = of_team == red and of_level is present
"#;

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    fn pick(&mut self, of: &[&'static str]) -> &'static str {
        of[self.roll(of.len())]
    }
}

const LEVELS: [&str; 3] = ["low", "mid", "high"];
const TEAMS: [&str; 3] = ["red", "green", "blue"];
const SIZES: [&str; 5] = ["0", "1", "1.5", "2", "3"];
const TEXTS: [&str; 3] = ["\"a\"", "\"ab\"", "\"x-1\""];
const TIMES: [&str; 4] =
    ["2026-04-01T10:00Z", "2026-04-01T10:00:00.0004Z", "2026-04-01T12:00Z", "2026-04-02T11:00+01:00"];
const SPANS: [&str; 3] = ["0s", "2h", "1d"];
const DAYS: [&str; 2] = ["2026-04-01", "2026-04-02"];
const COMPARISONS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

// ---- documents

fn field(dice: &mut Dice, lines: &mut Vec<String>, name: &str, values: &[&'static str]) {
    match dice.roll(8) {
        0 | 1 => {}
        2 => lines.push(format!("{name}: !unknown nobody has looked")),
        _ => lines.push(format!("{name}: {}", dice.pick(values))),
    }
}

fn document(dice: &mut Dice) -> String {
    let mut lines = vec!["kind: case".to_owned(), format!("must: {}", dice.pick(&TEAMS))];
    field(dice, &mut lines, "level", &LEVELS);
    field(dice, &mut lines, "team", &TEAMS);
    field(dice, &mut lines, "other", &TEAMS);
    field(dice, &mut lines, "size", &SIZES);
    field(dice, &mut lines, "flag", &["true", "false"]);
    field(dice, &mut lines, "name", &TEXTS);
    field(dice, &mut lines, "at", &TIMES);
    field(dice, &mut lines, "until", &TIMES);
    field(dice, &mut lines, "took", &SPANS);
    field(dice, &mut lines, "day", &DAYS);
    match dice.roll(4) {
        0 => {}
        1 => lines.push("owner: !unknown".to_owned()),
        _ => {
            let mut inner = vec![format!("level: {}", dice.pick(&LEVELS))];
            field(dice, &mut inner, "team", &TEAMS);
            lines.push(format!(
                "owner: {{ {} }}",
                inner.join(", ").replace("!unknown nobody has looked", "{unknown: why}")
            ));
        }
    }
    match dice.roll(8) {
        0 => {}
        1 => lines.push("items: !unknown".to_owned()),
        2 => lines.push("items: []".to_owned()),
        count => {
            lines.push("items:".to_owned());
            for _ in 0..count.div_ceil(3) {
                let mut inner = Vec::new();
                field(dice, &mut inner, "level", &LEVELS);
                field(dice, &mut inner, "size", &SIZES);
                field(dice, &mut inner, "tag", &TEXTS);
                field(dice, &mut inner, "at", &TIMES);
                let inner = inner.join(", ").replace("!unknown nobody has looked", "{unknown: why}");
                lines.push(format!("  - {{ {inner} }}"));
            }
        }
    }
    match dice.roll(4) {
        0 => {}
        1 => lines.push("names: []".to_owned()),
        _ => lines.push(format!("names: [{}, {}]", dice.pick(&TEXTS), dice.pick(&TEXTS))),
    }
    lines.join("\n") + "\n"
}

// ---- rules

/// A condition; `item` says whether there is an item `e` to speak of.
fn condition(dice: &mut Dice, item: bool, depth: usize) -> String {
    let deeper = |dice: &mut Dice| condition(dice, item, depth - 1);
    if depth > 0 && dice.roll(3) == 0 {
        return match dice.roll(5) {
            0 | 1 => format!("({} and {})", deeper(dice), deeper(dice)),
            2 => format!("({} or {})", deeper(dice), deeper(dice)),
            3 => format!("not ({})", deeper(dice)),
            _ => format!("({} implies {})", deeper(dice), deeper(dice)),
        };
    }
    let of = |dice: &mut Dice, name: &'static str| {
        if item && dice.roll(2) == 0 { format!("e.{name}") } else { name.to_owned() }
    };
    match dice.roll(26) {
        0..=3 => format!("{} {} {}", of(dice, "level"), dice.pick(&COMPARISONS), dice.pick(&LEVELS)),
        4..=6 => {
            format!("{} {} {}", dice.pick(&["team", "must", "owner.team"]), dice.pick(&["==", "!="]), dice.pick(&TEAMS))
        }
        7 => format!("{} {} {}", of(dice, "size"), dice.pick(&COMPARISONS), dice.pick(&SIZES)),
        8 => format!(
            "{} {} {}",
            dice.pick(&LEVELS[1..]).replace("mid", "size + 1").replace("high", "size - 0.5"),
            dice.pick(&COMPARISONS),
            dice.pick(&SIZES)
        ),
        9 => format!(
            "{} is {}",
            dice.pick(&["level", "team", "owner", "owner.level", "must", "items", "name"]),
            dice.pick(&["present", "missing", "unknown", "not present", "not missing", "not unknown"])
        ),
        10 => format!("count(items) {} {}", dice.pick(&COMPARISONS), dice.pick(&["0", "1", "2"])),
        11 => {
            format!("{} in [{}, {}]", dice.pick(&["team", "must", "owner.team"]), dice.pick(&TEAMS), dice.pick(&TEAMS))
        }
        12 => format!("until - at {} {}", dice.pick(&COMPARISONS), dice.pick(&SPANS)),
        13 => format!("{} {} {}", dice.pick(&["at", "until"]), dice.pick(&COMPARISONS), dice.pick(&["at", "until"])),
        14 => format!("(level ?? mid) {} {}", dice.pick(&COMPARISONS), dice.pick(&LEVELS)),
        15 => format!("{} {} {}", dice.pick(&["name", "lower(name)"]), dice.pick(&["==", "!="]), dice.pick(&TEXTS)),
        16 => format!(
            "name {}",
            dice.pick(&["matches /a/", "matches /.*/", "matches /./", "contains \"a\"", "starts with \"x\""])
        ),
        17 => format!("length(name) {} {}", dice.pick(&COMPARISONS), dice.pick(&["0", "1", "2"])),
        18 => format!("size {} most", dice.pick(&COMPARISONS)),
        19 => dice.pick(&["flag == true", "not flag", "flag == false", "items is empty"]).to_owned(),
        20 => dice.pick(&["is-high(level)", "settled(team, level)", "is-high(owner.level)"]).to_owned(),
        21 => format!("took {} {}", dice.pick(&COMPARISONS), dice.pick(&SPANS)),
        22 => format!("day {} {}", dice.pick(&COMPARISONS), dice.pick(&DAYS)),
        23 if !item => format!(
            "({} i in items where i.level {} {}: i.size {} {})",
            dice.pick(&["every", "some"]),
            dice.pick(&COMPARISONS),
            dice.pick(&LEVELS),
            dice.pick(&COMPARISONS),
            dice.pick(&SIZES)
        ),
        24 => format!(
            "{} {} {}",
            dice.pick(&["team", "must"]),
            dice.pick(&["==", "!="]),
            dice.pick(&["other", "owner.team"])
        ),
        _ => format!("{} in names", dice.pick(&TEXTS)),
    }
}

fn rule(dice: &mut Dice, name: usize) -> String {
    let mut text = format!("rule r{name} \"A rule\" {{\n");
    let item = dice.roll(3) == 0;
    for _ in 0..dice.roll(3) {
        text.push_str(&format!("    when {}\n", condition(dice, false, 1)));
    }
    if item {
        let filter = if dice.roll(2) == 0 { format!(" where {}", condition(dice, true, 1)) } else { String::new() };
        text.push_str(&format!("    for each e in items{filter}\n"));
        if dice.roll(2) == 0 {
            text.push_str(&format!("    when {}\n", condition(dice, true, 0)));
        }
    }
    if dice.roll(4) == 0 {
        text.push_str(&format!("    let l{name} = {}\n    when l{name}\n", condition(dice, false, 1)));
    }
    for _ in 0..1 + dice.roll(2) {
        text.push_str(&format!("    {} {}\n", dice.pick(&["require", "forbid"]), condition(dice, item, 2)));
    }
    text + "}\n"
}

/// A decision over the team of a case; each option suits something.
fn decision(dice: &mut Dice, name: usize) -> String {
    let chosen = dice.pick(&["", " chosen team", " chosen must"]);
    let mut text = format!("decision c{name}{chosen} {{\n");
    if dice.roll(3) == 0 {
        text.push_str(&format!("    let l{name} = {}\n", condition(dice, false, 1)));
    }
    for option in TEAMS {
        text.push_str(&format!("    option {option} \"An option\" {{\n"));
        if dice.roll(2) == 0 {
            text.push_str(&format!("        needs {}\n", condition(dice, false, 1)));
        }
        for _ in 0..1 + dice.roll(2) {
            text.push_str(&format!("        suits {}\n", condition(dice, false, 1)));
        }
        text.push_str("        approver name\n    }\n");
    }
    text + "}\n"
}

/// A waiver of a rule; the names that a rule binds are not its own business.
fn waiver(dice: &mut Dice, of: &str) -> String {
    let end = dice.pick(&["2026-03-31", "2026-12-31"]);
    let condition = condition(dice, false, 1);
    format!("waive p/{of} {{\n    where {condition}\n    until {end}\n    by \"head\"\n    because \"it is so\"\n}}\n")
}

// ---- what judging says

/// The answers of each condition, by item.
#[derive(Default)]
struct Heard(BTreeMap<(ExprId, Option<NodeId>), Vec<Answers>>);

impl Listener for &mut Heard {
    const LISTENS: bool = true;

    fn condition(&mut self, expr: ExprId, item: Option<NodeId>, answers: Answers) {
        self.0.entry((expr, item)).or_default().push(answers);
    }
}

struct Case {
    tree: Tree,
    one_item: bool,
}

fn cases(count: usize) -> Vec<Case> {
    let mut dice = Dice(7);
    (0..count)
        .map(|_| {
            let text = document(&mut dice);
            let limits = countersign_document::Limits::default();
            let mut read = countersign_document::read(FileId(9), &Arc::from(text.as_str()), Format::Yaml, &limits);
            assert!(read.len() == 1 && read[0].faults.is_empty(), "{text}\n{:?}", read[0].faults);
            Case { tree: read.remove(0).tree.unwrap(), one_item: text.matches("  - {").count() == 1 }
        })
        .collect()
}

fn program_of(text: &str) -> Option<Program> {
    let mut files = Files::new();
    let parsed = parse(files.add("p.rules", text), text);
    assert!(parsed.errors.is_empty(), "{text}\n{:?}", parsed.errors);
    let compiled = compile(&[Source { file: &parsed.file, text, broken: &[], proved: false }]);
    // Some of what is generated does not type: a comparison of what has no order.
    compiled.problems.is_empty().then_some(compiled.program)
}

fn judged(program: &Program, tree: &Tree, heard: &mut Heard) -> Judgement {
    let FoundKind::Found { kind, root } = find_kind(program, tree) else { panic!("a case") };
    let settings = Settings::new();
    let limits = Limits::default();
    let as_of = Date::parse("2026-04-01");
    let request = Request { as_of, ..Request::new(kind, root, &[PackId(0)], &settings, &limits) };
    judge(program, tree, &request, &mut &mut *heard).unwrap()
}

/// The condition at a place of a rule, and the conditions that are true wherever it matters.
fn found_at(rule: &Rule, place: Span) -> Option<(ExprId, Vec<ExprId>)> {
    let mut context = Vec::new();
    for stage in &rule.body {
        let (condition, is_guard) = match stage {
            Stage::When { condition, .. } => (condition, true),
            Stage::ForEach { filter: Some(filter), .. } => (filter, true),
            Stage::Clause(clause) => (&clause.condition, false),
            _ => continue,
        };
        if condition.span.holds(place) {
            return inside(condition, place, context);
        }
        if is_guard {
            context.push(condition.id);
        }
    }
    None
}

fn inside(expr: &Expr, place: Span, mut context: Vec<ExprId>) -> Option<(ExprId, Vec<ExprId>)> {
    if expr.span == place {
        return Some((expr.id, context));
    }
    match &expr.kind {
        ExprKind::And(terms) => {
            for term in terms {
                if term.span.holds(place) {
                    return inside(term, place, context);
                }
                context.push(term.id);
            }
            None
        }
        ExprKind::Implies(guard, then) => {
            if guard.span.holds(place) {
                return inside(guard, place, context);
            }
            context.push(guard.id);
            inside(then, place, context)
        }
        // Inside a quantifier the answers of items are mixed; those are shown by fixtures.
        ExprKind::Quantified { .. } => None,
        _ => expr.parts().into_iter().find(|part| part.span.holds(place)).and_then(|part| inside(part, place, context)),
    }
}

/// Of each condition, its answers where all of the others are true.
fn answers_under(heard: &Heard, of: ExprId, context: &[ExprId]) -> Vec<Answers> {
    let mut found = Vec::new();
    for ((expr, item), answers) in &heard.0 {
        let met = |guard: &ExprId| {
            [*item, None]
                .iter()
                .find_map(|item| heard.0.get(&(*guard, *item)))
                .is_some_and(|answers| answers.iter().all(|answer| answer.is_true()))
        };
        if *expr == of && context.iter().all(met) {
            found.extend(answers);
        }
    }
    found
}

const OPEN_OR_WORSE: [Outcome; 2] = [Outcome::Fails, Outcome::Undetermined];

#[test]
fn what_the_lints_claim_holds_in_every_document() {
    let cases = cases(240);
    let mut dice = Dice(1);
    let mut counts: BTreeMap<Lint, usize> = BTreeMap::new();
    let mut met: BTreeMap<Lint, usize> = BTreeMap::new();
    let mut programs = 0;
    for _ in 0..140 {
        let rules: String = (0..6).map(|name| rule(&mut dice, name)).collect();
        let text = format!("{SCHEMA}\n{rules}{}{}", waiver(&mut dice, "r5"), decision(&mut dice, 0));
        let Some(program) = program_of(&text) else { continue };
        programs += 1;
        let analysis = lint(&program, &[PackId(0)]);
        let claims: Vec<&Remark> = analysis.remarks.iter().filter(|remark| is_claim(&remark.facts)).collect();
        if claims.is_empty() {
            continue;
        }
        let mut meetings = vec![0; claims.len()];
        for case in &cases {
            let mut heard = Heard::default();
            let judgement = judged(&program, &case.tree, &mut heard);
            if judgement.findings.iter().any(|finding| finding.fault.is_some()) {
                continue;
            }
            for (number, claim) in claims.iter().enumerate() {
                if let Err(why) = holds(&program, claim, &judgement, &heard, case, &mut meetings[number]) {
                    let report = claim.report();
                    panic!(
                        "{why}\n{}\n{:?}\n{text}\n{}",
                        report.message,
                        &text[report.labels[0].span.range()],
                        case.tree.source(FileId(9)).map(ToString::to_string).unwrap_or_default()
                    );
                }
            }
        }
        for (claim, meetings) in claims.iter().zip(meetings) {
            *counts.entry(claim.lint()).or_default() += 1;
            if meetings > 0 {
                *met.entry(claim.lint()).or_default() += 1;
            }
        }
    }
    assert!(programs >= 80, "most of what is generated types: {programs}");
    // The test would be worth nothing if nothing were claimed.
    for (wanted, least) in [
        (Lint::AlwaysTrue, 10),
        (Lint::AlwaysFalse, 10),
        (Lint::ImpliedRule, 2),
        (Lint::ClashingRules, 2),
        (Lint::OverlappingOptions, 20),
    ] {
        assert!(counts.get(&wanted).copied().unwrap_or(0) >= least, "{wanted:?}: {counts:?}");
    }
    for lint in [Lint::ClashingRules, Lint::OverlappingOptions] {
        assert!(met[&lint] * 10 >= counts[&lint] * 8, "{met:?} of {counts:?} were seen to meet");
    }
}

fn is_claim(facts: &RemarkFacts) -> bool {
    matches!(
        facts,
        RemarkFacts::AlwaysTrue { .. }
            | RemarkFacts::AlwaysFalse { .. }
            | RemarkFacts::ImpliedRule { .. }
            | RemarkFacts::DuplicateRule { .. }
            | RemarkFacts::ClashingRules { .. }
            | RemarkFacts::OverlappingOptions { .. }
    )
}

/// Is a claim borne out by what one document came to?
fn holds(
    program: &Program,
    claim: &Remark,
    judgement: &Judgement,
    heard: &Heard,
    case: &Case,
    meetings: &mut usize,
) -> Result<(), String> {
    let outcome = |id: &str| {
        let of = |rule: RuleId| program.rule_id(rule) == id;
        judgement.rules.iter().find(|result| of(result.rule)).map(|result| result.outcome).unwrap()
    };
    let answers = || {
        let found = match program.rules.iter().find(|rule| rule.item.holds(claim.at)) {
            Some(rule) => found_at(rule, claim.at),
            // The `where` of a waiver is asked only where its rule applies and fails.
            None => {
                let asked = program.waivers.iter().filter_map(|waiver| waiver.condition.as_ref());
                let condition = asked.into_iter().find(|condition| condition.span.holds(claim.at)).unwrap();
                inside(condition, claim.at, Vec::new())
            }
        };
        found.map(|(of, context)| answers_under(heard, of, &context)).unwrap_or_default()
    };
    let bad = match &claim.facts {
        RemarkFacts::AlwaysTrue { where_written: false, .. } => answers().into_iter().any(|answer| !answer.is_true()),
        RemarkFacts::AlwaysTrue { .. } => answers().into_iter().any(|answer| answer.is_false()),
        RemarkFacts::AlwaysFalse { .. } => answers().into_iter().any(|answer| answer.is_true()),
        RemarkFacts::ImpliedRule { rule, by, .. } => {
            OPEN_OR_WORSE.contains(&outcome(rule)) && !OPEN_OR_WORSE.contains(&outcome(by))
        }
        RemarkFacts::DuplicateRule { rule, other, .. } => {
            OPEN_OR_WORSE.contains(&outcome(rule)) != OPEN_OR_WORSE.contains(&outcome(other))
        }
        RemarkFacts::ClashingRules { first, second, first_span, .. } => {
            let outcomes = [outcome(first), outcome(second)];
            let goes_through = |span: Span| {
                let rule = program.rules.iter().find(|rule| rule.item.holds(span)).unwrap();
                rule.body.iter().any(|stage| matches!(stage, Stage::ForEach { .. }))
            };
            // Two rules that go through items meet at one item, so only documents with one item tell.
            let tells = !(goes_through(*first_span) && goes_through(claim.at)) || case.one_item;
            if tells && !outcomes.contains(&Outcome::DoesNotApply) {
                *meetings += 1;
            }
            tells && outcomes == [Outcome::Passes, Outcome::Passes]
        }
        // It claims that there is a document which both suit; whether one was met is counted.
        RemarkFacts::OverlappingOptions { first, second, .. } => {
            let suits = |name: &str| {
                let decision = &program.decisions[0];
                let at = decision.option(name).unwrap();
                judgement.decisions[0].options[at].suits == Outcome::Passes
            };
            if suits(first) && suits(second) {
                *meetings += 1;
            }
            false
        }
        _ => false,
    };
    if bad { Err(format!("{:?} is not so", claim.facts)) } else { Ok(()) }
}

/// What is made of texts, lists and tables, told and searched for.
const DEAR: &str = r#"
table answer(of_level: Level, of_size: number, of_name: text) -> Team {
    low, >= 2, "a" -> red
    mid, _, _ -> green
    _, 1 .. 3, "ab" -> blue
    _, _, _ -> red
}

define long(of_text: text) = count(words(of_text)) > 3 and some s in sentences(of_text): s matches /a/

rule d0 "Texts are gone through" {
    forbid some t in texts(document): t matches /zzz/ or lower(t) contains "never"
    require long(name) else "{name} has {count(words(name))} words: {words(name)}"
        at name help "see {names} and {items[].tag}"
    require count(phrases(unquoted(name))) >= 9
}

rule d1 "Tables are asked" {
    for each e in items
    require answer(level, size, name) == blue else "it is {answer(level, size, name)}"
    require answer(e.level, e.size, e.tag) == green and (e.at <= at or e.at is missing)
        else "{e.level} {e.size} {e.tag} {e.at}"
        at e.at, at
}

rule d2 "Lists are compared" {
    let many = (i in items where i.level >= mid)
    for each e in items where every before in earlier(e): before.at <= e.at
    require every i in items: some j in many: i.size == j.size
        else "{max(items[].size)} of {sum(items[].size)}: {count(many)}"
    require first(items).tag in names and mentions(name, names) and count(distinct(items[].tag)) >= 2
    forbid not (e.tag == name and (e.size > 1 or (e.level == low and e.at is present))) implies part(e.tag, "-", 1) == "x"
        else "{length(e.tag)}"
}
"#;

#[test]
fn no_document_takes_more_steps_than_the_rules_cost() {
    let cases = cases(150);
    let mut dice = Dice(3);
    let mut tightest = u64::MAX;
    for round in 0..60 {
        let mut rules: String =
            (0..4).map(|name| rule(&mut dice, name) + &waiver(&mut dice, &format!("r{name}"))).collect();
        rules.push_str(&decision(&mut dice, 0));
        rules.push_str(&waiver(&mut dice, "c0"));
        let rules = if round % 6 == 0 { DEAR.to_owned() } else { rules };
        let Some(program) = program_of(&format!("{SCHEMA}\n{rules}")) else {
            assert!(round % 6 != 0, "the dear rules compile");
            continue;
        };
        let costs: Vec<_> = (0u32..).take(program.rules.len()).map(|rule| cost(&program, RuleId(rule))).collect();
        for case in &cases {
            let source = case.tree.source(FileId(9)).map(ToString::to_string).unwrap_or_default();
            let longest = source.lines().map(str::len).max().unwrap_or(0) as u64;
            let values = source.matches(": ").count() + source.matches(", ").count() + source.lines().count();
            let items = source.matches("  - {").count() as u64;
            let size = |size: &Size| match size {
                Size::Items(path) if path == "items" => items,
                Size::Items(path) if path == "names" => 2,
                Size::Items(_) => 9,
                Size::Bytes(_) | Size::Longest => longest,
                Size::Values => values as u64,
            };
            let most: u64 = costs.iter().map(|cost| cost.at(size)).sum();
            let charged = judged(&program, &case.tree, &mut Heard::default()).charged;
            assert!(charged <= most, "{charged} steps are more than {most}\n{rules}\n{source}\n{}", costs[0]);
            tightest = tightest.min(most / charged.max(1));
        }
    }
    assert!(tightest <= 3, "the bound is of the size of what it bounds: {tightest} times");
}
