//! `rules check` and `rules list`, and how the packs of all `rules …` commands are opened.

use countersign_house::{House, OpenOptions, Opened, Which, open};
use countersign_report::{Style, rules_checked, rules_costed, rules_listed};
use countersign_source::Level;

use crate::Exit;
use crate::arguments::{RulesCheckOptions, RulesOptions};
use crate::disk::Disk;
use crate::output::Output;

/// Compiles, and says what is wrong.
pub(crate) fn check(asked: &RulesCheckOptions, output: &mut Output) -> Exit {
    let options = &asked.rules;
    if asked.cost {
        return cost(asked, output);
    }
    let mut opened = read(&options.paths);
    if let Some(house) = &opened.house {
        opened.diagnostics.extend(house.given_files(&Disk, which(&options.paths)));
    }
    output.diagnostics(&opened.files, &opened.diagnostics);
    let packs = opened.house.as_ref().map(|house| house.packs(which(&options.paths))).unwrap_or_default();
    let text = rules_checked(options.format, style(options, output), &opened.files, &packs, &opened.diagnostics);
    output.text(&text);
    exit(&opened)
}

/// Says what each rule costs at most.
fn cost(asked: &RulesCheckOptions, output: &mut Output) -> Exit {
    let options = &asked.rules;
    with_house(&options.paths, output, |house, output| {
        let costs = house.costs(which(&options.paths));
        output.text(&rules_costed(options.format, style(options, output), house.files(), &costs, asked.max_cost));
        let dear = asked.max_cost.is_some_and(|most| costs.iter().any(|cost| cost.when_large() > most));
        if dear { Exit::Found } else { Exit::Fine }
    })
}

/// Lists packs and rules.
pub(crate) fn list(options: &RulesOptions, output: &mut Output) -> Exit {
    with_house(&options.paths, output, |house, output| {
        let (packs, rules) = (house.packs(which(&options.paths)), house.rules(which(&options.paths)));
        output.text(&rules_listed(options.format, style(options, output), house.files(), &packs, &rules));
        Exit::Fine
    })
}

/// Opens the packs at the paths, with their tests, and does something with them; says what is wrong where they do not
/// compile.
pub(crate) fn with_house(paths: &[String], output: &mut Output, act: impl FnOnce(&House, &mut Output) -> Exit) -> Exit {
    let opened = read(paths);
    output.diagnostics(&opened.files, &opened.diagnostics);
    match &opened.house {
        Some(house) => act(house, output).max(exit(&opened)),
        None => Exit::Broken,
    }
}

fn read(paths: &[String]) -> Opened {
    open(&Disk, &OpenOptions { rules: paths.to_vec(), tests: true, configuration: None })
}

fn exit(opened: &Opened) -> Exit {
    let errors = opened.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    if errors || opened.house.is_none() { Exit::Broken } else { Exit::Fine }
}

/// Where no paths are given, everything is meant.
pub(crate) fn which(paths: &[String]) -> Which {
    if paths.is_empty() { Which::All } else { Which::Given }
}

fn style(options: &RulesOptions, output: &Output) -> Style {
    Style { verbose: options.verbose, ..output.style() }
}
