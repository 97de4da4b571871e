//! What a lint found, as facts, and the words for it.

use countersign_source::{Diagnostic, Level, Report, Span};

use super::Lint;

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The place that it is about.
    pub at: Span,
    /// Other items that it is about as much, at which it can be switched off, too.
    pub also: Vec<Span>,
    /// What was found.
    pub facts: RemarkFacts,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RemarkFacts {
    /// A rule without `because`.
    MissingBecause {
        /// The rule.
        rule: String,
    },
    /// A rule that no test expects to fail.
    UntestedRule {
        /// The rule.
        rule: String,
        /// Do tests expect something else of it?
        expected: bool,
    },
    /// A rule that applied to no document of a corpus.
    NeverApplied {
        /// The rule.
        rule: String,
        /// How many documents there were.
        documents: usize,
    },
    /// Something that is declared and never used.
    Unused {
        /// The lint for its sort.
        lint: Lint,
        /// What it is.
        sort: &'static str,
        /// Its name.
        name: String,
    },
    /// A `use` line that brings in nothing.
    UnusedUse {
        /// The pack that it names.
        pack: String,
        /// Does another line use it already?
        again: bool,
    },
    /// An `allow` that nothing needs.
    UnusedAllow {
        /// What it names.
        lint: Lint,
    },
}

impl Remark {
    /// The lint that found it.
    #[must_use]
    pub fn lint(&self) -> Lint {
        match &self.facts {
            RemarkFacts::MissingBecause { .. } => Lint::MissingBecause,
            RemarkFacts::UntestedRule { .. } => Lint::UntestedRule,
            RemarkFacts::NeverApplied { .. } => Lint::NeverApplied,
            RemarkFacts::Unused { lint, .. } => *lint,
            RemarkFacts::UnusedUse { .. } => Lint::UnusedUse,
            RemarkFacts::UnusedAllow { .. } => Lint::UnusedAllow,
        }
    }

    /// The places in whose items it can be switched off.
    pub fn homes(&self) -> impl Iterator<Item = Span> + '_ {
        std::iter::once(self.at).chain(self.also.iter().copied())
    }
}

impl Report for Remark {
    fn report(&self) -> Diagnostic {
        let new = |message: String| Diagnostic::new(Level::Warning, self.lint().id(), message);
        let report = match &self.facts {
            RemarkFacts::MissingBecause { rule } => new(format!("the rule `{rule}` does not say why"))
                .at(self.at, "it has no `because`")
                .help("add `because \"…\"`: what goes wrong where the rule is not kept"),
            RemarkFacts::UntestedRule { rule, expected } => {
                let beside =
                    if *expected { "tests expect other things of it, but no" } else { "no test expects it to" };
                let label = if *expected { format!("{beside} failure") } else { format!("{beside} fail") };
                new(format!("no test makes the rule `{rule}` fail"))
                    .at(self.at, label)
                    .help(format!("write a test with a document that breaks it, and `expect {rule} fails`"))
            }
            RemarkFacts::NeverApplied { rule, documents } => {
                let documents = if *documents == 1 {
                    "the 1 document".to_owned()
                } else {
                    format!("any of the {documents} documents")
                };
                new(format!("the rule `{rule}` did not apply to {documents} of the corpus"))
                    .at(self.at, "nothing there meets what it asks first")
                    .help("look at its `when` and at the lists that it goes through; `check --verbose` says why it did not apply")
            }
            RemarkFacts::Unused { sort, name, .. } => new(format!("the {sort} `{name}` is never used"))
                .at(self.at, "nothing speaks of it")
                .help("use it, or take it away"),
            RemarkFacts::UnusedUse { pack, again: true } => new(format!("the pack `{pack}` is used already"))
                .at(self.at, "a second time")
                .help("take this line away"),
            RemarkFacts::UnusedUse { pack, again: false } => new(format!("nothing of the pack `{pack}` is used here"))
                .at(self.at, "this line brings in nothing that is needed")
                .help("take the line away"),
            RemarkFacts::UnusedAllow { lint } => {
                new(format!("nothing here needs `allow {}`", lint.id())).at(self.at, "it switches nothing off")
            }
        };
        match self.lint() {
            Lint::UnusedAllow => report.help("take the line away"),
            lint => report.note(format!("`allow {} because \"…\"` above the item switches this off", lint.id())),
        }
    }
}
