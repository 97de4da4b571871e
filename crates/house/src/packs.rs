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
    /// The options, where it judges the choice of a decision.
    pub options: Option<Vec<Named>>,
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
    /// Something came out otherwise.
    Failed {
        /// One for each expectation that was not met.
        failures: Vec<Failure>,
        /// What matters of the document as the test changes it.
        document: Vec<ExcerptLine>,
    },
    /// It could not be run: its document is not there, cannot be read, or a path of a `with` leads nowhere.
    Broken(Vec<Diagnostic>),
}

impl TestOutcome {
    /// What is to be said of a test that did not pass.
    #[must_use]
    pub fn messages(&self) -> Vec<&Diagnostic> {
        match self {
            Self::Passed => Vec::new(),
            Self::Failed { failures, .. } => failures.iter().map(|failure| &failure.message).collect(),
            Self::Broken(messages) => messages.iter().collect(),
        }
    }
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What was expected at the `expect` clause, the clauses of the rule that it is about, and what came out at the
    /// places in the test's document.
    pub message: Diagnostic,
    /// What was expected and what came out, part by part.
    pub differences: Vec<Difference>,
}

/// What was expected, and what came out instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about: `outcome`, `place`, `message`, `verdict`, `option`, `suggestion`, `findings`.
    pub part: &'static str,
    /// What the test expects, in its words.
    pub expected: String,
    /// What came out, in the same words.
    pub found: String,
}

/// A line of a test's document, as it stands after the test's edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptLine {
    /// The line as YAML; empty for a gap.
    pub text: String,
    /// What the test did to it.
    pub mark: Mark,
}

/// What a test did to a line of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    Kept,
    /// The line holds what the test wrote.
    Written,
    /// The test took it away.
    Removed,
    /// Lines are left out here.
    Gap,
}
