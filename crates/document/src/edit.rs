//! Changes to a tree, as tests write them: `with approval.approver = missing`.

use std::collections::HashSet;
use std::sync::Arc;

use countersign_source::Span;

use crate::{Content, Edit, Node, NodeId, Scalar, Step, Tree};

/// Why an edit cannot be made. `step` is the place in the path, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The step names a field, but what stands there is no map.
    NotMap {
        /// The step.
        step: usize,
        /// What stands there.
        found: NodeId,
    },
    /// The step names an item, but what stands there is no list.
    NotList {
        /// The step.
        step: usize,
        /// What stands there.
        found: NodeId,
    },
    /// No item of the list has this key.
    NoItem {
        /// The step.
        step: usize,
        /// The list; none where nobody wrote one.
        list: Option<NodeId>,
    },
    /// The list is too short: an item can be put at its end, but not farther.
    TooFar {
        /// The step.
        step: usize,
        /// How many items the list has.
        items: usize,
    },
}

impl Tree {
    /// Changes what stands at a path. Maps on the way that were not written come into being; so does a list
    /// whose first item, or one behind the last, is set. What is not known or null on the way gives way.
    /// Removing what is not there changes nothing. New nodes, and new keys, stand at `span`.
    ///
    /// Answers with the node that was set; where something was removed, with what held it.
    ///
    /// # Errors
    ///
    /// A step that fits neither what is written nor what could come into being; the tree is then unchanged
    /// but for maps and lists that came into being on the way.
    pub fn with_edit(&mut self, path: &[Step], edit: Edit, span: Span) -> Result<NodeId, EditError> {
        if matches!(edit, Edit::Remove) {
            return self.remove(path);
        }
        self.possible(path)?;
        let mut here = self.root;
        for step in path {
            here = match self.step(here, step) {
                Some(next) => next,
                None => self.grow(here, step, span),
            };
        }
        self.set(here, edit, span);
        Ok(here)
    }

