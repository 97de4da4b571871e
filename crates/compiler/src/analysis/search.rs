//! Can a formula hold? A search through its cases, and what terms that hang together make of one another.
//!
//! The answer *no* is a proof: the states that formulas let in are no fewer than the engine's, and every step here only
//! takes out what cannot be. The answer *yes* is a case that nothing was found against. Whether a document can really
//! look like it is a question of its own ([`Case::is_real`]), which is answered only where all that the case speaks of
//! is plain: paths that hang together by the schema alone.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::program::Comparison;

use super::formula::Formula;
use super::sets::{Known, Numbers};
use super::terms::{Domain, Link, States, TermId, Terms};

/// How many steps a search may take. One that would take more ends with *yes*, from which nothing is concluded.
const STEPS: usize = 20_000;

/// The states of the terms in one case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    pub(crate) domains: BTreeMap<TermId, Domain>,
    /// Was the search given up before it was through?
    pub(crate) given_up: bool,
}

/// A case in which all of the formulas hold, or `None` where there is none.
pub(crate) fn search(terms: &Terms, formulas: &[&Formula]) -> Option<Case> {
    let mut steps = STEPS;
    walk(terms, formulas.to_vec(), Vec::new(), Case::default(), &mut steps)
}

/// Is there no case in which all of the formulas hold?
pub(crate) fn excludes(terms: &Terms, formulas: &[&Formula]) -> bool {
    search(terms, formulas).is_none()
}

fn walk<'f>(
    terms: &Terms,
    mut todo: Vec<&'f Formula>,
    mut choices: Vec<&'f [Formula]>,
    mut case: Case,
    steps: &mut usize,
) -> Option<Case> {
    while let Some(formula) = todo.pop() {
        *steps = steps.saturating_sub(1);
        if *steps == 0 {
            return Some(Case { given_up: true, ..case });
        }
        match formula {
            Formula::All(parts) => todo.extend(parts.iter().rev()),
            Formula::Any(parts) => match parts.as_slice() {
                [] => return None,
                [only] => todo.push(only),
                parts => choices.push(parts),
            },
            Formula::Is(term, domain) => {
                let now = case.domains.get(term).cloned().unwrap_or_else(|| terms.base(*term)).and(domain);
                if now.is_empty() {
                    return None;
                }
                case.domains.insert(*term, now);
            }
        }
    }
    if !settle(terms, &mut case) {
        return None;
    }
    // The choice with the fewest ways first, so that dead ends show early.
    choices.sort_by_key(|parts| std::cmp::Reverse(parts.len()));
    let Some(parts) = choices.pop() else { return Some(case) };
    parts.iter().find_map(|part| walk(terms, vec![part], choices.clone(), case.clone(), steps))
}

/// Takes out of the domains what those of other terms leave no room for, until nothing changes; `false` where a term has
/// nothing left.
fn settle(terms: &Terms, case: &mut Case) -> bool {
    let mut open: Vec<TermId> = case.domains.keys().copied().collect();
    while let Some(id) = open.pop() {
        for next in neighbours(terms, id) {
            if let std::collections::btree_map::Entry::Vacant(place) = case.domains.entry(next) {
                place.insert(terms.base(next));
                open.push(next);
            }
        }
    }
    for _ in 0..8 {
        let before = case.domains.clone();
        let ids: Vec<TermId> = before.keys().copied().collect();
        for id in ids {
            if !meet(terms, case, id) {
                return false;
            }
        }
        if case.domains == before {
            break;
        }
    }
    true
}

fn neighbours(terms: &Terms, id: TermId) -> Vec<TermId> {
    match terms.get(id).map(|term| &term.link) {
        Some(Link::Item(Some(list)) | Link::Count(list)) => vec![*list],
        Some(Link::Field { parent, .. }) => vec![*parent],
        Some(Link::Made(of)) => of.clone(),
        Some(Link::Order(a, b)) => vec![*a, *b],
        Some(Link::Difference(a, b, order)) => vec![*a, *b, *order],
        _ => Vec::new(),
    }
}

impl Case {
    fn states(&self, terms: &Terms, id: TermId) -> States {
        match self.domains.get(&id) {
            Some(Domain::Value(states)) => states.clone(),
            _ => terms.states(id),
        }
    }

    fn put(&mut self, id: TermId, states: States) -> bool {
        let some = !states.is_empty();
        self.domains.insert(id, Domain::Value(states));
        some
    }

    /// Can a document look like this? `false` where that is not sure.
    pub(crate) fn is_real(&self, terms: &Terms) -> bool {
        let mut compared: Vec<TermId> = Vec::new();
        !self.given_up
            && self.domains.iter().all(|(id, domain)| {
                let Some(term) = terms.get(*id) else { return false };
                let Domain::Value(states) = domain else { return false };
                let base = terms.states(*id);
                match &term.link {
                    Link::Root | Link::Item(Some(_)) | Link::Count(_) => true,
                    // Of the texts of a `type` it is not known how many there are.
                    Link::Field { .. } => !term.refined || states.known == base.known || !states.can_be_known(),
                    Link::Made(_) => *states == base,
                    Link::Order(a, b) | Link::Difference(a, b, _) => {
                        let plain = |id: &TermId| self.states(terms, *id).known == terms.states(*id).known;
                        let first = !compared.contains(a) && !compared.contains(b);
                        let fits = *states == base || first && plain(a) && plain(b);
                        compared.extend([*a, *b]);
                        fits
                    }
                    Link::Item(None) | Link::Opaque => false,
                }
            })
    }
}

