//! What stands where in a tree.

use std::ops::Range;
use std::sync::Arc;

use countersign_source::{FileId, Span};

use crate::{Content, Heading, Node, NodeId, Step, Tree, Why, locate};

impl Tree {
    /// The whole document's value.
    #[must_use]
    pub fn root(&self) -> NodeId {
        self.root
    }

    /// The file that the document was read from.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.file
    }

    /// A node. An id that this tree did not give out answers with the root.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0 as usize).or_else(|| self.nodes.get(self.root.0 as usize)).unwrap_or(&NOTHING)
    }

    /// Every node from the root down, each before those that it holds, in the order written.
    #[must_use]
    pub fn nodes(&self) -> Walk<'_> {
        self.below(self.root)
    }

    /// A node and every node that it holds, however deep, in the order written.
    #[must_use]
    pub fn below(&self, id: NodeId) -> Walk<'_> {
        Walk { tree: self, open: vec![id] }
    }

    /// One more than the largest number of any node's id: how long a table by node has to be.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.nodes.len()
    }

    /// What a list or map holds; nothing for any other.
    #[must_use]
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        match &self.node(id).content {
            Content::List(children) | Content::Map(children) => children,
            Content::Null | Content::Scalar(_) | Content::Unknown(_) => &[],
        }
    }

    /// The value of a key of a map; none where there is no such key, and where `id` is no map.
    #[must_use]
    pub fn get(&self, id: NodeId, key: &str) -> Option<NodeId> {
        let Content::Map(entries) = &self.node(id).content else {
            return None;
        };
        entries.iter().copied().find(|entry| self.key(*entry) == Some(key))
    }

    /// The key that a value was written under.
    #[must_use]
    pub fn key(&self, id: NodeId) -> Option<&str> {
        self.node(id).key.as_ref().map(|(key, _)| &**key)
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self, id: NodeId) -> Option<&Arc<str>> {
        match &self.node(id).content {
            Content::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// Why a value is not known: `Some(None)` where it is not known and no reason is given.
    #[must_use]
    pub fn unknown(&self, id: NodeId) -> Option<Option<&Why>> {
        match &self.node(id).content {
            Content::Unknown(why) => Some(why.as_ref()),
            _ => None,
        }
    }

    /// Where a value stands.
    #[must_use]
    pub fn span(&self, id: NodeId) -> Span {
        self.node(id).span
    }

    /// The comments, in order, each from `#` to the end of its line. JSON has none.
    #[must_use]
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// The texts that stand in the document and fill no field, in order: headings, paragraphs and lists of a Markdown
    /// document. Other formats have none.
    #[must_use]
    pub fn prose(&self) -> &[NodeId] {
        &self.prose
    }

    /// The headings of a Markdown document that name no field, in order; without its title.
    #[must_use]
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// The text of a file that nodes of this tree stand in.
    #[must_use]
    pub fn source(&self, file: FileId) -> Option<&Arc<str>> {
        self.texts.iter().find(|(known, _)| *known == file).map(|(_, text)| text)
    }

    /// Where a range of bytes of a scalar's text stands in its file: from the first byte of its first
    /// character to the last byte of its last, escapes and doubled quotes counted whole. A range that is
    /// empty is an empty place. Where it cannot be told, and for anything but a scalar, the whole node.
    #[must_use]
    pub fn locate(&self, id: NodeId, range: Range<usize>) -> Span {
        let node = self.node(id);
        if let (Content::Scalar(scalar), Some(pieces)) = (&node.content, self.origins.get(&id)) {
            let range = range.start.min(scalar.text.len())..range.end.min(scalar.text.len());
            return pieces.find(range).map_or(node.span, |found| Span::new(node.span.file, found));
        }
        match (&node.content, self.source(node.span.file)) {
            (Content::Scalar(scalar), Some(source)) => locate::within(source, node.span, &scalar.text, range),
            _ => node.span,
        }
    }

    /// The node at the end of a path; none where some of the path was not written.
    #[must_use]
    pub fn find(&self, path: &[Step]) -> Option<NodeId> {
        let (node, steps) = self.nearest(path);
        (steps == path.len()).then_some(node)
    }

    /// The last node that was written on the way of a path, and how many steps lead to it.
    #[must_use]
    pub fn nearest(&self, path: &[Step]) -> (NodeId, usize) {
        self.nearest_from(self.root, path)
    }

    /// The last node that was written on the way of a path from a node on, and how many steps lead to it.
    #[must_use]
    pub fn nearest_from(&self, from: NodeId, path: &[Step]) -> (NodeId, usize) {
        let mut here = from;
        for (taken, step) in path.iter().enumerate() {
            match self.step(here, step) {
                Some(next) => here = next,
                None => return (here, taken),
            }
        }
        (here, path.len())
    }

    /// One step down from a node.
    #[must_use]
    pub fn step(&self, from: NodeId, step: &Step) -> Option<NodeId> {
        match step {
            Step::Field(name) => self.get(from, name),
            Step::Index(index) => self.items(from)?.get(*index).copied(),
            Step::Keyed { field, value } => {
                let is_it = |item: &NodeId| self.get(*item, field).and_then(|key| self.text(key)) == Some(value);
                self.items(from)?.iter().copied().find(is_it)
            }
        }
    }

    /// The items of a list.
    #[must_use]
    pub fn items(&self, id: NodeId) -> Option<&[NodeId]> {
        match &self.node(id).content {
            Content::List(items) => Some(items),
            _ => None,
        }
    }
}

/// What an empty tree would answer; trees are never empty.
static NOTHING: Node =
    Node { content: Content::Null, span: Span { file: FileId(0), start: 0, end: 0 }, parent: None, key: None };

/// Goes through nodes in the order written. See [`Tree::nodes`].
#[derive(Clone, Debug)]
pub struct Walk<'t> {
    tree: &'t Tree,
    open: Vec<NodeId>,
}

impl Iterator for Walk<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.open.pop()?;
        self.open.extend(self.tree.children(id).iter().rev());
        Some(id)
    }
}
