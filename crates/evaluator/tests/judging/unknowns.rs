//! What is not known: each sentence of the language's rules about it.

use crate::{check, outcome};

#[test]
fn a_known_value_decides() {
    outcome("require level == high", "level: high", "Passes");
    outcome("require level == high", "level: low", "Fails");
    outcome("forbid level == high", "level: high", "Fails");
    outcome("forbid level == high", "level: low", "Passes");
    outcome("require flag", "flag: true", "Passes");
    outcome("require not flag", "flag: true", "Fails");
}

#[test]
fn what_was_never_written_satisfies_nothing_and_trips_nothing() {
    check("require level == high", "name: a", "r: Fails\nFails: `level` is not written: R [level missing ]");
    outcome("require level != high", "name: a", "Fails");
    outcome("forbid level == high", "name: a", "Passes");
    outcome("forbid level != high", "name: a", "Passes");
    outcome("require not (level == high)", "name: a", "Fails");
    outcome("require flag", "name: a", "Fails");
    outcome("forbid flag", "name: a", "Passes");
    for nothing in ["level:", "level: ~", "level: null", "level: \"  \"", "level: ''"] {
        outcome("require level is missing", nothing, "Passes");
    }
    check(
        "when level == high\nrequire name is present",
        "note: x",
        "r: DoesNotApply by its guard <`level` is not written>",
    );
}

#[test]
fn an_unknown_leaves_open_and_says_why() {
    for (unknown, why) in [
        ("level: unknown", ""),
        ("level: !unknown logs come at noon", " (logs come at noon)"),
        ("level: {unknown: logs come at noon}", " (logs come at noon)"),
    ] {
        let wanted =
            format!("r: Undetermined\nUndetermined: R: `level` is not known yet{why} [level {}]", &unknown[7..]);
        check("require level == high else \"never said\"", unknown, &wanted);
        outcome("forbid level == high", unknown, "Undetermined");
        outcome("when level == high\nrequire name is present", unknown, "Undetermined");
        outcome("when level == high\nrequire name is missing", unknown, "Passes");
    }
}

#[test]
fn an_unknown_equals_itself() {
    outcome("require level == level", "level: unknown", "Passes");
    outcome("require level <= level", "level: unknown", "Passes");
    outcome("forbid level < level", "level: unknown", "Passes");
    outcome("require owner.team == team", "team: unknown\nowner: {team: unknown}", "Undetermined");
    outcome("require owner.since == owner.since", "owner: unknown", "Passes");
    outcome("let t = team\nrequire t == team", "team: unknown", "Passes");
}

#[test]
fn questions_about_the_knowing_always_decide() {
    for (document, present, missing, unknown) in [
        ("team: red", true, false, false),
        ("name: a", false, true, false),
        ("team: unknown", false, false, true),
        ("team: purple", false, false, true),
    ] {
        for (asked, answer) in [("present", present), ("missing", missing), ("unknown", unknown)] {
            let wanted = if answer { "Passes" } else { "Fails" };
            outcome(&format!("require team is {asked}"), document, wanted);
            let wanted = if answer { "Fails" } else { "Passes" };
            outcome(&format!("require team is not {asked}"), document, wanted);
        }
    }
    check(
        "require owner.contact is present else \"nobody to call\"",
        "owner:\n  contact: !unknown on leave\n",
        "r: Fails\nFails: `owner.contact` is not known yet (on leave): nobody to call [owner.contact !unknown on leave]",
    );
}

#[test]
fn below_what_is_missing_all_is_missing_and_below_an_unknown_all_is_unknown() {
    check(
        "require owner.contact is present else \"nobody to call\"",
        "name: a",
        "r: Fails\nFails: `owner.contact` is not written: nobody to call [owner.contact missing ]",
    );
    check(
        "require owner.contact is present else \"nobody to call\"",
        "owner: {team: red}",
        "r: Fails\nFails: `owner.contact` is not written: nobody to call [owner.contact missing owner:]",
    );
    outcome("require owner.contact is unknown", "owner: unknown", "Passes");
    check(
        "require owner.contact == \"x\"",
        "owner: {unknown: asked}",
        "r: Undetermined\nUndetermined: R: `owner` is not known yet (asked) [owner.contact {unknown: asked}]",
    );
}

