//! `rules lint`: what compiles and is most likely not meant.

use countersign_house::{Corpus, House, Input, LintOptions, OpenOptions, Which, open};
use countersign_report::{Style, lints_listed, rules_linted};
use countersign_source::{Diagnostic, Files, Level};

use crate::Exit;
use crate::arguments::LintArguments;
use crate::disk::{self, Disk};
use crate::inputs::{Inputs, Source, Wanted};
use crate::output::Output;

/// Looks at the rules that the options name.
pub(crate) fn run(options: &LintArguments, output: &mut Output) -> Exit {
    let style = Style { verbose: options.verbose, ..output.style() };
    if options.list {
        output.text(&lints_listed(style));
        return Exit::Fine;
    }
    let opened = open(&Disk, &OpenOptions { rules: options.paths.clone(), tests: true, configuration: None });
    output.diagnostics(&opened.files, &opened.diagnostics);
    let Some(house) = &opened.house else { return Exit::Broken };
    let mut exit = Exit::Fine;
    if opened.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) {
        exit = Exit::Broken;
    }
    let corpus = if options.corpus.is_empty() {
        None
    } else {
        let (corpus, worst) = read_corpus(options, house, output);
        exit = exit.max(worst);
        corpus
    };
    let which = if options.paths.is_empty() { Which::All } else { Which::Given };
    let wanted = LintOptions { select: options.select.clone(), ignore: options.ignore.clone() };
    let linted = house.lint(which, &wanted, corpus.as_ref());
    output.text(&rules_linted(options.format, style, &linted));
    if !linted.is_clean() && !options.exit_zero {
        exit = exit.max(Exit::Found);
    }
    exit
}

/// Judges the documents of the corpus; `None` where there is none at all, since nothing could be said then.
fn read_corpus(options: &LintArguments, house: &House, output: &mut Output) -> (Option<Corpus>, Exit) {
    let mut corpus = Corpus::default();
    let mut exit = Exit::Fine;
    for source in Inputs::new(Wanted::Documents, options.corpus.clone()) {
        let (files, errors) = match source.and_then(read) {
            Ok(input) => corpus.add(house, &input),
            Err(error) => (Files::new(), vec![error]),
        };
        if !errors.is_empty() {
            output.diagnostics(&files, &errors);
            exit = Exit::Broken;
        }
    }
    if corpus.documents() == 0 {
        if exit == Exit::Fine {
            let error = Diagnostic::error("run/nothing-checked", "the corpus holds no document that could be judged")
                .help("name a folder with handoffs behind `--corpus`");
            output.diagnostics(&Files::new(), &[error]);
        }
        return (None, Exit::Broken);
    }
    (Some(corpus), exit)
}

/// Reads a document of a corpus.
pub(crate) fn read(source: Source) -> Result<Input, Diagnostic> {
    match source {
        Source::Stdin => Err(Diagnostic::error("usage/corpus", "a corpus is not read from standard input")
            .help("name files or folders behind `--corpus`")),
        Source::File { path, name, by_name } => {
            let bytes = disk::read(&path, &name).map_err(|error| error.diagnostic())?;
            Ok(Input { name, bytes, by_name })
        }
    }
}
