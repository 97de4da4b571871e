//! Values that stand for others: aliases and merge keys, expanded by copying, within the limits.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use countersign_source::Span;

use crate::builder::{Builder, Fate, Stop};
use crate::{Content, Fault, Limit, NodeId};

impl Builder<'_, '_> {
    pub(crate) fn merge(&mut self, into: NodeId, first_child: usize, merges: Vec<(NodeId, Span)>) -> Result<(), Stop> {
        let mut sources = Vec::new();
        for (value, span) in merges {
            match self.nodes.get(value.0 as usize).map(|node| &node.content) {
                Some(Content::Map(_)) => sources.push((value, span)),
                Some(Content::List(items)) => sources.extend(items.iter().map(|item| (*item, span))),
                // An alias that could not be followed has been told.
                _ if self.is_told(value) => {}
                _ => self.fault(Fault::MergeNotMap { span }),
            }
        }
        for (source, span) in sources {
            let Some(Content::Map(entries)) = self.nodes.get(source.0 as usize).map(|node| &node.content) else {
                self.fault(Fault::MergeNotMap { span });
                continue;
            };
            let entries = entries.clone();
            let own = self.children.get(first_child..).unwrap_or_default();
            let mut known: HashSet<Arc<str>> = own
                .iter()
                .filter_map(|id| self.nodes.get(id.0 as usize)?.key.as_ref().map(|(key, _)| Arc::clone(key)))
                .collect();
            for entry in entries {
                let Some(key) = self.nodes.get(entry.0 as usize).and_then(|node| node.key.clone()) else {
                    continue;
                };
                if known.insert(Arc::clone(&key.0)) {
                    let copy = self.copy(entry, span)?;
                    if let Some(node) = self.nodes.get_mut(copy.0 as usize) {
                        node.parent = Some(into);
                        node.key = Some(key);
                    }
                    self.children.push(copy);
                }
            }
        }
        Ok(())
    }

    /// Is something said already about the place of this value?
    fn is_told(&self, value: NodeId) -> bool {
        let place = self.nodes.get(value.0 as usize).map(|node| node.span);
        place.is_some_and(|place| self.faults.iter().any(|fault| fault.span() == place))
    }

    /// A value that an alias at `alias` stands for.
    pub(crate) fn alias(&mut self, target: NodeId, alias: Range<usize>) -> Result<(), Stop> {
        let span = self.span(alias.clone());
        if let Some(open) = self.frames.iter().find(|frame| frame.node == target) {
            let anchor = self.nodes.get(open.node.0 as usize).map_or(span, |node| node.span);
            self.fault(Fault::AliasInItself { span, anchor: anchor.at_start() });
            let fate = self.take_fate();
            let id = self.add(Content::Null, span)?;
            self.settle(id, fate, alias.end);
            return Ok(());
        }
        let fate = self.take_fate();
        // What is merged is copied entry by entry when its map closes, so the value itself need not be.
        let only_looked_at = matches!(fate, Fate::Merge(_) | Fate::Drop);
        if only_looked_at {
            self.settle(target, fate, alias.end);
            return Ok(());
        }
        let copy = self.copy(target, span)?;
        self.settle(copy, fate, alias.end);
        Ok(())
    }

    /// The text that an alias stands for, where it stands for one.
    pub(crate) fn text_of(&self, target: NodeId) -> Option<Arc<str>> {
        match &self.nodes.get(target.0 as usize)?.content {
            Content::Scalar(scalar) => Some(Arc::clone(&scalar.text)),
            _ => None,
        }
    }

    /// Copies a value with all that it holds; the copy has no parent yet.
    fn copy(&mut self, from: NodeId, alias: Span) -> Result<NodeId, Stop> {
        let above = self.frames.len();
        let root = self.copy_one(from, alias)?;
        let mut open = vec![(from, root, above)];
        while let Some((from, to, depth)) = open.pop() {
            let Some(Content::List(children) | Content::Map(children)) =
                self.nodes.get(from.0 as usize).map(|node| &node.content)
            else {
                continue;
            };
            let most = self.shared.limits.depth;
            if depth >= most {
                self.fault(Fault::LimitReached { limit: Limit::Depth, most, span: alias });
                return Err(Stop);
            }
            let children = children.clone();
            let mut copies = Vec::with_capacity(children.len());
            for child in children {
                let copy = self.copy_one(child, alias)?;
                let key = self.nodes.get(child.0 as usize).and_then(|node| node.key.clone());
                if let Some(node) = self.nodes.get_mut(copy.0 as usize) {
                    node.parent = Some(to);
                    node.key = key;
                }
                open.push((child, copy, depth + 1));
                copies.push(copy);
            }
            if let Some(Content::List(slot) | Content::Map(slot)) =
                self.nodes.get_mut(to.0 as usize).map(|node| &mut node.content)
            {
                *slot = copies;
            }
        }
        Ok(root)
    }

    fn copy_one(&mut self, from: NodeId, alias: Span) -> Result<NodeId, Stop> {
        let most = self.shared.limits.aliases;
        if self.shared.aliases_left == 0 {
            self.fault(Fault::LimitReached { limit: Limit::Aliases, most, span: alias });
            return Err(Stop);
        }
        if self.nodes.len() >= self.shared.limits.nodes {
            self.fault(Fault::LimitReached { limit: Limit::Nodes, most: self.shared.limits.nodes, span: alias });
            return Err(Stop);
        }
        self.shared.aliases_left -= 1;
        let (content, span) = match self.nodes.get(from.0 as usize) {
            Some(node) => {
                let content = match &node.content {
                    Content::List(_) => Content::List(Vec::new()),
                    Content::Map(_) => Content::Map(Vec::new()),
                    other => other.clone(),
                };
                (content, node.span)
            }
            None => (Content::Null, alias),
        };
        self.add(content, span)
    }
}
