//! Nothing that a file can hold makes reading it crash, hang or grow out of proportion.

use super::{codes, messages, read};
use crate::ast::{ExprKind, Item, RulePartKind};

fn rule(condition: &str) -> String {
    format!(
        "pack p for D\nrule r \"t\" {{\n    when a\n    require {condition}\n    when b\n}}\nrule s \"t\" {{ when a }}\n"
    )
}

#[test]
fn nesting_has_a_limit_that_costs_one_error_and_no_neighbour() {
    for count in [100, 3_000, 200_000] {
        let (open, close) = (|text: &str| text.repeat(count), |text: &str| text.repeat(count));
        for condition in [
            open("(") + "a" + &close(")"),
            open("["),
            open("(["),
            open("[") + &close("]"),
            open("f(") + "a" + &close(")"),
            open("not ") + "a",
            open("(not ") + "a" + &close(")"),
            open("every x in y: ") + "a",
            open("(every x in y: ") + "a" + &close(")"),
        ] {
            let text = rule(&condition);
            let parsed = read(&text);
            let start: String = condition.chars().take(20).collect();
            assert_eq!(codes(&parsed), ["E0020"], "{start} {:?}", messages(&parsed));
            assert_eq!(parsed.file.items.len(), 2, "{start}");
            let Item::Rule(rule) = &parsed.file.items[0] else { panic!("{start}") };
            assert!(matches!(rule.parts[0].kind, RulePartKind::When(_)), "{start}");
            assert!(matches!(rule.parts.last().unwrap().kind, RulePartKind::When(_)), "{start}");
        }
    }
}

#[test]
fn unclosed_brackets_too_many_cost_one_error() {
    for opener in ["(", "f(", "(not ", "[a, "] {
        let parsed = read(&rule(&opener.repeat(200_000)));
        assert_eq!(codes(&parsed), ["E0020"], "{opener} {:?}", messages(&parsed));
        assert_eq!(parsed.file.items.len(), 2);
    }
}

#[test]
fn types_and_shapes_have_the_same_limit() {
    for count in [100, 3_000, 200_000] {
        for ty in [
            "list<".repeat(count) + "text" + &">".repeat(count),
            "{ a: ".repeat(count) + "text" + &"}".repeat(count),
            "list<{ a: ".repeat(count) + "text" + &"}>".repeat(count),
        ] {
            let parsed = read(&format!("pack p for D\nrecord R {{\n    a: text\n    b: {ty}\n    c: text\n}}\n"));
            let start: String = ty.chars().take(12).collect();
            assert_eq!(codes(&parsed), ["E0020"], "{start} {:?}", messages(&parsed));
            let Item::Record(record) = &parsed.file.items[0] else { panic!("{start}") };
            assert_eq!(record.shape.fields.len(), 3, "{start}");
        }
    }
}

#[test]
fn braces_in_texts_nest_no_deeper_than_anything_else() {
    for count in [100, 3_000, 50_000] {
        for text in [
            format!("\"{}a{}\"", "{f(\"".repeat(count), "\")}".repeat(count)),
            format!("\"{}\"", "{".repeat(count)),
            format!("\"{}\"", "{\"".repeat(count)),
            format!("\"{}", "{\"".repeat(count)),
            format!("\"{}\"", "{(".repeat(count)),
            format!("\"{{{}\"}}\"", "{\" \"".repeat(count)),
        ] {
            let source = format!(
                "pack p for D\nrule r \"t\" {{\n    require a\n        else {text}\n    when b\n}}\nenum E {{ a }}\n"
            );
            let parsed = read(&source);
            assert!(matches!(parsed.file.items.last(), Some(Item::Enum(_))), "{:?}", messages(&parsed));
        }
    }
}

#[test]
fn long_runs_of_and_are_flat() {
    let parsed = read(&rule(&("a and ".repeat(100_000) + "a")));
    assert_eq!(codes(&parsed), [""; 0]);
    let Item::Rule(rule) = &parsed.file.items[0] else { panic!() };
    let RulePartKind::Clause(clause) = &rule.parts[1].kind else { panic!() };
    let ExprKind::And(all) = &clause.condition.kind else { panic!() };
    assert_eq!(all.len(), 100_001);
}

