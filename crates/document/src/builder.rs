//! Builds a tree from what the readers find, in the order of the text. What the formats have in common is
//! settled here: limits, keys written twice, merge keys, aliases, and `{unknown: why}`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use countersign_source::{FileId, Span};

use crate::{Content, Document, Fault, Limit, Limits, Misplaced, Node, NodeId, Scalar, Style, Tree, Why, locate};

/// What the documents of one file share.
pub(crate) struct Shared<'s> {
    pub(crate) file: FileId,
    pub(crate) text: &'s Arc<str>,
    pub(crate) limits: &'s Limits,
    pub(crate) interner: Interner,
    pub(crate) aliases_left: usize,
}

impl Shared<'_> {
    /// Where one document more, at `at`, would be too many: what stands in its place.
    pub(crate) fn too_many(&self, documents: usize, at: usize) -> Option<Document> {
        let most = self.limits.documents;
        if documents < most {
            return None;
        }
        let span = Span::new(self.file, at..at);
        let fault = Fault::LimitReached { limit: Limit::Documents, most, span };
        Some(Document { tree: None, faults: vec![fault] })
    }
}

/// Gives equal keys one allocation and a number.
#[derive(Default)]
pub(crate) struct Interner {
    numbers: HashMap<Arc<str>, u32>,
}

impl Interner {
    fn intern(&mut self, key: &str) -> (Arc<str>, u32) {
        if let Some((shared, number)) = self.numbers.get_key_value(key) {
            return (Arc::clone(shared), *number);
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let shared: Arc<str> = Arc::from(key);
        self.numbers.insert(Arc::clone(&shared), number);
        (shared, number)
    }
}

/// The document cannot be read on; the fault that says why is noted.
#[derive(Debug)]
pub(crate) struct Stop;

/// What is to become of the next value.
#[derive(Clone)]
pub(crate) enum Fate {
    /// It belongs to the open list or map, under this key if that is a map.
    Keep(Option<(Arc<str>, Span)>),
    /// It is read, and then forgotten: the value of a key that was written before, or a key that is no text.
    Drop,
    /// Its entries go into the open map.
    Merge(Span),
}

/// A list or map that is still open.
pub(crate) struct Frame {
    pub(crate) node: NodeId,
    is_map: bool,
    /// Opened by a bracket or a brace, here.
    bracket: Option<usize>,
    /// What becomes of the list or map itself when it closes.
    fate: Fate,
    /// In a map: the value of a key is awaited, not a key.
    awaits_value: bool,
    /// What becomes of the value awaited.
    next: Fate,
    first_child: usize,
    first_key: usize,
    /// The keys of a map that has many.
    many: Option<HashMap<u32, Span>>,
    merges: Vec<(NodeId, Span)>,
    /// The end of what was last written in it.
    end: usize,
}

/// From how many keys on a map's are looked up in a table, rather than one by one.
const MANY_KEYS: usize = 16;

/// Builds the tree of one document.
pub(crate) struct Builder<'b, 's> {
    pub(crate) shared: &'b mut Shared<'s>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) comments: Vec<Span>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) frames: Vec<Frame>,
    pub(crate) children: Vec<NodeId>,
    keys: Vec<(u32, Span)>,
    root: Option<NodeId>,
    /// A fault was found that leaves no tree.
    broken: bool,
}

