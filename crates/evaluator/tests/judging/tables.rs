//! Decision tables, asked with what is known, missing and not known.

use crate::judged;

const TABLE: &str = "table who(team: Team, level: Level) -> Team {
    red,  _       -> red
    blue, >= mid  -> green
    blue, _       -> blue
    _,    high    -> red
    _,    _       -> green
}
table sized(size: number) -> Level {
    < 10      -> low
    10 .. 20  -> mid
    _         -> high
}
table named(name: text) -> Level {
    \"a\" | \"b\" -> low
    not \"c\"   -> mid
    _         -> high
}
";

#[track_caller]
fn says(asked: &str, document: &str, wanted: &str) {
    let rule = format!("rule r \"R\" {{ let shown = {asked}\nrequire 1 == 2 else \"{{shown}}\" }}");
    let out = judged(&format!("{TABLE}{rule}"), document);
    let line = out.lines().find_map(|line| line.trim().strip_prefix("Fails: ")).unwrap();
    assert!(line.starts_with(&format!("{wanted} [")), "{asked} {document}\n{line}");
}

#[test]
fn the_first_row_that_fits_answers() {
    for (document, wanted) in [
        ("team: red\nlevel: low", "red"),
        ("team: blue\nlevel: high", "green"),
        ("team: blue\nlevel: low", "blue"),
        ("team: green\nlevel: high", "red"),
        ("team: green\nlevel: mid", "green"),
        // Rows that agree need no argument.
        ("team: red", "red"),
        ("team: red\nlevel: unknown", "red"),
        ("team: blue", "(not written)"),
        ("name: a", "(not written)"),
        ("team: blue\nlevel: unknown", "green or blue"),
        ("team: unknown\nlevel: high", "red or green"),
        ("team: unknown\nlevel: low", "red, green or blue"),
        // Where one is missing and the other is not known, some answers need the missing one.
        ("team: unknown", "red or (not written)"),
    ] {
        says("who(team, level)", document, wanted);
    }
}

#[test]
fn what_is_not_known_is_asked_about_bound_by_bound() {
    says("sized(count_of)", "count_of: 9.99", "low");
    says("sized(count_of)", "count_of: 10", "mid");
    says("sized(count_of)", "count_of: 20.5", "high");
    says("sized(count_of)", "count_of: !unknown x", "low, mid or high");
    says("sized(count(names))", "names: [a]", "low");
    says("sized(count(n in names where n == note))", "names: [a]\nnote: !unknown x", "low");
    says("sized(count(names) + 9)", "names: [a, b]", "mid");
    says("sized(count(n in names where n == note) + 9)", "names: [a, b]\nnote: !unknown x", "low or mid");
    says("named(name)", "name: a", "low");
    says("named(name)", "name: c", "high");
    says("named(name)", "name: z", "mid");
    says("named(name)", "name: !unknown x", "low, mid or high");
    says("named(name)", "note: x", "(not written)");
}

#[test]
fn a_set_of_answers_may_still_decide() {
    for (document, clause, wanted) in [
        ("team: blue\nlevel: unknown", "require who(team, level) != red", "Passes"),
        ("team: blue\nlevel: unknown", "require who(team, level) == red", "Fails"),
        ("team: blue\nlevel: unknown", "require who(team, level) == blue", "Undetermined"),
        ("team: blue\nlevel: unknown", "require who(team, level) in [blue, green]", "Passes"),
        ("team: blue\nlevel: unknown", "require who(who(team, level), high) == green", "Undetermined"),
        ("team: blue", "forbid who(team, level) == blue", "Passes"),
        ("count_of: unknown", "require sized(count_of) >= low", "Passes"),
    ] {
        let out = judged(&format!("{TABLE}rule r \"R\" {{ {clause} }}"), document);
        assert!(out.contains(&format!("r: {wanted}")), "{document} {clause}\n{out}");
    }
}