#[test]
fn long_chains_end_in_one_error() {
    for chain in [
        "a + ".repeat(100_000) + "a",
        "a ?? ".repeat(100_000) + "a",
        "a implies ".repeat(100_000) + "a",
        "a".to_owned() + &".b".repeat(100_000),
        "a".to_owned() + &"[]".repeat(100_000),
        "(a + ".repeat(60) + &"a + ".repeat(250) + "a" + &")".repeat(60),
    ] {
        let parsed = read(&rule(&chain));
        assert_eq!(codes(&parsed), ["E0021"]);
        assert_eq!(parsed.file.items.len(), 2);
    }
}

#[test]
fn the_deepest_nesting_that_is_allowed_is_read() {
    let parsed = read(&rule(&("(".repeat(63) + "a" + &")".repeat(63))));
    assert_eq!(codes(&parsed), [""; 0]);
    let parsed = read(&rule(&("f([(not ".repeat(15) + "\"{f((g(a)))}\"" + &")])".repeat(15))));
    assert_eq!(codes(&parsed), [""; 0], "{:?}", messages(&parsed));
    let parsed = read(&format!("pack p for D\nrecord R {{ b: {}text{} }}", "{ a: ".repeat(63), "}".repeat(63)));
    assert_eq!(codes(&parsed), [""; 0]);
}

#[test]
fn long_lines_are_read() {
    for unit in [
        "x",
        "\"",
        "\"a\" ",
        "{",
        "}",
        "(",
        ")",
        ",",
        "é",
        "\u{0}",
        "/",
        "/ ",
        "// ",
        "\\",
        "a.",
        "a b ",
        "when a ",
        "rule r \"t\" { when a } ",
        "enum E { a } ",
        "use a ",
        "a: text ",
        "{{",
        "}}",
        "'",
        "“",
        "a -b ",
        "1 ",
        "1a ",
        "- ",
        "\"\"\"",
        "\"{",
        "\"{a} ",
        "not ",
        "every ",
        "list<",
        "#",
        ";",
        "a,",
        "->",
        "|",
        "\r",
        "\t",
        "rul x \"\" { ",
        "matches /",
        "/[",
        "a/",
        "a/b ",
        "2026-",
        "\u{feff}",
        "\u{202e}",
        "test \"",
        "require a == ",
    ] {
        let line = unit.repeat(10_000 / unit.len());
        read(&line);
        read(&format!("pack p for D\n{line}"));
        read(&format!("pack p for D\nrule r \"t\" {{ {line} }}"));
        read(&format!("pack p for D\nrule r \"t\" {{\nrequire {line}\n}}"));
        read(&format!("pack p for D\nrecord R {{ a: {line}"));
        read(&format!("pack p for D\nenum R {{ {line}"));
        read(&format!("pack p for D\ntable t(a: A) -> B {{ {line}"));
        read(&format!("pack p for D\nsteps {{ a \"{line}\", }}"));
    }
}

#[test]
fn a_megabyte_on_one_line_is_read() {
    for unit in ["a and ", "é", "\"{a} ", "«", "/[", "“", "when a "] {
        read(&unit.repeat(1_000_000 / unit.len()));
    }
}

#[test]
fn many_lines_are_read() {
    for unit in [
        "(\n",
        "{\n",
        "a\n",
        "\"\n",
        "\"\"\"\n",
        "when\n",
        "rule\n",
        "rule r \"t\" {\n",
        "}\n",
        "level and\n",
        "/// a\n",
        "// {\n",
        "matches /\n",
        "use a\n",
        "a: text\n",
        "a ->\n",
        "| a\n",
        "a: list<\n",
        "else\n",
        "require a\nelse \"{\"\n",
    ] {
        let lines = unit.repeat(10_000 / unit.len());
        read(&lines);
        read(&format!("pack p for D\nrule r \"t\" {{\n{lines}}}"));
        read(&format!("pack p for D\nrecord r {{\n{lines}}}"));
        read(&format!("pack p for D\nenum r {{\n{lines}}}"));
        read(&format!("pack p for D\nsteps {{\n{lines}}}"));
        read(&format!("pack p for D\ntest \"t\" {{\n{lines}}}"));
        read(&format!("pack p for D\ntable t(a: A) -> B {{\n{lines}}}"));
    }
}

#[test]
fn more_mistakes_than_anyone_reads_end_in_one_that_says_so() {
    let text = format!("pack p for D\nrule r \"t\" {{\n{}}}\n", "    when\n".repeat(5_000));
    let parsed = read(&text);
    assert_eq!(parsed.errors.len(), 1001);
    assert_eq!(parsed.errors.last().unwrap().code(), "E0022");
}
