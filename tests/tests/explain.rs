//! What `explain` and `rules examples` claim is held against the engine: changes are made and judged, examples are checked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::sync::Arc;

use countersign_document::{Content, Edit as TreeEdit, Format, Limits, NodeId, Step, Tree};
use countersign_house::{
    Checked, CheckedDocument, Edit, Explained, ExplainedDocument, House, Input, OpenOptions, Outcome, Stop, Wanted, open,
};
use countersign_source::FileId;
use countersign_tests::{Repository, top};

fn house(rules: &[&str]) -> House {
    let options = OpenOptions { rules: rules.iter().map(|rules| (*rules).to_owned()).collect(), tests: false };
    let opened = open(&Repository, &options);
    opened.house.unwrap_or_else(|| panic!("{:?}", opened.diagnostics))
}

fn input(text: &str) -> Input {
    Input { name: "handoff.yaml".to_owned(), bytes: text.as_bytes().to_vec(), by_name: true }
}

fn check(house: &House, text: &str) -> CheckedDocument {
    match house.check(input(text)).next().unwrap() {
        Checked::Document(document) => *document,
        Checked::Errors { errors, .. } => panic!("{errors:?} in\n{text}"),
    }
}

fn explain(house: &House, text: &str, rule: Option<&str>) -> ExplainedDocument {
    match house.explain(&input(text), rule).unwrap().remove(0) {
        Explained::Document(document) => *document,
        Explained::Errors { errors, .. } => panic!("{errors:?} in\n{text}"),
    }
}

/// What a rule comes to.
fn outcome(house: &House, text: &str, rule: &str) -> Outcome {
    explain(house, text, Some(rule)).rules[0].outcome
}

fn tree(text: &str, format: Format) -> Tree {
    let text: Arc<str> = Arc::from(text);
    countersign_document::read(FileId(7), &text, format, &Limits::default()).remove(0).tree.unwrap()
}

fn steps(way: &[Stop]) -> Vec<Step> {
    way.iter()
        .map(|stop| match stop {
            Stop::Field(name) => Step::Field(Arc::clone(name)),
            Stop::Item(index) => Step::Index(*index),
        })
        .collect()
}

/// Makes a change as a program would that has only the facts of the explanation.
fn apply(tree: &mut Tree, edit: &Edit) {
    let change = match &edit.value {
        None => TreeEdit::Remove,
        Some(value) => TreeEdit::Tree(Box::new(self::tree(&value.inline(), Format::Yaml))),
    };
    let span = tree.span(tree.root());
    tree.with_edit(&steps(&edit.way), change, span).unwrap_or_else(|error| panic!("{edit:?}: {error:?}"));
}

fn printed(tree: &Tree) -> String {
    tree.print().iter().map(|line| format!("{}\n", line.text)).collect()
}

/// The ways to all nodes of a tree.
fn ways(tree: &Tree) -> Vec<Vec<Step>> {
    fn below(tree: &Tree, node: NodeId, way: &[Step], ways: &mut Vec<Vec<Step>>) {
        let is_list = matches!(tree.node(node).content, Content::List(_));
        for (at, child) in tree.children(node).iter().enumerate() {
            let step = if is_list { Step::Index(at) } else { Step::Field(tree.key(*child).unwrap().into()) };
            let way: Vec<Step> = way.iter().cloned().chain([step]).collect();
            ways.push(way.clone());
            below(tree, *child, &way, ways);
        }
    }
    let mut all = Vec::new();
    below(tree, tree.root(), &[], &mut all);
    all
}

