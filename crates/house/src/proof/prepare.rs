//! The document of a test: read, recognised, and changed as its `with` clauses say.

use std::collections::HashMap;
use std::sync::Arc;

use countersign_compiler::program::{EditValue, Given, KindId, Literal, PathStep, Test};
use countersign_document::{Document, Edit, Fault, Format, NodeId, Scalar, Step, Style, Tree};
use countersign_evaluator::Settings;
use countersign_source::{Diagnostic, Files, Report, Span};

use crate::check::{Schema, read};
use crate::shop::tidy;
use crate::{Host, House, KindFound, shipped};

/// The documents of a file that tests start from, read once.
type Read = Result<Vec<Document>, Diagnostic>;

/// A test's document, changed, and ready to be judged.
pub(crate) struct Prepared {
    pub(crate) tree: Tree,
    pub(crate) kind: KindId,
    /// The map that holds that kind's fields.
    pub(crate) root: NodeId,
    /// Where the test's paths begin: at the pack's document, wherever it stands.
    pub(crate) prefix: Vec<Step>,
    /// Its earlier revision, in the same tree.
    pub(crate) earlier: Option<Earlier>,
    /// Keys that were written twice.
    pub(crate) faults: Vec<Fault>,
    pub(crate) settings: Settings,
    /// Where the test names its document.
    pub(crate) document: Span,
    /// What the test changed in it, in order.
    pub(crate) changes: Vec<Change>,
}

/// What one `with` did to a document.
pub(crate) enum Change {
    /// A value was written.
    Written(NodeId),
    /// What stood at this path was taken away, from what held it.
    Removed(Vec<Step>, NodeId),
}

/// The earlier revision of a test's document.
pub(crate) struct Earlier {
    /// All of it.
    pub(super) top: NodeId,
    /// The map that holds the fields of its kind.
    pub(crate) root: NodeId,
    /// Where the test's paths begin below the top.
    pub(super) prefix: Vec<Step>,
    /// What the test changed in it, in order.
    pub(super) changes: Vec<Change>,
}

/// A document with its edits applied.
struct Changed {
    tree: Tree,
    kind: KindId,
    root: NodeId,
    prefix: Vec<Step>,
    faults: Vec<Fault>,
    span: Span,
    changes: Vec<Change>,
}

/// Makes the documents of tests, and reads each file once.
pub(crate) struct Preparer<'a> {
    house: &'a House,
    host: &'a dyn Host,
    files: Files,
    /// By name, and by the kind that a document of no kind is read as.
    given: HashMap<(String, KindId), Read>,
}

impl<'a> Preparer<'a> {
    pub(crate) fn new(house: &'a House, host: &'a dyn Host) -> Self {
        Self { house, host, files: Files::clone(&house.files), given: HashMap::new() }
    }

    /// The files that were read, and those of the rules.
    pub(crate) fn into_files(self) -> Files {
        self.files
    }

    /// The document of a test with its edits applied, and its earlier revision.
    pub(crate) fn prepare(&mut self, test: &Test) -> Result<Prepared, Vec<Diagnostic>> {
        let Changed { mut tree, kind, root, prefix, faults, span, changes } = self.changed(test, &test.given, false)?;
        let mut earlier = None;
        if let Some(given) = &test.previous {
            let previous = self.changed(test, given, true)?;
            if !previous.faults.is_empty() {
                return Err(previous.faults.iter().map(Report::report).collect());
            }
            if previous.kind != kind {
                let program = &self.house.program;
                let (earlier, now) = (&program[previous.kind].word, &program[kind].word);
                return Err(vec![
                    Diagnostic::error(
                        "test/kind",
                        format!("this earlier revision is a `{earlier}`, and the test's document a `{now}`"),
                    )
                    .at(previous.span, "given here")
                    .help(format!("give an earlier revision of the kind `{now}`")),
                ]);
            }
            let top = tree.append(&previous.tree);
            // Where the kind is wrapped, its fields stand below the one key.
            let root = match previous.tree.key(previous.root) {
                Some(key) => tree.get(top, key).unwrap_or(top),
                None => top,
            };
            let copies = copies(&previous.tree, &tree, top);
            let copy = |node: NodeId| copies.get(&node).copied().unwrap_or(top);
            let changes = previous.changes.into_iter().map(|change| match change {
                Change::Written(node) => Change::Written(copy(node)),
                Change::Removed(path, holder) => Change::Removed(path, copy(holder)),
            });
            earlier = Some(Earlier { top, root, prefix: previous.prefix, changes: changes.collect() });
        }
        let settings: Settings = test.settings.iter().cloned().collect();
        Ok(Prepared { tree, kind, root, prefix, earlier, faults, settings, document: span, changes })
    }

