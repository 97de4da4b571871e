//! What rules and decisions come to, clause by clause and item by item.

use std::collections::BTreeSet;

use countersign_parser::ast::{
    Clause, Decision, DecisionPart, Item as AstItem, OptionPartKind, Rule, RulePart, RulePartKind,
};

use super::plain::{Answer, Could, Judged, Lack, Plain, Why, all, can_be_true, known, must_be_true};
use super::values::{Names, Twin, named, with_item};

/// What something comes to, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    DoesNotApply,
    Passes,
    Waived,
    Undetermined,
    Fails,
}

/// What was missing or unknown, as it is told: its path, and what is the matter with it.
pub(crate) type Told = BTreeSet<(String, Lack)>;

/// Why a rule does not apply.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum WhyNot {
    /// The guard that begins here, what was missing or unknown in it, and whether it was simply false.
    Guard(usize, Told, bool),
    /// The lists that held nothing.
    Nothing(BTreeSet<String>),
    NotInForce,
    NoChoice(String),
    OnlyCompares,
}

/// What a rule comes to, and what it finds, in order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
    pub(crate) level: String,
    pub(crate) findings: Vec<(Outcome, Told)>,
    pub(crate) why_not: Option<WhyNot>,
}

/// Of an option what its needs and what its `suits` come to, and what is told of each of them that does not hold.
pub(crate) type OptionSaid = (Outcome, Outcome, Vec<Told>, Option<Approver>);

/// Whether it is known, missing or unknown who approves an option, and what is told of that.
pub(crate) type Approver = (&'static str, Told);

/// What a decision comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decided {
    pub(crate) options: Vec<OptionSaid>,
    pub(crate) suggestion: Option<usize>,
    pub(crate) open: Vec<usize>,
}

/// Everything that is held against the engine.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Verdicts {
    pub(crate) faults: Vec<(&'static str, String)>,
    pub(crate) rules: Vec<Said>,
    pub(crate) decisions: Vec<Decided>,
    pub(crate) verdict: &'static str,
    pub(crate) clauses: usize,
    pub(crate) passed_on_nothing: usize,
}

impl Verdicts {
    /// The same, wherever its rules stand in their file.
    pub(crate) fn without_places(mut self) -> Self {
        for rule in &mut self.rules {
            if let Some(WhyNot::Guard(at, ..)) = &mut rule.why_not {
                *at = 0;
            }
        }
        self
    }
}

/// A rule on its way through the document.
#[derive(Default)]
struct Run {
    worst: Option<Outcome>,
    looked: bool,
    nothing: Why,
    guard: Option<WhyNot>,
    findings: Vec<(Outcome, Told)>,
    clauses: usize,
    passed_on_nothing: usize,
}

impl<'a> Twin<'a> {
    pub(crate) fn verdicts(&self) -> Verdicts {
        let mut all = Verdicts { faults: self.desk.faults(), ..Verdicts::default() };
        for item in &self.desk.file.items {
            match item {
                AstItem::Rule(rule) => {
                    let said = self.rule(rule, &mut all);
                    all.rules.push(said);
                }
                AstItem::Decision(decision) => {
                    let said = self.decision(decision, &mut all);
                    all.rules.push(said);
                }
                _ => {}
            }
        }
        let any = |outcome| all.rules.iter().any(|rule| rule.level == "error" && rule.outcome == outcome);
        all.verdict = if any(Outcome::Fails) || !all.faults.is_empty() {
            "not ready"
        } else if any(Outcome::Undetermined) {
            "open"
        } else {
            "ready"
        };
        all
    }

