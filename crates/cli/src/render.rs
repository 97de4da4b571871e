//! `render`: a document, shown by a template of the packs, on standard output or in a file.

use std::path::Path;

use countersign_house::{House, OpenOptions, Presented, PresentedDocument, View, Views, open};
use countersign_report::{Format, NotRendered, ViewOutput, rendered_view, views_listed};
use countersign_source::{Diagnostic, Files, Level, nearest};

use crate::Exit;
use crate::arguments::RenderOptions;
use crate::beside::{Beside, as_of};
use crate::disk::{self, Disk};
use crate::document::one;
use crate::houses::Houses;
use crate::output::Output;

/// Renders a document, or lists the views.
pub(crate) fn run(options: &RenderOptions, output: &mut Output) -> Exit {
    let (Some(view), Some(path)) = (&options.view, &options.path) else { return list(options, output) };
    if options.format.as_deref() == Some("human") {
        let error = Diagnostic::error("usage/format", "`--format human` goes with `--list`")
            .help("leave it out: a view has its own formats, which `countersign render --list` names");
        return refuse(output, &error);
    }
    let day = as_of(options.beside.as_of.as_deref());
    let given = day.and_then(|day| {
        Ok((
            Beside::read(&options.beside, std::slice::from_ref(path), day)?,
            one(path, options.stdin_filename.as_deref())?,
        ))
    });
    let (beside, input) = match given {
        Ok(given) => given,
        Err(error) => return refuse(output, &error),
    };
    if let Some(error) = options.output.as_deref().and_then(|out| would_overwrite(out, options)) {
        return refuse(output, &error);
    }
    let mut houses = Houses::new(&options.configuration, &options.rules);
    let opening = houses.of(match path.as_str() {
        "-" => options.stdin_filename.as_deref().unwrap_or("-"),
        path => path,
    });
    if let Some((files, diagnostics)) = opening.said.take() {
        output.diagnostics(&files, &diagnostics);
    }
    let Some(house) = &opening.house else { return Exit::Broken };
    let evidence = beside.evidence.as_ref().or(opening.evidence.as_ref());
    let presented = beside.with(house.check(input), evidence).present();
    let Some(documents) = documents(presented, options, output) else { return Exit::Broken };
    made(house, view, &documents, options, output)
}

/// Lists the views of the packs.
fn list(options: &RenderOptions, output: &mut Output) -> Exit {
    let format = match options.format.as_deref() {
        None | Some("human") => Format::Human,
        Some("json") => Format::Json,
        Some(other) => {
            let error = Diagnostic::error("usage/format", format!("views are not listed as `{other}`"))
                .help("`--list` goes with `--format human` and `--format json`");
            return refuse(output, &error);
        }
    };
    let configuration = options.configuration.found_from(".");
    let opened = open(&Disk, &OpenOptions { rules: options.rules.clone(), tests: false, configuration });
    output.diagnostics(&opened.files, &opened.diagnostics);
    let Some(house) = &opened.house else { return Exit::Broken };
    let views = house.views(&Disk);
    output.diagnostics(&views.files, &views.diagnostics);
    output.text(&views_listed(format, output.style(), &views));
    if views.diagnostics.is_empty() { Exit::Fine } else { Exit::Broken }
}

/// The documents to render; nothing where one of them could not be judged, which has then been said.
fn documents(
    presented: Vec<Presented>,
    options: &RenderOptions,
    output: &mut Output,
) -> Option<Vec<PresentedDocument>> {
    let count = presented.len();
    let wanted = options.document.map(|number| number.get() - 1);
    if let Some(wanted) = wanted.filter(|wanted| *wanted >= count) {
        let held = if count == 1 { "one document".to_owned() } else { format!("{count} documents") };
        let error =
            Diagnostic::error("usage/document", format!("there is no document {}: the file holds {held}", wanted + 1))
                .help("they are counted from 1");
        refuse(output, &error);
        return None;
    }
    let mut documents = Vec::new();
    let mut whole = true;
    for (at, one) in presented.into_iter().enumerate() {
        if wanted.is_some_and(|wanted| wanted != at) {
            continue;
        }
        match one {
            Presented::Errors { files, errors } => {
                output.diagnostics(&files, &errors);
                whole = false;
            }
            Presented::Document(document) => {
                if let Some(error) = document.checked.not_checked() {
                    output.diagnostics(&document.checked.files, std::slice::from_ref(&error));
                    whole = false;
                }
                documents.push(*document);
            }
        }
    }
    whole.then_some(documents)
}

