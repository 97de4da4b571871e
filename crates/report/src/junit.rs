//! JUnit XML, in the shape that Jenkins validates. What tests came to: a suite a pack, a case a test. What `check` came to:
//! a suite a document, a case a rule that has something to say, and one that passes where no rule does.

use countersign_house::{CheckedDocument, Mark, TestOutcome, TestResult, TestRun, Totals};
use countersign_source::{Diagnostic, Files, Level};

use crate::CheckReport;
use crate::human::{title, verdict_words, work};
use crate::places::Places;
use crate::remarks::{Remark, Remarks, Weight};
use crate::tested::by_pack;
use crate::visible;

/// What stands before everything.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Writes a suite a document.
#[derive(Debug, Default)]
pub(crate) struct Junit {
    remarks: Remarks,
    errors: Vec<Remark>,
}

impl CheckReport for Junit {
    fn start(&mut self, _: Option<countersign_house::Date>) -> String {
        format!("{HEAD}<testsuites name=\"countersign check\">\n")
    }

    fn document(&mut self, document: &CheckedDocument) -> String {
        let remarks = self.remarks.of_document(document);
        let (word, _, found) = verdict_words(document);
        let verdict = format!("{word}{}{found}\n{}", if found.is_empty() { "" } else { ": " }, work(document));
        suite(&title(document), &remarks, &verdict)
    }

    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        self.errors.extend(errors.iter().map(|error| self.remarks.of_diagnostic(files, error)));
    }

    fn end(&mut self, _: &Totals) -> String {
        let mut out = String::new();
        if !self.errors.is_empty() {
            let errors = self.errors.iter().filter(|error| error.weight == Weight::Found(Level::Error)).count();
            out.push_str(&format!(
                "  <testsuite name=\"could not be checked, or is to be said about the rules\" tests=\"{}\" failures=\"0\" \
                 errors=\"{errors}\">\n",
                self.errors.len()
            ));
            for error in std::mem::take(&mut self.errors) {
                let name = error.file.as_deref().unwrap_or(&error.code).to_owned();
                case_of(&mut out, &name, &error.code, &[&error], "error");
            }
            out.push_str("  </testsuite>\n");
        }
        out + "</testsuites>\n"
    }
}

/// A document: a case for each rule in the order in which it first comes up.
fn suite(name: &str, remarks: &[Remark], verdict: &str) -> String {
    let mut rules: Vec<(&str, Vec<&Remark>)> = Vec::new();
    for remark in remarks {
        match rules.iter_mut().find(|(rule, _)| *rule == remark.code) {
            Some((_, of_rule)) => of_rule.push(remark),
            None => rules.push((&remark.code, vec![remark])),
        }
    }
    let is_failed = |(_, of_rule): &&(&str, Vec<&Remark>)| of_rule.iter().any(|remark| fails(remark));
    let is_skipped = |(_, of_rule): &&(&str, Vec<&Remark>)| {
        !of_rule.iter().any(|remark| fails(remark)) && of_rule.iter().any(|remark| is_undecided(remark))
    };
    let failures = rules.iter().filter(is_failed).count();
    let skipped = rules.iter().filter(is_skipped).count();
    // That nothing fails is a case of its own, so that every document has one.
    let passes = usize::from(failures == 0);
    let mut out = format!(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">\n",
        escaped(name),
        rules.len() + passes
    );
    if passes == 1 {
        out.push_str(&format!("    <testcase name=\"no error was found\" classname=\"{}\"/>\n", escaped(name)));
    }
    for (rule, of_rule) in rules {
        case_of(&mut out, rule, name, &of_rule, "failure");
    }
    out.push_str(&format!("    <system-out>{}</system-out>\n  </testsuite>\n", escaped(verdict)));
    out
}

fn fails(remark: &Remark) -> bool {
    remark.weight == Weight::Found(Level::Error)
}

fn is_undecided(remark: &Remark) -> bool {
    matches!(remark.weight, Weight::Open | Weight::Waived)
}

/// A case: errors are what makes it fail, questions and what is waived are skipped, and all but errors is said beside it,
/// since the shape has no words for what is skipped.
fn case_of(out: &mut String, name: &str, class: &str, remarks: &[&Remark], element: &str) {
    out.push_str(&format!("    <testcase name=\"{}\" classname=\"{}\">\n", escaped(name), escaped(class)));
    let failed = remarks.iter().any(|remark| fails(remark));
    let mut said = String::new();
    let mut skipped = false;
    for remark in remarks {
        let at = match (&remark.file, remark.extent) {
            (Some(file), Some(extent)) => format!("{file}:{}:{}: ", extent.start.line, extent.start.column),
            (Some(file), None) => format!("{file}: "),
            _ => String::new(),
        };
        let text = format!("{at}{}", remark.text());
        if fails(remark) {
            out.push_str(&format!(
                "      <{element} type=\"{}\" message=\"{}\">{}</{element}>\n",
                escaped(&remark.code),
                escaped(&remark.sentence()),
                escaped(&text)
            ));
        } else if is_undecided(remark) && !failed && !skipped {
            skipped = true;
            out.push_str("      <skipped/>\n");
            said.push_str(&format!("{text}\n"));
        } else {
            said.push_str(&format!("{text}\n"));
        }
    }
    if !said.is_empty() {
        out.push_str(&format!("      <system-out>{}</system-out>\n", escaped(&said)));
    }
    out.push_str("    </testcase>\n");
}

/// The whole document of what tests came to.
pub(crate) fn tested(run: &TestRun) -> String {
    let mut places = Places::default();
    let packs = by_pack(run);
    let sum = |pick: fn(&crate::tested::Counts) -> usize| packs.iter().map(|(_, counts)| pick(counts)).sum::<usize>();
    let mut out = String::from(HEAD);
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