    fn rule(&self, rule: &'a Rule, all: &mut Verdicts) -> Said {
        let mut run = Run::default();
        self.stages(&mut run, &rule.parts, &Names::new(), None);
        all.clauses += run.clauses;
        all.passed_on_nothing += run.passed_on_nothing;
        let nothing = WhyNot::Nothing(run.nothing.iter().map(|cause| self.desk.path(&cause.place)).collect());
        let (outcome, why_not) = match run.worst {
            // All its clauses passed only because they looked at nothing.
            Some(Outcome::Passes) if !run.looked => (Outcome::DoesNotApply, Some(nothing)),
            Some(outcome) => (outcome, None),
            None => (Outcome::DoesNotApply, Some(run.guard.unwrap_or(nothing))),
        };
        Said { name: rule.name.text.clone(), outcome, level: level(&rule.parts), findings: run.findings, why_not }
    }

    /// The rest of a rule. `doubt` says what leaves it open whether it applies.
    fn stages(&self, run: &mut Run, parts: &'a [RulePart], names: &Names, doubt: Option<&Why>) {
        let Some((part, rest)) = parts.split_first() else { return };
        match &part.kind {
            RulePartKind::Let { name, value } => {
                let names = named(names, &name.text, self.value(value, names));
                self.stages(run, rest, &names, doubt);
            }
            RulePartKind::When(condition) => {
                let judged = self.condition(condition, names);
                if let Some(doubt) = self.guarded(run, part, &judged, doubt) {
                    self.stages(run, rest, names, doubt.as_ref());
                }
            }
            RulePartKind::ForEach { item: name, list, filter } => {
                self.tally.hit("for each");
                let found = self.value(list, names);
                let items = found.listed();
                if items.holds_none() {
                    run.nothing.extend(found.held_nothing());
                }
                for (at, item) in items.items.iter().enumerate() {
                    let names = with_item(names, &name.text, &items, at);
                    let mut doubt = doubt.cloned();
                    if let Some(unsure) = &item.unsure {
                        doubt.get_or_insert_default().extend(unsure.iter().cloned());
                    }
                    if let Some(filter) = filter {
                        let judged = self.condition(filter, &names);
                        match self.guarded(run, part, &judged, doubt.as_ref()) {
                            Some(further) => doubt = further,
                            None => continue,
                        }
                    }
                    self.stages(run, rest, &names, doubt.as_ref());
                }
                // What nobody knows may hold an item that breaks the rule.
                if let Some(why) = &items.further {
                    run.worst = run.worst.max(Some(Outcome::Undetermined));
                    let why = all([why].into_iter().chain(doubt));
                    run.findings.push((Outcome::Undetermined, self.unknowns(&why)));
                }
            }
            RulePartKind::Clause(clause) => {
                let (outcome, told) = self.weigh(run, clause, names, doubt);
                run.worst = run.worst.max(Some(outcome));
                run.findings.extend(told.map(|told| (outcome, told)));
                self.stages(run, rest, names, doubt);
            }
            _ => self.stages(run, rest, names, doubt),
        }
    }

    /// Under a guard: nothing where it does not apply, else the doubt that there is from here on.
    fn guarded(&self, run: &mut Run, part: &RulePart, judged: &Judged, doubt: Option<&Why>) -> Option<Option<Why>> {
        if must_be_true(&judged.answers) {
            return Some(doubt.cloned());
        }
        if can_be_true(&judged.answers) {
            return Some(Some(all(doubt.into_iter().chain([&judged.why]))));
        }
        if run.guard.is_none() && run.worst.is_none() {
            run.guard =
                Some(WhyNot::Guard(part.span.range().start, self.told(&judged.why), judged.answers == known(false)));
        }
        None
    }

