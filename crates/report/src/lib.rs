//! Facts into words: for terminals, for pages, and for the programs that take findings in.
//!
//! A report is a pure function from the façade's facts to text: it evaluates nothing, reads nothing, and does not know
//! where its text goes. [`check`] gives the writer of a [`Format`], to which documents are handed one after another, so
//! that a run of any length takes no more memory than its largest document. What people read is written through one
//! sink that makes every control, format, bidirectional and zero-width character visible; what machines read goes
//! through serde mirrors of this crate, so that the wire format is a decision and no accident. Each shape of JSON has
//! its schema beside it, see [`SCHEMAS`].

mod book;
mod concise;
mod configuration;
mod coverage;
mod decide;
mod diff;
pub mod drawing;
mod examples;
mod explain;
mod github;
mod gitlab;
mod handover;
mod human;
mod ink;
mod json;
mod junit;
mod layout;
mod lints;
mod listing;
mod markdown;
mod markdown_check;
mod messages;
mod mutation;
mod page;
mod places;
mod rdjson;
mod remarks;
mod sarif;
mod schema;
mod snippet;
mod tap;
mod tested;
mod view;
mod views;
mod visible;

use countersign_house::{Checked, CheckedDocument, Date, Totals};
use countersign_source::{Diagnostic, Files};

pub use book::{BookFormat, rules_book};
pub use configuration::effective;
pub use coverage::{CoverageFormat, rules_covered};
pub use decide::decided;
pub use diff::{DiffFormat, RulesDiff};
pub use examples::rule_examples;
pub use explain::explained;
pub use handover::HandoverFormat;
pub use layout::{LayoutTotals, rules_difference, rules_laid_out, rules_layout_total};
pub use lints::{lints_listed, rules_costed, rules_linted};
pub use listing::{rules_checked, rules_listed};
pub use mutation::rules_mutated;
pub use page::page;
pub use schema::{SCHEMAS, Schema};
pub use tested::{TestFormat, rules_tested};
pub use views::{NotRendered, ViewOutput, rendered_view, views_listed};

/// How a report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Is it coloured with terminal sequences?
    pub color: bool,
    /// How wide the terminal is, in characters.
    pub width: usize,
    /// Does it say of each rule why it did not apply?
    pub verbose: bool,
    /// Does it keep to what needs attention?
    pub quiet: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 100, verbose: false, quiet: false }
    }
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: source, labels, help.
    Human,
    /// A line a finding.
    Concise,
    /// For programs.
    Json,
}

impl Format {
    /// All of them, with their names as users write them.
    pub const ALL: [(&'static str, Self); 3] =
        [("human", Self::Human), ("concise", Self::Concise), ("json", Self::Json)];

    /// The format of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }
}

/// The formats of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckFormat {
    /// For people: source, labels, help.
    Human,
    /// A line a finding.
    Concise,
    /// For programs: one object.
    Json,
    /// For programs that read along: a line a document.
    Ndjson,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For what shows tests: JUnit XML.
    Junit,
    /// For what shows tests: the Test Anything Protocol.
    Tap,
    /// For GitHub Actions: workflow commands.
    Github,
    /// For GitLab: Code Quality.
    Gitlab,
    /// For reviewdog: rdjson.
    Rdjson,
    /// For a comment on a change, or the summary of a job.
    Markdown,
}

impl CheckFormat {
    /// All of them, with their names as users write them.
    pub const ALL: [(&'static str, Self); 11] = [
        ("human", Self::Human),
        ("concise", Self::Concise),
        ("json", Self::Json),
        ("ndjson", Self::Ndjson),
        ("sarif", Self::Sarif),
        ("junit", Self::Junit),
        ("tap", Self::Tap),
        ("github", Self::Github),
        ("gitlab", Self::Gitlab),
        ("rdjson", Self::Rdjson),
        ("markdown", Self::Markdown),
    ];

    /// The format of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }
}

/// Writes what a check came to, piece by piece; the pieces are to be printed one after another.
pub trait CheckReport {
    /// What stands before everything; `as_of` is the day that was given to judge by.
    fn start(&mut self, as_of: Option<Date>) -> String {
        let _ = as_of;
        String::new()
    }

    /// A document that was judged.
    fn document(&mut self, document: &CheckedDocument) -> String;

    /// What could not be checked, or is to be said about the rules. People are shown this apart, by [`diagnostic`].
    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        let _ = (files, errors);
    }

    /// What stands behind everything.
    fn end(&mut self, totals: &Totals) -> String;

    /// What came next, a document or errors.
    fn checked(&mut self, checked: &Checked) -> String {
        match checked {
            Checked::Document(document) => self.document(document),
            Checked::Errors { files, errors, .. } => {
                self.errors(files, errors);
                String::new()
            }
        }
    }
}

/// The writer of a format.
#[must_use]
pub fn check(format: CheckFormat, style: Style) -> Box<dyn CheckReport> {
    match format {
        CheckFormat::Human => Box::new(human::Human::new(style)),
        CheckFormat::Concise => Box::new(concise::Concise::new(style)),
        CheckFormat::Json => Box::new(json::check::Json::new()),
        CheckFormat::Ndjson => Box::new(json::stream::Stream::new()),
        CheckFormat::Sarif => Box::new(sarif::Sarif::default()),
        CheckFormat::Junit => Box::new(junit::Junit::default()),
        CheckFormat::Tap => Box::new(tap::Tap::default()),
        CheckFormat::Github => Box::new(github::Github::default()),
        CheckFormat::Gitlab => Box::new(gitlab::Gitlab::default()),
        CheckFormat::Rdjson => Box::new(rdjson::Rdjson::default()),
        CheckFormat::Markdown => Box::new(markdown_check::Markdown::default()),
    }
}

/// One message about rules or input, for people, with an empty line behind it.
#[must_use]
pub fn diagnostic(style: Style, files: &Files, diagnostic: &Diagnostic) -> String {
    human::Human::new(style).diagnostic(files, diagnostic)
}

/// `1 rule`, `2 rules`.
fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// A text of several lines with everything in them visible.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => format!("{}\n", visible::visible(line)),
            None => visible::visible(line).into_owned(),
        })
        .collect()
}
