//! `rules fmt`: reads, lays out, and writes, shows or names what is different.

use std::io;

use countersign_house::{Layout, lay_out};
use countersign_report::{LayoutTotals, rules_difference, rules_laid_out, rules_layout_total};
use countersign_source::{Diagnostic, Files};

use crate::Exit;
use crate::arguments::FormatOptions;
use crate::check::STDIN;
use crate::disk;
use crate::inputs::{Inputs, Source, Wanted};
use crate::output::Output;

/// A run over some files.
struct Run<'a> {
    options: &'a FormatOptions,
    output: &'a mut Output,
    totals: LayoutTotals,
    exit: Exit,
    /// Was a file read, not only standard input?
    files: bool,
}

/// Lays out what the options name.
pub(crate) fn run(options: &FormatOptions, output: &mut Output) -> Exit {
    let mut run = Run { options, output, totals: LayoutTotals::default(), exit: Exit::Fine, files: false };
    for source in Inputs::new(Wanted::Rules, options.paths.clone()) {
        if let Err(error) = source.and_then(|source| run.source(source)) {
            run.output.diagnostics(&Files::new(), &[error]);
            run.exit = Exit::Broken;
        }
    }
    if run.files {
        let total = rules_layout_total(run.output.style(), &run.totals, run.writes());
        run.output.text(&total);
    }
    run.exit
}

impl Run<'_> {
    /// Are files written?
    fn writes(&self) -> bool {
        !self.options.check && !self.options.diff
    }

    fn source(&mut self, source: Source) -> Result<(), Diagnostic> {
        match source {
            Source::Stdin => {
                let name = self.options.stdin_filename.clone().unwrap_or_else(|| STDIN.to_owned());
                let bytes = disk::read_all(io::stdin().lock(), &name).map_err(|error| error.diagnostic())?;
                if let Some(layout) = self.laid_out(&name, &bytes) {
                    if self.writes() {
                        self.output.bytes(layout.after.as_bytes());
                    } else {
                        self.different(&name, &layout);
                    }
                }
            }
            Source::File { path, name, .. } => {
                self.files = true;
                let bytes = disk::read(&path, &name).map_err(|error| error.diagnostic())?;
                let Some(layout) = self.laid_out(&name, &bytes) else { return Ok(()) };
                if !layout.changes() {
                    self.totals.unchanged += 1;
                } else if self.writes() {
                    disk::replace(&path, &name, &bytes, layout.after.as_bytes()).map_err(|error| error.diagnostic())?;
                    self.totals.changed += 1;
                    let told = rules_laid_out(self.output.style(), &name, true);
                    self.output.text(&told);
                } else {
                    self.different(&name, &layout);
                }
            }
        }
        Ok(())
    }

    /// The layout; nothing where there are mistakes, which are told.
    fn laid_out(&mut self, name: &str, bytes: &[u8]) -> Option<Layout> {
        let laid_out = lay_out(name, bytes);
        match laid_out.result {
            Ok(layout) => Some(layout),
            Err(errors) => {
                self.totals.broken += 1;
                self.exit = Exit::Broken;
                self.output.diagnostics(&laid_out.files, &errors);
                None
            }
        }
    }

    /// Says what is different, and writes nothing.
    fn different(&mut self, name: &str, layout: &Layout) {
        if !layout.changes() {
            return;
        }
        self.totals.changed += 1;
        self.exit = self.exit.max(Exit::Found);
        let style = self.output.style();
        let told = match self.options.diff {
            true => rules_difference(style, name, layout),
            false => rules_laid_out(style, name, false),
        };
        self.output.text(&told);
    }
}
