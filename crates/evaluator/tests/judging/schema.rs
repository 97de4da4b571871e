//! Documents against their schema: what each check finds, where, and what the rules see of it.

use crate::{judged, outcome, program_of, run, show, shown, tree};
use countersign_compiler::{Source, compile};
use countersign_evaluator::{FoundKind, Limits, find_kind};
use countersign_parser::parse;
use countersign_source::{FileId, Report};

/// Asserts what the schema alone has to say.
#[track_caller]
fn found(document: &str, wanted: &str) {
    let out = judged("", document);
    let wanted: Vec<&str> = wanted.trim().lines().map(str::trim).collect();
    let lines: Vec<&str> = out.trim().lines().map(str::trim).collect();
    assert_eq!(lines, wanted, "\n{document}");
}

#[test]
fn a_document_that_fits_finds_nothing() {
    for document in [
        "name: no",
        "name: 0123456789",
        "name: 1e3",
        "name: 2026-04-12",
        "name: true",
        "name: \"unknown\"",
        "flag: true",
        "count_of: -2.5",
        "took: 30min",
        "took: \"24h\"",
        "day: 2026-04-12",
        "day: '2026-04-12'",
        "at: \"2026-04-12T10:00Z\"",
        "level: \"high\"",
        "level: unknown",
        "at: unknown",
        "items: unknown",
        "items: []",
        "owner: {unknown: asked}",
        "name: !unknown asked",
        "names: [a, !unknown b]",
        "name:",
    ] {
        found(document, "");
    }
    assert_eq!(shown(&crate::program(""), r#"{"kind": "case", "count_of": 3, "flag": false, "name": "3"}"#), "");
}

#[test]
fn each_check_says_what_is_wrong_and_what_to_do() {
    for (document, wanted) in [
        ("nmae: a", "schema/field: `Case` has no field `nmae` [nmae nmae:]\ndid you mean `name`?"),
        (
            "items:\n- {id: A, soruce: x}",
            "schema/field: `Item` has no field `soruce` [items[A].soruce soruce:]\ndid you mean `source`?",
        ),
        (
            "level: hgih",
            "schema/member: `hgih` is no word of `Level` [level hgih]\ndid you mean `high`? the words are `low`, `mid` and `high`",
        ),
        (
            "level: \"unknown\"",
            "schema/member: `unknown` is no word of `Level` [level \"unknown\"]\nwrite `unknown` without quotes, or `{unknown: why}`",
        ),
        (
            "name: unknown",
            "schema/unknown: `unknown` stands where a text is wanted, so it reads as a text [name unknown]\nwrite `{unknown: why}`; if the word itself is meant, put it in quotes",
        ),
        (
            "count_of: \"3\"",
            "schema/type: the text `3` stands where a number is wanted [count_of \"3\"]\nwrite it without quotes",
        ),
        (
            "flag: yes",
            "schema/type: `yes` stands where `true` or `false` is wanted [flag yes]\nwrite `true` or `false`",
        ),
        (
            "flag: \"true\"",
            "schema/type: the text `true` stands where `true` or `false` is wanted [flag \"true\"]\nwrite it without quotes",
        ),
        (
            "took: 3 hours",
            "schema/type: `3 hours` stands where a duration is wanted [took 3 hours]\na duration is a whole number and its unit: `30min`, `24h`, `7d`",
        ),
        (
            "day: 12.04.2026",
            "schema/type: `12.04.2026` stands where a date is wanted [day 12.04.2026]\na date is written year first: `2026-04-12`",
        ),
        (
            "at: 2026-04-12T10:00",
            "schema/type: `2026-04-12T10:00` has no offset, and the document names no time zone [at 2026-04-12T10:00]\nwrite the offset, `2026-04-12T10:00Z` for UTC or `2026-04-12T10:00+02:00`; or say it once for all times: `timezone: UTC`",
        ),
        (
            "timezone: Europe/Berlin\nat: 2026-10-25 02:30",
            "schema/type: `2026-10-25 02:30` comes twice in Europe/Berlin, where clocks were set back [at 2026-10-25 02:30]\nwrite the one that is meant: `2026-10-25T02:30+02` or `2026-10-25T02:30+01`",
        ),
        (
            "timezone: Europe/Berlin\nat: 2026-03-29 02:30",
            "schema/type: `2026-03-29 02:30` never comes in Europe/Berlin, where clocks were set forward over it [at 2026-03-29 02:30]\nwrite the one that is meant: `2026-03-29T03:30+02` or `2026-03-29T01:30+01`",
        ),
        (
            "timezone: Berlin\nat: 2026-10-25 02:30",
            "schema/type: `Berlin` is no time zone [timezone Berlin]\ndid you mean `Europe/Berlin`? `UTC` and offsets such as `+02:00` will do, too",
        ),
        (
            "timezone: UTC\nat: 2026-02-30 10:00",
            "schema/type: `2026-02-30 10:00` stands where a point in time is wanted [at 2026-02-30 10:00]\nthere is no such day or time",
        ),
        (
            "at: 2026-02-30T10:00Z",
            "schema/type: `2026-02-30T10:00Z` stands where a point in time is wanted [at 2026-02-30T10:00Z]\nthere is no such day or time",
        ),
        (
            "names: a",
            "schema/type: `a` stands where a list is wanted [names a]\na list of one is written `[…]`, or on a line of its own behind `- `",
        ),
        ("owner: red", "schema/type: `red` stands where a map of the fields of `owner` is wanted [owner red]"),
        ("name: [a]", "schema/type: a list stands where a text is wanted [name [a]]"),
        ("name: {a: b}", "schema/type: a map of fields stands where a text is wanted [name {a: b}]"),
        (
            "names: [a, ~]",
            "schema/type: nothing stands where a text is wanted [names[2] ~]\nwrite the item, or take its line out",
        ),
        ("items:\n- {source: x}", "schema/required: `id` is not written, and `Item` needs it [items[1].id missing ]"),
        (
            "items:\n- {id: A}\n- {id: B}\n- {id: A}",
            "schema/key: `A` is the `id` of two items [items[A].id A] [items[A].id A]\ngive each item a `id` of its own",
        ),
        (
            "cites: [E12]\nitems: [{id: E1}]",
            "schema/ref: `E12` is none of `items.id` [cites[1] E12] [items [{id: E1}]]\ndid you mean `E1`?",
        ),
        (
            "chosen: E1",
            "schema/ref: `E1` is none of `items.id` [chosen E1] [items missing ]\nwrite the item that it stands for, or name one that is in `items`",
        ),
    ] {
        let out = judged("", document);
        let mut lines = out.trim().lines().map(str::trim);
        for line in wanted.lines() {
            assert_eq!(lines.next(), Some(line), "{document}\n{out}");
        }
        assert_eq!(out.matches("schema/").count(), 1, "{document}\n{out}");
    }
}

#[test]
fn a_zone_of_the_document_gives_its_times_their_offset() {
    let rule = r#"rule r "r" { require is-utc(at) and at == 2026-04-12T10:00Z }"#;
    for (document, passes) in [
        ("timezone: UTC\nat: 2026-04-12 10:00", true),
        ("timezone: +00:00\nat: 2026-04-12T10:00:00", true),
        ("at: 2026-04-12 10:00\ntimezone: utc", true),
        ("timezone: +02:00\nat: 2026-04-12T10:00Z", true),
        ("timezone: +02:00\nat: 2026-04-12 12:00", false),
        ("timezone: Europe/London\nat: 2026-04-12 11:00", false),
    ] {
        let out = judged(rule, document);
        assert!(!out.contains("schema/"), "{document}\n{out}");
        assert_eq!(out.contains("r: Passes"), passes, "{document}\n{out}");
    }
    let same =
        judged(r#"rule r "r" { require at == 2026-04-12T10:00Z }"#, "timezone: Europe/Berlin\nat: 2026-04-12 12:00");
    assert!(same.contains("r: Passes"), "{same}");
}

#[test]
fn json_words_are_no_texts() {
    let out = shown(&crate::program(""), r#"{"kind": "case", "name": 3, "names": [true]}"#);
    assert!(out.contains("`3` stands where a text is wanted [name 3]\n    write it in quotes"), "{out}");
    assert!(out.contains("`true` stands where a text is wanted [names[1] true]"), "{out}");
}

#[test]
fn findings_stand_in_the_order_of_the_document() {
    let out = judged("", "items:\n- {id: A, after: [B], size: x}\n- {source: y}\nlevel: top\nnmae: z");
    let checks: Vec<&str> = out.lines().filter_map(|line| line.strip_prefix("schema/")?.split(':').next()).collect();
    assert_eq!(checks, ["ref", "type", "required", "member", "field"], "{out}");
}

#[test]
fn a_key_that_nobody_knows_keeps_references_open() {
    let document = "items:\n- {id: !unknown later, source: x}\nchosen: E1";
    assert!(!judged("", document).contains("schema/ref"));
    outcome("require chosen.source == \"x\"", document, "Undetermined");
}

#[test]
fn below_an_optional_parent_that_is_missing_nothing_is_required() {
    let program =
        program_of("pack p for Case\ndocument Case { name: text\nowner?: { team: text, deep: { most: text } } }");
    assert_eq!(shown(&program, "name: a"), "");
    assert_eq!(shown(&program, "name: a\nowner: unknown"), "");
    let out = shown(&program, "name: a\nowner: {team: b}");
    assert!(out.contains("[owner.deep missing owner:]") && !out.contains("most"), "{out}");
    assert!(
        shown(&program, "owner: {team: b, deep: {most: c}}")
            .contains("`name` is not written, and `Case` needs it [name missing ]")
    );
}

#[test]
fn refinements_are_called_by_their_name() {
    let program = program_of(
        "pack p for Case\ntype Account = text matching /\\d{12}/ \"a 12-digit account id\"\ndocument Case { account?: Account\n other?: text }\nrule r \"R\" { require other is Account }",
    );
    let out = shown(&program, "account: 12\nother: 123456789012");
    assert!(out.contains("`12` stands where a 12-digit account id is wanted [account 12]"), "{out}");
    assert!(out.contains("r: Passes"), "{out}");
    assert!(shown(&program, "other: x").contains("r: Fails"));
    assert!(shown(&program, "other: !unknown x").contains("r: Undetermined"));
}

#[test]
fn a_kind_is_found_by_its_word_or_by_what_wraps_it() {
    let program = program_of(
        "pack p for Case\ndocument Case { name?: text }\ndocument SharedPlan at shared_plan { step?: text }",
    );
    for (document, wanted) in [
        ("kind: case\nname: a", "Found 0 at the top"),
        ("kind: shared-plan\nstep: a", "Found 1 at the top"),
        ("kind: shared-plan\nshared_plan: {step: a}", "Found 1 inside"),
        ("shared_plan: {step: a}", "Found 1 inside"),
        ("case: {name: a}", "Found 0 inside"),
        ("case: {name: a}\nmore: b", "NotDeclared beside more"),
        ("name: a", "NotDeclared"),
        ("[a]", "NotDeclared, no map"),
        ("kind: csae", "NotKnown csae near case"),
    ] {
        let tree = tree(document);
        let found = match find_kind(&program, &tree) {
            FoundKind::Found { kind, root } => {
                format!("Found {} {}", kind.0, if root == tree.root() { "at the top" } else { "inside" })
            }
            FoundKind::NotDeclared { root: None, .. } => "NotDeclared, no map".to_owned(),
            FoundKind::NotDeclared { beside: Some(beside), .. } => format!("NotDeclared beside {}", beside.other),
            FoundKind::NotDeclared { .. } => "NotDeclared".to_owned(),
            FoundKind::NotKnown { word, nearest, .. } => {
                format!("NotKnown {word} near {}", nearest.as_deref().unwrap_or("none"))
            }
        };
        assert_eq!(found, wanted, "{document}");
    }
}

#[test]
fn a_kind_inside_another_is_judged_where_it_stands() {
    let outer = "pack outer for Case\ndocument Case { name?: text }\ndocument Shared at shared_plan { step?: text\nparts?: list<Part>\nfirst?: ref parts.id }\nrecord Part { key id: text }\nrule named \"N\" { require name is present }";
    let inner = "pack inner for Shared\nuse outer\nrule stepped \"S\" { require step is present }\nrule led \"L\" { when first is present\nrequire first.id == \"X\" }";
    let [outer_file, inner_file] = [(0, outer), (1, inner)].map(|(id, text)| parse(FileId(id), text).file);
    let source = |file, text| Source { file, text, broken: &[], proved: false };
    let compiled = compile(&[source(&outer_file, outer), source(&inner_file, inner)]);
    let problems: Vec<String> = compiled.problems.iter().map(|problem| problem.report().message).collect();
    assert!(problems.is_empty(), "{problems:?}");
    let program = compiled.program;
    for (document, wanted) in [
        ("kind: case\nname: a", "named: Passes\n"),
        (
            "kind: case\nname: a\nshared_plan: {parts: []}",
            "stepped: Fails\n  Fails: `step` is not written: S [step missing shared_plan:]\nled: DoesNotApply by its guard <`first` is not written>\nnamed: Passes\n",
        ),
        (
            "kind: case\nname: a\nshared_plan: {step: b, parts: [{id: X}], first: X}",
            "stepped: Passes\nled: Passes\nnamed: Passes\n",
        ),
        ("shared_plan: {step: b}", "stepped: Passes\nled: DoesNotApply by its guard <`first` is not written>\n"),
        (
            "kind: case\nname: a\nshared_plan: {step: b, first: Z}",
            "schema/ref: `Z` is none of `parts.id` [shared_plan.first Z] [shared_plan.parts missing shared_plan:]\n    write the item that it stands for, or name one that is in `parts`\nstepped: Passes\nled: Undetermined\n  Undetermined: L: `first` does not fit the schema [first Z]\nnamed: Passes\n",
        ),
    ] {
        let tree = tree(document);
        let judgement = run(&program, &tree, &Limits::default()).unwrap();
        assert_eq!(show(&program, &tree, document, &judgement), wanted, "{document}");
    }
}
