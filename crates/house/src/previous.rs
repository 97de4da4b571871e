//! The earlier revisions of the documents of a check.

use countersign_compiler::program::KindId;
use countersign_document::{Document, NodeId, Tree};
use countersign_source::{Diagnostic, Report};

use crate::House;
use crate::check::Recognised;

/// The earlier revisions, one for each document, in order.
#[derive(Debug)]
pub(crate) struct Earlier(Vec<(Tree, KindId, NodeId)>);

impl Earlier {
    /// Takes documents for earlier revisions; each has to be whole, and of a kind.
    pub(crate) fn new(house: &House, documents: &[Document], by_name: bool) -> Result<Self, Vec<Diagnostic>> {
        let default = if by_name { house.default_kind() } else { None };
        let mut earlier = Vec::new();
        for document in documents {
            let (Some(tree), true) = (&document.tree, document.faults.is_empty()) else {
                return Err(document.faults.iter().map(Report::report).collect());
            };
            let Recognised { kind, root, .. } = house.recognise(tree, default).map_err(|error| vec![error])?;
            earlier.push((tree.clone(), kind, root));
        }
        Ok(Self(earlier))
    }

    /// Puts the earlier revision of a document into its tree; answers with the map that holds its fields.
    pub(crate) fn join(
        &self,
        house: &House,
        index: usize,
        kind: KindId,
        tree: &mut Tree,
    ) -> Result<NodeId, Vec<Diagnostic>> {
        let Some((earlier, was, root)) = self.0.get(index) else { return Ok(tree.root()) };
        if *was != kind {
            let (was, is) = (&house.program[*was].word, &house.program[kind].word);
            return Err(vec![
                Diagnostic::error("input/previous", format!("the earlier revision is a `{was}`, and this is a `{is}`"))
                    .at(house.first_line(tree), "this document")
                    .and(house.first_line(earlier), "its earlier revision")
                    .help("give the earlier revision of this very document"),
            ]);
        }
        let top = tree.append(earlier);
        // Where the kind is wrapped, its fields stand below the one key.
        Ok(match earlier.key(*root) {
            Some(key) => tree.get(top, key).unwrap_or(top),
            None => top,
        })
    }
}

/// So many documents, in words.
pub(crate) fn documents(count: usize) -> String {
    match count {
        0 => "no document".to_owned(),
        1 => "one document".to_owned(),
        more => format!("{more} documents"),
    }
}
