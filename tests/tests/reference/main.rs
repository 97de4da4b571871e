//! The reference is held against the product: every block of `docs/language.md` is compiled, its tests are run, its
//! generated parts and `docs/errors.md` are made anew and compared.
//!
//! A block says behind its fence what it is: `rules` (a whole file), `rules item` (items of a pack `house for Handoff`
//! that uses the shipped packs), `rules body` (the clauses of one rule), `rules expression` (a condition a line) or
//! `rules value` (a value a line). `fails CODE` behind it says that each must fail with exactly that code. `yaml handoff`
//! blocks are handoffs, or begin one. Nothing else stands in a fence, but in generated parts.
//!
//! With `INSTA_UPDATE=always` what is generated is written instead of compared.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the repository")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "this is a test")]

mod grammar;
mod lints;
mod pages;
mod tutorial;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use countersign_compiler::program::{SchemaCheck, Stage, Type};
use countersign_compiler::{BUILT_INS, DEFINITION_PARTS, PATTERN_BYTES, Source, compile};
use countersign_document::Format;
use countersign_evaluator::Answers;
use countersign_house::{
    Checked, Entry, EntryKind, Host, HostError, Input, OpenOptions, Opened, Totals, Trouble, Which, open,
};
use countersign_parser::{SyntaxError, parse};
use countersign_report::Style;
use countersign_source::{Diagnostic, FileId, Files, Level, Report};
use countersign_tests::{Repository, fresh, top};

const LANGUAGE: &str = "docs/language.md";
/// The name under which a block is read.
const BLOCK: &str = "house/house.rules";
/// What an item stands below.
const ITEM: &str = "pack house for Handoff\nuse handoff\nuse approval\n";

// ---- the blocks

#[derive(Debug)]
struct Block {
    /// What stands behind the fence.
    info: String,
    text: String,
    /// The line of the fence, from 1.
    line: usize,
    generated: bool,
}

fn blocks(document: &str) -> Vec<Block> {
    let (mut found, mut open, mut generated): (Vec<Block>, Option<Block>, bool) = (Vec::new(), None, false);
    for (index, line) in document.lines().enumerate() {
        if line.starts_with("<!-- generated:") {
            generated = true;
        } else if line == "<!-- end -->" {
            generated = false;
        }
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some("")) => found.extend(open.take()),
            (Some(block), _) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, Some(info)) => {
                open = Some(Block { info: info.to_owned(), text: String::new(), line: index + 1, generated });
            }
            (None, None) => assert!(!line.trim_start().starts_with("```"), "an indented fence at line {}", index + 1),
        }
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

/// A host of one rules file, with the example handoff, a data file and the page of a concept beside it.
struct OneFile<'t>(&'t str);

impl Host for OneFile<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, HostError> {
        match path {
            BLOCK => Ok(self.0.as_bytes().to_vec()),
            "house/public-bucket.yaml" => Repository.read("rules/handoff/public-bucket.yaml"),
            "house/teams.yaml" => Repository.read("fixtures/reference/teams.yaml"),
            _ => Err(HostError { path: path.to_owned(), trouble: Trouble::NotFound }),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, HostError> {
        if folder == "house/concepts" {
            return Ok(vec![Entry { name: "ownership.md".to_owned(), kind: EntryKind::File }]);
        }
        Err(HostError { path: folder.to_owned(), trouble: Trouble::NotFound })
    }

    fn kind(&self, _: &str) -> Result<EntryKind, HostError> {
        Ok(EntryKind::File)
    }
}

fn opened(text: &str) -> Opened {
    open(&OneFile(text), &OpenOptions { tests: true, rules: vec![BLOCK.to_owned()], configuration: None })
}

fn shown(files: &Files, diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|diagnostic| countersign_report::diagnostic(Style::default(), files, diagnostic)).collect()
}

