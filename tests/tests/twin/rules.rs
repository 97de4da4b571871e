//! What rules and decisions come to, clause by clause and item by item.

use std::collections::BTreeSet;

use countersign_parser::ast::{
    Clause, Day, Decision, DecisionPart, Expr, Item as AstItem, OptionPartKind, Rule, RulePart, RulePartKind, Waiver,
    WaiverPartKind,
};

use super::plain::{
    Answer, Could, Judged, Lack, Plain, Step, Why, all, can_be_true, date, day_of, known, must_be_true,
};
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
    /// The schema's findings: the check, the path, what it comes to, and what would settle whether it is waived.
    pub(crate) faults: Vec<(&'static str, String, Outcome, Told)>,
    pub(crate) rules: Vec<Said>,
    pub(crate) decisions: Vec<Decided>,
    pub(crate) verdict: &'static str,
    pub(crate) clauses: usize,
    pub(crate) passed_on_nothing: usize,
    /// Of each waiver how many failures it excused, or may, and how many it would have, had it not ended.
    pub(crate) waivers: Vec<(usize, usize)>,
    /// The positions of the waivers whose rule was not in force.
    pub(crate) idle: Vec<usize>,
    /// A day matters, and there is none; then nothing else is said.
    pub(crate) dayless: bool,
}

impl Verdicts {
    fn add(&mut self, run: &Run<'_>) {
        self.clauses += run.clauses;
        self.passed_on_nothing += run.passed_on_nothing;
        self.dayless |= run.dayless;
        for (at, ended) in &run.used {
            let (excused, too_late) = &mut self.waivers[*at];
            *if *ended { too_late } else { excused } += 1;
        }
    }

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
struct Run<'a> {
    /// The waivers that speak of it, each with its position.
    waivers: Vec<(usize, &'a Waiver)>,
    /// Of which waivers it has made use, and whether they had ended.
    used: Vec<(usize, bool)>,
    dayless: bool,
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
        let mut all = Verdicts { waivers: vec![(0, 0); self.waivers().count()], ..Verdicts::default() };
        for (check, path) in self.desk.faults() {
            let mut run = self.run("schema", check);
            let (outcome, told) = self.excused(&mut run, &Names::new()).unwrap_or((Outcome::Fails, Told::new()));
            all.faults.push((check, path, outcome, told));
            all.add(&run);
        }
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
        let found = |wanted| all.faults.iter().any(|(_, _, outcome, _)| *outcome == wanted);
        all.verdict = if any(Outcome::Fails) || found(Outcome::Fails) {
            "not ready"
        } else if any(Outcome::Undetermined) || found(Outcome::Undetermined) {
            "open"
        } else {
            "ready"
        };
        let (held, idle) = (std::mem::take(&mut all.waivers), std::mem::take(&mut all.idle));
        all.waivers = held.into_iter().enumerate().filter(|(at, _)| !idle.contains(at)).map(|(_, held)| held).collect();
        if all.dayless { Verdicts { dayless: true, ..Verdicts::default() } } else { all }
    }

    /// The day that the document is judged by: its own, in UTC.
    fn day(&self) -> Option<i64> {
        let own = self.desk.read(&[Step::Document, Step::Field("prepared_at".to_owned())]);
        own.plain().map(|plain| match plain {
            Plain::Instant(minutes, _) => day_of(*minutes),
            other => panic!("{other:?} is no day"),
        })
    }

    fn waivers(&self) -> impl Iterator<Item = (usize, &'a Waiver)> + use<'a> {
        let waivers = self.desk.file.items.iter().filter_map(|item| match item {
            AstItem::Waiver(waiver) => Some(waiver),
            _ => None,
        });
        waivers.enumerate()
    }

    fn run(&self, pack: &str, name: &str) -> Run<'a> {
        let speaks = |waiver: &Waiver| {
            waiver.rule.name.text == name && waiver.rule.pack.as_ref().is_some_and(|of| of.text == pack)
        };
        Run { waivers: self.waivers().filter(|(_, waiver)| speaks(waiver)).collect(), ..Run::default() }
    }

