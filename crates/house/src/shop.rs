//! The house itself: opened, it checks, tests and tells what it holds.

use std::sync::Arc;

use countersign_source::{Diagnostic, Files};

use crate::{Checked, Host, PackFacts, RuleFacts, TestRun};

/// What to open.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// Paths of house packs: files, or folders that hold packs at any depth. A pack of a shipped one's name takes its
    /// place.
    pub rules: Vec<String>,
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
    files: Arc<Files>,
}

/// The text of one file or stream.
#[derive(Clone, Debug)]
pub struct Input {
    /// The name that the user knows it by; its extension says the format, YAML where it has none.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Did the user name this very file (or pipe it in)? Only then the default kind serves.
    pub by_name: bool,
}

/// Which packs are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those that were read from paths.
    Given,
}

/// What comes out for the documents of an input, one after another, in order.
#[derive(Debug)]
pub struct Checking<'house> {
    results: std::vec::IntoIter<Checked>,
    house: std::marker::PhantomData<&'house House>,
}

impl Iterator for Checking<'_> {
    type Item = Checked;

    fn next(&mut self) -> Option<Checked> {
        self.results.next()
    }
}

/// Reads and compiles the shipped packs and those at the paths given.
#[must_use]
pub fn open(host: &dyn Host, options: &OpenOptions) -> Opened {
    let _ = (host, options);
    let error = Diagnostic::error("run/unfinished", "the house cannot be opened yet");
    Opened { files: Arc::default(), house: None, diagnostics: vec![error] }
}

impl House {
    /// The rule files.
    #[must_use]
    pub fn files(&self) -> &Arc<Files> {
        &self.files
    }

    /// Judges every document of an input. A file without documents comes out as one error.
    #[must_use]
    pub fn check(&self, input: Input) -> Checking<'_> {
        let _ = input;
        Checking { results: Vec::new().into_iter(), house: std::marker::PhantomData }
    }

    /// Runs the tests of the packs; `host` reads the files that they give.
    #[must_use]
    pub fn test(&self, host: &dyn Host, which: Which) -> TestRun {
        let _ = (host, which);
        TestRun { files: Arc::clone(&self.files), tests: Vec::new() }
    }

    /// The packs, sorted by name.
    #[must_use]
    pub fn packs(&self, which: Which) -> Vec<PackFacts> {
        let _ = which;
        Vec::new()
    }

    /// The rules, by pack, then in the order of files and lines.
    #[must_use]
    pub fn rules(&self, which: Which) -> Vec<RuleFacts> {
        let _ = which;
        Vec::new()
    }
}
