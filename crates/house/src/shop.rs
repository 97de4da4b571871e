//! The house itself: opened, it checks, tests and tells what it holds.

use std::collections::BTreeSet;
use std::sync::Arc;

use countersign_compiler::program::{DecisionOption, ExpectationKind, KindId, PackId, Program, RuleId, Subject, Test};
use countersign_compiler::{Source, compile_beside};
use countersign_evaluator::Limits;
use countersign_source::{Diagnostic, FileId, Files, Level, Report, Span};

use crate::beside::{Pages, gather};
use crate::configuration::{Configuration, Fitted};
use crate::resolve::{risk_named, step_named};
use crate::{EntryKind, Host, Named, Origin, PackFacts, RuleFacts, shipped};

/// The most mistakes that are shown of all rules together.
const MISTAKES: usize = 1000;

/// How many folders may stand inside one another, below a path that rules are read from.
const FOLDERS: usize = 32;

/// What to open.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// Paths of house packs: files, or folders that hold packs at any depth. A pack of a shipped one's name takes its
    /// place.
    pub rules: Vec<String>,
    /// Are the tests of the shipped packs wanted, too? Those of house packs always come along.
    pub tests: bool,
    /// The path of a `countersign.toml`.
    pub configuration: Option<String>,
}

/// What came of opening.
#[derive(Debug)]
pub struct Opened {
    /// The rule files that were read; the spans of `diagnostics` point into them.
    pub files: Arc<Files>,
    /// The house, where everything compiled.
    pub house: Option<House>,
    /// What is to be said about the rules: errors where there is no house, warnings and notes otherwise too.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiled packs, ready to run.
#[derive(Debug)]
pub struct House {
    pub(crate) files: Arc<Files>,
    pub(crate) program: Program,
    /// One for each pack.
    origins: Vec<Origin>,
    configuration: Option<Configuration>,
    /// What the configuration means for these packs.
    pub(crate) fitted: Fitted,
    /// The pages of concepts.
    pub(crate) pages: Pages,
    /// The trees that the rules came from: whoever ends with the house need not wait until they are freed.
    #[expect(dead_code, reason = "kept for the time that it takes to free them")]
    trees: Vec<Parsed>,
}

/// Which packs are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those that were read from paths.
    Given,
}

/// Reads and compiles the shipped packs and those at the paths given.
#[must_use]
pub fn open(host: &dyn Host, options: &OpenOptions) -> Opened {
    let mut files = Files::new();
    let mut diagnostics = Vec::new();
    let configuration =
        options.configuration.as_deref().and_then(|path| read_configuration(host, path, &mut files, &mut diagnostics));
    let named = configuration.iter().flat_map(|found| &found.rules).map(|path| path.value.clone());
    let paths: Vec<String> = named.chain(options.rules.iter().cloned()).collect();
    let given = read_given(host, &paths, &mut files, &mut diagnostics);
    let mut parsed: Vec<Parsed> = given.into_iter().map(|id| Parsed::new(&files, id, Origin::Given)).collect();
    let replaced: BTreeSet<String> = parsed.iter().filter_map(Parsed::pack).map(str::to_owned).collect();
    let ids: Vec<FileId> = shipped::rules(options.tests).map(|(name, text)| files.add(name, text)).collect();
    let mut shipped: Vec<Parsed> = ids.into_iter().map(|id| Parsed::new(&files, id, Origin::Shipped)).collect();
    note_replaced(&parsed, &shipped, &mut diagnostics);
    shipped.retain(|file| !file.pack().is_some_and(|pack| replaced.contains(pack)));
    leave_out(&mut shipped, &replaced, &mut diagnostics);
    parsed.extend(shipped);
    for file in &parsed {
        diagnostics.extend(file.errors.iter().map(Report::report));
        if let Some(empty) = file.nothing_in_it() {
            diagnostics.push(empty);
        }
    }
    let (beside, pages) = gather(host, parsed.iter().map(|file| &file.tree), &mut files, &mut diagnostics);
    let broken: Vec<Vec<Span>> =
        parsed.iter().map(|file| file.errors.iter().filter_map(|error| error.report().span()).collect()).collect();
    let sources: Vec<Source<'_>> = parsed
        .iter()
        .zip(&broken)
        .map(|(file, broken)| {
            // With their tests, the shipped packs are checked as if they were new.
            let proved = file.origin == Origin::Shipped && !options.tests;
            Source { file: &file.tree, text: &file.text, broken, proved }
        })
        .collect();
    let compiled = compile_beside(&sources, &beside);
    diagnostics.extend(compiled.problems.iter().map(Report::report));
    diagnostics.sort_by_key(|diagnostic| diagnostic.span());
    if diagnostics.len() > MISTAKES {
        let left = diagnostics.len() - MISTAKES;
        diagnostics.truncate(MISTAKES);
        diagnostics.push(
            Diagnostic::error(
                "rules/too-many",
                format!("there are {left} more mistakes than the {MISTAKES} that are shown"),
            )
            .help("mend those that are shown, and look again"),
        );
    }
    let files = Arc::new(files);
    if diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) {
        return Opened { files, house: None, diagnostics };
    }
    let origins = compiled
        .program
        .packs
        .iter()
        .map(|pack| if replaced.contains(&*pack.name) { Origin::Given } else { Origin::Shipped })
        .collect();
    let mut fitted = Fitted::default();
    if let Some(found) = &configuration {
        let (fits, problems) = found.fit(&compiled.program);
        fitted = fits;
        diagnostics.extend(problems.iter().map(Report::report));
        diagnostics.sort_by_key(|diagnostic| diagnostic.span());
        if !problems.is_empty() {
            return Opened { files, house: None, diagnostics };
        }
    }
    let house = House {
        files: Arc::clone(&files),
        program: compiled.program,
        origins,
        configuration,
        fitted,
        pages,
        trees: parsed,
    };
    Opened { files, house: Some(house), diagnostics }
}

