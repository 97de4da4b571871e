//! The façade: everything that a door (command line, language server, binding) may ask of the house.
//!
//! A [`House`] is packs, compiled. [`open`] reads them through a [`Host`], which is the only way to a file that this
//! crate has; [`House::check`] judges the documents of one [`Input`], [`House::test`] runs the tests of the packs, and
//! [`House::packs`] and [`House::rules`] tell what there is. What comes back is facts, resolved so far that nobody
//! above needs a program or a document tree to read them: every place is a [`Span`](countersign_source::Span) of the
//! [`Files`](countersign_source::Files) that come along, and a path as users write paths. The sentences that are
//! always the same for the same facts (what is missing, what the schema found) are made in one module here, so that
//! each report says them alike; layout, colour, lines and columns belong to the reports.

mod beside;
mod book;
mod check;
mod checked;
mod configuration;
mod coverage;
mod decide;
mod decisions;
mod evidence;
mod examples;
mod explain;
mod filter;
mod fingerprint;
mod form;
mod headings;
mod host;
mod layout;
mod lint;
mod listing;
mod messages;
mod mutate;
mod named;
mod outline;
mod packs;
mod pages;
mod presented;
mod previous;
mod proof;
mod resolve;
mod revisions;
mod run;
mod search;
mod shipped;
mod shipped_values;
mod shop;
mod start;
mod views;
mod waivers;
mod words;

pub use beside::Concept;
pub use book::{
    Book, DataEntry, DefinitionEntry, EnumEntry, FieldEntry, OptionEntry, PackChapter, RuleEntry, SettingEntry,
    ShapeEntry, TableEntry, WaiverEntry,
};
pub use check::{Checking, Input};
pub use checked::{
    AsOf, Checked, CheckedDocument, Fault, Finding, KindFacts, KindFound, LevelSet, Named, NotApplicable, Offer, Place,
    Reason, StepFacts, Waiver, WaiverUse, WhyNot,
};
pub use configuration::{
    CODES, CONFIGURATION_FILE, Configuration, ConfigurationProblem, Effective, From, KEYS, Key, Said,
};
pub use countersign_compiler::analysis::{LINTS, Lint, LintFacts, Polynomial, Size};
pub use countersign_compiler::program::Support;
pub use countersign_compiler::scalar::{Date, Instant};
pub use countersign_evaluator::{Lack, Outcome, Standing, State, Verdict, WaiverState, Work};
pub use coverage::{Branch, Coverage, ItemCoverage, ItemSort, PackCoverage, Point, PointSort, percent};
pub use decide::{Decided, DecidedDocument, DecidedInput, OptionSettled, OptionSettling};
pub use decisions::{ApproverFacts, ChoiceFacts, DecisionFacts, OptionFacts, UnmetFacts};
pub use evidence::{EVIDENCE_BYTES, Evidence, EvidenceFacts};
pub use examples::{Deciding, Example, RuleExamples, Sought};
pub use explain::{
    Action, Answer, Deed, Edit, Explained, ExplainedDocument, ExplainedRule, Fix, Fixes, Line, OnPage, Role, Settled,
    Settling, comes_to,
};
pub use filter::Filter;
pub use form::Fillable;
pub use host::{Entry, EntryKind, FILE_BYTES, Host, HostError, Trouble, knows};
pub use layout::{LaidOut, Layout, lay_out};
pub use lint::{Corpus, LARGE, LintOptions, Linted, Opaque, RuleCost};
pub use listing::{ListedDecision, ListedPack, Listing};
pub use mutate::{ChangeKind, Mutation, PackMutation, Unnoticed};
pub use packs::{
    Difference, ExcerptLine, Failure, Mark, Origin, PackFacts, RuleFacts, TestOutcome, TestResult, TestRun,
};
pub use pages::{Page, RulePage, TextPage, Used, WaiverFacts, message_pages, text_pages};
pub use presented::{Holds, NoField, Presented, PresentedDocument, Shown, day_in_utc, in_utc, iso_in_utc};
pub use revisions::{
    Came, Compared, ComparedTotals, OutcomeChange, Revisions, RuleChange, RuleChangeKind, Side, Stands,
};
pub use run::{FailOn, NothingChecked, Totals};
pub use search::{Stop, Wanted, Written};
pub use shop::{House, OpenOptions, Opened, Which, configured, open};
pub use start::{Start, Started};
pub use views::{Head, View, ViewFormat, Views};
pub use waivers::Waivers;
