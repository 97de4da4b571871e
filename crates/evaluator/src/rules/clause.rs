//! `require` and `forbid`: what they come to, and the finding that says so.

use countersign_compiler::program::{Clause, Expr, ExprKind, RuleId, Subject, Suggestion as Offer};
use countersign_source::Span;

use super::{At, Doubt, Run};
use crate::conform::Home;
use crate::evaluate::Evaluator;
use crate::facts::{Finding, Lack, Outcome, Suggestion};
use crate::limits::Limit;
use crate::listener::Listener;
use crate::value::{Cause, Causes, Datum, List, Spot, Trouble, Value, What};

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    pub(super) fn clause(&mut self, run: &mut Run<'a>, stage: usize, clause: &'a Clause, doubt: Option<&Doubt>) {
        let (outcome, finding) = self.weigh(run, At::Stage(stage), clause, doubt);
        run.worst = run.worst.max(Some(outcome));
        if let Some(finding) = finding {
            self.keep(run, finding);
        }
    }

    /// What a clause comes to, and what is then to be said.
    pub(super) fn weigh(
        &mut self,
        run: &mut Run<'a>,
        at: At,
        clause: &'a Clause,
        doubt: Option<&Doubt>,
    ) -> (Outcome, Option<Finding>) {
        let (At::Stage(stage) | At::Option(.., stage)) = at;
        self.enters_stage(stage);
        let mut judged = self.condition(&clause.condition);
        self.leaves_stage(Some(&judged));
        run.work.clauses += 1;
        let plain = match (judged.answers.applies(), clause.forbid) {
            (None, _) => Outcome::Undetermined,
            (Some(answer), forbid) if answer != forbid => Outcome::Passes,
            _ => Outcome::Fails,
        };
        let outcome = if plain == Outcome::Fails && doubt.is_some() { Outcome::Undetermined } else { plain };
        if L::LISTENS {
            match at {
                At::Stage(stage) => self.listener.clause(run.id, stage, self.item, outcome),
                At::Option(decision, option, clause) => {
                    self.listener.option_clause(decision, option, clause, outcome);
                }
            }
        }
        if outcome == Outcome::Passes {
            if clause.forbid && (judged.answers.can_be_unsaid() || judged.nothing.is_some()) {
                run.work.passed_on_nothing += 1;
                if self.on_nothing.last() != Some(&run.id) {
                    self.on_nothing.push(run.id);
                }
            }
            match &judged.nothing {
                Some(nothing) => run.nothing.add(nothing),
                None => run.looked = true,
            }
            return (outcome, None);
        }
        if plain == outcome {
            // Once more, and not only up to what decides it: all the places and all that is missing belong in the report.
            judged = self.thoroughly(run.body, &clause.condition, judged);
        }
        if self.stopped().is_some() {
            return (outcome, None);
        }
        let places = self.clause_places(clause, &judged.spots, run);
        // What an option needs is no failure of its own; the choice is.
        let asks = outcome == Outcome::Fails && matches!(at, At::Stage(_));
        let excuse = if asks { self.excuse(Subject::Rule(run.id), &places) } else { None };
        let comes_to = excuse.as_ref().map_or(outcome, |excuse| excuse.outcome);
        if L::TRACES
            && comes_to != outcome
            && let At::Stage(stage) = at
        {
            self.listener.excused(stage, comes_to);
        }
        let finding = if let Some(excuse) = excuse.as_ref().filter(|excuse| excuse.outcome == Outcome::Undetermined) {
            let waiver = Some(excuse.waived.clone());
            Finding { waiver, ..self.open_finding(run.id, clause.span, &excuse.causes, places) }
        } else if outcome == Outcome::Fails {
            let nothing = judged.nothing.iter().flat_map(Causes::iter);
            let reasons = judged.causes.iter().filter(|cause| cause.asked || is_absence(cause)).chain(nothing);
            let mut reasons = self.reasons(reasons);
            if reasons.is_empty() {
                // A list that nobody wrote counts as one without items, and says so where that has made the clause fail.
                let blamed = self.blamed(&clause.condition, !clause.forbid);
                let absent = self.absent_lists(blamed);
                reasons = self.reasons(absent.into_iter());
            }
            // The author's words are about values. Where the clause fails since one of those that they show was not written,
            // they would say of nothing that it is too much.
            let lacks = reasons.iter().any(|reason| matches!(reason.lack, Lack::Missing));
            let message = clause.message.as_ref().map(|message| self.message(message));
            let said = match message.filter(|(_, gap)| !(lacks && *gap)) {
                Some((message, _)) => message,
                // What an option needs stands for itself.
                None if matches!(at, At::Option(..)) => String::new(),
                None => self.program[run.id].title.to_string(),
            };
            let help = clause.help.as_ref().map(|help| self.message(help));
            let help = help.filter(|(_, gap)| !(lacks && *gap)).map(|(help, _)| help);
            let suggestion = clause.suggest.as_ref().and_then(|offer| self.suggestion(offer));
            Finding {
                subject: Subject::Rule(run.id),
                level: self.level(run.id),
                outcome: comes_to,
                clause: Some(clause.span),
                said,
                help,
                suggestion,
                places,
                reasons,
                fault: None,
                waiver: excuse.map(|excuse| excuse.waived),
                choice: None,
            }
        } else {
            let mut causes = doubt.map(|doubt| doubt.causes.clone()).unwrap_or_default();
            if plain == Outcome::Undetermined {
                causes.add(&judged.causes);
            }
            let asked = match doubt {
                Some(doubt) if plain == Outcome::Fails => doubt.clause,
                _ => clause.span,
            };
            self.open_finding(run.id, asked, &causes, places)
        };
        (comes_to, Some(finding))
    }

    /// A guard that is undetermined, where nothing more can be asked.
    pub(super) fn undetermined(&mut self, run: &mut Run<'a>, doubt: &Doubt, about: &'a Expr) {
        run.worst = run.worst.max(Some(Outcome::Undetermined));
        let spots: Vec<Spot> = self.first_path(about, run.body).into_iter().collect();
        let places = self.places_or_document(&spots);
        let finding = self.open_finding(run.id, doubt.clause, &doubt.causes, places);
        self.keep(run, finding);
    }

    fn open_finding(&self, rule: RuleId, clause: Span, causes: &Causes, places: Vec<crate::facts::Place>) -> Finding {
        Finding {
            subject: Subject::Rule(rule),
            level: self.level(rule),
            outcome: Outcome::Undetermined,
            clause: Some(clause),
            said: self.program[rule].title.to_string(),
            help: None,
            suggestion: None,
            places,
            reasons: self.reasons(causes.iter().filter(|cause| !is_absence(cause))),
            fault: None,
            waiver: None,
            choice: None,
        }
    }

    pub(super) fn keep(&mut self, run: &mut Run<'a>, finding: Finding) {
        self.found += 1;
        if self.found > self.most_findings() {
            self.stop(Limit::Findings, self.most_findings() as u64);
            return;
        }
        run.findings.push(finding);
    }

    fn clause_places(&mut self, clause: &'a Clause, decided: &[Spot], run: &Run<'a>) -> Vec<crate::facts::Place> {
        let mut spots = Vec::new();
        for at in &clause.at {
            let value = self.value(at);
            self.spots_of(&value, &mut spots);
        }
        if spots.is_empty() {
            spots.extend(decided);
        }
        if spots.is_empty() {
            let blamed = self.blamed(&clause.condition, !clause.forbid);
            spots.extend(self.first_path(blamed, run.body));
        }
        self.places_or_document(&spots)
    }

    /// The places that a value stands at.
    fn spots_of(&self, value: &Value<'a>, spots: &mut Vec<Spot>) {
        if let Some(spot) = value.spot() {
            spots.push(spot);
        } else if let What::Known(Datum::List(list @ List::Made(made))) = &value.what {
            for index in 0..made.items.len() {
                spots.extend(self.item_of(list, index).value.spot());
            }
        } else if !value.is_known() {
            spots.extend(value.causes.iter().map(|cause| Spot { cell: cause.cell, words: None }));
        }
    }

    fn suggestion(&mut self, offer: &'a Offer) -> Option<Suggestion> {
        let value = self.value(&offer.value);
        let What::Known(datum) = &value.what else { return None };
        let shown = match datum {
            Datum::List(list) => {
                let items: Vec<String> =
                    (0..list.len()).map(|index| self.show(&self.item_of(list, index).value)).collect();
                format!("[{}]", items.join(", "))
            }
            _ => self.show(&value),
        };
        let ExprKind::Field { base, .. } = &offer.path.kind else { return None };
        let parent = self.value(base);
        let What::Known(Datum::Map(parent)) = parent.what else { return None };
        let cell = self.value(&offer.path).cell?;
        // Only the document that is judged can still be written to.
        if self.instance.home(cell) != Home::Document {
            return None;
        }
        let written = self.instance.with(cell, |cell| cell.node.is_some());
        let place = if written {
            self.place(Spot { cell, words: None })
        } else {
            self.place(Spot { cell: parent, words: None })
        };
        Some(Suggestion { path: self.instance.path(cell, self.document), value: shown, place })
    }
}

/// Is it something that nobody wrote?
fn is_absence(cause: &Cause) -> bool {
    matches!(cause.trouble, Trouble::Missing | Trouble::Empty)
}
