//! Changes that could bring a document nearer to what is wanted, derived from the conditions that are in the way.

use std::collections::HashMap;
use std::sync::Arc;

use countersign_compiler::program::{Expr, ExprKind, LocalId, Program, Rule, Stage, Type};
use countersign_document::Tree;
use countersign_evaluator::{Outcome, Seen, Sight, State};

use super::goals::{Choosing, Goal, Names, Wanted, stage_of};
use super::schema::Schema;
use super::values::{Pool, tidied};
use super::written::{Change, Stop, Way, Written};

/// The most items of a list that are looked at for changes.
const ITEMS: usize = 6;

/// The most values that a field of a new item is tried with.
const VARIED: usize = 6;

/// How deep definitions are gone into.
const DEEPEST: usize = 32;

/// Changes that belong together.
pub(crate) type Move = Vec<Change>;

/// Where the changes of one document come from.
pub(crate) struct Moves<'t> {
    pub(crate) schema: &'t Schema<'t>,
    pub(crate) tree: &'t Tree,
    pub(crate) rule: &'t Rule,
    /// What is chosen, where the rule judges a choice.
    pub(crate) choosing: Option<Choosing<'t>>,
    /// Is it also tried to say that something is not known?
    pub(crate) unknowns: bool,
    /// Has the rule looked at nothing so far? Then what is well is changed, too.
    pub(crate) idle: bool,
    pub(crate) found: Vec<Move>,
}

/// A value of the document that a condition asks about.
struct Source<'t> {
    way: Way,
    sight: &'t Sight,
}

/// What a condition without conditions in it rests on.
#[derive(Default)]
struct Ground<'t> {
    sources: Vec<Source<'t>>,
    pool: Pool,
}

