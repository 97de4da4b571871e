//! What comes out of a judgement: facts, with places, and no words but those that the author of a rule or of the
//! document wrote.

use std::sync::Arc;

use countersign_compiler::program::{Effective, KindId, RuleId, SchemaCheck, StepId, Subject};
use countersign_compiler::scalar::Date;
use countersign_document::NodeId;
use countersign_source::{Level, Span};

use crate::days::AsOf;
use crate::decision::{ChoiceFault, DecisionResult};

/// What a document came to.
#[derive(Debug)]
pub struct Judgement {
    /// The kind that it was judged as.
    pub kind: KindId,
    /// The day that it was judged by, where there is one.
    pub as_of: Option<AsOf>,
    /// Ready, open or not ready.
    pub verdict: Verdict,
    /// What was found: the schema's findings in document order, then those of the rules in the program's order.
    pub findings: Vec<Finding>,
    /// What each rule that was run came to, in the program's order.
    pub rules: Vec<RuleResult>,
    /// The rules of which a prohibition passed because nothing was written, in the program's order.
    pub on_nothing: Vec<RuleId>,
    /// What each decision came to, in the program's order.
    pub decisions: Vec<DecisionResult>,
    /// What became of each waiver of something that was run.
    pub waivers: Vec<WaiverUse>,
    /// Where each step of the review stands, in order; the steps of the packs that were run.
    pub steps: Vec<(StepId, Standing)>,
    /// What was done to get here.
    pub work: Work,
    /// How many of the steps that its limit allows it took.
    pub charged: u64,
}

/// What a document comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No error-level rule fails or is undetermined, and the schema has found nothing, but for what is waived.
    Ready,
    /// None fails, but one is undetermined.
    Open,
    /// One fails, or the schema has found something.
    NotReady,
}

/// Where a step of the review stands: as the worst of its rules that applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// None of its rules applied.
    NotChecked,
    /// All of its rules passed.
    Done,
    /// None is broken, but what a waiver excuses.
    Waived,
    /// None of the level error is undetermined or fails, but a warning or a note has something to say.
    Remarked,
    /// One of the level error is undetermined.
    Open,
    /// One of the level error fails.
    NotDone,
}

/// What a rule came to.
#[derive(Debug)]
pub struct RuleResult {
    /// Which rule.
    pub rule: RuleId,
    /// What it came to.
    pub outcome: Outcome,
    /// How much that weighs: the rule's level, or less for a choice that is supported but does not suit.
    pub level: Level,
    /// Why, where it does not apply.
    pub not_applicable: Option<NotApplicable>,
}

/// What a rule comes to. The order is from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It has nothing to say about this document.
    DoesNotApply,
    /// All is well.
    Passes,
    /// It is broken, and waived wherever it is.
    Waived,
    /// It depends on what is not known yet.
    Undetermined,
    /// It is broken.
    Fails,
}

