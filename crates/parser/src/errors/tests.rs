//! Every kind of mistake, as a text with the place marked, and the message that it gets.

use std::collections::BTreeSet;

use countersign_source::{FileId, Report};

use super::CODES;
use crate::parse;

/// Reads a text in which `‹…›` marks the one place of the one mistake, and says how the answer differs from what
/// is wanted.
fn difference((marked, code, message, more): (&str, &str, &str, &str)) -> Option<String> {
    let start = marked.find('‹').expect("a mark");
    let end = marked.find('›').expect("a mark") - '‹'.len_utf8();
    let text = marked.replace(['‹', '›'], "");
    let parsed = parse(FileId(0), &text);
    let all: Vec<_> =
        parsed.errors.iter().map(|error| (error.code(), error.span().range(), error.report().message)).collect();
    if all != [(code, start..end, message.to_owned())] {
        return Some(format!("{marked}\n  wanted {code} {:?} {message}\n  got {all:?}\n", start..end));
    }
    let report = parsed.errors.first().map(Report::report).expect("one");
    let words = report.helps.iter().chain(report.labels.iter().map(|label| &label.message));
    let found = more.is_empty() || words.clone().any(|line| line.contains(more));
    (!found).then(|| format!("{marked}\n  wanted {more}\n  got {:?}\n", words.collect::<Vec<_>>()))
}