impl<'t> Moves<'t> {
    fn program(&self) -> &'t Program {
        self.schema.program
    }

    /// Gathers the changes for what is wanted.
    pub(crate) fn gather(&mut self, seen: &'t [Seen], wanted: Wanted) {
        let mut names = Names::new();
        super::goals::lets(self.rule, seen, &mut names);
        self.stages(seen, wanted, &names);
        self.choice(seen, wanted, &names);
    }

    /// Other choices, and changes that let the one that was made stand.
    fn choice(&mut self, seen: &'t [Seen], wanted: Wanted, names: &Names<'t>) {
        let Some(choosing) = &self.choosing else { return };
        let (decision, chosen, clauses) = (choosing.decision, choosing.chosen, choosing.clauses(seen));
        if let Some(way) = choosing.way.clone() {
            let textual = self.schema.at(&way).is_some_and(|spot| spot.ty.is_textual());
            for (_, option) in decision.options.iter().enumerate().filter(|(at, _)| Some(*at) != chosen) {
                let name = option.name.to_string();
                self.write(&way, if textual { Written::Text(name) } else { Written::Word(name) });
            }
            if self.unknowns {
                self.write(&way, Written::Unknown);
            }
        }
        for (clause, part) in clauses {
            if let Some(part) = part.part(clause.condition.id) {
                self.walk(&clause.condition, part, wanted.of(clause), names, DEEPEST);
            }
        }
    }

    /// Gathers changes after which the rule has nothing to say any more.
    pub(crate) fn gather_against_guards(&mut self, seen: &'t [Seen]) {
        let mut names = Names::new();
        super::goals::lets(self.rule, seen, &mut names);
        let choice = self.choosing.as_ref().and_then(|choosing| choosing.way.clone());
        if let Some(way) = choice.filter(|way| self.schema.optional(way)) {
            self.found.push(vec![Change { way, value: None }]);
        }
        for part in seen {
            match stage_of(self.rule, part) {
                Some((Stage::When { condition, .. }, _)) => {
                    if let Some(part) = part.part(condition.id) {
                        self.walk(condition, part, Goal::NotTrue, &names, DEEPEST);
                    }
                }
                Some((Stage::ForEach { list, .. }, _)) => {
                    if let Some(list) = part.part(list.id) {
                        self.fewer(list);
                    }
                }
                _ => {}
            }
        }
    }

    fn stages(&mut self, seen: &'t [Seen], wanted: Wanted, names: &Names<'t>) {
        let mut names = names.clone();
        super::goals::lets(self.rule, seen, &mut names);
        for part in seen {
            match stage_of(self.rule, part) {
                Some((Stage::When { condition, .. }, _)) => {
                    if let Some(part) = part.part(condition.id) {
                        self.walk(condition, part, Goal::True, &names, DEEPEST);
                    }
                }
                Some((Stage::ForEach { list, filter, .. }, _)) => {
                    let listed = part.part(list.id);
                    if let Some(seen) = listed {
                        let mut ground = Ground::default();
                        self.ground(list, seen, &names, &mut ground, DEEPEST);
                        let more = part.items().next().is_none() || wanted != Wanted::Passes || self.idle;
                        if more {
                            self.lists(&ground);
                        }
                    }
                    let idle = self.idle;
                    let well = |item: &Seen| matches!(item.worst(), Some(Outcome::Passes | Outcome::Waived));
                    // Where an item fails, one that nothing is asked of needs no mending.
                    let failed = part.items().any(|(_, item)| item.worst().is_some() && !well(item));
                    let bad = |item: &Seen| {
                        idle || wanted != Wanted::Passes || !well(item) && (!failed || item.worst().is_some())
                    };
                    for (_, item) in part.items().filter(|(_, item)| bad(item)).take(ITEMS) {
                        if wanted == Wanted::Passes && item.worst().is_some() {
                            self.remove_item(&item.sight);
                        }
                        if let Some(filter) = filter
                            && let Some(seen) = item.part(filter.id)
                        {
                            let none_yet = part.items().all(|(_, item)| item.worst().is_none());
                            if none_yet || wanted != Wanted::Passes {
                                self.walk(filter, seen, Goal::True, &names, DEEPEST);
                            }
                        }
                        self.stages(&item.parts, wanted, &names);
                    }
                }
                // What is waived may stay as it is.
                Some((Stage::Clause(_), _)) if wanted == Wanted::Passes && part.outcome == Some(Outcome::Waived) => {}
                Some((Stage::Clause(clause), _)) => {
                    if let Some(part) = part.part(clause.condition.id) {
                        self.walk(&clause.condition, part, wanted.of(clause), &names, DEEPEST);
                    }
                }
                _ => {}
            }
        }
    }

    fn walk(&mut self, expr: &'t Expr, seen: &'t Seen, goal: Goal, names: &Names<'t>, left: usize) {
        let Some(left) = left.checked_sub(1) else { return };
        let met = seen.sight.answers.is_some_and(|answers| goal.met_by(answers));
        if met && !self.unknowns && !self.idle {
            return;
        }
        let part = |part: &Expr| seen.part(part.id);
        match &expr.kind {
            ExprKind::Not(inner) => {
                if let Some(seen) = part(inner) {
                    self.walk(inner, seen, goal.negated(), names, left);
                }
            }
            ExprKind::And(terms) | ExprKind::Or(terms) => {
                for term in terms {
                    if let Some(seen) = part(term) {
                        self.walk(term, seen, goal, names, left);
                    }
                }
            }
            ExprKind::Implies(guard, then) => {
                if let Some(seen) = part(then) {
                    self.walk(then, seen, goal, names, left);
                }
                if let Some(seen) = part(guard) {
                    self.walk(guard, seen, goal.of_guard(), names, left);
                }
            }
            ExprKind::Call { definition, arguments } => {
                let body = &self.program()[*definition].body;
                let inside = bound(arguments, seen);
                match part(body) {
                    Some(seen) if seen.sight.answers.is_some() => self.walk(body, seen, goal, &inside, left),
                    _ => self.leaf(expr, seen, names),
                }
            }
            ExprKind::Local(local) => match names.get(local) {
                Some((value, seen)) if seen.sight.answers.is_some() => self.walk(value, seen, goal, names, left),
                _ => self.leaf(expr, seen, names),
            },
            ExprKind::Quantified { every, list, filter, body, .. } => {
                let (inner, all) = goal.of_items(*every);
                let mut ground = Ground::default();
                if let Some(seen) = part(list) {
                    self.ground(list, seen, names, &mut ground, DEEPEST);
                }
                if !all || self.idle {
                    self.lists(&ground);
                }
                let items = seen.items().filter(|(_, item)| {
                    let answers = item.part(body.id).and_then(|seen| seen.sight.answers);
                    !all || !answers.is_some_and(|answers| inner.met_by(answers))
                });
                for (_, item) in items.take(ITEMS) {
                    if all {
                        self.remove_item(&item.sight);
                    }
                    if let Some(seen) = item.part(body.id) {
                        self.walk(body, seen, inner, names, left);
                    }
                    if let Some(filter) = filter
                        && let Some(seen) = item.part(filter.id)
                    {
                        let wanted = if all { Goal::NotTrue } else { Goal::True };
                        self.walk(filter, seen, wanted, names, left);
                    }
                }
                // The items may not stand in the document by themselves: then what they were taken from may.
                self.values(&ground);
            }
            _ => self.leaf(expr, seen, names),
        }
    }

    fn leaf(&mut self, expr: &'t Expr, seen: &'t Seen, names: &Names<'t>) {
        let mut ground = Ground::default();
        self.ground(expr, seen, names, &mut ground, DEEPEST);
        self.values(&ground);
        self.lists(&ground);
    }

    /// What an expression rests on: the values of the document in it, and the values that it speaks of.
    fn ground(&self, expr: &'t Expr, seen: &'t Seen, names: &Names<'t>, ground: &mut Ground<'t>, left: usize) {
        let Some(left) = left.checked_sub(1) else { return };
        let program = self.program();
        if left + 1 == DEEPEST {
            // What is asked of items is spoken of even where there are none yet.
            for part in program.reached(vec![expr]) {
                ground.pool.add(program, part);
            }
        }
        // A condition that is a field is seen as an answer, and within as a value.
        let sight = match seen.part(expr.id) {
            Some(inner) if seen.sight.answers.is_some() => &inner.sight,
            _ => &seen.sight,
        };
        if sight.state == Some(State::Known) && !matches!(expr.kind, ExprKind::Literal(_)) {
            ground.pool.seen(&expr.ty, &sight.shown);
        }
        if let Some(way) = &sight.way {
            let known =
                ground.sources.iter().any(|known| known.way.steps() == *way && known.sight.words == sight.words);
            if !known && !way.is_empty() {
                ground.sources.push(Source { way: Way::of(way), sight });
            }
        }
        match &expr.kind {
            ExprKind::Local(local) => {
                if let Some((value, seen)) = names.get(local) {
                    self.ground(value, seen, names, ground, left);
                }
            }
            ExprKind::Call { definition, arguments } => {
                let body = &program[*definition].body;
                if let Some(part) = seen.part(body.id) {
                    self.ground(body, part, &bound(arguments, seen), ground, left);
                }
                for argument in arguments {
                    if let Some(part) = seen.part(argument.id) {
                        self.ground(argument, part, names, ground, left);
                    }
                }
            }
            _ => {
                for part in expr.parts() {
                    if let Some(seen) = seen.part(part.id) {
                        self.ground(part, seen, names, ground, left);
                    }
                    for (_, item) in seen.items().take(ITEMS) {
                        if let Some(seen) = item.part(part.id) {
                            self.ground(part, seen, names, ground, left);
                        }
                    }
                }
            }
        }
    }

    /// Other values for what a condition asks about, and none.
    fn values(&mut self, ground: &Ground<'t>) {
        for source in &ground.sources {
            if let Some((from, to)) = source.sight.words {
                self.words(&source.way, from as usize, to as usize, ground);
            }
            let Some(spot) = self.schema.at(&source.way) else { continue };
            let now = self.tree.find(&source.way.steps()).and_then(|node| self.tree.text(node)).map(|text| &**text);
            if spot.key {
                // A key that no other item has; what refers to the item is then to be changed as well.
                if let Some(value) = self.schema.other_key(&source.way, self.tree) {
                    self.write(&source.way, value);
                }
            } else {
                for value in ground.pool.alternatives(self.schema, self.tree, &source.way, spot.ty, now) {
                    self.write(&source.way, value);
                }
                if let Type::Reference(id) = spot.ty {
                    self.with_target(*id, &source.way);
                }
                if matches!(spot.ty, Type::Shape(_)) && source.sight.state != Some(State::Known) {
                    let name = super::schema::name_of(&source.way);
                    if let Some(value) = self.schema.least(spot.ty, &name, 0, Some(self.tree), 8) {
                        self.write(&source.way, value);
                    }
                }
            }
            if source.sight.state == Some(State::Known) && self.schema.optional(&source.way) {
                self.found.push(vec![Change { way: source.way.clone(), value: None }]);
            }
            if (self.unknowns || ground.pool.asks_of_knowing) && !spot.key && source.sight.state != Some(State::Open) {
                self.write(&source.way, Written::Unknown);
            }
        }
    }

    /// More and fewer items in the lists that a condition asks about.
    fn lists(&mut self, ground: &Ground<'t>) {
        for source in &ground.sources {
            let Some(spot) = self.schema.at(&source.way) else { continue };
            let Type::List(of) = spot.ty else { continue };
            if let Type::Reference(id) = **of {
                let count = self.tree.find(&source.way.steps()).map_or(0, |node| self.tree.children(node).len());
                self.with_target(id, &source.way.then(Stop::Item(count)));
            }
            let Some((way, item)) = self.schema.item(&source.way, self.tree) else { continue };
            let now: Vec<&str> = self
                .tree
                .find(&source.way.steps())
                .map(|node| {
                    self.tree
                        .children(node)
                        .iter()
                        .filter_map(|item| self.tree.text(*item))
                        .map(|text| &**text)
                        .collect()
                })
                .unwrap_or_default();
            if !matches!(**of, Type::Shape(_)) {
                for value in ground.pool.alternatives(self.schema, self.tree, &way, of, None) {
                    let is_there =
                        matches!(&value, Written::Text(text) | Written::Word(text) if now.contains(&text.as_str()));
                    if !is_there {
                        self.write(&way, value);
                    }
                }
                for (at, now) in now.iter().enumerate().take(ITEMS) {
                    let way = source.way.then(Stop::Item(at));
                    for value in ground.pool.alternatives(self.schema, self.tree, &way, of, Some(now)) {
                        self.write(&way, value);
                    }
                    if let Type::Reference(id) = **of {
                        self.with_target(id, &way);
                    }
                }
            }
            self.write(&way, item.clone());
            self.items_with(&way, &item, of, ground);
            let count = self.tree.find(&source.way.steps()).map_or(0, |node| self.tree.children(node).len());
            for wanted in ground.pool.counts() {
                if wanted > count + 1 {
                    self.many(&source.way, wanted - count);
                } else if wanted < count && count - wanted > 1 {
                    let last = (wanted..count).rev();
                    self.found
                        .push(last.map(|at| Change { way: source.way.then(Stop::Item(at)), value: None }).collect());
                }
            }
            if count > 0 {
                let last = source.way.then(Stop::Item(count - 1));
                self.found.push(vec![Change { way: last, value: None }]);
            }
        }
    }

    /// Items with one more of the fields that are read of them.
    fn items_with(&mut self, way: &Way, item: &Written, of: &Type, ground: &Ground<'t>) {
        let (Type::Shape(shape), Written::Map(fields)) = (of, item) else { return };
        let shape = &self.program()[*shape];
        for field in shape.fields.iter().filter(|field| ground.pool.reads(&field.name)) {
            let key =
                shape.key.and_then(|key| shape.fields.get(key.0 as usize)).is_some_and(|key| key.name == field.name);
            if key {
                continue;
            }
            let at = way.then(Stop::Field(Arc::clone(&field.name)));
            for value in ground.pool.alternatives(self.schema, self.tree, &at, &field.ty, None).into_iter().take(VARIED)
            {
                let mut fields = fields.clone();
                match fields.iter_mut().find(|(name, _)| *name == field.name) {
                    Some((_, known)) => *known = value,
                    None => fields.push((Arc::clone(&field.name), value)),
                }
                self.write(way, Written::Map(fields));
            }
        }
    }

    /// A new item, and a reference to it.
    fn with_target(&mut self, reference: countersign_compiler::program::ReferenceId, from: &Way) {
        let mut tree = self.tree.clone();
        let span = tree.span(tree.root());
        let mut steps = || {
            let (way, value) = self.schema.item(&self.schema.list_of(reference)?, &tree)?;
            let (way, value) = self.schema.with_parents(&way, value, &tree)?;
            let target = Change { way, value: Some(value) };
            target.apply(&mut tree, span).ok()?;
            let key = Written::Text(self.schema.keys(reference, &tree).pop()?);
            let (way, value) = self.schema.with_parents(from, key, &tree)?;
            Some(vec![target, Change { way, value: Some(value) }])
        };
        let changes = steps();
        self.found.extend(changes);
    }

    /// So many items more.
    fn many(&mut self, list: &Way, count: usize) {
        let mut tree = self.tree.clone();
        let span = tree.span(tree.root());
        let mut changes = Vec::new();
        for _ in 0..count {
            let Some((way, value)) = self.schema.item(list, &tree) else { return };
            let Some((way, value)) = self.schema.with_parents(&way, value, &tree) else { return };
            let change = Change { way, value: Some(value) };
            if change.apply(&mut tree, span).is_err() {
                return;
            }
            changes.push(change);
        }
        self.found.push(changes);
    }

    /// Some words of a text taken out, or put otherwise.
    fn words(&mut self, way: &Way, from: usize, to: usize, ground: &Ground<'t>) {
        let Some(text) = self.tree.find(&way.steps()).and_then(|node| self.tree.text(node)) else { return };
        let (Some(before), Some(inside), Some(behind)) = (text.get(..from), text.get(from..to), text.get(to..)) else {
            return;
        };
        let rest =
            behind.trim_start_matches(|char: char| char.is_ascii_punctuation() && !matches!(char, '"' | '`' | '('));
        let without = tidied(&format!("{before} {rest}"));
        let whole = Type::Text;
        let mut texts = vec![without];
        for value in ground.pool.alternatives(self.schema, self.tree, way, &whole, Some(inside)) {
            if let Written::Text(other) = value {
                texts.push(format!("{before}{other}{behind}"));
            }
        }
        for text in texts.into_iter().filter(|text| !text.trim().is_empty()) {
            self.write(way, Written::Text(text));
        }
    }

    fn remove_item(&mut self, sight: &Sight) {
        let Some(way) = &sight.way else { return };
        let way = Way::of(way);
        if sight.words.is_none() && matches!(way.0.last(), Some(Stop::Item(_))) {
            self.found.push(vec![Change { way, value: None }]);
        }
    }

    /// A list that is looked at, away.
    fn fewer(&mut self, list: &Seen) {
        let Some(way) = &list.sight.way else { return };
        let way = Way::of(way);
        if self.schema.optional(&way) {
            self.found.push(vec![Change { way, value: None }]);
        }
    }

    fn write(&mut self, way: &Way, value: Written) {
        if let Some((way, value)) = self.schema.with_parents(way, value, self.tree) {
            self.found.push(vec![Change { way, value: Some(value) }]);
        }
    }
}

/// What the parameters of a call stand for.
fn bound<'t>(arguments: &'t [Expr], seen: &'t Seen) -> Names<'t> {
    let mut names: HashMap<LocalId, (&Expr, &Seen)> = HashMap::new();
    for (at, argument) in (0u32..).zip(arguments) {
        if let Some(part) = seen.part(argument.id) {
            names.insert(LocalId(at), (argument, part));
        }
    }
    names
}
