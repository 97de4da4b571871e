//! What came out for one document, resolved: spans, paths and sentences, and neither program nor tree.

use std::sync::Arc;

use crate::EvidenceFacts;
use countersign_compiler::scalar::Date;
use countersign_evaluator::{Lack, Outcome, SchemaFault, Standing, Verdict, WaiverState, Work};
use countersign_source::{Diagnostic, FileId, Files, Level, Span};

use crate::DecisionFacts;

/// One step of checking a file: what came out for the next document, or why it could not be checked.
#[derive(Debug)]
pub enum Checked {
    /// A document that was judged.
    Document(Box<CheckedDocument>),
    /// A document (or the whole file) that could not be: its errors, never none.
    Errors {
        /// The position of the document in its file, from 0, where it is about one.
        index: Option<usize>,
        /// The spans are those of `files`.
        files: Arc<Files>,
        /// What is the matter.
        errors: Vec<Diagnostic>,
    },
}

/// What came out for one document.
#[derive(Debug)]
pub struct CheckedDocument {
    /// The files that all spans below point into: those of the rules, and the document's.
    pub files: Arc<Files>,
    /// The document's file.
    pub file: FileId,
    /// Its position in the file, from 0.
    pub index: usize,
    /// Does the file hold more than this one?
    pub one_of_many: bool,
    /// The whole document.
    pub span: Span,
    /// What it was judged as.
    pub kind: KindFacts,
    /// The day that it was judged by, where there is one.
    pub as_of: Option<AsOf>,
    /// What it came to.
    pub verdict: Verdict,
    /// Where each step of the review stands, in order.
    pub steps: Vec<StepFacts>,
    /// What each decision came to, by pack, then in the order of files and lines.
    pub decisions: Vec<DecisionFacts>,
    /// The configuration that it was checked by.
    pub configuration: Option<FileId>,
    /// What was found, in the order of the document; at one place the schema's findings first, then those of the rules.
    pub findings: Vec<Finding>,
    /// The rules that did not apply, in order, and why.
    pub not_applicable: Vec<NotApplicable>,
    /// What became of each waiver of something that was run.
    pub waivers: Vec<WaiverUse>,
    /// What came of its digests, where evidence is at hand.
    pub evidence: Option<EvidenceFacts>,
    /// The proof of work.
    pub work: Work,
    /// The rules of which a prohibition passed because nothing was written.
    pub on_nothing: Vec<String>,
}

impl CheckedDocument {
    /// Was no rule applied to it? Then it is not ready, whatever the verdict says: nothing was checked.
    #[must_use]
    pub fn nothing_applied(&self) -> bool {
        self.work.passed + self.work.failed + self.work.waived + self.work.open == 0
    }

    /// The error that says that nothing was checked in it, where no rule applied.
    #[must_use]
    pub fn not_checked(&self) -> Option<Diagnostic> {
        let start = Span { end: self.span.start, ..self.span };
        self.nothing_applied().then(|| {
            Diagnostic::error("run/nothing-checked", "nothing was checked in this document: no rule applied to it")
                .at(start, format!("judged as `{}`", self.kind.word))
                .help("`--verbose` says of each rule why it did not apply")
        })
    }

    /// How many findings fail (or, as `outcome` has it, are open or waived) at this level.
    #[must_use]
    pub fn count(&self, outcome: Outcome, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.outcome == outcome && finding.level == level).count()
    }
}

/// The kind of a document, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindFacts {
    /// Its name as documents spell it: `handoff`.
    pub word: Arc<str>,
    /// How it was found.
    pub found: KindFound,
}

/// How the kind of a document was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KindFound {
    /// Its `kind:` says so.
    Declared,
    /// It stands under the key of that kind.
    Wrapped(Arc<str>),
    /// Nothing says so: the file was given by name, and this is the default of the packs.
    Default,
}

/// The day that a document was judged by, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The day, in UTC.
    pub day: Date,
    /// The place of the document's own day, where nobody gave another one.
    pub own: Option<Place>,
    /// Where the configuration gives it, where nobody else did.
    pub configured: Option<Span>,
}

/// A waiver that speaks of a finding.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Whether it excuses the finding.
    pub state: WaiverState,
    /// The last day on which it holds, in UTC.
    pub until: Date,
    /// Who approves it.
    pub by: Arc<str>,
    /// Why.
    pub because: Arc<str>,
    /// Where it stands.
    pub span: Span,
    /// Was it held against the document's own day, which nobody confirmed?
    pub on_own_word: bool,
}

