//! What `check` prints, in every format, for the same hand-made facts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use countersign_house::{Checked, CheckedDocument, Date, Outcome, Totals, Verdict, Waiver, WaiverState, Work};
use countersign_report::{CheckFormat, SCHEMAS, Style, check, diagnostic};
use countersign_source::{Diagnostic, Files, Span};
use countersign_tests::specimen::{HANDOFF, RULES, Specimen, totals};

fn printed(format: CheckFormat, style: Style, files: usize, documents: Vec<CheckedDocument>) -> String {
    let (checked, totals) = totals(files, documents);
    printed_all(format, style, &checked, &totals)
}

fn printed_all(format: CheckFormat, style: Style, checked: &[Checked], totals: &Totals) -> String {
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
    insta::assert_snapshot!(printed(CheckFormat::Human, Style::default(), 1, vec![not_ready()]));
}

#[test]
fn a_narrow_terminal_wraps_notes_and_steps() {
    let style = Style { width: 60, verbose: true, ..Style::default() };
    insta::assert_snapshot!(printed(CheckFormat::Human, style, 1, vec![not_ready()]));
}

#[test]
fn several_documents_end_in_a_summary() {
    insta::assert_snapshot!(printed(CheckFormat::Human, Style::default(), 2, vec![ready(), open()]));
}

#[test]
fn a_line_a_finding() {
    insta::assert_snapshot!(printed(CheckFormat::Concise, Style::default(), 2, vec![not_ready(), ready(), open()]));
}

#[test]
fn quiet_keeps_to_what_needs_attention() {
    let style = Style { quiet: true, ..Style::default() };
    insta::assert_snapshot!(printed(CheckFormat::Human, style, 2, vec![ready(), open()]));
}

#[test]
fn a_document_that_no_rule_applied_to_is_not_called_ready() {
    let mut document = ready();
    document.work = Work { not_applicable: 14, ..Work::default() };
    document.steps.clear();
    insta::assert_snapshot!(printed(CheckFormat::Human, Style::default(), 1, vec![document]), @r"
    handoffs/bucket.yaml: handoff
      verdict  ! nothing checked: no rule applied to this document
      checked  0 rules applied: 0 passed, 0 failed, 0 open; 14 did not apply; 0 clauses, 0 values
    ");
}

#[test]
fn colour_adds_nothing_but_sequences() {
    let colored = printed(CheckFormat::Human, Style { color: true, ..Style::default() }, 1, vec![not_ready()]);
    let plain = printed(CheckFormat::Human, Style::default(), 1, vec![not_ready()]);
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
    let text = printed_all(CheckFormat::Json, Style::default(), &checked, &sums);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    valid("check", &value);
    valid("check", &serde_json::from_str(&printed(CheckFormat::Json, Style::default(), 0, Vec::new())).unwrap());
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

/// A failure that a waiver excuses.
fn waived(specimen: &Specimen) -> countersign_house::Finding {
    let mut finding = specimen.failing();
    finding.outcome = Outcome::Waived;
    finding.waiver = Some(Waiver {
        state: WaiverState::Holds,
        until: Date::parse("2026-06-01").unwrap(),
        by: "ciso".into(),
        because: "the register is rebuilt".into(),
        span: specimen.span(specimen.rules, "approver-fits"),
        on_own_word: false,
    });
    finding
}

/// What three documents and an error come to: a handoff that is not ready, one that waives, one with what is wide or
/// escaped in names, paths and texts.
fn all_sorts() -> (Vec<Checked>, Totals) {
    let mut wrong = Files::new();
    let file = wrong.add("b 漢.yaml", "é😀: [");
    let error = Diagnostic::error("E0301", "the list is not closed, 100 %: `[`")
        .at(Span::new(file, 8..9), "opened here")
        .help("add `]`");
    let specimen =
        Specimen::new("rules/a.rules", RULES, "handoffs/é漢😀, a:b%.yaml", "kind: handoff\né漢😀: \"ö\" # <b>\n");
    let mut wide = specimen.failing();
    let at = specimen.place("\"ö\"", "é漢😀", false);
    wide.offer =
        Some(countersign_house::Offer { path: "é漢😀".to_owned(), value: "😀".to_owned(), span: at.span });
    wide.places = vec![at];
    wide.message = "`ö` is no <b>😀</b> of **ours**".to_owned();
    let waiving = Specimen::handoff();
    let checked = vec![
        Checked::Document(Box::new(not_ready())),
        Checked::Document(Box::new(waiving.checked(Verdict::Ready, vec![waived(&waiving)]))),
        Checked::Document(Box::new(specimen.checked(Verdict::NotReady, vec![wide.clone(), wide]))),
        Checked::Document(Box::new(open())),
        Checked::Errors { index: None, files: wrong.into(), errors: vec![error] },
    ];
    let mut sums = Totals { files: 4, ..Totals::default() };
    for one in &checked {
        sums.add(one);
    }
    (checked, sums)
}

#[test]
fn each_format_for_other_tools() {
    let (checked, sums) = all_sorts();
    for name in ["sarif", "junit", "tap", "github", "gitlab", "rdjson", "markdown", "ndjson"] {
        let text = printed_all(CheckFormat::of_name(name).unwrap(), Style::default(), &checked, &sums);
        let shown = match name {
            "sarif" | "gitlab" | "rdjson" => {
                serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&text).unwrap()).unwrap()
            }
            _ => text,
        };
        insta::assert_snapshot!(format!("each_format_for_other_tools_{name}"), shown);
    }
}