/// Compiles a file and runs its tests; the codes of the errors, and everything in words.
fn codes(text: &str) -> (BTreeSet<String>, String) {
    let opened = opened(text);
    let errors = opened.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
    let mut codes: BTreeSet<String> = errors.map(|diagnostic| diagnostic.code.to_string()).collect();
    let mut words = shown(&opened.files, &opened.diagnostics);
    if let Some(house) = &opened.house {
        let run = house.test(&OneFile(text), Which::Given);
        for test in &run.tests {
            let messages: Vec<Diagnostic> = test.outcome.messages().into_iter().cloned().collect();
            codes.extend(messages.iter().map(|message| message.code.to_string()));
            words.push_str(&shown(&run.files, &messages));
        }
    }
    (codes, words)
}

/// The lines of a block, those that are indented joined to the one above.
fn entries(text: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match entries.last_mut().filter(|_| line.starts_with(' ')) {
            Some(entry) => {
                entry.push('\n');
                entry.push_str(line);
            }
            None => entries.push(line.to_owned()),
        }
    }
    entries
}

/// The files that a block stands for.
fn files_of(block: &Block) -> (Vec<String>, Option<String>) {
    let mut words = block.info.split(' ');
    assert_eq!(words.next(), Some("rules"), "line {}: no kind of block is `{}`", block.line, block.info);
    let mut rest: Vec<&str> = words.collect();
    let fails = rest.iter().position(|word| *word == "fails").map(|at| {
        let code = rest.split_off(at);
        assert_eq!(code.len(), 2, "line {}: `fails` names one code", block.line);
        code[1].to_owned()
    });
    let text = &block.text;
    let files = match rest.as_slice() {
        [] => vec![text.clone()],
        ["item"] => vec![format!("{ITEM}{text}")],
        ["body"] => vec![format!("{ITEM}rule example \"An example\" {{\n{text}}}\n")],
        [kind @ ("expression" | "value")] => {
            let rules: Vec<String> = entries(text)
                .iter()
                .enumerate()
                .map(|(at, entry)| match *kind {
                    "value" => {
                        format!("rule example-{at} \"An example\" {{\n let v = {entry}\n require id is present\n}}\n")
                    }
                    _ => format!("rule example-{at} \"An example\" {{\n require {entry}\n}}\n"),
                })
                .collect();
            match fails {
                Some(_) => rules.iter().map(|rule| format!("{ITEM}{rule}")).collect(),
                None => vec![format!("{ITEM}{}", rules.concat())],
            }
        }
        _ => panic!("line {}: no kind of block is `{}`", block.line, block.info),
    };
    (files, fails)
}

/// What is wrong with a document that is to be a handoff, or the beginning of one.
fn no_handoff(text: &str) -> Option<String> {
    let limits = countersign_document::Limits::default();
    let documents = countersign_document::read(FileId(0), &Arc::from(text), Format::Yaml, &limits);
    let sound = documents.len() == 1 && documents.iter().all(|one| one.tree.is_some() && one.faults.is_empty());
    if !sound {
        return Some("this is not one document".to_owned());
    }
    let opened = open(&OneFile(""), &OpenOptions::default());
    let house = opened.house.as_ref()?;
    house.check(Input { name: "handoff.yaml".to_owned(), bytes: text.as_bytes().to_vec(), by_name: true }).find_map(
        |checked| match checked {
            Checked::Document(document) if &*document.kind.word == "handoff" => document
                .findings
                .iter()
                .find(|finding| finding.rule.starts_with("schema/") && finding.rule != "schema/required")
                .map(|finding| finding.message.clone()),
            _ => Some("this is no handoff".to_owned()),
        },
    )
}

