//! Searching over documents: for the fewest changes that make a rule pass, and for the smallest documents that show what
//! it does.
//!
//! Nothing here knows what a rule means. Changes are proposed from what the rule looked at ([`moves`]), each is made in a
//! copy of the tree, and the one evaluator says what comes of it. The search is bounded by a number of judgements, has no
//! clock and no randomness, and goes through everything in a fixed order, so that the same question has the same answer.

mod goals;
mod moves;
mod schema;
mod shrink;
mod values;
mod written;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use countersign_compiler::program::{Expr, ExprKind, KindId, PackId, Program, RuleId, Subject, Type};
use countersign_compiler::scalar::Date;
use countersign_document::{NodeId, Tree};
use countersign_evaluator::{
    self as evaluator, Judgement, Limits, Outcome, Request, SchemaFault, Settings, Trace, judge, judge_some,
};
use countersign_source::Level;

use crate::evidence::Evidence;

pub(crate) use goals::Choosing;
pub use goals::Wanted;
pub(crate) use moves::Move;
use moves::Moves;
pub(crate) use schema::Schema;
pub(crate) use values::Pool;
pub(crate) use written::{Change, Way};
pub use written::{Stop, Written};

/// How much a search may do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// How many changed documents it may have judged.
    pub judgements: usize,
    /// How many changes of one kind are put together before it goes for any that lead nearer.
    pub changes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { judgements: 3000, changes: 3 }
    }
}

/// How many steps all judgements of a search may take together, about; a document that takes many is judged less often.
const STEPS: u64 = 3_000_000;

/// How many changed documents are judged however many steps each takes.
const FEWEST: usize = 200;

/// How many changes may be put together where each leads nearer.
const FARTHEST: usize = 24;

/// How many of the states with most promise are followed.
const FOLLOWED: usize = 24;

/// A document under a rule, and how changed copies of it are judged.
pub(crate) struct Case<'a> {
    pub(crate) program: &'a Program,
    pub(crate) kind: KindId,
    pub(crate) root: NodeId,
    pub(crate) wrapped: Option<Arc<str>>,
    pub(crate) packs: &'a [PackId],
    pub(crate) settings: &'a Settings,
    /// The day to judge by, where one is given.
    pub(crate) as_of: Option<Date>,
    /// The map that holds the fields of the earlier revision, in the same tree, where there is one.
    pub(crate) previous: Option<NodeId>,
    /// The files that it gives digests of, where they are at hand.
    pub(crate) evidence: Option<&'a Evidence<'a>>,
    pub(crate) limits: Limits,
    pub(crate) rule: RuleId,
}

/// A changed copy of a document.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) tree: Tree,
    pub(crate) changes: Vec<Change>,
    pub(crate) outcome: Outcome,
    /// How far it is from what is wanted.
    far: u64,
}

impl Budget {
    /// What is left of it for a document whose judgement takes so many steps.
    fn at(self, charged: u64) -> Self {
        let judgements = usize::try_from(STEPS / charged.max(1)).unwrap_or(usize::MAX).max(FEWEST);
        Self { judgements: self.judgements.min(judgements), ..self }
    }
}

/// What a search for changes came to.
#[derive(Debug, Default)]
pub(crate) struct Solved {
    /// The changes that do it, the best first.
    pub(crate) ways: Vec<Solution>,
    /// How many changes were tried together, all of them; where the budget did not reach, fewer.
    pub(crate) all_up_to: usize,
    /// How many changed documents were judged.
    pub(crate) judged: usize,
}

/// Changes after which a rule comes out as wanted, as the whole set of rules confirms.
#[derive(Clone, Debug)]
pub(crate) struct Solution {
    pub(crate) changes: Vec<Change>,
    /// What the rule comes to.
    pub(crate) outcome: Outcome,
    /// Rules and checks that would fail, and do not now.
    pub(crate) breaks: Vec<Subject>,
    /// Rules that would be undetermined, and are not now.
    pub(crate) opens: Vec<Subject>,
    cost: (bool, usize, usize, usize, usize),
}