    /// Takes another document along: a copy of it, beside this one. Answers with its root.
    pub fn append(&mut self, other: &Self) -> NodeId {
        let span = other.node(other.root).span;
        let id = self.push(Node { content: Content::Null, span, parent: None, key: None });
        let (content, _) = self.graft(id, other);
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.content = content;
        }
        id
    }

    /// Can something be set at this path? Looks before anything is changed.
    fn possible(&self, path: &[Step]) -> Result<(), EditError> {
        let (mut here, mut written) = (self.root, true);
        for (step, wanted) in path.iter().enumerate() {
            if let Some(next) = written.then(|| self.step(here, wanted)).flatten() {
                here = next;
                continue;
            }
            let content = written.then(|| &self.node(here).content);
            match (wanted, content) {
                (Step::Field(_), None | Some(Content::Null | Content::Unknown(_) | Content::Map(_))) => {}
                (Step::Field(_), Some(_)) => return Err(EditError::NotMap { step, found: here }),
                (Step::Keyed { .. }, None | Some(Content::Null | Content::Unknown(_))) => {
                    return Err(EditError::NoItem { step, list: None });
                }
                (Step::Keyed { .. }, Some(Content::List(_))) => {
                    return Err(EditError::NoItem { step, list: Some(here) });
                }
                (Step::Index(index), None | Some(Content::Null | Content::Unknown(_))) if *index > 0 => {
                    return Err(EditError::TooFar { step, items: 0 });
                }
                (Step::Index(index), Some(Content::List(items))) if *index > items.len() => {
                    return Err(EditError::TooFar { step, items: items.len() });
                }
                (Step::Index(_), None | Some(Content::Null | Content::Unknown(_) | Content::List(_))) => {}
                (Step::Keyed { .. } | Step::Index(_), Some(_)) => {
                    return Err(EditError::NotList { step, found: here });
                }
            }
            written = false;
        }
        Ok(())
    }

    /// Puts a new node, as yet null, under `parent`, which becomes a map or a list if it is none.
    fn grow(&mut self, parent: NodeId, step: &Step, span: Span) -> NodeId {
        let key = match step {
            Step::Field(name) => Some((self.shared_key(name), span)),
            Step::Keyed { .. } | Step::Index(_) => None,
        };
        let is_map = key.is_some();
        let id = self.push(Node { content: Content::Null, span, parent: Some(parent), key });
        if let Some(node) = self.nodes.get_mut(parent.0 as usize) {
            match &mut node.content {
                Content::Map(children) | Content::List(children) => children.push(id),
                content => {
                    *content = if is_map { Content::Map(vec![id]) } else { Content::List(vec![id]) };
                    node.span = span;
                }
            }
        }
        id
    }

    fn remove(&mut self, path: &[Step]) -> Result<NodeId, EditError> {
        let (node, taken) = self.nearest(path);
        if let Some(step @ Step::Keyed { .. }) = path.get(taken) {
            debug_assert!(self.step(node, step).is_none());
            let list = matches!(self.node(node).content, Content::List(_)).then_some(node);
            return Err(EditError::NoItem { step: taken, list });
        }
        if taken < path.len() {
            return Ok(node);
        }
        let Some(parent) = self.node(node).parent else {
            if let Some(root) = self.nodes.get_mut(node.0 as usize) {
                root.content = Content::Null;
            }
            return Ok(node);
        };
        if let Some(Content::List(children) | Content::Map(children)) =
            self.nodes.get_mut(parent.0 as usize).map(|node| &mut node.content)
        {
            children.retain(|child| *child != node);
        }
        Ok(parent)
    }

    fn set(&mut self, id: NodeId, edit: Edit, span: Span) {
        let (content, span) = match edit {
            Edit::Remove => return,
            Edit::Unknown => (Content::Unknown(None), span),
            Edit::Scalar(scalar) => (Content::Scalar(scalar), span),
            Edit::List(scalars) => (Content::List(self.list(id, scalars, span)), span),
            Edit::Tree(tree) => self.graft(id, &tree),
        };
        self.origins.remove(&id);
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.content = content;
            node.span = span;
        }
    }

    fn list(&mut self, parent: NodeId, scalars: Vec<Scalar>, span: Span) -> Vec<NodeId> {
        scalars
            .into_iter()
            .map(|scalar| self.push(Node { content: Content::Scalar(scalar), span, parent: Some(parent), key: None }))
            .collect()
    }

    /// Copies what `tree` holds below the node `into`, and answers with what `into` is to be.
    fn graft(&mut self, into: NodeId, tree: &Self) -> (Content, Span) {
        for (file, text) in &tree.texts {
            if self.source(*file).is_none() {
                self.texts.push((*file, Arc::clone(text)));
            }
        }
        let known: HashSet<Arc<str>> =
            self.nodes.iter().filter_map(|node| node.key.as_ref().map(|(key, _)| Arc::clone(key))).collect();
        let mut root = Content::Null;
        let mut open = vec![(tree.root, into)];
        while let Some((from, to)) = open.pop() {
            let copies: Vec<NodeId> = tree
                .children(from)
                .iter()
                .map(|child| {
                    let node = tree.node(*child);
                    let key = node.key.as_ref().map(|(key, span)| (Arc::clone(known.get(key).unwrap_or(key)), *span));
                    let copy = self.push(Node { content: Content::Null, span: node.span, parent: Some(to), key });
                    if let Some(pieces) = tree.origins.get(child) {
                        self.origins.insert(copy, pieces.clone());
                    }
                    open.push((*child, copy));
                    copy
                })
                .collect();
            let content = match &tree.node(from).content {
                Content::List(_) => Content::List(copies),
                Content::Map(_) => Content::Map(copies),
                other => other.clone(),
            };
            if to == into {
                root = content;
            } else if let Some(node) = self.nodes.get_mut(to.0 as usize) {
                node.content = content;
            }
        }
        (root, tree.node(tree.root).span)
    }

    fn push(&mut self, node: Node) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        id
    }

    /// The allocation that equal keys of this tree share.
    fn shared_key(&self, key: &Arc<str>) -> Arc<str> {
        let known = self.nodes.iter().find_map(|node| node.key.as_ref().filter(|(known, _)| known == key));
        known.map_or_else(|| Arc::clone(key), |(known, _)| Arc::clone(known))
    }
}
