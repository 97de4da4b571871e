//! `explain` and `rules examples`: what the engine can show of a document, a rule or a code.

use std::io;
use std::path::Path;

use countersign_house::{Checking, EntryKind, Explained, House, Input, OpenOptions, knows, open, text_pages};
use countersign_report::Style;
use countersign_source::{Diagnostic, Files};

use crate::Exit;
use crate::arguments::{ConfigurationOptions, ExamplesOptions, ExplainOptions};
use crate::beside::{Beside, as_of};
use crate::disk::{self, Disk};
use crate::houses::Houses;
use crate::output::Output;

/// Explains a document, or shows the page of a name.
pub(crate) fn run(options: &ExplainOptions, output: &mut Output) -> Exit {
    let what = options.what.as_str();
    match input(options) {
        Err(error) => refuse(output, &error),
        Ok(Some(input)) => {
            let paths = [what.to_owned()];
            let beside =
                as_of(options.beside.as_of.as_deref()).and_then(|day| Beside::read(&options.beside, &paths, day));
            let beside = match beside {
                Ok(beside) => beside,
                Err(error) => return refuse(output, &error),
            };
            let mut houses = Houses::new(&options.configuration, &options.rules);
            let name = if what == "-" { options.stdin_filename.as_deref().unwrap_or("-") } else { what };
            let opening = houses.of(name);
            if let Some((files, diagnostics)) = opening.said.take() {
                output.diagnostics(&files, &diagnostics);
            }
            let Some(house) = &opening.house else { return Exit::Broken };
            let evidence = beside.evidence.as_ref().or(opening.evidence.as_ref());
            document(beside.with(house.check(input), evidence), options, output)
        }
        Ok(None) => {
            if let Some(option) = of_documents(options) {
                let error = Diagnostic::error(
                    "usage/document",
                    format!("`{option}` goes with a document, and `{what}` is the name of none that exists"),
                )
                .help(format!("`countersign explain {what}` alone shows its page, where there is one"));
                return refuse(output, &error);
            }
            // What is said about a code does not depend on the rules, which may be what is broken.
            if let Some(page) = text_pages().into_iter().find(|page| page.name.eq_ignore_ascii_case(what)) {
                let page = countersign_house::Page::Text(page);
                output.text(&countersign_report::page(options.format, output.style(), &Files::new(), &page));
                return Exit::Fine;
            }
            let Some(house) = house(&options.rules, &options.configuration, true, output) else { return Exit::Broken };
            match house.page(&Disk, what) {
                Ok(page) => {
                    output.text(&countersign_report::page(options.format, output.style(), house.files(), &page));
                    Exit::Fine
                }
                Err(error) => {
                    let path = knows(what) || what.starts_with(['.', '/']);
                    let error = if path {
                        Diagnostic::error("explain/unknown", format!("there is no document `{what}`, and no rule or code of that name"))
                            .help("name a document that exists, a rule as in `approval/approver-named`, or a code as in `E0102`")
                    } else {
                        error.help(format!("a document of the name `{what}` does not exist either"))
                    };
                    refuse(output, &error)
                }
            }
        }
    }
}

/// Shows the smallest documents for which a rule passes and fails.
pub(crate) fn examples(options: &ExamplesOptions, output: &mut Output) -> Exit {
    let Some(house) = house(&options.rules, &options.configuration, false, output) else { return Exit::Broken };
    match house.examples(&options.rule) {
        Ok(examples) => {
            output.text(&countersign_report::rule_examples(options.format, output.style(), &examples));
            if examples.are_whole() { Exit::Fine } else { Exit::Found }
        }
        Err(error) => refuse(output, &error),
    }
}

fn document(checking: Checking<'_>, options: &ExplainOptions, output: &mut Output) -> Exit {
    let explained = match checking.explain(options.rule.as_deref()) {
        Ok(explained) => explained,
        Err(error) => return refuse(output, &error),
    };
    let style: Style = output.style();
    output.text(&countersign_report::explained(options.format, style, &explained));
    let mut exit = Exit::Fine;
    for one in &explained {
        if let Explained::Errors { files, errors } = one {
            output.diagnostics(files, errors);
            exit = Exit::Broken;
        }
    }
    exit
}

/// An option that is given and means something with a document alone.
fn of_documents(options: &ExplainOptions) -> Option<&'static str> {
    let given = [
        ("--rule", options.rule.is_some()),
        ("--as-of", options.beside.as_of.is_some()),
        ("--previous", options.beside.previous.is_some()),
        ("--evidence", options.beside.evidence.is_some()),
    ];
    given.into_iter().find(|(_, given)| *given).map(|(option, _)| option)
}

/// The document that is meant, where one is.
fn input(options: &ExplainOptions) -> Result<Option<Input>, Diagnostic> {
    let what = options.what.as_str();
    let error = |error: countersign_house::HostError| error.diagnostic();
    if what == "-" {
        let name = options.stdin_filename.clone().unwrap_or_else(|| crate::check::STDIN.to_owned());
        let bytes = disk::read_all(io::stdin().lock(), &name).map_err(error)?;
        return Ok(Some(Input { name, bytes, by_name: true }));
    }
    match disk::kind(Path::new(what), what) {
        // What does not exist is a name.
        Err(_) => Ok(None),
        Ok(EntryKind::Folder) => Err(Diagnostic::error("usage/folder", format!("`{what}` is a folder"))
            .help("one document is explained at a time: name a file in it")
            .help(format!("where a rule is meant, write its pack before it, as in `PACK/{what}`"))),
        Ok(_) => {
            let bytes = disk::read(Path::new(what), what).map_err(error)?;
            Ok(Some(Input { name: what.to_owned(), bytes, by_name: true }))
        }
    }
}

fn house(rules: &[String], configuration: &ConfigurationOptions, tests: bool, output: &mut Output) -> Option<House> {
    let configuration = configuration.found_from(".");
    let opened = open(&Disk, &OpenOptions { rules: rules.to_vec(), tests, configuration });
    output.diagnostics(&opened.files, &opened.diagnostics);
    opened.house
}

fn refuse(output: &mut Output, error: &Diagnostic) -> Exit {
    output.diagnostics(&Files::new(), std::slice::from_ref(error));
    Exit::Broken
}