/// Why a rule does not apply.
#[derive(Clone, Debug)]
pub enum NotApplicable {
    /// A `when` (or each item's `where`) is not true.
    Guard {
        /// The clause in the rule's file.
        clause: Span,
        /// What was not written, where that is the cause.
        reasons: Vec<Reason>,
        /// Where the document decided it, if it did.
        places: Vec<Place>,
    },
    /// It is not in force on the day that the document is judged by.
    NotInForce {
        /// When it is.
        effective: Effective,
        /// The day, and who says so.
        as_of: AsOf,
    },
    /// All its clauses passed only because they looked at nothing: the lists that held nothing.
    NothingToLookAt(Vec<Reason>),
    /// A decision whose choice nobody wrote.
    NoChoice(Reason),
    /// A decision that asks for no choice: it only compares.
    OnlyCompares,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule or the schema's check.
    pub subject: Subject,
    /// How much it weighs.
    pub level: Level,
    /// [`Outcome::Fails`], [`Outcome::Undetermined`] or [`Outcome::Waived`].
    pub outcome: Outcome,
    /// The `require` or `forbid` in the rule's file that asked for it; for an undetermined guard the guard.
    pub clause: Option<Span>,
    /// What the rule's author has to say: the `else`, or the rule's title where there is none or where the outcome is
    /// undetermined. Empty for findings of the schema, which have `fault`.
    pub said: String,
    /// What the author offers as help.
    pub help: Option<String>,
    /// A value that the author offers, where it is known and its place can be written to.
    pub suggestion: Option<Suggestion>,
    /// Where, the most important place first; never empty.
    pub places: Vec<Place>,
    /// What was missing or unknown and had a part in it: for a failure what was not written, for an undetermined one the
    /// unknowns that would settle it.
    pub reasons: Vec<Reason>,
    /// What the schema found.
    pub fault: Option<SchemaFault>,
    /// What is the matter with the choice, where a decision has found it.
    pub choice: Option<ChoiceFault>,
    /// The waiver that speaks of it: one that excuses it, that may, or that did until it ended.
    pub waiver: Option<Waived>,
}

/// A waiver that speaks of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// Whether it excuses the finding.
    pub state: WaiverState,
    /// The last day on which it holds.
    pub until: Date,
    /// Who approves it.
    pub by: Arc<str>,
    /// Why.
    pub because: Arc<str>,
    /// Where it stands.
    pub span: Span,
    /// Was it held against the document's own day?
    pub on_own_word: bool,
}

/// Whether a waiver excuses a finding that it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverState {
    /// It does: the finding is waived.
    Holds,
    /// Its condition asks about what is not known yet, so the finding is open.
    Undecided,
    /// It would, but its last day has passed: the finding is a failure.
    Expired,
}

/// What became of a waiver in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverUse {
    /// What it waives.
    pub subject: Subject,
    /// Where it stands.
    pub span: Span,
    /// The last day on which it holds.
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

/// A value to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The path to write to, as users write paths.
    pub path: String,
    /// The value, as the document would spell it.
    pub value: String,
    /// The value that it replaces, or the map that it goes into.
    pub place: Place,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The value that is meant; for what is not written its nearest written ancestor.
    pub node: NodeId,
    /// Which part of it.
    pub part: Part,
    /// The path of what is meant, as users write paths: `evidence[E1].source`; empty for the document itself.
    pub path: Arc<str>,
    /// Is what is meant not written? Then the place is that of the ancestor, to point at its key.
    pub missing: bool,
}

/// A part of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of it.
    Value,
    /// The key that it was written under.
    Key,
    /// Some of the words of a text: bytes of the decoded text, from and to.
    Words(u32, u32),
    /// Not of the document at all, but of a data file, which it stands at this place in.
    Data(Span),
}

/// Something that nobody wrote, or that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// What is the matter with it.
    pub lack: Lack,
    /// Where it is, or would be.
    pub place: Place,
}

/// What is the matter with a value that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// Nobody wrote it.
    Missing,
    /// It is the earlier revision, and none was given.
    NoRevision,
    /// A list, and there is nothing in it (or nobody wrote it).
    Empty,
    /// A list with items, and none of them is one that is asked for.
    NoneFits,
    /// The analyst says that it is not known, and perhaps why.
    Unknown(Option<Arc<str>>),
    /// What was written does not fit its type; the schema has a finding about it.
    Unfit,
    /// What was to be computed cannot be: a number too large, a day before the calendar.
    Uncomputable,
}

