//! One document from the command line: read, with the house that judges it and what is given along.

use std::io;
use std::path::Path;

use countersign_house::{Checking, EntryKind, Input, knows};
use countersign_source::{Diagnostic, Files};

use crate::arguments::DocumentOptions;
use crate::beside::{Beside, as_of};
use crate::check::STDIN;
use crate::disk;
use crate::houses::Houses;
use crate::output::Output;

/// A document that was read.
pub(crate) struct Read<'o> {
    pub(crate) input: Input,
    beside: Beside,
    houses: Houses<'o>,
    name: String,
}

impl<'o> Read<'o> {
    /// Reads the document and what goes along with it; what is wrong with them is told.
    pub(crate) fn new(options: &'o DocumentOptions, output: &mut Output) -> Option<Self> {
        let read = one(&options.path, options.stdin_filename.as_deref()).and_then(|input| {
            let paths = [options.path.clone()];
            let day = as_of(options.beside.as_of.as_deref())?;
            Ok((input, Beside::read(&options.beside, &paths, day)?))
        });
        match read {
            Ok((input, beside)) => {
                let name = match options.path.as_str() {
                    "-" => options.stdin_filename.clone().unwrap_or_else(|| "-".to_owned()),
                    path => path.to_owned(),
                };
                let houses = Houses::new(&options.configuration, &options.rules);
                Some(Self { input, beside, houses, name })
            }
            Err(error) => {
                output.diagnostics(&Files::new(), &[error]);
                None
            }
        }
    }

    /// The check of the document; nothing where the rules do not compile, which is told.
    pub(crate) fn checking(&mut self, output: &mut Output) -> Option<Checking<'_>> {
        let input = self.input.clone();
        self.checking_of(input, output)
    }

    /// The check of this in the place of the document.
    pub(crate) fn checking_of(&mut self, input: Input, output: &mut Output) -> Option<Checking<'_>> {
        let opening = self.houses.of(&self.name);
        if let Some((files, diagnostics)) = opening.said.take() {
            output.diagnostics(&files, &diagnostics);
        }
        let house = opening.house.as_ref()?;
        let evidence = self.beside.evidence.as_ref().or(opening.evidence.as_ref());
        Some(self.beside.with(house.check(input), evidence))
    }
}

/// Reads one document: a file, or standard input for `-`.
pub(crate) fn one(path: &str, stdin_filename: Option<&str>) -> Result<Input, Diagnostic> {
    let error = |error: countersign_house::HostError| error.diagnostic();
    if path == "-" {
        if let Some(name) = stdin_filename.filter(|name| !knows(name)) {
            return Err(Diagnostic::error("usage/stdin-filename", format!("`{name}` does not say the format"))
                .help("end the name in .yaml, .yml, .json, .ndjson, .jsonl or .md"));
        }
        let name = stdin_filename.unwrap_or(STDIN).to_owned();
        let bytes = disk::read_all(io::stdin().lock(), &name).map_err(error)?;
        return Ok(Input { name, bytes, by_name: true });
    }
    if let Some(name) = stdin_filename {
        let message = format!("`--stdin-filename {name}` names what is piped in, and `{path}` is a file");
        return Err(Diagnostic::error("usage/stdin-filename", message).help("give `-` in the place of the file"));
    }
    match disk::kind(Path::new(path), path) {
        Err(trouble) => Err(trouble.diagnostic()),
        Ok(EntryKind::Folder) => Err(Diagnostic::error("usage/folder", format!("`{path}` is a folder"))
            .help("one document is taken at a time: name a file in it")),
        Ok(_) => {
            let bytes = disk::read(Path::new(path), path).map_err(error)?;
            Ok(Input { name: path.to_owned(), bytes, by_name: true })
        }
    }
}