#[test]
fn connectives_work_answer_by_answer() {
    let document = "flag: unknown\nlevel: high";
    outcome("require flag or level == high", document, "Passes");
    outcome("require flag and level == low", document, "Fails");
    outcome("require flag and level == high", document, "Undetermined");
    outcome("require flag and name == \"a\"", document, "Fails");
    outcome("forbid flag or name == \"a\"", document, "Undetermined");
    outcome("forbid flag and name == \"a\"", document, "Passes");
    outcome("require name == \"a\" implies flag", document, "Passes");
    outcome("require flag implies level == high", document, "Passes");
    outcome("require flag implies level == low", document, "Undetermined");
    outcome("require flag implies name == \"a\"", document, "Undetermined");
}

#[test]
fn a_guard_and_an_implication_agree() {
    let answers = ["flag", "level == high", "name == \"a\"", "team == red"];
    for document in [
        "flag: true\nlevel: high",
        "flag: unknown",
        "team: unknown\nflag: false",
        "flag: unknown\nteam: unknown\nlevel: high",
    ] {
        for a in answers {
            for b in answers {
                let program = crate::program(&format!(
                    "rule guarded \"G\" {{ when {a}\nrequire {b} }}\nrule implied \"I\" {{ require {a} implies {b} }}"
                ));
                let out = crate::shown(&program, document);
                let of = |name: &str| {
                    let line = out.lines().find_map(|line| line.strip_prefix(name)).unwrap();
                    line.split(' ').next().unwrap().replace("DoesNotApply", "Passes")
                };
                assert_eq!(of("guarded: "), of("implied: "), "{a} / {b}\n{document}\n{out}");
            }
        }
    }
}

#[test]
fn a_list_that_nobody_wrote_has_no_items() {
    outcome("require count(items) == 0", "name: a", "Passes");
    outcome("require items is empty", "name: a", "Passes");
    outcome("require items is empty", "items: []", "Passes");
    outcome("require items is empty", "items: unknown", "Undetermined");
    outcome("require items is present", "items: []", "Passes");
    outcome("require items is present", "name: a", "Fails");
    check(
        "require some e in items: e.level == high",
        "name: a",
        "r: Fails\nFails: `items` is not written: R [items missing ]",
    );
    check("require \"a\" in names", "names: []", "r: Fails\nFails: `names` holds nothing: R [names []]");
    // One that has items, of which none is asked for, does not hold nothing.
    check(
        "require first(e in items where e.level == high).source is present",
        "items: [{id: A, level: low}]",
        "r: Fails\nFails: `items` holds nothing that fits: R [items [{id: A, level: low}]]",
    );
}

#[test]
fn a_rule_that_looked_at_nothing_does_not_apply() {
    check(
        "require every e in items: e.source is present",
        "name: a",
        "r: DoesNotApply with nothing to look at <`items` holds nothing>",
    );
    outcome("forbid some e in items: e.level == high", "items: []", "DoesNotApply");
    outcome("require every e in items: e.source is present\nrequire name is present", "name: a", "Passes");
    outcome("require every e in items: e.source is present\nrequire note is present", "name: a", "Fails");
    outcome("require (every e in items: e.source is present) and name is present", "name: a", "Passes");
    check(
        "for each e in items\nrequire e.source is present",
        "items: []",
        "r: DoesNotApply with nothing to look at <`items` holds nothing>",
    );
    outcome(
        "for each e in items where e.level == high\nrequire e.source is present",
        "items: [{id: A, level: low}]",
        "DoesNotApply",
    );
}

#[test]
fn over_an_unknown_list_all_is_open() {
    for body in [
        "require every e in items: e.source is present",
        "require some e in items: e.source is present",
        "forbid \"a\" in names",
        "require count(items) >= 1",
        "for each e in items\nrequire e.source is present",
        "require count(distinct(names)) == 1",
    ] {
        outcome(body, "items: !unknown later\nnames: unknown", "Undetermined");
    }
    outcome("require count(items) >= 0", "items: unknown", "Passes");
}