    /// A document of a test, with the edits that are about it.
    fn changed(&mut self, test: &Test, given: &Given, previous: bool) -> Result<Changed, Vec<Diagnostic>> {
        let (document, span) = self.given(test, given)?;
        let Document { tree: Some(mut tree), faults } = document else {
            return Err(document.faults.iter().map(Report::report).collect());
        };
        let program = &self.house.program;
        let pack = &program[test.pack];
        let found =
            self.house.recognise(&tree, Some(pack.kind)).map_err(|error| vec![error.and(span, "given here")])?;
        let mut prefix: Vec<Step> = match &found.found {
            KindFound::Wrapped(key) => vec![Step::Field(Arc::clone(key))],
            KindFound::Declared | KindFound::Default => Vec::new(),
        };
        if found.kind != pack.kind {
            let inner = &program[pack.kind];
            let (true, Some(key)) = (inner.inside.is_some_and(|(outer, _)| outer == found.kind), &inner.at) else {
                let (wanted, word) = (&inner.word, &program[found.kind].word);
                return Err(vec![
                    Diagnostic::error(
                        "test/kind",
                        format!("this test's document is a `{word}`, and the pack judges `{wanted}`"),
                    )
                    .at(span, "given here")
                    .help(format!("give a document of the kind `{wanted}`")),
                ]);
            };
            prefix.push(Step::Field(Arc::clone(key)));
        }
        let mut changes = Vec::new();
        for edit in test.edits.iter().filter(|edit| edit.path.previous == previous) {
            let value = self.edit_of(&edit.value, &test.title)?;
            let path: Vec<Step> = prefix.iter().cloned().chain(edit.path.steps.iter().map(step)).collect();
            let removes = matches!(value, Edit::Remove);
            let was_there = tree.find(&path).is_some();
            match tree.with_edit(&path, value, edit.span) {
                Ok(holder) if removes && was_there => changes.push(Change::Removed(path, holder)),
                Ok(_) if removes => {}
                Ok(node) => changes.push(Change::Written(node)),
                Err(_) => {
                    return Err(vec![
                        Diagnostic::error(
                            "test/path",
                            format!("`{}` does not lead anywhere in this document", edit.path.text),
                        )
                        .at(edit.path.span, "no such item")
                        .and(span, "in this document")
                        .help("name an item that is there, or the place behind the last one"),
                    ]);
                }
            }
        }
        let root = match &found.found {
            KindFound::Wrapped(key) => tree.find(&[Step::Field(Arc::clone(key))]).unwrap_or(tree.root()),
            KindFound::Declared | KindFound::Default => tree.root(),
        };
        Ok(Changed { tree, kind: found.kind, root, prefix, faults, span, changes })
    }

    /// A document as it is given, and where the test names it.
    fn given(&mut self, test: &Test, given: &Given) -> Result<(Document, Span), Vec<Diagnostic>> {
        match given {
            Given::Inline { text, span } => Ok((self.inline(text, *span, &test.title)?, *span)),
            Given::File { path, span } => {
                let name = beside(self.files.name(span.file), path);
                let kind = self.house.program[test.pack].kind;
                let schema = Schema { program: &self.house.program, default: Some(kind) };
                let key = (name, kind);
                if !self.given.contains_key(&key) {
                    let read = read_given(self.host, &mut self.files, &key.0, schema);
                    self.given.insert(key.clone(), read);
                }
                match self.given.get(&key) {
                    Some(Ok(documents)) => Ok((one(documents.clone(), *span)?, *span)),
                    Some(Err(error)) if error.labels.is_empty() => Err(vec![error.clone().at(*span, "given here")]),
                    Some(Err(error)) => Err(vec![error.clone().and(*span, "given here")]),
                    None => Err(Vec::new()),
                }
            }
        }
    }

    fn inline(&mut self, text: &Arc<str>, span: Span, title: &str) -> Result<Document, Vec<Diagnostic>> {
        let name = format!("{} (test \"{title}\")", self.files.name(span.file));
        let id = self.files.add(name, Arc::clone(text));
        let limits = countersign_document::Limits::default();
        one(countersign_document::read(id, text, Format::Yaml, &limits), span)
    }