    /// What a clause comes to, and what is told where it does not pass.
    fn weigh(&self, run: &mut Run, clause: &'a Clause, names: &Names, doubt: Option<&Why>) -> (Outcome, Option<Told>) {
        let judged = self.condition(&clause.condition, names);
        run.clauses += 1;
        let plain = match (must_be_true(&judged.answers), can_be_true(&judged.answers), clause.forbid) {
            (true, _, false) | (_, false, true) => Outcome::Passes,
            (true, _, true) | (_, false, false) => Outcome::Fails,
            _ => Outcome::Undetermined,
        };
        let outcome = if plain == Outcome::Fails && doubt.is_some() { Outcome::Undetermined } else { plain };
        match outcome {
            Outcome::Passes => {
                if clause.forbid && (judged.answers.contains(&Answer::Unsaid) || judged.nothing.is_some()) {
                    run.passed_on_nothing += 1;
                }
                match &judged.nothing {
                    Some(nothing) => run.nothing.extend(nothing.iter().cloned()),
                    None => run.looked = true,
                }
                (outcome, None)
            }
            // What was not written, what was asked about as such, and the lists that held nothing.
            Outcome::Fails => {
                let absent = |lack: &Lack| matches!(lack, Lack::Missing | Lack::Empty);
                let told = judged.why.iter().filter(|cause| cause.asked || absent(&cause.lack));
                let told: Why = told.chain(judged.nothing.iter().flatten()).cloned().collect();
                (outcome, Some(self.told(&told)))
            }
            // The unknowns that would settle it.
            _ => {
                let own = (plain == Outcome::Undetermined).then_some(&judged.why);
                (outcome, Some(self.unknowns(&all(doubt.into_iter().chain(own)))))
            }
        }
    }

    fn told(&self, why: &Why) -> Told {
        why.iter().map(|cause| (self.desk.path(&cause.place), cause.lack.clone())).collect()
    }

    fn unknowns(&self, why: &Why) -> Told {
        self.told(why).into_iter().filter(|(_, lack)| !matches!(lack, Lack::Missing | Lack::Empty)).collect()
    }

    fn decision(&self, decision: &'a Decision, all: &mut Verdicts) -> Said {
        self.tally.hit("a decision");
        let mut names = Names::new();
        let mut own_level = "error".to_owned();
        let mut run = Run::default();
        let mut decided = Decided { options: Vec::new(), suggestion: None, open: Vec::new() };
        let mut words = Vec::new();
        for part in &decision.parts {
            match part {
                DecisionPart::Clause(part) => match &part.kind {
                    RulePartKind::Let { name, value } => names = named(&names, &name.text, self.value(value, &names)),
                    RulePartKind::Level(name) => own_level.clone_from(&name.text),
                    _ => {}
                },
                DecisionPart::Option(option) => {
                    let (mut needs, mut suits, mut unmet) = (Outcome::Passes, Outcome::Passes, Vec::new());
                    let (mut unmet_needs, mut unmet_suits) = (Vec::new(), Vec::new());
                    let mut approver = None;
                    for part in &option.parts {
                        let (clause, worst, told_of) = match &part.kind {
                            OptionPartKind::Needs(clause) => (clause, &mut needs, &mut unmet_needs),
                            OptionPartKind::Suits(clause) => (clause, &mut suits, &mut unmet_suits),
                            OptionPartKind::Approver(expr) => {
                                let found = self.value(expr, &names);
                                let state = match found.could.as_slice() {
                                    _ if found.is_known() => "known",
                                    [Could::Nothing] => "missing",
                                    _ => "unknown",
                                };
                                approver = Some((state, self.told(&found.why)));
                                continue;
                            }
                            OptionPartKind::Junk => panic!("what is generated can be read"),
                        };
                        let (outcome, told) = self.weigh(&mut run, clause, &names, None);
                        *worst = outcome.max(*worst);
                        told_of.extend(told.clone().map(|told| (outcome, told)));
                        unmet.extend(told);
                    }
                    words.push((option.name.text.clone(), unmet_needs, unmet_suits));
                    decided.options.push((needs, suits, unmet, approver));
                }
            }
        }
        all.clauses += run.clauses;
        all.passed_on_nothing += run.passed_on_nothing;
        decided.suggestion =
            decided.options.iter().position(|(needs, suits, ..)| [needs, suits] == [&Outcome::Passes; 2]);
        let before = decided.options.iter().take(decided.suggestion.unwrap_or(usize::MAX)).enumerate();
        decided.open = before
            .filter(|(_, (needs, suits, ..))| *needs != Outcome::Fails && *suits != Outcome::Fails)
            .map(|(at, _)| at)
            .collect();
        let warning = if own_level == "error" { "warning".to_owned() } else { own_level.clone() };
        let (outcome, level, findings, why_not) =
            match decision.chosen.as_ref().map(|chosen| self.value(chosen, &names)) {
                None => (Outcome::DoesNotApply, own_level, Vec::new(), Some(WhyNot::OnlyCompares)),
                Some(chosen) => match chosen.could.as_slice() {
                    [Could::Nothing] => {
                        let path = self.desk.path(chosen.place.as_ref().unwrap());
                        (Outcome::DoesNotApply, own_level, Vec::new(), Some(WhyNot::NoChoice(path)))
                    }
                    [Could::This(Plain::Member(_, word) | Plain::Text(word))] => {
                        match words.iter().position(|(name, ..)| name == word) {
                            None => (Outcome::Fails, own_level, vec![(Outcome::Fails, Told::new())], None),
                            Some(at) => {
                                let (needs, suits, ..) = decided.options[at];
                                let (_, unmet_needs, unmet_suits) = words.swap_remove(at);
                                match needs {
                                    Outcome::Passes => (suits, warning, unmet_suits, None),
                                    _ => (needs, own_level, unmet_needs, None),
                                }
                            }
                        }
                    }
                    _ => {
                        let told = self.told(&chosen.why);
                        (Outcome::Undetermined, own_level, vec![(Outcome::Undetermined, told)], None)
                    }
                },
            };
        all.decisions.push(decided);
        Said { name: decision.name.text.clone(), outcome, level, findings, why_not }
    }
}

