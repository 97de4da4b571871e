//! `rules new`: a rule, a document and tests to go on from, in files that were not there before.

use std::path::Path;

use countersign_house::{
    Entry, EntryKind, Host, HostError, House, OpenOptions, Start, Started, TestOutcome, Which, open,
};
use countersign_source::{Diagnostic, Files, Level};

use crate::Exit;
use crate::arguments::NewOptions;
use crate::disk::{self, Disk};
use crate::output::Output;

/// The disk, and two files on it that are not written yet.
struct Planned<'p> {
    rules: (&'p str, &'p str),
    example: (&'p str, &'p str),
}

impl Host for Planned<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, HostError> {
        match [self.rules, self.example].into_iter().find(|(name, _)| *name == path) {
            Some((_, text)) => Ok(text.as_bytes().to_vec()),
            None => Disk.read(path),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, HostError> {
        Disk.list(folder)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, HostError> {
        if [self.rules.0, self.example.0].contains(&path) { Ok(EntryKind::File) } else { Disk.kind(path) }
    }
}

/// Begins a rule.
pub(crate) fn run(options: &NewOptions, output: &mut Output) -> Exit {
    match begin(options, output) {
        Ok(text) => {
            output.text(&text);
            Exit::Fine
        }
        Err((files, errors)) => {
            output.diagnostics(&files, &errors);
            Exit::Broken
        }
    }
}

type Refused = (Files, Vec<Diagnostic>);

fn begin(options: &NewOptions, output: &mut Output) -> Result<String, Refused> {
    let folder = match options.dir.trim_end_matches('/') {
        "" | "." => options.pack.clone(),
        dir => format!("{dir}/{}", options.pack),
    };
    let rules = format!("{folder}/{}.rules", options.rule);
    let example = format!("{folder}/{}.yaml", options.rule);
    let there: Vec<String> = if holds_rules(&folder) { vec![folder.clone()] } else { Vec::new() };
    let house = opened(&Disk, &there, output)?;
    let wanted = Start {
        pack: options.pack.clone(),
        rule: options.rule.clone(),
        document: options.document.clone(),
        uses: options.uses.clone(),
    };
    let started = house
        .start(&wanted, &format!("{}.yaml", options.rule))
        .map_err(|error| (Files::clone(house.files()), vec![error]))?;
    for name in [&rules, &example] {
        if disk::kind(Path::new(name), name).is_ok() {
            let error = HostError { path: name.clone(), trouble: disk::there_already() };
            return Err((Files::new(), vec![error.diagnostic()]));
        }
    }
    proved(&there, (&rules, &started.rules), (&example, &started.example), output).map_err(|(files, mut errors)| {
        // They all come of one name, which stands in several places.
        errors.truncate(1);
        (files, errors)
    })?;
    for (name, text) in [(&rules, &started.rules), (&example, &started.example)] {
        disk::create(Path::new(name), name, text.as_bytes())
            .map_err(|error| (Files::new(), vec![error.diagnostic()]))?;
    }
    Ok(countersign_report::visible_lines(&next(&folder, &rules, &example, &started)))
}

/// Is it a folder with rules in it?
fn holds_rules(folder: &str) -> bool {
    Disk.list(folder).is_ok_and(|entries| entries.iter().any(|entry| entry.name.ends_with(".rules")))
}

fn opened(host: &dyn Host, rules: &[String], output: &mut Output) -> Result<House, Refused> {
    let opened = open(host, &OpenOptions { rules: rules.to_vec(), tests: false, configuration: None });
    let errors = opened.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    match opened.house {
        Some(house) if !errors => {
            output.diagnostics(&opened.files, &opened.diagnostics);
            Ok(house)
        }
        _ => Err((Files::clone(&opened.files), opened.diagnostics)),
    }
}

/// Compiles and tests what is to be written before it is.
fn proved(there: &[String], rules: (&str, &str), example: (&str, &str), output: &mut Output) -> Result<(), Refused> {
    let planned = Planned { rules, example };
    let mut paths = there.to_vec();
    paths.push(rules.0.to_owned());
    let house = opened(&planned, &paths, output)?;
    let run = house.test(&planned, Which::Given);
    let ours = run.tests.iter().filter(|test| run.files.name(test.place.file) == rules.0);
    let failed: Vec<Diagnostic> = ours
        .filter(|test| !matches!(test.outcome, TestOutcome::Passed))
        .flat_map(|test| test.outcome.messages())
        .cloned()
        .collect();
    if failed.is_empty() { Ok(()) } else { Err((Files::clone(&run.files), failed)) }
}

fn next(folder: &str, rules: &str, example: &str, started: &Started) -> String {
    let mut text = format!(
        "wrote {rules}: the rule, and two tests that pass\nwrote {example}: the document that they are about\n"
    );
    if let Some(name) = &started.declares {
        text.push_str(&format!("no pack declares `{name}`, so the file does: say there what a document holds\n"));
    }
    text.push_str(&format!(
        "\nNext:\n  1. write into {rules} what has to hold, and why; change the tests so that they show it\n  \
         2. countersign rules test {folder}\n  \
         3. countersign check {example} --rules {folder}\n  \
         4. countersign rules fmt {folder} && countersign rules lint {folder}\n"
    ));
    text
}
