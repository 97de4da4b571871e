//! Limits, hostile sizes, and same input, same bytes.

use countersign_evaluator::{Limit, LimitReached, Limits, Settings, Verdict};

use crate::{Heard, program, run, run_with, show, tree};

#[test]
fn loops_in_loops_end_with_the_limit_on_steps() {
    let names = format!("kind: case\nnames: [{}]", (0..400).map(|index| format!("n{index}, ")).collect::<String>());
    let program = program(
        "rule r \"R\" { require every a in names: every b in names: every c in names: (a != \"x\" and b != \"y\") }",
    );
    let reached = run(&program, &tree(&names), &Limits::default()).unwrap_err();
    assert_eq!(reached, LimitReached { limit: Limit::Steps, most: 5_000_000 });
}

#[test]
fn a_long_chain_of_definitions_ends_with_the_limit_on_depth() {
    let mut rules = String::from("define d0(t: text) = t == \"a\"\n");
    for index in 1..2000 {
        rules += &format!("define d{index}(t: text) = d{}(t)\n", index - 1);
    }
    rules += "rule r \"R\" { require d1999(note) }";
    let program = program(&rules);
    let reached = run(&program, &tree("kind: case\nnote: a"), &Limits::default()).unwrap_err();
    assert_eq!(reached.limit, Limit::Depth);
}

#[test]
fn more_findings_than_allowed_are_no_verdict() {
    let program = program("rule r \"R\" { for each n in names\nrequire n == \"b\" }");
    let many = format!("kind: case\nnames: [{}]", "a, ".repeat(200));
    let limits = Limits { findings: 100, ..Limits::default() };
    let reached = run(&program, &tree(&many), &limits).unwrap_err();
    assert_eq!(reached, LimitReached { limit: Limit::Findings, most: 100 });
    let strange = format!("kind: case\n{}", (0..101).map(|index| format!("strange{index}: a\n")).collect::<String>());
    assert_eq!(run(&program, &tree(&strange), &limits).unwrap_err().limit, Limit::Findings);
}

#[test]
fn large_documents_take_steps_in_proportion() {
    let program = program(
        "rule a \"A\" { require count(distinct(names)) == count(names) }
        rule b \"B\" { for each e in items\nrequire every a in e.after: a != e.id }
        rule c \"C\" { forbid some s in sentences(unquoted(lower(note))): s matches /x{3}y/ }
        rule d \"D\" { for each e in items\nrequire e.size >= 0 }
        rule e \"E\" { require count(texts(document)) > 1 }",
    );
    let mut text = String::from("kind: case\nnames:\n");
    for index in 0..5000 {
        text += &format!("- n{index}\n");
    }
    text += "items:\n";
    for index in 0..5000 {
        text += &format!("- {{id: I{index}, size: {index}, after: [I{}]}}\n", (index + 1) % 5000);
    }
    text += "note: >\n";
    for _ in 0..5000 {
        text += "  A \"quote here and 'there. It goes on e.g. so; `and\n";
    }
    let tree = tree(&text);
    let judgement = run(&program, &tree, &Limits::default()).unwrap();
    assert_eq!(judgement.verdict, Verdict::Ready);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let program = program(
        "rule a \"A\" { require count(distinct(names)) == 2 else \"{distinct(names)}\" }
        rule b \"B\" { require every e in items: e.size > 3 and e.level == high }",
    );
    let text =
        "kind: case\nnames: [c, a, b, a]\nitems: [{id: A}, {id: B, size: x}, {id: C, level: unknown}]\ncites: [D, E]";
    let tree = tree(text);
    let once = || show(&program, &tree, text, &run(&program, &tree, &Limits::default()).unwrap());
    let first = once();
    for _ in 0..10 {
        assert_eq!(once(), first);
    }
}

#[test]
fn a_listener_hears_each_condition_once() {
    let program = program("rule r \"R\" { require every n in names: n == \"a\" or n == \"b\" }");
    let mut heard = Heard::default();
    let tree = tree("kind: case\nnames: [a, c]");
    run_with(&program, &tree, &Limits::default(), &Settings::new(), &mut heard).unwrap();
    assert_eq!(
        heard.0,
        [
            "rule 0",
            "{true} at an item",
            "{true} at an item",
            "{false} at an item",
            "{false} at an item",
            "{false} at an item",
            "{false}"
        ]
    );
}

#[test]
fn settings_are_overridden() {
    let program = program(
        "setting most: number 0 .. 9 = 2\nrule r \"R\" { require count(names) <= most else \"more than {most}\" }",
    );
    let tree = tree("kind: case\nnames: [a, b, c]");
    let verdict =
        |settings: &Settings| run_with(&program, &tree, &Limits::default(), settings, &mut ()).unwrap().verdict;
    assert_eq!(verdict(&Settings::new()), Verdict::NotReady);
    let mut settings = Settings::new();
    settings.set(
        countersign_compiler::program::SettingId(0),
        countersign_compiler::program::Literal::Number(countersign_compiler::scalar::Number::whole(3)),
    );
    assert_eq!(verdict(&settings), Verdict::Ready);
}