/// The documents that come of one that is ready when one value after another is left out, not known, or something else.
fn spoilt(text: &str) -> Vec<String> {
    let whole = tree(text, Format::Yaml);
    let span = whole.span(whole.root());
    let mut documents = Vec::new();
    let mut keep = |way: &[Step], edit: TreeEdit| {
        let mut copy = whole.clone();
        copy.with_edit(way, edit, span).unwrap();
        documents.push(printed(&copy));
    };
    for way in ways(&whole) {
        if way == [Step::Field("kind".into())] {
            continue;
        }
        keep(&way, TreeEdit::Remove);
        if let Some(now) = whole.find(&way).and_then(|node| whole.text(node)) {
            let other = match &**now {
                "contain" => "notify",
                "production" => "sandbox",
                "pending" => "granted",
                "moderate" => "low",
                now if now.starts_with("2026-") => "2026-05-01T12:00:00+02:00",
                now if now.len() > 20 => "TODO: the key has been revoked.",
                _ => "TBD",
            };
            let style = countersign_document::Style::DoubleQuoted;
            keep(&way, TreeEdit::Scalar(countersign_document::Scalar { text: other.into(), style }));
        }
    }
    documents
}

#[test]
fn the_edits_of_explain_make_the_handoff_pass() {
    let house = house(&[]);
    let whole = std::fs::read_to_string(top().join("fixtures/handoffs/public-bucket.yaml")).unwrap();
    let mut documents = spoilt(&whole);
    documents.extend(["approver-missing.yaml"].map(|name| {
        std::fs::read_to_string(top().join("fixtures/handoffs").join(name)).unwrap()
    }));
    let (mut confirmed, mut without) = (0, Vec::new());
    for document in &documents {
        let explained = explain(&house, document, None);
        for rule in explained.rules.iter().filter(|rule| rule.outcome == Outcome::Fails) {
            let fixes = rule.fixes.as_ref().unwrap();
            let before = failing(&check(&house, document));
            if !fixes.ways.iter().any(|way| way.outcome == Outcome::Passes) {
                without.push(format!("{}: {}", rule.id, rule.findings[0].message));
            }
            for fix in &fixes.ways {
                let mut tree = tree(document, Format::Yaml);
                fix.edits.iter().for_each(|edit| apply(&mut tree, edit));
                let changed = printed(&tree);
                assert_eq!(outcome(&house, &changed, &rule.id), fix.outcome, "{} {:?}\n{changed}", rule.id, fix.edits);
                let mut after = failing(&check(&house, &changed));
                after.retain(|id| !before.contains(id));
                after.sort();
                let mut said = fix.breaks.clone();
                said.sort();
                assert_eq!(after, said, "{}: what else would fail\n{changed}", rule.id);
                confirmed += 1;
            }
        }
    }
    assert!(confirmed > 100, "only {confirmed} changes were there to confirm");
    assert_eq!(without, Vec::<String>::new());
}

/// The rules and checks that fail, as errors.
fn failing(document: &CheckedDocument) -> Vec<String> {
    let mut ids: Vec<String> = document
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Fails && finding.level == countersign_source::Level::Error)
        .map(|finding| finding.rule.clone())
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

#[test]
fn every_shipped_rule_has_a_document_that_passes_and_one_that_fails() {
    let house = house(&[]);
    for rule in house.rules(countersign_house::Which::All) {
        let examples = house.examples(&rule.id).unwrap();
        assert!(examples.are_whole(), "{examples:#?}");
        for sought in &examples.examples {
            let Some(example) = &sought.example else { continue };
            let wanted = match sought.wanted {
                Wanted::Passes => Outcome::Passes,
                Wanted::Fails => Outcome::Fails,
                Wanted::Open => Outcome::Undetermined,
            };
            assert_eq!(outcome(&house, &example.text, &rule.id), wanted, "{}\n{}", rule.id, example.text);
            let checked = check(&house, &example.text);
            let of_schema: Vec<&str> =
                checked.findings.iter().filter(|finding| finding.fault.is_some()).map(|finding| &*finding.message).collect();
            assert_eq!(of_schema, Vec::<&str>::new(), "{}\n{}", rule.id, example.text);
            assert!(example.marks.iter().all(|mark| mark.line <= example.text.lines().count()), "{example:?}");
        }
    }
}