impl<'a> Case<'a> {
    pub(crate) fn schema(&self) -> Schema<'a> {
        Schema { program: self.program, kind: self.kind, wrapped: self.wrapped.clone() }
    }

    /// What came of looking at the files that a copy gives digests of.
    fn looked(&self, tree: &Tree) -> Option<evaluator::Evidence> {
        self.evidence.map(|evidence| evidence.look(self.program, tree, self.kind, self.root).0)
    }

    fn request<'r>(&'r self, looked: Option<&'r evaluator::Evidence>) -> Request<'r> {
        Request {
            as_of: self.as_of,
            previous: self.previous,
            evidence: looked,
            ..Request::new(self.kind, self.root, self.packs, self.settings, &self.limits)
        }
    }

    /// What the rule looks at in a document, and what it comes to; nothing where a limit was reached.
    pub(crate) fn trace(&self, tree: &Tree) -> Option<(Trace, Judgement)> {
        let mut trace = Trace::default();
        let looked = self.looked(tree);
        let request = self.request(looked.as_ref());
        let judgement = judge_some(self.program, tree, &request, Some(&[self.rule]), &mut trace).ok()?;
        Some((trace, judgement))
    }

    /// What all rules come to; nothing where a limit was reached.
    pub(crate) fn judge(&self, tree: &Tree) -> Option<Judgement> {
        let looked = self.looked(tree);
        judge(self.program, tree, &self.request(looked.as_ref()), &mut ()).ok()
    }

    /// The decision whose choice the rule judges, and what was chosen.
    pub(crate) fn choosing(&self, tree: &Tree) -> Option<Choosing<'a>> {
        let rule = &self.program[self.rule];
        let decision = &self.program[rule.decision?];
        let way = decision.chosen.as_ref().and_then(|chosen| self.way_of(chosen, self.program[rule.pack].kind));
        let chosen = way.as_ref().and_then(|way| tree.text(tree.find(&way.steps())?));
        let chosen = chosen.and_then(|word| decision.option(word.trim()));
        Some(Choosing { decision, way, chosen })
    }

    /// Where the field of a path stands in documents.
    fn way_of(&self, path: &Expr, kind: KindId) -> Option<Way> {
        match &path.kind {
            ExprKind::Document => {
                let inside = self.program[kind].at.clone().filter(|_| kind != self.kind);
                Some(Way(self.wrapped.iter().cloned().chain(inside).map(Stop::Field).collect()))
            }
            ExprKind::Field { base, field } => {
                let Type::Shape(shape) = base.ty else { return None };
                let name = &self.program[shape].fields.get(field.0 as usize)?.name;
                Some(self.way_of(base, kind)?.then(Stop::Field(Arc::clone(name))))
            }
            _ => None,
        }
    }

    /// The changes that could lead on from a document.
    pub(crate) fn moves(&self, tree: &Tree, wanted: Wanted, guards: bool) -> Vec<Move> {
        let Some((trace, judgement)) = self.trace(tree) else { return Vec::new() };
        let idle = outcome(&judgement, self.rule) == Outcome::DoesNotApply;
        let schema = self.schema();
        let stages = trace.of(self.rule).unwrap_or_default();
        let rule = &self.program[self.rule];
        let choosing = self.choosing(tree);
        let mut moves =
            Moves { schema: &schema, tree, rule, choosing, unknowns: wanted == Wanted::Open, idle, found: Vec::new() };
        if guards {
            moves.gather_against_guards(stages);
        } else {
            moves.gather(stages, wanted);
        }
        let mut known = HashSet::new();
        moves.found.retain(|found| known.insert(found.clone()));
        moves.found
    }

    /// A changed copy, judged by the rule alone; nothing where the change cannot be made, or the schema finds more in
    /// it than before.
    fn state(&self, from: &State, changes: &Move, wanted: Wanted, faults: usize) -> Option<State> {
        let mut tree = from.tree.clone();
        let span = tree.span(tree.root());
        for change in changes {
            change.apply(&mut tree, span).ok()?;
        }
        let (trace, judgement) = self.trace(&tree)?;
        if schema_faults(&judgement) > faults {
            return None;
        }
        let outcome = outcome(&judgement, self.rule);
        let far = self.far(&tree, &trace, outcome, wanted);
        let changes = from.changes.iter().chain(changes).cloned().collect();
        Some(State { tree, changes, outcome, far })
    }

    fn far(&self, tree: &Tree, trace: &Trace, outcome: Outcome, wanted: Wanted) -> u64 {
        if outcome == wanted.outcome() {
            return 0;
        }
        let stages = trace.of(self.rule).unwrap_or_default();
        let far = goals::stages(self.program, &self.program[self.rule], stages, wanted);
        let choice = self.choosing(tree).map_or(0, |choosing| choosing.far(self.program, stages, wanted));
        (far + choice).max(1)
    }

    pub(crate) fn start(&self, tree: &Tree, wanted: Wanted) -> Option<(State, usize)> {
        let (trace, judgement) = self.trace(tree)?;
        let outcome = outcome(&judgement, self.rule);
        let far = self.far(tree, &trace, outcome, wanted);
        let state = State { tree: tree.clone(), changes: Vec::new(), outcome, far };
        Some((state, schema_faults(&judgement)))
    }

    /// The fewest changes that make the rule pass: first all single ones, then pairs, then threes, as far as the budget
    /// goes; then any that lead nearer one by one. Changes after which it no longer applies rank behind.
    pub(crate) fn solve(&self, tree: &Tree, budget: Budget) -> Solved {
        let mut solved = Solved::default();
        let Some((start, faults)) = self.start(tree, Wanted::Passes) else { return solved };
        let Some(before) = self.judge(tree) else { return solved };
        let budget = budget.at(self.trace(tree).map_or(0, |(_, judgement)| judgement.charged));
        let mut level = vec![start.clone()];
        let mut seen: HashSet<Vec<Change>> = HashSet::new();
        let mut done: Vec<State> = Vec::new();
        let mut complete = true;
        for depth in 1..=budget.changes {
            let mut next: Vec<State> = Vec::new();
            // The most promising first, so that a budget that does not reach has been used well.
            level.sort_by_key(|state| state.far);
            for state in &level {
                let mut moves = self.moves(&state.tree, Wanted::Passes, false);
                if depth == 1 {
                    moves.extend(self.moves(&state.tree, Wanted::Passes, true));
                }
                for changes in moves {
                    if state.changes.len() + changes.len() > depth && changes.len() == 1 {
                        continue;
                    }
                    let mut key: Vec<Change> = state.changes.iter().chain(&changes).cloned().collect();
                    key.sort_by(|a, b| a.way.cmp(&b.way));
                    if key
                        .windows(2)
                        .any(|pair| matches!(pair, [a, b] if a.way == b.way && a.value.is_some() == b.value.is_some()))
                        || !seen.insert(key)
                    {
                        continue;
                    }
                    if solved.judged >= budget.judgements {
                        complete = false;
                        break;
                    }
                    solved.judged += 1;
                    let Some(after) = self.state(state, &changes, Wanted::Passes, faults) else { continue };
                    if after.outcome < Outcome::Undetermined {
                        done.push(after);
                    } else {
                        next.push(after);
                    }
                }
            }
            if complete {
                solved.all_up_to = depth;
            }
            if done.iter().any(|state| passes(state.outcome)) || !complete {
                break;
            }
            level = next;
        }
        if !done.iter().any(|state| passes(state.outcome)) {
            done.extend(self.descend(start, faults, Wanted::Passes, budget.judgements, &mut solved.judged));
        }
        solved.ways = self.confirmed(tree, &before, done);
        solved
    }

    /// Goes nearer, one change after another, from the most promising documents on.
    fn descend(&self, start: State, faults: usize, wanted: Wanted, budget: usize, judged: &mut usize) -> Option<State> {
        let mut beam = vec![start];
        let most = *judged + budget;
        let mut known: HashSet<String> = HashSet::new();
        for _ in 0..FARTHEST {
            let mut next: Vec<State> = Vec::new();
            for state in &beam {
                for changes in self.moves(&state.tree, wanted, false) {
                    if *judged >= most {
                        break;
                    }
                    *judged += 1;
                    let Some(after) = self.state(state, &changes, wanted, faults) else { continue };
                    if after.outcome == wanted.outcome() {
                        return Some(after);
                    }
                    next.push(after);
                }
            }
            next.sort_by_key(|state| (state.far, state.changes.len()));
            next.retain(|state| {
                let node = state.tree.root();
                known.insert(Written::of_tree(self.program, &state.tree, node, None).json())
            });
            next.truncate(FOLLOWED.min(4));
            if next.is_empty() || *judged >= most {
                return None;
            }
            beam = next;
        }
        None
    }

    /// Those that the whole set of rules confirms, without what they do not need, the best first.
    fn confirmed(&self, tree: &Tree, before: &Judgement, done: Vec<State>) -> Vec<Solution> {
        let offer = before.findings.iter().filter(|finding| finding.subject == Subject::Rule(self.rule));
        let mut offered: BTreeSet<String> =
            offer.clone().filter_map(|finding| finding.suggestion.as_ref()).map(|offer| offer.value.clone()).collect();
        let suggested = offer.clone().filter_map(|finding| finding.choice.as_ref()?.suggestion.as_ref());
        offered.extend(suggested.map(ToString::to_string));
        let reasons: BTreeSet<Arc<str>> = offer
            .clone()
            .flat_map(|finding| finding.reasons.iter().map(|reason| Arc::clone(&reason.place.path)))
            .collect();
        let places: BTreeSet<Arc<str>> =
            offer.flat_map(|finding| finding.places.iter().map(|place| Arc::clone(&place.path))).collect();
        let mut solutions: Vec<Solution> = Vec::new();
        for state in done {
            let changes = self.needed(tree, state.changes, state.outcome);
            if solutions.iter().any(|known| known.changes == changes) {
                continue;
            }
            let mut copy = tree.clone();
            let span = copy.span(copy.root());
            if changes.iter().any(|change| change.apply(&mut copy, span).is_err()) {
                continue;
            }
            let Some(after) = self.judge(&copy) else { continue };
            let outcome = outcome(&after, self.rule);
            if outcome > Outcome::Waived {
                continue;
            }
            let new = |wanted| newly(before, &after, wanted);
            let (breaks, opens) = (new(Outcome::Fails), new(Outcome::Undetermined));
            let mut invents = 0;
            for change in &changes {
                let path = path_of(tree, &self.schema(), &change.way);
                let missing = tree.find(&change.way.steps()).is_none();
                invents += match &change.value {
                    Some(Written::Word(word) | Written::Text(word)) if offered.contains(word) => 0,
                    Some(_) if missing && reasons.contains(path.as_str()) => 0,
                    Some(_) if places.iter().any(|place| **place == *path) => 1,
                    Some(_) if missing => 2,
                    Some(_) => 4,
                    None if places.iter().any(|place| **place == *path) => 3,
                    None => 6,
                };
            }
            let size = changes.iter().filter_map(|change| change.value.as_ref()).map(Written::size).sum();
            let cost = (outcome == Outcome::DoesNotApply, changes.len(), breaks.len() + opens.len(), invents, size);
            solutions.push(Solution { changes, outcome, breaks, opens, cost });
        }
        solutions.sort_by_key(|solution| solution.cost);
        solutions
    }

    /// The changes without those that make no difference.
    fn needed(&self, tree: &Tree, changes: Vec<Change>, outcome_wanted: Outcome) -> Vec<Change> {
        if changes.len() < 2 {
            return changes;
        }
        let comes_to = |changes: &[Change]| {
            let mut copy = tree.clone();
            let span = copy.span(copy.root());
            if changes.iter().any(|change| change.apply(&mut copy, span).is_err()) {
                return false;
            }
            self.trace(&copy).is_some_and(|(_, judgement)| outcome(&judgement, self.rule) == outcome_wanted)
        };
        let mut kept = changes;
        let mut at = kept.len();
        while at > 0 {
            at -= 1;
            let mut fewer = kept.clone();
            fewer.remove(at);
            if comes_to(&fewer) {
                kept = fewer;
            }
        }
        kept
    }

    /// The smallest document that is found from `tree` on for which the rule comes out as wanted.
    pub(crate) fn example(&self, tree: &Tree, wanted: Wanted, budget: Budget) -> (Option<Tree>, usize) {
        let Some((start, faults)) = self.start(tree, wanted) else { return (None, 0) };
        // The one to start from was judged, too.
        let mut judged = 1;
        let found = if start.outcome == wanted.outcome() {
            Some(start)
        } else {
            self.descend(start, faults, wanted, budget.judgements, &mut judged)
        };
        let Some(found) = found else { return (None, judged) };
        let fits = |tree: &Tree| {
            self.trace(tree).is_some_and(|(_, judgement)| {
                schema_faults(&judgement) <= faults && outcome(&judgement, self.rule) == wanted.outcome()
            })
        };
        let schema = self.schema();
        (Some(shrink::shrink(&schema, found.tree, &mut judged, &fits)), judged)
    }
}