/// What became of a waiver in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverUse {
    /// What it waives: `pack/rule`, or `schema/check`.
    pub rule: String,
    /// Where it stands.
    pub span: Span,
    /// The last day on which it holds, in UTC.
    pub until: Date,
    /// Where that day stands.
    pub until_span: Span,
    /// How many failures it excused, or may excuse.
    pub waived: usize,
    /// How many it would have excused, had it not ended.
    pub expired: usize,
    /// Had it ended on the day that the document was judged by?
    pub past: bool,
}

/// A name and its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: Arc<str>,
    /// The title.
    pub title: Arc<str>,
}

/// Where a step of the review stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepFacts {
    /// Which step.
    pub step: Named,
    /// Where it stands.
    pub standing: Standing,
}

/// Something that was found in a document.
#[derive(Clone, Debug)]
pub struct Finding {
    /// `pack/rule`, or `schema/check`.
    pub rule: String,
    /// The policy sentence of the rule, or what the schema's check looks for.
    pub title: Arc<str>,
    /// How much it weighs.
    pub level: Level,
    /// Where the configuration says so, for a rule whose level it changes.
    pub level_set: Option<LevelSet>,
    /// [`Outcome::Fails`], [`Outcome::Undetermined`] or [`Outcome::Waived`].
    pub outcome: Outcome,
    /// The sentence: what is the matter, or for an undetermined one the rule's title. One line, as long as the texts of
    /// the document that it quotes have one.
    pub message: String,
    /// What to do next, a line each.
    pub helps: Vec<String>,
    /// A value to write, where the rule offers one.
    pub offer: Option<Offer>,
    /// Where, the most important place first; never empty.
    pub places: Vec<Place>,
    /// What was missing or unknown and had a part in it.
    pub reasons: Vec<Reason>,
    /// The clause in the rule's file that asked for it.
    pub clause: Option<Span>,
    /// Why the house wants it.
    pub because: Option<Arc<str>>,
    /// The step of the review that it belongs to.
    pub step: Option<Named>,
    /// The risks that it stands for.
    pub risks: Vec<Named>,
    /// References to read.
    pub see: Vec<Arc<str>>,
    /// The concept whose page teaches it, in the rule's pack.
    pub concept: Option<Arc<str>>,
    /// What the schema found, for its own findings.
    pub fault: Option<Fault>,
    /// The waiver that speaks of it: one that excuses it, that may, or that did until it ended.
    pub waiver: Option<Waiver>,
}

/// A level that the configuration has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelSet {
    /// The level that the rule itself declares.
    pub declared: Level,
    /// Where the configuration sets another one.
    pub span: Span,
}

/// What the schema found, as facts.
pub type Fault = SchemaFault;

/// A value that a rule offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The path to write to.
    pub path: String,
    /// The value as the document would spell it.
    pub value: String,
    /// The value that it replaces, or the map that it goes into.
    pub span: Span,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The bytes to point at.
    pub span: Span,
    /// The path of what is meant; empty for the document itself.
    pub path: Arc<str>,
    /// Is what is meant not written? Then the span is that of the nearest written ancestor's key.
    pub missing: bool,
}

/// Something that nobody wrote, or that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is the matter with it, and why.
    pub lack: Lack,
    /// Where it is, or would be.
    pub place: Place,
}

/// A rule that did not apply.
#[derive(Clone, Debug)]
pub struct NotApplicable {
    /// `pack/rule`.
    pub rule: String,
    /// Its title.
    pub title: Arc<str>,
    /// Why.
    pub why: WhyNot,
}

/// Why a rule did not apply.
#[derive(Clone, Debug)]
pub enum WhyNot {
    /// A `when` (or each item's `where`) is not true.
    Guard {
        /// The clause in the rule's file.
        clause: Span,
        /// What was not written, where that is the cause.
        reasons: Vec<Reason>,
        /// Where the document decided it.
        places: Vec<Place>,
    },
    /// It is not in force on the day that the document is judged by.
    NotInForce {
        /// The clause in the rule's file.
        clause: Span,
        /// The first day on which it is.
        from: Date,
        /// The last one, where there is one.
        until: Option<Date>,
        /// The day, and who says so.
        as_of: AsOf,
    },
    /// It passed only because it looked at nothing: the lists that held nothing.
    NothingToLookAt(Vec<Reason>),
    /// It judges the choice of a decision, and nobody wrote one.
    NoChoice(Reason),
    /// It is a decision that asks for no choice: it only compares.
    OnlyCompares,
    /// The configuration switches it off, here.
    SwitchedOff(Span),
}
