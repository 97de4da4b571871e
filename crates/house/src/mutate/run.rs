//! Asks the tests whether they notice a change.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use countersign_compiler::program::{
    DefinitionId, Expectation, ExpectationKind, Expr, ExprKind, PackId, Program, RowResult, Rule, RuleId, SchemaCheck,
    SettingId, Subject, TableId, Test, Waiver, WaiverId,
};
use countersign_evaluator::{Limits, Outcome, Verdict};
use countersign_source::Level;
use std::sync::Arc;

use super::change::{Home, Mutant};
use crate::coverage::Seen;
use crate::proof::{Prepared, Preparer, Proof, judged, judged_some, not_judged};
use crate::{TestOutcome, TestResult};

/// A test, and what it came to as the rules are.
pub(super) struct Base<'a> {
    test: &'a Test,
    prepared: Prepared,
    seen: Seen,
    /// What each rule came to, and how much that weighs.
    outcomes: Vec<(RuleId, Outcome, Level)>,
}

/// What came of a change.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fate {
    pub(super) noticed: bool,
    /// How many tests came to it.
    pub(super) tests: usize,
}

/// Runs the tests as the rules are; those that do not pass are given back apart.
pub(super) fn bases<'a>(
    program: &Program,
    tests: &[&'a Test],
    preparer: &mut Preparer<'_>,
) -> (Vec<Base<'a>>, Vec<TestResult>) {
    let (mut bases, mut unmet) = (Vec::new(), Vec::new());
    for test in tests {
        let outcome = match preparer.prepare(test) {
            Err(errors) => TestOutcome::Broken(errors),
            Ok(prepared) => {
                let mut seen = Seen::default();
                match judged(program, test, &prepared, &Limits::default(), &mut seen) {
                    Err(trouble) => not_judged(test, &trouble),
                    Ok(judgement) => {
                        let outcome = Proof { program, test, prepared: &prepared, judgement: &judgement }.outcome();
                        if let TestOutcome::Passed = outcome {
                            let results = judgement.rules.iter();
                            let outcomes = results.map(|it| (it.rule, it.outcome, it.level)).collect();
                            bases.push(Base { test, prepared, seen, outcomes });
                            continue;
                        }
                        outcome
                    }
                }
            }
        };
        unmet.push(TestResult {
            title: Arc::clone(&test.title),
            pack: Arc::clone(&program[test.pack].name),
            place: test.span,
            outcome,
        });
    }
    (bases, unmet)
}

/// Tries every change. What comes out does not depend on how many threads there are.
pub(super) fn run(
    program: &Program,
    bases: &[Base<'_>],
    mutants: &[Mutant],
    jobs: NonZeroUsize,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Fate> {
    let uses: Vec<Uses> =
        (0u32..).map(RuleId).zip(&program.rules).map(|(id, rule)| Uses::of_rule(program, id, rule)).collect();
    let (taken, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let mut program = program.clone();
        let mut fates = Vec::new();
        loop {
            let index = taken.fetch_add(1, Ordering::Relaxed);
            let Some(mutant) = mutants.get(index) else { return fates };
            fates.push((index, fate(&mut program, &uses, bases, mutant)));
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, mutants.len());
        }
    };
    let jobs = jobs.get().min(mutants.len());
    let found: Vec<(usize, Fate)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..jobs).map(|_| scope.spawn(work)).collect();
        let mut found = work();
        for thread in threads {
            // A thread has nothing to fail by; were one lost, its changes would count as unnoticed.
            found.extend(thread.join().unwrap_or_default());
        }
        found
    });
    let mut fates = vec![Fate::default(); mutants.len()];
    for (index, fate) in found {
        if let Some(place) = fates.get_mut(index) {
            *place = fate;
        }
    }
    fates
}

