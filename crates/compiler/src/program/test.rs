//! Tests: a document, changes to it, and what has to come out.

use std::sync::Arc;

use countersign_source::Span;

use crate::scalar::Date;

use super::{DecisionId, Literal, PackId, RuleId, SettingId, Support};

/// A test of a pack's rules.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub title: Arc<str>,
    /// The pack whose rules it runs.
    pub pack: PackId,
    /// The document.
    pub given: Given,
    /// Its earlier revision.
    pub previous: Option<Given>,
    /// What is changed in a copy of it, or of the earlier one, in order.
    pub edits: Vec<TestEdit>,
    /// The settings that are changed, in order.
    pub settings: Vec<(SettingId, Literal)>,
    /// The day that it is judged by; where none is written, the document's own.
    pub as_of: Option<Date>,
    /// What has to come out.
    pub expectations: Vec<Expectation>,
    /// Where its title stands.
    pub span: Span,
}

/// The document of a test.
#[derive(Clone, Debug)]
pub enum Given {
    /// A file, by its path from the folder of the rules file.
    File {
        /// The path.
        path: Arc<str>,
        /// Where it is written.
        span: Span,
    },
    /// A document, written in place (YAML).
    Inline {
        /// The document.
        text: Arc<str>,
        /// Where it is written.
        span: Span,
    },
}

/// A change to a copy of a test's document.
#[derive(Clone, Debug)]
pub struct TestEdit {
    /// What is changed.
    pub path: DocumentPath,
    /// Into what.
    pub value: EditValue,
    /// The clause.
    pub span: Span,
}

/// A place in a document: steps from its root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPath {
    /// Does it begin in the earlier revision?
    pub previous: bool,
    /// The steps.
    pub steps: Vec<PathStep>,
    /// As it was written.
    pub text: Arc<str>,
    /// Where it was written.
    pub span: Span,
}

/// A step of a [`DocumentPath`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// The field of this name.
    Field(Arc<str>),
    /// The item whose key field holds this text.
    Key {
        /// The key field.
        field: Arc<str>,
        /// Its text.
        value: Arc<str>,
    },
    /// The item at this place, from 0.
    Index(usize),
}

/// What a test puts into a place.
#[derive(Clone, Debug, PartialEq)]
pub enum EditValue {
    /// Nothing.
    Missing,
    /// `unknown`
    Unknown,
    /// A value; lists only of single values.
    Literal(Literal),
    /// YAML text.
    Yaml {
        /// The text.
        text: Arc<str>,
        /// Where it was written.
        span: Span,
    },
}

/// What a test expects.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// What.
    pub kind: ExpectationKind,
    /// The clause.
    pub span: Span,
}

/// The expectations of a test.
#[derive(Clone, Debug)]
pub enum ExpectationKind {
    /// `expect RULE OUTCOME [at PATH] [saying "…"]`
    Rule {
        /// Which.
        subject: Subject,
        /// What is to come out.
        outcome: ExpectedOutcome,
        /// Where.
        at: Option<DocumentPath>,
        /// What the message holds.
        saying: Option<Arc<str>>,
    },
    /// `expect verdict is …`
    Verdict(ExpectedVerdict),
    /// `expect option NAME is …`
    Option {
        /// The decision.
        decision: DecisionId,
        /// The position of the option.
        option: usize,
        /// What is to come out.
        support: Support,
    },
    /// `expect suggestion is NAME`
    Suggestion {
        /// The decision.
        decision: DecisionId,
        /// The position of the option; `None` where nothing is to be suggested.
        option: Option<usize>,
    },
    /// `expect nothing else`
    NothingElse,
}

/// What an expectation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A rule.
    Rule(RuleId),
    /// A check of the schema.
    Schema(SchemaCheck),
}

/// The schema's own checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchemaCheck {
    /// `schema/required`: a field that has to be there is not.
    Required,
    /// `schema/type`: a value of the wrong type.
    Type,
    /// `schema/field`: a field that the schema does not know, or one written twice.
    Field,
    /// `schema/member`: a word that is no member of its enum.
    Member,
    /// `schema/key`: two items with one key.
    Key,
    /// `schema/ref`: a reference to no item.
    Ref,
    /// `schema/digest`: a digest that is not the file's.
    Digest,
    /// `schema/unknown`: the bare word `unknown` where a text is wanted.
    Unknown,
}

impl SchemaCheck {
    /// All of them, in order.
    pub const ALL: [Self; 8] =
        [Self::Required, Self::Type, Self::Field, Self::Member, Self::Key, Self::Ref, Self::Digest, Self::Unknown];

    /// The name behind `schema/`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Type => "type",
            Self::Field => "field",
            Self::Member => "member",
            Self::Key => "key",
            Self::Ref => "ref",
            Self::Digest => "digest",
            Self::Unknown => "unknown",
        }
    }
}

/// What a test expects of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpectedOutcome {
    /// `passes`
    Passes,
    /// `fails`
    Fails,
    /// `is undetermined`
    Undetermined,
    /// `does not apply`
    DoesNotApply,
    /// `is waived`
    Waived,
}

/// What a test expects of the whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpectedVerdict {
    /// `ready`
    Ready,
    /// `open`
    Open,
    /// `not-ready`
    NotReady,
}
