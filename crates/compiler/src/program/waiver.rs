//! When rules are in force, and the exceptions from them.

use std::sync::Arc;

use countersign_source::Span;

use super::{Expr, PackId, Subject};
use crate::scalar::Date;

/// The days on which a rule is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The first one.
    pub from: Date,
    /// The last one, where there is one.
    pub until: Option<Date>,
    /// The clause, from its first word.
    pub span: Span,
}

impl Effective {
    /// Is this day one of them?
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// An exception that ends: `waive PACK/RULE { … }`.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// What it turns a failure of into a waived finding.
    pub subject: Subject,
    /// The pack that grants it; it counts where that pack runs.
    pub pack: PackId,
    /// Of which failures: the `where`, which is evaluated in the frame of the waived rule.
    pub condition: Option<Expr>,
    /// How many slots that takes, those of the rule included.
    pub frame: u32,
    /// The last day on which it holds, in UTC.
    pub until: Date,
    /// Who approves it.
    pub by: Arc<str>,
    /// Why.
    pub because: Arc<str>,
    /// Where the name of what is waived stands.
    pub span: Span,
    /// Where the last day stands.
    pub until_span: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}
