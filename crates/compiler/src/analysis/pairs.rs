//! Two rules side by side: they clash, one implies the other, or they are the same.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::program::{Program, Subject, Type};

use super::formula::Formula;
use super::model::{Model, Part};
use super::search::{Case, excludes, search};
use super::sets::Known;
use super::terms::{Domain, Link, TermId, Terms};
use super::{Remark, RemarkFacts};

/// The most terms of a meeting point that are told.
const TOLD: usize = 4;

/// Looks at all pairs of rules that speak of something that both speak of.
pub(super) fn look(program: &Program, terms: &Terms, models: &[Model<'_>], remarks: &mut Vec<Remark>) {
    let mut by_term: BTreeMap<TermId, Vec<usize>> = BTreeMap::new();
    for (number, model) in models.iter().enumerate() {
        for term in &model.terms {
            by_term.entry(*term).or_default().push(number);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (term, speak) in &by_term {
        // That both speak of something below the same document says nothing.
        if terms.get(*term).is_some_and(|term| term.link == Link::Root && term.shown.is_empty()) {
            continue;
        }
        for (at, first) in speak.iter().enumerate() {
            pairs.extend(speak.iter().skip(at + 1).map(|second| (*first, *second)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    for (first, second) in pairs {
        let (Some(first), Some(second)) = (models.get(first), models.get(second)) else { continue };
        if program[first.rule.pack].kind == program[second.rule.pack].kind {
            pair(program, terms, first, second, remarks);
        }
    }
}

fn pair(program: &Program, terms: &Terms, first: &Model<'_>, second: &Model<'_>, remarks: &mut Vec<Remark>) {
    let forth = stands_for(program, first, second) && implies(terms, first, second);
    let back = stands_for(program, second, first) && implies(terms, second, first);
    let named = |model: &Model<'_>| program.rule_id(model.id);
    match (forth, back) {
        (true, true) if first.level() == second.level() => {
            let facts = RemarkFacts::DuplicateRule { rule: named(second), other: named(first), first: first.rule.span };
            remarks.push(Remark { at: second.rule.span, also: vec![first.rule.span], facts });
        }
        (true, _) if first.level() >= second.level() => remarks.push(implied(program, second, first)),
        (_, true) if second.level() >= first.level() => remarks.push(implied(program, first, second)),
        _ if !together(first, second) => {}
        _ => {
            if let Some(facts) = clash(program, terms, first, second) {
                remarks.push(Remark { at: second.rule.span, also: vec![first.rule.span], facts });
            }
        }
    }
}

fn implied(program: &Program, rule: &Model<'_>, by: &Model<'_>) -> Remark {
    let facts =
        RemarkFacts::ImpliedRule { rule: program.rule_id(rule.id), by: program.rule_id(by.id), by_span: by.rule.span };
    Remark { at: rule.rule.span, also: vec![by.rule.span], facts }
}

/// Is the first rule in force whenever the second one is, and never waived?
fn stands_for(program: &Program, first: &Model<'_>, second: &Model<'_>) -> bool {
    let in_force = match (first.rule.effective, second.rule.effective) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(first), Some(second)) => {
            first.from <= second.from && first.until.is_none_or(|end| second.until.is_some_and(|other| other <= end))
        }
    };
    in_force && !program.waivers.iter().any(|waiver| waiver.subject == Subject::Rule(first.id))
}

/// Is there a day on which both are in force?
fn together(first: &Model<'_>, second: &Model<'_>) -> bool {
    let (Some(first), Some(second)) = (first.rule.effective, second.rule.effective) else { return true };
    first.until.is_none_or(|end| second.from <= end) && second.until.is_none_or(|end| first.from <= end)
}

/// Wherever the second rule finds something, or stays open, does the first one, too?
fn implies(terms: &Terms, first: &Model<'_>, second: &Model<'_>) -> bool {
    // An item that the first goes through has to be one that the second goes through, or it need not be there.
    let same_items =
        first.items.iter().zip(&second.items).all(|(a, b)| a == b) && first.items.len() <= second.items.len();
    if !(same_items && first.plain_lists && second.plain_lists) {
        return false;
    }
    let broken = second.broken();
    // A rule that is never broken is implied by all others, and told of by itself.
    search(terms, &[&broken]).is_some_and(|case| !case.given_up) && excludes(terms, &[&broken, &first.kept()])
}

/// The smallest set of parts that cannot hold together, where both rules can apply at once.
fn clash(program: &Program, terms: &Terms, first: &Model<'_>, second: &Model<'_>) -> Option<RemarkFacts> {
    let of = |parts: &[Part]| parts.iter().map(|part| part.holds.clone()).collect::<Vec<Formula>>();
    let guards: Vec<Formula> = of(&first.guards).into_iter().chain(of(&second.guards)).collect();
    let (asked, other) = (of(&first.whole), of(&second.whole));
    let together = |more: &[&[Formula]]| -> Vec<Formula> {
        guards.iter().chain(more.iter().flat_map(|parts| parts.iter())).cloned().collect()
    };
    let find = |formulas: &[Formula]| search(terms, &formulas.iter().collect::<Vec<_>>());
    if find(&together(&[&asked, &other])).is_some() {
        return None;
    }
    let meeting = real(terms, &guards)?;
    // Each of the two can be kept where they meet; otherwise it is no matter between them.
    find(&together(&[&asked]))?;
    find(&together(&[&other]))?;
    // Take away what is not needed, from the end, as long as the rest cannot hold.
    let labelled = |model: &Model<'_>, mine: bool| -> Vec<(bool, bool, Part)> {
        let guards = model.guards.iter().map(move |part| (mine, true, part.clone()));
        guards.chain(model.clauses.iter().map(move |(_, part)| (mine, false, part.clone()))).collect()
    };
    let mut core: Vec<(bool, bool, Part)> = labelled(first, true).into_iter().chain(labelled(second, false)).collect();
    let mut at = 0;
    while at < core.len() {
        let rest: Vec<&Formula> =
            core.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, (.., part))| &part.holds).collect();
        if excludes(terms, &rest) {
            core.remove(at);
        } else {
            at += 1;
        }
    }
    let spans = |mine: bool| -> Vec<(countersign_source::Span, bool)> {
        core.iter().filter(|(of, ..)| *of == mine).map(|(_, guard, part)| (part.span, *guard)).collect()
    };
    Some(RemarkFacts::ClashingRules {
        first: program.rule_id(first.id),
        second: program.rule_id(second.id),
        first_span: first.rule.span,
        first_parts: spans(true),
        second_parts: spans(false),
        meeting: told(program, terms, &meeting),
    })
}

/// A case in which all of these hold, and which a document can look like.
fn real(terms: &Terms, formulas: &[Formula]) -> Option<Case> {
    let all: Vec<&Formula> = formulas.iter().collect();
    search(terms, &all).filter(|case| case.is_real(terms))
}

/// Where two rules meet, in words: `severity.level` is `high` or `critical`.
pub(super) fn told(program: &Program, terms: &Terms, case: &Case) -> Vec<String> {
    let mut told = Vec::new();
    for (id, domain) in &case.domains {
        let (Some(term), Domain::Value(states)) = (terms.get(*id), domain) else { continue };
        let base = terms.states(*id);
        if term.shown.is_empty() || !matches!(term.link, Link::Field { .. } | Link::Count(_)) || *states == base {
            continue;
        }
        let known = states.can_be_known() && states.known != base.known;
        let words = match (known, states.can_be_known(), states.unknown, states.missing) {
            (true, _, false, false) => match members(program, terms, *id, &states.known) {
                Some(members) => format!("`{}` is {members}", term.shown),
                None => continue,
            },
            (false, false, true, false) => format!("`{}` is unknown", term.shown),
            (false, false, false, true) => format!("`{}` is missing", term.shown),
            _ => continue,
        };
        told.push(words);
    }
    told.truncate(TOLD);
    told
}

/// The values of a set, where they can be named.
fn members(program: &Program, terms: &Terms, id: TermId, known: &Known) -> Option<String> {
    let quoted = |words: Vec<String>| match words.as_slice() {
        [] => None,
        [only] => Some(format!("`{only}`")),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(|word| format!("`{word}`")).collect();
            Some(format!("{} or `{last}`", most.join(", ")))
        }
    };
    match (known, terms.get(id)?.ty.as_ref()) {
        (Known::Texts(texts), _) if !texts.all_but => quoted(texts.words.iter().map(ToString::to_string).collect()),
        (Known::Numbers(set), Some(Type::Enum(of))) => {
            let members = (0u32..).zip(&program[*of].members).filter(|(rank, _)| set.holds(Decimal::from(*rank)));
            quoted(members.map(|(_, member)| member.to_string()).collect())
        }
        (Known::Numbers(set), Some(Type::Boolean)) => {
            let values = [(0, "false"), (1, "true")].into_iter().filter(|(rank, _)| set.holds(Decimal::from(*rank)));
            quoted(values.map(|(_, word)| word.to_owned()).collect())
        }
        _ => None,
    }
}