impl<'b, 's> Builder<'b, 's> {
    pub(crate) fn new(shared: &'b mut Shared<'s>) -> Self {
        Self {
            shared,
            faults: Vec::new(),
            comments: Vec::new(),
            nodes: Vec::new(),
            frames: Vec::new(),
            children: Vec::new(),
            keys: Vec::new(),
            root: None,
            broken: false,
        }
    }

    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.shared.file, range)
    }

    /// Notes a fault that leaves no tree.
    pub(crate) fn fault(&mut self, fault: Fault) {
        self.broken = true;
        self.faults.push(fault);
    }

    /// Does a map stand open, and await a key?
    pub(crate) fn awaits_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_map && !frame.awaits_value)
    }

    /// Does a map stand open, and await a value?
    pub(crate) fn awaits_value(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_map && frame.awaits_value)
    }

    /// How many lists and maps stand open.
    pub(crate) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Is the innermost open collection a map, and was it opened by a brace or bracket, and where?
    pub(crate) fn innermost(&self) -> Option<(bool, Option<usize>)> {
        self.frames.last().map(|frame| (frame.is_map, frame.bracket))
    }

    /// The bracket or brace that stands open innermost.
    pub(crate) fn open_bracket(&self) -> Option<usize> {
        self.frames.iter().rev().find_map(|frame| frame.bracket)
    }

    /// A key of the open map.
    pub(crate) fn key(&mut self, text: &str, range: Range<usize>, may_merge: bool) {
        let span = self.span(range.clone());
        let (key, number) = self.shared.interner.intern(text);
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        frame.awaits_value = true;
        frame.end = frame.end.max(range.end);
        let earlier = if let Some(many) = &mut frame.many {
            match many.entry(number) {
                std::collections::hash_map::Entry::Occupied(entry) => Some(*entry.get()),
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(span);
                    None
                }
            }
        } else {
            let own = self.keys.get(frame.first_key..).unwrap_or_default();
            let found = own.iter().find(|(known, _)| *known == number).map(|(_, span)| *span);
            if found.is_none() {
                if own.len() >= MANY_KEYS {
                    let mut many: HashMap<u32, Span> = own.iter().copied().collect();
                    many.insert(number, span);
                    frame.many = Some(many);
                    self.keys.truncate(frame.first_key);
                } else {
                    self.keys.push((number, span));
                }
            }
            found
        };
        frame.next = if let Some(first) = earlier {
            self.faults.push(Fault::DuplicateKey { key, first, second: span });
            Fate::Drop
        } else if may_merge && text == "<<" {
            Fate::Merge(span)
        } else {
            Fate::Keep(Some((key, span)))
        };
    }

    /// Something stands where a key is awaited that is no text; what follows is read and forgotten.
    pub(crate) fn key_not_text(&mut self, range: Range<usize>) {
        let span = self.span(range);
        self.fault(Fault::KeyNotText { span });
        if let Some(frame) = self.frames.last_mut() {
            frame.awaits_value = true;
            frame.next = Fate::Drop;
        }
    }

    /// What becomes of the value that comes now.
    pub(crate) fn take_fate(&mut self) -> Fate {
        match self.frames.last_mut() {
            None => Fate::Keep(None),
            Some(frame) if frame.is_map => {
                frame.awaits_value = false;
                std::mem::replace(&mut frame.next, Fate::Drop)
            }
            // The items of a list of maps to merge are only looked at.
            Some(_) => Fate::Keep(None),
        }
    }

    pub(crate) fn add(&mut self, content: Content, span: Span) -> Result<NodeId, Stop> {
        let most = self.shared.limits.nodes;
        if self.nodes.len() >= most {
            self.fault(Fault::LimitReached { limit: Limit::Nodes, most, span: span.at_start() });
            return Err(Stop);
        }
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { content, span, parent: None, key: None });
        Ok(id)
    }

    pub(crate) fn settle(&mut self, id: NodeId, fate: Fate, end: usize) {
        let parent = self.frames.last_mut().map(|frame| {
            frame.end = frame.end.max(end);
            frame.node
        });
        match fate {
            Fate::Keep(key) => {
                if let Some(node) = self.nodes.get_mut(id.0 as usize) {
                    node.parent = parent;
                    node.key = key;
                }
                if parent.is_some() {
                    self.children.push(id);
                } else {
                    self.root = Some(id);
                }
            }
            Fate::Drop => {}
            Fate::Merge(span) => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.merges.push((id, span));
                }
            }
        }
    }

    /// A value that holds no others.
    pub(crate) fn leaf(&mut self, content: Content, range: Range<usize>) -> Result<NodeId, Stop> {
        let fate = self.take_fate();
        let id = self.add(content, self.span(range.clone()))?;
        self.settle(id, fate, range.end);
        Ok(id)
    }

    /// A text that is no value: an anchored key, kept for the aliases that stand for it.
    pub(crate) fn loose(&mut self, content: Content, range: Range<usize>) -> Result<NodeId, Stop> {
        self.add(content, self.span(range))
    }

    /// Opens a list or map. `start` is where it begins, with its tag.
    pub(crate) fn open(&mut self, is_map: bool, start: usize, bracket: Option<usize>) -> Result<NodeId, Stop> {
        let most = self.shared.limits.depth;
        if self.frames.len() >= most {
            let at = bracket.unwrap_or(start);
            let span = self.span(at..at);
            self.fault(Fault::LimitReached { limit: Limit::Depth, most, span });
            return Err(Stop);
        }
        let fate = if self.awaits_key() {
            // A list or map as a key: read as if it were a value, and forgotten.
            Fate::Drop
        } else {
            self.take_fate()
        };
        let content = if is_map { Content::Map(Vec::new()) } else { Content::List(Vec::new()) };
        let node = self.add(content, self.span(start..start))?;
        self.frames.push(Frame {
            node,
            is_map,
            bracket,
            fate,
            awaits_value: false,
            next: Fate::Drop,
            first_child: self.children.len(),
            first_key: self.keys.len(),
            many: None,
            merges: Vec::new(),
            end: start,
        });
        Ok(node)
    }

    /// Opens a list or map that stands where a key is awaited.
    pub(crate) fn open_as_key(&mut self, is_map: bool, start: usize, bracket: Option<usize>) -> Result<NodeId, Stop> {
        let at = bracket.unwrap_or(start);
        let opened = self.open(is_map, start, bracket)?;
        let span = self.span(at..at + usize::from(bracket.is_some()));
        self.fault(Fault::KeyNotText { span });
        // The frame below awaits the value of this key, once it is closed.
        if let Some(below) = self.frames.len().checked_sub(2).and_then(|index| self.frames.get_mut(index)) {
            below.awaits_value = true;
            below.next = Fate::Drop;
        }
        Ok(opened)
    }

    /// Closes the innermost list or map; `end` is behind its bracket, where it has one.
    pub(crate) fn close(&mut self, end: Option<usize>) -> Result<(), Stop> {
        let Some(frame) = self.frames.pop() else {
            return Ok(());
        };
        let Frame { node, is_map, first_child, first_key, merges, fate, .. } = frame;
        let end = end.unwrap_or(frame.end).max(frame.end);
        if !merges.is_empty() {
            self.merge(node, first_child, merges)?;
        }
        let mine = self.children.split_off(first_child.min(self.children.len()));
        self.keys.truncate(first_key);
        let content = if is_map { self.as_unknown(&mine).unwrap_or(Content::Map(mine)) } else { Content::List(mine) };
        if let Some(node) = self.nodes.get_mut(node.0 as usize) {
            node.content = content;
            node.span.end = u32::try_from(end).unwrap_or(u32::MAX);
        }
        self.settle(node, fate, end);
        Ok(())
    }

    /// What a map with these entries says, if it says that something is not known.
    fn as_unknown(&self, entries: &[NodeId]) -> Option<Content> {
        let [only] = entries else { return None };
        let node = self.nodes.get(only.0 as usize)?;
        let (key, _) = node.key.as_ref()?;
        if &**key != "unknown" {
            return None;
        }
        match &node.content {
            Content::Null => Some(Content::Unknown(None)),
            Content::Unknown(why) => Some(Content::Unknown(why.clone())),
            Content::Scalar(scalar) => Some(Content::Unknown(self.why(&scalar.text, node.span))),
            Content::List(_) | Content::Map(_) => None,
        }
    }

    /// The reason that a text gives, if it says anything.
    pub(crate) fn why(&self, text: &Arc<str>, span: Span) -> Option<Why> {
        let words = text.trim();
        if words.is_empty() {
            return None;
        }
        let start = text.len() - text.trim_start().len();
        let span = locate::within(self.shared.text, span, text, start..start + words.len());
        let text = if words.len() == text.len() { Arc::clone(text) } else { Arc::from(words) };
        Some(Why { text, span })
    }

    /// Notes a tag on something that it does not fit.
    pub(crate) fn misplaced(&mut self, tag: Range<usize>, what: Misplaced) {
        let span = self.span(tag);
        let text = self.shared.text.get(span.range()).unwrap_or_default().into();
        self.fault(Fault::MisplacedTag { tag: text, span, what });
    }

    /// The document, as far as it came.
    pub(crate) fn finish(mut self) -> Document {
        self.comments.sort_unstable();
        let tree = match self.root {
            Some(root) if !self.broken && self.frames.is_empty() => Some(Tree {
                file: self.shared.file,
                texts: vec![(self.shared.file, Arc::clone(self.shared.text))],
                nodes: self.nodes,
                root,
                comments: self.comments,
                prose: Vec::new(),
                headings: Vec::new(),
                origins: HashMap::new(),
            }),
            _ => None,
        };
        Document { tree, faults: self.faults }
    }
}

/// A scalar.
pub(crate) fn scalar(text: impl Into<Arc<str>>, style: Style) -> Content {
    Content::Scalar(Scalar { text: text.into(), style })
}
