//! `check`: reads, judges and reports, one document after another.

use std::io;

use countersign_house::{Checked, Date, Evidence, FailOn, House, Input, Totals, Waivers, knows};
use countersign_report::{CheckReport, Style, check};
use countersign_source::{Diagnostic, Files};

use crate::Exit;
use crate::arguments::{CheckOptions, FailOnWord};
use crate::beside::{Beside, as_of};
use crate::disk::{self, Growing};
use crate::houses::Houses;
use crate::inputs::{Inputs, Source, Wanted};
use crate::output::Output;

/// What standard input is called where the user gives it no name.
pub(crate) const STDIN: &str = "<stdin>";

/// A check in progress.
struct Run<'a> {
    output: &'a mut Output,
    report: Box<dyn CheckReport>,
    /// The reports that go to files.
    files: Vec<Written>,
    totals: Totals,
    exit: Exit,
}

/// A report that goes to a file; none any more where that cannot be written.
struct Written {
    report: Box<dyn CheckReport>,
    file: Option<Growing>,
}

/// Checks what the options name.
pub(crate) fn run(options: &CheckOptions, output: &mut Output) -> Exit {
    let style = Style { verbose: options.verbose, quiet: options.quiet, ..output.style() };
    let mut run = Run {
        report: check(options.format, style),
        output,
        files: Vec::new(),
        totals: Totals::default(),
        exit: Exit::Fine,
    };
    run.begin_files(options);
    let as_of = as_of(options.beside.as_of.as_deref());
    let day = as_of.as_ref().ok().copied().flatten();
    run.each(|report| report.start(day));
    match as_of.and_then(|as_of| Ok((paths(options)?, as_of))) {
        Err(error) => run.trouble(&error),
        Ok((paths, as_of)) => run.check(options, paths, as_of),
    }
    let totals = run.totals;
    run.each(|report| report.end(&totals));
    for error in run.files.drain(..).filter_map(|written| written.file?.finish().err()) {
        run.output.diagnostics(&Files::new(), &[error.diagnostic()]);
        run.exit = Exit::Broken;
    }
    run.exit
}

