//! One document, from its schema to its verdict.

use countersign_compiler::program::{KindId, PackId, Program, RuleId, StepId, Subject};
use countersign_document::{NodeId, Tree};
use countersign_source::Level;

use crate::conform;
use crate::evaluate::Evaluator;
use crate::evidence::Evidence;
use crate::facts::{Finding, Judgement, Outcome, RuleResult, Standing, Verdict, Work};
use crate::limits::{Limit, LimitReached, Limits};
use crate::listener::Listener;
use crate::settings::Settings;

/// What is to be judged, and by what.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// What kind of document it is.
    pub kind: KindId,
    /// The map that holds that kind's fields.
    pub root: NodeId,
    /// The map that holds the fields of its earlier revision, in the same tree, where one is given.
    pub previous: Option<NodeId>,
    /// What was seen of the files that it gives digests of, where evidence is at hand.
    pub evidence: Option<&'r Evidence>,
    /// The packs whose rules are run. Of those for another kind, only those for a kind that stands inside this one are.
    pub packs: &'r [PackId],
    /// The parameters that the house has set.
    pub settings: &'r Settings,
    /// How much work it may take.
    pub limits: &'r Limits,
}

/// Judges one document.
///
/// # Errors
///
/// A limit that was reached. There is no partial judgement.
pub fn judge<L: Listener>(
    program: &Program,
    tree: &Tree,
    request: &Request<'_>,
    listener: &mut L,
) -> Result<Judgement, LimitReached> {
    judge_some(program, tree, request, None, listener)
}

/// Judges one document by some of the rules, or by all of the packs that are asked for. Rules know nothing of each
/// other, so each comes to what it comes to among all; verdict, steps and work speak of those that were run.
///
/// # Errors
///
/// A limit that was reached. There is no partial judgement.
pub fn judge_some<L: Listener>(
    program: &Program,
    tree: &Tree,
    request: &Request<'_>,
    only: Option<&[RuleId]>,
    listener: &mut L,
) -> Result<Judgement, LimitReached> {
    let mut instance = conform::conform(
        program,
        tree,
        request.kind,
        request.root,
        conform::Beside { previous: request.previous, evidence: request.evidence },
        request.limits.findings,
    );
    let faults = std::mem::take(&mut instance.faults);
    if faults.len() > request.limits.findings {
        return Err(LimitReached { limit: Limit::Findings, most: request.limits.findings as u64 });
    }
    let mut findings: Vec<Finding> = faults
        .into_iter()
        .map(|found| Finding {
            subject: Subject::Schema(found.fault.check()),
            level: Level::Error,
            outcome: Outcome::Fails,
            clause: None,
            said: String::new(),
            help: None,
            suggestion: None,
            places: found.places,
            reasons: Vec::new(),
            fault: Some(found.fault),
            choice: None,
        })
        .collect();
    let mut work = Work { values: instance.values, ..Work::default() };
    let (mut rules, mut decisions) = (Vec::new(), Vec::new());
    let mut evaluator = Evaluator::new(&instance, request.settings, *request.limits, listener);
    evaluator.found = findings.len();
    for (id, rule) in (0u32..).map(RuleId).zip(&program.rules) {
        if !request.packs.contains(&rule.pack) || only.is_some_and(|only| !only.contains(&id)) {
            continue;
        }
        if request.settings.level(id, rule.level).is_none() {
            continue;
        }
        let kind = program[rule.pack].kind;
        let Some(document) = instance.document(kind) else { continue };
        evaluator.document = document;
        evaluator.previous = instance.previous(kind);
        let (result, found) = match rule.decision {
            None => evaluator.rule(id, &mut work),
            Some(decision) => {
                let (result, found, decided) = evaluator.decision(id, decision, &mut work);
                decisions.push(decided);
                (result, found)
            }
        };
        if let Some(reached) = evaluator.stopped() {
            return Err(reached);
        }
        match result.outcome {
            Outcome::Passes => work.passed += 1,
            Outcome::Fails => work.failed += 1,
            Outcome::Undetermined => work.open += 1,
            Outcome::DoesNotApply => work.not_applicable += 1,
        }
        findings.extend(found);
        rules.push(result);
    }
    let verdict = verdict(&findings, &rules);
    let judged: Vec<PackId> =
        request.packs.iter().copied().filter(|pack| instance.document(program[*pack].kind).is_some()).collect();
    let steps = standings(program, &judged, &rules);
    Ok(Judgement { kind: request.kind, verdict, findings, rules, decisions, steps, work })
}

fn verdict(findings: &[Finding], rules: &[RuleResult]) -> Verdict {
    let any = |outcome| rules.iter().any(|result| result.outcome == outcome && result.level == Level::Error);
    if any(Outcome::Fails) || findings.iter().any(|finding| finding.fault.is_some()) {
        Verdict::NotReady
    } else if any(Outcome::Undetermined) {
        Verdict::Open
    } else {
        Verdict::Ready
    }
}

/// Where each step stands: those of the packs that were run, and those that their rules name.
fn standings(program: &Program, packs: &[PackId], rules: &[RuleResult]) -> Vec<(StepId, Standing)> {
    (0u32..)
        .map(StepId)
        .zip(&program.steps)
        .filter_map(|(id, step)| {
            let of_step = rules.iter().filter(|result| program[result.rule].step == Some(id));
            let worst = of_step.map(|result| result.outcome).max();
            (worst.is_some() || packs.contains(&step.pack)).then(|| {
                let standing = match worst {
                    None | Some(Outcome::DoesNotApply) => Standing::NotChecked,
                    Some(Outcome::Passes) => Standing::Done,
                    Some(Outcome::Undetermined) => Standing::Open,
                    Some(Outcome::Fails) => Standing::NotDone,
                };
                (id, standing)
            })
        })
        .collect()
}
