//! How rules are proved: what tests that fail show, what tests cover, and which changes to the rules they notice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::num::NonZeroUsize;

use countersign_house::{
    Entry, EntryKind, Filter, Host, HostError, House, Mutation, OpenOptions, Trouble, Which, open,
};
use countersign_report::{
    CoverageFormat, Format, SCHEMAS, Style, TestFormat, diagnostic, rules_covered, rules_mutated, rules_tested,
};
use countersign_tests::top;

/// The only file there is.
const NAME: &str = "leave.rules";

struct OneFile(String);

impl Host for OneFile {
    fn read(&self, path: &str) -> Result<Vec<u8>, HostError> {
        self.kind(path).map(|_| self.0.clone().into_bytes())
    }

    fn list(&self, _: &str) -> Result<Vec<Entry>, HostError> {
        Ok(vec![Entry { name: NAME.to_owned(), kind: EntryKind::File }])
    }

    fn kind(&self, path: &str) -> Result<EntryKind, HostError> {
        if path == NAME {
            return Ok(EntryKind::File);
        }
        Err(HostError { path: path.to_owned(), trouble: Trouble::NotFound })
    }
}

/// The pack of leave requests, changed: each first text gives way to the second one.
fn leave(changes: &[(&str, &str)]) -> (OneFile, House) {
    pack("fixtures/proving/leave.rules", changes)
}

/// A pack of the fixtures, changed.
fn pack(path: &str, changes: &[(&str, &str)]) -> (OneFile, House) {
    let mut text = std::fs::read_to_string(top().join(path)).unwrap();
    for (before, after) in changes {
        assert!(text.contains(before), "{before}");
        text = text.replace(before, after);
    }
    let host = OneFile(text);
    let opened = open(&host, &OpenOptions { rules: vec![NAME.to_owned()], ..OpenOptions::default() });
    let words: String =
        opened.diagnostics.iter().map(|found| diagnostic(Style::default(), &opened.files, found)).collect();
    let house = opened.house.unwrap_or_else(|| panic!("{words}"));
    (host, house)
}

fn mutated(changes: &[(&str, &str)], filter: &Filter, jobs: usize) -> Mutation {
    let (host, house) = leave(changes);
    house.mutate(&host, Which::Given, filter, NonZeroUsize::new(jobs).unwrap(), &|_, _| ()).unwrap()
}

fn sentences(mutation: &Mutation) -> Vec<String> {
    mutation.unnoticed.iter().map(|change| change.sentence()).collect()
}

#[test]
fn a_weak_test_is_found_and_a_better_one_helps() {
    let weak = mutated(&[], &Filter::all(), 2);
    insta::assert_snapshot!(rules_mutated(Format::Human, Style::default(), &weak));
    let wanted = "`most_days = 20` could be `most_days = 21`: no test notices";
    assert!(sentences(&weak).contains(&wanted.to_owned()));
    let better = mutated(&[("days: 40", "days: 21")], &Filter::all(), 2);
    assert!(!sentences(&better).contains(&wanted.to_owned()));
    assert_eq!(better.unnoticed.len() + 1, weak.unnoticed.len());
}

#[test]
fn what_comes_out_does_not_depend_on_threads() {
    let texts: Vec<String> = [1, 2, 7]
        .map(|jobs| rules_mutated(Format::Json, Style::default(), &mutated(&[], &Filter::all(), jobs)))
        .to_vec();
    assert_eq!(texts[0], texts[1]);
    assert_eq!(texts[0], texts[2]);
}

#[test]
fn only_what_is_asked_for_is_changed() {
    let one = mutated(&[], &Filter::new("not-too-long"), 1);
    assert!(one.unnoticed.is_empty());
    assert_eq!(one.packs.len(), 1);
    // Another bound, `require` for `forbid`, and the clause left out.
    assert_eq!((one.packs[0].noticed, one.packs[0].made), (3, 3));
}

#[test]
fn a_rule_without_a_test_is_noticed_by_none() {
    let alone = "\n    expect approved fails at approved_by saying \"`head`\"\n    expect nothing else";
    let mutation = mutated(&[(alone, "\n    expect not-too-long passes")], &Filter::new("leave/approved"), 1);
    let (noticed, made) = mutation.counts();
    assert!(noticed < made, "{:?}", sentences(&mutation));
}