#[test]
fn where_leaves_both_ways_open_where_it_is_undecided() {
    let items = "items:\n- {id: A, level: high, source: x}\n- {id: B, level: unknown, source: x}\n- {id: C, level: low}\n- {id: D, source: y}";
    outcome("require every e in items where e.level == high: e.source == \"x\"", items, "Passes");
    outcome("require every e in items where e.level == high: e.id == \"A\"", items, "Undetermined");
    outcome("require some e in items where e.level == high: e.id == \"B\"", items, "Undetermined");
    outcome("require some e in items where e.level == high: e.id == \"D\"", items, "Fails");
    outcome("require count(e in items where e.level == high) >= 1", items, "Passes");
    outcome("require count(e in items where e.level == high) == 3", items, "Fails");
    outcome("require count(e in items where e.level == high) == 2", items, "Undetermined");
    check(
        "for each e in items where e.level == high\nrequire e.id == \"A\"",
        items,
        "r: Undetermined\nUndetermined: R: `items[B].level` is not known yet [items[B].id B]",
    );
    check(
        "require count(e in items where e.level == high) >= 3 else \"only {count(e in items where e.level == high)}\"",
        items,
        "r: Fails\nFails: only 1 to 2 [items - {id: A, level: high, source: x}⏎- {id: B, level: unknown, source: x}⏎- {id: C, level: low}⏎- {id: D, source: y}]",
    );
}

#[test]
fn an_unknown_member_is_one_item_of_any_value() {
    let document = "names: [a, !unknown x, a]";
    outcome("require count(names) == 3", document, "Passes");
    outcome("require count(distinct(names)) >= 1", document, "Passes");
    outcome("require count(distinct(names)) <= 2", document, "Passes");
    outcome("require count(distinct(names)) == 2", document, "Undetermined");
    outcome("require \"a\" in names", document, "Passes");
    outcome("require \"b\" in names", document, "Undetermined");
    outcome("forbid \"b\" in names", document, "Undetermined");
    outcome("require \"b\" in names", "names: [a]", "Fails");
}

#[test]
fn functions_pass_on_what_is_missing_or_unknown() {
    outcome("require length(note) > 3", "name: a", "Fails");
    outcome("forbid length(note) > 3", "name: a", "Passes");
    outcome("require length(note) > 3", "note: !unknown x", "Undetermined");
    outcome("require at - 1h <= at", "name: a", "Fails");
    outcome("require note ?? \"none\" == \"none\"", "name: a", "Passes");
    outcome("require note ?? \"none\" == \"none\"", "note: !unknown x", "Undetermined");
    outcome("require \"{note}!\" == \"x!\"", "name: a", "Fails");
    outcome("require \"{note}!\" == \"x!\"", "note: !unknown y", "Undetermined");
    outcome("require \"{note}!\" == \"x!\"", "note: x", "Passes");
}

#[test]
fn the_worst_counts() {
    outcome(
        "require name is present\nrequire level == high\nrequire flag",
        "name: a\nlevel: unknown\nflag: false",
        "Fails",
    );
    outcome("require name is present\nrequire level == high", "name: a\nlevel: unknown", "Undetermined");
    check(
        "when level == high\nrequire name == \"b\" else \"never said\"",
        "name: a\nlevel: !unknown soon",
        "r: Undetermined\nUndetermined: R: `level` is not known yet (soon) [name a]",
    );
}

#[test]
fn values_that_do_not_fit_are_unknown_to_the_rules() {
    check(
        "require count_of > 3",
        "count_of: many",
        "schema/type: `many` stands where a number is wanted [count_of many]\nr: Undetermined\nUndetermined: R: `count_of` does not fit the schema [count_of many]",
    );
}

#[test]
fn arguments_are_what_they_are_inside_a_definition() {
    let rules = "define told(t: text) = t is present\ndefine other(l: Level) = l == high or l is missing\n";
    for (document, body, wanted) in [
        ("note: a", "require told(note)", "Passes"),
        ("name: a", "require told(note)", "Fails"),
        ("note: !unknown x", "require told(note)", "Fails"),
        ("name: a", "require other(level)", "Passes"),
        ("level: unknown", "require other(level)", "Undetermined"),
    ] {
        let out = crate::judged(&format!("{rules}rule r \"R\" {{ {body} }}"), document);
        assert!(out.contains(&format!("r: {wanted}")), "{document} {body}\n{out}");
    }
}

#[test]
fn texts_are_those_that_are_written() {
    let body = "forbid some t in texts(document): t contains \"TODO\"";
    outcome(body, "name: a\nnote: !unknown later\nowner: unknown", "Passes");
    outcome(body, "name: a TODO\nnote: !unknown later", "Fails");
    outcome("forbid some t in texts(note): t contains \"TODO\"", "note: !unknown later", "Undetermined");
    outcome("forbid some t in texts(owner): t contains \"TODO\"", "owner: unknown", "Undetermined");
    outcome("forbid some t in texts(owner): t contains \"TODO\"", "name: a", "DoesNotApply");
}
