//! The tests that stand beside the rules: prepared, judged, and held against what they expect.
//!
//! `prepare` makes the document of a test, `expect` holds what came out against one expectation (a room for each sort),
//! `places` finds the places that expectations name, `excerpt` shows what matters of the changed document.

mod excerpt;
mod expect;
mod places;
mod prepare;

use std::sync::Arc;

use countersign_compiler::program::{Expectation, ExpectationKind, PackId, Program, RuleId, Subject, Test};
use countersign_evaluator::{Judgement, Limits, Listener, NoOwnDay, NotJudged, OWN_DAY, Request, Verdict, judge_some};
use countersign_source::{Diagnostic, Report};

use crate::resolve::subject_id;
use crate::{
    EntryKind, Failure, Filter, Host, HostError, House, TestOutcome, TestResult, TestRun, Trouble, Which, shipped,
};
pub(crate) use expect::Proof;
pub(crate) use prepare::{Prepared, Preparer, beside};

impl House {
    /// Runs the tests of the packs; `host` reads the files that they give.
    #[must_use]
    pub fn test(&self, host: &dyn Host, which: Which) -> TestRun {
        self.test_some(host, which, &Filter::all())
    }

    /// Runs those tests whose `pack: title`, or the id of a rule that they expect something of, is asked for.
    #[must_use]
    pub fn test_some(&self, host: &dyn Host, which: Which, filter: &Filter) -> TestRun {
        let mut preparer = Preparer::new(self, host);
        let mut tests = Vec::new();
        for test in self.chosen_tests(which, filter) {
            let outcome = match preparer.prepare(test) {
                Err(errors) => TestOutcome::Broken(errors),
                Ok(prepared) => outcome(&self.program, test, &prepared),
            };
            tests.push(TestResult {
                title: Arc::clone(&test.title),
                pack: Arc::clone(&self.program[test.pack].name),
                place: test.span,
                outcome,
            });
        }
        TestRun { files: Arc::new(preparer.into_files()), tests }
    }

    /// What is the matter with the files that tests give, as far as it can be told without reading them.
    #[must_use]
    pub fn given_files(&self, host: &dyn Host, which: Which) -> Vec<Diagnostic> {
        let chosen = self.chosen(which);
        let tests = self.program.tests.iter().filter(|test| chosen.contains(&test.pack));
        tests
            .flat_map(|test| prepare::given_files(&self.files, test))
            .filter(|(name, _)| shipped::file(name).is_none())
            .filter_map(|(name, span)| {
                let error = match host.kind(&name) {
                    Ok(EntryKind::File | EntryKind::Other) => return None,
                    Ok(EntryKind::Folder) => HostError { path: name, trouble: Trouble::IsFolder },
                    Err(error) => error,
                };
                Some(error.diagnostic().at(span, "given here"))
            })
            .collect()
    }

    /// The tests that are asked for, in order.
    pub(crate) fn chosen_tests(&self, which: Which, filter: &Filter) -> Vec<&Test> {
        let chosen = self.chosen(which);
        self.program
            .tests
            .iter()
            .filter(|test| chosen.contains(&test.pack))
            .filter(|test| self.is_meant(test, filter))
            .collect()
    }

    fn is_meant(&self, test: &Test, filter: &Filter) -> bool {
        let expects = |expectation: &Expectation| match &expectation.kind {
            ExpectationKind::Rule { subject, .. } => filter.lets_in(&subject_id(&self.program, *subject)),
            ExpectationKind::Option { decision, .. } | ExpectationKind::Suggestion { decision, .. } => {
                filter.lets_in(&self.program.rule_id(self.program[*decision].rule))
            }
            _ => false,
        };
        filter.lets_in(&format!("{}: {}", self.program[test.pack].name, test.title))
            || test.expectations.iter().any(expects)
    }
}

/// Judges a test's document, and holds what came out against what was expected.
fn outcome(program: &Program, test: &Test, prepared: &Prepared) -> TestOutcome {
    match judged(program, test, prepared, &Limits::default(), &mut ()) {
        Ok(judgement) => Proof { program, test, prepared, judgement: &judgement }.outcome(),
        Err(trouble) => not_judged(test, &trouble),
    }
}

impl Proof<'_> {
    /// Holds what came out against everything that was expected.
    pub(crate) fn outcome(&self) -> TestOutcome {
        let failures: Vec<Failure> =
            self.test.expectations.iter().filter_map(|expectation| self.unmet(expectation)).collect();
        if failures.is_empty() {
            return TestOutcome::Passed;
        }
        let document = excerpt::excerpt(self, &failures);
        TestOutcome::Failed { failures, document }
    }
}

/// What the rules of a test's pack have to say about its document.
pub(crate) fn judged<L: Listener>(
    program: &Program,
    test: &Test,
    prepared: &Prepared,
    limits: &Limits,
    listener: &mut L,
) -> Result<Judgement, NotJudged> {
    judged_some(program, test, prepared, limits, None, listener)
}

/// What some of these rules have to say.
pub(crate) fn judged_some<L: Listener>(
    program: &Program,
    test: &Test,
    prepared: &Prepared,
    limits: &Limits,
    only: Option<&[RuleId]>,
    listener: &mut L,
) -> Result<Judgement, NotJudged> {
    let also = waived_by(program, test.pack);
    let request = Request {
        also: &also,
        as_of: test.as_of,
        previous: prepared.earlier.as_ref().map(|earlier| earlier.root),
        ..Request::new(prepared.kind, prepared.root, std::slice::from_ref(&test.pack), &prepared.settings, limits)
    };
    let mut judgement = judge_some(program, &prepared.tree, &request, only, listener)?;
    if !prepared.faults.is_empty() {
        judgement.verdict = Verdict::NotReady;
    }
    Ok(judgement)
}

/// The rules of other packs that a pack waives: its tests run them, too, so that a house can test its waivers.
fn waived_by(program: &Program, pack: PackId) -> Vec<RuleId> {
    let of_pack = program.waivers.iter().filter(|waiver| waiver.pack == pack);
    of_pack
        .filter_map(|waiver| match waiver.subject {
            Subject::Rule(rule) if program[rule].pack != pack => Some(rule),
            _ => None,
        })
        .collect()
}

/// A test whose document was not judged: it takes more than its limits allow, or a day matters and there is none.
pub(crate) fn not_judged(test: &Test, trouble: &NotJudged) -> TestOutcome {
    let mut error = trouble.report();
    if let NotJudged::NoDay(no_day) = trouble {
        error.helps.clear();
        error = error.help("add `as of` with a day, as in `as of 2026-04-12`");
        if matches!(no_day.own, NoOwnDay::Unfit(_)) {
            error = error.note(format!(
                "`{OWN_DAY}` is written, but names no day: a time needs its offset, as in `2026-04-12T10:00Z`"
            ));
        }
    }
    TestOutcome::Broken(vec![error.at(test.span, "this test")])
}