/// Mistakes inside a clause of a rule: the clause, the code, the message, and a part of the help or label.
const IN_RULES: &[(&str, &str, &str, &str)] = &[
    ("because ‹\"›not closed", "E0001", "this text is not closed", "close it with `\"`"),
    ("because ‹\"\"\"›\n not closed", "E0001", "this text is not closed", "close it with `\"\"\"`"),
    ("because \"a ‹\\d›\"", "E0002", "`\\d` means nothing in a text", "`\\\\`"),
    ("because \"a ‹\\u{110000}›\"", "E0002", "`\\u{110000}` means nothing in a text", "`\\u{e9}`"),
    ("because ‹“›a”", "E0003", "a text stands in `\"`, not in `“`", "write `\"`"),
    ("when a == ‹'›b'", "E0003", "a text stands in `\"`, not in `'`", "write `\"`"),
    ("require a else \"x ‹{› y\"", "E0004", "a brace in a text is not closed", "`{{`"),
    ("require a else \"x ‹{}› y\"", "E0005", "the braces in this text hold nothing", "`{{`"),
    ("require a else \"x {‹a + b›} y\"", "E0005", "the braces in a text hold a path or a call", "`let`"),
    ("require a else \"x {a ‹b›} y\"", "E0050", "expected an operator or the end of the braces, found `b`", ""),
    ("when a ‹present›", "E0054", "no word `present` here", "write `is present`"),
    ("require a implies b ‹then› c", "E0054", "no word `then` here", "write `implies`"),
    (
        "require a ‹between› 1 and 5",
        "E0050",
        "expected an operator or the end of the `require` clause, found `between`",
        "`size >= 1 and size <= 5`",
    ),
    (
        "require a ‹*› 2 > 3",
        "E0050",
        "expected an operator or the end of the `require` clause, found `*`",
        "no other arithmetic",
    ),
    (
        "require a > 1‹,›000",
        "E0050",
        "expected an operator or the end of the `require` clause, found `,`",
        "nothing parts thousands",
    ),
    ("require a in (\"x\"‹,› \"y\")", "E0050", "expected an operator, `)` or `where`, found `,`", "`[…]`"),
    ("let b‹:› a", "E0051", "no operator `:` here", "write `=`"),
    ("when a matches ‹/›b", "E0006", "this pattern is not closed", "close it with `/`"),
    ("when a == ‹/b/›", "E0007", "a pattern stands only behind `matches` or `matching`", "… matches /…/"),
    ("when a matches ‹\"b/c\"›", "E0008", "a pattern stands between slashes, not in quotation marks", "`/b\\/c/`"),
    ("when a matches /b/‹g›", "E0009", "a pattern has no flag `g`", "`i`"),
    ("when a ‹\u{a0}›== b", "E0010", "a special blank that has no place here: `U+00A0`", "plain blank"),
    ("when a ‹\u{0}›== b", "E0010", "a control character that has no place here: `U+0000`", "take it out"),
    ("when a > ‹24hours›", "E0011", "no unit `hours`", "`24h`"),
    ("when a > ‹5m›", "E0011", "no unit `m`", "`5min`"),
    ("when a > ‹2weeks›", "E0011", "no unit `weeks`", "`14d`"),
    ("when a > ‹5parsecs›", "E0011", "no unit `parsecs`", "`s`, `min`, `h` and `d`"),
    ("when a > ‹24 h›", "E0011", "the unit `h` stands apart from its number", "`24h`"),
    ("when a > ‹2 weeks›", "E0011", "the unit `weeks` stands apart from its number", "`14d`"),
    ("when a > ‹1_000›", "E0012", "`1_000` is no number", "`1000`"),
    ("when a > ‹1.5h›", "E0012", "`1.5h` is no number", "`90min`"),
    ("effective ‹2026-04-12›", "E0050", "expected `from`, found `2026-04-12`", ""),
    ("effective from ‹\"2026-04-12\"›", "E0065", "a day stands without quotation marks", ""),
    (
        "effective from 2026-04-12 ‹to› 2026-05-12",
        "E0050",
        "expected `until` or the end of the `effective` clause, found `to`",
        "",
    ),
    ("unwaivable ‹true›", "E0050", "expected the end of the `unwaivable` clause, found `true`", ""),
    ("when a > ‹2026-4-12›", "E0013", "`2026-4-12` is no date", "`2026-04-12`"),
    (
        "when a > ‹2026-04-12T10:00›",
        "E0013",
        "`2026-04-12T10:00` does not say in which time zone",
        "`2026-04-12T10:00Z`",
    ),
    ("when a > ‹2026-04-12T10Z›", "E0013", "`2026-04-12T10Z` is no instant", "`2026-04-12T10:00Z`"),
    ("when a ‹-›b > c", "E0014", "a minus has a blank on each side", "write ` - `"),
    ("when 3‹-›2 == c", "E0014", "a minus has a blank on each side", "write ` - `"),
    ("when a ‹#› why", "E0015", "a comment begins with `//`, not with `#`", "write `//`"),
    ("when a‹;›", "E0016", "no `;` here", "take it out"),
    ("require‹:› a", "E0016", "no `:` here", "take it out"),
    ("‹foreach› a in b", "E0031", "expected a clause of the rule, found `foreach`", "`for each`"),
    ("‹if› a", "E0031", "expected a clause of the rule, found `if`", "`when`"),
    ("‹requier› a", "E0031", "expected a clause of the rule, found `requier`", "`require`"),
    ("‹frobnicate› a", "E0031", "expected a clause of the rule, found `frobnicate`", "`when`, `require`"),
    ("when (a or b‹›", "E0032", "expected `)`, found `when`", "opened here"),
    ("when a‹)›", "E0033", "`)` closes nothing", "nothing is open"),
    ("‹else› \"a\"", "E0037", "`else` belongs to a `require` or `forbid`", "move it"),
    ("require a else \"a\"\n ‹else› \"b\"", "E0037", "a second `else` for the same clause", "at most one"),
    ("when‹›", "E0050", "expected a condition, found `when`", ""),
    ("when a and‹›", "E0050", "expected a value, found `when`", ""),
    ("when a ‹b›", "E0050", "expected an operator or the end of the `when` clause, found `b`", ""),
    ("when a ‹implis› b", "E0050", "expected an operator or the end of the `when` clause, found `implis`", "`implies`"),
    ("when every x in y ‹z›: w", "E0050", "expected an operator, `:` or `where`, found `z`", ""),
    ("when every x ‹of› y: w", "E0050", "expected `in`, found `of`", ""),
    (
        "when a is ‹3›",
        "E0050",
        "expected `present`, `missing`, `unknown`, `empty` or the name of a type, found `3`",
        "",
    ),
    ("for ‹x› in y", "E0050", "expected `each`, found `x`", ""),
    ("let ‹=› 3", "E0050", "expected a name, found `=`", ""),
    ("step ‹\"a\"›", "E0050", "expected a name, found a text", ""),
    ("require a at‹›", "E0050", "expected a place, found `when`", ""),
    ("when a ‹&&› b", "E0051", "no operator `&&` here", "write `and`"),
    ("when a ‹||› b", "E0051", "no operator `||` here", "write `or`"),
    ("when ‹!›a", "E0051", "no operator `!` here", "write `not`"),
    ("when a ‹=› b", "E0051", "no operator `=` here", "`==` asks"),
    ("when a ‹<>› b", "E0051", "no operator `<>` here", "write `!=`"),
    ("let x ‹==› b", "E0051", "no operator `==` here", "write `=`"),
    ("when a < b ‹<› c", "E0052", "comparisons do not chain", "`and`"),
    ("because ‹nobody said so›", "E0053", "a reason stands in quotation marks", "write `\"`"),
    ("when a == ‹True›", "E0054", "no word `True` here", "write `true`"),
    ("when a ‹AND› b", "E0054", "no word `AND` here", "write `and`"),
    ("when a ‹startswith› \"b\"", "E0054", "no word `startswith` here", "write `starts with`"),
    ("when a ‹exists›", "E0054", "no word `exists` here", "write `is present`"),
    ("when ‹evry› e in a: b == c", "E0054", "no word `evry` here", "write `every`"),
    ("when ‹any› e in a: b == c", "E0054", "no word `any` here", "write `some`"),
    ("when a > ‹-›5", "E0055", "a minus stands only between two values", "negative"),
    ("when a == ‹not› b", "E0056", "a `not` on the right of an operator needs brackets", "(not …)"),
    ("when count(‹e› where e.x) > 3", "E0057", "`where` needs an item and its list before it", "count("),
    ("when a‹[0]›.b == 1", "E0058", "nothing stands between these brackets in a rule", "first("),
];

