//! What `explain` and `rules examples` claim is held against the engine: changes are made and judged, examples are checked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::sync::Arc;

use countersign_document::{Content, Edit as TreeEdit, Format, Limits, NodeId, Step, Tree};
use countersign_house::{
    Checked, CheckedDocument, Edit, Explained, ExplainedDocument, House, Input, OpenOptions, Outcome, Page, Stop,
    Wanted, Which, open,
};
use countersign_report::{Format as OutputFormat, SCHEMAS, Style, explained as explained_as, page, rule_examples};
use countersign_source::FileId;
use countersign_tests::{Repository, top};

fn house(rules: &[&str]) -> House {
    let options = OpenOptions {
        rules: rules.iter().map(|rules| (*rules).to_owned()).collect(),
        tests: false,
        configuration: rules.is_empty().then(|| "fixtures/configuration/two-packs.toml".to_owned()),
    };
    let opened = open(&Repository, &options);
    opened.house.unwrap_or_else(|| panic!("{:?}", opened.diagnostics))
}

fn input(text: &str) -> Input {
    Input { name: "handoff.yaml".to_owned(), bytes: text.as_bytes().to_vec(), by_name: true }
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

/// Applies every way that `explain` shows to mend a rule, and holds what it claims of it against the engine: what the rule
/// comes to, and what else fails then. Gives how many there were, and the rules for which none makes them pass.
fn confirm(house: &House, document: &str, previous: Option<&Input>) -> (usize, Vec<String>) {
    let checking = |text: &str| {
        let checking = house.check(input(text));
        match previous {
            Some(previous) => checking.after(previous),
            None => checking,
        }
    };
    let explain = |text: &str, rule: Option<&str>| match checking(text).explain(rule).unwrap().remove(0) {
        Explained::Document(document) => *document,
        Explained::Errors { errors, .. } => panic!("{errors:?} in\n{text}"),
    };
    let fails = |text: &str| match checking(text).next().unwrap() {
        Checked::Document(document) => failing(&document),
        Checked::Errors { errors, .. } => panic!("{errors:?} in\n{text}"),
    };
    let (mut confirmed, mut without) = (0, Vec::new());
    let explained = explain(document, None);
    for rule in explained.rules.iter().filter(|rule| rule.outcome == Outcome::Fails) {
        let fixes = rule.fixes.as_ref().unwrap();
        let before = fails(document);
        if !fixes.ways.iter().any(|way| matches!(way.outcome, Outcome::Passes | Outcome::Waived)) {
            without.push(format!("{}: {}", rule.id, rule.findings[0].message));
        }
        for fix in &fixes.ways {
            let mut tree = tree(document, Format::Yaml);
            fix.edits.iter().for_each(|edit| apply(&mut tree, edit));
            let changed = printed(&tree);
            let came_to = explain(&changed, Some(&rule.id)).rules[0].outcome;
            assert_eq!(came_to, fix.outcome, "{} {:?}\n{changed}", rule.id, fix.edits);
            let mut after = fails(&changed);
            after.retain(|id| !before.contains(id));
            after.sort();
            let mut said = fix.breaks.clone();
            said.sort();
            assert_eq!(after, said, "{}: what else would fail\n{changed}", rule.id);
            confirmed += 1;
        }
    }
    (confirmed, without)
}

#[test]
fn the_edits_of_explain_make_the_handoff_pass() {
    let house = house(&[]);
    let mut documents = spoilt(&handoff("public-bucket.yaml"));
    documents.push(handoff("approver-missing.yaml"));
    let (mut confirmed, mut without) = (0, Vec::new());
    for document in &documents {
        let (count, none) = confirm(&house, document, None);
        confirmed += count;
        without.extend(none);
    }
    assert!(confirmed > 100, "only {confirmed} changes were there to confirm");
    assert_eq!(without, Vec::<String>::new());
}

#[test]
fn the_edits_of_explain_mend_the_choice_of_a_decision() {
    let house = house(&["fixtures/decisions"]);
    let ready = handoff("public-bucket.yaml");
    let mut confirmed = 0;
    for action in ["monitor", "enrich", "contain", "close", "rotate", "isolate"] {
        let document = ready.replace("\n  action: contain\n", &format!("\n  action: {action}\n"));
        let (count, without) = confirm(&house, &document, None);
        assert_eq!(without, Vec::<String>::new(), "{action}");
        confirmed += count;
    }
    assert!(confirmed > 5, "only {confirmed} changes were there to confirm");
}

/// More failures are waived than a trace keeps of one kind, and one that is not stands behind them.
#[test]
fn the_edits_of_explain_leave_alone_what_is_waived() {
    let house = house(&["fixtures/waivers"]);
    let waived: String = (1..=12)
        .map(|number| format!("  - {{ question: which role used deploy-pipeline at stage {number} }}\n"))
        .collect();
    let document = handoff("public-bucket.yaml")
        .replace("unknowns:\n", &format!("unknowns:\n{waived}  - {{ question: who saw it }}\n"));
    let explained = explain(&house, &document, Some("unknowns-owned"));
    let edits: Vec<&Edit> = explained.rules[0].fixes.iter().flat_map(|fixes| &fixes.ways[0].edits).collect();
    assert!(!edits.is_empty() && edits.iter().all(|edit| edit.path.contains("unknowns[13]")), "{edits:?}");
    let (confirmed, without) = confirm(&house, &document, None);
    assert!(confirmed > 0);
    assert_eq!(without, Vec::<String>::new());
}

#[test]
fn the_edits_of_explain_mend_what_is_held_against_the_earlier_revision() {
    let house = house(&["fixtures/beside"]);
    let earlier = handoff("public-bucket.yaml");
    let previous = Input { name: "earlier.yaml".to_owned(), bytes: earlier.clone().into_bytes(), by_name: true };
    let document = earlier.replace("\n  level: high\n", "\n  level: low\n");
    let (confirmed, without) = confirm(&house, &document, Some(&previous));
    assert!(confirmed > 0);
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

/// Holds the examples of every rule against the engine, and what `explain` says of those that fail.
fn hold(house: &House, which: Which) -> usize {
    let (mut held, mut missing) = (0, Vec::new());
    for rule in house.rules(which) {
        let run = ["handoff/", "approval/"].iter().any(|pack| rule.id.starts_with(pack));
        if which == Which::All && !run {
            continue;
        }
        let examples = house.examples(&rule.id).unwrap();
        for sought in &examples.examples {
            if sought.example.is_none() && sought.wanted != Wanted::Open {
                missing.push(format!("{} {:?}: none of {}", rule.id, sought.wanted, sought.judged));
            }
        }
        for sought in &examples.examples {
            let Some(example) = &sought.example else { continue };
            let wanted = match sought.wanted {
                Wanted::Passes => Outcome::Passes,
                Wanted::Fails => Outcome::Fails,
                Wanted::Open => Outcome::Undetermined,
            };
            let explained = explain(house, &example.text, Some(&rule.id));
            assert_eq!(explained.rules[0].outcome, wanted, "{}\n{}", rule.id, example.text);
            assert_eq!(explained.schema_findings, 0, "{}\n{}", rule.id, example.text);
            assert!(example.marks.iter().all(|mark| mark.line <= example.text.lines().count()), "{example:?}");
            if let Some(fixes) = &explained.rules[0].fixes {
                let fix = fixes.ways.iter().find(|way| way.outcome == Outcome::Passes);
                let Some(fix) = fix else {
                    missing.push(format!("{}: nothing of {} makes it pass\n{}", rule.id, fixes.judged, example.text));
                    continue;
                };
                let mut tree = tree(&example.text, Format::Yaml);
                fix.edits.iter().for_each(|edit| apply(&mut tree, edit));
                let changed = printed(&tree);
                assert_eq!(outcome(house, &changed, &rule.id), Outcome::Passes, "{}\n{changed}", rule.id);
            }
            held += 1;
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    held
}

#[test]
fn every_shipped_rule_has_a_document_that_passes_and_one_that_fails() {
    assert!(hold(&house(&[]), Which::All) > 60);
}

#[test]
fn documents_are_found_for_conditions_of_every_form() {
    assert!(hold(&house(&["fixtures/search/forms.rules"]), Which::Given) > 100);
}

/// Holds an output against its schema.
fn fits(name: &str, output: &str) {
    let schema = SCHEMAS.iter().find(|schema| schema.name == name).unwrap();
    let schema = serde_json::from_str(schema.text).unwrap();
    let instance: serde_json::Value = serde_json::from_str(output).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&instance).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{output}");
}

fn handoff(name: &str) -> String {
    std::fs::read_to_string(top().join("fixtures/handoffs").join(name)).unwrap()
}

#[test]
fn json_is_as_its_schemas_say() {
    let house = house(&[]);
    let style = Style::default();
    for name in ["approver-missing.yaml", "environment-unknown.yaml", "public-bucket.yaml"] {
        for rule in [None, Some("unknowns-owned"), Some("approval-covers-targets")] {
            let explained = house.explain(&input(&handoff(name)), rule).unwrap();
            fits("explain", &explained_as(OutputFormat::Json, style, &explained));
        }
    }
    let broken = house.explain(&input("kind: [handoff"), None).unwrap();
    fits("explain", &explained_as(OutputFormat::Json, style, &broken));
    let house = self::house(&["fixtures/waivers", "fixtures/decisions", "fixtures/beside"]);
    for name in [
        "approver-fits",
        "approver-named",
        "regions-named",
        "response/response",
        "E0102",
        "schema/ref",
        "untested-rule",
        "approval/approval-boundary",
    ] {
        fits("explain-name", &page(OutputFormat::Json, style, house.files(), &house.page(&Repository, name).unwrap()));
    }
    fits("rules-examples", &rule_examples(OutputFormat::Json, style, &house.examples("options-compared").unwrap()));
}

#[test]
fn nothing_in_a_document_is_an_order_to_the_terminal() {
    let house = house(&[]);
    let text = r#"{"kind": "handoff", "id": "\u001b[2J", "title": "\u202eTODO\u001b]0;x\u0007", "prepared_at": "2026-04-12T10:40Z",
        "prepared_by": "\u200b", "owner": {"team": "\u001b[1mTBD\u0085"}, "unknowns": [{"question": "\u001b[31m"}]}"#;
    let hostile = Input { name: "\u{1b}[2J.json".to_owned(), bytes: text.as_bytes().to_vec(), by_name: true };
    let explained = house.explain(&hostile, None).unwrap();
    assert!(matches!(&explained[..], [Explained::Document(document)] if document.rules.len() > 5));
    for format in [OutputFormat::Human, OutputFormat::Json] {
        let shown = explained_as(format, Style::default(), &explained);
        let bad = |char: &char| (char.is_control() && *char != '\n') || matches!(*char, '\u{200b}' | '\u{202e}');
        assert_eq!(shown.chars().find(bad), None, "{shown}");
    }
}

#[test]
fn a_name_that_is_not_there_comes_with_the_nearest() {
    let house = house(&[]);
    for (name, near) in [
        ("aprover-named", "approver-named"),
        ("approval/aprover-named", "approval/approver-named"),
        ("schema/requird", "schema/required"),
        ("untested-rul", "untested-rule"),
        ("waiver/unusd", "waiver/unused"),
        ("approval_lifetim", "approval_lifetime"),
        ("handoff/evidense", "handoff/evidence"),
        ("wrong-ownr", "wrong-owner"),
    ] {
        let error = house.page(&Repository, name).unwrap_err();
        assert_eq!(error.helps, [format!("did you mean `{near}`?")], "{name}");
    }
    assert!(house.page(&Repository, "e0102").is_ok());
}

#[test]
fn whatever_a_list_of_rules_shows_has_a_page() {
    let house = house(&["fixtures/waivers", "fixtures/decisions", "fixtures/beside"]);
    let mut shown = 0;
    for pack in house.listing(Which::All).packs {
        let own = |name: &str| format!("{}/{name}", pack.facts.name);
        let mut names = vec![pack.facts.name.to_string()];
        names.extend(pack.settings.iter().map(|one| own(&one.name)));
        names.extend(pack.tables.iter().map(|one| own(&one.name)));
        names.extend(pack.steps.iter().chain(&pack.risks).map(|one| own(&one.name)));
        names.extend(pack.concepts.iter().map(|one| own(one)));
        for decision in &pack.decisions {
            names.extend(decision.options.iter().map(|one| format!("{}/{}", decision.rule, one.named.name)));
        }
        for name in names {
            let of = house.page(&Repository, &name).unwrap_or_else(|error| panic!("{name}: {error:?}"));
            let text = page(OutputFormat::Human, Style::default(), house.files(), &of);
            assert!(text.lines().count() > 2, "{text}");
            shown += 1;
        }
    }
    assert!(shown > 30, "only {shown} names");
}

#[test]
fn whatever_has_a_code_has_a_page() {
    let house = house(&[]);
    let read = |name: &str| std::fs::read_to_string(top().join("docs").join(name)).unwrap();
    let (errors, lints) = (read("errors.md"), read("lints.md"));
    let codes = errors.lines().filter_map(|line| line.strip_prefix("### ")?.split_once(": "));
    let lints = lints.lines().filter_map(|line| line.strip_prefix("## `")?.split_once("`: "));
    let mut names: Vec<(&str, &str)> = codes.chain(lints).collect();
    names.extend(countersign_house::CODES);
    names.extend(countersign_house::LINTS.iter().map(|lint| (lint.id, lint.title)));
    assert!(names.len() > 190, "only {} names", names.len());
    for (name, title) in names {
        let Page::Text(page) = house.page(&Repository, name).unwrap() else { panic!("{name} is a rule") };
        assert_eq!((page.name.as_str(), page.title.as_str()), (name, title));
        assert_eq!(page.text.matches("```").count() % 2, 0, "{name} is cut off: {}", page.text);
    }
}

/// The pages of a rule that is waived, one that is in force later and unwaivable, a decision, and a concept.
#[test]
fn the_page_of_a_rule_says_what_holds_for_it() {
    let house = house(&["fixtures/waivers", "fixtures/decisions", "fixtures/beside"]);
    let mut shown = String::new();
    for name in [
        "approval/approver-named",
        "house/regions-named",
        "response/response",
        "severity-falls-openly",
        "approval-boundary",
    ] {
        let of = house.page(&Repository, name).unwrap();
        shown.push_str(&format!("=== {name}\n\n"));
        shown.push_str(&page(OutputFormat::Human, Style::default(), house.files(), &of));
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}

/// What people are shown: of a rule that fails, one that is open, one that passes over items, and one that does not apply.
#[test]
fn people_see_each_part_with_its_answer_and_what_would_have_to_change() {
    let house = house(&[]);
    let mut shown = String::new();
    for (name, rule) in [
        ("approver-missing.yaml", None),
        ("environment-unknown.yaml", None),
        ("public-bucket.yaml", Some("options-compared")),
        ("public-bucket.yaml", Some("approval-covers-targets")),
        ("public-bucket.yaml", None),
    ] {
        let explained = house.explain(&input(&handoff(name)), rule).unwrap();
        shown.push_str(&format!("=== {name} {}\n\n", rule.unwrap_or_default()));
        shown.push_str(&explained_as(OutputFormat::Human, Style::default(), &explained));
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}
