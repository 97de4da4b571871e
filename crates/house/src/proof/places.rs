//! The places that expectations name, in the document of a test.

use countersign_compiler::program::{DocumentPath, PathStep};
use countersign_document::{Content, NodeId, Step};
use countersign_evaluator::Finding;
use countersign_source::Report;

use super::prepare::{Prepared, step};

impl Prepared {
    /// Is one of a finding's places the one of this path?
    pub(super) fn is_at(&self, finding: &Finding, path: &DocumentPath) -> bool {
        let steps = self.steps(path);
        let (node, taken) = self.tree.nearest(&steps);
        let rest: Vec<&str> = path
            .steps
            .iter()
            .skip(taken.saturating_sub(self.prefix.len()))
            .filter_map(|step| match step {
                PathStep::Field(name) => Some(&**name),
                _ => None,
            })
            .collect();
        let written = taken == steps.len() && !self.is_nothing(node);
        finding.places.iter().any(|place| {
            if written {
                place.node == node && !place.missing
            } else {
                place.missing
                    && place.path.split('.').next_back() == rest.last().copied().or_else(|| last_field(path))
                    && (place.node == node || self.tree.node(node).parent == Some(place.node))
            }
        })
    }

    /// Is a key that was written twice the one of this path?
    pub(super) fn fault_at(&self, path: &DocumentPath) -> bool {
        let Some(node) = self.tree.find(&self.steps(path)) else { return false };
        let Some((_, key)) = &self.tree.node(node).key else { return false };
        self.faults.iter().any(|fault| fault.report().labels.iter().any(|label| label.span == *key))
    }

    pub(super) fn steps(&self, path: &DocumentPath) -> Vec<Step> {
        self.prefix.iter().cloned().chain(path.steps.iter().map(step)).collect()
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
