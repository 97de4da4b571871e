//! `rules diff`: which documents of an archive come out otherwise under other rules.

use countersign_house::{ComparedTotals, House, OpenOptions, Revisions, Side, open};
use countersign_report::{RulesDiff, Style};
use countersign_source::{Diagnostic, Files, Level};

use crate::Exit;
use crate::arguments::DiffOptions;
use crate::beside::as_of;
use crate::disk::Disk;
use crate::inputs::{Inputs, Wanted};
use crate::lint::read;
use crate::output::Output;

/// Holds the documents of the corpus against both revisions of the rules.
pub(crate) fn run(options: &DiffOptions, output: &mut Output) -> Exit {
    let as_of = match as_of(options.as_of.as_deref()) {
        Ok(as_of) => as_of,
        Err(error) => {
            output.diagnostics(&Files::new(), &[error]);
            return Exit::Broken;
        }
    };
    let (old, new) = (house(&options.old, output), house(&options.new, output));
    let (Some(old), Some(new)) = (old, new) else { return Exit::Broken };
    let style = Style { verbose: options.verbose, ..output.style() };
    let revisions = Revisions::new(&old, &new);
    let mut report = RulesDiff::new(options.format, style, (&options.old, &options.new), revisions.rules());
    let (mut totals, mut exit) = (ComparedTotals::default(), Exit::Fine);
    output.text(&report.start());
    for source in Inputs::new(Wanted::Documents, options.corpus.clone()) {
        let input = match source.and_then(read) {
            Ok(input) => input,
            Err(error) => {
                trouble(output, &mut report, &Files::new(), error);
                exit = Exit::Broken;
                continue;
            }
        };
        for compared in revisions.compare(&input, as_of) {
            totals.add(&compared);
            let text = report.compared(&compared);
            output.text(&text);
            if compared.is_changed() {
                exit = exit.max(Exit::Found);
            }
            if !compared.errors.is_empty() {
                exit = Exit::Broken;
            }
            for (side, error) in told(&compared.errors) {
                trouble(output, &mut report, compared.files(side), error);
            }
        }
    }
    if let Some(mut error) = totals.nothing_checked() {
        if exit == Exit::Broken {
            // What was said before says better what to do.
            error.helps.clear();
        }
        trouble(output, &mut report, &Files::new(), error);
        exit = Exit::Broken;
    }
    let end = report.end(&totals);
    output.text(&end);
    exit
}

/// The house with the rules at a path; nothing where something is wrong with them.
fn house(path: &str, output: &mut Output) -> Option<House> {
    let opened = open(&Disk, &OpenOptions { rules: vec![path.to_owned()], tests: false, configuration: None });
    output.diagnostics(&opened.files, &opened.diagnostics);
    let broken = opened.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    opened.house.filter(|_| !broken)
}

/// The errors of a document, each once, with the rules that it came out under.
fn told(errors: &[(Side, Diagnostic)]) -> Vec<(Side, Diagnostic)> {
    let alike =
        |side, error: &Diagnostic| errors.iter().any(|(other, known)| *other != side && known.message == error.message);
    errors
        .iter()
        .filter(|(side, error)| *side == Side::New || !alike(Side::Old, error))
        .map(|(side, error)| {
            let under = match side {
                Side::New if alike(Side::New, error) => return (*side, error.clone()),
                Side::New => "under the new rules",
                Side::Old => "under the old rules",
            };
            (*side, error.clone().note(under))
        })
        .collect()
}

fn trouble(output: &mut Output, report: &mut RulesDiff, files: &Files, error: Diagnostic) {
    let errors = [error];
    output.diagnostics(files, &errors);
    report.errors(files, &errors);
}
