//! Changes of a Markdown page as its writer would make them: which line, cell, bullet or heading is written. Each is made
//! in the text, the text is read again, and only what then says what was meant is told.

mod forms;
mod shown;
mod write;

use std::sync::Arc;

use countersign_document::{Format, Limits, NodeId, Outline, Tree};

use crate::search::{Change, Schema, Stop, Written};

use forms::Text;
use write::Candidate;

/// How a change is made on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnPage {
    /// What is done.
    pub deed: Deed,
    /// Where, as a reader of the page finds it: "the line `Approver` under the heading `Approval`".
    pub place: String,
    /// What is added, line by line.
    pub lines: Vec<String>,
}

/// What is done on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// What stands somewhere is written otherwise.
    Change,
    /// Something is written where nothing stands, in a place that is there.
    Fill,
    /// Lines are added.
    Add,
    /// A table gets a column of this name.
    Column(String),
    /// Something is taken away.
    Remove,
    /// A cell is left empty.
    Empty,
}

/// A page and what it says, on the way from one change to the next.
pub(super) struct Page<'a> {
    schema: &'a Schema<'a>,
    outline: &'a Outline,
    text: Arc<str>,
    tree: Tree,
}

impl<'a> Page<'a> {
    /// The page that a tree was read from; nothing where it was read from something else.
    pub(super) fn of(schema: &'a Schema<'a>, outline: &'a Outline, tree: &Tree) -> Option<Self> {
        let text = Arc::clone(tree.source(tree.file())?);
        Self::read(schema, outline, text, tree)
    }

    fn read(schema: &'a Schema<'a>, outline: &'a Outline, text: Arc<str>, like: &Tree) -> Option<Self> {
        let limits = Limits::default();
        let mut read = countersign_document::read_outlined(like.file(), &text, Format::Markdown, &limits, outline);
        let document = read.pop().filter(|document| document.faults.is_empty())?;
        Some(Self { schema, outline, text, tree: document.tree? })
    }

    /// Makes a change; `after` is the tree that it leads to. Nothing where no way was found to write it.
    pub(super) fn make(&mut self, change: &Change, after: &Tree) -> Option<OnPage> {
        let wanted = self.said(after);
        for escaped in [false, true] {
            for candidate in self.candidates(change, escaped) {
                let Some(page) = Self::read(self.schema, self.outline, Arc::from(candidate.text), &self.tree) else {
                    continue;
                };
                if page.said(&page.tree) == wanted {
                    *self = page;
                    return Some(candidate.how);
                }
            }
        }
        None
    }

    /// What the page reads as now.
    pub(super) fn text(&self) -> &Arc<str> {
        &self.text
    }

    fn said(&self, tree: &Tree) -> String {
        let mut written = Written::of_tree(self.schema.program, tree, tree.root(), None);
        // What the fields of the document hold is compared as their types have it, whatever they stand under.
        if let Some(kind) = self.kind_map(tree) {
            let shape = countersign_compiler::program::Type::Shape(self.schema.program[self.schema.kind].shape);
            let fields = Written::of_tree(self.schema.program, tree, kind, Some(&shape));
            written = Written::List(vec![Written::Text(words_of(&written)), fields]);
        }
        written.json()
    }

    /// The map that holds the fields.
    fn kind_map(&self, tree: &Tree) -> Option<NodeId> {
        match &self.schema.wrapped {
            Some(key) => tree.get(tree.root(), key),
            None => Some(tree.root()),
        }
    }

    fn candidates(&self, change: &Change, escaped: bool) -> Vec<Candidate> {
        let steps = change.way.steps();
        let (node, taken) = self.tree.nearest(&steps);
        let text = Text { text: &self.text, tree: &self.tree, schema: self.schema };
        let writer = write::Writer { text, escaped, root: self.kind_map(&self.tree) };
        match (&change.value, steps.len() - taken, change.way.0.last()) {
            (None, 0, _) => writer.without(node),
            (Some(value), 0, _) => writer.instead(node, value),
            (Some(value), 1, Some(Stop::Field(name))) => writer.field(node, name, value),
            (Some(Written::Map(fields)), 1, Some(Stop::Item(_))) => self.record(&writer, node, fields, change),
            (Some(value), 1, Some(Stop::Item(_))) => writer.item(node, value),
            _ => Vec::new(),
        }
    }

    /// Ways to add a record. Where the table has no column for a field, one is added behind it.
    fn record(
        &self,
        writer: &write::Writer<'_>,
        list: NodeId,
        fields: &[(Arc<str>, Written)],
        change: &Change,
    ) -> Vec<Candidate> {
        let mut found = Vec::new();
        for mut candidate in writer.item(list, &Written::Map(fields.to_vec())) {
            let steps = change.way.steps();
            for (name, value) in fields {
                let text = Arc::from(candidate.text.as_str());
                let Some(page) = Self::read(self.schema, self.outline, text, &self.tree) else { break };
                let Some(item) = page.tree.find(&steps) else { break };
                if page.tree.get(item, name).is_some() {
                    continue;
                }
                let text = Text { text: &page.text, tree: &page.tree, schema: self.schema };
                let more = write::Writer { text, escaped: writer.escaped, root: None };
                let Some(wider) = more.field(item, name, value).into_iter().next() else { break };
                candidate.text = wider.text;
                candidate.how.lines.extend(wider.how.lines);
            }
            found.push(candidate);
        }
        found
    }
}

/// The keys of what stands at the top, in order.
fn words_of(written: &Written) -> String {
    match written {
        Written::Map(fields) => {
            let mut keys: Vec<&str> = fields.iter().map(|(key, _)| &**key).collect();
            keys.sort_unstable();
            keys.join(",")
        }
        other => other.json(),
    }
}
