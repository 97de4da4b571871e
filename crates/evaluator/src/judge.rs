//! One document, from its schema to its verdict.

use countersign_compiler::program::{KindId, PackId, Program, RuleId, StepId, Subject};
use countersign_compiler::scalar::Date;
use countersign_document::{NodeId, Tree};
use countersign_source::{Diagnostic, Level, Report};

use crate::conform::{self, Instance};
use crate::days::{AsOf, NoDay, Whence, own_day};
use crate::evaluate::Evaluator;
use crate::evidence::Evidence;
use crate::facts::{Finding, Judgement, NotApplicable, Outcome, RuleResult, Standing, Verdict, Work};
use crate::limits::{Limit, LimitReached, Limits};
use crate::listener::Listener;
use crate::settings::Settings;
use crate::waivers::{InUse, Waiver};

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
    /// Rules of other packs that are run, too.
    pub also: &'r [RuleId],
    /// The day to judge by; where none is given, the document's own.
    pub as_of: Option<Date>,
    /// Exceptions beside those that the packs hold.
    pub waivers: &'r [Waiver<'r>],
    /// The parameters that the house has set.
    pub settings: &'r Settings,
    /// How much work it may take.
    pub limits: &'r Limits,
}

impl<'r> Request<'r> {
    /// A request for a judgement by all rules of these packs and nothing beside them.
    #[must_use]
    pub fn new(kind: KindId, root: NodeId, packs: &'r [PackId], settings: &'r Settings, limits: &'r Limits) -> Self {
        Self {
            kind,
            root,
            previous: None,
            evidence: None,
            packs,
            also: &[],
            as_of: None,
            waivers: &[],
            settings,
            limits,
        }
    }
}

/// Why a document was not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotJudged {
    /// It would have taken more work than the limits allow.
    Limit(LimitReached),
    /// A date matters, and there is none.
    NoDay(NoDay),
}

impl From<LimitReached> for NotJudged {
    fn from(reached: LimitReached) -> Self {
        Self::Limit(reached)
    }
}

impl Report for NotJudged {
    fn report(&self) -> Diagnostic {
        match self {
            Self::Limit(reached) => reached.report(),
            Self::NoDay(no_day) => no_day.report(),
        }
    }
}

/// Judges one document.
///
/// # Errors
///
/// A limit that was reached, or a date that matters and is not there. There is no partial judgement.
pub fn judge<'r, L: Listener>(
    program: &'r Program,
    tree: &'r Tree,
    request: &Request<'r>,
    listener: &mut L,
) -> Result<Judgement, NotJudged> {
    judge_some(program, tree, request, None, listener)
}

