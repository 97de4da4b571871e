//! What there is to run: packs, their rules, and what came out of their tests.

use std::sync::Arc;

use countersign_source::{Diagnostic, Files, Level, Span};

use crate::{Date, Named};

/// Where a pack comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// It is part of the program.
    Shipped,
    /// It was read from a path that the user gave.
    Given,
}

/// A pack.
#[derive(Clone, Debug)]
pub struct PackFacts {
    /// Its name.
    pub name: Arc<str>,
    /// The kind of document that its rules judge, as documents spell it.
    pub kind: Arc<str>,
    /// Where it comes from.
    pub origin: Origin,
    /// Where its name stands first.
    pub place: Span,
    /// The `//!` lines of its files.
    pub doc: Option<String>,
    /// How many rules it has.
    pub rules: usize,
    /// How many tests it has.
    pub tests: usize,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct RuleFacts {
    /// `pack/rule`.
    pub id: String,
    /// The policy sentence that it enforces.
    pub title: Arc<str>,
    /// How much a failure weighs.
    pub level: Level,
    /// Where its pack comes from.
    pub origin: Origin,
    /// The kind of document that it judges, as documents spell it.
    pub kind: Arc<str>,
    /// The step of the review that it belongs to.
    pub step: Option<Named>,
    /// The risks that its failure stands for.
    pub risks: Vec<Named>,
    /// The first and the last day on which it is in force, where it says so.
    pub effective: Option<(Date, Option<Date>)>,
    /// Does it say that nothing waives it?
    pub unwaivable: bool,
    /// Why the house wants it.
    pub because: Option<Arc<str>>,
    /// References to read.
    pub see: Vec<Arc<str>>,
    /// Its `///` lines.
    pub doc: Option<String>,
    /// Where its name stands.
    pub place: Span,
    /// How many tests expect something of it.
    pub tests: usize,
}

/// What came out of the tests, in the order of packs, files and lines.
#[derive(Debug)]
pub struct TestRun {
    /// The files that the spans below point into.
    pub files: Arc<Files>,
    /// One for each test.
    pub tests: Vec<TestResult>,
}

impl TestRun {
    /// How many passed.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.tests.iter().filter(|test| matches!(test.outcome, TestOutcome::Passed)).count()
    }

    /// How many could not be run at all.
    #[must_use]
    pub fn broken(&self) -> usize {
        self.tests.iter().filter(|test| matches!(test.outcome, TestOutcome::Broken(_))).count()
    }
}

/// What came out of one test.
#[derive(Debug)]
pub struct TestResult {
    /// What it shows.
    pub title: Arc<str>,
    /// Its pack.
    pub pack: Arc<str>,
    /// Where its title stands.
    pub place: Span,
    /// What came out.
    pub outcome: TestOutcome,
}

/// What a test came to.
#[derive(Debug)]
pub enum TestOutcome {
    /// Everything came out as expected.
    Passed,
    /// One for each expectation that was not met: what was expected at the `expect` clause, and what came out at the
    /// places in the test's document.
    Failed(Vec<Diagnostic>),
    /// It could not be run: its document is not there, cannot be read, or a path of a `with` leads nowhere.
    Broken(Vec<Diagnostic>),
}
