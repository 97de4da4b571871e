//! A document held against its schema: a typed instance, and what does not fit.
//!
//! Each value becomes a cell: known, missing, unknown, or unfit. Every field of a written map has its cell, also where
//! nothing was written. Cells below what is missing or unknown are made when they are first asked for.

mod data;
mod digests;
mod references;
mod scalars;
mod shapes;
mod times;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use countersign_compiler::program::{
    DataId, EnumId, FieldIndex, KindId, MemberIndex, Program, ReferenceId, ShapeId, Type,
};
use countersign_compiler::scalar::{Date, Duration, Instant, Number};
use countersign_document::{Content, NodeId, Tree, Why};

use crate::evidence::Evidence;
use crate::facts::{Part, Place, SchemaFault};
pub(crate) use references::Followed;
use times::Times;

/// Names one cell of an [`Instance`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CellId(pub(crate) u32);

/// A value of the document, as its schema reads it.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'a> {
    /// Where it was written; a `null` was written too.
    pub(crate) node: Option<NodeId>,
    /// The map or list that it belongs to.
    pub(crate) parent: Option<CellId>,
    /// Which part of its parent it is.
    step: Step,
    /// What is known of it.
    pub(crate) state: State<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Root,
    /// The earlier revision of the document.
    Previous,
    /// Reference data.
    Data(DataId),
    Field(ShapeId, FieldIndex),
    /// The position in the list as written, from 0.
    Item(u32),
    /// A text of the document that fills no field.
    Prose,
}

/// What is known of a value.
#[derive(Clone, Debug)]
pub(crate) enum State<'a> {
    /// Nothing was written.
    Missing,
    /// The analyst says that it is not known; the cell says so itself, or this ancestor of it.
    Unknown(CellId),
    /// It does not fit its type, or stands below what does not.
    Unfit(CellId),
    /// A value without parts.
    Single(Single<'a>),
    /// A map: the cells of its fields stand together, from `first` on; `written` holds those that were written, in order.
    Map { first: u32, written: Vec<CellId> },
    /// A list: the cells of its items stand together.
    List { first: u32, len: u32 },
}

/// A value without parts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Single<'a> {
    Boolean(bool),
    Number(Number),
    /// The text, and where it begins in the decoded text of its node.
    Text(&'a str, u32),
    Duration(Duration),
    Date(Date),
    Instant(Instant),
    Member(EnumId, MemberIndex),
}

/// Something that the schema found.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) fault: SchemaFault,
    pub(crate) places: Vec<Place>,
}

/// A document as its schema reads it.
pub(crate) struct Instance<'a> {
    pub(crate) program: &'a Program,
    pub(crate) tree: &'a Tree,
    pub(crate) root: CellId,
    pub(crate) faults: Vec<Fault>,
    /// How many faults are wanted; one more is kept, to tell that there are too many.
    most: usize,
    /// What gives times without an offset their zone.
    times: Times,
    /// How many written values the schema was held against.
    pub(crate) values: usize,
    /// The cells that are documents of a kind: the root, and what stands inside of it; then those of the earlier revision.
    documents: Vec<(CellId, KindId)>,
    /// How many of them are of the document itself.
    current: usize,
    cells: Vec<Cell<'a>>,
    references: Vec<(CellId, ReferenceId)>,
    below: RefCell<Below<'a>>,
    store: OnceCell<data::Store<'a>>,
    /// What was seen of the files that digests are of.
    evidence: Option<&'a Evidence>,
    /// Why a digest could not be checked.
    unseen: HashMap<CellId, Arc<str>>,
    keys: RefCell<HashMap<(CellId, ReferenceId), references::Keys<'a>>>,
}

/// The cells below what is missing or unknown, made when they are asked for.
#[derive(Default)]
struct Below<'a> {
    cells: Vec<Cell<'a>>,
    ids: HashMap<(CellId, ShapeId, FieldIndex), CellId>,
}

/// The cell of the document, and that of its earlier revision.
const ROOT: CellId = CellId(0);
const PREVIOUS: CellId = CellId(1);

/// Where a cell belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Home {
    /// To the document that is judged.
    Document,
    /// To its earlier revision.
    Previous,
    /// To reference data.
    Data,
}

/// What is given along with a document.
#[derive(Clone, Copy, Default)]
pub(crate) struct Beside<'a> {
    /// The map that holds the fields of its earlier revision.
    pub(crate) previous: Option<NodeId>,
    /// What was seen of the files that it gives digests of.
    pub(crate) evidence: Option<&'a Evidence>,
}

