//! Decisions: options, and what each of them needs.

use std::sync::Arc;

use countersign_source::Span;

use super::{Clause, Expr, PackId, RuleId};

/// A decision. What the document chose is judged by a [`Rule`](super::Rule) of the decision's name, which holds its level,
/// its step, its reasons, and as its body the `let`s that all options see.
#[derive(Clone, Debug)]
pub struct Decision {
    /// That rule.
    pub rule: RuleId,
    /// The field of the document that says which option was chosen: a member of an enum, or a text.
    pub chosen: Option<Expr>,
    /// The options, in order: its own, then those that other packs add.
    pub options: Vec<DecisionOption>,
    /// The sentence about what is recommended, and who has still to say yes: a text, with holes.
    pub boundary: Option<Expr>,
}

impl Decision {
    /// The position of the option of this name.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<usize> {
        self.options.iter().position(|option| &*option.name == name)
    }
}

impl DecisionOption {
    /// Every expression that stands in it, in order; what these are made of is not among them.
    pub fn exprs(&self) -> impl Iterator<Item = &Expr> {
        self.clauses.iter().flat_map(|part| part.clause.exprs()).chain(&self.approver)
    }
}

/// An option of a [`Decision`].
#[derive(Clone, Debug)]
pub struct DecisionOption {
    /// Its name, as documents spell the choice.
    pub name: Arc<str>,
    /// What it means, in words.
    pub title: Arc<str>,
    /// The pack that declares it: the decision's own, or one that extends it.
    pub pack: PackId,
    /// What it needs and what it suits, in the order written.
    pub clauses: Vec<OptionClause>,
    /// Who has to approve it: a member of an enum, or a text.
    pub approver: Option<Expr>,
    /// Where its name stands.
    pub span: Span,
    /// The whole option.
    pub item: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}

/// `needs C …` or `suits C …`.
#[derive(Clone, Debug)]
pub struct OptionClause {
    /// Is it `suits`?
    pub suits: bool,
    /// The condition, with what belongs to it.
    pub clause: Clause,
    /// The condition as it was written, on one line.
    pub written: Arc<str>,
}

/// What the needs of an option come to. The order is from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Support {
    /// All that it needs is there.
    Supported,
    /// It depends on what is not known yet.
    Open,
    /// Something that it needs is not there.
    NotSupported,
}
