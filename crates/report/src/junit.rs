//! What tests came to as JUnit XML, in the shape that Jenkins validates: a suite a pack, a case a test.

use countersign_house::{Mark, TestOutcome, TestResult, TestRun};
use countersign_source::Diagnostic;

use crate::places::Places;
use crate::tested::by_pack;
use crate::visible;

/// The whole document.
pub(crate) fn tested(run: &TestRun) -> String {
    let mut places = Places::default();
    let packs = by_pack(run);
    let sum = |pick: fn(&crate::tested::Counts) -> usize| packs.iter().map(|(_, counts)| pick(counts)).sum::<usize>();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(&format!(
        "<testsuites name=\"countersign rules test\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
        run.tests.len(),
        sum(|counts| counts.failed),
        sum(|counts| counts.broken),
    ));
    let mut tests = run.tests.iter();
    for (pack, counts) in packs {
        out.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
            escaped(pack),
            counts.all(),
            counts.failed,
            counts.broken
        ));
        for test in tests.by_ref().take(counts.all()) {
            case(&mut out, run, test, &mut places);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, run: &TestRun, test: &TestResult, places: &mut Places) {
    let names = format!("name=\"{}\" classname=\"{}\"", escaped(&test.title), escaped(&test.pack));
    match &test.outcome {
        TestOutcome::Passed => out.push_str(&format!("    <testcase {names}/>\n")),
        TestOutcome::Failed { failures, document } => {
            out.push_str(&format!("    <testcase {names}>\n"));
            for failure in failures {
                let mut text = at(run, &failure.message, places);
                for difference in &failure.differences {
                    text.push_str(&format!("expected: {}\nfound: {}\n", difference.expected, difference.found));
                }
                problem(out, "failure", &failure.message, &text);
            }
            let mut shown = String::new();
            for line in document {
                let mark = match line.mark {
                    Mark::Kept => "  ",
                    Mark::Written => "+ ",
                    Mark::Removed => "- ",
                    Mark::Gap => "  …",
                };
                shown.push_str(&format!("{mark}{}\n", line.text));
            }
            out.push_str(&format!("      <system-out>{}</system-out>\n    </testcase>\n", escaped(&shown)));
        }
        TestOutcome::Broken(messages) => {
            out.push_str(&format!("    <testcase {names}>\n"));
            for message in messages {
                let text = at(run, message, places);
                problem(out, "error", message, &text);
            }
            out.push_str("    </testcase>\n");
        }
    }
}

fn problem(out: &mut String, element: &str, message: &Diagnostic, text: &str) {
    out.push_str(&format!(
        "      <{element} type=\"{}\" message=\"{}\">{}</{element}>\n",
        escaped(&message.code),
        escaped(&message.message),
        escaped(text)
    ));
}

/// The places of a message, and what is to be said at each, a line each.
fn at(run: &TestRun, message: &Diagnostic, places: &mut Places) -> String {
    let mut text = String::new();
    for label in &message.labels {
        let at = places.position(&run.files, label.span);
        let place = format!("{}:{}:{}", run.files.name(label.span.file), at.line, at.column);
        text.push_str(&format!("{place}: {}\n", label.message));
    }
    for note in message.helps.iter().chain(&message.notes) {
        text.push_str(&format!("{note}\n"));
    }
    text
}

/// Text that XML 1.0 holds as it is meant: what has a meaning there is escaped, what it cannot hold, or a terminal would
/// obey, is made visible. A tab and the end of a line are references, so that an attribute keeps them.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => visible::push(&mut out, char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_text_is_markup_or_no_character_of_xml() {
        assert_eq!(escaped("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&apos;&amp;&apos;&lt;/a&gt;");
        assert_eq!(escaped("]]>"), "]]&gt;");
        assert_eq!(escaped("a\0b\u{1b}[2J\u{7f}\u{202e}\u{ffff}"), "a␀b␛[2J␡⟨U+202E⟩\u{fffd}");
        assert_eq!(escaped("a\tb\r\n"), "a&#9;b&#13;&#10;");
    }
}
