//! The places that expectations name, in the document of a test.

use countersign_compiler::program::{DocumentPath, PathStep};
use countersign_document::{Content, NodeId, Step};
use countersign_evaluator::{Finding, Part};
use countersign_source::Report;

use super::prepare::{Prepared, step};

impl Prepared {
    /// Is one of a finding's places the one of this path?
    pub(super) fn is_at(&self, finding: &Finding, path: &DocumentPath) -> bool {
        let (from, prefix) = self.begin(path);
        let steps = self.steps(path);
        let (node, taken) = self.tree.nearest_from(from, &steps);
        let rest: Vec<&str> = path
            .steps
            .iter()
            .skip(taken.saturating_sub(prefix.len()))
            .filter_map(|step| match step {
                PathStep::Field(name) => Some(&**name),
                _ => None,
            })
            .collect();
        let written = taken == steps.len() && !self.is_nothing(node);
        finding.places.iter().filter(|place| !matches!(place.part, Part::Data(_))).any(|place| {
            if written {
                place.node == node && !place.missing
            } else {
                // Below what nobody knows nothing is missing: everything is unknown.
                (place.missing || matches!(self.tree.node(node).content, Content::Unknown(_)))
                    && place.path.split('.').next_back() == rest.last().copied().or_else(|| last_field(path))
                    && (place.node == node || self.tree.node(node).parent == Some(place.node))
            }
        })
    }

    /// Is a key that was written twice the one of this path?
    pub(super) fn fault_at(&self, path: &DocumentPath) -> bool {
        let (node, taken) = self.nearest_written(path);
        if taken < self.steps(path).len() {
            return false;
        }
        let Some((_, key)) = &self.tree.node(node).key else { return false };
        self.faults.iter().any(|fault| fault.report().labels.iter().any(|label| label.span == *key))
    }

    /// The node that a path begins at, and the steps that lead to the pack's document from there.
    fn begin(&self, path: &DocumentPath) -> (NodeId, &[Step]) {
        match self.earlier.as_ref().filter(|_| path.previous) {
            Some(earlier) => (earlier.top, &earlier.prefix),
            None => (self.tree.root(), &self.prefix),
        }
    }

    /// The steps of a path, from the node that it begins at.
    pub(super) fn steps(&self, path: &DocumentPath) -> Vec<Step> {
        self.begin(path).1.iter().cloned().chain(path.steps.iter().map(step)).collect()
    }

    /// The last node that was written on the way of a path, and how many of its steps lead there.
    pub(super) fn nearest_written(&self, path: &DocumentPath) -> (NodeId, usize) {
        self.tree.nearest_from(self.begin(path).0, &self.steps(path))
    }

    /// Does nothing but a null stand here?
    fn is_nothing(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).content, Content::Null)
    }
}

fn last_field(path: &DocumentPath) -> Option<&str> {
    path.steps.iter().rev().find_map(|step| match step {
        PathStep::Field(name) => Some(&**name),
        _ => None,
    })
}
