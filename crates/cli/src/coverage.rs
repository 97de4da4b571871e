//! `rules coverage`.

use countersign_house::{TestOutcome, percent};
use countersign_report::rules_covered;
use countersign_source::{Diagnostic, Files};

use crate::Exit;
use crate::arguments::CoverageOptions;
use crate::disk::Disk;
use crate::output::Output;
use crate::rules::{which, with_house};
use crate::test::{filter, nothing_tested, unmet};

/// Runs the tests, and says what they have seen.
pub(crate) fn run(options: &CoverageOptions, output: &mut Output) -> Exit {
    with_house(&options.paths, output, |house, output| {
        let coverage = house.coverage(&Disk, which(&options.paths), &filter(options.filter.as_deref()));
        output.text(&rules_covered(options.format, output.style(), &coverage));
        if coverage.passed + coverage.unmet.len() == 0 {
            output.diagnostics(&Files::new(), &[nothing_tested(None)]);
            return Exit::Broken;
        }
        if coverage.packs.iter().all(|pack| pack.items.is_empty()) {
            output.diagnostics(&Files::new(), &[nothing_meant(options.filter.as_deref())]);
            return Exit::Broken;
        }
        let mut exit = Exit::Fine;
        if !coverage.unmet.is_empty() {
            let error = unmet(&coverage.unmet, "what they saw does not count");
            output.diagnostics(&coverage.files, &[error]);
            let broken = coverage.unmet.iter().any(|test| matches!(test.outcome, TestOutcome::Broken(_)));
            exit = if broken { Exit::Broken } else { Exit::Found };
        }
        let (seen, all) = coverage.counts();
        exit.max(enough(percent(seen, all), options.fail_under, output))
    })
}

/// Is a percentage what was asked for?
pub(crate) fn enough(percent: usize, wanted: Option<u8>, output: &mut Output) -> Exit {
    let Some(wanted) = wanted.filter(|wanted| percent < usize::from(*wanted)) else { return Exit::Fine };
    let error =
        Diagnostic::error("run/too-little", format!("{percent} % is less than the {wanted} % that are asked for"))
            .help("write the tests that are missing, or ask for less with `--fail-under`");
    output.diagnostics(&Files::new(), &[error]);
    Exit::Found
}

/// The error of a filter that lets nothing in.
pub(crate) fn nothing_meant(filter: Option<&str>) -> Diagnostic {
    match filter {
        Some(pattern) => Diagnostic::error("run/nothing-matches", format!("no rule is meant by `{pattern}`"))
            .help("name a part of `pack/rule`; `countersign rules list` has them all"),
        None => Diagnostic::error("run/nothing-matches", "there is no rule in these packs")
            .help("write one: `rule NAME \"TITLE\" { require … }`"),
    }
}