/// Mistakes outside rules: a file, the code, the message, and a part of the help or label.
const IN_FILES: &[(&str, &str, &str, &str)] = &[
    ("pack p for D\nrecord R {\n a: text\n ‹3›: text\n}", "E0050", "expected a name, found `3`", "in the field"),
    (
        "pack p for D\nenum E { a, ‹3›, b }",
        "E0053",
        "a member that is no name stands in quotation marks",
        "write `\"` before and behind this",
    ),
    ("pack p for D\nsteps {\n ‹\"a\"›,\n b \"B\",\n}", "E0050", "expected a name, found a text", "in the entry"),
    (
        "pack p for D\ntable t(a: A) -> B {\n ‹/x/› -> y\n _ -> y\n}",
        "E0007",
        "a pattern stands only behind `matches` or `matching`",
        "",
    ),
    ("pack p for D\ntable t(a: A) -> B {\n x ->‹›\n _ -> y\n}", "E0050", "expected a value, found `_`", "in the row"),
    ("pack p for D\ntest \"t\" {\n expect ‹3› passes\n}", "E0050", "expected the name of a rule, found `3`", ""),
    ("pack p for D\ntest \"t\" {\n with ‹3› = 4\n}", "E0050", "expected a path, found `3`", ""),
    ("pack p for D\ntest \"t\" {\n given ‹a file›\n}", "E0053", "the name of a file stands in quotation marks", ""),
    ("‹›", "E0034", "the `pack` line is missing", "pack approval for Handoff"),
    ("‹›enum E { a }", "E0034", "the `pack` line is missing", ""),
    ("enum E { a }\n‹pack› p for D", "E0035", "the `pack` line stands before everything else", "to the top"),
    ("pack p for D\n‹pack› q for D", "E0036", "a file has one `pack` line", "the first"),
    ("pack p‹›", "E0050", "expected `for`, found the end of the file", ""),
    ("pack p for D\n‹rul› x \"X\" {\n when a\n}\nuse b", "E0030", "expected an item, found `rul`", "`rule`"),
    (
        "pack p for D\n‹option› a \"A\" {\n suits b\n}\nuse b",
        "E0030",
        "expected an item, found `option`",
        "between the braces of its `decision`",
    ),
    (
        "pack p for D\ndecision d {\n option a \"A\" {\n needs b\n ‹let› c = d\n }\n}",
        "E0060",
        "`let` belongs to the decision",
        "above the options",
    ),
    ("pack p for D\ndecision d {\n ‹suits› b\n}", "E0060", "`suits` belongs to an option", "between the braces"),
    ("pack p for D\ndecision d {\n ‹option a› {\n }\n}", "E0061", "this option has no title", "`option a \"what"),
    ("pack p for D\ndecision d {\n ‹option \"A\"› {\n }\n}", "E0061", "this option has no name", "option NAME"),
    (
        "pack p for D\ndecision d {\n option a \"A\" {\n ‹when› b\n }\n}",
        "E0031",
        "expected a clause of the option, found `when`",
        "`suits`",
    ),
    (
        "pack p for D\ndecision d ‹choosen› a.b {\n}",
        "E0050",
        "expected `chosen` or the end of the `decision`, found `choosen`",
        "`chosen`",
    ),
    (
        "pack p for D\nrule x \"X\" {\n when a\n\n‹rule› y \"Y\" { }",
        "E0032",
        "expected `}`, found `rule`",
        "opened here",
    ),
    ("pack p for D\nrule x \"X\" {\n when a‹›\n", "E0032", "expected `}`, found the end of the file", "opened here"),
    ("pack p for D\nenum E { a }\n‹}›\nuse b", "E0033", "`}` closes nothing", "one too many"),
    ("pack p for D\nrecord R { a: text ‹b›: text }", "E0038", "expected `,` or a new line before the field `b`", ""),
    ("pack p for D\nrecord R {\n a ‹text›\n b: text\n}", "E0050", "expected `:`, found `text`", ""),
    ("pack p for D\nrecord R {\n a:‹›\n b: text\n}", "E0050", "expected a type, found `b`", ""),
    ("pack p for D\nrecord R {\n a ‹=› text\n b: text\n}", "E0051", "no operator `=` here", "write `:`"),
    ("pack p for D\nenum E { a < b‹,› c }", "E0039", "an enum is parted by `<` or by `,`, not by both", "in order"),
    ("pack p for D\nenum E { a‹› b, c }", "E0040", "expected `,` between one member and the next", ""),
    ("pack p for D\nsteps {\n a \"A\"‹›\n b \"B\",\n}", "E0040", "expected `,` between one entry and the next", ""),
    ("pack p for D\nrisks {\n a ‹Some words›,\n b \"B\",\n}", "E0053", "a title stands in quotation marks", ""),
    (
        "pack p for D\ntable t(a: A) -> B {\n x -> y ‹z› -> w\n _ -> y\n}",
        "E0041",
        "a row of a table is one line",
        "new line",
    ),
    (
        "pack p for D\ntable t(a: A, b: B) -> C {\n x, y\n ‹->› z\n _, _ -> z\n}",
        "E0042",
        "a row of a table is one line",
        "line above",
    ),
    ("pack p for D\ntable t(a: A) -> B {\n x ‹=>› y\n _ -> z\n}", "E0051", "no operator `=>` here", "write `->`"),
    ("pack p for D\nrule x ‹A title› {\n when a\n}", "E0053", "a title stands in quotation marks", ""),
    ("pack p for D\nrule x \"X\"‹›\n", "E0050", "expected `{`, found the end of the file", ""),
    ("pack p for D\ndefine f(a‹)› = b", "E0050", "expected `:`, found `)`", ""),
    ("pack p for D\nsetting a: duration = ‹24hours›", "E0011", "no unit `hours`", "`24h`"),
    (
        "pack p for D\ntype T = text matching ‹\"x\"›",
        "E0008",
        "a pattern stands between slashes, not in quotation marks",
        "",
    ),
    (
        "pack p for D\ntest \"t\" {\n expect a is ‹undetermned›\n}",
        "E0050",
        "expected `undetermined` or `waived`, found `undetermned`",
        "`undetermined`",
    ),
    (
        "pack p for D\ntest \"t\" {\n expect verdict is ‹great›\n}",
        "E0050",
        "expected `ready`, `open` or `not-ready`, found `great`",
        "",
    ),
    (
        "pack p for D\nwaive a/b {\n until ‹\"2026-04-12\"›\n by \"x\"\n}",
        "E0065",
        "a day stands without quotation marks",
        "`2026-04-12`",
    ),
    (
        "pack p for D\nwaive a/b {\n until ‹2026-04-12T10:00Z›\n by \"x\"\n}",
        "E0065",
        "a day has no time",
        "`2026-04-12`",
    ),
    ("pack p for D\nwaive a/b {\n until ‹forever›\n by \"x\"\n}", "E0065", "`forever` is no day", "`2026-04-12`"),
    ("pack p for D\nwaive a/b {\n until ‹2026-4-12›\n by \"x\"\n}", "E0013", "`2026-4-12` is no date", "`2026-04-12`"),
    (
        "pack p for D\nwaive a/b {\n until ‹soon›\n by \"x\"\n}",
        "E0050",
        "expected a day, as in `2026-04-12`, found `soon`",
        "",
    ),
    ("pack p for D\nwaive a/b {\n by ‹Jane›\n}", "E0053", "who approves it stands in quotation marks", ""),
    (
        "pack p for D\nwaive a/b {\n ‹when› c\n until 2026-04-12\n}",
        "E0031",
        "expected a clause of the waiver, found `when`",
        "`where`",
    ),
    (
        "pack p for D\nwaive a/b ‹\"t\"› {\n until 2026-04-12\n}",
        "E0050",
        "expected the end of the `waive`, found a text",
        "",
    ),
    ("pack p for D\nwaive ‹{›\n until 2026-04-12\n}", "E0050", "expected the name of a rule, found `{`", ""),
    ("pack p for D\n‹waiver› a/b {\n until 2026-04-12\n}", "E0030", "expected an item, found `waiver`", "`waive`"),
    ("pack p for D\ntest \"t\" {\n as ‹2026-04-12›\n}", "E0050", "expected `of`, found `2026-04-12`", ""),
    ("pack p for D\ntest \"t\" {\n as of ‹today›\n}", "E0065", "`today` is no day", ""),
    ("pack p for D\n‹allow always-true›\nuse b", "E0080", "nothing says why `always-true` is allowed here", "because"),
    ("pack p for D\ntest \"t\" {\n ‹givn› \"a\"\n}", "E0031", "expected a clause of the test, found `givn`", "`given`"),
];

#[test]
fn every_mistake_in_a_clause_is_told_at_its_place_and_alone() {
    let differences: Vec<String> = IN_RULES
        .iter()
        .filter_map(|(clause, code, message, more)| {
            let rule = format!("rule r \"t\" {{\n when before\n {clause}\n when behind\n}}");
            difference((&format!("pack p for D\n{rule}\nenum E {{ a }}\n"), code, message, more))
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.concat());
}

#[test]
fn every_mistake_outside_clauses_is_told_at_its_place_and_alone() {
    let differences: Vec<String> = IN_FILES.iter().filter_map(|case| difference(*case)).collect();
    assert!(differences.is_empty(), "{}", differences.concat());
}

#[test]
fn every_code_is_shown_by_a_test_and_has_a_title() {
    let tested_with_sizes = ["E0020", "E0021", "E0022", "E0023"];
    let shown: BTreeSet<&str> =
        IN_RULES.iter().chain(IN_FILES).map(|(_, code, ..)| *code).chain(tested_with_sizes).collect();
    let all: BTreeSet<&str> = CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(shown, all);
    assert_eq!(all.len(), CODES.len());
    assert!(CODES.iter().all(|(_, title)| !title.is_empty() && !title.ends_with('.')));
}
