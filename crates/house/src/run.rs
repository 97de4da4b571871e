//! What a whole run came to: the totals, whether anything was checked at all, and whether that is to fail.

use countersign_evaluator::{Outcome, Verdict, Work};
use countersign_source::{Diagnostic, Level};

use crate::{Checked, CheckedDocument};

/// The sums of a run, added up document by document, so that nothing else of a document has to be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files that were read.
    pub files: usize,
    /// Pages of Markdown in folders that do not say that they are documents.
    pub passed_over: usize,
    /// Documents that were judged.
    pub documents: usize,
    /// Documents that are ready.
    pub ready: usize,
    /// Documents that are open.
    pub open: usize,
    /// Documents that are not ready.
    pub not_ready: usize,
    /// Documents that no rule applied to.
    pub not_checked: usize,
    /// Documents with a rule of level `warning` that fails.
    pub with_warnings: usize,
    /// Errors that kept something from being checked.
    pub errors: usize,
    /// What was done in all documents together.
    pub work: Work,
}

/// What makes a run fail, of the things that were checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailOn {
    /// A document that is not ready.
    Error,
    /// A warning, too.
    Warning,
    /// A document that is open, too.
    Open,
    /// Nothing of what was found.
    Never,
}

/// Why a run has checked nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NothingChecked {
    /// There was no document in what was read.
    NoDocument,
    /// No rule applied to any document.
    NoRuleApplied,
}

impl FailOn {
    /// All of them, each with its word.
    pub const ALL: [(&str, Self); 4] =
        [("error", Self::Error), ("warning", Self::Warning), ("open", Self::Open), ("never", Self::Never)];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, on)| *on == self).map_or("", |(word, _)| word)
    }
}

impl Totals {
    /// Adds what came out next.
    pub fn add(&mut self, checked: &Checked) {
        match checked {
            Checked::Document(document) => self.add_document(document),
            Checked::Errors { errors, .. } => {
                self.errors += errors.iter().filter(|error| error.level == Level::Error).count();
            }
        }
    }

    /// Why nothing was checked, if so.
    #[must_use]
    pub fn nothing_checked(&self) -> Option<NothingChecked> {
        if self.documents == 0 {
            Some(NothingChecked::NoDocument)
        } else if self.not_checked == self.documents {
            Some(NothingChecked::NoRuleApplied)
        } else {
            None
        }
    }

    /// Does what was found make the run fail?
    #[must_use]
    pub fn fails(&self, on: FailOn) -> bool {
        match on {
            FailOn::Error => self.not_ready > 0,
            FailOn::Warning => self.not_ready + self.with_warnings > 0,
            FailOn::Open => self.not_ready + self.with_warnings + self.open > 0,
            FailOn::Never => false,
        }
    }

    fn add_document(&mut self, document: &CheckedDocument) {
        self.documents += 1;
        match document.verdict {
            Verdict::NotReady => self.not_ready += 1,
            Verdict::Open => self.open += 1,
            Verdict::Ready if document.nothing_applied() => {}
            Verdict::Ready => self.ready += 1,
        }
        if document.nothing_applied() {
            self.not_checked += 1;
        }
        if document.count(Outcome::Fails, Level::Warning) > 0 {
            self.with_warnings += 1;
        }
        let work = document.work;
        self.work.passed += work.passed;
        self.work.failed += work.failed;
        self.work.waived += work.waived;
        self.work.open += work.open;
        self.work.not_applicable += work.not_applicable;
        self.work.clauses += work.clauses;
        self.work.passed_on_nothing += work.passed_on_nothing;
        self.work.values += work.values;
    }
}

impl NothingChecked {
    /// Puts it into words.
    #[must_use]
    pub fn diagnostic(self) -> Diagnostic {
        match self {
            Self::NoDocument => Diagnostic::error("run/nothing-checked", "nothing was checked: no document could be judged")
                .help("name a file that holds a handoff, or a folder with one"),
            Self::NoRuleApplied => Diagnostic::error("run/nothing-checked", "nothing was checked: no rule applied to any document")
                .help("`--verbose` says of each rule why it did not apply; `countersign rules list` shows which rules there are"),
        }
    }
}