#[test]
fn rules_are_not_changed_while_a_test_fails() {
    let (host, house) = leave(&[("expect not-too-long fails", "expect not-too-long passes")]);
    let refused = house.mutate(&host, Which::Given, &Filter::all(), NonZeroUsize::MIN, &|_, _| ());
    let (_, unmet) = refused.unwrap_err();
    assert_eq!(unmet.iter().map(|test| &*test.title).collect::<Vec<_>>(), ["too long"]);
}

#[test]
fn coverage_names_what_no_test_has_seen() {
    let (host, house) = leave(&[]);
    let coverage = house.coverage(&host, Which::Given, &Filter::all());
    insta::assert_snapshot!("coverage", rules_covered(CoverageFormat::Human, Style::default(), &coverage));
    insta::assert_snapshot!("lcov", rules_covered(CoverageFormat::Lcov, Style::default(), &coverage));
}

#[test]
fn a_test_that_fails_covers_nothing() {
    let (host, house) = leave(&[]);
    let all = house.coverage(&host, Which::Given, &Filter::all()).counts();
    let (host, house) = leave(&[("expect not-too-long fails", "expect not-too-long passes")]);
    let coverage = house.coverage(&host, Which::Given, &Filter::all());
    assert_eq!(coverage.unmet.len(), 1);
    assert!(coverage.counts().0 < all.0);
    assert_eq!(coverage.counts().1, all.1);
}