/// Holds the map at `root` against the shape of its kind. What does not fit in the earlier revision is unknown to the
/// rules, but no fault of this document.
pub(crate) fn conform<'a>(
    program: &'a Program,
    tree: &'a Tree,
    kind: KindId,
    root: NodeId,
    beside: Beside<'a>,
    most: usize,
) -> Instance<'a> {
    let Beside { previous, evidence } = beside;
    let shape = Type::Shape(program[kind].shape);
    let begin = |node, step| Cell { node, parent: None, step, state: State::Missing };
    let mut instance = Instance {
        program,
        tree,
        root: ROOT,
        faults: Vec::new(),
        most,
        times: Times::None,
        values: 0,
        documents: vec![(ROOT, kind)],
        current: 1,
        cells: vec![begin(Some(root), Step::Root), begin(previous, Step::Previous)],
        references: Vec::new(),
        below: RefCell::default(),
        store: OnceCell::new(),
        evidence,
        unseen: HashMap::new(),
        keys: RefCell::default(),
    };
    instance.find_zone(root, program[kind].shape);
    instance.fill(ROOT, root, &shape);
    instance.current = instance.documents.len();
    let references = std::mem::take(&mut instance.references);
    if let Some(previous) = previous {
        let (faults, values) = (instance.faults.len(), instance.values);
        instance.documents.push((PREVIOUS, kind));
        instance.times = Times::None;
        instance.find_zone(previous, program[kind].shape);
        instance.fill(PREVIOUS, previous, &shape);
        instance.faults.truncate(faults);
        instance.values = values;
    }
    // Looking for keys makes cells below what is not known, which stand behind all those that were written.
    instance.references = references;
    instance.check_references();
    let order = |fault: &Fault| {
        fault.places.first().map(|place| {
            let node = tree.node(place.node);
            let span = match (&place.part, &node.key) {
                (Part::Key, Some((_, span))) => *span,
                _ => node.span,
            };
            (span.file, span.start)
        })
    };
    instance.faults.sort_by_cached_key(order);
    instance
}

impl<'a> Instance<'a> {
    /// The cell of this id.
    pub(crate) fn with<R>(&self, id: CellId, read: impl FnOnce(&Cell<'a>) -> R) -> R {
        if let Some(cell) = self.cell(id) {
            return read(cell);
        }
        let below = self.below.borrow();
        let index = (id.0 as usize).saturating_sub(self.cells.len());
        read(below.cells.get(index).unwrap_or(&NOTHING))
    }

    /// What is known of a value that was written; nothing for a cell below what is missing or unknown.
    pub(crate) fn state(&self, id: CellId) -> Option<&State<'a>> {
        self.cell(id).map(|cell| &cell.state)
    }