impl Run<'_> {
    /// Begins the files that `--output` names.
    fn begin_files(&mut self, options: &CheckOptions) {
        let style = Style { verbose: options.verbose, quiet: options.quiet, ..Style::default() };
        let mut named: Vec<&str> = Vec::new();
        for (format, name) in &options.output {
            if named.contains(&name.as_str()) {
                let error = Diagnostic::error("usage/output", format!("two reports would go to `{name}`"))
                    .help("give each `--output` a file of its own");
                self.trouble(&error);
                continue;
            }
            named.push(name);
            match Growing::begin(name) {
                Ok(file) => self.files.push(Written { report: check(*format, style), file: Some(file) }),
                Err(error) => self.trouble(&error.diagnostic()),
            }
        }
    }

    /// Has all reports say something.
    fn each(&mut self, mut say: impl FnMut(&mut dyn CheckReport) -> String) {
        let text = say(self.report.as_mut());
        self.output.text(&text);
        let mut errors = Vec::new();
        for written in &mut self.files {
            let text = say(written.report.as_mut());
            if let Some(Err(error)) = written.file.as_mut().map(|file| file.add(&text)) {
                written.file = None;
                errors.push(error.diagnostic());
            }
        }
        if !errors.is_empty() {
            self.output.diagnostics(&Files::new(), &errors);
            self.worse(Exit::Broken);
        }
    }

    /// Tells all reports of errors, which people are shown apart.
    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        self.report.errors(files, errors);
        for written in &mut self.files {
            written.report.errors(files, errors);
        }
    }

    fn check(&mut self, options: &CheckOptions, paths: Vec<String>, as_of: Option<Date>) {
        let beside = match Beside::read(&options.beside, &options.paths, as_of) {
            Ok(beside) => beside,
            Err(error) => return self.trouble(&error),
        };
        let mut houses = Houses::new(&options.configuration, &options.rules);
        for source in Inputs::new(Wanted::Documents, paths) {
            match source {
                Ok(source) => self.source(&mut houses, source, options, &beside),
                Err(error) => self.trouble(&error),
            }
        }
        for (house, waivers) in houses.all() {
            let warnings = waivers.warnings(house);
            if !options.quiet {
                self.output.diagnostics(house.files(), &warnings);
            }
            self.errors(house.files(), &warnings);
        }
        if let Some(nothing) = self.totals.nothing_checked() {
            let mut error = nothing.diagnostic();
            if self.totals.errors > 0 {
                // What was said before says better what to do.
                error.helps.clear();
            }
            self.trouble(&error);
        }
        // The program ends here: freeing the rules one by one takes longer than judging by them.
        std::mem::forget(houses);
    }

    fn source(&mut self, houses: &mut Houses<'_>, source: Source, options: &CheckOptions, beside: &Beside) {
        let name = match &source {
            Source::Stdin => options.stdin_filename.as_deref().unwrap_or("-"),
            Source::File { name, .. } => name,
        };
        let opening = houses.of(name);
        if let Some((files, diagnostics)) = opening.said.take() {
            self.output.diagnostics(&files, &diagnostics);
            self.errors(&files, &diagnostics);
            if opening.house.is_none() {
                self.totals.errors += diagnostics.len();
                self.worse(Exit::Broken);
            }
        }
        if let Source::File { path, by_name: false, .. } = &source
            && opening.leaves_out(path)
        {
            return;
        }
        let Some(house) = &opening.house else { return };
        match read(source, options) {
            Ok(input) => {
                let evidence = beside.evidence.as_ref().or(opening.evidence.as_ref());
                self.input(house, input, options, beside, evidence, &mut opening.waivers);
            }
            Err(error) => self.trouble(&error),
        }
    }

    fn input(
        &mut self,
        house: &House,
        input: Input,
        options: &CheckOptions,
        beside: &Beside,
        evidence: Option<&Evidence<'static>>,
        waivers: &mut Waivers,
    ) {
        let said = house.configuration().and_then(|found| found.fail_on.as_ref()).map(|said| said.value);
        let fail_on = options.fail_on.map(FailOnWord::meant).or(said).unwrap_or(FailOn::Error);
        let checking = house.check(input);
        if checking.passed_over() {
            self.totals.passed_over += 1;
            return;
        }
        self.totals.files += 1;
        for checked in beside.with(checking, evidence) {
            self.totals.add(&checked);
            let mut alone = Totals::default();
            alone.add(&checked);
            if alone.fails(fail_on) {
                self.worse(Exit::Found);
            }
            waivers.add(&checked);
            self.each(|report| report.checked(&checked));
            match &checked {
                Checked::Errors { files, errors, .. } => {
                    self.output.diagnostics(files, errors);
                    self.worse(Exit::Broken);
                }
                Checked::Document(document) => {
                    if let Some(error) = document.not_checked() {
                        self.output.diagnostics(&document.files, std::slice::from_ref(&error));
                        self.errors(&document.files, &[error]);
                        self.worse(Exit::Broken);
                    }
                }
            }
        }
    }

    /// Something that is about no document.
    fn trouble(&mut self, error: &Diagnostic) {
        let (files, errors) = (Files::new(), std::slice::from_ref(error));
        self.totals.errors += 1;
        self.output.diagnostics(&files, errors);
        self.errors(&files, errors);
        self.worse(Exit::Broken);
    }

    fn worse(&mut self, exit: Exit) {
        self.exit = self.exit.max(exit);
    }
}

/// The paths to check, or what is wrong with them.
fn paths(options: &CheckOptions) -> Result<Vec<String>, Diagnostic> {
    let piped = options.paths.iter().any(|path| path == "-");
    match &options.stdin_filename {
        Some(name) if !knows(name) => {
            return Err(Diagnostic::error("usage/stdin-filename", format!("`{name}` does not say the format"))
                .help("end the name in .yaml, .yml, .json, .ndjson, .jsonl or .md"));
        }
        Some(_) if options.paths.is_empty() => return Ok(vec!["-".to_owned()]),
        Some(name) if !piped => {
            return Err(Diagnostic::error(
                "usage/stdin-filename",
                format!("`--stdin-filename {name}` names what is piped in, but standard input is not among the paths"),
            )
            .help("add `-` to the paths"));
        }
        _ => {}
    }
    if options.paths.is_empty() {
        return Err(Diagnostic::error("usage/no-path", "nothing to check was named")
            .help("name files or folders, as in `countersign check handoffs/`, or `-` for standard input"));
    }
    Ok(options.paths.clone())
}

fn read(source: Source, options: &CheckOptions) -> Result<Input, Diagnostic> {
    match source {
        Source::Stdin => {
            let name = options.stdin_filename.clone().unwrap_or_else(|| STDIN.to_owned());
            let bytes = disk::read_all(io::stdin().lock(), &name).map_err(|error| error.diagnostic())?;
            Ok(Input { name, bytes, by_name: true })
        }
        Source::File { path, name, by_name } => {
            let bytes = disk::read(&path, &name).map_err(|error| error.diagnostic())?;
            Ok(Input { name, bytes, by_name })
        }
    }
}