fn fate(program: &mut Program, uses: &[Uses], bases: &[Base<'_>], mutant: &Mutant) -> Fate {
    let affected: Vec<RuleId> = match mutant.home {
        Home::Rule(rule) => vec![rule],
        Home::Waiver(waiver) => match program[waiver].subject {
            Subject::Rule(rule) => vec![rule],
            Subject::Schema(_) => Vec::new(),
        },
        Home::Decision(decision) => vec![program[decision].rule],
        other => (0u32..).map(RuleId).zip(uses).filter(|(_, uses)| uses.has(other)).map(|(rule, _)| rule).collect(),
    };
    let checks = checks(program, mutant.home);
    let mut asked: Vec<(&Base<'_>, Touched, usize)> = bases
        .iter()
        .filter(|base| mutant.asked.is_none_or(|condition| base.seen.asked(condition)))
        .filter_map(|base| {
            let pack = base.test.pack;
            // A waiver counts in the tests of its own pack, and in no others.
            let counts = !matches!(mutant.home, Home::Waiver(waiver) if program[waiver].pack != pack);
            let rules = affected.iter().copied().filter(|rule| runs(program, *rule, pack)).collect();
            let touched = Touched {
                rules,
                checks: checks.iter().filter(|(of, _)| *of == pack).map(|(_, check)| *check).collect(),
            };
            let speaks = |expectation: &&Expectation| speaks_of(program, expectation, &touched);
            let weight = base.test.expectations.iter().filter(speaks).map(weight).min()?;
            (counts && !touched.is_empty()).then_some((base, touched, weight))
        })
        .collect();
    // Those that expect something of a rule that is changed are likely to notice, so they are asked first.
    asked.sort_by_key(|(.., weight)| *weight);
    let mut swap = mutant.swap.clone();
    swap.swap(program, mutant.home);
    let noticed = asked.iter().any(|(base, touched, _)| notices(program, base, touched));
    swap.swap(program, mutant.home);
    Fate { noticed, tests: asked.len() }
}

/// What a change can reach in a test.
struct Touched {
    /// Rules that the test runs.
    rules: Vec<RuleId>,
    /// Checks of the schema that a waiver of its pack is about.
    checks: Vec<SchemaCheck>,
}

impl Touched {
    fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.checks.is_empty()
    }
}

/// Does a test of this pack run the rule?
fn runs(program: &Program, rule: RuleId, pack: PackId) -> bool {
    let waives = |waiver: &Waiver| waiver.pack == pack && waiver.subject == Subject::Rule(rule);
    program[rule].pack == pack || program.waivers.iter().any(waives)
}

/// The waivers of checks of the schema that a change reaches, each by its pack and its check.
fn checks(program: &Program, home: Home) -> Vec<(PackId, SchemaCheck)> {
    let reaches = |id: WaiverId, waiver: &Waiver| match home {
        Home::Waiver(changed) => changed == id,
        Home::Rule(_) | Home::Decision(_) => false,
        other => Uses::of(program, waiver.condition.iter().collect()).has(other),
    };
    let waivers = (0u32..).map(WaiverId).zip(&program.waivers);
    waivers
        .filter_map(|(id, waiver)| match waiver.subject {
            Subject::Schema(check) if reaches(id, waiver) => Some((waiver.pack, check)),
            _ => None,
        })
        .collect()
}

/// Can what they come to change whether an expectation is met?
fn speaks_of(program: &Program, expectation: &Expectation, touched: &Touched) -> bool {
    let Touched { rules, checks } = touched;
    match &expectation.kind {
        ExpectationKind::Option { decision, .. } | ExpectationKind::Suggestion { decision, .. } => {
            rules.contains(&program[*decision].rule)
        }
        ExpectationKind::Rule { subject: Subject::Rule(rule), .. } => rules.contains(rule),
        ExpectationKind::Rule { subject: Subject::Schema(check), .. } => checks.contains(check),
        ExpectationKind::Verdict(_) | ExpectationKind::NothingElse => true,
    }
}

fn weight(expectation: &Expectation) -> usize {
    match &expectation.kind {
        ExpectationKind::Rule { .. } | ExpectationKind::Option { .. } | ExpectationKind::Suggestion { .. } => 0,
        ExpectationKind::Verdict(_) | ExpectationKind::NothingElse => 1,
    }
}

/// Does a test notice the change that is made in `program`? Only the rules that it can reach are judged; a limit that is
/// reached is noticed.
fn notices(program: &Program, base: &Base<'_>, touched: &Touched) -> bool {
    let rules = &touched.rules;
    let Base { test, prepared, .. } = base;
    let Ok(mut judgement) = judged_some(program, test, prepared, &Limits::default(), Some(rules.as_slice()), &mut ())
    else {
        return true;
    };
    for (_, outcome, level) in base.outcomes.iter().filter(|(rule, ..)| !rules.contains(rule)) {
        if *level == Level::Error {
            judgement.verdict = judgement.verdict.max(match outcome {
                Outcome::Fails => Verdict::NotReady,
                Outcome::Undetermined => Verdict::Open,
                Outcome::Passes | Outcome::Waived | Outcome::DoesNotApply => Verdict::Ready,
            });
        }
    }
    let proof = Proof { program, test, prepared, judgement: &judgement };
    test.expectations
        .iter()
        .filter(|expectation| speaks_of(program, expectation, touched))
        .any(|expectation| proof.unmet(expectation).is_some())
}

/// What a rule is made of, through the definitions that it calls and the tables that it asks.
struct Uses {
    definitions: Vec<DefinitionId>,
    tables: Vec<TableId>,
    settings: Vec<SettingId>,
}

impl Uses {
    fn of_rule(program: &Program, rule: RuleId, of: &Rule) -> Self {
        let waivers = program.waivers.iter().filter(|waiver| waiver.subject == Subject::Rule(rule));
        let excused = waivers.filter_map(|waiver| waiver.condition.as_ref());
        Self::of(program, program.exprs_of(of).chain(excused).collect())
    }

    fn of(program: &Program, from: Vec<&Expr>) -> Self {
        let mut uses = Self { definitions: Vec::new(), tables: Vec::new(), settings: Vec::new() };
        for expr in program.reached(from) {
            match &expr.kind {
                ExprKind::Call { definition, .. } => uses.definitions.push(*definition),
                ExprKind::Lookup { table, .. } => {
                    uses.tables.push(*table);
                    uses.settings.extend(program[*table].rows.iter().filter_map(|row| match &row.result {
                        RowResult::Setting(setting) => Some(*setting),
                        RowResult::Literal(_) => None,
                    }));
                }
                ExprKind::Setting(setting) => uses.settings.push(*setting),
                _ => {}
            }
        }
        uses
    }

    fn has(&self, home: Home) -> bool {
        match home {
            Home::Rule(_) | Home::Decision(_) | Home::Waiver(_) => false,
            Home::Definition(id) => self.definitions.contains(&id),
            Home::Table(id) => self.tables.contains(&id),
            Home::Setting(id) => self.settings.contains(&id),
        }
    }
}
