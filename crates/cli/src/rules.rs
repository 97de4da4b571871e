//! `rules check` and `rules list`, and how the packs of all `rules …` commands are opened.

use std::collections::BTreeSet;

use countersign_house::{CONFIGURATION_FILE, EntryKind, House, OpenOptions, Opened, Which, configured, open};
use countersign_report::{Style, rules_checked, rules_costed, rules_listed};
use countersign_source::Level;

use crate::Exit;
use crate::arguments::{RulesCheckOptions, RulesOptions};
use crate::disk::{self, Disk};
use crate::output::Output;

/// Compiles, and says what is wrong.
pub(crate) fn check(asked: &RulesCheckOptions, output: &mut Output) -> Exit {
    let options = &asked.rules;
    let Ok(most) = most(asked, output) else { return Exit::Broken };
    if asked.cost {
        return cost(asked, most, output);
    }
    let (mut opened, mut dear) = (read(&options.paths), Vec::new());
    if let Some(house) = &opened.house {
        opened.diagnostics.extend(house.given_files(&Disk, which(&options.paths)));
        dear = most.map(|most| house.dear(which(&options.paths), most)).unwrap_or_default();
    }
    let found = if dear.is_empty() { Exit::Fine } else { Exit::Found };
    opened.diagnostics.extend(dear);
    output.diagnostics(&opened.files, &opened.diagnostics);
    let packs = opened.house.as_ref().map(|house| house.packs(which(&options.paths))).unwrap_or_default();
    let text = rules_checked(options.format, style(options, output), &opened.files, &packs, &opened.diagnostics);
    output.text(&text);
    exit(&opened).max(found)
}

/// Says what each rule costs at most.
fn cost(asked: &RulesCheckOptions, most: Option<u64>, output: &mut Output) -> Exit {
    let options = &asked.rules;
    with_house(&options.paths, output, |house, output| {
        let costs = house.costs(which(&options.paths));
        output.text(&rules_costed(options.format, style(options, output), house.files(), &costs, most));
        let dear = most.is_some_and(|most| costs.iter().any(|cost| cost.when_large() > most));
        if dear { Exit::Found } else { Exit::Fine }
    })
}

/// The most that a rule may cost: what the options say, else the least of what the configurations above the paths do.
fn most(asked: &RulesCheckOptions, output: &mut Output) -> Result<Option<u64>, ()> {
    if asked.max_cost.is_some() {
        return Ok(asked.max_cost);
    }
    let folders = asked.rules.paths.iter().map(|path| match disk::kind(path.as_ref(), path) {
        Ok(EntryKind::Folder) => path.as_str(),
        _ => path.rsplit_once('/').map_or(".", |(folder, _)| if folder.is_empty() { "/" } else { folder }),
    });
    let found: BTreeSet<String> = folders.filter_map(|folder| disk::upward(folder, CONFIGURATION_FILE)).collect();
    let mut most = None;
    for path in found {
        let (files, configuration, diagnostics) = configured(&Disk, &path);
        output.diagnostics(&files, &diagnostics);
        if diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) {
            return Err(());
        }
        let said = configuration.and_then(|found| found.max_cost).map(|said| said.value);
        most = most.into_iter().chain(said).min();
    }
    Ok(most)
}

/// Lists packs and what they hold.
pub(crate) fn list(options: &RulesOptions, output: &mut Output) -> Exit {
    let configured = if options.paths.is_empty() { of_the_house(output) } else { Some(Vec::new()) };
    let Some(configured) = configured else { return Exit::Broken };
    let paths = [options.paths.as_slice(), &configured].concat();
    with_house(&paths, output, |house, output| {
        let listing = house.listing(which(&options.paths));
        output.text(&rules_listed(options.format, style(options, output), &listing));
        Exit::Fine
    })
}

/// The paths of the packs that the nearest configuration names; none without a configuration, `None` where something is
/// wrong with it.
pub(crate) fn of_the_house(output: &mut Output) -> Option<Vec<String>> {
    let Some(path) = disk::upward(".", CONFIGURATION_FILE) else { return Some(Vec::new()) };
    let (files, configuration, diagnostics) = configured(&Disk, &path);
    output.diagnostics(&files, &diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) {
        return None;
    }
    Some(configuration.map(|found| found.rules.into_iter().map(|said| said.value).collect()).unwrap_or_default())
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
