//! What `check` prints, in every format, for the same hand-made facts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use countersign_house::{Checked, CheckedDocument, Totals, Verdict, Work};
use countersign_report::{Format, SCHEMAS, Style, check, diagnostic};
use countersign_source::{Diagnostic, Files, Span};
use countersign_tests::specimen::{Specimen, totals};

fn printed(format: Format, style: Style, files: usize, documents: Vec<CheckedDocument>) -> String {
    let (checked, totals) = totals(files, documents);
    printed_all(format, style, &checked, &totals)
}

fn printed_all(format: Format, style: Style, checked: &[Checked], totals: &Totals) -> String {
    let mut report = check(format, style);
    let mut out = report.start(None);
    for one in checked {
        out.push_str(&report.checked(one));
    }
    out.push_str(&report.end(totals));
    out
}

fn not_ready() -> CheckedDocument {
    let specimen = Specimen::handoff();
    specimen.checked(Verdict::NotReady, vec![specimen.failing(), specimen.open(), specimen.warning()])
}

fn ready() -> CheckedDocument {
    Specimen::handoff().checked(Verdict::Ready, Vec::new())
}

fn open() -> CheckedDocument {
    let specimen = Specimen::handoff();
    let mut document = specimen.checked(Verdict::Open, vec![specimen.open()]);
    document.index = 1;
    document.one_of_many = true;
    document
}

#[test]
fn people_see_the_finding_its_clause_the_steps_the_verdict_and_the_work() {
    insta::assert_snapshot!(printed(Format::Human, Style::default(), 1, vec![not_ready()]));
}

#[test]
fn a_narrow_terminal_wraps_notes_and_steps() {
    let style = Style { width: 60, verbose: true, ..Style::default() };
    insta::assert_snapshot!(printed(Format::Human, style, 1, vec![not_ready()]));
}

#[test]
fn several_documents_end_in_a_summary() {
    insta::assert_snapshot!(printed(Format::Human, Style::default(), 2, vec![ready(), open()]));
}

#[test]
fn a_line_a_finding() {
    insta::assert_snapshot!(printed(Format::Concise, Style::default(), 2, vec![not_ready(), ready(), open()]));
}

#[test]
fn quiet_keeps_to_what_needs_attention() {
    let style = Style { quiet: true, ..Style::default() };
    insta::assert_snapshot!(printed(Format::Human, style, 2, vec![ready(), open()]));
}

#[test]
fn a_document_that_no_rule_applied_to_is_not_called_ready() {
    let mut document = ready();
    document.work = Work { not_applicable: 14, ..Work::default() };
    document.steps.clear();
    insta::assert_snapshot!(printed(Format::Human, Style::default(), 1, vec![document]), @r"
    handoffs/bucket.yaml: handoff
      verdict  ! nothing checked: no rule applied to this document
      checked  0 rules applied: 0 passed, 0 failed, 0 open; 14 did not apply; 0 clauses, 0 values
    ");
}

#[test]
fn colour_adds_nothing_but_sequences() {
    let colored = printed(Format::Human, Style { color: true, ..Style::default() }, 1, vec![not_ready()]);
    let plain = printed(Format::Human, Style::default(), 1, vec![not_ready()]);
    assert!(colored.contains("\u{1b}[1;31merror[approval/approver-named]\u{1b}[0m"));
    let mut stripped = String::new();
    let mut rest = colored.as_str();
    while let Some((before, behind)) = rest.split_once('\u{1b}') {
        stripped.push_str(before);
        rest = behind.split_once('m').map_or("", |(_, rest)| rest);
    }
    stripped.push_str(rest);
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&stripped), trimmed(&plain));
}

#[test]
fn json_is_as_its_schema_says() {
    let mut wrong = Files::new();
    let file = wrong.add("b.yaml", "a: [");
    let error =
        Diagnostic::error("E0301", "the list is not closed").at(Span::new(file, 3..4), "opened here").help("add `]`");
    let checked = [
        Checked::Document(Box::new(not_ready())),
        Checked::Document(Box::new(open())),
        Checked::Errors { index: None, files: wrong.into(), errors: vec![error] },
    ];
    let mut sums = Totals { files: 2, ..Totals::default() };
    for one in &checked {
        sums.add(one);
    }
    let text = printed_all(Format::Json, Style::default(), &checked, &sums);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    valid("check", &value);
    valid("check", &serde_json::from_str(&printed(Format::Json, Style::default(), 0, Vec::new())).unwrap());
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn the_schemas_are_schemas() {
    for schema in SCHEMAS {
        let value: serde_json::Value = serde_json::from_str(schema.text).unwrap();
        assert!(jsonschema::meta::is_valid(&value), "{}", schema.name);
    }
}

#[test]
fn a_label_in_a_line_of_ten_megabytes_is_cut_out_exactly() {
    let mut text = String::from("text: \"");
    text.push_str(&"lorem ipsum é漢😀 ".repeat(400_000));
    let start = text.len();
    text.push_str("the needle");
    text.push_str(&" dolor sit amet".repeat(300_000));
    let mut files = Files::new();
    let file = files.add("long.yaml", text);
    let error = Diagnostic::error("E1", "it is here").at(Span::new(file, start..start + 10), "here");
    let out = diagnostic(Style::default(), &files, &error);
    assert!(out.len() < 2000, "{}", out.len());
    insta::assert_snapshot!(out);
}

#[test]
fn a_label_longer_than_a_line_is_marked_at_its_beginning() {
    let text = format!("a: {}\nb: 1\n", "x".repeat(5000));
    let mut files = Files::new();
    let file = files.add("long.yaml", text);
    let error = Diagnostic::error("E1", "all of it")
        .at(Span::new(file, 3..5003), "here")
        .and(Span::new(file, 5004..5005), "and there");
    insta::assert_snapshot!(diagnostic(Style { width: 60, ..Style::default() }, &files, &error));
}

#[test]
fn a_label_of_many_lines_is_marked_at_its_first() {
    let text = (0..50).map(|n| format!("line {n}\n")).collect::<String>();
    let mut files = Files::new();
    let file = files.add("a.yaml", text);
    let few = Diagnostic::error("E1", "three lines").at(Span::new(file, 5..20), "these");
    let many = Diagnostic::error("E2", "all lines")
        .at(Span::new(file, 0..400), "those")
        .and(Span::new(file, 14..16), "between");
    let text = diagnostic(Style::default(), &files, &few) + &diagnostic(Style::default(), &files, &many);
    insta::assert_snapshot!(text);
}

#[test]
fn tabs_byte_order_marks_and_ends_of_files_keep_labels_in_place() {
    let mut files = Files::new();
    let file = files.add("a.yaml", "\u{feff}é:\t[tab\n");
    let text = [(3, 5), (7, 8), (8, 11), (12, 12), (99, 120)]
        .into_iter()
        .map(|(start, end)| {
            diagnostic(Style::default(), &files, &Diagnostic::error("E1", "x").at(Span::new(file, start..end), "here"))
        })
        .collect::<String>();
    insta::assert_snapshot!(text);
}

/// Holds a value against the schema of a command's output.
fn valid(name: &str, value: &serde_json::Value) {
    let schema = SCHEMAS.iter().find(|schema| schema.name == name).unwrap();
    let schema: serde_json::Value = serde_json::from_str(schema.text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