/// Nothing but what is known, nothing but what is unknown, nothing but what is missing.
fn only(states: &States, known: bool, unknown: bool, missing: bool) -> States {
    States {
        missing: states.missing && missing,
        unknown: states.unknown && unknown,
        known: if known { states.known.clone() } else { states.known.none() },
    }
}

/// Brings a term together with those that it hangs together with.
fn meet(terms: &Terms, case: &mut Case, id: TermId) -> bool {
    let Some(term) = terms.get(id) else { return true };
    if matches!(case.domains.get(&id), Some(Domain::Answers(_)) | None) {
        return true;
    }
    let own = case.states(terms, id);
    match &term.link {
        Link::Root | Link::Opaque | Link::Item(None) => true,
        Link::Item(Some(list)) => {
            let of = case.states(terms, *list);
            case.put(*list, only(&of, true, false, false))
        }
        Link::Field { parent, optional } => {
            let above = case.states(terms, *parent);
            let (known, unknown, missing) = (above.can_be_known(), above.unknown, above.missing);
            let own = only(&own, known, known || unknown, missing || known && *optional);
            let above =
                only(&above, own.can_be_known() || own.unknown || own.missing && *optional, own.unknown, own.missing);
            case.put(id, own) && case.put(*parent, above)
        }
        Link::Count(list) => {
            let of = case.states(terms, *list);
            let mut own = only(&own, of.can_be_known() || of.missing, of.unknown, false);
            let zero = Known::Numbers(Numbers::compared(true, Comparison::Equal, Decimal::ZERO));
            if !of.can_be_known() && of.missing {
                own.known = own.known.and(&zero);
            }
            let can_be_none = !own.known.and(&zero).is_empty();
            let of = only(&of, own.can_be_known(), own.unknown, can_be_none);
            // Where an item is looked at, there is one.
            let items = case.domains.keys().any(|other| {
                terms.get(*other).is_some_and(|term| matches!(term.link, Link::Item(Some(of)) if of == *list))
            });
            if items {
                own.known = own.known.and(&zero.not());
            }
            case.put(id, own) && case.put(*list, of)
        }
        Link::Made(of) => made(terms, case, id, own, of, true),
        Link::Order(a, b) => made(terms, case, id, own, &[*a, *b], false),
        Link::Difference(a, b, order) => {
            let compared = case.states(terms, *order);
            let (Known::Numbers(far), Known::Numbers(which)) = (&own.known, &compared.known) else { return true };
            let of = |comparison| Numbers::compared(true, comparison, Decimal::ZERO);
            let allowed = [(-1, Comparison::AtMost), (0, Comparison::Equal), (1, Comparison::AtLeast)]
                .into_iter()
                .filter(|(order, _)| which.holds(Decimal::from(*order)))
                .fold(of(Comparison::Less).and(&of(Comparison::More)), |sum, (_, comparison)| sum.or(&of(comparison)));
            let far = far.and(&allowed);
            let possible = [(-1, Comparison::AtMost), (0, Comparison::Equal), (1, Comparison::AtLeast)]
                .into_iter()
                .filter(|(_, comparison)| !far.and(&of(*comparison)).is_empty())
                .fold(of(Comparison::Less).and(&of(Comparison::More)), |sum, (order, _)| {
                    sum.or(&Numbers::compared(true, Comparison::Equal, Decimal::from(order)))
                });
            let (missing, unknown) = (own.missing && compared.missing, own.unknown && compared.unknown);
            let own = States { missing, unknown, known: Known::Numbers(far) };
            let compared = States { missing, unknown, known: Known::Numbers(which.and(&possible)) };
            case.put(*order, compared) && made(terms, case, id, own, &[*a, *b], false)
        }
    }
}

/// A value that is made of others: missing where one is, known where all are.
fn made(terms: &Terms, case: &mut Case, id: TermId, own: States, of: &[TermId], alone: bool) -> bool {
    let parts: Vec<States> = of.iter().map(|part| case.states(terms, *part)).collect();
    let known = parts.iter().all(States::can_be_known);
    let unknown = parts.iter().any(|part| part.unknown) && parts.iter().all(|part| part.unknown || part.can_be_known());
    let missing = parts.iter().any(|part| part.missing);
    let own = only(&own, known, unknown, missing);
    let (is_known, is_unknown, is_missing) = (own.can_be_known(), own.unknown, own.missing);
    if !case.put(id, own) {
        return false;
    }
    of.iter().zip(parts).all(|(part, states)| {
        let single = alone && of.len() == 1;
        let known = if single { is_known } else { true };
        let states = only(
            &states,
            known && (is_known || is_unknown || is_missing),
            is_unknown || is_missing && !single,
            is_missing,
        );
        case.put(*part, states)
    })
}
