//! What would settle an open rule: each unknown, and what the rule comes to with what it may turn out to be.

use countersign_document::{Content, Tree};
use countersign_evaluator::Outcome;

use super::{Settled, Settling};
use crate::search::{Case, Wanted, Way, path_of};

/// The most values that are tried for one unknown.
const TRIED: usize = 24;

/// The unknowns that the rule rests on, in the order of the document.
pub(super) fn settle(case: &Case<'_>, tree: &Tree) -> Vec<Settling> {
    let schema = case.schema();
    let mut settling: Vec<(Way, Settling)> = Vec::new();
    for change in [Wanted::Passes, Wanted::Fails].into_iter().flat_map(|wanted| case.moves(tree, wanted, false)) {
        let [change] = change.as_slice() else { continue };
        let Some(value) = &change.value else { continue };
        let Some(node) = tree.find(&change.way.steps()) else { continue };
        if !matches!(tree.node(node).content, Content::Unknown(_)) && !is_unknown_word(tree, node) {
            continue;
        }
        let at = match settling.iter().position(|(way, _)| *way == change.way) {
            Some(at) => at,
            None => {
                let path = path_of(tree, &schema, &change.way);
                settling.push((change.way.clone(), Settling { path, place: tree.span(node), settled: Vec::new() }));
                settling.len() - 1
            }
        };
        let Some((_, one)) = settling.get_mut(at) else { continue };
        let tried: usize = one.settled.iter().map(|settled| settled.values.len()).sum();
        let known = one.settled.iter().any(|settled| settled.values.contains(value));
        if known || tried >= TRIED {
            continue;
        }
        let mut copy = tree.clone();
        let span = copy.span(copy.root());
        if change.apply(&mut copy, span).is_err() {
            continue;
        }
        let Some((_, judgement)) = case.trace(&copy) else { continue };
        let outcome = crate::search::outcome(&judgement, case.rule);
        match one.settled.iter_mut().find(|settled| settled.outcome == outcome) {
            Some(settled) => settled.values.push(value.clone()),
            None => one.settled.push(Settled { outcome, values: vec![value.clone()] }),
        }
    }
    let order = |outcome: Outcome| match outcome {
        Outcome::Passes | Outcome::Waived => 0,
        Outcome::Fails => 1,
        Outcome::DoesNotApply => 2,
        Outcome::Undetermined => 3,
    };
    let mut settling: Vec<Settling> = settling.into_iter().map(|(_, settling)| settling).collect();
    for one in &mut settling {
        one.settled.sort_by_key(|settled| order(settled.outcome));
    }
    settling.sort_by_key(|one| (one.place.file, one.place.start));
    settling
}

/// The bare word `unknown`, where it stands for a value.
fn is_unknown_word(tree: &Tree, node: countersign_document::NodeId) -> bool {
    matches!(&tree.node(node).content, Content::Scalar(scalar) if scalar.style == countersign_document::Style::Plain && scalar.text.trim() == "unknown")
}
