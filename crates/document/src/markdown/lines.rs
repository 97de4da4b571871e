//! `Key: value` on lines, in bullets and in tables of two columns: the fields of one shape.

use std::ops::Range;

use super::blocks::{Block, Item, Table};
use super::fill::{Filler, Key};
use super::inline::Run;
use super::values;
use crate::builder::Stop;
use crate::outline::{FieldOutline, Holds, words};

/// A line that begins with a key.
pub(super) struct Line<'a> {
    /// Where in the text it begins.
    start: usize,
    /// The field; none for a key that names no field.
    field: Option<&'a FieldOutline>,
    key: Range<usize>,
    /// Where what it holds begins.
    value: usize,
}

impl<'a> Filler<'a> {
    /// Reads the fields that a block holds: none where it holds none, else how many of the blocks behind it belong to
    /// its last field.
    pub(super) fn fields(
        &mut self,
        map: crate::NodeId,
        shape: usize,
        block: &Block,
        rest: &[Block],
    ) -> Result<Option<usize>, Stop> {
        if !self.holds_fields(shape, block) {
            return Ok(None);
        }
        match block {
            Block::Paragraph(run) => self.lines(map, shape, run, rest, None).map(Some),
            Block::List(items, _) => {
                for item in items {
                    self.bullet(map, shape, item)?;
                }
                Ok(Some(0))
            }
            Block::Table(table) => {
                self.surplus(table);
                if self.columns(shape, table) > 0 && table.rows.len() == 1 {
                    if let Some(row) = table.rows.first() {
                        self.row(map, shape, table, row, true)?;
                    }
                } else {
                    for row in std::iter::once(&table.head).chain(&table.rows) {
                        self.pair(map, shape, &row.cells)?;
                    }
                }
                Ok(Some(0))
            }
            _ => Ok(None),
        }
    }

    /// Does any of the blocks hold a field of the shape?
    pub(super) fn has_fields(&self, shape: usize, blocks: &[Block]) -> bool {
        blocks.iter().any(|block| self.holds_fields(shape, block))
    }

    fn holds_fields(&self, shape: usize, block: &Block) -> bool {
        match block {
            Block::Paragraph(run) => !self.keys(shape, run, false).is_empty(),
            Block::List(items, _) => items.iter().any(|item| match item.blocks.first() {
                Some(Block::Paragraph(run)) => !self.keys(shape, run, false).is_empty(),
                _ => false,
            }),
            Block::Table(table) => {
                self.columns(shape, table) > 0 && table.rows.len() == 1
                    || std::iter::once(&table.head).chain(&table.rows).any(|row| match row.cells.as_slice() {
                        [key, _] => self.named(shape, &key.trimmed()).is_some(),
                        _ => false,
                    })
            }
            _ => false,
        }
    }

