//! `rules check`, `rules test` and `rules list`.

use countersign_house::{House, OpenOptions, Opened, Which, open};
use countersign_report::{Style, rules_checked, rules_listed, rules_tested};
use countersign_source::{Diagnostic, Files, Level};

use crate::Exit;
use crate::arguments::RulesOptions;
use crate::disk::Disk;
use crate::output::Output;

/// Compiles, and says what is wrong.
pub(crate) fn check(options: &RulesOptions, output: &mut Output) -> Exit {
    let opened = opened(options, output);
    let packs = opened.house.as_ref().map(|house| house.packs(which(options))).unwrap_or_default();
    let text = rules_checked(options.format, style(options, output), &opened.files, &packs, &opened.diagnostics);
    output.text(&text);
    exit(&opened)
}

/// Runs the tests.
pub(crate) fn test(options: &RulesOptions, output: &mut Output) -> Exit {
    with_house(options, output, |house, output| {
        let run = house.test(&Disk, which(options));
        output.text(&rules_tested(options.format, style(options, output), &run));
        if run.tests.is_empty() {
            let error =
                Diagnostic::error("run/nothing-tested", "there is no test in these rules, so nothing was tested")
                    .help("write one: `test \"what it shows\" { given \"handoff.yaml\" expect RULE passes }`");
            output.diagnostics(&Files::new(), &[error]);
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

/// Lists packs and rules.
pub(crate) fn list(options: &RulesOptions, output: &mut Output) -> Exit {
    with_house(options, output, |house, output| {
        let (packs, rules) = (house.packs(which(options)), house.rules(which(options)));
        output.text(&rules_listed(options.format, style(options, output), house.files(), &packs, &rules));
        Exit::Fine
    })
}

fn with_house(options: &RulesOptions, output: &mut Output, act: impl FnOnce(&House, &mut Output) -> Exit) -> Exit {
    let opened = opened(options, output);
    match &opened.house {
        Some(house) => act(house, output).max(exit(&opened)),
        None => Exit::Broken,
    }
}

fn opened(options: &RulesOptions, output: &mut Output) -> Opened {
    let opened = open(&Disk, &OpenOptions { rules: options.paths.clone(), tests: true });
    output.diagnostics(&opened.files, &opened.diagnostics);
    opened
}

fn exit(opened: &Opened) -> Exit {
    let errors = opened.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    if errors || opened.house.is_none() { Exit::Broken } else { Exit::Fine }
}

fn which(options: &RulesOptions) -> Which {
    if options.paths.is_empty() { Which::All } else { Which::Given }
}

fn style(options: &RulesOptions, output: &Output) -> Style {
    Style { verbose: options.verbose, ..output.style() }
}