/// Is nothing left that anybody has to mend? What is waived stays waived.
fn passes(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Passes | Outcome::Waived)
}

/// What a rule came to.
pub(crate) fn outcome(judgement: &Judgement, rule: RuleId) -> Outcome {
    judgement.rules.iter().find(|result| result.rule == rule).map_or(Outcome::DoesNotApply, |result| result.outcome)
}

fn schema_faults(judgement: &Judgement) -> usize {
    judgement.findings.iter().filter(|finding| finding.fault.is_some()).count()
}

/// The rules and checks that come to this after a change, and did not before. A rule that failed before and is open now
/// is none of them.
fn newly(before: &Judgement, after: &Judgement, wanted: Outcome) -> Vec<Subject> {
    let mut found: Vec<Subject> = Vec::new();
    for result in after.rules.iter().filter(|result| result.outcome == wanted) {
        let was = outcome(before, result.rule);
        if was < wanted && result.level == Level::Error {
            found.push(Subject::Rule(result.rule));
        }
    }
    if wanted == Outcome::Fails {
        let faults = |judgement: &Judgement| -> Vec<SchemaFault> {
            judgement.findings.iter().filter_map(|finding| finding.fault.clone()).collect()
        };
        let known = faults(before);
        for fault in faults(after).iter().filter(|fault| !known.contains(fault)) {
            let check = Subject::Schema(fault.check());
            if !found.contains(&check) {
                found.push(check);
            }
        }
    }
    found
}

/// A way as users write paths.
pub(crate) fn path_of(tree: &Tree, schema: &Schema<'_>, way: &Way) -> String {
    let mut path = String::new();
    let mut here = Way::default();
    for (at, stop) in way.0.iter().enumerate() {
        here = here.then(stop.clone());
        match stop {
            Stop::Field(_) if at == 0 && schema.wrapped.is_some() => {}
            Stop::Field(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Stop::Item(index) => {
                let item = tree.find(&here.steps());
                let shape = match schema.at(&here).map(|spot| spot.ty) {
                    Some(countersign_compiler::program::Type::Shape(shape)) => Some(&schema.program[*shape]),
                    _ => None,
                };
                let key = shape
                    .and_then(|shape| shape.fields.get(shape.key?.0 as usize))
                    .and_then(|field| tree.text(tree.get(item?, &field.name)?));
                match key {
                    Some(key) => path.push_str(&format!("[{key}]")),
                    None => path.push_str(&format!("[{}]", index + 1)),
                }
            }
        }
    }
    path
}