/// Judges one document by some of the rules, or by all of the packs that are asked for. Rules know nothing of each
/// other, so each comes to what it comes to among all; verdict, steps and work speak of those that were run.
///
/// # Errors
///
/// A limit that was reached, or a date that matters and is not there. There is no partial judgement.
pub fn judge_some<'r, L: Listener>(
    program: &'r Program,
    tree: &'r Tree,
    request: &Request<'r>,
    only: Option<&[RuleId]>,
    listener: &mut L,
) -> Result<Judgement, NotJudged> {
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
        return Err(LimitReached { limit: Limit::Findings, most: request.limits.findings as u64 }.into());
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
            waiver: None,
            choice: None,
        })
        .collect();
    let mut work = Work { values: instance.values, ..Work::default() };
    let (mut rules, mut decisions) = (Vec::new(), Vec::new());
    let mut evaluator = Evaluator::new(&instance, request.settings, *request.limits, listener);
    evaluator.found = findings.len();
    let given = request.as_of.map(|day| AsOf { day, whence: Whence::Given });
    match own_day(&instance, request.kind) {
        Ok(own) => evaluator.as_of = given.or(Some(own)),
        Err(why) => (evaluator.as_of, evaluator.no_own_day) = (given, why),
    }
    evaluator.waivers = waivers(program, &instance, request);
    evaluator.excuse_schema(&mut findings);
    if let Some(reached) = evaluator.stopped() {
        return Err(reached.into());
    }
    for (id, rule) in (0u32..).map(RuleId).zip(&program.rules) {
        if !runs(program, request, id) || only.is_some_and(|only| !only.contains(&id)) {
            continue;
        }
        if request.settings.level(id, rule.level).is_none() {
            continue;
        }
        let kind = program[rule.pack].kind;
        let Some(document) = instance.document(kind) else { continue };
        if let Some(effective) = rule.effective {
            let Some(as_of) = &evaluator.as_of else {
                return Err(NotJudged::NoDay(NoDay::of_rule(id, effective.span, evaluator.no_own_day.clone())));
            };
            if !effective.holds(as_of.day) {
                work.not_applicable += 1;
                let why = NotApplicable::NotInForce { effective, as_of: as_of.clone() };
                let level = request.settings.level(id, rule.level).unwrap_or(rule.level);
                rules.push(RuleResult { rule: id, outcome: Outcome::DoesNotApply, level, not_applicable: Some(why) });
                continue;
            }
        }
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
            return Err(reached.into());
        }
        if let Some(no_day) = evaluator.dayless.take() {
            return Err(NotJudged::NoDay(no_day));
        }
        match result.outcome {
            Outcome::Passes => work.passed += 1,
            Outcome::Fails => work.failed += 1,
            Outcome::Waived => work.waived += 1,
            Outcome::Undetermined => work.open += 1,
            Outcome::DoesNotApply => work.not_applicable += 1,
        }
        findings.extend(found);
        rules.push(result);
    }
    if let Some(no_day) = evaluator.dayless.take() {
        return Err(NotJudged::NoDay(no_day));
    }
    let as_of = evaluator.as_of.take();
    // A waiver of a rule that was not in force had nothing that it could have waived.
    let idle = |subject: Subject| {
        let of_rule = rules.iter().find(|result| Subject::Rule(result.rule) == subject);
        of_rule.is_some_and(|result| matches!(result.not_applicable, Some(NotApplicable::NotInForce { .. })))
    };
    let used = evaluator.waivers.iter().map(|used| used.facts(as_of.as_ref().map(|as_of| as_of.day)));
    let used = used.filter(|used| !idle(used.subject)).collect();
    let verdict = verdict(&findings, &rules);
    let judged: Vec<PackId> =
        request.packs.iter().copied().filter(|pack| instance.document(program[*pack].kind).is_some()).collect();
    let charged = evaluator.charged();
    let steps = standings(program, &judged, &rules);
    Ok(Judgement {
        kind: request.kind,
        as_of,
        verdict,
        findings,
        rules,
        on_nothing: std::mem::take(&mut evaluator.on_nothing),
        decisions,
        waivers: used,
        steps,
        work,
        charged,
    })
}

/// Is this rule asked for?
fn runs(program: &Program, request: &Request<'_>, rule: RuleId) -> bool {
    request.packs.contains(&program[rule].pack) || request.also.contains(&rule)
}

/// The waivers that count: those of the packs that run, and those that came along, of what is judged here.
fn waivers<'r>(program: &'r Program, instance: &Instance<'_>, request: &Request<'r>) -> Vec<InUse<'r>> {
    let of_packs = program.waivers.iter().filter(|waiver| request.packs.contains(&waiver.pack)).map(|waiver| {
        let document = instance.document(program[waiver.pack].kind);
        (Waiver::from(waiver), document)
    });
    let along = request.waivers.iter().map(|waiver| (waiver.clone(), Some(instance.root)));
    of_packs
        .chain(along)
        .filter(|(waiver, document)| match waiver.subject {
            Subject::Rule(rule) => {
                let runs = runs(program, request, rule) && request.settings.level(rule, program[rule].level).is_some();
                runs && instance.document(program[program[rule].pack].kind).is_some()
            }
            Subject::Schema(_) => document.is_some(),
        })
        .map(|(waiver, document)| match waiver.subject {
            Subject::Rule(_) => InUse::new(waiver, None),
            Subject::Schema(_) => InUse::new(waiver, document),
        })
        .collect()
}

fn verdict(findings: &[Finding], rules: &[RuleResult]) -> Verdict {
    let any = |outcome| rules.iter().any(|result| result.outcome == outcome && result.level == Level::Error);
    let schema = |outcome| findings.iter().any(|finding| finding.fault.is_some() && finding.outcome == outcome);
    if any(Outcome::Fails) || schema(Outcome::Fails) {
        Verdict::NotReady
    } else if any(Outcome::Undetermined) || schema(Outcome::Undetermined) {
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
                    Some(Outcome::Waived) => Standing::Waived,
                    Some(Outcome::Undetermined) => Standing::Open,
                    Some(Outcome::Fails) => Standing::NotDone,
                };
                (id, standing)
            })
        })
        .collect()
}
