//! `rules test`.

use countersign_house::{Filter, TestOutcome, TestResult};
use countersign_report::{Style, rules_tested};
use countersign_source::{Diagnostic, Files};

use crate::Exit;
use crate::arguments::TestOptions;
use crate::disk::Disk;
use crate::output::Output;
use crate::rules::{which, with_house};

/// Runs the tests.
pub(crate) fn run(options: &TestOptions, output: &mut Output) -> Exit {
    with_house(&options.paths, output, |house, output| {
        let run = house.test_some(&Disk, which(&options.paths), &filter(options.filter.as_deref()));
        let style = Style { verbose: options.verbose, ..output.style() };
        output.text(&rules_tested(options.format, style, &run));
        if run.tests.is_empty() {
            output.diagnostics(&Files::new(), &[nothing_tested(options.filter.as_deref())]);
            Exit::Broken
        } else if run.broken() > 0 {
            Exit::Broken
        } else if run.passed() < run.tests.len() {
            Exit::Found
        } else {
            Exit::Fine
        }
    })
}

/// What a `--filter` asks for.
pub(crate) fn filter(pattern: Option<&str>) -> Filter {
    pattern.map_or_else(Filter::all, Filter::new)
}

/// The error of a run without tests.
pub(crate) fn nothing_tested(filter: Option<&str>) -> Diagnostic {
    match filter {
        None => Diagnostic::error("run/nothing-tested", "there is no test in these rules, so nothing was tested")
            .help("write one: `test \"what it shows\" { given \"handoff.yaml\" expect RULE passes }`"),
        Some(pattern) => {
            Diagnostic::error("run/nothing-matches", format!("no test is meant by `{pattern}`, so nothing was tested"))
                .help("name a part of `pack: title`, or of the id of a rule; `rules test --verbose` lists the tests")
        }
    }
}

/// The error that some tests do not pass as the rules are, and what that keeps from being done.
pub(crate) fn unmet(tests: &[TestResult], so: &str) -> Diagnostic {
    let message = match tests {
        [test] => format!("the test \"{}\" does not pass, so {so}", test.title),
        _ => format!("{} tests do not pass, so {so}", tests.len()),
    };
    let error = Diagnostic::error("run/tests-do-not-pass", message);
    let error = tests.iter().fold(error, |error, test| {
        let word = if matches!(test.outcome, TestOutcome::Broken(_)) { "this cannot be run" } else { "this fails" };
        error.at(test.place, word)
    });
    error.help("mend the tests first; `countersign rules test` says why they do not pass")
}
