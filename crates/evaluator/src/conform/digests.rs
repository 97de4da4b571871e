//! Digests of files: which ones a document gives, and what became of them where somebody has looked.

use std::sync::Arc;

use countersign_compiler::program::ShapeId;

use super::{CellId, Fault, Instance, Single, State, Step};
use crate::evidence::{Claim, Verified};
use crate::facts::SchemaFault;

impl<'a> Instance<'a> {
    /// The digests of files, with the place that is named beside them.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let mut claims: Vec<Claim> = (0u32..)
            .map(CellId)
            .zip(&self.cells)
            .filter_map(|(id, cell)| {
                let Step::Field(shape, field) = cell.step else { return None };
                let file = self.program[shape].fields.get(field.0 as usize)?.digest_of?;
                let parent = cell.parent?;
                Some(Claim {
                    digest: cell.node?,
                    claimed: Arc::from(self.text_at(id)?.trim()),
                    path: Arc::from(self.path(id, self.root)),
                    location: self.text_at(self.field(parent, shape, file)).map(|text| Arc::from(text.trim())),
                })
            })
            .collect();
        claims.sort_by_key(|claim| self.tree.node(claim.digest).span);
        claims
    }

    fn text_at(&self, cell: CellId) -> Option<&'a str> {
        match self.state(cell)? {
            State::Single(Single::Text(text, _)) => Some(text),
            _ => None,
        }
    }

    /// Holds the digests among the fields of a map, whose cells begin at `first`, against what was seen of their files.
    pub(super) fn check_digests(&mut self, first: u32, shape: ShapeId) {
        let (program, Some(evidence)) = (self.program, self.evidence) else { return };
        for (index, field) in (0u32..).zip(&program[shape].fields) {
            let Some(file) = field.digest_of else { continue };
            let (cell, location) = (CellId(first + index), CellId(first + file.0));
            let Some(seen) = self.with(cell, |cell| cell.node).and_then(|node| evidence.of(node)) else { continue };
            let state = match seen {
                Verified::Same => continue,
                Verified::Unseen(why) => {
                    self.unseen.insert(cell, Arc::clone(why));
                    State::Unknown(cell)
                }
                Verified::Different(found) => {
                    if !self.has_enough() {
                        let text = |cell| Arc::from(self.text_at(cell).unwrap_or_default().trim());
                        let fault = SchemaFault::Digest {
                            location: text(location),
                            claimed: text(cell),
                            found: Arc::clone(found),
                        };
                        let places = vec![self.place(cell, self.root), self.place(location, self.root)];
                        self.faults.push(Fault { fault, places });
                    }
                    State::Unfit(cell)
                }
            };
            if let Some(cell) = self.cells.get_mut(cell.0 as usize) {
                cell.state = state;
            }
        }
    }
}
