//! Rules: what they do, stage by stage.

use std::sync::Arc;

use countersign_source::{Level, Span};

use super::{DecisionId, Effective, Expr, LocalId, PackId, RiskId, StepId};

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, in `kebab-case`.
    pub name: Arc<str>,
    /// The pack that it belongs to; its full id is `pack/name`.
    pub pack: PackId,
    /// The policy sentence that it enforces.
    pub title: Arc<str>,
    /// How much a failure weighs.
    pub level: Level,
    /// The steps of the review that it belongs to; at most one is written today.
    pub step: Option<StepId>,
    /// The risks that its failure stands for.
    pub risks: Vec<RiskId>,
    /// The days on which it is in force; every day where nothing is said.
    pub effective: Option<Effective>,
    /// Where it says that nothing waives it, if it does.
    pub unwaivable: Option<Span>,
    /// The decision whose choice it judges, where it is no rule of its own; its body then holds nothing but `let`s.
    pub decision: Option<DecisionId>,
    /// What it does, in order: `let`, `for each` and `when` first, then clauses.
    pub body: Vec<Stage>,
    /// How many slots its frame has.
    pub frame: u32,
    /// Why the house wants it.
    pub because: Option<Arc<str>>,
    /// The page that teaches it.
    pub concept: Option<Arc<str>>,
    /// References to read.
    pub see: Vec<Arc<str>>,
    /// Where its name stands.
    pub span: Span,
    /// The whole item.
    pub item: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}

impl Rule {
    /// How to call it: `rule` or `decision`.
    #[must_use]
    pub fn sort(&self) -> &'static str {
        if self.decision.is_some() { "decision" } else { "rule" }
    }

    /// Every expression that stands in it, in order; what these are made of is not among them.
    pub fn exprs(&self) -> impl Iterator<Item = &Expr> {
        self.body.iter().flat_map(|stage| match stage {
            Stage::Let { value, .. } => vec![value],
            Stage::ForEach { list, filter, .. } => std::iter::once(list).chain(filter).collect(),
            Stage::When { condition, .. } => vec![condition],
            Stage::Clause(clause) => clause.exprs(),
        })
    }
}

/// One thing that a rule does.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a rule has a handful of stages, made once; a box would only hide the clause"
)]
pub enum Stage {
    /// `let NAME = VALUE`
    Let {
        /// The slot.
        local: LocalId,
        /// The name, for explanations.
        name: Arc<str>,
        /// What goes there.
        value: Expr,
    },
    /// `for each E in LIST [where C]`: what follows is judged once an item.
    ForEach {
        /// The slot of the item.
        local: LocalId,
        /// The name, for explanations.
        name: Arc<str>,
        /// The list.
        list: Expr,
        /// Which items.
        filter: Option<Expr>,
        /// The clause, from its first word.
        span: Span,
    },
    /// `when C`
    When {
        /// The condition.
        condition: Expr,
        /// The clause, from its first word.
        span: Span,
    },
    /// `require C …` or `forbid C …`
    Clause(Clause),
}

/// `require C` or `forbid C`, with what belongs to it.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Is it `forbid`?
    pub forbid: bool,
    /// The condition.
    pub condition: Expr,
    /// What to say when it fails; the rule's title where there is none.
    pub message: Option<Expr>,
    /// Where to point: paths, loop variables and texts from the document.
    pub at: Vec<Expr>,
    /// What to do next.
    pub help: Option<Expr>,
    /// A value to offer.
    pub suggest: Option<Suggestion>,
    /// The clause, from its first word to the end of its condition.
    pub span: Span,
}

impl Clause {
    /// Its condition, then what belongs to it.
    #[must_use]
    pub fn exprs(&self) -> Vec<&Expr> {
        let suggest = self.suggest.iter().flat_map(|suggest| [&suggest.path, &suggest.value]);
        std::iter::once(&self.condition).chain(&self.message).chain(&self.at).chain(&self.help).chain(suggest).collect()
    }
}

/// `suggest PATH = VALUE`
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The field to fill.
    pub path: Expr,
    /// With what.
    pub value: Expr,
}