/// What the schema found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaFault {
    /// A field that has to be there is not; the place is the parent's key (or the document's start).
    Required {
        /// The field.
        field: Arc<str>,
        /// How the shape is called.
        shape: Arc<str>,
        /// What was most likely written for it; the place is then that of this name.
        written: Option<Arc<str>>,
    },
    /// A value of the wrong type.
    Type {
        /// What was wanted, in the author's terms: `a number`, `a 12-digit account id`, `a list`.
        wanted: Arc<str>,
        /// What was found: `a list`, `the text`, with the text where it is short.
        found: Arc<str>,
        /// What to do about it, where that is known: quote it, add an offset.
        hint: Option<Arc<str>>,
    },
    /// A field that the shape does not have.
    Field {
        /// The field as written.
        field: Arc<str>,
        /// How the shape is called.
        shape: Arc<str>,
        /// The nearest name that it does have.
        nearest: Option<Arc<str>>,
        /// The names that it has.
        known: Vec<Arc<str>>,
    },
    /// A word that is no member.
    Member {
        /// The word.
        word: Arc<str>,
        /// The enum.
        name: Arc<str>,
        /// The nearest member.
        nearest: Option<Arc<str>>,
        /// The members.
        members: Vec<Arc<str>>,
    },
    /// Two items with the same key; the second place of the finding is the first item's.
    Key {
        /// The key field.
        field: Arc<str>,
        /// Its value.
        value: Arc<str>,
    },
    /// A reference to no item; the second place of the finding is the list that it looks in.
    Ref {
        /// The reference.
        value: Arc<str>,
        /// The path that it looks in, as in `evidence.id`.
        path: Arc<str>,
        /// The nearest key.
        nearest: Option<Arc<str>>,
    },
    /// The bare word `unknown` where a text is wanted.
    Unknown,
    /// A time without an offset that no zone of the document makes a point in time.
    Local {
        /// The time as written.
        written: Arc<str>,
        /// Why it is none.
        why: LocalWhy,
    },
    /// `timezone` names no time zone.
    Zone {
        /// What it says.
        word: Arc<str>,
        /// The zone that was most likely meant.
        nearest: Option<Arc<str>>,
    },
    /// A digest that is not the file's; the second place of the finding is the field that names the file.
    Digest {
        /// Where the file is.
        location: Arc<str>,
        /// The digest as written.
        claimed: Arc<str>,
        /// The file's.
        found: Arc<str>,
    },
}

/// Why a time without an offset is no point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocalWhy {
    /// The document names no time zone.
    NoZone,
    /// The clocks of the zone show it twice.
    Twice {
        /// The zone.
        zone: Arc<str>,
        /// The earlier point, as it would be written.
        first: Arc<str>,
        /// The later one.
        second: Arc<str>,
    },
    /// The clocks of the zone never show it.
    Never {
        /// The zone.
        zone: Arc<str>,
        /// What it would be by the clock from before.
        before: Arc<str>,
        /// What it would be by the clock from after.
        after: Arc<str>,
    },
}

impl SchemaFault {
    /// The check that found it.
    #[must_use]
    pub fn check(&self) -> SchemaCheck {
        match self {
            Self::Required { .. } => SchemaCheck::Required,
            Self::Type { .. } => SchemaCheck::Type,
            Self::Field { .. } => SchemaCheck::Field,
            Self::Member { .. } => SchemaCheck::Member,
            Self::Key { .. } => SchemaCheck::Key,
            Self::Ref { .. } => SchemaCheck::Ref,
            Self::Unknown => SchemaCheck::Unknown,
            Self::Local { .. } | Self::Zone { .. } => SchemaCheck::Type,
            Self::Digest { .. } => SchemaCheck::Digest,
        }
    }
}

/// The proof of work of one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Rules that passed.
    pub passed: usize,
    /// Rules that failed.
    pub failed: usize,
    /// Rules that failed, and were waived wherever they did.
    pub waived: usize,
    /// Rules that are undetermined.
    pub open: usize,
    /// Rules that did not apply.
    pub not_applicable: usize,
    /// `require` and `forbid` clauses that were evaluated, once for each item that they were asked of.
    pub clauses: usize,
    /// `forbid` clauses that passed because what they ask about was not written.
    pub passed_on_nothing: usize,
    /// Values that the schema was held against.
    pub values: usize,
}
