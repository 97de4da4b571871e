//! `new`: a document to fill in.

use std::path::Path;

use countersign_house::{Fillable, OpenOptions, open};
use countersign_source::{Diagnostic, Files};

use crate::Exit;
use crate::arguments::FormOptions;
use crate::disk::{self, Disk};
use crate::output::Output;

/// Prints or writes the document, or lists the kinds.
pub(crate) fn run(options: &FormOptions, output: &mut Output) -> Exit {
    let configuration = options.configuration.found_from(".");
    let opened = open(&Disk, &OpenOptions { rules: options.rules.clone(), tests: false, configuration });
    output.diagnostics(&opened.files, &opened.diagnostics);
    let Some(house) = opened.house else { return Exit::Broken };
    if options.list {
        output.text(&countersign_report::visible_lines(&listed(&house.fillable())));
        return Exit::Fine;
    }
    let form = match house.form(options.kind.as_deref()) {
        Ok(form) => countersign_report::visible_lines(&form),
        Err(error) => return refuse(output, &error),
    };
    let Some(name) = &options.output else {
        output.text(&form);
        return Exit::Fine;
    };
    match disk::create(Path::new(name), name, form.as_bytes()) {
        Ok(()) => {
            output.text(&countersign_report::visible_lines(&format!(
                "wrote {name}; `countersign check {name}` says what it lacks\n"
            )));
            Exit::Fine
        }
        Err(error) => refuse(output, &error.diagnostic()),
    }
}

fn listed(kinds: &[Fillable]) -> String {
    let widest = kinds.iter().map(|kind| kind.word.chars().count()).max().unwrap_or(0);
    let line = |kind: &Fillable| {
        let default = if kind.default { "(the default) " } else { "" };
        let text = format!("{:<widest$}  {default}{}", kind.word, kind.doc);
        format!("{}\n", text.trim_end())
    };
    kinds.iter().map(line).collect()
}

fn refuse(output: &mut Output, error: &Diagnostic) -> Exit {
    output.diagnostics(&Files::new(), std::slice::from_ref(error));
    Exit::Broken
}
