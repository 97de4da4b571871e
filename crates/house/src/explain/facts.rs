//! What an explanation holds.

use std::sync::Arc;

use countersign_compiler::program::Support;
use countersign_evaluator::{Answers, Outcome, Verdict, Work};
use countersign_source::{Diagnostic, FileId, Files, Level, Span};

use super::page::OnPage;
use crate::search::{Stop, Written};
use crate::{AsOf, DecisionFacts, Finding, KindFacts, LevelSet, NotApplicable, Place, Reason};

/// One document, explained, or why it could not be.
#[derive(Debug)]
pub enum Explained {
    /// A document that was judged.
    Document(Box<ExplainedDocument>),
    /// What kept it from being judged.
    Errors {
        /// The spans are those of these files.
        files: Arc<Files>,
        /// What is the matter.
        errors: Vec<Diagnostic>,
    },
}

/// Why a document came out as it did.
#[derive(Debug)]
pub struct ExplainedDocument {
    /// The files that all spans below point into.
    pub files: Arc<Files>,
    /// The document's file.
    pub file: FileId,
    /// Its position in the file, from 0.
    pub index: usize,
    /// Does the file hold more than this one?
    pub one_of_many: bool,
    /// What it was judged as.
    pub kind: KindFacts,
    /// The day that it was judged by, where there is one.
    pub as_of: Option<AsOf>,
    /// What it came to.
    pub verdict: Verdict,
    /// The rules that are explained.
    pub rules: Vec<ExplainedRule>,
    /// The rule that was asked for, where it judges another kind of document.
    pub other_kind: Option<String>,
    /// The rule that was asked for, where the configuration does not run its pack.
    pub not_run: Option<String>,
    /// How much the schema has found.
    pub schema_findings: usize,
    /// The proof of work.
    pub work: Work,
}

/// Why a rule came out as it did.
#[derive(Debug)]
pub struct ExplainedRule {
    /// `pack/rule`.
    pub id: String,
    /// Its title.
    pub title: Arc<str>,
    /// How much a failure weighs.
    pub level: Level,
    /// Where the configuration says so.
    pub level_set: Option<LevelSet>,
    /// What it came to.
    pub outcome: Outcome,
    /// Where its name stands.
    pub place: Span,
    /// Why the house wants it.
    pub because: Option<Arc<str>>,
    /// What it found.
    pub findings: Vec<Finding>,
    /// Why it did not apply, where it did not.
    pub not_applicable: Option<NotApplicable>,
    /// What came out of its options, where it is a decision.
    pub decision: Option<DecisionFacts>,
    /// What it says, clause by clause, with what came out.
    pub lines: Vec<Line>,
    /// What would have to change for it to pass, where it fails.
    pub fixes: Option<Fixes>,
    /// What would settle it, where it is open.
    pub settles: Vec<Settling>,
}

/// A part of a rule, and what came out for it.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is.
    pub role: Role,
    /// The part as it stands in the rule, on one line; for a value of the document its path.
    pub words: String,
    /// Where it stands in the rule.
    pub span: Option<Span>,
    /// Its answer, for a condition.
    pub answer: Option<Answer>,
    /// What a clause came to.
    pub outcome: Option<Outcome>,
    /// What the needs of an option came to.
    pub support: Option<Support>,
    /// The value as readers see it, for a value that is known.
    pub value: Option<String>,
    /// Where the value stands in the document.
    pub place: Option<Place>,
    /// What was missing or unknown.
    pub reasons: Vec<Reason>,
    /// What it rests on.
    pub lines: Vec<Line>,
    /// Items that came out alike and are not told one by one: how many, and what they came to.
    pub left_out: Vec<(usize, String)>,
}

/// What a part of a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `when`
    When,
    /// `let`
    Let,
    /// `for each`
    ForEach,
    /// `require`
    Require,
    /// `forbid`
    Forbid,
    /// An option of a decision.
    Option,
    /// `needs`
    Needs,
    /// `suits`
    Suits,
    /// An item of a list.
    Item,
    /// A condition in a condition.
    Part,
    /// What a definition stands for.
    Meaning,
    /// A row of a table.
    Row,
    /// A value.
    Value,
}

/// The answer of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// It asked about something that nobody wrote.
    Unsaid,
    /// It depends on what is not known.
    Open,
}

impl From<Answers> for Answer {
    fn from(answers: Answers) -> Self {
        if answers.is_true() {
            Self::Yes
        } else if answers.is_false() {
            Self::No
        } else if answers.is_decided() {
            Self::Unsaid
        } else {
            Self::Open
        }
    }
}

/// What would have to change for a rule to pass.
#[derive(Clone, Debug)]
pub struct Fixes {
    /// The ways that were found, the best first; each is confirmed by all rules.
    pub ways: Vec<Fix>,
    /// Up to how many changes together everything was tried.
    pub all_up_to: usize,
    /// How many changed documents were judged.
    pub judged: usize,
}

/// Changes that belong together; they are made in this order.
#[derive(Clone, Debug)]
pub struct Fix {
    /// The changes.
    pub edits: Vec<Edit>,
    /// What the rule comes to: it passes, or no longer applies.
    pub outcome: Outcome,
    /// Rules and checks that would fail then, and do not now.
    pub breaks: Vec<String>,
    /// Rules that would be open then, and are not now.
    pub opens: Vec<String>,
    /// The page of Markdown as it reads after all of them, where the document is one and each could be written.
    pub page: Option<Arc<str>>,
}

/// A change.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What is done.
    pub action: Action,
    /// Where, as users write paths; for an item that is added, the list.
    pub path: String,
    /// Where, from the top of the document: fields, and items from 0. An item that is added has the place behind the last.
    pub way: Vec<Stop>,
    /// What is written: what the document would have to say, or an example of it.
    pub value: Option<Written>,
    /// What stands there now.
    pub now: Option<Written>,
    /// Other values that would do as well.
    pub others: Vec<Written>,
    /// What may stand there, in words: "a `Role`".
    pub wanted: String,
    /// Is it one of a few words, and not a value of any kind?
    pub choice: bool,
    /// The value that changes, or the key of what holds it; nothing for what an earlier change brings in.
    pub place: Option<Span>,
    /// How it is written on a page of Markdown, where the document is one and a way was found.
    pub page: Option<OnPage>,
}

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Writes a value, in the place of one or where there is none.
    Write,
    /// Adds an item to a list.
    Add,
    /// Takes something away.
    Remove,
}

/// An unknown, and what the rule comes to with each value that it may turn out to have.
#[derive(Clone, Debug)]
pub struct Settling {
    /// What is not known.
    pub path: String,
    /// Where that is said.
    pub place: Span,
    /// What the rule comes to with which values.
    pub settled: Vec<Settled>,
}

/// What a rule comes to with some values of an unknown.
#[derive(Clone, Debug)]
pub struct Settled {
    /// What it comes to.
    pub outcome: Outcome,
    /// With which values.
    pub values: Vec<Written>,
}
