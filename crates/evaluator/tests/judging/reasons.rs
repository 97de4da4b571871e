//! What is told as missing or unknown: all that has a part in it, in whatever order it is asked about.

use countersign_compiler::program::PackId;
use countersign_evaluator::{FoundKind, Limits, Request, Settings, find_kind, judge};

use crate::{judged, outcome, program, reasons, tree};

/// The reasons of the findings of one rule.
fn told(body: &str, document: &str) -> String {
    told_beside(body, document, None)
}

fn told_beside(body: &str, document: &str, previous: Option<&str>) -> String {
    let program = program(&format!("rule r \"R\" {{\n{body}\n}}"));
    let mut tree = tree(&format!("kind: case\n{document}"));
    let FoundKind::Found { kind, root } = find_kind(&program, &tree) else { panic!("no kind") };
    let previous = previous.map(|previous| tree.append(&crate::tree(&format!("kind: case\n{previous}"))));
    let (settings, limits) = (Settings::new(), Limits::default());
    let request = Request { previous, ..Request::new(kind, root, &[PackId(0)], &settings, &limits) };
    let judgement = judge(&program, &tree, &request, &mut ()).unwrap();
    judgement
        .findings
        .iter()
        .filter(|finding| finding.fault.is_none())
        .map(|finding| reasons(&finding.reasons))
        .collect()
}

#[test]
fn the_order_of_terms_makes_no_difference_to_what_would_settle_it() {
    let document = "flag: unknown\nlevel: unknown\nname: !unknown";
    let (a, b) =
        ("flag implies level is present and name is present", "flag implies name is present and level is present");
    let all = told(&format!("require {a}"), document);
    assert_eq!(all, " <`flag` is not known yet> <`level` is not known yet> <`name` is not known yet>");
    assert_eq!(told(&format!("require {b}"), document), all);
    assert_eq!(told(&format!("let wanted = {b}\nrequire wanted"), document), all);
}

#[test]
fn what_nobody_wrote_decides_whatever_else_is_unknown() {
    assert_eq!(told("require name == \"a\" and level == low", "level: unknown"), " <`name` is not written>");
    assert_eq!(
        told("require took >= (at - owner.since)", "took: unknown\nat: unknown"),
        " <`owner.since` is not written>"
    );
}

#[test]
fn all_that_was_not_written_is_told() {
    let both = " <`at` is not written> <`owner.since` is not written>";
    assert_eq!(told("require at - owner.since <= 1h", ""), both);
    let both = " <`name` is not written> <`note` is not written>";
    assert_eq!(told("require name contains note", ""), both);
    assert_eq!(told("require name is present or note == \"a\"", ""), both);
}

#[test]
fn all_unknown_items_keep_a_sum_open() {
    assert_eq!(
        told("require sum(items[].size) > 1", "items: [{id: A, size: unknown}, {id: B, size: unknown}]"),
        " <`items[A].size` is not known yet> <`items[B].size` is not known yet>"
    );
}

#[test]
fn all_lists_that_held_nothing_are_told() {
    let body = "require (some i in items: i.size == 1) and name in names";
    assert_eq!(told(body, "name: a"), " <`items` is not written> <`names` is not written>");
}

#[test]
fn a_key_that_is_not_known_stays_so_beside_an_earlier_revision() {
    let (body, document) = ("require chosen.size == 1", "chosen: A\nitems: [{id: !unknown, size: 2}]");
    let alone = told(body, document);
    assert_eq!(alone, " <`items[1].id` is not known yet>");
    assert_eq!(told_beside(body, document, Some("level: low")), alone);
    let (body, document) = ("require chosen.size == 1", "chosen: A\nitems: [!unknown]");
    assert_eq!(told_beside(body, document, Some("level: low")), told(body, document));
}

#[test]
fn a_setting_and_a_literal_of_one_value_are_one_answer() {
    let rules = "setting most: number = 2\n\
        table t(level: Level) -> number {\n low -> most\n _ -> 2\n}\n\
        rule r \"R\" { require t(level) == 2 }";
    let out = judged(rules, "");
    assert!(out.contains("r: Passes"), "{out}");
    outcome(
        "require size-of(level) == 2\n}\ntable size-of(level: Level) -> number {\n low -> 1\n _ -> 2\n",
        "",
        "Fails",
    );
}
