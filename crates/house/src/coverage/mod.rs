//! What the tests have seen of the rules: which answers each condition gave, which rows of tables were asked, what each
//! rule came to.
//!
//! `points` finds what there is to see, `seen` hears what was. Only tests that pass count: what a failing one went
//! through proves nothing.

mod points;
mod seen;

use std::sync::Arc;

use countersign_evaluator::Limits;
use countersign_source::{Files, Span};

use crate::proof::{Preparer, Proof, judged};
use crate::{Filter, Host, House, TestOutcome, TestResult, Which};
pub(crate) use seen::Seen;

/// What the tests have seen.
#[derive(Debug)]
pub struct Coverage {
    /// The files that all spans point into.
    pub files: Arc<Files>,
    /// The packs that were asked for, in order.
    pub packs: Vec<PackCoverage>,
    /// How many tests were run and pass.
    pub passed: usize,
    /// The tests that do not pass, and do not count.
    pub unmet: Vec<TestResult>,
}

/// What the tests have seen of one pack.
#[derive(Debug)]
pub struct PackCoverage {
    /// Its name.
    pub name: Arc<str>,
    /// Its rules, decisions, definitions, tables and waivers, in the order of the program.
    pub items: Vec<ItemCoverage>,
}

/// What the tests have seen of one rule, definition or table.
#[derive(Debug)]
pub struct ItemCoverage {
    /// What it is.
    pub sort: ItemSort,
    /// `pack/name`; of a waiver, the name of what it waives.
    pub id: String,
    /// Where its name stands.
    pub place: Span,
    /// What there is to see of it.
    pub points: Vec<Point>,
}

/// What can be covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemSort {
    /// A rule.
    Rule,
    /// A decision.
    Decision,
    /// A definition.
    Definition,
    /// A table.
    Table,
    /// A waiver.
    Waiver,
}

/// One thing to see: a condition, a row, a rule's outcome.
#[derive(Clone, Debug)]
pub struct Point {
    /// What it is.
    pub sort: PointSort,
    /// Where it stands.
    pub place: Span,
    /// Its words, on one line.
    pub text: String,
    /// The ways that it can go.
    pub branches: Vec<Branch>,
}

/// What a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointSort {
    /// What the rule comes to.
    Outcome,
    /// A `require`.
    Require,
    /// A `forbid`.
    Forbid,
    /// A `when`.
    When,
    /// A `where`.
    Where,
    /// A condition that has a name: a `let`, or the body of a definition.
    Named,
    /// One of the conditions that an `and`, `or` or `implies` joins.
    Term,
    /// What `every` or `some` asks of each item.
    Each,
    /// An option of a decision.
    Option,
    /// What an option needs.
    Needs,
    /// What an option suits.
    Suits,
    /// A row of a table.
    Row,
    /// What a waiver does of a failure.
    Until,
}

/// A way that a point can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// `true`, `false`, `unsaid`, `unknown`; `passes`, `fails`, `undetermined`, `does not apply`;
    /// `supported`, `not supported`, `open`; `asked`; `waives`, `ended`.
    pub name: &'static str,
    /// How often it went so.
    pub seen: usize,
    /// Does it count? Whether something is unsaid or unknown is worth a test, but not owed for everything.
    pub wanted: bool,
}

impl Point {
    /// The ways that count and that no test went.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        self.branches.iter().filter(|branch| branch.wanted && branch.seen == 0).map(|branch| branch.name)
    }

    /// Has no test gone any way?
    #[must_use]
    pub fn untouched(&self) -> bool {
        self.branches.iter().all(|branch| branch.seen == 0)
    }
}

impl ItemCoverage {
    /// How many of the ways that count were gone, and how many there are.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let wanted = || self.points.iter().flat_map(|point| &point.branches).filter(|branch| branch.wanted);
        (wanted().filter(|branch| branch.seen > 0).count(), wanted().count())
    }
}

impl PackCoverage {
    /// How many of the ways that count were gone, and how many there are.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        sum(self.items.iter().map(ItemCoverage::counts))
    }
}

impl Coverage {
    /// How many of the ways that count were gone, and how many there are.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        sum(self.packs.iter().map(PackCoverage::counts))
    }
}

fn sum(counts: impl Iterator<Item = (usize, usize)>) -> (usize, usize) {
    counts.fold((0, 0), |(gone, all), (more, of)| (gone + more, all + of))
}

/// A share in percent, rounded down, so that 100 is only said of all; all of nothing is 100.
#[must_use]
pub fn percent(part: usize, all: usize) -> usize {
    (part * 100).checked_div(all).unwrap_or(100)
}

impl House {
    /// Runs the tests of the packs, and hears what they see of the rules, definitions, tables and waivers that `filter` lets in.
    #[must_use]
    pub fn coverage(&self, host: &dyn Host, which: Which, filter: &Filter) -> Coverage {
        let mut preparer = Preparer::new(self, host);
        let mut seen = Seen::default();
        let (mut passed, mut unmet) = (0, Vec::new());
        for test in self.chosen_tests(which, &Filter::all()) {
            let mut heard = Seen::default();
            let outcome = match preparer.prepare(test) {
                Err(errors) => TestOutcome::Broken(errors),
                Ok(prepared) => match judged(&self.program, test, &prepared, &Limits::default(), &mut heard) {
                    Err(trouble) => crate::proof::not_judged(test, &trouble),
                    Ok(judgement) => {
                        heard.outcomes(&judgement);
                        Proof { program: &self.program, test, prepared: &prepared, judgement: &judgement }.outcome()
                    }
                },
            };
            if let TestOutcome::Passed = outcome {
                passed += 1;
                seen.add(&heard);
                continue;
            }
            unmet.push(TestResult {
                title: Arc::clone(&test.title),
                pack: Arc::clone(&self.program[test.pack].name),
                place: test.span,
                outcome,
            });
        }
        let files = Arc::new(preparer.into_files());
        let packs = self
            .chosen(which)
            .into_iter()
            .map(|pack| PackCoverage {
                name: Arc::clone(&self.program[pack].name),
                items: points::items(&self.program, &files, pack, &seen)
                    .into_iter()
                    .filter(|item| !item.points.is_empty() && filter.lets_in(&item.id))
                    .collect(),
            })
            .collect();
        Coverage { files, packs, passed, unmet }
    }
}