/// Makes the view of all documents, and writes it.
fn made(
    house: &House,
    name: &str,
    documents: &[PresentedDocument],
    options: &RenderOptions,
    output: &mut Output,
) -> Exit {
    let views = house.views(&Disk);
    output.diagnostics(&views.files, &views.diagnostics);
    if views.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) {
        return Exit::Broken;
    }
    let (mut text, mut exit) = (String::new(), Exit::Fine);
    let mut told: Vec<String> = Vec::new();
    for document in documents {
        let (view, format) = match chosen(&views, name, document, options) {
            Ok(chosen) => chosen,
            Err(error) => return refuse(output, &error),
        };
        if documents.len() > 1 && format.between().is_none() {
            let error = Diagnostic::error(
                "usage/document",
                format!("the file holds {} documents, and `{}` has room for one", documents.len(), format.name()),
            )
            .help("say which one: `--document 1`");
            return refuse(output, &error);
        }
        match rendered_view(&views, view, format, document, options.draft) {
            Ok(made) => {
                if let (false, Some(between)) = (text.is_empty(), format.between()) {
                    text.push_str(between);
                }
                text.push_str(&made);
                if !view.head.drops.is_empty() {
                    let drops = view.head.drops.join(", ");
                    told.push(format!("note: `{}` has no place for {drops}\n", format.name()));
                }
            }
            Err(NotRendered::NotReady(error)) => {
                refuse(output, &error);
                exit = exit.max(Exit::Found);
            }
            Err(NotRendered::Refused(error)) => {
                refuse(output, &error);
                exit = Exit::Broken;
            }
            Err(NotRendered::Faults(errors)) => {
                output.diagnostics(&views.files, &errors);
                return Exit::Broken;
            }
        }
    }
    if exit != Exit::Fine {
        return exit;
    }
    told.dedup();
    for line in told {
        output.error(&countersign_report::visible_lines(&line));
    }
    let Some(out) = &options.output else {
        output.bytes(text.as_bytes());
        return Exit::Fine;
    };
    match disk::put(Path::new(out), out, text.as_bytes()) {
        Ok(()) => {
            output.text(&countersign_report::visible_lines(&format!("wrote {out}\n")));
            Exit::Fine
        }
        Err(error) => refuse(output, &error.diagnostic()),
    }
}

/// The template of a view for a document, and what is made of it.
fn chosen<'v>(
    views: &'v Views,
    name: &str,
    document: &PresentedDocument,
    options: &RenderOptions,
) -> Result<(&'v View, ViewOutput), Diagnostic> {
    let found = views.find(&document.checked.kind.word, name)?;
    let there: Vec<(ViewOutput, &View)> = ViewOutput::ALL
        .into_iter()
        .filter_map(|(_, output)| {
            let view = found.iter().find(|view| view.format == output.template())?;
            Some((output, *view))
        })
        .collect();
    let names: Vec<&str> = there.iter().map(|(output, _)| output.name()).collect();
    let ending = options.output.as_deref().and_then(|out| out.rsplit_once('.')).map(|(_, ending)| ending);
    let wanted = options.format.as_deref().or(ending);
    let Some(wanted) = wanted else {
        return match there.first() {
            Some((output, view)) => Ok((*view, *output)),
            None => Err(Diagnostic::error("views/unknown", format!("the view `{name}` has no format"))),
        };
    };
    if let Some((output, view)) = there.iter().find(|(output, _)| output.name() == wanted) {
        return Ok((*view, *output));
    }
    let listed = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let error = Diagnostic::error("views/format", format!("the view `{name}` is not there as `{wanted}`"));
    let error = match nearest(wanted, names.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error,
    };
    Err(error.help(format!("its formats are {listed}; `--format` says which one")))
}

/// A file that the view is made from is never written over.
fn would_overwrite(out: &str, options: &RenderOptions) -> Option<Diagnostic> {
    let target = disk::identity(Path::new(out));
    let given = [options.path.as_deref(), options.beside.previous.as_deref()];
    let same = given.into_iter().flatten().find(|path| *path != "-" && disk::identity(Path::new(path)) == target)?;
    Some(
        Diagnostic::error("usage/output", format!("`{same}` is what the view is made from, and is not written over"))
            .help("give the file behind `-o` another name"),
    )
}

fn refuse(output: &mut Output, error: &Diagnostic) -> Exit {
    output.diagnostics(&Files::new(), std::slice::from_ref(error));
    Exit::Broken
}
