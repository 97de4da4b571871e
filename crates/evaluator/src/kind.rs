//! Which kind a document is of, by its own word.

use std::sync::Arc;

use countersign_compiler::program::{Kind, KindId, Program};
use countersign_document::{Content, NodeId, Tree};
use countersign_source::{Span, nearest};

/// What a document says about its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundKind {
    /// It is of this kind.
    Found {
        /// The kind.
        kind: KindId,
        /// The map that holds its fields.
        root: NodeId,
    },
    /// It does not say. The default of a pack may serve, with the whole document as its root.
    NotDeclared {
        /// The whole document, where it is a map.
        root: Option<NodeId>,
        /// A key that wraps a document of this kind, but does not stand alone.
        beside: Option<Beside>,
    },
    /// Its `kind:` is no kind that is known.
    NotKnown {
        /// What it says.
        word: Arc<str>,
        /// Where.
        span: Span,
        /// The nearest word of a kind.
        nearest: Option<Arc<str>>,
        /// The words of all kinds.
        known: Vec<Arc<str>>,
    },
}

/// A key that would wrap a document, if it stood alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The kind that the key stands for.
    pub kind: KindId,
    /// The key.
    pub key: Arc<str>,
    /// Where the key stands.
    pub span: Span,
    /// The first other key.
    pub other: Arc<str>,
    /// Where that stands.
    pub other_span: Span,
}

/// Finds the kind of a document: by its `kind:`, else by the one key that wraps it.
#[must_use]
pub fn find_kind(program: &Program, tree: &Tree) -> FoundKind {
    let root = tree.root();
    let Content::Map(entries) = &tree.node(root).content else {
        return FoundKind::NotDeclared { root: None, beside: None };
    };
    let keyed =
        || entries.iter().filter_map(|entry| tree.node(*entry).key.as_ref().map(|(key, span)| (*entry, key, *span)));
    let kinds = || (0u32..).map(KindId).zip(&program.kinds);
    // What is not known, or not written yet, is of that kind, too: there is only nothing to be read below.
    let is_map = |node: NodeId| !matches!(tree.node(node).content, Content::Scalar(_) | Content::List(_));
    if let Some((entry, ..)) = keyed().find(|(_, key, _)| &***key == "kind") {
        let node = tree.node(entry);
        let word = match &node.content {
            Content::Scalar(scalar) => scalar.text.trim(),
            _ => "",
        };
        let Some(kind) = program.kind_of_word(word) else {
            // A kind of ours may have a field of that name; only where nothing wraps the document is it about the kind.
            let known: Vec<Arc<str>> = program.kinds.iter().map(|kind| Arc::clone(&kind.word)).collect();
            let nearest = nearest(word, known.iter().map(|word| &**word)).map(Arc::from);
            return FoundKind::NotKnown { word: Arc::from(word), span: node.span, nearest, known };
        };
        let beside_kind: Vec<_> = keyed().filter(|(_, key, _)| &***key != "kind").collect();
        let wrapped = match beside_kind.as_slice() {
            [(node, key, _)] if is_map(*node) && program[kind].at.as_deref() == Some(&***key) => Some(*node),
            _ => None,
        };
        return FoundKind::Found { kind, root: wrapped.unwrap_or(root) };
    }
    let wrapping = keyed().find_map(|(node, key, span)| {
        let kind = kinds().find(|(_, kind)| is_map(node) && wraps(kind, key)).map(|(id, _)| id)?;
        Some((kind, node, key, span))
    });
    match wrapping {
        Some((kind, node, ..)) if entries.len() == 1 => FoundKind::Found { kind, root: node },
        Some((kind, node, key, span)) => {
            let other = keyed().find(|(entry, ..)| *entry != node);
            let beside = other.map(|(_, other, other_span)| Beside {
                kind,
                key: Arc::clone(key),
                span,
                other: Arc::clone(other),
                other_span,
            });
            FoundKind::NotDeclared { root: Some(root), beside }
        }
        None => FoundKind::NotDeclared { root: Some(root), beside: None },
    }
}

fn wraps(kind: &Kind, key: &str) -> bool {
    kind.at.as_deref() == Some(key) || *key == *kind.word || key == kind.word.replace('-', "_")
}
