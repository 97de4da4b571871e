//! Reference data as cells, so that what can be asked of a document can be asked of it.

use countersign_compiler::program::{Constant, ConstantKind, DataId, FieldIndex, Literal, Program};
use countersign_source::Span;

use super::{Cell, CellId, Instance, Single, State, Step};

/// The ids of cells of data begin here; those of documents are below.
const FIRST: u32 = 1 << 31;

/// The values of all data, made into cells when they are first asked for.
pub(super) struct Store<'a> {
    cells: Vec<Cell<'a>>,
    /// Where to point for each cell.
    spans: Vec<Span>,
    /// The cell of each piece of data.
    roots: Vec<CellId>,
}

impl<'a> Store<'a> {
    fn new(program: &'a Program) -> Self {
        let mut store = Self { cells: Vec::new(), spans: Vec::new(), roots: Vec::new() };
        for (id, data) in (0u32..).map(DataId).zip(&program.data) {
            let root = store.push(None, Step::Data(id), pointed(program, &data.value));
            store.roots.push(root);
            store.fill(program, root, &data.value);
        }
        store
    }

    fn push(&mut self, parent: Option<CellId>, step: Step, span: Span) -> CellId {
        let id = CellId(FIRST + u32::try_from(self.cells.len()).unwrap_or(u32::MAX - FIRST));
        self.cells.push(Cell { node: None, parent, step, state: State::Missing });
        self.spans.push(span);
        id
    }

    /// Puts the value into the cell made for it. Data is as deep as its file may be, which the reader of files bounds.
    fn fill(&mut self, program: &'a Program, cell: CellId, value: &'a Constant) {
        let state = match &value.kind {
            ConstantKind::Single(literal) => match single(literal) {
                Some(single) => State::Single(single),
                None => State::Missing,
            },
            ConstantKind::List(items) => {
                let made: Vec<CellId> = (0u32..)
                    .zip(items)
                    .map(|(position, item)| self.push(Some(cell), Step::Item(position), pointed(program, item)))
                    .collect();
                for (cell, item) in made.iter().zip(items) {
                    self.fill(program, *cell, item);
                }
                let first = made.first().map_or(FIRST, |first| first.0);
                State::List { first, len: u32::try_from(made.len()).unwrap_or(u32::MAX) }
            }
            ConstantKind::Record(shape, values) => {
                let span = pointed(program, value);
                let made: Vec<CellId> = (0u32..)
                    .map(FieldIndex)
                    .zip(values)
                    .map(|(field, value)| {
                        let span = value.as_ref().map_or(span, |value| pointed(program, value));
                        self.push(Some(cell), Step::Field(*shape, field), span)
                    })
                    .collect();
                let mut written = Vec::new();
                for (cell, value) in made.iter().zip(values) {
                    if let Some(value) = value {
                        self.fill(program, *cell, value);
                        written.push(*cell);
                    }
                }
                State::Map { first: made.first().map_or(FIRST, |first| first.0), written }
            }
        };
        if let Some(cell) = self.cells.get_mut((cell.0 - FIRST) as usize) {
            cell.state = state;
        }
    }
}

impl<'a> Instance<'a> {
    /// What a piece of data holds.
    pub(crate) fn data(&self, id: DataId) -> CellId {
        let store = self.store.get_or_init(|| Store::new(self.program));
        store.roots.get(id.index()).copied().unwrap_or(self.root)
    }

    /// The cell of data of this id.
    pub(super) fn data_cell(&self, id: CellId) -> Option<&Cell<'a>> {
        let index = id.0.checked_sub(FIRST)?;
        self.store.get()?.cells.get(index as usize)
    }

    /// Where a cell stands in a data file: itself, or the nearest that holds it; nothing for those of documents.
    pub(crate) fn data_span(&self, id: CellId) -> Option<Span> {
        let mut at = Some(id);
        while let Some(id) = at {
            if let Some(index) = id.0.checked_sub(FIRST) {
                return self.store.get()?.spans.get(index as usize).copied();
            }
            at = self.with(id, |cell| cell.parent);
        }
        None
    }
}

/// Where to point for a value: for an item at what names it, so that no page of text is marked from end to end.
fn pointed(program: &Program, value: &Constant) -> Span {
    match &value.kind {
        ConstantKind::Single(_) => value.span,
        ConstantKind::List(items) => items.first().map_or(value.span, |first| pointed(program, first)),
        ConstantKind::Record(shape, values) => {
            let key = program[*shape].key.and_then(|key| value.field(key));
            let first = values.iter().flatten().min_by_key(|value| value.span.start);
            key.or(first).map_or(value.span.at_start(), |value| pointed(program, value))
        }
    }
}

fn single(literal: &Literal) -> Option<Single<'_>> {
    Some(match literal {
        Literal::Boolean(value) => Single::Boolean(*value),
        Literal::Number(value) => Single::Number(*value),
        Literal::Text(text) => Single::Text(text, 0),
        Literal::Duration(value) => Single::Duration(*value),
        Literal::Date(value) => Single::Date(*value),
        Literal::Instant(value) => Single::Instant(*value),
        Literal::Member(of, member) => Single::Member(*of, *member),
        Literal::List(_) => return None,
    })
}