#[test]
fn json_is_as_its_schemas_say() {
    let (host, house) = leave(&[("days: 40", "days: 4")]);
    let coverage = house.coverage(&host, Which::Given, &Filter::all());
    for (name, text) in [
        ("rules-coverage", rules_covered(CoverageFormat::Json, Style::default(), &coverage)),
        ("rules-mutate", rules_mutated(Format::Json, Style::default(), &mutated(&[], &Filter::all(), 1))),
        ("rules-test", rules_tested(TestFormat::Json, Style::default(), &house.test(&host, Which::Given))),
    ] {
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let schema = SCHEMAS.iter().find(|schema| schema.name == name).unwrap();
        let schema: serde_json::Value = serde_json::from_str(schema.text).unwrap();
        let errors: Vec<String> = jsonschema::validator_for(&schema)
            .unwrap()
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

#[test]
fn a_test_that_fails_shows_rule_document_and_difference() {
    let changes = [
        // Another outcome, another place, other words, and more than was expected.
        ("expect not-too-long passes", "with days = 21\n    with who = missing\n    expect not-too-long passes"),
        ("expect asked-in-time fails at begins", "expect asked-in-time fails at asked_on"),
        ("saying \"`head`\"", "saying \"`lead`\""),
        ("expect verdict is ready", "with begins = 2026-03-07\n    expect verdict is ready"),
    ];
    let (host, house) = leave(&changes);
    let run = house.test(&host, Which::Given);
    insta::assert_snapshot!(rules_tested(TestFormat::Human, Style::default(), &run));
}

#[test]
fn a_filter_picks_tests_by_title_and_by_rule() {
    let (host, house) = leave(&[]);
    let titles = |pattern| {
        let run = house.test_some(&host, Which::Given, &Filter::new(pattern));
        run.tests.iter().map(|test| test.title.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(titles("TOO LATE"), ["a holiday a day too late"]);
    assert_eq!(titles("leave/not-*"), ["somebody who is ill asks nobody", "too long"]);
    assert_eq!(titles("nothing of the kind"), Vec::<String>::new());
}

/// A pack of rules that are like one another, each with tests at its bounds.
fn like_one_another(count: usize) -> String {
    let mut text =
        String::from("pack big for Big\nenum Level { low < medium < high }\ndocument Big {\n    who: text\n");
    for i in 0..count {
        text.push_str(&format!("    level{i}?: Level\n    size{i}?: number\n    note{i}?: text\n"));
    }
    text.push_str("}\n");
    for i in 0..count {
        let (least, most) = (10 + i, 20 + i);
        text.push_str(&format!(
            "rule r{i} \"Rule {i}\" {{\n    when    level{i} >= medium\n    require size{i} >= {least} and size{i} <= {most}\n        at size{i}\n    require note{i} is present\n        at note{i}\n    because \"so\"\n}}\n"
        ));
        for (title, level, size, note, expected) in [
            ("least", "medium", least, "note: n", "passes".to_owned()),
            ("most", "high", most, "note: n", "passes".to_owned()),
            ("below", "high", least - 1, "note: n", format!("fails at size{i}")),
            ("above", "high", most + 1, "note: n", format!("fails at size{i}")),
            ("low", "low", most + 1, "note: n", "does not apply".to_owned()),
            ("unsaid", "high", most, "other: n", format!("fails at note{i}")),
            ("unknown", "high", most, "note: !unknown", format!("fails at note{i}")),
        ] {
            let note = note.replace("note:", &format!("note{i}:")).replace("other: n", "who: somebody else");
            let who = if note.starts_with("who") { "" } else { "    who: x\n" };
            text.push_str(&format!(
                "test \"{title} {i}\" {{\n    given \"\"\"\n    kind: big\n{who}    level{i}: {level}\n    size{i}: {size}\n    {note}\n    \"\"\"\n    expect r{i} {expected}\n    expect nothing else\n}}\n"
            ));
        }
    }
    text
}

#[test]
fn a_pack_of_a_hundred_rules_is_changed_in_seconds_and_its_one_weak_test_is_found() {
    let strong = like_one_another(100);
    // The one test that looks at the upper bound of one rule looks somewhere else.
    let weak = strong.replace("level42: high\n    size42: 62", "level42: high\n    size42: 60");
    assert_ne!(weak, strong);
    let began = std::time::Instant::now();
    for (text, unnoticed) in [(strong, vec![]), (weak, vec!["`size42 <= 62` could be `size42 < 62`: no test notices"])]
    {
        let host = OneFile(text);
        let opened = open(&host, &OpenOptions { rules: vec![NAME.to_owned()], ..OpenOptions::default() });
        let house = opened.house.unwrap();
        let jobs = NonZeroUsize::new(2).unwrap();
        let mutation = house.mutate(&host, Which::Given, &Filter::all(), jobs, &|_, _| ());
        let mutation = mutation.map_err(|(_, unmet)| unmet.len()).unwrap();
        assert_eq!(mutation.tests, 700);
        assert!(mutation.counts().1 > 1500);
        assert_eq!(sentences(&mutation), unnoticed);
    }
    // Far more than it takes, so that a busy machine does not fail it, and far less than compiling each change would.
    assert!(began.elapsed() < std::time::Duration::from_secs(120), "{:?}", began.elapsed());
}

#[test]
fn a_given_file_that_is_not_there_is_found_without_a_run() {
    let (host, house) = leave(&[(
        "test \"too long\" {",
        "test \"elsewhere\" {\n    given \"gone.yaml\"\n    expect approved passes\n}\n\ntest \"too long\" {",
    )]);
    let found = house.given_files(&host, Which::Given);
    let words: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(words, ["there is no file or folder `gone.yaml`"]);
    assert_eq!(house.files().slice(found[0].span().unwrap()), "\"gone.yaml\"");
}

#[test]
fn what_options_need_and_suit_is_covered_and_changed() {
    let (host, house) = pack("fixtures/proving/repair.rules", &[]);
    let coverage = house.coverage(&host, Which::Given, &Filter::all());
    let mutation = house.mutate(&host, Which::Given, &Filter::all(), NonZeroUsize::MIN, &|_, _| ()).unwrap();
    insta::assert_snapshot!(format!(
        "{}--\n{}",
        rules_covered(CoverageFormat::Human, Style::default(), &coverage),
        rules_mutated(Format::Concise, Style::default(), &mutation)
    ));
}

#[test]
fn a_weak_test_of_a_waiver_is_found_and_a_better_one_helps() {
    let (host, house) = pack("fixtures/proving/waived.rules", &[]);
    let coverage = house.coverage(&host, Which::Given, &Filter::all());
    let changed = |house: &House, host: &OneFile| {
        house.mutate(host, Which::Given, &Filter::all(), NonZeroUsize::MIN, &|_, _| ()).unwrap()
    };
    insta::assert_snapshot!(format!(
        "{}--\n{}",
        rules_covered(CoverageFormat::Human, Style::default(), &coverage),
        rules_mutated(Format::Human, Style::default(), &changed(&house, &host))
    ));

    let better = "test \"another team, and dear\" {
        given \"\"\"
        kind: trip
        who: Ada
        team: research
        cost: 501
        \"\"\"
        as of  2026-07-02
        expect approved fails
    }

    test \"a guest\" {";
    let (host, house) = pack("fixtures/proving/waived.rules", &[("test \"a guest\" {", better)]);
    assert!(sentences(&changed(&house, &host)).is_empty());
}

#[test]
fn a_test_that_fails_shows_what_it_changed_in_the_earlier_revision() {
    let weak = [("with   previous.cost = 399", "with   previous.cost = 401\n    with   previous.who = missing")];
    let (host, house) = pack("fixtures/proving/waived.rules", &weak);
    let run = house.test(&host, Which::Given);
    insta::assert_snapshot!(rules_tested(TestFormat::Human, Style::default(), &run));
}

/// What an element stands in, its name, and its attributes.
type Element = (String, String, Vec<(String, String)>);

/// The elements of an XML text in order, each with the one that it stands in and its attributes; panics where one is left
/// open or a character is not escaped.
fn elements(xml: &str) -> Vec<Element> {
    let (mut found, mut open) = (Vec::new(), Vec::<String>::new());
    let mut pieces = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap().split('<');
    assert_eq!(pieces.next(), Some(""));
    for piece in pieces {
        let (tag, text) = piece.split_once('>').unwrap();
        assert!(text.split('&').skip(1).all(|rest| rest.contains(';')) && !text.contains('>'), "{text}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let alone = tag.ends_with('/');
        let (name, rest) = tag.trim_end_matches('/').split_once(' ').unwrap_or((tag, ""));
        let parts: Vec<&str> = rest.split('"').collect();
        let attributes = parts.chunks_exact(2).map(|pair| {
            let name = pair[0].trim().strip_suffix('=').unwrap();
            (name.to_owned(), pair[1].to_owned())
        });
        found.push((open.last().cloned().unwrap_or_default(), name.to_owned(), attributes.collect()));
        if !alone {
            open.push(name.to_owned());
        }
    }
    assert_eq!(open, Vec::<String>::new());
    found
}

#[test]
fn junit_has_the_elements_that_build_servers_read_and_counts_them_right() {
    let hostile = "test \"a <title> & \\\"more\\\"\" {\n    given \"gone.yaml\"\n    expect verdict is ready\n}\n\ntest \"too long\" {";
    let changes = [("expect not-too-long fails\n", "expect not-too-long passes\n"), ("test \"too long\" {", hostile)];
    let (host, house) = leave(&changes);
    let xml = rules_tested(TestFormat::Junit, Style::default(), &house.test(&host, Which::Given));
    let elements = elements(&xml);
    let allowed = |above: &str| -> &[&str] {
        match above {
            "" => &["testsuites"],
            "testsuites" => &["testsuite"],
            "testsuite" => &["testcase"],
            "testcase" => &["failure", "error", "system-out"],
            _ => &[],
        }
    };
    for (above, name, attributes) in &elements {
        assert!(allowed(above).contains(&name.as_str()), "{name} in {above}");
        let known: Vec<&str> = attributes.iter().map(|(name, _)| name.as_str()).collect();
        let wanted: &[&str] = match name.as_str() {
            "testsuites" | "testsuite" => &["name", "tests", "failures", "errors"],
            "testcase" => &["name", "classname"],
            "failure" | "error" => &["type", "message"],
            _ => &[],
        };
        assert_eq!(known, wanted, "{name}");
    }
    let count = |wanted: &str| elements.iter().filter(|(_, name, _)| name == wanted).count().to_string();
    for (_, name, attributes) in elements.iter().filter(|(_, name, _)| name.starts_with("testsuite")) {
        let said: Vec<&str> = attributes.iter().skip(1).map(|(_, value)| value.as_str()).collect();
        assert_eq!(said, [count("testcase"), count("failure"), count("error")], "{name}");
    }
    assert!(xml.contains("a &lt;title&gt; &amp; &quot;more&quot;"), "{xml}");
}

#[test]
fn changes_are_written_as_rules_are_and_would_compile() {
    let (host, house) = pack("fixtures/proving/tiers.rules", &[]);
    let mutation = house.mutate(&host, Which::Given, &Filter::all(), NonZeroUsize::MIN, &|_, _| ()).unwrap();
    let mut changes: Vec<String> = Vec::new();
    for change in &mutation.unnoticed {
        changes.push(format!("{}\n    {}", change.sentence(), change.hint));
    }
    insta::assert_snapshot!(changes.join("\n"));
    assert!(!changes.iter().any(|change| change.contains("previous is present")), "nothing would ask for it then");
}