    /// The cell of a value that was written.
    fn cell(&self, id: CellId) -> Option<&Cell<'a>> {
        self.cells.get(id.0 as usize).or_else(|| self.data_cell(id))
    }

    /// The document of this kind: the whole one, or the one that stands inside it.
    pub(crate) fn document(&self, kind: KindId) -> Option<CellId> {
        self.documents.iter().take(self.current).find(|(_, of)| *of == kind).map(|(cell, _)| *cell)
    }

    /// The earlier revision of the document of this kind; a cell of nothing where there is none.
    pub(crate) fn previous(&self, kind: KindId) -> CellId {
        if let Some((cell, _)) = self.documents.iter().skip(self.current).find(|(_, of)| *of == kind) {
            return *cell;
        }
        let given = self.documents.len() > self.current;
        match self.program[kind].inside.filter(|_| given) {
            Some((outer, field)) => self.field(self.previous(outer), self.program[outer].shape, field),
            None => PREVIOUS,
        }
    }

    /// Where a cell belongs.
    pub(crate) fn home(&self, id: CellId) -> Home {
        let mut at = id;
        loop {
            if self.data_cell(at).is_some() {
                return Home::Data;
            }
            match self.with(at, |cell| cell.parent) {
                Some(parent) => at = parent,
                None => return if at == PREVIOUS { Home::Previous } else { Home::Document },
            }
        }
    }

    /// The field of a map, or of what should be one.
    pub(crate) fn field(&self, base: CellId, shape: ShapeId, field: FieldIndex) -> CellId {
        if let Some(State::Map { first, .. }) = self.state(base) {
            return CellId(first + field.0);
        }
        let key = (base, shape, field);
        if let Some(known) = self.below.borrow().ids.get(&key) {
            return *known;
        }
        let state = self.with(base, |cell| match &cell.state {
            State::Unknown(of) => State::Unknown(*of),
            State::Unfit(of) => State::Unfit(*of),
            _ => State::Missing,
        });
        let mut below = self.below.borrow_mut();
        let id = CellId(u32::try_from(self.cells.len() + below.cells.len()).unwrap_or(u32::MAX));
        below.cells.push(Cell { node: None, parent: Some(base), step: Step::Field(shape, field), state });
        below.ids.insert(key, id);
        id
    }

    /// The reason that the analyst gives for not knowing a value.
    pub(crate) fn why(&self, id: CellId) -> Option<Arc<str>> {
        if let Some(why) = self.unseen.get(&id) {
            return Some(Arc::clone(why));
        }
        let node = self.with(id, |cell| cell.node)?;
        match &self.tree.node(node).content {
            Content::Unknown(Some(Why { text, .. })) => Some(Arc::clone(text)),
            _ => None,
        }
    }

    /// The words of a value without parts, as they were written.
    pub(crate) fn as_written(&self, id: CellId) -> Option<&'a str> {
        let node = self.with(id, |cell| cell.node)?;
        match &self.tree.node(node).content {
            Content::Scalar(scalar) => Some(scalar.text.trim()),
            _ => None,
        }
    }

    /// The nearest document of this kind that holds a cell.
    pub(crate) fn document_of(&self, cell: CellId, kind: KindId) -> Option<CellId> {
        let mut at = Some(cell);
        while let Some(id) = at {
            if self.documents.iter().any(|(root, of)| *root == id && *of == kind) {
                return Some(id);
            }
            at = self.with(id, |cell| cell.parent);
        }
        None
    }

    /// The path of a cell from `base` on, as users write paths.
    pub(crate) fn path(&self, id: CellId, base: CellId) -> String {
        let mut steps = Vec::new();
        let mut at = id;
        let kind = self.documents.iter().find(|(cell, _)| *cell == base).map(|(_, kind)| *kind);
        let earlier = self.documents.iter().skip(self.current).find(|(_, of)| Some(*of) == kind).map(|(cell, _)| *cell);
        while at != base {
            if Some(at) == earlier {
                steps.push((Step::Previous, at));
                break;
            }
            let (step, parent) = self.with(at, |cell| (cell.step, cell.parent));
            steps.push((step, at));
            let Some(parent) = parent else { break };
            at = parent;
        }
        let mut path = String::new();
        for (step, cell) in steps.into_iter().rev() {
            match step {
                Step::Root | Step::Prose => {}
                Step::Previous => path.push_str("previous"),
                Step::Data(data) => path.push_str(&self.program[data].name),
                Step::Field(shape, field) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(self.program[shape].fields.get(field.0 as usize).map_or("", |field| &field.name));
                }
                Step::Item(position) => {
                    path.push('[');
                    match self.key_of(cell) {
                        Some(key) => path.push_str(key),
                        None => path.push_str(&(position + 1).to_string()),
                    }
                    path.push(']');
                }
            }
        }
        path
    }

    /// The way from the root of the tree to a cell, whether or not all of it was written.
    pub(crate) fn way(&self, id: CellId) -> Vec<countersign_document::Step> {
        use countersign_document::Step as Way;
        let mut way = Vec::new();
        let mut at = id;
        loop {
            let (step, parent) = self.with(at, |cell| (cell.step, cell.parent));
            match step {
                Step::Root | Step::Prose | Step::Previous | Step::Data(_) => break,
                Step::Field(shape, field) => {
                    let name = self.program[shape].fields.get(field.0 as usize).map(|field| Arc::clone(&field.name));
                    way.push(Way::Field(name.unwrap_or_default()));
                }
                Step::Item(position) => way.push(Way::Index(position as usize)),
            }
            let Some(parent) = parent else { break };
            at = parent;
        }
        // The document itself may stand below a key that wraps it.
        if let Some(node) = self.with(self.root, |cell| cell.node)
            && let Some((key, _)) = &self.tree.node(node).key
            && node != self.tree.root()
        {
            way.push(Way::Field(Arc::clone(key)));
        }
        way.reverse();
        way
    }

    /// The key of an item of a keyed list.
    fn key_of(&self, item: CellId) -> Option<&'a str> {
        let State::Map { first, .. } = self.state(item)? else { return None };
        let Step::Field(shape, _) = self.cell(CellId(*first))?.step else { return None };
        let key = self.program[shape].key?;
        match self.state(CellId(first + key.0))? {
            State::Single(Single::Text(text, _)) => Some(text),
            _ => None,
        }
    }

    /// The place of a cell; for what is missing the key of its nearest written ancestor, and for what stands below an
    /// unknown that unknown.
    pub(crate) fn place(&self, id: CellId, base: CellId) -> Place {
        let path = Arc::from(self.path(id, base));
        let (node, missing) = self.with(id, |cell| (cell.node, matches!(cell.state, State::Missing)));
        if let Some(span) = self.data_span(id) {
            return Place { node: self.tree.root(), part: Part::Data(span), path, missing };
        }
        if let (Some(node), false) = (node, missing) {
            return Place { node, part: Part::Value, path, missing };
        }
        let node = self.written(id);
        let part = if missing && self.tree.node(node).key.is_some() { Part::Key } else { Part::Value };
        Place { node, part, path, missing }
    }

    /// The nearest written node at or above a cell.
    pub(crate) fn written(&self, id: CellId) -> NodeId {
        let mut at = Some(id);
        while let Some(id) = at {
            let (node, parent) = self.with(id, |cell| (cell.node, cell.parent));
            if let Some(node) = node {
                return node;
            }
            at = parent;
        }
        self.tree.root()
    }

    /// Where a cell stands in the document, to sort by.
    pub(crate) fn order(&self, id: CellId) -> (u32, u32, CellId) {
        let span = self.data_span(id).unwrap_or_else(|| self.tree.node(self.written(id)).span);
        (span.file.0, span.start, id)
    }
}

static NOTHING: Cell<'static> = Cell { node: None, parent: None, step: Step::Root, state: State::Missing };
