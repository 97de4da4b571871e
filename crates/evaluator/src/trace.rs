//! Everything that a judgement looked at, as a tree: what explanations are made of, and what a search for a change sees.

use std::sync::Arc;

use countersign_compiler::program::{DecisionId, ExprId, RuleId, TableId};
use countersign_document::Step;

use crate::facts::{Outcome, Place, Reason};
use crate::listener::Listener;
use crate::truth::Answers;

/// The most items that are kept of those of one list that came out alike.
const ALIKE: usize = 8;

/// What a part of a trace is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The stage of this position in its rule; inside an option the clause of this position.
    Stage(usize),
    /// The option of this position in its decision.
    Option(usize),
    /// The item of this position in the list that the part around it is about.
    Item(usize),
    /// An expression.
    Part(ExprId),
}

/// What is known of a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Its value.
    #[default]
    Known,
    /// That nothing was written.
    Missing,
    /// Not enough to say what it is.
    Open,
}

/// What was seen of a part when it ended.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    /// The answers that are possible, of a condition.
    pub answers: Option<Answers>,
    /// What is known, of a value.
    pub state: Option<State>,
    /// The value as a reader would be shown it.
    pub shown: String,
    /// Where it stands, or would stand, in the document.
    pub place: Option<Place>,
    /// The way from the root of the tree to the value that it is, or is a part of; where it is one of the document.
    pub way: Option<Vec<Step>>,
    /// The same way in the earlier revision; where it is a value of that one.
    pub earlier: Option<Vec<Step>>,
    /// The bytes of that value's text, where it is a part of a text.
    pub words: Option<(u32, u32)>,
    /// How many items a list has, where that is known.
    pub len: Option<usize>,
    /// What was missing or unknown.
    pub reasons: Vec<Reason>,
}

/// A part, and what was looked at for it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What it is about.
    pub subject: Subject,
    /// What was seen.
    pub sight: Sight,
    /// What a `require` or `forbid` came to, waivers counted in.
    pub outcome: Option<Outcome>,
    /// The rows of tables that answered, or could.
    pub rows: Vec<(TableId, usize)>,
    /// What was looked at for it, in order.
    pub parts: Vec<Seen>,
    /// How many items there are that came out like those that are kept, and are not kept themselves.
    pub left_out: Vec<(Alike, usize)>,
}

/// What items have in common that are told of together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The answers of what was asked of each.
    pub answers: Option<Answers>,
    /// What the clauses about each came to.
    pub outcome: Option<Outcome>,
}

impl Seen {
    fn new(subject: Subject) -> Self {
        let sight = Sight::default();
        Self { subject, sight, outcome: None, rows: Vec::new(), parts: Vec::new(), left_out: Vec::new() }
    }

    /// What was seen of this expression, the last time it was looked at for this part.
    #[must_use]
    pub fn part(&self, expr: ExprId) -> Option<&Self> {
        self.parts.iter().rev().find(|part| part.subject == Subject::Part(expr))
    }

    /// The items that were looked at, with their positions.
    pub fn items(&self) -> impl Iterator<Item = (usize, &Self)> {
        self.parts.iter().filter_map(|part| match part.subject {
            Subject::Item(index) => Some((index, part)),
            _ => None,
        })
    }

    /// The worst that a clause in it came to.
    #[must_use]
    pub fn worst(&self) -> Option<Outcome> {
        let below = self.parts.iter().filter(|part| !matches!(part.subject, Subject::Part(_))).map(Self::worst);
        below.fold(self.outcome, Option::max)
    }

    fn alike(&self) -> Alike {
        Alike { answers: self.sight.answers, outcome: self.worst() }
    }

    /// Keeps some of each kind of items.
    fn thin(&mut self) {
        let mut counts: Vec<(Alike, usize)> = Vec::new();
        self.parts.retain(|part| {
            if !matches!(part.subject, Subject::Item(_)) {
                return true;
            }
            let alike = part.alike();
            match counts.iter_mut().find(|(known, _)| *known == alike) {
                Some((_, count)) => {
                    *count += 1;
                    *count <= ALIKE
                }
                None => {
                    counts.push((alike, 1));
                    true
                }
            }
        });
        self.left_out = counts
            .into_iter()
            .filter_map(|(alike, count)| Some((alike, count.checked_sub(ALIKE).filter(|left| *left > 0)?)))
            .collect();
    }
}

/// Keeps what rules looked at.
#[derive(Debug, Default)]
pub struct Trace {
    /// What each rule looked at, in the order of the judgement: its stages.
    pub rules: Vec<(RuleId, Vec<Seen>)>,
    open: Vec<Seen>,
}

impl Trace {
    /// The stages of a rule.
    #[must_use]
    pub fn of(&self, rule: RuleId) -> Option<&[Seen]> {
        self.rules.iter().find(|(id, _)| *id == rule).map(|(_, stages)| &**stages)
    }

    /// Notes what the clause of this position, the last that was looked at, came to.
    fn came_to(&mut self, clause: usize, outcome: Outcome) {
        if let Some(parts) = self.around()
            && let Some(seen) = parts.iter_mut().rev().find(|part| part.subject == Subject::Stage(clause))
        {
            seen.outcome = Some(outcome);
        }
    }

    fn around(&mut self) -> Option<&mut Vec<Seen>> {
        match self.open.last_mut() {
            Some(seen) => Some(&mut seen.parts),
            None => self.rules.last_mut().map(|(_, stages)| stages),
        }
    }
}

impl Listener for Trace {
    const TRACES: bool = true;

    fn rule(&mut self, rule: RuleId) {
        self.open.clear();
        self.rules.push((rule, Vec::new()));
    }

    fn enters(&mut self, subject: Subject) {
        self.open.push(Seen::new(subject));
    }

    fn leaves(&mut self, sight: Sight) {
        let Some(mut seen) = self.open.pop() else { return };
        seen.sight = sight;
        seen.thin();
        // What is looked at between the stages, to say where a finding stands, has decided nothing.
        let between = self.open.is_empty() && matches!(seen.subject, Subject::Part(_));
        if !between && let Some(parts) = self.around() {
            parts.push(seen);
        }
    }

    fn clause(&mut self, _: RuleId, stage: usize, _: Option<countersign_document::NodeId>, outcome: Outcome) {
        self.came_to(stage, outcome);
    }

    fn excused(&mut self, stage: usize, outcome: Outcome) {
        self.came_to(stage, outcome);
    }

    fn option_clause(&mut self, _: DecisionId, _: usize, clause: usize, outcome: Outcome) {
        self.came_to(clause, outcome);
    }

    fn row(&mut self, table: TableId, row: usize) {
        if let Some(seen) = self.open.last_mut() {
            seen.rows.push((table, row));
        }
    }
}

impl Sight {
    /// The path that it stands at, as users write paths.
    #[must_use]
    pub fn path(&self) -> Option<&Arc<str>> {
        self.place.as_ref().map(|place| &place.path)
    }
}