fn level(parts: &[RulePart]) -> String {
    let said = parts.iter().find_map(|part| match &part.kind {
        RulePartKind::Level(name) => Some(name.text.clone()),
        _ => None,
    });
    said.unwrap_or_else(|| "error".to_owned())
}

/// Is the same told? A failure that nothing written could have prevented has no reasons; the engine then names the lists
/// that were taken for lists without items because nobody wrote them.
fn told_alike(twin: &Told, engine: &Told) -> bool {
    twin == engine || twin.is_empty() && engine.iter().all(|(_, lack)| *lack == Lack::Missing)
}

/// Do the two say the same of a rule?
pub(crate) fn alike(twin: &Said, engine: &Said) -> bool {
    let why_not = match (&twin.why_not, &engine.why_not) {
        // The engine stops at what decides a guard, so it may tell less, but of something that was in the way.
        (Some(WhyNot::Guard(at, ours, is_false)), Some(WhyNot::Guard(other, theirs, _))) => {
            at == other && theirs.is_subset(ours) && (*is_false || ours.is_empty() == theirs.is_empty())
        }
        (ours, theirs) => ours == theirs,
    };
    let findings = twin.findings.iter().zip(&engine.findings);
    twin.name == engine.name
        && twin.outcome == engine.outcome
        && twin.level == engine.level
        && twin.findings.len() == engine.findings.len()
        && findings.into_iter().all(|((outcome, ours), (other, theirs))| {
            outcome == other && if *outcome == Outcome::Fails { told_alike(ours, theirs) } else { ours == theirs }
        })
        && why_not
}

/// Do the two say the same of a decision?
pub(crate) fn decided_alike(twin: &Decided, engine: &Decided) -> bool {
    twin.suggestion == engine.suggestion
        && twin.open == engine.open
        && twin.options.len() == engine.options.len()
        && twin.options.iter().zip(&engine.options).all(|(ours, theirs)| {
            (ours.0, ours.1, &ours.3) == (theirs.0, theirs.1, &theirs.3)
                && ours.2.len() == theirs.2.len()
                && ours.2.iter().zip(&theirs.2).all(|(ours, theirs)| told_alike(ours, theirs))
        })
}