#[test]
fn every_block_of_the_reference_is_what_it_says() {
    let text = read(LANGUAGE);
    let mut wrong = String::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for block in blocks(&text) {
        *counts.entry(block.info.split(' ').take(2).collect::<Vec<_>>().join(" ")).or_default() += 1;
        if block.generated {
            continue;
        }
        if block.info == "yaml handoff" {
            if let Some(why) = no_handoff(&block.text) {
                let _ = writeln!(wrong, "line {}: {why}", block.line);
            }
            continue;
        }
        let (files, fails) = files_of(&block);
        let wanted: BTreeSet<String> = fails.into_iter().collect();
        for file in files {
            let (found, words) = codes(&file);
            if found != wanted {
                let _ = writeln!(wrong, "line {}: expected {wanted:?}, found {found:?}\n{words}\n{file}", block.line);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(counts.values().sum::<usize>() > 40, "{counts:?}");
}

// ---- what is generated

fn read(path: &str) -> String {
    std::fs::read_to_string(top().join(path)).unwrap_or_default()
}

/// Makes a generated part; it is given the reference as it stands.
type Make = fn(&str) -> String;

#[test]
fn the_generated_parts_are_fresh() {
    let stands = read(LANGUAGE);
    let parts: [(&str, Make); 10] = [
        ("first-check", first_check),
        ("words", |_| words()),
        ("arithmetic", |_| arithmetic()),
        ("comparisons", |_| comparisons()),
        ("single-answers", |_| single_answers()),
        ("sets-of-answers", |_| sets_of_answers()),
        ("built-ins", |_| built_ins()),
        ("limits", |_| limits()),
        ("grammar", |_| grammar::grammar()),
        ("errors", |_| pages::index()),
    ];
    let mut made = String::new();
    let mut used = BTreeSet::new();
    let mut inside = false;
    for line in stands.lines() {
        if line == "<!-- end -->" {
            assert!(inside, "`<!-- end -->` ends nothing");
            inside = false;
        }
        if !inside {
            made.push_str(line);
            made.push('\n');
        }
        if let Some(name) = line.strip_prefix("<!-- generated: ").and_then(|rest| rest.strip_suffix(" -->")) {
            let (name, make) =
                parts.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no part {name}"));
            assert!(!inside && used.insert(*name), "the part {name} stands in another one, or twice");
            inside = true;
            let _ = write!(made, "\n{}\n\n", make(&stands).trim());
        }
    }
    assert!(!inside, "a generated part is not ended");
    assert_eq!(used.len(), parts.len(), "not all generated parts stand in the reference: {used:?}");
    fresh(LANGUAGE, &made);
}

/// What the first rule of the reference says about the example handoff.
fn first_check(document: &str) -> String {
    let block = blocks(document).into_iter().find(|block| block.info == "rules").unwrap();
    let opened = opened(&block.text);
    let house = opened.house.as_ref().unwrap();
    let bytes = Repository.read("rules/handoff/public-bucket.yaml").unwrap();
    let mut report =
        countersign_report::check(countersign_report::CheckFormat::Human, Style { width: 90, ..Style::default() });
    let mut totals = Totals { files: 1, ..Totals::default() };
    let mut out = report.start(None);
    for checked in house.check(Input { name: "house/public-bucket.yaml".to_owned(), bytes, by_name: true }) {
        totals.add(&checked);
        out.push_str(&report.checked(&checked));
    }
    out.push_str(&report.end(&totals));
    format!("```text\n{}\n```", out.trim_end())
}

/// The lists of words, as the parser's own module has them.
fn word_lists() -> BTreeMap<String, Vec<String>> {
    let source = read("crates/parser/src/words.rs");
    let mut lists = BTreeMap::new();
    for piece in source.split("const ").skip(1) {
        let name = piece.split(':').next().unwrap_or_default().to_owned();
        let body = piece.split_once('=').and_then(|(_, rest)| rest.split_once(';')).map_or("", |(body, _)| body);
        let words: Vec<String> = body.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        lists.insert(name, words);
    }
    lists
}

fn words() -> String {
    let lists = word_lists();
    let line = |name: &str| {
        let words: Vec<String> = lists[name].iter().map(|word| format!("`{word}`")).collect();
        words.join(", ")
    };
    format!(
        "| words | |\n| --- | --- |\n\
         | begin an item | {} |\n\
         | begin a clause of a rule | {} (`for` stands before `each`) |\n\
         | begin a clause of a decision | {} |\n| begin a clause of an option | {} |\n\
         | begin a clause of a waiver | {} |\n\
         | begin a clause of a test | {} (`as` stands before `of`) |\n\
         | kept in expressions | {} |",
        line("ITEMS"),
        line("RULE_CLAUSES"),
        line("DECISION_CLAUSES"),
        line("OPTION_CLAUSES"),
        line("WAIVER_CLAUSES"),
        line("TEST_CLAUSES"),
        line("KEPT"),
    )
}

#[test]
fn only_the_kept_words_are_no_names() {
    let lists = word_lists();
    let errors = |name: &str| {
        parse(FileId(0), &format!("pack p for D\nrule r \"t\" {{\n let {name} = 1\n require {name} == 1\n}}\n")).errors
    };
    for word in &lists["KEPT"] {
        assert!(!errors(word).is_empty(), "`{word}` can be a name");
    }
    for word in ["evidence", "not-required", "android", "present", "missing", "unknown", "empty", "list", "ref", "key"]
    {
        assert!(errors(word).is_empty(), "`{word}` cannot be a name");
    }
    for word in lists["ITEMS"].iter().chain(&lists["RULE_CLAUSES"]).chain(&lists["TEST_CLAUSES"]) {
        if word != "else" && !lists["KEPT"].contains(word) {
            let text = format!("pack p for D\ndocument D {{\n {word}: text\n key {word}: text\n {word}?: text\n}}\n");
            assert_eq!(parse(FileId(0), &text).errors, [], "a field called `{word}`");
        }
    }
}

/// A name to show, a field that is of it, and a field that is a list of it.
const SAMPLES: [(&str, &str); 12] = [
    ("boolean", "boolean"),
    ("number", "number"),
    ("text", "text"),
    ("a refinement", "Account"),
    ("a reference", "ref things.id"),
    ("duration", "duration"),
    ("date", "date"),
    ("instant", "instant"),
    ("an enum with `<`", "Level"),
    ("an enum with `,`", "Colour"),
    ("a shape", "Thing"),
    ("a list of numbers", "list<number>"),
];

/// What the compiler makes of expressions over fields `a0`, `a1`, … and `b0`, `b1`, … of the types of `SAMPLES`, and
/// `l0`, … which are lists of them: the type of each, or nothing where it is refused.
fn asked(expressions: &[String]) -> Vec<Option<Type>> {
    let mut text = String::from(
        "pack sample for Sample\nenum Level { low < high }\nenum Colour { red, blue }\n\
         type Account = text matching /[0-9]+/\nrecord Thing { key id: text }\n\
         document Sample {\n things: list<Thing>\n",
    );
    for (at, (_, ty)) in SAMPLES.iter().enumerate() {
        let _ = writeln!(text, " a{at}: {ty}\n b{at}: {ty}\n l{at}: list<{ty}>");
    }
    text.push_str("}\n");
    let first = text.lines().count();
    for (at, expression) in expressions.iter().enumerate() {
        let _ = writeln!(text, "rule r{at} \"t\" {{ let v = {expression} require v is present }}");
    }
    let parsed = parse(FileId(0), &text);
    assert_eq!(parsed.errors, []);
    let compiled = compile(&[Source { file: &parsed.file, text: &text, broken: &[], proved: false }]);
    let refused: BTreeSet<usize> = compiled
        .problems
        .iter()
        .filter_map(|problem| problem.report().span())
        .map(|span| text[..span.range().start].matches('\n').count())
        .collect();
    compiled
        .program
        .rules
        .iter()
        .enumerate()
        .map(|(at, rule)| match rule.body.first() {
            Some(Stage::Let { value, .. }) if !refused.contains(&(first + at)) => Some(value.ty.clone()),
            _ => None,
        })
        .collect()
}

fn name_of(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "boolean",
        Type::Number => "number",
        Type::Text => "text",
        Type::Duration => "duration",
        Type::Date => "date",
        Type::Instant => "instant",
        other => panic!("no operator gives {other:?}"),
    }
}

fn arithmetic() -> String {
    let pairs: Vec<(usize, usize, &str)> = (0..SAMPLES.len())
        .flat_map(|a| (0..SAMPLES.len()).flat_map(move |b| ["+", "-"].map(|operator| (a, b, operator))))
        .collect();
    let written: Vec<String> = pairs.iter().map(|(a, b, operator)| format!("a{a} {operator} b{b}")).collect();
    let mut table = String::from("| left | | right | gives |\n| --- | --- | --- | --- |\n");
    for ((a, b, operator), found) in pairs.iter().zip(asked(&written)) {
        if let Some(ty) = found {
            let _ = writeln!(table, "| {} | `{operator}` | {} | {} |", SAMPLES[*a].0, SAMPLES[*b].0, name_of(&ty));
        }
    }
    table
}

fn comparisons() -> String {
    let forms: [(&str, &str); 7] = [
        ("`==` `!=`", "a# == b@"),
        ("`<` `<=` `>` `>=`", "a# < b@"),
        ("`in`, `not in`, where the right is a list of", "a# in l@"),
        ("`contains`", "a# contains b@"),
        ("`contains`, where the left is a list of", "l# contains b@"),
        ("`starts with`, `ends with`", "a# starts with b@"),
        ("`==` `!=` `<` …, between lists of", "l# == l@"),
    ];
    let mut table = String::from("| operator | left | right |\n| --- | --- | --- |\n");
    for (name, form) in forms {
        let pairs: Vec<(usize, usize)> =
            (0..SAMPLES.len()).flat_map(|a| (0..SAMPLES.len()).map(move |b| (a, b))).collect();
        let written: Vec<String> =
            pairs.iter().map(|(a, b)| form.replace('#', &a.to_string()).replace('@', &b.to_string())).collect();
        let taken: Vec<bool> = asked(&written).iter().map(Option::is_some).collect();
        if !taken.contains(&true) {
            let _ = writeln!(table, "| {name} | none | |");
        }
        // Types that take the same right sides stand in one row.
        let mut rows: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for a in 0..SAMPLES.len() {
            let right: Vec<usize> = pairs
                .iter()
                .zip(&taken)
                .filter(|((left, _), taken)| *left == a && **taken)
                .map(|((_, b), _)| *b)
                .collect();
            match rows.iter_mut().find(|(_, known)| *known == right) {
                _ if right.is_empty() => {}
                Some((left, _)) => left.push(a),
                None => rows.push((vec![a], right)),
            }
        }
        let listed = |types: &[usize]| types.iter().map(|at| SAMPLES[*at].0).collect::<Vec<_>>().join(", ");
        let (same, others): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|(left, right)| left == right && left.len() == 1);
        if !same.is_empty() {
            let left: Vec<usize> = same.iter().flat_map(|(left, _)| left.clone()).collect();
            let _ = writeln!(table, "| {name} | {} | the same type |", listed(&left));
        }
        for (left, right) in others {
            let _ = writeln!(table, "| {name} | {} | {} |", listed(&left), listed(&right));
        }
    }
    let plain: [(&str, &str); 5] = [
        ("`matches /…/`", "a# matches /x/"),
        ("`is NAME` of a refinement", "a# is Account"),
        ("`is present`, `is missing`, `is unknown`", "a# is present"),
        ("`is empty`", "a# is empty"),
        ("`and`, `or`, `not`, `implies`", "not a#"),
    ];
    for (name, form) in plain {
        let written: Vec<String> = (0..SAMPLES.len()).map(|a| form.replace('#', &a.to_string())).collect();
        let taken: Vec<&str> = SAMPLES
            .iter()
            .zip(asked(&written))
            .filter(|(_, found)| found.is_some())
            .map(|((name, _), _)| *name)
            .collect();
        let left = if taken.len() == SAMPLES.len() { "any type".to_owned() } else { taken.join(", ") };
        let _ = writeln!(table, "| {name} | {left} | |");
    }
    table
}

fn called(answers: Answers) -> String {
    let words: Vec<&str> =
        [(answers.can_be_false(), "false"), (answers.can_be_unsaid(), "unsaid"), (answers.can_be_true(), "true")]
            .into_iter()
            .filter_map(|(is, word)| is.then_some(word))
            .collect();
    words.join(" or ")
}

/// A table over all pairs of these answers.
fn answer_table(of: &[Answers]) -> String {
    let mut table = String::from(
        "| a | b | `not a` | `a and b` | `a or b` | `a implies b` |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for a in of {
        for b in of {
            let cells = [*a, *b, a.negated(), a.and(*b), a.or(*b), a.implies(*b)].map(called);
            let _ = writeln!(table, "| {} |", cells.join(" | "));
        }
    }
    table
}

fn single_answers() -> String {
    answer_table(&[Answers::TRUE, Answers::UNSAID, Answers::FALSE])
}

fn sets_of_answers() -> String {
    let open = Answers::EITHER;
    let mut table = String::from(
        "| a | b | `a and b` | `a or b` | `a implies b` | `b implies a` |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for b in [Answers::TRUE, Answers::UNSAID, Answers::FALSE, open] {
        let cells = [open, b, open.and(b), open.or(b), open.implies(b), b.implies(open)].map(called);
        let _ = writeln!(table, "| {} |", cells.join(" | "));
    }
    table
}

fn built_ins() -> String {
    let mut out = String::new();
    for facts in &BUILT_INS {
        let _ = writeln!(
            out,
            "#### `{}`\n\n`{}`\n\nGives {}.\n\n- Not written: {}.\n- Not known: {}.\n\n```rules expression\n{}\n```\n",
            facts.name,
            facts.signature(),
            facts.gives,
            facts.missing,
            facts.unknown,
            facts.example,
        );
    }
    out
}

#[test]
fn the_examples_of_the_built_ins_hold() {
    let mut rules = String::from(ITEM);
    let mut test = String::from("test \"they hold\" {\n given \"public-bucket.yaml\"\n");
    for facts in BUILT_INS.iter().filter(|facts| facts.name != "reach") {
        let name = facts.name;
        assert!(facts.example.contains(&format!("{name}(")), "the example of `{name}` calls it");
        let _ = writeln!(rules, "rule holds-{name} \"t\" {{ require {} }}", facts.example);
        let _ = writeln!(test, " expect holds-{name} passes");
    }
    let (found, words) = codes(&format!("{rules}{test}}}\n"));
    assert!(found.is_empty(), "{words}");
    let reach = BUILT_INS.iter().find(|facts| facts.name == "reach").unwrap();
    let tasks = format!(
        "pack plan for Plan\nrecord Task {{ key id: text, after?: list<ref tasks.id> }}\ndocument Plan {{ tasks: list<Task> }}\n\
         rule r \"t\" {{ require {} }}\n\
         test \"in order\" {{ given \"\"\"\n kind: plan\n tasks: [{{ id: a }}, {{ id: b, after: [a] }}]\n \"\"\"\n expect r passes }}\n\
         test \"a circle\" {{ given \"\"\"\n kind: plan\n tasks: [{{ id: a, after: [b] }}, {{ id: b, after: [a] }}]\n \"\"\"\n expect r fails }}\n",
        reach.example
    );
    let (found, words) = codes(&tasks);
    assert!(found.is_empty(), "{words}");
}

#[test]
fn what_the_built_ins_give_for_what_is_not_known_is_so() {
    let text = read("fixtures/reference/not-known.rules");
    let (found, words) = codes(&text);
    assert!(found.is_empty(), "{words}");
    for facts in &BUILT_INS {
        assert!(text.contains(&format!("{}(", facts.name)), "nothing is shown of `{}`", facts.name);
    }
}

#[test]
fn the_facts_of_the_built_ins_are_those_of_the_compiler() {
    for facts in &BUILT_INS {
        // One argument too many says how it is called.
        let arguments = vec!["id"; facts.parameters.len() + 1].join(", ");
        let text = format!("{ITEM}rule r \"t\" {{ let v = {}({arguments})\n require id is present }}\n", facts.name);
        let (found, words) = codes(&text);
        assert_eq!(found, BTreeSet::from(["E0204".to_owned()]), "{words}");
        assert!(words.contains(&format!("`{}`", facts.call())), "{words}");
        // Its name is the language's own.
        let (found, words) = codes(&format!("{ITEM}define {}(x: text) = x\n", facts.name));
        assert_eq!(found, BTreeSet::from(["E0111".to_owned()]), "{words}");
    }
}

fn limits() -> String {
    let judging = countersign_evaluator::Limits::default();
    let reading = countersign_document::Limits::default();
    let parsed = |text: String| parse(FileId(0), &text).errors;
    let rule = |condition: String| format!("pack p for D\nrule r \"t\" {{ require {condition} }}\n");
    let deep = parsed(rule(format!("{}a{}", "(".repeat(200), ")".repeat(200))));
    let deep =
        deep.iter().find_map(|error| if let SyntaxError::TooDeep(facts) = error { Some(facts.limit) } else { None });
    let long = parsed(rule(format!("a{} == 1", " + 1".repeat(600))));
    let long =
        long.iter().find_map(|error| if let SyntaxError::TooLong(facts) = error { Some(facts.limit) } else { None });
    let implied = parsed(rule(format!("a{}", " implies a".repeat(200))));
    let implied =
        implied.iter().find_map(|error| if let SyntaxError::TooLong(facts) = error { Some(facts.limit) } else { None });
    let many = parsed(format!("pack p for D\n{}", "rule\n".repeat(3000)));
    let many = many
        .iter()
        .find_map(|error| if let SyntaxError::TooManyErrors(facts) = error { Some(facts.limit) } else { None });
    let rows: [(&str, String, &str); 16] = [
        (
            "rules: brackets, `not`, `every`, `some`, texts in texts inside one another",
            deep.unwrap().to_string(),
            "E0020",
        ),
        ("rules: links of a chain (`a + b + …`, `a.b.…`)", long.unwrap().to_string(), "E0021"),
        ("rules: `implies` in a row", implied.unwrap().to_string(), "E0021"),
        ("rules: mistakes shown of one file", many.unwrap().to_string(), "E0022"),
        ("rules: parts of a definition, with all that it calls", DEFINITION_PARTS.to_string(), "E0108"),
        ("rules: bytes that one pattern takes when it is built", PATTERN_BYTES.to_string(), "E0127"),
        ("documents: bytes of a file (`bytes`)", reading.bytes.to_string(), "E0511"),
        ("documents: lists and maps inside one another (`depth`)", reading.depth.to_string(), "E0511"),
        ("documents: values of a document (`nodes`)", reading.nodes.to_string(), "E0511"),
        ("documents: values that aliases bring in (`aliases`)", reading.aliases.to_string(), "E0511"),
        ("documents: documents of a file (`documents`)", reading.documents.to_string(), "E0511"),
        ("judging: steps (`steps`)", judging.steps.to_string(), "E0701"),
        ("judging: findings (`findings`)", judging.findings.to_string(), "E0702"),
        ("judging: bytes of text put together (`texts`)", judging.texts.to_string(), "E0703"),
        ("judging: expressions inside one another, through definitions (`depth`)", judging.depth.to_string(), "E0704"),
        ("any file: bytes read", countersign_house::FILE_BYTES.to_string(), ""),
    ];
    let mut table = String::from("| what | most | error |\n| --- | --- | --- |\n");
    for (what, most, code) in &rows {
        let _ = writeln!(table, "| {what} | {most} | {code} |");
    }
    table
}

#[test]
fn the_reference_names_every_check_of_the_schema_and_every_part_of_speech() {
    let text = read(LANGUAGE);
    for check in SchemaCheck::ALL {
        assert!(text.contains(&format!("`schema/{}`", check.name())), "schema/{}", check.name());
    }
    for ty in ["text", "number", "boolean", "duration", "date", "instant", "list<", "ref ", "digest of "] {
        assert!(text.contains(&format!("`{ty}")), "{ty}");
    }
}
