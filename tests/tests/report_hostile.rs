//! Nothing that a file, a file's name or a message contains can give orders to the terminal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use countersign_house::{KindFound, Lack, Reason, Totals, Verdict};
use countersign_report::{CheckFormat, Style, check, diagnostic};
use countersign_source::{Diagnostic, Files, Span};
use countersign_tests::specimen::Specimen;

/// Every control, format, bidirectional and zero-width character, by Unicode's own lists: C0, DEL, C1, general category
/// Cf, Zl, Zp, and what is ignorable by default.
fn hostile() -> Vec<char> {
    let format = format_characters();
    (0..=0x10_ffff_u32).filter_map(char::from_u32).filter(|char| char.is_control() || format.contains(char)).collect()
}

/// Format characters and the like, as ranges, written down apart from the code under test.
fn format_characters() -> std::collections::BTreeSet<char> {
    let ranges: &[(u32, u32)] = &[
        (0xad, 0xad),
        (0x34f, 0x34f),
        (0x600, 0x605),
        (0x61c, 0x61c),
        (0x6dd, 0x6dd),
        (0x70f, 0x70f),
        (0x890, 0x891),
        (0x8e2, 0x8e2),
        (0x115f, 0x1160),
        (0x17b4, 0x17b5),
        (0x180b, 0x180f),
        (0x200b, 0x200f),
        (0x2028, 0x202e),
        (0x2060, 0x206f),
        (0x3164, 0x3164),
        (0xfe00, 0xfe0f),
        (0xfeff, 0xfeff),
        (0xffa0, 0xffa0),
        (0xfff0, 0xfffb),
        (0x110bd, 0x110bd),
        (0x110cd, 0x110cd),
        (0x13430, 0x1343f),
        (0x1bca0, 0x1bca3),
        (0x1d173, 0x1d17a),
        (0xe0000, 0xe0fff),
    ];
    ranges.iter().flat_map(|(from, to)| (*from..=*to).filter_map(char::from_u32)).collect()
}

/// Only line ends and, where it is coloured, our own sequences.
fn assert_clean(what: &str, text: &str) {
    let bad = format_characters();
    for char in text.chars() {
        assert!(char == '\n' || !(char.is_control() || bad.contains(&char)), "{what} holds U+{:04X}", u32::from(char));
    }
}

#[test]
fn no_such_character_reaches_the_output_and_labels_stay_exact() {
    for char in hostile() {
        // A line end in the source ends the line there, as it should.
        let source = format!("id: \"a{char}b\"\nnext: x\n");
        let mut files = Files::new();
        let file = files.add(format!("n{char}ame.yaml"), source.as_str());
        let start = source.find('b').unwrap();
        let error = Diagnostic::error(format!("E{char}"), format!("found `{char}`"))
            .at(Span::new(file, start..start + 1), format!("la{char}bel"))
            .help(format!("he{char}lp"))
            .note(format!("no{char}te"));
        let out = diagnostic(Style::default(), &files, &error);
        assert_clean(&format!("the message about U+{:04X}", u32::from(char)), &out);
        let marked = out.lines().find(|line| line.contains('^')).unwrap();
        let above = out.lines().zip(out.lines().skip(1)).find(|(_, line)| line.contains('^')).unwrap().0;
        let column = marked.chars().position(|char| char == '^').unwrap();
        assert_eq!(above.chars().nth(column), Some('b'), "U+{:04X}:\n{out}", u32::from(char));
    }
}

#[test]
fn what_is_shown_instead() {
    let text = "id: \"a\u{1b}[31mRED\u{1b}]0;pwn\u{7}\u{202e}rtl\u{200b}\u{85}\u{feff}end\"\n";
    let mut files = Files::new();
    let file = files.add("h\u{1b}[2J.yaml", text);
    let start = text.find("rtl").unwrap();
    let error = Diagnostic::error("X1", "found `\u{1b}[31m`\nerror: forged")
        .at(Span::new(file, start..start + 3), "here\r\u{9b}2J");
    insta::assert_snapshot!(diagnostic(Style::default(), &files, &error));
}

#[test]
fn a_document_full_of_them_is_clean_in_every_format() {
    let nasty = "x\u{1b}[2J\u{202e}\u{200b}\u{9b}\u{7f}\u{0}\u{2028}\r\ny\u{e0041}\ty";
    let mut specimen = Specimen::new(nasty, nasty, &format!("{nasty}.yaml"), nasty);
    specimen.files = std::sync::Arc::clone(&specimen.files);
    let mut finding = specimen.failing();
    finding.rule = format!("pack/{nasty}");
    finding.message = nasty.to_owned();
    finding.helps = vec![nasty.to_owned()];
    finding.because = Some(nasty.into());
    finding.see = vec![nasty.into()];
    for place in &mut finding.places {
        place.path = nasty.into();
    }
    finding.reasons =
        vec![Reason { lack: Lack::Unknown(Some(nasty.into())), place: specimen.place("x", nasty, false) }];
    let mut document = specimen.checked(Verdict::NotReady, vec![finding.clone(), specimen.open()]);
    document.kind.found = KindFound::Wrapped(nasty.into());
    document.kind.word = nasty.into();
    for facts in &mut document.steps {
        facts.step.name = nasty.into();
    }
    for rule in &mut document.not_applicable {
        rule.rule = nasty.to_owned();
    }
    for (name, format) in CheckFormat::ALL {
        let mut report = check(format, Style { verbose: true, ..Style::default() });
        let mut files = Files::new();
        let file = files.add(nasty, nasty);
        let error = Diagnostic::error(nasty, nasty).at(Span::new(file, 0..1), nasty).help(nasty).note(nasty);
        let mut text = report.start(None);
        text.push_str(&report.document(&document));
        report.errors(&files, &[error]);
        text.push_str(&report.end(&Totals::default()));
        assert_clean(name, &text);
        assert!(text.contains('x'));
    }
}