#[test]
fn formats_are_whole_where_nothing_was_checked() {
    for name in ["sarif", "gitlab", "rdjson"] {
        let text = printed_all(CheckFormat::of_name(name).unwrap(), Style::default(), &[], &Totals::default());
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
    }
}

#[test]
fn columns_are_in_the_unit_of_each_format() {
    let (checked, sums) = all_sorts();
    let read = |name| -> serde_json::Value {
        let text = printed_all(CheckFormat::of_name(name).unwrap(), Style::default(), &checked, &sums);
        serde_json::from_str(&text).unwrap()
    };
    // `é漢😀: "ö"`: the quote is the sixth character, and behind eleven bytes.
    let results = read("sarif")["runs"][0]["results"].clone();
    let region = results[4]["locations"][0]["physicalLocation"]["region"].clone();
    assert_eq!(region, serde_json::json!({ "startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 9 }));
    let range = read("rdjson")["diagnostics"][3]["location"]["range"].clone();
    assert_eq!(range, serde_json::json!({ "start": { "line": 2, "column": 12 }, "end": { "line": 2, "column": 16 } }));
    let begin = read("gitlab")[3]["location"]["positions"]["begin"].clone();
    assert_eq!(begin, serde_json::json!({ "line": 2, "column": 6 }));
}

#[test]
fn fingerprints_differ_within_a_document_and_do_not_heed_lines() {
    let specimen = Specimen::handoff();
    let document = specimen.checked(Verdict::NotReady, vec![specimen.failing(), specimen.open(), specimen.failing()]);
    let prints = document.fingerprints();
    assert_eq!(prints.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    let below =
        Specimen::new("rules/approval/approval.rules", RULES, "handoffs/bucket.yaml", &format!("\n\n# new\n{HANDOFF}"));
    let moved = below.checked(Verdict::NotReady, vec![below.open(), below.failing(), below.failing()]);
    assert_eq!(
        prints.iter().collect::<std::collections::BTreeSet<_>>(),
        moved.fingerprints().iter().collect::<std::collections::BTreeSet<_>>()
    );
}

#[test]
fn a_line_of_the_stream_is_as_the_schema_of_documents_says() {
    let (checked, sums) = all_sorts();
    let text = printed_all(CheckFormat::Ndjson, Style::default(), &checked, &sums);
    let mut whole = serde_json::json!({ "version": 1, "as_of": null, "documents": [], "errors": [] });
    for line in text.lines() {
        let mut value: serde_json::Value = serde_json::from_str(line).unwrap();
        let members = value.as_object_mut().unwrap();
        assert_eq!(members.remove("version"), Some(1.into()));
        match members.remove("type").unwrap().as_str().unwrap() {
            "document" => whole["documents"].as_array_mut().unwrap().push(value),
            "error" => whole["errors"].as_array_mut().unwrap().push(value),
            "end" => whole["work"] = value,
            other => panic!("{other}"),
        }
    }
    valid("check", &whole);
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