    /// The lines of a text that begin with a key. Where none names a field, a single word that nearly does is taken for
    /// one that was misspelt; beside lines that do, so is any single word.
    pub(super) fn keys(&self, shape: usize, run: &Run, beside_others: bool) -> Vec<Line<'a>> {
        let mut lines: Vec<Line<'a>> = run
            .lines()
            .into_iter()
            .filter_map(|line| {
                let (key, value) = values::key_and_value(run, &line)?;
                let named = self.named(shape, &run.slice(key.clone()));
                Some(Line { start: line.start, field: named.map(|(field, _)| field), key, value: value.start })
            })
            .collect();
        let any = beside_others || lines.iter().any(|line| line.field.is_some());
        lines.retain(|line| {
            line.field.is_some() || {
                let key = run.text().get(line.key.clone()).unwrap_or_default();
                is_name(key) && (any || self.is_nearly_named(shape, key))
            }
        });
        lines
    }

    /// Is a word but a slip away from the name of a field?
    fn is_nearly_named(&self, shape: usize, key: &str) -> bool {
        self.nearly_named(shape, key).is_some()
    }

    /// The field that a text names but for a slip.
    pub(super) fn nearly_named(&self, shape: usize, text: &str) -> Option<&'a FieldOutline> {
        let written = words(values::without_number(text));
        self.outline.shape(shape).fields.iter().find(|field| values::is_one_slip(&written, &field.name))
    }

    /// Fills fields from the lines of a text. Answers how many of the blocks behind it belong to the last one.
    pub(super) fn lines(
        &mut self,
        map: crate::NodeId,
        shape: usize,
        run: &Run,
        rest: &[Block],
        task: Option<&(bool, Range<usize>)>,
    ) -> Result<usize, Stop> {
        let lines = self.keys(shape, run, true);
        let Some(first) = lines.first() else { return Ok(0) };
        self.prose_run(&run.slice(0..first.start))?;
        let ends = lines.iter().skip(1).map(|line| line.start).chain(std::iter::once(run.text().len()));
        let mut taken = 0;
        let last = lines.len() - 1;
        for (at, (line, end)) in lines.iter().zip(ends).enumerate() {
            let mut value = run.slice(line.value.min(end)..end).trimmed();
            let follows = at == last && value.is_blank();
            if let Some(task) = task.filter(|_| at == 0) {
                value = self.ticked(value, task, line.field.map(|field| &field.holds))?;
            }
            let key_run = run.slice(line.key.clone());
            match line.field {
                Some(field) => {
                    let (_, key) = self.named(shape, &key_run).unwrap_or((field, key_run.span.clone()));
                    let key = Key { name: std::sync::Arc::clone(&field.name), span: key };
                    let behind = match rest.first() {
                        Some(block) if follows && !matches!(block, Block::Paragraph(_) | Block::Heading(..)) => {
                            taken = 1;
                            std::slice::from_ref(block)
                        }
                        _ => &[],
                    };
                    if behind.is_empty() {
                        if let Some(id) = self.entry(map, key)? {
                            self.value(id, &value, &field.holds, true)?;
                        }
                    } else {
                        let end = behind.first().map_or(key.span.end, |block| block.span().end);
                        self.field(map, field, key, behind, &[], end)?;
                    }
                }
                None => self.stranger(map, &key_run, &value)?,
            }
        }
        Ok(taken)
    }

    /// A key that names no field becomes an entry all the same, for the schema to find.
    fn stranger(&mut self, map: crate::NodeId, key: &Run, value: &Run) -> Result<(), Stop> {
        let name = Self::strange(key);
        if let Some(id) = self.entry(map, Key { name, span: key.span.clone() })? {
            self.value(id, value, &Holds::Text, true)?;
        }
        Ok(())
    }

    /// A value with the box of its item in front: a text keeps it, beside any other value it is prose.
    fn ticked(&mut self, value: Run, task: &(bool, Range<usize>), holds: Option<&Holds>) -> Result<Run, Stop> {
        let mut run = Run::of_box(task.0, &task.1);
        if matches!(holds, Some(Holds::Text) | None) && !value.is_blank() {
            run.append(&value, " ", "");
            return Ok(run);
        }
        self.prose_run(&run)?;
        Ok(value)
    }

    /// A bullet of a list of fields.
    fn bullet(&mut self, map: crate::NodeId, shape: usize, item: &Item) -> Result<(), Stop> {
        let rest = item.blocks.get(1..).unwrap_or_default();
        let first = match item.blocks.first() {
            Some(Block::Paragraph(run)) => Some(run).filter(|run| !self.keys(shape, run, true).is_empty()),
            _ => None,
        };
        let Some(run) = first else {
            return self.prose_run(&super::fill::item_text(item));
        };
        let lines = self.keys(shape, run, true);
        let last = lines.last().and_then(|line| Some((line.field?, line)));
        // What stands below a bullet belongs to its key.
        if let Some((field, line)) = last.filter(|_| !rest.is_empty()) {
            let head = run.slice(0..line.start);
            let value = run.slice(line.value..run.text().len()).trimmed();
            if lines.len() > 1 {
                self.lines(map, shape, &head, &[], item.task.as_ref())?;
            }
            let key_run = run.slice(line.key.clone());
            let (_, span) = self.named(shape, &key_run).unwrap_or((field, key_run.span.clone()));
            let key = Key { name: std::sync::Arc::clone(&field.name), span };
            let mut blocks = Vec::with_capacity(rest.len() + 1);
            if !value.is_blank() {
                blocks.push(Block::Paragraph(value));
            }
            blocks.extend(rest.iter().cloned());
            return self.field(map, field, key, &blocks, &[], item.span.end);
        }
        self.lines(map, shape, run, &[], item.task.as_ref())?;
        for block in rest {
            self.prose(block)?;
        }
        Ok(())
    }

    /// A row of two cells, a key and its value. The line above the others may be a head that names nothing.
    fn pair(&mut self, map: crate::NodeId, shape: usize, cells: &[Run]) -> Result<(), Stop> {
        let [key, value] = cells else {
            return cells.iter().try_for_each(|cell| self.prose_run(cell));
        };
        let (key, value) = (key.trimmed(), value.trimmed());
        match self.named(shape, &key) {
            Some((field, span)) if !values::is_empty_cell(&value) => {
                let key = Key { name: std::sync::Arc::clone(&field.name), span };
                if let Some(id) = self.entry(map, key)? {
                    self.value(id, &value, &field.holds, true)?;
                }
                Ok(())
            }
            Some(_) => Ok(()),
            None if is_name(key.text()) && self.is_nearly_named(shape, key.text()) => self.stranger(map, &key, &value),
            None => {
                self.prose_run(&key)?;
                self.prose_run(&value)
            }
        }
    }

    /// How many columns of a table name a field of the shape.
    pub(super) fn columns(&self, shape: usize, table: &Table) -> usize {
        table.head.cells.iter().filter(|cell| self.named(shape, &cell.trimmed()).is_some()).count()
    }
}

/// Is it one word, as the name of a field is?
fn is_name(key: &str) -> bool {
    key.starts_with(|char: char| char.is_ascii_alphabetic())
        && key.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-'))
}