    /// What the waivers make of a failure: the first that covers it counts, else one that may. One that has ended covers
    /// nothing, and is counted where it surely would have.
    fn excused(&self, run: &mut Run<'a>, names: &Names) -> Option<(Outcome, Told)> {
        let mut may: Option<(usize, Told)> = None;
        let mut ended: Option<usize> = None;
        for (at, waiver) in run.waivers.clone() {
            let part = |wanted: fn(&'a WaiverPartKind) -> Option<&'a Expr>| {
                waiver.parts.iter().find_map(|part| wanted(&part.kind))
            };
            let condition =
                part(|part| if let WaiverPartKind::Where(condition) = part { Some(condition) } else { None });
            let judged = condition.map(|condition| self.condition(condition, names));
            if judged.as_ref().is_some_and(|judged| !can_be_true(&judged.answers)) {
                continue;
            }
            let Some(day) = self.day() else {
                run.dayless = true;
                return None;
            };
            let until = waiver.parts.iter().find_map(|part| match &part.kind {
                WaiverPartKind::Until(day) => date(&day.text),
                _ => None,
            });
            let open = judged.filter(|judged| !must_be_true(&judged.answers));
            match (day > until.unwrap(), open) {
                (false, None) => {
                    run.used.push((at, false));
                    return Some((Outcome::Waived, Told::new()));
                }
                (false, Some(judged)) if may.is_none() => may = Some((at, self.unknowns(&judged.why))),
                (true, None) if ended.is_none() => ended = Some(at),
                _ => {}
            }
        }
        match (may, ended) {
            (Some((at, told)), _) => {
                run.used.push((at, false));
                Some((Outcome::Undetermined, told))
            }
            (None, Some(at)) => {
                run.used.push((at, true));
                None
            }
            (None, None) => None,
        }
    }

    fn rule(&self, rule: &'a Rule, all: &mut Verdicts) -> Said {
        let mut run = self.run("p", &rule.name.text);
        let effective = rule.parts.iter().find_map(|part| match &part.kind {
            RulePartKind::Effective(effective) => Some(effective),
            _ => None,
        });
        if let Some(effective) = effective {
            let Some(day) = self.day() else {
                all.dayless = true;
                return not_in_force(rule);
            };
            let bound = |day: &Option<Day>| day.as_ref().map(|day| date(&day.text).unwrap());
            let begun = bound(&effective.from).is_none_or(|from| from <= day);
            if !begun || bound(&effective.until).is_some_and(|until| until < day) {
                // There was nothing that its waivers could have covered.
                all.idle.extend(run.waivers.iter().map(|(at, _)| *at));
                return not_in_force(rule);
            }
        }
        self.stages(&mut run, &rule.parts, &Names::new(), None);
        all.add(&run);
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
    fn stages(&self, run: &mut Run<'a>, parts: &'a [RulePart], names: &Names, doubt: Option<&Why>) {
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
                let (mut outcome, mut told) = self.weigh(run, clause, names, doubt);
                if outcome == Outcome::Fails
                    && let Some((instead, would_settle)) = self.excused(run, names)
                {
                    outcome = instead;
                    if instead == Outcome::Undetermined {
                        told = Some(would_settle);
                    }
                }
                run.worst = run.worst.max(Some(outcome));
                run.findings.extend(told.map(|told| (outcome, told)));
                self.stages(run, rest, names, doubt);
            }
            _ => self.stages(run, rest, names, doubt),
        }
    }

    /// Under a guard: nothing where it does not apply, else the doubt that there is from here on.
    fn guarded(&self, run: &mut Run<'a>, part: &RulePart, judged: &Judged, doubt: Option<&Why>) -> Option<Option<Why>> {
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
    fn weigh(
        &self,
        run: &mut Run<'a>,
        clause: &'a Clause,
        names: &Names,
        doubt: Option<&Why>,
    ) -> (Outcome, Option<Told>) {
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
        let mut run = self.run("p", &decision.name.text);
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
        // What is chosen is waived as a rule is.
        let (mut worst, mut kept) = (None, Vec::new());
        for (found, told) in findings {
            let excused = if found == Outcome::Fails { self.excused(&mut run, &names) } else { None };
            let found = match excused {
                Some((Outcome::Undetermined, would_settle)) => (Outcome::Undetermined, would_settle),
                Some((instead, _)) => (instead, told),
                None => (found, told),
            };
            worst = worst.max(Some(found.0));
            kept.push(found);
        }
        let outcome = worst.filter(|_| outcome == Outcome::Fails).unwrap_or(outcome);
        let findings = kept;
        all.add(&run);
        Said { name: decision.name.text.clone(), outcome, level, findings, why_not }
    }
}

fn not_in_force(rule: &Rule) -> Said {
    Said {
        name: rule.name.text.clone(),
        outcome: Outcome::DoesNotApply,
        level: level(&rule.parts),
        findings: Vec::new(),
        why_not: Some(WhyNot::NotInForce),
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
            outcome == other
                && if matches!(outcome, Outcome::Fails | Outcome::Waived) {
                    told_alike(ours, theirs)
                } else {
                    ours == theirs
                }
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
