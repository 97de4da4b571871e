//! What came of looking at the files that a document gives digests of: asked for before it is judged, and told to the
//! judgement as facts, since nothing here reads files.

use std::collections::HashMap;
use std::sync::Arc;

use countersign_compiler::program::{KindId, Program};
use countersign_document::{NodeId, Tree};

use crate::conform;

/// A digest that a document gives of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The value that holds the digest.
    pub digest: NodeId,
    /// The digest as written.
    pub claimed: Arc<str>,
    /// Its path.
    pub path: Arc<str>,
    /// Where the file is, as written; `None` where nothing says so.
    pub location: Option<Arc<str>>,
}

/// What came of one claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// The file has this digest.
    Same,
    /// The file has another one.
    Different(Arc<str>),
    /// Nobody can tell, for this reason.
    Unseen(Arc<str>),
}

/// What came of the claims of one document, by the value that holds the digest.
#[derive(Clone, Debug, Default)]
pub struct Evidence(HashMap<NodeId, Verified>);

impl Evidence {
    /// What came of the claim about this digest.
    #[must_use]
    pub fn of(&self, digest: NodeId) -> Option<&Verified> {
        self.0.get(&digest)
    }
}

impl FromIterator<(NodeId, Verified)> for Evidence {
    fn from_iter<I: IntoIterator<Item = (NodeId, Verified)>>(seen: I) -> Self {
        Self(seen.into_iter().collect())
    }
}

/// The digests of files that a document gives, in its order.
#[must_use]
pub fn claims(program: &Program, tree: &Tree, kind: KindId, root: NodeId) -> Vec<Claim> {
    conform::conform(program, tree, kind, root, conform::Beside::default(), 0).claims()
}
