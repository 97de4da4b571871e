//! Changes to the rules themselves, each made alone, to see whether a test notices.
//!
//! `conditions`, `stages`, `tables`, `values` and `days` think of changes, `change` makes one in a compiled program and takes it
//! back, and `run` asks the tests. Nothing is compiled again: a change is a swap of a part of the program. Rules know
//! nothing of each other, so only those that a change can reach are judged again, and only by the tests that come to it.

mod change;
mod conditions;
mod days;
mod run;
mod stages;
mod tables;
mod values;

use std::num::NonZeroUsize;
use std::sync::Arc;

use countersign_compiler::program::{DecisionId, DefinitionId, PackId, RuleId, SettingId, TableId, WaiverId};
use countersign_source::{Files, Span};

use crate::proof::Preparer;
use crate::{Filter, Host, House, TestResult, Which};
pub use change::ChangeKind;
use change::{Home, Mutant};

/// What came of changing the rules.
#[derive(Debug)]
pub struct Mutation {
    /// The files that all spans point into.
    pub files: Arc<Files>,
    /// The packs that were asked for, in order.
    pub packs: Vec<PackMutation>,
    /// The changes that no test noticed, in the order of the program.
    pub unnoticed: Vec<Unnoticed>,
    /// How many tests there are.
    pub tests: usize,
}

/// How the changes to one pack went.
#[derive(Debug)]
pub struct PackMutation {
    /// Its name.
    pub name: Arc<str>,
    /// How many changes a test noticed.
    pub noticed: usize,
    /// How many were made.
    pub made: usize,
}

/// A change that no test noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnoticed {
    /// What was changed: `pack/name` of a rule, decision, definition, table or setting, or of what a waiver waives.
    pub id: String,
    /// What sort of change it was.
    pub kind: ChangeKind,
    /// Where.
    pub place: Span,
    /// What stands there.
    pub before: String,
    /// What could stand there instead; none where it could be left out.
    pub after: Option<String>,
    /// The test that would notice.
    pub hint: String,
    /// How many tests came to it.
    pub tests: usize,
}

impl Unnoticed {
    /// What could be otherwise, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let could = match &self.after {
            Some(after) => format!("`{}` could be `{after}`", self.before),
            None => format!("`{}` could be left out", self.before),
        };
        if self.tests == 0 { format!("{could}: no test comes to it") } else { format!("{could}: no test notices") }
    }
}

impl Mutation {
    /// How many changes were noticed, and how many were made.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        self.packs.iter().fold((0, 0), |(noticed, made), pack| (noticed + pack.noticed, made + pack.made))
    }
}

impl House {
    /// Changes the rules, decisions, definitions, tables, settings and waivers that `filter` lets in, one change at a time, and asks the
    /// tests of the packs of each; `progress` is told how many changes of how many are done.
    ///
    /// # Errors
    ///
    /// The tests that do not pass as the rules are: they have to be mended first.
    pub fn mutate(
        &self,
        host: &dyn Host,
        which: Which,
        filter: &Filter,
        jobs: NonZeroUsize,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Mutation, (Arc<Files>, Vec<TestResult>)> {
        let mut preparer = Preparer::new(self, host);
        let tests = self.chosen_tests(which, &Filter::all());
        let (bases, unmet) = run::bases(&self.program, &tests, &mut preparer);
        let files = Arc::new(preparer.into_files());
        if !unmet.is_empty() {
            return Err((files, unmet));
        }
        let mutants: Vec<Mutant> = self.homes(which, filter).into_iter().flat_map(|home| self.mutants(home)).collect();
        let fates = run::run(&self.program, &bases, &mutants, jobs, progress);
        let mut packs: Vec<(PackId, PackMutation)> = self
            .chosen(which)
            .into_iter()
            .map(|id| (id, PackMutation { name: Arc::clone(&self.program[id].name), noticed: 0, made: 0 }))
            .collect();
        let mut unnoticed = Vec::new();
        for (mutant, fate) in mutants.iter().zip(fates) {
            let pack = mutant.home.pack(&self.program);
            if let Some((_, counts)) = packs.iter_mut().find(|(id, _)| *id == pack) {
                counts.made += 1;
                counts.noticed += usize::from(fate.noticed);
            }
            if !fate.noticed {
                unnoticed.push(mutant.unnoticed(&self.program, fate.tests));
            }
        }
        let packs = packs.into_iter().map(|(_, pack)| pack).filter(|pack| pack.made > 0).collect();
        Ok(Mutation { files, packs, unnoticed, tests: bases.len() })
    }

    /// What can be changed, in the order of the program.
    fn homes(&self, which: Which, filter: &Filter) -> Vec<Home> {
        let program = &self.program;
        let chosen = self.chosen(which);
        let count = |all: usize| 0..u32::try_from(all).unwrap_or(u32::MAX);
        let rules = count(program.rules.len()).map(|id| Home::Rule(RuleId(id)));
        let decisions = count(program.decisions.len()).map(|id| Home::Decision(DecisionId(id)));
        let definitions = count(program.definitions.len()).map(|id| Home::Definition(DefinitionId(id)));
        let tables = count(program.tables.len()).map(|id| Home::Table(TableId(id)));
        let settings = count(program.settings.len()).map(|id| Home::Setting(SettingId(id)));
        let waivers = count(program.waivers.len()).map(|id| Home::Waiver(WaiverId(id)));
        rules
            .chain(decisions)
            .chain(definitions)
            .chain(tables)
            .chain(settings)
            .chain(waivers)
            .filter(|home| chosen.contains(&home.pack(program)) && filter.lets_in(&home.id(program)))
            .collect()
    }

    /// The changes to one of them.
    fn mutants(&self, home: Home) -> Vec<Mutant> {
        let mut maker = change::Maker::new(&self.program, &self.files, home);
        match home {
            Home::Rule(id) => maker.rule(id),
            Home::Decision(id) => maker.decision(id),
            Home::Definition(id) => maker.expression(&self.program[id].body, None, false),
            Home::Table(id) => maker.table(id),
            Home::Setting(id) => maker.setting(id),
            Home::Waiver(id) => maker.waiver(id),
        }
        maker.made
    }
}