    /// What to put into the document for a `with`.
    fn edit_of(&mut self, value: &EditValue, title: &str) -> Result<Edit, Vec<Diagnostic>> {
        Ok(match value {
            EditValue::Missing => Edit::Remove,
            EditValue::Unknown => Edit::Unknown,
            EditValue::Literal(Literal::List(items)) => {
                Edit::List(items.iter().map(|item| self.scalar(item)).collect())
            }
            EditValue::Literal(literal) => Edit::Scalar(self.scalar(literal)),
            EditValue::Yaml { text, span } => match self.inline(text, *span, title)? {
                Document { tree: Some(tree), .. } => Edit::Tree(Box::new(tree)),
                Document { faults, .. } => return Err(faults.iter().map(Report::report).collect()),
            },
        })
    }

    /// A literal as a document would write it.
    fn scalar(&self, literal: &Literal) -> Scalar {
        let (text, style) = match literal {
            Literal::Text(text) => (text.to_string(), Style::DoubleQuoted),
            Literal::Boolean(value) => (value.to_string(), Style::Plain),
            Literal::Number(value) => (value.to_string(), Style::Plain),
            Literal::Duration(value) => (value.in_one_unit(), Style::Plain),
            Literal::Date(value) => (value.to_string(), Style::Plain),
            Literal::Instant(value) => (value.to_string(), Style::Plain),
            Literal::Member(id, member) => {
                let word = self.house.program[*id].members.get(member.0 as usize);
                (word.map(ToString::to_string).unwrap_or_default(), Style::DoubleQuoted)
            }
            Literal::List(_) => (String::new(), Style::Plain),
        };
        Scalar { text: Arc::from(text), style }
    }
}

/// Where the nodes of a document are in the copy of it that stands below `top`.
fn copies(document: &Tree, tree: &Tree, top: NodeId) -> HashMap<NodeId, NodeId> {
    let (mut copies, mut open) = (HashMap::new(), vec![(document.root(), top)]);
    while let Some((from, to)) = open.pop() {
        copies.insert(from, to);
        open.extend(document.children(from).iter().copied().zip(tree.children(to).iter().copied()));
    }
    copies
}

/// A step of a test's path, as trees know it.
pub(super) fn step(step: &PathStep) -> Step {
    match step {
        PathStep::Field(name) => Step::Field(Arc::clone(name)),
        PathStep::Key { field, value } => Step::Keyed { field: Arc::clone(field), value: Arc::clone(value) },
        PathStep::Index(index) => Step::Index(*index),
    }
}

/// The one document of a text.
fn one(documents: Vec<Document>, span: Span) -> Result<Document, Vec<Diagnostic>> {
    let count = documents.len();
    match documents.into_iter().next() {
        Some(document) if count == 1 => Ok(document),
        Some(_) => Err(vec![
            Diagnostic::error("test/given", format!("a test has one document, and there are {count} here"))
                .at(span, "given here")
                .help("write a test for each"),
        ]),
        None => Err(vec![Diagnostic::error("test/given", "there is no document here").at(span, "given here")]),
    }
}

/// Reads the document that a test gives by its path.
fn read_given(host: &dyn Host, files: &mut Files, name: &str, schema: Schema<'_>) -> Read {
    let bytes = match shipped::file(name) {
        Some(text) => text.as_bytes().to_vec(),
        None => host.read_named(name).map_err(|error| error.diagnostic())?,
    };
    read(files, name, &bytes, Some(schema)).1
}

/// The files that a test gives, by the names that they are read by, and where it says so.
pub(crate) fn given_files(files: &Files, test: &Test) -> Vec<(String, Span)> {
    std::iter::once(&test.given)
        .chain(&test.previous)
        .filter_map(|given| match given {
            Given::File { path, span } => Some((beside(files.name(span.file), path), *span)),
            Given::Inline { .. } => None,
        })
        .collect()
}

/// A path as seen from the folder of the file that names it.
pub(crate) fn beside(file: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let (prefix, file) = match file.strip_prefix(shipped::PREFIX) {
        Some(file) => (shipped::PREFIX, file),
        None => ("", file),
    };
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined = if folder.is_empty() && !file.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
    format!("{prefix}{}", tidy(&joined))
}