/// Reads a configuration by itself, with nothing that it names, and says what is wrong with it.
#[must_use]
pub fn configured(host: &dyn Host, path: &str) -> (Files, Option<Configuration>, Vec<Diagnostic>) {
    let (mut files, mut diagnostics) = (Files::new(), Vec::new());
    let configuration = read_configuration(host, path, &mut files, &mut diagnostics);
    (files, configuration, diagnostics)
}

/// Reads a configuration, and says what is wrong with it.
fn read_configuration(
    host: &dyn Host,
    path: &str,
    files: &mut Files,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Configuration> {
    let bytes = host.read(path).map_err(|error| diagnostics.push(error.diagnostic())).ok()?;
    let (id, text) = match countersign_document::decode(&bytes) {
        Ok(text) => (files.add(path, text), text),
        Err(error) => {
            let id = files.add(path, String::from_utf8_lossy(&bytes));
            diagnostics.push(error.fault(id).report());
            return None;
        }
    };
    let (configuration, problems) = Configuration::read(id, path, text);
    diagnostics.extend(problems.iter().map(Report::report));
    Some(configuration)
}

/// Says of each shipped pack whose place a house pack takes that its rules are not run.
fn note_replaced(given: &[Parsed], shipped: &[Parsed], diagnostics: &mut Vec<Diagnostic>) {
    let mut said = BTreeSet::new();
    for file in given {
        let Some(line) = &file.tree.pack else { continue };
        let name = line.name.text.as_str();
        let rules: usize = shipped
            .iter()
            .filter(|file| file.pack() == Some(name))
            .map(|file| {
                file.tree.items.iter().filter(|item| matches!(item, countersign_parser::ast::Item::Rule(_))).count()
            })
            .sum();
        if rules > 0 && said.insert(name) {
            diagnostics.push(
                Diagnostic::new(
                    Level::Note,
                    "rules/replaced",
                    format!(
                        "this pack stands in the place of the shipped pack `{name}`, whose {rules} rules are not run"
                    ),
                )
                .at(line.name.span, "the name of a shipped pack")
                .help("give it another name to run both"),
            );
        }
    }
}

/// Leaves out the shipped packs that use one whose place a house pack has taken: they were written for the shipped one.
/// Each that goes is named in a note.
fn leave_out(shipped: &mut Vec<Parsed>, replaced: &BTreeSet<String>, diagnostics: &mut Vec<Diagnostic>) {
    let mut gone = replaced.clone();
    loop {
        let next = shipped.iter().find_map(|file| {
            let used = file.tree.uses.iter().find(|line| gone.contains(&line.pack.text))?;
            Some((file.pack()?.to_owned(), used.pack.text.clone()))
        });
        let Some((pack, used)) = next else { return };
        diagnostics.push(
            Diagnostic::new(
                Level::Note,
                "rules/left-out",
                format!(
                    "the shipped pack `{pack}` is left out, since it uses `{used}`, whose place a house pack has taken"
                ),
            )
            .help(format!("give the house pack another name, so that both `{used}` and `{pack}` run beside it")),
        );
        shipped.retain(|file| file.pack() != Some(pack.as_str()));
        gone.insert(pack);
    }
}

/// One rule file.
#[derive(Debug)]
struct Parsed {
    tree: countersign_parser::ast::File,
    text: Arc<str>,
    errors: Vec<countersign_parser::SyntaxError>,
    origin: Origin,
}

impl Parsed {
    fn new(files: &Files, id: FileId, origin: Origin) -> Self {
        let text = files.get(id).map_or_else(|| Arc::from(""), |file| Arc::clone(file.text()));
        let stored = if origin == Origin::Shipped { shipped::tree(files.name(id), id, &text) } else { None };
        let (tree, errors) = match stored {
            Some(tree) => (tree, Vec::new()),
            None => {
                let parsed = countersign_parser::parse(id, &text);
                (parsed.file, parsed.errors)
            }
        };
        Self { tree, text, errors, origin }
    }

    fn pack(&self) -> Option<&str> {
        self.tree.pack.as_ref().map(|pack| pack.name.text.as_str())
    }

    /// A file that parses, and declares nothing.
    fn nothing_in_it(&self) -> Option<Diagnostic> {
        let pack = self.tree.pack.as_ref()?;
        (self.origin == Origin::Given && self.errors.is_empty() && self.tree.items.is_empty()).then(|| {
            Diagnostic::error("rules/empty", format!("the file of pack `{}` declares nothing", pack.name.text))
                .at(pack.span, "nothing follows this line")
                .help("add a rule, as in `rule NAME \"TITLE\" { require … }`, or remove the file")
        })
    }
}

/// Reads the rule files at the paths, each once, in order.
fn read_given(host: &dyn Host, paths: &[String], files: &mut Files, diagnostics: &mut Vec<Diagnostic>) -> Vec<FileId> {
    let mut names: Vec<String> = Vec::new();
    for path in paths {
        match host.kind(path) {
            Ok(EntryKind::Folder) => {
                let mut found = Vec::new();
                find_rules(host, path, FOLDERS, &mut found, diagnostics);
                if found.is_empty() {
                    diagnostics.push(
                        Diagnostic::error("rules/none", format!("there is no `.rules` file in `{path}`"))
                            .help("name the folder of a pack, or one of its files"),
                    );
                }
                names.extend(found);
            }
            Ok(_) if !path.ends_with(".rules") => diagnostics.push(
                Diagnostic::error("rules/none", format!("`{path}` is no `.rules` file"))
                    .help("rules are written in files whose name ends in `.rules`"),
            ),
            Ok(_) => names.push(path.clone()),
            Err(error) => diagnostics.push(error.diagnostic()),
        }
    }
    let mut seen = BTreeSet::new();
    let mut ids = Vec::new();
    for name in names {
        if !seen.insert(tidy(&name)) {
            continue;
        }
        match host.read(&name) {
            Err(error) => diagnostics.push(error.diagnostic()),
            Ok(bytes) => match countersign_document::decode(&bytes) {
                Ok(text) => ids.push(files.add(name, text)),
                Err(error) => {
                    let id = files.add(name, String::from_utf8_lossy(&bytes));
                    diagnostics.push(error.fault(id).report());
                }
            },
        }
    }
    ids
}

fn find_rules(host: &dyn Host, folder: &str, depth: usize, found: &mut Vec<String>, diagnostics: &mut Vec<Diagnostic>) {
    let entries = match host.list(folder) {
        Ok(entries) => entries,
        Err(error) => return diagnostics.push(error.diagnostic()),
    };
    let folder = folder.trim_end_matches('/');
    for entry in entries {
        let path = format!("{folder}/{}", entry.name);
        match entry.kind {
            EntryKind::File if entry.name.ends_with(".rules") => found.push(path),
            EntryKind::Folder if depth > 0 => find_rules(host, &path, depth - 1, found, diagnostics),
            _ => {}
        }
    }
}

/// A path without the `.` and `..` in it, so that one file has one name.
pub(crate) fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for (at, part) in path.split('/').enumerate() {
        match part {
            "." => {}
            "" if at > 0 => {}
            ".." if parts.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

impl House {
    /// The rule files.
    #[must_use]
    pub fn files(&self) -> &Arc<Files> {
        &self.files
    }

    /// The packs, sorted by name.
    #[must_use]
    pub fn packs(&self, which: Which) -> Vec<PackFacts> {
        let program = &self.program;
        self.chosen(which)
            .into_iter()
            .map(|id| {
                let pack = &program[id];
                PackFacts {
                    name: Arc::clone(&pack.name),
                    kind: Arc::clone(&program[pack.kind].word),
                    origin: self.origin(id),
                    place: pack.span,
                    doc: pack.doc.clone(),
                    rules: program.rules.iter().filter(|rule| rule.pack == id).count(),
                    tests: program.tests.iter().filter(|test| test.pack == id).count(),
                }
            })
            .collect()
    }

    /// The rules, by pack, then in the order of files and lines.
    #[must_use]
    pub fn rules(&self, which: Which) -> Vec<RuleFacts> {
        let program = &self.program;
        let chosen = self.chosen(which);
        (0u32..)
            .map(RuleId)
            .zip(&program.rules)
            .filter(|(_, rule)| chosen.contains(&rule.pack))
            .map(|(id, rule)| RuleFacts {
                id: program.rule_id(id),
                title: Arc::clone(&rule.title),
                level: rule.level,
                origin: self.origin(rule.pack),
                kind: Arc::clone(&program[program[rule.pack].kind].word),
                step: rule.step.map(|step| self.step(step)),
                risks: rule.risks.iter().map(|risk| self.risk(*risk)).collect(),
                effective: rule.effective.map(|days| (days.from, days.until)),
                unwaivable: rule.unwaivable.is_some(),
                because: rule.because.clone(),
                see: rule.see.clone(),
                doc: rule.doc.clone(),
                place: rule.span,
                tests: program.tests.iter().filter(|test| expects(program, test, id)).count(),
                options: rule.decision.map(|decision| {
                    let options = program[decision].options.iter();
                    let named = |option: &DecisionOption| Named {
                        name: Arc::clone(&option.name),
                        title: Arc::clone(&option.title),
                    };
                    options.map(named).collect()
                }),
            })
            .collect()
    }

    /// The configuration that the house was opened with.
    #[must_use]
    pub fn configuration(&self) -> Option<&Configuration> {
        self.configuration.as_ref()
    }

    /// The packs whose rules are run on documents: those that the configuration names, or all.
    pub(crate) fn running(&self) -> Vec<PackId> {
        self.fitted.packs.clone().unwrap_or_else(|| self.chosen(Which::All))
    }

    /// How much work the check of one document may take.
    pub(crate) fn limits(&self) -> Limits {
        self.configuration.as_ref().map(Configuration::limits).unwrap_or_default()
    }

    /// The packs that are meant.
    pub(crate) fn chosen(&self, which: Which) -> Vec<PackId> {
        (0u32..)
            .map(PackId)
            .zip(&self.origins)
            .filter(|(_, origin)| which == Which::All || **origin == Origin::Given)
            .map(|(id, _)| id)
            .collect()
    }

    pub(crate) fn origin(&self, pack: PackId) -> Origin {
        self.origins.get(pack.index()).copied().unwrap_or(Origin::Shipped)
    }

    pub(crate) fn step(&self, step: countersign_compiler::program::StepId) -> Named {
        step_named(&self.program, step)
    }

    pub(crate) fn risk(&self, risk: countersign_compiler::program::RiskId) -> Named {
        risk_named(&self.program, risk)
    }

    /// The kind that a document without one is judged as: what the packs that were given judge, where that is one
    /// kind, else what all packs do.
    pub(crate) fn default_kind(&self) -> Option<KindId> {
        [Which::Given, Which::All].into_iter().find_map(|which| {
            let kinds: BTreeSet<KindId> = self.chosen(which).into_iter().map(|pack| self.program[pack].kind).collect();
            if kinds.len() == 1 { kinds.first().copied() } else { None }
        })
    }
}

pub(crate) fn expects(program: &Program, test: &Test, rule: RuleId) -> bool {
    test.expectations.iter().any(|expectation| match &expectation.kind {
        ExpectationKind::Rule { subject, .. } => *subject == Subject::Rule(rule),
        ExpectationKind::Option { decision, .. } | ExpectationKind::Suggestion { decision, .. } => {
            program[*decision].rule == rule
        }
        ExpectationKind::Verdict(_) | ExpectationKind::NothingElse => false,
    })
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn one_file_has_one_name() {
        for (path, tidied) in
            [("a//b/./c", "a/b/c"), ("a/../b", "b"), ("../a/..", ".."), ("./", "."), ("/a/../..", "/..")]
        {
            assert_eq!(tidy(path), tidied, "{path}");
        }
    }
}
